/*
 * Which columns a breakdown is made of. Two breakdowns that share one cut the same thing in two ways (county and region, county under
 * two names, age and age group): rows of the one are sums of rows of the other.
 */
#include "engine/disclosure/work.h"

/* Columns of all data sets are numbered through. */
static uint32_t get_first_column(const sr_plan *plan, uint32_t dataset)
{
    uint32_t first = 0;
    for (uint32_t d = 0; d < dataset; d++)
        first += plan->datasets[d].column_count;
    return first;
}

static void add_columns(const sr_plan *plan, uint32_t dataset, const sr_expr *expr, bool *columns)
{
    if (expr->op == SR_OP_COLUMN) {
        const sr_plan_column *column = &plan->datasets[dataset].columns[expr->column_index];
        columns[get_first_column(plan, dataset) + expr->column_index] = true;
        if (column->derive != NULL)
            add_columns(plan, dataset, column->derive, columns);
    }
    for (uint32_t i = 0; i < expr->arg_count; i++)
        add_columns(plan, dataset, expr->args[i], columns);
}

/* Folds have the keys as their own data set sees them. */
static void add_keys(const sr_plan *plan, const sr_formula *formula, const sr_plan_grouping *wanted, bool *columns)
{
    if (formula->op == SR_FORMULA_INDICATOR)
        add_keys(plan, plan->indicators[formula->index].formula, wanted, columns);
    if (formula->op == SR_FORMULA_FOLD) {
        const sr_plan_fold *fold = &plan->folds[formula->index];
        uint32_t index = sr_grouping_find(fold->groupings, fold->grouping_count, wanted);
        for (uint32_t k = 0; index != SR_NO_INDEX && k < wanted->key_count; k++)
            add_columns(plan, fold->dataset_index, fold->groupings[index].keys[k].expr, columns);
    }
    for (uint32_t i = 0; i < formula->arg_count; i++)
        add_keys(plan, formula->args[i], wanted, columns);
}

bool sr_breakdown_find_columns(const sr_release_work *work, sr_breakdown *breakdown, sr_error *err)
{
    breakdown->columns = sr_arena_alloc(work->scratch, get_first_column(work->plan, work->plan->dataset_count), sizeof(breakdown->columns[0]));
    if (breakdown->columns == NULL)
        return sr_fail_memory(err);
    for (uint32_t s = 0; s < work->subject_count; s++)
        if (sr_breakdown_has(work, breakdown, s))
            add_keys(work->plan, work->plan->indicators[work->subjects[s].indicator].formula, breakdown->grouping, breakdown->columns);
    return true;
}

bool sr_breakdown_is_linked(const sr_release_work *work, const sr_breakdown *a, const sr_breakdown *b)
{
    uint32_t count = get_first_column(work->plan, work->plan->dataset_count);
    for (uint32_t i = 0; i < count; i++)
        if (a->columns[i] && b->columns[i] && a->dataset_class == b->dataset_class)
            return true;
    return false;
}
