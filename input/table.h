/*
 * The table in an export: its header, and the rows behind it one after another.
 *
 * What the dialect declares holds; what it leaves open is found (shape.h). When it allows to mend, a row that does not fit the table is read another
 * way if exactly one holds (mend.h), each time with a finding; one that stays too short is padded with empty cells, one that stays too
 * long is given as it is. When header and preamble are to be found, so are the lines that are no part of the table: a footnote, the header
 * once more, another table behind this one.
 *
 * Codes of the findings: those of records.h; `row.mended`, `row.padded`, `row.ragged`, `row.extra_empty` (rows that are given),
 * `row.outside`, `row.header_again`, `row.empty` (records that are no rows; given with that problem, so that the account holds).
 */
#ifndef SR_INPUT_TABLE_H
#define SR_INPUT_TABLE_H

#include "input/mend.h"
#include "input/records.h"

typedef struct sr_table sr_table;

/* Opens the file, settles the dialect (records.h) and reads the header. All lives in the arena, which must outlive the table. */
SR_MUST_USE bool sr_table_open(const char *path, sr_dialect *dialect, sr_arena *arena, sr_table **table, sr_findings *findings,
                               sr_error *err);

/*
 * The header: its lines joined (heading.h); NULL without one, and when the file has no record. `problem` is the code of
 * the finding that was added when it cannot be split (field_count 0).
 */
const sr_record *sr_table_get_header(const sr_table *table, const char **problem);
/* The same as the names that it gives the columns. */
const sr_record *sr_table_get_names(const sr_table *table, const char **problem);

/* The next record behind the header, or *record = NULL at the end. `problem` is NULL for a row, else the code of its finding. */
SR_MUST_USE bool sr_table_next(sr_table *table, const sr_record **record, const char **problem, sr_error *err);

/*
 * True when the table itself tells of rows with too many or too few fields. Otherwise they are given as they are, and who knows how
 * many a row must have tells of them (width.h).
 */
bool sr_table_tells_width(const sr_table *table);

void sr_table_set_findings(sr_table *table, sr_findings *findings);     // as sr_records_set_findings
unsigned sr_table_get_mends(const sr_table *table);     // bits of the ways in which rows were mended so far (mend.h)
sr_text sr_table_get_encoding(const sr_table *table);   // as sr_records_get_encoding
sr_records_totals sr_table_get_totals(const sr_table *table);
void sr_table_close(sr_table *table);       // NULL is allowed

#endif
