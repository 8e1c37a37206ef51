#include "engine/base/check_digit.h"

#include "tests/support/test.h"

static void the_digit_of_persons_and_companies_is_the_published_one(void **state)
{
    (void)state;
    static const char *const persons[] = {"16805280107", "36805280109", "37605030299", "51205280105", "81205280108", "46805280103"};
    static const char *const companies[] = {"70001975", "70007340", "70001952"};    // SKA, RTK, the Ministry of Social Affairs
    for (size_t i = 0; i < sizeof(persons) / sizeof(persons[0]); i++)
        assert_int_equal(sr_check_digit_get(persons[i], 10), persons[i][10]);
    for (size_t i = 0; i < sizeof(companies) / sizeof(companies[0]); i++)
        assert_int_equal(sr_check_digit_get(companies[i], 7), companies[i][7]);
    assert_int_equal(sr_check_digit_get("", 0), '0');
}

/* The second weights are needed when the first sum leaves 10, and 0 stands when the second does too. */
static void ten_asks_for_other_weights_and_ten_again_is_zero(void **state)
{
    (void)state;
    assert_int_equal(sr_check_digit_get("0000003", 7), '5');    // 3 * 7 leaves 10; 3 * 9 leaves 5
    assert_int_equal(sr_check_digit_get("0000281", 7), '0');    // 65 leaves 10, and 87 too
}

static void a_registry_code_has_eight_digits_and_the_last_is_right(void **state)
{
    (void)state;
    static const char *const bad[] = {"70001976", "7000197", "700019755", "7000197a", "", " 70001975", "70001957"};
    assert_true(sr_check_digit_is_registry_code(SR_TEXT("70001975")));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(sr_check_digit_is_registry_code(sr_text_from(bad[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_digit_of_persons_and_companies_is_the_published_one),
        TEST(ten_asks_for_other_weights_and_ten_again_is_zero),
        TEST(a_registry_code_has_eight_digits_and_the_last_is_right),
    };
    return RUN_TESTS(tests);
}
