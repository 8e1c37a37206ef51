/*
 * The evaluator over one batch of four rows, the last of them all missing. Expressions are written as a user would and
 * compiled by rules, because a tree by hand would only say what the test believes.
 */
#include "engine/expr.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "engine/base/number.h"
#include "rules/compile.h"
#include "rules/resolver.h"
#include "tests/support/test.h"

enum { ROWS = 4, COLUMNS = 10 };

static const sr_column_rule rules[COLUMNS] = {
    {.name = {"i", 1}, .type = SR_TYPE_INTEGER},  {.name = {"big", 3}, .type = SR_TYPE_INTEGER},
    {.name = {"money", 5}, .type = SR_TYPE_DECIMAL, .scale = 2},
    {.name = {"fine", 4}, .type = SR_TYPE_DECIMAL, .scale = 4},
    {.name = {"r", 1}, .type = SR_TYPE_REAL},     {.name = {"d", 1}, .type = SR_TYPE_DATE},
    {.name = {"e", 1}, .type = SR_TYPE_DATE},     {.name = {"t", 1}, .type = SR_TYPE_TEXT},
    {.name = {"codes", 5}, .type = SR_TYPE_CODES, .separator = ','},
    {.name = {"b", 1}, .type = SR_TYPE_BOOLEAN},
};
static const int64_t integers[COLUMNS][ROWS] = {
    {7, -2, 0, 0}, {INT64_MAX, INT64_MIN, 4000000000, 0}, {1250, -30, 0, 0}, {30000, 5000, 1, 0}};
static const double reals[ROWS] = {0.5, -1e300, 0.0, 0.0};
static const char *const dates[2][ROWS] = {{"2026-10-30", "2024-02-29", "0001-01-01", NULL},
                                           {"2026-11-02", "2025-02-28", "9999-12-31", NULL}};
static const char *const texts[2][ROWS] = {{"Õun", "  pirn ", "50%_x", NULL}, {"FV,VV", "V", "", NULL}};

/* 30 days until 2025-12-31, none in January 2026, 7.5 from February on. */
enum { FEBRUARY_2026 = 20485, JANUARY_2026 = 20454 };
static const sr_parameter_value limits[] = {{.valid_from = SR_DAY_MIN, .valid_to = JANUARY_2026, .value = 300},
                                            {.valid_from = FEBRUARY_2026, .valid_to = SR_DAY_MAX, .value = 75}};
static const sr_parameter parameters[] = {{.name = {"limit", 5}, .scale = 1, .count = 2, .values = limits},
                                          {.name = {"d", 1}, .count = 1, .values = limits}};

typedef struct bench {
    sr_arena *arena;
    sr_findings *findings;
    sr_error err;
    sr_dict *dict;
    sr_batch batch;
    sr_compiler compiler;
    sr_dataset dataset;
    sr_scope scope;
} bench;

static void fill(bench *b, sr_column *column, int index)
{
    static const sr_kind kinds[] = {SR_KIND_TEXT, SR_KIND_TEXT, SR_KIND_TEXT, SR_KIND_INTEGER, SR_KIND_DECIMAL, SR_KIND_REAL,
                                    SR_KIND_DATE, SR_KIND_BOOLEAN};
    assert_true(sr_column_init(column, kinds[rules[index].type], rules[index].scale, b->arena));
    for (int row = 0; row + 1 < ROWS; row++) {
        column->valid[row] = 1;
        if (index < 4)
            column->values.integers[row] = integers[index][row];
        else if (index == 4)
            column->values.reals[row] = reals[row];
        else if (index < 7)
            assert_true(sr_date_parse_iso(sr_text_from(dates[index - 5][row]), &column->values.days[row]));
        else if (index < 9)
            assert_true(sr_dict_intern(b->dict, sr_text_from(texts[index - 7][row]), &column->values.codes[row]));
        else
            column->values.booleans[row] = row == 0;
    }
}

