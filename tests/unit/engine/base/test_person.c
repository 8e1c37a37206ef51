#include "engine/base/person.h"

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
        "5 16805280107", "168 05 28 010 7", "1680528\xE2\x80\x93" "0107", "1680528\xC2\xAD" "0107", "1680528\xE2\x80\x8D" "0107",
        "1680528\xEF\xBB\xBF" "0107", "1_680528_0107", "16805280107/2", "168\n0528 0107", "1,6805280107E+10", "168,052,801,07", "\xEF\xBC\x91" "6805280107",
        "\xEF\xBC\x91\xEF\xBC\x96\xEF\xBC\x98\xEF\xBC\x90\xEF\xBC\x95\xEF\xBC\x92\xEF\xBC\x98\xEF\xBC\x90\xEF\xBC\x91\xEF\xBC\x90\xEF\xBC\x97",
        "\xFF" "16805280107\xFE",
    };
    static const char *const harmless[] = {"2026-01-31", "37212345678", "1680528x0107", "", "168052801"};
    for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
        assert_true(sr_person_is_inside(sr_text_from(hidden[i])));
    for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
        assert_false(sr_person_is_inside(sr_text_from(harmless[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_code_needs_eleven_digits_a_date_and_its_check_digit),
        TEST(a_code_is_found_where_it_hides),
    };
    return RUN_TESTS(tests);
}
