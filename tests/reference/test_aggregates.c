/* Our aggregates equal published values: quantiles of R, means and deviations certified by NIST (../shared/statcases). */
#include "tests/support/test.h"

#include <math.h>
#include <stdio.h>

#include "engine/aggregate/aggregate.h"
#include "tests/support/rows.h"
#include "tests/support/table.h"

/* The column of a file as reals, folded by one aggregate in two states that are merged. */
static double fold_file(const char *path, const char *column, const char *name, double parameter)
{
    sr_arena *arena = sr_arena_new();
    sr_dict *dict = sr_dict_new(arena);
    sr_error err;
    sr_error_init(&err);
    sr_table table;
    sr_test_table_read(path, arena, &table);
    sr_rows rows;
    sr_test_rows_init(&rows, "r", (uint32_t)table.row_count, arena, dict);
    for (size_t i = 0; i < table.row_count; i++) {
        char text[64];
        snprintf(text, sizeof(text), "%.*s", SR_TEXT_ARG(sr_test_table_get(&table, i, column)));
        sr_test_rows_add(&rows, text);
    }
    const sr_aggregate *aggregate = sr_aggregate_find(sr_text_from(name));
    sr_aggregate_call call = {.arg_count = 1, .arg_kinds = {SR_KIND_REAL}, .parameter = parameter};
    void *halves[2] = {sr_arena_alloc(arena, 1, aggregate->get_state_size(&call)), sr_arena_alloc(arena, 1, aggregate->get_state_size(&call))};
    uint32_t *index = sr_arena_alloc(arena, rows.count, sizeof(index[0]));
    void **states = sr_arena_alloc(arena, rows.count, sizeof(states[0]));
    for (uint32_t i = 0; i < rows.count; i++) {
        index[i] = i;
        states[i] = halves[i % 2];
    }
    sr_aggregate_rows all = {rows.count, index, states, dict};
    const sr_column *args[1] = {&rows.columns[0]};
    sr_result result;
    assert_done(aggregate->add(&call, &all, args, arena, &err), &err);
    assert_done(aggregate->merge(&call, halves[0], halves[1], arena, &err), &err);
    assert_done(aggregate->finish(&call, halves[0], arena, &result, &err), &err);
    assert_int_equal(result.state, SR_CELL_OK);
    double value = sr_number_get_real(result.value);
    sr_arena_free(arena);
    return value;
}

static void quantiles_of_R_type_7(void **state)
{
    (void)state;
    const char *found = sr_test_find_shared("statcases/quantiles_R/expected.csv");
    if (found == NULL)
        skip();
    sr_arena *arena = sr_arena_new();
    sr_table expected;
    size_t compared = 0;
    sr_test_table_read(found, arena, &expected);
    for (size_t i = 0; i < expected.row_count; i++) {
        if (!sr_text_is(sr_test_table_get(&expected, i, "type"), SR_TEXT("7")))
            continue;
        char name[128];
        snprintf(name, sizeof(name), "statcases/quantiles_R/%.*s.csv", SR_TEXT_ARG(sr_test_table_get(&expected, i, "series")));
        double value = fold_file(sr_test_find_shared(name), "y", "quantile", sr_test_table_get_number(&expected, i, "p"));
        if (!sr_test_is_close(value, sr_test_table_get_number(&expected, i, "value"), 1e-14))
            fail_msg("%s, row %zu", name, i + 1);
        compared++;
    }
    assert_true(compared > 80);
    sr_arena_free(arena);
}

static void means_and_deviations_certified_by_nist(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        double mean;
        double deviation;
        double deviation_tolerance;     // limited by what a double can hold of the input
    } cases[] = {
        {"PiDigits", 4.53480000000000, 2.86733906028871, 1e-14},
        {"Lottery", 518.958715596330, 291.699727470969, 1e-14},
        {"Lew", -177.435000000000, 277.332168044316, 1e-14},
        {"Michelso", 299.852400000000, 0.0790105478190518, 1e-13},
        {"NumAcc1", 10000002, 1, 0},
        {"NumAcc2", 1.2, 0.1, 1e-14},
        {"NumAcc3", 1000000.2, 0.1, 1e-9},
    };
    if (sr_test_find_shared("statcases/nist_strd/univariate/Lew.csv") == NULL)
        skip();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char name[128];
        snprintf(name, sizeof(name), "statcases/nist_strd/univariate/%s.csv", cases[i].file);
        const char *path = sr_test_find_shared(name);
        double mean = fold_file(path, "y", "avg", 0);
        double deviation = fold_file(path, "y", "stddev", 0);
        if (fabs(mean - cases[i].mean) > 1e-14 * fabs(cases[i].mean)
            || fabs(deviation - cases[i].deviation) > cases[i].deviation_tolerance * fabs(cases[i].deviation))
            fail_msg("%s: %.17g %.17g", cases[i].file, mean, deviation);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(quantiles_of_R_type_7),
        TEST(means_and_deviations_certified_by_nist),
    };
    return RUN_TESTS(tests);
}
