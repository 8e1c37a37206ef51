#include "tests/support/test.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/aggregate/aggregate.h"
#include "tests/support/rows.h"

/* One group of rows, folded by one aggregate. */
typedef struct folded {
    sr_arena *arena;
    sr_dict *dict;
    sr_error err;
    sr_result result;
} folded;

static folded f;

static int set_up(void **state)
{
    (void)state;
    f.arena = sr_arena_new();
    f.dict = sr_dict_new(f.arena);
    sr_error_init(&f.err);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sr_arena_free(f.arena);
    return 0;
}

static sr_aggregate_call get_call(const sr_rows *rows, double parameter, bool is_distinct)
{
    sr_aggregate_call call = {.arg_count = rows->column_count, .parameter = parameter, .is_distinct = is_distinct};
    for (uint32_t i = 0; i < rows->column_count; i++) {
        call.arg_kinds[i] = rows->columns[i].kind;
        call.arg_scales[i] = rows->columns[i].scale;
    }
    return call;
}

static bool add_all(const sr_aggregate *aggregate, const sr_aggregate_call *call, const sr_rows *rows, void *state)
{
    uint32_t index[64];
    void *states[64];
    const sr_column *args[3] = {&rows->columns[0], &rows->columns[1], &rows->columns[2]};
    for (uint32_t i = 0; i < rows->count; i++) {
        index[i] = i;
        states[i] = state;
    }
    sr_aggregate_rows all = {rows->count, index, states, f.dict};
    return aggregate->add(call, &all, args, f.arena, &f.err);
}

/* Folds rows written as "a;b|c;d" and finishes. False: the aggregate failed. */
static bool try_fold(const char *name, double parameter, bool is_distinct, const char *kinds, const char *text)
{
    sr_rows rows;
    sr_test_rows_init(&rows, kinds, 64, f.arena, f.dict);
    char copy[1024];
    snprintf(copy, sizeof(copy), "%s", text);
    for (char *row = copy; row != NULL && *row != '\0';) {
        char *end = strchr(row, '|');
        if (end != NULL)
            *end++ = '\0';
        sr_test_rows_add(&rows, strcmp(row, "-") == 0 ? "" : row);
        row = end;
    }
    const sr_aggregate *aggregate = sr_aggregate_find(sr_text_from(name));
    assert_non_null(aggregate);
    sr_aggregate_call call = get_call(&rows, parameter, is_distinct);
    assert_null(aggregate->check(&call));
    void *state = sr_arena_alloc(f.arena, 1, aggregate->get_state_size(&call));
    return add_all(aggregate, &call, &rows, state)
        && aggregate->finish(&call, state, f.arena, &f.result, &f.err);
}

static void fold(const char *name, double parameter, const char *kinds, const char *text)
{
    assert_done(try_fold(name, parameter, false, kinds, text), &f.err);
}

static void assert_value(const char *expected)
{
    char text[64];
    assert_int_equal(f.result.state, SR_CELL_OK);
    sr_number_write(f.result.value, text);
    assert_string_equal(text, expected);
}

static void assert_parts(const char *numerator, const char *denominator)
{
    char text[64];
    assert_true(f.result.has_parts);
    sr_number_write(f.result.numerator, text);
    assert_string_equal(text, numerator);
    sr_number_write(f.result.denominator, text);
    assert_string_equal(text, denominator);
}

static void count_counts_rows_values_and_different_values(void **state)
{
    (void)state;
    fold("count", 0, "t", "a|b|-|a");
    assert_value("3");
    assert_true(try_fold("count", 0, true, "t", "a|b|-|a"));
    assert_value("2");
    assert_int_equal(f.result.n, 2);
    assert_true(try_fold("count", 0, true, "r", "0|-0|1.5|1.5"));
    assert_value("2");
    fold("count", 0, "t", "");
    assert_value("0");
}

static void distinct_values_survive_growing(void **state)
{
    (void)state;
    char text[1024] = "";
    for (int i = 0; i < 60; i++)
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%d", i > 0 ? "|" : "", i % 50 - 25);
    assert_true(try_fold("count", 0, true, "i", text));
    assert_value("50");
}

