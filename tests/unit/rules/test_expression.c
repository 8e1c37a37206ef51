#include "rules/expression.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "tests/support/test.h"

typedef struct bench {
    sr_arena *arena;
    sr_findings *findings;
    sr_error err;
} bench;

static bench begin(void)
{
    bench b = {.arena = sr_arena_new()};
    assert_non_null(b.arena);
    b.findings = sr_findings_new(b.arena);
    assert_non_null(b.findings);
    sr_error_init(&b.err);
    return b;
}

static sr_rule_text at(const char *text)
{
    return sr_rule_text_make(sr_text_from(text), (sr_where){"rules.yaml", 7, 11});
}

/* The tree as brackets: (+ a (* b c)). */
static void print(sr_builder *out, const sr_syntax *node)
{
    bool is_leaf = node->arg_count == 0 && node->kind != SR_SYNTAX_CALL;
    if (is_leaf) {
        const char *mark = node->kind == SR_SYNTAX_STRING ? "'" : "";
        sr_builder_addf(out, "%s%s%.*s%s%s", node->kind == SR_SYNTAX_DATE ? "date:" : "", mark, SR_TEXT_ARG(node->text), mark,
                        node->is_percent ? "%" : "");
        return;
    }
    sr_builder_addf(out, "(%s%.*s%s%s%s", node->is_negated ? "not " : "", SR_TEXT_ARG(node->text),
                    node->is_distinct ? " distinct" : "", node->is_ordered ? " ordered" : "", node->has_subject ? " of" : "");
    for (uint32_t i = 0; i < node->arg_count; i++) {
        sr_builder_add_c(out, " ");
        print(out, node->args[i]);
    }
    if (node->filter != NULL) {
        sr_builder_add_c(out, " where ");
        print(out, node->filter);
    }
    sr_builder_add_c(out, ")");
}

static void assert_tree(const char *text, const char *expected)
{
    bench b = begin();
    const sr_syntax *tree;
    if (!sr_expression_parse(at(text), b.arena, &tree, b.findings, &b.err))
        fail_msg("%s: not parsed", text);
    sr_builder out;
    sr_builder_init(&out, b.arena, 1 << 20);
    print(&out, tree);
    assert_text(sr_builder_get(&out), expected);
    sr_arena_free(b.arena);
}

/* The one finding, printed. */
static void assert_refused(const char *text, const char *expected)
{
    bench b = begin();
    const sr_syntax *tree = NULL;
    assert_false(sr_expression_parse(at(text), b.arena, &tree, b.findings, &b.err));
    assert_int_equal(b.err.code, SR_OK);
    assert_null(tree);
    assert_int_equal(sr_findings_count(b.findings, SR_ERROR), 1);
    char line[1024];
    sr_finding_print(sr_findings_get_group(b.findings, 0)->first[0], line, sizeof(line));
    assert_text(sr_text_from(line), expected);
    sr_arena_free(b.arena);
}

static void operators_bind_as_in_postgresql(void **state)
{
    (void)state;
    assert_tree("a + b * c", "(+ a (* b c))");
    assert_tree("a - b - c", "(- (- a b) c)");
    assert_tree("(a - b) / c", "(/ (- a b) c)");
    assert_tree("-a * b", "(* (- a) b)");
    assert_tree("not a = b or c and d", "(or (not (= a b)) (and c d))");
    assert_tree("a || b = c", "(= (|| a b) c)");
    assert_tree("a || b + c", "(|| a (+ b c))");
    assert_tree("a = b is null", "(is null (= a b))");
    assert_tree("a is not null", "(not is null a)");
    assert_tree("a + 1 between 2 and 3 and b", "(and (between (+ a 1) 2 3) b)");
    assert_tree("a not between 2 and 3", "(not between a 2 3)");
    assert_tree("a in (1, 2) = b", "(= (in a 1 2) b)");
    assert_tree("a not in ('x')", "(not in a 'x')");
    assert_tree("a not like 'x%'", "(not (like a 'x%'))");
    assert_tree("a != b", "(<> a b)");
}

