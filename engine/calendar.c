/*
 * Counting goes by whole weeks for Monday to Friday and by years for the holidays among them, so that its cost does not
 * depend on how many days lie between. What a calendar of its own says is counted as a change to that: single days by their sums, which
 * are made once, yearly ones year by year.
 */
#include "engine/calendar.h"

#include <assert.h>
#include <stdlib.h>

/* Holidays with a fixed date, and the first year they were days off. */
typedef struct fixed_holiday {
    uint8_t month;
    uint8_t day;
    int32_t year_from;
} fixed_holiday;

static const fixed_holiday fixed_holidays[] = {
    {1, 1, 1},   // New Year
    {2, 24, 1},  // Independence Day
    {5, 1, 1},   // Spring Day
    {6, 23, 1},  // Victory Day
    {6, 24, 1},  // Midsummer Day
    {8, 20, 1998},  // Restoration of Independence
    {12, 24, 2005}, // Christmas Eve
    {12, 25, 1}, // Christmas Day
    {12, 26, 1}, // Boxing Day
};

#define JUMP_MIN 16
#define FIXED_COUNT (sizeof(fixed_holidays) / sizeof(fixed_holidays[0]))

/* Meeus, Astronomical Algorithms (1991), chapter 8: valid for every Gregorian year. */
static sr_day get_easter(int32_t year)
{
    int32_t a = year % 19;
    int32_t b = year / 100;
    int32_t c = year % 100;
    int32_t g = (8 * b + 13) / 25;
    int32_t h = (19 * a + b - b / 4 - g + 15) % 30;
    int32_t m = (a + 11 * h) / 319;
    int32_t r = (2 * (b % 4) + 2 * (c / 4) - c % 4 - h + m + 32) % 7;
    int32_t month = (h - m + r + 90) / 25;
    return sr_day_from_civil(year, month, (h - m + r + month + 19) % 32);
}

/* Easter Sunday and Pentecost, the fiftieth day of Easter, are holidays; they take no working day. */
static bool is_easter_holiday(sr_day day, int32_t year)
{
    sr_day easter = get_easter(year);
    return day == easter - 2 || day == easter || day == easter + 49;
}

bool sr_calendar_is_holiday(sr_day day)
{
    sr_civil civil = sr_day_to_civil(day);
    for (size_t i = 0; i < FIXED_COUNT; i++) {
        const fixed_holiday *holiday = &fixed_holidays[i];
        if (civil.month == holiday->month && civil.day == holiday->day && civil.year >= holiday->year_from)
            return true;
    }
    return civil.month >= 3 && civil.month <= 6 && is_easter_holiday(day, civil.year);
}

static bool is_weekday(sr_day day)
{
    return sr_day_get_weekday(day) <= 5;
}

/* A day that a calendar speaks of. */
typedef struct single_day {
    sr_day day;
    uint32_t order;             // of its entry; the later one holds
    bool is_workday;
    int32_t change;             // working days that all single days up to and with this one add or take
} single_day;

struct sr_calendar {
    bool has_public_holidays;
    uint32_t single_count;      // by day, each once
    single_day *singles;
    uint32_t yearly_count;
    sr_calendar_entry *yearly;  // in the order of the entries
};

static bool has_public_holidays(const sr_calendar *calendar)
{
    return calendar == NULL || calendar->has_public_holidays;
}

static bool is_workday_by_rule(const sr_calendar *calendar, sr_day day)
{
    return is_weekday(day) && !(has_public_holidays(calendar) && sr_calendar_is_holiday(day));
}

