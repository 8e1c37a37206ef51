/*
 * A row is decoded into cells first and stored only when all of it is good: so a row set aside leaves nothing in the
 * dictionary. The row being filled is the first that is free in the columns.
 */
#include "input/files.h"

#include <string.h>

#include "engine/base/personal.h"
#include "input/aside.h"
#include "input/decode.h"
#include "input/keys.h"
#include "input/rows.h"

typedef struct files {
    sr_files_options options;
    sr_arena *arena;            // of the run
    sr_arena *file_arena;       // of the file that is open
    sr_arena *key_arena;        // keys live as long as the source
    sr_arena *scratch;          // of one row
    size_t column_count;        // of the file
    sr_decoder *decoders;
    sr_cell *cells;
    uint32_t *bad_counts;       // by column: findings with a hint so far
    sr_intake_file *intake_files;
    sr_intake intake;
    sr_keys *keys;              // NULL: no key
    sr_aside *aside;            // NULL: nowhere
    size_t file_index;          // that is open, or comes next
    bool is_open;
    bool has_started;
    sr_rows rows;
    uint64_t position;          // of the next row, over all files
    sr_column *columns;
    uint64_t *lines;
    sr_batch batch;
} files;

/* --- one row --- */

static void count_reason(sr_intake_file *intake, const char *code)
{
    uint32_t i = 0;
    while (i < intake->reason_count && strcmp(intake->reasons[i].code, code) != 0)
        i++;
    if (i == intake->reason_count) {
        if (i == SR_REASONS_MAX)
            i--;    // there are fewer codes than that; the account holds in any case
        else
            intake->reasons[intake->reason_count++] = (sr_intake_reason){code, 0};
    }
    intake->reasons[i].count++;
}

static bool set_aside(files *f, const char *code, const sr_record *record, const sr_decoder *decoder, uint64_t line, sr_error *err)
{
    count_reason(&f->intake_files[f->file_index], code);
    if (f->aside == NULL)
        return true;
    bool is_required = strcmp(code, "value.missing_required") == 0;
    sr_aside_reason reason = {f->options.shown_paths[f->file_index], line, decoder == NULL ? NULL : decoder->name, code,
                              decoder == NULL ? NULL : is_required ? "a value" : decoder->expected};
    return sr_aside_add(f->aside, &reason, record, decoder == NULL ? NULL : &f->rows.header, err);
}

static bool add_finding(files *f, size_t column, const sr_field *field, const sr_record *record, sr_error *err)
{
    const sr_decoder *decoder = &f->decoders[column];
    const sr_cell *cell = &f->cells[column];
    const char *hint = NULL;
    if (f->bad_counts[column] < SR_FINDINGS_SHOWN) {
        f->bad_counts[column]++;
        hint = sr_decode_get_hint(decoder, cell, f->scratch);
    }
    sr_where where = {f->rows.path, field == NULL ? record->line : field->line, field == NULL ? 0 : field->column};
    if (strcmp(cell->problem, "value.missing_required") == 0)
        return sr_findings_addf(f->options.findings, SR_CAUTION, cell->problem, where, decoder->name, "a value", hint, err,
                                "no value in column '%s'", decoder->name);
    char shown[SR_SHOWN_SIZE];
    sr_text value = cell->text.size > 0 ? cell->text : field == NULL ? SR_TEXT_NONE : sr_text_trim(field->text);
    /* One of several answers may be part of something personal, so the whole cell is asked. */
    bool is_hidden = decoder->rule->type == SR_TYPE_PERSON || (field != NULL && sr_personal_is_inside(field->text));
    sr_personal_write_shown(value, is_hidden, shown);
    return sr_findings_addf(f->options.findings, SR_CAUTION, cell->problem, where, decoder->name, decoder->expected, hint, err,
                            "'%s' in column '%s'", shown, decoder->name);
}

/* All cells of a row, so that one pass names all that is wrong in it. `bad` is the first column that spoils the row, or SR_NO_FIELD. */
static bool decode_row(files *f, const sr_record *record, size_t *bad, sr_error *err)
{
    *bad = SR_NO_FIELD;
    for (size_t i = 0; i < f->column_count; i++) {
        const sr_column_rule *rule = f->decoders[i].rule;
        size_t index = f->rows.header.fields[i];
        const sr_field *field = index < record->field_count ? &record->fields[index] : NULL;
        if (rule->type == SR_TYPE_DROP)
            continue;
        if (!sr_decode(&f->decoders[i], field == NULL ? SR_TEXT_NONE : field->text, f->scratch, &f->cells[i], err))
            return false;
        if (f->cells[i].problem == NULL)
            continue;
        if (!add_finding(f, i, field, record, err))
            return false;
        if (*bad == SR_NO_FIELD && (!rule->keeps_bad || rule->is_required))
            *bad = i;
    }
    return true;
}

