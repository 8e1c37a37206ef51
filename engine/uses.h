/*
 * What an indicator rests on: the indicators its formula goes through, the columns its folds and breakdowns read (and those that
 * they are derived from), the columns of other data sets that are looked up, and the parameters that stand in any of these expressions.
 */
#ifndef SR_ENGINE_USES_H
#define SR_ENGINE_USES_H

#include "engine/plan.h"

typedef struct sr_uses {
    bool *indicators; // by index in the plan; not the indicator itself
    bool **columns;   // by data set, then column; NULL for a data set that is not read
    bool *parameters; // by index in the plan
} sr_uses;

SR_MUST_USE bool sr_uses_find(const sr_plan *plan, uint32_t indicator_index, sr_arena *arena, sr_uses *uses, sr_error *err);

#endif
