/* Our intervals equal published ones: a few in this folder with their sources, many in ../shared/statcases. */
#include "tests/support/test.h"

#include <math.h>

#include "engine/stats/interval.h"
#include "tests/support/table.h"

static void assert_interval(sr_interval found, double lower, double upper, double tolerance, const char *what, size_t row)
{
    if (!sr_test_is_close(found.lower, lower, tolerance) || !sr_test_is_close(found.upper, upper, tolerance))
        fail_msg("%s, row %zu: %.17g to %.17g, published %.17g to %.17g", what, row + 1, found.lower, found.upper, lower, upper);
}

static void published_intervals_of_shares_and_counts(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_table t;
    sr_test_table_read("tests/reference/intervals.csv", arena, &t);
    assert_int_equal(t.row_count, 10);
    for (size_t i = 0; i < t.row_count; i++) {
        double x = sr_test_table_get_number(&t, i, "x");
        double level = sr_test_table_get_number(&t, i, "level");
        bool is_wilson = sr_text_is(sr_test_table_get(&t, i, "method"), SR_TEXT("wilson"));
        sr_interval found = is_wilson ? sr_interval_wilson(x, sr_test_table_get_number(&t, i, "n"), level) : sr_interval_poisson(x, level);
        assert_interval(found, sr_test_table_get_number(&t, i, "lower"), sr_test_table_get_number(&t, i, "upper"),
                        sr_test_table_get_number(&t, i, "tolerance"), "intervals.csv", i);
    }
    sr_arena_free(arena);
}

static void published_intervals_of_means(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_table t;
    sr_test_table_read("tests/reference/means.csv", arena, &t);
    assert_int_equal(t.row_count, 2);
    for (size_t i = 0; i < t.row_count; i++)
        assert_interval(sr_interval_mean(sr_test_table_get_number(&t, i, "mean"), sr_test_table_get_number(&t, i, "deviation"),
                                         sr_test_table_get_number(&t, i, "n"), sr_test_table_get_number(&t, i, "level")),
                        sr_test_table_get_number(&t, i, "lower"), sr_test_table_get_number(&t, i, "upper"),
                        sr_test_table_get_number(&t, i, "tolerance"), "means.csv", i);
    sr_arena_free(arena);
}

static void the_grid_of_wilson_intervals_from_R(void **state)
{
    (void)state;
    const char *path = sr_test_find_shared("statcases/intervals/R_binomial_grid.csv");
    if (path == NULL)
        skip();
    sr_arena *arena = sr_arena_new();
    sr_table t;
    sr_test_table_read(path, arena, &t);
    assert_int_equal(t.row_count, 680);
    for (size_t i = 0; i < t.row_count; i++)
        assert_interval(sr_interval_wilson(sr_test_table_get_number(&t, i, "x"), sr_test_table_get_number(&t, i, "n"), sr_test_table_get_number(&t, i, "conf")),
                        sr_test_table_get_number(&t, i, "wilson_lower"), sr_test_table_get_number(&t, i, "wilson_upper"), 1e-12, path, i);
    sr_arena_free(arena);
}

static void the_grid_of_poisson_intervals_from_R(void **state)
{
    (void)state;
    const char *path = sr_test_find_shared("statcases/intervals/R_poisson_grid.csv");
    if (path == NULL)
        skip();
    sr_arena *arena = sr_arena_new();
    sr_table t;
    sr_test_table_read(path, arena, &t);
    assert_int_equal(t.row_count, 168);
    for (size_t i = 0; i < t.row_count; i++) {
        double x = sr_test_table_get_number(&t, i, "x");
        bool is_exact = sr_interval_poisson_is_exact(x);
        assert_interval(sr_interval_poisson(x, sr_test_table_get_number(&t, i, "conf")),
                        sr_test_table_get_number(&t, i, is_exact ? "garwood_lower" : "byar_lower"),
                        sr_test_table_get_number(&t, i, is_exact ? "garwood_upper" : "byar_upper"), 1e-12, path, i);
    }
    sr_arena_free(arena);
}

