#include "engine/base/date.h"

#include "tests/support/test.h"

static void known_days_have_their_number(void **state)
{
    (void)state;
    assert_int_equal(sr_day_from_civil(1970, 1, 1), 0);
    assert_int_equal(sr_day_from_civil(2000, 3, 1), 11017);
    assert_int_equal(sr_day_from_civil(1969, 12, 31), -1);
    assert_int_equal(sr_day_from_civil(1, 1, 1), SR_DAY_MIN);
    assert_int_equal(sr_day_from_civil(9999, 12, 31), SR_DAY_MAX);
    assert_int_equal(sr_day_from_civil(2026, 11, 2), 20759);    // date -d 2026-11-02 +%s / 86400
}

static void only_dates_of_the_calendar_exist(void **state)
{
    (void)state;
    assert_true(sr_date_is_civil(2024, 2, 29));
    assert_true(sr_date_is_civil(2000, 2, 29));
    assert_false(sr_date_is_civil(1900, 2, 29));
    assert_false(sr_date_is_civil(2023, 2, 29));
    assert_false(sr_date_is_civil(2023, 4, 31));
    assert_false(sr_date_is_civil(2023, 13, 1));
    assert_false(sr_date_is_civil(2023, 0, 1));
    assert_false(sr_date_is_civil(2023, 1, 0));
    assert_false(sr_date_is_civil(0, 1, 1));
    assert_false(sr_date_is_civil(10000, 1, 1));
    assert_false(sr_date_is_civil(-5, 1, 1));
}

static void weekdays_count_from_monday(void **state)
{
    (void)state;
    assert_int_equal(sr_day_get_weekday(0), 4);                                 // a Thursday
    assert_int_equal(sr_day_get_weekday(sr_day_from_civil(2026, 11, 2)), 1);
    assert_int_equal(sr_day_get_weekday(sr_day_from_civil(2026, 11, 1)), 7);
    assert_int_equal(sr_day_get_weekday(SR_DAY_MIN), 1);
    assert_int_equal(sr_day_get_weekday(SR_DAY_MAX), 5);
}

static void a_week_belongs_to_the_year_of_its_thursday(void **state)
{
    (void)state;
    const int32_t rows[][5] = {
        {2005, 1, 1, 2004, 53}, {2005, 1, 2, 2004, 53}, {2005, 12, 31, 2005, 52}, {2007, 1, 1, 2007, 1},
        {2008, 12, 29, 2009, 1}, {2010, 1, 3, 2009, 53}, {2026, 12, 31, 2026, 53}, {1, 1, 1, 1, 1}, {9999, 12, 31, 9999, 52},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int32_t year;
        int32_t week;
        sr_day_get_iso_week(sr_day_from_civil(rows[i][0], rows[i][1], rows[i][2]), &year, &week);
        assert_int_equal(year, rows[i][3]);
        assert_int_equal(week, rows[i][4]);
    }
}

static void adding_months_cuts_the_day_to_the_month(void **state)
{
    (void)state;
    sr_day day = sr_day_from_civil(2023, 1, 31);
    assert_int_equal(sr_day_add_months(day, 1), sr_day_from_civil(2023, 2, 28));
    assert_int_equal(sr_day_add_months(day, 13), sr_day_from_civil(2024, 2, 29));
    assert_int_equal(sr_day_add_months(day, -1), sr_day_from_civil(2022, 12, 31));
    assert_int_equal(sr_day_add_months(day, 0), day);
    assert_int_equal(sr_day_add_months(sr_day_from_civil(2024, 2, 29), 12), sr_day_from_civil(2025, 2, 28));
    assert_int_equal(sr_day_add_months(day, INT32_MAX), SR_DAY_MAX);
    assert_int_equal(sr_day_add_months(day, INT32_MIN), SR_DAY_MIN);
    assert_int_equal(sr_day_add_months(SR_DAY_MAX, 1), SR_DAY_MAX);
}

