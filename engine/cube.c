#include "engine/cube_parts.h"

#include <assert.h>

#include "engine/fold_rows.h"

const sr_lookup_tables *sr_cube_get_lookups(const sr_cube *cube)
{
    return cube->lookups;
}

const sr_dict *sr_cube_get_dict(const sr_cube *cube)
{
    return cube->dict;
}

static const sr_cell_table *get_table(const sr_cube *cube, uint32_t fold_index, uint32_t grouping_index)
{
    assert(fold_index < cube->plan->fold_count);
    assert(grouping_index < cube->plan->folds[fold_index].grouping_count);
    return &cube->folds[fold_index].tables[grouping_index];
}

uint32_t sr_cube_count_cells(const sr_cube *cube, uint32_t fold_index, uint32_t grouping_index)
{
    return get_table(cube, fold_index, grouping_index)->count;
}

sr_cube_cell sr_cube_get_cell(const sr_cube *cube, uint32_t fold_index, uint32_t grouping_index, uint32_t index)
{
    const sr_cell_table *table = get_table(cube, fold_index, grouping_index);
    assert(index < table->count);
    return (sr_cube_cell){
        .period = table->periods[index],
        .keys = table->keys + (size_t)index * table->key_count,
        .state = table->states[index],
    };
}

uint64_t sr_cube_count_rows(const sr_cube *cube, uint32_t fold_index)
{
    assert(fold_index < cube->plan->fold_count);
    return cube->folds[fold_index].rows;
}

uint64_t sr_cube_count_undated(const sr_cube *cube, uint32_t fold_index)
{
    assert(fold_index < cube->plan->fold_count);
    return cube->folds[fold_index].undated;
}

bool sr_cube_has_data(const sr_cube *cube, uint32_t fold_index, const sr_cube_range *range)
{
    assert(fold_index < cube->plan->fold_count);
    const sr_cube_fold *fold = &cube->folds[fold_index];
    if (fold->plan->is_stock) {
        sr_day moment = sr_moment_get(range->last, cube->plan->as_of);
        return sr_moments_has(fold->moments, moment) && (fold->plan->date_count == 0 || fold->first <= moment);
    }
    return fold->plan->period == NULL || (fold->first < range->last && range->first <= fold->last);
}

sr_code sr_check_get_code(const sr_plan_check *check)
{
    return check->kind == SR_CHECK_FRESH ? SR_NO_FRESH_DATA : SR_CHECK_FAILED;
}

bool sr_check_result_is_over(const sr_check_result *result)
{
    return sr_tolerance_is_over(result->check->tolerance, result->failures, result->rows);
}

uint32_t sr_cube_count_checks(const sr_cube *cube)
{
    return cube->check_count;
}

sr_check_result sr_cube_get_check(const sr_cube *cube, uint32_t index)
{
    assert(index < cube->check_count);
    return cube->checks[index];
}

static bool merge_cell(const sr_plan_fold *fold, const sr_cell_table *table, sr_base_span span, uint32_t cell,
                       sr_arena *arena, void *state, bool *is_touched, sr_error *err)
{
    if (!sr_base_span_has(span, table->periods[cell]))
        return true;
    *is_touched = true;
    return fold->aggregate->merge(&fold->call, state, table->states[cell], arena, err);
}

/* The cells of a group stand in order of period, SR_NO_PERIOD first: look at that one, then jump to the first of the span. */
static bool merge_group(const sr_plan_fold *fold, const sr_cell_table *table, sr_base_span span, const sr_key *keys,
                        sr_arena *arena, void *state, bool *is_touched, sr_error *err)
{
    uint32_t first;
    uint32_t last;
    if (!sr_cell_table_find_group(table, keys, &first, &last))
        return true;
    if (table->periods[table->order[first]] == SR_NO_PERIOD) {
        if (!merge_cell(fold, table, span, table->order[first], arena, state, is_touched, err))
            return false;
        first++;
    }
    uint32_t high = last;
    while (first < high) {
        uint32_t middle = first + (high - first) / 2;
        if (table->periods[table->order[middle]] < span.first)
            first = middle + 1;
        else
            high = middle;
    }
    for (; first < last && table->periods[table->order[first]] < span.last; first++)
        if (!merge_cell(fold, table, span, table->order[first], arena, state, is_touched, err))
            return false;
    return true;
}

bool sr_cube_merge(const sr_cube *cube, uint32_t fold_index, uint32_t grouping_index, const sr_cube_range *range,
                   sr_arena *arena, void *state, bool *is_touched, sr_error *err)
{
    const sr_cell_table *table = get_table(cube, fold_index, grouping_index);
    const sr_plan_fold *fold = &cube->plan->folds[fold_index];
    sr_base_span span = sr_base_span_get(fold, cube->plan->as_of, range);
    *is_touched = false;
    if (range->groups == NULL) {
        for (uint32_t cell = 0; cell < table->count; cell++)
            if (!merge_cell(fold, table, span, cell, arena, state, is_touched, err))
                return false;
        return true;
    }
    for (uint32_t i = 0; i < range->group_count; i++)
        if (!merge_group(fold, table, span, range->groups + (size_t)i * table->key_count, arena, state, is_touched, err))
            return false;
    return true;
}
