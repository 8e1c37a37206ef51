/*
 * `seire init DIR`: a small workspace that checks, runs and reports, to learn from and to change.
 */
#ifndef SR_APP_INIT_H
#define SR_APP_INIT_H

#include "app/command.h"

sr_code sr_command_init(const sr_arguments *arguments, sr_arena *arena, sr_error *err);

#endif
