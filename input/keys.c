#include "input/keys.h"

#include "engine/base/dict.h"
#include "input/damage.h"

#define FIRST_ROOM 1024u

struct sr_keys {
    const sr_column_rule *rule;
    size_t key_index;
    sr_arena *arena;
    sr_dict *dict;
    uint64_t *latest;       // by the key's number in the dict: position of its last row
    size_t room;
    sr_hash *hashes;        // by file
};

/* A person's clear code is not kept, not even here: its fingerprint stands for it. */
static bool get_key(const sr_keys *keys, const sr_header *header, const sr_record *record, sr_hash *room, sr_text *key, sr_error *err)
{
    *key = SR_TEXT_NONE;
    size_t field = header->fields[keys->key_index];
    if (field == SR_NO_FIELD || field >= record->field_count)
        return true;
    sr_text text = sr_text_trim(record->fields[field].text);
    if (sr_damage_is_exponent(text))
        return true;
    for (size_t i = 0; i < keys->rule->missing_count; i++)
        if (sr_text_is(text, keys->rule->missing[i]))
            return true;
    if (text.size == 0 || keys->rule->type != SR_TYPE_PERSON) {
        *key = text;
        return true;
    }
    if (!sr_hash_bytes(text, room))
        return sr_fail(err, SR_INTERNAL, "a SHA-256 could not be computed");
    *key = (sr_text){(const char *)room->bytes, SR_HASH_BYTES};
    return true;
}

static bool note_key(sr_keys *keys, sr_text key, uint64_t position, sr_error *err)
{
    uint32_t number;
    if (!sr_dict_intern(keys->dict, key, &number))
        return sr_fail_memory(err);
    if (number >= keys->room) {
        size_t room = keys->room == 0 ? FIRST_ROOM : keys->room * 2;
        uint64_t *latest = sr_arena_grow(keys->arena, keys->latest, keys->room, room, sizeof(latest[0]));
        if (latest == NULL)
            return sr_fail_memory(err);
        keys->latest = latest;
        keys->room = room;
    }
    keys->latest[number] = position;
    return true;
}

static bool read_rows(sr_keys *keys, sr_rows *rows, uint64_t *position, sr_error *err)
{
    const sr_record *record;
    const char *problem;
    while (sr_rows_next(rows, &record, &problem, err)) {
        if (record == NULL)
            return true;
        sr_hash room;
        sr_text key = SR_TEXT_NONE;
        if (problem == NULL && !get_key(keys, &rows->header, record, &room, &key, err))
            return false;
        if (key.size > 0 && !note_key(keys, key, *position, err))
            return false;
        ++*position;
    }
    return false;
}

static bool read_file(sr_keys *keys, const sr_dataset *dataset, const char *path, size_t file_index, sr_arena *file_arena,
                      uint64_t *position, sr_error *err)
{
    sr_findings *findings = sr_findings_new(file_arena);
    sr_rows rows;
    if (findings == NULL)
        return sr_fail_memory(err);
    if (!sr_rows_open(&rows, dataset, path, file_arena, findings, err))
        return false;
    bool done = read_rows(keys, &rows, position, err);
    keys->hashes[file_index] = sr_records_get_totals(rows.records).hash;
    sr_rows_close(&rows);
    return done;
}

bool sr_keys_read(const sr_dataset *dataset, size_t key_index, const char *const *paths, size_t path_count, sr_arena *arena,
                  sr_keys **keys, sr_error *err)
{
    sr_keys *made = sr_arena_alloc(arena, 1, sizeof(*made));
    sr_arena *file_arena = sr_arena_new();
    bool done = made != NULL && file_arena != NULL;
    if (done) {
        made->rule = &dataset->columns[key_index];
        made->key_index = key_index;
        made->arena = arena;
        made->dict = sr_dict_new(arena);
        made->hashes = sr_arena_alloc(arena, path_count, sizeof(made->hashes[0]));
        done = made->dict != NULL && made->hashes != NULL;
    }
    if (!done)
        sr_fail_memory(err);
    uint64_t position = 0;
    for (size_t i = 0; done && i < path_count; i++) {
        done = read_file(made, dataset, paths[i], i, file_arena, &position, err);
        sr_arena_clear(file_arena);
    }
    sr_arena_free(file_arena);
    if (done)
        *keys = made;
    return done;
}

bool sr_keys_find_latest(const sr_keys *keys, const sr_header *header, const sr_record *record, uint64_t position, bool *is_latest,
                         sr_error *err)
{
    sr_hash room;
    sr_text key;
    if (!get_key(keys, header, record, &room, &key, err))
        return false;
    uint32_t number = key.size == 0 ? SR_DICT_NONE : sr_dict_find(keys->dict, key);
    *is_latest = number == SR_DICT_NONE || keys->latest[number] == position;
    return true;
}

const sr_hash *sr_keys_get_hash(const sr_keys *keys, size_t file_index)
{
    return &keys->hashes[file_index];
}
