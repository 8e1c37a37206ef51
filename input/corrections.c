/*
 * Of each key the rows that may stand wait in a chain, newest first: one of each period, for a period that a later file delivers again takes its row
 * away, and then an older one stands. Mostly the chain is one row.
 */
#include "input/corrections.h"

#include "engine/base/builder.h"
#include "engine/base/dict.h"
#include "input/decode.h"

#define BLOCK_ELEMENTS 1024u
#define FIRST_BLOCKS 64u

/* A row is told from all others by its file and the line where it begins. */
typedef struct place {
    uint64_t line;
    uint32_t file_index;
    uint32_t period;            // number; SR_DICT_NONE: it has none, and is never delivered again
    uint32_t older;             // index of the next place of the chain; SR_DICT_NONE: the last
} place;

typedef struct key {
    uint64_t seen_line;         // where a row had it last when the rows are asked for
    uint32_t seen_file;         // file index and 1; 0: nowhere yet
    uint32_t newest;            // index of the first place of its chain
} key;

/* The last file with rows of a period, and how many it has. */
typedef struct delivery {
    uint64_t rows;
    uint32_t file_index;
} delivery;

/* A column of the key. */
typedef struct part {
    size_t column;
    sr_decoder decoder;
    sr_decoder day_decoder;     // of a dated column: the day that decides what its words mean
    sr_cell day;
} part;

/* Elements that have numbers, in blocks that never move. */
typedef struct numbered {
    size_t size;                // of an element
    char **blocks;
    size_t block_count;
    size_t block_room;
} numbered;

struct sr_corrections {
    const sr_dataset *dataset;
    sr_arena *arena;            // where it lives
    sr_arena *scratch;          // of one row
    part *parts;
    sr_dict *names;             // of the keys
    numbered keys;                  // key, by number
    numbered places;                // place
    uint32_t place_count;
    sr_decoder date;            // of the redelivery's column
    sr_dict *periods;
    numbered deliveries;            // delivery, by the period's number
    sr_hash *hashes;            // by file
};

bool sr_corrections_are_needed(const sr_dataset *dataset)
{
    return dataset->key_count > 0 || dataset->has_redelivery;
}

static void *get_element(const numbered *list, uint32_t number)
{
    return list->blocks[number / BLOCK_ELEMENTS] + number % BLOCK_ELEMENTS * list->size;
}

/* The element of a number that is new, or was there; zeroed when it is new. NULL: no memory. */
static void *make_element(sr_corrections *self, numbered *list, uint32_t number)
{
    size_t block = number / BLOCK_ELEMENTS;
    if (block == list->block_room) {
        size_t room = list->block_room == 0 ? FIRST_BLOCKS : list->block_room * 2;
        char **larger = sr_arena_grow(self->arena, list->blocks, list->block_room, room, sizeof(larger[0]));
        if (larger == NULL)
            return NULL;
        list->blocks = larger;
        list->block_room = room;
    }
    if (block == list->block_count) {
        list->blocks[block] = sr_arena_alloc(self->arena, BLOCK_ELEMENTS, list->size);
        if (list->blocks[block] == NULL)
            return NULL;
        list->block_count++;
    }
    return get_element(list, number);
}

static key *get_key(const sr_corrections *self, uint32_t number)
{
    return get_element(&self->keys, number);
}

static place *get_place(const sr_corrections *self, uint32_t index)
{
    return get_element(&self->places, index);
}

static delivery *get_delivery(const sr_corrections *self, uint32_t number)
{
    return get_element(&self->deliveries, number);
}

/* --- keys --- */

static bool decode(sr_corrections *self, sr_decoder *decoder, size_t column, const sr_header *header, const sr_record *record, sr_cell *cell,
                   sr_error *err)
{
    const sr_field *field = sr_header_get_field(header, record, column);
    return sr_decode(decoder, field == NULL ? NULL : &field->text, self->scratch, cell, err);
}

