#include "app/outcome.h"

#include <string.h>

#include "tests/support/test.h"

static void nothing_to_say_is_done(void **state)
{
    (void)state;
    sr_outcome outcome = {0};
    char text[SR_OUTCOME_BYTES];
    sr_outcome_add(&outcome, SR_OK);
    sr_outcome_write(&outcome, text, sizeof(text));
    assert_int_equal(sr_outcome_get_code(&outcome), SR_OK);
    assert_string_equal(text, "exit 0");
}

static void the_gravest_decides_and_all_are_said(void **state)
{
    (void)state;
    sr_outcome outcome = {0};
    char text[SR_OUTCOME_BYTES];
    sr_outcome_add(&outcome, SR_WARNING);
    sr_outcome_add(&outcome, SR_PARTLY);
    sr_outcome_add(&outcome, SR_CHECK_FAILED);
    sr_outcome_add(&outcome, SR_WARNING);
    sr_outcome_write(&outcome, text, sizeof(text));
    assert_int_equal(sr_outcome_get_code(&outcome), SR_CHECK_FAILED);
    assert_string_equal(text, "exit 10: a check over its tolerance stopped a report; also 3: some mails could not be sent; "
                              "also 1: a person should look");
    sr_outcome_add(&outcome, SR_BAD_RULES);
    assert_int_equal(sr_outcome_get_code(&outcome), SR_BAD_RULES);
    sr_outcome_add(&outcome, SR_INTERNAL);
    assert_int_equal(sr_outcome_get_code(&outcome), SR_INTERNAL);
}

static void every_exit_status_has_its_place_and_all_fit(void **state)
{
    (void)state;
    static const sr_code codes[] = {SR_WARNING, SR_PARTLY, SR_CHECK_FAILED, SR_NO_FRESH_DATA, SR_HELD, SR_USAGE, SR_BAD_DATA, SR_NO_INPUT,
                                    SR_INTERNAL, SR_CANNOT_CREATE, SR_IO, SR_TRY_AGAIN, SR_NO_PERMISSION, SR_BAD_RULES};
    sr_outcome all = {0};
    char text[SR_OUTCOME_BYTES];
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        sr_outcome one = {0};
        sr_outcome_add(&one, codes[i]);
        assert_int_equal(sr_outcome_get_code(&one), codes[i]);
        sr_outcome_add(&all, codes[i]);
    }
    sr_outcome_write(&all, text, sizeof(text));
    assert_true(strlen(text) + 1 < sizeof(text));
    assert_non_null(strstr(text, "; also 1: a person should look"));
    char small[12];
    sr_outcome_write(&all, small, sizeof(small));
    assert_string_equal(small, "exit 70: a ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_to_say_is_done),
        TEST(the_gravest_decides_and_all_are_said),
        TEST(every_exit_status_has_its_place_and_all_fit),
    };
    return RUN_TESTS(tests);
}
