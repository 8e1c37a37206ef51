#include "tests/support/test.h"

#include <math.h>

#include "engine/judge.h"

#define OCTOBER ((sr_period){SR_GRAIN_MONTH, 2026 * 12 + 9})

static sr_target target;
static sr_plan_indicator indicator;

static void set_target(sr_target t)
{
    target = t;
    target.valid_from = 20454;      // 2026-01-01
    target.valid_to = 20819;        // 2027-01-01
    indicator = (sr_plan_indicator){.target_count = 1, .targets = &target};
}

static sr_number percent(int value)
{
    return sr_number_from_decimal(value, 2);
}

static sr_result share(int64_t numerator, int64_t denominator)
{
    return (sr_result){
        .state = SR_CELL_OK,
        .n = denominator,
        .has_parts = true,
        .per = 1.0,
        .numerator = sr_number_from_integer(numerator),
        .denominator = sr_number_from_integer(denominator),
        .value = sr_number_from_real((double)numerator / (double)denominator),
    };
}

static sr_result number(double value)
{
    return (sr_result){.state = SR_CELL_OK, .n = 1, .value = sr_number_from_real(value)};
}

static void a_share_is_judged_by_its_whole_interval(void **state)
{
    (void)state;
    set_target((sr_target){.has_min = true, .min = percent(90)});
    indicator.interval = SR_INTERVAL_WILSON;
    sr_result many_good = share(950, 1000);
    sr_result few_good = share(19, 20);
    sr_result bad = share(800, 1000);
    sr_judgement j = sr_judge(&indicator, &many_good, OCTOBER);
    assert_int_equal(j.verdict, SR_VERDICT_MET);
    assert_string_equal(j.method, "Wilson");
    assert_true(j.has_level && sr_number_compare(j.level, percent(90)) == 0);
    assert_int_equal(sr_judge(&indicator, &few_good, OCTOBER).verdict, SR_VERDICT_CANNOT_TELL);
    assert_int_equal(sr_judge(&indicator, &bad, OCTOBER).verdict, SR_VERDICT_NOT_MET);
}

static void a_complete_figure_is_judged_by_its_value(void **state)
{
    (void)state;
    set_target((sr_target){.has_min = true, .min = percent(70)});
    sr_result exactly = share(7, 10);
    sr_result below = share(699, 1000);
    assert_int_equal(sr_judge(&indicator, &exactly, OCTOBER).verdict, SR_VERDICT_MET);
    assert_false(sr_judge(&indicator, &exactly, OCTOBER).has_interval);
    assert_int_equal(sr_judge(&indicator, &below, OCTOBER).verdict, SR_VERDICT_NOT_MET);
}

static void a_maximum_is_good_below(void **state)
{
    (void)state;
    set_target((sr_target){.has_max = true, .max = sr_number_from_integer(2), .has_warn = true, .warn = sr_number_from_integer(3)});
    sr_result at = number(2), over = number(2.5), far = number(3.5);
    assert_int_equal(sr_judge(&indicator, &at, OCTOBER).verdict, SR_VERDICT_MET);
    assert_int_equal(sr_judge(&indicator, &over, OCTOBER).verdict, SR_VERDICT_NOT_MET);
    assert_true(sr_judge(&indicator, &over, OCTOBER).is_in_warning_zone);
    assert_false(sr_judge(&indicator, &far, OCTOBER).is_in_warning_zone);
}

static void the_warning_zone_lies_below_a_minimum(void **state)
{
    (void)state;
    set_target((sr_target){.has_min = true, .min = percent(90), .has_warn = true, .warn = percent(85)});
    sr_result met = number(0.9), near = number(0.85), far = number(0.84);
    assert_false(sr_judge(&indicator, &met, OCTOBER).is_in_warning_zone);
    assert_true(sr_judge(&indicator, &near, OCTOBER).is_in_warning_zone);
    assert_false(sr_judge(&indicator, &far, OCTOBER).is_in_warning_zone);
}

