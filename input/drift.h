/*
 * Drift: how the columns of a file differ from what they were, or from what the rules say.
 *
 *   added       a column that was not there
 *   removed     a column that is there no more
 *   renamed     one is gone and one is new, with names that are near or at the same place
 *   reordered   the columns that are still there stand in another order
 *   untimely    a column has a name that is in use at another time only; by the policy of `renamed`
 *   retyped     of a column's values in a file most cannot be read as its type; or they are of another kind than in the last run
 *
 * Names are compared trimmed and without regard to case. Each difference is a finding by the policy of the data set; one that is an error
 * there is SR_BAD_DATA, after all were told. *needs_a_look is set for a caution. Pure functions but for their findings.
 */
#ifndef SR_INPUT_DRIFT_H
#define SR_INPUT_DRIFT_H

#include "engine/source.h"
#include "input/header.h"
#include "input/kinds.h"

/* The header of a file, and with what it is compared. */
typedef struct sr_drift_header {
    const sr_dataset *dataset;
    const char *path;
    const sr_record *record;
    const sr_text *names;     // one a field, as they may be shown and kept (header.h)
    const sr_header *columns; // which field is which column of the rules
    const sr_day *day;        // of the file; NULL: not known, its names hold always
    sr_text before;           // what the last run wrote with sr_drift_write; empty: compare with the rules
} sr_drift_header;

/* The columns as the ledger keeps them: a line for each, its name, and behind a tab the kind of its values when `kinds` has one. */
SR_MUST_USE bool sr_drift_write(const sr_drift_header *header, const sr_kinds *kinds, sr_arena *arena, sr_text *text,
                                sr_error *err);

/* What is known when the header is read: added, removed, renamed, reordered. */
SR_MUST_USE bool sr_drift_tell(const sr_drift_header *header, sr_arena *arena, sr_findings *findings, bool *needs_a_look,
                               sr_error *err);

/*
 * The file ends the run because a column that the rules need is missing: every such column is told as removed or renamed, an error whatever the
 * policy; the other differences by it. Only compared with the rules.
 */
SR_MUST_USE bool sr_drift_tell_missing(const sr_drift_header *header, sr_arena *arena, sr_findings *findings, sr_error *err);

/* Untimely. */
SR_MUST_USE bool sr_drift_tell_names(const sr_drift_header *header, sr_findings *findings, bool *needs_a_look, sr_error *err);

/* A column with so many values in a file, of which so many could not be read: retyped against the rules. */
SR_MUST_USE bool sr_drift_tell_type(const sr_dataset *dataset, const char *path, size_t column, uint64_t values, uint64_t unreadable,
                                    sr_findings *findings, bool *needs_a_look, sr_error *err);

/* Retyped against `before`, when both kinds of a column are known. */
SR_MUST_USE bool sr_drift_tell_kinds(const sr_drift_header *header, const sr_kinds *kinds, sr_arena *arena, sr_findings *findings,
                                     bool *needs_a_look, sr_error *err);

#endif
