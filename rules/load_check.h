/*
 * The checks of a data set: those of its list `checks`, and those that stand in short at a column (`unique: true`, `min: 0`).
 */
#ifndef SR_RULES_LOAD_CHECK_H
#define SR_RULES_LOAD_CHECK_H

#include "rules/loader.h"

extern const sr_schema sr_schema_of_checks;

/* `node` is the mapping of the data set, whose columns are known. */
void sr_load_checks(sr_loader *loader, const sr_yaml *node, sr_dataset *set);

#endif
