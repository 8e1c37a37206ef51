/*
 * A row is decoded into cells first and stored only when all of it is good: so a row set aside leaves nothing in the
 * dictionary. The row being filled is the first that is free in the columns.
 */
#include "input/files.h"

#include <inttypes.h>
#include <string.h>

#include "engine/base/personal.h"
#include "input/aside.h"
#include "input/bytes.h"
#include "input/corrections.h"
#include "input/dating.h"
#include "input/decode.h"
#include "input/watch.h"

/* Rows of a period that a later file delivers again. */
typedef struct redelivery {
    sr_correction correction;
    uint64_t rows;
} redelivery;

typedef struct files {
    sr_files_options options;
    sr_arena *arena;            // of the run
    sr_arena *file_arena;       // of the file that is open
    sr_arena *long_arena;       // corrections live as long as the source
    sr_arena *scratch;          // of one row
    const char *dataset_name;
    size_t column_count;        // of the file
    sr_decoder *decoders;
    sr_cell *cells;
    sr_watch watch;
    sr_hash *dated_hashes;      // by file; NULL: files have no day
    sr_intake_file *intake_files;
    sr_intake intake;
    sr_corrections *corrections;    // NULL: every row stands
    redelivery *redeliveries;   // of the file that is open, in order of appearance
    uint32_t redelivery_count;
    uint32_t redelivery_room;
    sr_aside *aside;            // NULL: nowhere
    size_t file_index;          // that is open, or comes next
    bool is_open;
    bool has_started;
    bool has_dated;             // some column needs the day of its row
    sr_rows rows;
    sr_column *columns;
    uint64_t *lines;
    uint64_t *records;
    sr_batch batch;
} files;

/* --- one row --- */

static bool set_aside(files *f, const char *code, const sr_record *record, const sr_decoder *decoder, uint64_t line, sr_error *err)
{
    sr_intake_set_aside(&f->intake_files[f->file_index], code);
    if (f->aside == NULL)
        return true;
    bool is_required = strcmp(code, "value.missing_required") == 0;
    sr_aside_reason reason = {f->options.shown_paths[f->file_index], line, decoder == NULL ? NULL : decoder->name, code,
                              decoder == NULL ? NULL : is_required ? "a value" : decoder->expected};
    return sr_aside_add(f->aside, &reason, record, decoder == NULL ? NULL : &f->rows.header, err);
}

/* About a cell's problem, or the remark on a value that is kept. */
static bool add_finding(files *f, size_t column, const sr_field *field, const sr_record *record, sr_error *err)
{
    const sr_decoder *decoder = &f->decoders[column];
    const sr_cell *cell = &f->cells[column];
    const char *code = cell->problem != NULL ? cell->problem : cell->remark;
    bool has_room = sr_findings_has_room(f->options.findings, code, f->rows.path, decoder->name);
    const char *hint = has_room ? sr_decode_get_hint(decoder, cell, f->scratch) : NULL;
    sr_where where = {f->rows.path, field == NULL ? record->line : field->line, field == NULL ? 0 : field->column};
    if (strcmp(code, "value.missing_required") == 0)
        return sr_findings_addf(f->options.findings, SR_CAUTION, code, where, decoder->name, "a value", hint, err,
                                "no value in column '%s'", decoder->name);
    char shown[SR_SHOWN_SIZE];
    sr_decode_write_shown(decoder, cell, field == NULL ? NULL : &field->text, shown);
    return sr_findings_addf(f->options.findings, SR_CAUTION, code, where, decoder->name, decoder->expected, hint, err,
                            "'%s' in column '%s'%s%s", shown, decoder->name, cell->damage != SR_DAMAGE_NONE ? ", " : "",
                            sr_damage_get_name(cell->damage));
}

static bool decode_cells(files *f, const sr_record *record, bool is_dated, sr_error *err)
{
    for (size_t i = 0; i < f->column_count; i++) {
        const sr_column_rule *rule = f->decoders[i].rule;
        const sr_field *field = sr_header_get_field(&f->rows.header, record, i);
        if (rule->type != SR_TYPE_DROP && rule->is_dated == is_dated
            && !sr_decode(&f->decoders[i], field == NULL ? NULL : &field->text, f->scratch, &f->cells[i], err))
            return false;
    }
    return true;
}

