/*
 * Reads a workspace into a ruleset.
 *
 * Every problem is a finding with path, line, column, what was found, what was expected and a hint with the nearest name;
 * all of them in one pass. Loading fails (SR_BAD_RULES) after the pass when there was any of severity SR_ERROR.
 * The only home of libfyaml is rules/yaml.c.
 */
#ifndef SR_RULES_LOAD_H
#define SR_RULES_LOAD_H

#include "rules/ruleset.h"

/* `workspace` is a folder with seire.yaml; SR_NO_INPUT when there is none. The ruleset lives in the arena. */
SR_MUST_USE bool sr_ruleset_load(const char *workspace, sr_arena *arena, const sr_ruleset **rules,
                                 sr_findings *findings, sr_error *err);

#endif
