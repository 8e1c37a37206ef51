/*
 * Whether a record fits its table: as wide as it, nothing in it that its columns do not know. Pure functions.
 */
#ifndef SR_INPUT_FIT_H
#define SR_INPUT_FIT_H

#include "input/records.h"

typedef struct sr_fit {
    const sr_shape *shape;
    char quote;                 // that rows have, or could have
    sr_text *cells;             // room for `cutting.width` of them
} sr_fit;

/* The right number of fields, those behind the last column empty. */
bool sr_fit_is_wide_enough(const sr_fit *fit, const sr_record *record);

/* Nothing speaks against it: see the functions of fit.c. Of a record that is wide enough. */
bool sr_fit_is_plain(const sr_fit *fit, const sr_record *record);

/* Many fields begin or end with a blank, and those of other rows do not: the delimiter of this one has blanks around it. */
bool sr_fit_has_odd_blanks(const sr_fit *fit, const sr_record *record);

bool sr_fit_is_empty(const sr_fit *fit, const sr_record *record);      // nothing but blanks
bool sr_fit_is_same(const sr_record *header, const sr_record *record);  // the header once more

/* A row of the right width, behind a blank line, in which the values are not what the columns hold. */
bool sr_fit_begins_other_table(const sr_fit *fit, const sr_record *record);

/* Few fields, of which the first is no value of its column. */
bool sr_fit_is_strange(const sr_fit *fit, const sr_record *record);

#endif
