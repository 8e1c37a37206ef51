/*
 * The day of each file: the latest that its rows have in the column that `drift: {by: ...}` names. By it the names of its columns are chosen.
 *
 * Rows are read as they stand, also those that are set aside or corrected later; a value that is no date has no say. A pass over all files,
 * for data sets that have names with days.
 */
#ifndef SR_INPUT_DATING_H
#define SR_INPUT_DATING_H

#include "input/rows.h"

/* Sets the day of those files that have one. `hashes`, by file, are of the bytes that the pass read. Adds no findings. */
SR_MUST_USE bool sr_dating_read(const sr_dataset *dataset, sr_export *exports, size_t count, sr_hash *hashes, sr_error *err);

#endif
