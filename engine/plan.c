#include "engine/plan.h"

bool sr_plan_is_person(const sr_plan_column *columns, const sr_expr *expr)
{
    return expr->op == SR_OP_LOOKUP ? expr->lookup->is_person : expr->op == SR_OP_COLUMN && columns[expr->column_index].is_person;
}

sr_text sr_plan_get_domain(const sr_plan_column *columns, const sr_expr *expr)
{
    return expr->op == SR_OP_LOOKUP ? expr->lookup->domain : expr->op == SR_OP_COLUMN ? columns[expr->column_index].domain : SR_TEXT_NONE;
}

bool sr_check_kind_is_whole(sr_check_kind kind)
{
    return kind >= SR_CHECK_FRESH;
}

const char *sr_check_kind_get_noun(sr_check_kind kind)
{
    return kind == SR_CHECK_COMPLETE ? "periods" : sr_check_kind_is_whole(kind) ? "data sets" : "rows";
}

uint32_t sr_plan_find_indicator(const sr_plan *plan, sr_text id)
{
    for (uint32_t i = 0; i < plan->indicator_count; i++)
        if (sr_text_is(plan->indicators[i].id, id))
            return i;
    return SR_NO_INDEX;
}

uint32_t sr_plan_indicator_find_version(const sr_plan_indicator *indicator, sr_day last)
{
    uint32_t first = 0, found;
    if (indicator->version_count == 0)
        return SR_NO_INDEX;
    for (uint32_t i = 0; i < indicator->version_count; i++)
        if (indicator->versions[i].restates)
            first = i;
    for (found = indicator->version_count - 1; found > first && indicator->versions[found].valid_from > last;)
        found--;
    return found;
}

const sr_formula *sr_formula_pick(const sr_formula *formula, sr_day last)
{
    uint32_t i = formula->arg_count - 1;
    while (i > 0 && formula->valid_from[i] > last)
        i--;
    return formula->args[i];
}

bool sr_target_is_cumulative(const sr_target *target)
{
    return target->is_linear || target->is_weighted;
}

static bool is_valid(const sr_target *target, sr_day day)
{
    return target->valid_from <= day && day < target->valid_to;
}

const sr_target *sr_target_find(const sr_plan_indicator *indicator, sr_day day)
{
    for (uint32_t i = 0; i < indicator->target_count; i++)
        if (indicator->targets[i].key_count == 0 && is_valid(&indicator->targets[i], day))
            return &indicator->targets[i];
    return NULL;
}

const sr_target *sr_target_find_own(const sr_plan_indicator *indicator, sr_day day, const sr_plan_grouping *grouping, const sr_text *keys)
{
    for (uint32_t i = 0; i < indicator->target_count; i++) {
        const sr_target *target = &indicator->targets[i];
        bool is_own = target->key_count == grouping->key_count && target->key_count > 0 && is_valid(target, day);
        for (uint32_t k = 0; k < grouping->key_count && is_own; k++)
            is_own = sr_text_is(target->key_names[k], grouping->keys[k].name) && sr_text_is(target->keys[k], keys[k]);
        if (is_own)
            return target;
    }
    return NULL;
}
