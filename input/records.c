/*
 * The file is read whole, decoded, and cut into spans (spans.h). libcsv gets one record at a time and unquotes it; where it
 * would read a record in another way than the spans say (text behind a closing quote, an escape character, no quotes
 * at all), the fields are taken from the spans. Both must agree on how many there are.
 */
#include "input/records.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

#include "input/detect.h"
#include "input/encoding.h"
#include "input/spans.h"

#define FILE_BYTES_MAX ((uint64_t)1 << 32)
#define FIRST_BUFFER_BYTES ((size_t)64 * 1024)

struct sr_records {
    const char *path;
    sr_arena *arena;
    sr_findings *findings;
    sr_encoding encoding;
    bool is_guess;          // of the encoding
    sr_dialect dialect;
    sr_span_rules rules;
    sr_text text;           // decoded, without the byte order mark
    size_t at;
    uint64_t line;
    uint64_t offset;        // of `at`, in bytes of the file
    size_t nul_at;          // the next one at or behind `at`, or SIZE_MAX
    size_t invalid_at;
    struct csv_parser parser;
    bool has_parser;
    sr_span span;
    sr_record record;
    sr_field *fields;       // SR_FIELDS_MAX
    char *buffer;           // the texts of the fields
    size_t buffer_size;
    size_t buffer_used;
    size_t split_count;     // fields that libcsv gave
    sr_records_totals totals;
};

/* --- opening --- */

static bool note(sr_records *records, const char *code, const char *found, const char *what, const char *hint, sr_error *err)
{
    return sr_findings_addf(records->findings, SR_NOTE, code, (sr_where){records->path, 0, 0}, NULL, NULL, hint, err, "%s%s", found,
                            what);
}

static const char *get_delimiter_name(char delimiter)
{
    return delimiter == ',' ? "a comma" : delimiter == ';' ? "a semicolon" : delimiter == '\t' ? "a tab"
         : delimiter == '|' ? "a bar" : "as the first line says";
}

static bool read_bytes(sr_records *records, sr_text *bytes, sr_error *err)
{
    const char *path = strcmp(records->path, "-") == 0 ? "/dev/stdin" : records->path;
    if (!sr_file_read(path, FILE_BYTES_MAX, records->arena, bytes, err))
        return false;
    records->totals.size_bytes = bytes->size;
    if (!sr_hash_bytes(*bytes, &records->totals.hash))
        return sr_fail_memory(err);
    const char *packed = sr_detect_packed(*bytes);
    if (packed != NULL)
        return sr_fail_at(err, SR_BAD_DATA, (sr_where){records->path, 0, 0}, "is %s, expected a text file; unpack it or save it as CSV",
                          packed);
    return true;
}

static bool settle_encoding(sr_records *records, sr_text bytes, sr_error *err)
{
    sr_detected_encoding detected;
    if (!sr_detect_encoding(records->path, bytes, records->dialect.encoding, &detected, err))
        return false;
    records->encoding = detected.encoding;
    records->is_guess = detected.is_guess;
    const char *name = records->encoding.name;
    bool is_declared = records->dialect.encoding.size > 0;
    records->dialect.encoding = sr_text_from(name);     // lives in this struct, in the arena
    records->dialect.has_bom = detected.mark_size > 0;
    records->offset = detected.mark_size;
    if (!is_declared && detected.is_guess
        && !note(records, "encoding.guess", "the bytes are not UTF-8, read by guess as ", name,
                 "if letters look wrong, declare it: `encoding:` in the data set, --encoding at the prompt", err))
        return false;
    sr_text body = sr_text_slice(bytes, detected.mark_size, bytes.size);
    return sr_encoding_decode(&records->encoding, body, records->arena, &records->text, err);
}

