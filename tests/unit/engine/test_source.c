#include "engine/source.h"

#include <string.h>

#include "tests/support/test.h"

static void every_reason_has_its_own_count(void **state)
{
    (void)state;
    sr_intake_file file = {.records = 0};
    for (uint32_t i = 0; i < SR_REASON_COUNT; i++)
        for (uint32_t k = 0; k <= i; k++)
            sr_intake_set_aside(&file, sr_reason_get_code(i));
    for (uint32_t i = 0; i < SR_REASON_COUNT; i++)
        assert_int_equal(sr_intake_count_reason(&file, sr_reason_get_code(i)), i + 1);
    assert_int_equal(file.reason_count, SR_REASON_COUNT);
    assert_int_equal(sr_intake_count_set_aside(&file), SR_REASON_COUNT * (SR_REASON_COUNT + 1) / 2);
}

static void no_reason_stands_twice(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < SR_REASON_COUNT; i++)
        for (uint32_t k = 0; k < i; k++)
            assert_string_not_equal(sr_reason_get_code(i), sr_reason_get_code(k));
    assert_string_equal(sr_reason_get_code(0), "row.ragged");
}

static void what_did_not_happen_is_counted_as_nothing(void **state)
{
    (void)state;
    const sr_intake_file file = {.records = 0};
    assert_int_equal(sr_intake_count_reason(&file, "row.nul"), 0);
    assert_int_equal(sr_intake_count_set_aside(&file), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_reason_has_its_own_count),
        TEST(no_reason_stands_twice),
        TEST(what_did_not_happen_is_counted_as_nothing),
    };
    return RUN_TESTS(tests);
}
