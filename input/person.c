#include "input/person.h"

#include <string.h>

#include "engine/base/date.h"
#include "input/check_digit.h"

#define CODE_DIGITS 11
#define SHOWN_CHARACTERS 40

static int get_number(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

bool sr_person_is_code(sr_text text)
{
    if (text.size != CODE_DIGITS)
        return false;
    for (size_t i = 0; i < CODE_DIGITS; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    if (text.data[0] < '1' || text.data[0] > '8')
        return false;
    int century = 1800 + (text.data[0] - '1') / 2 * 100;
    return sr_date_is_civil(century + get_number(text.data + 1), get_number(text.data + 3), get_number(text.data + 5))
        && sr_check_digit_get(text.data, CODE_DIGITS - 1) == text.data[CODE_DIGITS - 1];
}

/* One character that may stand between the digits of a code: its bytes, 0 when it may not. */
static size_t get_separator_size(sr_text rest)
{
    static const sr_text separators[] = {
        {" ", 1}, {"-", 1}, {".", 1}, {"\t", 1}, {"\xC2\xA0", 2}, {"\xE2\x80\x8B", 3}, {"\xE2\x80\xAF", 3},
    };
    for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++)
        if (sr_text_has_prefix(rest, separators[i]))
            return separators[i].size;
    return 0;
}

/* The last eleven digits are kept while walking; anything but a digit or a separator begins anew. */
bool sr_person_is_inside(sr_text text)
{
    char window[CODE_DIGITS];
    size_t count = 0;
    for (size_t i = 0; i < text.size;) {
        char c = text.data[i];
        if (c < '0' || c > '9') {
            size_t size = get_separator_size(sr_text_slice(text, i, text.size));
            count = size == 0 ? 0 : count;
            i += size == 0 ? 1 : size;
            continue;
        }
        if (count == CODE_DIGITS)
            memmove(window, window + 1, CODE_DIGITS - 1);
        else
            count++;
        window[count - 1] = c;
        i++;
        if (count == CODE_DIGITS && sr_person_is_code((sr_text){window, CODE_DIGITS}))
            return true;
    }
    return false;
}

void sr_person_write_shown(sr_text value, bool is_hidden, char out[SR_SHOWN_SIZE])
{
    if (is_hidden || sr_text_find_invalid(value) != SIZE_MAX || sr_person_is_inside(value)) {
        sr_text_write_shape(value, out, SR_SHOWN_SIZE);
        return;
    }
    size_t used = 0;
    size_t characters = 0;
    for (size_t i = 0; i < value.size; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if ((c & 0xC0) != 0x80 && ++characters > SHOWN_CHARACTERS)
            break;
        out[used++] = c < ' ' || c == 0x7F ? ' ' : (char)c;
    }
    memcpy(out + used, characters > SHOWN_CHARACTERS ? "..." : "", characters > SHOWN_CHARACTERS ? 4 : 1);
}
