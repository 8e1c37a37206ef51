#include "tests/support/test.h"

#include "app/figure.h"

static void a_figure_is_indicator_period_keys_and_edition(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_figure_name name;
    sr_error err;
    sr_error_init(&err);
    assert_done(sr_figure_name_parse(SR_TEXT("T01:2026-10:service=OA,county=0039+0056@2"), arena, &name, &err), &err);
    assert_text(name.id, "T01:2026-10:service=OA,county=0039+0056");
    assert_text(name.indicator, "T01");
    assert_int_equal(name.period.grain, SR_GRAIN_MONTH);
    assert_int_equal(name.period.number, 2026 * 12 + 9);
    assert_int_equal(name.key_count, 2);
    assert_text(name.key_names[1], "county");
    assert_text(name.keys[1], "0039+0056");
    assert_int_equal(name.edition, 2);
    sr_arena_free(arena);
}

static void a_year_to_date_is_named_by_its_month(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_figure_name name;
    sr_error err;
    sr_error_init(&err);
    assert_done(sr_figure_name_parse(SR_TEXT("T01:2026-10-ytd:service=OA@2"), arena, &name, &err), &err);
    assert_text(name.id, "T01:2026-10:service=OA");
    assert_int_equal(name.period.grain, SR_GRAIN_YTD);
    assert_int_equal(name.period.number, 2026 * 12 + 9);
    assert_text(name.keys[0], "OA");
    assert_done(sr_figure_name_parse(SR_TEXT("T01:2026-10-31"), arena, &name, &err), &err);
    assert_int_equal(name.period.grain, SR_GRAIN_DAY);
    sr_arena_free(arena);
}

static void the_total_has_no_keys_and_the_newest_edition_is_none(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_figure_name name;
    sr_error err;
    sr_error_init(&err);
    assert_done(sr_figure_name_parse(SR_TEXT("M01:2026-Q3"), arena, &name, &err), &err);
    assert_int_equal(name.period.grain, SR_GRAIN_QUARTER);
    assert_int_equal(name.key_count, 0);
    assert_int_equal(name.edition, 0);
    sr_arena_free(arena);
}

static void mistakes_name_the_form(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"T01", "\"T01\" has no period; a figure is written INDICATOR:PERIOD[:key=value,...][@EDITION], as "
                "T01:2026-10:county=0045"},
        {"T01:oktoober", "\"oktoober\" is not a period; it is written 2026-10, 2026-Q4, 2026-H2 or 2026; a day 2026-10-31, a week "
                         "2026-W44, a year to date 2026-10-ytd"},
        {"T01:2026-Q3-ytd", "\"2026-Q3-ytd\" is not a year to date; it is written 2026-10-ytd"},
        {"T01:-ytd", "\"-ytd\" is not a year to date; it is written 2026-10-ytd"},
        {"T01:2026-10:county", "\"county\" is not key=value; a figure is written INDICATOR:PERIOD[:key=value,...][@EDITION], as "
                               "T01:2026-10:county=0045"},
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        sr_arena *arena = sr_arena_new();
        sr_figure_name name;
        sr_error err;
        sr_error_init(&err);
        assert_false(sr_figure_name_parse(sr_text_from(texts[i][0]), arena, &name, &err));
        assert_error(&err, texts[i][1]);
        sr_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_figure_is_indicator_period_keys_and_edition),
        TEST(a_year_to_date_is_named_by_its_month),
        TEST(the_total_has_no_keys_and_the_newest_edition_is_none),
        TEST(mistakes_name_the_form),
    };
    return RUN_TESTS(tests);
}
