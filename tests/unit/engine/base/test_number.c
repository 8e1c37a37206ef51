#include "engine/base/number.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#define NBSP "\xC2\xA0"
#define NNBSP "\xE2\x80\xAF"
#define MINUS "\xE2\x88\x92"

#define MAX128 ((sr_int128)(((sr_int128)INT64_MAX << 64) | UINT64_MAX))
#define MIN128 (-MAX128 - 1)

static const sr_notation estonian = {',', ' '};
static const sr_notation english = {'.', ','};
static const sr_notation german = {',', '.'};
static const sr_notation plain = {'.', 0};

typedef struct row {
    const char *text;
    sr_notation notation;
    sr_number_result result;
    int64_t value;      // at scale 2
} row;

static void check_decimals(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t value = -77;
        sr_number_result result = sr_number_parse_decimal(sr_text_from(rows[i].text), rows[i].notation, 2, &value);
        if (result != rows[i].result || value != (result == SR_NUMBER_OK ? rows[i].value : -77))
            print_error("'%s'\n", rows[i].text);
        assert_int_equal(result, rows[i].result);
        assert_int_equal(value, result == SR_NUMBER_OK ? rows[i].value : -77);     // untouched when it fails
    }
}

static void numbers_are_read_as_people_write_them(void **state)
{
    (void)state;
    const row rows[] = {
        {"1234,5", estonian, SR_NUMBER_OK, 123450},
        {"1 234,50", estonian, SR_NUMBER_OK, 123450},
        {"1" NBSP "234" NNBSP "567,89", estonian, SR_NUMBER_OK, 123456789},
        {"12,500", estonian, SR_NUMBER_OK, 1250},
        {",5", estonian, SR_NUMBER_OK, 50},
        {"0", estonian, SR_NUMBER_OK, 0},
        {"-0,00", estonian, SR_NUMBER_OK, 0},
        {"007", estonian, SR_NUMBER_OK, 700},
        {" " NBSP "5 ", estonian, SR_NUMBER_OK, 500},
        {"+5", estonian, SR_NUMBER_OK, 500},
        {"-5", estonian, SR_NUMBER_OK, -500},
        {MINUS "5,1", estonian, SR_NUMBER_OK, -510},
        {"5,10-", estonian, SR_NUMBER_OK, -510},
        {"5 -", estonian, SR_NUMBER_OK, -500},
        {"5" MINUS, estonian, SR_NUMBER_OK, -500},
        {"(1 234,5)", estonian, SR_NUMBER_OK, -123450},
        {"( 5 )", estonian, SR_NUMBER_OK, -500},
        {"1,234,567.5", english, SR_NUMBER_OK, 123456750},
        {"1.234.567,5", german, SR_NUMBER_OK, 123456750},
        {"1234.5", plain, SR_NUMBER_OK, 123450},
    };
    check_decimals(rows, sizeof(rows) / sizeof(rows[0]));
}

static void what_is_no_number_is_malformed(void **state)
{
    (void)state;
    const row rows[] = {
        {"", estonian, SR_NUMBER_MALFORMED, 0},
        {" ", estonian, SR_NUMBER_MALFORMED, 0},
        {"-", estonian, SR_NUMBER_MALFORMED, 0},
        {"()", estonian, SR_NUMBER_MALFORMED, 0},
        {"(", estonian, SR_NUMBER_MALFORMED, 0},
        {"(5", estonian, SR_NUMBER_MALFORMED, 0},
        {"(-5)", estonian, SR_NUMBER_MALFORMED, 0},
        {"-(5)", estonian, SR_NUMBER_MALFORMED, 0},
        {"-5-", estonian, SR_NUMBER_MALFORMED, 0},
        {"--5", estonian, SR_NUMBER_MALFORMED, 0},
        {"5,", estonian, SR_NUMBER_MALFORMED, 0},
        {",", estonian, SR_NUMBER_MALFORMED, 0},
        {"5,1,2", estonian, SR_NUMBER_MALFORMED, 0},
        {"5.1", estonian, SR_NUMBER_MALFORMED, 0},
        {"12 34", estonian, SR_NUMBER_MALFORMED, 0},
        {"1234 567", estonian, SR_NUMBER_MALFORMED, 0},
        {"1 2345", estonian, SR_NUMBER_MALFORMED, 0},
        {"1  234", estonian, SR_NUMBER_MALFORMED, 0},
        {"1 234 56", estonian, SR_NUMBER_MALFORMED, 0},
        {"1,234 5", estonian, SR_NUMBER_MALFORMED, 0},
        {"1e3", estonian, SR_NUMBER_MALFORMED, 0},
        {"12 eurot", estonian, SR_NUMBER_MALFORMED, 0},
        {"0x10", estonian, SR_NUMBER_MALFORMED, 0},
        {"nan", estonian, SR_NUMBER_MALFORMED, 0},
        {"1 234", plain, SR_NUMBER_MALFORMED, 0},
        {"1,234", plain, SR_NUMBER_MALFORMED, 0},
        {"1.234,5", english, SR_NUMBER_MALFORMED, 0},
        {"1.23,456", german, SR_NUMBER_MALFORMED, 0},
    };
    check_decimals(rows, sizeof(rows) / sizeof(rows[0]));
}