static bool intern(files *f, const sr_plan_column *column, sr_text text, uint32_t *code, sr_error *err)
{
    char hex[SR_HASH_HEX_SIZE];
    if (column->is_person) {
        sr_hash hash;
        if (!sr_person_hash(f->options.person_key, f->options.dataset->name, text, &hash))
            return sr_fail(err, SR_INTERNAL, "the keyed hash of a person could not be computed");
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

static bool take_row(files *f, const sr_record *record, const char *problem, sr_error *err)
{
    sr_intake_file *intake = &f->intake_files[f->file_index];
    uint64_t position = f->position++;
    bool is_latest = true;
    size_t bad;
    intake->records++;
    if (problem != NULL)
        return set_aside(f, problem, record, NULL, record->line, err);
    if (f->keys != NULL && !sr_keys_find_latest(f->keys, &f->rows.header, record, position, &is_latest, err))
        return false;
    if (!is_latest) {
        intake->superseded++;
        return true;
    }
    sr_arena_clear(f->scratch);
    if (!decode_row(f, record, &bad, err))
        return false;
    if (bad != SR_NO_FIELD)
        return set_aside(f, f->cells[bad].problem, record, &f->decoders[bad], record->line, err);
    for (size_t i = 0; i < f->column_count; i++)
        if (f->columns[i].valid != NULL && !store_cell(f, i, f->batch.row_count, err))
            return false;
    f->lines[f->batch.row_count++] = record->line;
    intake->kept++;
    return true;
}

/* --- one file after another --- */

static bool open_file(files *f, sr_error *err)
{
    const char *path = f->options.paths[f->file_index];
    if (!sr_rows_open(&f->rows, f->options.dataset, path, f->file_arena, f->options.findings, err))
        return false;
    f->is_open = true;
    return true;
}

static bool close_file(files *f, sr_error *err)
{
    sr_intake_file *intake = &f->intake_files[f->file_index];
    sr_records_totals totals = sr_records_get_totals(f->rows.records);
    intake->hash = totals.hash;
    intake->size_bytes = totals.size_bytes;
    intake->line_count = totals.lines;
    intake->blank_lines = totals.blank_lines;
    sr_text copy;
    if (!sr_text_copy(sr_records_get_encoding(f->rows.records), f->arena, &copy))
        return sr_fail_memory(err);
    intake->encoding = copy.data;
    if (f->keys != NULL && memcmp(&totals.hash, sr_keys_get_hash(f->keys, f->file_index), sizeof(totals.hash)) != 0)
        return sr_fail_at(err, SR_TRY_AGAIN, (sr_where){f->rows.path, 0, 0}, "changed while it was being read; run again");
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

/* What needs reading is done when the first batch is asked for, not when the source is made. */
static bool start(files *f, sr_error *err)
{
    const sr_dataset *dataset = f->options.dataset;
    f->has_started = true;
    if (f->options.aside_directory != NULL
        && !sr_aside_open(f->options.aside_directory, dataset, f->key_arena, &f->aside, err))
        return false;
    for (size_t i = 0; i < dataset->column_count && dataset->key.size > 0; i++)
        if (sr_text_is(dataset->columns[i].name, dataset->key))
            return sr_keys_read(dataset, i, f->options.paths, f->options.path_count, f->key_arena, &f->keys, err);
    return true;
}

static bool next(void *self, const sr_batch **batch, sr_error *err)
{
    files *f = self;
    *batch = NULL;
    if (!f->has_started && !start(f, err))
        return false;
    while (f->file_index < f->options.path_count) {
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
    f->aside = NULL;
    sr_arena_free(f->file_arena);
    sr_arena_free(f->key_arena);
    sr_arena_free(f->scratch);
    f->file_arena = f->key_arena = f->scratch = NULL;
}

/* --- making it --- */

static bool init_columns(files *f, sr_arena *arena, sr_error *err)
{
    const sr_plan_dataset *plan = f->options.plan;
    f->columns = sr_arena_alloc(arena, plan->column_count, sizeof(f->columns[0]));
    f->lines = sr_arena_alloc(arena, SR_BATCH_ROWS_MAX, sizeof(f->lines[0]));
    if (f->columns == NULL || f->lines == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < plan->column_count; i++) {
        const sr_plan_column *column = &plan->columns[i];
        f->columns[i] = (sr_column){.kind = column->kind, .scale = column->scale};
        bool is_read = i < f->column_count && column->is_needed && f->options.dataset->columns[i].type != SR_TYPE_DROP;
        if (is_read && !sr_column_init(&f->columns[i], column->kind, column->scale, arena))
            return sr_fail_memory(err);
    }
    f->batch = (sr_batch){.column_count = plan->column_count, .columns = f->columns, .dict = f->options.dict, .lines = f->lines};
    return true;
}

static bool init_files(files *f, sr_arena *arena, sr_error *err)
{
    const sr_dataset *dataset = f->options.dataset;
    f->column_count = dataset->column_count;
    f->file_arena = sr_arena_new();
    f->key_arena = sr_arena_new();
    f->scratch = sr_arena_new();
    f->decoders = sr_arena_alloc(arena, f->column_count, sizeof(f->decoders[0]));
    f->cells = sr_arena_alloc(arena, f->column_count, sizeof(f->cells[0]));
    f->bad_counts = sr_arena_alloc(arena, f->column_count, sizeof(f->bad_counts[0]));
    f->intake_files = sr_arena_alloc(arena, f->options.path_count, sizeof(f->intake_files[0]));
    if (f->file_arena == NULL || f->key_arena == NULL || f->scratch == NULL || f->decoders == NULL || f->cells == NULL
        || f->bad_counts == NULL || f->intake_files == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < f->column_count; i++)
        if (!sr_decoder_init(&f->decoders[i], &dataset->columns[i], dataset, arena, err))
            return false;
    for (size_t i = 0; i < f->options.path_count; i++)
        f->intake_files[i] = (sr_intake_file){.path = f->options.shown_paths[i], .opened_path = f->options.paths[i], .encoding = ""};
    f->intake = (sr_intake){dataset->name, (uint32_t)f->options.path_count, f->intake_files};
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
