#include "tests/support/test.h"

#include "engine/stats/interval.h"

static void no_event_has_an_interval_that_begins_at_zero(void **state)
{
    (void)state;
    assert_true(sr_interval_wilson(0, 7, 0.95).lower == 0.0);
    assert_true(sr_interval_wilson(0, 7, 0.95).upper > 0.3);
    assert_true(sr_interval_poisson(0, 0.95).lower == 0.0);
    assert_close(sr_interval_poisson(0, 0.95).upper, 3.6888794541139354, 1e-14);
}

static void all_events_have_an_interval_that_ends_at_one(void **state)
{
    (void)state;
    assert_true(sr_interval_wilson(7, 7, 0.95).upper == 1.0);
    assert_true(sr_interval_wilson(7, 7, 0.95).lower < 0.7);
}

static void a_share_of_many_keeps_its_interval_inside_zero_and_one(void **state)
{
    (void)state;
    sr_interval nearly_none = sr_interval_wilson(1, 1e12, 0.95);
    sr_interval nearly_all = sr_interval_wilson(1e12 - 1, 1e12, 0.95);
    assert_true(nearly_none.lower >= 0.0 && nearly_none.lower <= 1e-12);
    assert_true(nearly_all.upper <= 1.0 && nearly_all.upper >= 1.0 - 1e-12);
}

static void below_ten_events_the_interval_is_exact_and_then_of_byar(void **state)
{
    (void)state;
    assert_true(sr_interval_poisson_is_exact(9));
    assert_false(sr_interval_poisson_is_exact(10));
    assert_close(sr_interval_poisson(9, 0.95).lower, 4.1153731, 1e-7);      // Garwood 1936, table II
    assert_close(sr_interval_poisson(9, 0.95).upper, 17.0848034, 1e-7);
    assert_close(sr_interval_poisson(10, 0.95).lower, 4.7874499, 1e-7);     // Byar; exact is 4.7954
}

static void a_wider_level_is_a_wider_interval(void **state)
{
    (void)state;
    sr_interval narrow = sr_interval_mean(10.0, 2.0, 5, 0.90);
    sr_interval wide = sr_interval_mean(10.0, 2.0, 5, 0.99);
    assert_true(wide.lower < narrow.lower && narrow.upper < wide.upper);
    assert_close(narrow.lower + narrow.upper, 20.0, 1e-14);
}

static void equal_values_have_a_mean_without_width(void **state)
{
    (void)state;
    sr_interval interval = sr_interval_mean(3.5, 0.0, 2, 0.95);
    assert_true(interval.lower == 3.5 && interval.upper == 3.5);
}

int main(void)
{
    sr_stats_init();
    const struct CMUnitTest tests[] = {
        TEST(no_event_has_an_interval_that_begins_at_zero),
        TEST(all_events_have_an_interval_that_ends_at_one),
        TEST(a_share_of_many_keeps_its_interval_inside_zero_and_one),
        TEST(below_ten_events_the_interval_is_exact_and_then_of_byar),
        TEST(a_wider_level_is_a_wider_interval),
        TEST(equal_values_have_a_mean_without_width),
    };
    return RUN_TESTS(tests);
}
