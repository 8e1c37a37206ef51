#include "rules/yaml.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "tests/support/test.h"

typedef struct parsed {
    sr_arena *arena;
    sr_findings *findings;
    const sr_yaml *root;
} parsed;

static parsed parse_text(sr_text text)
{
    parsed self = {.arena = sr_arena_new()};
    self.findings = sr_findings_new(self.arena);
    sr_error err;
    sr_error_init(&err);
    assert_done(sr_yaml_parse(text, "rules.yaml", self.arena, &self.root, self.findings, &err), &err);
    return self;
}

static parsed parse(const char *text)
{
    return parse_text(sr_text_from(text));
}

/* The only finding: its code and place. */
static void assert_finding(const parsed *self, const char *code, uint64_t line, uint64_t column)
{
    assert_int_equal(sr_findings_count(self->findings, SR_ERROR), 1);
    const sr_finding *finding = sr_findings_get_group(self->findings, 0)->first[0];
    assert_string_equal(finding->code, code);
    assert_string_equal(finding->where.path, "rules.yaml");
    assert_int_equal(finding->where.line, line);
    assert_int_equal(finding->where.column, column);
    assert_non_null(finding->expected);
    assert_non_null(finding->hint);
}

static void assert_place(const sr_yaml *node, uint64_t line, uint64_t column)
{
    assert_int_equal(node->where.line, line);
    assert_int_equal(node->where.column, column);
}

static void a_mapping_keeps_the_order_of_the_file_and_the_places_of_keys(void **state)
{
    (void)state;
    parsed self = parse("b: 1\na:\n  - x\n  - {y: z}\n");
    assert_int_equal(self.root->kind, SR_YAML_MAPPING);
    assert_int_equal(self.root->count, 2);
    assert_text(self.root->keys[0]->text, "b");
    assert_text(self.root->keys[1]->text, "a");
    assert_place(self.root->keys[1], 2, 1);
    const sr_yaml *list = sr_yaml_find(self.root, "a");
    assert_int_equal(list->kind, SR_YAML_SEQUENCE);
    assert_int_equal(list->count, 2);
    assert_place(list, 3, 3);
    assert_text(list->items[0]->text, "x");
    assert_place(list->items[0], 3, 5);
    assert_text(sr_yaml_find(list->items[1], "y")->text, "z");
    assert_place(list->items[1], 4, 5);
    assert_null(sr_yaml_find(self.root, "c"));
    assert_null(sr_yaml_find(list, "y"));
    assert_null(sr_yaml_find(NULL, "y"));
    sr_arena_free(self.arena);
}

static void a_scalar_is_text_whatever_it_looks_like(void **state)
{
    (void)state;
    static const char *const words[] = {"2026-01-31", "1e3", "yes", "null", "~", "0x10", "90%", "1_000", "3.50"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        char text[64];
        snprintf(text, sizeof(text), "a: %s\n", words[i]);
        parsed self = parse(text);
        assert_text(self.root->items[0]->text, words[i]);
        assert_int_equal(self.root->items[0]->kind, SR_YAML_SCALAR);
        assert_int_equal(self.root->items[0]->style, SR_YAML_PLAIN);
        sr_arena_free(self.arena);
    }
}

static void a_quoted_scalar_begins_behind_its_quote(void **state)
{
    (void)state;
    parsed self = parse("a: 'it''s'\nb: \"x\\ty\"\nc: ''\n");
    assert_text(self.root->items[0]->text, "it's");
    assert_place(self.root->items[0], 1, 5);
    assert_int_equal(self.root->items[0]->style, SR_YAML_QUOTED);
    assert_text(self.root->items[1]->text, "x\ty");
    assert_place(self.root->items[1], 2, 5);
    assert_int_equal(self.root->items[2]->kind, SR_YAML_SCALAR);
    assert_int_equal(self.root->items[2]->text.size, 0);
    sr_arena_free(self.arena);
}

static void a_block_begins_at_its_first_character(void **state)
{
    (void)state;
    parsed self = parse("a: |\n  one\n  two\nb: >-\n  one\n  two\n");
    assert_text(self.root->items[0]->text, "one\ntwo\n");
    assert_place(self.root->items[0], 2, 3);
    assert_int_equal(self.root->items[0]->style, SR_YAML_BLOCK);
    assert_text(self.root->items[1]->text, "one two");
    assert_place(self.root->items[1], 5, 3);
    sr_arena_free(self.arena);
}

