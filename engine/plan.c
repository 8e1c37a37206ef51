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

const sr_target *sr_target_find(const sr_plan_indicator *indicator, sr_day day)
{
    for (uint32_t i = 0; i < indicator->target_count; i++)
        if (indicator->targets[i].valid_from <= day && day < indicator->targets[i].valid_to)
            return &indicator->targets[i];
    return NULL;
}