/* What the cell adds to the account of its file. An empty cell may mean "not yet"; a word of `missing` says that nobody knows. */
static void count_cell(sr_intake_file *intake, const sr_column_rule *rule, const sr_cell *cell, const sr_field *field)
{
    if (rule->is_required) {
        intake->required_cells++;
        intake->filled_cells += !cell->is_missing && cell->problem == NULL;
    }
    if (rule->type == SR_TYPE_CODE || rule->type == SR_TYPE_CODES) {
        intake->coded_cells++;
        intake->unknown_cells += cell->is_missing && cell->problem == NULL && field != NULL && sr_text_trim(field->text).size > 0;
    }
}

/* All cells of a row, so that one pass names all that is wrong in it. `bad` is the first column that spoils the row, or SR_NO_FIELD. */
static bool decode_row(files *f, const sr_record *record, size_t *bad, sr_error *err)
{
    sr_intake_file *intake = &f->intake_files[f->file_index];
    *bad = SR_NO_FIELD;
    if (!decode_cells(f, record, false, err) || (f->has_dated && !decode_cells(f, record, true, err)))
        return false;
    for (size_t i = 0; i < f->column_count; i++) {
        const sr_column_rule *rule = f->decoders[i].rule;
        const sr_cell *cell = &f->cells[i];
        count_cell(intake, rule, cell, sr_header_get_field(&f->rows.header, record, i));
        sr_watch_count(&f->watch, i, cell);
        if (rule->type == SR_TYPE_DROP || (cell->problem == NULL && cell->remark == NULL))
            continue;
        if (!add_finding(f, i, sr_header_get_field(&f->rows.header, record, i), record, err))
            return false;
        if (cell->problem != NULL && *bad == SR_NO_FIELD && (!rule->keeps_bad || rule->is_required))
            *bad = i;
    }
    return true;
}

static bool intern(files *f, const sr_plan_column *column, sr_text text, uint32_t *code, sr_error *err)
{
    char hex[SR_HASH_HEX_SIZE];
    if (column->is_person) {
        sr_hash hash;
        if (!sr_person_hash(f->options.person_key, column->domain, text, &hash))
            return sr_fail(err, SR_INTERNAL, "not enough memory for the keyed hash of a person");
        sr_hash_write_hex(&hash, hex);
        text = sr_text_from(hex);
    }
    return sr_dict_intern(f->options.dict, text, code) || sr_fail_memory(err);
}

static bool store_cell(files *f, size_t i, uint32_t row, sr_error *err)
{
    const sr_cell *cell = &f->cells[i];
    sr_column *column = &f->columns[i];
    bool is_there = !cell->is_missing;
    column->valid[row] = is_there;
    switch (column->kind) {
    case SR_KIND_BOOLEAN: column->values.booleans[row] = is_there ? (uint8_t)cell->integer : 0; break;
    case SR_KIND_INTEGER:
    case SR_KIND_DECIMAL: column->values.integers[row] = is_there ? cell->integer : 0; break;
    case SR_KIND_REAL: column->values.reals[row] = is_there ? cell->real : 0; break;
    case SR_KIND_DATE: column->values.days[row] = is_there ? cell->day : 0; break;
    case SR_KIND_TEXT:
    case SR_KIND_COUNT:
        column->values.codes[row] = 0;
        return !is_there || intern(f, &f->options.plan->columns[i], cell->text, &column->values.codes[row], err);
    }
    return true;
}

/* In another file the same key is a correction, in the same one a mistake. */
static bool add_duplicate(files *f, const sr_record *record, const sr_correction *correction, sr_error *err)
{
    return correction->line_before == 0
        || sr_findings_addf(f->options.findings, SR_CAUTION, "key.duplicate", (sr_where){f->rows.path, record->line, 0},
                            f->dataset_name, "a key once in a file",
                            f->options.dataset->keeps_first ? "the first of them stands" : "the last of them stands", err, "the key of line %" PRIu64 " again", correction->line_before);
}

