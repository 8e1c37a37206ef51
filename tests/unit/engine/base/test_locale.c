#include "engine/base/locale.h"

#include <string.h>
#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "tests/support/test.h"

#define NBSP "\xC2\xA0"
#define MINUS "\xE2\x88\x92"

#define MAX128 ((sr_int128)(((sr_int128)INT64_MAX << 64) | UINT64_MAX))

typedef struct locales {
    sr_locale *of[SR_LANGUAGE_COUNT];
} locales;

static int open_locales(void **state)
{
    static locales l;
    sr_error err;
    sr_error_init(&err);
    for (int i = 0; i < SR_LANGUAGE_COUNT; i++)
        if (!sr_locale_open((sr_language)i, &l.of[i], &err))
            return -1;
    *state = &l;
    return 0;
}

static int close_locales(void **state)
{
    locales *l = *state;
    for (int i = 0; i < SR_LANGUAGE_COUNT; i++)
        sr_locale_close(l->of[i]);
    sr_locale_close(NULL);
    return 0;
}

static void languages_are_known_by_their_tag(void **state)
{
    const locales *l = *state;
    sr_language language = SR_ET;
    assert_string_equal(sr_language_get_tag(SR_ET), "et");
    assert_true(sr_language_find(SR_TEXT("en"), &language));
    assert_int_equal(language, SR_EN);
    assert_false(sr_language_find(SR_TEXT("ru"), &language));
    assert_false(sr_language_find(SR_TEXT(""), &language));
    assert_int_equal(sr_locale_get_language(l->of[SR_EN]), SR_EN);
}

