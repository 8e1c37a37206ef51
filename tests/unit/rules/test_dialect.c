#include "rules/dialect.h"

#include "tests/support/test.h"

static void a_sign_is_one_ascii_character_or_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char sign;
    } good[] = {{";", ';'}, {"tab", '\t'}, {"\\t", '\t'}, {"\t", '\t'}, {"none", '\0'}, {"X", 'X'}, {"\x01", 1}, {" ", ' '}};
    static const char *const bad[] = {"", "\n", "\r", ";;", "\xC2\xA3", "\xCE\xBB", "\x7F", "tabs"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        char sign = '?';
        assert_true(sr_dialect_parse_sign(sr_text_from(good[i].text), &sign));
        assert_int_equal(sign, good[i].sign);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char sign = '?';
        assert_false(sr_dialect_parse_sign(sr_text_from(bad[i]), &sign));
        assert_int_equal(sign, '?');
    }
}

static void an_escape_may_be_the_byte_0(void **state)
{
    (void)state;
    char sign = '?';
    assert_true(sr_dialect_parse_escape(SR_TEXT("nul"), &sign));
    assert_int_equal(sign, SR_SIGN_NUL);
    assert_true(sr_dialect_parse_escape(SR_TEXT("\\"), &sign));
    assert_int_equal(sign, '\\');
    assert_false(sr_dialect_parse_sign(SR_TEXT("nul"), &sign));
}

static void a_size_has_a_unit_or_none(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t bytes;
    } good[] = {{"1", 1}, {"1500000", 1500000}, {"500 MB", 500000000}, {"8 GiB", UINT64_C(8) << 30}, {"3kB", 3000}, {"2 mib", 2u << 20},
                {"7 B", 7}};
    static const char *const bad[] = {"", "0", "-1", "1.5 GB", "GB", "8 TB", "99999999999999999999", "99999999999999999 GiB", "much"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        uint64_t bytes = 0;
        assert_true(sr_dialect_parse_size(sr_text_from(good[i].text), &bytes));
        assert_int_equal(bytes, good[i].bytes);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint64_t bytes = 77;
        assert_false(sr_dialect_parse_size(sr_text_from(bad[i]), &bytes));
        assert_int_equal(bytes, 77);
    }
}

static void one_sign_cannot_mean_two_things(void **state)
{
    (void)state;
    assert_false(sr_dialect_has_clash(&(sr_dialect){0}));
    assert_false(sr_dialect_has_clash(&(sr_dialect){.delimiter = ',', .quote = '"', .escape = '\\', .comment = '#'}));
    assert_false(sr_dialect_has_clash(&(sr_dialect){.delimiter = ',', .quote = '"', .escape = '"'}));   // a doubled quote
    assert_true(sr_dialect_has_clash(&(sr_dialect){.delimiter = '"', .quote = '"'}));
    assert_true(sr_dialect_has_clash(&(sr_dialect){.delimiter = 'X', .comment = 'X'}));
    assert_true(sr_dialect_has_clash(&(sr_dialect){.quote = '#', .comment = '#'}));
    assert_true(sr_dialect_has_clash(&(sr_dialect){.delimiter = ';', .escape = ';'}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sign_is_one_ascii_character_or_its_name),
        TEST(an_escape_may_be_the_byte_0),
        TEST(a_size_has_a_unit_or_none),
        TEST(one_sign_cannot_mean_two_things),
    };
    return RUN_TESTS(tests);
}
