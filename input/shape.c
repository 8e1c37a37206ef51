#include "input/shape.h"

#include "input/mend.h"

#define ROWS_LEARNED 4000u      // rows that the likenesses are made of
#define ROWS_JUDGED 64u         // rows at the top that are looked at one by one
#define ROWS_SKIPPED 8u         // at the top, among which header lines may be; fewer in a short table
#define ROWS_SURE 8u            // below so many no other table begins
#define ROWS_ENOUGH 3u          // below so many rows nothing is said about the header

typedef struct line {
    size_t first;               // of the record, in the text
    size_t next;
    uint64_t number;            // physical line, from 1
    size_t width;
    size_t filled;              // cells that are not blank
} line;

typedef struct study {
    sr_text text;
    sr_arena *arena;
    sr_arena *scratch;
    sr_shape *shape;
    sr_span_rules rules;
    sr_span span;
    sr_span_barren barren;
    sr_span inner;              // of what stands in a quoted field
    size_t count;
    sr_text *cells;             // of one record
    char *buffer;
    sr_likeness *likenesses;       // of the rows further down
    line tops[ROWS_JUDGED];
    size_t top_count;
    size_t good_count;          // records of the usual width that are not empty
    size_t named;               // columns up to the last that has a name, when the header had to be mended; else 0
} study;

/* --- records --- */

static void fill_cells(study *s, sr_text text, const sr_span *span, char *out)
{
    s->count = span->field_count;
    for (size_t i = 0; i < span->field_count; i++) {
        size_t size = sr_span_unquote(&s->rules, text, &span->fields[i], out);
        s->cells[i] = (sr_text){out, size};
        out += size;
    }
}

/* A record that is one quoted field which holds a row of the usual width is that row. */
static void unwrap(study *s)
{
    sr_text inner = s->cells[0];
    if (s->count != 1 || !s->span.fields[0].was_quoted || inner.size == 0)
        return;
    sr_span_find(&s->rules, inner, true, 0, 1, &s->inner);
    if (s->inner.state == SR_SPAN_RECORD && s->inner.next == inner.size && s->inner.field_count == s->shape->cutting.width)
        fill_cells(s, inner, &s->inner, s->buffer + inner.size);
}

/* The record at `first`: its cells, none when it cannot be split for sure; false when there is none. */
static bool read(study *s, size_t first, uint64_t number)
{
    sr_span_find(&s->rules, s->text, true, first, number, &s->span);
    if (s->span.state == SR_SPAN_BLANK || s->span.state == SR_SPAN_COMMENT)
        return false;
    s->count = 0;
    if (s->span.state != SR_SPAN_RECORD || s->span.has_tail)
        return true;
    fill_cells(s, s->text, &s->span, s->buffer);
    unwrap(s);
    return true;
}

static size_t count_filled(const study *s)
{
    size_t filled = 0;
    for (size_t i = 0; i < s->count; i++)
        filled += sr_text_trim(s->cells[i]).size > 0;
    return filled;
}

/* The first records, and the likenesses of those of the usual width that stand `skipped` good ones further down, to the end of the table. */
static void look_through(study *s, size_t skipped)
{
    uint64_t number = 1;
    size_t good = 0;
    bool is_behind_blank = false;
    s->top_count = 0;
    s->shape->row_count = 0;
    for (size_t at = 0; at < s->text.size && s->shape->row_count < ROWS_LEARNED; at = s->span.next) {
        bool is_record = read(s, at, number);
        number += s->span.line_count;
        if (!is_record) {
            is_behind_blank = true;
            continue;
        }
        size_t filled = count_filled(s);
        if (s->top_count < ROWS_JUDGED)
            s->tops[s->top_count++] = (line){at, s->span.next, s->span.line, s->count, filled};
        if (s->count != s->shape->cutting.width || filled == 0)
            continue;
        s->good_count = ++good;
        if (good <= skipped)
            continue;
        if (is_behind_blank && s->shape->row_count >= ROWS_SURE && sr_shape_is_strange(s->shape, s->cells))
            return;     // another table
        is_behind_blank = false;
        s->shape->row_count++;
        for (size_t i = 0; i < s->count; i++)
            sr_likeness_add(&s->likenesses[i], s->cells[i]);
    }
}

static void clear_likenesses(study *s)
{
    for (size_t i = 0; i < s->shape->cutting.width; i++)
        s->likenesses[i] = (sr_likeness){.rows = 0};
}

/* --- the header --- */

typedef struct verdict {
    size_t telling;         // columns in which a name would be strange
    size_t strange;         // of these: cells that are no values of the column
    size_t proofs;          // cells that can only be values
} verdict;

/* Any name would be strange in the column. */
static bool is_telling(const sr_likeness *likeness)
{
    static const char *const NAMES[] = {"name", "Name of it", "NAME_2"};
    bool is_strange = sr_likeness_is_strict(likeness);
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]) && is_strange; i++)
        is_strange = sr_likeness_measure(likeness, sr_text_from(NAMES[i])) >= SR_LIKENESS_MISFIT;
    return is_strange;
}

