#include "engine/uses.h"

#include "engine/indicator/formula.h"

typedef struct search {
    const sr_plan *plan;
    sr_arena *arena;
    sr_uses *uses;
} search;

static void mark_expr(const search *s, uint32_t dataset, const sr_expr *expr)
{
    if (expr == NULL)
        return;
    bool *columns = s->uses->columns[dataset];
    if (expr->op == SR_OP_COLUMN && !columns[expr->column_index]) {
        columns[expr->column_index] = true;
        mark_expr(s, dataset, s->plan->datasets[dataset].columns[expr->column_index].derive);
    }
    if (expr->op == SR_OP_PARAMETER)
        s->uses->parameters[expr->parameter - s->plan->parameters] = true;
    for (uint32_t i = 0; i < expr->arg_count; i++)
        mark_expr(s, dataset, expr->args[i]);
}

static bool mark_fold(const search *s, uint32_t index, sr_error *err)
{
    const sr_plan_fold *fold = &s->plan->folds[index];
    uint32_t dataset = fold->dataset_index;
    bool **columns = &s->uses->columns[dataset];
    if (*columns == NULL)
        *columns = sr_arena_alloc(s->arena, s->plan->datasets[dataset].column_count, sizeof(**columns));
    if (*columns == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < fold->call.arg_count; i++)
        mark_expr(s, dataset, fold->args[i]);
    mark_expr(s, dataset, fold->where);
    mark_expr(s, dataset, fold->period);
    return true;
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
static void mark_breakdowns(const search *s, const sr_formula *formula, const sr_plan_indicator *indicator)
{
    if (formula->op == SR_FORMULA_FOLD) {
        const sr_plan_fold *fold = &s->plan->folds[formula->index];
        for (uint32_t g = 0; g < fold->grouping_count; g++)
            for (uint32_t i = 0; i < indicator->grouping_count; i++)
                for (uint32_t k = 0;
                     sr_grouping_find(&fold->groupings[g], 1, &indicator->groupings[i]) == 0 && k < fold->groupings[g].key_count;
                     k++)
                    mark_expr(s, fold->dataset_index, fold->groupings[g].keys[k].expr);
        return;
    }
    if (formula->op == SR_FORMULA_INDICATOR)
        mark_breakdowns(s, s->plan->indicators[formula->index].formula, indicator);
    for (uint32_t i = 0; formula->op != SR_FORMULA_INDICATOR && i < formula->arg_count; i++)
        mark_breakdowns(s, formula->args[i], indicator);
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
    if (!mark_formula(&s, indicator->formula, err))
        return false;
    mark_breakdowns(&s, indicator->formula, indicator);
    *uses = found;
    return true;
}
