/*
 * The schemas of the YAML files as JSON Schema, for editors and other programs.
 *
 * Draft 2020-12, in UTF-8, the same bytes every time. What it says is what rules/schema.h has: keys, required keys, words, limits, kinds of
 * values, and each key's sentence as its description. A text without quotes may look like a number or a truth to a YAML reader, so
 * both are let through wherever any text may stand; `null` and `~` are not: in quotes they are texts.
 *
 * What is accepted may still be refused by the loader: keys that need or exclude each other, names of other things, expressions.
 */
#ifndef SR_RULES_SCHEMA_JSON_H
#define SR_RULES_SCHEMA_JSON_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "rules/schema.h"

/* A kind of YAML file. */
typedef struct sr_file_kind {
    const char *name;           // seire, datasets, parameters, indicators, targets, reports
    const char *files;          // in the workspace: datasets/*.yaml
    const sr_schema *schema;
} sr_file_kind;

size_t sr_file_kind_count(void);
const sr_file_kind *sr_file_kind_get(size_t index);
const sr_file_kind *sr_file_kind_find(sr_text name);    // NULL when there is none

/*
 * The schema of one kind, or of any file (`kind` NULL): then a file is what its first key says, `datasets:` and the like, and
 * without such a key it is seire.yaml.
 */
SR_MUST_USE bool sr_schema_write_json(const sr_file_kind *kind, sr_arena *arena, sr_text *json, sr_error *err);

#endif