static void decimals_are_exact_grouped_and_rounded(void **state)
{
    const locales *l = *state;
    const struct {
        sr_int128 value;
        uint8_t scale;
        uint8_t digits;
        const char *et;
        const char *en;
    } rows[] = {
        {123450, 2, 2, "1" NBSP "234,50", "1,234.50"},
        {123450, 2, 0, "1" NBSP "235", "1,235"},
        {-123450, 2, 0, MINUS "1" NBSP "235", MINUS "1,235"},
        {123449, 2, 0, "1" NBSP "234", "1,234"},
        {5, 2, 1, "0,1", "0.1"},
        {-4, 2, 1, "0,0", "0.0"},
        {-5, 2, 1, MINUS "0,1", MINUS "0.1"},
        {999, 0, 0, "999", "999"},
        {999999, 0, 0, "999" NBSP "999", "999,999"},
        {99995, 2, 1, "1" NBSP "000,0", "1,000.0"},
        {999995, 1, 0, "100" NBSP "000", "100,000"},
        {7, 0, 3, "7,000", "7.000"},
        {7, 3, 5, "0,00700", "0.00700"},
        {0, 2, 0, "0", "0"},
        {49, 2, 0, "0", "0"},
        {50, 2, 0, "1", "1"},
        {MAX128, 2, 2, "1" NBSP "701" NBSP "411" NBSP "834" NBSP "604" NBSP "692" NBSP "317" NBSP "316" NBSP "873" NBSP "037"
         NBSP "158" NBSP "841" NBSP "057,27", "1,701,411,834,604,692,317,316,873,037,158,841,057.27"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[128];
        size_t size = sr_locale_write_decimal(l->of[SR_ET], rows[i].value, rows[i].scale, rows[i].digits, text, sizeof(text));
        assert_string_equal(text, rows[i].et);
        assert_int_equal(size, strlen(text));
        sr_locale_write_decimal(l->of[SR_EN], rows[i].value, rows[i].scale, rows[i].digits, text, sizeof(text));
        assert_string_equal(text, rows[i].en);
    }
}

static void reals_are_rounded_from_their_shortest_digits(void **state)
{
    const locales *l = *state;
    const struct {
        double value;
        uint8_t digits;
        const char *et;
    } rows[] = {
        {0.285, 2, "0,29"},         // as a double a little less
        {1.005, 2, "1,01"},
        {0.5, 0, "1"},
        {1.5, 0, "2"},
        {2.5, 0, "3"},
        {-2.5, 0, MINUS "3"},
        {-0.04, 1, "0,0"},
        {0.0, 2, "0,00"},
        {1e-300, 2, "0,00"},
        {0.95, 1, "1,0"},
        {0.095, 1, "0,1"},
        {1e22, 0, "10" NBSP "000" NBSP "000" NBSP "000" NBSP "000" NBSP "000" NBSP "000" NBSP "000"},
        {1234567.891, 1, "1" NBSP "234" NBSP "567,9"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[64];
        assert_int_equal(sr_locale_write_real(l->of[SR_ET], rows[i].value, rows[i].digits, text, sizeof(text)),
                         strlen(rows[i].et));
        assert_string_equal(text, rows[i].et);
    }
}

static void shares_are_per_cent_without_a_space(void **state)
{
    const locales *l = *state;
    const struct {
        double share;
        uint8_t digits;
        const char *et;
        const char *en;
    } rows[] = {
        {0.841, 1, "84,1%", "84.1%"},
        {1.0, 0, "100%", "100%"},
        {0.0, 1, "0,0%", "0.0%"},
        {0.57, 0, "57%", "57%"},    // 0.57 * 100 is 56.99999999999999
        {0.8415, 1, "84,2%", "84.2%"},
        {0.9995, 1, "100,0%", "100.0%"},
        {-0.125, 1, MINUS "12,5%", MINUS "12.5%"},
        {12.345, 1, "1" NBSP "234,5%", "1,234.5%"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[64];
        assert_int_equal(sr_locale_write_share(l->of[SR_ET], rows[i].share, rows[i].digits, text, sizeof(text)),
                         strlen(rows[i].et));
        assert_string_equal(text, rows[i].et);
        sr_locale_write_share(l->of[SR_EN], rows[i].share, rows[i].digits, text, sizeof(text));
        assert_string_equal(text, rows[i].en);
    }
}

static void a_number_without_room_is_not_cut(void **state)
{
    const locales *l = *state;
    char text[6];
    assert_int_equal(sr_locale_write_decimal(l->of[SR_EN], 1234, 0, 0, text, 6), 5);
    assert_string_equal(text, "1,234");
    assert_int_equal(sr_locale_write_decimal(l->of[SR_EN], 12345, 0, 0, text, 6), 5);
    assert_string_equal(text, "#####");
    assert_int_equal(sr_locale_write_share(l->of[SR_EN], 1.0, 2, text, 6), 5);
    assert_string_equal(text, "#####");
    assert_int_equal(sr_locale_write_real(l->of[SR_EN], 1e300, 0, text, 1), 0);
    assert_string_equal(text, "");
}

static void dates_and_months_stand_in_the_language(void **state)
{
    const locales *l = *state;
    const struct {
        int32_t month;
        const char *et[2];
        const char *en[2];
    } rows[] = {
        {1, {"jaanuar 2026", "jaan 26"}, {"January 2026", "Jan 26"}},
        {2, {"veebruar 2026", "veebr 26"}, {"February 2026", "Feb 26"}},
        {3, {"märts 2026", "märts 26"}, {"March 2026", "Mar 26"}},
        {5, {"mai 2026", "mai 26"}, {"May 2026", "May 26"}},
        {10, {"oktoober 2026", "okt 26"}, {"October 2026", "Oct 26"}},
        {12, {"detsember 2026", "dets 26"}, {"December 2026", "Dec 26"}},
    };
    char text[64];
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_day day = sr_day_from_civil(2026, rows[i].month, 2);
        sr_locale_write_month(l->of[SR_ET], day, text, sizeof(text));
        assert_string_equal(text, rows[i].et[0]);
        sr_locale_write_month_short(l->of[SR_ET], day, text, sizeof(text));
        assert_string_equal(text, rows[i].et[1]);
        sr_locale_write_month(l->of[SR_EN], day, text, sizeof(text));
        assert_string_equal(text, rows[i].en[0]);
        assert_int_equal(sr_locale_write_month_short(l->of[SR_EN], day, text, sizeof(text)), 6);
        assert_string_equal(text, rows[i].en[1]);
    }
    sr_day day = sr_day_from_civil(2026, 11, 2);
    assert_int_equal(sr_locale_write_date(l->of[SR_ET], day, text, sizeof(text)), 10);
    assert_string_equal(text, "02.11.2026");
    sr_locale_write_date(l->of[SR_EN], day, text, sizeof(text));
    assert_string_equal(text, "2 November 2026");
    assert_int_equal(sr_locale_write_date(l->of[SR_EN], day, text, 5), 4);
    assert_string_equal(text, "2 No");
}

/* What ICU writes for the pattern of a date. */
static void write_by_icu(const char *tag, const char *pattern, sr_day day, char *out, int32_t size)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar zone[8], units[64], written[64];
    u_uastrcpy(zone, "UTC");
    u_uastrcpy(units, pattern);
    UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, tag, zone, -1, units, -1, &status);
    udat_format(format, (UDate)day * 86400000.0, written, 64, NULL, &status);
    u_strToUTF8(out, size, NULL, written, -1, &status);
    udat_close(format);
    assert_true(U_SUCCESS(status));
}

static void months_and_signs_are_those_of_icu(void **state)
{
    const locales *l = *state;
    char text[64], expected[64];
    for (int i = 0; i < SR_LANGUAGE_COUNT; i++) {
        const char *tag = sr_language_get_tag((sr_language)i);
        for (int month = 1; month <= 12; month++) {
            sr_day day = sr_day_from_civil(2026, month, 2);
            write_by_icu(tag, "LLLL y", day, expected, sizeof(expected));
            sr_locale_write_month(l->of[i], day, text, sizeof(text));
            assert_string_equal(text, expected);
            write_by_icu(tag, "LLL yy", day, expected, sizeof(expected));
            sr_locale_write_month_short(l->of[i], day, text, sizeof(text));
            assert_string_equal(text, expected);
            write_by_icu(tag, i == SR_ET ? "dd.MM.y" : "d MMMM y", day, expected, sizeof(expected));
            sr_locale_write_date(l->of[i], day, text, sizeof(text));
            assert_string_equal(text, expected);
        }
        UErrorCode status = U_ZERO_ERROR;
        UChar written[64];
        UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, tag, NULL, &status);
        unum_setAttribute(format, UNUM_MINIMUM_GROUPING_DIGITS, 1);
        unum_formatDouble(format, 1234567.5, written, 64, NULL, &status);
        u_strToUTF8(expected, sizeof(expected), NULL, written, -1, &status);
        unum_close(format);
        assert_true(U_SUCCESS(status));
        sr_locale_write_real(l->of[i], 1234567.5, 1, text, sizeof(text));
        assert_string_equal(text, expected);
        format = unum_open(UNUM_PERCENT, NULL, 0, tag, NULL, &status);
        unum_formatDouble(format, 0.84, written, 64, NULL, &status);
        u_strToUTF8(expected, sizeof(expected), NULL, written, -1, &status);
        unum_close(format);
        assert_true(U_SUCCESS(status));
        sr_locale_write_share(l->of[i], 0.84, 0, text, sizeof(text));
        assert_string_equal(text, expected);
    }
}

