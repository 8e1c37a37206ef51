/*
 * Any bytes as an export of which everything is declared: the last bytes choose the dialect and the size of the pieces, the rest is the file.
 *
 * The account adds up: bytes, lines, records. What a record tells of its place is where it stands in the file, byte for byte. Fields lie
 * in order inside their record. What cannot be split has its finding. And none of it depends on how much is read at a time. Limits are
 * low, so that they are reached.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/account.h"
#include "tests/fuzz/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHOICE_BYTES 3

static sr_dialect choose(const uint8_t choices[CHOICE_BYTES])
{
    static const char delimiters[] = {',', ';', '\t', '|', ',', ' ', 'a', '\0'};
    static const char *const encodings[] = {"UTF-8", "UTF-8", "UTF-8", "Windows-1257", "UTF-16", "UTF-16BE", "UTF-32", "UTF-8"};
    static const char quotes[] = {'"', '"', '\'', '\0'};
    static const char escapes[] = {'\0', '\0', '\\', '"'};
    sr_dialect dialect = {
        .encoding = sr_text_from(encodings[choices[0] & 7]),
        .delimiter = delimiters[choices[0] >> 3 & 7],
        .quote = quotes[choices[0] >> 6],
        .escape = escapes[choices[1] & 3],
        .comment = (choices[1] & 4) != 0 ? '#' : '\0',
        .is_padded = (choices[1] & 8) != 0,
        .is_loose = (choices[1] & 16) != 0,
        .is_trimmed = (choices[2] & 128) != 0,
        .skip_lines = choices[1] >> 5 & 3,
        .header_lines = choices[1] >> 7,
        .bytes_max = 1u << 16,
        .limits = {.record_bytes = 200, .field_bytes = 100, .fields = 20},
    };
    if (dialect.delimiter == '\0')
        dialect.delimiter = '~';
    return dialect;
}

/* --- the file, looked at without the reader --- */

typedef struct bytes {
    const char *data;
    size_t size;
    size_t mark_size;
} bytes;

static sr_text get_body(const bytes *file)
{
    return (sr_text){file->data + file->mark_size, file->size - file->mark_size};
}

static uint64_t count_lines(sr_text text)
{
    uint64_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        bool is_pair = text.data[i] == '\r' && i + 1 < text.size && text.data[i + 1] == '\n';
        count += text.data[i] == '\n' || (text.data[i] == '\r' && !is_pair) || (i + 1 == text.size);
    }
    return count;
}

/* Every byte means itself: UTF-8 that is not packed. */
static bool is_plain(const sr_dialect *dialect, sr_packing packing)
{
    return sr_text_is(dialect->encoding, SR_TEXT("UTF-8")) && packing == SR_PACKING_NONE;
}

/* --- one reading --- */

/* How far lines were counted, and how many stand before that. */
typedef struct progress {
    size_t at;
    uint64_t lines;
} progress;

static void check_place(const sr_record *record, const bytes *file, progress *done)
{
    assert(record->offset + record->raw.size <= file->size);
    assert(record->raw.size == 0 || memcmp(file->data + record->offset, record->raw.data, record->raw.size) == 0);
    sr_text before = {file->data + file->mark_size, record->offset - file->mark_size};
    bool is_new_line = before.size == 0 || before.data[before.size - 1] == '\n' || before.data[before.size - 1] == '\r';
    assert(is_new_line);
    done->lines += count_lines(sr_text_slice(before, done->at, before.size));
    done->at = before.size;
    assert(record->line == done->lines + 1);
}

/* The byte where the field begins, by its line and column. */
static const char *find_field(const sr_record *record, const sr_field *field)
{
    const char *at = record->raw.data;
    const char *end = at + record->raw.size;
    for (uint64_t line = record->line; line < field->line; line++) {
        while (at < end && *at != '\n' && *at != '\r')
            at++;
        assert(at < end);
        at += at + 1 < end && at[0] == '\r' && at[1] == '\n' ? 2 : 1;
    }
    at += field->column - 1;
    assert(at <= end);
    return at;
}

static void check_fields(const sr_record *record, const sr_dialect *dialect, bool has_places)
{
    const char *last = record->raw.data;
    for (size_t i = 0; i < record->field_count; i++) {
        const sr_field *field = &record->fields[i];
        assert(sr_text_find_invalid(field->text) == SIZE_MAX);
        assert(field->line >= record->line && field->line < record->line + record->line_count);
        assert(field->column > 0);
        assert(!field->was_quoted || dialect->quote != '\0');
        if (!has_places)
            continue;
        const char *at = find_field(record, field);
        assert(at >= last && (i == 0 || at > last));
        assert(i == 0 || dialect->is_trimmed || at[-1] == dialect->delimiter || (dialect->is_padded && at[-1] == ' ' && at[-2] == dialect->delimiter));
        assert(!field->was_quoted || *at == dialect->quote);
        bool stands_for_itself = !field->was_quoted && field->text.size > 0 && *at != dialect->escape;
        assert(!stands_for_itself || *at == field->text.data[0]);
        last = at;
    }
}

/* False when the file cannot be read as declared. */
static bool read_all(const char *path, sr_dialect dialect, const bytes *file, sr_test_account *account)
{
    sr_error err;
    sr_records *records;
    const sr_record *record;
    const char *problem;
    sr_arena *arena = sr_arena_new();
    sr_findings *findings = sr_findings_new(arena);
    sr_error_init(&err);
    *account = (sr_test_account){.hash = 0};
    if (!sr_records_open(path, &dialect, arena, &records, findings, &err)) {
        assert(err.code == SR_BAD_DATA);
        sr_arena_free(arena);
        return false;
    }
    bool has_places = is_plain(&dialect, sr_records_get_totals(records).packing);
    uint64_t line = 0;
    progress counted = {0, 0};
    while (sr_records_next(records, &record, &problem, &err) && record != NULL) {
        assert(record->line > line && record->line_count > 0);
        assert((record->field_count == 0) == (problem != NULL));
        line = record->line + record->line_count - 1;
        if (has_places)
            check_place(record, file, &counted);
        check_fields(record, &dialect, has_places);
        sr_test_account_add(account, record, problem);
    }
    assert(err.code == SR_OK || err.code == SR_BAD_DATA); // a packed stream may be damaged further down
    if (err.code == SR_OK)
        sr_test_account_close(account, findings, sr_records_get_totals(records));
    sr_records_close(records);
    sr_arena_free(arena);
    return err.code == SR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < CHOICE_BYTES)
        return 0;
    bytes file = {(const char *)data, size - CHOICE_BYTES, 0};
    const uint8_t *choices = data + file.size;
    sr_dialect dialect = choose(choices);
    const char *path = sr_test_fuzz_file(data, file.size);
    if (sr_text_is(dialect.encoding, SR_TEXT("UTF-8")) && file.size >= 3 && memcmp(file.data, "\xEF\xBB\xBF", 3) == 0)
        file.mark_size = 3;
    sr_test_account whole;
    sr_test_account pieces;
    bool done = read_all(path, dialect, &file, &whole);
    assert(!done || whole.totals.size_bytes == file.size);
    if (done && is_plain(&dialect, whole.totals.packing))
        assert(whole.totals.lines == count_lines(get_body(&file)));
    if ((choices[2] & 3) != 0)
        return 0;
    dialect.limits.piece_bytes = SR_PIECE_BYTES_MIN + (choices[2] >> 2) % 32;
    bool done_again = read_all(path, dialect, &file, &pieces);
    assert(done == done_again);
    if (done) // how much came out of a damaged stream before it was found is nobody's promise
        sr_test_account_compare(&whole, &pieces);
    return 0;
}
