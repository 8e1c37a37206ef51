/*
 * The cells of one fold by one grouping: a state for every base period and group of keys that has rows.
 *
 * Two lives: while rows are folded, cells are found by period and keys; once sealed, by group, in the order of their periods.
 * Private to the engine.
 */
#ifndef SR_ENGINE_CELL_TABLE_H
#define SR_ENGINE_CELL_TABLE_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/key.h"

typedef struct sr_cell_table {
    uint32_t key_count;
    size_t state_size;
    uint32_t count;             // cells, in order of first appearance
    uint32_t capacity;
    int32_t *periods;
    sr_key *keys;               // count * key_count
    void **states;              // do not move
    uint32_t slot_count;        // of both hash tables, powers of two
    uint32_t *slots;            // cell + 1; 0 is free

    /* Once sealed. */
    uint32_t group_count;
    uint32_t group_slot_count;
    uint32_t *group_slots;      // group + 1; 0 is free
    uint32_t *group_first;      // group_count + 1 places in `order`
    uint32_t *order;            // cells by group, then by period
} sr_cell_table;

/* The state of a cell, made empty when it is not there yet. */
SR_MUST_USE bool sr_cell_table_add(sr_cell_table *table, int32_t period, const sr_key *keys, sr_arena *arena,
                                   void **state, sr_error *err);

SR_MUST_USE bool sr_cell_table_seal(sr_cell_table *table, sr_arena *arena, sr_error *err);

/* Places [first, last) in `order` of the cells of a group; false when there is no such group. */
bool sr_cell_table_find_group(const sr_cell_table *table, const sr_key *keys, uint32_t *first, uint32_t *last);

#endif
