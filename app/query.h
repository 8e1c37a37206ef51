/*
 * `seire query`: an ad hoc question, on a data set of the workspace or straight on a CSV file that has no rules.
 *
 * It answers its own user and says "not released" on stderr; what it prints never goes out as a report.
 */
#ifndef SR_APP_QUERY_H
#define SR_APP_QUERY_H

#include "app/arguments.h"

sr_code sr_command_query(const sr_arguments *arguments, sr_arena *arena, sr_error *err);

#endif
