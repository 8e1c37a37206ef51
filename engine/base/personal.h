/*
 * What of a value may be seen in a message, a log, or a file of rows set aside.
 *
 * A value is personal when a personal code (person.h), a mail address or a phone number (contact.h) stands in it. It may be a
 * name when two words with capital letters follow each other ("Mari Maasikas", "MAASIKAS, MARI"); with a comma and no blank between them
 * ("Maasikas,Mari") when neither looks like a code of two or three capitals. So may the name of a service, and
 * therefore that is asked only where the value is no more than a help for finding the place.
 */
#ifndef SR_ENGINE_BASE_PERSONAL_H
#define SR_ENGINE_BASE_PERSONAL_H

#include <stdbool.h>

#include "engine/base/text.h"

#define SR_SHOWN_SIZE 192   // enough for a value as shown, NUL included

bool sr_personal_is_inside(sr_text text);
bool sr_personal_may_be_name(sr_text text);

/*
 * The value as a message may show it: its shape when it must be hidden, is personal, may be a name or is not UTF-8; else the value, cut
 * to 40 characters, with blanks for control characters and marks of no width. Valid UTF-8.
 */
void sr_personal_write_shown(sr_text value, bool is_hidden, char out[SR_SHOWN_SIZE]);
/* The same of what names a thing, a column or a code: two words with capital letters are no person there. */
void sr_personal_write_label(sr_text label, char out[SR_SHOWN_SIZE]);

#endif
