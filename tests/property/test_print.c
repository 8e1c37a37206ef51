/* Printing and reading are inverse: for random trees of expressions, and for every expression and every file of the examples' rules. */
#include "rules/expression_print.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/file.h"
#include "rules/load.h"
#include "rules/yaml_print.h"
#include "tests/support/random.h"
#include "tests/support/test.h"

#define ROUNDS 20000
#define TEXT_MAX ((size_t)1 << 20)

static sr_arena *arena;
static sr_findings *findings;
static sr_error err;

static int begin(void **state)
{
    (void)state;
    arena = sr_arena_new();
    findings = arena == NULL ? NULL : sr_findings_new(arena);
    sr_error_init(&err);
    return findings == NULL ? -1 : 0;
}

static int end(void **state)
{
    (void)state;
    sr_arena_free(arena);
    return 0;
}

/* --- random trees --- */

static size_t choose(sr_random *random, size_t count)
{
    return (size_t)sr_test_random_between(random, 0, (int64_t)count - 1);
}

static sr_syntax *make(sr_syntax_kind kind, const char *text, uint32_t arg_count, const sr_syntax *const *args)
{
    sr_syntax *made = sr_arena_alloc(arena, 1, sizeof(*made));
    const sr_syntax **copy = sr_arena_alloc(arena, arg_count, sizeof(*copy));
    assert_non_null(made);
    assert_non_null(copy);
    for (uint32_t i = 0; i < arg_count; i++)
        copy[i] = args[i];
    *made = (sr_syntax){.kind = kind, .text = sr_text_from(text), .args = copy, .arg_count = arg_count};
    return made;
}

static sr_syntax *make_leaf(sr_random *random)
{
    static const struct {
        sr_syntax_kind kind;
        const char *texts[6];
    } leaves[] = {
        {SR_SYNTAX_NUMBER, {"5", "0.25", "1e3", "0045", "90", "7"}},
        {SR_SYNTAX_STRING, {"OA", "it's", "", "-- no comment", "õ\"ä", "''"}},
        {SR_SYNTAX_BOOLEAN, {"true", "false", "true", "false", "true", "false"}},
        {SR_SYNTAX_NULL, {"null", "null", "null", "null", "null", "null"}},
        {SR_SYNTAX_NAME, {"teenus", "Case number", "end", "õigus", "date", "9 \"lives\""}},
        {SR_SYNTAX_NAME, {"filter", "order", "by", "märkus", "as_of", "is"}},
        {SR_SYNTAX_DATE, {"2026-10-31", "2024-02-29", "", "x", "it's", "1"}},
    };
    size_t row = choose(random, sizeof(leaves) / sizeof(leaves[0]));
    sr_syntax *leaf = make(leaves[row].kind, leaves[row].texts[choose(random, 6)], 0, NULL);
    leaf->is_percent = leaf->kind == SR_SYNTAX_NUMBER && choose(random, 4) == 0;
    return leaf;
}

static const sr_syntax *make_tree(sr_random *random, int depth);

static sr_syntax *make_call(sr_random *random, int depth)
{
    static const char *const names[] = {"sum", "count", "round", "coalesce", "last"};
    const sr_syntax *args[4] = {NULL};
    uint32_t count = (uint32_t)choose(random, 4);
    for (uint32_t i = 0; i < count; i++)
        args[i] = make_tree(random, depth);
    if (count == 1 && choose(random, 4) == 0)
        args[0] = make(SR_SYNTAX_STAR, "*", 0, NULL);
    sr_syntax *call = make(SR_SYNTAX_CALL, names[choose(random, 5)], count, args);
    bool has_star = count > 0 && args[0]->kind == SR_SYNTAX_STAR;
    call->is_distinct = count > 0 && !has_star && choose(random, 4) == 0;
    call->is_ordered = count > 1 && !has_star && choose(random, 4) == 0;
    call->filter = choose(random, 4) == 0 ? make_tree(random, depth) : NULL;
    return call;
}

static sr_syntax *make_case(sr_random *random, int depth)
{
    const sr_syntax *args[8];
    uint32_t count = 0;
    bool has_subject = choose(random, 2) == 0;
    if (has_subject)
        args[count++] = make_tree(random, depth);
    for (size_t pairs = 1 + choose(random, 3); pairs > 0; pairs--) {
        args[count++] = make_tree(random, depth);
        args[count++] = make_tree(random, depth);
    }
    args[count++] = choose(random, 2) == 0 ? make(SR_SYNTAX_NULL, "null", 0, NULL) : make_tree(random, depth);
    sr_syntax *choice = make(SR_SYNTAX_CASE, "case", count, args);
    choice->has_subject = has_subject;
    return choice;
}

