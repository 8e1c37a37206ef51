/*
 * Which days a part of a formula looks at, when the whole looks at a period: the year to date, the whole year, the months up to its end, the
 * period before, the same period last year.
 *
 * A period is known by its days: whole months (a month, a quarter, a half-year, a year, a year to date), a week of ISO 8601, or a day. What is
 * none of these, a part of a week, moves by days. Pure functions.
 */
#ifndef SR_ENGINE_INDICATOR_SHIFT_H
#define SR_ENGINE_INDICATOR_SHIFT_H

#include "engine/cube.h"

bool sr_shift_is_shift(sr_formula_op op);       // ytd, full_year, rolling, previous, last_year

/* Does it move to other days altogether (previous, last_year), so that what is left of a difference is not a part of either side? */
bool sr_shift_is_away(sr_formula_op op);

/*
 * Changes the range to the days that the arguments of `formula` look at; nothing for what is no shift, and for a range over all periods.
 * False when there are no such days: last year had no week 53, no 29 February.
 */
bool sr_shift_range(const sr_formula *formula, sr_cube_range *range);

/* The whole year in which the range ends, by the month with which the years of the formula begin; NULL: calendar years. */
sr_cube_range sr_shift_get_year(const sr_formula *formula, sr_cube_range range);

#endif
