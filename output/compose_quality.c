/*
 * What the figures rest on: what became of every record, what was noticed in the data, what the shorthands and methods mean.
 */
#include "output/wording.h"

#include <string.h>

#define INTAKE_COLUMNS 7
#define NOTES_MAX 11

static sr_report_cell write_records(sr_composer *composer, uint64_t count)
{
    return (sr_report_cell){.text = sr_wording_count(composer, (int64_t)count), .part = SR_PART_RECORDS, .records = count};
}

static sr_text say_reasons(sr_composer *composer, const sr_intake_file *file)
{
    sr_text text = SR_TEXT_NONE;
    for (uint32_t i = 0; i < file->reason_count; i++) {
        sr_text what = sr_text_from(sr_words_get_finding(file->reasons[i].code, composer->language));
        sr_text count = sr_wording_count(composer, (int64_t)file->reasons[i].count);
        sr_text reason = sr_composer_say(composer, SR_WORD_REASON_COUNT, (sr_text[]){what, count}, 2);
        text = sr_composer_join(composer, (sr_text[]){text, reason}, 2, "; ");
    }
    return text.size > 0 ? text : SR_TEXT("–");
}

static void write_file_row(sr_composer *composer, const sr_intake *intake, const sr_intake_file *file, sr_report_cell *cells)
{
    cells[0].text = sr_text_from(file->path);
    const sr_dataset *dataset = sr_ruleset_find_dataset(composer->request->rules, intake->dataset);
    sr_text title = dataset != NULL ? sr_composer_choose(composer, dataset->title) : SR_TEXT_NONE;
    cells[1].text = title.size > 0 ? title : intake->dataset;
    cells[2] = write_records(composer, file->records);
    cells[3] = write_records(composer, file->kept);
    cells[4] = write_records(composer, file->superseded);
    cells[5] = write_records(composer, sr_intake_count_set_aside(file));
    cells[6].text = say_reasons(composer, file);
}

static void compose_intake(sr_composer *composer, sr_report_table *table)
{
    static const struct {
        sr_word title;
        sr_column_format format;
    } COLUMNS[INTAKE_COLUMNS] = {
        {SR_WORD_COLUMN_FILE, SR_FORMAT_TEXT},      {SR_WORD_COLUMN_DATASET, SR_FORMAT_TEXT},
        {SR_WORD_COLUMN_RECORDS, SR_FORMAT_NUMBER}, {SR_WORD_COLUMN_KEPT, SR_FORMAT_NUMBER},
        {SR_WORD_COLUMN_SUPERSEDED, SR_FORMAT_NUMBER}, {SR_WORD_COLUMN_SET_ASIDE, SR_FORMAT_NUMBER},
        {SR_WORD_COLUMN_REASONS, SR_FORMAT_TEXT},
    };
    const sr_compose_request *request = composer->request;
    uint32_t row_count = 0;
    for (uint32_t i = 0; i < request->intake_count; i++)
        row_count += request->intakes[i]->file_count;
    sr_report_column *columns = sr_composer_alloc(composer, INTAKE_COLUMNS, sizeof(*columns));
    sr_report_cell *cells = sr_composer_alloc(composer, (size_t)row_count * INTAKE_COLUMNS, sizeof(*cells));
    if (columns == NULL || cells == NULL)
        return;
    for (size_t i = 0; i < INTAKE_COLUMNS; i++)
        columns[i] = (sr_report_column){.title = sr_composer_word(composer, COLUMNS[i].title), .format = COLUMNS[i].format};
    uint32_t row = 0;
    for (uint32_t i = 0; i < request->intake_count; i++)
        for (uint32_t j = 0; j < request->intakes[i]->file_count; j++)
            write_file_row(composer, request->intakes[i], &request->intakes[i]->files[j], cells + (size_t)row++ * INTAKE_COLUMNS);
    *table = (sr_report_table){
        .name = sr_composer_name_table(composer, (sr_text[]){sr_composer_word(composer, SR_WORD_TABLE_NAME_INTAKE)}, 1),
        .title = sr_composer_word(composer, SR_WORD_TABLE_INTAKE),
        .note = sr_composer_word(composer, SR_WORD_INTAKE_NOTE),
        .column_count = INTAKE_COLUMNS,
        .columns = columns,
        .row_count = row_count,
        .cells = cells,
    };
}

/* What the rules say about a failed check, when they say something. */
static sr_text find_check_message(const sr_composer *composer, const char *subject)
{
    sr_text id = sr_text_from(subject);
    for (uint32_t i = 0; i < composer->plan->dataset_count; i++)
        for (uint32_t j = 0; j < composer->plan->datasets[i].check_count; j++) {
            const sr_plan_check *check = &composer->plan->datasets[i].checks[j];
            if (sr_text_is(check->id, id))
                return sr_composer_choose(composer, check->messages);
        }
    return SR_TEXT_NONE;
}

/* The path within the workspace: a report is the same wherever the workspace lies. */
static sr_text get_path_within(const sr_composer *composer, const char *path)
{
    sr_text text = sr_text_from(path);
    sr_text workspace = sr_text_from(composer->request->rules->workspace);
    if (workspace.size == 0 || !sr_text_has_prefix(text, workspace))
        return text;
    size_t first = workspace.size;
    while (first < text.size && text.data[first] == '/')
        first++;
    bool is_inside = first > workspace.size || text.data[workspace.size - 1] == '/';
    return is_inside ? sr_text_slice(text, first, text.size) : text;
}

