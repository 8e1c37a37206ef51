#include "engine/cell_table.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 16
#define CELLS_MAX ((uint32_t)1 << 28)

/* For ordering cells by period. */
typedef struct dated_cell {
    int32_t period;
    uint32_t cell;
} dated_cell;

static uint64_t hash_keys(const sr_cell_table *table, const sr_key *keys)
{
    uint64_t hash = table->key_count;
    for (uint32_t k = 0; k < table->key_count; k++)
        hash = sr_key_mix(hash, keys[k]);
    return hash;
}

static const sr_key *get_keys(const sr_cell_table *table, uint32_t cell)
{
    return table->keys + (size_t)cell * table->key_count;
}

static bool has_keys(const sr_cell_table *table, uint32_t cell, const sr_key *keys)
{
    for (uint32_t k = 0; k < table->key_count; k++)
        if (get_keys(table, cell)[k] != keys[k])
            return false;
    return true;
}

static uint32_t *find_slot(const sr_cell_table *table, int32_t period, const sr_key *keys)
{
    uint32_t mask = table->slot_count - 1;
    uint32_t i = (uint32_t)sr_key_mix(hash_keys(table, keys), period) & mask;
    while (table->slots[i] != 0
           && !(table->periods[table->slots[i] - 1] == period && has_keys(table, table->slots[i] - 1, keys)))
        i = (i + 1) & mask;
    return &table->slots[i];
}

static bool grow(sr_cell_table *table, sr_arena *arena, sr_error *err)
{
    uint32_t capacity = table->capacity == 0 ? FIRST_CAPACITY : table->capacity * 2;
    if (capacity > CELLS_MAX)
        return sr_fail(err, SR_BAD_DATA, "more than %u different groups; leave out a breakdown that tells rows apart",
                       (unsigned)CELLS_MAX / 2);
    int32_t *periods = sr_arena_grow(arena, table->periods, table->count, capacity, sizeof(periods[0]));
    sr_key *keys = sr_arena_grow(arena, table->keys, (size_t)table->count * table->key_count,
                                 (size_t)capacity * table->key_count, sizeof(keys[0]));
    void **states = sr_arena_grow(arena, table->states, table->count, capacity, sizeof(states[0]));
    uint32_t *slots = sr_arena_alloc(arena, (size_t)capacity * 2, sizeof(slots[0]));
    if (periods == NULL || keys == NULL || states == NULL || slots == NULL)
        return sr_fail_memory(err);
    table->capacity = capacity;
    table->periods = periods;
    table->keys = keys;
    table->states = states;
    table->slots = slots;
    table->slot_count = capacity * 2;
    for (uint32_t i = 0; i < table->count; i++)
        *find_slot(table, periods[i], get_keys(table, i)) = i + 1;
    return true;
}

bool sr_cell_table_add(sr_cell_table *table, int32_t period, const sr_key *keys, sr_arena *arena, void **state, sr_error *err)
{
    if (table->count == table->capacity && !grow(table, arena, err))
        return false;
    uint32_t *slot = find_slot(table, period, keys);
    if (*slot == 0) {
        void *empty = sr_arena_alloc(arena, 1, table->state_size);
        if (empty == NULL)
            return sr_fail_memory(err);
        uint32_t cell = table->count++;
        table->periods[cell] = period;
        table->states[cell] = empty;
        for (uint32_t k = 0; k < table->key_count; k++)
            table->keys[(size_t)cell * table->key_count + k] = keys[k];
        *slot = cell + 1;
    }
    *state = table->states[*slot - 1];
    return true;
}

static int compare_periods(const void *a, const void *b)
{
    const dated_cell *x = a;
    const dated_cell *y = b;
    if (x->period != y->period)
        return x->period < y->period ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* `first_cells` tells the keys of a group by its first cell. */
static uint32_t *find_group_slot(const sr_cell_table *table, const uint32_t *first_cells, const sr_key *keys)
{
    uint32_t mask = table->group_slot_count - 1;
    uint32_t i = (uint32_t)hash_keys(table, keys) & mask;
    while (table->group_slots[i] != 0 && !has_keys(table, first_cells[table->group_slots[i] - 1], keys))
        i = (i + 1) & mask;
    return &table->group_slots[i];
}

/* Gives every cell its group, counts the cells of each, and lays the cells out by group; they come in order of period. */
static void lay_out(sr_cell_table *table, const dated_cell *dated, uint32_t *groups, uint32_t *first_cells)
{
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t *slot = find_group_slot(table, first_cells, get_keys(table, i));
        if (*slot == 0) {
            first_cells[table->group_count] = i;
            *slot = ++table->group_count;
        }
        groups[i] = *slot - 1;
        table->group_first[*slot]++;
    }
    for (uint32_t g = 0; g < table->group_count; g++)
        table->group_first[g + 1] += table->group_first[g];
    uint32_t *next = first_cells;   // no longer needed for what it was
    memcpy(next, table->group_first, table->group_count * sizeof(next[0]));
    for (uint32_t i = 0; i < table->count; i++)
        table->order[next[groups[dated[i].cell]]++] = dated[i].cell;
}

bool sr_cell_table_seal(sr_cell_table *table, sr_arena *arena, sr_error *err)
{
    uint32_t slot_count = FIRST_CAPACITY;
    while (slot_count < table->count * 2)
        slot_count *= 2;
    dated_cell *dated = sr_arena_alloc(arena, table->count, sizeof(dated[0]));
    uint32_t *groups = sr_arena_alloc(arena, table->count, sizeof(groups[0]));
    uint32_t *first_cells = sr_arena_alloc(arena, table->count, sizeof(first_cells[0]));
    table->order = sr_arena_alloc(arena, table->count, sizeof(table->order[0]));
    table->group_first = sr_arena_alloc(arena, (size_t)table->count + 1, sizeof(table->group_first[0]));
    table->group_slots = sr_arena_alloc(arena, slot_count, sizeof(table->group_slots[0]));
    if (dated == NULL || groups == NULL || first_cells == NULL || table->order == NULL || table->group_first == NULL
        || table->group_slots == NULL)
        return sr_fail_memory(err);
    table->group_slot_count = slot_count;
    for (uint32_t i = 0; i < table->count; i++)
        dated[i] = (dated_cell){table->periods[i], i};
    if (table->count > 0)
        qsort(dated, table->count, sizeof(dated[0]), compare_periods);
    lay_out(table, dated, groups, first_cells);
    return true;
}

bool sr_cell_table_find_group(const sr_cell_table *table, const sr_key *keys, uint32_t *first, uint32_t *last)
{
    uint32_t mask = table->group_slot_count - 1;
    uint32_t i = (uint32_t)hash_keys(table, keys) & mask;
    for (; table->group_slots[i] != 0; i = (i + 1) & mask) {
        uint32_t group = table->group_slots[i] - 1;
        if (!has_keys(table, table->order[table->group_first[group]], keys))
            continue;
        *first = table->group_first[group];
        *last = table->group_first[group + 1];
        return true;
    }
    return false;
}
