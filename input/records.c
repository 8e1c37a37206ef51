/*
 * The text comes through a window and is cut into spans (spans.h). libcsv gets one record at a time and unquotes it; where it
 * would read a record in another way than the spans say (text behind a closing quote, an escape character, no quotes
 * at all), the fields are taken from the spans. Both must agree on how many there are.
 */
#include "input/records.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

#include "input/detect.h"
#include "input/remarks.h"
#include "input/settle.h"
#include "input/spans.h"
#include "input/window.h"

#define FIRST_BUFFER_BYTES ((size_t)4 * 1024)

struct sr_records {
    const char *path;
    sr_arena *arena;
    sr_remarks remarks;
    sr_dialect dialect;
    sr_span_rules rules;
    bool has_sep_line;          // a first line `sep=;` is no record, whatever it names
    bool is_named;              // the delimiter, by that line
    bool is_cut;            // a delimiter was declared or found
    const sr_shape *shape;  // NULL: all was declared
    sr_window *window;
    sr_text text;           // of the window
    size_t at;              // where the next span begins
    bool is_line_open;      // the line at `at` is the rest of a record that was too long
    uint64_t line;
    uint64_t offset;        // of `at`, in bytes of the file
    struct csv_parser parser;
    bool has_parser;
    sr_span span;
    sr_span_barren barren;
    sr_record record;
    sr_field *fields;       // rules.fields_max
    sr_arena *buffer_arena; // of the buffer alone, so that a larger one takes the place of a smaller
    char *buffer;           // the texts of the fields
    size_t buffer_size;
    size_t buffer_used;
    size_t split_count;     // fields that libcsv gave
    sr_records_totals totals;   // lines; the window knows the bytes
};

/* --- the window --- */

static uint64_t measure(const sr_records *records, size_t first, size_t last)
{
    return sr_encoding_measure(sr_window_get_encoding(records->window), (sr_text){records->text.data + first, last - first});
}

static bool fill(sr_records *records, sr_error *err)
{
    if (!sr_window_fill(records->window, records->at, err))
        return false;
    sr_span_barren_shift(&records->barren, records->at);
    records->at = 0;
    records->text = sr_window_get_text(records->window);
    return true;
}

static void move_to(sr_records *records, size_t next)
{
    records->offset += measure(records, records->at, next);
    records->at = next;
}

/* To behind the end of the physical line, however long; a CR at the end of the text waits for what follows it. */
static bool pass_line(sr_records *records, sr_error *err)
{
    size_t next;
    while ((next = sr_span_skip_line(records->text, sr_window_is_last(records->window), records->at)) == SIZE_MAX) {
        size_t size = records->text.size;
        move_to(records, size > 0 && records->text.data[size - 1] == '\r' ? size - 1 : size);
        if (!fill(records, err))
            return false;
    }
    move_to(records, next);
    records->line++;
    records->totals.lines++;
    return true;
}

/* --- opening --- */

static bool skip_lines(sr_records *records, uint32_t count, sr_error *err)
{
    for (uint32_t i = 0; i < count; i++) {
        /* the window may hold all there is and not know it yet */
        if (records->at == records->text.size && !sr_window_is_last(records->window) && !fill(records, err))
            return false;
        if (records->at == records->text.size)
            break;
        if (!pass_line(records, err))
            return false;
        records->totals.preamble_lines++;
    }
    return sr_window_is_last(records->window) || fill(records, err);
}

/* A sign that is declared to mean something else is no delimiter. */
static bool may_be_delimiter(const sr_dialect *dialect, char sign)
{
    sr_dialect named = *dialect;
    named.delimiter = sign;
    if (named.finds_quote)
        named.quote = named.escape = '\0';
    return !sr_dialect_has_clash(&named);
}

static bool settle_sep_line(sr_records *records, sr_error *err)
{
    char sep = '\0';
    records->has_sep_line = sr_detect_sep_line(records->text, &sep) > 0;
    records->is_named = records->has_sep_line && records->dialect.delimiter == '\0' && may_be_delimiter(&records->dialect, sep);
    if (records->is_named)
        records->dialect.delimiter = sep;
    return !records->has_sep_line || skip_lines(records, 1, err);
}

