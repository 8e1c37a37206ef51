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

/* Which days a figure looks at, seen from its period; and what follows from two figures whose days differ. */
typedef enum sr_span {
    SR_SPAN_PERIOD,
    SR_SPAN_YEAR_TO_DATE,       // 1 January to the end of the period
    SR_SPAN_YEAR_BEFORE,        // 1 January to the beginning of the period
    SR_SPAN_YEAR,               // the whole year of the period
    SR_SPAN_YEAR_AFTER,         // from the end of the period to the end of its year
    SR_SPAN_ROLLING,            // the months up to the end of the period
    SR_SPAN_ROLLED_OFF          // what lies so many months before the period: told by two of those that follow each other
} sr_span;

#define SR_AWAY_MAX 4       // previous(last_year(...)): so deep and no deeper

typedef struct sr_probe {
    const sr_formula *formula;  // a fold, a difference of counts, or a whole ratio of which only the parts are looked at
    const sr_formula *away[SR_AWAY_MAX];    // what moves it to other days, the outermost first; the span is seen from there
    uint32_t away_count;
    sr_span span;
    const sr_formula *sum;      // what adds it up over time: ytd, full_year or rolling; NULL for none
    bool has_count;             // n must be 0 or at least k
    bool is_difference;         // of counts: n is what is left of it, without its sign
    bool has_parts;             // numerator and complement must be at least k, too, unless one of them is always 0
    double tail_share;          // of n that lies beyond the value, and must be at least k; 1 when the value is nobody's own
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

/*
 * Days over which a figure stands, or which can be told from two figures: the months from years to date, and the part of a week on either
 * side of the end of a month that is published beside weeks.
 */
typedef struct sr_tested {
    sr_grain grain;             // that is hidden when the total over these days is too small
    sr_day first;
    sr_day last;
} sr_tested;

/* Tuples of keys in the order of a report. */
typedef struct sr_members {
    uint32_t key_count;
    uint32_t count;
    sr_key *keys;               // count * key_count
} sr_members;

typedef struct sr_breakdown {
    uint32_t dataset_class;
    const sr_plan_grouping *grouping;
    bool *columns;              // one a column of all data sets: which ones its keys are made of
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
    sr_tested *tested;          // published periods, and what can be told from them
    const bool *has_persons;    // one a data set: its rows are persons or cases
    uint32_t subject_count;
    sr_subject *subjects;
    uint32_t breakdown_count;
    sr_breakdown *breakdowns;
} sr_release_work;

/* --- release.c --- */

sr_period_run sr_period_run_get(const sr_release_request *request, sr_grain grain);  // periods of a grain that the request asks for

/* --- probe.c --- */

typedef struct sr_size {
    int64_t n;
    double numerator;
    double complement;
} sr_size;

/* The subject of an indicator; probe_count is 0 when it needs no protection. */
SR_MUST_USE bool sr_probe_list(const sr_release_work *work, uint32_t indicator, sr_subject *subject, sr_error *err);
/* Which data sets have rows that are persons or cases: a column of persons, or an indicator that counts them there. */
SR_MUST_USE bool sr_probe_find_persons(const sr_plan *plan, sr_arena *arena, const bool **has_persons, sr_error *err);
/* The size of a probe over members of a grouping in the days of `when`. `keys` is NULL for the total. */
SR_MUST_USE bool sr_probe_measure(const sr_release_work *work, const sr_probe *probe, const sr_plan_grouping *grouping,
                                  const sr_tested *when, const sr_key *keys, uint32_t member_count, sr_size *size, sr_error *err);
sr_tested sr_tested_from(sr_period period);
/* The sizes in all tested periods, one each; nothing where the totals of the subject are hidden: that is not looked at. */
SR_MUST_USE bool sr_probe_measure_all(const sr_release_work *work, const sr_subject *subject, const sr_probe *probe,
                                      const sr_plan_grouping *grouping, const sr_key *keys, uint32_t member_count, sr_size *sizes,
                                      sr_error *err);
/*
 * What is wrong with a size, one of those of all tested periods. SR_HIDDEN_NOT when it is 0 or at least k; SR_HIDDEN_SMALL_CELLS, or
 * SR_HIDDEN_SENSITIVE when only a part is too small.
 */
sr_hidden_reason sr_probe_find_problem(const sr_release_work *work, const sr_probe *probe, const sr_size *sizes, uint32_t index);
/* Of all periods; SR_HIDDEN_SMALL_CELLS when there is any, else SR_HIDDEN_SENSITIVE when there is. */
sr_hidden_reason sr_probe_find_any_problem(const sr_release_work *work, const sr_probe *probe, const sr_size *sizes);
/* Are two breakdowns made of a column that both have? Then one can be worked out from the other. */
bool sr_breakdown_is_linked(const sr_release_work *work, const sr_breakdown *a, const sr_breakdown *b);
SR_MUST_USE bool sr_breakdown_find_columns(const sr_release_work *work, sr_breakdown *breakdown, sr_error *err);

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
