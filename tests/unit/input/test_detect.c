#include "input/detect.h"

#include "engine/base/builder.h"
#include "tests/support/test.h"

static sr_error err;

static void assert_encoding(sr_text bytes, const char *declared, const char *name, bool is_guess)
{
    sr_detected_encoding detected;
    sr_error_init(&err);
    assert_done(sr_detect_encoding("x.csv", bytes, true, sr_text_from(declared), &detected, &err), &err);
    assert_string_equal(detected.encoding.name, name);
    assert_int_equal(detected.is_guess, is_guess);
}

static void bytes_tell_their_encoding_or_it_is_a_guess(void **state)
{
    (void)state;
    assert_encoding(SR_TEXT("abc"), NULL, "UTF-8", false);
    assert_encoding(SR_TEXT("\xC3\xB5\xC3\xA4"), NULL, "UTF-8", false);
    assert_encoding(SR_TEXT("\xC3\xB5\xC3\xA4 damaged \xFF"), NULL, "UTF-8", false);
    assert_encoding(SR_TEXT("n\xF5" "u"), NULL, "Windows-1257", true);
    assert_encoding(SR_TEXT("n\xF5u \x9A"), NULL, "Windows-1252", true);
    assert_encoding(SR_TEXT("n\xF5u \x81"), NULL, "ISO-8859-1", true);
    assert_encoding(SR_TEXT("a\0,\0b\0\n\0c\0d\0"), NULL, "UTF-16LE", true);
    assert_encoding(SR_TEXT("\0a\0,\0b\0\n\0c\0d\0\r"), NULL, "UTF-16BE", true);
    assert_encoding(SR_TEXT("a\0\0\0,\0\0\0\x61\x01\0\0\n\0\0\0"), NULL, "UTF-32LE", true);
    assert_encoding(SR_TEXT("\0\0\0a\0\0\0,\0\0\x01\x61\0\0\0\n"), NULL, "UTF-32BE", true);
    assert_encoding(SR_TEXT("a,b\0c\nd,e\0f\n"), NULL, "UTF-8", false);
    assert_encoding(SR_TEXT("\xFE\xFF\0a"), "UTF-16", "UTF-16BE", false);
    assert_encoding(SR_TEXT("\xEF\xBB\xBF" "a"), "utf-8", "UTF-8", false);
    assert_encoding(SR_TEXT("\xC3\xB5"), "Windows-1257", "Windows-1257", false);
}

static void a_guess_says_what_it_risks(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        const char *rival;
        size_t beyond_ascii;
        size_t differing;
    } rows[] = {
        {"n\xF5u t\xE4na", "Windows-1252", 2, 0},                       /* õ and ä are the same in both */
        {"\xF0okolaad, \xFE" "estid, n\xF5u", "Windows-1252", 3, 2},    /* š and ž are not */
        {"\x9Aokolaad", "Windows-1257", 1, 1},                         /* not a letter of Windows-1257 */
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_detected_encoding detected;
        sr_error_init(&err);
        assert_done(sr_detect_encoding("x.csv", sr_text_from(rows[i].bytes), true, SR_TEXT_NONE, &detected, &err), &err);
        assert_string_equal(detected.rival, rows[i].rival);
        assert_int_equal(detected.beyond_ascii, rows[i].beyond_ascii);
        assert_int_equal(detected.differing, rows[i].differing);
    }
}

static void a_character_that_the_sample_cuts_proves_nothing(void **state)
{
    (void)state;
    sr_detected_encoding detected;
    sr_error_init(&err);
    assert_done(sr_detect_encoding("x.csv", SR_TEXT("plain \xC5"), false, SR_TEXT_NONE, &detected, &err), &err);
    assert_string_equal(detected.encoding.name, "UTF-8");
    assert_done(sr_detect_encoding("x.csv", SR_TEXT("plain \xF0\x9F\x98"), false, SR_TEXT_NONE, &detected, &err), &err);
    assert_string_equal(detected.encoding.name, "UTF-8");
    assert_done(sr_detect_encoding("x.csv", SR_TEXT("plain \xC5"), true, SR_TEXT_NONE, &detected, &err), &err);
    assert_string_equal(detected.encoding.name, "Windows-1257");
}

static void a_mark_of_another_encoding_than_the_declared_one_is_refused(void **state)
{
    (void)state;
    sr_detected_encoding detected;
    sr_error_init(&err);
    assert_false(sr_detect_encoding("x.csv", SR_TEXT("\xFF\xFE" "a\0"), true, SR_TEXT("UTF-8"), &detected, &err));
    assert_error(&err, "x.csv:1:1: begins with the byte order mark of UTF-16LE, expected UTF-8 as declared; declare "
                       "`encoding: UTF-16LE`");
}

static void a_sep_line_names_the_delimiter(void **state)
{
    (void)state;
    char delimiter = '\0';
    assert_int_equal(sr_detect_sep_line(SR_TEXT("sep=;\r\na;b"), &delimiter), 7);
    assert_int_equal(delimiter, ';');
    assert_int_equal(sr_detect_sep_line(SR_TEXT("sep=\t\na"), &delimiter), 6);
    assert_int_equal(delimiter, '\t');
    assert_int_equal(sr_detect_sep_line(SR_TEXT("sep=;x\n"), &delimiter), 0);
    assert_int_equal(sr_detect_sep_line(SR_TEXT("sep=\r\n"), &delimiter), 0);
    assert_int_equal(sr_detect_sep_line(SR_TEXT("sepal,width\n"), &delimiter), 0);
}

static void archives_and_workbooks_are_no_text(void **state)
{
    (void)state;
    assert_string_equal(sr_detect_packed(SR_TEXT("\x1F\x8B\x08")), "a gzip archive");
    assert_string_equal(sr_detect_packed(SR_TEXT("PK\x03\x04")), "a ZIP archive or a workbook");
    assert_null(sr_detect_packed(SR_TEXT("PK,a\n")));
    assert_null(sr_detect_packed(SR_TEXT("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes_tell_their_encoding_or_it_is_a_guess),
        TEST(a_guess_says_what_it_risks),
        TEST(a_character_that_the_sample_cuts_proves_nothing),
        TEST(a_mark_of_another_encoding_than_the_declared_one_is_refused),
        TEST(a_sep_line_names_the_delimiter),
        TEST(archives_and_workbooks_are_no_text),
    };
    return RUN_TESTS(tests);
}
