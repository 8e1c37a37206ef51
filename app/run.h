/*
 * `seire run`: everything that is due, from exports to mails. The straight line is sr_run_tell in run.c.
 */
#ifndef SR_APP_RUN_H
#define SR_APP_RUN_H

#include "app/arguments.h"
#include "app/workspace.h"
#include "engine/disclosure/release.h"

sr_code sr_command_run(const sr_arguments *arguments, sr_arena *arena, sr_error *err);

/* What a report asks of a cube, for the period that ends its window: the same for `run` and `explain`. */
SR_MUST_USE bool sr_run_ask(const sr_workspace *workspace, const sr_report_rule *report, sr_period period, sr_arena *arena,
                            sr_release_request *request, sr_error *err);

#endif