static void sums_are_exact_and_keep_their_scale(void **state)
{
    (void)state;
    fold("sum", 0, "2", "0.10|0.20|-|-0.30|1205999.99");
    assert_value("1205999.99");
    assert_int_equal(f.result.n, 4);
    fold("sum", 0, "i", "9223372036854775807|9223372036854775807|1");
    assert_value("18446744073709551615");
    fold("sum", 0, "r", "1e308|1|-1e308");
    assert_value("1");
}

static void a_sum_of_nothing_is_no_data(void **state)
{
    (void)state;
    fold("sum", 0, "i", "");
    assert_int_equal(f.result.state, SR_CELL_NO_DATA);
    fold("sum", 0, "i", "-|-");
    assert_int_equal(f.result.state, SR_CELL_NO_DATA);
}

static void a_sum_of_reals_too_large_is_an_error(void **state)
{
    (void)state;
    assert_false(try_fold("sum", 0, false, "r", "1e308|1e308"));
    assert_int_equal(f.err.code, SR_BAD_DATA);
    assert_error(&f.err, "the values are too large to be added up exactly; look for a wrong amount in the data");
}

static void the_smallest_and_the_largest_of_any_kind(void **state)
{
    (void)state;
    fold("min", 0, "i", "3|-|-7|5");
    assert_value("-7");
    fold("max", 0, "2", "3.10|-7.00|3.09");
    assert_value("3.10");
    fold("max", 0, "d", "2026-01-31|2026-02-01");
    assert_value("20485");
    fold("min", 0, "t", "tartu|harju|võru");
    assert_value("1");     // the code of harju
    fold("min", 0, "r", "");
    assert_int_equal(f.result.state, SR_CELL_NO_DATA);
}

static void a_mean_has_the_deviation_of_its_values(void **state)
{
    (void)state;
    fold("avg", 0, "i", "2|4|4|4|5|5|7|9|-");
    assert_value("5");
    assert_int_equal(f.result.n, 8);
    assert_true(f.result.has_deviation);
    assert_close(f.result.deviation, sqrt(32.0 / 7.0), 1e-15);
    fold("mean", 0, "2", "0.70");
    assert_value("0.7");
    assert_false(f.result.has_deviation);
}

static void a_mean_of_huge_values_has_no_deviation_but_a_value(void **state)
{
    (void)state;
    fold("avg", 0, "i", "9223372036854775807|9223372036854775807|9223372036854775807|9223372036854775807");
    assert_value("9.223372036854776e+18");
    assert_false(f.result.has_deviation);
    fold("avg", 0, "r", "1e200|1e200");
    assert_value("1e+200");
    assert_false(f.result.has_deviation);
}

static void deviations_do_not_cancel(void **state)
{
    (void)state;
    fold("stddev", 0, "i", "1000000000000000001|1000000000000000002|1000000000000000003");
    assert_value("1");
    fold("variance", 0, "r", "1e15|1000000000000001|1000000000000002");
    assert_value("1");
    fold("variance", 0, "2", "0.01|0.02|0.03");
    assert_value("0.0001");
}

static void one_value_has_no_deviation(void **state)
{
    (void)state;
    fold("stddev", 0, "i", "7");
    assert_int_equal(f.result.state, SR_CELL_NOT_APPLICABLE);
    fold("variance", 0, "i", "");
    assert_int_equal(f.result.state, SR_CELL_NO_DATA);
    assert_false(try_fold("variance", 0, false, "r", "1e200|1e200"));
    assert_error(&f.err, "variance: the squares of the values are too large to be added up exactly");
}

static void a_share_is_of_the_known_rows(void **state)
{
    (void)state;
    fold("share", 0, "b", "1|0|-|1|1");
    assert_value("0.75");
    assert_parts("3", "4");
    assert_int_equal(f.result.n, 4);
}

static void zero_denominator_leaves_the_cell_empty(void **state)
{
    (void)state;
    fold("share", 0, "b", "-|-");
    assert_int_equal(f.result.state, SR_CELL_ZERO_DENOMINATOR);
    fold("share", 0, "b", "");
    assert_int_equal(f.result.state, SR_CELL_NO_DATA);
    fold("ratio", 0, "ii", "5;0|3;");
    assert_int_equal(f.result.state, SR_CELL_ZERO_DENOMINATOR);
    assert_parts("8", "0");
    fold("ratio", 0, "ii", ";2");
    assert_int_equal(f.result.state, SR_CELL_NO_DATA);
}

