/*
 * A command of the program: one row in commands.c, one file.
 *
 * `run` returns the exit status. It gets an arena that lives as long as the command.
 */
#ifndef SR_APP_COMMAND_H
#define SR_APP_COMMAND_H

#include "app/arguments.h"

typedef struct sr_command {
    const char *name;           // the word at the prompt
    const char *arguments;      // what follows it, for help: "[DIR]"
    const char *summary;        // one sentence
    const char *example;        // a whole line that works
    const sr_option *options;
    size_t option_count;
    sr_code (*run)(const sr_arguments *arguments, sr_arena *arena, sr_error *err);
} sr_command;

size_t sr_command_count(void);
const sr_command *sr_command_get(size_t index);
const sr_command *sr_command_find(const char *name);    // NULL when there is none

#endif
