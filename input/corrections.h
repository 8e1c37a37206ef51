/*
 * Which rows of a data set stand, over all its files in order: later exports correct earlier ones.
 *
 *   key          of the rows with the same key the last stands, or the first where the rules say so
 *   redelivery   a file that has rows of a period delivers the whole period again: rows of it in earlier files no longer stand
 *
 * One pass over the files before the rows are read; it looks at these columns only. Values of a key are the same when they are as the
 * rules read them: dates and numbers however written, codes by their list, texts letter by letter. A row without a key is never a
 * correction, nor is one whose key cannot be read, nor one without a date of its period, nor one that cannot be split. Rows of a period
 * that was delivered again have no say among the keys. Memory: the different keys and periods.
 */
#ifndef SR_INPUT_CORRECTIONS_H
#define SR_INPUT_CORRECTIONS_H

#include "engine/period.h"
#include "input/rows.h"

typedef struct sr_corrections sr_corrections;

/* The data set has a key or a redelivery. */
bool sr_corrections_are_needed(const sr_dataset *dataset);

/* Adds no findings: the pass that reads the rows does. */
SR_MUST_USE bool sr_corrections_read(const sr_dataset *dataset, const sr_export *exports, size_t export_count, sr_arena *arena,
                                     sr_corrections **corrections, sr_error *err);

typedef enum sr_standing {
    SR_ROW_STANDS,
    SR_ROW_HAS_TWIN,        // another row with its key stands
    SR_ROW_REDELIVERED      // a later file delivers its period again
} sr_standing;

typedef struct sr_correction {
    sr_standing standing;
    size_t file_index;      // where the twin stands, or the period is delivered last
    uint64_t line;          // of the twin
    uint64_t line_before;   // of the last row before it in its own file that has its key; 0: none
    sr_period period;       // delivered again
    uint64_t period_rows;   // rows of that period in the later file
} sr_correction;

/* Of the row that begins at a line of a file; one that was split and fits the header. Asked once for each such row, in order. */
SR_MUST_USE bool sr_corrections_find(sr_corrections *corrections, size_t file_index, const sr_header *header,
                                     const sr_record *record, sr_correction *correction, sr_error *err);

/* SHA-256 of the bytes that the pass read. */
const sr_hash *sr_corrections_get_hash(const sr_corrections *corrections, size_t file_index);

void sr_corrections_close(sr_corrections *corrections);     // NULL is allowed

#endif
