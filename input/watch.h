/*
 * The watch over the columns of a data set's files while they are read: which names each header has, for the ledger; what has
 * changed of names, order and types (drift.h), for the findings. Belongs to one source.
 */
#ifndef SR_INPUT_WATCH_H
#define SR_INPUT_WATCH_H

#include "input/decode.h"
#include "input/drift.h"
#include "input/rows.h"

typedef struct sr_watch {
    const sr_dataset *dataset;
    sr_text before; // what the last run wrote; empty: not known
    sr_findings *findings;
    bool is_against_last_run; // in the open file
    bool has_kinds;           // the open file is the last one
    sr_arena *arena;          // of the open file
    sr_drift_header header;   // of it; record NULL: it has none
    sr_kinds kinds;
    uint64_t *value_counts; // by column of the open file: values, and those that could not be read
    uint64_t *unreadable_counts;
} sr_watch;

SR_MUST_USE bool sr_watch_init(sr_watch *watch, const sr_dataset *dataset, sr_text before, sr_findings *findings, sr_arena *arena,
                               sr_error *err);

/* A file was opened: tells how its header differs. What is kept of it until the file is closed lives in `arena`. */
SR_MUST_USE bool sr_watch_open(sr_watch *watch, const sr_rows *rows, const sr_export *export, bool is_last, sr_arena *arena,
                               sr_intake_file *intake, sr_error *err);

void sr_watch_add(sr_watch *watch, const sr_record *record);              // a row of it
void sr_watch_count(sr_watch *watch, size_t column, const sr_cell *cell); // a cell that was decoded

/* The file has ended: tells of its types, and writes intake->header, which lives in `arena`. */
SR_MUST_USE bool sr_watch_close(sr_watch *watch, sr_arena *arena, sr_intake_file *intake, sr_error *err);

/* A file could not be opened for its columns: tells of all files what is missing in them. An error on the way tells less. */
void sr_watch_explain(const sr_watch *watch, const sr_export *exports, size_t count);

#endif