static void words_have_no_case_and_names_keep_theirs(void **state)
{
    (void)state;
    assert_tree("Teenus IS NULL AND NOT Õigus", "(and (is null Teenus) (not Õigus))");
    assert_tree("\"Weird name\" = \"with \"\" quote\"", "(= Weird name with \" quote)");
    assert_tree("date = date '2026-10-31'", "(= date date:2026-10-31)");
    assert_tree("count >= 1", "(>= count 1)");
}

static void literals_are_read_as_written(void **state)
{
    (void)state;
    assert_tree("'it''s' || ''", "(|| 'it's' '')");
    assert_tree("90% + 0.5% + .5 + 1e-3", "(+ (+ (+ 90% 0.5%) .5) 1e-3)");
    assert_tree("true and false or null", "(or (and true false) null)");
}

static void calls_know_distinct_order_and_filter(void **state)
{
    (void)state;
    assert_tree("count(*)", "(count *)");
    assert_tree("count(distinct client) filter (where a = 1)", "(count distinct client where (= a 1))");
    assert_tree("first(x order by d)", "(first ordered x d)");
    assert_tree("f()", "(f)");
    assert_tree("sum(a) / count(*) * 100", "(* (/ (sum a) (count *)) 100)");
}

static void a_choice_has_conditions_or_a_subject(void **state)
{
    (void)state;
    assert_tree("case when a then 1 when b then 2 else 3 end", "(case a 1 b 2 3)");
    assert_tree("case when a then 1 end", "(case a 1 null)");
    assert_tree("case x when 1 then 'a' else 'b' end", "(case of x 1 'a' 'b')");
}

static void blanks_and_comments_are_skipped(void **state)
{
    (void)state;
    assert_tree("a -- first\n + /* second */ b", "(+ a b)");
    assert_tree("\xC2\xA0" "a\t+\r\nb\xE2\x80\xAF", "(+ a b)");
}

static void an_error_names_the_place_of_the_part_that_is_wrong(void **state)
{
    (void)state;
    assert_refused("a + ", "rules.yaml:7:14: error: the end of the expression; expected a name, a number or a text [rules.syntax]");
    assert_refused("a + )", "rules.yaml:7:15: error: ')'; expected a name, a number or a text [rules.syntax]");
    assert_refused("a b", "rules.yaml:7:13: error: 'b'; expected an operator or the end of the expression [rules.syntax]");
    assert_refused("(a", "rules.yaml:7:13: error: the end of the expression; expected an operator or ')' [rules.syntax]");
    assert_refused("a < b < c", "rules.yaml:7:17: error: '<'; expected one comparison; write a < b and b < c [rules.syntax]");
    assert_refused("f(a, )", "rules.yaml:7:16: error: ')'; expected a name, a number or a text [rules.syntax]");
    assert_refused("f(a, b c)", "rules.yaml:7:18: error: 'c'; expected ',' or ')' [rules.syntax]");
    assert_refused("x in 5", "rules.yaml:7:16: error: '5'; expected a list in brackets: in ('a', 'b') [rules.syntax]");
    assert_refused("x is 5", "rules.yaml:7:16: error: '5'; expected 'null' or 'not null' [rules.syntax]");
    assert_refused("x not 5", "rules.yaml:7:17: error: '5'; expected 'in', 'between' or 'like' [rules.syntax]");
    assert_refused("a\n+ end", "rules.yaml:8:3: error: 'end'; expected a name, a number or a text; a column of this name stands in "
                               "\"double quotes\" [rules.syntax]");
    assert_refused("", "rules.yaml:7:11: error: the end of the expression; expected a name, a number or a text [rules.syntax]");
}

