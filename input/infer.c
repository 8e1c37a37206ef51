#include "input/infer.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/dict.h"
#include "engine/base/personal.h"
#include "input/guess.h"
#include "input/header.h"

#define MIXED_AFTER 10      // values of one type, before one that is not is worth a note

typedef struct column {
    sr_text name;           // empty: none
    uint64_t line;          // of its name
    uint64_t column;
    sr_guess guess;
    bool fits_format;       // every value is a date in the declared format
    bool is_mixed;          // a value ended what was possible until then
    sr_guess before;        // is_mixed: what was possible
    uint64_t mixed_line;    // where that value stands
    uint64_t mixed_column;
} column;

typedef struct inference {
    const char *path;
    const sr_infer_options *options;
    sr_dialect dialect;
    sr_arena *arena;        // of the answer
    sr_arena *file_arena;
    sr_findings *findings;
    sr_header header;       // width only
    sr_hash hash;           // of the file
    column *columns;
} inference;

static bool check_options(const char *path, const sr_infer_options *options, sr_error *err)
{
    struct stat status;
    if (strcmp(path, "-") == 0 && (fstat(0, &status) != 0 || !S_ISREG(status.st_mode)))
        return sr_fail(err, SR_USAGE, "standard input is a pipe and can be read only once, expected a file; use `< file`");
    if (options->date_format.size > 0 && !sr_date_is_format(options->date_format))
        return sr_fail(err, SR_USAGE, "'%.*s' is not a date format, expected year, month and day as in dd.mm.yyyy",
                       SR_TEXT_ARG(options->date_format));
    return true;
}

/* --- reading --- */

static bool name_column(inference *in, size_t i, const sr_record *record, sr_dict *seen, sr_error *err)
{
    column *c = &in->columns[i];
    char numbered[32];
    sr_guess_init(&c->guess);
    c->fits_format = true;
    c->line = record->fields[i].line;
    c->column = record->fields[i].column;
    sr_text name = sr_text_trim(record->fields[i].text);
    if (in->dialect.header_lines == 0) {
        snprintf(numbered, sizeof(numbered), "column%zu", i + 1);
        name = sr_text_from(numbered);
    }
    if (name.size == 0)
        return true;
    if (sr_dict_find(seen, name) != SR_DICT_NONE)
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){in->path, c->line, c->column},
                          "the header has the name '%.*s' twice, expected every column to have its own", SR_TEXT_ARG(name));
    uint32_t code;
    if (!sr_text_copy(name, in->arena, &c->name) || !sr_dict_intern(seen, c->name, &code))
        return sr_fail_memory(err);
    return true;
}

/* The names of columns are shown wherever rules are spoken of, so nothing personal may become one. */
static bool check_header(const inference *in, const sr_record *record, sr_error *err)
{
    char shape[SR_SHOWN_SIZE];
    for (size_t i = 0; in->dialect.header_lines > 0 && i < record->field_count; i++) {
        const sr_field *field = &record->fields[i];
        if (!sr_personal_is_inside(field->text))
            continue;
        sr_personal_write_shown(sr_text_trim(field->text), true, shape);
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){in->path, field->line, field->column},
                          "a personal value ('%s') stands in the header, expected the names of the columns; a file without a header is "
                          "read with --header none", shape);
    }
    return true;
}

static bool name_columns(inference *in, const sr_record *record, sr_error *err)
{
    sr_dict *seen = sr_dict_new(in->file_arena);
    in->columns = sr_arena_alloc(in->arena, record->field_count, sizeof(in->columns[0]));
    if (seen == NULL || in->columns == NULL)
        return sr_fail_memory(err);
    in->header.width = record->field_count;
    for (size_t i = 0; i < record->field_count; i++) {
        if (!name_column(in, i, record, seen, err))
            return false;
        if (in->columns[i].name.size > 0)
            in->header.width_min = i + 1;
    }
    return true;
}

