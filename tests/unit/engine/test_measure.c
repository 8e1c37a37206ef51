#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "engine/indicator/formula.h"
#include "engine/trace.h"
#include "tests/support/plan.h"

static sr_arena *arena;
static sr_test_plan t;
static sr_rows rows;
static sr_findings *findings;
static sr_error err;

/* day, service, county, yes, amount */
static int set_up(void **state)
{
    (void)state;
    arena = sr_arena_new();
    sr_test_plan_init(&t, arena);
    sr_test_rows_init(&rows, "dttb2", 10000, arena, t.dict);
    findings = sr_findings_new(arena);
    sr_error_init(&err);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sr_arena_free(arena);
    return 0;
}

static uint32_t add_dataset(void)
{
    return sr_test_plan_add_dataset(&t, &rows, "cases", "day service county yes amount");
}

static sr_key key_of(const char *text)
{
    return sr_dict_find(t.dict, sr_text_from(text));
}

static sr_result get(const sr_cube *cube, uint32_t indicator, uint32_t grouping, const char *first, const char *last, const sr_key *keys)
{
    sr_formula_place place = {
        .grouping = &t.indicators[indicator].groupings[grouping],
        .range = {.first = SR_DAY_MIN, .last = SR_DAY_MAX, .groups = keys, .group_count = keys != NULL},
    };
    sr_result result;
    if (first != NULL && (!sr_date_parse_iso(sr_text_from(first), &place.range.first) || !sr_date_parse_iso(sr_text_from(last), &place.range.last)))
        fail();
    assert_done(sr_formula_eval(&t.plan, cube, t.indicators[indicator].formula, &place, arena, &result, &err), &err);
    return result;
}

static void add_some_rows(void)
{
    sr_test_rows_add(&rows, "2026-01-05;OA;Harju;1;10.00");
    sr_test_rows_add(&rows, "2026-01-31;OA;Tartu;0;20.50");
    sr_test_rows_add(&rows, "2026-02-01;KT;Harju;1;0.50");
    sr_test_rows_add(&rows, ";OA;Harju;1;7.00");
    sr_test_rows_add(&rows, "2026-03-31;OA;;;");
}

static void rows_are_folded_by_period_and_keys_in_one_pass(void **state)
{
    (void)state;
    add_some_rows();
    uint32_t d = add_dataset();
    uint32_t n = sr_test_plan_add_measure(&t, "M02", d, "count", "", "day", "service,county,service+county", SR_COUNTS_CASE);
    uint32_t sum = sr_test_plan_add_measure(&t, "B04", d, "sum", "amount", "day", "service", SR_COUNTS_OTHER);
    const sr_cube *cube = sr_test_plan_measure(&t, findings);

    assert_int_equal(get(cube, n, 0, "2026-01-01", "2026-02-01", NULL).n, 2);
    assert_int_equal(get(cube, n, 0, "2026-01-01", "2026-04-01", NULL).n, 4);
    sr_key oa = key_of("OA");
    assert_int_equal(get(cube, n, 1, "2026-01-01", "2026-04-01", &oa).n, 3);
    sr_key missing = SR_KEY_MISSING;
    assert_int_equal(get(cube, n, 2, "2026-01-01", "2026-04-01", &missing).n, 1);
    sr_key both[2] = {key_of("OA"), key_of("Tartu")};
    assert_int_equal(get(cube, n, 3, "2026-01-01", "2026-02-01", both).n, 1);
    sr_key nobody = 4711;
    assert_int_equal(get(cube, n, 1, "2026-01-01", "2026-04-01", &nobody).n, 0);
    assert_true(get(cube, sum, 0, "2026-01-01", "2026-04-01", NULL).value.exact == 3100);

    assert_int_equal(sr_cube_count_rows(cube, 0), 5);
    assert_int_equal(sr_cube_count_undated(cube, 0), 1);
}

