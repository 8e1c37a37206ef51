/*
 * Days that count: from a start to an end, without those on which the clock stood; and deadlines, which are the other way round.
 *
 * The first day is not counted: days lie in (a, b], as those of the rules of procedure do. A stop (from, to] takes its days out: the clock
 * still runs on the day on which it is stopped, and runs again from the day after its end: what arrives on that day starts it. Stops may
 * overlap and come in any order; a day counts at most once. Pure functions.
 */
#ifndef SR_ENGINE_STOPWATCH_H
#define SR_ENGINE_STOPWATCH_H

#include "engine/calendar.h"

#define SR_STOPS_MAX 4

/* What counts: every day, or working days. Deadlines move off the days off of the calendar either way. */
typedef struct sr_counting {
    bool is_workdays;
    const sr_calendar *calendar;        // NULL: the Estonian one
} sr_counting;

typedef struct sr_stop {
    sr_day from;        // the last day on which the clock ran
    sr_day to;          // the last day on which it stood; SR_DAY_MAX when it still stands
} sr_stop;

/* In order of time, apart from each other, without those that are empty: how many are left. At most SR_STOPS_MAX. */
uint32_t sr_stops_settle(sr_stop *stops, uint32_t count);

/* How many days count from a to b; the stops are settled. Negative when b < a: -(days from b to a). */
int64_t sr_stopwatch_count(sr_counting counting, sr_day a, sr_day b, const sr_stop *stops, uint32_t stop_count);

/*
 * The day on which `n` days from `start` have counted, moved to the next working day when it is a day off; n >= 0. False when the clock
 * stands before it gets there and nobody knows until when, or when the day lies beyond SR_DAY_MAX (then *is_beyond).
 */
bool sr_stopwatch_find_deadline(sr_counting counting, sr_day start, int64_t n, const sr_stop *stops, uint32_t stop_count, sr_day *deadline,
                                bool *is_beyond);

#endif
