#include "tests/support/test.h"

#include "tests/support/plan.h"

static sr_arena *arena;
static sr_test_plan t;
static sr_rows cases, people;
static sr_findings *findings;

static int set_up(void **state)
{
    (void)state;
    arena = sr_arena_new();
    sr_test_plan_init(&t, arena);
    sr_test_rows_init(&cases, "tti", 10000, arena, t.dict);
    sr_test_rows_init(&people, "t", 100, arena, t.dict);
    findings = sr_findings_new(arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sr_arena_free(arena);
    return 0;
}

static void give(uint32_t dataset, const sr_plan_check *check)
{
    t.datasets[dataset].checks = check;
    t.datasets[dataset].check_count = 1;
}

static void assert_finding(size_t group, size_t index, const char *expected)
{
    char text[512];
    sr_finding_print(sr_findings_get_group(findings, group)->first[index], text, sizeof(text));
    assert_string_equal(text, expected);
}

static void a_value_is_unique_over_batches_and_files(void **state)
{
    (void)state;
    uint32_t d = sr_test_plan_add_dataset(&t, &cases, "cases", "id kind n");
    sr_test_rows_add(&cases, "A;x;1");
    sr_test_rows_add(&cases, "A;y;1");
    sr_test_rows_add(&cases, "A;x;2");
    sr_test_rows_add(&cases, ";x;2");       // lacks a value: not asked
    sr_test_rows_add(&cases, "B;x;2");
    cases.batch_rows = 1;
    cases.file_rows = 2;
    const sr_expr *both[2] = {sr_test_column(&t, d, "id"), sr_test_column(&t, d, "kind")};
    const sr_plan_check check = {.id = SR_TEXT("once"), .kind = SR_CHECK_UNIQUE, .code = "check.duplicate", .expected = "one row",
                                 .value_count = 2, .values = both, .severity = SR_CAUTION, .tolerance = {true, 0, 1}};
    give(d, &check);
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    assert_int_equal(sr_cube_get_check(cube, 0).rows, 4);
    assert_int_equal(sr_cube_get_check(cube, 0).failures, 1);
    sr_check_result result = sr_cube_get_check(cube, 0);
    assert_false(sr_check_result_is_over(&result));
    assert_int_equal(sr_findings_count_groups(findings), 1);    // within its tolerance of one row: not said again
    assert_finding(0, 0, "b.csv:2: caution: 'A', ... again, first at a.csv:2; expected one row [check.duplicate]");
}

/* The data set that is referred to is read first, last, or is the same. */
static void check_reference(uint32_t from, uint32_t to, const char *to_column)
{
    const sr_expr *id = sr_test_column(&t, from, "id");
    const sr_plan_check check = {.id = SR_TEXT("known"), .kind = SR_CHECK_REFERS, .code = "check.reference", .expected = "a known one",
                                 .value_count = 1, .values = &id, .other_dataset = to,
                                 .other = sr_test_column(&t, to, to_column), .severity = SR_ERROR};
    give(from, &check);
    const sr_cube *cube = sr_test_plan_measure(&t, findings);
    assert_int_equal(sr_cube_get_check(cube, 0).rows, 4);
    assert_int_equal(sr_cube_get_check(cube, 0).failures, 2);
    assert_finding(0, 0, "a.csv:3: caution: 'B', in 2 rows; expected a known one [check.reference]");
    assert_int_equal(sr_findings_count(findings, SR_ERROR), 1);     // at the rule
}

static void add_rows(void)
{
    sr_test_rows_add(&cases, "A;B;1");
    sr_test_rows_add(&cases, "B;C;1");
    sr_test_rows_add(&cases, ";A;1");
    sr_test_rows_add(&cases, "C;A;1");
    sr_test_rows_add(&cases, "B;;1");
    sr_test_rows_add(&people, "C");
    sr_test_rows_add(&people, "A");
}

static void a_reference_looks_into_a_data_set_that_is_read_later(void **state)
{
    (void)state;
    add_rows();
    uint32_t d = sr_test_plan_add_dataset(&t, &cases, "cases", "id kind n");
    check_reference(d, sr_test_plan_add_dataset(&t, &people, "people", "code"), "code");
}

static void a_reference_looks_into_a_data_set_that_was_read_before(void **state)
{
    (void)state;
    add_rows();
    uint32_t d = sr_test_plan_add_dataset(&t, &people, "people", "code");
    check_reference(sr_test_plan_add_dataset(&t, &cases, "cases", "id kind n"), d, "code");
}

static void a_reference_looks_into_its_own_data_set(void **state)
{
    (void)state;
    sr_test_rows_add(&cases, "A;C;1");
    sr_test_rows_add(&cases, "B;;1");
    sr_test_rows_add(&cases, "B;;1");
    sr_test_rows_add(&cases, "C;A;1");
    uint32_t d = sr_test_plan_add_dataset(&t, &cases, "cases", "id kind n");
    check_reference(d, d, "kind");
}

static void the_value_that_fails_is_shown_but_never_a_personal_one(void **state)
{
    (void)state;
    uint32_t d = sr_test_plan_add_dataset(&t, &cases, "cases", "id kind n");
    sr_test_rows_add(&cases, "mari.maasikas@example.ee;x;1");
    const sr_expr *id = sr_test_column(&t, d, "id");
    const sr_plan_check check = {
        .id = SR_TEXT("never"), .code = "check.member", .expected = "x", .value_count = 1, .values = &id, .severity = SR_NOTE,
        .expect = sr_test_expr(&t, SR_OP_EQ, SR_KIND_BOOLEAN, id, sr_test_column(&t, d, "kind")),
        .messages = {SR_TEXT("vale"), SR_TEXT("wrong")},
    };
    give(d, &check);
    sr_test_plan_measure(&t, findings);
    assert_finding(0, 0, "a.csv:2: note: wrong: 'aaaa.aaaaaaaa@aaaaaaa.aa'; expected x [check.member]");
}

static void a_number_that_is_a_personal_code_is_not_shown_either(void **state)
{
    (void)state;
    uint32_t d = sr_test_plan_add_dataset(&t, &cases, "cases", "id kind n");
    sr_test_rows_add(&cases, "A;x;16805280107");
    sr_test_rows_add(&cases, "B;x;16805280107");
    const sr_expr *n = sr_test_column(&t, d, "n");
    const sr_plan_check check = {.id = SR_TEXT("once"), .kind = SR_CHECK_UNIQUE, .code = "check.duplicate", .expected = "one row",
                                 .value_count = 1, .values = &n, .severity = SR_CAUTION};
    give(d, &check);
    sr_test_plan_measure(&t, findings);
    assert_finding(0, 0, "a.csv:3: caution: '99999999999' again, first at line 2; expected one row [check.duplicate]");
}

static void a_tolerance_is_a_share_or_a_number_of_rows(void **state)
{
    (void)state;
    const sr_tolerance half = {.share = 0.5}, two = {.is_count = true, .count = 2}, none = {.share = 0.0};
    assert_false(sr_tolerance_is_over(half, 1, 2));
    assert_true(sr_tolerance_is_over(half, 2, 3));
    assert_false(sr_tolerance_is_over(two, 2, 2));
    assert_true(sr_tolerance_is_over(two, 3, 1000));
    assert_true(sr_tolerance_is_over(none, 1, 1000000));
    assert_false(sr_tolerance_is_over(none, 0, 0));
    char text[SR_TOLERANCE_SIZE];
    sr_tolerance_write(half, "rows", text);
    assert_string_equal(text, "at most 50 % of the rows");
    sr_tolerance_write(two, "rows", text);
    assert_string_equal(text, "at most 2 of the rows");
    sr_tolerance_write(none, "periods", text);
    assert_string_equal(text, "that it holds for all periods");
}

int main(void)
{
#define WITH_PLAN(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_PLAN(a_value_is_unique_over_batches_and_files),
        WITH_PLAN(a_reference_looks_into_a_data_set_that_is_read_later),
        WITH_PLAN(a_reference_looks_into_a_data_set_that_was_read_before),
        WITH_PLAN(a_reference_looks_into_its_own_data_set),
        WITH_PLAN(the_value_that_fails_is_shown_but_never_a_personal_one),
        WITH_PLAN(a_number_that_is_a_personal_code_is_not_shown_either),
        TEST(a_tolerance_is_a_share_or_a_number_of_rows),
    };
    return RUN_TESTS(tests);
}
