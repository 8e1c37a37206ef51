/*
 * One column of a data set, and what the data set and its columns read in the same way.
 */
#ifndef SR_RULES_LOAD_COLUMN_H
#define SR_RULES_LOAD_COLUMN_H

#include "rules/loader.h"

/* What a column takes from its data set when it says nothing itself. */
typedef struct sr_column_defaults {
    const sr_text *formats;     // none: yyyy-mm-dd
    size_t format_count;
    const sr_text *missing;
    size_t missing_count;
    sr_notation notation;
} sr_column_defaults;

extern const sr_schema sr_schema_of_column;

/* `node` is a mapping, or a type alone (`note: drop`). */
void sr_load_column(sr_loader *loader, const sr_yaml *key, const sr_yaml *node, const sr_column_defaults *defaults,
                    sr_column_rule *column);

/* The formats of dates: a text or a list of them. */
void sr_take_formats(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);

/* The column of this name that is read, and one that is a date; else a finding in which `noun` says what the column is for. */
bool sr_loader_find_column(sr_loader *loader, const sr_dataset *set, sr_rule_text name, const char *noun, size_t *index);
bool sr_loader_find_date(sr_loader *loader, const sr_dataset *set, sr_rule_text name, const char *key, const char *noun,
                         size_t *index);

#endif