static void skip_lines(sr_records *records, uint32_t count)
{
    for (uint32_t i = 0; i < count && records->at < records->text.size; i++) {
        size_t next = sr_span_skip_line(records->text, records->at);
        records->offset += sr_encoding_measure(&records->encoding, sr_text_slice(records->text, records->at, next - records->at));
        records->at = next;
        records->line++;
    }
}

/* *is_found is false when none was declared and none cuts the file: then it is the comma. */
static bool settle_delimiter(sr_records *records, bool *is_found, sr_error *err)
{
    sr_dialect *dialect = &records->dialect;
    char sep = '\0';
    *is_found = true;
    if (sr_detect_sep_line(records->text, &sep) > 0) {
        if (!note(records, "dialect.sep", "the first line names the delimiter (sep=) and is not a record", "", NULL, err))
            return false;
        if (dialect->delimiter == '\0')
            dialect->delimiter = sep;
        skip_lines(records, 1);
    }
    skip_lines(records, dialect->skip_lines);
    if (dialect->delimiter == '\0') {
        sr_text rest = sr_text_slice(records->text, records->at, records->text.size);
        if (!sr_detect_delimiter(rest, dialect->quote, dialect->escape, dialect->comment, records->arena, &dialect->delimiter, err))
            return false;
        *is_found = dialect->delimiter != '\0';
        if (!*is_found)
            dialect->delimiter = ',';
    }
    sr_span_rules_init(&records->rules, dialect->delimiter, dialect->quote, dialect->escape, dialect->comment);
    return true;
}

static int is_never(unsigned char byte)
{
    (void)byte;
    return 0;
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
    records->span.fields = sr_arena_alloc(records->arena, SR_FIELDS_MAX, sizeof(sr_span_field));
    records->fields = sr_arena_alloc(records->arena, SR_FIELDS_MAX, sizeof(sr_field));
    records->buffer = sr_arena_alloc(records->arena, FIRST_BUFFER_BYTES, 1);
    records->buffer_size = FIRST_BUFFER_BYTES;
    if (records->span.fields == NULL || records->fields == NULL || records->buffer == NULL)
        return sr_fail_memory(err);
    return true;
}

static void find_next_nul(sr_records *records, size_t from)
{
    const char *nul = from < records->text.size ? memchr(records->text.data + from, '\0', records->text.size - from) : NULL;
    records->nul_at = nul == NULL ? SIZE_MAX : (size_t)(nul - records->text.data);
}

static void find_next_invalid(sr_records *records, size_t from)
{
    size_t invalid = sr_text_find_invalid(sr_text_slice(records->text, from, records->text.size));
    records->invalid_at = invalid == SIZE_MAX ? SIZE_MAX : from + invalid;
}

/* What was not declared, in one note. A guess at the encoding has its own. */
static bool say_detected(sr_records *records, const sr_dialect *declared, bool is_found, sr_error *err)
{
    char found[160];
    const sr_dialect *dialect = &records->dialect;
    bool has_encoding = declared->encoding.size == 0 && !records->is_guess;
    bool has_delimiter = declared->delimiter == '\0';
    if (!has_encoding && !has_delimiter)
        return true;
    snprintf(found, sizeof(found), "%s%s%s%s%s%s", has_encoding ? "encoding " : "", has_encoding ? records->encoding.name : "",
             has_encoding && dialect->has_bom ? " with a byte order mark" : "", has_encoding && has_delimiter ? ", " : "",
             !has_delimiter ? "" : is_found ? "delimiter " : "no delimiter, taken for ",
             has_delimiter ? get_delimiter_name(dialect->delimiter) : "");
    return note(records, "dialect.detected", "detected: ", found,
                "pin what is detected: `encoding:`, `delimiter:` in the data set, --encoding, --delimiter at the prompt", err);
}

static bool open_records(sr_records *records, sr_error *err)
{
    sr_text bytes;
    bool is_found;
    const sr_dialect declared = records->dialect;
    return read_bytes(records, &bytes, err) && settle_encoding(records, bytes, err) && settle_delimiter(records, &is_found, err)
        && say_detected(records, &declared, is_found, err) && start_parser(records, err);
}

