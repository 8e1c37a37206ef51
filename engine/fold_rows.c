/*
 * The roots of a fold stand in this order: where, period or the dates of a stock, arguments, then the keys of each grouping.
 */
#include "engine/fold_rows.h"

#include "engine/moments.h"

uint32_t sr_fold_count_roots(const sr_plan_fold *fold)
{
    uint32_t count = (fold->where != NULL) + (fold->period != NULL) + fold->date_count + fold->call.arg_count;
    for (uint32_t i = 0; i < fold->grouping_count; i++)
        count += fold->groupings[i].key_count;
    return count;
}

void sr_fold_list_roots(const sr_plan_fold *fold, const sr_expr **roots)
{
    uint32_t count = 0;
    if (fold->where != NULL)
        roots[count++] = fold->where;
    if (fold->period != NULL)
        roots[count++] = fold->period;
    for (uint32_t i = 0; i < fold->date_count; i++)
        roots[count++] = fold->dates[i];
    for (uint32_t i = 0; i < fold->call.arg_count; i++)
        roots[count++] = fold->args[i];
    for (uint32_t i = 0; i < fold->grouping_count; i++)
        for (uint32_t k = 0; k < fold->groupings[i].key_count; k++)
            roots[count++] = fold->groupings[i].keys[k].expr;
}

bool sr_fold_rows_init(sr_fold_rows *rows, const sr_plan_fold *fold, uint32_t root_first, sr_arena *arena, sr_error *err)
{
    *rows = (sr_fold_rows){.fold = fold, .root_first = root_first};
    rows->index = sr_arena_alloc(arena, SR_BATCH_ROWS_MAX, sizeof(rows->index[0]));
    rows->periods = sr_arena_alloc(arena, SR_BATCH_ROWS_MAX, sizeof(rows->periods[0]));
    return (rows->index != NULL && rows->periods != NULL) || sr_fail_memory(err);
}

static void select_rows(sr_fold_rows *rows, uint32_t row_count, const sr_column *where)
{
    rows->count = 0;
    for (uint32_t row = 0; row < row_count; row++) {
        rows->index[rows->count] = row;
        rows->count += where == NULL || (where->valid[row] && where->values.booleans[row]);
    }
}

static void place_rows(sr_fold_rows *rows, const sr_column *day, int32_t otherwise)
{
    rows->undated_count = 0;
    sr_grain grain = rows->fold->has_days ? SR_GRAIN_DAY : SR_GRAIN_MONTH;
    for (uint32_t i = 0; i < rows->count; i++) {
        uint32_t row = rows->index[i];
        bool has_day = day != NULL && day->valid[row];
        rows->periods[i] = has_day ? sr_period_of_day(grain, day->values.days[row]).number : otherwise;
        rows->undated_count += day != NULL && !has_day;
    }
}

bool sr_fold_rows_load(sr_fold_rows *rows, sr_frame *frame, sr_day moment, sr_error *err)
{
    const sr_column *where = NULL;
    const sr_column *day = NULL;
    uint32_t root = rows->root_first;
    if (rows->fold->where != NULL && !sr_frame_eval(frame, root++, &where, err))
        return false;
    if (rows->fold->period != NULL && !sr_frame_eval(frame, root, &day, err))
        return false;
    select_rows(rows, frame->batch.row_count, where);
    place_rows(rows, day, rows->fold->is_stock ? sr_period_of_day(SR_GRAIN_DAY, moment).number : SR_NO_PERIOD);
    return true;
}

bool sr_fold_rows_widen(const sr_fold_rows *rows, sr_frame *frame, sr_day *first, sr_day *last, sr_error *err)
{
    const sr_plan_fold *fold = rows->fold;
    uint32_t root = rows->root_first + (fold->where != NULL);
    uint32_t count = (fold->period != NULL) + fold->date_count;
    for (uint32_t i = 0; i < count; i++) {
        const sr_column *day;
        if (!sr_frame_eval(frame, root + i, &day, err))
            return false;
        for (uint32_t row = 0; row < frame->batch.row_count; row++) {
            if (!day->valid[row])
                continue;
            *first = day->values.days[row] < *first ? day->values.days[row] : *first;
            *last = day->values.days[row] > *last ? day->values.days[row] : *last;
        }
    }
    return true;
}

static uint32_t get_args_root(const sr_fold_rows *rows)
{
    return rows->root_first + (rows->fold->where != NULL) + (rows->fold->period != NULL) + rows->fold->date_count;
}

bool sr_fold_rows_get_arg(const sr_fold_rows *rows, sr_frame *frame, uint32_t arg, const sr_column **column, sr_error *err)
{
    return sr_frame_eval(frame, get_args_root(rows) + arg, column, err);
}

bool sr_fold_rows_get_keys(const sr_fold_rows *rows, sr_frame *frame, uint32_t grouping_index, sr_key *keys, sr_error *err)
{
    uint32_t root = get_args_root(rows) + rows->fold->call.arg_count;
    for (uint32_t i = 0; i < grouping_index; i++)
        root += rows->fold->groupings[i].key_count;
    uint32_t key_count = rows->fold->groupings[grouping_index].key_count;
    for (uint32_t k = 0; k < key_count; k++) {
        const sr_column *column;
        if (!sr_frame_eval(frame, root + k, &column, err))
            return false;
        for (uint32_t i = 0; i < rows->count; i++)
            keys[i * key_count + k] = sr_key_get(column, rows->index[i]);
    }
    return true;
}

sr_base_span sr_base_span_get(const sr_plan_fold *fold, sr_day as_of, const sr_cube_range *range)
{
    if (fold->is_stock) {
        int32_t moment = sr_period_of_day(SR_GRAIN_DAY, sr_moment_get(range->last, as_of)).number;
        return (sr_base_span){.first = moment, .last = moment + 1};
    }
    sr_grain grain = fold->has_days ? SR_GRAIN_DAY : SR_GRAIN_MONTH;
    sr_base_span span = {.first = SR_NO_PERIOD + 1, .last = INT32_MAX, .with_undated = range->with_undated || fold->period == NULL};
    if (range->first > SR_DAY_MIN) {
        sr_period period = sr_period_of_day(grain, range->first);
        span.first = period.number + (sr_period_get_first(period) < range->first);
    }
    if (range->last < SR_DAY_MAX)
        span.last = sr_period_of_day(grain, range->last).number;
    return span;
}

bool sr_base_span_has(sr_base_span span, int32_t period)
{
    return period == SR_NO_PERIOD ? span.with_undated : span.first <= period && period < span.last;
}
