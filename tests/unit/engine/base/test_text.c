#include "engine/base/text.h"

#include <string.h>

#include "tests/support/test.h"

static sr_text t(const char *text)
{
    return sr_text_from(text);
}

static void equal_means_the_same_bytes(void **state)
{
    (void)state;
    assert_true(sr_text_is(SR_TEXT_NONE, t("")));
    assert_true(sr_text_is(t(NULL), t("")));
    assert_true(sr_text_is(t("abc"), SR_TEXT("abc")));
    assert_false(sr_text_is(t("abc"), t("abd")));
    assert_false(sr_text_is(t("abc"), t("ab")));
    assert_true(sr_text_is_same_letters(t("AbC"), t("aBc")));
    assert_false(sr_text_is_same_letters(t("Õ"), t("õ")));      // ASCII only
    assert_false(sr_text_is_same_letters(t("@"), t("`")));      // a case apart in ASCII, and no letters
}

static void the_order_is_that_of_code_points(void **state)
{
    (void)state;
    const char *ordered[] = {"", "A", "B", "a", "aa", "z", "ä", "õ", "ž", "€", "😀"};
    size_t count = sizeof(ordered) / sizeof(ordered[0]);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            int order = sr_text_compare(t(ordered[i]), t(ordered[j]));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
}

static void prefix_and_suffix_may_be_empty_or_all(void **state)
{
    (void)state;
    assert_true(sr_text_has_prefix(t("abc"), t("")));
    assert_true(sr_text_has_prefix(t("abc"), t("abc")));
    assert_false(sr_text_has_prefix(t("abc"), t("abcd")));
    assert_true(sr_text_has_suffix(t("abc"), t("bc")));
    assert_true(sr_text_has_suffix(SR_TEXT_NONE, SR_TEXT_NONE));
    assert_false(sr_text_has_suffix(t("abc"), t("ab")));
}

static void trimming_takes_every_kind_of_blank(void **state)
{
    (void)state;
    assert_text(sr_text_trim(t("  \t a b \t")), "a b");
    assert_text(sr_text_trim(t("\xEF\xBB\xBF\xC2\xA0 x\xE2\x80\xAF")), "x");
    assert_text(sr_text_trim(t(" \xC2\xA0 ")), "");
    assert_text(sr_text_trim(t("")), "");
    assert_text(sr_text_trim(t("\n")), "\n");       // a line end is no blank
    assert_text(sr_text_trim(t("\xC3\xA0")), "à");  // ends with the byte of NBSP
}

static void a_slice_never_leaves_the_text(void **state)
{
    (void)state;
    assert_text(sr_text_slice(t("abcdef"), 2, 3), "cde");
    assert_text(sr_text_slice(t("abcdef"), 2, SIZE_MAX), "cdef");
    assert_text(sr_text_slice(t("abcdef"), 6, 1), "");
    assert_text(sr_text_slice(t("abcdef"), SIZE_MAX, SIZE_MAX), "");
}

static void find_gives_the_first_place(void **state)
{
    (void)state;
    assert_int_equal(sr_text_find(t("aabab"), t("ab")), 1);
    assert_int_equal(sr_text_find(t("aabab"), t("")), 0);
    assert_int_equal(sr_text_find(t("aaa"), t("ab")), SIZE_MAX);
    assert_int_equal(sr_text_find(t(""), t("a")), SIZE_MAX);
    assert_int_equal(sr_text_find(t("xyz"), t("z")), 2);
    assert_int_equal(sr_text_find(t("x"), t("xy")), SIZE_MAX);
}