static void begin(bench *b)
{
    static const uint64_t lines[ROWS] = {2, 3, 5, 6};
    static const bool broken[COLUMNS] = {false};
    *b = (bench){.arena = sr_arena_new()};
    assert_non_null(b->arena);
    b->findings = sr_findings_new(b->arena);
    b->dict = sr_dict_new(b->arena);
    sr_error_init(&b->err);
    sr_column *columns = sr_arena_alloc(b->arena, COLUMNS, sizeof(*columns));
    sr_plan_column *names = sr_arena_alloc(b->arena, COLUMNS, sizeof(*names));
    for (int i = 0; i < COLUMNS; i++) {
        fill(b, &columns[i], i);
        names[i] = (sr_plan_column){.name = rules[i].name, .kind = columns[i].kind, .scale = columns[i].scale};
    }
    b->batch = (sr_batch){.row_count = ROWS, .column_count = COLUMNS, .columns = columns, .dict = b->dict, .lines = lines};
    sr_day as_of;
    assert_true(sr_date_parse_iso(SR_TEXT("2026-11-02"), &as_of));
    b->dataset = (sr_dataset){.name = SR_TEXT("test"), .columns = rules, .column_count = COLUMNS};
    b->compiler = (sr_compiler){
        .as_of = as_of, .parameters = parameters, .parameter_count = 2, .arena = b->arena, .findings = b->findings, .err = &b->err};
    b->scope = (sr_scope){.compiler = &b->compiler, .dataset = &b->dataset, .columns = names, .column_count = COLUMNS,
                          .broken = broken, .used = sr_arena_alloc(b->arena, COLUMNS, sizeof(bool))};
}

static const sr_expr *resolve(bench *b, const char *text)
{
    const sr_syntax *syntax;
    const sr_expr *expr = NULL;
    if (sr_expression_parse(sr_rule_text_make(sr_text_from(text), (sr_where){"rules.yaml", 1, 1}), b->arena, &syntax, b->findings, &b->err))
        expr = sr_resolve(&b->scope, syntax);
    if (expr == NULL && sr_findings_count_groups(b->findings) > 0) {
        char line[512];
        sr_finding_print(sr_findings_get_group(b->findings, 0)->first[0], line, sizeof(line));
        fail_msg("%s", line);
    }
    assert_non_null(expr);
    return expr;
}

static void write_value(sr_builder *out, const sr_column *column, uint32_t row, const sr_dict *dict)
{
    char text[SR_INT128_SIZE];
    if (!column->valid[row]) {
        sr_builder_add_c(out, "?");
        return;
    }
    switch (column->kind) {
    case SR_KIND_BOOLEAN:
        sr_builder_add_c(out, column->values.booleans[row] ? "true" : "false");
        return;
    case SR_KIND_REAL:
        sr_number_write_real(column->values.reals[row], text);
        break;
    case SR_KIND_DATE:
        sr_date_write_iso(column->values.days[row], text);
        break;
    case SR_KIND_TEXT:
        sr_builder_addf(out, "'%.*s'", SR_TEXT_ARG(sr_dict_get(dict, column->values.codes[row])));
        return;
    default:
        sr_number_write_decimal(column->values.integers[row], column->scale, text);
        break;
    }
    sr_builder_add_c(out, text);
}

/* The four values; a missing value must be a zero under the hood. */
static void assert_rows(const char *text, const char *expected)
{
    bench b;
    begin(&b);
    const sr_expr *expr = resolve(&b, text);
    sr_evaluator *evaluator;
    const sr_column *column;
    assert_done(sr_evaluator_new(&expr, 1, b.dict, b.arena, &evaluator, &b.err), &b.err);
    sr_builder out;
    sr_builder_init(&out, b.arena, 4096);
    for (int round = 0; round < 2; round++) {
        sr_evaluator_begin(evaluator);
        assert_done(sr_evaluator_eval(evaluator, &b.batch, 0, &column, &b.err), &b.err);
        sr_builder_clear(&out);
        for (uint32_t row = 0; row < ROWS; row++) {
            sr_builder_add_c(&out, row == 0 ? "" : " ");
            write_value(&out, column, row, b.dict);
            if (!column->valid[row] && (column->kind == SR_KIND_INTEGER || column->kind == SR_KIND_DECIMAL))
                assert_true(column->values.integers[row] == 0);
            if (!column->valid[row] && column->kind == SR_KIND_BOOLEAN)
                assert_true(column->values.booleans[row] == 0);
        }
        assert_text(sr_builder_get(&out), expected);
    }
    sr_arena_free(b.arena);
}

