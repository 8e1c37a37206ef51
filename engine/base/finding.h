/*
 * A finding is something seire noticed about rules or data. It does not stop the run by itself.
 *
 * Findings are collected in one pass. The same (code, file, subject) is counted without limit; of each such
 * kind the first SR_FINDINGS_SHOWN are kept with their places, so a million bad rows cost no memory.
 * No clear personal value may be put into `found`: a value of the data is written by sr_personal_write_shown.
 */
#ifndef SR_ENGINE_BASE_FINDING_H
#define SR_ENGINE_BASE_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"

#define SR_FINDINGS_SHOWN 10    // kept with their place for each (code, file, subject)

typedef enum sr_severity {
    SR_NOTE,        // worth knowing: what was detected, what was left out by rule
    SR_CAUTION,     // a person should look: a bad value, a row set aside
    SR_ERROR        // must be mended: a rule that cannot be used, data over its tolerance
} sr_severity;

typedef struct sr_finding {
    const char *code;       // a stable word, `row.ragged`, `value.date`, `rules.unknown_key`; static storage
    sr_severity severity;
    sr_where where;
    const char *subject;    // data set, column or key it is about; NULL when none
    const char *found;      // what stood there, masked where it must be
    const char *expected;   // what could have stood there
    const char *hint;       // how to mend it; NULL when there is nothing to say
} sr_finding;

/* All findings of one kind. */
typedef struct sr_finding_group {
    const char *code;
    const char *path;
    const char *subject;
    sr_severity severity;
    uint64_t count;         // how many there were; `shown` of them have places
    size_t shown;
    const sr_finding *first[SR_FINDINGS_SHOWN];
} sr_finding_group;

typedef struct sr_findings sr_findings;

SR_MUST_USE sr_findings *sr_findings_new(sr_arena *arena);  // NULL when there is no memory

/* Copies all texts. Returns false only when there is no memory. */
SR_MUST_USE bool sr_findings_add(sr_findings *findings, const sr_finding *finding, sr_error *err);

/* The same with a formatted `found`; the other texts as given. */
SR_MUST_USE bool sr_findings_addf(sr_findings *findings, sr_severity severity, const char *code, sr_where where,
                                  const char *subject, const char *expected, const char *hint, sr_error *err,
                                  const char *found_format, ...) SR_PRINTF(9, 10);

/* Another of this kind would be kept with its texts: only then they need be made. False without memory. */
bool sr_findings_has_room(sr_findings *findings, const char *code, const char *path, const char *subject);

size_t sr_findings_count_groups(const sr_findings *findings);
const sr_finding_group *sr_findings_get_group(const sr_findings *findings, size_t index);   // in order of first appearance
uint64_t sr_findings_count(const sr_findings *findings, sr_severity severity);  // of exactly this severity

/* "path:line:column: severity: found; expected ...; hint [code]" without a line end; length as snprintf. */
int sr_finding_print(const sr_finding *finding, char *out, size_t size);

#endif
