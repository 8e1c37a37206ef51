/*
 * Targets of single groups: the group must be one that the indicator is broken down into.
 */
#include "rules/draft_indicator.h"

static const sr_plan_grouping *find_grouping(const sr_plan_indicator *indicator, const sr_target *target)
{
    for (uint32_t g = 1; g < indicator->grouping_count; g++) {
        const sr_plan_grouping *grouping = &indicator->groupings[g];
        uint32_t k = 0;
        while (grouping->key_count == target->key_count && k < target->key_count && sr_text_is(grouping->keys[k].name, target->key_names[k]))
            k++;
        if (grouping->key_count == target->key_count && k == target->key_count)
            return grouping;
    }
    return NULL;
}

static void check_member(const sr_compiler *compiler, const char *subject, const sr_plan_key *key, sr_text word, sr_where where)
{
    if (key->list == NULL || sr_list_find_code(key->list, word) != NULL)
        return;
    sr_text *codes = sr_arena_alloc(compiler->arena, key->list->count, sizeof(*codes));
    if (codes == NULL) {
        sr_fail_memory(compiler->err);
        return;
    }
    for (size_t i = 0; i < key->list->count; i++)
        codes[i] = key->list->members[i].code;
    sr_compiler_refuse(compiler, subject, "rules.target_by", where,
                       sr_compiler_print(compiler, "a code of list '%.*s'", SR_TEXT_ARG(key->list->name)),
                       sr_compiler_hint(compiler, word, codes, key->list->count, NULL), "a target of '%.*s'", SR_TEXT_ARG(word));
}

void sr_draft_check_targets(const sr_draft *draft, const sr_plan_indicator *indicator)
{
    const sr_compiler *compiler = draft->compiler;
    const char *subject = sr_compiler_print(compiler, "%.*s", SR_TEXT_ARG(indicator->id));
    for (uint32_t i = 0; i < indicator->target_count; i++) {
        const sr_target *target = &indicator->targets[i];
        const sr_plan_grouping *grouping = target->key_count > 0 ? find_grouping(indicator, target) : NULL;
        if (target->key_count > 0 && grouping == NULL)
            sr_compiler_refuse(compiler, subject, "rules.target_by", target->where, "a breakdown of the indicator, with its columns in their order",
                               "add it to `by` of the indicator", "a target by '%.*s', which is no breakdown of '%.*s'",
                               SR_TEXT_ARG(target->key_names[0]), SR_TEXT_ARG(indicator->id));
        for (uint32_t k = 0; grouping != NULL && k < target->key_count; k++)
            check_member(compiler, subject, &grouping->keys[k], target->keys[k], target->where);
    }
}
