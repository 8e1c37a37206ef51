/*
 * A record that cannot be a row as it stands waits in `held` until it is known what it is: between rows it is a bad row, behind the last one
 * it may be a footnote or another table.
 */
#include "input/table.h"

#include <stdio.h>
#include <string.h>

#include "input/fit.h"
#include "input/heading.h"
#include "input/width.h"

#define HELD_MAX 256u
#define TRIES_ENOUGH 2000u // rows after which mending must have paid, a row in twenty

typedef enum fate { FATE_ROW, FATE_HELD, FATE_OUT } fate;

struct sr_table {
    const char *path;
    sr_arena *arena;
    sr_arena *scratch;          // of one mended row
    sr_arena *held_arena;
    sr_records *records;
    sr_findings *findings;
    sr_dialect dialect;
    const sr_shape *shape;
    sr_mender *mender;          // NULL: records are given as they are
    bool finds;                 // what is outside of the table
    bool is_over;               // another table has begun
    sr_record *header;
    sr_record *names;           // of the header
    const char *header_problem;
    sr_record row;              // the present one, when it was changed
    sr_field *fields;           // for it
    sr_fit fit;
    sr_record held[HELD_MAX];
    const char *held_problems[HELD_MAX];
    size_t held_count;
    size_t held_at;             // the next to be given, when is_giving
    bool is_giving;
    const sr_record *waiting;   // the row behind the held ones
    unsigned mends;             // bits of the ways that were used
    uint64_t tries;
    uint64_t successes;
};

/* --- copies --- */

static bool copy_record(const sr_record *record, sr_arena *arena, sr_record *copy, sr_error *err)
{
    sr_field *fields = sr_arena_alloc(arena, record->field_count, sizeof(*fields));
    *copy = *record;
    if (fields == NULL || !sr_text_copy(record->raw, arena, &copy->raw))
        return sr_fail_memory(err);
    for (size_t i = 0; i < record->field_count; i++) {
        fields[i] = record->fields[i];
        if (!sr_text_copy(record->fields[i].text, arena, &fields[i].text))
            return sr_fail_memory(err);
    }
    copy->fields = fields;
    return true;
}

/* --- findings --- */

static bool say(sr_table *t, const char *code, sr_severity severity, sr_where where, const char *expected, const char *hint, const char *found,
                sr_error *err)
{
    sr_finding finding = {code, severity, where, NULL, found, expected, hint};
    return sr_findings_add(t->findings, &finding, err);
}

static bool say_mended(sr_table *t, const sr_mended *mended, sr_error *err)
{
    char found[160];
    bool has_column = mended->way >= SR_MEND_EXTRA;
    snprintf(found, sizeof(found), "%s%s", sr_mend_get_sentence(mended->way), has_column ? ", told by the values of the other columns" : "");
    char hint[80];
    snprintf(hint, sizeof(hint), "mend the export; in a data set `mend: %s` allows this", sr_dialect_get_mend(mended->way));
    return say(t, "row.mended", SR_CAUTION, sr_records_locate(t->records, mended->place), NULL, hint, found, err);
}

static bool say_width(sr_table *t, const char *code, const sr_record *record, sr_error *err)
{
    return sr_width_say(t->findings, t->path, code, record, t->shape->width, "as in the other rows", err);
}

/* --- rows --- */

static void trim(sr_table *t, const sr_record *record)
{
    t->row = *record;
    if (t->row.field_count > t->shape->width)
        t->row.field_count = t->shape->width;
}

/* A row that is wide enough. A delimiter at the end of every row is no news. */
static bool take_row(sr_table *t, const sr_record *record, sr_error *err)
{
    trim(t, record);
    size_t usual = t->shape->cutting.width > t->shape->width ? t->shape->cutting.width : t->shape->width;
    return record->field_count <= usual
        || sr_width_say_extra(t->findings, t->path, record, usual, "as in the other rows", err);
}

static void take_cells(sr_table *t, const sr_record *record, const sr_mended *mended)
{
    t->row = *record;
    t->row.fields = t->fields;
    t->row.field_count = mended->cell_count;
    t->row.has_tail = false;
    for (size_t i = 0; i < mended->cell_count; i++) {
        sr_where where = sr_records_locate(t->records, mended->places[i]);
        t->fields[i] = (sr_field){mended->cells[i], where.line, where.column, false};
    }
}

static bool may_try(const sr_table *t)
{
    return t->tries < TRIES_ENOUGH || t->successes * 20 >= t->tries;
}

/* Nothing in the cells but text. */
static bool is_clean(const sr_mended *mended)
{
    for (size_t i = 0; i < mended->cell_count; i++) {
        sr_text cell = mended->cells[i];
        if (cell.size > 0 && (sr_text_find_invalid(cell) != SIZE_MAX || memchr(cell.data, '\0', cell.size) != NULL))
            return false;
    }
    return true;
}

