#include "input/mend.h"

#include <string.h>

#include "input/signs.h"
#include "input/weigh.h"

#define TEXT_BYTES_MAX ((size_t)16 * 1024)  // longer rows are not worth the search
#define EDITS_MAX 400u
#define SHIFT_MAX 40u       // cells too many
#define SWALLOWED 12.0      // [bits] a row of its own inside a quoted field

struct sr_mender {
    const sr_cutting *cutting;
    size_t width;
    char quote;             // that rows have, or could have
    sr_arena *scratch;      // of one row
    sr_span span;
    size_t cells_max;
    sr_read_cell *cells;
    sr_scale scale;
    bool failed;            // no memory
};

bool sr_mender_new(const sr_cutting *cutting, const sr_likeness *likenesses, size_t width, sr_arena *arena, sr_arena *scratch,
                   sr_mender **mender, sr_error *err)
{
    sr_mender *made = sr_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    made->cutting = cutting;
    made->width = width;
    made->quote = cutting->quote != '\0' ? cutting->quote : '"';
    made->cells_max = width + SHIFT_MAX < SR_FIELDS_MAX ? width + SHIFT_MAX : SR_FIELDS_MAX;
    made->scratch = scratch;
    made->span.fields = sr_arena_alloc(arena, SR_FIELDS_MAX, sizeof(sr_span_field));
    made->cells = sr_arena_alloc(arena, made->cells_max, sizeof(made->cells[0]));
    if (made->span.fields == NULL || made->cells == NULL)
        return sr_fail_memory(err);
    made->scale = (sr_scale){.likenesses = likenesses, .width = width, .quote = made->quote, .delimiter = cutting->delimiter, .scratch = scratch};
    if (!sr_scale_init(&made->scale, made->cells_max, arena, err))
        return false;
    *mender = made;
    return true;
}

/* --- readings --- */

/* Cells of a text; false when it is not one whole record of a fitting number of fields. */
static bool cut(sr_mender *m, const sr_span_rules *rules, sr_reading *r)
{
    if (r->text.size == 0)
        return false;
    sr_span_find(rules, r->text, true, 0, 1, &m->span);
    if (m->span.state != SR_SPAN_RECORD || m->span.next < r->text.size || m->span.field_count > m->cells_max)
        return false;
    char *buffer = sr_arena_alloc(m->scratch, r->text.size + 1, 1);
    m->failed = m->failed || buffer == NULL;
    if (m->failed)
        return false;
    r->cells = m->cells;
    r->count = m->span.field_count;
    for (size_t i = 0; i < r->count; i++) {
        const sr_span_field *field = &m->span.fields[i];
        size_t size = sr_span_unquote(rules, r->text, field, buffer);
        m->cells[i] = (sr_read_cell){{buffer, size}, field->first, field->last};
        buffer += size;
    }
    return true;
}

/* --- which readings there are --- */

static void try_rules(sr_mender *m, sr_reading r, const sr_span_rules *rules, double tail_weight, bool may_step)
{
    if (!cut(m, rules, &r))
        return;
    r.weight += m->span.has_tail ? tail_weight : 0;
    sr_scale_add(&m->scale, &r, may_step);
}

static sr_span_rules get_rules(const sr_mender *m)
{
    sr_span_rules rules;
    sr_cutting_set_rules(m->cutting, &rules);
    return rules;
}

static sr_span_rules get_other_rules(const sr_mender *m, char delimiter, char quote, char escape, bool is_loose)
{
    sr_cutting cutting = *m->cutting;
    cutting.delimiter = delimiter;
    cutting.is_padded = cutting.is_padded && delimiter == m->cutting->delimiter;
    cutting.quote = quote;
    cutting.escape = escape;
    cutting.is_loose = is_loose;
    sr_span_rules rules;
    sr_cutting_set_rules(&cutting, &rules);
    return rules;
}

static void try_quotings(sr_mender *m, sr_reading r)
{
    char delimiter = m->cutting->delimiter;
    char other = m->quote == '"' ? '\'' : '"';
    double base = r.weight;
    r.way = SR_MEND_QUOTE;
    if (sr_text_has_byte(r.text, m->quote)) {
        sr_span_rules loose = get_other_rules(m, delimiter, m->quote, '\0', true);
        r.weight = base + 1;
        try_rules(m, r, &loose, 0, true);
        sr_span_rules doubled = get_other_rules(m, delimiter, m->quote, '\0', false);
        try_rules(m, r, &doubled, 6, false);
    }
    sr_signs escapes;
    sr_signs_find_escapes(r.text, m->quote, &escapes);
    for (size_t i = 0; i < escapes.count; i++) {
        sr_span_rules escaped = get_other_rules(m, delimiter, m->quote, escapes.signs[i], false);
        r.weight = base + 1 + (escapes.signs[i] != '\\');
        try_rules(m, r, &escaped, 6, false);
    }
    if (sr_text_has_byte(r.text, other)) {
        sr_span_rules single = get_other_rules(m, delimiter, other, '\0', false);
        r.weight = base + 2;
        try_rules(m, r, &single, 6, false);
    }
    sr_span_rules bare = get_other_rules(m, delimiter, '\0', '\0', false);
    r.weight = base + 3;
    if (sr_text_has_byte(r.text, m->quote))
        try_rules(m, r, &bare, 0, false);
}

