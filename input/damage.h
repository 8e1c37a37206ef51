/*
 * What a spreadsheet has made of a value before it was exported. A damage is named, so that the finding can say what really
 * happened; it is never repaired here, because what was there before cannot be known.
 *
 * Pure functions; the value is trimmed.
 */
#ifndef SR_INPUT_DAMAGE_H
#define SR_INPUT_DAMAGE_H

#include "rules/dataset.h"

typedef enum sr_damage {
    SR_DAMAGE_NONE,
    SR_DAMAGE_ERROR,        // #VALUE!, #N/A, #DIV/0!, #WERT!: what a formula said that could not be computed
    SR_DAMAGE_NARROW,       // ####: the column was too narrow to show the value
    SR_DAMAGE_EXPONENT,     // 3,76E+10: a long number cut to a few digits
    SR_DAMAGE_TRUTH,        // FALSCH, TÕENE: true or false in the language of some spreadsheet
    SR_DAMAGE_DATE,         // 01.veebr, 2-Jan, 2026-02-01: a code such as 1-2 taken for a date
    SR_DAMAGE_DAY_NUMBER    // 45292: a date as the number of its day
} sr_damage;

/* What happened to a value that cannot be read as this type; for text only what no text would be: an error value, ####,
 * a long number cut, 01.veebr. */
sr_damage sr_damage_find(sr_text value, sr_column_type type);

/* A long number cut to a few digits, "3,76E+10": no two identifiers can be told apart any more. */
bool sr_damage_is_exponent(sr_text value);

const char *sr_damage_get_name(sr_damage damage);   // "an error value of a spreadsheet"
const char *sr_damage_get_hint(sr_damage damage);   // how to mend it in the export

#endif
