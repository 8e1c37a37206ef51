/*
 * An exact total of the numbers of one kind: 128-bit integers at the scale of the column, or an exact sum of reals.
 * All bytes zero is the empty total. Sums, ratios and means are made of it.
 */
#ifndef SR_ENGINE_AGGREGATE_TOTAL_H
#define SR_ENGINE_AGGREGATE_TOTAL_H

#include "engine/aggregate/aggregate.h"
#include "engine/aggregate/exact.h"

typedef struct sr_total {
    int64_t n;              // values added
    sr_int128 integer;      // of integers and decimals
    sr_exact *real;         // of reals; NULL until the first
} sr_total;

/* Adds the value of every row that has one to the total that lies `offset` bytes inside the row's state. */
SR_MUST_USE bool sr_total_add_rows(const sr_aggregate_rows *rows, const sr_column *column, size_t offset,
                                   sr_arena *arena, sr_error *err);
SR_MUST_USE bool sr_total_merge(sr_total *into, const sr_total *from, sr_arena *arena, sr_error *err);
SR_MUST_USE bool sr_total_get(const sr_total *total, sr_kind kind, uint8_t scale, sr_number *number, sr_error *err);

/* The exact sum behind total->real, made when it is not there yet. */
SR_MUST_USE bool sr_total_need_real(sr_total *total, sr_arena *arena, sr_error *err);

/*
 * Finishes numerator / denominator * per: n stays as it is, the parts are kept, a zero denominator becomes the state.
 */
SR_MUST_USE bool sr_result_set_ratio(sr_result *result, sr_number numerator, sr_number denominator, double per, sr_error *err);

#endif
