/*
 * An exact sum of reals: every double and every product of two doubles is added without rounding, and the sum is
 * rounded once, to nearest, when it is asked for. So the order of adding and merging cannot be seen in the result.
 *
 * The sum is a fixed-point number wide enough for all doubles: chunks of 32 bits with room for carries, chunk 0 counting
 * units of 2^-1074. All bytes zero is the empty sum.
 *
 * Source: Radford M. Neal (2015), "Fast exact summation using small and large superaccumulators", arXiv:1505.05571 (the small one).
 */
#ifndef SR_ENGINE_AGGREGATE_EXACT_H
#define SR_ENGINE_AGGREGATE_EXACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/macros.h"

#define SR_EXACT_CHUNKS 68      // 2098 bits of any double, and 64 more for how many there are
#define SR_EXACT_PARTS_MAX 48   // doubles that an exact sum falls into

typedef struct sr_exact {
    int64_t chunks[SR_EXACT_CHUNKS];
    uint32_t pending;           // values added since carries were last settled
} sr_exact;

void sr_exact_add(sr_exact *sum, double value);             // finite
void sr_exact_add_integer(sr_exact *sum, sr_int128 value);

/*
 * Adds a * b. False, and nothing is added, when the product is too large for a double. Products below 2^-969 may lose
 * their last bits: their rounding error is too small for a double.
 */
SR_MUST_USE bool sr_exact_add_product(sr_exact *sum, double a, double b);

void sr_exact_merge(sr_exact *into, const sr_exact *from);

/* The nearest double, ties to even. False when the sum is too large for one. */
SR_MUST_USE bool sr_exact_get(const sr_exact *sum, double *value);

/* The sum as doubles that add up to it exactly, the largest first; how many. 0 for a sum of zero or one too large for a double. */
size_t sr_exact_expand(const sr_exact *sum, double parts[SR_EXACT_PARTS_MAX]);

#endif
