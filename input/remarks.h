/*
 * What is told of a record at its place in the file: why it cannot be split, quotes where none are due, an end of line that is not usual.
 *
 * Codes: those of records.h. What is a matter of the file and not of one record is told once.
 */
#ifndef SR_INPUT_REMARKS_H
#define SR_INPUT_REMARKS_H

#include "engine/base/finding.h"
#include "input/encoding.h"
#include "input/spans.h"

typedef struct sr_remarks {
    sr_findings *findings;
    bool is_end_told;
    bool is_cr_told;
} sr_remarks;

/* A span in the text where it was found. */
typedef struct sr_stretch {
    const char *path;
    const sr_encoding *encoding;    // of the file
    sr_text text;
    const sr_span *span;
} sr_stretch;

/* The place in the file of a byte inside the span, or of the end of the text. */
sr_where sr_stretch_locate(const sr_stretch *stretch, size_t at);

/* `problem` is the code of what stands at `at` and spoils the record. Of a quote that is never closed the text reaches to the end of the file. */
SR_MUST_USE bool sr_remarks_add_problem(sr_remarks *remarks, const sr_stretch *stretch, const char *problem, size_t at, sr_error *err);

/* Text behind closing quotes, quotes inside fields that do not begin with one. */
SR_MUST_USE bool sr_remarks_add_quotes(sr_remarks *remarks, const sr_stretch *stretch, const sr_span_rules *rules, sr_error *err);

/* The span ends in a CR that no LF follows: at the last character of the line. */
SR_MUST_USE bool sr_remarks_add_lone_cr(sr_remarks *remarks, const sr_stretch *stretch, sr_error *err);

#endif
