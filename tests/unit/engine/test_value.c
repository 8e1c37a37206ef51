#include "engine/value.h"

#include "tests/support/test.h"

#define MAX128 ((sr_int128)(((sr_int128)INT64_MAX << 64) | UINT64_MAX))

static void every_kind_has_its_word(void **state)
{
    (void)state;
    const char *words[SR_KIND_COUNT] = {"boolean", "integer", "decimal", "real", "date", "text"};
    for (int i = 0; i < SR_KIND_COUNT; i++)
        assert_string_equal(sr_kind_get_name((sr_kind)i), words[i]);
}

static void numbers_in_order_compare_in_order(void **state)
{
    (void)state;
    const sr_number order[] = {
        sr_number_from_integer(-MAX128 - 1),
        sr_number_from_real(-1e30),
        sr_number_from_decimal(-12345, 3),
        sr_number_from_integer(-12),
        sr_number_from_decimal(-1, 18),
        sr_number_from_integer(0),
        sr_number_from_decimal(1, 38),
        sr_number_from_decimal(1, 18),
        sr_number_from_real(0.05),
        sr_number_from_decimal(1, 1),
        sr_number_from_decimal(12345678901234567, 16),
        sr_number_from_decimal(12345678901234568, 16),
        sr_number_from_decimal(MAX128, 38),
        sr_number_from_integer(2),
        sr_number_from_decimal(MAX128, 1),
        sr_number_from_integer(MAX128),
    };
    int count = sizeof(order) / sizeof(order[0]);
    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++)
            assert_int_equal(sr_number_compare(order[i], order[j]), (i > j) - (i < j));
}

static void the_same_number_is_equal_in_every_form(void **state)
{
    (void)state;
    assert_int_equal(sr_number_compare(sr_number_from_decimal(10, 2), sr_number_from_decimal(1, 1)), 0);
    assert_int_equal(sr_number_compare(sr_number_from_decimal(1, 1), sr_number_from_real(0.1)), 0);
    assert_int_equal(sr_number_compare(sr_number_from_real(-0.0), sr_number_from_integer(0)), 0);
    assert_int_equal(sr_number_compare(sr_number_from_decimal(-200, 2), sr_number_from_integer(-2)), 0);
}

static void a_number_is_written_as_it_is(void **state)
{
    (void)state;
    char text[64];
    assert_int_equal(sr_number_write(sr_number_from_decimal(-1250, 2), text), 6);
    assert_string_equal(text, "-12.50");
    sr_number_write(sr_number_from_real(0.1), text);
    assert_string_equal(text, "0.1");
    sr_number_write(sr_number_from_integer(-MAX128 - 1), text);
    assert_string_equal(text, "-170141183460469231731687303715884105728");
    assert_close(sr_number_get_real(sr_number_from_decimal(-1250, 2)), -12.5, 0.0);
    assert_close(sr_number_get_real(sr_number_from_real(0.25)), 0.25, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_has_its_word),
        TEST(numbers_in_order_compare_in_order),
        TEST(the_same_number_is_equal_in_every_form),
        TEST(a_number_is_written_as_it_is),
    };
    return RUN_TESTS(tests);
}
