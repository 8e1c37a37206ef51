#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "engine/disclosure/release.h"
#include "tests/support/plan.h"

#define K 5

static sr_arena *arena;
static sr_test_plan t;
static sr_rows cases;
static sr_error err;
static uint32_t dataset;

/* day, service, county, person, yes, amount */
static int set_up(void **state)
{
    (void)state;
    arena = sr_arena_new();
    sr_test_plan_init(&t, arena);
    sr_test_rows_init(&cases, "dtttb2", 30000, arena, t.dict);
    dataset = sr_test_plan_add_dataset(&t, &cases, "cases", "day service county person yes amount");
    sr_error_init(&err);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sr_arena_free(arena);
    return 0;
}

/* `count` cases of different persons, `yes` of them with a yes. */
static void add_cases(const char *month, const char *service, const char *county, int count, int yes)
{
    for (int i = 0; i < count; i++) {
        char line[128];
        snprintf(line, sizeof(line), "%s-15;%s;%s;p%d;%d;10.00", month, service, county, (int)cases.count, i < yes);
        sr_test_rows_add(&cases, line);
    }
}

/* Every month of 2025 has these many cases. */
static void add_year(const char *service, const char *county, int count)
{
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, service, county, count, count / 2);
    }
}

static const sr_released *release_grains(const uint32_t *indicators, uint32_t count, const char *grains)
{
    sr_release_request request = {.indicators = indicators, .indicator_count = count, .threshold = K};
    for (int g = 0; g < SR_GRAIN_COUNT; g++)
        request.grains[g] = strstr(grains, sr_grain_get_name((sr_grain)g)) != NULL;
    request.window_first = sr_day_from_civil(2025, 1, 1);
    request.window_last = sr_day_from_civil(2026, 1, 1);
    sr_released *released;
    const sr_cube *cube = sr_test_plan_measure(&t, NULL);
    assert_done(sr_release(&t.plan, cube, &request, arena, &released, &err), &err);
    return released;
}

static const sr_released *release(const uint32_t *indicators, uint32_t count)
{
    return release_grains(indicators, count, "month quarter year");
}

/* "OA KT [Hiiu+Saare]": the members of a table; "(unknown)" for a missing key, "hidden" for a table that is. */
static void assert_members(const sr_released *released, uint32_t indicator, uint32_t grouping, const char *expected)
{
    char text[512] = "";
    const sr_released_table *table = sr_released_find_table(released, indicator, grouping);
    assert_non_null(table);
    if (sr_released_table_get_hidden(table) != SR_HIDDEN_NOT)
        snprintf(text, sizeof(text), "hidden");
    for (uint32_t i = 0; i < sr_released_table_count_members(table); i++) {
        sr_released_member member = sr_released_table_get_member(table, i);
        uint32_t count = member.is_pool ? member.pool_count : 1;
        const sr_key *keys = member.is_pool ? member.pool_keys : member.keys;
        strcat(text, i > 0 ? " " : "");
        strcat(text, member.is_pool ? "[" : "");
        for (uint32_t k = 0; k < count; k++) {
            strcat(text, k > 0 ? "+" : "");
            if (member.key_count > 0 && keys[k] == SR_KEY_MISSING)
                strcat(text, "(unknown)");
            else if (member.key_count > 0)
                strncat(text, sr_dict_get(t.dict, (uint32_t)keys[k]).data, sr_dict_get(t.dict, (uint32_t)keys[k]).size);
        }
        strcat(text, member.is_pool ? "]" : "");
    }
    assert_string_equal(text, expected);
}

static const sr_released_cell *get_cell(const sr_released *released, uint32_t indicator, uint32_t grouping, uint32_t member, sr_grain grain, uint32_t period)
{
    return sr_released_table_get_cell(sr_released_find_table(released, indicator, grouping), member, grain, period);
}

static int64_t get_n(const sr_released *released, uint32_t indicator, uint32_t grouping, uint32_t member, sr_grain grain, uint32_t period)
{
    const sr_released_cell *cell = get_cell(released, indicator, grouping, member, grain, period);
    assert_int_equal(sr_released_cell_get_state(cell), SR_CELL_OK);
    return sr_released_cell_get_result(cell)->n;
}

/* The law: whatever of an indicator is released counts nobody or at least k. */
static void assert_no_small_cell(const sr_released *released, uint32_t indicator)
{
    for (uint32_t i = 0; i < sr_released_count_tables(released); i++) {
        const sr_released_table *table = sr_released_get_table(released, i);
        if (sr_released_table_get_indicator(table) != indicator)
            continue;
        for (uint32_t m = 0; m < sr_released_table_count_members(table); m++)
            for (int g = 0; g < SR_GRAIN_COUNT; g++)
                for (uint32_t p = 0; p < sr_released_table_count_periods(table, (sr_grain)g); p++) {
                    const sr_released_cell *cell = sr_released_table_get_cell(table, m, (sr_grain)g, p);
                    int64_t n = sr_released_cell_get_result(cell)->n;
                    if (n > 0 && n < K)
                        fail_msg("a cell of %d", (int)n);
                }
    }
}

