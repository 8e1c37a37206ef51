/*
 * `seire check`: every problem of rules and data at its place, all in one pass. Writes nothing but words.
 */
#ifndef SR_APP_CHECK_H
#define SR_APP_CHECK_H

#include "app/arguments.h"

sr_code sr_command_check(const sr_arguments *arguments, sr_arena *arena, sr_error *err);

#endif
