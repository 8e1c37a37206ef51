/*
 * Moments: the days at whose end stocks are counted.
 *
 * A flow lies in the period of its date; a stock (open cases, overdue documents) is looked at on the last day of a period and is never
 * added up over time: that of a quarter is that of its last day. A period that is not over yet is looked at on the day of the run.
 *
 * Which rows belong to a stock depends on the moment, so its expressions are evaluated once for every moment and batch, and the cost of
 * a stock is that of a flow times its moments: 24 for the months of two years, 730 for their days. Only moments that a report asks
 * for are looked at.
 */
#ifndef SR_ENGINE_MOMENTS_H
#define SR_ENGINE_MOMENTS_H

#include "engine/plan.h"

/* The moments of one fold, ascending, each once; none for a flow. */
typedef struct sr_moments {
    uint32_t count;
    const sr_day *days;
} sr_moments;

/* The day on which a stock over the days [.., last) is looked at. */
sr_day sr_moment_get(sr_day last, sr_day as_of);

bool sr_moments_has(const sr_moments *moments, sr_day day);

/* One list a fold in which every stock is looked at on the day of the run alone: for checks and questions. */
SR_MUST_USE bool sr_moments_list_now(const sr_plan *plan, sr_arena *arena, const sr_moments **moments, sr_error *err);

#endif
