/*
 * Periods: a grain and the half-open span of days [first, last).
 *
 * `number` counts periods of a grain in time order without gaps, so period + 1 is the next one:
 * day: days since 1970; week: weeks of ISO 8601 (Monday to Sunday) since that of 1 January 1970; month: year * 12 + month - 1;
 * quarter: year * 4 + quarter - 1; half: year * 2 + half - 1; year: year.
 * Year to date (SR_YTD) has one period a month: from 1 January to the end of that month; its number is the month's.
 */
#ifndef SR_ENGINE_PERIOD_H
#define SR_ENGINE_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/date.h"

typedef enum sr_grain {
    SR_GRAIN_DAY,
    SR_GRAIN_WEEK,
    SR_GRAIN_MONTH,
    SR_GRAIN_QUARTER,
    SR_GRAIN_HALF,
    SR_GRAIN_YEAR,
    SR_GRAIN_YTD,
    SR_GRAIN_COUNT
} sr_grain;

typedef struct sr_period {
    sr_grain grain;
    int32_t number;
} sr_period;

sr_period sr_period_of_day(sr_grain grain, sr_day day);
sr_day sr_period_get_first(sr_period period);   // first day in it
sr_day sr_period_get_last(sr_period period);    // first day after it
sr_period sr_period_add(sr_period period, int32_t n);
sr_period sr_period_get_last_complete(sr_grain grain, sr_day as_of);    // ends on or before as_of


/*
 * The same period a year before: the week with the same number, the month, quarter or half of the same name. False when there is none:
 * a week 53 of a year with 52, and days and years, which have no such name.
 */
bool sr_period_get_year_ago(sr_period period, sr_period *ago);

/* Made of whole months, so that the states of months add up to it. */
bool sr_grain_has_months(sr_grain grain);

const char *sr_grain_get_name(sr_grain grain);              // "day", "week", "month", "quarter", "half", "year", "ytd"
bool sr_grain_find(sr_text name, sr_grain *grain);

/* 2026-10-31, 2026-W44, 2026-10, 2026-Q4, 2026-H2, 2026, 2026-10 (year to date). */
void sr_period_write(sr_period period, char out[16]);
bool sr_period_parse(sr_text text, sr_period *period);      // all but a year to date, by its form

#endif