static void a_ratio_is_sum_over_sum(void **state)
{
    (void)state;
    fold("ratio", 0, "2i", "10.50;1|;2|4.50;");
    assert_value("5");
    assert_parts("15.00", "3");
    assert_int_equal(f.result.n, 3);
    fold("ratio", 0, "ri", "0.5;1|0.25;2");
    assert_value("0.25");
}

static void a_rate_is_so_many_times_the_ratio_and_rounded_once(void **state)
{
    (void)state;
    fold("rate", 1000, "ii", "7;100");
    assert_value("70");
    assert_parts("7", "100");
    assert_true(f.result.per == 1000);
    fold("rate", 2.5, "ii", "1;2");
    assert_value("1.25");
}

static void a_weighted_mean_weighs(void **state)
{
    (void)state;
    fold("wavg", 0, "2i", "1.00;1|2.00;3|9.00;|;5");
    assert_value("1.75");
    assert_parts("7.00", "4");
    assert_int_equal(f.result.n, 2);
    fold("wavg", 0, "ri", "1;1|2;3");
    assert_value("1.75");
    fold("wavg", 0, "i2", "1;0.25|2;0.75");
    assert_value("1.75");
}

static void a_median_is_exact(void **state)
{
    (void)state;
    fold("median", 0, "i", "3|1|2|-");
    assert_value("2");
    fold("median", 0, "i", "1|2");
    assert_value("1.5");
    fold("median", 0, "i", "1|3");
    assert_value("2");
    fold("median", 0, "2", "0.01|0.02");
    assert_value("0.015");
    fold("median", 0, "r", "0.5|0.25");
    assert_value("0.375");
    fold("median", 0, "i", "-3|-4");
    assert_value("-3.5");
    assert_int_equal(f.result.n, 2);
    fold("median", 0, "i", "");
    assert_int_equal(f.result.state, SR_CELL_NO_DATA);
}

static void a_quantile_is_of_type_7(void **state)
{
    (void)state;
    fold("quantile", 0.9, "i", "1|2|3|4|5|6|7|8|9|10");
    assert_value("9.1");
    fold("quantile", 0.25, "i", "1|2|3|4");
    assert_value("1.75");
    fold("quantile", 0.0, "i", "4|2|9");
    assert_value("2");
    fold("quantile", 1.0, "i", "4|2|9");
    assert_value("9");
    fold("quantile", 0.9, "i", "2|2|2|2");
    assert_value("2");
}

static void nps_is_promoters_less_detractors(void **state)
{
    (void)state;
    fold("nps", 0, "i", "10|9|9|8|7|6|0|-");
    assert_close(sr_number_get_real(f.result.value), 100.0 * (3 - 2) / 7, 1e-15);
    assert_int_equal(f.result.n, 7);
    fold("nps", 0, "i", "0|1");
    assert_value("-100");
    fold("nps", 0, "i", "8|8");
    assert_value("0");
}

static void nps_leaves_answers_outside_the_scale_aside_and_counts_them(void **state)
{
    (void)state;
    const sr_aggregate *nps = sr_aggregate_find(SR_TEXT("nps"));
    sr_rows rows;
    sr_test_rows_init(&rows, "i", 8, f.arena, f.dict);
    sr_test_rows_add(&rows, "11");
    sr_test_rows_add(&rows, "-1");
    sr_test_rows_add(&rows, "10");
    sr_aggregate_call call = get_call(&rows, 0, false);
    void *s = sr_arena_alloc(f.arena, 1, nps->get_state_size(&call));
    assert_true(add_all(nps, &call, &rows, s));
    assert_true(nps->finish(&call, s, f.arena, &f.result, &f.err));
    assert_value("100");
    assert_int_equal(f.result.n, 1);
    assert_int_equal(nps->count_outside(s), 2);
}

static void top_box_is_the_share_of_the_best_answers(void **state)
{
    (void)state;
    fold("top_box", 4, "i", "5|4|3|-|1");
    assert_value("0.5");
    assert_parts("2", "4");
}

