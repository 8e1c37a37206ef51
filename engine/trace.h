/*
 * From a figure back to the lines of the exports: reads the data set once more and notes which rows a cell was made of.
 */
#ifndef SR_ENGINE_TRACE_H
#define SR_ENGINE_TRACE_H

#include "engine/cube.h"

/* Consecutive lines of a file whose rows all belong to the cell: [first, last], physical lines where rows begin. */
typedef struct sr_trace_span {
    uint32_t file_index;        // of the source's intake
    uint64_t line_first;
    uint64_t line_last;
    uint64_t rows;
} sr_trace_span;

typedef struct sr_trace {
    uint64_t rows_read;         // kept rows of the data set
    uint64_t rows_filtered;     // of these, rows for which `where` is true
    uint64_t rows_counted;      // of these, rows of the period and the group
    uint32_t span_count;
    const sr_trace_span *spans; // in reading order
} sr_trace;

/* Reads `source` to its end. The range is as for sr_cube_merge. */
/* `lookups` are those of the cube (sr_cube_get_lookups); NULL where the plan has none. */
SR_MUST_USE bool sr_trace_cell(const sr_plan *plan, const sr_lookup_tables *lookups, uint32_t fold_index, uint32_t grouping_index,
                               const sr_cube_range *range, sr_source *source, sr_dict *dict, sr_arena *arena,
                               sr_trace *trace, sr_error *err);

#endif