/* True in *is_done: t->row is the row as it was meant. Else t->row is what there is. */
static bool mend(sr_table *t, sr_mender *mender, const sr_record *record, bool *is_done, sr_error *err)
{
    sr_mended mended = {.way = SR_MEND_NONE, .size = record->raw.size};
    t->row = *record;
    *is_done = false;
    if (may_try(t) && !sr_mend(mender, record->raw, t->dialect.mends, &mended, err))
        return false;
    t->tries++;
    if (mended.way == SR_MEND_NONE && mended.size < record->raw.size && !sr_mend_split(mender, sr_text_slice(record->raw, 0, mended.size), &mended, err))
        return false;
    if (!is_clean(&mended))
        mended = (sr_mended){.way = SR_MEND_NONE, .size = mended.size};
    if (mended.cell_count > 0)
        take_cells(t, record, &mended);
    *is_done = mended.way != SR_MEND_NONE;
    t->successes += *is_done;
    if (mended.way > SR_MEND_AS_IT_IS)
        t->mends |= 1u << mended.way;
    bool is_left = mended.way == SR_MEND_AS_IT_IS && record->field_count > 0;   // odd quotes in it are still to be told
    bool done = mended.way > SR_MEND_AS_IT_IS ? say_mended(t, &mended, err) : !is_left || sr_records_report(t->records, err);
    if (mended.size < record->raw.size) {
        t->row.raw = sr_text_slice(record->raw, 0, mended.size);
        sr_records_cut(t->records, mended.size);
    }
    return done;
}

static bool hold(sr_table *t, const sr_record *record, sr_error *err)
{
    t->held_problems[t->held_count] = NULL;
    return copy_record(record, t->held_arena, &t->held[t->held_count++], err);
}

/* A record that is no row whatever stands around it: its code, else NULL. */
static const char *find_code(const sr_table *t, const sr_record *record)
{
    if (t->is_over)
        return "row.outside";
    if (sr_fit_is_empty(&t->fit, record))
        return "row.empty";
    return t->finds && t->header != NULL && sr_fit_is_same(t->header, record) ? "row.header_again" : NULL;
}

static bool say_no_row(sr_table *t, const char *code, const sr_record *record, sr_error *err)
{
    sr_where where = {t->path, record->line, 1};
    bool is_empty = strcmp(code, "row.empty") == 0;
    if (is_empty || strcmp(code, "row.header_again") == 0)
        return say(t, code, SR_NOTE, where, NULL, NULL, is_empty ? "a row of nothing but empty fields" : "the header once more", err);
    return say(t, code, SR_CAUTION, where, NULL, "if it is one, pin the table: `skip:`, `header:`, `delimiter:` in the data set, or the options of these names",
               "a line that is no part of the table", err);
}

/* The present record in *row, mended when it must be and can be. */
static bool judge(sr_table *t, const sr_record *record, const char **problem, fate *what, sr_error *err)
{
    *what = FATE_ROW;
    if (*problem == NULL) {
        t->is_over = t->is_over || (t->finds && sr_fit_begins_other_table(&t->fit, record));
        *problem = find_code(t, record);
        if (*problem != NULL) {
            *what = FATE_OUT;
            t->row = *record;
            return say_no_row(t, *problem, record, err);
        }
        if (sr_fit_is_wide_enough(&t->fit, record) && sr_fit_is_plain(&t->fit, record))
            return take_row(t, record, err);
    }
    bool is_done;
    if (!mend(t, t->mender, record, &is_done, err))
        return false;
    if (is_done || (*problem != NULL && t->row.field_count == t->shape->width)) {
        *problem = NULL;
        return true;
    }
    if (*problem != NULL && t->row.field_count == 0) {
        *what = FATE_OUT;
        return sr_records_report(t->records, err);
    }
    *problem = NULL;
    if (sr_fit_is_wide_enough(&t->fit, &t->row)) {
        return take_row(t, &t->row, err) && sr_records_report(t->records, err);
    }
    *what = t->finds ? FATE_HELD : FATE_ROW;
    return true;
}

/* --- records that waited --- */

