/*
 * A column of a batch: a kind, one byte of validity a row, one array of values.
 *
 * Missing is `valid[i] == 0`, never NaN and never a zero; the value of a missing row is 0. Text is a code into
 * the dictionary of the run. A column with several answers in a cell (`codes(',')`) is text: the canonical codes in
 * the order of their list, joined by commas.
 */
#ifndef SR_ENGINE_COLUMN_H
#define SR_ENGINE_COLUMN_H

#include <stdint.h>

#include "engine/base/date.h"
#include "engine/value.h"

#define SR_BATCH_ROWS_MAX 2048

typedef struct sr_column {
    sr_kind kind;
    uint8_t scale;              // decimals only
    uint8_t *valid;             // SR_BATCH_ROWS_MAX bytes, 0 or 1
    union {
        uint8_t *booleans;
        int64_t *integers;      // integers, and decimals at `scale`
        double *reals;
        sr_day *days;
        uint32_t *codes;        // into the dictionary of the run
    } values;
} sr_column;

/* A column for SR_BATCH_ROWS_MAX rows, all missing. */
SR_MUST_USE bool sr_column_init(sr_column *column, sr_kind kind, uint8_t scale, sr_arena *arena);

#endif
