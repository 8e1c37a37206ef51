/*
 * The batches of one data set as expressions see them: with the derived columns in place. Reading, checking and tracing
 * all go through it.
 *
 * Private to the engine. A frame holds memory for one batch at a time; results are valid until the next is loaded.
 */
#ifndef SR_ENGINE_FRAME_H
#define SR_ENGINE_FRAME_H

#include "engine/plan.h"

typedef struct sr_frame {
    const sr_plan_dataset *dataset;
    sr_evaluator *evaluator;    // of the derived columns, then of the roots that were asked for
    uint32_t derived_count;
    const uint32_t *derived;    // columns that a root needs, in their order
    sr_column *columns;         // of the batch, with derived ones
    sr_batch batch;
} sr_frame;

/* `roots` are expressions over the columns of the data set; they and `dict` outlive the frame. */
SR_MUST_USE bool sr_frame_init(sr_frame *frame, const sr_plan_dataset *dataset, const sr_expr *const *roots,
                               uint32_t root_count, sr_dict *dict, sr_arena *arena, sr_error *err);

SR_MUST_USE bool sr_frame_load(sr_frame *frame, const sr_batch *batch, sr_error *err);
void sr_frame_set_lookups(sr_frame *frame, const sr_lookup_tables *lookups);
void sr_frame_set_moment(sr_frame *frame, sr_day moment);   // of `period_end` in the roots; derived columns do not know it
SR_MUST_USE bool sr_frame_eval(sr_frame *frame, uint32_t root_index, const sr_column **column, sr_error *err);

#endif
