/*
 * The plan: what the rules ask for, resolved and typed. Built by rules, read-only from then on.
 *
 *   data set  -> columns (read, then derived), checks
 *   fold      -> one aggregate over one data set, for several groupings at once
 *   indicator -> a formula over folds and other indicators, with targets and how it is shown
 *
 * A run reads each data set once and feeds all its folds from the same batches.
 * Everything here lives as long as the arena of the plan and of the ruleset it came from.
 */
#ifndef SR_ENGINE_PLAN_H
#define SR_ENGINE_PLAN_H

#include <stdint.h>

#include "engine/aggregate/aggregate.h"
#include "engine/base/finding.h"
#include "engine/expr.h"
#include "engine/list.h"
#include "engine/lookup.h"
#include "engine/parameter.h"
#include "engine/period.h"
#include "engine/tolerance.h"

#define SR_KEYS_MAX 8       // breakdown columns in one grouping
#define SR_ROLLING_MONTHS_MAX 120
#define SR_NO_INDEX UINT32_MAX

/* --- data sets --- */

typedef struct sr_plan_column {
    sr_text name;
    sr_kind kind;
    uint8_t scale;
    bool is_needed;             // somebody reads it; else the batch has no arrays for it
    bool is_person;             // keyed hash
    sr_text domain;             // of a person: only hashes of one domain can be compared
    const sr_list *list;        // of a code column; NULL for none
    const sr_expr *derive;      // NULL for a column of the file
} sr_plan_column;

/* The expression is a column of these, or of another data set, and its values are hashes of persons: of this domain. */
bool sr_plan_is_person(const sr_plan_column *columns, const sr_expr *expr);
sr_text sr_plan_get_domain(const sr_plan_column *columns, const sr_expr *expr);

typedef enum sr_check_kind {
    SR_CHECK_HOLDS,     // `expect` is not false
    SR_CHECK_UNIQUE,    // no earlier row has the same values; a row that lacks one of them is not asked
    SR_CHECK_REFERS,    // the value stands in `other` of some row of the other data set; a missing one is not asked
    /* of the data set as a whole: engine/delivery.h */
    SR_CHECK_FRESH,     // values[0] is a date; the latest is at most `within_days` before as_of
    SR_CHECK_COMPLETE,  // values[0] is a date; every `grain` has rows, of every member of values[1] when it is there
    SR_CHECK_FILES,     // `file_count`
    SR_CHECK_TOTAL      // the sum of values[0] (exact), or without one the number of rows, is what was declared, give or take `within`
} sr_check_kind;

bool sr_check_kind_is_whole(sr_check_kind kind);            // one of the last four
const char *sr_check_kind_get_noun(sr_check_kind kind);     // what is counted of it: "rows", "periods", "data sets"

typedef struct sr_plan_check {
    sr_text id;
    sr_check_kind kind;
    const char *code;           // of its findings, check.range; NULL: check.failed
    const char *expected;       // what a row should have, for findings; NULL: that the check holds
    const char *hint;           // when it fails beyond its tolerance; NULL: mend the rows, or raise the tolerance
    const sr_expr *expect;      // SR_CHECK_HOLDS: boolean; false is a failure, unknown is not
    uint32_t value_count;       // SR_CHECK_HOLDS: the value that findings show, if any
    const sr_expr *const *values;
    uint32_t other_dataset;     // SR_CHECK_REFERS
    const sr_expr *other;       // of the same kind and scale as the value
    uint32_t within_days;       // SR_CHECK_FRESH
    sr_grain grain;             // SR_CHECK_COMPLETE
    const sr_list *list;        // SR_CHECK_COMPLETE: members that report; NULL: those that are in the data
    uint32_t file_count;        // SR_CHECK_FILES
    bool has_equals;            // SR_CHECK_TOTAL: declared in the rules; else by a control file, or what the last run found
    sr_number equals;
    sr_text control;            // path of the control file
    bool is_against_last_run;
    sr_number within;           // an amount, or a share of what was declared
    bool is_within_share;
    sr_severity severity;
    sr_tolerance tolerance;     // above it the check fails
    sr_text messages[SR_LANGUAGE_COUNT];    // empty when not given
    sr_where where;
} sr_plan_check;

