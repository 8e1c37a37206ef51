/*
 * The rows of a batch as one fold sees them: which it takes, in which base period they fall, with which keys.
 *
 * Private to the engine: measure folds these rows into states, trace notes their lines.
 */
#ifndef SR_ENGINE_FOLD_ROWS_H
#define SR_ENGINE_FOLD_ROWS_H

#include "engine/cube.h"
#include "engine/frame.h"

typedef struct sr_fold_rows {
    const sr_plan_fold *fold;
    uint32_t root_first;        // of the fold's expressions among the roots of the frame
    uint32_t count;             // rows that `where` lets through
    uint32_t *index;            // their numbers in the batch
    int32_t *periods;           // their base periods; SR_NO_PERIOD without a date
    uint32_t undated_count;
} sr_fold_rows;

/* Base periods [first, last) that lie whole within a range, and whether rows without a period belong to it. */
typedef struct sr_base_span {
    int32_t first;
    int32_t last;
    bool with_undated;
} sr_base_span;

uint32_t sr_fold_count_roots(const sr_plan_fold *fold);
void sr_fold_list_roots(const sr_plan_fold *fold, const sr_expr **roots);

SR_MUST_USE bool sr_fold_rows_init(sr_fold_rows *rows, const sr_plan_fold *fold, uint32_t root_first, sr_arena *arena, sr_error *err);

/* Selects and places. Of a stock those that belong to it at the moment; call sr_frame_set_moment before. */
SR_MUST_USE bool sr_fold_rows_load(sr_fold_rows *rows, sr_frame *frame, sr_day moment, sr_error *err);

/*
 * Widens [*first, *last] by the dates of all rows of the batch, also those that where leaves out: of a flow those that place it, of a
 * stock those of its condition.
 */
SR_MUST_USE bool sr_fold_rows_widen(const sr_fold_rows *rows, sr_frame *frame, sr_day *first, sr_day *last, sr_error *err);
SR_MUST_USE bool sr_fold_rows_get_arg(const sr_fold_rows *rows, sr_frame *frame, uint32_t arg, const sr_column **column, sr_error *err);

/* The keys of the rows taken: key_count of the grouping for each. */
SR_MUST_USE bool sr_fold_rows_get_keys(const sr_fold_rows *rows, sr_frame *frame, uint32_t grouping_index, sr_key *keys, sr_error *err);

/* Of a stock its one moment in the range. */
sr_base_span sr_base_span_get(const sr_plan_fold *fold, sr_day as_of, const sr_cube_range *range);
bool sr_base_span_has(sr_base_span span, int32_t period);

#endif
