#include "engine/period.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define MONDAY_BEFORE_ZERO 3    // day 0, 1 January 1970, is a Thursday

/* How many months a period has; days and weeks have so many days instead. */
static const struct {
    const char *name;
    int32_t months;
    int32_t days;
    int32_t days_before_zero;   // of the period in which day 0 lies
} GRAINS[SR_GRAIN_COUNT] = {
    [SR_GRAIN_DAY] = {"day", 0, 1, 0},         [SR_GRAIN_WEEK] = {"week", 0, 7, MONDAY_BEFORE_ZERO},
    [SR_GRAIN_MONTH] = {"month", 1, 0, 0},     [SR_GRAIN_QUARTER] = {"quarter", 3, 0, 0},
    [SR_GRAIN_HALF] = {"half", 6, 0, 0},       [SR_GRAIN_YEAR] = {"year", 12, 0, 0},
    [SR_GRAIN_YTD] = {"ytd", 1, 0, 0},
};

static int32_t get_months(sr_grain grain)
{
    assert(grain < SR_GRAIN_COUNT);
    return GRAINS[grain].months;
}

bool sr_grain_has_months(sr_grain grain)
{
    return get_months(grain) > 0;
}

/* Rounded down, whatever the signs; b > 0. */
static int32_t divide(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

sr_period sr_period_of_day(sr_grain grain, sr_day day)
{
    int32_t months = get_months(grain);
    if (months == 0)
        return (sr_period){grain, divide(day + GRAINS[grain].days_before_zero, GRAINS[grain].days)};
    sr_civil civil = sr_day_to_civil(day);
    return (sr_period){grain, (civil.year * 12 + civil.month - 1) / months};
}

/* First day of a month counted from year 0; one month past year 9999 is the day after the last. */
static sr_day get_month_first(int32_t month_number)
{
    return month_number >= 10000 * 12 ? SR_DAY_MAX + 1 : sr_day_from_civil(month_number / 12, month_number % 12 + 1, 1);
}

sr_day sr_period_get_first(sr_period period)
{
    int32_t months = get_months(period.grain);
    if (months == 0)
        return period.number * GRAINS[period.grain].days - GRAINS[period.grain].days_before_zero;
    return get_month_first(period.grain == SR_GRAIN_YTD ? period.number / 12 * 12 : period.number * months);
}

sr_day sr_period_get_last(sr_period period)
{
    int32_t months = get_months(period.grain);
    sr_day last = months == 0 ? sr_period_get_first(sr_period_add(period, 1)) : get_month_first((period.number + 1) * months);
    return last <= SR_DAY_MAX ? last : SR_DAY_MAX + 1;
}

sr_period sr_period_add(sr_period period, int32_t n)
{
    return (sr_period){period.grain, period.number + n};
}

sr_period sr_period_get_last_complete(sr_grain grain, sr_day as_of)
{
    sr_period period = sr_period_of_day(grain, as_of);
    return sr_period_get_last(period) <= as_of ? period : sr_period_add(period, -1);
}

bool sr_period_get_year_ago(sr_period period, sr_period *ago)
{
    int32_t months = get_months(period.grain);
    if (period.grain == SR_GRAIN_DAY || period.grain == SR_GRAIN_YEAR)
        return false;
    if (months > 0) {
        *ago = sr_period_add(period, -12 / months);
        return true;
    }
    int32_t year, week, found_year, found_week;
    sr_day_get_iso_week(sr_period_get_first(period), &year, &week);
    *ago = sr_period_add(period, -52);
    sr_day_get_iso_week(sr_period_get_first(*ago), &found_year, &found_week);
    if (found_week != week)
        *ago = sr_period_add(period, -53);
    sr_day_get_iso_week(sr_period_get_first(*ago), &found_year, &found_week);
    return found_week == week && found_year == year - 1;
}

const char *sr_grain_get_name(sr_grain grain)
{
    assert(grain < SR_GRAIN_COUNT);
    return GRAINS[grain].name;
}

bool sr_grain_find(sr_text name, sr_grain *grain)
{
    for (int i = 0; i < SR_GRAIN_COUNT; i++) {
        if (sr_text_is(name, sr_text_from(GRAINS[i].name))) {
            *grain = (sr_grain)i;
            return true;
        }
    }
    return false;
}

void sr_period_write(sr_period period, char out[16])
{
    int32_t number = period.number;
    int32_t year, week;
    switch (period.grain) {
    case SR_GRAIN_DAY: sr_date_write_iso(number, out); break;
    case SR_GRAIN_WEEK:
        sr_day_get_iso_week(sr_period_get_first(period), &year, &week);
        snprintf(out, 16, "%04d-W%02d", (int)year, (int)week);
        break;
    case SR_GRAIN_QUARTER: snprintf(out, 16, "%04d-Q%d", (int)(number / 4), (int)(number % 4 + 1)); break;
    case SR_GRAIN_HALF: snprintf(out, 16, "%04d-H%d", (int)(number / 2), (int)(number % 2 + 1)); break;
    case SR_GRAIN_YEAR: snprintf(out, 16, "%04d", (int)number); break;
    case SR_GRAIN_MONTH:
    case SR_GRAIN_YTD:
    case SR_GRAIN_COUNT: snprintf(out, 16, "%04d-%02d", (int)(number / 12), (int)(number % 12 + 1)); break;
    }
}

static bool parse_week(sr_text text, sr_period *period)
{
    char date[11] = "0000-01-04";   // always in week 1
    sr_day day;
    int32_t year, week;
    memcpy(date, text.data, 4);
    if (sr_text_count_digits(text, 6) != 2 || !sr_date_parse_iso(sr_text_from(date), &day))
        return false;
    int32_t wanted = (text.data[6] - '0') * 10 + text.data[7] - '0';
    sr_period found = sr_period_add(sr_period_of_day(SR_GRAIN_WEEK, day), wanted - 1);
    if (wanted < 1 || sr_period_get_first(found) > SR_DAY_MAX)
        return false;
    sr_day_get_iso_week(sr_period_get_first(found), &year, &week);
    if (week != wanted)
        return false;
    *period = found;
    return true;
}

/* Each form is completed to a date, so that years, months and days are checked in one place. */
bool sr_period_parse(sr_text text, sr_period *period)
{
    char date[11] = "0000-01-01";
    char sign = text.size > 5 ? text.data[5] : '\0';
    sr_grain grain = SR_GRAIN_DAY;
    if (text.size == 8 && sign == 'W' && text.data[4] == '-')
        return parse_week(text, period);
    bool is_part = text.size == 7 && (sign == 'Q' || sign == 'H');
    if (is_part && (text.data[6] < '1' || text.data[6] > (sign == 'Q' ? '4' : '2')))
        return false;
    if (text.size == 4)
        grain = SR_GRAIN_YEAR;
    else if (text.size == 7)
        grain = !is_part ? SR_GRAIN_MONTH : sign == 'Q' ? SR_GRAIN_QUARTER : SR_GRAIN_HALF;
    else if (text.size != 10)
        return false;
    memcpy(date, text.data, is_part ? 5 : text.size);
    if (is_part)
        memcpy(date + 5, &"010407100107"[(text.data[6] - '1') * 2 + (sign == 'H' ? 8 : 0)], 2);
    sr_day day;
    if (!sr_date_parse_iso(sr_text_from(date), &day))
        return false;
    *period = sr_period_of_day(grain, day);
    return true;
}
