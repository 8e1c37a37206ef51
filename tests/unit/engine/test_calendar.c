#include "engine/calendar.h"

#include "tests/support/random.h"
#include "tests/support/test.h"

static sr_day d(int32_t year, int32_t month, int32_t day)
{
    return sr_day_from_civil(year, month, day);
}

/* Easter Sundays as published: US Naval Observatory, "The Date of Easter"; the extremes from Meeus (1991), p. 68. */
static void easter_falls_on_its_published_day(void **state)
{
    (void)state;
    const int32_t easters[][3] = {
        {1818, 3, 22}, {1886, 4, 25}, {1943, 4, 25}, {2000, 4, 23}, {2008, 3, 23}, {2011, 4, 24}, {2019, 4, 21}, {2020, 4, 12},
        {2021, 4, 4}, {2022, 4, 17}, {2023, 4, 9}, {2024, 3, 31}, {2025, 4, 20}, {2026, 4, 5}, {2027, 3, 28}, {2038, 4, 25},
        {2285, 3, 22},
    };
    for (size_t i = 0; i < sizeof(easters) / sizeof(easters[0]); i++) {
        sr_day easter = d(easters[i][0], easters[i][1], easters[i][2]);
        assert_int_equal(sr_day_get_weekday(easter), 7);
        assert_true(sr_calendar_is_holiday(easter));
        assert_true(sr_calendar_is_holiday(easter - 2));
        assert_true(sr_calendar_is_holiday(easter + 49));
        assert_false(sr_calendar_is_holiday(easter + 1));   // Easter Monday is a working day in Estonia
        assert_false(sr_calendar_is_holiday(easter - 7));
        assert_false(sr_calendar_is_holiday(easter + 50));
    }
}

static void the_holidays_of_2026_are_those_of_the_law(void **state)
{
    (void)state;
    const int32_t holidays[][2] = {{1, 1}, {2, 24}, {4, 3}, {4, 5}, {5, 1}, {5, 24}, {6, 23}, {6, 24}, {8, 20}, {12, 24}, {12, 25}, {12, 26}};
    size_t next = 0;
    for (sr_day day = d(2026, 1, 1); day <= d(2026, 12, 31); day++) {
        bool is_expected = next < 12 && day == d(2026, holidays[next][0], holidays[next][1]);
        assert_int_equal(sr_calendar_is_holiday(day), is_expected);
        next += is_expected;
    }
    assert_int_equal(next, 12);
}

static void a_holiday_begins_with_its_law(void **state)
{
    (void)state;
    assert_false(sr_calendar_is_holiday(d(1997, 8, 20)));
    assert_true(sr_calendar_is_holiday(d(1998, 8, 20)));
    assert_false(sr_calendar_is_holiday(d(2004, 12, 24)));
    assert_true(sr_calendar_is_holiday(d(2005, 12, 24)));
    assert_int_equal(sr_calendar_count_workdays(NULL, d(2004, 12, 23), d(2004, 12, 24)), 1);
    assert_int_equal(sr_calendar_count_workdays(NULL, d(2007, 12, 21), d(2007, 12, 24)), 0);
}

static void workdays_skip_weekends_and_holidays(void **state)
{
    (void)state;
    assert_true(sr_calendar_is_workday(NULL, d(2026, 11, 2)));
    assert_false(sr_calendar_is_workday(NULL, d(2026, 11, 1)));
    assert_false(sr_calendar_is_workday(NULL, d(2026, 10, 31)));
    assert_false(sr_calendar_is_workday(NULL, d(2026, 2, 24)));
    assert_false(sr_calendar_is_workday(NULL, d(2026, 4, 3)));
}

