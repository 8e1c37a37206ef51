#include "engine/stopwatch.h"

#include "engine/calendar.h"
#include "tests/support/random.h"
#include "tests/support/test.h"

static const sr_counting DAYS = {false, NULL};
static const sr_counting WORKDAYS = {true, NULL};

static sr_day d(int32_t year, int32_t month, int32_t day)
{
    return sr_day_from_civil(year, month, day);
}

static void stops_are_put_in_order_and_joined(void **state)
{
    (void)state;
    sr_stop stops[SR_STOPS_MAX] = {{30, 40}, {10, 20}, {15, 25}, {50, 50}};
    assert_int_equal(sr_stops_settle(stops, 4), 2);
    assert_true(stops[0].from == 10 && stops[0].to == 25);
    assert_true(stops[1].from == 30 && stops[1].to == 40);
    sr_stop touching[] = {{20, SR_DAY_MAX}, {10, 20}, {5, 3}};
    assert_int_equal(sr_stops_settle(touching, 3), 1);
    assert_true(touching[0].from == 10 && touching[0].to == SR_DAY_MAX);
}

/* The rules of procedure: the day of the notice still counts, the day on which the missing document arrives does not. */
static void the_clock_runs_on_the_day_of_the_notice_and_from_the_day_after_the_arrival(void **state)
{
    (void)state;
    sr_stop stop[] = {{d(2026, 11, 4), d(2026, 11, 10)}};      // asked on a Wednesday, there on a Tuesday
    sr_day monday = d(2026, 11, 2);
    assert_int_equal(sr_stopwatch_count(WORKDAYS, monday, d(2026, 11, 4), stop, 1), 2);
    assert_int_equal(sr_stopwatch_count(WORKDAYS, monday, d(2026, 11, 10), stop, 1), 2);
    assert_int_equal(sr_stopwatch_count(WORKDAYS, monday, d(2026, 11, 11), stop, 1), 3);
    assert_int_equal(sr_stopwatch_count(WORKDAYS, d(2026, 11, 11), monday, stop, 1), -3);
    sr_day deadline;
    bool is_beyond;
    assert_true(sr_stopwatch_find_deadline(WORKDAYS, monday, 3, stop, 1, &deadline, &is_beyond));
    assert_int_equal(deadline, d(2026, 11, 11));
    assert_true(sr_stopwatch_find_deadline(DAYS, monday, 5, stop, 1, &deadline, &is_beyond));
    assert_int_equal(deadline, d(2026, 11, 13));
    assert_true(sr_stopwatch_find_deadline(DAYS, monday, 6, stop, 1, &deadline, &is_beyond));
    assert_int_equal(deadline, d(2026, 11, 16));    // Saturday moves to Monday
    stop[0].to = SR_DAY_MAX;
    assert_true(sr_stopwatch_find_deadline(DAYS, monday, 2, stop, 1, &deadline, &is_beyond));
    assert_int_equal(deadline, d(2026, 11, 4));     // reached before the clock was stopped
    assert_false(sr_stopwatch_find_deadline(DAYS, monday, 3, stop, 1, &deadline, &is_beyond));
    assert_false(is_beyond);
    assert_false(sr_stopwatch_find_deadline(WORKDAYS, SR_DAY_MAX - 10, 9, NULL, 0, &deadline, &is_beyond));
    assert_true(is_beyond);
}

/* --- against looking at each day --- */

static bool counts(sr_counting counting, sr_day day, const sr_stop *stops, uint32_t stop_count)
{
    for (uint32_t i = 0; i < stop_count; i++)
        if (stops[i].from < day && day <= stops[i].to)
            return false;
    return !counting.is_workdays || sr_calendar_is_workday(NULL, day);
}

static void counts_and_deadlines_agree_with_looking_at_each_day(void **state)
{
    (void)state;
    enum { SPAN = 60 };
    sr_random random = sr_test_random_start();
    for (int round = 0; round < 4000; round++) {
        sr_stop given[SR_STOPS_MAX], stops[SR_STOPS_MAX];
        uint32_t given_count = (uint32_t)(sr_test_random_next(&random) % (SR_STOPS_MAX + 1));
        sr_day start = d(2026, 1, 1) + (sr_day)(sr_test_random_next(&random) % 400);
        for (uint32_t i = 0; i < given_count; i++) {
            given[i].from = start - 10 + (sr_day)(sr_test_random_next(&random) % SPAN);
            given[i].to = given[i].from - 2 + (sr_day)(sr_test_random_next(&random) % 25);
            stops[i] = given[i];
        }
        uint32_t stop_count = sr_stops_settle(stops, given_count);
        for (int is_workdays = 0; is_workdays < 2; is_workdays++) {
            const sr_counting counting = {is_workdays, NULL};
            int64_t count = 0;
            sr_day deadline;
            bool is_beyond;
            assert_true(sr_stopwatch_find_deadline(counting, start, 0, stops, stop_count, &deadline, &is_beyond));
            assert_int_equal(deadline, sr_calendar_move_off(NULL, start));
            for (sr_day day = start + 1; day <= start + SPAN; day++) {
                bool is_counted = counts(counting, day, given, given_count);
                count += is_counted;
                assert_int_equal(sr_stopwatch_count(counting, start, day, stops, stop_count), count);
                assert_int_equal(sr_stopwatch_count(counting, day, start, stops, stop_count), -count);
                if (!is_counted)
                    continue;
                assert_true(sr_stopwatch_find_deadline(counting, start, count, stops, stop_count, &deadline, &is_beyond));
                assert_int_equal(deadline, sr_calendar_move_off(NULL, day));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(stops_are_put_in_order_and_joined),
        TEST(the_clock_runs_on_the_day_of_the_notice_and_from_the_day_after_the_arrival),
        TEST(counts_and_deadlines_agree_with_looking_at_each_day),
    };
    return RUN_TESTS(tests);
}
