/*
 * A bare CSV that has no rules: its columns and their types from the values themselves.
 *
 * All records are looked at, so the answer is that of the whole file. A leading zero means text; a date order is taken only
 * when the values allow exactly one; Si/No, jah/ei and the like stay text (they are compared as written).
 */
#ifndef SR_INPUT_INFER_H
#define SR_INPUT_INFER_H

#include "input/records.h"
#include "rules/dataset.h"

typedef struct sr_infer_options {
    sr_dialect dialect;         // declared parts
    bool has_decimal_mark;
    char decimal_mark;
    sr_text date_format;        // empty: infer
    bool trims;
} sr_infer_options;

/* The data set as a user might have written it, with one file. Header names are trimmed; an empty or repeated name is SR_BAD_DATA. */
SR_MUST_USE bool sr_infer(const char *path, const sr_infer_options *options, sr_arena *arena, const sr_dataset **dataset,
                          sr_findings *findings, sr_error *err);

#endif
