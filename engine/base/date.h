/*
 * Dates as days since 1970-01-01 in the proleptic Gregorian calendar, years 0001 to 9999.
 *
 * Pure functions. Spans are half-open: [first, last).
 * Source of the day arithmetic: Howard Hinnant, "chrono-compatible low-level date algorithms".
 */
#ifndef SR_ENGINE_BASE_DATE_H
#define SR_ENGINE_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/text.h"

typedef int32_t sr_day;     // days since 1970-01-01

#define SR_DAY_MIN (-719162)    // 0001-01-01
#define SR_DAY_MAX 2932896      // 9999-12-31

typedef struct sr_civil {
    int32_t year;       // 1 to 9999
    uint8_t month;      // 1 to 12
    uint8_t day;        // 1 to 31
} sr_civil;

bool sr_date_is_civil(int32_t year, int32_t month, int32_t day);    // does that date exist?
sr_day sr_day_from_civil(int32_t year, int32_t month, int32_t day); // it exists
sr_civil sr_day_to_civil(sr_day day);
int sr_day_get_weekday(sr_day day);             // 1 Monday to 7 Sunday (ISO 8601)
void sr_day_get_iso_week(sr_day day, int32_t *year, int32_t *week);    // week 1 to 53; the year it belongs to

/* The day is cut to the month's length: 31.01 + 1 month = 28.02; the result to SR_DAY_MIN and SR_DAY_MAX. */
sr_day sr_day_add_months(sr_day day, int32_t months);

/*
 * Reads a date in a declared format. Words of a format: yyyy yy mm m dd d Mon (English short month, any case),
 * HH MM SS (read and checked, not kept); all other characters stand for themselves. `m` and `d` take one or two digits.
 * `yy` is 2000 to 2069 for 00 to 69 and 1970 to 1999 for 70 to 99. The whole text must be used.
 */
bool sr_date_parse(sr_text text, sr_text format, sr_day *day);
bool sr_date_is_format(sr_text format);         // knows year, month and day once each

/* Is there a text that both formats read, as two days? `dd/mm/yyyy` and `mm/dd/yyyy`: 01/02/2025. */
bool sr_date_is_ambiguous(sr_text format, sr_text other_format);

/* yyyy-mm-dd */
bool sr_date_parse_iso(sr_text text, sr_day *day);
void sr_date_write_iso(sr_day day, char out[11]);

/* The day that somebody meant who writes dates in another way: 31.1.2026, 2026/1/31. For advice only; false: none. */
bool sr_date_suggest_iso(sr_text text, char out[11]);

#endif
