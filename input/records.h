/*
 * The reader interface: bytes of a file to records of fields, with line, column and offset of each.
 *
 * libcsv splits what lies between quotes and delimiters; this module finds the spans of records itself, so that it knows
 * the physical line, the byte column and the byte offset of every field, and gives libcsv one record at a time.
 * Line ends: LF, CRLF and CR, also mixed. A quote opens a field only at its first byte, and blanks are kept, unless the dialect is
 * trimmed (spans.h).
 * Bytes are decoded to UTF-8 first; lines, columns and offsets are those of the file as it was: a column counts bytes from the
 * beginning of its line (a byte order mark is not part of the first line), an offset from the beginning of the file.
 *
 * Codes of the findings: `row.unterminated_quote`, `row.nul`, `row.encoding`, `row.too_long`, `row.too_many_fields` (records that
 * cannot be split), `row.quote` (text behind a closing quote, kept; a note when a quote is text inside a field without quotes around
 * it), and notes on what was detected: `encoding.guess`, `dialect.detected`, `dialect.sep`, `file.lone_cr` (the first line that a
 * CR ends which no LF follows).
 */
#ifndef SR_INPUT_RECORDS_H
#define SR_INPUT_RECORDS_H

#include "engine/base/file.h"
#include "engine/base/finding.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/base/unpack.h"
#include "input/shape.h"
#include "rules/dialect.h"

typedef struct sr_field {
    sr_text text;               // UTF-8, unquoted; valid until the next record
    uint64_t line;              // physical line where the field begins
    uint64_t column;            // byte column in that line, from 1
    bool was_quoted;
} sr_field;

typedef struct sr_record {
    uint64_t line;              // physical line where it begins, from 1
    uint64_t line_count;        // physical lines it takes
    uint64_t offset;            // byte offset in the file; of a packed one, in what it unpacks to
    bool has_tail;              // text behind a closing quote
    bool is_behind_blank;       // a blank line stands before it
    sr_text raw; // as it stands in the file (UTF-8), without its line end, at most the longest record; valid until the next
    size_t field_count;
    const sr_field *fields;
} sr_record;

typedef struct sr_records sr_records;

/*
 * Opens a file ("-" is standard input) and settles its dialect: what is declared holds, what is not is detected over the sample and
 * written back into *dialect (texts live in the arena), with a note in findings. The preamble is skipped; the header is the first
 * record. The file is read through a window (window.h): memory is that of the longest record. gzip and zstd are unpacked on the way.
 * The arena must outlive the records. Unreadable, unknown encoding, a file that changes: an error with its exit status (66, 65, 74, 75).
 */
SR_MUST_USE bool sr_records_open(const char *path, sr_dialect *dialect, sr_arena *arena, sr_records **records,
                                 sr_findings *findings, sr_error *err);

/*
 * The next record that is not blank, or *record = NULL at the end. A record that cannot be split (unterminated quote, NUL, bad bytes,
 * over a limit) is given with field_count 0 after its finding was added; `problem` is that finding's code, else NULL.
 */
SR_MUST_USE bool sr_records_next(sr_records *records, const sr_record **record, const char **problem, sr_error *err);

/* What was found out about the table when the file was opened; NULL when all of it was declared and nothing is to be mended. */
const sr_shape *sr_records_get_shape(const sr_records *records);

/*
 * Adds the findings about the present record: why it cannot be split, quotes where none are due. sr_records_next does it by itself unless rows may be mended: then whoever mends knows which are left.
 */
SR_MUST_USE bool sr_records_report(sr_records *records, sr_error *err);

/* The present record ends with its first `size` bytes, line end included: the next one begins behind them. */
void sr_records_cut(sr_records *records, size_t size);

/* The place of a byte of the present record's raw text. */
sr_where sr_records_locate(const sr_records *records, size_t at);

/* What went by so far. Always: lines = preamble + blank + comment + record lines. */
typedef struct sr_records_totals {
    sr_packing packing;
    uint64_t size_bytes;        // of the file as it lies there
    uint64_t unpacked_bytes;    // of what it unpacks to; without packing the same
    uint64_t lines;             // physical lines
    uint64_t preamble_lines;    // a `sep=` line, and those that the dialect skips
    uint64_t blank_lines;
    uint64_t comment_lines;
    uint64_t record_lines;      // of all records, header included
    sr_hash hash;               // SHA-256 of the file as it lies there; known at the end
    bool is_at_end;
} sr_records_totals;

/* Findings from now on go there: for a second look at a file that is read again anyway. */
void sr_records_set_findings(sr_records *records, sr_findings *findings);

sr_records_totals sr_records_get_totals(const sr_records *records);

/* The name of the encoding as it was settled in the end: of a long file that begins in ASCII it is known late. */
sr_text sr_records_get_encoding(const sr_records *records);
void sr_records_close(sr_records *records);     // NULL is allowed

#endif
