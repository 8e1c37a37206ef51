#include "input/corrections.h"

#include <string.h>

#include "engine/base/dict.h"
#include "input/damage.h"
#include "input/decode.h"

#define FIRST_ROOM 1024u

/* A row is told from all others by its file and the line where it begins. */
typedef struct place {
    size_t file_index;
    uint64_t line;
} place;

/* The last file with rows of a period, and how many it has. */
typedef struct delivery {
    size_t file_index;
    uint64_t rows;
} delivery;

struct sr_corrections {
    const sr_dataset *dataset;
    sr_arena *arena;            // where it lives
    sr_arena *scratch;          // of one row
    sr_dict *keys;
    place *places;              // by the key's number: the row that stands
    size_t place_room;
    sr_decoder date;            // of the redelivery's column
    sr_dict *periods;
    delivery *deliveries;       // by the period's number
    size_t delivery_room;
    sr_hash *hashes;            // by file
};

typedef bool (*row_pass)(sr_corrections *self, size_t file_index, const sr_header *header, const sr_record *record, sr_error *err);

bool sr_corrections_are_needed(const sr_dataset *dataset)
{
    return dataset->key_count > 0 || dataset->has_redelivery;
}

/* --- keys --- */

static sr_text get_value(const sr_header *header, const sr_record *record, size_t column)
{
    const sr_field *field = sr_header_get_field(header, record, column);
    return field == NULL ? SR_TEXT_NONE : sr_text_trim(field->text);
}

/* A person's clear code is not kept, not even here: its fingerprint stands for it. What a spreadsheet made of a long code is no key. */
static bool get_part(const sr_column_rule *rule, sr_text text, sr_hash *room, sr_text *part, sr_error *err)
{
    *part = sr_damage_is_exponent(text) ? SR_TEXT_NONE : text;
    for (size_t i = 0; i < rule->missing_count; i++)
        if (sr_text_is(text, rule->missing[i]))
            *part = SR_TEXT_NONE;
    if (part->size == 0 || rule->type != SR_TYPE_PERSON)
        return true;
    *part = (sr_text){(const char *)room->bytes, SR_HASH_BYTES};
    return sr_hash_bytes(text, room) || sr_fail(err, SR_INTERNAL, "a SHA-256 could not be computed");
}

/* The parts, each behind its size, so that no two keys look the same; empty when a part is missing. */
static bool get_key(const sr_corrections *self, const sr_header *header, const sr_record *record, sr_text *key, sr_error *err)
{
    const sr_dataset *dataset = self->dataset;
    sr_hash room;
    *key = SR_TEXT_NONE;
    if (dataset->key_count == 1) {      // the common case copies nothing but a person's
        sr_text part;
        if (!get_part(&dataset->columns[dataset->key[0]], get_value(header, record, dataset->key[0]), &room, &part, err))
            return false;
        if (part.size > 0 && part.data == (const char *)room.bytes && !sr_text_copy(part, self->scratch, &part))
            return sr_fail_memory(err);
        *key = part;
        return true;
    }
    size_t size = 0;
    for (size_t i = 0; i < dataset->key_count; i++)
        size += sizeof(size_t) + SR_HASH_BYTES + get_value(header, record, dataset->key[i]).size;
    char *bytes = sr_arena_alloc(self->scratch, size, 1);
    if (bytes == NULL)
        return sr_fail_memory(err);
    size_t used = 0;
    for (size_t i = 0; i < dataset->key_count; i++) {
        sr_text part;
        if (!get_part(&dataset->columns[dataset->key[i]], get_value(header, record, dataset->key[i]), &room, &part, err))
            return false;
        if (part.size == 0)
            return true;
        memcpy(bytes + used, &part.size, sizeof(part.size));
        memcpy(bytes + used + sizeof(part.size), part.data, part.size);
        used += sizeof(part.size) + part.size;
    }
    *key = (sr_text){bytes, used};
    return true;
}

/* --- periods --- */

/* The delivery of the row's period; NULL when it has none. With `is_new` allowed an unknown period begins one. */
static bool find_delivery(sr_corrections *self, const sr_header *header, const sr_record *record, bool may_add, sr_period *period,
                          delivery **found, sr_error *err)
{
    const sr_dataset *dataset = self->dataset;
    sr_cell cell;
    uint32_t number;
    *found = NULL;
    const sr_field *field = sr_header_get_field(header, record, dataset->redelivery_column);
    if (!sr_decode(&self->date, field == NULL ? NULL : &field->text, self->scratch, &cell, err))
        return false;
    if (cell.is_missing || cell.problem != NULL)
        return true;
    *period = sr_period_of_day(dataset->redelivery_grain, cell.day);
    sr_text bytes = {(const char *)&period->number, sizeof(period->number)};
    if (!may_add) {
        number = sr_dict_find(self->periods, bytes);
        *found = number == SR_DICT_NONE ? NULL : &self->deliveries[number];
        return true;
    }
    if (!sr_dict_intern(self->periods, bytes, &number))
        return sr_fail_memory(err);
    if (number >= self->delivery_room) {
        size_t room = self->delivery_room == 0 ? FIRST_ROOM : self->delivery_room * 2;
        delivery *larger = sr_arena_grow(self->arena, self->deliveries, self->delivery_room, room, sizeof(larger[0]));
        if (larger == NULL)
            return sr_fail_memory(err);
        self->deliveries = larger;
        self->delivery_room = room;
    }
    *found = &self->deliveries[number];
    return true;
}

static bool note_period(sr_corrections *self, size_t file_index, const sr_header *header, const sr_record *record, sr_error *err)
{
    sr_period period;
    delivery *last;
    if (!find_delivery(self, header, record, true, &period, &last, err))
        return false;
    if (last == NULL)
        return true;
    if (last->file_index != file_index)
        *last = (delivery){file_index, 0};
    last->rows++;
    return true;
}

