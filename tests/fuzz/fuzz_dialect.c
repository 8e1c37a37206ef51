/*
 * Any bytes as an export of which little is declared: the last bytes choose what is, the rest is the file.
 *
 * What is found keeps what is declared, is a dialect that a user could have written, and is found again. Declared as it was found, it gives
 * the same records. The same bytes through a pipe, of which nobody knows the size, are read in the same way. How rows are mended is not
 * asked here (fuzz_table).
 */
#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fuzz/account.h"
#include "tests/fuzz/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHOICE_BYTES 2
#define PIPE_BYTES_MAX 4096     // any pipe takes so many at once

static sr_dialect choose(const uint8_t choices[CHOICE_BYTES])
{
    static const char delimiters[] = {'\0', '\0', '\0', '\0', '\0', ';', ',', '\t'};
    static const char *const encodings[] = {NULL, NULL, NULL, "UTF-8", "Windows-1257", "UTF-16", NULL, NULL};
    return (sr_dialect){
        .encoding = sr_text_from(encodings[choices[0] & 7]),
        .delimiter = delimiters[choices[0] >> 3 & 7],
        .quote = (choices[0] & 64) != 0 ? '\'' : '"',
        .comment = (choices[0] & 128) != 0 ? '#' : '\0',
        .finds_quote = (choices[1] & 1) == 0,
        .finds_header = (choices[1] & 2) == 0,
        .skip_lines = (choices[1] & 2) == 0 ? 0 : choices[1] >> 6,
        .header_lines = 1,
        .bytes_max = 1u << 16,
        .limits = {.field_bytes = 100, .record_bytes = 200, .fields = 40},
    };
}

/* A reading, and what it has settled on. */
typedef struct reading {
    bool is_done;
    sr_dialect dialect;
    bool has_note;              // on what was detected
    bool has_sep_line;          // a first line names the delimiter
    sr_test_account account;
} reading;

static void look_for_notes(const sr_findings *findings, reading *r)
{
    for (size_t i = 0; i < sr_findings_count_groups(findings); i++) {
        const sr_finding *finding = sr_findings_get_group(findings, i)->first[0];
        r->has_sep_line = r->has_sep_line || strcmp(finding->code, "dialect.sep") == 0;
        if (strcmp(finding->code, "dialect.detected") != 0)
            continue;
        assert(strncmp(finding->found, "detected: ", 10) == 0 && finding->found[10] != '\0');
        assert(strncmp(finding->hint, "pin what is detected: ", 22) == 0);
        r->has_note = true;
    }
}

static void read_all(sr_records *records, reading *r, sr_error *err)
{
    const sr_record *record;
    const char *problem;
    while (sr_records_next(records, &record, &problem, err) && record != NULL)
        sr_test_account_add(&r->account, record, problem);
    assert(err->code == SR_OK || err->code == SR_BAD_DATA);
    r->is_done = err->code == SR_OK;
}

/* All that lasts lies in the arena. */
static reading read_file(const char *path, sr_dialect declared, sr_arena *arena)
{
    sr_error err;
    sr_records *records;
    reading r = {.dialect = declared};
    sr_findings *findings = sr_findings_new(arena);
    sr_error_init(&err);
    if (!sr_records_open(path, &r.dialect, arena, &records, findings, &err)) {
        assert(err.code == SR_BAD_DATA);
        return r;
    }
    read_all(records, &r, &err);
    if (!sr_text_copy(sr_records_get_encoding(records), arena, &r.dialect.encoding))
        abort();
    if (r.is_done)
        sr_test_account_close(&r.account, findings, sr_records_get_totals(records));
    look_for_notes(findings, &r);
    sr_records_close(records);
    return r;
}

/* --- what must hold --- */

static void check_found(const sr_dialect *declared, const reading *r)
{
    const sr_dialect *found = &r->dialect;
    assert(found->delimiter != '\0' && !sr_dialect_has_clash(found));
    assert(declared->delimiter == '\0' || (found->delimiter == declared->delimiter && !found->is_padded));
    assert(declared->finds_quote || (found->quote == declared->quote && found->escape == declared->escape && !found->is_loose));
    assert(declared->finds_header || (found->skip_lines == declared->skip_lines && found->header_lines == declared->header_lines));
    assert(found->comment == declared->comment);
    assert(found->header_lines >= 0 && found->header_lines <= SR_HEADER_LINES_MAX);
    assert(!declared->finds_header || r->account.totals.preamble_lines >= found->skip_lines);
    assert(r->account.totals.preamble_lines <= found->skip_lines + r->has_sep_line);
    assert(r->has_note || r->has_sep_line || declared->delimiter != '\0');
}

static bool is_same(const sr_dialect *a, const sr_dialect *b)
{
    return sr_text_is(a->encoding, b->encoding) && a->delimiter == b->delimiter && a->is_padded == b->is_padded && a->quote == b->quote
        && a->escape == b->escape && a->is_loose == b->is_loose && a->skip_lines == b->skip_lines && a->header_lines == b->header_lines
        && a->has_bom == b->has_bom;
}

static void compare(const reading *a, const reading *b)
{
    assert(a->is_done == b->is_done);
    assert(is_same(&a->dialect, &b->dialect));
    if (a->is_done)
        sr_test_account_compare(&a->account, &b->account);
}

static sr_dialect pin(const sr_dialect *found)
{
    sr_dialect pinned = *found;
    pinned.finds_quote = pinned.finds_header = false;
    pinned.has_bom = false;
    return pinned;
}

/* The bytes come from a pipe. */
static reading read_pipe(const uint8_t *data, size_t size, sr_dialect declared, sr_arena *arena)
{
    int ends[2];
    int input = dup(STDIN_FILENO);
    if (pipe(ends) != 0 || write(ends[1], data, size) != (ssize_t)size || close(ends[1]) != 0 || dup2(ends[0], STDIN_FILENO) < 0)
        abort();
    reading r = read_file("-", declared, arena);
    close(ends[0]);
    if (input < 0 || dup2(input, STDIN_FILENO) < 0)
        abort();
    close(input);
    return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < CHOICE_BYTES || size > PIPE_BYTES_MAX)
        return 0;
    size -= CHOICE_BYTES;
    const uint8_t *choices = data + size;
    const sr_dialect declared = choose(choices);
    const char *path = sr_test_fuzz_file(data, size);
    sr_arena *arena = sr_arena_new();
    const reading first = read_file(path, declared, arena);
    if (first.is_done)
        check_found(&declared, &first);
    reading second = first;
    switch (choices[1] >> 2 & 7) {
    case 0: second = read_file(path, declared, arena); break;
    case 1: second = read_pipe(data, size, declared, arena); break;
    default: second = read_file(path, first.is_done ? pin(&first.dialect) : declared, arena); break;
    }
    compare(&first, &second);
    sr_arena_free(arena);
    return 0;
}
