/*
 * The result of a formula at one place of the cube: a period and a group.
 *
 * A fold is merged over the place and finished; formulas are arithmetic over such results. Sums and differences of exact
 * numbers are exact. A ratio keeps numerator and denominator; a zero denominator is a state, not a number.
 */
#ifndef SR_ENGINE_INDICATOR_FORMULA_H
#define SR_ENGINE_INDICATOR_FORMULA_H

#include "engine/cube.h"

typedef struct sr_formula_place {
    const sr_plan_grouping *grouping;   // which breakdown; folds are asked for the grouping with the same key names
    sr_cube_range range;                // days and groups of keys of that breakdown
} sr_formula_place;

/* False: no memory, overflow, or a fold that lacks the grouping (SR_INTERNAL: the compiler must not let it through). */
SR_MUST_USE bool sr_formula_eval(const sr_plan *plan, const sr_cube *cube, const sr_formula *formula,
                                 const sr_formula_place *place, sr_arena *arena, sr_result *result, sr_error *err);

/* The index of the grouping with these key names in this order, or SR_NO_INDEX. */
uint32_t sr_grouping_find(const sr_plan_grouping *groupings, uint32_t count, const sr_plan_grouping *wanted);

#endif
