/*
 * The rules of one kind as one file, in one form, whatever their files and lines were: entries in the order in which they were read, expressions
 * with one way of writing, no comments. It can stand in place of the files that it was made from, and says the same.
 */
#ifndef SR_RULES_PRINTOUT_H
#define SR_RULES_PRINTOUT_H

#include "rules/ruleset.h"

#define SR_PRINTOUT_MAX ((size_t)64 << 20)      // bytes

/* `kind` is the key at the top: datasets, indicators, targets, reports. A kind of which there is nothing is an empty text. */
SR_MUST_USE bool sr_ruleset_print(const sr_ruleset *rules, const char *kind, sr_arena *arena, sr_text *text, sr_error *err);

#endif