static bool note_redelivery(files *f, const sr_correction *correction, sr_error *err)
{
    uint32_t i = 0;
    while (i < f->redelivery_count && f->redeliveries[i].correction.period.number != correction->period.number)
        i++;
    if (i == f->redelivery_room) {
        uint32_t room = f->redelivery_room == 0 ? 16 : f->redelivery_room * 2;
        redelivery *larger = sr_arena_grow(f->long_arena, f->redeliveries, f->redelivery_count, room, sizeof(larger[0]));
        if (larger == NULL)
            return sr_fail_memory(err);
        f->redeliveries = larger;
        f->redelivery_room = room;
    }
    if (i == f->redelivery_count)
        f->redeliveries[f->redelivery_count++] = (redelivery){*correction, 0};
    f->redeliveries[i].rows++;
    return true;
}

/* Once for each period and file. A delivery with less than half of the rows may have been cut off. */
static bool tell_redeliveries(files *f, sr_error *err)
{
    for (uint32_t i = 0; i < f->redelivery_count; i++) {
        const redelivery *own = &f->redeliveries[i];
        const sr_correction *by = &own->correction;
        bool is_small = by->period_rows < own->rows / 2;
        char period[16];
        sr_period_write(by->period, period);
        if (!sr_findings_addf(f->options.findings, is_small ? SR_CAUTION : SR_NOTE,
                              is_small ? "period.shrunk" : "period.redelivered", (sr_where){f->rows.path, 0, 0}, f->dataset_name,
                              is_small ? "about as many rows" : NULL, is_small ? "look whether that export is complete" : NULL, err,
                              "the %" PRIu64 " rows of %s are replaced by %" PRIu64 " of %s", own->rows, period, by->period_rows,
                              f->options.shown_paths[by->file_index]))
            return false;
    }
    f->redelivery_count = 0;
    return true;
}

static bool take_row(files *f, const sr_record *record, const char *problem, sr_error *err)
{
    sr_intake_file *intake = &f->intake_files[f->file_index];
    sr_correction correction = {.standing = SR_ROW_STANDS};
    size_t bad;
    if (problem != NULL && strcmp(problem, "row.empty") == 0) {
        intake->blank_lines++;
        return true;
    }
    intake->records++;
    if (problem != NULL)
        return set_aside(f, problem, record, NULL, record->line, err);
    sr_watch_add(&f->watch, record);
    if (f->corrections != NULL
        && !sr_corrections_find(f->corrections, f->file_index, &f->rows.header, record, &correction, err))
        return false;
    if (!add_duplicate(f, record, &correction, err))
        return false;
    if (correction.standing != SR_ROW_STANDS) {
        intake->superseded++;
        return correction.standing != SR_ROW_REDELIVERED || note_redelivery(f, &correction, err);
    }
    sr_arena_clear(f->scratch);
    if (!decode_row(f, record, &bad, err))
        return false;
    if (bad != SR_NO_FIELD)
        return set_aside(f, f->cells[bad].problem, record, &f->decoders[bad], record->line, err);
    for (size_t i = 0; i < f->column_count; i++)
        if (f->columns[i].valid != NULL && !store_cell(f, i, f->batch.row_count, err))
            return false;
    f->lines[f->batch.row_count] = record->line;
    f->records[f->batch.row_count++] = intake->records;
    intake->kept++;
    return true;
}

/* --- one file after another --- */

/* What is wrong with the columns of this file and those behind it, in one pass. False: the run ends for it. */
static bool explain(const files *f, size_t first, const sr_error *err)
{
    if (err->code == SR_BAD_DATA)
        sr_watch_explain(&f->watch, f->options.exports + first, f->options.export_count - first);
    return false;
}

static bool open_file(files *f, sr_error *err)
{
    const sr_export *export = &f->options.exports[f->file_index];
    if (!sr_rows_open(&f->rows, f->options.dataset, export, f->file_arena, f->options.findings, err))
        return explain(f, f->file_index, err);
    f->is_open = true;
    return sr_watch_open(&f->watch, &f->rows, export, f->file_index + 1 == f->options.export_count, f->file_arena,
                         &f->intake_files[f->file_index], err);
}

