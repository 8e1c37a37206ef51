#include "input/person.h"

#include <string.h>

#include "tests/support/test.h"

static void a_code_needs_eleven_digits_a_date_and_its_check_digit(void **state)
{
    (void)state;
    static const char *const good[] = {"16805280107", "36805280109", "37605030299", "51205280105", "81205280108", "46805280103"};
    static const char *const bad[] = {"06805280106", "36805280108", "368052801099", "38102290106", "98102290101", "3680528010",
                                      "3680528010a", "", "36813280109"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(sr_person_is_code(sr_text_from(good[i])));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(sr_person_is_code(sr_text_from(bad[i])));
}

static void a_code_is_found_where_it_hides(void **state)
{
    (void)state;
    static const char *const hidden[] = {
        "168 0528 0107", "1680528-0107", "IK:16805280107", "EE16805280107", "PNOEE-16805280107", "isikukood=16805280107;",
        "16805280107.0", "\"16805280107\"", "16805280107@eesti.ee", "x16805280107y", "168\xC2\xA0" "0528\xE2\x80\x8B" "0107",
        "5 16805280107",
    };
    static const char *const harmless[] = {"2026-01-31", "37212345678", "1680528x0107", "", "168052801"};
    for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
        assert_true(sr_person_is_inside(sr_text_from(hidden[i])));
    for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
        assert_false(sr_person_is_inside(sr_text_from(harmless[i])));
}

static void assert_shown(const char *value, bool is_hidden, const char *expected)
{
    char shown[SR_SHOWN_SIZE];
    sr_person_write_shown(sr_text_from(value), is_hidden, shown);
    assert_text(sr_text_from(shown), expected);
}

static void only_harmless_values_are_shown_and_cut(void **state)
{
    (void)state;
    assert_shown("31.02.2026", false, "31.02.2026");
    assert_shown("Mari Maasikas", true, "aaaa aaaaaaaa");
    assert_shown("IK:16805280107", false, "aa:99999999999");
    assert_shown("a\tb\x01", false, "a b ");
    assert_shown("\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5" "123456789012345678901234567890x", false,
                 "\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5" "123456789012345678901234567890...");
    assert_shown("\xFF" "bad", false, "?aaa");
    assert_shown("", false, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_code_needs_eleven_digits_a_date_and_its_check_digit),
        TEST(a_code_is_found_where_it_hides),
        TEST(only_harmless_values_are_shown_and_cut),
    };
    return RUN_TESTS(tests);
}