static void digits_beyond_the_scale_must_be_zeros(void **state)
{
    (void)state;
    const row rows[] = {
        {"1,230000", estonian, SR_NUMBER_OK, 123},
        {"1,231", estonian, SR_NUMBER_TOO_FINE, 0},
        {"1,2300001", estonian, SR_NUMBER_TOO_FINE, 0},
        {"1,234", german, SR_NUMBER_TOO_FINE, 0},
        {"99999999999999999999,001", estonian, SR_NUMBER_TOO_FINE, 0},
    };
    check_decimals(rows, sizeof(rows) / sizeof(rows[0]));
    int64_t value;
    assert_int_equal(sr_number_parse_integer(SR_TEXT("12,0"), estonian, &value), SR_NUMBER_OK);
    assert_int_equal(value, 12);
    assert_int_equal(sr_number_parse_integer(SR_TEXT("12,5"), estonian, &value), SR_NUMBER_TOO_FINE);
}

static void the_ends_of_64_bits_are_met(void **state)
{
    (void)state;
    const row rows[] = {
        {"92233720368547758,07", estonian, SR_NUMBER_OK, INT64_MAX},
        {"92233720368547758,08", estonian, SR_NUMBER_OVERFLOW, 0},
        {"-92233720368547758,07", estonian, SR_NUMBER_OK, -INT64_MAX}, {"-92233720368547758,08", estonian, SR_NUMBER_OVERFLOW, 0},
        {"\xE2\x88\x92 5,00", estonian, SR_NUMBER_OK, -500}, {"- 1 205,50", estonian, SR_NUMBER_OK, -120550}, {"+ 5", estonian, SR_NUMBER_MALFORMED, 0},
        {"-92233720368547758,09", estonian, SR_NUMBER_OVERFLOW, 0},
        {"184467440737095516,16", estonian, SR_NUMBER_OVERFLOW, 0},
        {"92233720368547759", estonian, SR_NUMBER_OVERFLOW, 0},
        {"999999999999999999999999999999999999999999", estonian, SR_NUMBER_OVERFLOW, 0},
        {"00000000000000000000000000000000000000000001", estonian, SR_NUMBER_OK, 100},
    };
    check_decimals(rows, sizeof(rows) / sizeof(rows[0]));
}

