/*
 * The report as one self-contained HTML page: no script, nothing fetched, printable, readable at 320 px, WCAG 2.1 AA.
 */
#ifndef SR_OUTPUT_PAGE_H
#define SR_OUTPUT_PAGE_H

#include "output/report.h"

SR_MUST_USE bool sr_page_write(const sr_report *report, sr_arena *arena, sr_text *html, sr_error *err);

#endif
