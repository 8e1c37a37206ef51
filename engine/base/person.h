/*
 * Estonian personal codes (isikukood).
 *
 * Eleven digits: century and sex, date of birth, serial number, check digit (EVS 585:2007). Pure functions.
 */
#ifndef SR_ENGINE_BASE_PERSON_H
#define SR_ENGINE_BASE_PERSON_H

#include <stdbool.h>

#include "engine/base/text.h"

/* Exactly eleven digits, a first digit of 1 to 8, a date that exists and the right check digit. */
bool sr_person_is_code(sr_text text);

/*
 * A personal code stands somewhere in the text: as it is, within a longer word or number (`PNOEE-37605030299`, `37605030299.0`), in
 * full-width digits, and with blanks, hyphens, dots, commas, slashes, underscores or zero-width characters between its digits.
 * Of a million random numbers of eleven digits 2,900 pass: for deciding what is shown, not what is counted.
 */
bool sr_person_is_inside(sr_text text);

#endif