static sr_syntax *make_node(sr_random *random, int depth)
{
    static const char *const operators[] = {"and", "or", "=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "||", "like"};
    const sr_syntax *args[4] = {make_tree(random, depth), make_tree(random, depth), make_tree(random, depth), make_tree(random, depth)};
    sr_syntax *node;
    switch (choose(random, 8)) {
    case 0:
        return make_call(random, depth);
    case 1:
        return make_case(random, depth);
    case 2:
        return make(SR_SYNTAX_UNARY, choose(random, 2) == 0 ? "not" : "-", 1, args);
    case 3:
        node = make(SR_SYNTAX_IN, "in", 2 + (uint32_t)choose(random, 3), args);
        break;
    case 4:
        node = make(SR_SYNTAX_BETWEEN, "between", 3, args);
        break;
    case 5:
        node = make(SR_SYNTAX_IS_NULL, "is null", 1, args);
        break;
    default:
        return make(SR_SYNTAX_BINARY, operators[choose(random, sizeof(operators) / sizeof(operators[0]))], 2, args);
    }
    node->is_negated = choose(random, 2) == 0;
    return node;
}

static const sr_syntax *make_tree(sr_random *random, int depth)
{
    return depth == 0 || choose(random, 4) == 0 ? make_leaf(random) : make_node(random, depth - 1);
}

/* --- the law --- */

static sr_text print(const sr_syntax *tree)
{
    sr_builder builder;
    sr_text text;
    sr_builder_init(&builder, arena, TEXT_MAX);
    sr_expression_print(tree, &builder);
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    return text;
}

static const sr_syntax *parse(sr_text text)
{
    const sr_syntax *tree = NULL;
    if (!sr_expression_parse(sr_rule_text_make(text, (sr_where){"printed", 1, 1}), arena, &tree, findings, &err))
        return NULL;
    return tree;
}

static void assert_read_back(const sr_syntax *tree)
{
    sr_text text = print(tree);
    const sr_syntax *back = parse(text);
    if (back == NULL || !sr_syntax_is_same(tree, back))
        fail_msg("not read back: %.*s", SR_TEXT_ARG(text));
    assert_text(print(back), text.data);
}

/* The bracket that closes the one at `open`; texts and names in quotes are passed over. SIZE_MAX: none. */
static size_t find_close(sr_text text, size_t open)
{
    int depth = 0;
    char quote = '\0';
    for (size_t i = open; i < text.size; i++) {
        char c = text.data[i];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0)
            return i;
    }
    return SIZE_MAX;
}

static bool is_in_quotes(sr_text text, size_t place)
{
    char quote = '\0';
    for (size_t i = 0; i < place; i++) {
        char c = text.data[i];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
    }
    return quote != '\0';
}

/* Without any one pair of brackets the text is another tree, or none. */
static void assert_no_bracket_too_many(const sr_syntax *tree)
{
    sr_text text = print(tree);
    for (size_t open = 0; open < text.size; open++) {
        size_t close = text.data[open] == '(' && !is_in_quotes(text, open) ? find_close(text, open) : SIZE_MAX;
        if (close == SIZE_MAX)
            continue;
        char *without = sr_arena_copy(arena, text.data, text.size);
        assert_non_null(without);
        without[open] = without[close] = ' ';
        const sr_syntax *other = parse(sr_text_from(without));
        if (other != NULL && sr_syntax_is_same(tree, other))
            fail_msg("a bracket too many: %.*s", SR_TEXT_ARG(text));
    }
}

static void a_random_tree_is_read_back_as_it_was_printed(void **state)
{
    sr_random random = sr_test_random_start();
    for (int i = 0; i < ROUNDS; i++) {
        assert_read_back(make_tree(&random, 1 + (int)choose(&random, 4)));
        if (i % 500 == 499) {   // what the trees took is given back
            end(state);
            assert_int_equal(begin(state), 0);
        }
    }
}

static void no_bracket_is_printed_that_could_be_left_out(void **state)
{
    sr_random random = sr_test_random_start();
    for (int i = 0; i < ROUNDS / 10; i++) {
        assert_no_bracket_too_many(make_tree(&random, 3));
        if (i % 100 == 99) {
            end(state);
            assert_int_equal(begin(state), 0);
        }
    }
}

static void known_expressions_have_one_form(void **state)
{
    (void)state;
    static const char *const forms[][2] = {
        {"SUM( cost )/COUNT(*)", "SUM(cost) / COUNT(*)"},
        {"((a)) AND (b OR (c))", "a and (b or c)"},
        {"- - x", "- -x"},
        {"-(a+b)", "-(a + b)"},
        {"a - (b - c) - d", "a - (b - c) - d"},
        {"not (a is null)", "not a is null"},
        {"(not a) is null", "(not a) is null"},
        {"a NOT LIKE 'x%'", "not a like 'x%'"},
        {"x not in (1,2)", "x not in (1, 2)"},
        {"case x when 1 then 'a' else null end", "case x when 1 then 'a' end"},
        {"count(*) FILTER ( WHERE \"kontakt\" is NULL )", "count(*) filter (where kontakt is null)"},
        {"\"End\" + \"a b\"", "\"End\" + \"a b\""},
        {"last(x order by d)", "last(x order by d)"},
        {"date '2026-10-31' + 1", "date '2026-10-31' + 1"},
        {"a!=b", "a <> b"},
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        const sr_syntax *tree = parse(sr_text_from(forms[i][0]));
        assert_non_null(tree);
        assert_text(print(tree), forms[i][1]);
    }
}

/* --- YAML --- */