static void rows_without_a_date_belong_to_no_period_but_can_be_asked_for(void **state)
{
    (void)state;
    add_some_rows();
    uint32_t d = add_dataset();
    sr_test_plan_add_measure(&t, "M02", d, "count", "", "day", "service", SR_COUNTS_CASE);
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    sr_cube_range all = {.first = SR_DAY_MIN, .last = SR_DAY_MAX};
    int64_t count[2] = {0, 0};
    bool is_touched;
    assert_done(sr_cube_merge(cube, 0, 0, &all, arena, &count[0], &is_touched, &err), &err);
    all.with_undated = true;
    assert_done(sr_cube_merge(cube, 0, 0, &all, arena, &count[1], &is_touched, &err), &err);
    assert_int_equal(count[0], 4);
    assert_int_equal(count[1], 5);
}

static void only_whole_base_periods_lie_in_a_range(void **state)
{
    (void)state;
    add_some_rows();
    uint32_t d = add_dataset();
    uint32_t n = sr_test_plan_add_measure(&t, "M02", d, "count", "", "day", "", SR_COUNTS_CASE);
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    assert_int_equal(get(cube, n, 0, "2026-01-02", "2026-03-31", NULL).n, 1);
}

static void a_filter_decides_which_rows_count(void **state)
{
    (void)state;
    add_some_rows();
    uint32_t d = add_dataset();
    uint32_t n = sr_test_plan_add_measure(&t, "M02", d, "count", "", "day", "service", SR_COUNTS_CASE);
    t.folds[0].where = sr_test_column(&t, d, "yes");    // unknown is not true
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    assert_int_equal(get(cube, n, 0, NULL, NULL, NULL).n, 2);
    assert_int_equal(sr_cube_count_rows(cube, 0), 3);
}

static void no_row_is_a_zero_inside_the_data_and_no_data_outside(void **state)
{
    (void)state;
    add_some_rows();
    uint32_t d = add_dataset();
    uint32_t n = sr_test_plan_add_measure(&t, "M02", d, "count", "", "day", "service", SR_COUNTS_CASE);
    uint32_t sum = sr_test_plan_add_measure(&t, "B04", d, "sum", "amount", "day", "service", SR_COUNTS_OTHER);
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    sr_key kt = key_of("KT");
    sr_result result = get(cube, n, 1, "2026-01-01", "2026-02-01", &kt);
    assert_int_equal(result.state, SR_CELL_OK);
    assert_true(result.value.exact == 0);
    assert_int_equal(get(cube, sum, 1, "2026-01-01", "2026-02-01", &kt).state, SR_CELL_NO_DATA);
    assert_int_equal(get(cube, n, 0, "2026-04-01", "2026-05-01", NULL).state, SR_CELL_NO_DATA);
    assert_int_equal(get(cube, n, 0, "2025-12-01", "2026-01-01", NULL).state, SR_CELL_NO_DATA);
}

static void batches_and_files_cannot_be_seen(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++) {
        char line[64];
        snprintf(line, sizeof(line), "2026-%02d-11;S%d;C%d;%d;%d.25", i % 7 + 1, i % 3, i % 11, i % 2, i % 100);
        sr_test_rows_add(&rows, line);
    }
    uint32_t d = add_dataset();
    uint32_t n = sr_test_plan_add_measure(&t, "T01", d, "share", "yes", "day", "service,county", SR_COUNTS_CASE);
    uint32_t median = sr_test_plan_add_measure(&t, "T02", d, "median", "amount", "day", "service,county", SR_COUNTS_CASE);
    const sr_cube *whole = sr_test_plan_measure(&t, findings);
    rows.batch_rows = 7;
    rows.file_rows = 100;
    const sr_cube *cut = sr_test_plan_measure(&t, findings);
    for (int c = 0; c < 11; c++) {
        char name[16];
        snprintf(name, sizeof(name), "C%d", c);
        sr_key key = key_of(name);
        sr_result a = get(whole, n, 2, "2026-01-01", "2026-06-01", &key);
        sr_result b = get(cut, n, 2, "2026-01-01", "2026-06-01", &key);
        assert_true(a.state == b.state && a.n == b.n && sr_number_compare(a.value, b.value) == 0);
        assert_true(sr_number_compare(a.numerator, b.numerator) == 0 && sr_number_compare(a.denominator, b.denominator) == 0);
        a = get(whole, median, 2, "2026-02-01", "2026-06-01", &key);
        b = get(cut, median, 2, "2026-02-01", "2026-06-01", &key);
        assert_true(a.n > 100 && sr_number_compare(a.value, b.value) == 0);
    }
}

