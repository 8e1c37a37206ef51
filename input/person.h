/*
 * Personal codes (isikukood), and what of a value may be seen in a message or a file of rows set aside.
 *
 * Eleven digits: century and sex, date of birth, serial number, check digit (EVS 585:2007). Pure functions.
 */
#ifndef SR_INPUT_PERSON_H
#define SR_INPUT_PERSON_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/text.h"

#define SR_SHOWN_SIZE 192   // enough for a value as shown, NUL included

/* Exactly eleven digits, a first digit of 1 to 8, a date that exists and the right check digit. */
bool sr_person_is_code(sr_text text);

/* A personal code stands somewhere in the text, also with blanks, hyphens or dots between its digits. */
bool sr_person_is_inside(sr_text text);

/*
 * The value as a message may show it: the shape when it is hidden or a personal code stands in it, else the value,
 * cut to 40 characters and without control characters. Valid UTF-8.
 */
void sr_person_write_shown(sr_text value, bool is_hidden, char out[SR_SHOWN_SIZE]);

#endif