static void large_cells_are_released_as_they_are(void **state)
{
    (void)state;
    add_year("OA", "Harju", 20);
    add_year("KT", "Harju", 10);
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "service,county,service+county", SR_COUNTS_CASE);
    const sr_released *released = release(&m, 1);
    assert_int_equal(sr_released_count_tables(released), 4);
    assert_members(released, m, 0, "");
    assert_members(released, m, 1, "KT OA");
    assert_int_equal(get_n(released, m, 0, 0, SR_GRAIN_MONTH, 0), 30);
    assert_int_equal(get_n(released, m, 1, 1, SR_GRAIN_QUARTER, 3), 60);
    assert_int_equal(get_n(released, m, 1, 0, SR_GRAIN_YEAR, 0), 120);
    assert_int_equal(sr_released_table_get_hidden(sr_released_find_table(released, m, 3)), SR_HIDDEN_NOT);
    assert_int_equal(sr_released_get_threshold(released), K);
    assert_null(sr_released_find_table(released, m, 4));
}

static void a_small_member_stands_with_the_smallest_other_in_every_period_and_grain(void **state)
{
    (void)state;
    add_year("OA", "Harju", 100);
    add_year("OA", "Tartu", 30);
    add_year("OA", "Saare", 12);
    add_year("OA", "Hiiu", 6);
    add_cases("2025-07", "OA", "Lääne", 1, 0);    // one case in one month of the year
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    const sr_released *released = release(&m, 1);
    assert_members(released, m, 1, "Harju Saare Tartu [Hiiu+Lääne]");
    assert_true(sr_released_table_has_pool(sr_released_find_table(released, m, 1)));
    assert_int_equal(get_n(released, m, 1, 3, SR_GRAIN_MONTH, 0), 6);
    assert_int_equal(get_n(released, m, 1, 3, SR_GRAIN_MONTH, 6), 7);
    assert_int_equal(get_n(released, m, 1, 3, SR_GRAIN_YEAR, 0), 73);
    assert_no_small_cell(released, m);
}

static void a_single_month_cannot_be_had_by_subtracting_periods(void **state)
{
    (void)state;
    /* Every quarter and year of Hiiu is large; one month is not. Published months would tell the third of a quarter. */
    add_year("OA", "Harju", 50);
    add_year("OA", "Saare", 20);
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "OA", "Hiiu", month == 5 ? 2 : 9, 0);
    }
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    const sr_released *months = release(&m, 1);
    assert_members(months, m, 1, "Harju [Hiiu+Saare]");
    assert_no_small_cell(months, m);
    /* Without months there is nothing to protect: quarters are all large. */
    assert_members(release_grains(&m, 1, "quarter year"), m, 1, "Harju Hiiu Saare");
    /* Years to date give months away. */
    assert_members(release_grains(&m, 1, "ytd"), m, 1, "Harju [Hiiu+Saare]");
}

static void the_rows_of_a_breakdown_leave_nothing_of_the_total(void **state)
{
    (void)state;
    add_year("OA", "Harju", 40);
    add_year("OA", "Saare", 6);
    add_year("OA", "Hiiu", 2);
    add_year("OA", "", 3);
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    const sr_released *released = release(&m, 1);
    assert_members(released, m, 1, "Harju Saare [Hiiu+(unknown)]");
    for (uint32_t p = 0; p < 12; p++) {
        int64_t sum = 0;
        for (uint32_t i = 0; i < 3; i++)
            sum += get_n(released, m, 1, i, SR_GRAIN_MONTH, p);
        assert_int_equal(sum, get_n(released, m, 0, 0, SR_GRAIN_MONTH, p));
    }
}

static void all_indicators_of_a_data_set_have_the_same_pool(void **state)
{
    (void)state;
    /* Tartu is large for cases, but few of them say yes: the mean amount of those is the second indicator. */
    add_year("OA", "Harju", 60);
    add_year("OA", "Saare", 20);
    add_year("OA", "Võru", 18);
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "OA", "Tartu", 15, 2);
    }
    uint32_t all = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    uint32_t yes = sr_test_plan_add_measure(&t, "T02", dataset, "median", "amount", "day", "county", SR_COUNTS_CASE);
    t.folds[1].where = sr_test_column(&t, dataset, "yes");
    uint32_t both[2] = {all, yes};
    assert_members(release(&all, 1), all, 1, "Harju Saare Tartu Võru");
    const sr_released *released = release(both, 2);
    assert_members(released, all, 1, "Harju Saare [Tartu+Võru]");
    assert_members(released, yes, 1, "Harju Saare [Tartu+Võru]");
    assert_no_small_cell(released, yes);
}

static void a_rare_count_is_hidden_alone_and_does_not_take_the_breakdown_from_others(void **state)
{
    (void)state;
    add_year("OA", "Harju", 60);
    add_year("OA", "Tartu", 60);
    add_cases("2025-01", "OA", "Harju", 2, 0);
    uint32_t all = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    uint32_t rare = sr_test_plan_add_measure(&t, "X", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    /* Rare: Tartu in each month 6, Harju in each month 1. */
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "R", "Harju", 1, 0);
        add_cases(text, "R", "Tartu", 6, 0);
    }
    t.folds[1].where = sr_test_expr(&t, SR_OP_EQ, SR_KIND_BOOLEAN, sr_test_column(&t, dataset, "service"), sr_test_text(&t, "R"));
    uint32_t both[2] = {all, rare};
    const sr_released *released = release(both, 2);
    assert_members(released, all, 1, "Harju Tartu");
    assert_members(released, rare, 1, "hidden");
    assert_int_equal(sr_released_table_get_hidden(sr_released_find_table(released, rare, 1)), SR_HIDDEN_SMALL_CELLS);
    assert_int_equal(get_n(released, rare, 0, 0, SR_GRAIN_MONTH, 3), 7);
}

