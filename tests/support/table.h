/*
 * A CSV file of published numbers: read whole, cells found by column name. For tests; no line ends inside cells.
 */
#ifndef SR_TESTS_SUPPORT_TABLE_H
#define SR_TESTS_SUPPORT_TABLE_H

#include "engine/base/arena.h"
#include "engine/base/text.h"

typedef struct sr_table {
    size_t column_count;
    size_t row_count;
    sr_text *header;
    sr_text *cells;         // row_count * column_count
} sr_table;

/* Aborts when the file cannot be read. */
void sr_test_table_read(const char *path, sr_arena *arena, sr_table *table);
sr_text sr_test_table_get(const sr_table *table, size_t row, const char *column);    // fails the test when there is no such column
double sr_test_table_get_number(const sr_table *table, size_t row, const char *column);  // NAN when it is no number

#endif
