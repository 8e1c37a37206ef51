/*
 * Opens the data sets of a plan: from files to batches. The home of libcsv, iconv and compression lies behind it.
 */
#ifndef SR_INPUT_OPEN_H
#define SR_INPUT_OPEN_H

#include "input/control.h"
#include "input/intake.h"
#include "rules/ruleset.h"

/* Who knows the header that the last run read of a data set; empty when nobody does. */
typedef struct sr_header_history {
    void *self;
    bool (*find)(void *self, sr_text dataset, sr_arena *arena, sr_text *header, sr_error *err);     // NULL: nobody knows
} sr_header_history;

typedef struct sr_open_options {
    const char *workspace;          // files are relative to it
    const sr_person_key *person_key;    // NULL is an error (SR_NO_PERMISSION) when a needed column is a person
    const char *aside_directory;    // where rows set aside are written, one file a data set; NULL: nowhere
    sr_intake_days days;            // for the data set `intake`
    sr_total_history totals;        // for checks of totals against the last run
    sr_header_history headers;      // for `drift: {against: last_run}`
    const sr_sources *others;       // what `intake` tells of; NULL: the data sets before it in the plan
} sr_open_options;

/*
 * `datasets` are the ruleset's, indexed by rules_index of the plan. Files are opened as they are reached.
 * A data set without files is an error (SR_NO_FRESH_DATA); so is a file without a required column (SR_BAD_DATA).
 */
SR_MUST_USE bool sr_open(const sr_plan *plan, const sr_dataset *datasets, const sr_open_options *options, sr_dict *dict,
                         sr_arena *arena, sr_sources *sources, sr_findings *findings, sr_error *err);

#endif
