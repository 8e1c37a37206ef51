/*
 * A tally: distinct values of 64 bits and how often each was seen. Counting distinct things, medians and quantiles stand on it:
 * it loses nothing, and it is the same whatever the order of adding and merging.
 * All bytes zero is the empty tally. Memory grows with the distinct values, in the arena.
 */
#ifndef SR_ENGINE_AGGREGATE_TALLY_H
#define SR_ENGINE_AGGREGATE_TALLY_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/key.h"

typedef struct sr_tally_entry {
    sr_key key;
    int64_t count;          // 0: a free slot
} sr_tally_entry;

typedef struct sr_tally {
    sr_tally_entry *slots;  // open addressing, slot_count a power of two, at most three quarters full
    size_t slot_count;
    size_t distinct;        // entries
    int64_t total;          // sum of their counts
} sr_tally;

SR_MUST_USE bool sr_tally_add(sr_tally *tally, sr_key key, int64_t count, sr_arena *arena, sr_error *err);
SR_MUST_USE bool sr_tally_merge(sr_tally *into, const sr_tally *from, sr_arena *arena, sr_error *err);

/* The entries in the order of their values; tally->distinct of them. Kinds with an order of their own: numbers and days. */
SR_MUST_USE bool sr_tally_sort(const sr_tally *tally, sr_kind kind, sr_arena *arena, const sr_tally_entry **entries,
                               sr_error *err);

#endif