static void columns_count_bytes_and_lines_end_in_three_ways(void **state)
{
    (void)state;
    parsed self = parse("\xEF\xBB\xBFõ: {ä: b}\r\nc: d\re: f\n");
    assert_place(self.root->keys[0], 1, 1);
    assert_place(self.root->items[0]->items[0], 1, 10);     // õ and ä are two bytes each
    assert_place(self.root->items[1], 2, 4);
    assert_place(self.root->items[2], 3, 4);
    sr_arena_free(self.arena);
}

static void a_key_without_a_value_is_nothing(void **state)
{
    (void)state;
    parsed self = parse("a:\nb: {c, d: }\n");
    assert_int_equal(self.root->items[0]->kind, SR_YAML_NOTHING);
    assert_place(self.root->items[0], 1, 2);
    assert_int_equal(self.root->items[1]->items[0]->kind, SR_YAML_NOTHING);
    assert_int_equal(self.root->items[1]->items[1]->kind, SR_YAML_NOTHING);
    assert_string_equal(sr_yaml_kind_get_name(SR_YAML_NOTHING), "nothing");
    sr_arena_free(self.arena);
}

static void an_empty_file_is_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "\n\n", "# only a comment\n", "---\n", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        parsed self = parse(texts[i]);
        assert_non_null(self.root);
        assert_int_equal(self.root->kind, SR_YAML_NOTHING);
        assert_int_equal(sr_findings_count_groups(self.findings), 0);
        sr_arena_free(self.arena);
    }
}

static void a_duplicate_key_is_found_and_the_first_one_stays(void **state)
{
    (void)state;
    parsed self = parse("a: 1\nb: 2\n\"a\": 3\n");
    assert_finding(&self, "rules.duplicate_key", 3, 2);
    assert_int_equal(self.root->count, 2);
    assert_text(sr_yaml_find(self.root, "a")->text, "1");
    sr_arena_free(self.arena);
}

static void many_keys_cost_little(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_builder builder;
    sr_builder_init(&builder, arena, SR_YAML_FILE_MAX);
    for (int i = 0; i < 100000; i++)
        sr_builder_addf(&builder, "key%d: 1\n", i);
    sr_builder_addf(&builder, "key77777: 2\n");
    parsed self = parse_text(sr_builder_get(&builder));
    assert_finding(&self, "rules.duplicate_key", 100001, 1);
    assert_int_equal(self.root->count, 100000);
    sr_arena_free(self.arena);
    sr_arena_free(arena);
}

static void what_is_refused_is_refused_at_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *code;
        uint64_t line, column;
    } rows[] = {
        {"a: 1\n\tb: 2\n", "rules.syntax", 2, 1},
        {"a:\n  b: 1\n  \tc: 2\n", "rules.syntax", 3, 3},
        {"a: x\xFFy\n", "rules.syntax", 1, 5},
        {"a: \xC0\xAF\n", "rules.syntax", 1, 4},
        {"a: 1\nb: x\001y\n", "rules.syntax", 2, 5},
        {"a: &x 1\n", "rules.alias", 1, 4},
        {"a: &x [1]\n", "rules.alias", 1, 4},
        {"a: &x {b: 1}\n", "rules.alias", 1, 4},
        {"b: 1\na: *x\n", "rules.alias", 2, 4},
        {"a:\n  <<: {b: 1}\n", "rules.syntax", 2, 3},
        {"a: !!int 1\n", "rules.syntax", 1, 4},
        {"a: !x {b: 1}\n", "rules.syntax", 1, 4},
        {"a: 1\n---\nb: 1\n", "rules.syntax", 2, 1},
        {"? [a]\n: b\n", "rules.syntax", 1, 3},
        {"õä: b: c\n", "rules.syntax", 1, 8},
        {"a: [1, 2}\n", "rules.syntax", 1, 9},
        {"a: \"x\\qy\"\n", "rules.syntax", 1, 6},
        {">0a2", "rules.syntax", 1, 1},                                // libfyaml has no word for it
        {" |\n |\r  \n  \xEF\xBB\xBF", "rules.syntax", 2, 2},          // libfyaml cuts this text within a character
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        parsed self = parse(rows[i].text);
        const sr_finding_group *group = sr_findings_get_group(self.findings, 0);
        const sr_where where = group->first[0]->where;
        if (where.line != rows[i].line || where.column != rows[i].column)
            fprintf(stderr, "# row %zu: at %d:%d, %s\n", i, (int)where.line, (int)where.column, group->first[0]->found);
        assert_null(self.root);
        assert_finding(&self, rows[i].code, rows[i].line, rows[i].column);
        sr_arena_free(self.arena);
    }
}