/* An empty cell is strange where none is empty. */
static bool is_strange(const sr_likeness *likeness, sr_text cell)
{
    if (cell.size == 0)
        return likeness->empty == 0;
    return !sr_likeness_is_number(cell) && sr_likeness_measure(likeness, cell) >= SR_LIKENESS_MISFIT;
}

static verdict judge(const sr_shape *shape, const sr_text *cells)
{
    verdict v = {0, 0, 0};
    for (size_t i = 0; i < shape->cutting.width; i++) {
        const sr_likeness *likeness = &shape->likenesses[i];
        v.proofs += sr_likeness_is_proof(likeness, cells[i]);
        bool has_words = sr_likeness_has_few_values(likeness);
        if (!has_words && !is_telling(likeness))
            continue;
        v.telling++;
        v.strange += is_strange(likeness, cells[i]) || (has_words && !sr_likeness_is_number(cells[i]) && !sr_likeness_knows(likeness, cells[i]));
    }
    return v;
}

static bool is_header(verdict v)
{
    return v.proofs == 0 && v.telling > 0 && v.strange * 2 >= v.telling;
}

bool sr_shape_is_strange(const sr_shape *shape, const sr_text *cells)
{
    verdict v = judge(shape, cells);
    return is_header(v) && v.strange * 2 > v.telling;
}

static bool is_data(verdict v)
{
    return v.proofs > 0 && v.strange * 2 < v.telling + (v.telling == 0);
}

static void read_top(study *s, size_t index)
{
    (void)read(s, s->tops[index].first, s->tops[index].number);
}

static size_t find_good(const study *s, size_t index)
{
    while (index < s->top_count && s->tops[index].width != s->shape->cutting.width)
        index++;
    return index;
}

/* A title that was padded to the width of the table. */
static bool is_padded_title(const study *s, size_t index)
{
    size_t width = s->shape->cutting.width;
    size_t filled = s->tops[index].filled;
    bool has_more_below = false;
    for (size_t i = index + 1; i < s->top_count && i < index + 12; i++)
        has_more_below = has_more_below || (s->tops[i].width == width && s->tops[i].filled > filled * 2);
    return width > 2 && (filled <= 1 || filled * 4 <= width) && has_more_below;
}

/* Another reading of a record as a row of these columns. */
static bool mend_top(study *s, const line *top, const sr_likeness *likenesses, sr_mended *mended, sr_error *err)
{
    sr_mender *mender;
    return sr_mender_new(&s->shape->cutting, likenesses, s->shape->cutting.width, s->arena, s->scratch, &mender, err)
        && sr_mend(mender, sr_text_slice(s->text, top->first, top->next - top->first), SR_MEND_ALL, mended, err);
}

/* The record above the first good one, when it is the header in another reading: the line where it begins. */
static bool find_odd_header(study *s, size_t index, sr_error *err)
{
    const line *top = &s->tops[index];
    const sr_likeness *names;
    sr_mended mended;
    size_t width = s->shape->cutting.width;
    if (!sr_shape_make_names(width, s->arena, &names, err) || !mend_top(s, top, names, &mended, err))
        return false;
    bool is_near = top->width > 1 && top->width + 1 + width / 8 >= width && top->width <= width + 1 + width / 8 && top->filled * 2 > width;
    if (mended.way == SR_MEND_NONE && !is_near)
        return true;
    if (mended.way != SR_MEND_NONE) {
        verdict told = judge(s->shape, mended.cells);
        if (!is_header(told) && told.telling > 0)
            return true;
    }
    s->shape->header_lines = 1;
    s->shape->skip_lines = (uint32_t)top->number - 1;
    s->named = mended.way != SR_MEND_NONE ? 0 : top->width < width ? top->width : width;
    for (size_t i = 0; mended.way != SR_MEND_NONE && i < width; i++)
        if (sr_text_trim(mended.cells[i]).size > 0)
            s->named = i + 1;
    return true;
}

/* A row that looks like names, and in no other reading like values. */
static bool looks_like_names(study *s, size_t index, bool *is_header_line, sr_error *err)
{
    sr_mended mended;
    read_top(s, index);
    *is_header_line = sr_shape_is_strange(s->shape, s->cells);
    if (!*is_header_line)
        return true;
    if (!mend_top(s, &s->tops[index], s->likenesses, &mended, err))
        return false;
    *is_header_line = mended.way <= SR_MEND_AS_IT_IS;
    return true;
}

static bool count_header_lines(study *s, size_t index, sr_error *err)
{
    size_t width = s->shape->cutting.width;
    bool is_header_line = true;
    while (index < s->top_count && s->tops[index].width == width && s->tops[index].filled > 0
           && s->shape->header_lines < SR_HEADER_LINES_MAX) {
        if (!looks_like_names(s, index++, &is_header_line, err))
            return false;
        if (!is_header_line)
            return true;
        s->shape->header_lines++;
    }
    return true;
}