static void assert_fails(const char *text, const char *expected)
{
    bench b;
    begin(&b);
    const sr_expr *expr = resolve(&b, text);
    sr_evaluator *evaluator;
    const sr_column *column = NULL;
    assert_done(sr_evaluator_new(&expr, 1, b.dict, b.arena, &evaluator, &b.err), &b.err);
    sr_evaluator_begin(evaluator);
    assert_false(sr_evaluator_eval(evaluator, &b.batch, 0, &column, &b.err));
    assert_null(column);
    assert_error(&b.err, expected);
    assert_int_equal(b.err.code, SR_BAD_DATA);
    sr_arena_free(b.arena);
}

static void arithmetic_is_exact_and_missing_stays_missing(void **state)
{
    (void)state;
    assert_rows("i + 1", "8 -1 1 ?");
    assert_rows("1 - i", "-6 3 1 ?");
    assert_rows("i * i", "49 4 0 ?");
    assert_rows("-i", "-7 2 0 ?");
    assert_rows("abs(i)", "7 2 0 ?");
    assert_rows("money + i", "19.50 -2.30 0.00 ?");
    assert_rows("money + fine", "15.5000 0.2000 0.0001 ?");
    assert_rows("money * fine", "37.500000 -0.150000 0.000000 ?");
    assert_rows("money * 24%", "3.0000 -0.0720 0.0000 ?");
    assert_rows("money + r", "13 -1e+300 0 ?");
    assert_rows("money - null", "? ? ? ?");
    assert_rows("-1.5 + 0", "-1.5 -1.5 -1.5 -1.5");
}

static void division_never_truncates_and_by_zero_is_missing(void **state)
{
    (void)state;
    assert_rows("i / 2", "3.5 -1 0 ?");
    assert_rows("1 / i", "0.14285714285714285 -0.5 ? ?");
    assert_rows("money / fine", "4.166666666666667 -0.6 0 ?");
    assert_rows("0.3 / 0.1", "3 3 3 3");
    assert_rows("1 / r", "2 -1e-300 ? ?");
    assert_rows("i / money", "0.56 6.666666666666667 ? ?");
    assert_rows("big / 1", "9.223372036854776e+18 -9.223372036854776e+18 4000000000 ?");
}

static void overflow_is_an_error_at_its_operation(void **state)
{
    (void)state;
    assert_fails("1 + (big + 1)", "rules.yaml:1:6: the result is too large to be held exactly for the row in line 2 of the data");
    assert_fails("i + big * big", "rules.yaml:1:5: the result is too large to be held exactly for the row in line 2 of the data");
    assert_fails("-big", "rules.yaml:1:1: the result is too large to be held exactly for the row in line 3 of the data");
    assert_fails("abs(big)", "rules.yaml:1:1: the result is too large to be held exactly for the row in line 3 of the data");
    assert_fails("big - money", "rules.yaml:1:1: the result is too large to be held exactly for the row in line 2 of the data");
    assert_fails("r * 1e200 * i", "rules.yaml:1:1: the result is too large for a real for the row in line 3 of the data");
    assert_fails("e + 1", "rules.yaml:1:1: the result leaves the years 0001 to 9999 for the row in line 5 of the data");
    assert_fails("d - 3000000", "rules.yaml:1:1: the result leaves the years 0001 to 9999 for the row in line 2 of the data");
    assert_fails("round(big, -1)", "rules.yaml:1:1: the result is too large to be held exactly for the row in line 2 of the data");
}

static void an_overflow_that_nobody_looks_at_is_none(void **state)
{
    (void)state;
    assert_rows("case when i > 5 then 0 when i < 0 then 1 else big + 1 end", "0 1 4000000001 ?");
    assert_rows("i = 0 and big + 1 > 5", "false false true ?");
    assert_rows("i <> 0 or big + 1 > 5", "true true true ?");
    assert_rows("coalesce(i, big * big)", "7 -2 0 ?");
    assert_fails("case when big + 1 > 5 then 0 else 1 end",
                 "rules.yaml:1:11: the result is too large to be held exactly for the row in line 2 of the data");
    assert_fails("(big + 1) is null", "rules.yaml:1:2: the result is too large to be held exactly for the row in line 2 of the data");
    assert_fails("coalesce(big * big, i)",
                 "rules.yaml:1:10: the result is too large to be held exactly for the row in line 2 of the data");
}