static void add_value(column *c, sr_text value, const sr_field *field)
{
    if (!sr_guess_is_typed(&c->guess)) {
        sr_guess_add(&c->guess, value);
        return;
    }
    sr_guess before = c->guess;
    sr_guess_add(&c->guess, value);
    if (sr_guess_is_typed(&c->guess) || before.values < MIXED_AFTER)
        return;
    c->is_mixed = true;
    c->before = before;
    c->mixed_line = field->line;
    c->mixed_column = field->column;
}

static void look_at(inference *in, const sr_record *record)
{
    sr_day day;
    if (sr_header_is_ragged(&in->header, record))
        return;
    for (size_t i = 0; i < in->header.width && i < record->field_count; i++) {
        sr_text value = sr_text_trim(record->fields[i].text);
        column *c = &in->columns[i];
        add_value(c, value, &record->fields[i]);
        if (value.size > 0 && in->options->date_format.size > 0 && c->fits_format)
            c->fits_format = sr_date_parse(value, in->options->date_format, &day);
    }
}

static bool read_all(inference *in, sr_records *records, sr_error *err)
{
    const sr_record *record;
    const char *problem;
    if (!sr_records_next(records, &record, &problem, err))
        return false;
    if (record == NULL)
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){in->path, 0, 0}, "no record in the file, expected a header and records");
    if (problem != NULL)
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){in->path, record->line, 0},
                          "the first record cannot be read (%s), expected the names of the columns", problem);
    if (!check_header(in, record, err) || !name_columns(in, record, err))
        return false;
    if (in->dialect.header_lines == 0)
        look_at(in, record);
    while (sr_records_next(records, &record, &problem, err)) {
        if (record == NULL)
            return true;
        if (problem == NULL)
            look_at(in, record);
    }
    return false;
}

static bool read_file(inference *in, sr_error *err)
{
    sr_findings *unseen = sr_findings_new(in->file_arena);
    sr_records *records;
    sr_text encoding;
    if (unseen == NULL)
        return sr_fail_memory(err);
    if (!sr_records_open(in->path, &in->dialect, in->file_arena, &records, in->findings, err))
        return false;
    sr_records_set_findings(records, unseen);   // rows are spoken of when they are read for good
    bool done = read_all(in, records, err)
                && (sr_text_copy(sr_records_get_encoding(records), in->arena, &encoding) || sr_fail_memory(err));
    in->hash = sr_records_get_totals(records).hash;
    sr_records_close(records);
    if (!done)
        return false;
    in->dialect.encoding = encoding;
    return true;
}

/* --- answering --- */

static sr_notation choose_notation(const inference *in)
{
    char mark = '.';
    size_t needs[2] = {0, 0};
    for (size_t i = 0; i < in->header.width; i++) {
        needs[0] += sr_guess_needs_mark(&in->columns[i].guess, '.');
        needs[1] += sr_guess_needs_mark(&in->columns[i].guess, ',');
    }
    if (in->options->has_decimal_mark)
        mark = in->options->decimal_mark;
    else if (in->dialect.delimiter == ';' && needs[1] > needs[0])
        mark = ',';
    return (sr_notation){mark, mark == ',' ? ' ' : '\0'};
}

static bool warn_of_order(const inference *in, const column *c, sr_error *err)
{
    const sr_text *first;
    const sr_text *second = sr_guess_get_other_order(&c->guess, &first);
    if (second == NULL)
        return true;
    return sr_findings_addf(in->findings, SR_NOTE, "column.date_order", (sr_where){in->path, c->line, c->column}, c->name.data,
                            "values that allow one order of day and month", "say which with --date", err,
                            "dates as %.*s or %.*s: read as text", SR_TEXT_ARG(*first), SR_TEXT_ARG(*second));
}

static bool warn_of_mixture(const inference *in, const column *c, sr_notation notation, sr_error *err)
{
    uint8_t scale;
    const sr_text *format = NULL;
    sr_column_type type = c->is_mixed ? sr_guess_get_type(&c->before, notation.decimal_mark, &scale, &format) : SR_TYPE_TEXT;
    if (type == SR_TYPE_TEXT)
        return true;
    return sr_findings_addf(in->findings, SR_NOTE, "column.mixed", (sr_where){in->path, c->mixed_line, c->mixed_column}, c->name.data,
                            type == SR_TYPE_DATE ? "a date like those above it" : "a number like those above it",
                            "declare the column in a data set, where such a value is set aside and named", err,
                            "the value that makes column '%.*s' a text", SR_TEXT_ARG(c->name));
}

