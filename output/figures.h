/*
 * The figures of an edition as tidy rows: figures.csv beside the reports, and the same rows in the ledger.
 *
 * indicator,period,grain,<breakdowns>,n,numerator,denominator,value,lower,upper,target,verdict,state
 * A total over a breakdown is `*`, unknown is empty, members that stand in one row are joined by `+`. Language independent: codes, a dot as mark.
 */
#ifndef SR_OUTPUT_FIGURES_H
#define SR_OUTPUT_FIGURES_H

#include "engine/disclosure/release.h"

typedef struct sr_figure {
    sr_text indicator;          // T01
    sr_text period;             // 2026-10
    sr_text grain;              // month
    uint32_t key_count;
    const sr_text *key_names;   // service, county
    const sr_text *keys;        // OA, 0045
    sr_text n, numerator, denominator, value, lower, upper, target;     // empty where there is none
    sr_text verdict;            // met, not_met, cannot_tell, or empty
    sr_text state;              // ok, hidden, no_data, zero_denominator, too_few, not_applicable
    sr_text version;            // first day of the definition it follows; empty where there is one for all times
} sr_figure;

typedef struct sr_figures {
    uint32_t key_name_count;    // all breakdowns of the edition, in order of first appearance: the columns of the file
    const sr_text *key_names;
    bool has_versions;          // some indicator has: the file has a last column `version`
    uint32_t count;
    const sr_figure *items;
} sr_figures;

SR_MUST_USE bool sr_figures_list(const sr_released *released, sr_arena *arena, sr_figures *figures, sr_error *err);
SR_MUST_USE bool sr_figures_write_csv(const sr_figures *figures, sr_arena *arena, sr_text *csv, sr_error *err);

/* T01:2026-10:service=OA,county=0045; the total has no third part. */
SR_MUST_USE bool sr_figure_write_id(const sr_figure *figure, sr_arena *arena, sr_text *id, sr_error *err);

#endif
