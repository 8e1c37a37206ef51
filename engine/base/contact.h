/*
 * Mail addresses and phone numbers within a text. Pure functions.
 *
 * A mail address is an at sign with a letter or digit on both sides; `(at)` and `[at]` are at signs too.
 *
 * A phone number is
 *  - a plus sign and 8 to 15 digits, in groups or not:  +372 5123 4567, (+358) 40 1234567
 *  - 00372 or 372 and an Estonian number behind it:     372 5123 4567, 3725123456
 *  - 7 or 8 digits in at least two groups of 2 to 4, the first digit 3 to 8, one blank or hyphen between them:
 *                                                       5123 4567, 512-3456, 51 23 45 67
 *  - 7 or 8 digits behind tel, telefon, mob, mobiil, gsm, phone:  tel. 51234567
 *
 * It is none when it could be something else that is often written: an amount in groups of three (53 123 456), digits before a
 * decimal mark, a day in a year (31-12-2025, 31 12 2025), a number with a year at a hyphen (345-2025), a part of a word (AB512 3456).
 * Plain digits without groups are never one: that is how amounts and case numbers are written.
 */
#ifndef SR_ENGINE_BASE_CONTACT_H
#define SR_ENGINE_BASE_CONTACT_H

#include <stdbool.h>

#include "engine/base/text.h"

bool sr_contact_is_inside(sr_text text);    // a mail address or a phone number stands somewhere in it
bool sr_contact_has_mail(sr_text text);
bool sr_contact_has_phone(sr_text text);

#endif