static void dates_are_read_in_their_format(void **state)
{
    (void)state;
    const char *rows[][3] = {
        {"2026-11-02", "yyyy-mm-dd", "2026-11-02"},
        {"02.11.2026", "dd.mm.yyyy", "2026-11-02"},
        {"2.11.2026", "d.m.yyyy", "2026-11-02"},
        {"02.11.2026", "d.m.yyyy", "2026-11-02"},
        {"11/2/26", "m/d/yy", "2026-11-02"},
        {"02-Nov-2026", "dd-Mon-yyyy", "2026-11-02"},
        {"02-nov-2026", "dd-Mon-yyyy", "2026-11-02"},
        {"20261102", "yyyymmdd", "2026-11-02"},
        {"02.11.2026 23:59:58", "dd.mm.yyyy HH:MM:SS", "2026-11-02"},
        {"2026-11-02T07:08", "yyyy-mm-ddTHH:MM", "2026-11-02"},
        {"01.01.69", "dd.mm.yy", "2069-01-01"},
        {"01.01.70", "dd.mm.yy", "1970-01-01"},
        {"29.02.2024", "dd.mm.yyyy", "2024-02-29"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_day day;
        char iso[11];
        assert_true(sr_date_is_format(sr_text_from(rows[i][1])));
        assert_true(sr_date_parse(sr_text_from(rows[i][0]), sr_text_from(rows[i][1]), &day));
        sr_date_write_iso(day, iso);
        assert_string_equal(iso, rows[i][2]);
    }
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    const char *rows[][2] = {
        {"", "dd.mm.yyyy"},
        {"31.02.2026", "dd.mm.yyyy"},
        {"29.02.2023", "dd.mm.yyyy"},
        {"2.11.2026", "dd.mm.yyyy"},
        {"02.11.26", "dd.mm.yyyy"},
        {"02.11.2026 ", "dd.mm.yyyy"},
        {" 02.11.2026", "dd.mm.yyyy"},
        {"02/11/2026", "dd.mm.yyyy"},
        {"02.11.20261", "dd.mm.yyyy"},
        {"11.13.2026", "dd.mm.yyyy"},
        {"00.11.2026", "dd.mm.yyyy"},
        {"02.11.0000", "dd.mm.yyyy"},
        {"02.11.-026", "dd.mm.yyyy"},
        {"02.11.2026 24:00", "dd.mm.yyyy HH:MM"},
        {"02.11.2026 12:60", "dd.mm.yyyy HH:MM"},
        {"02.11.2026 12:00:60", "dd.mm.yyyy HH:MM:SS"},
        {"02.11.2026", "dd.mm.yyyy HH:MM"},
        {"02-Nob-2026", "dd-Mon-yyyy"},
        {"02-No", "dd-Mon-yyyy"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_day day = 12345;
        assert_false(sr_date_parse(sr_text_from(rows[i][0]), sr_text_from(rows[i][1]), &day));
        assert_int_equal(day, 12345);
    }
}

static void a_format_has_year_month_and_day_once(void **state)
{
    (void)state;
    const char *bad[] = {"", "dd.mm", "yyyy-mm", "dd.dd.yyyy", "yyyy-mm-dd-yy", "mmm.dd.yyyy", "dd.MM.yyyy", "DD.mm.yyyy",
                         "dd.mm.yyyy HH:HH"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(sr_date_is_format(sr_text_from(bad[i])));
}

static void iso_has_four_digits_of_year(void **state)
{
    (void)state;
    char iso[11];
    sr_day day;
    sr_date_write_iso(SR_DAY_MIN, iso);
    assert_string_equal(iso, "0001-01-01");
    assert_true(sr_date_parse_iso(SR_TEXT("9999-12-31"), &day));
    assert_int_equal(day, SR_DAY_MAX);
    assert_false(sr_date_parse_iso(SR_TEXT("2026-1-1"), &day));
}

static void formats_are_ambiguous_when_one_text_is_two_days(void **state)
{
    (void)state;
    static const char *const ambiguous[][2] = {{"dd/mm/yyyy", "mm/dd/yyyy"}, {"d/m/yy", "mm/dd/yy"}, {"dd.mm.yy", "yy.mm.dd"},
                                               {"yyyymmdd", "ddmmyyyy"}, {"yyyy-mm-dd", "yyyy-dd-mm"}};
    static const char *const clear[][2] = {{"dd.mm.yyyy", "d.m.yyyy"}, {"dd/mm/yyyy", "mm-dd-yyyy"}, {"dd/mm/yyyy", "dd-Mon-yyyy"},
                                           {"yyyy-mm-dd", "dd-mm-yyyy"}, {"dd.mm.yyyy", "dd.mm.yyyy HH:MM"}, {"dd/mm/yyyy", "dd/mm/yyyy"}};
    for (size_t i = 0; i < sizeof(ambiguous) / sizeof(ambiguous[0]); i++) {
        assert_true(sr_date_is_ambiguous(sr_text_from(ambiguous[i][0]), sr_text_from(ambiguous[i][1])));
        assert_true(sr_date_is_ambiguous(sr_text_from(ambiguous[i][1]), sr_text_from(ambiguous[i][0])));
    }
    for (size_t i = 0; i < sizeof(clear) / sizeof(clear[0]); i++) {
        assert_false(sr_date_is_ambiguous(sr_text_from(clear[i][0]), sr_text_from(clear[i][1])));
        assert_false(sr_date_is_ambiguous(sr_text_from(clear[i][1]), sr_text_from(clear[i][0])));
    }
}

static void a_date_in_another_order_is_understood_well_enough_for_advice(void **state)
{
    (void)state;
    char day[11];
    const char *const known[][2] = {{"31.1.2026", "2026-01-31"}, {" 01.02.2026 ", "2026-02-01"}, {"2026/1/31", "2026-01-31"},
                                    {"2026.12.31", "2026-12-31"}, {"2026-1-3", "2026-01-03"}, {"20261231", "2026-12-31"}};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        assert_true(sr_date_suggest_iso(sr_text_from(known[i][0]), day));
        assert_string_equal(day, known[i][1]);
    }
    const char *const unknown[] = {"", "31.1.26", "01/02/2026", "32.1.2026", "2026-02-30", "jaanuar"};
    for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
        assert_false(sr_date_suggest_iso(sr_text_from(unknown[i]), day));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(known_days_have_their_number),
        TEST(only_dates_of_the_calendar_exist),
        TEST(weekdays_count_from_monday),
        TEST(a_week_belongs_to_the_year_of_its_thursday),
        TEST(adding_months_cuts_the_day_to_the_month),
        TEST(dates_are_read_in_their_format),
        TEST(what_is_no_date_is_refused),
        TEST(a_format_has_year_month_and_day_once),
        TEST(iso_has_four_digits_of_year),
        TEST(formats_are_ambiguous_when_one_text_is_two_days),
        TEST(a_date_in_another_order_is_understood_well_enough_for_advice),
    };
    return RUN_TESTS(tests);
}
