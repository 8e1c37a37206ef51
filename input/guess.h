/*
 * The type of a column, from its values one after another.
 *
 * A guess starts with everything that is possible; each value takes away what it is not. What is left decides.
 */
#ifndef SR_INPUT_GUESS_H
#define SR_INPUT_GUESS_H

#include <stdint.h>

#include "rules/dataset.h"

#define SR_GUESS_FORMATS 15

/* Numbers with one decimal mark. */
typedef struct sr_guess_number {
    bool is_possible;
    bool has_mark;              // some value has digits after the mark
    bool has_exponent;
    uint32_t whole_digits;      // the most before the mark
    uint32_t fraction_digits;   // the most behind it
} sr_guess_number;

typedef struct sr_guess {
    uint64_t values;            // that are not empty
    sr_guess_number dot;
    sr_guess_number comma;      // blanks may stand between groups of three digits
    uint32_t formats;           // a bit for each date format that is still possible
} sr_guess;

void sr_guess_init(sr_guess *guess);
void sr_guess_add(sr_guess *guess, sr_text value);     // trimmed; an empty one says nothing

bool sr_guess_is_number(const sr_guess *guess, char mark);
bool sr_guess_needs_mark(const sr_guess *guess, char mark);     // is a number with this mark and not with the other

/* The type; `scale` of a decimal, `format` of a date. The mark is the data set's. */
sr_column_type sr_guess_get_type(const sr_guess *guess, char mark, uint8_t *scale, const sr_text **format);

/* More than text is still possible. */
bool sr_guess_is_typed(const sr_guess *guess);

/*
 * What nearly all values allow: a few that a slip of a hand or a spreadsheet made do not change what a column is. Every value is looked at by
 * itself; a number that a spreadsheet has cut (damage.h) is none. Whole numbers may be names of things (2, 2A, 3), so among them only the
 * damage of a spreadsheet is a slip.
 */
typedef struct sr_guess_tally {
    uint64_t numbers[2];        // that are one with a dot, with a comma
    sr_guess fits;              // the digits of those
    uint64_t dates[SR_GUESS_FORMATS];
    uint64_t damaged;           // that a spreadsheet has made of a number; those without a digit are added by who counts them
} sr_guess_tally;

void sr_guess_tally_init(sr_guess_tally *tally);
void sr_guess_tally_add(sr_guess_tally *tally, sr_text value);      // trimmed, with a digit

/*
 * The guess that all but a few of `values` allow: at most one in ten is of another kind, and there are ten or more. `guess->values` are
 * those that allow it. False when there is none.
 */
bool sr_guess_tally_find(const sr_guess_tally *tally, uint64_t values, char mark, sr_guess *guess);

/* Day and month could be either: the two formats that fit all values, else NULL. */
const sr_text *sr_guess_get_other_order(const sr_guess *guess, const sr_text **first);

#endif
