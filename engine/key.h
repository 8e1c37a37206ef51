/*
 * A value of any kind in 64 bits: what groups are told apart by, and what is compared, counted and remembered of a row.
 */
#ifndef SR_ENGINE_KEY_H
#define SR_ENGINE_KEY_H

#include <stdint.h>

#include "engine/base/dict.h"
#include "engine/base/number.h"
#include "engine/column.h"

#define SR_KEY_MISSING INT64_MIN

/* A dictionary code, a day, an integer (decimals at their scale), a boolean, or the bits of a real (-0 is 0). */
typedef int64_t sr_key;

sr_key sr_key_get(const sr_column *column, uint32_t row);   // SR_KEY_MISSING when the row has no value
int sr_key_compare(sr_kind kind, sr_key a, sr_key b, const sr_dict *dict);  // text by code point; neither is missing

/* The same value as a number: what a day or a dictionary code is as an integer, too. */
sr_number sr_key_get_number(sr_key key, sr_kind kind, uint8_t scale);

/*
 * The same value as a text that any program reads: a text as it is, a date as yyyy-mm-dd, true or false, a number with a point; nothing when it
 * is missing. In `out`, or in the dictionary.
 */
sr_text sr_key_write(sr_key key, sr_kind kind, uint8_t scale, const sr_dict *dict, char out[SR_INT128_SIZE]);

uint64_t sr_key_mix(uint64_t hash, sr_key key);     // for tables in memory

#endif