/* Delimiter, quotes, preamble and header, as far as they are not declared, and what the columns look like. */
static bool settle_shape(sr_records *records, sr_error *err)
{
    sr_dialect *dialect = &records->dialect;
    bool finds_header = dialect->finds_header;
    if (!settle_sep_line(records, err) || (!finds_header && dialect->skip_lines > 0 && !skip_lines(records, dialect->skip_lines, err))
        || !sr_settle_shape(sr_text_slice(records->text, records->at, records->text.size), sr_window_is_last(records->window), dialect, records->arena, &records->shape, err)
        || (finds_header && dialect->skip_lines > 0 && !skip_lines(records, dialect->skip_lines, err)))
        return false;
    records->is_cut = records->shape == NULL || records->shape->cutting.delimiter != '\0';
    sr_span_rules_init(&records->rules, dialect->delimiter, dialect->quote, dialect->escape, dialect->comment);
    records->rules.is_padded = dialect->is_padded;
    records->rules.is_loose = dialect->is_loose;
    records->rules.is_trimmed = dialect->is_trimmed;
    sr_span_rules_limit(&records->rules, &dialect->limits);
    return true;
}

static int is_never(unsigned char byte)
{
    return byte - byte;
}

static bool make_buffer(sr_records *records, size_t size, sr_error *err)
{
    sr_arena *arena = sr_arena_new();
    char *buffer = arena == NULL ? NULL : sr_arena_alloc(arena, size, 1);
    sr_arena_free(records->buffer_arena);
    records->buffer_arena = arena;
    records->buffer = buffer;
    records->buffer_size = size;
    return buffer != NULL || sr_fail_memory(err);
}

static bool start_parser(sr_records *records, sr_error *err)
{
    if (csv_init(&records->parser, 0) != 0)
        return sr_fail_memory(err);
    records->has_parser = true;
    csv_set_delim(&records->parser, (unsigned char)records->dialect.delimiter);
    csv_set_quote(&records->parser, (unsigned char)records->dialect.quote);
    csv_set_space_func(&records->parser, is_never);     // blanks are part of a field
    csv_set_term_func(&records->parser, is_never);      // a record has no line end outside quotes
    records->span.fields = sr_arena_alloc(records->arena, records->rules.fields_max, sizeof(sr_span_field));
    records->span.barren = &records->barren;
    records->fields = sr_arena_alloc(records->arena, records->rules.fields_max, sizeof(sr_field));
    if (records->span.fields == NULL || records->fields == NULL)
        return sr_fail_memory(err);
    return make_buffer(records, FIRST_BUFFER_BYTES, err);
}

static bool say_detected(sr_records *records, const sr_dialect *declared, sr_error *err)
{
    if (records->has_sep_line
        && !sr_findings_addf(records->remarks.findings, SR_NOTE, "dialect.sep", (sr_where){records->path, 0, 0}, NULL, NULL, NULL, err,
                             "the first line names the delimiter (sep=) and is not a record"))
        return false;
    sr_settled told = {records->path, *declared, records->dialect, sr_window_is_guess(records->window), records->is_cut};
    if (records->is_named)
        told.declared.delimiter = records->dialect.delimiter;
    return sr_settle_say(&told, records->arena, records->remarks.findings, err);
}

static bool open_records(sr_records *records, sr_error *err)
{
    const sr_dialect declared = records->dialect;
    if (!sr_window_open(records->path, &records->dialect, records->arena, &records->window, records->remarks.findings, err))
        return false;
    records->text = sr_window_get_text(records->window);
    records->offset = sr_window_get_mark_size(records->window);
    return settle_shape(records, err) && say_detected(records, &declared, err) && start_parser(records, err);
}

bool sr_records_open(const char *path, sr_dialect *dialect, sr_arena *arena, sr_records **records, sr_findings *findings,
                     sr_error *err)
{
    sr_records *opened = sr_arena_alloc(arena, 1, sizeof(*opened));
    if (opened == NULL)
        return sr_fail_memory(err);
    opened->path = path;
    opened->arena = arena;
    opened->remarks.findings = findings;
    opened->dialect = *dialect;
    opened->line = 1;
    if (!open_records(opened, err)) {
        sr_records_close(opened);
        return false;
    }
    *dialect = opened->dialect;
    *records = opened;
    return true;
}

/* --- splitting --- */

static void take_field(void *data, size_t size, void *self)
{
    sr_records *records = self;
    if (records->split_count < records->rules.fields_max && size <= records->buffer_size - records->buffer_used) {
        char *text = records->buffer + records->buffer_used;
        if (size > 0)
            memcpy(text, data, size);
        records->fields[records->split_count].text = (sr_text){text, size};
        records->buffer_used += size;
    }
    records->split_count++;
}

