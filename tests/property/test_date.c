/* Every day there is: dates and periods go there and back, and leave no gap. */
#include "engine/base/date.h"

#include "engine/calendar.h"
#include "engine/period.h"
#include "tests/support/random.h"
#include "tests/support/test.h"

static void every_day_is_a_date_and_follows_the_one_before(void **state)
{
    (void)state;
    int32_t year = 0;
    int32_t month = 12;
    int32_t day = 31;
    for (sr_day number = SR_DAY_MIN; number <= SR_DAY_MAX; number++) {
        sr_civil civil = sr_day_to_civil(number);
        bool is_next_day = civil.year == year && civil.month == month && civil.day == day + 1;
        bool is_next_month = civil.year == year && civil.month == month + 1 && civil.day == 1;
        bool is_next_year = civil.year == year + 1 && month == 12 && day == 31 && civil.month == 1 && civil.day == 1;
        if (is_next_day + is_next_month + is_next_year != 1 || !sr_date_is_civil(civil.year, civil.month, civil.day)
            || sr_day_from_civil(civil.year, civil.month, civil.day) != number)
            fail_msg("day %d", (int)number);
        year = civil.year;
        month = civil.month;
        day = civil.day;
    }
}

static void every_iso_date_is_read_back(void **state)
{
    (void)state;
    for (sr_day number = SR_DAY_MIN; number <= SR_DAY_MAX; number += 3) {
        char iso[11];
        sr_day back = 0;
        sr_date_write_iso(number, iso);
        if (!sr_date_parse_iso((sr_text){iso, 10}, &back) || back != number)
            fail_msg("%s", iso);
    }
}

static void every_week_has_seven_days(void **state)
{
    (void)state;
    int32_t year;
    int32_t week;
    sr_day_get_iso_week(SR_DAY_MIN, &year, &week);
    for (sr_day monday = SR_DAY_MIN; monday + 7 <= SR_DAY_MAX; monday += 7) {
        int32_t next_year;
        int32_t next_week;
        sr_day_get_iso_week(monday + 6, &next_year, &next_week);
        if (next_year != year || next_week != week)
            fail_msg("week of day %d", (int)monday);
        sr_day_get_iso_week(monday + 7, &next_year, &next_week);
        bool is_next = next_year == year ? next_week == week + 1 : next_year == year + 1 && next_week == 1 && week >= 52;
        if (!is_next || next_week > 53)
            fail_msg("week after day %d", (int)monday);
        year = next_year;
        week = next_week;
    }
}

static void the_next_period_begins_where_the_last_one_ends(void **state)
{
    (void)state;
    for (int grain = 0; grain < SR_GRAIN_COUNT; grain++) {
        sr_period last = sr_period_of_day((sr_grain)grain, SR_DAY_MAX);
        sr_period period = sr_period_of_day((sr_grain)grain, SR_DAY_MIN);
        for (; period.number < last.number; period = sr_period_add(period, 1)) {
            sr_day end = sr_period_get_last(period);
            sr_period next = sr_period_add(period, 1);
            bool is_new_year = grain != SR_GRAIN_YTD || sr_day_to_civil(end).month == 1;
            sr_day expected = is_new_year ? end : sr_period_get_first(period);
            if (sr_period_get_first(next) != expected || sr_period_of_day((sr_grain)grain, end).number != next.number
                || sr_period_of_day((sr_grain)grain, end - 1).number != period.number)
                fail_msg("grain %d, period %d", grain, (int)period.number);
        }
    }
}

static void every_period_is_read_back(void **state)
{
    (void)state;
    for (int grain = 0; grain < SR_GRAIN_YTD; grain++) {
        sr_period last = sr_period_of_day((sr_grain)grain, SR_DAY_MAX);
        sr_period period = sr_period_of_day((sr_grain)grain, SR_DAY_MIN);
        for (; period.number <= last.number; period = sr_period_add(period, grain == SR_GRAIN_DAY ? 101 : 1)) {
            char text[16];
            sr_period back;
            sr_period_write(period, text);
            if (!sr_period_parse(sr_text_from(text), &back) || back.grain != period.grain || back.number != period.number)
                fail_msg("%s", text);
        }
    }
}

static void workdays_of_two_spans_are_those_of_the_whole(void **state)
{
    (void)state;
    sr_random random = sr_test_random_start();
    for (int i = 0; i < 5000; i++) {
        sr_day days[3];
        for (int j = 0; j < 3; j++)
            days[j] = sr_day_from_civil(2010, 1, 1) + (sr_day)sr_test_random_between(&random, -15000, 15000);
        int32_t whole = sr_calendar_count_workdays(NULL, days[0], days[2]);
        assert_int_equal(sr_calendar_count_workdays(NULL, days[0], days[1]) + sr_calendar_count_workdays(NULL, days[1], days[2]), whole);
    }
}

static void adding_months_is_never_off_by_a_month(void **state)
{
    (void)state;
    sr_random random = sr_test_random_start();
    for (int i = 0; i < 50000; i++) {
        sr_day day = (sr_day)sr_test_random_between(&random, SR_DAY_MIN + 40000, SR_DAY_MAX - 40000);
        int32_t months = (int32_t)sr_test_random_between(&random, -1200, 1200);
        sr_day moved = sr_day_add_months(day, months);
        sr_civil from = sr_day_to_civil(day);
        sr_civil to = sr_day_to_civil(moved);
        assert_int_equal(to.year * 12 + to.month, from.year * 12 + from.month + months);
        assert_true(to.day == from.day || (to.day < from.day && sr_day_to_civil(moved + 1).day == 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_day_is_a_date_and_follows_the_one_before),
        TEST(every_iso_date_is_read_back),
        TEST(every_week_has_seven_days),
        TEST(the_next_period_begins_where_the_last_one_ends),
        TEST(every_period_is_read_back),
        TEST(workdays_of_two_spans_are_those_of_the_whole),
        TEST(adding_months_is_never_off_by_a_month),
    };
    return RUN_TESTS(tests);
}
