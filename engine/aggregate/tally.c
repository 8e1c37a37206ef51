#include "engine/aggregate/tally.h"

#include <stdlib.h>

#define FIRST_SLOTS 8

static sr_tally_entry *find_slot(sr_tally_entry *slots, size_t slot_count, sr_key key)
{
    size_t i = sr_key_mix(0, key) & (slot_count - 1);
    while (slots[i].count != 0 && slots[i].key != key)
        i = (i + 1) & (slot_count - 1);
    return &slots[i];
}

static bool grow(sr_tally *tally, size_t slot_count, sr_arena *arena, sr_error *err)
{
    sr_tally_entry *slots = sr_arena_alloc(arena, slot_count, sizeof(slots[0]));
    if (slots == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < tally->slot_count; i++)
        if (tally->slots[i].count != 0)
            *find_slot(slots, slot_count, tally->slots[i].key) = tally->slots[i];
    tally->slots = slots;
    tally->slot_count = slot_count;
    return true;
}

bool sr_tally_add(sr_tally *tally, sr_key key, int64_t count, sr_arena *arena, sr_error *err)
{
    if (tally->distinct >= tally->slot_count / 4 * 3
        && !grow(tally, tally->slot_count == 0 ? FIRST_SLOTS : tally->slot_count * 2, arena, err))
        return false;
    sr_tally_entry *slot = find_slot(tally->slots, tally->slot_count, key);
    tally->distinct += slot->count == 0;
    slot->key = key;
    slot->count += count;
    tally->total += count;
    return true;
}

bool sr_tally_merge(sr_tally *into, const sr_tally *from, sr_arena *arena, sr_error *err)
{
    for (size_t i = 0; i < from->slot_count; i++)
        if (from->slots[i].count != 0
            && !sr_tally_add(into, from->slots[i].key, from->slots[i].count, arena, err))
            return false;
    return true;
}

static int compare_integers(const void *a, const void *b)
{
    const sr_tally_entry *x = a;
    const sr_tally_entry *y = b;
    return sr_key_compare(SR_KIND_INTEGER, x->key, y->key, NULL);
}

static int compare_reals(const void *a, const void *b)
{
    const sr_tally_entry *x = a;
    const sr_tally_entry *y = b;
    return sr_key_compare(SR_KIND_REAL, x->key, y->key, NULL);
}

bool sr_tally_sort(const sr_tally *tally, sr_kind kind, sr_arena *arena, const sr_tally_entry **entries, sr_error *err)
{
    sr_tally_entry *sorted = sr_arena_alloc(arena, tally->distinct, sizeof(sorted[0]));
    if (sorted == NULL)
        return sr_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < tally->slot_count; i++)
        if (tally->slots[i].count != 0)
            sorted[count++] = tally->slots[i];
    if (count > 0)
        qsort(sorted, count, sizeof(sorted[0]), kind == SR_KIND_REAL ? compare_reals : compare_integers);
    *entries = sorted;
    return true;
}
