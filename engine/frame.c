#include "engine/frame.h"

#include <string.h>

/* Marks the columns that an expression reads, and those that they are derived from. */
static void mark_needed(const sr_plan_dataset *dataset, const sr_expr *expr, bool *is_needed)
{
    if (expr->op == SR_OP_COLUMN && !is_needed[expr->column_index]) {
        is_needed[expr->column_index] = true;
        const sr_expr *derive = dataset->columns[expr->column_index].derive;
        if (derive != NULL)
            mark_needed(dataset, derive, is_needed);
    }
    for (uint32_t i = 0; i < expr->arg_count; i++)
        mark_needed(dataset, expr->args[i], is_needed);
}

bool sr_frame_init(sr_frame *frame, const sr_plan_dataset *dataset, const sr_expr *const *roots, uint32_t root_count,
                   sr_dict *dict, sr_arena *arena, sr_error *err)
{
    uint32_t column_count = dataset->column_count;
    bool *is_needed = sr_arena_alloc(arena, column_count, sizeof(is_needed[0]));
    uint32_t *derived = sr_arena_alloc(arena, column_count, sizeof(derived[0]));
    const sr_expr **all = sr_arena_alloc(arena, (size_t)column_count + root_count, sizeof(all[0]));
    sr_column *columns = sr_arena_alloc(arena, column_count, sizeof(columns[0]));
    if (is_needed == NULL || derived == NULL || all == NULL || columns == NULL)
        return sr_fail_memory(err);

    for (uint32_t i = 0; i < root_count; i++)
        mark_needed(dataset, roots[i], is_needed);
    uint32_t count = 0;
    for (uint32_t i = 0; i < column_count; i++) {
        if (is_needed[i] && dataset->columns[i].derive != NULL) {
            derived[count] = i;
            all[count++] = dataset->columns[i].derive;
        }
    }
    for (uint32_t i = 0; i < root_count; i++)
        all[count + i] = roots[i];

    sr_evaluator *evaluator;
    if (!sr_evaluator_new(all, count + root_count, dict, arena, &evaluator, err))
        return false;
    *frame = (sr_frame){.dataset = dataset, .evaluator = evaluator, .derived_count = count, .derived = derived, .columns = columns};
    return true;
}

bool sr_frame_load(sr_frame *frame, const sr_batch *batch, sr_error *err)
{
    uint32_t column_count = frame->dataset->column_count;
    uint32_t given_count = batch->column_count < column_count ? batch->column_count : column_count;
    memset(frame->columns, 0, column_count * sizeof(frame->columns[0]));
    memcpy(frame->columns, batch->columns, given_count * sizeof(frame->columns[0]));
    frame->batch = *batch;
    frame->batch.column_count = column_count;
    frame->batch.columns = frame->columns;

    sr_evaluator_begin(frame->evaluator);
    for (uint32_t i = 0; i < frame->derived_count; i++) {
        const sr_column *column;
        if (!sr_evaluator_eval(frame->evaluator, &frame->batch, i, &column, err))
            return false;
        frame->columns[frame->derived[i]] = *column;
    }
    return true;
}

void sr_frame_set_lookups(sr_frame *frame, const sr_lookup_tables *lookups)
{
    sr_evaluator_set_lookups(frame->evaluator, lookups);
}

void sr_frame_set_moment(sr_frame *frame, sr_day moment)
{
    sr_evaluator_set_moment(frame->evaluator, moment);
}

bool sr_frame_eval(sr_frame *frame, uint32_t root_index, const sr_column **column, sr_error *err)
{
    return sr_evaluator_eval(frame->evaluator, &frame->batch, frame->derived_count + root_index, column, err);
}