static void a_grain_with_a_small_total_is_hidden_in_all_tables_of_the_indicator(void **state)
{
    (void)state;
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "OA", "Harju", month == 8 ? 3 : 30, 1);
    }
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    const sr_released *released = release_grains(&m, 1, "month quarter year ytd");
    for (uint32_t g = 0; g < 2; g++) {
        const sr_released_cell *month = get_cell(released, m, g, 0, SR_GRAIN_MONTH, 0);
        assert_int_equal(sr_released_cell_get_state(month), SR_CELL_HIDDEN);
        assert_int_equal(sr_released_cell_get_hidden(month), SR_HIDDEN_SMALL_TOTAL);
        assert_int_equal(sr_released_cell_get_result(month)->n, 0);
        /* July and August to date differ by August. */
        assert_int_equal(sr_released_cell_get_state(get_cell(released, m, g, 0, SR_GRAIN_YTD, 0)), SR_CELL_HIDDEN);
        assert_int_equal(get_n(released, m, g, 0, SR_GRAIN_QUARTER, 2), 63);
        assert_int_equal(get_n(released, m, g, 0, SR_GRAIN_YEAR, 0), 333);
    }
}

static void a_crossed_breakdown_with_a_small_cell_is_not_published(void **state)
{
    (void)state;
    add_year("OA", "Harju", 50);
    add_year("OA", "Tartu", 20);
    add_year("KT", "Harju", 20);
    add_cases("2025-03", "KT", "Tartu", 1, 0);
    add_year("SAK", "Tartu", 20);
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "service,county,service+county", SR_COUNTS_CASE);
    const sr_released *released = release(&m, 1);
    assert_members(released, m, 1, "KT OA SAK");
    assert_members(released, m, 2, "Harju Tartu");
    assert_members(released, m, 3, "hidden");
    assert_int_equal(sr_released_table_get_hidden(sr_released_find_table(released, m, 3)), SR_HIDDEN_CROSSED);
}

static void a_crossed_breakdown_cannot_undo_a_pool(void **state)
{
    (void)state;
    /* M02 is large everywhere, also crossed. T02 (the cases with a yes) needs Tartu and Võru in one row: then M02 crossed must not
     * tell them apart. */
    add_year("KT", "Harju", 60);
    add_year("OA", "Harju", 60);
    add_year("OA", "Võru", 20);
    add_year("KT", "Võru", 20);
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "OA", "Tartu", 15, 1);
        add_cases(text, "KT", "Tartu", 15, 1);
    }
    uint32_t all = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county,service+county", SR_COUNTS_CASE);
    uint32_t yes = sr_test_plan_add_measure(&t, "T02", dataset, "avg", "amount", "day", "county", SR_COUNTS_CASE);
    t.folds[1].where = sr_test_column(&t, dataset, "yes");
    uint32_t both[2] = {all, yes};
    assert_int_equal(sr_released_table_get_hidden(sr_released_find_table(release(&all, 1), all, 2)), SR_HIDDEN_NOT);
    const sr_released *released = release(both, 2);
    assert_members(released, all, 1, "Harju [Tartu+Võru]");
    assert_members(released, all, 2, "hidden");
}

static void a_sensitive_share_hides_a_small_numerator_and_a_small_complement(void **state)
{
    (void)state;
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "OA", "Harju", 100, 60);
        add_cases(text, "OA", "Tartu", 40, 20);
        add_cases(text, "OA", "Saare", 30, 2);      // numerator
        add_cases(text, "OA", "Võru", 30, 27);      // complement
    }
    uint32_t m = sr_test_plan_add_measure(&t, "M07", dataset, "share", "yes", "day", "county", SR_COUNTS_CASE);
    assert_members(release(&m, 1), m, 1, "Harju Saare Tartu Võru");
    t.indicators[m].is_sensitive = true;
    const sr_released *released = release(&m, 1);
    assert_members(released, m, 1, "Harju Tartu [Saare+Võru]");
    const sr_result *pool = sr_released_cell_get_result(get_cell(released, m, 1, 2, SR_GRAIN_MONTH, 0));
    assert_true(pool->numerator.exact == 29 && pool->denominator.exact == 60);
}

static void a_sensitive_share_that_cannot_be_pooled_says_so(void **state)
{
    (void)state;
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "OA", "Harju", 100, 6);
        add_cases(text, "OA", "Tartu", 100, 1);
    }
    uint32_t m = sr_test_plan_add_measure(&t, "M07", dataset, "share", "yes", "day", "county", SR_COUNTS_CASE);
    t.indicators[m].is_sensitive = true;
    const sr_released *released = release(&m, 1);
    assert_int_equal(sr_released_table_get_hidden(sr_released_find_table(released, m, 1)), SR_HIDDEN_SENSITIVE);
    assert_int_equal(sr_released_cell_get_state(get_cell(released, m, 0, 0, SR_GRAIN_MONTH, 0)), SR_CELL_OK);
}

