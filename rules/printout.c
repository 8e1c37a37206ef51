#include "rules/printout.h"

#include "engine/base/builder.h"
#include "rules/expression_print.h"
#include "rules/yaml_print.h"

typedef struct printout {
    sr_text kind;
    sr_arena *arena;
    sr_findings *unheard;       // an expression that cannot be read stays as it is written
    sr_error err;
} printout;

/* The keys whose texts are expressions, by kind. */
static bool is_expression(const printout *self, const sr_yaml_print_key *key)
{
    static const struct {
        const char *kind;
        const char *key;
    } rows[] = {{"indicators", "value"}, {"indicators", "where"}, {"indicators", "period"}, {"datasets", "expect"}, {"datasets", "total"}};
    bool is_derived = key->outer != NULL && sr_text_is(key->outer->text, SR_TEXT("derive")) && sr_text_is(self->kind, SR_TEXT("datasets"));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) && !is_derived; i++)
        is_derived = sr_text_is(self->kind, sr_text_from(rows[i].kind)) && sr_text_is(key->text, sr_text_from(rows[i].key));
    return is_derived;
}

static sr_text rewrite(void *of, const sr_yaml_print_key *key, sr_text text)
{
    printout *self = of;
    const sr_syntax *syntax;
    sr_text printed;
    sr_builder builder;
    if (!is_expression(self, key)
        || !sr_expression_parse(sr_rule_text_make(text, SR_NOWHERE), self->arena, &syntax, self->unheard, &self->err))
        return text;
    sr_builder_init(&builder, self->arena, SR_PRINTOUT_MAX);
    sr_expression_print(syntax, &builder);
    return sr_builder_finish(&builder, &printed, &self->err) ? printed : text;
}

bool sr_ruleset_print(const sr_ruleset *rules, const char *kind, sr_arena *arena, sr_text *text, sr_error *err)
{
    printout self = {.kind = sr_text_from(kind), .arena = arena, .unheard = sr_findings_new(arena)};
    sr_error_init(&self.err);
    size_t most = 0, count = 0;
    for (size_t i = 0; i < rules->tree_count; i++) {
        const sr_yaml *entries = sr_yaml_find(rules->trees[i].root, kind);
        most += entries != NULL ? entries->count : 0;
    }
    const sr_yaml **keys = sr_arena_alloc(arena, most, sizeof(*keys)), **items = sr_arena_alloc(arena, most, sizeof(*items));
    if (self.unheard == NULL || keys == NULL || items == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < rules->tree_count; i++) {
        const sr_yaml *entries = sr_yaml_find(rules->trees[i].root, kind);
        for (size_t k = 0; entries != NULL && entries->kind == SR_YAML_MAPPING && k < entries->count; k++, count++) {
            keys[count] = entries->keys[k];
            items[count] = entries->items[k];
        }
    }
    const sr_yaml name = {.kind = SR_YAML_SCALAR, .text = self.kind}, all = {.kind = SR_YAML_MAPPING, .count = count, .keys = keys, .items = items};
    const sr_yaml *top_key = &name, *top_item = &all;
    const sr_yaml root = {.kind = SR_YAML_MAPPING, .count = count > 0 ? 1 : 0, .keys = &top_key, .items = &top_item};
    sr_builder builder;
    sr_builder_init(&builder, arena, SR_PRINTOUT_MAX);
    if (count > 0)
        sr_yaml_print(&root, rewrite, &self, &builder);
    if (self.err.code != SR_OK)
        return sr_fail_memory(err);
    return sr_builder_finish(&builder, text, err);
}
