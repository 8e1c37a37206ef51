#include "engine/indicator/shift.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/test.h"

static sr_day day_of(sr_text text)
{
    sr_day day;
    assert_true(sr_date_parse_iso(text, &day));
    return day;
}

/* "2026-10-01 2026-11-01" becomes `expected`, written so, or "none". `number` is of months, or the month with which years begin. */
static void assert_shift(sr_formula_op op, uint32_t number, const char *given, const char *expected)
{
    sr_formula formula = {.op = op, .months = number, .year_month = number};
    sr_cube_range range = {.first = day_of(sr_text_slice(sr_text_from(given), 0, 10)), .last = day_of(sr_text_slice(sr_text_from(given), 11, 21))};
    char text[32] = "none";
    char day[11];
    if (sr_shift_range(&formula, &range)) {
        sr_date_write_iso(range.first, day);
        snprintf(text, sizeof(text), "%s ", day);
        sr_date_write_iso(range.last, day);
        strcat(text, day);
    }
    assert_string_equal(text, expected);
}

static void sums_over_time_end_with_the_period_or_its_year(void **state)
{
    (void)state;
    assert_shift(SR_FORMULA_YTD, 0, "2026-10-01 2026-11-01", "2026-01-01 2026-11-01");
    assert_shift(SR_FORMULA_YTD, 0, "2026-01-01 2027-01-01", "2026-01-01 2027-01-01");
    assert_shift(SR_FORMULA_FULL_YEAR, 0, "2026-10-01 2026-11-01", "2026-01-01 2027-01-01");
    assert_shift(SR_FORMULA_ROLLING, 12, "2026-10-01 2026-11-01", "2025-11-01 2026-11-01");
    assert_shift(SR_FORMULA_ROLLING, 12, "2026-01-01 2027-01-01", "2026-01-01 2027-01-01");
    assert_shift(SR_FORMULA_ROLLING, 3, "2026-10-26 2026-11-02", "2026-08-02 2026-11-02");
    assert_shift(SR_FORMULA_ADD, 0, "2026-10-01 2026-11-01", "2026-10-01 2026-11-01");
}

static void a_financial_year_begins_with_its_month(void **state)
{
    (void)state;
    assert_shift(SR_FORMULA_YTD, 4, "2026-10-01 2026-11-01", "2026-04-01 2026-11-01");
    assert_shift(SR_FORMULA_YTD, 4, "2026-03-01 2026-04-01", "2025-04-01 2026-04-01");
    assert_shift(SR_FORMULA_YTD, 4, "2026-04-01 2026-05-01", "2026-04-01 2026-05-01");
    assert_shift(SR_FORMULA_FULL_YEAR, 4, "2026-03-01 2026-04-01", "2025-04-01 2026-04-01");
    assert_shift(SR_FORMULA_FULL_YEAR, 4, "2026-12-01 2027-01-01", "2026-04-01 2027-04-01");
    assert_shift(SR_FORMULA_FULL_YEAR, 12, "2026-11-01 2026-12-01", "2025-12-01 2026-12-01");
    assert_shift(SR_FORMULA_FULL_YEAR, 1, "2026-12-01 2027-01-01", "2026-01-01 2027-01-01");
}

static void the_period_before_is_as_long_in_months_or_days(void **state)
{
    (void)state;
    assert_shift(SR_FORMULA_PREVIOUS, 0, "2026-03-01 2026-04-01", "2026-02-01 2026-03-01");
    assert_shift(SR_FORMULA_PREVIOUS, 0, "2026-01-01 2026-04-01", "2025-10-01 2026-01-01");
    assert_shift(SR_FORMULA_PREVIOUS, 0, "2026-07-01 2027-01-01", "2026-01-01 2026-07-01");
    assert_shift(SR_FORMULA_PREVIOUS, 0, "2026-01-01 2027-01-01", "2025-01-01 2026-01-01");
    assert_shift(SR_FORMULA_PREVIOUS, 0, "2026-11-02 2026-11-09", "2026-10-26 2026-11-02");
    assert_shift(SR_FORMULA_PREVIOUS, 0, "2024-03-01 2024-03-02", "2024-02-29 2024-03-01");
}

static void last_year_is_the_period_of_the_same_name(void **state)
{
    (void)state;
    assert_shift(SR_FORMULA_LAST_YEAR, 0, "2024-02-01 2024-03-01", "2023-02-01 2023-03-01");
    assert_shift(SR_FORMULA_LAST_YEAR, 0, "2026-04-01 2026-07-01", "2025-04-01 2025-07-01");
    assert_shift(SR_FORMULA_LAST_YEAR, 0, "2026-01-01 2026-11-01", "2025-01-01 2025-11-01");
    assert_shift(SR_FORMULA_LAST_YEAR, 0, "2026-10-26 2026-11-02", "2025-10-27 2025-11-03");   // week 44
    assert_shift(SR_FORMULA_LAST_YEAR, 0, "2026-12-28 2027-01-04", "none");                   // week 53
    assert_shift(SR_FORMULA_LAST_YEAR, 0, "2027-01-04 2027-01-11", "2025-12-29 2026-01-05");   // week 1
    assert_shift(SR_FORMULA_LAST_YEAR, 0, "2026-10-31 2026-11-01", "2025-10-31 2025-11-01");
    assert_shift(SR_FORMULA_LAST_YEAR, 0, "2024-02-29 2024-03-01", "none");
    assert_shift(SR_FORMULA_LAST_YEAR, 0, "2026-10-26 2026-11-01", "2025-10-27 2025-11-02");   // a part of a week
}

static void a_range_over_all_periods_stays(void **state)
{
    (void)state;
    sr_formula formula = {.op = SR_FORMULA_LAST_YEAR};
    sr_cube_range range = {.first = SR_DAY_MIN, .last = SR_DAY_MAX};
    assert_true(sr_shift_range(&formula, &range));
    assert_true(range.first == SR_DAY_MIN && range.last == SR_DAY_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sums_over_time_end_with_the_period_or_its_year),
        TEST(a_financial_year_begins_with_its_month),
        TEST(the_period_before_is_as_long_in_months_or_days),
        TEST(last_year_is_the_period_of_the_same_name),
        TEST(a_range_over_all_periods_stays),
    };
    return RUN_TESTS(tests);
}
