#include "input/heading.h"

#include "engine/base/builder.h"

#define NO_SPAN SIZE_MAX

/* --- names --- */

bool sr_heading_write_name(sr_text text, sr_arena *arena, sr_text *name, sr_error *err)
{
    sr_builder builder;
    uint32_t point;
    *name = sr_text_trim(text);
    if (sr_text_find_control(*name) == SIZE_MAX)
        return true;
    sr_builder_init(&builder, arena, text.size + 1);
    for (sr_text rest = *name; rest.size > 0;) {
        size_t at = sr_text_find_control(rest);
        sr_text piece = sr_text_trim(sr_text_slice(rest, 0, at));
        if (piece.size > 0 && builder.size > 0)
            sr_builder_add_byte(&builder, ' ');
        sr_builder_add(&builder, piece);
        if (at == SIZE_MAX)
            break;
        sr_text_next_point(rest, &at, &point);
        rest = sr_text_slice(rest, at, rest.size);
    }
    return sr_builder_finish(&builder, name, err);
}

bool sr_heading_name(const sr_record *header, sr_arena *arena, sr_record *named, sr_error *err)
{
    sr_field *fields = sr_arena_alloc(arena, header->field_count, sizeof(*fields));
    if (fields == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < header->field_count; i++) {
        fields[i] = header->fields[i];
        if (!sr_heading_write_name(header->fields[i].text, arena, &fields[i].text, err))
            return false;
    }
    *named = *header;
    named->fields = fields;
    return true;
}

/* --- lines --- */

/* The columns of the lines; of each line where the name above a column begins, NO_SPAN when there is none. */
typedef struct heading {
    const sr_record *lines;
    size_t count;
    size_t width;
    size_t *spans;
} heading;

static sr_text get_text(const heading *h, size_t line, size_t column)
{
    return column < h->lines[line].field_count ? sr_text_trim(h->lines[line].fields[column].text) : SR_TEXT_NONE;
}

static size_t *get_span(const heading *h, size_t line, size_t column)
{
    return &h->spans[line * h->width + column];
}

static bool has_below(const heading *h, size_t line, size_t column)
{
    for (size_t i = line + 1; i < h->count; i++)
        if (get_text(h, i, column).size > 0)
            return true;
    return false;
}

/* The name to the left also stands above this column, whose cell is empty. */
static bool is_merged(const heading *h, size_t line, size_t column)
{
    size_t first = *get_span(h, line, column - 1);
    if (first == NO_SPAN || !has_below(h, line, first) || !has_below(h, line, column))
        return false;
    for (size_t i = 0; i < line; i++)
        if (*get_span(h, i, column) != *get_span(h, i, column - 1))
            return false;
    return true;
}

static void find_spans(heading *h)
{
    for (size_t line = 0; line < h->count; line++)
        for (size_t column = 0; column < h->width; column++) {
            size_t *span = get_span(h, line, column);
            *span = get_text(h, line, column).size > 0 ? column : NO_SPAN;
            if (*span == NO_SPAN && column > 0 && is_merged(h, line, column))
                *span = *get_span(h, line, column - 1);
        }
}

static bool join_column(const heading *h, size_t column, sr_arena *arena, sr_field *field, sr_error *err)
{
    sr_builder builder;
    bool has_place = false;
    sr_builder_init(&builder, arena, SR_HEADER_LINES_MAX * ((size_t)SR_FIELD_BYTES_MAX + 1));
    for (size_t line = 0; line < h->count; line++) {
        const sr_record *record = &h->lines[line];
        size_t span = *get_span(h, line, column);
        if (column < record->field_count && !has_place)
            *field = record->fields[column];
        has_place = has_place || span == column;
        if (span == NO_SPAN)
            continue;
        if (builder.size > 0)
            sr_builder_add_byte(&builder, ' ');
        sr_builder_add(&builder, get_text(h, line, span));
    }
    return sr_builder_finish(&builder, &field->text, err);
}

bool sr_heading_join(const sr_record *lines, size_t count, sr_arena *arena, sr_record *header, sr_error *err)
{
    heading h = {.lines = lines, .count = count};
    *header = lines[0];
    if (count == 1)
        return true;
    for (size_t i = 0; i < count; i++)
        h.width = lines[i].field_count > h.width ? lines[i].field_count : h.width;
    h.spans = sr_arena_alloc(arena, count * h.width, sizeof(h.spans[0]));
    sr_field *fields = sr_arena_alloc(arena, h.width, sizeof(*fields));
    if (h.spans == NULL || fields == NULL)
        return sr_fail_memory(err);
    find_spans(&h);
    for (size_t column = 0; column < h.width; column++)
        if (!join_column(&h, column, arena, &fields[column], err))
            return false;
    header->fields = fields;
    header->field_count = h.width;
    return true;
}
