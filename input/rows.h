/*
 * The rows of one export: the records of its table (table.h) behind the header, each matched against it.
 */
#ifndef SR_INPUT_ROWS_H
#define SR_INPUT_ROWS_H

#include "input/header.h"
#include "input/table.h"

/* A file to read as rows of a data set. */
typedef struct sr_export {
    const char *path;
    sr_text encoding;           // empty: the one of the data set
    bool has_day;               // its names are those of this day (dating.h)
    sr_day day;
} sr_export;

const sr_day *sr_export_get_day(const sr_export *export);    // NULL: it has none

/*
 * The table of an export. Where its header lacks a column that the data set needs, and `skip` is not declared, the header is sought further
 * down, among the first 1000 records: a title or another table may stand above the declared one. Then *dialect skips what stands there, and
 * a note tells where the header was found (`header.found`). Where none is found, the table is that of the first line.
 */
SR_MUST_USE bool sr_export_open(const sr_dataset *dataset, const sr_export *export, sr_dialect *dialect, sr_arena *arena,
                                sr_table **table, sr_findings *findings, sr_error *err);

typedef struct sr_rows {
    const sr_dataset *dataset;
    const char *path;
    sr_arena *arena;
    sr_table *table;
    sr_dialect dialect;         // settled
    sr_header header;
    sr_findings *findings;
    const sr_record *header_record;     // its names; lives as long as the table; NULL without a header
    const sr_record *first;     // without a header: the record that was read to see whether there is any
    const char *first_problem;
    bool is_over;               // `ends: blank`: what comes now lies behind the table
    bool was_empty;             // the last record was one of nothing but empty fields
    bool is_empty;              // no record at all in a file that has no header: `file.empty`
    bool is_wide_enough;        // some row is as wide as the header
    uint64_t count;
} sr_rows;

/* Everything lives in the arena, which must outlive the rows. A missing column is an error (header.h). */
SR_MUST_USE bool sr_rows_open(sr_rows *rows, const sr_dataset *dataset, const sr_export *export, sr_arena *arena,
                              sr_findings *findings, sr_error *err);

/*
 * The next row, or *record = NULL at the end. `problem` is NULL, or the code of the finding that was added about the row as a whole:
 * those of table.h and records.h, `row.ragged`, `row.empty`, `row.header_again`, `row.outside`. A row with empty fields too many is told (`row.extra_empty`) and is none.
 */
SR_MUST_USE bool sr_rows_next(sr_rows *rows, const sr_record **record, const char **problem, sr_error *err);

void sr_rows_close(sr_rows *rows);

#endif