static void persons_are_counted_once_in_a_pool(void **state)
{
    (void)state;
    /* Hiiu and Lääne share their three persons: six cases, three persons. Together they are still too few. */
    add_year("OA", "Harju", 50);
    add_year("OA", "Saare", 10);
    for (int month = 1; month <= 12; month++) {
        for (int i = 0; i < 3; i++) {
            char line[128];
            snprintf(line, sizeof(line), "2025-%02d-10;OA;Hiiu;same%d;1;1.00", month, i);
            sr_test_rows_add(&cases, line);
            snprintf(line, sizeof(line), "2025-%02d-20;OA;Lääne;same%d;1;1.00", month, i);
            sr_test_rows_add(&cases, line);
        }
    }
    uint32_t m = sr_test_plan_add_measure(&t, "M01", dataset, "count distinct", "person", "day", "county", SR_COUNTS_PERSON);
    const sr_released *released = release(&m, 1);
    assert_members(released, m, 1, "Harju [Hiiu+Lääne+Saare]");
    assert_int_equal(get_n(released, m, 1, 1, SR_GRAIN_MONTH, 0), 13);
    assert_int_equal(get_n(released, m, 1, 1, SR_GRAIN_YEAR, 0), 123);
}

static void a_formula_takes_the_pool_of_what_it_is_made_of(void **state)
{
    (void)state;
    add_year("OA", "Harju", 50);
    add_year("OA", "Saare", 10);
    add_year("OA", "Hiiu", 2);
    uint32_t cost = sr_test_plan_add_measure(&t, "B04_cost", dataset, "sum", "amount", "day", "county", SR_COUNTS_OTHER);
    uint32_t persons = sr_test_plan_add_measure(&t, "M01", dataset, "count distinct", "person", "day", "county", SR_COUNTS_PERSON);
    uint32_t unit = sr_test_plan_add_formula(&t, "B04", SR_FORMULA_RATIO, cost, persons, SR_COUNTS_OTHER);
    const sr_released *released = release(&unit, 1);
    assert_members(released, unit, 1, "Harju [Hiiu+Saare]");
    const sr_result *pool = sr_released_cell_get_result(get_cell(released, unit, 1, 1, SR_GRAIN_MONTH, 0));
    assert_true(pool->numerator.exact == 12000 && pool->denominator.exact == 12);
    uint32_t both[2] = {unit, persons};
    released = release(both, 2);
    assert_members(released, unit, 1, "Harju [Hiiu+Saare]");
    assert_members(released, persons, 1, "Harju [Hiiu+Saare]");
}

static void a_formula_is_hidden_where_its_part_is(void **state)
{
    (void)state;
    add_year("OA", "Harju", 6);
    add_year("OA", "Hiiu", 2);
    uint32_t cost = sr_test_plan_add_measure(&t, "B04_cost", dataset, "sum", "amount", "day", "county", SR_COUNTS_OTHER);
    uint32_t persons = sr_test_plan_add_measure(&t, "M01", dataset, "count distinct", "person", "day", "county", SR_COUNTS_PERSON);
    uint32_t unit = sr_test_plan_add_formula(&t, "B04", SR_FORMULA_RATIO, cost, persons, SR_COUNTS_OTHER);
    uint32_t all[3] = {persons, unit, cost};
    const sr_released *released = release(all, 3);
    assert_members(released, persons, 1, "hidden");
    assert_members(released, unit, 1, "hidden");
    assert_members(released, cost, 1, "hidden");    // money of cases: n would count them
}

static void a_formula_is_hidden_where_its_part_gave_way_to_others(void **state)
{
    (void)state;
    /* M01 needs a and b in one row, T02 c and d: no joint pool is left, and the last of equal needs give way first. */
    static const char *const counties[] = {"a", "b", "c", "d"};
    static const int persons_of[] = {2, 3, 20, 20};
    static const int yes_of[] = {9, 9, 2, 3};
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        for (int i = 0; i < 4; i++) {
            add_cases(text, "OA", counties[i], persons_of[i], 0);
            add_cases(text, "KT", counties[i], yes_of[i], yes_of[i]);
        }
    }
    uint32_t cost = sr_test_plan_add_measure(&t, "B04_cost", dataset, "sum", "amount", "day", "county", SR_COUNTS_OTHER);
    uint32_t persons = sr_test_plan_add_measure(&t, "M01", dataset, "count distinct", "person", "day", "county", SR_COUNTS_PERSON);
    uint32_t yes = sr_test_plan_add_measure(&t, "T02", dataset, "avg", "amount", "day", "county", SR_COUNTS_CASE);
    uint32_t unit = sr_test_plan_add_formula(&t, "B04", SR_FORMULA_RATIO, cost, persons, SR_COUNTS_OTHER);
    t.folds[1].where = sr_test_expr(&t, SR_OP_EQ, SR_KIND_BOOLEAN, sr_test_column(&t, dataset, "service"), sr_test_text(&t, "OA"));
    t.folds[2].where = sr_test_column(&t, dataset, "yes");
    assert_members(release(&unit, 1), unit, 1, "c d [a+b]");
    uint32_t all[3] = {unit, yes, persons};
    const sr_released *released = release(all, 3);
    assert_members(released, persons, 1, "hidden");
    assert_members(released, unit, 1, "hidden");
}

static void what_counts_no_persons_is_released_as_it_is(void **state)
{
    (void)state;
    add_year("OA", "Harju", 50);
    add_cases("2025-02", "OA", "Hiiu", 1, 1);
    uint32_t m = sr_test_plan_add_measure(&t, "M03", dataset, "count", "", "day", "county,service+county", SR_COUNTS_OTHER);
    const sr_released *released = release(&m, 1);
    assert_members(released, m, 1, "Harju Hiiu");
    assert_int_equal(get_n(released, m, 1, 1, SR_GRAIN_MONTH, 1), 1);
    assert_int_equal(get_n(released, m, 1, 1, SR_GRAIN_MONTH, 0), 0);
    assert_int_equal(sr_released_table_get_hidden(sr_released_find_table(released, m, 2)), SR_HIDDEN_NOT);
}

