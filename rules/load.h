/*
 * Reads a workspace into a ruleset.
 *
 * Every problem is a finding with path, line, column, what was found, what was expected and a hint with the nearest name.
 * Reading goes on behind each of them and counts them; what a problem left unknown is marked as broken, so that sr_compile can
 * look at all expressions too and say every problem of the rules in one pass. No plan is ever made of rules with problems.
 * The only home of libfyaml is rules/yaml.c.
 */
#ifndef SR_RULES_LOAD_H
#define SR_RULES_LOAD_H

#include "rules/ruleset.h"

/*
 * `workspace` is a folder with seire.yaml; SR_NO_INPUT when there is none. The ruleset lives in the arena. False: what ends the
 * reading (no such folder, no memory); problems of the rules do not. For sr_compile.
 */
SR_MUST_USE bool sr_ruleset_read(const char *workspace, sr_arena *arena, const sr_ruleset **rules,
                                 sr_findings *findings, sr_error *err);

/* The same, and fails with SR_BAD_RULES after it when there was any problem. For those who need no plan. */
SR_MUST_USE bool sr_ruleset_load(const char *workspace, sr_arena *arena, const sr_ruleset **rules,
                                 sr_findings *findings, sr_error *err);

#endif