static void estonian_order_has_z_after_s_and_the_vowels_before_x(void **state)
{
    const locales *l = *state;
    const char *order[] = {"r", "s", "š", "z", "ž", "t", "u", "v", "w", "õ", "ä", "ö", "ü", "x", "y"};
    size_t count = sizeof(order) / sizeof(order[0]);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            int found = sr_locale_compare(l->of[SR_ET], sr_text_from(order[i]), sr_text_from(order[j]));
            assert_int_equal((found > 0) - (found < 0), (i > j) - (i < j));
        }
    assert_true(sr_locale_compare(l->of[SR_EN], SR_TEXT("z"), SR_TEXT("t")) > 0);
    assert_true(sr_locale_compare(l->of[SR_ET], SR_TEXT("Ida-Viru"), SR_TEXT("Võru")) < 0);
    assert_true(sr_locale_compare(l->of[SR_ET], SR_TEXT_NONE, SR_TEXT("a")) < 0);
    assert_int_equal(sr_locale_compare(l->of[SR_ET], SR_TEXT_NONE, SR_TEXT_NONE), 0);
}

static void equal_for_icu_is_not_equal_for_us(void **state)
{
    const locales *l = *state;
    const sr_text composed = SR_TEXT("\xC3\xB5");       // õ
    const sr_text decomposed = SR_TEXT("o\xCC\x83");    // o and a tilde
    assert_true(sr_locale_compare(l->of[SR_ET], composed, decomposed) != 0);
    assert_true(sr_locale_compare(l->of[SR_ET], decomposed, SR_TEXT("v")) > 0);     // sorted as õ
}

static void letters_of_any_script_are_folded(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_text folded;
    assert_true(sr_locale_fold(SR_TEXT("VÕRU Мааконд Ⱥ 12"), arena, &folded));
    assert_text(folded, "võru мааконд ⱥ 12");
    assert_true(sr_locale_fold(SR_TEXT_NONE, arena, &folded));
    assert_text(folded, "");
    assert_true(sr_locale_fold(SR_TEXT("A\xFF" "B"), arena, &folded));
    assert_text(folded, "a\xFF" "b");
    assert_true(sr_locale_is_same_letters(SR_TEXT("VÕRU Мааконд"), SR_TEXT("võru мААКОНД")));
    assert_true(sr_locale_is_same_letters(SR_TEXT("Ⱥ"), SR_TEXT("ⱥ")));
    assert_false(sr_locale_is_same_letters(SR_TEXT("Võru"), SR_TEXT("Voru")));
    assert_false(sr_locale_is_same_letters(SR_TEXT("Võru"), SR_TEXT("Võrumaa")));
    assert_false(sr_locale_is_same_letters(SR_TEXT("a\xFF"), SR_TEXT("a\xFE")));
    assert_false(sr_locale_is_same_letters(SR_TEXT("ÿ"), SR_TEXT("\xFF")));
    const sr_text words[] = {SR_TEXT_STATIC("jah"), SR_TEXT_STATIC("tõene")};
    assert_true(sr_locale_is_one_of(SR_TEXT("JAH"), words, 2));
    assert_true(sr_locale_is_one_of(SR_TEXT("TÕENE"), words, 2));
    assert_false(sr_locale_is_one_of(SR_TEXT("TÕENE"), words, 1));
    assert_false(sr_locale_is_one_of(SR_TEXT("tõen"), words, 2));
    assert_true(sr_locale_is_same_letters(SR_TEXT_NONE, SR_TEXT("")));
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(languages_are_known_by_their_tag),
        TEST(decimals_are_exact_grouped_and_rounded),
        TEST(reals_are_rounded_from_their_shortest_digits),
        TEST(shares_are_per_cent_without_a_space),
        TEST(a_number_without_room_is_not_cut),
        TEST(dates_and_months_stand_in_the_language),
        TEST(months_and_signs_are_those_of_icu),
        TEST(estonian_order_has_z_after_s_and_the_vowels_before_x),
        TEST(equal_for_icu_is_not_equal_for_us),
        TEST(letters_of_any_script_are_folded),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("locale", tests, open_locales, close_locales);
}