/* The value in bytes that are the same for the same value; nothing when there is none. A person's clear code is not kept, not even here: its
 * fingerprint stands for it. */
static bool add_part(sr_corrections *self, part *own, const sr_header *header, const sr_record *record, sr_builder *bytes, bool *is_there,
                     sr_error *err)
{
    const sr_column_rule *rule = &self->dataset->columns[own->column];
    sr_cell cell;
    sr_hash hash;
    if ((rule->is_dated && !decode(self, &own->day_decoder, rule->day_column, header, record, &own->day, err))
        || !decode(self, &own->decoder, own->column, header, record, &cell, err))
        return false;
    *is_there = !cell.is_missing && cell.problem == NULL;
    if (!*is_there)
        return true;
    sr_text value = cell.text;
    switch (own->decoder.kind) {
    case SR_KIND_TEXT:
    case SR_KIND_COUNT: break;
    case SR_KIND_REAL: value = (sr_text){(const char *)&cell.real, sizeof(cell.real)}; break;
    case SR_KIND_DATE: value = (sr_text){(const char *)&cell.day, sizeof(cell.day)}; break;
    case SR_KIND_BOOLEAN:
    case SR_KIND_INTEGER:
    case SR_KIND_DECIMAL: value = (sr_text){(const char *)&cell.integer, sizeof(cell.integer)}; break;
    }
    if (rule->type == SR_TYPE_PERSON) {
        if (!sr_hash_bytes(value, &hash))
            return sr_fail(err, SR_INTERNAL, "a SHA-256 could not be computed");
        value = (sr_text){(const char *)hash.bytes, SR_HASH_BYTES};
    }
    if (self->dataset->key_count > 1)       // each behind its size, so that no two keys look the same
        sr_builder_add(bytes, (sr_text){(const char *)&value.size, sizeof(value.size)});
    sr_builder_add(bytes, value);
    return true;
}

/* Empty when a part is missing. */
static bool write_name(sr_corrections *self, const sr_header *header, const sr_record *record, sr_text *name, sr_error *err)
{
    sr_builder bytes;
    bool is_there = true;
    *name = SR_TEXT_NONE;
    sr_builder_init(&bytes, self->scratch, SR_FIELDS_MAX * (size_t)SR_FIELD_BYTES_MAX);
    for (size_t i = 0; i < self->dataset->key_count && is_there; i++)
        if (!add_part(self, &self->parts[i], header, record, &bytes, &is_there, err))
            return false;
    return !is_there || sr_builder_finish(&bytes, name, err);
}

/* --- periods --- */

/* The number of the row's period, SR_DICT_NONE when it has none or, unless it `may_add`, an unknown one. */
static bool find_period(sr_corrections *self, const sr_header *header, const sr_record *record, bool may_add, sr_period *period,
                        uint32_t *number, sr_error *err)
{
    sr_cell cell;
    *number = SR_DICT_NONE;
    if (!self->dataset->has_redelivery)
        return true;
    if (!decode(self, &self->date, self->dataset->redelivery_column, header, record, &cell, err))
        return false;
    if (cell.is_missing || cell.problem != NULL)
        return true;
    *period = sr_period_of_day(self->dataset->redelivery_grain, cell.day);
    sr_text bytes = {(const char *)&period->number, sizeof(period->number)};
    if (may_add)
        return sr_dict_intern(self->periods, bytes, number) || sr_fail_memory(err);
    *number = sr_dict_find(self->periods, bytes);
    return true;
}

static bool note_period(sr_corrections *self, size_t file_index, uint32_t number, sr_error *err)
{
    if (number == SR_DICT_NONE)
        return true;
    delivery *last = make_element(self, &self->deliveries, number);
    if (last == NULL)
        return sr_fail_memory(err);
    if (last->file_index != file_index)
        *last = (delivery){0, (uint32_t)file_index};
    last->rows++;
    return true;
}

/* --- which row stands --- */

