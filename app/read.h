/*
 * `seire read`: how seire reads a file: dialect, header, records as arrays of strings, findings.
 */
#ifndef SR_APP_READ_H
#define SR_APP_READ_H

#include "app/arguments.h"
#include "input/infer.h"

sr_code sr_command_read(const sr_arguments *arguments, sr_arena *arena, sr_error *err);

/* The options that `read` and `query` share: --delimiter --quote --escape --encoding --header --skip --comment --trim --decimal --date. */
SR_MUST_USE bool sr_read_settle_dialect(const sr_arguments *arguments, sr_infer_options *options, sr_error *err);

#endif
