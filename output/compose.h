/*
 * From released cells to a report: choosing, ordering, wording. No form yet.
 *
 * What needs attention comes first: targets not met, then those within the warning zone, then "cannot tell"; at most three
 * sentences, made by rule from the figures, never from a hidden cell.
 */
#ifndef SR_OUTPUT_COMPOSE_H
#define SR_OUTPUT_COMPOSE_H

#include "engine/source.h"
#include "output/report.h"
#include "rules/ruleset.h"

typedef struct sr_compose_request {
    const sr_ruleset *rules;
    const sr_report_rule *report;
    sr_period period;
    uint32_t edition;
    sr_day as_of;
    sr_language language;
    const sr_intake *const *intakes;    // of all sources
    uint32_t intake_count;
    const sr_findings *findings;        // about the data
    sr_text input_fingerprint;          // short hexadecimal, over all input files
} sr_compose_request;

/* What an indicator is, in the words that every report has for it; with the target of `plan->as_of`. */
SR_MUST_USE bool sr_compose_definition(const sr_ruleset *rules, const sr_plan *plan, uint32_t indicator, sr_language language,
                                       sr_arena *arena, sr_text *text, sr_error *err);

SR_MUST_USE bool sr_compose(const sr_compose_request *request, const sr_released *released, sr_arena *arena,
                            const sr_report **report, sr_error *err);

#endif
