/*
 * A bare CSV that has no rules: its columns and their types from the values themselves.
 *
 * All records are looked at, so the answer is that of the whole file. A leading zero means text; a date order is taken only
 * when the values allow exactly one; Si/No, jah/ei and the like stay text (they are compared as written).
 *
 *   integer      all values whole numbers of at most 18 digits, no sign but a minus (in front, behind, or as brackets)
 *   decimal(n)   as many digits after the mark as the finest value has; at most 18 digits in all
 *   real         numbers with an exponent, or too long for a decimal
 *   date         one format for all values
 *   text         everything else, and a column without values
 *
 * A column that is text because of one value, after ten of another type, gets the note `column.mixed` at that value: whoever
 * wants to sum or date it must know why it cannot.
 *
 * The mark is a dot; a comma (with blanks between groups of three digits) in a file whose fields are cut by semicolons when
 * more columns are numbers that way. Rows that are ragged or cannot be split say nothing about types. A column without a name
 * is left out when it has no value.
 */
#ifndef SR_INPUT_INFER_H
#define SR_INPUT_INFER_H

#include "input/records.h"
#include "rules/dataset.h"

typedef struct sr_infer_options {
    sr_dialect dialect;         // declared parts
    char decimal_mark;          // declared; 0: find it
    sr_text date_format;        // empty: infer
} sr_infer_options;

/*
 * The data set as a user might have written it, with one file, its dialect settled. Header names are trimmed; a repeated name, and
 * an empty one over values, is SR_BAD_DATA, so is a file without records. Without a header the columns are column1, column2, ...
 * Findings: what was detected, `column.mixed`, and `column.date_order` where day and month could be either. The file will be read again:
 * standard input must be a file, else SR_USAGE.
 */
SR_MUST_USE bool sr_infer(const char *path, const sr_infer_options *options, sr_arena *arena, const sr_dataset **dataset,
                          sr_findings *findings, sr_error *err);

#endif
