/*
 * A small real edition: rows go through the engine's measure and release, nothing is pretended.
 *
 * One data set `cases` of 24 months to the end of October 2026 with county (a list), service (no list; one name is an attempt at a
 * script), and whether the first contact was on time. Harju 60 cases a month, Ida-Viru 30, Järva 8, Lääne 4, Hiiu 2, and 6 without a county.
 *
 *   M02  count(*)            new cases, by county
 *   T01  share(on_time)      target at least 95 %, warning from 90 %; by county, service, and both crossed
 *
 * With k = 5 Lääne and Hiiu stand in one row and the crossed breakdown is hidden.
 */
#ifndef SR_TESTS_SUPPORT_EDITION_H
#define SR_TESTS_SUPPORT_EDITION_H

#include "output/compose.h"

typedef struct sr_test_edition {
    sr_arena *arena;
    const sr_plan *plan;
    const sr_released *released;
    sr_compose_request request;     // a report of M02 and T01 in one section; change the language as you like
} sr_test_edition;

/* `threshold` is k. Fails the test when anything goes wrong. */
void sr_test_edition_make(sr_test_edition *edition, uint32_t threshold, sr_language language);
/* The same with another target: at least so many per cent on time, warning from five below. */
void sr_test_edition_make_with_target(sr_test_edition *edition, uint32_t threshold, sr_language language, int target_percent);
void sr_test_edition_free(sr_test_edition *edition);

/* The edition composed. */
const sr_report *sr_test_edition_compose(const sr_test_edition *edition);

#endif
