/*
 * Confidence intervals.
 *
 * Pure functions: no memory, no state, safe from any thread. No NaN comes out of a call within its domain.
 */
#ifndef SR_ENGINE_STATS_INTERVAL_H
#define SR_ENGINE_STATS_INTERVAL_H

#include "engine/base/macros.h"

#include <stdbool.h>

typedef struct sr_interval {
    double lower;
    double upper;
} sr_interval;

/* Switches off GSL's handler, which would abort the program. Called once by main and by tests. */
void sr_stats_init(void);

/*
 * Wilson score interval for a proportion.
 *
 *   events  [count]  0 <= events <= trials
 *   trials  [count]  > 0; a zero denominator is a cell state, settled by the caller
 *   level   [share]  0 < level < 1, usually 0.95
 *   result  [share]  0 <= lower <= events / trials <= upper <= 1
 *
 * Source: Wilson (1927), JASA 22:209-212; checked against Newcombe (1998), Stat Med 17:857-872, table I, method 3.
 */
sr_interval sr_interval_wilson(double events, double trials, double level);

/*
 * Interval for a count of events of a Poisson process: exact below 10 events, Byar's approximation from 10 on.
 *
 *   events  [count]  >= 0
 *   level   [share]  0 < level < 1
 *   result  [count]  0 <= lower <= events <= upper; divide by the denominator for a rate
 *
 * Source: Garwood (1936), Biometrika 28:437-442 (exact, through the chi-squared distribution);
 * Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69 (Byar); the switch at 10 as in PHE technical guidance.
 */
sr_interval sr_interval_poisson(double events, double level);
bool sr_interval_poisson_is_exact(double events);   // which of the two it was

/*
 * Student's t interval for a mean.
 *
 *   mean       any finite number
 *   deviation  sample standard deviation, >= 0
 *   n          [count]  >= 2
 *
 * Source: Student (1908), Biometrika 6:1-25; the quantile from gsl_cdf_tdist_Pinv.
 */
sr_interval sr_interval_mean(double mean, double deviation, double n, double level);

#endif
