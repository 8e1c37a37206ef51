/*
 * A small data set in memory, for tests of the engine: rows written as text, read as a source in batches of any size.
 */
#ifndef SR_TESTS_SUPPORT_ROWS_H
#define SR_TESTS_SUPPORT_ROWS_H

#include "engine/source.h"

#define SR_ROWS_COLUMNS_MAX 12

typedef struct sr_rows {
    sr_arena *arena;
    sr_dict *dict;
    uint32_t column_count;
    sr_column columns[SR_ROWS_COLUMNS_MAX];     // all rows
    uint32_t count;
    uint32_t capacity;
    uint64_t *lines;
    uint32_t batch_rows;        // how many rows a batch has
    uint32_t file_rows;         // a file ends after so many rows; 0: one file
    uint32_t next;              // row to be read
    sr_batch batch;
    sr_column parts[SR_ROWS_COLUMNS_MAX];
    sr_intake intake;
    sr_intake_file files[64];
} sr_rows;

/* One letter a column: t text, d date, b boolean, i integer, 2 decimal with two digits, r real. Aborts without memory. */
void sr_test_rows_init(sr_rows *rows, const char *kinds, uint32_t capacity, sr_arena *arena, sr_dict *dict);

/* Values in the order of the columns, separated by ';'; an empty one is missing. */
void sr_test_rows_add(sr_rows *rows, const char *values);

/* Reads from the first row. The rows of file 0 begin at line 2. */
sr_source sr_test_rows_open(sr_rows *rows);

#endif