static void the_first_day_is_not_counted_and_the_last_is(void **state)
{
    (void)state;
    sr_day monday = d(2026, 11, 2);
    assert_int_equal(sr_calendar_count_workdays(NULL, monday, monday), 0);
    assert_int_equal(sr_calendar_count_workdays(NULL, monday, monday + 1), 1);
    assert_int_equal(sr_calendar_count_workdays(NULL, monday, monday + 4), 4);    // to Friday
    assert_int_equal(sr_calendar_count_workdays(NULL, monday, monday + 7), 5);
    assert_int_equal(sr_calendar_count_workdays(NULL, monday - 3, monday), 1);    // from Friday
    assert_int_equal(sr_calendar_count_workdays(NULL, monday - 2, monday - 1), 0);
    assert_int_equal(sr_calendar_count_workdays(NULL, monday, monday - 3), -1);
    assert_int_equal(sr_calendar_count_workdays(NULL, monday + 7, monday), -5);
    assert_int_equal(sr_calendar_count_workdays(NULL, d(2025, 12, 31), d(2026, 12, 31)), 252);   // Mon-Fri 261 less 9 holidays on them
}

static void counting_agrees_with_looking_at_each_day(void **state)
{
    (void)state;
    const int32_t starts[][3] = {{1996, 12, 20}, {2004, 12, 1}, {2025, 12, 23}, {2026, 4, 2}, {2026, 2, 23}, {1, 1, 1}};
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        sr_day a = d(starts[i][0], starts[i][1], starts[i][2]);
        int32_t count = 0;
        for (sr_day b = a; b < a + 1500; b++) {
            if (b > a)
                count += sr_calendar_is_workday(NULL, b);
            assert_int_equal(sr_calendar_count_workdays(NULL, a, b), count);
            assert_int_equal(sr_calendar_count_workdays(NULL, b, a), -count);
        }
    }
}

static void six_hundred_years_of_holidays_add_up(void **state)
{
    (void)state;
    int32_t count = 0;
    for (sr_day day = d(1700, 1, 1) + 1; day <= d(2300, 1, 1); day++)
        count += sr_calendar_is_workday(NULL, day);
    assert_int_equal(sr_calendar_count_workdays(NULL, d(1700, 1, 1), d(2300, 1, 1)), count);
}

static void the_nth_workday_is_n_workdays_away(void **state)
{
    (void)state;
    sr_day friday = d(2026, 10, 30);
    assert_int_equal(sr_calendar_add_workdays(NULL, friday, 1), d(2026, 11, 2));
    assert_int_equal(sr_calendar_add_workdays(NULL, friday + 1, 1), d(2026, 11, 2));
    assert_int_equal(sr_calendar_add_workdays(NULL, d(2026, 12, 23), 2), d(2026, 12, 29));
    for (int32_t n = 1; n < 600; n++) {
        sr_day day = sr_calendar_add_workdays(NULL, friday, n);
        assert_true(sr_calendar_is_workday(NULL, day));
        assert_int_equal(sr_calendar_count_workdays(NULL, friday, day), n);
    }
    assert_int_equal(sr_calendar_add_workdays(NULL, SR_DAY_MAX - 3, INT32_MAX), SR_DAY_MAX);
}

static void a_deadline_moves_off_days_off(void **state)
{
    (void)state;
    assert_int_equal(sr_calendar_move_off(NULL, d(2026, 11, 2)), d(2026, 11, 2));
    assert_int_equal(sr_calendar_move_off(NULL, d(2026, 10, 31)), d(2026, 11, 2));
    assert_int_equal(sr_calendar_move_off(NULL, d(2026, 12, 24)), d(2026, 12, 28));
    assert_int_equal(sr_calendar_move_off(NULL, SR_DAY_MAX), SR_DAY_MAX);
}

/* --- calendars of a house of its own --- */