/* How many single days are not after `day`. */
static uint32_t count_singles(const sr_calendar *calendar, sr_day day)
{
    uint32_t first = 0;
    uint32_t last = calendar->single_count;
    while (first < last) {
        uint32_t middle = first + (last - first) / 2;
        if (calendar->singles[middle].day <= day)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

static const single_day *find_single(const sr_calendar *calendar, sr_day day)
{
    uint32_t count = count_singles(calendar, day);
    return count > 0 && calendar->singles[count - 1].day == day ? &calendar->singles[count - 1] : NULL;
}

/* The last yearly entry that speaks of the day, or NULL. */
static const sr_calendar_entry *find_yearly(const sr_calendar *calendar, sr_day day)
{
    sr_civil civil = sr_day_to_civil(day);
    for (uint32_t i = calendar->yearly_count; i-- > 0;) {
        const sr_calendar_entry *entry = &calendar->yearly[i];
        if (entry->month == civil.month && entry->day == civil.day && entry->first <= day && day < entry->last)
            return entry;
    }
    return NULL;
}

/* Without the single days. */
static bool is_workday_yearly(const sr_calendar *calendar, sr_day day)
{
    const sr_calendar_entry *entry = find_yearly(calendar, day);
    return entry != NULL ? entry->is_workday : is_workday_by_rule(calendar, day);
}

bool sr_calendar_is_workday(const sr_calendar *calendar, sr_day day)
{
    if (calendar == NULL)
        return is_workday_by_rule(NULL, day);
    const single_day *single = find_single(calendar, day);
    return single != NULL ? single->is_workday : is_workday_yearly(calendar, day);
}

static int compare_singles(const void *a, const void *b)
{
    const single_day *x = a;
    const single_day *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* Of equal days the last is kept; then each is compared with what the day would be without it. */
static void settle_singles(sr_calendar *calendar)
{
    uint32_t kept = 0;
    int32_t change = 0;
    if (calendar->single_count > 0)
        qsort(calendar->singles, calendar->single_count, sizeof(calendar->singles[0]), compare_singles);
    for (uint32_t i = 0; i < calendar->single_count; i++)
        if (i + 1 == calendar->single_count || calendar->singles[i + 1].day != calendar->singles[i].day)
            calendar->singles[kept++] = calendar->singles[i];
    calendar->single_count = kept;
    for (uint32_t i = 0; i < kept; i++) {
        single_day *single = &calendar->singles[i];
        change += (int32_t)single->is_workday - (int32_t)is_workday_yearly(calendar, single->day);
        single->change = change;
    }
}

bool sr_calendar_new(bool public_holidays, const sr_calendar_entry *entries, size_t count, sr_arena *arena, const sr_calendar **calendar,
                     sr_error *err)
{
    sr_calendar *made = sr_arena_alloc(arena, 1, sizeof(*made));
    single_day *singles = sr_arena_alloc(arena, count, sizeof(singles[0]));
    sr_calendar_entry *yearly = sr_arena_alloc(arena, count, sizeof(yearly[0]));
    if (made == NULL || singles == NULL || yearly == NULL)
        return sr_fail_memory(err);
    *made = (sr_calendar){.has_public_holidays = public_holidays, .singles = singles, .yearly = yearly};
    for (size_t i = 0; i < count; i++) {
        if (entries[i].is_yearly)
            yearly[made->yearly_count++] = entries[i];
        else
            singles[made->single_count++] = (single_day){.day = entries[i].first, .order = (uint32_t)i, .is_workday = entries[i].is_workday};
    }
    settle_singles(made);
    *calendar = made;
    return true;
}

/* Mondays to Fridays in [SR_DAY_MIN, day]; SR_DAY_MIN is a Monday. */
static int32_t count_weekdays_until(sr_day day)
{
    int32_t days = day - SR_DAY_MIN + 1;
    int32_t rest = days % 7;
    return days / 7 * 5 + (rest < 5 ? rest : 5);
}

/* Holidays of a year in (a, b] that fall on Monday to Friday. */
static int32_t count_holidays(int32_t year, sr_day a, sr_day b)
{
    sr_day good_friday = get_easter(year) - 2;
    int32_t count = good_friday > a && good_friday <= b;
    for (size_t i = 0; i < FIXED_COUNT; i++) {
        const fixed_holiday *holiday = &fixed_holidays[i];
        sr_day day = sr_day_from_civil(year, holiday->month, holiday->day);
        if (year >= holiday->year_from && day > a && day <= b && is_weekday(day) && day != good_friday)
            count++;
    }
    return count;
}

/* What the yearly entries change in a year, in (a, b]: each day is asked of the entry that holds for it. */
static int32_t count_yearly(const sr_calendar *calendar, int32_t year, sr_day a, sr_day b)
{
    int32_t change = 0;
    for (uint32_t i = 0; i < calendar->yearly_count; i++) {
        const sr_calendar_entry *entry = &calendar->yearly[i];
        if (!sr_date_is_civil(year, entry->month, entry->day))
            continue;
        sr_day day = sr_day_from_civil(year, entry->month, entry->day);
        if (day > a && day <= b && find_yearly(calendar, day) == entry)
            change += (int32_t)entry->is_workday - (int32_t)is_workday_by_rule(calendar, day);
    }
    return change;
}

static int32_t get_change(const sr_calendar *calendar, sr_day day)
{
    uint32_t count = count_singles(calendar, day);
    return count == 0 ? 0 : calendar->singles[count - 1].change;
}

int32_t sr_calendar_count_workdays(const sr_calendar *calendar, sr_day a, sr_day b)
{
    if (b < a)
        return -sr_calendar_count_workdays(calendar, b, a);
    if (a == b)
        return 0;
    int32_t count = count_weekdays_until(b) - count_weekdays_until(a);
    if (b - a < 3 && count == 0 && calendar == NULL)
        return 0;   // a weekend
    int32_t last_year = sr_day_to_civil(b).year;
    for (int32_t year = sr_day_to_civil(a).year; year <= last_year; year++) {
        count -= has_public_holidays(calendar) ? count_holidays(year, a, b) : 0;
        count += calendar != NULL ? count_yearly(calendar, year, a, b) : 0;
    }
    return calendar == NULL ? count : count + get_change(calendar, b) - get_change(calendar, a);
}

sr_day sr_calendar_add_workdays(const sr_calendar *calendar, sr_day day, int32_t n)
{
    assert(n >= 1);
    /* n days hold at most n working days: go as far at once, as long as that saves looking at each. */
    while (n > JUMP_MIN && day < SR_DAY_MAX) {
        int32_t step = n < SR_DAY_MAX - day ? n : SR_DAY_MAX - day;
        n -= sr_calendar_count_workdays(calendar, day, day + step);
        day += step;
    }
    while (n > 0 && day < SR_DAY_MAX) {
        day++;
        n -= sr_calendar_is_workday(calendar, day);
    }
    return day;
}

sr_day sr_calendar_move_off(const sr_calendar *calendar, sr_day day)
{
    while (day < SR_DAY_MAX && !sr_calendar_is_workday(calendar, day))
        day++;
    return day;
}