static void minimum_and_maximum_together_are_a_band(void **state)
{
    (void)state;
    set_target((sr_target){.has_min = true, .min = percent(60), .has_max = true, .max = percent(85)});
    sr_result low = number(0.5), inside = number(0.7), high = number(0.9);
    assert_int_equal(sr_judge(&indicator, &low, OCTOBER).verdict, SR_VERDICT_NOT_MET);
    assert_int_equal(sr_judge(&indicator, &inside, OCTOBER).verdict, SR_VERDICT_MET);
    assert_int_equal(sr_judge(&indicator, &high, OCTOBER).verdict, SR_VERDICT_NOT_MET);
}

static void a_linear_target_grows_with_the_months_of_the_year(void **state)
{
    (void)state;
    set_target((sr_target){.has_near = true, .near = percent(100), .tolerance = percent(5), .is_linear = true});
    sr_result spent = number(0.80), little = number(0.78);
    sr_judgement j = sr_judge(&indicator, &spent, OCTOBER);
    assert_close(sr_number_get_real(j.level), 10.0 / 12.0, 1e-15);
    assert_int_equal(j.verdict, SR_VERDICT_MET);
    assert_int_equal(sr_judge(&indicator, &little, OCTOBER).verdict, SR_VERDICT_NOT_MET);
    sr_period quarter = {SR_GRAIN_QUARTER, 2026 * 4 + 1};
    assert_close(sr_number_get_real(sr_judge(&indicator, &spent, quarter).level), 0.5, 1e-15);
    sr_period ytd = {SR_GRAIN_YTD, 2026 * 12 + 2};
    assert_close(sr_number_get_real(sr_judge(&indicator, &spent, ytd).level), 0.25, 1e-15);
    sr_period year = {SR_GRAIN_YEAR, 2026};
    assert_true(sr_number_compare(sr_judge(&indicator, &spent, year).level, percent(100)) == 0);
}

static void a_weighted_target_grows_with_the_weights_of_the_months(void **state)
{
    (void)state;
    set_target((sr_target){.has_min = true, .min = percent(100), .is_weighted = true, .weights = {0, 0, 3, 0, 0, 0, 5, 0, 0, 0, 0, 2}});
    sr_result spent = number(0.80);
    sr_period february = {SR_GRAIN_MONTH, 2026 * 12 + 1}, march = {SR_GRAIN_MONTH, 2026 * 12 + 2}, year = {SR_GRAIN_YEAR, 2026};
    assert_close(sr_number_get_real(sr_judge(&indicator, &spent, february).level), 0.0, 1e-15);
    assert_close(sr_number_get_real(sr_judge(&indicator, &spent, march).level), 0.3, 1e-15);
    assert_close(sr_number_get_real(sr_judge(&indicator, &spent, OCTOBER).level), 0.8, 1e-15);
    assert_int_equal(sr_judge(&indicator, &spent, OCTOBER).verdict, SR_VERDICT_MET);
    assert_true(sr_number_compare(sr_judge(&indicator, &spent, year).level, percent(100)) == 0);
}

static void a_relative_tolerance_is_a_share_of_what_is_asked_for_then(void **state)
{
    (void)state;
    set_target((sr_target){.has_near = true, .near = percent(6000), .tolerance = percent(10), .has_warn = true, .warn = percent(20),
                           .is_relative = true, .is_linear = true});
    sr_result good = number(45.1), near_miss = number(44.9), bad = number(39.9);
    sr_judgement j = sr_judge(&indicator, &near_miss, OCTOBER);     // 50 is asked for, 45 to 55 is good, 40 to 60 a warning
    assert_close(sr_number_get_real(j.level), 50.0, 1e-12);
    assert_int_equal(sr_judge(&indicator, &good, OCTOBER).verdict, SR_VERDICT_MET);
    assert_int_equal(j.verdict, SR_VERDICT_NOT_MET);
    assert_true(j.is_in_warning_zone);
    assert_false(sr_judge(&indicator, &bad, OCTOBER).is_in_warning_zone);
}

