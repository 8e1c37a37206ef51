/*
 * The files of a new workspace: rules with comments that teach, a code list, and an export of requests that nobody ever made.
 *
 * Days are those before `as_of`, so that the first run has a whole month to report on. The same day gives the same bytes.
 */
#ifndef SR_APP_TEMPLATE_H
#define SR_APP_TEMPLATE_H

#include "engine/base/date.h"
#include "engine/base/builder.h"

typedef struct sr_template {
    const char *path;       // in the workspace
    const char *kind;       // of YAML file (rules/schema_json.h), whose schema the first line names; NULL: no YAML
    const char *text;       // @YEAR@ stands for the year of the first request, @BEFORE@ for the one before it
    void (*write)(sr_builder *text, sr_day as_of);     // instead of a text
} sr_template;

size_t sr_template_count(void);
const sr_template *sr_template_get(size_t index);       // seire.yaml is the last: a folder is a workspace when it has it

SR_MUST_USE bool sr_template_write(const sr_template *file, sr_day as_of, sr_arena *arena, sr_text *text, sr_error *err);

#endif