static void invalid_utf8_is_found_where_it_begins(void **state)
{
    (void)state;
    assert_int_equal(sr_text_find_invalid(t("Võru € 😀")), SIZE_MAX);
    assert_int_equal(sr_text_find_invalid(SR_TEXT("a\0b")), SIZE_MAX);
    const char *bad[] = {
        "ab\x80",               // a tail without a head
        "ab\xC0\xAF",           // overlong /
        "ab\xC1\xBF",           // overlong
        "ab\xE0\x9F\xBF",       // overlong of three
        "ab\xF0\x8F\xBF\xBF",   // overlong of four
        "ab\xED\xA0\x80",       // surrogate
        "ab\xF4\x90\x80\x80",   // past U+10FFFF
        "ab\xF5\x80\x80\x80",
        "ab\xFF",
        "ab\xE2\x82",           // cut
        "ab\xE2\x82z",
        "ab\xF0\x9F\x98z",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(sr_text_find_invalid(t(bad[i])), 2);
    assert_int_equal(sr_text_find_invalid(t("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF")), SIZE_MAX);
}

static void what_would_break_a_line_is_found(void **state)
{
    (void)state;
    assert_int_equal(sr_text_find_control(t("Võru  € 😀 a")), SIZE_MAX);
    assert_int_equal(sr_text_find_control(SR_TEXT_NONE), SIZE_MAX);
    assert_int_equal(sr_text_find_control(t("ab\ncd\n")), 2);
    assert_int_equal(sr_text_find_control(t("\tab")), 0);
    assert_int_equal(sr_text_find_control(t("õ\x7F")), 2);
    assert_int_equal(sr_text_find_control(t("ab\xC2\x85")), 2);
    assert_int_equal(sr_text_find_control(t("ab\xC2\xA0\xE2\x80\xA9")), 4);
    assert_int_equal(sr_text_find_control(t("ab\xFF\x85")), SIZE_MAX);     // no characters
}

static void digits_in_a_row_are_counted(void **state)
{
    (void)state;
    assert_int_equal(sr_text_count_digits(t("12a345"), 0), 2);
    assert_int_equal(sr_text_count_digits(t("12a345"), 2), 0);
    assert_int_equal(sr_text_count_digits(t("12a345"), 3), 3);
    assert_int_equal(sr_text_count_digits(t("12a345"), 7), 0);
    assert_int_equal(sr_text_count_digits(SR_TEXT_NONE, 0), 0);
}

static void points_are_counted_and_read(void **state)
{
    (void)state;
    assert_int_equal(sr_text_count_points(t("Võru € 😀")), 8);
    const uint32_t expected[] = {'V', 0xF5, 0x20AC, 0x1F600};
    sr_text text = t("Võ€😀\x80");
    size_t index = 0;
    uint32_t point = 0;
    for (size_t i = 0; i < 4; i++) {
        assert_true(sr_text_next_point(text, &index, &point));
        assert_int_equal(point, expected[i]);
        char written[4];
        size_t size = sr_text_write_point(point, written);
        assert_int_equal(size, i + 1);      // one of each length
        assert_memory_equal(written, text.data + index - size, size);
    }
    assert_false(sr_text_next_point(text, &index, &point));
    assert_int_equal(index, text.size - 1);
}

static void distance_counts_changes_up_to_a_limit(void **state)
{
    (void)state;
    assert_int_equal(sr_text_distance(t("kitten"), t("sitting"), 10), 3);
    assert_int_equal(sr_text_distance(t("kitten"), t("sitting"), 2), 3);
    assert_int_equal(sr_text_distance(t("kitten"), t("sitting"), 1), 2);
    assert_int_equal(sr_text_distance(t(""), t("abc"), 5), 3);
    assert_int_equal(sr_text_distance(t("abc"), t("abc"), 0), 0);
    assert_int_equal(sr_text_distance(t("valeu"), t("value"), 1), 1);      // neighbours that changed places
    assert_int_equal(sr_text_distance(t("ab"), t("ba"), 1), 1);
    assert_int_equal(sr_text_distance(t("abcd"), t("badc"), 2), 2);
    assert_int_equal(sr_text_distance(t("ca"), t("abc"), 5), 3);            // a pair that was swapped is not changed again
    char longs[2][400];
    memset(longs, 'a', sizeof(longs));
    assert_int_equal(sr_text_distance((sr_text){longs[0], 400}, (sr_text){longs[1], 400}, 3), 0);
    assert_int_equal(sr_text_distance((sr_text){longs[0], 400}, (sr_text){longs[1], 399}, 3), 4);
}

static void the_nearest_word_must_be_near(void **state)
{
    (void)state;
    const sr_text words[] = {SR_TEXT("opened"), SR_TEXT("closed"), SR_TEXT("county"), SR_TEXT("service")};
    assert_text(sr_text_find_nearest(t("opend"), words, 4), "opened");
    assert_text(sr_text_find_nearest(t("COUNTRY"), words, 4), "county");
    assert_text(sr_text_find_nearest(t("Service"), words, 4), "service");
    assert_text(sr_text_find_nearest(t("xyz"), words, 4), "");
    assert_text(sr_text_find_nearest(t("kuu"), (sr_text[]){t("kuuaruanne"), t("aasta")}, 2), "kuuaruanne");
    assert_text(sr_text_find_nearest(t("kuu"), (sr_text[]){t("kuuaruanne"), t("kuukokkuvote")}, 2), "");
    assert_text(sr_text_find_nearest(t("opened"), words, 0), "");
}

static void a_copy_lives_in_the_arena(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_text copy;
    char original[] = "abc";
    assert_true(sr_text_copy(t(original), arena, &copy));
    original[0] = 'x';
    assert_string_equal(copy.data, "abc");
    sr_arena_free(arena);
}

static void a_hash_sees_every_byte_and_the_length(void **state)
{
    (void)state;
    const char *texts[] = {"", "a", "b", "ab", "ba", "12345678", "123456789", "12345679", "1234567812345678"};
    size_t count = sizeof(texts) / sizeof(texts[0]);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(sr_text_hash(t(texts[i])), sr_text_hash(t(texts[j])));
    assert_int_not_equal(sr_text_hash(SR_TEXT("a")), sr_text_hash(SR_TEXT("a\0")));
    assert_int_equal(sr_text_hash(t("abc")), sr_text_hash(SR_TEXT("abc")));
}

static void a_shape_shows_the_form_and_not_the_value(void **state)
{
    (void)state;
    char shape[128];
    const char *rows[][2] = {
        {"37605030299", "99999999999"},
        {"Mari Maasikas", "aaaa aaaaaaaa"},
        {"Õie-Äli Žukov", "aaa-aaa aaaaa"},
        {"12.03.2026", "99.99.9999"},
        {"a\nb\x7F", "a?a?"},
        {"\xFFz", "?a"},
        {"1\xC2\xA0" "000", "9\xC2\xA0" "999"},
        {"", ""},
        {"1234567890123456789012345678901234567890123", "9999999999999999999999999999999999999999"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_text_write_shape(t(rows[i][0]), shape, sizeof(shape));
        assert_string_equal(shape, rows[i][1]);
    }
    char small[4];
    sr_text_write_shape(t("12\xC2\xA0" "3"), small, sizeof(small));
    assert_string_equal(small, "99");       // no half character
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(equal_means_the_same_bytes),
        TEST(the_order_is_that_of_code_points),
        TEST(prefix_and_suffix_may_be_empty_or_all),
        TEST(trimming_takes_every_kind_of_blank),
        TEST(a_slice_never_leaves_the_text),
        TEST(find_gives_the_first_place),
        TEST(invalid_utf8_is_found_where_it_begins),
        TEST(what_would_break_a_line_is_found),
        TEST(digits_in_a_row_are_counted),
        TEST(points_are_counted_and_read),
        TEST(distance_counts_changes_up_to_a_limit),
        TEST(the_nearest_word_must_be_near),
        TEST(a_copy_lives_in_the_arena),
        TEST(a_hash_sees_every_byte_and_the_length),
        TEST(a_shape_shows_the_form_and_not_the_value),
    };
    return RUN_TESTS(tests);
}
