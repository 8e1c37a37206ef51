/*
 * The header of an export: which field holds which column of the data set.
 *
 * Names are compared trimmed: exactly, then without regard to case; of several names that a column may have, the first that is
 * there. Names have days on which they are in use: of those that are in use on the day of the file, then of the others when
 * no other column has the field by a name in use. Without a header the columns stand in the order of the rules.
 *
 * A column that goes by its position may lie behind the last name: a header may be shorter than its rows. Whether it is, only the rows
 * can tell.
 */
#ifndef SR_INPUT_HEADER_H
#define SR_INPUT_HEADER_H

#include "input/records.h"
#include "rules/dataset.h"

#define SR_NO_FIELD SIZE_MAX

typedef struct sr_header {
    size_t width;           // fields of the header, and of what is needed by its position behind them
    size_t width_min;       // fields a row must have: up to the last that has a name
    size_t *fields;         // by column of the rules: index of the field, or SR_NO_FIELD when an optional column is absent
    size_t *names;          // by column of the rules: index in `from` of the name it has here; SR_NO_FIELD: none
    size_t *columns;        // by field: index of the column in the rules, or SR_NO_FIELD when the rules do not know it
} sr_header;

/* The name is in use on the day; always, when nothing else is said or the day is not known (NULL). */
bool sr_header_is_in_use(const sr_column_rule *rule, size_t name, const sr_day *day);

/* `record` is the header, or NULL without one; `day` that of the file, NULL: not known. What is not there has no field; of a name that is there twice the first is taken. */
SR_MUST_USE bool sr_header_find(const sr_dataset *dataset, const sr_record *record, const sr_day *day, sr_arena *arena,
                                sr_header *header, sr_error *err);

/*
 * A column that is needed and missing, or there twice, is SR_BAD_DATA at the header's line, with all names the file has and the nearest
 * one; with their shapes when the line is no header at all. The first one is told; drift.h tells all.
 */
SR_MUST_USE bool sr_header_check(const sr_dataset *dataset, const char *path, const sr_record *record, const sr_day *day,
                                 sr_arena *arena, sr_error *err);

/* The same of what is needed by its position behind the last name: for who has seen that no row is as wide. */
SR_MUST_USE bool sr_header_check_positions(const sr_dataset *dataset, const char *path, const sr_record *record, sr_arena *arena, sr_error *err);

bool sr_header_needs(const sr_column_rule *rule); // neither optional nor dropped

/*
 * The names of a header as they may be shown and kept, one a field, trimmed: of a personal one its shape. A line in which no column of the
 * rules stands, but a personal value, a day or what may be a person's name, is no header but a row: of it only shapes are given.
 */
SR_MUST_USE bool sr_header_list_shown(const sr_dataset *dataset, const sr_record *record, sr_arena *arena, sr_text **names, bool *is_no_header,
                                      sr_error *err);

/* The field of a column of the rules; NULL: the file does not have the column, or the row ends before it. */
const sr_field *sr_header_get_field(const sr_header *header, const sr_record *record, size_t column);

/* Too few fields, or more than the header has and not all of these empty. Extra empty fields at the end are harmless (rows.h tells them). */
bool sr_header_is_ragged(const sr_header *header, const sr_record *record);

/* Every field is empty or blank, and there are at least two. */
bool sr_header_is_empty_row(const sr_record *record);

#endif