static bool is_redelivered(const sr_corrections *self, size_t file_index, uint32_t period)
{
    return period != SR_DICT_NONE && get_delivery(self, period)->file_index != file_index;
}

/*
 * A row takes the place of the one of its period: that one is in an earlier file, which the row's delivers again, or in the same file, where
 * the rules say which stands.
 */
static bool note_key(sr_corrections *self, uint32_t number, bool is_new, place row, sr_error *err)
{
    key *own = make_element(self, &self->keys, number);
    if (own == NULL)
        return sr_fail_memory(err);
    if (is_new)
        own->newest = SR_DICT_NONE;
    uint32_t *link = &own->newest;
    while (*link != SR_DICT_NONE && get_place(self, *link)->period != row.period)
        link = &get_place(self, *link)->older;
    uint32_t index = *link;
    if (index == SR_DICT_NONE) {
        index = self->place_count;
        if (make_element(self, &self->places, index) == NULL)
            return sr_fail_memory(err);
        self->place_count++;
    } else {
        const place *old = get_place(self, index);
        bool is_redelivery = row.period != SR_DICT_NONE && old->file_index != row.file_index;
        if (self->dataset->keeps_first && !is_redelivery)
            return true;
        *link = old->older;
    }
    row.older = own->newest;
    *get_place(self, index) = row;
    own->newest = index;
    return true;
}

/* Of the chain the newest row that was not delivered again, or the oldest one. */
static const place *find_standing(const sr_corrections *self, uint32_t number)
{
    const place *standing = NULL;
    for (uint32_t i = get_key(self, number)->newest; i != SR_DICT_NONE; i = get_place(self, i)->older) {
        const place *row = get_place(self, i);
        if (!is_redelivered(self, row->file_index, row->period) && (standing == NULL || self->dataset->keeps_first))
            standing = row;
    }
    return standing;
}

static bool note_row(sr_corrections *self, size_t file_index, const sr_header *header, const sr_record *record, sr_error *err)
{
    sr_period period;
    sr_text name;
    uint32_t period_number, number, count = sr_dict_count(self->names);
    if (!find_period(self, header, record, true, &period, &period_number, err) || !note_period(self, file_index, period_number, err))
        return false;
    if (self->dataset->key_count == 0)
        return true;
    if (!write_name(self, header, record, &name, err))
        return false;
    if (name.size == 0)
        return true;
    if (!sr_dict_intern(self->names, name, &number))
        return sr_fail_memory(err);
    return note_key(self, number, number == count, (place){record->line, (uint32_t)file_index, period_number, SR_DICT_NONE}, err);
}

/* --- the pass --- */

static bool read_rows(sr_corrections *self, sr_rows *rows, size_t file_index, sr_error *err)
{
    const sr_record *record;
    const char *problem;
    while (sr_rows_next(rows, &record, &problem, err)) {
        if (record == NULL)
            return true;
        sr_arena_clear(self->scratch);
        if (problem == NULL && !note_row(self, file_index, &rows->header, record, err))
            return false;
    }
    return false;
}

static bool read_file(sr_corrections *self, const sr_export *export, size_t file_index, sr_arena *file_arena, sr_error *err)
{
    sr_findings *findings = sr_findings_new(file_arena);
    sr_rows rows;
    if (findings == NULL)
        return sr_fail_memory(err);
    if (!sr_rows_open(&rows, self->dataset, export, file_arena, findings, err))
        return false;
    bool done = read_rows(self, &rows, file_index, err);
    self->hashes[file_index] = sr_table_get_totals(rows.table).hash;
    sr_rows_close(&rows);
    return done;
}

static bool read_files(sr_corrections *self, const sr_export *exports, size_t export_count, sr_error *err)
{
    sr_arena *file_arena = sr_arena_new();
    if (file_arena == NULL)
        return sr_fail_memory(err);
    bool done = true;
    for (size_t i = 0; done && i < export_count; i++) {
        done = read_file(self, &exports[i], i, file_arena, err);
        sr_arena_clear(file_arena);
    }
    sr_arena_free(file_arena);
    return done;
}