static bool split_by_libcsv(sr_records *records, sr_text raw, sr_error *err)
{
    if (csv_parse(&records->parser, raw.data, raw.size, take_field, NULL, records) != raw.size
        || csv_fini(&records->parser, take_field, NULL, records) != 0)
        return sr_fail_memory(err);
    if (records->split_count != records->span.field_count)
        return sr_fail_at(err, SR_INTERNAL, (sr_where){records->path, records->span.line, 1},
                          "the record was split into %zu fields, expected %zu", records->split_count, records->span.field_count);
    return true;
}

static void split_by_span(sr_records *records)
{
    for (size_t i = 0; i < records->span.field_count; i++) {
        char *out = records->buffer + records->buffer_used;
        size_t size = sr_span_unquote(&records->rules, records->text, &records->span.fields[i], out);
        records->fields[i].text = (sr_text){out, size};
        records->buffer_used += size;
    }
}

static bool split(sr_records *records, sr_text raw, sr_error *err)
{
    size_t double_size = records->buffer_size * 2;
    if (raw.size > records->buffer_size && !make_buffer(records, raw.size > double_size ? raw.size : double_size, err))
        return false;
    records->buffer_used = 0;
    records->split_count = 0;
    const sr_span_rules *rules = &records->rules;
    bool is_usual = !records->span.has_tail && !records->span.has_escape && !rules->is_padded && !rules->is_loose && !rules->is_trimmed;
    if (!is_usual || records->dialect.quote == '\0')
        split_by_span(records);
    else if (!split_by_libcsv(records, raw, err))
        return false;
    return true;
}

/* --- places --- */

static void place_fields(sr_records *records)
{
    size_t line_first = SIZE_MAX;
    size_t previous = 0;
    uint64_t column = 0;
    for (size_t i = 0; i < records->span.field_count; i++) {
        const sr_span_field *field = &records->span.fields[i];
        if (field->line_first != line_first) {
            line_first = previous = field->line_first;
            column = 1;
        }
        column += measure(records, previous, field->first);
        previous = field->first;
        records->fields[i].line = field->line;
        records->fields[i].column = column;
        records->fields[i].was_quoted = field->was_quoted;
    }
}

static sr_stretch get_stretch(const sr_records *records)
{
    return (sr_stretch){records->path, sr_window_get_encoding(records->window), records->text, &records->span};
}

/* --- problems --- */

/* Why the present record cannot be split, and where that is; NULL when it can be. */
static const char *find_problem(sr_records *records, size_t *at)
{
    const sr_span *span = &records->span;
    *at = span->problem_at;
    switch (span->state) {
    case SR_SPAN_UNTERMINATED: return "row.unterminated_quote";
    case SR_SPAN_TOO_LONG: return "row.too_long";
    case SR_SPAN_TOO_MANY: return "row.too_many_fields";
    case SR_SPAN_RECORD:
    case SR_SPAN_BLANK:
    case SR_SPAN_COMMENT:
    case SR_SPAN_OPEN: break;
    }
    *at = sr_window_find_nul(records->window, span->first);
    if (*at < span->last && records->dialect.escape != SR_SIGN_NUL)
        return "row.nul";
    *at = sr_window_find_invalid(records->window, span->first);
    return *at < span->last ? "row.encoding" : NULL;
}

bool sr_records_report(sr_records *records, sr_error *err)
{
    const sr_stretch stretch = get_stretch(records);
    size_t at;
    const char *problem = find_problem(records, &at);
    if (problem != NULL)
        return sr_remarks_add_problem(&records->remarks, &stretch, problem, at, err);
    bool has_odd_quote = records->span.has_tail || records->span.has_bare_quote;
    return !has_odd_quote || sr_remarks_add_quotes(&records->remarks, &stretch, &records->rules, err);
}

/* --- one after another --- */

/* The span at `at`, whole: the window is filled until it is. False with *is_found = false at the end of the file. */
static bool find_span(sr_records *records, bool *is_found, sr_error *err)
{
    for (;;) {
        bool is_last = sr_window_is_last(records->window);
        *is_found = records->at < records->text.size;
        if (!*is_found && is_last)
            return true;
        if (*is_found) {
            sr_span_find(&records->rules, records->text, is_last, records->at, records->line, &records->span);
            if (records->span.state != SR_SPAN_OPEN)
                return true;
        }
        if (!fill(records, err))
            return false;
    }
}

