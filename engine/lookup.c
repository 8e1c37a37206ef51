#include "engine/lookup.h"

#define FIRST_ROOM 256u

typedef struct item {
    sr_key value;
    bool is_ambiguous;
} item;

typedef struct table {
    sr_dict *keys;              // of their bytes, numbered
    item *items;
    size_t room;
} table;

struct sr_lookup_tables {
    sr_arena *arena;
    table *items;
};

bool sr_lookup_tables_new(uint32_t count, sr_arena *arena, sr_lookup_tables **tables, sr_error *err)
{
    sr_lookup_tables *made = sr_arena_alloc(arena, 1, sizeof(*made));
    table *items = sr_arena_alloc(arena, count, sizeof(items[0]));
    if (made == NULL || items == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        items[i].keys = sr_dict_new(arena);
        if (items[i].keys == NULL)
            return sr_fail_memory(err);
    }
    *made = (sr_lookup_tables){arena, items};
    *tables = made;
    return true;
}

static sr_text get_bytes(const sr_key *key)
{
    return (sr_text){(const char *)key, sizeof(*key)};
}

bool sr_lookup_tables_add(sr_lookup_tables *tables, uint32_t lookup_index, sr_key key, sr_key value, sr_error *err)
{
    table *own = &tables->items[lookup_index];
    uint32_t before = sr_dict_count(own->keys), number;
    if (!sr_dict_intern(own->keys, get_bytes(&key), &number))
        return sr_fail_memory(err);
    if (number < before) {
        own->items[number].is_ambiguous = own->items[number].is_ambiguous || own->items[number].value != value;
        return true;
    }
    if (number >= own->room) {
        size_t room = own->room == 0 ? FIRST_ROOM : own->room * 2;
        item *items = sr_arena_grow(tables->arena, own->items, own->room, room, sizeof(items[0]));
        if (items == NULL)
            return sr_fail_memory(err);
        own->items = items;
        own->room = room;
    }
    own->items[number] = (item){value, false};
    return true;
}

bool sr_lookup_tables_find(const sr_lookup_tables *tables, uint32_t lookup_index, sr_key key, sr_key *value)
{
    const table *own = &tables->items[lookup_index];
    uint32_t number = sr_dict_find(own->keys, get_bytes(&key));
    if (number == SR_DICT_NONE || own->items[number].is_ambiguous)
        return false;
    *value = own->items[number].value;
    return true;
}