/* As often as in a row, or nearly: then it cuts this one too. */
static bool has_own_delimiters(const sr_mender *m, sr_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += text.data[i] == m->cutting->delimiter;
    return count * 2 >= m->width;
}

static void try_delimiters(sr_mender *m, sr_reading r)
{
    double base = r.weight + (has_own_delimiters(m, r.text) ? 6 : 0);
    r.way = SR_MEND_DELIMITER;
    for (const char *delimiter = sr_cutting_get_delimiters(); *delimiter != '\0'; delimiter++) {
        if (!sr_text_has_byte(r.text, *delimiter) || *delimiter == m->quote)
            continue;
        bool is_own = *delimiter == m->cutting->delimiter;
        r.weight = base + 2;
        sr_span_rules rules = get_other_rules(m, *delimiter, m->quote, m->cutting->escape, false);
        rules.is_padded = is_own && !m->cutting->is_padded;
        if (*delimiter != ' ')
            try_rules(m, r, &rules, 6, false);
        rules.is_padded = !rules.is_padded && *delimiter != ' ';
        if (!is_own)
            try_rules(m, r, &rules, 6, false);
    }
}

/* Blanks around the delimiters of this row. */
static void try_trimmed(sr_mender *m, sr_reading r)
{
    sr_span_rules rules = get_rules(m);
    r.way = SR_MEND_DELIMITER;
    r.weight += 3;
    for (int is_padded = 0; is_padded < 2; is_padded++) {
        rules.is_padded = is_padded == 1;
        if (!cut(m, &rules, &r) || r.count != m->width)
            continue;
        bool has_text_behind = false;
        for (size_t i = 0; i < r.count; i++) {
            const sr_span_field *field = &m->span.fields[i];
            size_t tail = field->was_quoted ? field->close + 1 : field->last;
            has_text_behind = has_text_behind || sr_text_trim(sr_text_slice(r.text, tail, field->last - tail)).size > 0;
            m->cells[i].value = sr_text_trim(m->cells[i].value);
        }
        if (!has_text_behind)
            sr_scale_add(&m->scale, &r, false);
    }
}

/* A row that is one quoted field. */
static void try_unwrapped(sr_mender *m, sr_reading r)
{
    sr_span_rules rules = get_rules(m);
    for (int is_loose = 0; is_loose < 2; is_loose++) {
        sr_span_rules outer = rules;
        outer.is_loose = is_loose == 1;
        outer.quote = outer.quote == '\0' ? '"' : outer.quote;
        sr_span_rules_init(&outer, rules.delimiter, outer.quote, rules.escape, rules.comment);
        outer.is_loose = is_loose == 1;
        sr_reading whole = r;
        if (!cut(m, &outer, &whole) || whole.count != 1 || !m->span.fields[0].was_quoted || m->span.has_tail)
            continue;
        whole.way = SR_MEND_UNWRAP;
        whole.weight = r.weight + 1 + is_loose;
        whole.text = whole.cells[0].value;
        whole.shift++;
        try_rules(m, whole, &rules, 6, false);
        rules.is_loose = true;
        whole.weight++;
        try_rules(m, whole, &rules, 0, false);
        rules.is_loose = m->cutting->is_loose;
    }
}

/* The row with one byte left out (`put` is 0) or put in at `at`. */
static void try_edit(sr_mender *m, sr_reading r, const sr_span_rules *rules, char *edited, size_t at, char put, double weight)
{
    sr_text text = r.text;
    size_t rest = at + (put == '\0');
    memcpy(edited, text.data, at);
    if (put != '\0')
        edited[at] = put;
    memcpy(edited + at + (put != '\0'), text.data + rest, text.size - rest);
    r.edit = at;
    r.edit_size = put != '\0' ? 1 : -1;
    r.text = (sr_text){edited, text.size - rest + at + (put != '\0')};
    r.weight += weight;
    try_rules(m, r, rules, 6, false);
}

