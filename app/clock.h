/*
 * The only place that reads the clock. What is computed depends on `as_of`, never on the clock.
 */
#ifndef SR_APP_CLOCK_H
#define SR_APP_CLOCK_H

#include "engine/base/date.h"
#include "engine/base/error.h"

sr_day sr_clock_get_today(void);                // the local date, when no --as-of is given
void sr_clock_write_now(char out[21]);          // UTC, 2026-11-02T02:15:00Z

/* --as-of DATE, or today when it is NULL. */
SR_MUST_USE bool sr_clock_settle(const char *as_of_text, sr_day *as_of, sr_error *err);

#endif
