#include "engine/period.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *const grain_names[SR_GRAIN_COUNT] = {"day", "month", "quarter", "year", "ytd"};

/* How many months a period has, and how many periods a year; a day has neither. */
static int32_t get_months(sr_grain grain)
{
    static const int32_t months[SR_GRAIN_COUNT] = {0, 1, 3, 12, 1};
    assert(grain < SR_GRAIN_COUNT);
    return months[grain];
}

sr_period sr_period_of_day(sr_grain grain, sr_day day)
{
    int32_t months = get_months(grain);
    if (months == 0)
        return (sr_period){grain, day};
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
        return period.number;
    return get_month_first(period.grain == SR_GRAIN_YTD ? period.number / 12 * 12 : period.number * months);
}

sr_day sr_period_get_last(sr_period period)
{
    int32_t months = get_months(period.grain);
    return months == 0 ? period.number + 1 : get_month_first((period.number + 1) * months);
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

const char *sr_grain_get_name(sr_grain grain)
{
    assert(grain < SR_GRAIN_COUNT);
    return grain_names[grain];
}

bool sr_grain_find(sr_text name, sr_grain *grain)
{
    for (int i = 0; i < SR_GRAIN_COUNT; i++) {
        if (sr_text_is(name, sr_text_from(grain_names[i]))) {
            *grain = (sr_grain)i;
            return true;
        }
    }
    return false;
}

void sr_period_write(sr_period period, char out[16])
{
    int32_t number = period.number;
    switch (period.grain) {
    case SR_GRAIN_DAY: sr_date_write_iso(number, out); break;
    case SR_GRAIN_QUARTER: snprintf(out, 16, "%04d-Q%d", (int)(number / 4), (int)(number % 4 + 1)); break;
    case SR_GRAIN_YEAR: snprintf(out, 16, "%04d", (int)number); break;
    case SR_GRAIN_MONTH:
    case SR_GRAIN_YTD:
    case SR_GRAIN_COUNT: snprintf(out, 16, "%04d-%02d", (int)(number / 12), (int)(number % 12 + 1)); break;
    }
}

/* Each form is completed to a date, so that years, months and days are checked in one place. */
bool sr_period_parse(sr_text text, sr_period *period)
{
    char date[11] = "0000-01-01";
    sr_grain grain = SR_GRAIN_DAY;
    bool is_quarter = text.size == 7 && text.data[5] == 'Q';
    if (is_quarter && (text.data[6] < '1' || text.data[6] > '4'))
        return false;
    if (text.size == 4)
        grain = SR_GRAIN_YEAR;
    else if (text.size == 7)
        grain = is_quarter ? SR_GRAIN_QUARTER : SR_GRAIN_MONTH;
    else if (text.size != 10)
        return false;
    memcpy(date, text.data, is_quarter ? 5 : text.size);
    if (is_quarter)
        memcpy(date + 5, &"01040710"[(text.data[6] - '1') * 2], 2);
    sr_day day;
    if (!sr_date_parse_iso(sr_text_from(date), &day))
        return false;
    *period = sr_period_of_day(grain, day);
    return true;
}
