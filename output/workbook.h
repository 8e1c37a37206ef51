/*
 * The report as an accessible workbook: cover, contents, notes, methodology, one table a sheet as a real Excel table,
 * native charts with alt text. The home of libxlsxwriter.
 *
 * libxlsxwriter crashes or lies when memory or its temporary directory fails, so the workbook is made in a child
 * process (output/child.h) and then verified: zip checksums, every part well formed, rows and cells as many as the report has.
 */
#ifndef SR_OUTPUT_WORKBOOK_H
#define SR_OUTPUT_WORKBOOK_H

#include "output/report.h"

/* Makes the workbook in a child at `path` and verifies it. Same report, same bytes. */
SR_MUST_USE bool sr_workbook_write(const sr_report *report, const char *path, sr_error *err);

#endif
