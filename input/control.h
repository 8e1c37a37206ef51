/*
 * Control totals: what the sender declared of a delivery, and what the last run found, gathered before the rows are read.
 *
 * A control file is a CSV with the columns file, measure, value: the file as the rules or the disk name it (`*` or empty for all files
 * together), the id of a check, a number. It is written as the data set is.
 */
#ifndef SR_INPUT_CONTROL_H
#define SR_INPUT_CONTROL_H

#include "engine/plan.h"
#include "engine/source.h"
#include "rules/dataset.h"

/* Who knows the total that the last run found for a check. NULL find: nobody. */
typedef struct sr_total_history {
    void *self;
    bool (*find)(void *self, sr_text dataset, sr_text check, sr_arena *arena, sr_text *total, sr_error *err);  // empty: not known
} sr_total_history;

/* For all checks of the plan that ask for it. A control file that is not there, or of which a row that may be theirs cannot be read, is SR_BAD_DATA. */
SR_MUST_USE bool sr_control_read(const sr_plan *plan, const sr_dataset *datasets, const char *workspace, sr_total_history history,
                                 sr_arena *arena, const sr_declared **declared, uint32_t *count, sr_findings *findings, sr_error *err);

#endif
