/*
 * Indicators of a ruleset become indicators of the plan, each behind those it is made of.
 */
#ifndef SR_RULES_DRAFT_INDICATOR_H
#define SR_RULES_DRAFT_INDICATOR_H

#include "rules/draft.h"
#include "rules/ruleset.h"

/* All of them; the data sets stand already. False: no memory; what is wrong in the rules is a finding. */
SR_MUST_USE bool sr_draft_set_indicators(sr_draft *draft, const sr_ruleset *rules);

/* Marks every fold that a formula rests on, and every indicator it goes through on the way. */
void sr_draft_mark_folds(const sr_draft *draft, const sr_formula *formula, bool *folds, bool *indicators);

/* Is any part of it counted at the end of a period? */
bool sr_draft_has_stock(const sr_draft *draft, const sr_formula *formula);

/* A value over the rows of a data set: aggregates and arithmetic over them. NULL: told. */
sr_formula *sr_draft_make_value(const sr_fold_frame *frame, const sr_syntax *syntax);

#endif