static bool find_header(study *s, sr_error *err)
{
    size_t index = find_good(s, 0);
    while (index < s->top_count && is_padded_title(s, index))
        index = find_good(s, index + 1);
    if (index == s->top_count)
        return true;
    read_top(s, index);
    verdict v = judge(s->shape, s->cells);
    bool is_known = s->shape->row_count >= ROWS_ENOUGH;
    s->shape->header_lines = 0;
    if (!(is_known && is_header(v)) && index > 0 && s->tops[index - 1].width != s->shape->cutting.width) {
        if (!find_odd_header(s, index - 1, err))
            return false;
        if (s->shape->header_lines > 0)
            return true;
    }
    s->shape->skip_lines = (uint32_t)s->tops[index].number - 1;
    if (is_known && is_data(v))
        return true;
    s->shape->header_lines = 1;
    return !is_known || count_header_lines(s, index + 1, err);
}

/* --- the columns --- */

/* Columns at the end that have neither a name nor a value are none. */
static void trim_width(study *s)
{
    sr_shape *shape = s->shape;
    shape->width = shape->cutting.width;
    size_t named = shape->header_lines == 0 ? shape->width : s->named;
    for (size_t i = 0; i < s->top_count && named == 0; i++) {
        if (s->tops[i].number != shape->skip_lines + 1)
            continue;
        read_top(s, i);
        for (size_t j = 0; j < s->count; j++)
            if (sr_text_trim(s->cells[j]).size > 0)
                named = j + 1;
    }
    while (shape->width > 1 && shape->width > named && shape->row_count > 1 && s->likenesses[shape->width - 1].empty == s->likenesses[shape->width - 1].rows)
        shape->width--;
}

/* Likenesses of all good rows behind the header. */
static void learn(study *s)
{
    size_t skipped = 0;
    for (size_t i = 0; i < s->top_count; i++)
        skipped += s->tops[i].width == s->shape->cutting.width && s->tops[i].filled > 0 && s->tops[i].number <= s->shape->skip_lines;
    clear_likenesses(s);
    look_through(s, skipped + s->shape->header_lines);
}

static bool settle(study *s, const sr_shape_known *known, sr_error *err)
{
    clear_likenesses(s);
    look_through(s, ROWS_SKIPPED);
    if (s->good_count < 2 * ROWS_SKIPPED) {
        clear_likenesses(s);
        look_through(s, s->good_count / 2);
    }
    if (known->has_header) {
        s->shape->skip_lines = known->skip_lines;
        s->shape->header_lines = known->header_lines;
    } else {
        s->shape->skip_lines = 0;
        s->shape->header_lines = s->top_count > 0;
        if (s->shape->cutting.width > 1 && !find_header(s, err))
            return false;
    }
    learn(s);
    trim_width(s);
    return true;
}

bool sr_shape_detect(sr_text text, const sr_shape_known *known, sr_arena *arena, sr_shape *shape, sr_error *err)
{
    study s = {.text = text, .arena = arena, .shape = shape};
    if (!sr_cutting_detect(text, &known->cutting, arena, &shape->cutting, err))
        return false;
    sr_cutting_set_rules(&shape->cutting, &s.rules);
    size_t fields_max = sr_span_count_fields_max(text);
    s.span.barren = &s.barren;
    s.span.fields = sr_arena_alloc(arena, fields_max, sizeof(sr_span_field));
    s.cells = sr_arena_alloc(arena, fields_max, sizeof(s.cells[0]));
    s.inner.fields = sr_arena_alloc(arena, fields_max, sizeof(sr_span_field));
    s.buffer = sr_arena_alloc(arena, 2 * text.size + 1, 1);
    s.likenesses = sr_arena_alloc(arena, shape->cutting.width, sizeof(s.likenesses[0]));
    s.scratch = sr_arena_new();
    shape->likenesses = s.likenesses;
    bool done = s.span.fields != NULL && s.inner.fields != NULL && s.cells != NULL && s.buffer != NULL && s.likenesses != NULL && s.scratch != NULL;
    if (!done)
        sr_fail_memory(err);
    done = done && settle(&s, known, err);
    sr_arena_free(s.scratch);
    return done;
}

bool sr_shape_make_names(size_t width, sr_arena *arena, const sr_likeness **likenesses, sr_error *err)
{
    static const char *const NAMES[] = {"id", "Name", "date", "case_id", "Place of birth", "kulu (EUR)", "Kuupäev", "sum", "Code", "paid on",
                                        "x", "status", "Type", "item 2", "A", "is_open", "Municipality", "County", "Tegutsemiskoha kood", "price", "2024", "1"};
    sr_likeness *made = sr_arena_alloc(arena, width, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < width; i++)
        for (size_t j = 0; j < sizeof(NAMES) / sizeof(NAMES[0]); j++)
            sr_likeness_add(&made[i], sr_text_from(NAMES[j]));
    *likenesses = made;
    return true;
}
