/*
 * Reading is done in two steps: `scan` decides whether the text is a number in this notation and finds its parts;
 * then the digits are added up. So a malformed text is never called too fine or too large.
 */
#include "engine/base/number.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REAL_BYTES_MAX 1024     // of a real as text; longer ones are no numbers of this world
#define INT128_DIGITS 39

__extension__ typedef unsigned __int128 uint128;

#define INT128_MAX ((sr_int128)(~(uint128)0 >> 1))
#define INT128_MIN (-INT128_MAX - 1)

/* The parts of a number: digits with group marks, digits, "e-7". */
typedef struct parts {
    bool is_negative;
    sr_text whole;
    sr_text fraction;
    sr_text exponent;
} parts;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static sr_text skip(sr_text text, size_t size)
{
    return sr_text_slice(text, size, text.size);
}

/* Bytes of the group mark in front, 0 when there is none. */
static size_t get_group_mark_size(sr_text text, char group_mark)
{
    if (group_mark == 0 || text.size == 0)
        return 0;
    if (text.data[0] == group_mark)
        return 1;
    if (group_mark != ' ')
        return 0;
    return sr_text_has_prefix(text, SR_TEXT("\xC2\xA0")) ? 2 : sr_text_has_prefix(text, SR_TEXT("\xE2\x80\xAF")) ? 3 : 0;
}

/* Bytes of the minus in front or behind, 0 when there is none. */
static size_t get_minus_size(sr_text text, bool is_behind)
{
    static const sr_text minuses[] = {{"-", 1}, {"\xE2\x88\x92", 3}};
    for (size_t i = 0; i < sizeof(minuses) / sizeof(minuses[0]); i++)
        if (is_behind ? sr_text_has_suffix(text, minuses[i]) : sr_text_has_prefix(text, minuses[i]))
            return minuses[i].size;
    return 0;
}

/* One of: brackets, a sign in front, a minus behind. */
static sr_text take_sign(sr_text text, bool *is_negative)
{
    *is_negative = true;
    if (text.size >= 2 && text.data[0] == '(' && text.data[text.size - 1] == ')')
        return sr_text_trim(sr_text_slice(text, 1, text.size - 2));
    size_t front = get_minus_size(text, false);
    if (front > 0)
        return sr_text_trim(skip(text, front));
    size_t behind = get_minus_size(text, true);
    if (behind > 0)
        return sr_text_trim((sr_text){text.data, text.size - behind});
    *is_negative = false;
    return sr_text_has_prefix(text, SR_TEXT("+")) ? skip(text, 1) : text;
}

/* Length of the digits before the mark: without groups, or one to three digits and groups of exactly three. SIZE_MAX: neither. */
static size_t get_whole_size(sr_text text, sr_notation notation)
{
    size_t size = sr_text_count_digits(text, 0);
    size_t mark = get_group_mark_size(skip(text, size), notation.group_mark);
    if (mark == 0 || size == 0)
        return size;
    if (size > 3)
        return SIZE_MAX;
    while (mark > 0) {
        if (sr_text_count_digits(text, size + mark) != 3)
            return SIZE_MAX;
        size += mark + 3;
        mark = get_group_mark_size(skip(text, size), notation.group_mark);
    }
    return size;
}

static bool scan(sr_text text, sr_notation notation, bool has_exponent, parts *p)
{
    memset(p, 0, sizeof(*p));
    text = take_sign(sr_text_trim(text), &p->is_negative);
    size_t size = get_whole_size(text, notation);
    if (size == SIZE_MAX)
        return false;
    p->whole = sr_text_slice(text, 0, size);
    text = skip(text, size);
    if (text.size > 0 && text.data[0] == notation.decimal_mark) {
        size = sr_text_count_digits(text, 1);
        if (size == 0)
            return false;
        p->fraction = sr_text_slice(text, 1, size);
        text = skip(text, 1 + size);
    }
    if (p->whole.size + p->fraction.size == 0)
        return false;
    if (has_exponent && text.size > 0 && (text.data[0] == 'e' || text.data[0] == 'E')) {
        size_t sign = text.size > 1 && (text.data[1] == '+' || text.data[1] == '-') ? 1 : 0;
        size = sr_text_count_digits(text, 1 + sign);
        if (size == 0)
            return false;
        p->exponent = sr_text_slice(text, 0, 1 + sign + size);
        text = skip(text, p->exponent.size);
    }
    return text.size == 0;
}

static bool add_digit(uint64_t *sum, unsigned digit)
{
    return !__builtin_mul_overflow(*sum, (uint64_t)10, sum) && !__builtin_add_overflow(*sum, (uint64_t)digit, sum);
}

sr_number_result sr_number_parse_decimal(sr_text text, sr_notation notation, uint8_t scale, int64_t *value)
{
    assert(scale <= SR_SCALE_MAX);
    parts p;
    if (!scan(text, notation, false, &p))
        return SR_NUMBER_MALFORMED;
    for (size_t i = scale; i < p.fraction.size; i++)
        if (p.fraction.data[i] != '0')
            return SR_NUMBER_TOO_FINE;
    uint64_t sum = 0;
    for (size_t i = 0; i < p.whole.size; i++)
        if (is_digit(p.whole.data[i]) && !add_digit(&sum, (unsigned)(p.whole.data[i] - '0')))
            return SR_NUMBER_OVERFLOW;
    for (size_t i = 0; i < scale; i++)
        if (!add_digit(&sum, i < p.fraction.size ? (unsigned)(p.fraction.data[i] - '0') : 0))
            return SR_NUMBER_OVERFLOW;
    if (sum > (uint64_t)INT64_MAX)
        return SR_NUMBER_OVERFLOW;
    *value = p.is_negative ? -(int64_t)sum : (int64_t)sum;
    return SR_NUMBER_OK;
}

