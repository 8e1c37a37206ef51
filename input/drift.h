/*
 * Drift: how the header of a file differs from what it was, or from what the rules say.
 *
 *   added       a column that was not there
 *   removed     a column that is there no more
 *   renamed     one is gone and one is new, with names that are near or at the same place
 *   reordered   the columns that are still there stand in another order
 *   retyped     of a column's values in a file most cannot be read as its type any more
 *
 * Names are compared trimmed and without regard to case. Pure functions but for their findings.
 */
#ifndef SR_INPUT_DRIFT_H
#define SR_INPUT_DRIFT_H

#include "engine/source.h"
#include "input/header.h"

/* The names of a header as the ledger keeps them: one a line, as they may be shown (header.h). */
SR_MUST_USE bool sr_drift_write_header(const sr_dataset *dataset, const sr_record *header, sr_arena *arena, sr_text *names, sr_error *err);

/*
 * Compares with the names of an earlier header, or of the rules when `before` is empty. Each difference is a finding by the policy of
 * the data set; one that is an error there is SR_BAD_DATA, after all were told. *needs_a_look is set for a caution.
 */
SR_MUST_USE bool sr_drift_tell(const sr_dataset *dataset, const char *path, const sr_record *header, sr_text before,
                               sr_arena *arena, sr_findings *findings, bool *needs_a_look, sr_error *err);

/* A column with so many values in a file, of which so many could not be read: the same for its type. */
SR_MUST_USE bool sr_drift_tell_type(const sr_dataset *dataset, const char *path, size_t column, uint64_t values, uint64_t unreadable,
                                    sr_findings *findings, bool *needs_a_look, sr_error *err);

#endif