/* One quote left out, one put in at the edge of a cell, or a delimiter put in between a quote and what it touches. */
static void try_edits(sr_mender *m, sr_reading r)
{
    sr_span_rules rules = get_other_rules(m, m->cutting->delimiter, m->quote, m->cutting->escape, false);
    char *edited = sr_arena_alloc(m->scratch, r.text.size + 2, 1);
    m->failed = m->failed || edited == NULL;
    const char *data = r.text.data;
    size_t size = r.text.size;
    for (size_t at = 0, edits = 0; at <= size && edits < EDITS_MAX && !m->failed; at++) {
        bool is_quote = at < size && data[at] == m->quote;
        bool is_behind_quote = at > 0 && at < size && data[at - 1] == m->quote;
        bool is_edge = at == 0 || at == size || data[at] == rules.delimiter || data[at - 1] == rules.delimiter;
        edits += is_quote || is_behind_quote || is_edge;
        r.way = SR_MEND_QUOTE;
        if (is_quote)
            try_edit(m, r, &rules, edited, at, '\0', 4);
        if (is_edge)
            try_edit(m, r, &rules, edited, at, m->quote, 5);
        r.way = SR_MEND_SPLIT;
        if (!is_edge && (is_quote || is_behind_quote))
            try_edit(m, r, &rules, edited, at, rules.delimiter, 5);
    }
}

static void try_readings(sr_mender *m, sr_text text, size_t taken, double weight)
{
    sr_span_rules rules = get_rules(m);
    sr_reading r = {.way = SR_MEND_AS_IT_IS, .weight = weight, .text = text, .edit = text.size, .taken = taken};
    try_rules(m, r, &rules, 6, true);
    try_trimmed(m, r);
    try_unwrapped(m, r);
    try_quotings(m, r);
    try_delimiters(m, r);
    if (sr_text_has_byte(text, m->quote))
        try_edits(m, r);
}

/* --- the verdict --- */

/* Without its line end. */
static sr_text get_body(sr_text text, size_t size)
{
    while (size > 0 && (text.data[size - 1] == '\n' || text.data[size - 1] == '\r'))
        size--;
    return (sr_text){text.data, size};
}

/* The line behind the first one is a row of its own: then the first line is one too, whatever it is. */
static bool is_row(sr_mender *m, sr_text text, size_t first)
{
    sr_span_rules rules = get_rules(m);
    size_t next = sr_span_skip_line(text, true, first);
    sr_reading r = {.text = get_body((sr_text){text.data + first, text.size - first}, next - first)};
    return cut(m, &rules, &r) && r.count == m->width && !m->span.has_tail;
}

bool sr_mend(sr_mender *m, sr_text text, unsigned ways, sr_mended *mended, sr_error *err)
{
    *mended = (sr_mended){.way = SR_MEND_NONE, .size = text.size};
    if (text.size > TEXT_BYTES_MAX || m->width < 2)
        return true;
    sr_arena_clear(m->scratch);
    sr_scale_clear(&m->scale, ways);
    size_t first_line = sr_span_skip_line(text, true, 0);
    bool has_more = first_line < text.size;
    bool is_row_next = has_more && is_row(m, text, first_line);
    if (has_more)
        try_readings(m, get_body(text, first_line), first_line, 1);
    try_readings(m, get_body(text, text.size), text.size, is_row_next ? SWALLOWED : 0);
    if (m->failed || m->scale.failed)
        return sr_fail_memory(err);
    const sr_weighed *best = &m->scale.best;
    if (is_row_next)
        mended->size = first_line;
    if (!sr_scale_is_sure(&m->scale))
        return true;
    *mended = (sr_mended){best->way, best->taken, m->width, best->cells, best->places, best->place};
    return true;
}

bool sr_mend_split(sr_mender *m, sr_text line, sr_mended *mended, sr_error *err)
{
    sr_span_rules rules = get_other_rules(m, m->cutting->delimiter, '\0', '\0', false);
    sr_reading r = {.text = get_body(line, line.size)};
    sr_arena_clear(m->scratch);
    *mended = (sr_mended){.way = SR_MEND_NONE, .size = line.size};
    if (!cut(m, &rules, &r))
        return !m->failed || sr_fail_memory(err);
    sr_text *cells = sr_arena_alloc(m->scratch, r.count, sizeof(cells[0]));
    size_t *places = sr_arena_alloc(m->scratch, r.count, sizeof(places[0]));
    if (cells == NULL || places == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < r.count; i++) {
        cells[i] = sr_scale_tidy(r.cells[i].value, m->quote);
        places[i] = r.cells[i].first;
    }
    mended->cell_count = r.count;
    mended->cells = cells;
    mended->places = places;
    return true;
}

const char *sr_mend_get_sentence(sr_mend_way way)
{
    static const char *const SENTENCES[SR_MEND_WAY_COUNT] = {
        NULL, NULL, "the whole row was one quoted field", "another delimiter than in the other rows", "quotes not as in the other rows",
        "an empty cell too many", "a delimiter inside a value without quotes", "a delimiter missing between two values", "a cell missing"};
    return SENTENCES[way];
}
