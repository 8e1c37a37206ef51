/*
 * Encodings: bytes of a file to UTF-8.
 *
 * UTF-8, UTF-16, UTF-32 and every encoding of one byte a character that iconv knows (Windows-1257, ISO-8859-13, ...).
 * A byte that stands for nothing in its encoding becomes SR_ENCODING_BAD_BYTE, which is never valid UTF-8: so one check
 * finds bad bytes whatever the encoding was. Pure functions, no state. The only home of iconv.
 */
#ifndef SR_INPUT_ENCODING_H
#define SR_INPUT_ENCODING_H

#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

#define SR_ENCODING_BAD_BYTE '\xFF'
#define SR_ENCODING_NO_POINT 0xFFFFu
#define SR_ENCODING_CHARACTER_MAX 4u    // bytes of a character, in a file and in UTF-8

typedef enum sr_encoding_form {
    SR_ENCODING_UTF8,
    SR_ENCODING_BYTE,       // one byte a character
    SR_ENCODING_UTF16,
    SR_ENCODING_UTF32
} sr_encoding_form;

typedef struct sr_encoding {
    char name[32];          // "UTF-8", "UTF-16LE", "Windows-1257": as messages and the ledger show it
    sr_encoding_form form;
    uint16_t points[256];   // SR_ENCODING_BYTE: the code point of each byte, or SR_ENCODING_NO_POINT
} sr_encoding;

/* By name, without regard to case. UTF-16 and UTF-32 without LE or BE are little endian. An unknown name is SR_USAGE. */
SR_MUST_USE bool sr_encoding_find(sr_text name, sr_encoding *encoding, sr_error *err);

/* The name of the encoding that a byte order mark at the front tells, and the size of the mark; NULL when there is none. */
const char *sr_encoding_find_mark(sr_text bytes, size_t *mark_size);

typedef struct sr_decoded {
    size_t taken;           // bytes that are done with
    size_t given;           // bytes of UTF-8
} sr_decoded;

/*
 * Decodes piece by piece: whole characters as long as they fit into the room. A character that the piece cuts is not taken, unless
 * `is_last`. UTF-8 is copied as it is and not checked, so a cut character may come in two pieces. With room for
 * SR_ENCODING_CHARACTER_MAX bytes or more, only a cut character stays untaken for another reason than the room.
 */
sr_decoded sr_encoding_decode(const sr_encoding *encoding, sr_text bytes, bool is_last, char *out, size_t room);

/* How many bytes a piece of decoded text was in the file. */
uint64_t sr_encoding_measure(const sr_encoding *encoding, sr_text text);

#endif
