/*
 * Working days: Monday to Friday without public holidays.
 *
 * Estonian public holidays by rule, with validity (Pühade ja tähtpäevade seadus): 1 January, 24 February, Good Friday,
 * 1 May, 23 and 24 June, 20 August (from 1998), 24 December (from 2005), 25 and 26 December; Easter Sunday and
 * Pentecost always fall on a Sunday. Easter by the Gregorian computus (Meeus/Jones/Butcher).
 */
#ifndef SR_ENGINE_CALENDAR_H
#define SR_ENGINE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/date.h"

bool sr_calendar_is_holiday(sr_day day);
bool sr_calendar_is_workday(sr_day day);

/* How many working days lie in (a, b]: day a is not counted, day b is. Negative when b < a: -(days in (b, a]). */
int32_t sr_calendar_count_workdays(sr_day a, sr_day b);

/* The n-th working day after `day`, n >= 1; at most SR_DAY_MAX. */
sr_day sr_calendar_add_workdays(sr_day day, int32_t n);

/* The day itself when it is a working day, else the next one: deadlines move off days off. */
sr_day sr_calendar_move_off(sr_day day);

#endif