static void first_and_last_take_the_value_of_one_row(void **state)
{
    (void)state;
    fold("first", 0, "id", "7;2026-03-01|5;2026-01-01|6;2026-02-01|;2025-01-01|9;");
    assert_value("5");
    fold("last", 0, "id", "7;2026-03-01|5;2026-01-01|6;2026-03-01");
    assert_value("6");     // of rows of the same day the smaller value, so that their order cannot be seen
    fold("first", 0, "id", "8;2026-03-01|5;2026-03-01");
    assert_value("5");
}

static void wrong_kinds_are_refused_with_what_was_expected(void **state)
{
    (void)state;
    sr_aggregate_call text = {.arg_count = 1, .arg_kinds = {SR_KIND_TEXT}};
    sr_aggregate_call number = {.arg_count = 1, .arg_kinds = {SR_KIND_INTEGER}};
    assert_string_equal(sr_aggregate_find(SR_TEXT("sum"))->check(&text), "a number");
    assert_string_equal(sr_aggregate_find(SR_TEXT("avg"))->check(&text), "a number");
    assert_string_equal(sr_aggregate_find(SR_TEXT("share"))->check(&number), "a condition that is true or false");
    number.parameter = 1.5;
    assert_string_equal(sr_aggregate_find(SR_TEXT("quantile"))->check(&number),
                        "a share from 0 to 1 as the second argument, such as 0.9");
    number.parameter = NAN;
    assert_non_null(sr_aggregate_find(SR_TEXT("quantile"))->check(&number));
    assert_null(sr_aggregate_find(SR_TEXT("count"))->check(&text));
}

static void every_row_of_the_table_is_complete(void **state)
{
    (void)state;
    for (size_t i = 0; i < sr_aggregate_count(); i++) {
        const sr_aggregate *a = sr_aggregate_get(i);
        assert_true(a->name != NULL && a->summary != NULL && a->get_state_size != NULL && a->check != NULL);
        assert_true(a->add != NULL && a->merge != NULL && a->finish != NULL);
        assert_true(a->arg_min <= a->arg_max && a->arg_max <= SR_AGGREGATE_ARGS_MAX);
        assert_ptr_equal(sr_aggregate_find(sr_text_from(a->name)), a);
    }
    assert_ptr_equal(sr_aggregate_find(SR_TEXT("mean")), sr_aggregate_find(SR_TEXT("AVG")));
    assert_null(sr_aggregate_find(SR_TEXT("mode")));
}

#define WITH_ROWS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROWS(count_counts_rows_values_and_different_values),
        WITH_ROWS(distinct_values_survive_growing),
        WITH_ROWS(sums_are_exact_and_keep_their_scale),
        WITH_ROWS(a_sum_of_nothing_is_no_data),
        WITH_ROWS(a_sum_of_reals_too_large_is_an_error),
        WITH_ROWS(the_smallest_and_the_largest_of_any_kind),
        WITH_ROWS(a_mean_has_the_deviation_of_its_values),
        WITH_ROWS(a_mean_of_huge_values_has_no_deviation_but_a_value),
        WITH_ROWS(deviations_do_not_cancel),
        WITH_ROWS(one_value_has_no_deviation),
        WITH_ROWS(a_share_is_of_the_known_rows),
        WITH_ROWS(zero_denominator_leaves_the_cell_empty),
        WITH_ROWS(a_ratio_is_sum_over_sum),
        WITH_ROWS(a_rate_is_so_many_times_the_ratio_and_rounded_once),
        WITH_ROWS(a_weighted_mean_weighs),
        WITH_ROWS(a_median_is_exact),
        WITH_ROWS(a_quantile_is_of_type_7),
        WITH_ROWS(nps_is_promoters_less_detractors),
        WITH_ROWS(nps_leaves_answers_outside_the_scale_aside_and_counts_them),
        WITH_ROWS(top_box_is_the_share_of_the_best_answers),
        WITH_ROWS(first_and_last_take_the_value_of_one_row),
        TEST(wrong_kinds_are_refused_with_what_was_expected),
        TEST(every_row_of_the_table_is_complete),
    };
    return RUN_TESTS(tests);
}