static void a_breakdown_by_values_that_tell_who_somebody_is_is_not_published(void **state)
{
    (void)state;
    static const char *const names[] = {"37605030299", "mari@example.ee", "5123 4567", "PNOEE-37605030299"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        tear_down(state);
        set_up(state);
        add_year("OA", "Harju", 50);
        add_year("OA", names[i], 50);
        uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "service,county,service+county",
                                              i % 2 == 0 ? SR_COUNTS_CASE : SR_COUNTS_OTHER);
        const sr_released *released = release(&m, 1);
        assert_members(released, m, 1, "OA");
        for (uint32_t g = 2; g < 4; g++) {
            const sr_released_table *table = sr_released_find_table(released, m, g);
            assert_int_equal(sr_released_table_get_hidden(table), SR_HIDDEN_PERSONAL);
            assert_int_equal(sr_released_table_count_members(table), 0);
        }
    }
}

/* The rows of the data set are persons, whatever indicators count. */
static void declare_persons(void)
{
    const sr_plan_dataset *set = &t.datasets[dataset];
    sr_plan_column *columns = sr_arena_alloc(arena, set->column_count, sizeof(columns[0]));
    memcpy(columns, set->columns, set->column_count * sizeof(columns[0]));
    columns[3].is_person = true;
    t.datasets[dataset].columns = columns;
}

static void whatever_is_measured_on_persons_is_protected(void **state)
{
    (void)state;
    static const char *const measures[][2] = {{"sum", "amount"}, {"avg", "amount"}, {"median", "amount"}, {"count", ""}, {"max", "amount"},
                                              {"share", "yes"}, {"count distinct", "person"}, {"ratio", "amount,amount"}};
    add_year("OA", "Harju", 50);
    add_year("OA", "Saare", 9);
    add_year("OA", "Hiiu", 2);
    for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++) {
        uint32_t m = sr_test_plan_add_measure(&t, "X", dataset, measures[i][0], measures[i][1], "day", "county", SR_COUNTS_OTHER);
        assert_members(release(&m, 1), m, 1, "Harju Hiiu Saare");
    }
    declare_persons();
    for (uint32_t m = 0; m < t.plan.indicator_count; m++) {
        const sr_released *released = release(&m, 1);
        assert_members(released, m, 1, "Harju [Hiiu+Saare]");
        assert_no_small_cell(released, m);
    }
}

static void one_count_of_cases_protects_what_else_is_measured_there(void **state)
{
    (void)state;
    add_year("OA", "Harju", 50);
    add_year("OA", "Saare", 9);
    add_year("OA", "Hiiu", 2);
    uint32_t cost = sr_test_plan_add_measure(&t, "B04_cost", dataset, "sum", "amount", "day", "county", SR_COUNTS_OTHER);
    assert_members(release(&cost, 1), cost, 1, "Harju Hiiu Saare");
    sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "", SR_COUNTS_CASE);     // of another report, perhaps
    assert_members(release(&cost, 1), cost, 1, "Harju [Hiiu+Saare]");
}

/* A second breakdown by the same column: "county" in small letters. */
static void add_area(uint32_t m, bool is_crossed)
{
    sr_plan_grouping *groupings = sr_arena_alloc(arena, 3, sizeof(groupings[0]));
    sr_plan_key *keys = sr_arena_alloc(arena, 2, sizeof(keys[0]));
    keys[0] = (sr_plan_key){.name = SR_TEXT("area"), .expr = sr_test_expr(&t, SR_OP_LOWER, SR_KIND_TEXT, sr_test_column(&t, dataset, "county"), NULL)};
    keys[1] = (sr_plan_key){.name = SR_TEXT("service"), .expr = sr_test_column(&t, dataset, "service")};
    groupings[1] = t.indicators[m].groupings[1];
    groupings[2] = (sr_plan_grouping){is_crossed ? 2 : 1, keys};
    t.indicators[m].groupings = groupings;
    t.indicators[m].grouping_count = 3;
    t.folds[t.indicators[m].fold_index].groupings = groupings;
    t.folds[t.indicators[m].fold_index].grouping_count = 3;
}

static void a_breakdown_cannot_be_cut_in_two_ways(void **state)
{
    (void)state;
    for (int is_crossed = 0; is_crossed <= 1; is_crossed++) {
        tear_down(state);
        set_up(state);
        add_year("OA", "Harju", 50);
        add_year("OA", "Saare", 9);
        uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
        add_area(m, is_crossed);
        assert_int_equal(sr_released_table_get_hidden(sr_released_find_table(release(&m, 1), m, 2)), SR_HIDDEN_NOT);
        add_year("OA", "Hiiu", 2);
        const sr_released *released = release(&m, 1);
        assert_members(released, m, 1, "Harju [Hiiu+Saare]");
        assert_int_equal(sr_released_table_get_hidden(sr_released_find_table(released, m, 2)), is_crossed ? SR_HIDDEN_CROSSED : SR_HIDDEN_LINKED);
    }
}

