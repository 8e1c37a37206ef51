#include "rules/rule_text.h"

#include <string.h>

#include "tests/support/test.h"

/* The letter x in the text stands at the letter x in the source, which begins at line 3, column 9. */
static void assert_located(const char *text, const char *source, char quote, uint64_t line, uint64_t column)
{
    sr_rule_text rule = {sr_text_from(text), {"rules.yaml", 3, 9}, sr_text_from(source), quote};
    sr_where where = sr_rule_text_locate(rule, (size_t)(strchr(text, 'x') - text));
    assert_string_equal(where.path, "rules.yaml");
    assert_int_equal(where.line, line);
    assert_int_equal(where.column, column);
}

static void a_text_that_is_written_as_it_is_read_is_counted_in_bytes(void **state)
{
    (void)state;
    assert_located("a + x", "", 0, 3, 13);
    assert_located("õä x", "", 0, 3, 14);
    assert_located("a\n  x", "", 0, 4, 3);
    assert_located("x", "x", 0, 3, 9);
}

static void lines_that_were_joined_or_lost_their_indentation_are_found_again(void **state)
{
    (void)state;
    assert_located("a + x", "a +\n      x", 0, 4, 7);
    assert_located("a + x", "a\r\n    +\r\n  x", 0, 5, 3);
    assert_located("a\nx", "a\n\n  x", 0, 5, 3);
    assert_located("a\n  b\nx\n", "a\n      b\n    x\n", 0, 5, 5);
    assert_located("\n\nx\n", "\n\n    x\n", 0, 5, 5);
    assert_located("a  x", "a  x", 0, 3, 12);
}

static void quotes_and_escapes_take_more_room_than_what_they_mean(void **state)
{
    (void)state;
    assert_located("a = 'b' and x", "a = ''b'' and x", '\'', 3, 23);
    assert_located("a = '' and x", "a = '''' and x", '\'', 3, 22);
    assert_located("a = \"b\" + x", "a = \\\"b\\\" + x", '"', 3, 21);
    assert_located("\\d x", "\\\\d x", '"', 3, 13);
    assert_located("\\d x", "\\d x", '\'', 3, 12);
    assert_located("ä\xC2\xA0x", "\\xE4\\_x", '"', 3, 15);
    assert_located("õx", "\\u00F5x", '"', 3, 15);
    assert_located("a\tbx", "a\\tbx", '"', 3, 13);
    assert_located("a\nx", "a\\nx", '"', 3, 12);
    assert_located("abx", "ab\\\n    x", '"', 4, 5);
}

static void the_end_of_a_text_has_a_place_too(void **state)
{
    (void)state;
    sr_rule_text plain = sr_rule_text_make(SR_TEXT("sum(a"), (sr_where){"rules.yaml", 2, 5});
    assert_int_equal(sr_rule_text_locate(plain, 5).column, 10);
    sr_rule_text folded = {SR_TEXT("sum( a"), {"rules.yaml", 2, 5}, SR_TEXT("sum(\n    a"), 0};
    assert_int_equal(sr_rule_text_locate(folded, 6).line, 3);
    assert_int_equal(sr_rule_text_locate(folded, 6).column, 6);
}

/* A source that has nothing to do with the text leads to a place within it all the same. */
static void a_walk_never_leaves_the_source(void **state)
{
    (void)state;
    sr_rule_text strange = {SR_TEXT("abc def"), {"rules.yaml", 1, 1}, SR_TEXT("a\\"), '"'};
    for (size_t i = 0; i <= strange.text.size; i++)
        assert_in_range(sr_rule_text_locate(strange, i).column, 1, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_text_that_is_written_as_it_is_read_is_counted_in_bytes),
        TEST(lines_that_were_joined_or_lost_their_indentation_are_found_again),
        TEST(quotes_and_escapes_take_more_room_than_what_they_mean),
        TEST(the_end_of_a_text_has_a_place_too),
        TEST(a_walk_never_leaves_the_source),
    };
    return RUN_TESTS(tests);
}
