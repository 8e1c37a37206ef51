/*
 * What is said of a row that has more or fewer fields than it must: by whoever knows how many that is.
 */
#ifndef SR_INPUT_WIDTH_H
#define SR_INPUT_WIDTH_H

#include "engine/base/finding.h"
#include "input/records.h"

/* Says under the code, at the beginning of the record, that it has not `width` fields; `as` is how that is known: "as in the header". */
SR_MUST_USE bool sr_width_say(sr_findings *findings, const char *path, const char *code, const sr_record *record, size_t width, const char *as,
                              sr_error *err);

/* A row of more fields than `width`, of which those too many are empty: harmless, but told (`row.extra_empty`). */
SR_MUST_USE bool sr_width_say_extra(sr_findings *findings, const char *path, const sr_record *record, size_t width, const char *as,
                                    sr_error *err);

#endif