sr_number_result sr_number_parse_integer(sr_text text, sr_notation notation, int64_t *value)
{
    return sr_number_parse_decimal(text, notation, 0, value);
}

/* strtod reads the notation of C, and rounds correctly; the process has no other locale. */
sr_number_result sr_number_parse_real(sr_text text, sr_notation notation, double *value)
{
    parts p;
    char plain[REAL_BYTES_MAX];
    size_t size = 0;
    if (!scan(text, notation, true, &p) || p.whole.size + p.fraction.size + p.exponent.size > sizeof(plain) - 3)
        return SR_NUMBER_MALFORMED;
    bool is_zero = true;
    plain[size++] = '0';
    for (size_t i = 0; i < p.whole.size; i++)
        if (is_digit(p.whole.data[i]))
            plain[size++] = p.whole.data[i];
    plain[size++] = '.';
    if (p.fraction.size > 0)
        memcpy(plain + size, p.fraction.data, p.fraction.size);
    size += p.fraction.size;
    for (size_t i = 0; i < size; i++)
        is_zero = is_zero && (plain[i] == '0' || plain[i] == '.');
    if (p.exponent.size > 0)
        memcpy(plain + size, p.exponent.data, p.exponent.size);
    plain[size + p.exponent.size] = '\0';
    double real = strtod(plain, NULL);
    if (!isfinite(real))
        return SR_NUMBER_OVERFLOW;
    if (real == 0.0 && !is_zero)
        return SR_NUMBER_TOO_FINE;
    *value = p.is_negative && !is_zero ? -real : real;
    return SR_NUMBER_OK;
}

static uint128 get_magnitude(sr_int128 value)
{
    return value < 0 ? 0 - (uint128)value : (uint128)value;
}

size_t sr_number_write_decimal(sr_int128 value, uint8_t scale, char out[SR_INT128_SIZE])
{
    assert(scale + 4 < SR_INT128_SIZE);
    char backwards[SR_INT128_SIZE];
    size_t size = 0;
    uint128 rest = get_magnitude(value);
    for (size_t digits = 0; rest > 0 || digits <= scale; digits++) {
        if (digits == scale && scale > 0)
            backwards[size++] = '.';
        backwards[size++] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    }
    if (value < 0)
        backwards[size++] = '-';
    for (size_t i = 0; i < size; i++)
        out[i] = backwards[size - 1 - i];
    out[size] = '\0';
    return size;
}

/* A double that 15 digits give back has no shorter writing than those 15 without their trailing zeros (%g drops them),
 * as long as it is not subnormal. */
size_t sr_number_write_real(double value, char out[SR_INT128_SIZE])
{
    assert(isfinite(value));
    if (value == 0.0)
        value = 0.0;    // no minus zero
    int digits = fabs(value) < DBL_MIN ? 1 : DBL_DIG;
    int size = snprintf(out, SR_INT128_SIZE, "%.*g", digits, value);
    while (digits < DBL_DECIMAL_DIG && strtod(out, NULL) != value)
        size = snprintf(out, SR_INT128_SIZE, "%.*g", ++digits, value);
    return (size_t)size;
}

/* 10^exponent, exponent < INT128_DIGITS. */
static sr_int128 get_power(unsigned exponent)
{
    sr_int128 power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

bool sr_number_rescale(sr_int128 value, uint8_t from, uint8_t to, sr_int128 *result)
{
    unsigned shift = to > from ? to - from : from - to;
    if (value == 0 || shift == 0) {
        *result = value;
        return true;
    }
    if (shift >= INT128_DIGITS)
        return false;
    sr_int128 power = get_power(shift);
    if (to > from)
        return sr_int128_multiply(value, power, result);
    if (value % power != 0)
        return false;
    *result = value / power;
    return true;
}

sr_int128 sr_number_round(sr_int128 value, uint8_t from, uint8_t to)
{
    assert(to <= from);
    if (from - to >= INT128_DIGITS)
        return 0;
    sr_int128 power = get_power((unsigned)(from - to));
    sr_int128 rest = value % power;
    sr_int128 size = rest < 0 ? -rest : rest;
    sr_int128 away = value < 0 ? -1 : 1;
    return value / power + (power > 1 && size >= power - size ? away : 0);
}

/* Both operands of the quotient are exact below 2^53 and 10^22, then one division rounds once; else strtod does. */
double sr_number_to_real(sr_int128 value, uint8_t scale)
{
    if (get_magnitude(value) <= ((uint128)1 << 53) && scale <= 22)
        return (double)value / (double)get_power(scale);
    char text[SR_INT128_SIZE];
    sr_number_write_decimal(value, scale, text);
    return strtod(text, NULL);
}

bool sr_int128_add(sr_int128 a, sr_int128 b, sr_int128 *sum)
{
    if (b > 0 ? a > INT128_MAX - b : a < INT128_MIN - b)
        return false;
    *sum = a + b;
    return true;
}

bool sr_int128_subtract(sr_int128 a, sr_int128 b, sr_int128 *difference)
{
    if (b < 0 ? a > INT128_MAX + b : a < INT128_MIN + b)
        return false;
    *difference = a - b;
    return true;
}

/* Not __builtin_mul_overflow: for 128 bits clang calls a function that only its own runtime has. */
bool sr_int128_multiply(sr_int128 a, sr_int128 b, sr_int128 *product)
{
    uint128 limit = (uint128)INT128_MAX + ((a < 0) != (b < 0) ? 1 : 0);
    uint128 x = get_magnitude(a);
    uint128 y = get_magnitude(b);
    if (y != 0 && x > limit / y)
        return false;
    uint128 size = x * y;
    *product = (sr_int128)((a < 0) != (b < 0) ? 0 - size : size);
    return true;
}
