/*
 * Characters that a text may use as quote or as escape though they are not the usual ones: found by where they stand.
 *
 * A quote begins and ends fields; an escape stands in front of a quote. Whether one is meant is judged by how well it cuts (cutting.h).
 * Pure functions of the text.
 */
#ifndef SR_INPUT_SIGNS_H
#define SR_INPUT_SIGNS_H

#include <stdbool.h>

#include "engine/base/text.h"

#define SR_SIGNS_MAX 4

typedef struct sr_signs {
    size_t count;
    char signs[SR_SIGNS_MAX];
    bool is_common[SR_SIGNS_MAX];   // half of the fields that are not empty or more begin with it
} sr_signs;

/* Characters other than " and ' that begin and end fields, the delimiter cutting everywhere. */
void sr_signs_find_quotes(sr_text text, char delimiter, sr_signs *signs);

/* Characters that stand in front of the quote inside a field; the byte 0 is SR_SIGN_NUL (dialect.h). */
void sr_signs_find_escapes(sr_text text, char quote, sr_signs *signs);

#endif