static bool find_redelivery(sr_corrections *self, size_t file_index, const sr_header *header, const sr_record *record,
                            sr_correction *correction, sr_error *err)
{
    sr_period period;
    delivery *last = NULL;
    if (self->dataset->has_redelivery && !find_delivery(self, header, record, false, &period, &last, err))
        return false;
    if (last != NULL && last->file_index != file_index)
        *correction = (sr_correction){SR_ROW_REDELIVERED, last->file_index, 0, period, last->rows};
    return true;
}

static bool note_key(sr_corrections *self, size_t file_index, const sr_header *header, const sr_record *record, sr_error *err)
{
    sr_text key;
    uint32_t number, count = sr_dict_count(self->keys);
    sr_correction correction = {.standing = SR_ROW_STANDS};
    if (!find_redelivery(self, file_index, header, record, &correction, err) || !get_key(self, header, record, &key, err))
        return false;
    if (key.size == 0 || correction.standing != SR_ROW_STANDS)
        return true;
    if (!sr_dict_intern(self->keys, key, &number))
        return sr_fail_memory(err);
    if (number >= self->place_room) {
        size_t room = self->place_room == 0 ? FIRST_ROOM : self->place_room * 2;
        place *larger = sr_arena_grow(self->arena, self->places, self->place_room, room, sizeof(larger[0]));
        if (larger == NULL)
            return sr_fail_memory(err);
        self->places = larger;
        self->place_room = room;
    }
    bool is_new = number == count;
    if (is_new || !self->dataset->keeps_first)
        self->places[number] = (place){file_index, record->line};
    return true;
}

/* --- the passes --- */

static bool read_rows(sr_corrections *self, sr_rows *rows, size_t file_index, row_pass pass, sr_error *err)
{
    const sr_record *record;
    const char *problem;
    while (sr_rows_next(rows, &record, &problem, err)) {
        if (record == NULL)
            return true;
        sr_arena_clear(self->scratch);
        if (problem == NULL && !pass(self, file_index, &rows->header, record, err))
            return false;
    }
    return false;
}

static bool read_file(sr_corrections *self, const sr_export *export, size_t file_index, row_pass pass, sr_arena *file_arena, sr_error *err)
{
    sr_findings *findings = sr_findings_new(file_arena);
    sr_rows rows;
    if (findings == NULL)
        return sr_fail_memory(err);
    if (!sr_rows_open(&rows, self->dataset, export, file_arena, findings, err))
        return false;
    bool done = read_rows(self, &rows, file_index, pass, err);
    self->hashes[file_index] = sr_table_get_totals(rows.table).hash;
    sr_rows_close(&rows);
    return done;
}

static bool read_files(sr_corrections *self, const sr_export *exports, size_t export_count, row_pass pass, sr_error *err)
{
    sr_arena *file_arena = sr_arena_new();
    if (file_arena == NULL)
        return sr_fail_memory(err);
    bool done = true;
    for (size_t i = 0; done && i < export_count; i++) {
        done = read_file(self, &exports[i], i, pass, file_arena, err);
        sr_arena_clear(file_arena);
    }
    sr_arena_free(file_arena);
    return done;
}

static bool init(sr_corrections *self, const sr_dataset *dataset, size_t export_count, sr_arena *arena, sr_error *err)
{
    self->dataset = dataset;
    self->arena = arena;
    self->scratch = sr_arena_new();
    self->keys = sr_dict_new(arena);
    self->periods = sr_dict_new(arena);
    self->hashes = sr_arena_alloc(arena, export_count, sizeof(self->hashes[0]));
    if (self->scratch == NULL || self->keys == NULL || self->periods == NULL || self->hashes == NULL)
        return sr_fail_memory(err);
    return !dataset->has_redelivery
        || sr_decoder_init(&self->date, &dataset->columns[dataset->redelivery_column], dataset, arena, err);
}

bool sr_corrections_read(const sr_dataset *dataset, const sr_export *exports, size_t export_count, sr_arena *arena,
                         sr_corrections **corrections, sr_error *err)
{
    sr_corrections *made = sr_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    bool done = init(made, dataset, export_count, arena, err)
                && (!dataset->has_redelivery || read_files(made, exports, export_count, note_period, err))
                && (dataset->key_count == 0 || read_files(made, exports, export_count, note_key, err));
    if (!done) {
        sr_corrections_close(made);
        return false;
    }
    *corrections = made;
    return true;
}

bool sr_corrections_find(sr_corrections *self, size_t file_index, const sr_header *header, const sr_record *record,
                         sr_correction *correction, sr_error *err)
{
    sr_text key = SR_TEXT_NONE;
    *correction = (sr_correction){.standing = SR_ROW_STANDS};
    sr_arena_clear(self->scratch);
    if (!find_redelivery(self, file_index, header, record, correction, err))
        return false;
    if (correction->standing != SR_ROW_STANDS || self->dataset->key_count == 0)
        return true;
    if (!get_key(self, header, record, &key, err))
        return false;
    uint32_t number = key.size == 0 ? SR_DICT_NONE : sr_dict_find(self->keys, key);
    if (number == SR_DICT_NONE)
        return true;
    const place *stands = &self->places[number];
    if (stands->file_index != file_index || stands->line != record->line)
        *correction = (sr_correction){.standing = SR_ROW_HAS_TWIN, .file_index = stands->file_index, .line = stands->line};
    return true;
}

const sr_hash *sr_corrections_get_hash(const sr_corrections *self, size_t file_index)
{
    return &self->hashes[file_index];
}

void sr_corrections_close(sr_corrections *self)
{
    if (self != NULL)
        sr_arena_free(self->scratch);
}