static const sr_yaml *make_yaml(sr_random *random, int depth)
{
    static const char *const texts[] = {"a", "two words", "", " x", "x ", "- x", "a: b", "a:", "#", "x #y", "it's", "\"q\"", "no", "010", "[x", "{}", "*", "&a",
                                        "!t", "%", "@", "õ\n ä\n", "\t", "\\d", "<<", "~", "null", "...", "---", "=", "\x1B[1m", "\xEF\xBB\xBF!", "\xC2\xA0", "a\n"};
    sr_yaml *node = sr_arena_alloc(arena, 1, sizeof(*node));
    assert_non_null(node);
    size_t kind = depth == 0 ? 0 : choose(random, 4);
    if (kind <= 1) {
        node->kind = kind == 1 && choose(random, 6) == 0 ? SR_YAML_NOTHING : SR_YAML_SCALAR;
        node->text = node->kind == SR_YAML_SCALAR ? sr_text_from(texts[choose(random, sizeof(texts) / sizeof(texts[0]))]) : SR_TEXT_NONE;
        return node;
    }
    node->kind = kind == 2 ? SR_YAML_SEQUENCE : SR_YAML_MAPPING;
    node->count = choose(random, 4);
    const sr_yaml **items = sr_arena_alloc(arena, node->count, sizeof(*items)), **keys = sr_arena_alloc(arena, node->count, sizeof(*keys));
    assert_true(items != NULL && keys != NULL);
    size_t shift = choose(random, 8);       // keys are different
    for (size_t i = 0; i < node->count; i++) {
        items[i] = make_yaml(random, depth - 1);
        sr_yaml *key = sr_arena_alloc(arena, 1, sizeof(*key));
        assert_non_null(key);
        *key = (sr_yaml){.kind = SR_YAML_SCALAR, .text = sr_text_from(texts[shift + i * 8])};
        keys[i] = key;
    }
    node->items = items;
    node->keys = node->kind == SR_YAML_MAPPING ? keys : NULL;
    return node;
}

static sr_text print_yaml(const sr_yaml *root)
{
    sr_builder builder;
    sr_text text;
    sr_builder_init(&builder, arena, TEXT_MAX);
    sr_yaml_print(root, NULL, NULL, &builder);
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    return text;
}

static void assert_yaml_read_back(const sr_yaml *root)
{
    sr_text text = print_yaml(root);
    const sr_yaml *back = NULL;
    assert_done(sr_yaml_parse(text, "printed", arena, &back, findings, &err), &err);
    if (back == NULL || !sr_yaml_is_same(root, back))
        fail_msg("not read back:\n%.*s", SR_TEXT_ARG(text));
    assert_text(print_yaml(back), text.data);
}

static void a_random_yaml_tree_is_read_back_as_it_was_printed(void **state)
{
    sr_random random = sr_test_random_start();
    for (int i = 0; i < ROUNDS; i++) {
        assert_yaml_read_back(make_yaml(&random, 4));
        if (i % 500 == 499) {
            end(state);
            assert_int_equal(begin(state), 0);
        }
    }
}

/* --- the examples --- */

static void every_file_of_the_example_is_read_back(void **state)
{
    (void)state;
    const sr_ruleset *rules = NULL;
    assert_done(sr_ruleset_load("examples/ohvriabi", arena, &rules, findings, &err), &err);
    assert_true(rules->tree_count > 5);
    for (size_t i = 0; i < rules->tree_count; i++)
        assert_yaml_read_back(rules->trees[i].root);
}

static size_t read_back(sr_rule_text text)
{
    if (text.text.size == 0)
        return 0;
    const sr_syntax *tree = parse(text.text);
    assert_non_null(tree);
    assert_read_back(tree);
    return 1;
}

static void every_expression_of_the_example_is_read_back(void **state)
{
    (void)state;
    const sr_ruleset *rules = NULL;
    assert_done(sr_ruleset_load("examples/ohvriabi", arena, &rules, findings, &err), &err);
    size_t count = 0;
    for (size_t i = 0; i < rules->indicator_count; i++) {
        const sr_indicator *indicator = &rules->indicators[i];
        count += read_back(indicator->value) + read_back(indicator->where_condition) + read_back(indicator->period);
    }
    for (size_t i = 0; i < rules->dataset_count; i++) {
        for (size_t k = 0; k < rules->datasets[i].derive_count; k++)
            count += read_back(rules->datasets[i].derives[k].expression);
        for (size_t k = 0; k < rules->datasets[i].check_count; k++)
            count += read_back(rules->datasets[i].checks[k].expect);
    }
    assert_true(count > 20);
}

#define WITH_ARENA(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(a_random_tree_is_read_back_as_it_was_printed),
        WITH_ARENA(no_bracket_is_printed_that_could_be_left_out),
        WITH_ARENA(known_expressions_have_one_form),
        WITH_ARENA(a_random_yaml_tree_is_read_back_as_it_was_printed),
        WITH_ARENA(every_file_of_the_example_is_read_back),
        WITH_ARENA(every_expression_of_the_example_is_read_back),
    };
    return RUN_TESTS(tests);
}