static void comparison_takes_any_scale_without_overflow(void **state)
{
    (void)state;
    assert_rows("i = 7", "true false false ?");
    assert_rows("i <> 7", "false true true ?");
    assert_rows("i >= 0", "true false true ?");
    assert_rows("big > money", "true false true ?");
    assert_rows("money = 12.5", "true false false ?");
    assert_rows("money < 0.0001", "false true true ?");
    assert_rows("money <= '12.50'", "true true true ?");
    assert_rows("r < i", "true true false ?");
    assert_rows("fine > money", "false true true ?");
    assert_rows("d = '2026-10-30'", "true false false ?");
    assert_rows("d < date '2025-01-01'", "false true true ?");
    assert_rows("d < e", "true true true ?");
    assert_rows("t = 'Õun'", "true false false ?");
    assert_rows("t < 'a'", "false true true ?");
    assert_rows("b = false", "false true true ?");
    assert_rows("b > false", "true false false ?");
    assert_rows("i between -2 and 0", "false true true ?");
    assert_rows("i not between -2 and 0", "true false false ?");
}

static void logic_has_three_values(void **state)
{
    (void)state;
    assert_rows("b and i = 7", "true false false ?");
    assert_rows("b and false", "false false false false");
    assert_rows("b or true", "true true true true");
    assert_rows("b or null", "true ? ? ?");
    assert_rows("b and null", "? false false ?");
    assert_rows("not b", "false true true ?");
    assert_rows("not null", "? ? ? ?");
    assert_rows("i is null", "false false false true");
    assert_rows("i is not null and b", "true false false false");
}

static void a_list_is_unknown_only_when_nothing_fits_and_something_is_missing(void **state)
{
    (void)state;
    assert_rows("i in (7, 0)", "true false true ?");
    assert_rows("i not in (7, 0)", "false true false ?");
    assert_rows("i in (7, null)", "true ? ? ?");
    assert_rows("i not in (7, null)", "false ? ? ?");
    assert_rows("i in (7.0, 0.5, big)", "true false false ?");
    assert_rows("t in ('Õun', '50%_x')", "true false true ?");
    assert_rows("d in ('2026-10-30', e)", "true false false ?");
    assert_rows("money in (12.5, r)", "true false true ?");
}

static void choices_take_the_first_that_holds(void **state)
{
    (void)state;
    assert_rows("case when i > 0 then 'plus' when i < 0 then 'minus' end", "'plus' 'minus' ? ?");
    assert_rows("case i when 7 then 1 when 0 then 2.5 else 0 end", "1.0 0.0 2.5 0.0");
    assert_rows("case when b then d else null end", "2026-10-30 ? ? ?");
    assert_rows("case t when 'Õun' then r end", "0.5 ? ? ?");
    assert_rows("coalesce(i, 0)", "7 -2 0 0");
    assert_rows("coalesce(b, false)", "true false false false");
    assert_rows("coalesce(null, money, 1)", "12.50 -0.30 0.00 1.00");
    assert_rows("coalesce(t, '-')", "'Õun' '  pirn ' '50%_x' '-'");
}

