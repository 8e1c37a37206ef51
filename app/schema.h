/*
 * `seire schema [KIND]`: the JSON Schema of the rules, for an editor to hold a YAML file against while it is written.
 */
#ifndef SR_APP_SCHEMA_H
#define SR_APP_SCHEMA_H

#include "app/command.h"

sr_code sr_command_schema(const sr_arguments *arguments, sr_arena *arena, sr_error *err);

#endif