static void derived_columns_are_columns_for_what_comes_after(void **state)
{
    (void)state;
    add_some_rows();
    uint32_t d = add_dataset();
    /* yes2 = not yes; yes3 = not yes2 */
    sr_plan_column *columns = sr_arena_alloc(arena, 7, sizeof(columns[0]));
    memcpy(columns, t.datasets[d].columns, 5 * sizeof(columns[0]));
    columns[5] = (sr_plan_column){.name = SR_TEXT("yes2"), .kind = SR_KIND_BOOLEAN,
                                  .derive = sr_test_expr(&t, SR_OP_NOT, SR_KIND_BOOLEAN, sr_test_column(&t, d, "yes"), NULL)};
    t.datasets[d].columns = columns;
    t.datasets[d].column_count = 6;
    columns[6] = (sr_plan_column){.name = SR_TEXT("yes3"), .kind = SR_KIND_BOOLEAN,
                                  .derive = sr_test_expr(&t, SR_OP_NOT, SR_KIND_BOOLEAN, sr_test_column(&t, d, "yes2"), NULL)};
    t.datasets[d].column_count = 7;
    uint32_t yes2 = sr_test_plan_add_measure(&t, "A", d, "share", "yes2", "day", "", SR_COUNTS_CASE);
    uint32_t yes3 = sr_test_plan_add_measure(&t, "B", d, "share", "yes3", "day", "", SR_COUNTS_CASE);
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    assert_true(get(cube, yes2, 0, NULL, NULL, NULL).numerator.exact == 1);
    assert_true(get(cube, yes3, 0, NULL, NULL, NULL).numerator.exact == 2);
    assert_true(get(cube, yes3, 0, NULL, NULL, NULL).denominator.exact == 3);
}

static void a_failed_check_is_a_finding_with_file_and_line(void **state)
{
    (void)state;
    add_some_rows();
    rows.file_rows = 2;
    uint32_t d = add_dataset();
    sr_plan_check checks[2] = {
        {.id = SR_TEXT("is_yes"), .expect = sr_test_column(&t, d, "yes"), .severity = SR_ERROR, .tolerance = {.share = 0.5},
         .messages = {SR_TEXT("peab olema"), SR_TEXT("it is not yes")}, .where = {"rules.yaml", 9, 9}},
        {.id = SR_TEXT("is_no"), .expect = sr_test_expr(&t, SR_OP_NOT, SR_KIND_BOOLEAN, sr_test_column(&t, d, "yes"), NULL),
         .severity = SR_ERROR, .tolerance = {.share = 0.5}, .where = {"rules.yaml", 10, 9}},
    };
    t.datasets[d].checks = checks;
    t.datasets[d].check_count = 2;
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    assert_int_equal(sr_cube_count_checks(cube), 2);
    assert_int_equal(sr_cube_get_check(cube, 0).rows, 4);       // unknown is neither
    assert_int_equal(sr_cube_get_check(cube, 0).failures, 1);
    assert_int_equal(sr_cube_get_check(cube, 1).failures, 3);

    char text[256];
    const sr_finding_group *group = sr_findings_get_group(findings, 0);
    assert_int_equal(group->count, 1);
    sr_finding_print(group->first[0], text, sizeof(text));
    assert_string_equal(text, "a.csv:3: caution: it is not yes; expected the check 'is_yes' to hold [check.failed]");
    /* 3 of 4 is over the tolerance of a half: said once more, at the rule. */
    assert_int_equal(sr_findings_count(findings, SR_ERROR), 1);
}

