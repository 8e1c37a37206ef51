#include "input/encoding.h"

#include "tests/support/test.h"

static sr_error err;

/* Pieces of every size up to `room`, the rest of each kept for the next. */
static void decode_in_pieces(const sr_encoding *encoding, sr_text bytes, size_t room, sr_arena *arena, sr_text *text)
{
    char *out = sr_arena_alloc(arena, bytes.size * 3 + room, 1);
    size_t taken = 0;
    size_t given = 0;
    size_t size = 1;
    while (taken < bytes.size) {
        sr_text piece = sr_text_slice(bytes, taken, size);
        sr_decoded done = sr_encoding_decode(encoding, piece, taken + piece.size == bytes.size, out + given, room);
        assert_true(done.taken <= piece.size && done.given <= room);
        taken += done.taken;
        given += done.given;
        size = done.taken == 0 ? size + 1 : 1 + size % room;
    }
    *text = (sr_text){out, given};
}

static void assert_decoded(const char *name, sr_text bytes, const char *expected)
{
    sr_encoding encoding;
    sr_text text;
    sr_arena *arena = sr_arena_new();
    sr_error_init(&err);
    assert_done(sr_encoding_find(sr_text_from(name), &encoding, &err), &err);
    for (size_t room = SR_ENCODING_CHARACTER_MAX; room < 12; room++) {
        decode_in_pieces(&encoding, bytes, room, arena, &text);
        assert_text(text, expected);
    }
    assert_int_equal(sr_encoding_measure(&encoding, text), bytes.size);
    sr_arena_free(arena);
}

static void the_letters_of_estonian_are_told_apart_by_encoding(void **state)
{
    (void)state;
    const char *letters = "\xC3\xB5\xC3\xA4\xC3\xB6\xC3\xBC\xC5\xA1\xC5\xBE\xC5\xA0\xC5\xBD";     /* õäöüšžŠŽ */
    assert_decoded("Windows-1257", SR_TEXT("\xF5\xE4\xF6\xFC\xF0\xFE\xD0\xDE"), letters);
    assert_decoded("cp1252", SR_TEXT("\xF5\xE4\xF6\xFC\x9A\x9E\x8A\x8E"), letters);
    assert_decoded("ISO-8859-13", SR_TEXT("\xF5\xE4\xF6\xFC\xF0\xFE\xD0\xDE"), letters);
    assert_decoded("ISO-8859-4", SR_TEXT("\xF5\xE4\xF6\xFC\xB9\xBE\xA9\xAE"), letters);
    assert_decoded("ISO-8859-1", SR_TEXT("\xF5\xE4\xF6\xFC"), "\xC3\xB5\xC3\xA4\xC3\xB6\xC3\xBC");
    assert_decoded("cp850", SR_TEXT("\xE4\x84\x94\x81"), "\xC3\xB5\xC3\xA4\xC3\xB6\xC3\xBC");
    assert_decoded("iso-8859-15", SR_TEXT("\xF5\xE4\xF6\xFC\xA8\xB8\xA6\xB4"), letters);
    assert_decoded("UTF-8", SR_TEXT("\xC3\xB5"), "\xC3\xB5");
    assert_decoded("UTF-16LE", SR_TEXT("\xF5\0\xAC\x20\x3D\xD8\x00\xDE"), "\xC3\xB5\xE2\x82\xAC\xF0\x9F\x98\x80");
    assert_decoded("utf-16be", SR_TEXT("\0\xF5\0a"), "\xC3\xB5" "a");
    assert_decoded("UTF-32BE", SR_TEXT("\0\0\0\xF5\0\1\xF6\0"), "\xC3\xB5\xF0\x9F\x98\x80");
    assert_decoded("UTF-32", SR_TEXT("\xF5\0\0\0"), "\xC3\xB5");
}

static void a_byte_that_stands_for_nothing_is_never_valid_utf8(void **state)
{
    (void)state;
    assert_decoded("Windows-1257", SR_TEXT("a\x81" "b"), "a\xFF" "b");
    assert_decoded("UTF-16LE", SR_TEXT("a\0\x00\xD8" "b\0"), "a\xFF" "b");
    assert_decoded("UTF-16BE", SR_TEXT("\xDC\0\0a\xD8\0"), "\xFF" "a\xFF");
    assert_decoded("UTF-32BE", SR_TEXT("\0\0\xD8\0\0\x11\0\0\0\0\0a"), "\xFF\xFF" "a");
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
