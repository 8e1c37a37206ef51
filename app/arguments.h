/*
 * The words behind a command: options and positional arguments, from one table a command.
 *
 * `--name VALUE`, `--name=VALUE`, `-n VALUE`; `--` ends options; `-` alone is a positional argument (standard input).
 * Every option has a long form. Unknown ones are SR_USAGE with the nearest name.
 */
#ifndef SR_APP_ARGUMENTS_H
#define SR_APP_ARGUMENTS_H

#include "engine/base/arena.h"
#include "engine/base/error.h"

typedef struct sr_option {
    const char *name;           // without the hyphens
    char letter;                // 0: no short form
    const char *value;          // what it takes, "DATE"; NULL: a flag
    const char *summary;
} sr_option;

typedef struct sr_given {
    const sr_option *option;    // NULL: a positional argument
    const char *value;          // NULL for a flag
} sr_given;

typedef struct sr_arguments {
    const sr_given *items;
    size_t count;
} sr_arguments;

SR_MUST_USE bool sr_arguments_parse(int word_count, char *const *words, const sr_option *options, size_t option_count,
                                    sr_arena *arena, sr_arguments *arguments, sr_error *err);

bool sr_arguments_has(const sr_arguments *arguments, const char *name);
const char *sr_arguments_get(const sr_arguments *arguments, const char *name);     // the last value given, or NULL
const char *sr_arguments_get_nth(const sr_arguments *arguments, const char *name, size_t index);    // or NULL
const char *sr_arguments_get_positional(const sr_arguments *arguments, size_t index);   // or NULL

#endif