static void count_lines(sr_records *records)
{
    const sr_span *span = &records->span;
    sr_records_totals *totals = &records->totals;
    uint64_t count = span->line_count + span->is_cut;   // the end of a line that is cut is passed later
    records->line += span->line_count;
    totals->lines += span->line_count;
    totals->blank_lines += span->state == SR_SPAN_BLANK ? count : 0;
    totals->comment_lines += span->state == SR_SPAN_COMMENT ? count : 0;
    totals->record_lines += span->state == SR_SPAN_BLANK || span->state == SR_SPAN_COMMENT ? 0 : count;
}

static bool remark_on_line_end(sr_records *records, sr_error *err)
{
    const sr_stretch stretch = get_stretch(records);
    return sr_remarks_add_lone_cr(&records->remarks, &stretch, err);
}

/* The next span that is a record. */
static bool find_record(sr_records *records, bool *is_found, sr_error *err)
{
    records->record.is_behind_blank = false;
    for (;;) {
        if (records->is_line_open && !pass_line(records, err))
            return false;
        records->is_line_open = false;
        if (!find_span(records, is_found, err))
            return false;
        if (!*is_found) {
            records->totals.is_at_end = true;
            return true;
        }
        records->record.offset = records->offset;
        move_to(records, records->span.next);
        count_lines(records);
        if (records->span.ends_in_cr && !remark_on_line_end(records, err))
            return false;
        records->is_line_open = records->span.is_cut;
        if (records->span.state != SR_SPAN_BLANK && records->span.state != SR_SPAN_COMMENT)
            return true;
        records->record.is_behind_blank = records->record.is_behind_blank || records->span.state == SR_SPAN_BLANK;
    }
}

bool sr_records_next(sr_records *records, const sr_record **record, const char **problem, sr_error *err)
{
    bool is_found;
    const sr_span *span = &records->span;
    *record = NULL;
    *problem = NULL;
    if (!find_record(records, &is_found, err))
        return false;
    if (!is_found)
        return true;
    records->record.line = span->line;
    records->record.line_count = span->line_count + span->is_cut;
    records->record.raw = sr_text_slice(records->text, span->first, span->last - span->first);
    records->record.field_count = 0;
    records->record.fields = records->fields;
    records->record.has_tail = span->has_tail;
    size_t at;
    *problem = find_problem(records, &at);
    if (records->dialect.mends == 0 && !sr_records_report(records, err))
        return false;
    if (*problem == NULL) {
        if (!split(records, records->record.raw, err))
            return false;
        place_fields(records);
        records->record.field_count = span->field_count;
    }
    *record = &records->record;
    return true;
}

const sr_shape *sr_records_get_shape(const sr_records *records)
{
    return records->shape;
}

void sr_records_cut(sr_records *records, size_t size)
{
    const sr_span *span = &records->span;
    size_t end = span->first + size;
    if (size == 0 || end >= span->next || span->is_cut)
        return;
    uint64_t lines = 0;
    for (size_t at = span->first; at < end; at = sr_span_skip_line(records->text, true, at))
        lines++;
    uint64_t given_back = span->line_count - lines;
    records->offset -= measure(records, end, span->next);
    records->at = end;
    records->line -= given_back;
    records->totals.lines -= given_back;
    records->totals.record_lines -= given_back;
}

sr_where sr_records_locate(const sr_records *records, size_t at)
{
    const sr_stretch stretch = get_stretch(records);
    return sr_stretch_locate(&stretch, records->span.first + at);
}

void sr_records_set_findings(sr_records *records, sr_findings *findings)
{
    records->remarks.findings = findings;
}

sr_records_totals sr_records_get_totals(const sr_records *records)
{
    sr_records_totals totals = records->totals;
    sr_bytes_totals bytes = sr_window_get_totals(records->window);
    totals.packing = bytes.packing;
    totals.size_bytes = bytes.size_bytes;
    totals.unpacked_bytes = bytes.unpacked_bytes;
    totals.hash = bytes.hash;
    return totals;
}

sr_text sr_records_get_encoding(const sr_records *records)
{
    return sr_text_from(sr_window_get_encoding(records->window)->name);
}

void sr_records_close(sr_records *records)
{
    if (records == NULL)
        return;
    if (records->has_parser)
        csv_free(&records->parser);
    records->has_parser = false;
    sr_window_close(records->window);
    sr_arena_free(records->buffer_arena);
    records->buffer_arena = NULL;
}