static void what_lay_before_the_window_is_not_told_by_the_first_year_to_date(void **state)
{
    (void)state;
    /* One case of January to March in Hiiu; the window begins in April. */
    add_year("OA", "Harju", 50);
    add_year("OA", "Saare", 20);
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "OA", "Hiiu", month > 3 ? 9 : month == 1, 0);
    }
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    sr_release_request request = {.indicators = &m, .indicator_count = 1, .threshold = K};
    request.grains[SR_GRAIN_MONTH] = true;
    request.window_first = sr_day_from_civil(2025, 4, 1);
    request.window_last = sr_day_from_civil(2026, 1, 1);
    sr_released *released;
    const sr_cube *cube = sr_test_plan_measure(&t, NULL);
    assert_done(sr_release(&t.plan, cube, &request, arena, &released, &err), &err);
    assert_members(released, m, 1, "Harju Hiiu Saare");
    request.grains[SR_GRAIN_YTD] = true;
    assert_done(sr_release(&t.plan, cube, &request, arena, &released, &err), &err);
    assert_members(released, m, 1, "Harju [Hiiu+Saare]");
    /* The same for an indicator that is a year to date. */
    request.grains[SR_GRAIN_YTD] = false;
    uint32_t to_date = sr_test_plan_add_formula(&t, "M02_ytd", SR_FORMULA_ADD, m, m, SR_COUNTS_CASE);
    t.indicators[to_date].formula = sr_test_formula(&t, SR_FORMULA_YTD, 0, t.indicators[m].formula, NULL);
    request.indicators = &to_date;
    assert_done(sr_release(&t.plan, cube, &request, arena, &released, &err), &err);
    assert_members(released, to_date, 1, "Harju [Hiiu+Saare]");
}

static void a_full_year_does_not_tell_the_days_behind_the_last_period(void **state)
{
    (void)state;
    /* The report ends with November; two cases of December have come already. */
    add_year("OA", "Harju", 50);
    add_year("OA", "Saare", 20);
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "OA", "Hiiu", month < 12 ? 9 : 2, 0);
    }
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    uint32_t year = sr_test_plan_add_formula(&t, "M02_year", SR_FORMULA_ADD, m, m, SR_COUNTS_CASE);
    t.indicators[year].formula = sr_test_formula(&t, SR_FORMULA_FULL_YEAR, 0, t.indicators[m].formula, NULL);
    uint32_t both[2] = {m, year};
    sr_release_request request = {.indicators = both, .indicator_count = 2, .threshold = K};
    request.grains[SR_GRAIN_MONTH] = true;
    request.window_first = sr_day_from_civil(2025, 1, 1);
    request.window_last = sr_day_from_civil(2025, 12, 1);
    sr_released *released;
    assert_done(sr_release(&t.plan, sr_test_plan_measure(&t, NULL), &request, arena, &released, &err), &err);
    assert_members(released, m, 1, "Harju [Hiiu+Saare]");
    assert_members(released, year, 1, "Harju [Hiiu+Saare]");
}

/* An indicator over M02 of 2025 and of 2024, in which Hiiu had two cases in May. */
static void assert_comparison(const char *members, uint32_t m, const sr_formula *formula, const char *grains)
{
    uint32_t made = sr_test_plan_add_formula(&t, "C", SR_FORMULA_ADD, m, m, SR_COUNTS_CASE);
    t.indicators[made].formula = formula;
    assert_members(release_grains(&made, 1, grains), made, 1, members);
}

static void a_comparison_protects_the_periods_that_it_looks_at(void **state)
{
    (void)state;
    for (int month = 1; month <= 24; month++) {
        char text[32];
        snprintf(text, sizeof(text), "%d-%02d", 2024 + (month - 1) / 12, (month - 1) % 12 + 1);
        add_cases(text, "OA", "Harju", 50, 25);
        add_cases(text, "OA", "Saare", 20, 10);
        add_cases(text, "OA", "Hiiu", month == 5 ? 2 : month % 2 == 0 ? 9 : 7, 5);
    }
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    const sr_formula *now = t.indicators[m].formula;
    const sr_formula *ago = sr_test_formula(&t, SR_FORMULA_LAST_YEAR, 0, now, NULL);
    const sr_formula *before = sr_test_formula(&t, SR_FORMULA_PREVIOUS, 0, now, NULL);
    sr_formula *rolling = sr_arena_alloc(arena, 1, sizeof(*rolling));
    *rolling = *sr_test_formula(&t, SR_FORMULA_ROLLING, 0, now, NULL);
    rolling->months = 12;
    assert_members(release(&m, 1), m, 1, "Harju Hiiu Saare");
    assert_comparison("Harju [Hiiu+Saare]", m, ago, "month");
    assert_comparison("Harju [Hiiu+Saare]", m, sr_test_formula(&t, SR_FORMULA_SUBTRACT, 0, now, ago), "month");
    assert_comparison("Harju [Hiiu+Saare]", m, sr_test_formula(&t, SR_FORMULA_SUBTRACT, 0, rolling, sr_test_formula(&t, SR_FORMULA_LAST_YEAR, 0, rolling, NULL)),
                      "month");
    assert_comparison("Harju [Hiiu+Saare]", m, rolling, "month");     // two of them that follow each other tell the month that left
    assert_comparison("Harju Hiiu Saare", m, ago, "quarter");
    /* From month to month Hiiu changes by two: that is no count of two. */
    assert_comparison("Harju Hiiu Saare", m, sr_test_formula(&t, SR_FORMULA_SUBTRACT, 0, now, before), "month");
    /* A whole less its part is: here always nothing, and a part of a part. */
    assert_comparison("Harju Hiiu Saare", m, sr_test_formula(&t, SR_FORMULA_SUBTRACT, 0, now, now), "month");
}

