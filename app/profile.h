/*
 * `seire profile`: what stands in the columns of an export, how to pin how it is written, and a starter data set.
 *
 * No value is shown of columns in which persons stand or may stand, and none of texts; of the others ranges and the most frequent words.
 */
#ifndef SR_APP_PROFILE_H
#define SR_APP_PROFILE_H

#include "app/arguments.h"

sr_code sr_command_profile(const sr_arguments *arguments, sr_arena *arena, sr_error *err);

#endif
