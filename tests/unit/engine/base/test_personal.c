#include "engine/base/personal.h"

#include "tests/support/test.h"

static void assert_shown(const char *value, bool is_hidden, const char *expected)
{
    char shown[SR_SHOWN_SIZE];
    sr_personal_write_shown(sr_text_from(value), is_hidden, shown);
    assert_text(sr_text_from(shown), expected);
}

static void only_harmless_values_are_shown_and_cut(void **state)
{
    (void)state;
    assert_shown("31.02.2026", false, "31.02.2026");
    assert_shown("Mari Maasikas", true, "aaaa aaaaaaaa");
    assert_shown("IK:16805280107", false, "aa:99999999999");
    assert_shown("mari@example.ee", false, "aaaa@aaaaaaa.aa");
    assert_shown("+372 5123 4567", false, "+999 9999 9999");
    assert_shown("\xEF\xBC\x91\xEF\xBC\x96\xEF\xBC\x98" "05280107", false, "aaa99999999");
    assert_shown("a\tb\x01", false, "a b ");
    assert_shown("a\x1B[31mb\xC2\x9B" "c\xE2\x80\xAE" "d\xE2\x80\x8B", false, "a [31mb c d ");
    assert_shown("\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5" "123456789012345678901234567890x", false,
                 "\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5\xC3\xB5" "123456789012345678901234567890...");
    assert_shown("\xFF" "bad", false, "?aaa");
    assert_shown("", false, "");
}

static void a_label_may_have_capital_letters(void **state)
{
    (void)state;
    char shown[SR_SHOWN_SIZE];
    sr_personal_write_label(SR_TEXT("Case Number"), shown);
    assert_string_equal(shown, "Case Number");
    sr_personal_write_label(SR_TEXT("Case 37605030299"), shown);
    assert_string_equal(shown, "aaaa 99999999999");
}

static void what_lies_behind_the_cut_is_looked_at_too(void **state)
{
    (void)state;
    assert_shown("0123456789 0123456789 0123456789 0123456789 16805280107", false, "9999999999 9999999999 9999999999 9999999");
}

static void two_words_with_capitals_may_be_a_name(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Mari Maasikas", "MARI MAASIKAS", "Maasikas, Mari", "helistas Mari-Liis Õunapuu eile", "Мария Иванова", "O'Neil Ann", "Mari\xC2\xA0Maasikas",
        "M\xCC\x81\x61ri Maasikas", "Maasikas,Mari", "MAASIKAS,MARI", "12;Maasikas,Mari;x",
    };
    static const char *const others[] = {
        "Naiste tugikeskus", "Ida-Viru", "teadmata", "31.02.2026", "N/A", "A B", "Tartu; Pärnu", "Mari", "", "esmane Kontakt", "X 12 Y", "KT-01", "FV,PV", "NTK,SAK", "Tartu,,Mari",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!sr_personal_may_be_name(sr_text_from(names[i])))
            fail_msg("not found: %s", names[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (sr_personal_may_be_name(sr_text_from(others[i])))
            fail_msg("found: %s", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_harmless_values_are_shown_and_cut),
        TEST(a_label_may_have_capital_letters),
        TEST(what_lies_behind_the_cut_is_looked_at_too),
        TEST(two_words_with_capitals_may_be_a_name),
    };
    return RUN_TESTS(tests);
}