static void a_nul_byte_is_a_finding(void **state)
{
    (void)state;
    parsed self = parse_text((sr_text){"a: x\0y\n", 7});
    assert_null(self.root);
    assert_finding(&self, "rules.syntax", 1, 5);
    sr_arena_free(self.arena);
}

static void tabs_and_quotes_inside_a_line_are_fine(void **state)
{
    (void)state;
    parsed self = parse("a:\t1\nb: \"x\ty\" # c\td\ne: 1 <<\n");
    assert_non_null(self.root);
    assert_text(self.root->items[1]->text, "x\ty");
    sr_arena_free(self.arena);
}

static void text_like_a_reference_may_be_quoted(void **state)
{
    (void)state;
    parsed self = parse("a: '*'\nb: '&x'\n'<<': '!'\nc: count(*)\n");
    assert_non_null(self.root);
    assert_int_equal(sr_findings_count_groups(self.findings), 0);
    assert_text(sr_yaml_find(self.root, "<<")->text, "!");
    assert_text(sr_yaml_find(self.root, "c")->text, "count(*)");
    sr_arena_free(self.arena);
}

/* `count` lists inside each other. */
static parsed parse_nested(size_t count, bool is_closed)
{
    static char text[8192];
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        text[size++] = '[';
    for (size_t i = 0; i < count && is_closed; i++)
        text[size++] = ']';
    return parse_text((sr_text){text, size});
}

static void nesting_ends_at_32_levels(void **state)
{
    (void)state;
    parsed good = parse_nested(SR_YAML_DEPTH_MAX, true);
    assert_non_null(good.root);
    parsed deep = parse_nested(SR_YAML_DEPTH_MAX + 1, true);
    assert_null(deep.root);
    assert_finding(&deep, "rules.too_deep", 1, SR_YAML_DEPTH_MAX + 1);
    parsed open = parse_nested(4000, false);
    assert_null(open.root);
    assert_int_equal(sr_findings_count(open.findings, SR_ERROR), 1);
    sr_arena_free(good.arena);
    sr_arena_free(deep.arena);
    sr_arena_free(open.arena);
}

static void a_text_over_one_mebibyte_is_a_finding(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    size_t size = SR_YAML_SCALAR_MAX + 4;
    char *text = sr_arena_alloc(arena, size, 1);
    memset(text, 'x', size);
    memcpy(text, "a: ", 3);
    parsed good = parse_text((sr_text){text, size - 1});
    assert_int_equal(good.root->items[0]->text.size, SR_YAML_SCALAR_MAX);
    parsed large = parse_text((sr_text){text, size});
    assert_null(large.root);
    assert_finding(&large, "rules.too_large", 1, 4);
    sr_arena_free(good.arena);
    sr_arena_free(large.arena);
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_mapping_keeps_the_order_of_the_file_and_the_places_of_keys),
        TEST(a_scalar_is_text_whatever_it_looks_like),
        TEST(a_quoted_scalar_begins_behind_its_quote),
        TEST(a_block_begins_at_its_first_character),
        TEST(columns_count_bytes_and_lines_end_in_three_ways),
        TEST(a_key_without_a_value_is_nothing),
        TEST(an_empty_file_is_nothing),
        TEST(a_duplicate_key_is_found_and_the_first_one_stays),
        TEST(many_keys_cost_little),
        TEST(what_is_refused_is_refused_at_its_place),
        TEST(a_nul_byte_is_a_finding),
        TEST(tabs_and_quotes_inside_a_line_are_fine),
        TEST(text_like_a_reference_may_be_quoted),
        TEST(nesting_ends_at_32_levels),
        TEST(a_text_over_one_mebibyte_is_a_finding),
    };
    return RUN_TESTS(tests);
}
