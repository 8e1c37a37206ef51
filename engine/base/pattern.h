/*
 * Patterns that a whole text must fit: `J-\d{4}`, `[A-Z]{2,3}|X`.
 *
 *   .  any character     [abc] [a-z] [^0-9]  one of, none of     \d \w \s  a digit, a letter or digit or _, a blank; \D \W \S the rest
 *   * + ? {3} {2,5} {2,}  how often     a|b  either     ( )  together     \  the next sign as it is
 *
 * Characters are code points; letters of \w are those of any script. Small and capital letters differ. `^` at the beginning and
 * `$` at the end may stand and say nothing. The time of a match grows with the length of the text times that of the pattern, never
 * faster. A pattern is read-only.
 *
 * Source: Thompson (1968), CACM 11:419-422; Cox (2009), "Regular Expression Matching: the Virtual Machine Approach".
 */
#ifndef SR_ENGINE_BASE_PATTERN_H
#define SR_ENGINE_BASE_PATTERN_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

typedef struct sr_pattern sr_pattern;

typedef struct sr_pattern_problem {
    size_t at;              // byte of the pattern
    const char *found;
    const char *expected;
} sr_pattern_problem;

/* *pattern = NULL when it cannot be read, and then `problem` says why. False only without memory. */
SR_MUST_USE bool sr_pattern_new(sr_text text, sr_arena *arena, const sr_pattern **pattern, sr_pattern_problem *problem, sr_error *err);

/* `text` is valid UTF-8. */
bool sr_pattern_fits(const sr_pattern *pattern, sr_text text);

#endif
