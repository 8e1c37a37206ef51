/*
 * How a file is written, from the file itself: used only for what is not declared.
 *
 * Encoding: a byte order mark decides; else UTF-8 when the bytes are valid, or nearly; else UTF-16 or UTF-32 when zero bytes stand as
 * they would there; else a guess at Windows-1257 (Windows-1252, ISO-8859-1 when the bytes do not fit). How the text is cut: cutting.h.
 */
#ifndef SR_INPUT_DETECT_H
#define SR_INPUT_DETECT_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "input/encoding.h"
#include "rules/dialect.h"

#define SR_DETECT_SAMPLE_BYTES (1u << 20)

typedef struct sr_detected_encoding {
    sr_encoding encoding;
    size_t mark_size;       // of the byte order mark
    bool is_guess;          // nothing in the file proves it
    const char *rival;      // the next best guess, when there is one; both are of one byte a character
    size_t beyond_ascii;    // bytes of the sample beyond ASCII,
    size_t differing;       // and how many of these the rival reads otherwise: 0 means that the guess does not matter so far
    bool is_doubtful;       // one byte a character is declared, and the sample is UTF-8 with letters beyond ASCII: no accident in a text
} sr_detected_encoding;

/*
 * From the first bytes of the file, or from all of them (`is_whole`). `declared` may be empty. A byte order mark of another encoding
 * than the declared one is SR_BAD_DATA.
 */
SR_MUST_USE bool sr_detect_encoding(const char *path, sr_text bytes, bool is_whole, sr_text declared, sr_detected_encoding *detected,
                                    sr_error *err);

/* What the bytes are when they are no text: "a gzip archive"; NULL otherwise. */
const char *sr_detect_packed(sr_text bytes);

/* A first line `sep=;` as spreadsheets write it: the size of that line with its end, and its delimiter; 0 when it is none. */
size_t sr_detect_sep_line(sr_text text, char *delimiter);

#endif
