#include "tests/support/rows.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/number.h"

static void *need(void *memory)
{
    if (memory == NULL)
        abort();
    return memory;
}

static void init_column(sr_column *column, char kind, uint32_t capacity, sr_arena *arena)
{
    static const char letters[] = "bi2rdt";
    const char *found = strchr(letters, kind);
    if (found == NULL)
        abort();
    column->kind = (sr_kind)(found - letters);
    column->scale = kind == '2' ? 2 : 0;
    column->valid = need(sr_arena_alloc(arena, capacity, 1));
    column->values.integers = need(sr_arena_alloc(arena, capacity, sizeof(int64_t)));   // wide enough for any kind
}

void sr_test_rows_init(sr_rows *rows, const char *kinds, uint32_t capacity, sr_arena *arena, sr_dict *dict)
{
    memset(rows, 0, sizeof(*rows));
    rows->arena = arena;
    rows->dict = dict;
    rows->capacity = capacity;
    rows->batch_rows = SR_BATCH_ROWS_MAX;
    rows->lines = need(sr_arena_alloc(arena, capacity, sizeof(rows->lines[0])));
    for (const char *kind = kinds; *kind != '\0'; kind++)
        init_column(&rows->columns[rows->column_count++], *kind, capacity, arena);
    for (int i = 0; i < 64; i++)
        rows->files[i].path = i == 0 ? "a.csv" : "b.csv";
    rows->intake = (sr_intake){SR_TEXT("rows"), 64, rows->files};
}

static void set_value(sr_rows *rows, sr_column *column, uint32_t row, sr_text value)
{
    sr_notation notation = {'.', 0};
    bool done = true;
    column->valid[row] = value.size > 0;
    if (value.size == 0)
        return;
    switch (column->kind) {
    case SR_KIND_BOOLEAN: column->values.booleans[row] = value.data[0] == '1'; break;
    case SR_KIND_INTEGER:
    case SR_KIND_DECIMAL:
        done = sr_number_parse_decimal(value, notation, column->scale, &column->values.integers[row]) == SR_NUMBER_OK;
        break;
    case SR_KIND_REAL: done = sr_number_parse_real(value, notation, &column->values.reals[row]) == SR_NUMBER_OK; break;
    case SR_KIND_DATE: done = sr_date_parse_iso(value, &column->values.days[row]); break;
    default: done = sr_dict_intern(rows->dict, value, &column->values.codes[row]); break;
    }
    if (!done)
        abort();
}

void sr_test_rows_add(sr_rows *rows, const char *values)
{
    uint32_t row = rows->count++;
    assert(row < rows->capacity);
    sr_text rest = sr_text_from(values);
    for (uint32_t i = 0; i < rows->column_count; i++) {
        size_t end = sr_text_find(rest, SR_TEXT(";"));
        set_value(rows, &rows->columns[i], row, sr_text_slice(rest, 0, end));
        rest = end == SIZE_MAX ? SR_TEXT_NONE : sr_text_slice(rest, end + 1, rest.size);
    }
}

static sr_column get_part(const sr_column *column, uint32_t first)
{
    sr_column part = *column;
    part.valid += first;
    switch (column->kind) {
    case SR_KIND_BOOLEAN: part.values.booleans += first; break;
    case SR_KIND_INTEGER:
    case SR_KIND_DECIMAL: part.values.integers += first; break;
    case SR_KIND_REAL: part.values.reals += first; break;
    case SR_KIND_DATE: part.values.days += first; break;
    default: part.values.codes += first; break;
    }
    return part;
}

static bool next_batch(void *self, const sr_batch **batch, sr_error *err)
{
    (void)err;
    sr_rows *rows = self;
    *batch = NULL;
    if (rows->next == rows->count)
        return true;
    uint32_t left = rows->count - rows->next;
    uint32_t count = left < rows->batch_rows ? left : rows->batch_rows;
    uint32_t file = rows->file_rows == 0 ? 0 : rows->next / rows->file_rows;
    if (rows->file_rows > 0 && rows->next % rows->file_rows + count > rows->file_rows)
        count = rows->file_rows - rows->next % rows->file_rows;
    for (uint32_t i = 0; i < rows->column_count; i++)
        rows->parts[i] = get_part(&rows->columns[i], rows->next);
    for (uint32_t i = 0; i < count; i++)
        rows->lines[i] = 2 + rows->next + i - file * rows->file_rows;
    rows->batch = (sr_batch){count, rows->column_count, rows->parts, rows->dict, file, rows->lines, rows->lines};
    rows->next += count;
    *batch = &rows->batch;
    return true;
}

static const sr_intake *get_intake(const void *self)
{
    return &((const sr_rows *)self)->intake;
}

static void close_rows(void *self)
{
    ((sr_rows *)self)->next = 0;
}

sr_source sr_test_rows_open(sr_rows *rows)
{
    rows->next = 0;
    return (sr_source){rows, next_batch, get_intake, close_rows};
}