typedef struct sr_plan_dataset {
    sr_text name;
    uint32_t column_count;
    const sr_plan_column *columns;  // of the file in the order of the rules, then derived ones in the order they need
    uint32_t check_count;
    const sr_plan_check *checks;
    uint32_t rules_index;       // of the data set in the ruleset
} sr_plan_dataset;

/* --- folds --- */

typedef struct sr_plan_key {
    sr_text name;               // of the column or the alias, as written in figures
    sr_text titles[SR_LANGUAGE_COUNT];  // for people; empty: the name
    const sr_expr *expr;
    const sr_list *list;        // members and their names; NULL when the values name themselves
} sr_plan_key;

typedef struct sr_plan_grouping {
    uint32_t key_count;         // 0 is the total
    const sr_plan_key *keys;
} sr_plan_grouping;

typedef struct sr_plan_fold {
    uint32_t dataset_index;
    const sr_aggregate *aggregate;
    sr_aggregate_call call;
    const sr_expr *args[SR_AGGREGATE_ARGS_MAX];
    const sr_expr *where;       // boolean; NULL for all rows. A row counts when it is true.
    const sr_expr *period;      // date; NULL: a stock, or no period (a question at the prompt)
    bool has_days;              // kept by day, else by month
    bool is_stock;              // counted at the end of a period (engine/moments.h), kept by day; where, arguments and keys may hold SR_OP_PERIOD_END
    uint32_t date_count;        // of a stock: date columns of its condition. Before the earliest date in them nothing is known
    const sr_expr *const *dates;
    uint32_t grouping_count;
    const sr_plan_grouping *groupings;  // [0] is the total for indicators
} sr_plan_fold;

/* --- indicators --- */

/* A formula over finished results. Missing parts make the result missing, with the reason of the first. */
typedef enum sr_formula_op {
    SR_FORMULA_CONSTANT,
    SR_FORMULA_FOLD,            // index: of the fold
    SR_FORMULA_INDICATOR,       // index: of the indicator, in the same period and group
    SR_FORMULA_YTD,             // args[0] is a fold or an indicator that is one fold: from the first day of the year to the end of the period
    SR_FORMULA_FULL_YEAR,       // the same over the whole year of the period, also when it is not over
    SR_FORMULA_ROLLING,         // the same over the `months` months that end with the period
    SR_FORMULA_PREVIOUS,        // args[0], any formula, in the period before
    SR_FORMULA_LAST_YEAR,       // args[0] in the same period a year before
    SR_FORMULA_VERSIONS,        // args[i] for periods whose last day is valid_from[i] or later; args[0] also for earlier ones
    SR_FORMULA_RATIO,           // numerator and denominator kept
    SR_FORMULA_ADD, SR_FORMULA_SUBTRACT, SR_FORMULA_MULTIPLY, SR_FORMULA_DIVIDE, SR_FORMULA_NEGATE
} sr_formula_op;

typedef struct sr_formula {
    sr_formula_op op;
    uint32_t index;
    sr_number constant;
    uint32_t months;            // SR_FORMULA_ROLLING, 1 to SR_ROLLING_MONTHS_MAX
    uint32_t year_month;        // SR_FORMULA_YTD, SR_FORMULA_FULL_YEAR: the month with which years begin, 1 to 12; 0 is 1
    const sr_day *valid_from;   // SR_FORMULA_VERSIONS: arg_count days, ascending
    uint32_t arg_count;
    const struct sr_formula *const *args;
    sr_where where;
} sr_formula;

typedef enum sr_counts { SR_COUNTS_OTHER, SR_COUNTS_PERSON, SR_COUNTS_CASE } sr_counts;     // person and case are protected
typedef enum sr_better { SR_BETTER_NONE, SR_BETTER_HIGHER, SR_BETTER_LOWER, SR_BETTER_NEAR } sr_better;
typedef enum sr_interval_method {
    SR_INTERVAL_NONE,           // a complete count, or money
    SR_INTERVAL_WILSON,         // a share
    SR_INTERVAL_POISSON,        // a count or a rate: exact below 10 events, Byar from 10 on
    SR_INTERVAL_T               // a mean
} sr_interval_method;

