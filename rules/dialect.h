/*
 * How a file is written, and how much of it is taken.
 *
 * Declared by the user in a data set or at the prompt; what is not declared is detected by the reader (input/records.h), which
 * writes back what it settled on. Zero values ask for detection (encoding, delimiter), mean none (quote, escape, comment) or the
 * usual cap (bytes_max, ratio_max, limits).
 */
#ifndef SR_RULES_DIALECT_H
#define SR_RULES_DIALECT_H

#include <stdint.h>

#include "engine/base/text.h"

/* Caps of what a packed file may unpack to, when none are declared. */
#define SR_PACKED_BYTES_MAX ((uint64_t)4 << 30)
#define SR_PACKED_RATIO_MAX 200u

/*
 * How much of a file is held at once, and how large what stands in it may be. Zeros mean the usual sizes (input/spans.h, input/detect.h), and
 * no rule says otherwise: messages name those. What is read of a file does not depend on the size of the pieces, as long as all is declared.
 */
typedef struct sr_limits {
    size_t piece_bytes;  // read at a time, and looked at for what is not declared; at least SR_PIECE_BYTES_MIN
    size_t record_bytes; // at least SR_PIECE_BYTES_MIN
    size_t field_bytes;
    size_t fields; // of a record, at least 1
} sr_limits;

#define SR_PIECE_BYTES_MIN 32u // holds a byte order mark and a line `sep=;` in every encoding

#define SR_HEADER_LINES_MAX 5

#define SR_SIGN_NUL '\xFF'      // the byte 0 as an escape; 0xFF itself stands in no text

/* How a row that does not fit its table is read (input/mend.h). The words of the rules are those behind the last underscore. */
typedef enum sr_mend_way {
    SR_MEND_NONE,           // no reading holds
    SR_MEND_AS_IT_IS,       // the usual reading holds after all
    SR_MEND_UNWRAP,         // the row was one quoted field
    SR_MEND_DELIMITER,      // another delimiter
    SR_MEND_QUOTE,          // quotes that were not as in the other rows
    SR_MEND_EXTRA,          // an empty cell too many
    SR_MEND_JOIN,           // a delimiter inside a value
    SR_MEND_SPLIT,          // a delimiter is missing between two values
    SR_MEND_GAP,            // a cell is missing; it is empty now
    SR_MEND_WAY_COUNT
} sr_mend_way;

#define SR_MEND_ALL ((1u << SR_MEND_WAY_COUNT) - 1)

typedef struct sr_dialect {
    sr_text encoding;           // a name that input/encoding.h knows; "UTF-8" in rules that name none; empty: detect
    char delimiter;
    char quote;
    char escape;                // in front of a character that stands for itself; 0: a quote is doubled
    char comment;               // lines that begin with it are no records
    bool is_padded;             // a blank behind each delimiter belongs to it
    bool is_trimmed;            // blanks around a field are no part of it, and a quote may open behind them; those inside quotes are
    bool is_loose;              // out: quotes inside quoted fields are neither doubled nor escaped
    bool has_bom;               // out: a byte order mark was there
    bool finds_quote;           // quote and escape are not declared: detect
    bool finds_header;          // skip_lines and header_lines are not declared: detect
    bool finds_outside;         // lines that are no part of the table are found and left out (input/table.h)
    uint32_t skip_lines;        // physical lines above the header (preamble)
    int32_t header_lines;       // records whose names are joined, or 0 for none (columns then are in the order of the file)
    unsigned mends;             // bits of sr_mend_way: how a row that does not fit its table may be mended
    uint64_t bytes_max;         // [bytes] of unpacked text of a packed file
    uint32_t ratio_max;         // unpacked bytes for each packed byte
    sr_limits limits;
} sr_dialect;

/* The sign that a text names: one ASCII character, also a letter or a control character, but no line end; `tab` or `\t`; `none` (0). */
bool sr_dialect_parse_sign(sr_text text, char *sign);

/* A sign, or `nul`: SR_SIGN_NUL. */
bool sr_dialect_parse_escape(sr_text text, char *sign);

/* The delimiter: a sign, but not `none`; or a sign and a blank (`, `), which then stand together. */
bool sr_dialect_parse_delimiter(sr_text text, sr_dialect *dialect);

/* Adds the bits of a word of `mend` (sr_mend_words in rules/schema.h); false when it is none. */
bool sr_dialect_parse_mend(sr_text word, unsigned *mends);

/* The word of a way; NULL for the first two. */
const char *sr_dialect_get_mend(sr_mend_way way);

/* A number of bytes as people write it: "1500000", "500 MB", "8 GiB". At least 1. */
bool sr_dialect_parse_size(sr_text text, uint64_t *size_bytes);

/* Two of delimiter, quote, escape and comment are the same sign, and a line would mean two things. Quote and escape may be the same. */
bool sr_dialect_has_clash(const sr_dialect *dialect);

#endif
