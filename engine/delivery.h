/*
 * Is what was delivered fresh, complete, and does it add up: what can be said of a data set only as a whole.
 *
 *   fresh     the latest date is at most so many days before the day of the run
 *   complete  each period from the first to the last that has rows has rows, each member of a column in each of them
 *   files     as many files as were expected
 *   total     a sum or a count is what was declared
 *
 * Private to the engine: a part of the checker. Memory: the different periods and members.
 */
#ifndef SR_ENGINE_DELIVERY_H
#define SR_ENGINE_DELIVERY_H

#include "engine/cube.h"
#include "engine/frame.h"

typedef struct sr_delivery sr_delivery;

/* One check of these kinds; its values are roots of the frame from `root` on. */
SR_MUST_USE bool sr_delivery_new(const sr_plan_check *check, uint32_t root, const sr_dict *dict, sr_arena *arena,
                                 sr_delivery **delivery, sr_error *err);

SR_MUST_USE bool sr_delivery_add(sr_delivery *delivery, sr_frame *frame, sr_error *err);

/* Called for each failure: what was found and what was expected. */
typedef struct sr_delivery_listener {
    void *self;
    bool (*tell)(void *self, sr_where where, const char *found, const char *expected, sr_error *err);
} sr_delivery_listener;

/* What is known besides the rows. */
typedef struct sr_delivery_context {
    const sr_intake *intake;    // NULL: not known
    sr_day as_of;
    const sr_declared *declared;    // of all checks
    uint32_t declared_count;
    uint32_t dataset_index, check_index;    // of this one
} sr_delivery_context;

/* After the last row: what was asked, and what failed. */
SR_MUST_USE bool sr_delivery_finish(sr_delivery *delivery, const sr_delivery_context *context, sr_delivery_listener listener,
                                    sr_check_result *result, sr_error *err);

#endif
