/*
 * Plans written by hand, for tests of the engine below rules: columns, folds by named columns, indicators over them.
 */
#ifndef SR_TESTS_SUPPORT_PLAN_H
#define SR_TESTS_SUPPORT_PLAN_H

#include "engine/cube.h"
#include "tests/support/rows.h"

#define SR_TEST_PLAN_MAX 16

typedef struct sr_test_plan {
    sr_arena *arena;
    sr_dict *dict;
    sr_plan plan;
    sr_plan_dataset datasets[SR_TEST_PLAN_MAX];
    sr_plan_fold folds[SR_TEST_PLAN_MAX];
    sr_plan_indicator indicators[SR_TEST_PLAN_MAX];
    sr_rows *rows[SR_TEST_PLAN_MAX];
    sr_source sources[SR_TEST_PLAN_MAX];
} sr_test_plan;

void sr_test_plan_init(sr_test_plan *test, sr_arena *arena);

/* A data set of these rows; `names` are the columns, separated by blanks. Returns its index. */
uint32_t sr_test_plan_add_dataset(sr_test_plan *test, sr_rows *rows, const char *name, const char *names);

const sr_expr *sr_test_column(const sr_test_plan *test, uint32_t dataset, const char *name);
const sr_expr *sr_test_expr(const sr_test_plan *test, sr_op op, sr_kind kind, const sr_expr *a, const sr_expr *b);
const sr_expr *sr_test_text(const sr_test_plan *test, const char *text);    // a constant

/*
 * An indicator that is one fold: `aggregate` of `column` ("" for count(*)), dated by the column `day` (NULL: no period).
 * `by` lists breakdowns: "service,county,service+county". A distinct count is "count distinct".
 */
uint32_t sr_test_plan_add_measure(sr_test_plan *test, const char *id, uint32_t dataset, const char *aggregate, const char *column,
                                  const char *day, const char *by, sr_counts counts);

/* An indicator over two others: SR_FORMULA_RATIO, _ADD, ... with the breakdowns of `a`. */
uint32_t sr_test_plan_add_formula(sr_test_plan *test, const char *id, sr_formula_op op, uint32_t a, uint32_t b, sr_counts counts);
const sr_formula *sr_test_formula(const sr_test_plan *test, sr_formula_op op, uint32_t index, const sr_formula *a, const sr_formula *b);

/* Measures all data sets. Fails the test on an error. */
const sr_cube *sr_test_plan_measure(sr_test_plan *test, sr_findings *findings);

#endif
