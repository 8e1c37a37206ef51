#include "tests/support/test.h"

#include <math.h>
#include <stdio.h>

#include "engine/base/file.h"

static void numbers_that_differ_in_the_eighth_digit_are_not_close(void **state)
{
    (void)state;
    assert_false(sr_test_is_close(1.0000000, 1.0000001, 1e-9));
    assert_false(sr_test_is_close(12345678.0, 12345679.0, 1e-9));
    assert_false(sr_test_is_close(1000000.0, 1000000.05, 1e-9));    // the same as float
    assert_false(sr_test_is_close(0.12345678, 0.12345679, 1e-9));
}

static void twins_are_close(void **state)
{
    (void)state;
    assert_true(sr_test_is_close(0.1 + 0.2, 0.3, 1e-15));
    assert_true(sr_test_is_close(1e15, 1e15 + 0.125, 1e-15));
    assert_true(sr_test_is_close(-2.5, -2.5, 0.0));
}

static void nan_and_infinity_are_close_to_nothing(void **state)
{
    (void)state;
    assert_false(sr_test_is_close(NAN, 1.0, 1.0));
    assert_false(sr_test_is_close(1.0, NAN, 1.0));
    assert_false(sr_test_is_close(NAN, NAN, 1.0));
    assert_false(sr_test_is_close(INFINITY, INFINITY, 1.0));
    assert_false(sr_test_is_close(1.0, INFINITY, 1.0));
    assert_false(sr_test_is_close(-INFINITY, -INFINITY, INFINITY));
}

static void opposite_signs_are_not_close(void **state)
{
    (void)state;
    assert_false(sr_test_is_close(1.0, -1.0, 1e-6));
    assert_false(sr_test_is_close(0.0, 1e-3, 1e-6));
}

static void each_directory_is_new_and_empty(void **state)
{
    (void)state;
    char first[128];
    snprintf(first, sizeof(first), "%s", sr_test_make_directory());
    const char *second = sr_test_make_directory();
    assert_string_not_equal(first, second);
    assert_true(sr_file_is_directory(first));
    assert_true(sr_file_is_directory(second));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_that_differ_in_the_eighth_digit_are_not_close),
        TEST(twins_are_close),
        TEST(nan_and_infinity_are_close_to_nothing),
        TEST(opposite_signs_are_not_close),
        TEST(each_directory_is_new_and_empty),
    };
    return RUN_TESTS(tests);
}
