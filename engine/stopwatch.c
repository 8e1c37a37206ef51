/*
 * Both ways go along the settled stops: between two of them the clock runs.
 */
#include "engine/stopwatch.h"

uint32_t sr_stops_settle(sr_stop *stops, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        sr_stop stop = stops[i];
        uint32_t place = kept;
        if (stop.to <= stop.from)
            continue;
        for (; place > 0 && stops[place - 1].from > stop.from; place--)
            stops[place] = stops[place - 1];
        stops[place] = stop;
        kept++;
    }
    uint32_t joined = 0;
    for (uint32_t i = 0; i < kept; i++) {
        if (joined == 0 || stops[i].from > stops[joined - 1].to)
            stops[joined++] = stops[i];
        else if (stops[i].to > stops[joined - 1].to)
            stops[joined - 1].to = stops[i].to;
    }
    return joined;
}

static int64_t count_days(sr_counting counting, sr_day a, sr_day b)
{
    return counting.is_workdays ? sr_calendar_count_workdays(counting.calendar, a, b) : (int64_t)b - a;
}

int64_t sr_stopwatch_count(sr_counting counting, sr_day a, sr_day b, const sr_stop *stops, uint32_t stop_count)
{
    if (b < a)
        return -sr_stopwatch_count(counting, b, a, stops, stop_count);
    int64_t count = count_days(counting, a, b);
    for (uint32_t i = 0; i < stop_count; i++) {
        sr_day from = stops[i].from > a ? stops[i].from : a;
        sr_day to = stops[i].to < b ? stops[i].to : b;
        count -= from < to ? count_days(counting, from, to) : 0;
    }
    return count;
}

/* The n-th day that counts after `day`, without stops; beyond SR_DAY_MAX is SR_DAY_MAX + 1. */
static int64_t add_days(sr_counting counting, sr_day day, int64_t n)
{
    if (n > SR_DAY_MAX - day)
        return (int64_t)SR_DAY_MAX + 1;
    if (!counting.is_workdays || n == 0)
        return day + n;
    sr_day found = sr_calendar_add_workdays(counting.calendar, day, (int32_t)n);
    return sr_calendar_count_workdays(counting.calendar, day, found) < n ? (int64_t)SR_DAY_MAX + 1 : found;
}

bool sr_stopwatch_find_deadline(sr_counting counting, sr_day start, int64_t n, const sr_stop *stops, uint32_t stop_count, sr_day *deadline,
                                bool *is_beyond)
{
    sr_day day = start;
    *is_beyond = false;
    for (uint32_t i = 0; i < stop_count; i++) {
        if (stops[i].to <= day)
            continue;
        int64_t running = stops[i].from > day ? count_days(counting, day, stops[i].from) : 0;
        if (n <= running)
            break;
        if (stops[i].to == SR_DAY_MAX)
            return false;
        n -= running;
        day = stops[i].to;
    }
    int64_t found = add_days(counting, day, n);
    *is_beyond = found > SR_DAY_MAX;
    if (*is_beyond)
        return false;
    *deadline = sr_calendar_move_off(counting.calendar, (sr_day)found);
    return true;
}