static sr_text say_finding(sr_composer *composer, const sr_finding_group *group)
{
    sr_text what = SR_TEXT_NONE;
    if ((strncmp(group->code, "check", 5) == 0 || strncmp(group->code, "data.", 5) == 0) && group->subject != NULL)
        what = find_check_message(composer, group->subject);
    if (what.size == 0)
        what = sr_text_from(sr_words_get_finding(group->code, composer->language));
    sr_text counted = sr_composer_say(composer, SR_WORD_FINDING_COUNT,
                                      (sr_text[]){what, sr_wording_count(composer, (int64_t)group->count)}, 2);
    sr_text path = get_path_within(composer, group->path);
    sr_text subject = sr_text_from(group->subject);
    if (path.size > 0 && subject.size > 0)
        return sr_composer_say(composer, SR_WORD_FINDING_SUBJECT, (sr_text[]){path, subject, counted}, 3);
    if (path.size > 0 || subject.size > 0)
        return sr_composer_say(composer, SR_WORD_FINDING_FILE, (sr_text[]){path.size > 0 ? path : subject, counted}, 2);
    return counted;
}

void sr_compose_quality(sr_composer *composer, sr_report *report)
{
    compose_intake(composer, &report->intake);
    const sr_findings *findings = composer->request->findings;
    size_t group_count = findings != NULL ? sr_findings_count_groups(findings) : 0;
    sr_text *sentences = sr_composer_alloc(composer, group_count, sizeof(*sentences));
    if (sentences == NULL)
        return;
    uint32_t count = 0;
    for (size_t i = 0; i < group_count; i++) {
        const sr_finding_group *group = sr_findings_get_group(findings, i);
        if (group->severity != SR_NOTE)
            sentences[count++] = say_finding(composer, group);
    }
    report->findings = sentences;
    report->finding_count = count;
}

static void add_note(const sr_composer *composer, sr_report_note *notes, uint32_t *count, bool occurs, sr_text term, sr_word word)
{
    if (occurs)
        notes[(*count)++] = (sr_report_note){.term = term, .text = sr_composer_word(composer, word)};
}

static sr_text say_sign(sr_composer *composer, sr_mark mark, sr_word word)
{
    return sr_composer_join(composer, (sr_text[]){sr_text_from(sr_mark_get_sign(mark)), sr_composer_word(composer, word)}, 2, " ");
}

static void compose_definitions(sr_composer *composer, sr_report *report)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < report->part_count; i++)
        count += report->parts[i].block_count;
    sr_report_note *definitions =
        sr_composer_alloc(composer, (size_t)count + composer->plan->parameter_count, sizeof(*definitions));
    if (definitions == NULL)
        return;
    uint32_t index = 0;
    for (uint32_t i = 0; i < report->part_count; i++)
        for (uint32_t j = 0; j < report->parts[i].block_count; j++) {
            const sr_report_block *block = &report->parts[i].blocks[j];
            sr_text text = sr_composer_join(composer, (sr_text[]){block->name, block->definition}, 2, ". ");
            definitions[index++] = (sr_report_note){.term = block->id, .text = text};
        }
    report->definitions = definitions;
    report->definition_count = count + sr_compose_parameters(composer, report, definitions + count);
}

void sr_compose_notes(sr_composer *composer, sr_report *report)
{
    sr_report_note *notes = sr_composer_alloc(composer, NOTES_MAX, sizeof(*notes));
    if (notes == NULL)
        return;
    uint32_t count = 0;
    add_note(composer, notes, &count, composer->has_hidden, SR_TEXT("[c]"), SR_WORD_NOTE_HIDDEN);
    add_note(composer, notes, &count, composer->has_no_data, SR_TEXT("[x]"), SR_WORD_NOTE_NO_DATA);
    add_note(composer, notes, &count, composer->has_break, SR_TEXT("[b]"), SR_WORD_NOTE_BREAK);
    add_note(composer, notes, &count, composer->has_too_few, SR_TEXT("[u]"), SR_WORD_NOTE_TOO_FEW);
    add_note(composer, notes, &count, composer->has_not_applicable, SR_TEXT("[z]"), SR_WORD_NOTE_NOT_APPLICABLE);
    add_note(composer, notes, &count, composer->has_cannot_tell, say_sign(composer, SR_MARK_CANNOT_TELL, SR_WORD_CANNOT_TELL), SR_WORD_NOTE_CANNOT_TELL);
    add_note(composer, notes, &count, composer->has_warning, say_sign(composer, SR_MARK_WARNING, SR_WORD_TARGET_WARNING), SR_WORD_NOTE_WARNING);
    add_note(composer, notes, &count, composer->has_wilson, SR_TEXT("Wilson"), SR_WORD_METHOD_WILSON);
    add_note(composer, notes, &count, composer->has_exact, SR_TEXT("Poisson"), SR_WORD_METHOD_EXACT);
    add_note(composer, notes, &count, composer->has_byar, SR_TEXT("Byar"), SR_WORD_METHOD_BYAR);
    add_note(composer, notes, &count, composer->has_t, SR_TEXT("Student"), SR_WORD_METHOD_T);
    report->notes = notes;
    report->note_count = count;
    compose_definitions(composer, report);
}
