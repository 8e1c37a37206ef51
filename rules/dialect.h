/*
 * How a file is written, and how much of it is taken.
 *
 * Declared by the user in a data set or at the prompt; what is not declared is detected by the reader (input/records.h), which
 * writes back what it settled on. Zero values ask for detection (encoding, delimiter), mean none (quote, escape, comment) or the
 * usual cap (bytes_max, ratio_max).
 */
#ifndef SR_RULES_DIALECT_H
#define SR_RULES_DIALECT_H

#include <stdint.h>

#include "engine/base/text.h"

/* Caps of what a packed file may unpack to, when none are declared. */
#define SR_PACKED_BYTES_MAX ((uint64_t)4 << 30)
#define SR_PACKED_RATIO_MAX 200u

typedef struct sr_dialect {
    sr_text encoding;           // a name that input/encoding.h knows; "UTF-8" in rules that name none; empty: detect
    char delimiter;
    char quote;
    char escape;                // in front of a character that stands for itself; 0: a quote is doubled
    char comment;               // lines that begin with it are no records
    bool has_bom;               // out: a byte order mark was there
    uint32_t skip_lines;        // physical lines above the header (preamble)
    int32_t header_lines;       // 1, or 0 for none (columns then are in the order of the file)
    uint64_t bytes_max;         // [bytes] of unpacked text of a packed file
    uint32_t ratio_max;         // unpacked bytes for each packed byte
} sr_dialect;

/* The sign that a text names: one ASCII character, also a letter or a control character, but no line end; `tab` or `\t`; `none` (0). */
bool sr_dialect_parse_sign(sr_text text, char *sign);

/* A number of bytes as people write it: "1500000", "500 MB", "8 GiB". At least 1. */
bool sr_dialect_parse_size(sr_text text, uint64_t *size_bytes);

/* Two of delimiter, quote, escape and comment are the same sign, and a line would mean two things. Quote and escape may be the same. */
bool sr_dialect_has_clash(const sr_dialect *dialect);

#endif
