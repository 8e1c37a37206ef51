/*
 * Small exports for tests of input: written to a file of their own, read, and shown as text that a test can compare.
 */
#ifndef SR_TESTS_SUPPORT_EXPORT_H
#define SR_TESTS_SUPPORT_EXPORT_H

#include "engine/base/finding.h"
#include "input/records.h"

/* A new file with these bytes in a directory that is removed at the end; path in the arena. */
const char *sr_test_write_export(sr_text bytes, const char *name, sr_arena *arena);

/* The dialect of a file in UTF-8 with commas, quotes and a header. */
sr_dialect sr_test_dialect(void);

/* Everything the records give, a line a record: "1:3 a|b|c" with the physical line and byte offset; "3:17 !row.nul" for a problem. */
sr_text sr_test_dump_records(const char *path, sr_dialect *dialect, sr_arena *arena, sr_findings *findings);

/* All findings, a line each, as sr_finding_print writes them but with the file's name alone. */
sr_text sr_test_dump_findings(const sr_findings *findings, sr_arena *arena);

#endif