static void the_target_is_the_one_valid_at_the_end_of_the_period(void **state)
{
    (void)state;
    set_target((sr_target){.has_min = true, .min = percent(90)});
    sr_result good = share(95, 100);
    sr_period last_year = {SR_GRAIN_MONTH, 2025 * 12 + 11};
    sr_period next_year = {SR_GRAIN_MONTH, 2027 * 12};
    sr_period december = {SR_GRAIN_MONTH, 2026 * 12 + 11};
    assert_null(sr_judge(&indicator, &good, last_year).target);
    assert_int_equal(sr_judge(&indicator, &good, last_year).verdict, SR_VERDICT_NONE);
    assert_null(sr_judge(&indicator, &good, next_year).target);
    assert_int_equal(sr_judge(&indicator, &good, december).verdict, SR_VERDICT_MET);
}

static void a_cell_without_a_value_has_no_verdict(void **state)
{
    (void)state;
    set_target((sr_target){.has_min = true, .min = percent(90)});
    indicator.interval = SR_INTERVAL_WILSON;
    sr_result none = {.state = SR_CELL_ZERO_DENOMINATOR, .has_parts = true};
    sr_judgement j = sr_judge(&indicator, &none, OCTOBER);
    assert_int_equal(j.verdict, SR_VERDICT_NONE);
    assert_false(j.has_interval);
    assert_true(j.has_level);
}

static void counts_rates_and_means_have_their_own_intervals(void **state)
{
    (void)state;
    set_target((sr_target){0});
    indicator.interval = SR_INTERVAL_POISSON;
    sr_result few = {.state = SR_CELL_OK, .n = 5, .value = sr_number_from_integer(5)};
    sr_judgement j = sr_judge(&indicator, &few, OCTOBER);
    assert_string_equal(j.method, "exact");
    assert_close(j.interval.lower, 1.6234864, 1e-7);
    assert_close(j.interval.upper, 11.6683321, 1e-7);
    sr_result rate = share(65, 1000);
    rate.per = 1000;
    rate.value = sr_number_from_real(65);
    j = sr_judge(&indicator, &rate, OCTOBER);
    assert_string_equal(j.method, "Byar");
    assert_close(j.interval.lower, 50.163187710459454, 1e-12);
    indicator.interval = SR_INTERVAL_T;
    sr_result mean = {.state = SR_CELL_OK, .n = 20, .value = sr_number_from_real(1.54), .has_deviation = true, .deviation = 2.0179197209007103};
    j = sr_judge(&indicator, &mean, OCTOBER);
    assert_string_equal(j.method, "t");
    assert_close(j.interval.lower, 0.59558449961960391, 1e-12);
    mean.has_deviation = false;
    assert_false(sr_judge(&indicator, &mean, OCTOBER).has_interval);
}

int main(void)
{
    sr_stats_init();
    const struct CMUnitTest tests[] = {
        TEST(a_share_is_judged_by_its_whole_interval),
        TEST(a_complete_figure_is_judged_by_its_value),
        TEST(a_maximum_is_good_below),
        TEST(the_warning_zone_lies_below_a_minimum),
        TEST(minimum_and_maximum_together_are_a_band),
        TEST(a_linear_target_grows_with_the_months_of_the_year),
        TEST(a_weighted_target_grows_with_the_weights_of_the_months),
        TEST(a_relative_tolerance_is_a_share_of_what_is_asked_for_then), TEST(the_target_is_the_one_valid_at_the_end_of_the_period),
        TEST(a_cell_without_a_value_has_no_verdict),
        TEST(counts_rates_and_means_have_their_own_intervals),
    };
    return RUN_TESTS(tests);
}