static void intervals_of_means_from_R(void **state)
{
    (void)state;
    const char *path = sr_test_find_shared("statcases/intervals/R_mean_t.csv");
    if (path == NULL)
        skip();
    sr_arena *arena = sr_arena_new();
    sr_table t;
    sr_test_table_read(path, arena, &t);
    assert_true(t.row_count > 5);
    for (size_t i = 0; i < t.row_count; i++)
        assert_interval(sr_interval_mean(sr_test_table_get_number(&t, i, "mean"), sr_test_table_get_number(&t, i, "sd"),
                                         sr_test_table_get_number(&t, i, "n"), sr_test_table_get_number(&t, i, "conf")),
                        sr_test_table_get_number(&t, i, "lower"), sr_test_table_get_number(&t, i, "upper"), 1e-12, path, i);
    sr_arena_free(arena);
}

/* A published value of a case, a quantity and a level; NAN when there is none. */
static double find_published(const sr_table *expected, sr_text name, const char *quantity, sr_text key)
{
    for (size_t i = 0; i < expected->row_count; i++)
        if (sr_text_is(sr_test_table_get(expected, i, "case"), name) && sr_text_is(sr_test_table_get(expected, i, "key"), key)
            && sr_text_is(sr_test_table_get(expected, i, "quantity"), sr_text_from(quantity)))
            return sr_test_table_get_number(expected, i, "value");
    return NAN;
}

/* The tests of the public health package, for shares (Wilson) and rates (exact below 10 events, else Byar). */
static size_t compare_with_phe(const char *input, bool is_share)
{
    static const char *const keys[] = {"0.95", "0.998"};
    sr_arena *arena = sr_arena_new();
    sr_table cases;
    sr_table expected;
    size_t compared = 0;
    sr_test_table_read(sr_test_find_shared("statcases/phe_indicatormethods/expected.csv"), arena, &expected);
    sr_test_table_read(sr_test_find_shared(input), arena, &cases);
    for (size_t i = 0; i < cases.row_count; i++) {
        double x = sr_test_table_get_number(&cases, i, "x");
        double n = sr_test_table_get_number(&cases, i, "n");
        double multiplier = sr_test_table_get_number(&cases, i, "multiplier");
        for (size_t k = 0; k < 2 && isfinite(x) && n > 0; k++) {
            sr_text name = sr_test_table_get(&cases, i, "case");
            double lower = find_published(&expected, name, "lower", sr_text_from(keys[k]));
            double upper = find_published(&expected, name, "upper", sr_text_from(keys[k]));
            double level = k == 0 ? 0.95 : 0.998;
            sr_interval found = is_share ? sr_interval_wilson(x, n, level) : sr_interval_poisson(x, level);
            double scale = is_share ? multiplier : multiplier / n;
            if (!isfinite(lower) || !isfinite(upper))
                continue;
            assert_interval((sr_interval){found.lower * scale, found.upper * scale}, lower, upper, 1e-9, input, i);
            compared++;
        }
    }
    sr_arena_free(arena);
    return compared;
}

static void the_tests_of_PHEindicatormethods(void **state)
{
    (void)state;
    if (sr_test_find_shared("statcases/phe_indicatormethods/expected.csv") == NULL)
        skip();
    assert_true(compare_with_phe("statcases/phe_indicatormethods/prop_input.csv", true) >= 16);
    assert_true(compare_with_phe("statcases/phe_indicatormethods/rate_input.csv", false) >= 16);
}

int main(void)
{
    sr_stats_init();
    const struct CMUnitTest tests[] = {
        TEST(published_intervals_of_shares_and_counts),
        TEST(published_intervals_of_means),
        TEST(the_grid_of_wilson_intervals_from_R),
        TEST(the_grid_of_poisson_intervals_from_R),
        TEST(intervals_of_means_from_R),
        TEST(the_tests_of_PHEindicatormethods),
    };
    return RUN_TESTS(tests);
}
