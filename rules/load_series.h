/*
 * What the rules say about the files of a data set as a series: which rows correct others, and how files may differ.
 */
#ifndef SR_RULES_LOAD_SERIES_H
#define SR_RULES_LOAD_SERIES_H

#include "rules/loader.h"

extern const sr_schema sr_schema_of_keep;
extern const sr_schema sr_schema_of_redelivery;
extern const sr_schema sr_schema_of_drift;

/* `key`, `keep`, `redelivery` and `drift` of a data set whose columns are known. */
void sr_load_series(sr_loader *loader, const sr_yaml *node, sr_dataset *set);

#endif