bool sr_records_open(const char *path, sr_dialect *dialect, sr_arena *arena, sr_records **records, sr_findings *findings,
                     sr_error *err)
{
    sr_records *opened = sr_arena_alloc(arena, 1, sizeof(*opened));
    if (opened == NULL)
        return sr_fail_memory(err);
    opened->path = path;
    opened->arena = arena;
    opened->findings = findings;
    opened->dialect = *dialect;
    opened->line = 1;
    if (!open_records(opened, err)) {
        sr_records_close(opened);
        return false;
    }
    opened->totals.lines = opened->line - 1;
    find_next_nul(opened, opened->at);
    find_next_invalid(opened, opened->at);
    *dialect = opened->dialect;
    *records = opened;
    return true;
}

/* --- splitting --- */

static void take_field(void *data, size_t size, void *self)
{
    sr_records *records = self;
    if (records->split_count < SR_FIELDS_MAX && size <= records->buffer_size - records->buffer_used) {
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

/* Quotes undone between the quotes only, escapes everywhere. The result is never longer than the field. */
static void split_by_span(sr_records *records)
{
    const sr_span_rules *rules = &records->rules;
    for (size_t i = 0; i < records->span.field_count; i++) {
        const sr_span_field *field = &records->span.fields[i];
        char *out = records->buffer + records->buffer_used;
        size_t used = 0;
        for (size_t at = field->first + field->was_quoted; at < field->last; at++) {
            char c = records->text.data[at];
            if (field->was_quoted && at == field->close)
                continue;
            if (rules->escape != '\0' && c == rules->escape && at + 1 < field->last)
                c = records->text.data[++at];
            else if (field->was_quoted && at < field->close && c == rules->quote)
                at++;   // doubled
            out[used++] = c;
        }
        records->fields[i].text = (sr_text){out, used};
        records->buffer_used += used;
    }
}

static bool split(sr_records *records, sr_text raw, sr_error *err)
{
    if (raw.size > records->buffer_size) {
        size_t size = raw.size > records->buffer_size * 2 ? raw.size : records->buffer_size * 2;
        records->buffer = sr_arena_alloc(records->arena, size, 1);
        if (records->buffer == NULL)
            return sr_fail_memory(err);
        records->buffer_size = size;
    }
    records->buffer_used = 0;
    records->split_count = 0;
    if (records->span.has_tail || records->span.has_escape || records->dialect.quote == '\0')
        split_by_span(records);
    else if (!split_by_libcsv(records, raw, err))
        return false;
    return true;
}

/* --- places --- */

static uint64_t measure(const sr_records *records, size_t first, size_t last)
{
    return sr_encoding_measure(&records->encoding, (sr_text){records->text.data + first, last - first});
}

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

/* The place of a byte inside the present span. */
static sr_where locate(const sr_records *records, size_t at)
{
    sr_where where = {records->path, records->span.line, 1};
    size_t line_first = records->span.first;
    for (size_t next = sr_span_skip_line(records->text, line_first); next <= at && next > line_first;
         next = sr_span_skip_line(records->text, line_first)) {
        where.line++;
        line_first = next;
    }
    where.column = 1 + measure(records, line_first, at);
    return where;
}

/* --- problems --- */

static bool add_problem(sr_records *records, const char *code, size_t at, const char *found, const char *expected, const char *hint,
                        sr_error *err)
{
    sr_finding finding = {code, SR_CAUTION, locate(records, at), NULL, found, expected, hint};
    return sr_findings_add(records->findings, &finding, err);
}

static bool find_problem(sr_records *records, const char **problem, sr_error *err)
{
    const sr_span *span = &records->span;
    *problem = NULL;
    switch (span->state) {
    case SR_SPAN_UNTERMINATED:
        *problem = "row.unterminated_quote";
        return add_problem(records, *problem, span->problem_at, "a quoted field is opened here and never closed",
                           "a closing quote before the end of the file",
                           "close the quote, or declare that quotes mean nothing: `quote: none`", err);
    case SR_SPAN_TOO_LONG:
        *problem = "row.too_long";
        return add_problem(records, *problem, span->problem_at, "a field or record without end",
                           "fields of at most 1 MiB, records of at most 16 MiB", "look for a quote that is not closed", err);
    case SR_SPAN_TOO_MANY:
        *problem = "row.too_many_fields";
        return add_problem(records, *problem, span->problem_at, "more than 4096 fields", "at most 4096 fields in a record",
                           "declare the right delimiter", err);
    case SR_SPAN_RECORD:
    case SR_SPAN_BLANK:
    case SR_SPAN_COMMENT:
        break;
    }
    if (records->nul_at < span->last) {
        *problem = "row.nul";
        return add_problem(records, *problem, records->nul_at, "a NUL byte", "text",
                           "export the file again; UTF-16 without a byte order mark needs `encoding: UTF-16LE`", err);
    }
    if (records->invalid_at < span->last) {
        *problem = "row.encoding";
        return sr_findings_addf(records->findings, SR_CAUTION, *problem, locate(records, records->invalid_at), NULL, NULL,
                                "declare the right encoding, or export the file again", err,
                                "bytes that are not valid %s", records->encoding.name);
    }
    return true;
}

static bool warn_of_tails(sr_records *records, sr_error *err)
{
    for (size_t i = 0; i < records->span.field_count; i++) {
        const sr_span_field *field = &records->span.fields[i];
        if (field->was_quoted && field->close + 1 < field->last
            && !add_problem(records, "row.quote", field->close, "text behind a closing quote",
                            "the delimiter or the end of the line", "double the quotes inside a quoted field", err))
            return false;
    }
    return true;
}

/* --- one after another --- */

/* The next span that is a record; false at the end. */
static bool find_record(sr_records *records)
{
    while (records->at < records->text.size) {
        sr_span *span = &records->span;
        sr_span_find(&records->rules, records->text, records->at, records->line, span);
        records->record.offset = records->offset;
        records->offset += measure(records, span->first, span->next);
        records->at = span->next;
        records->line += span->line_count;
        records->totals.lines += span->line_count;
        if (span->state != SR_SPAN_BLANK && span->state != SR_SPAN_COMMENT)
            return true;
        records->totals.blank_lines += span->state == SR_SPAN_BLANK;
    }
    records->totals.is_at_end = true;
    return false;
}

bool sr_records_next(sr_records *records, const sr_record **record, const char **problem, sr_error *err)
{
    *record = NULL;
    *problem = NULL;
    if (!find_record(records))
        return true;
    const sr_span *span = &records->span;
    if (records->nul_at < span->first)
        find_next_nul(records, span->first);
    while (records->invalid_at < span->first)
        find_next_invalid(records, records->invalid_at + 1);
    records->record.line = span->line;
    records->record.raw = sr_text_slice(records->text, span->first, span->last - span->first);
    records->record.field_count = 0;
    records->record.fields = records->fields;
    if (!find_problem(records, problem, err))
        return false;
    if (*problem == NULL) {
        if (!split(records, records->record.raw, err) || (span->has_tail && !warn_of_tails(records, err)))
            return false;
        place_fields(records);
        records->record.field_count = span->field_count;
    }
    *record = &records->record;
    return true;
}

void sr_records_set_findings(sr_records *records, sr_findings *findings)
{
    records->findings = findings;
}

sr_records_totals sr_records_get_totals(const sr_records *records)
{
    return records->totals;
}

void sr_records_close(sr_records *records)
{
    if (records == NULL || !records->has_parser)
        return;
    csv_free(&records->parser);
    records->has_parser = false;
}