static void dates_are_days(void **state)
{
    (void)state;
    assert_rows("e - d", "3 365 3652058 ?");
    assert_rows("days(d, e)", "3 365 3652058 ?");
    assert_rows("d + i", "2026-11-06 2024-02-27 0001-01-01 ?");
    assert_rows("1 + d - 1", "2026-10-30 2024-02-29 0001-01-01 ?");
    assert_rows("d - '2026-10-01'", "29 -945 -739889 ?");
    assert_rows("as_of - d", "3 977 739921 ?");
    assert_rows("case when year(d) > 1 then workdays(d, '2026-11-02') end", "1 673 ? ?");
    assert_rows("workdays(date '2026-10-01', date '2026-10-30', date '2026-10-07', date '2026-10-20')", "12 12 12 12");
    assert_rows("days('2026-10-01', '2026-10-30', d, e)", "29 29 0 29");
    assert_rows("days('2026-10-01', '2026-11-30', d, null)", "29 0 0 60");
    assert_rows("days(d, e, null, d)", "3 365 3652058 ?");
    assert_rows("days(e, d, d, d + 1)", "-2 -364 -3652057 ?");
    assert_rows("case when year(d) > 1 then deadline(d, 30) end", "2026-11-30 2024-04-01 ? ?");
    assert_rows("deadline_workdays('2026-10-01', i)", "2026-10-12 ? 2026-10-01 ?");
    assert_rows("deadline('2026-10-28', 5, d, null)", "? ? ? 2026-11-02");
    assert_rows("deadline('2026-10-28', 5, d, e)", "2026-11-05 2026-11-02 ? 2026-11-02");
    assert_fails("deadline(e, 3650000)", "rules.yaml:1:1: the result leaves the years 0001 to 9999 for the row in line 2 of the data");
    assert_rows("year(d)", "2026 2024 1 ?");
    assert_rows("quarter(d)", "4 1 1 ?");
    assert_rows("month(d)", "10 2 1 ?");
    assert_rows("day(d)", "30 29 1 ?");
    assert_rows("weekday(d)", "5 4 1 ?");
    assert_rows("week(d)", "44 9 1 ?");
    assert_rows("date_trunc('month', d)", "2026-10-01 2024-02-01 0001-01-01 ?");
    assert_rows("date_trunc('quarter', d)", "2026-10-01 2024-01-01 0001-01-01 ?");
    assert_rows("date_trunc('year', e)", "2026-01-01 2025-01-01 9999-01-01 ?");
    assert_rows("date_trunc('week', d)", "2026-10-26 2024-02-26 0001-01-01 ?");
    assert_rows("date_trunc('day', d)", "2026-10-30 2024-02-29 0001-01-01 ?");
    assert_rows("age(d, e)", "0 0 9998 ?");
    assert_rows("age('2000-02-29', d)", "26 24 -1999 ?");
}

static void numbers_are_rounded_half_away_from_zero(void **state)
{
    (void)state;
    assert_rows("round(money)", "13 0 0 ?");
    assert_rows("round(money, 1)", "12.5 -0.3 0.0 ?");
    assert_rows("round(money, 4)", "12.50 -0.30 0.00 ?");
    assert_rows("round(i, -1)", "10 0 0 ?");
    assert_rows("round(r)", "1 -1e+300 0 ?");
    assert_rows("round(-2.5)", "-3 -3 -3 -3");
    assert_rows("round(1e0 * 1.25, 1)", "1.3 1.3 1.3 1.3");
}

static void a_parameter_is_what_it_was_on_the_day(void **state)
{
    (void)state;
    assert_rows("parameter(limit, d)", "7.5 30.0 30.0 ?");
    assert_rows("parameter(Limit, date '2026-01-31') ", "? ? ? ?");
    assert_rows("parameter(limit, '2026-02-01') * 2", "15.0 15.0 15.0 15.0");
    assert_rows("parameter(d, d) + i", "? 298 300 ?"); // a name of its own beside the column
    assert_rows("coalesce(i <= parameter(limit, null), false)", "false false false false");
    assert_rows("parameter(limit, d) + parameter(d, e)", "? 330.0 ? ?");
}

static void texts_are_changed_and_searched(void **state)
{
    (void)state;
    assert_rows("lower(t)", "'õun' '  pirn ' '50%_x' ?");
    assert_rows("upper(t)", "'ÕUN' '  PIRN ' '50%_X' ?");
    assert_rows("trim(t)", "'Õun' 'pirn' '50%_x' ?");
    assert_rows("length(t)", "3 7 5 ?");
    assert_rows("trim(t) || '!'", "'Õun!' 'pirn!' '50%_x!' ?");
    assert_rows("t || null", "? ? ? ?");
    assert_rows("t like '_un'", "true false false ?");
    assert_rows("t like '%i%n%'", "false true false ?");
    assert_rows("t like '50\\%\\_x'", "false false true ?");
    assert_rows("t like '%'", "true true true ?");
    assert_rows("t like ''", "false false false ?");
    assert_rows("t not like '%n'", "false true true ?");
    assert_rows("t like '%%%n%_'", "false true false ?");
    assert_rows("matches(t, '\\w+')", "true false false ?");
    assert_rows("matches(t, '\\s*\\w{4}\\s*|50.*')", "false true true ?");
    assert_rows("matches(t, '\\w+') and not matches(t, 'q')", "true false false ?"); // each pattern for itself
    assert_rows("contains(codes, 'V')", "false true false ?");
    assert_rows("contains(codes, 'VV')", "true false false ?");
    assert_rows("contains(codes, 'F')", "false false false ?");
}

