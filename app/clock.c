#include "app/clock.h"

#include <stdio.h>
#include <time.h>

sr_day sr_clock_get_today(void)
{
    time_t now = time(NULL);
    struct tm local;
    if (localtime_r(&now, &local) == NULL)
        return (sr_day)(now / 86400);
    return sr_day_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

void sr_clock_write_now(char out[21])
{
    time_t now = time(NULL);
    char date[11];
    sr_date_write_iso((sr_day)(now / 86400), date);
    unsigned second = (unsigned)(now % 86400);
    snprintf(out, 21, "%.10sT%02u:%02u:%02uZ", date, second / 3600 % 24, second / 60 % 60, second % 60);
}

bool sr_clock_settle(const char *as_of_text, sr_day *as_of, sr_error *err)
{
    if (as_of_text == NULL) {
        *as_of = sr_clock_get_today();
        return true;
    }
    if (!sr_date_parse_iso(sr_text_from(as_of_text), as_of))
        return sr_fail(err, SR_USAGE, "--as-of \"%s\" is not a date; write it as 2026-11-02", as_of_text);
    return true;
}
