/*
 * Is this figure good? The verdict follows from the interval and the target, never from the value alone
 * where the figure is a sample.
 */
#ifndef SR_ENGINE_JUDGE_H
#define SR_ENGINE_JUDGE_H

#include "engine/plan.h"
#include "engine/stats/interval.h"

#define SR_JUDGE_LEVEL 0.95     // confidence of the intervals that verdicts rest on

typedef enum sr_verdict {
    SR_VERDICT_NONE,            // no target, or no value
    SR_VERDICT_MET,             // the whole interval (or the value, where there is none) is on the good side
    SR_VERDICT_NOT_MET,         // the whole interval is on the bad side
    SR_VERDICT_CANNOT_TELL      // the target lies inside the interval
} sr_verdict;

const char *sr_verdict_get_name(sr_verdict verdict);    // "", "met", "not_met", "cannot_tell"

typedef struct sr_judgement {
    bool has_interval;
    sr_interval interval;       // 95 %, in the indicator's unit
    const char *method;         // "Wilson", "exact", "Byar", "t"; NULL when there is none
    const sr_target *target;    // valid at the end of the period, or NULL
    bool has_level;
    sr_number level;            // the target's number for this period (a linear one at its elapsed share)
    sr_verdict verdict;
    bool is_in_warning_zone;    // not met, but on the good side of `warn`
} sr_judgement;

/* `result` is finished; `period` gives the target. Years to date and linear targets count months from January. */
sr_judgement sr_judge(const sr_plan_indicator *indicator, const sr_result *result, sr_period period);

/* The same against this target, which may be NULL. */
sr_judgement sr_judge_by(const sr_plan_indicator *indicator, const sr_result *result, sr_period period, const sr_target *target);

#endif
