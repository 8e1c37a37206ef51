#include "tests/support/test.h"

#include "app/figure.h"

static void a_figure_is_indicator_period_keys_and_edition(void **state)
{
    (void)state;
    sr_figure_name name;
    sr_error err;
    sr_error_init(&err);
    assert_done(sr_figure_name_parse(SR_TEXT("T01:2026-10:service=OA,county=0039+0056@2"), &name, &err), &err);
    assert_text(name.id, "T01:2026-10:service=OA,county=0039+0056");
    assert_text(name.indicator, "T01");
    assert_int_equal(name.period.grain, SR_GRAIN_MONTH);
    assert_int_equal(name.period.number, 2026 * 12 + 9);
    assert_int_equal(name.key_count, 2);
    assert_text(name.key_names[1], "county");
    assert_text(name.keys[1], "0039+0056");
    assert_int_equal(name.edition, 2);
}

static void the_total_has_no_keys_and_the_newest_edition_is_none(void **state)
{
    (void)state;
    sr_figure_name name;
    sr_error err;
    sr_error_init(&err);
    assert_done(sr_figure_name_parse(SR_TEXT("M01:2026-Q3"), &name, &err), &err);
    assert_int_equal(name.period.grain, SR_GRAIN_QUARTER);
    assert_int_equal(name.key_count, 0);
    assert_int_equal(name.edition, 0);
}

static void mistakes_name_the_form(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"T01", "\"T01\" has no period; a figure is written INDICATOR:PERIOD[:key=value,...][@EDITION], as "
                "T01:2026-10:county=0045"},
        {"T01:oktoober", "\"oktoober\" is not a period; it is written 2026-10, 2026-Q4 or 2026"},
        {"T01:2026-10:county", "\"county\" is not key=value; a figure is written INDICATOR:PERIOD[:key=value,...][@EDITION], as "
                               "T01:2026-10:county=0045"},
    };
    for (size_t i = 0; i < 3; i++) {
        sr_figure_name name;
        sr_error err;
        sr_error_init(&err);
        assert_false(sr_figure_name_parse(sr_text_from(texts[i][0]), &name, &err));
        assert_error(&err, texts[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_figure_is_indicator_period_keys_and_edition),
        TEST(the_total_has_no_keys_and_the_newest_edition_is_none),
        TEST(mistakes_name_the_form),
    };
    return RUN_TESTS(tests);
}
