#include "engine/period.h"

#include "tests/support/test.h"

static sr_day d(int32_t year, int32_t month, int32_t day)
{
    return sr_day_from_civil(year, month, day);
}

static void a_day_lies_in_its_periods(void **state)
{
    (void)state;
    const struct {
        sr_grain grain;
        int32_t number;
        sr_day first;
        sr_day last;
        const char *text;
    } rows[] = {
        {SR_GRAIN_DAY, 20757, d(2026, 10, 31), d(2026, 11, 1), "2026-10-31"},
        {SR_GRAIN_MONTH, 2026 * 12 + 9, d(2026, 10, 1), d(2026, 11, 1), "2026-10"},
        {SR_GRAIN_WEEK, 2965, d(2026, 10, 26), d(2026, 11, 2), "2026-W44"},
        {SR_GRAIN_QUARTER, 2026 * 4 + 3, d(2026, 10, 1), d(2027, 1, 1), "2026-Q4"},
        {SR_GRAIN_HALF, 2026 * 2 + 1, d(2026, 7, 1), d(2027, 1, 1), "2026-H2"},
        {SR_GRAIN_YEAR, 2026, d(2026, 1, 1), d(2027, 1, 1), "2026"},
        {SR_GRAIN_YTD, 2026 * 12 + 9, d(2026, 1, 1), d(2026, 11, 1), "2026-10"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[16];
        sr_period period = sr_period_of_day(rows[i].grain, d(2026, 10, 31));
        assert_int_equal(period.grain, rows[i].grain);
        assert_int_equal(period.number, rows[i].number);
        assert_int_equal(sr_period_get_first(period), rows[i].first);
        assert_int_equal(sr_period_get_last(period), rows[i].last);
        sr_period_write(period, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void the_next_period_crosses_the_year(void **state)
{
    (void)state;
    char text[16];
    sr_period_write(sr_period_add((sr_period){SR_GRAIN_MONTH, 2026 * 12 + 11}, 1), text);
    assert_string_equal(text, "2027-01");
    sr_period_write(sr_period_add((sr_period){SR_GRAIN_QUARTER, 2026 * 4}, -1), text);
    assert_string_equal(text, "2025-Q4");
    sr_period_write(sr_period_of_day(SR_GRAIN_WEEK, d(2025, 12, 29)), text);
    assert_string_equal(text, "2026-W01");
    sr_period_write(sr_period_of_day(SR_GRAIN_WEEK, d(2027, 1, 3)), text);
    assert_string_equal(text, "2026-W53");
    sr_period_write(sr_period_of_day(SR_GRAIN_WEEK, d(1969, 12, 28)), text);
    assert_string_equal(text, "1969-W52");
    sr_period december = sr_period_of_day(SR_GRAIN_YTD, d(2026, 12, 1));
    assert_int_equal(sr_period_get_first(sr_period_add(december, 1)), d(2027, 1, 1));
}

static void a_period_is_complete_when_its_last_day_is_over(void **state)
{
    (void)state;
    const struct {
        sr_grain grain;
        sr_day as_of;
        const char *expected;
    } rows[] = {
        {SR_GRAIN_MONTH, d(2026, 11, 2), "2026-10"},
        {SR_GRAIN_MONTH, d(2026, 11, 1), "2026-10"},
        {SR_GRAIN_MONTH, d(2026, 10, 31), "2026-09"},   // that day is not over
        {SR_GRAIN_YTD, d(2026, 11, 2), "2026-10"},
        {SR_GRAIN_QUARTER, d(2026, 11, 2), "2026-Q3"},
        {SR_GRAIN_QUARTER, d(2027, 1, 1), "2026-Q4"},
        {SR_GRAIN_YEAR, d(2026, 11, 2), "2025"},
        {SR_GRAIN_DAY, d(2026, 11, 2), "2026-11-01"},
        {SR_GRAIN_WEEK, d(2026, 11, 2), "2026-W44"},
        {SR_GRAIN_WEEK, d(2026, 11, 1), "2026-W43"},
        {SR_GRAIN_HALF, d(2026, 11, 2), "2026-H1"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[16];
        sr_period_write(sr_period_get_last_complete(rows[i].grain, rows[i].as_of), text);
        assert_string_equal(text, rows[i].expected);
    }
}

static void grains_are_known_by_their_word(void **state)
{
    (void)state;
    const char *words[SR_GRAIN_COUNT] = {"day", "week", "month", "quarter", "half", "year", "ytd"};
    for (int i = 0; i < SR_GRAIN_COUNT; i++) {
        sr_grain grain = SR_GRAIN_COUNT;
        assert_string_equal(sr_grain_get_name((sr_grain)i), words[i]);
        assert_true(sr_grain_find(sr_text_from(words[i]), &grain));
        assert_int_equal(grain, i);
    }
    sr_grain grain = SR_GRAIN_COUNT;
    assert_false(sr_grain_find(SR_TEXT("fortnight"), &grain));
    assert_int_equal(grain, SR_GRAIN_COUNT);
}

static void a_period_is_read_by_its_form(void **state)
{
    (void)state;
    const struct {
        const char *text;
        sr_grain grain;
    } rows[] = {{"2026-10-31", SR_GRAIN_DAY}, {"2026-10", SR_GRAIN_MONTH}, {"2026-Q4", SR_GRAIN_QUARTER},
                {"2026-Q1", SR_GRAIN_QUARTER}, {"2026", SR_GRAIN_YEAR}, {"0001", SR_GRAIN_YEAR},
                {"2026-W53", SR_GRAIN_WEEK}, {"2026-W01", SR_GRAIN_WEEK}, {"2026-H1", SR_GRAIN_HALF}, {"2026-H2", SR_GRAIN_HALF}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_period period;
        char text[16];
        assert_true(sr_period_parse(sr_text_from(rows[i].text), &period));
        assert_int_equal(period.grain, rows[i].grain);
        sr_period_write(period, text);
        assert_string_equal(text, rows[i].text);
    }
    const char *bad[] = {"", "26", "2026-", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-q1", "2026-02-30", "0000",
                         "2026-1", "2026-10-31 ", "abcd", "2026xQ4", "+026", "2026-H0", "2026-H3", "2026-W00", "2026-W54", "2025-W53", "2026-W1",
                         "2026-w01", "2026xW01"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        sr_period period = {SR_GRAIN_COUNT, -5};
        assert_false(sr_period_parse(sr_text_from(bad[i]), &period));
        assert_int_equal(period.number, -5);
    }
}

static void a_year_ago_has_the_same_name(void **state)
{
    (void)state;
    const struct {
        const char *now;
        const char *ago;    // NULL: there is none
    } rows[] = {{"2026-10", "2025-10"}, {"2026-Q1", "2025-Q1"}, {"2026-H2", "2025-H2"}, {"2026-W40", "2025-W40"}, {"2027-W40", "2026-W40"},
                {"2026-W01", "2025-W01"}, {"2027-W01", "2026-W01"}, {"2026-W53", NULL}, {"2026", NULL}, {"2026-10-31", NULL}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_period now, ago;
        char text[16];
        assert_true(sr_period_parse(sr_text_from(rows[i].now), &now));
        assert_int_equal(sr_period_get_year_ago(now, &ago), rows[i].ago != NULL);
        if (rows[i].ago == NULL)
            continue;
        sr_period_write(ago, text);
        assert_string_equal(text, rows[i].ago);
    }
}

static void the_last_period_of_all_ends_after_the_last_day(void **state)
{
    (void)state;
    for (int grain = 0; grain < SR_GRAIN_COUNT; grain++)
        assert_int_equal(sr_period_get_last(sr_period_of_day((sr_grain)grain, SR_DAY_MAX)), SR_DAY_MAX + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_day_lies_in_its_periods),
        TEST(the_next_period_crosses_the_year),
        TEST(a_period_is_complete_when_its_last_day_is_over),
        TEST(grains_are_known_by_their_word),
        TEST(a_period_is_read_by_its_form),
        TEST(a_year_ago_has_the_same_name),
        TEST(the_last_period_of_all_ends_after_the_last_day),
    };
    return RUN_TESTS(tests);
}