static void equal_subtrees_of_two_roots_are_one_column(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    const sr_expr *roots[3] = {resolve(&b, "workdays(d, e) + 1"), resolve(&b, "workdays(d, e) + 1"), resolve(&b, "workdays(e, d) + 1")};
    sr_evaluator *evaluator;
    const sr_column *columns[3];
    assert_done(sr_evaluator_new(roots, 3, b.dict, b.arena, &evaluator, &b.err), &b.err);
    sr_evaluator_begin(evaluator);
    for (uint32_t i = 0; i < 3; i++)
        assert_done(sr_evaluator_eval(evaluator, &b.batch, i, &columns[i], &b.err), &b.err);
    assert_ptr_equal(columns[0], columns[1]);
    assert_ptr_not_equal(columns[0], columns[2]);
    sr_arena_free(b.arena);
}

static void the_end_of_a_period_moves_while_the_batch_stays(void **state)
{
    (void)state;
    bench b;
    bool uses_period_end = false;
    begin(&b);
    b.scope.uses_period_end = &uses_period_end;
    const sr_expr *roots[] = {resolve(&b, "days(d, Period_End)"), resolve(&b, "days(d, e)")};
    assert_true(uses_period_end);
    sr_evaluator *evaluator;
    const sr_column *age, *span;
    assert_done(sr_evaluator_new(roots, 2, b.dict, b.arena, &evaluator, &b.err), &b.err);
    sr_evaluator_begin(evaluator);
    assert_done(sr_evaluator_eval(evaluator, &b.batch, 0, &age, &b.err), &b.err);
    assert_false(age->valid[0]);    // no moment yet
    for (int i = 0; i < 3; i++) {
        sr_evaluator_set_moment(evaluator, b.compiler.as_of + i);
        assert_done(sr_evaluator_eval(evaluator, &b.batch, 0, &age, &b.err), &b.err);
        assert_done(sr_evaluator_eval(evaluator, &b.batch, 1, &span, &b.err), &b.err);
        assert_true(age->valid[0] && !age->valid[3]);
        assert_int_equal(age->values.integers[0], 3 + i);
        assert_int_equal(span->values.integers[0], 3);
    }
    sr_arena_free(b.arena);
}

static void nested_shared_parts_do_not_multiply(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    sr_builder text;
    sr_builder_init(&text, b.arena, 1 << 16);
    for (int i = 0; i < 45; i++)
        sr_builder_add_c(&text, "case (");
    sr_builder_add_c(&text, "i");
    for (int i = 0; i < 45; i++)
        sr_builder_add_c(&text, ") when 1 then 2 when 7 then 7 else 0 end");
    const sr_expr *roots[2];
    roots[0] = resolve(&b, sr_arena_copy(b.arena, sr_builder_get(&text).data, sr_builder_get(&text).size));
    roots[1] = resolve(&b, sr_arena_copy(b.arena, sr_builder_get(&text).data, sr_builder_get(&text).size));
    sr_evaluator *evaluator;
    const sr_column *column;
    assert_done(sr_evaluator_new(roots, 2, b.dict, b.arena, &evaluator, &b.err), &b.err);
    sr_evaluator_begin(evaluator);
    assert_done(sr_evaluator_eval(evaluator, &b.batch, 1, &column, &b.err), &b.err);
    assert_int_equal(column->values.integers[0], 7);
    assert_int_equal(column->values.integers[1], 0);
    sr_arena_free(b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(arithmetic_is_exact_and_missing_stays_missing),
        TEST(division_never_truncates_and_by_zero_is_missing),
        TEST(overflow_is_an_error_at_its_operation),
        TEST(an_overflow_that_nobody_looks_at_is_none),
        TEST(comparison_takes_any_scale_without_overflow),
        TEST(logic_has_three_values),
        TEST(a_list_is_unknown_only_when_nothing_fits_and_something_is_missing),
        TEST(choices_take_the_first_that_holds),
        TEST(dates_are_days),
        TEST(numbers_are_rounded_half_away_from_zero),
        TEST(a_parameter_is_what_it_was_on_the_day),
        TEST(texts_are_changed_and_searched),
        TEST(equal_subtrees_of_two_roots_are_one_column),
        TEST(the_end_of_a_period_moves_while_the_batch_stays),
        TEST(nested_shared_parts_do_not_multiply),
    };
    return RUN_TESTS(tests);
}