static void answers_outside_the_scale_are_a_finding(void **state)
{
    (void)state;
    sr_test_rows_add(&rows, "2026-01-05;OA;Harju;1;10.00");
    sr_test_rows_add(&rows, "2026-01-05;OA;Harju;1;10.01");
    uint32_t d = add_dataset();
    sr_test_plan_add_measure(&t, "Q02", d, "nps", "amount", "day", "service", SR_COUNTS_OTHER);
    sr_test_plan_measure(&t, findings);
    char text[256];
    assert_int_equal(sr_findings_count_groups(findings), 1);
    sr_finding_print(sr_findings_get_group(findings, 0)->first[0], text, sizeof(text));
    assert_string_equal(text, "rules.yaml:1:1: caution: 1 answers outside the scale of nps; expected answers on the scale of the measure; "
                              "the answers outside it are not counted [value.scale]");
}

static void formulas_are_arithmetic_over_results(void **state)
{
    (void)state;
    add_some_rows();
    uint32_t d = add_dataset();
    uint32_t cost = sr_test_plan_add_measure(&t, "B04_cost", d, "sum", "amount", "day", "service", SR_COUNTS_OTHER);
    uint32_t n = sr_test_plan_add_measure(&t, "M02", d, "count", "", "day", "service", SR_COUNTS_CASE);
    uint32_t ratio = sr_test_plan_add_formula(&t, "B04", SR_FORMULA_RATIO, cost, n, SR_COUNTS_OTHER);
    uint32_t sum = sr_test_plan_add_formula(&t, "S", SR_FORMULA_ADD, cost, n, SR_COUNTS_OTHER);
    uint32_t difference = sr_test_plan_add_formula(&t, "D", SR_FORMULA_SUBTRACT, cost, n, SR_COUNTS_OTHER);
    uint32_t product = sr_test_plan_add_formula(&t, "P", SR_FORMULA_MULTIPLY, cost, n, SR_COUNTS_OTHER);
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    sr_result r = get(cube, ratio, 0, "2026-01-01", "2026-02-01", NULL);
    assert_true(r.has_parts && r.numerator.exact == 3050 && r.denominator.exact == 2 && r.n == 2);
    assert_true(r.value.real == 15.25);
    assert_true(get(cube, sum, 0, "2026-01-01", "2026-02-01", NULL).value.exact == 3250);
    assert_true(get(cube, difference, 0, "2026-01-01", "2026-02-01", NULL).value.exact == 2850);
    assert_true(get(cube, product, 0, "2026-01-01", "2026-02-01", NULL).value.exact == 6100);
    /* March has a case without an amount: the reason of the first part. */
    assert_int_equal(get(cube, ratio, 0, "2026-03-01", "2026-04-01", NULL).state, SR_CELL_NO_DATA);
    sr_key kt = key_of("KT");
    assert_int_equal(get(cube, ratio, 1, "2026-01-01", "2026-02-01", &kt).state, SR_CELL_NO_DATA);
}

static void years_to_date_and_full_years_look_at_other_days(void **state)
{
    (void)state;
    add_some_rows();
    uint32_t d = add_dataset();
    uint32_t cost = sr_test_plan_add_measure(&t, "B01", d, "sum", "amount", "day", "service", SR_COUNTS_OTHER);
    uint32_t formula = sr_test_plan_add_formula(&t, "F", SR_FORMULA_RATIO, cost, cost, SR_COUNTS_OTHER);
    const sr_formula *part = sr_test_formula(&t, SR_FORMULA_INDICATOR, cost, NULL, NULL);
    t.indicators[formula].formula = sr_test_formula(&t, SR_FORMULA_RATIO, 0, sr_test_formula(&t, SR_FORMULA_YTD, 0, part, NULL),
                                                    sr_test_formula(&t, SR_FORMULA_FULL_YEAR, 0, part, NULL));
    sr_test_rows_add(&rows, "2026-12-01;OA;Tartu;0;31.00");
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    sr_result r = get(cube, formula, 0, "2026-02-01", "2026-03-01", NULL);
    assert_true(r.numerator.exact == 3100 && r.denominator.exact == 6200);
}

