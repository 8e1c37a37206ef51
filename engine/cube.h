/*
 * The cube: for every fold, grouping, base period and group of keys, one state.
 *
 * The base period is a month (a day where the plan says so); longer periods, year to date and rows that disclosure
 * control puts together are merges of these states, never of rounded figures and never a second reading. The base period of a stock is
 * the day at whose end it was counted, and a longer period is its one moment: never a merge over time.
 * The cube is not for writers: it holds small cells. See engine/disclosure/release.h.
 */
#ifndef SR_ENGINE_CUBE_H
#define SR_ENGINE_CUBE_H

#include "engine/key.h"
#include "engine/moments.h"
#include "engine/plan.h"
#include "engine/source.h"

#define SR_NO_PERIOD INT32_MIN      // base period of a row without a date, and of folds without periods

typedef struct sr_cube sr_cube;

/* One group of a grouping in one base period. */
typedef struct sr_cube_cell {
    int32_t period;             // number of the base month or day, or SR_NO_PERIOD
    const sr_key *keys;         // key_count of the grouping
    const void *state;          // of the fold's aggregate
} sr_cube_cell;

/* What became of one check of a data set. */
typedef struct sr_check_result {
    const sr_plan_check *check;
    uint64_t rows;              // for which it was true or false
    uint64_t failures;
    sr_number total;            // SR_CHECK_TOTAL: of all files together
} sr_check_result;

/* What it is called when it stops a report: SR_NO_FRESH_DATA for a check of freshness, else SR_CHECK_FAILED. */
sr_code sr_check_get_code(const sr_plan_check *check);

bool sr_check_result_is_over(const sr_check_result *result);    // more failures than the check tolerates

/*
 * Reads every source to its end and folds all batches. Failed checks become findings with file and line.
 * `moments` says of each fold that is a stock when it is looked at, and outlives the cube; NULL: on the day of the run.
 */
SR_MUST_USE bool sr_measure(const sr_plan *plan, const sr_moments *moments, sr_sources *sources, sr_arena *arena, sr_cube **cube,
                            sr_findings *findings, sr_error *err);

const sr_lookup_tables *sr_cube_get_lookups(const sr_cube *cube);   // filled; for sr_trace_cell
const sr_dict *sr_cube_get_dict(const sr_cube *cube);
uint32_t sr_cube_count_cells(const sr_cube *cube, uint32_t fold_index, uint32_t grouping_index);
sr_cube_cell sr_cube_get_cell(const sr_cube *cube, uint32_t fold_index, uint32_t grouping_index, uint32_t index);

/* How many rows of the data set reached the fold (where is true), over all periods (of a stock: moments); and how many of them had no date. */
uint64_t sr_cube_count_rows(const sr_cube *cube, uint32_t fold_index);
uint64_t sr_cube_count_undated(const sr_cube *cube, uint32_t fold_index);

uint32_t sr_cube_count_checks(const sr_cube *cube);
sr_check_result sr_cube_get_check(const sr_cube *cube, uint32_t index);

/*
 * The state of all cells of a grouping whose base period lies in [first, last) and whose keys are one of `group_count`
 * tuples of key_count keys each. `state` is of the aggregate's size, empty before. `period_first` and `period_last` are days;
 * SR_DAY_MIN and SR_DAY_MAX take all periods, the rows without a date too when `with_undated`.
 */
typedef struct sr_cube_range {
    sr_day first;
    sr_day last;
    bool with_undated;
    const sr_key *groups;       // group_count * key_count; NULL: all groups
    uint32_t group_count;
} sr_cube_range;

SR_MUST_USE bool sr_cube_merge(const sr_cube *cube, uint32_t fold_index, uint32_t grouping_index,
                               const sr_cube_range *range, sr_arena *arena, void *state, bool *is_touched, sr_error *err);

/*
 * Does the range touch the span of the fold's data set, from its earliest date to its latest (rows that `where` leaves out
 * included)? Only there does "no row" mean a count of 0; before and after it nothing is known. A stock lasts: of it only what lies before
 * the earliest date of its condition is not known.
 */
bool sr_cube_has_data(const sr_cube *cube, uint32_t fold_index, const sr_cube_range *range);

#endif
