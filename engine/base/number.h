/*
 * Numbers as people write them, read exactly and written exactly.
 *
 * A decimal is an integer with a scale: 12.34 is 1234 with scale 2. Reading never rounds: more digits after the
 * mark than the scale allows is SR_NUMBER_TOO_FINE (trailing zeros are allowed). Pure functions; no locale of the process is used.
 */
#ifndef SR_ENGINE_BASE_NUMBER_H
#define SR_ENGINE_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/macros.h"
#include "engine/base/text.h"

#define SR_SCALE_MAX 18
#define SR_INT128_SIZE 64   // enough bytes for any decimal we write, NUL included

typedef enum sr_number_result {
    SR_NUMBER_OK,
    SR_NUMBER_MALFORMED,    // not a number in this notation
    SR_NUMBER_TOO_FINE,     // more digits after the mark than the scale allows
    SR_NUMBER_OVERFLOW      // does not fit in 64 bits
} sr_number_result;

/* How a column writes its numbers. */
typedef struct sr_notation {
    char decimal_mark;      // '.' or ','
    char group_mark;        // ' ' also takes NBSP and U+202F; '.' or ','; 0 for none. Groups must be of three digits.
} sr_notation;

/*
 * Takes a sign in front (+, -, U+2212), a minus behind (SAP), or brackets for negative amounts; blanks around, and behind a minus.
 * Integers and decimals (without their mark) go from -9223372036854775807 to 9223372036854775807: one less is no value (engine/key.h).
 * A real may have an exponent. The result of a real is finite.
 */
sr_number_result sr_number_parse_integer(sr_text text, sr_notation notation, int64_t *value);
sr_number_result sr_number_parse_decimal(sr_text text, sr_notation notation, uint8_t scale, int64_t *value);
sr_number_result sr_number_parse_real(sr_text text, sr_notation notation, double *value);

/* "-1234.50" for -123450 with scale 2; a dot, no groups. Returns the length. */
size_t sr_number_write_decimal(sr_int128 value, uint8_t scale, char out[SR_INT128_SIZE]);

/* The shortest digits that read back as the same double ("0.1", "1e+22"); a finite value. */
size_t sr_number_write_real(double value, char out[SR_INT128_SIZE]);

/* value * 10^(to - from); false on overflow or when digits would be lost. */
bool sr_number_rescale(sr_int128 value, uint8_t from, uint8_t to, sr_int128 *result);

/* Rounded half away from zero to `to` digits, to <= from. */
sr_int128 sr_number_round(sr_int128 value, uint8_t from, uint8_t to);

double sr_number_to_real(sr_int128 value, uint8_t scale);   // the nearest double

bool sr_int128_add(sr_int128 a, sr_int128 b, sr_int128 *sum);           // false on overflow
bool sr_int128_subtract(sr_int128 a, sr_int128 b, sr_int128 *difference);
bool sr_int128_multiply(sr_int128 a, sr_int128 b, sr_int128 *product);

#endif
