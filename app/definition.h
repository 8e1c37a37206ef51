/*
 * `seire explain T01`: what an indicator is, where it comes from and where it goes. No data are read.
 *
 * The definition in the words of the page and the workbook, in both languages; down to the columns of the exports, over all indicators
 * it is made of; up to the indicators, reports and recipients that use it.
 */
#ifndef SR_APP_DEFINITION_H
#define SR_APP_DEFINITION_H

#include "app/workspace.h"

/* An indicator that is not there is SR_NO_INPUT, with the nearest name. */
SR_MUST_USE bool sr_definition_find(const sr_plan *plan, sr_text id, sr_arena *arena, uint32_t *index, sr_error *err);

/* On stdout. */
SR_MUST_USE bool sr_definition_print(const sr_workspace *workspace, sr_text id, sr_arena *arena, sr_error *err);

#endif