static bool make_rule(const inference *in, const column *c, sr_notation notation, sr_column_rule *rule, sr_error *err)
{
    const sr_text *format = NULL;
    bool is_declared_date = in->options->date_format.size > 0 && c->guess.values > 0 && c->fits_format;
    sr_text *texts = sr_arena_alloc(in->arena, 2, sizeof(texts[0]));    // the name, and the format that was asked for
    if (texts == NULL)
        return sr_fail_memory(err);
    texts[0] = c->name;
    texts[1] = in->options->date_format;
    *rule = (sr_column_rule){.name = c->name, .from = &texts[0], .from_count = 1, .where = {in->path, c->line, c->column}};
    if (is_declared_date) {
        rule->type = SR_TYPE_DATE;
        format = &texts[1];
    } else {
        rule->type = sr_guess_get_type(&c->guess, notation.decimal_mark, &rule->scale, &format);
    }
    rule->formats = format;
    rule->format_count = format != NULL;
    return rule->type != SR_TYPE_TEXT || (warn_of_order(in, c, err) && warn_of_mixture(in, c, notation, err));
}

static bool make_rules(const inference *in, sr_notation notation, sr_column_rule **rules, size_t *count, sr_error *err)
{
    *count = 0;
    *rules = sr_arena_alloc(in->arena, in->header.width, sizeof((*rules)[0]));
    if (*rules == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < in->header.width; i++) {
        const column *c = &in->columns[i];
        if (c->name.size == 0 && c->guess.values > 0)
            return sr_fail_at(err, SR_BAD_DATA, (sr_where){in->path, c->line, c->column},
                              "column %zu has values and no name, expected a name in the header; "
                              "when the names stand further down, say in which line: --header N", i + 1);
        if (c->name.size > 0 && !make_rule(in, c, notation, &(*rules)[(*count)++], err))
            return false;
    }
    return true;
}

static sr_text get_stem(const char *path)
{
    sr_text name = sr_file_get_name(sr_text_from(path));
    size_t dot = sr_text_find(name, SR_TEXT("."));
    return dot == SIZE_MAX || dot == 0 ? name : sr_text_slice(name, 0, dot);
}

static bool make_dataset(const inference *in, const sr_dataset **dataset, sr_error *err)
{
    sr_dataset *made = sr_arena_alloc(in->arena, 1, sizeof(*made));
    sr_export_rule *file = sr_arena_alloc(in->arena, 1, sizeof(*file));
    sr_hash *hash = sr_arena_alloc(in->arena, 1, sizeof(*hash));
    if (made == NULL || file == NULL || hash == NULL)
        return sr_fail_memory(err);
    *hash = in->hash;
    sr_notation notation = choose_notation(in);
    sr_column_rule *rules;
    size_t count;
    if (!make_rules(in, notation, &rules, &count, err))
        return false;
    *file = (sr_export_rule){.pattern = sr_text_from(in->path)};
    *made = (sr_dataset){
        .name = get_stem(in->path),
        .files = file,
        .file_count = 1,
        .dialect = in->dialect,
        .notation = notation,
        .trims = in->options->trims,
        .seen_hash = hash,
        .columns = rules,
        .column_count = count,
        .where = {in->path, 0, 0},
    };
    *dataset = made;
    return true;
}

bool sr_infer(const char *path, const sr_infer_options *options, sr_arena *arena, const sr_dataset **dataset, sr_findings *findings,
              sr_error *err)
{
    inference in = {.path = path, .options = options, .dialect = options->dialect, .arena = arena, .findings = findings};
    if (!check_options(path, options, err))
        return false;
    in.path = sr_arena_copy(arena, path, strlen(path));
    in.file_arena = sr_arena_new();
    bool done = in.path != NULL && in.file_arena != NULL;
    if (!done)
        sr_fail_memory(err);
    done = done && read_file(&in, err);
    sr_arena_free(in.file_arena);
    return done && make_dataset(&in, dataset, err);
}