/* A target: dated, approved. Numbers are in the indicator's own unit (0.9 for 90 %). */
typedef struct sr_target {
    sr_day valid_from;
    sr_day valid_to;            // first day after; SR_DAY_MAX when open
    bool has_min, has_max, has_warn, has_near;
    sr_number min, max, warn;
    sr_number near;             // with `tolerance` on both sides
    sr_number tolerance;
    bool is_relative;           // tolerance, and warn beside near, are shares of near
    bool is_linear;             // near (or min, max) is the level at the end of the year: level * elapsed months / 12
    bool is_weighted;           // the same, but the months have these weights, January first; not all 0
    uint32_t weights[12];
    uint32_t key_count;         // of one group of a breakdown: these keys; 0: of the total, and of every group without one of its own
    const sr_text *key_names;
    const sr_text *keys;
    sr_text approved_by;
    sr_day approved_on;
    sr_where where;
} sr_target;

/* A definition and since when. */
typedef struct sr_plan_version {
    sr_day valid_from;
    bool restates;              // earlier periods are computed by it too
    sr_text reasons[SR_LANGUAGE_COUNT];     // why it replaced the one before
    sr_text value_text;         // as the user wrote it
    sr_text where_text;
    sr_where where;
} sr_plan_version;

typedef struct sr_plan_indicator {
    sr_text id;                 // T01
    sr_text names[SR_LANGUAGE_COUNT];
    sr_text descriptions[SR_LANGUAGE_COUNT];    // what exactly is counted; may be empty
    sr_text counted[SR_LANGUAGE_COUNT];         // "avatud juhtumit", "cases opened": what n is; may be empty
    sr_counts counts;
    uint32_t minimum_n;         // with a smaller denominator (or n) the value is not shown: too few; 0 for none
    sr_text agreed_by;          // role or body that agreed on the definition; empty: not said
    sr_day agreed_on;
    bool is_sensitive;          // numerator and complement must pass disclosure control too
    sr_better better;
    sr_unit unit;
    uint8_t digits;             // after the mark, as shown (of per cent for shares)
    sr_interval_method interval;
    sr_text owner;              // role
    const sr_formula *formula;
    uint32_t fold_index;        // when the formula is one fold, else SR_NO_INDEX
    uint32_t grouping_count;
    const sr_plan_grouping *groupings;      // [0] is the total; names and lists of the breakdowns
    uint32_t target_count;
    const sr_target *targets;
    uint32_t version_count;     // 0: one definition for all times
    const sr_plan_version *versions;    // ascending
    sr_text value_text;         // as the user wrote it, for definitions and explain
    sr_text where_text;
    sr_text period_text;
    bool is_stock;              // counted at the end of a period
    sr_where where;             // of the indicator in the rules
} sr_plan_indicator;

typedef struct sr_plan {
    sr_day as_of;
    uint32_t dataset_count;
    const sr_plan_dataset *datasets;
    uint32_t fold_count;
    const sr_plan_fold *folds;
    uint32_t indicator_count;
    const sr_plan_indicator *indicators;    // an indicator stands behind those it is made of
    uint32_t parameter_count;
    const sr_parameter *parameters;
    uint32_t lookup_count;
    const sr_lookup *const *lookups;
    const uint32_t *order;      // in which data sets are read: those that are looked into first; NULL: as they stand
} sr_plan;

uint32_t sr_plan_find_indicator(const sr_plan *plan, sr_text id);  // SR_NO_INDEX when there is none
/* The version by which a period with this last day is computed; SR_NO_INDEX without versions. */
uint32_t sr_plan_indicator_find_version(const sr_plan_indicator *indicator, sr_day last);
const sr_formula *sr_formula_pick(const sr_formula *formula, sr_day last);     // of SR_FORMULA_VERSIONS
bool sr_target_is_cumulative(const sr_target *target);     // its number is that of the end of the year
const sr_target *sr_target_find(const sr_plan_indicator *indicator, sr_day day);   // valid on that day, or NULL
/* The one of this group alone, in the order of the grouping's keys; else NULL. */
const sr_target *sr_target_find_own(const sr_plan_indicator *indicator, sr_day day, const sr_plan_grouping *grouping, const sr_text *keys);

#endif
