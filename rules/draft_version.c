/*
 * The definitions of an indicator over time: one formula each, and one over all of them that picks by the day.
 */
#include "rules/draft_indicator.h"
#include "rules/formula.h"

/* The first version that is in force for some period: from the last on that restates. */
static size_t find_first_version(const sr_indicator *rule)
{
    size_t first = 0;
    for (size_t i = 0; i < rule->version_count; i++)
        if (rule->versions[i].restates)
            first = i;
    return first;
}

/* The indicator as it was then. */
static sr_indicator make_version(const sr_indicator *rule, size_t index)
{
    sr_indicator then = *rule;
    if (index >= rule->version_count)
        return then;
    const sr_indicator_version *version = &rule->versions[index];
    if (version->value.text.size > 0)
        then.value = version->value;
    if (version->where_condition.text.size > 0)
        then.where_condition = version->where_condition;
    if (version->period.text.size > 0)
        then.period = version->period;
    return then;
}

sr_formula *sr_draft_make_versions(const sr_draft *draft, const sr_indicator *rule, sr_version_maker make, void *self)
{
    const sr_compiler *compiler = draft->compiler;
    size_t first = find_first_version(rule), count = rule->version_count > first ? rule->version_count - first : 1;
    sr_formula **formulas = sr_arena_alloc(compiler->arena, count, sizeof(*formulas));
    sr_day *days = sr_arena_alloc(compiler->arena, count, sizeof(*days));
    if (formulas == NULL || days == NULL) {
        sr_fail_memory(compiler->err);
        return NULL;
    }
    bool done = true;
    for (size_t i = 0; i < count; i++) {
        sr_indicator then = make_version(rule, first + i);
        formulas[i] = make(&then, self);
        days[i] = rule->version_count > 0 ? rule->versions[first + i].valid_from : SR_DAY_MIN;
        done = done && formulas[i] != NULL;
    }
    if (!done || count == 1)
        return done ? formulas[0] : NULL;
    sr_formula *made = sr_formula_make_node(compiler, SR_FORMULA_VERSIONS, rule->where, formulas, (uint32_t)count);
    if (made != NULL)
        made->valid_from = days;
    return made;
}

bool sr_draft_list_versions(const sr_draft *draft, const sr_indicator *rule, const sr_plan_version **versions)
{
    sr_plan_version *made = sr_arena_alloc(draft->compiler->arena, rule->version_count, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(draft->compiler->err);
    for (size_t i = 0; i < rule->version_count; i++) {
        const sr_indicator_version *version = &rule->versions[i];
        const sr_indicator then = make_version(rule, i);
        made[i] = (sr_plan_version){.valid_from = version->valid_from, .restates = version->restates, .where = version->where,
                                    .value_text = then.value.text, .where_text = then.where_condition.text};
        for (int language = 0; language < SR_LANGUAGE_COUNT; language++)
            made[i].reasons[language] = version->reasons[language];
    }
    *versions = made;
    return true;
}
