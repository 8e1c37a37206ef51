#include "engine/base/check_digit.h"

#define REGISTRY_DIGITS 8

char sr_check_digit_get(const char *digits, size_t count)
{
    for (size_t first = 0; first <= 2; first += 2) {
        size_t sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += (size_t)(digits[i] - '0') * ((i + first) % 9 + 1);
        if (sum % 11 < 10)
            return (char)('0' + sum % 11);
    }
    return '0';
}

bool sr_check_digit_is_registry_code(sr_text text)
{
    if (text.size != REGISTRY_DIGITS || sr_text_count_digits(text, 0) != REGISTRY_DIGITS)
        return false;
    return sr_check_digit_get(text.data, REGISTRY_DIGITS - 1) == text.data[REGISTRY_DIGITS - 1];
}
