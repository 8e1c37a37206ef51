/*
 * Where records and fields begin and end in a text, before anything is unquoted. The text may be a window on a longer one.
 *
 * LF, CRLF and CR end a record, also mixed. A quote opens a field only at its first byte; inside, a doubled quote is a quote
 * and line ends are text; what stands behind the closing quote up to the delimiter belongs to the field. A quote inside a field that
 * has none at its first byte is text. The escape character makes the next character stand for itself. Pure functions; the text is
 * not checked.
 */
#ifndef SR_INPUT_SPANS_H
#define SR_INPUT_SPANS_H

#include <stdint.h>

#include "engine/base/text.h"
#include "rules/dialect.h"

/* The usual limits. */
#define SR_FIELD_BYTES_MAX (1u << 20)
#define SR_RECORD_BYTES_MAX (1u << 24)
#define SR_FIELDS_MAX 4096

#define SR_SPAN_LOOK_AHEAD 2u   // bytes behind a quote that say whether it closes its field

typedef struct sr_span_rules {
    char delimiter;
    char quote;             // 0: none
    char escape;            // 0: none; SR_SIGN_NUL (dialect.h): the byte 0
    char comment;           // 0: none
    bool is_padded;         // a delimiter is followed by a blank that belongs to it; without the blank it is text
    bool is_loose;          // a quote closes only in front of a delimiter or a line end; other quotes inside are text
    bool is_trimmed;        // blanks around a field are no part of it; a quote opens behind them when only blanks follow the closing one
    size_t record_bytes_max;
    size_t field_bytes_max;
    size_t fields_max;
    uint8_t classes[256];   // what a byte means to the scanner
} sr_span_rules;

typedef enum sr_span_state {
    SR_SPAN_RECORD,
    SR_SPAN_BLANK, // a line of no bytes
    SR_SPAN_COMMENT,
    SR_SPAN_UNTERMINATED, // `problem_at` is the opening quote; the span ends at the next line end behind it
    SR_SPAN_TOO_LONG,     // `problem_at` is where the field begins that is too long, or the record
    SR_SPAN_TOO_MANY,     // more than fields_max fields
    SR_SPAN_OPEN          // where it ends cannot be told before more of the text is there; nothing else of the span is known
} sr_span_state;

typedef struct sr_span_field {
    size_t first;           // byte index into the text; of the opening quote when quoted
    size_t close;           // of the closing quote; when not quoted the same as `last`
    size_t last;            // one behind the field: of the delimiter or the line end, or of the blanks in front of them when trimmed
    uint64_t line;          // physical line where it begins
    size_t line_first;      // byte index where that line begins
    bool was_quoted;
} sr_span_field;

/*
 * What a search for a loose closing quote has found out: none stands in [first, last) of the text. Without it a text in which many quotes are
 * opened and none is closed would be searched to its end for each. All zeros in the beginning; good for one text and one set of rules;
 * whoever moves the text moves it too.
 */
typedef struct sr_span_barren {
    size_t first;
    size_t last;
} sr_span_barren;

typedef struct sr_span {
    sr_span_state state;
    size_t first;
    size_t last;            // without the line end; of a record that is too long where that shows
    size_t next;            // where the next one begins; of a cut one, where its physical line goes on
    uint64_t line;          // physical line where it begins
    uint64_t line_count;    // physical lines it takes
    size_t problem_at;
    bool has_escape;        // somewhere in it
    bool has_tail;          // text behind a closing quote
    bool has_bare_quote;    // a quote that is text: inside a field that does not begin with one, or in a tail
    bool ends_in_cr;        // that no LF follows; not told of what is too long
    bool is_cut;            // too long for the text: the physical line goes on behind it, and is not counted
    size_t field_count;
    sr_span_field *fields; // fields_max of them, the caller's
    sr_span_barren *barren; // the caller's; NULL when the text is short or not looked at again
} sr_span;

/* Neither padded nor loose nor trimmed, with the usual limits: a caller that wants that sets it. */
void sr_span_rules_init(sr_span_rules *rules, char delimiter, char quote, char escape, char comment);

/* No record of the text has more fields, within the usual limits. */
size_t sr_span_count_fields_max(sr_text text);

/* What is 0 stays as it is. */
void sr_span_rules_limit(sr_span_rules *rules, const sr_limits *limits);

/* The text has lost its first `size` bytes. */
void sr_span_barren_shift(sr_span_barren *barren, size_t size);

/*
 * The span that begins at `first`, the beginning of physical line `line`; first < text.size. span->fields and ->barren are set by the caller.
 * `is_last`: nothing comes behind the text. Otherwise the span may be open; never when SR_SPAN_LOOK_AHEAD more than
 * record_bytes_max bytes are there.
 */
void sr_span_find(const sr_span_rules *rules, sr_text text, bool is_last, size_t first, uint64_t line, sr_span *span);

/* The value of a field: quotes undone between the quotes only, escapes everywhere. Writes at most last - first bytes; returns how many. */
size_t sr_span_unquote(const sr_span_rules *rules, sr_text text, const sr_span_field *field, char *out);

/* The first quote inside a field that does not begin with one, or SIZE_MAX. */
size_t sr_span_find_bare_quote(const sr_span_rules *rules, sr_text text, const sr_span_field *field);

/* Where the physical line ends that `first` lies in: the index behind its line end, or SIZE_MAX when that is not in the text yet. */
size_t sr_span_skip_line(sr_text text, bool is_last, size_t first);

#endif
