/*
 * Counting goes by whole weeks for Monday to Friday and by years for the holidays among them, so that its cost does not
 * depend on how many days lie between.
 */
#include "engine/calendar.h"

#include <assert.h>

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

#define JUMP_MIN 16     // so many days in a row always hold a day off
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

bool sr_calendar_is_workday(sr_day day)
{
    return is_weekday(day) && !sr_calendar_is_holiday(day);
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

int32_t sr_calendar_count_workdays(sr_day a, sr_day b)
{
    if (b < a)
        return -sr_calendar_count_workdays(b, a);
    if (a == b)
        return 0;
    int32_t count = count_weekdays_until(b) - count_weekdays_until(a);
    if (b - a < 3 && count == 0)
        return 0;   // a weekend
    int32_t last_year = sr_day_to_civil(b).year;
    for (int32_t year = sr_day_to_civil(a).year; year <= last_year; year++)
        count -= count_holidays(year, a, b);
    return count;
}

sr_day sr_calendar_add_workdays(sr_day day, int32_t n)
{
    assert(n >= 1);
    /* n days hold fewer than n working days: go as far at once, as long as that saves looking at each. */
    while (n > JUMP_MIN && day < SR_DAY_MAX) {
        int32_t step = n < SR_DAY_MAX - day ? n : SR_DAY_MAX - day;
        n -= sr_calendar_count_workdays(day, day + step);
        day += step;
    }
    while (n > 0 && day < SR_DAY_MAX) {
        day++;
        n -= sr_calendar_is_workday(day);
    }
    return day;
}

sr_day sr_calendar_move_off(sr_day day)
{
    while (day < SR_DAY_MAX && !sr_calendar_is_workday(day))
        day++;
    return day;
}
