#include "input/rows.h"

#include "input/fit.h"

static bool read_header(sr_rows *rows, const sr_day *day, sr_arena *arena, sr_error *err)
{
    const char *problem;
    const sr_record *record = sr_table_get_header(rows->table, &problem);
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

bool sr_rows_open(sr_rows *rows, const sr_dataset *dataset, const sr_export *export, sr_arena *arena, sr_findings *findings,
                  sr_error *err)
{
    sr_rows opened = {.dataset = dataset, .path = export->path, .findings = findings, .dialect = dataset->dialect};
    if (export->encoding.size > 0)
        opened.dialect.encoding = export->encoding;
    if (!sr_table_open(export->path, &opened.dialect, arena, &opened.table, findings, err))
        return false;
    if (!read_header(&opened, export->has_day ? &export->day : NULL, arena, err)) {
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
    const sr_record *header = rows->header_record;
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
        return sr_table_say_width(rows->findings, rows->path, *problem, record, rows->header.width, get_standard(rows), err);
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
        || sr_table_say_extra(rows->findings, rows->path, record, rows->header.width, get_standard(rows), err);
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
    if (*record == NULL)
        return rows->count > 0
            || sr_findings_addf(rows->findings, SR_NOTE, "file.header_only", (sr_where){rows->path, 0, 0}, NULL, NULL, NULL, err,
                                "a header and no rows");
    rows->count++;
    return *problem != NULL || judge(rows, *record, problem, err);
}

void sr_rows_close(sr_rows *rows)
{
    sr_table_close(rows->table);
    rows->table = NULL;
}