static void weeks_of_another_time_are_not_shown_beside_months(void **state)
{
    (void)state;
    add_year("OA", "Harju", 50);
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    t.folds[0].has_days = true;
    uint32_t ago = sr_test_plan_add_formula(&t, "C", SR_FORMULA_ADD, m, m, SR_COUNTS_CASE);
    t.indicators[ago].formula = sr_test_formula(&t, SR_FORMULA_LAST_YEAR, 0, t.indicators[m].formula, NULL);
    const sr_released *both = release_grains(&ago, 1, "week month");
    const sr_released *alone = release_grains(&ago, 1, "week");
    assert_int_equal(sr_released_cell_get_hidden(get_cell(both, ago, 0, 0, SR_GRAIN_WEEK, 0)), SR_HIDDEN_WEEKS);
    assert_int_equal(sr_released_cell_get_hidden(get_cell(both, ago, 0, 0, SR_GRAIN_MONTH, 0)), SR_HIDDEN_NOT);
    assert_int_equal(sr_released_cell_get_hidden(get_cell(alone, ago, 0, 0, SR_GRAIN_WEEK, 0)), SR_HIDDEN_NOT);
}

static void a_difference_of_counts_is_a_count(void **state)
{
    (void)state;
    /* All cases less those with a yes: two in Hiiu, seven elsewhere. */
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "OA", "Harju", 50, 43);
        add_cases(text, "OA", "Saare", 20, 13);
        add_cases(text, "OA", "Hiiu", 12, 10);
    }
    uint32_t all = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    uint32_t yes = sr_test_plan_add_measure(&t, "M03", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    t.folds[1].where = sr_test_column(&t, dataset, "yes");
    uint32_t rest = sr_test_plan_add_formula(&t, "M04", SR_FORMULA_SUBTRACT, all, yes, SR_COUNTS_OTHER);
    assert_members(release(&rest, 1), rest, 1, "Harju [Hiiu+Saare]");
    uint32_t both = sr_test_plan_add_formula(&t, "M05", SR_FORMULA_ADD, all, yes, SR_COUNTS_OTHER);
    assert_members(release(&both, 1), both, 1, "Harju Hiiu Saare");
}

static void all_of_them_and_none_of_them_tell_about_each(void **state)
{
    (void)state;
    /* In one month all of Saare, in another none of Hiiu. In Põlva it is always all: that is what Põlva is. */
    for (int month = 1; month <= 12; month++) {
        char text[32];
        snprintf(text, sizeof(text), "2025-%02d", month);
        add_cases(text, "OA", "Harju", 100, 60);
        add_cases(text, "OA", "Hiiu", 20, month == 2 ? 0 : 10);
        add_cases(text, "OA", "Põlva", 10, 10);
        add_cases(text, "OA", "Saare", 20, month == 7 ? 20 : 10);
    }
    uint32_t m = sr_test_plan_add_measure(&t, "M07", dataset, "share", "yes", "day", "county", SR_COUNTS_CASE);
    assert_members(release(&m, 1), m, 1, "Harju Hiiu Põlva Saare");
    t.indicators[m].is_sensitive = true;
    assert_members(release(&m, 1), m, 1, "Harju Põlva [Hiiu+Saare]");
    /* Of two years nobody can say "always". */
    assert_members(release_grains(&m, 1, "year"), m, 1, "Harju Saare [Hiiu+Põlva]");
}

static void a_value_that_is_one_rows_own_is_not_released_when_sensitive(void **state)
{
    (void)state;
    static const char *const aggregates[] = {"min", "max", "median"};
    add_year("OA", "Harju", 50);
    add_year("OA", "Saare", 20);
    add_year("OA", "Hiiu", 8);
    for (size_t i = 0; i < sizeof(aggregates) / sizeof(aggregates[0]); i++) {
        uint32_t m = sr_test_plan_add_measure(&t, "X", dataset, aggregates[i], "amount", "day", "county", SR_COUNTS_CASE);
        assert_members(release(&m, 1), m, 1, "Harju Hiiu Saare");
        t.indicators[m].is_sensitive = true;
        const sr_released *released = release(&m, 1);
        bool is_median = i == 2;
        assert_int_equal(sr_released_cell_get_state(get_cell(released, m, 0, 0, SR_GRAIN_MONTH, 0)), is_median ? SR_CELL_OK : SR_CELL_HIDDEN);
        if (is_median)
            assert_members(released, m, 1, "Harju [Hiiu+Saare]");   // four lie beyond the median of eight
    }
}

static void members_stand_in_the_order_of_their_list(void **state)
{
    (void)state;
    static const sr_list_member members[] = {{.code = {"Tartu", 5}}, {.code = {"Harju", 5}}, {.code = {"Valga", 5}}};
    static const sr_list list = {.name = {"counties", 8}, .members = members, .count = 3};
    add_year("OA", "Harju", 50);
    add_year("OA", "Tartu", 50);
    add_year("OA", "Abja", 50);     // not in the list
    add_year("OA", "", 50);
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "county", SR_COUNTS_CASE);
    sr_plan_key *keys = sr_arena_alloc(arena, 1, sizeof(keys[0]));
    sr_plan_grouping *groupings = sr_arena_alloc(arena, 2, sizeof(groupings[0]));
    keys[0] = t.folds[0].groupings[1].keys[0];
    keys[0].list = &list;
    groupings[1] = (sr_plan_grouping){1, keys};
    t.folds[0].groupings = t.indicators[m].groupings = groupings;
    assert_members(release(&m, 1), m, 1, "Tartu Harju Abja (unknown)");
}

