#include "input/width.h"

#include <stdio.h>

bool sr_width_say(sr_findings *findings, const char *path, const char *code, const sr_record *record, size_t width,
                  const char *as, sr_error *err)
{
    char expected[64];
    snprintf(expected, sizeof(expected), "%zu, %s", width, as);
    return sr_findings_addf(findings, SR_CAUTION, code, (sr_where){path, record->line, 1}, NULL, expected,
                            record->field_count > width ? "quote a field that holds the delimiter"
                                                        : "look for a line end inside a field, or a delimiter that is missing",
                            err, "%zu field%s", record->field_count, record->field_count == 1 ? "" : "s");
}

bool sr_width_say_extra(sr_findings *findings, const char *path, const sr_record *record, size_t width, const char *as, sr_error *err)
{
    char expected[64];
    snprintf(expected, sizeof(expected), "%zu, %s", width, as);
    const sr_field *at = &record->fields[width];
    return sr_findings_addf(findings, SR_NOTE, "row.extra_empty", (sr_where){path, at->line, at->column}, NULL, expected, NULL, err,
                            "%zu fields, and those too many are empty", record->field_count);
}
