/*
 * What the steps of disclosure control hand to each other. Private to engine/disclosure.
 *
 *   subject    a requested indicator that must be protected, with its probes
 *   probe      a count of persons or cases that a figure of the subject rests on or could be taken apart into
 *   breakdown  a grouping of all subjects whose data sets belong together: one pool for all of them, or a reason to hide
 */
#ifndef SR_ENGINE_DISCLOSURE_WORK_H
#define SR_ENGINE_DISCLOSURE_WORK_H

#include "engine/disclosure/cells.h"
#include "engine/indicator/formula.h"

typedef struct sr_probe {
    const sr_formula *formula;  // a fold, or a whole ratio of which only the parts are looked at
    sr_formula_op shift;        // SR_FORMULA_YTD or SR_FORMULA_FULL_YEAR when it stands under one; else SR_FORMULA_FOLD
    bool has_count;             // n must be 0 or at least k
    bool has_parts;             // numerator and complement must be, too
    bool is_additive;           // sizes of members add up to that of the pool (not so of distinct persons)
} sr_probe;

typedef struct sr_subject {
    uint32_t indicator;
    bool is_direct;             // one fold; else a formula over others
    uint32_t dataset_class;     // data sets whose subjects are pooled together have the same
    uint32_t probe_count;
    sr_probe *probes;
    sr_hidden_reason hidden[SR_GRAIN_COUNT];    // of totals
} sr_subject;

/* Tuples of keys in the order of a report. */
typedef struct sr_members {
    uint32_t key_count;
    uint32_t count;
    sr_key *keys;               // count * key_count
} sr_members;

typedef struct sr_breakdown {
    uint32_t dataset_class;
    const sr_plan_grouping *grouping;
    sr_members pool;            // none: count is 0
    sr_hidden_reason *hidden;   // one a subject
} sr_breakdown;

typedef struct sr_release_work {
    const sr_plan *plan;
    const sr_cube *cube;
    const sr_release_request *request;
    sr_arena *arena;            // of what is released
    sr_arena *scratch;          // of this release; figures in the making are taken back at once
    sr_period_run runs[SR_GRAIN_COUNT];     // published
    sr_period_run months;       // of the window, published or not
    uint32_t tested_count;
    sr_period *tested;          // published periods, and what can be told from them: months from years to date
    uint32_t subject_count;
    sr_subject *subjects;
    uint32_t breakdown_count;
    sr_breakdown *breakdowns;
} sr_release_work;

/* --- probe.c --- */

typedef struct sr_size {
    int64_t n;
    double numerator;
    double complement;
} sr_size;

/* The subject of an indicator; probe_count is 0 when it needs no protection. */
SR_MUST_USE bool sr_probe_list(const sr_release_work *work, uint32_t indicator, sr_subject *subject, sr_error *err);
/* The size of a probe over members of a grouping in a period. `keys` is NULL for the total. */
SR_MUST_USE bool sr_probe_measure(const sr_release_work *work, const sr_probe *probe, const sr_plan_grouping *grouping,
                                  sr_period period, const sr_key *keys, uint32_t member_count, sr_size *size, sr_error *err);
/* SR_HIDDEN_NOT when it is 0 or at least k; SR_HIDDEN_SMALL_CELLS, or SR_HIDDEN_SENSITIVE when only a part is too small. */
sr_hidden_reason sr_probe_find_problem(const sr_release_work *work, const sr_probe *probe, sr_size size);
/* Is the period looked at for the subject at all? Not where its totals are hidden. */
bool sr_subject_is_tested(const sr_subject *subject, sr_period period);

/* --- members.c --- */

/* All members with rows in the window (or in a longer time that a figure looks at) for any of the indicators. */
SR_MUST_USE bool sr_members_list(const sr_release_work *work, const uint32_t *indicators, uint32_t indicator_count,
                                 const sr_plan_grouping *grouping, sr_members *members, sr_error *err);

/* --- pool.c --- */

/* Decides a breakdown of one key: its pool, or for whom it is hidden. */
SR_MUST_USE bool sr_pool_find(const sr_release_work *work, sr_breakdown *breakdown, sr_error *err);
/* Is the subject part of the breakdown? */
bool sr_breakdown_has(const sr_release_work *work, const sr_breakdown *breakdown, uint32_t subject_index);
/* All members that any subject of the breakdown has. */
SR_MUST_USE bool sr_breakdown_list_members(const sr_release_work *work, const sr_breakdown *breakdown, sr_members *members, sr_error *err);

/* --- crossed.c --- */

/* Decides a breakdown of several keys. Those of one key come before. */
SR_MUST_USE bool sr_crossed_check(const sr_release_work *work, sr_breakdown *breakdown, sr_error *err);

/* --- table.c --- */

/* `subject_index` is SR_NO_INDEX for an indicator that needs no protection. */
SR_MUST_USE bool sr_table_make(const sr_release_work *work, uint32_t indicator, uint32_t grouping, uint32_t subject_index,
                               const sr_breakdown *breakdown, sr_released_table *table, sr_error *err);

#endif
