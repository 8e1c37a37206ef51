/*
 * The built-in data set `intake`: what was read from each file of the other data sets, a row a file. What is in it is
 * measured like anything else, so that the quality of the data has indicators, targets and reports of its own.
 */
#ifndef SR_RULES_INTAKE_H
#define SR_RULES_INTAKE_H

#include "engine/source.h"
#include "rules/dataset.h"

/* Its columns, in the order of the data set. */
typedef enum sr_intake_column {
    SR_INTAKE_DATASET,          // text
    SR_INTAKE_FILE,             // text: as the rules name it
    SR_INTAKE_DAY,              // date: on which a run first saw the content of the file
    SR_INTAKE_BYTES,            // integers from here on: of the file as it lies there
    SR_INTAKE_LINES,
    SR_INTAKE_BLANK_LINES,      // without any value
    SR_INTAKE_RECORDS,
    SR_INTAKE_KEPT,
    SR_INTAKE_SUPERSEDED,
    SR_INTAKE_SET_ASIDE,
    SR_INTAKE_REQUIRED_CELLS,   // cells of required columns, in rows that could be split and still count
    SR_INTAKE_FILLED_CELLS,     // of these, cells with a value that could be read
    SR_INTAKE_CODED_CELLS,      // cells of columns of codes, in the same rows
    SR_INTAKE_UNKNOWN_CELLS,    // of these, cells in which a word of `missing` stands: "teadmata"
    SR_INTAKE_REASONS,          // of those set aside, a column for each of SR_REASONS: `row_ragged`
    SR_INTAKE_COLUMN_COUNT = SR_INTAKE_REASONS + SR_REASON_COUNT
} sr_intake_column;

const sr_dataset *sr_intake_get_dataset(void);

#endif
