#include "tests/support/test.h"

#include "output/report.h"
#include "tests/support/edition.h"

static const sr_released_cell *find_total(const sr_test_edition *edition, uint32_t indicator)
{
    const sr_released_table *table = sr_released_find_table(edition->released, indicator, 0);
    return sr_released_table_get_cell(table, 0, SR_GRAIN_MONTH, 23);
}

static double get(const sr_released_cell *cell, sr_cell_part part)
{
    double number = -1;
    const sr_report_cell asked = {.cell = cell, .part = part};
    assert_true(sr_report_cell_get_number(&asked, &number));
    return number;
}

static void numbers_come_in_the_indicators_unit(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_EN);
    const sr_released_cell *cell = find_total(&edition, 1);
    assert_close(get(cell, SR_PART_VALUE), 94.0 / 110.0, 1e-12);
    assert_close(get(cell, SR_PART_N), 110, 0);
    assert_close(get(cell, SR_PART_NUMERATOR), 94, 0);
    assert_close(get(cell, SR_PART_DENOMINATOR), 110, 0);
    assert_close(get(cell, SR_PART_TARGET), 0.95, 1e-12);
    assert_true(get(cell, SR_PART_LOWER) < get(cell, SR_PART_VALUE));
    assert_true(get(cell, SR_PART_UPPER) > get(cell, SR_PART_VALUE));
    sr_test_edition_free(&edition);
}

static void what_a_cell_has_not_cannot_be_had(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 5, SR_EN);
    const sr_cell_part parts[] = {SR_PART_NONE, SR_PART_NUMERATOR, SR_PART_DENOMINATOR, SR_PART_LOWER, SR_PART_UPPER, SR_PART_TARGET};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const sr_report_cell asked = {.cell = find_total(&edition, 0), .part = parts[i]};    // a count: no parts, no interval, no target
        double number = 42;
        assert_false(sr_report_cell_get_number(&asked, &number));
        assert_close(number, 42, 0);
    }
    sr_test_edition_free(&edition);
}

static void a_hidden_cell_gives_no_number_of_any_part(void **state)
{
    (void)state;
    sr_test_edition edition;
    sr_test_edition_make(&edition, 1000, SR_EN);
    size_t seen = 0;
    for (uint32_t i = 0; i < sr_released_count_tables(edition.released); i++) {
        const sr_released_table *table = sr_released_get_table(edition.released, i);
        for (uint32_t member = 0; member < sr_released_table_count_members(table); member++)
            for (uint32_t period = 0; period < sr_released_table_count_periods(table, SR_GRAIN_MONTH); period++)
                for (int part = SR_PART_NONE; part < SR_PART_RECORDS; part++) {
                    const sr_report_cell asked = {.cell = sr_released_table_get_cell(table, member, SR_GRAIN_MONTH, period),
                                                  .part = (sr_cell_part)part};
                    double number = 42;
                    assert_int_equal(sr_released_cell_get_state(asked.cell), SR_CELL_HIDDEN);
                    assert_false(sr_report_cell_get_number(&asked, &number));
                    assert_int_equal(sr_mark_of_cell(asked.cell), SR_MARK_NONE);
                    seen++;
                }
    }
    assert_true(seen > 0);
    sr_test_edition_free(&edition);
}

static void words_have_no_number_and_records_have(void **state)
{
    (void)state;
    double number = 42;
    const sr_report_cell words = {.text = SR_TEXT("Harju"), .part = SR_PART_VALUE};
    assert_false(sr_report_cell_get_number(&words, &number));
    const sr_report_cell records = {.part = SR_PART_RECORDS, .records = 1349};
    assert_true(sr_report_cell_get_number(&records, &number));
    assert_close(number, 1349, 0);
}

static void every_mark_has_its_own_sign(void **state)
{
    (void)state;
    for (int a = SR_MARK_NONE; a <= SR_MARK_CANNOT_TELL; a++)
        for (int b = SR_MARK_NONE; b < a; b++)
            assert_string_not_equal(sr_mark_get_sign((sr_mark)a), sr_mark_get_sign((sr_mark)b));
    assert_int_equal(sr_mark_of_cell(NULL), SR_MARK_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_come_in_the_indicators_unit),
        TEST(what_a_cell_has_not_cannot_be_had),
        TEST(a_hidden_cell_gives_no_number_of_any_part),
        TEST(words_have_no_number_and_records_have),
        TEST(every_mark_has_its_own_sign),
    };
    return RUN_TESTS(tests);
}
