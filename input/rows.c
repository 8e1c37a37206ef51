#include "input/rows.h"

#include <string.h>

#include "input/fit.h"
#include "input/heading.h"
#include "input/width.h"

#define RECORDS_SOUGHT 1000u    // for a header that does not stand in the first line
#define SKIP_LINES_MAX 100000u

static bool read_header(sr_rows *rows, const sr_day *day, sr_arena *arena, sr_error *err)
{
    const char *problem;
    const sr_record *record = sr_table_get_names(rows->table, &problem);
    bool has_header = rows->dataset->dialect.header_lines > 0;
    if (!has_header && !sr_table_next(rows->table, &record, &problem, err))
        return false;
    if (record == NULL && has_header)
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){rows->path, 0, 0},
                          "dataset '%.*s': no record in the file, expected a header with the names of the columns; look whether the "
                          "export was cut off", SR_TEXT_ARG(rows->dataset->name));
    rows->is_empty = record == NULL;
    if (record == NULL)
        return sr_findings_addf(rows->findings, SR_CAUTION, "file.empty", (sr_where){rows->path, 0, 0}, NULL,
                                "records", "look whether the export was cut off", err, "no record in the file");
    if (has_header && problem != NULL)
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){rows->path, record->line, 0},
                          "dataset '%.*s': the header cannot be read (%s), expected the names of the columns",
                          SR_TEXT_ARG(rows->dataset->name), problem);
    rows->header_record = has_header ? record : NULL;
    if (!has_header) {
        rows->first = record;
        rows->first_problem = problem;
    }
    return sr_header_check(rows->dataset, rows->path, rows->header_record, day, arena, err)
           && sr_header_find(rows->dataset, rows->header_record, day, arena, &rows->header, err);
}

const sr_day *sr_export_get_day(const sr_export *export)
{
    return export->has_day ? &export->day : NULL;
}

static bool fits(const sr_dataset *dataset, const sr_export *export, const sr_record *record, sr_arena *arena)
{
    sr_error unheard;
    sr_record named;
    sr_error_init(&unheard);
    return sr_heading_name(record, arena, &named, &unheard)
        && sr_header_check(dataset, export->path, &named, sr_export_get_day(export), arena, &unheard);
}

/* How many physical lines stand above the first record that has the columns of the data set; 0: no record further down has. */
static bool seek_header(const sr_dataset *dataset, const sr_export *export, const sr_dialect *settled, sr_arena *scratch, uint32_t *above, sr_error *err)
{
    sr_dialect dialect = *settled;
    sr_findings *unheard = sr_findings_new(scratch);
    sr_records *records;
    const sr_record *record;
    const char *problem;
    *above = 0;
    dialect.header_lines = 0;
    dialect.mends = 0;
    if (unheard == NULL)
        return sr_fail_memory(err);
    if (!sr_records_open(export->path, &dialect, scratch, &records, unheard, err))
        return false;
    uint64_t passed = sr_records_get_totals(records).preamble_lines;    // a `sep=` line, which the dialect does not count
    bool done = true;
    for (uint32_t i = 0; i < RECORDS_SOUGHT && *above == 0; i++) {
        done = sr_records_next(records, &record, &problem, err);
        if (!done || record == NULL)
            break;
        if (problem == NULL && record->line > passed + 1 && record->line <= SKIP_LINES_MAX && fits(dataset, export, record, scratch))
            *above = (uint32_t)(record->line - 1 - passed);
    }
    sr_records_close(records);
    return done;
}

static bool note_header(const sr_export *export, const sr_record *header, uint32_t above, sr_findings *findings, sr_error *err)
{
    return sr_findings_addf(findings, SR_NOTE, "header.found", (sr_where){export->path, header->line, 1}, NULL, NULL,
                            "when it always stands there, declare it with `skip:`", err,
                            "the header of the data set; %u %s above no part of its table", above, above == 1 ? "line is" : "lines are");
}

bool sr_export_open(const sr_dataset *dataset, const sr_export *export, sr_dialect *dialect, sr_arena *arena, sr_table **table,
                    sr_findings *findings, sr_error *err)
{
    const char *problem;
    uint32_t above = 0;
    *dialect = dataset->dialect;
    if (export->encoding.size > 0)
        dialect->encoding = export->encoding;
    if (!sr_table_open(export->path, dialect, arena, table, findings, err))
        return false;
    const sr_record *record = sr_table_get_names(*table, &problem);
    if (dialect->header_lines != 1 || dialect->skip_lines > 0 || record == NULL || (problem == NULL && fits(dataset, export, record, arena)))
        return true;
    sr_arena *scratch = sr_arena_new();
    bool done = scratch != NULL ? seek_header(dataset, export, dialect, scratch, &above, err) : sr_fail_memory(err);
    sr_arena_free(scratch);
    if (done && above == 0)
        return true;
    sr_findings *unheard = sr_findings_new(arena);  // what is said of the file was said at the first opening
    sr_table_close(*table);
    if (!done || unheard == NULL)
        return done ? sr_fail_memory(err) : false;
    dialect->skip_lines = above;
    if (!sr_table_open(export->path, dialect, arena, table, unheard, err))
        return false;
    sr_table_set_findings(*table, findings);
    record = sr_table_get_names(*table, &problem);
    if (record == NULL || note_header(export, record, above, findings, err))
        return true;
    sr_table_close(*table);
    return false;
}