static bool settle_held(sr_table *t, bool is_end, sr_error *err)
{
    bool is_apart = is_end && t->held_count > 0 && t->held[0].is_behind_blank;
    size_t count = t->held_count > 0 ? t->held[0].field_count : 0;
    bool is_block = is_end && t->held_count > 1 && (count + 1 < t->shape->width || count > t->shape->width + 1);
    for (size_t i = 0; i < t->held_count; i++)
        is_block = is_block && t->held[i].field_count == count;
    for (size_t i = 0; i < t->held_count; i++) {
        const sr_record *record = &t->held[i];
        bool is_outside = is_apart || is_block || sr_fit_is_strange(&t->fit, record);
        const char *code = is_outside ? "row.outside" : record->field_count < t->shape->width ? "row.padded" : "row.ragged";
        if (is_outside ? !say_no_row(t, code, record, err) : !say_width(t, code, record, err))
            return false;
        t->held_problems[i] = is_outside ? code : NULL;
    }
    t->held_at = 0;
    t->is_giving = t->held_count > 0;
    return true;
}

static void pad(sr_table *t, const sr_record *record)
{
    t->row = *record;
    if (record->field_count >= t->shape->width)
        return;
    for (size_t i = 0; i < t->shape->width; i++)
        t->fields[i] = i < record->field_count ? record->fields[i]
                                               : (sr_field){SR_TEXT_NONE, record->line, 0, false};
    t->row.fields = t->fields;
    t->row.field_count = t->shape->width;
}

static void give_held(sr_table *t, const sr_record **record, const char **problem)
{
    const sr_record *held = &t->held[t->held_at];
    *problem = t->held_problems[t->held_at++];
    if (*problem == NULL)
        pad(t, held);
    else
        t->row = *held;
    *record = &t->row;
    if (t->held_at == t->held_count) {
        t->is_giving = false;
        t->held_count = 0;
    }
}

static bool next_found(sr_table *t, const sr_record **record, const char **problem, sr_error *err)
{
    for (;;) {
        if (t->is_giving) {
            give_held(t, record, problem);
            return true;
        }
        if (t->waiting != NULL) {
            /* its row was made before the held ones were given */
            *record = t->waiting;
            *problem = NULL;
            t->waiting = NULL;
            return true;
        }
        fate what;
        const sr_record *read;
        if (!sr_records_next(t->records, &read, problem, err))
            return false;
        if (read == NULL) {
            *record = NULL;
            if (t->held_count == 0)
                return true;
            if (!settle_held(t, true, err))
                return false;
            continue;
        }
        if (!judge(t, read, problem, &what, err))
            return false;
        if (what == FATE_HELD && !hold(t, &t->row, err))
            return false;
        bool is_full = t->held_count == HELD_MAX;
        if ((what == FATE_ROW && t->held_count > 0) || is_full) {
            sr_record *copy = sr_arena_alloc(t->held_arena, 1, sizeof(*copy));
            if (copy == NULL)
                return sr_fail_memory(err);
            if (what == FATE_ROW && !copy_record(&t->row, t->held_arena, copy, err))
                return false;
            t->waiting = what == FATE_ROW ? copy : NULL;
            if (!settle_held(t, false, err))
                return false;
        } else if (what != FATE_HELD) {
            *record = &t->row;
            return true;
        }
    }
}

/* A record of a table in which nothing can be mended: nobody else says what is wrong with it. */
static bool read_record(sr_table *t, const sr_record **record, const char **problem, sr_error *err)
{
    return sr_records_next(t->records, record, problem, err)
        && (*record == NULL || t->dialect.mends == 0 || sr_records_report(t->records, err));
}

bool sr_table_next(sr_table *t, const sr_record **record, const char **problem, sr_error *err)
{
    if (t->mender == NULL)
        return read_record(t, record, problem, err);
    if (!t->is_giving && t->waiting == NULL && t->held_count == 0)
        sr_arena_clear(t->held_arena);
    return next_found(t, record, problem, err);
}

/* --- the header --- */

/* A quote in a name that has none around it, or another quote around one. */
static bool has_quote(const sr_table *t, const sr_record *record)
{
    char other = t->fit.quote == '"' ? '\'' : '"';
    for (size_t i = 0; i < record->field_count; i++) {
        sr_text text = record->fields[i].text;
        bool is_wrapped = text.size > 1 && text.data[0] == other && text.data[text.size - 1] == other;
        if (!record->fields[i].was_quoted && (is_wrapped || sr_text_has_byte(text, t->fit.quote)))
            return true;
    }
    return false;
}

