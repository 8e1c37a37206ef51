/*
 * Working days: Monday to Friday without public holidays; and calendars of a house of its own, which add days off, or working days.
 *
 * Estonian public holidays by rule, with validity (Pühade ja tähtpäevade seadus): 1 January, 24 February, Good Friday,
 * 1 May, 23 and 24 June, 20 August (from 1998), 24 December (from 2005), 25 and 26 December; Easter Sunday and
 * Pentecost always fall on a Sunday. Easter by the Gregorian computus (Meeus/Jones/Butcher).
 */
#ifndef SR_ENGINE_CALENDAR_H
#define SR_ENGINE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/error.h"

/* What a calendar says of a day, or of a day of every year. */
typedef struct sr_calendar_entry {
    bool is_yearly;             // `month` and `day` of every year, else the one day `first`
    uint8_t month;
    uint8_t day;
    sr_day first;               // yearly: valid in [first, last); SR_DAY_MIN and SR_DAY_MAX where it is always
    sr_day last;
    bool is_workday;            // also on a Saturday or a public holiday; else a day off
} sr_calendar_entry;

/* Where functions take a calendar, NULL is the Estonian one: the public holidays below and nothing else. */
typedef struct sr_calendar sr_calendar;

/*
 * Public holidays, or none, with these entries over them. Of two that speak of a day the later one holds, but a single day always
 * beats a yearly one. A 29 February is there in leap years. The entries are copied.
 */
SR_MUST_USE bool sr_calendar_new(bool has_public_holidays, const sr_calendar_entry *entries, size_t count, sr_arena *arena,
                                 const sr_calendar **calendar, sr_error *err);

bool sr_calendar_is_holiday(sr_day day);        // a public holiday, by rule
bool sr_calendar_is_workday(const sr_calendar *calendar, sr_day day);

/* How many working days lie in (a, b]: day a is not counted, day b is. Negative when b < a: -(days in (b, a]). */
int32_t sr_calendar_count_workdays(const sr_calendar *calendar, sr_day a, sr_day b);

/* The n-th working day after `day`, n >= 1; at most SR_DAY_MAX. */
sr_day sr_calendar_add_workdays(const sr_calendar *calendar, sr_day day, int32_t n);

/* The day itself when it is a working day, else the next one: deadlines move off days off. */
sr_day sr_calendar_move_off(const sr_calendar *calendar, sr_day day);

#endif