static void a_calendar_adds_days_off_and_working_days(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const sr_calendar_entry entries[] = {
        {.is_yearly = true, .month = 12, .day = 31, .first = d(2026, 1, 1), .last = SR_DAY_MAX},
        {.is_yearly = true, .month = 2, .day = 29, .first = SR_DAY_MIN, .last = SR_DAY_MAX},
        {.first = d(2026, 11, 2)},                          // a Monday off
        {.first = d(2026, 11, 7), .is_workday = true},      // a Saturday
        {.first = d(2026, 12, 24), .is_workday = true},     // a public holiday
        {.first = d(2027, 12, 31), .is_workday = true},     // beats the yearly one
        {.first = d(2026, 11, 2)},                          // once more
    };
    const sr_calendar *calendar;
    assert_done(sr_calendar_new(true, entries, 7, arena, &calendar, &err), &err);
    assert_false(sr_calendar_is_workday(calendar, d(2026, 11, 2)));
    assert_true(sr_calendar_is_workday(NULL, d(2026, 11, 2)));
    assert_true(sr_calendar_is_workday(calendar, d(2026, 11, 7)));
    assert_true(sr_calendar_is_workday(calendar, d(2026, 12, 24)));
    assert_false(sr_calendar_is_workday(calendar, d(2026, 12, 25)));
    assert_true(sr_calendar_is_workday(calendar, d(2025, 12, 31)));     // not yet valid
    assert_false(sr_calendar_is_workday(calendar, d(2026, 12, 31)));
    assert_true(sr_calendar_is_workday(calendar, d(2027, 12, 31)));
    assert_false(sr_calendar_is_workday(calendar, d(2028, 2, 29)));
    assert_int_equal(sr_calendar_count_workdays(calendar, d(2026, 10, 30), d(2026, 11, 8)), 5);
    assert_int_equal(sr_calendar_add_workdays(calendar, d(2026, 10, 30), 1), d(2026, 11, 3));
    assert_int_equal(sr_calendar_move_off(calendar, d(2026, 10, 31)), d(2026, 11, 3));
    const sr_calendar *plain;
    assert_done(sr_calendar_new(false, NULL, 0, arena, &plain, &err), &err);
    assert_true(sr_calendar_is_workday(plain, d(2026, 12, 25)));
    assert_int_equal(sr_calendar_count_workdays(plain, d(2025, 12, 31), d(2026, 12, 31)), 261);
    sr_arena_free(arena);
}

static void counting_by_any_calendar_agrees_with_looking_at_each_day(void **state)
{
    (void)state;
    enum { ENTRIES = 40 };
    sr_random random = sr_test_random_start();
    for (int round = 0; round < 60; round++) {
        sr_arena *arena = sr_arena_new();
        sr_error err;
        sr_error_init(&err);
        sr_calendar_entry entries[ENTRIES];
        const sr_calendar *calendar;
        sr_day start = d(2023, 1, 1) + (sr_day)sr_test_random_between(&random, 0, 700);
        for (int i = 0; i < ENTRIES; i++) {
            sr_civil civil = sr_day_to_civil(d(2024, 1, 1) + (sr_day)sr_test_random_between(&random, 0, 365));
            bool is_yearly = sr_test_random_between(&random, 0, 1) == 1;
            sr_day first = start + (sr_day)sr_test_random_between(&random, -100, 1000);
            entries[i] = (sr_calendar_entry){.is_yearly = is_yearly, .month = civil.month, .day = civil.day, .first = first,
                                             .last = first + (sr_day)sr_test_random_between(&random, 1, 1500),
                                             .is_workday = sr_test_random_between(&random, 0, 2) == 0};
        }
        assert_done(sr_calendar_new(round % 2 == 0, entries, (size_t)sr_test_random_between(&random, 0, ENTRIES), arena, &calendar, &err), &err);
        int32_t count = 0;
        for (sr_day day = start + 1; day < start + 900; day++) {
            bool is_workday = sr_calendar_is_workday(calendar, day);
            count += is_workday;
            assert_int_equal(sr_calendar_count_workdays(calendar, start, day), count);
            assert_int_equal(sr_calendar_count_workdays(calendar, day, start), -count);
            if (is_workday)
                assert_int_equal(sr_calendar_add_workdays(calendar, start, count), day);
        }
        sr_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(easter_falls_on_its_published_day),
        TEST(the_holidays_of_2026_are_those_of_the_law),
        TEST(a_holiday_begins_with_its_law),
        TEST(workdays_skip_weekends_and_holidays),
        TEST(the_first_day_is_not_counted_and_the_last_is),
        TEST(counting_agrees_with_looking_at_each_day),
        TEST(six_hundred_years_of_holidays_add_up),
        TEST(the_nth_workday_is_n_workdays_away),
        TEST(a_deadline_moves_off_days_off),
        TEST(a_calendar_adds_days_off_and_working_days),
        TEST(counting_by_any_calendar_agrees_with_looking_at_each_day),
    };
    return RUN_TESTS(tests);
}
