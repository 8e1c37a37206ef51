/*
 * `seire history`: which runs there were, what they made, how they ended. `seire deliver`: sends what waits in the outbox.
 */
#ifndef SR_APP_HISTORY_H
#define SR_APP_HISTORY_H

#include "app/arguments.h"

sr_code sr_command_history(const sr_arguments *arguments, sr_arena *arena, sr_error *err);
sr_code sr_command_deliver(const sr_arguments *arguments, sr_arena *arena, sr_error *err);

#endif
