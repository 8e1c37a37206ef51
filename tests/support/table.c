#include "tests/support/table.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/file.h"
#include "engine/base/number.h"
#include "tests/support/test.h"

static sr_text take_until(sr_text *rest, const char *mark)
{
    size_t end = sr_text_find(*rest, sr_text_from(mark));
    sr_text part = sr_text_slice(*rest, 0, end);
    *rest = end == SIZE_MAX ? SR_TEXT_NONE : sr_text_slice(*rest, end + 1, rest->size);
    return part;
}

static sr_text take_cell(sr_text *line)
{
    if (!sr_text_has_prefix(*line, SR_TEXT("\"")))
        return take_until(line, ",");
    *line = sr_text_slice(*line, 1, line->size);
    sr_text cell = take_until(line, "\"");
    take_until(line, ",");
    return cell;
}

static size_t count_cells(sr_text line)
{
    size_t count = 0;
    for (; line.size > 0; count++)
        take_cell(&line);
    return count;
}

static sr_text take_line(sr_text *rest)
{
    sr_text line = take_until(rest, "\n");
    return sr_text_has_suffix(line, SR_TEXT("\r")) ? sr_text_slice(line, 0, line.size - 1) : line;
}

void sr_test_table_read(const char *path, sr_arena *arena, sr_table *table)
{
    sr_error err;
    sr_text bytes;
    sr_error_init(&err);
    if (!sr_file_read(path, 1 << 26, arena, &bytes, &err))
        abort();
    size_t lines = 1;
    for (size_t i = 0; i < bytes.size; i++)
        lines += bytes.data[i] == '\n';
    sr_text line = take_line(&bytes);
    table->column_count = count_cells(line);
    table->row_count = 0;
    table->header = sr_arena_alloc(arena, table->column_count, sizeof(sr_text));
    table->cells = sr_arena_alloc(arena, lines * table->column_count, sizeof(sr_text));
    if (table->header == NULL || table->cells == NULL)
        abort();
    for (size_t i = 0; i < table->column_count; i++)
        table->header[i] = take_cell(&line);
    while (bytes.size > 0) {
        line = take_line(&bytes);
        if (line.size == 0)
            continue;
        for (size_t i = 0; i < table->column_count; i++)
            table->cells[table->row_count * table->column_count + i] = take_cell(&line);
        table->row_count++;
    }
}

sr_text sr_test_table_get(const sr_table *table, size_t row, const char *column)
{
    size_t i = 0;
    while (i < table->column_count && !sr_text_is(table->header[i], sr_text_from(column)))
        i++;
    if (i == table->column_count)
        fail_msg("no column %s", column);
    return table->cells[row * table->column_count + i];
}

double sr_test_table_get_number(const sr_table *table, size_t row, const char *column)
{
    double value;
    sr_notation notation = {'.', 0};
    sr_text text = sr_test_table_get(table, row, column);
    return sr_number_parse_real(text, notation, &value) == SR_NUMBER_OK ? value : NAN;
}