/* Rows that came until the end of the period, yes or not. */
static uint32_t add_stock(uint32_t d, const sr_expr **dates)
{
    uint32_t stock = sr_test_plan_add_measure(&t, "S", d, "count", "", NULL, "service", SR_COUNTS_OTHER);
    sr_plan_fold *fold = &t.folds[t.indicators[stock].fold_index];
    dates[0] = sr_test_column(&t, d, "day");
    fold->where = sr_test_expr(&t, SR_OP_LE, SR_KIND_BOOLEAN, dates[0], sr_test_expr(&t, SR_OP_PERIOD_END, SR_KIND_DATE, NULL, NULL));
    fold->is_stock = fold->has_days = true;
    fold->dates = dates;
    fold->date_count = 1;
    return stock;
}

static const sr_cube *measure_at(const sr_moments *moments)
{
    sr_cube *cube;
    sr_source source = sr_test_rows_open(&rows);
    sr_sources sources = {.count = 1, .items = &source, .dict = t.dict};
    assert_done(sr_measure(&t.plan, moments, &sources, arena, &cube, findings, &err), &err);
    return cube;
}

static sr_day day_of(const char *text)
{
    sr_day day;
    assert_true(sr_date_parse_iso(sr_text_from(text), &day));
    return day;
}

static void a_stock_is_counted_at_each_moment_and_never_added_up(void **state)
{
    (void)state;
    const sr_expr *dates[1];
    add_some_rows();
    uint32_t d = add_dataset();
    uint32_t stock = add_stock(d, dates);
    t.plan.as_of = day_of("2026-03-15");
    sr_day days[] = {day_of("2025-12-31"), day_of("2026-01-31"), day_of("2026-02-28"), day_of("2026-03-15")};
    sr_moments moments[1] = {{4, days}};
    rows.batch_rows = 2;
    const sr_cube *cube = measure_at(moments);
    assert_true(get(cube, stock, 0, "2026-01-01", "2026-02-01", NULL).value.exact == 2);
    assert_true(get(cube, stock, 0, "2026-02-01", "2026-03-01", NULL).value.exact == 3);
    assert_true(get(cube, stock, 0, "2026-01-01", "2026-03-01", NULL).value.exact == 3);   // of the last day, not 2 + 3
    assert_true(get(cube, stock, 0, "2026-01-01", "2026-04-01", NULL).value.exact == 3);   // the quarter is not over: the day of the run
    sr_key oa = key_of("OA");
    sr_key kt = key_of("KT");
    assert_true(get(cube, stock, 1, "2026-02-01", "2026-03-01", &oa).value.exact == 2);
    assert_true(get(cube, stock, 1, "2026-01-01", "2026-02-01", &kt).value.exact == 0);
    assert_int_equal(get(cube, stock, 0, "2025-12-01", "2026-01-01", NULL).state, SR_CELL_NO_DATA);    // before the first date
    assert_int_equal(get(cube, stock, 0, "2026-01-01", "2026-01-11", NULL).state, SR_CELL_NO_DATA);    // nobody looked on that day
    cube = measure_at(NULL);
    assert_true(get(cube, stock, 0, "2026-03-01", "2026-04-01", NULL).value.exact == 3);
    assert_int_equal(get(cube, stock, 0, "2026-01-01", "2026-02-01", NULL).state, SR_CELL_NO_DATA);

    sr_trace trace;
    sr_cube_range range = {.first = day_of("2026-01-01"), .last = day_of("2026-02-01")};
    sr_source source = sr_test_rows_open(&rows);
    assert_done(sr_trace_cell(&t.plan, NULL, 0, 0, &range, &source, t.dict, arena, &trace, &err), &err);
    assert_int_equal(trace.rows_counted, 2);
}

static void a_breakdown_that_was_not_folded_is_our_own_mistake(void **state)
{
    (void)state;
    add_some_rows();
    uint32_t d = add_dataset();
    uint32_t a = sr_test_plan_add_measure(&t, "A", d, "count", "", "day", "service", SR_COUNTS_OTHER);
    uint32_t b = sr_test_plan_add_measure(&t, "B", d, "count", "", "day", "county", SR_COUNTS_OTHER);
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    sr_formula_place place = {.grouping = &t.indicators[b].groupings[1], .range = {.first = SR_DAY_MIN, .last = SR_DAY_MAX}};
    sr_result result;
    assert_false(sr_formula_eval(&t.plan, cube, t.indicators[a].formula, &place, arena, &result, &err));
    assert_int_equal(err.code, SR_INTERNAL);
    assert_error(&err, "rules.yaml:2:3: a measure is asked for a breakdown that it was not folded by");
}

