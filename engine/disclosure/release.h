/*
 * Disclosure control: a cube goes in, released cells come out. Only released cells reach a writer: the type has no
 * other maker than sr_release, and writers take nothing else.
 *
 * The rule, safe within an edition, for figures that rest on persons or cases (threshold k): indicators that count them, and all others
 * over a data set that has a column of persons or on which some indicator counts persons or cases. A sum of money over cases is one;
 * a sum over cost documents is not.
 *  - A breakdown with a cell of 1..k-1 anywhere in the window: those members, and the smallest others until together
 *    they hold 0 or at least k in every period of every grain, become one row that names them, the same row in every
 *    period and grain. The same members are pooled for all indicators of one data set, so that two indicators
 *    cannot be subtracted from each other.
 *  - When no such row can be made, the breakdown is not published.
 *  - A crossed breakdown that has such a cell is not published, nor one with a key that reads the column of a pooled breakdown.
 *  - Of two breakdowns that read the same column (county, and region made of it) the later is not published when either needs a pool.
 *  - A grain whose total has such a cell is not published.
 *  - Of indicators marked sensitive, the numerator and its complement must be at least k too: "all of them" and "none of them" tell
 *    about each. Where it is always so, in every period and at least three, it is what the group is, and shown. A value that is one row's
 *    own (min, max, first, last) is not shown, a quantile only with at least k rows beyond it.
 *  - Where weeks stand beside months or longer periods, the days of a week on either side of the end of such a period can be told, and must be 0
 *    or at least k, too.
 *  - A difference of counts must be 0 or at least k, too; not so of a count and the same in another period, which have no row in common.
 *  - What an indicator looks at in another period (previous, last year, rolling months) is protected there as it is in its own; its weeks
 *    are not published beside months.
 *  - A breakdown by values that name themselves is not published when one of them is personal (engine/base/personal.h), whatever the
 *    indicator counts.
 *  - A formula over protected indicators is released as they are.
 *  - A stock is protected as a flow is, at each of its moments. It has no year to date.
 * What is left out is SR_CELL_HIDDEN and has a reason.
 */
#ifndef SR_ENGINE_DISCLOSURE_RELEASE_H
#define SR_ENGINE_DISCLOSURE_RELEASE_H

#include "engine/cube.h"
#include "engine/judge.h"

typedef struct sr_released sr_released;             // the released cube
typedef struct sr_released_cell sr_released_cell;   // one figure, opaque: read it with the functions below
typedef struct sr_released_table sr_released_table; // an indicator by one grouping: members x grains x periods

/* What is to be released: the indicators of a report over a window. */
typedef struct sr_release_request {
    const uint32_t *indicators;     // indexes into the plan
    uint32_t indicator_count;
    bool grains[SR_GRAIN_COUNT];    // which grains are published
    sr_day window_first;            // first day of the window
    sr_day window_last;             // first day after it: end of the report's period
    uint32_t threshold;             // k, at least 2
} sr_release_request;

/*
 * When the stocks of these requests are looked at, one list a fold: what sr_measure has to know before sr_release can ask. At least on the
 * day of the run.
 */
SR_MUST_USE bool sr_release_list_moments(const sr_plan *plan, const sr_release_request *requests, size_t request_count, sr_arena *arena,
                                         const sr_moments **moments, sr_error *err);

SR_MUST_USE bool sr_release(const sr_plan *plan, const sr_cube *cube, const sr_release_request *request,
                            sr_arena *arena, sr_released **released, sr_error *err);

typedef enum sr_hidden_reason {
    SR_HIDDEN_NOT,
    SR_HIDDEN_SMALL_TOTAL,      // the total itself is small somewhere in this grain
    SR_HIDDEN_SMALL_CELLS,      // the breakdown cannot be pooled safely
    SR_HIDDEN_CROSSED,          // a crossed breakdown with a small cell
    SR_HIDDEN_SENSITIVE,        // numerator or complement is small
    SR_HIDDEN_LINKED,           // another breakdown of the same column has a pool, or this one needs one
    SR_HIDDEN_WEEKS,            // weeks beside months of an indicator that looks at another time: previous(), last_year(), rolling()
    SR_HIDDEN_PERSONAL          // the name of a member is personal: a code, a mail address, a phone number
} sr_hidden_reason;

/* A row of a table. */
typedef struct sr_released_member {
    uint32_t key_count;             // 0: the total
    const sr_key *keys;             // of the first member; code keys are dictionary codes
    bool is_pool;                   // several members in one row
    uint32_t pool_count;            // how many, and their keys (pool_count * key_count)
    const sr_key *pool_keys;
} sr_released_member;

const sr_plan *sr_released_get_plan(const sr_released *released);
const sr_dict *sr_released_get_dict(const sr_released *released);
uint32_t sr_released_get_threshold(const sr_released *released);
sr_day sr_released_get_window_last(const sr_released *released);

uint32_t sr_released_count_tables(const sr_released *released);
const sr_released_table *sr_released_get_table(const sr_released *released, uint32_t index);
/* The table of an indicator (index into the plan) and a grouping (index into the indicator's); NULL when not requested. */
const sr_released_table *sr_released_find_table(const sr_released *released, uint32_t indicator, uint32_t grouping);

uint32_t sr_released_table_get_indicator(const sr_released_table *table);
uint32_t sr_released_table_get_grouping(const sr_released_table *table);
sr_hidden_reason sr_released_table_get_hidden(const sr_released_table *table);  // of the whole table
bool sr_released_table_has_pool(const sr_released_table *table);

/* Members in the order of their lists, others by text; missing keys last, the pool after them. */
uint32_t sr_released_table_count_members(const sr_released_table *table);
sr_released_member sr_released_table_get_member(const sr_released_table *table, uint32_t member);

/* Periods of a grain within the window, oldest first; the last one ends with the window. 0 when not published. */
uint32_t sr_released_table_count_periods(const sr_released_table *table, sr_grain grain);
sr_period sr_released_table_get_period(const sr_released_table *table, sr_grain grain, uint32_t index);
const sr_released_cell *sr_released_table_get_cell(const sr_released_table *table, uint32_t member, sr_grain grain,
                                                   uint32_t period_index);

/* One figure. Of a hidden cell everything but state and reason is zero. */
sr_cell_state sr_released_cell_get_state(const sr_released_cell *cell);
sr_hidden_reason sr_released_cell_get_hidden(const sr_released_cell *cell);
const sr_result *sr_released_cell_get_result(const sr_released_cell *cell);
const sr_judgement *sr_released_cell_get_judgement(const sr_released_cell *cell);

#endif
