/*
 * `seire list [WHAT]`: what there is to name in rules and at the prompt. WHAT is indicators (when not said), datasets, reports, parameters, functions
 * or periods; the last two need no workspace.
 */
#ifndef SR_APP_LIST_H
#define SR_APP_LIST_H

#include "app/command.h"

sr_code sr_command_list(const sr_arguments *arguments, sr_arena *arena, sr_error *err);

#endif