static void a_trace_names_the_lines_behind_a_figure(void **state)
{
    (void)state;
    add_some_rows();
    sr_test_rows_add(&rows, "2026-03-02;OA;Tartu;0;1.00");
    rows.file_rows = 5;
    rows.batch_rows = 2;
    uint32_t d = add_dataset();
    sr_test_plan_add_measure(&t, "M02", d, "count", "", "day", "service", SR_COUNTS_CASE);
    sr_key oa;
    sr_trace trace;
    uint32_t code;
    assert_true(sr_dict_intern(t.dict, SR_TEXT("OA"), &code));
    oa = code;
    sr_cube_range range = {.first = SR_DAY_MIN, .last = SR_DAY_MAX, .groups = &oa, .group_count = 1};
    sr_source source = sr_test_rows_open(&rows);
    assert_done(sr_trace_cell(&t.plan, NULL, 0, 1, &range, &source, t.dict, arena, &trace, &err), &err);
    assert_int_equal(trace.rows_read, 6);
    assert_int_equal(trace.rows_filtered, 6);
    assert_int_equal(trace.rows_counted, 4);
    assert_int_equal(trace.span_count, 3);
    assert_int_equal(trace.spans[0].line_first, 2);
    assert_int_equal(trace.spans[0].line_last, 3);
    assert_int_equal(trace.spans[0].rows, 2);
    assert_int_equal(trace.spans[1].line_first, 6);
    assert_int_equal(trace.spans[2].file_index, 1);
    assert_int_equal(trace.spans[2].line_first, 2);
}

static void an_overflow_names_the_data_set_and_the_rule(void **state)
{
    (void)state;
    sr_rows reals;
    sr_test_rows_init(&reals, "dr", 4, arena, t.dict);
    sr_test_rows_add(&reals, "2026-01-01;1e308");
    sr_test_rows_add(&reals, "2026-01-01;1e308");
    uint32_t d = sr_test_plan_add_dataset(&t, &reals, "amounts", "day x");
    sr_test_plan_add_measure(&t, "X", d, "wavg", "x,x", "day", "", SR_COUNTS_OTHER);
    sr_source source = sr_test_rows_open(&reals);
    sr_sources sources = {.count = 1, .items = &source, .dict = t.dict};
    sr_cube *cube;
    assert_false(sr_measure(&t.plan, NULL, &sources, arena, &cube, findings, &err));
    assert_error(&err, "rules.yaml:1:1: data set 'amounts': wavg: value times weight is too large for a number");
}

#define WITH_PLAN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLAN(rows_are_folded_by_period_and_keys_in_one_pass),
        WITH_PLAN(rows_without_a_date_belong_to_no_period_but_can_be_asked_for),
        WITH_PLAN(only_whole_base_periods_lie_in_a_range),
        WITH_PLAN(a_filter_decides_which_rows_count),
        WITH_PLAN(no_row_is_a_zero_inside_the_data_and_no_data_outside),
        WITH_PLAN(batches_and_files_cannot_be_seen),
        WITH_PLAN(derived_columns_are_columns_for_what_comes_after),
        WITH_PLAN(a_failed_check_is_a_finding_with_file_and_line),
        WITH_PLAN(answers_outside_the_scale_are_a_finding),
        WITH_PLAN(formulas_are_arithmetic_over_results),
        WITH_PLAN(years_to_date_and_full_years_look_at_other_days),
        WITH_PLAN(a_stock_is_counted_at_each_moment_and_never_added_up),
        WITH_PLAN(a_breakdown_that_was_not_folded_is_our_own_mistake),
        WITH_PLAN(a_trace_names_the_lines_behind_a_figure),
        WITH_PLAN(an_overflow_names_the_data_set_and_the_rule),
    };
    return RUN_TESTS(tests);
}
