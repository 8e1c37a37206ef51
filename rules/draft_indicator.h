/*
 * Indicators of a ruleset become indicators of the plan, each behind those it is made of.
 */
#ifndef SR_RULES_DRAFT_INDICATOR_H
#define SR_RULES_DRAFT_INDICATOR_H

#include "rules/draft.h"
#include "rules/ruleset.h"

/* All of them; the data sets stand already. False: no memory; what is wrong in the rules is a finding. */
SR_MUST_USE bool sr_draft_set_indicators(sr_draft *draft, const sr_ruleset *rules);

/* What makes the formula of one version: of the indicator as it was then. NULL: told. */
typedef sr_formula *(*sr_version_maker)(const sr_indicator *rule, void *self);

/* The formula of an indicator, or one that picks among those of its versions in force. NULL: told. */
sr_formula *sr_draft_make_versions(const sr_draft *draft, const sr_indicator *rule, sr_version_maker make, void *self);

/* All versions, for readers. False: no memory. */
SR_MUST_USE bool sr_draft_list_versions(const sr_draft *draft, const sr_indicator *rule, const sr_plan_version **versions);

/* What is wrong with targets of single groups is a finding. */
void sr_draft_check_targets(const sr_draft *draft, const sr_plan_indicator *indicator);

/* Marks every fold that a formula rests on, and every indicator it goes through on the way. */
void sr_draft_mark_folds(const sr_draft *draft, const sr_formula *formula, bool *folds, bool *indicators);

/* Is any part of it counted at the end of a period? */
bool sr_draft_has_stock(const sr_draft *draft, const sr_formula *formula);

/* A value over the rows of a data set: aggregates and arithmetic over them. NULL: told. */
sr_formula *sr_draft_make_value(const sr_fold_frame *frame, const sr_syntax *syntax);

#endif
