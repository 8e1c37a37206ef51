/*
 * Open addressing with linear probing; a slot holds code + 1, so that zeroed memory is an empty table. The table is at
 * most half full. Old tables stay in the arena: together they are smaller than the present one.
 */
#include "engine/base/dict.h"

#include <assert.h>

#define FIRST_SLOTS 256u

typedef struct entry {
    sr_text text;
    uint64_t hash;
} entry;

struct sr_dict {
    sr_arena *arena;
    uint32_t *slots;
    entry *entries;
    size_t slot_count;      // a power of two
    uint32_t count;
};

static size_t get_entry_room(size_t slot_count)
{
    return slot_count / 2;
}

static bool resize(sr_dict *dict, size_t slot_count)
{
    uint32_t *slots = sr_arena_alloc(dict->arena, slot_count, sizeof(*slots));
    entry *entries = sr_arena_grow(dict->arena, dict->entries, dict->count, get_entry_room(slot_count), sizeof(*entries));
    if (slots == NULL || entries == NULL)
        return false;
    for (uint32_t code = 0; code < dict->count; code++) {
        size_t i = entries[code].hash & (slot_count - 1);
        while (slots[i] != 0)
            i = (i + 1) & (slot_count - 1);
        slots[i] = code + 1;
    }
    dict->slots = slots;
    dict->entries = entries;
    dict->slot_count = slot_count;
    return true;
}

sr_dict *sr_dict_new(sr_arena *arena)
{
    sr_dict *dict = sr_arena_alloc(arena, 1, sizeof(*dict));
    if (dict == NULL)
        return NULL;
    dict->arena = arena;
    return resize(dict, FIRST_SLOTS) ? dict : NULL;
}

/* The slot that holds the text, or the empty one where it belongs. */
static size_t find_slot(const sr_dict *dict, sr_text text, uint64_t hash)
{
    size_t i = hash & (dict->slot_count - 1);
    while (dict->slots[i] != 0) {
        const entry *e = &dict->entries[dict->slots[i] - 1];
        if (e->hash == hash && sr_text_is(e->text, text))
            break;
        i = (i + 1) & (dict->slot_count - 1);
    }
    return i;
}

bool sr_dict_intern(sr_dict *dict, sr_text text, uint32_t *code)
{
    uint64_t hash = sr_text_hash(text);
    size_t slot = find_slot(dict, text, hash);
    if (dict->slots[slot] != 0) {
        *code = dict->slots[slot] - 1;
        return true;
    }
    if (dict->count == SR_DICT_NONE - 1)
        return false;
    if (dict->count == get_entry_room(dict->slot_count)) {
        if (!resize(dict, dict->slot_count * 2))
            return false;
        slot = find_slot(dict, text, hash);
    }
    entry *e = &dict->entries[dict->count];
    if (!sr_text_copy(text, dict->arena, &e->text))
        return false;
    e->hash = hash;
    *code = dict->count++;
    dict->slots[slot] = *code + 1;
    return true;
}

uint32_t sr_dict_find(const sr_dict *dict, sr_text text)
{
    return dict->slots[find_slot(dict, text, sr_text_hash(text))] - 1;  // an empty slot gives 0 - 1, which is SR_DICT_NONE
}

sr_text sr_dict_get(const sr_dict *dict, uint32_t code)
{
    assert(code < dict->count);
    return dict->entries[code].text;
}

uint32_t sr_dict_count(const sr_dict *dict)
{
    return dict->count;
}