bool sr_rows_open(sr_rows *rows, const sr_dataset *dataset, const sr_export *export, sr_arena *arena, sr_findings *findings,
                  sr_error *err)
{
    sr_rows opened = {.dataset = dataset, .path = export->path, .arena = arena, .findings = findings};
    if (!sr_export_open(dataset, export, &opened.dialect, arena, &opened.table, findings, err))
        return false;
    if (!read_header(&opened, sr_export_get_day(export), arena, err)) {
        sr_table_close(opened.table);
        return false;
    }
    *rows = opened;
    return true;
}

static const char *get_standard(const sr_rows *rows)
{
    return rows->dataset->dialect.header_lines > 0 ? "as in the header" : "as in the rules";
}

/* Most rows differ from the header in their first byte; blanks around a name and empty names need the closer look. */
static bool is_header_again(const sr_rows *rows, const sr_record *record)
{
    const char *problem;
    const sr_record *header = sr_table_get_header(rows->table, &problem);
    if (header == NULL || header->field_count == 0 || record->field_count == 0)
        return false;
    sr_text name = header->fields[0].text;
    sr_text value = record->fields[0].text;
    bool may_differ_in_blanks = name.size == 0 || value.size == 0 || (unsigned char)name.data[0] <= ' ' || (unsigned char)value.data[0] <= ' '
                                || (unsigned char)name.data[0] >= 0x80 || (unsigned char)value.data[0] >= 0x80;
    return (may_differ_in_blanks || name.data[0] == value.data[0]) && sr_fit_is_same(header, record);
}

static bool judge(const sr_rows *rows, const sr_record *record, const char **problem, sr_error *err)
{
    if (sr_header_is_ragged(&rows->header, record)) {
        *problem = "row.ragged";
        return sr_width_say(rows->findings, rows->path, *problem, record, rows->header.width, get_standard(rows), err);
    }
    if (sr_header_is_empty_row(record)) {
        *problem = "row.empty";
        return sr_findings_addf(rows->findings, SR_NOTE, *problem, (sr_where){rows->path, record->line, 1}, NULL, NULL, NULL, err,
                                "a row of nothing but empty fields");
    }
    if (is_header_again(rows, record)) {     // files that were put together, pages of a list
        *problem = "row.header_again";
        return sr_findings_addf(rows->findings, SR_NOTE, *problem, (sr_where){rows->path, record->line, 1}, NULL, NULL, NULL, err,
                                "the header once more");
    }
    return record->field_count <= rows->header.width
        || sr_width_say_extra(rows->findings, rows->path, record, rows->header.width, get_standard(rows), err);
}

/* `ends: blank`: a table ends at the first line without a value behind one of its rows. */
static bool ends_before(sr_rows *rows, const sr_record *record)
{
    rows->is_over = rows->is_over || (rows->dataset->ends_at_blank && rows->count > 1 && (record->is_behind_blank || rows->was_empty));
    return rows->is_over;
}

static bool tell_outside(const sr_rows *rows, const sr_record *record, const char **problem, sr_error *err)
{
    *problem = "row.outside";
    return sr_findings_addf(rows->findings, SR_NOTE, *problem, (sr_where){rows->path, record->line, 1}, NULL, NULL, NULL, err,
                            "a line behind the end of the table");
}

/* At the end: what the rules need behind the last name of a header, no row has either. */
static bool check_width(const sr_rows *rows, sr_error *err)
{
    return rows->is_wide_enough || rows->header_record == NULL
        || sr_header_check_positions(rows->dataset, rows->path, rows->header_record, rows->arena, err);
}

bool sr_rows_next(sr_rows *rows, const sr_record **record, const char **problem, sr_error *err)
{
    *record = rows->first;
    *problem = rows->first_problem;
    rows->first = NULL;
    rows->first_problem = NULL;
    if (rows->is_empty)
        return true;
    if (*record == NULL && !sr_table_next(rows->table, record, problem, err))
        return false;
    if (*record == NULL && !check_width(rows, err))
        return false;
    if (*record == NULL)
        return rows->count > 0
            || sr_findings_addf(rows->findings, SR_NOTE, "file.header_only", (sr_where){rows->path, 0, 0}, NULL, NULL, NULL, err,
                                "a header and no rows");
    rows->count++;
    rows->is_wide_enough = rows->is_wide_enough || (*record)->field_count >= rows->header.width;
    if (ends_before(rows, *record))
        return tell_outside(rows, *record, problem, err);
    bool done = *problem != NULL || judge(rows, *record, problem, err);
    rows->was_empty = *problem != NULL && strcmp(*problem, "row.empty") == 0;
    return done;
}

void sr_rows_close(sr_rows *rows)
{
    sr_table_close(rows->table);
    rows->table = NULL;
}
