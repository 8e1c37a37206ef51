/* Printing and reading are inverse, for decimals and reals, in every notation. */
#include "engine/base/number.h"

#include <math.h>
#include <string.h>

#include "tests/support/random.h"
#include "tests/support/test.h"

#define ROUNDS 50000

/* Any magnitude is as likely as any other. */
static int64_t get_any(sr_random *random)
{
    return (int64_t)sr_test_random_next(random) >> sr_test_random_between(random, 0, 63);
}

static void a_decimal_is_read_back_as_it_was_written(void **state)
{
    (void)state;
    sr_random random = sr_test_random_start();
    for (int i = 0; i < ROUNDS; i++) {
        char text[SR_INT128_SIZE];
        int64_t value = get_any(&random);
        int64_t back = 0;
        uint8_t scale = (uint8_t)sr_test_random_between(&random, 0, SR_SCALE_MAX);
        size_t size = sr_number_write_decimal(value, scale, text);
        assert_int_equal(sr_number_parse_decimal((sr_text){text, size}, (sr_notation){'.', 0}, scale, &back), SR_NUMBER_OK);
        assert_true(back == value);
    }
}

/* The digits of a plain number with group marks and another decimal mark. */
static size_t decorate(const char *text, size_t size, sr_random *random, const char *group, char *out)
{
    const char *dot = memchr(text, '.', size);
    size_t whole = dot == NULL ? size : (size_t)(dot - text);
    size_t used = 0;
    bool has_groups = sr_test_random_between(random, 0, 1) == 1;
    for (size_t i = 0; i < size; i++) {
        bool is_group = has_groups && i > 0 && text[i - 1] != '-' && i < whole && (whole - i) % 3 == 0;
        if (is_group) {
            memcpy(out + used, group, strlen(group));
            used += strlen(group);
        }
        out[used++] = text[i] == '.' ? ',' : text[i];
    }
    return used;
}

static void group_marks_change_no_number(void **state)
{
    (void)state;
    const char *groups[] = {" ", "\xC2\xA0", "\xE2\x80\xAF", "."};
    sr_random random = sr_test_random_start();
    for (int i = 0; i < ROUNDS; i++) {
        char text[SR_INT128_SIZE];
        char decorated[3 * SR_INT128_SIZE];
        int64_t value = get_any(&random);
        int64_t back = 0;
        uint8_t scale = (uint8_t)sr_test_random_between(&random, 0, 4);
        int64_t group = sr_test_random_between(&random, 0, 3);
        size_t size = sr_number_write_decimal(value, scale, text);
        size = decorate(text, size, &random, groups[group], decorated);
        const sr_notation notation = {',', group == 3 ? '.' : ' '};
        assert_int_equal(sr_number_parse_decimal((sr_text){decorated, size}, notation, scale, &back), SR_NUMBER_OK);
        assert_true(back == value);
    }
}

static void a_real_is_read_back_as_it_was_written(void **state)
{
    (void)state;
    sr_random random = sr_test_random_start();
    for (int i = 0; i < ROUNDS; i++) {
        char text[SR_INT128_SIZE];
        uint64_t bits = sr_test_random_next(&random);
        double value;
        double back = NAN;
        memcpy(&value, &bits, sizeof(value));
        if (!isfinite(value))
            continue;
        size_t size = sr_number_write_real(value, text);
        assert_int_equal(sr_number_parse_real((sr_text){text, size}, (sr_notation){'.', 0}, &back), SR_NUMBER_OK);
        assert_true(back == value);
    }
}

static void a_decimal_has_the_double_that_its_digits_have(void **state)
{
    (void)state;
    sr_random random = sr_test_random_start();
    for (int i = 0; i < ROUNDS; i++) {
        char text[SR_INT128_SIZE];
        int64_t value = get_any(&random);
        uint8_t scale = (uint8_t)sr_test_random_between(&random, 0, SR_SCALE_MAX);
        double back = NAN;
        size_t size = sr_number_write_decimal(value, scale, text);
        assert_int_equal(sr_number_parse_real((sr_text){text, size}, (sr_notation){'.', 0}, &back), SR_NUMBER_OK);
        assert_true(sr_number_to_real(value, scale) == back);
    }
}

static void rounding_never_moves_more_than_half(void **state)
{
    (void)state;
    sr_random random = sr_test_random_start();
    for (int i = 0; i < ROUNDS; i++) {
        sr_int128 value = (sr_int128)get_any(&random);
        uint8_t from = (uint8_t)sr_test_random_between(&random, 0, SR_SCALE_MAX);
        uint8_t to = (uint8_t)sr_test_random_between(&random, 0, from);
        sr_int128 back = 0;
        sr_int128 unit = 0;
        assert_true(sr_number_rescale(sr_number_round(value, from, to), to, from, &back));
        assert_true(sr_number_rescale(1, to, from, &unit));
        sr_int128 moved = back < value ? value - back : back - value;
        assert_true(moved * 2 <= unit);
    }
}

static void no_bytes_break_the_reader(void **state)
{
    (void)state;
    static const char pieces[] = "0123456789.,- +()eE\xC2\xA0\xE2\x80\xAF\x88\x92";
    sr_random random = sr_test_random_start();
    for (int i = 0; i < ROUNDS; i++) {
        char text[24];
        size_t size = (size_t)sr_test_random_between(&random, 0, sizeof(text));
        for (size_t j = 0; j < size; j++)
            text[j] = pieces[sr_test_random_between(&random, 0, sizeof(pieces) - 2)];
        int64_t decimal = 0;
        double real = 0;
        const sr_notation notation = {',', ' '};
        sr_number_result as_decimal = sr_number_parse_decimal((sr_text){text, size}, notation, 2, &decimal);
        sr_number_result as_real = sr_number_parse_real((sr_text){text, size}, notation, &real);
        assert_true(isfinite(real));
        if (as_decimal == SR_NUMBER_OK) {
            assert_int_equal(as_real, SR_NUMBER_OK);
            assert_close(real, sr_number_to_real(decimal, 2), 1e-15);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_decimal_is_read_back_as_it_was_written),
        TEST(group_marks_change_no_number),
        TEST(a_real_is_read_back_as_it_was_written),
        TEST(a_decimal_has_the_double_that_its_digits_have),
        TEST(rounding_never_moves_more_than_half),
        TEST(no_bytes_break_the_reader),
    };
    return RUN_TESTS(tests);
}
