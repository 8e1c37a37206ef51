#include "engine/uses.h"

#include "engine/indicator/formula.h"

typedef struct search {
    const sr_plan *plan;
    sr_arena *arena;
    sr_uses *uses;
} search;

/* The columns of a data set that is read. NULL: no memory. */
static bool *open_columns(const search *s, uint32_t dataset, sr_error *err)
{
    bool **columns = &s->uses->columns[dataset];
    if (*columns == NULL)
        *columns = sr_arena_alloc(s->arena, s->plan->datasets[dataset].column_count, sizeof(**columns));
    if (*columns == NULL)
        sr_fail_memory(err);
    return *columns;
}

static bool mark_expr(const search *s, uint32_t dataset, const sr_expr *expr, sr_error *err)
{
    bool *columns = open_columns(s, dataset, err);
    if (expr == NULL || columns == NULL)
        return columns != NULL;
    if (expr->op == SR_OP_COLUMN && !columns[expr->column_index]) {
        columns[expr->column_index] = true;
        if (!mark_expr(s, dataset, s->plan->datasets[dataset].columns[expr->column_index].derive, err))
            return false;
    }
    if (expr->op == SR_OP_PARAMETER)
        s->uses->parameters[expr->parameter - s->plan->parameters] = true;
    if (expr->op == SR_OP_LOOKUP && (!mark_expr(s, expr->lookup->dataset_index, expr->lookup->key, err)
                                     || !mark_expr(s, expr->lookup->dataset_index, expr->lookup->value, err)))
        return false;
    for (uint32_t i = 0; i < expr->arg_count; i++)
        if (!mark_expr(s, dataset, expr->args[i], err))
            return false;
    return true;
}

static bool mark_fold(const search *s, uint32_t index, sr_error *err)
{
    const sr_plan_fold *fold = &s->plan->folds[index];
    uint32_t dataset = fold->dataset_index;
    for (uint32_t i = 0; i < fold->call.arg_count; i++)
        if (!mark_expr(s, dataset, fold->args[i], err))
            return false;
    return mark_expr(s, dataset, fold->where, err) && mark_expr(s, dataset, fold->period, err);
}

static bool mark_formula(const search *s, const sr_formula *formula, sr_error *err)
{
    if (formula->op == SR_FORMULA_FOLD)
        return mark_fold(s, formula->index, err);
    if (formula->op == SR_FORMULA_INDICATOR) {
        s->uses->indicators[formula->index] = true;
        return mark_formula(s, s->plan->indicators[formula->index].formula, err);
    }
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!mark_formula(s, formula->args[i], err))
            return false;
    return true;
}

/* The breakdowns of the indicator itself read columns too; by which data set is told by the folds of it. */
static bool mark_breakdowns(const search *s, const sr_formula *formula, const sr_plan_indicator *indicator, sr_error *err)
{
    if (formula->op == SR_FORMULA_INDICATOR)
        return mark_breakdowns(s, s->plan->indicators[formula->index].formula, indicator, err);
    for (uint32_t i = 0; formula->op != SR_FORMULA_FOLD && i < formula->arg_count; i++)
        if (!mark_breakdowns(s, formula->args[i], indicator, err))
            return false;
    if (formula->op != SR_FORMULA_FOLD)
        return true;
    const sr_plan_fold *fold = &s->plan->folds[formula->index];
    for (uint32_t i = 0; i < indicator->grouping_count; i++) {
        uint32_t g = sr_grouping_find(fold->groupings, fold->grouping_count, &indicator->groupings[i]);
        for (uint32_t k = 0; g != SR_NO_INDEX && k < fold->groupings[g].key_count; k++)
            if (!mark_expr(s, fold->dataset_index, fold->groupings[g].keys[k].expr, err))
                return false;
    }
    return true;
}

bool sr_uses_find(const sr_plan *plan, uint32_t indicator_index, sr_arena *arena, sr_uses *uses, sr_error *err)
{
    sr_uses found = {
        .indicators = sr_arena_alloc(arena, plan->indicator_count, sizeof(*found.indicators)),
        .columns = sr_arena_alloc(arena, plan->dataset_count, sizeof(*found.columns)),
        .parameters = sr_arena_alloc(arena, plan->parameter_count, sizeof(*found.parameters)),
    };
    if (found.indicators == NULL || found.columns == NULL || found.parameters == NULL)
        return sr_fail_memory(err);
    const search s = {plan, arena, &found};
    const sr_plan_indicator *indicator = &plan->indicators[indicator_index];
    if (!mark_formula(&s, indicator->formula, err) || !mark_breakdowns(&s, indicator->formula, indicator, err))
        return false;
    *uses = found;
    return true;
}