static bool init_parts(sr_corrections *self, sr_error *err)
{
    const sr_dataset *dataset = self->dataset;
    for (size_t i = 0; i < dataset->key_count; i++) {
        part *own = &self->parts[i];
        own->column = dataset->key[i];
        const sr_column_rule *rule = &dataset->columns[own->column];
        if (!sr_decoder_init(&own->decoder, rule, dataset, self->arena, err))
            return false;
        if (!rule->is_dated)
            continue;
        own->decoder.day = &own->day;
        if (!sr_decoder_init(&own->day_decoder, &dataset->columns[rule->day_column], dataset, self->arena, err))
            return false;
    }
    return true;
}

static bool init(sr_corrections *self, const sr_dataset *dataset, size_t export_count, sr_arena *arena, sr_error *err)
{
    self->dataset = dataset;
    self->arena = arena;
    self->keys.size = sizeof(key);
    self->places.size = sizeof(place);
    self->deliveries.size = sizeof(delivery);
    self->scratch = sr_arena_new();
    self->names = sr_dict_new(arena);
    self->periods = sr_dict_new(arena);
    self->parts = sr_arena_alloc(arena, dataset->key_count, sizeof(self->parts[0]));
    self->hashes = sr_arena_alloc(arena, export_count, sizeof(self->hashes[0]));
    if (self->scratch == NULL || self->names == NULL || self->periods == NULL || self->parts == NULL || self->hashes == NULL)
        return sr_fail_memory(err);
    return init_parts(self, err)
        && (!dataset->has_redelivery
            || sr_decoder_init(&self->date, &dataset->columns[dataset->redelivery_column], dataset, arena, err));
}

bool sr_corrections_read(const sr_dataset *dataset, const sr_export *exports, size_t export_count, sr_arena *arena,
                         sr_corrections **corrections, sr_error *err)
{
    sr_corrections *made = sr_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    if (!init(made, dataset, export_count, arena, err) || !read_files(made, exports, export_count, err)) {
        sr_corrections_close(made);
        return false;
    }
    *corrections = made;
    return true;
}

/* The row of the same key before this one in its file, and the one that stands for the key. */
static void find_twins(sr_corrections *self, uint32_t number, size_t file_index, uint64_t line, sr_correction *correction)
{
    key *own = get_key(self, number);
    if (own->seen_file == file_index + 1)
        correction->line_before = own->seen_line;
    own->seen_file = (uint32_t)file_index + 1;
    own->seen_line = line;
    const place *standing = find_standing(self, number);
    if (correction->standing != SR_ROW_STANDS || standing == NULL || (standing->file_index == file_index && standing->line == line))
        return;
    correction->standing = SR_ROW_HAS_TWIN;
    correction->file_index = standing->file_index;
    correction->line = standing->line;
}

bool sr_corrections_find(sr_corrections *self, size_t file_index, const sr_header *header, const sr_record *record,
                         sr_correction *correction, sr_error *err)
{
    sr_text name = SR_TEXT_NONE;
    sr_period period;
    uint32_t period_number;
    *correction = (sr_correction){.standing = SR_ROW_STANDS};
    sr_arena_clear(self->scratch);
    if (!find_period(self, header, record, false, &period, &period_number, err)
        || (self->dataset->key_count > 0 && !write_name(self, header, record, &name, err)))
        return false;
    if (is_redelivered(self, file_index, period_number)) {
        const delivery *last = get_delivery(self, period_number);
        *correction = (sr_correction){.standing = SR_ROW_REDELIVERED, .file_index = last->file_index, .period = period, .period_rows = last->rows};
    }
    uint32_t number = name.size == 0 ? SR_DICT_NONE : sr_dict_find(self->names, name);
    if (number != SR_DICT_NONE)
        find_twins(self, number, file_index, record->line, correction);
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
