/*
 * Kinds of values and one value alone.
 */
#ifndef SR_ENGINE_VALUE_H
#define SR_ENGINE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/macros.h"
#include "engine/base/text.h"

typedef enum sr_kind {
    SR_KIND_BOOLEAN,    // 0 or 1
    SR_KIND_INTEGER,    // 64 bits
    SR_KIND_DECIMAL,    // 64 bits with a scale 0 to 18, exact
    SR_KIND_REAL,       // always finite
    SR_KIND_DATE,       // sr_day
    SR_KIND_TEXT,       // code into the dictionary of the run (also code, person and codes(...) columns)
    SR_KIND_COUNT
} sr_kind;

const char *sr_kind_get_name(sr_kind kind);     // the word in rules and messages
bool sr_kind_is_exact(sr_kind kind);             // integer or decimal
bool sr_kind_is_number(sr_kind kind);            // those and real

/* A number that is exact where it can be: an integer with a scale, or a finite real. */
typedef struct sr_number {
    bool is_real;
    uint8_t scale;          // of `exact`, at most 38
    sr_int128 exact;        // when not is_real
    double real;            // when is_real
} sr_number;

sr_number sr_number_from_integer(sr_int128 value);
sr_number sr_number_from_decimal(sr_int128 value, uint8_t scale);
sr_number sr_number_from_real(double value);    // finite
double sr_number_get_real(sr_number number);

/* -1, 0 or 1. Two exact numbers exactly; with a real among them as the nearest doubles, so that 0.1 is 0.1. */
int sr_number_compare(sr_number a, sr_number b);

/* Exact digits, or the shortest that read back the same; a dot; at most 64 bytes with NUL. Returns the length. */
size_t sr_number_write(sr_number number, char out[64]);

#endif