static void reals_are_finite_and_nearest(void **state)
{
    (void)state;
    double value = 0;
    assert_int_equal(sr_number_parse_real(SR_TEXT("-1 234,25e-1"), estonian, &value), SR_NUMBER_OK);
    assert_true(value == -123.425);
    assert_int_equal(sr_number_parse_real(SR_TEXT("1E+3"), plain, &value), SR_NUMBER_OK);
    assert_true(value == 1000.0);
    assert_int_equal(sr_number_parse_real(SR_TEXT(".1"), plain, &value), SR_NUMBER_OK);
    assert_true(value == 0.1);
    assert_int_equal(sr_number_parse_real(SR_TEXT("-0"), plain, &value), SR_NUMBER_OK);
    assert_false(signbit(value));
    assert_int_equal(sr_number_parse_real(SR_TEXT("0e999"), plain, &value), SR_NUMBER_OK);
    assert_true(value == 0.0);
    assert_int_equal(sr_number_parse_real(SR_TEXT("1e309"), plain, &value), SR_NUMBER_OVERFLOW);
    assert_int_equal(sr_number_parse_real(SR_TEXT("1e-400"), plain, &value), SR_NUMBER_TOO_FINE);   // never a silent zero
    const char *bad[] = {"1e", "1e+", "e5", "inf", "nan", "1e5.5", "0x1p3", "1,5", "1e5 x"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(sr_number_parse_real(sr_text_from(bad[i]), plain, &value), SR_NUMBER_MALFORMED);
    char longest[3000];
    memset(longest, '9', sizeof(longest));
    assert_int_equal(sr_number_parse_real((sr_text){longest, sizeof(longest)}, plain, &value), SR_NUMBER_MALFORMED);
    assert_true(value == 0.0);
}

static void decimals_are_written_with_all_their_digits(void **state)
{
    (void)state;
    const struct {
        sr_int128 value;
        uint8_t scale;
        const char *expected;
    } rows[] = {
        {-123450, 2, "-1234.50"},
        {5, 2, "0.05"},
        {-5, 2, "-0.05"},
        {0, 0, "0"},
        {0, 3, "0.000"},
        {7, 0, "7"},
        {1, 18, "0.000000000000000001"},
        {MAX128, 0, "170141183460469231731687303715884105727"},
        {MIN128, 18, "-170141183460469231731.687303715884105728"},
        {MIN128, 38, "-1.70141183460469231731687303715884105728"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[SR_INT128_SIZE];
        assert_int_equal(sr_number_write_decimal(rows[i].value, rows[i].scale, text), strlen(rows[i].expected));
        assert_string_equal(text, rows[i].expected);
    }
}

static void reals_are_written_with_the_fewest_digits(void **state)
{
    (void)state;
    const struct {
        double value;
        const char *expected;
    } rows[] = {
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {100000.0, "100000"},
        {30.0, "30"},
        {1e22, "1e+22"},
        {-0.0, "0"},
        {1.0 / 3.0, "0.3333333333333333"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {5e-324, "5e-324"},
        {9007199254740993.0, "9007199254740992"},
        {-2.5e-7, "-2.5e-07"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[SR_INT128_SIZE];
        assert_int_equal(sr_number_write_real(rows[i].value, text), strlen(rows[i].expected));
        assert_string_equal(text, rows[i].expected);
        assert_true(strtod(text, NULL) == rows[i].value);
    }
}

static void rescaling_loses_nothing_or_fails(void **state)
{
    (void)state;
    sr_int128 result = 77;
    assert_true(sr_number_rescale(-125, 2, 4, &result));
    assert_true(result == -12500);
    assert_true(sr_number_rescale(-12500, 4, 2, &result));
    assert_true(result == -125);
    assert_false(sr_number_rescale(-12501, 4, 2, &result));
    assert_false(sr_number_rescale(MAX128 / 9, 0, 1, &result));
    assert_true(sr_number_rescale(MAX128 / 10, 0, 1, &result));
    assert_true(sr_number_rescale(0, 0, 255, &result));
    assert_true(result == 0);
    assert_false(sr_number_rescale(1, 0, 39, &result));
    assert_false(sr_number_rescale(1, 39, 0, &result));
    assert_true(sr_number_rescale(1, 0, 38, &result));
}

static void rounding_goes_half_away_from_zero(void **state)
{
    (void)state;
    assert_true(sr_number_round(125, 2, 1) == 13);
    assert_true(sr_number_round(-125, 2, 1) == -13);
    assert_true(sr_number_round(124, 2, 1) == 12);
    assert_true(sr_number_round(-124, 2, 1) == -12);
    assert_true(sr_number_round(49, 2, 0) == 0);
    assert_true(sr_number_round(50, 2, 0) == 1);
    assert_true(sr_number_round(7, 2, 2) == 7);
    assert_true(sr_number_round(MAX128, 38, 0) == 2);
    assert_true(sr_number_round(MIN128, 38, 0) == -2);
    assert_true(sr_number_round(MAX128, 39, 0) == 0);   // 0.17
    assert_true(sr_number_round(MAX128, 200, 0) == 0);
}

static void the_nearest_double_is_rounded_once(void **state)
{
    (void)state;
    assert_true(sr_number_to_real(1, 1) == 0.1);
    assert_true(sr_number_to_real(-123456789, 2) == -1234567.89);
    assert_true(sr_number_to_real(((sr_int128)1 << 53) + 1, 0) == 9007199254740992.0);
    assert_true(sr_number_to_real(((sr_int128)1 << 53) + 3, 0) == 9007199254740996.0);
    assert_true(sr_number_to_real(MIN128, 0) == -0x1p127);
    assert_true(sr_number_to_real(123456789012345678, 18) == 0.123456789012345678);
}

static void overflow_of_128_bits_is_caught(void **state)
{
    (void)state;
    sr_int128 result = 0;
    assert_true(sr_int128_add(MAX128 - 1, 1, &result));
    assert_true(result == MAX128);
    assert_false(sr_int128_add(MAX128, 1, &result));
    assert_false(sr_int128_add(MIN128, -1, &result));
    assert_true(sr_int128_add(MIN128, MAX128, &result));
    assert_true(result == -1);
    assert_true(sr_int128_subtract(-1, MAX128, &result));
    assert_true(result == MIN128);
    assert_false(sr_int128_subtract(0, MIN128, &result));
    assert_false(sr_int128_subtract(-2, MAX128, &result));
    assert_true(sr_int128_subtract(-1, MIN128, &result));
    assert_true(result == MAX128);
    assert_true(sr_int128_multiply(MIN128, 1, &result));
    assert_true(result == MIN128);
    assert_true(sr_int128_multiply(MIN128 / 2, 2, &result));
    assert_true(result == MIN128);
    assert_false(sr_int128_multiply(MIN128, -1, &result));
    assert_false(sr_int128_multiply((sr_int128)1 << 64, (sr_int128)1 << 63, &result));
    assert_true(sr_int128_multiply((sr_int128)1 << 64, -((sr_int128)1 << 63), &result));
    assert_true(result == MIN128);
    assert_true(sr_int128_multiply(0, MIN128, &result));
    assert_true(result == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_read_as_people_write_them),
        TEST(what_is_no_number_is_malformed),
        TEST(digits_beyond_the_scale_must_be_zeros),
        TEST(the_ends_of_64_bits_are_met),
        TEST(reals_are_finite_and_nearest),
        TEST(decimals_are_written_with_all_their_digits),
        TEST(reals_are_written_with_the_fewest_digits),
        TEST(rescaling_loses_nothing_or_fails),
        TEST(rounding_goes_half_away_from_zero),
        TEST(the_nearest_double_is_rounded_once),
        TEST(overflow_of_128_bits_is_caught),
    };
    return RUN_TESTS(tests);
}
