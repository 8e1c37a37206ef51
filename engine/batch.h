/*
 * A batch: up to 2048 rows of one data set, as columns. It is valid until the next one is asked for.
 *
 * Nothing may assume that rows are kept: what is to be remembered of a row goes into a state.
 */
#ifndef SR_ENGINE_BATCH_H
#define SR_ENGINE_BATCH_H

#include <stdint.h>

#include "engine/base/dict.h"
#include "engine/column.h"

typedef struct sr_batch {
    uint32_t row_count;         // 1 to SR_BATCH_ROWS_MAX
    uint32_t column_count;
    const sr_column *columns;   // in the order of the data set's plan; a column that nobody needs has no arrays
    const sr_dict *dict;        // of the run, for all its text
    uint32_t file_index;        // into the source's files; a batch never spans two files
    const uint64_t *lines;      // row_count physical lines where the rows begin, for explain
    const uint64_t *records;    // row_count numbers of their records in the file: where one is left out, the next is not the next number
} sr_batch;

#endif