/* Whoever looked at the file before saw the same bytes. */
static bool is_as_seen(const files *f, const sr_hash *hash)
{
    const sr_hash *seen[] = {f->options.dataset->seen_hash, f->dated_hashes == NULL ? NULL : &f->dated_hashes[f->file_index],
                             f->corrections == NULL ? NULL : sr_corrections_get_hash(f->corrections, f->file_index)};
    for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
        if (seen[i] != NULL && memcmp(seen[i], hash, sizeof(*hash)) != 0)
            return false;
    return true;
}

static bool close_file(files *f, sr_error *err)
{
    sr_intake_file *intake = &f->intake_files[f->file_index];
    sr_records_totals totals = sr_table_get_totals(f->rows.table);
    intake->hash = totals.hash;
    intake->size_bytes = totals.size_bytes;
    intake->line_count = totals.lines;
    intake->blank_lines += totals.blank_lines;
    sr_text copy;
    if (!sr_text_copy(sr_table_get_encoding(f->rows.table), f->arena, &copy))
        return sr_fail_memory(err);
    intake->encoding = copy.data;
    if (!is_as_seen(f, &totals.hash))
        return sr_bytes_fail_changed(f->rows.path, err);
    if (!tell_redeliveries(f, err) || !sr_watch_close(&f->watch, f->arena, intake, err))
        return false;
    sr_rows_close(&f->rows);
    sr_arena_clear(f->file_arena);
    f->is_open = false;
    f->file_index++;
    return true;
}

/* Rows until the batch is full or the file ends. */
static bool fill(files *f, bool *is_at_end, sr_error *err)
{
    f->batch.row_count = 0;
    f->batch.file_index = (uint32_t)f->file_index;
    *is_at_end = false;
    while (f->batch.row_count < SR_BATCH_ROWS_MAX) {
        const sr_record *record;
        const char *problem;
        if (!sr_rows_next(&f->rows, &record, &problem, err))
            return false;
        *is_at_end = record == NULL;
        if (record == NULL)
            return true;
        if (!take_row(f, record, problem, err))
            return false;
    }
    return true;
}

/* Each file with its day. */
static bool date_files(files *f, sr_error *err)
{
    size_t count = f->options.export_count;
    sr_export *exports = sr_arena_alloc(f->long_arena, count, sizeof(*exports));
    f->dated_hashes = sr_arena_alloc(f->long_arena, count, sizeof(f->dated_hashes[0]));
    if (exports == NULL || f->dated_hashes == NULL)
        return sr_fail_memory(err);
    memcpy(exports, f->options.exports, count * sizeof(*exports));
    f->options.exports = exports;
    return sr_dating_read(f->options.dataset, exports, count, f->dated_hashes, err);
}

/* What needs reading is done when the first batch is asked for, not when the source is made. */
static bool start(files *f, sr_error *err)
{
    const sr_dataset *dataset = f->options.dataset;
    f->has_started = true;
    if (dataset->drift.has_days && !date_files(f, err))
        return false;
    if (f->options.aside_directory != NULL
        && !sr_aside_open(f->options.aside_directory, dataset, f->long_arena, &f->aside, err))
        return false;
    return !sr_corrections_are_needed(dataset)
           || sr_corrections_read(dataset, f->options.exports, f->options.export_count, f->long_arena, &f->corrections, err)
           || explain(f, 0, err);
}

static bool next(void *self, const sr_batch **batch, sr_error *err)
{
    files *f = self;
    *batch = NULL;
    if (!f->has_started && !start(f, err))
        return false;
    while (f->file_index < f->options.export_count) {
        bool is_at_end;
        if (!f->is_open && !open_file(f, err))
            return false;
        if (!fill(f, &is_at_end, err) || (is_at_end && !close_file(f, err)))
            return false;
        if (f->batch.row_count > 0) {
            *batch = &f->batch;
            return true;
        }
    }
    sr_aside *aside = f->aside;
    f->aside = NULL;
    return aside == NULL || sr_aside_finish(aside, err);
}

