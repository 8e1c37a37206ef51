#include "input/encoding.h"

#include "tests/support/test.h"

static sr_error err;

static void assert_decoded(const char *name, sr_text bytes, const char *expected)
{
    sr_encoding encoding;
    sr_text text;
    sr_arena *arena = sr_arena_new();
    sr_error_init(&err);
    assert_done(sr_encoding_find(sr_text_from(name), &encoding, &err), &err);
    assert_done(sr_encoding_decode(&encoding, bytes, arena, &text, &err), &err);
    assert_text(text, expected);
    assert_int_equal(sr_encoding_measure(&encoding, text), bytes.size);
    sr_arena_free(arena);
}

static void the_letters_of_estonian_are_told_apart_by_encoding(void **state)
{
    (void)state;
    const char *letters = "\xC3\xB5\xC3\xA4\xC3\xB6\xC3\xBC\xC5\xA1\xC5\xBE\xC5\xA0\xC5\xBD";     /* õäöüšžŠŽ */
    assert_decoded("Windows-1257", SR_TEXT("\xF5\xE4\xF6\xFC\xF0\xFE\xD0\xDE"), letters);
    assert_decoded("cp1252", SR_TEXT("\xF5\xE4\xF6\xFC\x9A\x9E\x8A\x8E"), letters);
    assert_decoded("iso-8859-15", SR_TEXT("\xF5\xE4\xF6\xFC\xA8\xB8\xA6\xB4"), letters);
    assert_decoded("UTF-8", SR_TEXT("\xC3\xB5"), "\xC3\xB5");
    assert_decoded("UTF-16LE", SR_TEXT("\xF5\0\xAC\x20\x3D\xD8\x00\xDE"), "\xC3\xB5\xE2\x82\xAC\xF0\x9F\x98\x80");
    assert_decoded("utf-16be", SR_TEXT("\0\xF5\0a"), "\xC3\xB5" "a");
    assert_decoded("UTF-32", SR_TEXT("\xF5\0\0\0"), "\xC3\xB5");
}

static void a_byte_that_stands_for_nothing_is_never_valid_utf8(void **state)
{
    (void)state;
    assert_decoded("Windows-1257", SR_TEXT("a\x81" "b"), "a\xFF" "b");
    assert_decoded("UTF-16LE", SR_TEXT("a\0\x00\xD8" "b\0"), "a\xFF" "b");
}

static void names_in_any_case_get_one_form_and_unknown_ones_are_refused(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"WINDOWS-1257", "Windows-1257"}, {"CP1257", "Windows-1257"}, {"utf8", "UTF-8"}, {"utf-16", "UTF-16LE"},
        {"ISO-8859-13", "ISO-8859-13"},
    };
    static const char *const bad[] = {"", "Klingon", "UTF-7", "SHIFT_JIS", "EUC-JP", "Windows-1257//IGNORE", "Windows-9999",
                                      "a name that is far too long to be an encoding"};
    sr_encoding encoding;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        sr_error_init(&err);
        assert_done(sr_encoding_find(sr_text_from(names[i][0]), &encoding, &err), &err);
        assert_string_equal(encoding.name, names[i][1]);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        sr_error_init(&err);
        assert_false(sr_encoding_find(sr_text_from(bad[i]), &encoding, &err));
        assert_int_equal(err.code, SR_USAGE);
    }
}

static void a_mark_tells_its_encoding(void **state)
{
    (void)state;
    size_t size;
    assert_string_equal(sr_encoding_find_mark(SR_TEXT("\xEF\xBB\xBF" "a"), &size), "UTF-8");
    assert_int_equal(size, 3);
    assert_string_equal(sr_encoding_find_mark(SR_TEXT("\xFF\xFE" "a\0"), &size), "UTF-16LE");
    assert_string_equal(sr_encoding_find_mark(SR_TEXT("\xFE\xFF\0a"), &size), "UTF-16BE");
    assert_string_equal(sr_encoding_find_mark(SR_TEXT("\xFF\xFE\0\0"), &size), "UTF-32LE");
    assert_int_equal(size, 4);
    assert_null(sr_encoding_find_mark(SR_TEXT("a"), &size));
    assert_int_equal(size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_letters_of_estonian_are_told_apart_by_encoding),
        TEST(a_byte_that_stands_for_nothing_is_never_valid_utf8),
        TEST(names_in_any_case_get_one_form_and_unknown_ones_are_refused),
        TEST(a_mark_tells_its_encoding),
    };
    return RUN_TESTS(tests);
}
