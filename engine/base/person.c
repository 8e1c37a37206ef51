#include "engine/base/person.h"

#include <string.h>

#include "engine/base/check_digit.h"
#include "engine/base/date.h"
#include "engine/base/locale.h"

#define CODE_DIGITS 11

static int get_number(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

bool sr_person_is_code(sr_text text)
{
    if (text.size != CODE_DIGITS || sr_text_count_digits(text, 0) != CODE_DIGITS)
        return false;
    if (text.data[0] < '1' || text.data[0] > '8')
        return false;
    int century = 1800 + (text.data[0] - '1') / 2 * 100;
    return sr_date_is_civil(century + get_number(text.data + 1), get_number(text.data + 3), get_number(text.data + 5))
        && sr_check_digit_get(text.data, CODE_DIGITS - 1) == text.data[CODE_DIGITS - 1];
}

/* May it stand between two digits of a code? */
static bool is_joint(sr_character character)
{
    switch (character.kind) {
    case SR_CHARACTER_BLANK:
    case SR_CHARACTER_DASH:
    case SR_CHARACTER_INVISIBLE: return true;
    default: return character.point == '.' || character.point == ',' || character.point == '/' || character.point == '_';
    }
}

/* The last eleven digits are kept while walking; anything but a digit or a joint begins anew. */
bool sr_person_is_inside(sr_text text)
{
    char window[CODE_DIGITS];
    size_t count = 0;
    sr_character character;
    for (size_t i = 0; i < text.size; i += character.size) {
        character = sr_locale_read_character(text, i);
        if (character.kind != SR_CHARACTER_DIGIT) {
            count = is_joint(character) ? count : 0;
            continue;
        }
        if (count == CODE_DIGITS)
            memmove(window, window + 1, CODE_DIGITS - 1);
        else
            count++;
        window[count - 1] = character.digit;
        if (count == CODE_DIGITS && sr_person_is_code((sr_text){window, CODE_DIGITS}))
            return true;
    }
    return false;
}
