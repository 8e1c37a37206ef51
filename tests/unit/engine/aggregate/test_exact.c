#include "tests/support/test.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "engine/aggregate/exact.h"
#include "engine/quotient.h"

static double sum_of(const double *values, size_t count)
{
    sr_exact sum = {0};
    double result = NAN;
    for (size_t i = 0; i < count; i++)
        sr_exact_add(&sum, values[i]);
    assert_true(sr_exact_get(&sum, &result));
    return result;
}

static void assert_same(double a, double b)
{
    assert_memory_equal(&a, &b, sizeof(a));
}

static void one_value_comes_back_as_it_is(void **state)
{
    (void)state;
    const double values[] = {0.0,     1.0,      -1.0,     0.1,      -0.1,    DBL_MAX, -DBL_MAX, DBL_MIN,
                             5e-324,  -5e-324,  1e308,    1e-308,   3.5e-310, 0x1.fffffffffffffp-1022, 0x1p1023, 123456789.125};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        assert_same(sum_of(&values[i], 1), values[i]);
}

static void nothing_cancels(void **state)
{
    (void)state;
    assert_same(sum_of((const double[]){1e308, 1.0, -1e308}, 3), 1.0);
    assert_same(sum_of((const double[]){1e308, 1e308, -1e308, -1e308, 5e-324}, 5), 5e-324);
    assert_same(sum_of((const double[]){0.1, 0.2, -0.3}, 3), 0x1p-55);
    assert_same(sum_of((const double[]){1.0, -1.0}, 2), 0.0);
}

static void the_sum_is_rounded_once_and_to_even(void **state)
{
    (void)state;
    /* Half way between 1 and the next double: to even, unless the smallest double tips it over. */
    assert_same(sum_of((const double[]){1.0, 0x1p-53}, 2), 1.0);
    assert_same(sum_of((const double[]){1.0, 0x1p-53, 5e-324}, 3), 1.0 + 0x1p-52);
    assert_same(sum_of((const double[]){1.0, 0x1p-53, -5e-324}, 3), 1.0);
    assert_same(sum_of((const double[]){-1.0, -0x1p-53, -5e-324}, 3), -1.0 - 0x1p-52);
    assert_same(sum_of((const double[]){1.0 + 0x1p-52, 0x1p-53}, 2), 1.0 + 0x1p-51);
}

static void a_sum_too_large_for_a_double_is_said(void **state)
{
    (void)state;
    sr_exact sum = {0};
    double value = 7.0;
    sr_exact_add(&sum, DBL_MAX);
    sr_exact_add(&sum, DBL_MAX);
    assert_false(sr_exact_get(&sum, &value));
    assert_same(value, 7.0);
    sr_exact_add(&sum, -DBL_MAX);   // and it comes back
    assert_true(sr_exact_get(&sum, &value));
    assert_same(value, DBL_MAX);
}

static void many_values_do_not_overflow_a_chunk(void **state)
{
    (void)state;
    sr_exact sum = {0};
    double value;
    for (int i = 0; i < 100000; i++)
        sr_exact_add(&sum, -0x1.fffffffffffffp+30);
    assert_true(sr_exact_get(&sum, &value));
    assert_same(value, -0x1.fffffffffffffp+30 * 100000);
}

static void products_are_exact(void **state)
{
    (void)state;
    sr_exact sum = {0};
    double value;
    double a = 1.0 + 0x1p-30;
    assert_true(sr_exact_add_product(&sum, a, a));      // 1 + 2^-29 + 2^-60
    sr_exact_add(&sum, -1.0);
    sr_exact_add(&sum, -0x1p-29);
    assert_true(sr_exact_get(&sum, &value));
    assert_same(value, 0x1p-60);
    assert_false(sr_exact_add_product(&sum, 1e200, 1e200));
}

static void integers_of_128_bits_are_exact(void **state)
{
    (void)state;
    sr_exact sum = {0};
    double value;
    sr_int128 large = ((sr_int128)1 << 126) + 1;
    sr_exact_add_integer(&sum, large);
    sr_exact_add_integer(&sum, -((sr_int128)1 << 126));
    assert_true(sr_exact_get(&sum, &value));
    assert_same(value, 1.0);
}

static void the_parts_add_up_to_the_sum(void **state)
{
    (void)state;
    sr_exact sum = {0};
    double parts[SR_EXACT_PARTS_MAX];
    const double values[] = {1e300, 1.0, -1e-300, 3e-324};
    for (size_t i = 0; i < 4; i++)
        sr_exact_add(&sum, values[i]);
    size_t count = sr_exact_expand(&sum, parts);
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++)
        sr_exact_add(&sum, -parts[i]);
    double value;
    assert_true(sr_exact_get(&sum, &value));
    assert_same(value, 0.0);
}

static double divide(sr_number a, sr_number b)
{
    double value = NAN;
    assert_true(sr_quotient(a, b, &value));
    return value;
}

static void a_quotient_is_the_nearest_double(void **state)
{
    (void)state;
    for (int a = -60; a <= 60; a++)
        for (int b = 1; b <= 60; b++)
            assert_true(divide(sr_number_from_integer(a), sr_number_from_integer(b)) == (double)a / b);
    assert_same(divide(sr_number_from_decimal(700, 2), sr_number_from_integer(10)), 0.7);
    assert_same(divide(sr_number_from_integer(1), sr_number_from_decimal(4, 1)), 2.5);
    sr_int128 huge = ((sr_int128)1 << 126) + 1;
    assert_same(divide(sr_number_from_integer(huge), sr_number_from_integer(huge)), 1.0);
    assert_same(divide(sr_number_from_integer(1), sr_number_from_integer((sr_int128)1 << 126)), 0x1p-126);
    assert_same(divide(sr_number_from_integer(-1), sr_number_from_integer(3)), -1.0 / 3.0);
    /* 2^53 + 1 over 1 is half way: to even; a rest behind it tips it. */
    assert_same(divide(sr_number_from_integer(((sr_int128)1 << 53) + 1), sr_number_from_integer(1)), 0x1p53);
    assert_same(divide(sr_number_from_integer((((sr_int128)1 << 53) + 1) * 10 + 1), sr_number_from_integer(10)), 0x1p53 + 2);
}

static void a_quotient_too_large_for_a_double_is_said(void **state)
{
    (void)state;
    double value;
    assert_false(sr_quotient(sr_number_from_real(1e300), sr_number_from_real(1e-300), &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_value_comes_back_as_it_is),
        TEST(nothing_cancels),
        TEST(the_sum_is_rounded_once_and_to_even),
        TEST(a_sum_too_large_for_a_double_is_said),
        TEST(many_values_do_not_overflow_a_chunk),
        TEST(products_are_exact),
        TEST(integers_of_128_bits_are_exact),
        TEST(the_parts_add_up_to_the_sum),
        TEST(a_quotient_is_the_nearest_double),
        TEST(a_quotient_too_large_for_a_double_is_said),
    };
    return RUN_TESTS(tests);
}
