/*
 * A source over the files of one data set: every record becomes a row of a batch, is superseded by a later one with the same
 * key, or is set aside with a reason. Files are opened as they are reached, one at a time.
 *
 * Every declared column of a row is checked, also those that nobody needs; only needed ones are kept. A person becomes
 * a keyed hash here, in hexadecimal; the clear value goes no further.
 */
#ifndef SR_INPUT_FILES_H
#define SR_INPUT_FILES_H

#include "engine/plan.h"
#include "engine/source.h"
#include "input/rows.h"

typedef struct sr_files_options {
    const sr_plan_dataset *plan;        // its first columns are those of the data set, in order
    const sr_dataset *dataset;
    const sr_export *exports;
    const char *const *shown_paths;     // as the intake names them
    size_t export_count;
    const sr_person_key *person_key;    // NULL only when no needed column is a person
    const char *aside_directory;        // NULL: rows set aside are only counted
    sr_text header_before;              // columns that the last run read (drift.h); empty: not known
    sr_dict *dict;
    sr_findings *findings;
} sr_files_options;

/* Everything in *options must outlive the source. Its intake lives in the arena. */
SR_MUST_USE bool sr_files_open(const sr_files_options *options, sr_arena *arena, sr_source *source, sr_error *err);

#endif