static const sr_intake *get_intake(const void *self)
{
    const files *f = self;
    return &f->intake;
}

static void close_files(void *self)
{
    files *f = self;
    if (f->is_open)
        sr_rows_close(&f->rows);
    f->is_open = false;
    sr_aside_close(f->aside);
    sr_corrections_close(f->corrections);
    f->aside = NULL;
    f->corrections = NULL;
    sr_arena_free(f->file_arena);
    sr_arena_free(f->long_arena);
    sr_arena_free(f->scratch);
    f->file_arena = f->long_arena = f->scratch = NULL;
}

/* --- making it --- */

static bool init_columns(files *f, sr_arena *arena, sr_error *err)
{
    const sr_plan_dataset *plan = f->options.plan;
    f->columns = sr_arena_alloc(arena, plan->column_count, sizeof(f->columns[0]));
    f->lines = sr_arena_alloc(arena, SR_BATCH_ROWS_MAX, sizeof(f->lines[0]));
    f->records = sr_arena_alloc(arena, SR_BATCH_ROWS_MAX, sizeof(f->records[0]));
    if (f->columns == NULL || f->lines == NULL || f->records == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < plan->column_count; i++) {
        const sr_plan_column *column = &plan->columns[i];
        f->columns[i] = (sr_column){.kind = column->kind, .scale = column->scale};
        bool is_read = i < f->column_count && column->is_needed && f->options.dataset->columns[i].type != SR_TYPE_DROP;
        if (is_read && !sr_column_init(&f->columns[i], column->kind, column->scale, arena))
            return sr_fail_memory(err);
    }
    f->batch = (sr_batch){.column_count = plan->column_count, .columns = f->columns, .dict = f->options.dict,
                          .lines = f->lines, .records = f->records};
    return true;
}

static bool init_files(files *f, sr_arena *arena, sr_error *err)
{
    const sr_dataset *dataset = f->options.dataset;
    sr_text name;
    if (!sr_text_copy(dataset->name, arena, &name))
        return sr_fail_memory(err);
    f->dataset_name = name.data;
    f->column_count = dataset->column_count;
    f->file_arena = sr_arena_new();
    f->long_arena = sr_arena_new();
    f->scratch = sr_arena_new();
    f->decoders = sr_arena_alloc(arena, f->column_count, sizeof(f->decoders[0]));
    f->cells = sr_arena_alloc(arena, f->column_count, sizeof(f->cells[0]));
    f->intake_files = sr_arena_alloc(arena, f->options.export_count, sizeof(f->intake_files[0]));
    if (f->file_arena == NULL || f->long_arena == NULL || f->scratch == NULL || f->decoders == NULL || f->cells == NULL
        || f->intake_files == NULL)
        return sr_fail_memory(err);
    if (!sr_watch_init(&f->watch, dataset, f->options.header_before, f->options.findings, arena, err))
        return false;
    for (size_t i = 0; i < f->column_count; i++) {
        const sr_column_rule *rule = &dataset->columns[i];
        if (!sr_decoder_init(&f->decoders[i], rule, dataset, arena, err))
            return false;
        f->has_dated = f->has_dated || rule->is_dated;
        f->decoders[i].day = rule->is_dated ? &f->cells[rule->day_column] : NULL;
    }
    for (size_t i = 0; i < f->options.export_count; i++)
        f->intake_files[i] = (sr_intake_file){.path = f->options.shown_paths[i], .opened_path = f->options.exports[i].path, .encoding = ""};
    f->intake = (sr_intake){dataset->name, (uint32_t)f->options.export_count, f->intake_files};
    return init_columns(f, arena, err);
}

bool sr_files_open(const sr_files_options *options, sr_arena *arena, sr_source *source, sr_error *err)
{
    files *f = sr_arena_alloc(arena, 1, sizeof(*f));
    if (f == NULL)
        return sr_fail_memory(err);
    f->options = *options;
    f->arena = arena;
    if (!init_files(f, arena, err)) {
        close_files(f);
        return false;
    }
    *source = (sr_source){f, next, get_intake, close_files};
    return true;
}
