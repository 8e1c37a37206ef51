#include "engine/base/pattern.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/test.h"

static sr_arena *arena;

static const sr_pattern *make(const char *text)
{
    sr_error err;
    sr_error_init(&err);
    const sr_pattern *pattern = NULL;
    sr_pattern_problem problem = {0, "", ""};
    assert_done(sr_pattern_new(sr_text_from(text), arena, &pattern, &problem, &err), &err);
    if (pattern == NULL)
        fail_msg("%s: %s at %zu", text, problem.found, problem.at);
    return pattern;
}

/* A pattern, then texts separated by blanks: those before the bar fit, those behind it do not. `_` is the empty text. */
static void check(const char *pattern, const char *texts)
{
    const sr_pattern *made = make(pattern);
    bool fits = true;
    for (const char *at = texts; *at != '\0';) {
        size_t size = strcspn(at, " ");
        sr_text text = {at, size};
        if (sr_text_is(text, SR_TEXT("||"))) {
            fits = false;
        } else {
            if (sr_text_is(text, SR_TEXT("_")))
                text.size = 0;
            if (sr_pattern_fits(made, text) != fits)
                fail_msg("'%s' and '%.*s'", pattern, SR_TEXT_ARG(text));
        }
        at += size + (at[size] == ' ');
    }
}

static void the_whole_text_must_fit(void **state)
{
    (void)state;
    check("abc", "abc || ab abcd xabc _");
    check("^abc$", "abc || ab abcd");
    check("", "_ || a");
    check("a\\$", "a$ || a");
}

static void characters_are_code_points_of_any_script(void **state)
{
    (void)state;
    check("j\xC3\xB5""gi.", "j\xC3\xB5gi\xC5\xBE || jogi\xC5\xBE j\xC3\xB5gi");
    check("[a-z\xC3\xB5-\xC3\xBC]+", "\xC3\xB5un \xC3\xB6\xC3\xB6 || \xC5\xA1okk A");
    check("\\w+", "\xC3\x95un_9 || a-b \xE2\x82\xAC");
    check("\\w\\W\\d\\D", "a-1x || aa1x a-xx");
    check("[^0-9]*", "abc _ || a1");
    check("[\\d-]+", "1-2 || 1_2");
    check("[]a]", "a ] || b");
    check("[a\\-z]+", "a-z || b");
    check("\\.\\\\\\*", ".\\* || x\\*");
}

static void pieces_repeat_as_often_as_they_say(void **state)
{
    (void)state;
    check("a*", "_ a aaaa || b ab");
    check("a+b?", "a ab aab || b abb _");
    check("a{3}", "aaa || aa aaaa");
    check("a{2,4}", "aa aaa aaaa || a aaaaa");
    check("a{2,}", "aa aaaaaaa || a");
    check("a{0}b", "b || ab");
    check("(ab){2}c", "ababc || abc");
    check("(a|bc){1,2}", "a bc abc bca || abca b");
    check("J-\\d{4}(/\\d+)?", "J-2026 J-2026/1 || J-20 J-2026/");
}

static void branches_are_tried_at_once(void **state)
{
    (void)state;
    check("a|b|cd", "a b cd || c ab");
    check("(a|ab)(c|bcd)", "ac abc abcd abbcd || ab");
    check("a|", "a _ || b");
    check("((a*)*)*", "_ aaaa || b");
    check("(a?){3}", "_ a aaa || aaaa");
}

/* Going back would take 2^40 steps. */
static void no_pattern_takes_long(void **state)
{
    (void)state;
    char text[4001];
    memset(text, 'a', 4000);
    text[4000] = '\0';
    assert_false(sr_pattern_fits(make("(a|a)*(a|aa)+(a*)*b"), sr_text_from(text)));
    assert_true(sr_pattern_fits(make("(a?){200}a*"), sr_text_from(text)));
}

static void what_cannot_be_read_is_told_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        size_t at;
        const char *found;
    } rows[] = {
        {"a(b", 1, "a bracket that is not closed"}, {"ab)", 2, "a bracket too many"}, {"[a-", 0, "a bracket that is not closed"},
        {"[z-a]", 1, "a span that ends before it begins"}, {"*a", 0, "a repetition of nothing"}, {"a**", 2, "a repetition of a repetition"},
        {"a{2", 1, "a bad count in braces"}, {"a{5,2}", 1, "a bad count in braces"}, {"a{999}", 1, "a bad count in braces"},
        {"a\\q", 1, "a backslash before a letter or digit"}, {"a\\", 2, "the end of the pattern"}, {"a^b", 1, "^ or $ within the pattern"},
        {"((((a{99}){99}){99}){99})", 4, "a pattern that is too large"}, {"((((){255}){255}){255}){255}", 3, "a pattern that is too large"}, {"[\\D]", 1, "\\D, \\W or \\S in brackets"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_error err;
        sr_error_init(&err);
        const sr_pattern *pattern = NULL;
        sr_pattern_problem problem = {0, "", ""};
        assert_done(sr_pattern_new(sr_text_from(rows[i].pattern), arena, &pattern, &problem, &err), &err);
        if (pattern != NULL || strcmp(problem.found, rows[i].found) != 0 || (problem.at != rows[i].at && strstr(rows[i].found, "large") == NULL))
            fail_msg("%s: %s at %zu", rows[i].pattern, problem.found, problem.at);
    }
}

static int set_up(void **state)
{
    (void)state;
    arena = sr_arena_new();
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    sr_arena_free(arena);
    return 0;
}

int main(void)
{
#define WITH_ARENA(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_ARENA(the_whole_text_must_fit),
        WITH_ARENA(characters_are_code_points_of_any_script),
        WITH_ARENA(pieces_repeat_as_often_as_they_say),
        WITH_ARENA(branches_are_tried_at_once),
        WITH_ARENA(no_pattern_takes_long),
        WITH_ARENA(what_cannot_be_read_is_told_with_its_place),
    };
    return RUN_TESTS(tests);
}