static void only_whole_periods_of_the_window_are_listed(void **state)
{
    (void)state;
    add_year("OA", "Harju", 50);
    uint32_t m = sr_test_plan_add_measure(&t, "M02", dataset, "count", "", "day", "", SR_COUNTS_CASE);
    sr_release_request request = {.indicators = &m, .indicator_count = 1, .threshold = K};
    request.grains[SR_GRAIN_MONTH] = request.grains[SR_GRAIN_QUARTER] = request.grains[SR_GRAIN_YEAR] = request.grains[SR_GRAIN_YTD] = true;
    request.window_first = sr_day_from_civil(2024, 11, 1);
    request.window_last = sr_day_from_civil(2026, 11, 1);
    sr_released *released;
    const sr_cube *cube = sr_test_plan_measure(&t, NULL);
    assert_done(sr_release(&t.plan, cube, &request, arena, &released, &err), &err);
    const sr_released_table *table = sr_released_get_table(released, 0);
    char text[32];
    assert_int_equal(sr_released_table_count_periods(table, SR_GRAIN_MONTH), 24);
    assert_int_equal(sr_released_table_count_periods(table, SR_GRAIN_QUARTER), 7);
    assert_int_equal(sr_released_table_count_periods(table, SR_GRAIN_YEAR), 1);
    assert_int_equal(sr_released_table_count_periods(table, SR_GRAIN_YTD), 24);
    assert_int_equal(sr_released_table_count_periods(table, SR_GRAIN_DAY), 0);
    sr_period_write(sr_released_table_get_period(table, SR_GRAIN_MONTH, 23), text);
    assert_string_equal(text, "2026-10");
    sr_period_write(sr_released_table_get_period(table, SR_GRAIN_QUARTER, 0), text);
    assert_string_equal(text, "2025-Q1");
    sr_period_write(sr_released_table_get_period(table, SR_GRAIN_YEAR, 0), text);
    assert_string_equal(text, "2025");
    /* Where the data ends, nothing is known: not a zero. */
    assert_int_equal(sr_released_cell_get_state(sr_released_table_get_cell(table, 0, SR_GRAIN_MONTH, 23)), SR_CELL_NO_DATA);
    assert_int_equal(sr_released_cell_get_result(sr_released_table_get_cell(table, 0, SR_GRAIN_YTD, 4))->n, 150);
}

#define WITH_CASES(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    sr_stats_init();
    const struct CMUnitTest tests[] = {
        WITH_CASES(large_cells_are_released_as_they_are),
        WITH_CASES(a_small_member_stands_with_the_smallest_other_in_every_period_and_grain),
        WITH_CASES(a_single_month_cannot_be_had_by_subtracting_periods),
        WITH_CASES(the_rows_of_a_breakdown_leave_nothing_of_the_total),
        WITH_CASES(all_indicators_of_a_data_set_have_the_same_pool),
        WITH_CASES(a_rare_count_is_hidden_alone_and_does_not_take_the_breakdown_from_others),
        WITH_CASES(a_grain_with_a_small_total_is_hidden_in_all_tables_of_the_indicator),
        WITH_CASES(a_crossed_breakdown_with_a_small_cell_is_not_published),
        WITH_CASES(a_crossed_breakdown_cannot_undo_a_pool),
        WITH_CASES(a_sensitive_share_hides_a_small_numerator_and_a_small_complement),
        WITH_CASES(a_sensitive_share_that_cannot_be_pooled_says_so),
        WITH_CASES(persons_are_counted_once_in_a_pool),
        WITH_CASES(a_formula_takes_the_pool_of_what_it_is_made_of),
        WITH_CASES(a_formula_is_hidden_where_its_part_is),
        WITH_CASES(a_formula_is_hidden_where_its_part_gave_way_to_others),
        WITH_CASES(what_counts_no_persons_is_released_as_it_is),
        WITH_CASES(a_breakdown_by_values_that_tell_who_somebody_is_is_not_published),
        WITH_CASES(whatever_is_measured_on_persons_is_protected),
        WITH_CASES(one_count_of_cases_protects_what_else_is_measured_there),
        WITH_CASES(a_breakdown_cannot_be_cut_in_two_ways),
        WITH_CASES(what_lay_before_the_window_is_not_told_by_the_first_year_to_date),
        WITH_CASES(a_full_year_does_not_tell_the_days_behind_the_last_period),
        WITH_CASES(a_comparison_protects_the_periods_that_it_looks_at),
        WITH_CASES(weeks_of_another_time_are_not_shown_beside_months),
        WITH_CASES(a_difference_of_counts_is_a_count),
        WITH_CASES(all_of_them_and_none_of_them_tell_about_each),
        WITH_CASES(a_value_that_is_one_rows_own_is_not_released_when_sensitive),
        WITH_CASES(members_stand_in_the_order_of_their_list),
        WITH_CASES(only_whole_periods_of_the_window_are_listed),
    };
    return RUN_TESTS(tests);
}