static void a_wrong_character_gets_a_hint(void **state)
{
    (void)state;
    assert_refused("a = \xE2\x80\x99x\xE2\x80\x99", "rules.yaml:7:15: error: '\xE2\x80\x99'; expected a name, a number, a text or an "
                                                    "operator; write the straight quote ' [rules.syntax]");
    assert_refused("a == b", "rules.yaml:7:13: error: '=='; expected '='; write a single = to compare [rules.syntax]");
    assert_refused("'open", "rules.yaml:7:11: error: a text that has no end; expected a closing ' [rules.syntax]");
    assert_refused("a = \"x", "rules.yaml:7:15: error: a name that has no end; expected a closing \" [rules.syntax]");
    assert_refused("1 + 2nd", "rules.yaml:7:15: error: a name that begins with a digit; expected a number, or a name in "
                              "\"double quotes\" [rules.syntax]");
    assert_refused("a /* b", "rules.yaml:7:13: error: a comment that has no end; expected '*/' [rules.syntax]");
    assert_refused("a\x01", "rules.yaml:7:12: error: 'control character'; expected a name, a number, a text or an operator "
                            "[rules.syntax]");
    assert_refused("a\xFF", "rules.yaml:7:12: error: bytes that are not UTF-8; expected text in UTF-8 [rules.syntax]");
}

static void too_deep_nesting_is_refused_not_crashed_on(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    const char *const pieces[] = {"(", "-", "not ", "f(", "case when ", "a + ", "a in (", "a = 1 and "};
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        bench b = begin();
        sr_builder text;
        sr_builder_init(&text, b.arena, 1 << 20);
        for (int n = 0; n < COUNT; n++)
            sr_builder_add_c(&text, pieces[i]);
        sr_builder_add_c(&text, "a");
        const sr_syntax *tree;
        sr_rule_text source = sr_rule_text_make(sr_builder_get(&text), (sr_where){"rules.yaml", 1, 1});
        assert_false(sr_expression_parse(source, b.arena, &tree, b.findings, &b.err));
        assert_int_equal(sr_findings_count(b.findings, SR_ERROR), 1);
        sr_arena_free(b.arena);
    }
}

static void a_list_is_split_by_the_grammar_and_names_its_items(void **state)
{
    (void)state;
    bench b = begin();
    const sr_named_syntax *items;
    size_t count;
    const char *text = " count(*) as n, date_trunc('month', a) , \"Weird name\", sum(a)/2 as \"Kulu, kokku\"";
    assert_done(sr_expression_parse_list(at(text), b.arena, &items, &count, b.findings, &b.err), &b.err);
    assert_int_equal(count, 4);
    assert_text(items[0].name, "n");
    assert_text(items[1].name, "date_trunc('month', a)");
    assert_text(items[2].name, "Weird name");
    assert_text(items[3].name, "Kulu, kokku");
    assert_text(items[3].syntax->source, "sum(a)/2");
    assert_int_equal(items[1].syntax->where.column, 27);
    sr_arena_free(b.arena);
}

static void a_list_ends_where_its_items_end(void **state)
{
    (void)state;
    const char *const texts[] = {"a,", "a b", "a as", "a as 5", ", a", ""};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        bench b = begin();
        const sr_named_syntax *items;
        size_t count;
        assert_false(sr_expression_parse_list(at(texts[i]), b.arena, &items, &count, b.findings, &b.err));
        assert_int_equal(sr_findings_count(b.findings, SR_ERROR), 1);
        sr_arena_free(b.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(operators_bind_as_in_postgresql),
        TEST(words_have_no_case_and_names_keep_theirs),
        TEST(literals_are_read_as_written),
        TEST(calls_know_distinct_order_and_filter),
        TEST(a_choice_has_conditions_or_a_subject),
        TEST(blanks_and_comments_are_skipped),
        TEST(an_error_names_the_place_of_the_part_that_is_wrong),
        TEST(a_wrong_character_gets_a_hint),
        TEST(too_deep_nesting_is_refused_not_crashed_on),
        TEST(a_list_is_split_by_the_grammar_and_names_its_items),
        TEST(a_list_ends_where_its_items_end),
    };
    return RUN_TESTS(tests);
}
