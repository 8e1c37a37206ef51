/*
 * How an indicator is shown where its rule does not say: from what it is made of.
 */
#ifndef SR_RULES_DEFAULTS_H
#define SR_RULES_DEFAULTS_H

#include "rules/draft.h"

/* share, count, days, workdays and points follow from the aggregate; a quotient of equal units is a share; else a number. */
sr_unit sr_default_unit(const sr_draft *draft, const sr_formula *formula);

/* Wilson for share and top_box, Poisson for rate, t for avg, else none: sums and counts are complete. */
sr_interval_method sr_default_interval(const sr_draft *draft, const sr_formula *formula);

/* Digits after the mark, for shares of the per cent. */
uint8_t sr_default_digits(const sr_draft *draft, const sr_formula *formula, sr_unit unit);

/* NULL when this interval can be computed for the formula, else what it needs. */
const char *sr_interval_check(const sr_draft *draft, const sr_formula *formula, sr_interval_method method);

#endif