static bool read_header_line(sr_table *t, sr_mender *names, sr_record *lines, size_t *count, sr_error *err)
{
    const sr_record *record;
    const char *problem;
    if (names == NULL ? !read_record(t, &record, &problem, err) : !sr_records_next(t->records, &record, &problem, err))
        return false;
    if (record == NULL)
        return true;
    bool is_done = true;
    t->row = *record;
    if (names != NULL && (problem != NULL || record->has_tail || has_quote(t, record) || sr_fit_has_odd_blanks(&t->fit, record) || !sr_fit_is_wide_enough(&t->fit, record))) {
        if (!mend(t, names, record, &is_done, err))
            return false;
        problem = is_done || t->row.field_count > 0 ? NULL : problem;
        if (!is_done && !sr_records_report(t->records, err))
            return false;
        if (!is_done && problem == NULL && t->row.field_count != t->shape->width && !say_width(t, "row.ragged", &t->row, err))
            return false;
    }
    if (names != NULL && problem == NULL) {
        sr_record wide = t->row;
        if (sr_fit_is_wide_enough(&t->fit, &wide))
            trim(t, &wide);
        else if (t->finds && wide.fields != t->fields)
            pad(t, &wide);
    }
    t->header_problem = problem;
    return copy_record(&t->row, t->arena, &lines[(*count)++], err);
}

static bool read_header(sr_table *t, sr_error *err)
{
    sr_mender *names = NULL;
    const sr_likeness *likenesses;
    if (t->shape != NULL && t->mender != NULL
        && (!sr_shape_make_names(t->shape->width, t->arena, &likenesses, err)
            || !sr_mender_new(&t->shape->cutting, likenesses, t->shape->width, t->arena, t->scratch, &names, err)))
        return false;
    sr_record lines[SR_HEADER_LINES_MAX];
    size_t count = 0;
    for (int32_t i = 0; i < t->dialect.header_lines && t->header_problem == NULL; i++)
        if (!read_header_line(t, names, lines, &count, err))
            return false;
    t->tries = t->successes = 0;
    if (count == 0)
        return true;
    t->header = sr_arena_alloc(t->arena, 1, sizeof(*t->header));
    t->names = sr_arena_alloc(t->arena, 1, sizeof(*t->names));
    return t->header == NULL || t->names == NULL ? sr_fail_memory(err)
                                                 : sr_heading_join(lines, count, t->arena, t->header, err)
            && sr_heading_name(t->header, t->arena, t->names, err);
}

static bool start(sr_table *t, sr_error *err)
{
    t->shape = sr_records_get_shape(t->records);
    if (t->dialect.mends != 0 && t->shape != NULL && t->shape->width > 1) {
        t->scratch = sr_arena_new();
        t->held_arena = sr_arena_new();
        t->fields = sr_arena_alloc(t->arena, SR_FIELDS_MAX, sizeof(t->fields[0]));
        t->fit = (sr_fit){.shape = t->shape, .quote = t->dialect.quote != '\0' ? t->dialect.quote : '"'};
        t->fit.cells = sr_arena_alloc(t->arena, t->shape->cutting.width, sizeof(t->fit.cells[0]));
        if (t->scratch == NULL || t->held_arena == NULL || t->fields == NULL || t->fit.cells == NULL)
            return sr_fail_memory(err);
        if (!sr_mender_new(&t->shape->cutting, t->shape->likenesses, t->shape->width, t->arena, t->scratch, &t->mender, err))
            return false;
    }
    return read_header(t, err);
}

bool sr_table_open(const char *path, sr_dialect *dialect, sr_arena *arena, sr_table **table, sr_findings *findings, sr_error *err)
{
    sr_table *t = sr_arena_alloc(arena, 1, sizeof(*t));
    if (t == NULL)
        return sr_fail_memory(err);
    t->path = path;
    t->arena = arena;
    t->findings = findings;
    t->finds = dialect->finds_outside;
    if (!sr_records_open(path, dialect, arena, &t->records, findings, err))
        return false;
    t->dialect = *dialect;
    if (!start(t, err)) {
        sr_table_close(t);
        return false;
    }
    *table = t;
    return true;
}

const sr_record *sr_table_get_header(const sr_table *table, const char **problem)
{
    *problem = table->header_problem;
    return table->header;
}

const sr_record *sr_table_get_names(const sr_table *table, const char **problem)
{
    *problem = table->header_problem;
    return table->names;
}

bool sr_table_tells_width(const sr_table *table)
{
    return table->mender != NULL;
}

void sr_table_set_findings(sr_table *table, sr_findings *findings)
{
    table->findings = findings;
    sr_records_set_findings(table->records, findings);
}

unsigned sr_table_get_mends(const sr_table *table)
{
    return table->mends;
}

sr_text sr_table_get_encoding(const sr_table *table)
{
    return sr_records_get_encoding(table->records);
}

sr_records_totals sr_table_get_totals(const sr_table *table)
{
    return sr_records_get_totals(table->records);
}

void sr_table_close(sr_table *table)
{
    if (table == NULL)
        return;
    sr_records_close(table->records);
    table->records = NULL;
    sr_arena_free(table->scratch);
    sr_arena_free(table->held_arena);
    table->scratch = table->held_arena = NULL;
}
