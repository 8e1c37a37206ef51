#include "rules/compile.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/test.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const sr_list_alias no_aliases[] = {{{"OA-vana", 7}, SR_DAY_MIN, SR_DAY_MAX}};
static const sr_list_member members[] = {
    {.code = {"OA", 2}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .names = {{"Ohvriabi", 8}, {"Victim support", 14}},
     .aliases = no_aliases, .alias_count = 1},
    {.code = {"KH", 2}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .names = {{"Hüvitis", 8}, {"Compensation", 12}}},
};
static const sr_list services = {.name = {"services", 8}, .path = "lists/services.csv", .members = members, .count = 2};
static const sr_list other_list = {.name = {"other", 5}, .path = "lists/other.csv", .members = members, .count = 1};

/* K2 was compensation until 2019 and is victim support from 2020 on. */
static const sr_list_alias late_aliases[] = {{{"K2", 2}, 18262, SR_DAY_MAX}};
static const sr_list_alias early_aliases[] = {{{"K2", 2}, SR_DAY_MIN, 18262}};
static const sr_list_member moved_members[] = {
    {.code = {"OA", 2}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .aliases = late_aliases, .alias_count = 1},
    {.code = {"KH", 2}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .aliases = early_aliases, .alias_count = 1},
};
static const sr_list moved_list = {.name = {"moved", 5}, .path = "lists/moved.csv", .members = moved_members, .count = 2,
                                   .dated_word = {"K2", 2}};

static const sr_text yes_words[] = {{"jah", 3}};
static const sr_text no_words[] = {{"ei", 2}};

static const sr_column_rule case_columns[] = {
    {.name = {"case_id", 7}, .type = SR_TYPE_TEXT},
    {.name = {"opened", 6}, .type = SR_TYPE_DATE},
    {.name = {"contact", 7}, .type = SR_TYPE_DATE},
    {.name = {"service", 7}, .type = SR_TYPE_CODE, .list = &services},
    {.name = {"harms", 5}, .type = SR_TYPE_CODES, .list = &services, .separator = ','},
    {.name = {"client", 6}, .type = SR_TYPE_PERSON},
    {.name = {"cost", 4}, .type = SR_TYPE_DECIMAL, .scale = 2},
    {.name = {"price", 5}, .type = SR_TYPE_DECIMAL, .scale = 18},
    {.name = {"answered", 8}, .type = SR_TYPE_BOOLEAN, .true_words = yes_words, .true_count = 1, .false_words = no_words, .false_count = 1},
    {.name = {"note", 4}, .type = SR_TYPE_DROP},
    {.name = {"Maakond", 7}, .type = SR_TYPE_TEXT},
    {.name = {"visits", 6}, .type = SR_TYPE_INTEGER},
};
static const sr_column_rule cost_columns[] = {
    {.name = {"paid", 4}, .type = SR_TYPE_DATE},
    {.name = {"service", 7}, .type = SR_TYPE_CODE, .list = &services},
    {.name = {"amount", 6}, .type = SR_TYPE_DECIMAL, .scale = 2},
    {.name = {"kind", 4}, .type = SR_TYPE_CODE, .list = &other_list},
    {.name = {"moved", 5}, .type = SR_TYPE_CODE, .list = &moved_list, .is_dated = true, .day_column = 0},
};

/* A ruleset under construction; every text stands in rules.yaml on a line of its own. */
typedef struct bench {
    sr_arena *arena;
    sr_findings *findings;
    sr_error err;
    sr_dataset datasets[2];
    sr_derive_rule derives[8];
    sr_check_rule checks[4];
    sr_indicator indicators[8];
    sr_report_rule reports[1];
    sr_ruleset rules;
    const sr_plan *plan;
} bench;

static sr_rule_text at(const char *text, uint64_t line)
{
    return sr_rule_text_make(sr_text_from(text), (sr_where){"rules.yaml", line, 10});
}

static void begin(bench *b)
{
    *b = (bench){.arena = sr_arena_new()};
    assert_non_null(b->arena);
    b->findings = sr_findings_new(b->arena);
    sr_error_init(&b->err);
    b->datasets[0] = (sr_dataset){.name = SR_TEXT("cases"), .columns = case_columns, .column_count = COUNT(case_columns)};
    b->datasets[1] = (sr_dataset){.name = SR_TEXT("costs"), .columns = cost_columns, .column_count = COUNT(cost_columns)};
    b->datasets[0].derives = b->derives;
    b->datasets[0].checks = b->checks;
    b->rules = (sr_ruleset){.datasets = b->datasets, .dataset_count = 2, .indicators = b->indicators, .reports = b->reports};
}

static void derive(bench *b, const char *name, const char *expression)
{
    size_t index = b->datasets[0].derive_count++;
    b->derives[index] = (sr_derive_rule){.name = sr_text_from(name), .expression = at(expression, 20 + index)};
}

static sr_indicator *add(bench *b, const char *id, const char *dataset, const char *value)
{
    size_t index = b->rules.indicator_count++;
    sr_indicator *made = &b->indicators[index];
    *made = (sr_indicator){.id = sr_text_from(id), .value = at(value, 50 + index), .digits = -1, .interval = -1,
                           .where = {"rules.yaml", 50 + index, 3}};
    if (dataset[0] != '\0') {
        made->dataset = at(dataset, 60 + index);
        made->period = at(strcmp(dataset, "costs") == 0 ? "paid" : "opened", 70 + index);
    }
    return made;
}

/* `by` of one indicator: entries are separated by blanks, crossed columns by "x". */
static void break_down(bench *b, sr_indicator *indicator, const char *const *entries, size_t count)
{
    sr_breakdown *by = sr_arena_alloc(b->arena, count, sizeof(*by));
    for (size_t i = 0; i < count; i++) {
        sr_rule_text *columns = sr_arena_alloc(b->arena, 4, sizeof(*columns));
        sr_text rest = sr_text_from(entries[i]);
        size_t used = 0;
        for (size_t end; (end = sr_text_find(rest, SR_TEXT(" x "))) != SIZE_MAX;) {
            columns[used++] = sr_rule_text_make(sr_text_slice(rest, 0, end), (sr_where){"rules.yaml", 80 + i, 5});
            rest = sr_text_slice(rest, end + 3, rest.size);
        }
        columns[used++] = sr_rule_text_make(rest, (sr_where){"rules.yaml", 80 + i, 5});
        by[i] = (sr_breakdown){columns, used};
    }
    indicator->by = by;
    indicator->by_count = count;
}

static bool compile(bench *b)
{
    sr_day as_of;
    assert_true(sr_date_parse_iso(SR_TEXT("2026-11-02"), &as_of));
    return sr_compile(&b->rules, as_of, b->arena, &b->plan, b->findings, &b->err);
}

static void print_first(const bench *b, char *line, size_t size)
{
    line[0] = '\0';
    if (sr_findings_count_groups(b->findings) > 0)
        sr_finding_print(sr_findings_get_group(b->findings, 0)->first[0], line, size);
}

static void assert_compiles(bench *b)
{
    char line[1024];
    if (!compile(b)) {
        print_first(b, line, sizeof(line));
        fail_msg("%s / %s", b->err.message, line);
    }
}

/* Compilation fails with this as the only finding. */
static void assert_refused(bench *b, const char *expected)
{
    char line[1024];
    assert_false(compile(b));
    assert_int_equal(b->err.code, SR_BAD_RULES);
    assert_null(b->plan);
    print_first(b, line, sizeof(line));
    assert_text(sr_text_from(line), expected);
    assert_int_equal(sr_findings_count(b->findings, SR_ERROR), 1);
    sr_arena_free(b->arena);
}

static void refuse_where(const char *where, const char *expected)
{
    bench b;
    begin(&b);
    add(&b, "T01", "cases", "count(*)")->where_condition = at(where, 9);
    assert_refused(&b, expected);
}

static void refuse_value(const char *value, const char *expected)
{
    bench b;
    begin(&b);
    add(&b, "T01", "cases", value);
    assert_refused(&b, expected);
}

static void derived_columns_stand_behind_what_they_need(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    derive(&b, "late", "wait > 2");
    derive(&b, "wait", "workdays(opened, contact)");
    derive(&b, "unused", "cost * 2");
    add(&b, "T01", "cases", "share(late)");
    assert_compiles(&b);
    const sr_plan_dataset *cases = &b.plan->datasets[0];
    assert_int_equal(cases->column_count, 15);
    assert_text(cases->columns[12].name, "wait");
    assert_text(cases->columns[13].name, "late");
    assert_int_equal(cases->columns[12].kind, SR_KIND_INTEGER);
    assert_int_equal(cases->columns[13].kind, SR_KIND_BOOLEAN);
    assert_true(cases->columns[12].is_needed);
    assert_true(cases->columns[13].is_needed);
    assert_true(cases->columns[1].is_needed);
    assert_true(cases->columns[2].is_needed);
    assert_false(cases->columns[0].is_needed);
    assert_false(cases->columns[6].is_needed);
    assert_false(cases->columns[14].is_needed);
    sr_arena_free(b.arena);
}

static const sr_parameter_value limit_values[] = {{.valid_from = 0, .valid_to = SR_DAY_MAX, .value = 2, .basis = {"Order", 5}}};
static const sr_parameter parameters[] = {{.name = {"limit", 5}, .count = 1, .values = limit_values},
                                          {.name = {"wait", 4}, .count = 1, .values = limit_values}};

static void a_parameter_brings_a_check_that_it_has_a_value(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    b.rules.parameters = parameters;
    b.rules.parameter_count = 2;
    derive(&b, "wait", "workdays(opened, contact) - parameter(wait, opened)"); // a name of its own beside the column
    derive(&b, "unused", "parameter(limit, contact)");
    add(&b, "T01", "cases", "share(wait <= parameter(limit, opened))");
    add(&b, "T02", "cases", "sum(wait)")->where_condition = at("wait > parameter(limit, opened)", 9);
    assert_compiles(&b);
    const sr_plan_dataset *cases = &b.plan->datasets[0];
    assert_int_equal(cases->check_count, 2);
    assert_text(cases->checks[0].id, "parameter(wait, opened)");
    assert_text(cases->checks[1].id, "parameter(limit, opened)");
    assert_int_equal(cases->checks[1].kind, SR_CHECK_HOLDS);
    assert_int_equal(cases->checks[1].severity, SR_CAUTION);
    assert_int_equal(cases->checks[1].values[0]->op, SR_OP_COLUMN);
    assert_false(cases->columns[2].is_needed && cases->columns[13].is_needed);
    assert_int_equal(b.plan->parameter_count, 2);
    sr_arena_free(b.arena);
}

static void an_unknown_parameter_gets_the_nearest_as_a_hint(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    b.rules.parameters = parameters;
    b.rules.parameter_count = 2;
    add(&b, "T01", "cases", "count(*)")->where_condition = at("visits > parameter(limt, opened)", 9);
    assert_refused(&b, "rules.yaml:9:29: error: 'limt'; expected a parameter of parameters/*.yaml; did you mean 'limit'? "
                       "[rules.unknown_parameter]");
    refuse_where("visits > parameter('limit', opened)",
                 "rules.yaml:9:29: error: ''limit''; expected a parameter of parameters/*.yaml [rules.unknown_parameter]");
    refuse_where("visits > parameter(limit)",
                 "rules.yaml:9:19: error: 'parameter()' with 1 argument; expected parameter(name, date) [rules.arguments]");
}

static void a_parameter_wants_a_date(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    b.rules.parameters = parameters;
    b.rules.parameter_count = 2;
    add(&b, "T01", "cases", "count(*)")->where_condition = at("visits > parameter(limit, visits)", 9);
    assert_refused(&b, "rules.yaml:9:36: error: 'visits' is a whole number; expected a date in parameter(name, date) [rules.type]");
}

static void a_circle_of_derived_columns_is_told_once(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    derive(&b, "a", "c + 1");
    derive(&b, "c", "visits + a");
    add(&b, "T01", "cases", "sum(a)");
    assert_refused(&b, "rules.yaml:21:19: error: a circle: a -> c -> a; expected columns that do not need each other [rules.cycle]");
}

static void a_derived_column_needs_a_name_of_its_own(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    derive(&b, "cost", "visits");
    assert_refused(&b, "rules.yaml:20:10: error: a second column 'cost'; expected a name of its own [rules.duplicate]");
}

static void an_unknown_name_gets_the_nearest_as_a_hint(void **state)
{
    (void)state;
    refuse_where("answered and servise = 'OA'",
                 "rules.yaml:9:23: error: 'servise'; expected a column of data set 'cases'; did you mean 'service'? "
                 "[rules.unknown_name]");
    refuse_where("today < opened", "rules.yaml:9:10: error: 'today'; expected a column of data set 'cases'; the day of the run is as_of "
                                   "[rules.unknown_name]");
    refuse_where("note = 'x'", "rules.yaml:9:10: error: 'note' is dropped when it is read; expected a column that is kept; give it a "
                               "type in the data set [rules.dropped_column]");
    refuse_where("workday(opened, contact) > 2",
                 "rules.yaml:9:10: error: 'workday()'; expected a function; did you mean 'workdays'? [rules.unknown_function]");
    refuse_value("sun(cost)",
                 "rules.yaml:50:10: error: 'sun()'; expected an aggregate or a function; did you mean 'sum'? [rules.unknown_function]");
}

static void names_fit_without_case_when_that_is_unique(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    add(&b, "T01", "cases", "count(*)")->where_condition = at("MAAKOND = 'Harju' and Opened < AS_OF", 9);
    assert_compiles(&b);
    derive(&b, "VISITS", "1");
    b.rules.indicator_count = 0;
    b.plan = NULL;
    add(&b, "T01", "cases", "sum(Visits)");
    assert_refused(&b, "rules.yaml:50:14: error: 'Visits' fits several columns; expected a column of data set 'cases'; write it in the "
                       "same case as the column you mean [rules.ambiguous_name]");
}

static void kinds_that_do_not_agree_are_refused_at_the_part(void **state)
{
    (void)state;
    refuse_where("cost > 'x'", "rules.yaml:9:17: error: 'x'; expected a number; numbers stand without quotes [rules.type]");
    refuse_where("case_id = 5", "rules.yaml:9:20: error: '5' is a whole number; expected a text, as 'case_id' is; beside a text a "
                                "number stands in 'single quotes' [rules.type]");
    refuse_where("opened > 2026", "rules.yaml:9:19: error: '2026' is a whole number; expected a date, as 'opened' is; a date is written "
                                  "date '2026-10-31' [rules.type]");
    refuse_where("opened > '31.10.2026'",
                 "rules.yaml:9:19: error: '31.10.2026'; expected a date as 'yyyy-mm-dd'; write '2026-10-31' [rules.type]");
    refuse_where("cost", "rules.yaml:9:10: error: 'cost' is a decimal number; expected true or false for `where`; compare it with "
                         "something [rules.type]");
    refuse_where("answered and visits",
                 "rules.yaml:9:23: error: 'visits' is a whole number; expected true or false for 'and'; compare it with something "
                 "[rules.type]");
    refuse_where("opened + contact > 1",
                 "rules.yaml:9:19: error: 'contact' is a date; expected a whole number of days to add to a date [rules.type]");
    refuse_where("cost + case_id > 1", "rules.yaml:9:17: error: 'case_id' is a text; expected a number beside '+'; texts are joined with "
                                       "|| [rules.type]");
    refuse_where("year(cost) = 1", "rules.yaml:9:15: error: 'cost' is a decimal number; expected a date in year(d) [rules.type]");
    refuse_where("days(opened) = 1",
                 "rules.yaml:9:10: error: 'days()' with 1 argument; expected days(a, b, stop_from, stop_to, ...) [rules.arguments]");
    refuse_where("date_trunc('fortnight', opened) = opened",
                 "rules.yaml:9:21: error: 'fortnight'; expected 'day', 'week', 'month', 'quarter' or 'year' [rules.type]");
    refuse_where("matches(case_id, 'a{2')", "rules.yaml:9:29: error: a bad count in braces; expected {3}, {2,5} or {2,}, at most 255 [rules.pattern]");
    refuse_where("matches(case_id, service)", "rules.yaml:9:27: error: 'service' is a text; expected a pattern in 'single quotes' in matches(t, 'pattern') "
                                              "[rules.type]");
    refuse_where("contains(case_id, 'x')",
                 "rules.yaml:9:19: error: 'case_id' is a text; expected a column of type codes in contains(column, 'code'); a piece of "
                 "a text is found with like '%piece%' [rules.type]");
    refuse_where("price * cost > 1", "rules.yaml:9:10: error: a product with 20 digits after the mark; expected at most 18 digits after "
                                     "the mark; round(x, digits) a side first, or multiply by 1e0 for a real number [rules.overflow]");
    refuse_where("visits > 99999999999999999999",
                 "rules.yaml:9:19: error: 99999999999999999999 is too large; expected a number below 9223372036854775808; with an "
                 "exponent (1e20) it is a real number [rules.overflow]");
    refuse_where("sum(cost) > 5", "rules.yaml:9:10: error: 'sum()'; expected an expression over one row; an aggregate stands in a value "
                                  "or a measure, not inside another or in a condition [rules.aggregate]");
}

static void a_value_is_made_of_aggregates(void **state)
{
    (void)state;
    refuse_value("cost", "rules.yaml:50:10: error: 'cost' is a column; expected an aggregate over the rows; for example sum(cost) or "
                         "count(distinct cost) [rules.aggregate]");
    refuse_value("5", "rules.yaml:50:10: error: '5'; expected an aggregate over the rows; for example count(*) [rules.aggregate]");
    refuse_value("sum(service)", "rules.yaml:50:14: error: 'service' is a text; expected a number in sum() [rules.type]");
    refuse_value("round(sum(cost), 1)", "rules.yaml:50:10: error: 'round()' works on one row; expected an aggregate over the rows; a "
                                        "function stands inside an aggregate: sum(round(x, 1)) [rules.aggregate]");
    refuse_value("sum(cost) > 5", "rules.yaml:50:10: error: '>' over results; expected + - * / ratio() ytd() full_year() rolling() previous() last_year(); conditions "
                                  "belong into an aggregate: share(...), count(*) filter (where ...) [rules.formula]");
    refuse_value("sum(distinct cost)", "rules.yaml:50:10: error: 'distinct' in sum(); expected count(distinct x) [rules.aggregate]");
    refuse_value("max(service)", "rules.yaml:50:10: error: 'max(service)' is a text; expected a number for an indicator [rules.type]");
    refuse_value("quantile(cost, visits)", "rules.yaml:50:25: error: 'visits'; expected a constant number as the last argument; "
                                           "quantile(x, 0.9): the value that 90 % of the values do not exceed (type 7) "
                                           "[rules.arguments]");
    refuse_value("sum(cost order by opened)",
                 "rules.yaml:50:10: error: 'sum(cost order by opened)'; expected no `order by` [rules.aggregate]");
}

static void all_problems_are_found_in_one_pass(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    derive(&b, "x", "nothing + nowhere");
    derive(&b, "y", "1 +");
    b.datasets[0].check_count = 1;
    b.checks[0] = (sr_check_rule){.id = SR_TEXT("ok"), .expect = at("opened", 30), .where = {"rules.yaml", 30, 1}};
    sr_indicator *indicator = add(&b, "T01", "cases", "avg(x) + sum(service)");
    indicator->where_condition = at("servise = 'OA'", 9);
    indicator->period = at("cost", 10);
    break_down(&b, indicator, (const char *const[]){"county", "client", "harms"}, 3);
    add(&b, "T02", "case", "count(*");
    b.indicators[1].is_broken = true;       // the data set is not there: the loader has told
    b.rules.problem_count = 1;
    b.rules.first_problem = (sr_where){"rules.yaml", 61, 7};
    assert_false(compile(&b));
    assert_int_equal(sr_findings_count(b.findings, SR_ERROR), 11);
    assert_text(sr_text_from(b.err.message), "12 problems in the rules; the first is at rules.yaml:61:7");
    sr_arena_free(b.arena);
}

static void what_a_problem_left_unknown_is_not_told_again(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    sr_column_rule columns[COUNT(case_columns)];
    memcpy(columns, case_columns, sizeof(columns));
    for (size_t i = 0; i < COUNT(columns); i++)
        columns[i].is_broken = sr_text_is(columns[i].name, SR_TEXT("cost"));
    b.datasets[0].columns = columns;
    b.datasets[1].is_broken = true;
    b.rules.lacks_indicators = true;
    b.rules.problem_count = 1;
    b.rules.first_problem = (sr_where){"rules.yaml", 3, 1};
    add(&b, "T01", "cases", "sum(cost) + avg(opened)");     // of a broken column nothing is known, of the other all
    add(&b, "T02", "costs", "sum(nowhere)");
    add(&b, "T03", "", "ratio(T01, elsewhere)");
    assert_false(compile(&b));
    assert_int_equal(sr_findings_count(b.findings, SR_ERROR), 1);
    assert_text(sr_text_from(b.err.message), "2 problems in the rules; the first is at rules.yaml:3:1");
    sr_arena_free(b.arena);
}

static void a_code_that_no_list_knows_is_a_caution(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    char line[512];
    add(&b, "T01", "cases", "count(*) filter (where service in ('OA', 'KK'))")->where_condition = at("service <> 'OA-vana'", 9);
    assert_compiles(&b);
    assert_int_equal(sr_findings_count(b.findings, SR_CAUTION), 1);
    print_first(&b, line, sizeof(line));
    assert_text(sr_text_from(line), "rules.yaml:50:51: caution: 'KK'; expected a code of list 'services': one of OA, KH [rules.unknown_code]");
    const sr_expr *where = b.plan->folds[0].where;
    assert_int_equal(where->op, SR_OP_AND);
    assert_text(where->args[0]->args[1]->constant.text, "OA");
    sr_arena_free(b.arena);

    begin(&b);
    add(&b, "T01", "cases", "count(*)")->where_condition = at("service = 'ohvriabi'", 9);
    assert_compiles(&b);
    print_first(&b, line, sizeof(line));
    assert_text(sr_text_from(line), "rules.yaml:9:20: caution: 'ohvriabi'; expected a code of list 'services': one of OA, KH; 'Ohvriabi' has the code "
                                    "'OA' [rules.unknown_code]");
    sr_arena_free(b.arena);

    begin(&b);
    add(&b, "T01", "costs", "count(*)")->where_condition = at("moved = 'K2'", 9);
    assert_compiles(&b);
    print_first(&b, line, sizeof(line));
    assert_text(sr_text_from(line), "rules.yaml:9:18: caution: 'K2'; expected a code of list 'moved': one of OA, KH; it means different members at "
                                    "different times; write the code of the one you mean [rules.unknown_code]");
    sr_arena_free(b.arena);
}

static void a_comparison_with_null_is_a_caution(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    char line[512];
    add(&b, "T01", "cases", "count(*)")->where_condition = at("contact <> null", 9);
    assert_compiles(&b);
    print_first(&b, line, sizeof(line));
    assert_text(sr_text_from(line), "rules.yaml:9:10: caution: a comparison with null, which is never true; expected 'is null' or 'is "
                                    "not null' [rules.null_comparison]");
    sr_arena_free(b.arena);
}

static void the_words_of_a_boolean_column_mean_what_they_say(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    add(&b, "T01", "cases", "count(*)")->where_condition = at("answered = 'EI'", 9);
    assert_compiles(&b);
    assert_int_equal(b.plan->folds[0].where->args[1]->kind, SR_KIND_BOOLEAN);
    assert_int_equal(b.plan->folds[0].where->args[1]->constant.integer, 0);
    sr_arena_free(b.arena);
}

static void an_indicator_becomes_a_fold_with_a_total_and_its_breakdowns(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    sr_indicator *rule = add(&b, "T01", "cases", "share(coalesce(workdays(opened, contact) <= 2, false))");
    rule->where_condition = at("contact is not null or workdays(opened, as_of) > 2", 9);
    break_down(&b, rule, (const char *const[]){"SERVICE", "service x maakond", "year(opened) as aasta"}, 3);
    assert_compiles(&b);
    const sr_plan_indicator *t01 = &b.plan->indicators[0];
    const sr_plan_fold *fold = &b.plan->folds[t01->fold_index];
    assert_text(sr_text_from(fold->aggregate->name), "share");
    assert_int_equal(fold->call.arg_count, 1);
    assert_int_equal(fold->call.arg_kinds[0], SR_KIND_BOOLEAN);
    assert_int_equal(fold->period->op, SR_OP_COLUMN);
    assert_int_equal(fold->where->op, SR_OP_OR);
    assert_int_equal(fold->grouping_count, 4);
    assert_int_equal(fold->groupings[0].key_count, 0);
    assert_text(fold->groupings[1].keys[0].name, "service");
    assert_ptr_equal(fold->groupings[1].keys[0].list, &services);
    assert_text(fold->groupings[2].keys[1].name, "Maakond");
    assert_text(fold->groupings[3].keys[0].name, "aasta");
    assert_int_equal(t01->grouping_count, 4);
    assert_int_equal(t01->unit, SR_UNIT_SHARE);
    assert_int_equal(t01->digits, 1);
    assert_int_equal(t01->interval, SR_INTERVAL_WILSON);
    assert_false(fold->has_days);
    sr_arena_free(b.arena);
}

static void units_and_intervals_follow_from_the_value(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        sr_unit unit;
        sr_interval_method interval;
        int digits;
    } table[] = {
        {"count(*)", SR_UNIT_COUNT, SR_INTERVAL_NONE, 0},
        {"count(distinct client)", SR_UNIT_COUNT, SR_INTERVAL_NONE, 0},
        {"sum(cost)", SR_UNIT_NUMBER, SR_INTERVAL_NONE, 2},
        {"sum(visits)", SR_UNIT_NUMBER, SR_INTERVAL_NONE, 0},
        {"avg(visits)", SR_UNIT_NUMBER, SR_INTERVAL_T, 2},
        {"median(workdays(opened, contact))", SR_UNIT_WORKDAYS, SR_INTERVAL_NONE, 1},
        {"quantile(contact - opened, 90%)", SR_UNIT_DAYS, SR_INTERVAL_NONE, 1},
        {"top_box(visits, 4)", SR_UNIT_SHARE, SR_INTERVAL_WILSON, 1},
        {"nps(visits)", SR_UNIT_POINTS, SR_INTERVAL_NONE, 1},
        {"rate(answered, visits, 1000)", SR_UNIT_NUMBER, SR_INTERVAL_POISSON, 2},
        {"count(*) / count(distinct client)", SR_UNIT_SHARE, SR_INTERVAL_NONE, 1},
        {"sum(cost) / count(*)", SR_UNIT_NUMBER, SR_INTERVAL_NONE, 2},
        {"count(*) * 100 - 5", SR_UNIT_NUMBER, SR_INTERVAL_NONE, 2},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        bench b;
        begin(&b);
        add(&b, "T01", "cases", table[i].value);
        assert_compiles(&b);
        assert_int_equal(b.plan->indicators[0].unit, table[i].unit);
        assert_int_equal(b.plan->indicators[0].interval, table[i].interval);
        assert_int_equal(b.plan->indicators[0].digits, table[i].digits);
        sr_arena_free(b.arena);
    }
}

static void an_interval_that_cannot_be_computed_is_refused(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    sr_indicator *made = add(&b, "T01", "cases", "median(visits)");
    made->interval = SR_INTERVAL_WILSON;
    made->interval_where = (sr_where){"rules.yaml", 55, 15};
    assert_refused(&b, "rules.yaml:55:15: error: interval 'wilson' for 'median(visits)'; expected share(...), top_box(...) or "
                       "ratio(...); leave `interval` out to have it chosen from the value [rules.interval]");
}

static void a_formula_stands_behind_its_parts_and_they_get_its_breakdowns(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    break_down(&b, add(&b, "B04", "", "ratio(b04_cost, M01)"), (const char *const[]){"service"}, 1);
    add(&b, "B04_cost", "costs", "sum(amount)");
    add(&b, "M01", "cases", "count(distinct client)");
    add(&b, "Y", "", "ratio(ytd(B04_cost), full_year(B04_cost)) * 2 - B04");
    assert_compiles(&b);
    assert_text(b.plan->indicators[0].id, "B04_cost");
    assert_text(b.plan->indicators[1].id, "M01");
    assert_text(b.plan->indicators[2].id, "B04");
    const sr_plan_indicator *b04 = &b.plan->indicators[2];
    assert_int_equal(b04->formula->op, SR_FORMULA_RATIO);
    assert_int_equal(b04->formula->args[0]->op, SR_FORMULA_INDICATOR);
    assert_int_equal(b04->formula->args[0]->index, 0);
    assert_int_equal(b04->fold_index, SR_NO_INDEX);
    assert_int_equal(b04->grouping_count, 2);
    assert_ptr_equal(b04->groupings[1].keys[0].list, &services);
    for (uint32_t i = 0; i < b.plan->fold_count; i++) {
        assert_int_equal(b.plan->folds[i].grouping_count, 2);
        assert_text(b.plan->folds[i].groupings[1].keys[0].name, "service");
    }
    assert_true(b.plan->datasets[0].columns[3].is_needed);
    assert_int_equal(b.plan->indicators[0].grouping_count, 1);
    sr_arena_free(b.arena);
}

static void formulas_are_refused_where_they_cannot_be_computed(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    add(&b, "A", "", "B + 1");
    add(&b, "B", "", "2 * A");
    assert_refused(&b, "rules.yaml:51:14: error: a circle: A -> B -> A; expected indicators that do not need each other [rules.cycle]");
    begin(&b);
    add(&b, "A", "", "B04cost / 2");
    add(&b, "B04_cost", "costs", "sum(amount)");
    assert_refused(&b, "rules.yaml:50:10: error: 'B04cost'; expected the id of an indicator; did you mean 'B04_cost'? "
                       "[rules.unknown_indicator]");
    begin(&b);
    add(&b, "A", "", "1 / 2");
    assert_refused(&b, "rules.yaml:50:10: error: '1 / 2' is a constant; expected an indicator in the formula [rules.formula]");
    begin(&b);
    add(&b, "A", "", "sum(amount)");
    assert_refused(&b, "rules.yaml:50:10: error: 'sum()'; expected indicators, ratio(), ytd(), full_year(), rolling(), previous() or last_year(); an indicator over rows "
                       "needs `dataset` [rules.formula]");
    begin(&b);
    add(&b, "A", "", "ytd(B)");
    add(&b, "B", "cases", "sum(cost) / count(*)");
    assert_refused(&b, "rules.yaml:50:14: error: 'B' is a formula; expected one aggregate, or an indicator that is one; write "
                       "ratio(ytd(A), ytd(B)) [rules.arguments]");
    begin(&b);
    break_down(&b, add(&b, "A", "", "ratio(B, C)"), (const char *const[]){"maakond"}, 1);
    add(&b, "B", "costs", "sum(amount)");
    add(&b, "C", "cases", "count(*)");
    assert_refused(&b, "rules.yaml:80:5: error: 'maakond'; expected a column of data set 'costs'; a text stands in single quotes: 'maakond'; the data set has: paid, service, "
                       "amount, kind, moved [rules.unknown_name]");
}

static void reports_by_day_keep_days_of_all_their_parts(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    add(&b, "A", "cases", "count(*)");
    add(&b, "B", "", "A * 2");
    add(&b, "C", "cases", "sum(cost)");
    sr_rule_text shown[] = {at("B", 1)};
    sr_report_section section = {.indicators = shown, .indicator_count = 1};
    b.reports[0] = (sr_report_rule){.id = SR_TEXT("daily"), .grains = {[SR_GRAIN_DAY] = true}, .sections = &section, .section_count = 1};
    b.rules.report_count = 1;
    assert_compiles(&b);
    assert_true(b.plan->folds[0].has_days);
    assert_false(b.plan->folds[1].has_days);
    sr_arena_free(b.arena);
}

static void checks_are_conditions_over_the_columns(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    b.datasets[0].check_count = 1;
    b.checks[0] = (sr_check_rule){.id = SR_TEXT("order"), .expect = at("contact >= opened", 30), .severity = SR_ERROR, .tolerance = {.share = 0.005}};
    assert_compiles(&b);
    assert_int_equal(b.plan->datasets[0].check_count, 1);
    assert_int_equal(b.plan->datasets[0].checks[0].expect->kind, SR_KIND_BOOLEAN);
    assert_true(b.plan->datasets[0].columns[1].is_needed);
    assert_int_equal(b.plan->dataset_count, 2);
    assert_int_equal(b.plan->datasets[1].rules_index, 1);
    sr_arena_free(b.arena);
}

static void refuse_check(sr_check_rule check, const char *column, const char *expected)
{
    bench b;
    begin(&b);
    sr_rule_text name = at(column, 31);
    check.id = SR_TEXT("c");
    check.columns = &name;
    check.column_count = 1;
    check.where = (sr_where){"rules.yaml", 30, 9};
    b.checks[0] = check;
    b.datasets[0].check_count = 1;
    assert_refused(&b, expected);
}

static void what_a_check_says_must_fit_its_column(void **state)
{
    (void)state;
    refuse_check((sr_check_rule){.is_filled = true}, "contct",
                 "rules.yaml:31:10: error: 'contct'; expected a column of data set 'cases'; did you mean 'contact'? [rules.unknown_name]");
    refuse_check((sr_check_rule){.is_unique = true}, "note",
                 "rules.yaml:31:10: error: 'note' is dropped when it is read; expected a column that is kept; give it a type in the data set "
                 "[rules.dropped_column]");
    refuse_check((sr_check_rule){.min = at("zero", 32)}, "cost",
                 "rules.yaml:32:10: error: zero; expected a number; numbers stand without quotes [rules.type]");
    refuse_check((sr_check_rule){.max = at("31.12.2026", 32)}, "opened",
                 "rules.yaml:32:10: error: 31.12.2026; expected a date as 'yyyy-mm-dd'; write 2026-12-31 [rules.type]");
    refuse_check((sr_check_rule){.min = at("A", 32)}, "Maakond",
                 "rules.yaml:31:10: error: 'Maakond' is a text; expected a column of numbers or dates [rules.type]");
    refuse_check((sr_check_rule){.pattern = at("J-(", 32)}, "Maakond",
                 "rules.yaml:32:12: error: a bracket that is not closed; expected ) [rules.pattern]");
    refuse_check((sr_check_rule){.pattern = at("1.*", 32)}, "cost",
                 "rules.yaml:31:10: error: 'cost' is a decimal number; expected a text in matches(t, 'pattern') [rules.type]");
    refuse_check((sr_check_rule){.refers_to = at("cost.amount", 32)}, "cost",
                 "rules.yaml:32:10: error: 'cost.amount'; expected DATASET.COLUMN, a column of a data set; did you mean 'costs'? "
                 "[rules.unknown_reference]");
    refuse_check((sr_check_rule){.refers_to = at("costs.amont", 32)}, "cost",
                 "rules.yaml:32:16: error: 'amont'; expected a column of data set 'costs'; did you mean 'amount'? [rules.unknown_name]");
    refuse_check((sr_check_rule){.refers_to = at("costs.paid", 32)}, "cost",
                 "rules.yaml:32:16: error: 'paid' is a date; expected a number, as 'cost' is [rules.type]");
}

static void what_a_check_refers_to_is_read_and_made_of_one_kind(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    sr_rule_text name = at("visits", 31);
    b.checks[0] = (sr_check_rule){.id = SR_TEXT("c"), .columns = &name, .column_count = 1, .refers_to = at("costs.amount", 32)};
    b.datasets[0].check_count = 1;
    assert_compiles(&b);
    const sr_plan_check *check = &b.plan->datasets[0].checks[0];
    assert_int_equal(check->kind, SR_CHECK_REFERS);
    assert_int_equal(check->other_dataset, 1);
    assert_int_equal(check->values[0]->kind, SR_KIND_DECIMAL);
    assert_int_equal(check->values[0]->scale, 2);
    assert_int_equal(check->other->scale, 2);
    assert_true(b.plan->datasets[1].columns[2].is_needed);
    sr_arena_free(b.arena);
}

/* --- questions --- */

static bool ask(bench *b, const char *measures, const char *const *by, size_t by_count, const char *where, sr_compiled_question *compiled)
{
    sr_rule_text texts[4];
    for (size_t i = 0; i < by_count; i++)
        texts[i] = sr_rule_text_make(sr_text_from(by[i]), (sr_where){"--by", 1, 1});
    sr_question question = {.measures = {.text = sr_text_from(measures), .where = {"MEASURES", 1, 1}}, .by = texts, .by_count = by_count,
                            .where_condition = {.text = sr_text_from(where), .where = {"--where", 1, 1}}};
    *compiled = (sr_compiled_question){0};
    return sr_compile_question(&question, &b->rules, &b->datasets[0], 0, b->arena, compiled, b->findings, &b->err);
}

static void a_question_has_the_groupings_that_were_asked_for(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    derive(&b, "wait", "workdays(opened, contact)");
    sr_compiled_question asked;
    const char *const by[] = {"service, MAAKOND, date_trunc('month', opened) as kuu", "service, year(opened)"};
    assert_done(ask(&b, "count(*) as n, sum(cost)/count(*), avg(wait)", by, 2, "service = 'OA'", &asked), &b.err);
    static const char *const names[] = {"service", "MAAKOND", "kuu", "year(opened)", "n", "sum(cost)/count(*)", "avg(wait)"};
    assert_int_equal(asked.column_count, COUNT(names));
    assert_int_equal(asked.key_count, 4);
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_text(asked.columns[i].name, names[i]);
        assert_int_equal(asked.columns[i].is_key, i < 4);
    }
    assert_int_equal(asked.plan->indicator_count, 3);
    assert_int_equal(asked.plan->fold_count, 4);
    assert_int_equal(asked.plan->folds[0].grouping_count, 2);
    assert_int_equal(asked.plan->folds[0].groupings[0].key_count, 3);
    assert_null(asked.plan->folds[0].period);
    assert_non_null(asked.plan->folds[3].where);
    assert_int_equal(asked.plan->indicators[1].formula->op, SR_FORMULA_DIVIDE);
    assert_int_equal(asked.plan->datasets[0].check_count, 0);
    sr_arena_free(b.arena);
}

static void a_question_without_by_has_one_row_over_all(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    sr_compiled_question asked;
    assert_done(ask(&b, "min(opened), max(opened) - min(opened) as span, sum(contact is null) as open", NULL, 0, "", &asked), &b.err);
    assert_int_equal(asked.column_count, 3);
    assert_int_equal(asked.plan->folds[0].grouping_count, 1);
    assert_int_equal(asked.plan->folds[0].groupings[0].key_count, 0);
    assert_int_equal(asked.plan->folds[3].args[0]->op, SR_OP_CAST);
    sr_arena_free(b.arena);
}

static void two_equal_names_in_an_answer_are_a_usage_error(void **state)
{
    (void)state;
    static const struct {
        const char *measures, *by, *expected;
    } table[] = {
        {"count(*), count(*)", NULL, "MEASURES:1:11: two columns of the answer are named 'count(*)'; give one of them another name with `as`"},
        {"count(*) as service", "service", "MEASURES:1:1: two columns of the answer are named 'service'; give one of them another name with `as`"},
        {"count(*)", "service, service", "--by:1:10: two columns of the answer are named 'service'; give one of them another name with `as`"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        bench b;
        begin(&b);
        sr_compiled_question asked;
        assert_false(ask(&b, table[i].measures, &table[i].by, table[i].by != NULL, "", &asked));
        assert_int_equal(b.err.code, SR_USAGE);
        assert_error(&b.err, table[i].expected);
        sr_arena_free(b.arena);
    }
}

static void a_bad_question_tells_all_its_problems(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    sr_compiled_question asked;
    const char *const by[] = {"servise"};
    assert_false(ask(&b, "sun(cost), ytd(sum(cost)), visits", by, 1, "cost >", &asked));
    assert_int_equal(b.err.code, SR_BAD_RULES);
    assert_int_equal(sr_findings_count(b.findings, SR_ERROR), 5);
    assert_text(sr_text_from(b.err.message), "5 problems in the question, see the findings");
    assert_null(asked.plan);
    sr_arena_free(b.arena);
}

static void a_stop_has_two_ends_and_a_deadline_a_whole_number(void **state)
{
    (void)state;
    refuse_where("workdays(opened, contact, opened) > 2",
                 "rules.yaml:9:36: error: a stop without its end in workdays(); expected a beginning and an end of each stop; workdays(a, b, stop_from, "
                 "stop_to, ...) [rules.arguments]");
    refuse_where("deadline(opened, 2.5) > contact",
                 "rules.yaml:9:27: error: '2.5' is a decimal number; expected a whole number of days, 0 or more, as the second argument in "
                 "deadline(start, n, stop_from, stop_to, ...) [rules.type]");
    refuse_where("deadline_workdays(opened, -1) > contact",
                 "rules.yaml:9:36: error: '-1' is a whole number; expected a whole number of days, 0 or more, as the second argument in "
                 "deadline_workdays(start, n, stop_from, stop_to, ...) [rules.type]");
    refuse_where("days(opened, contact, opened, visits) > 2",
                 "rules.yaml:9:40: error: 'visits' is a whole number; expected a date in days(a, b, stop_from, stop_to, ...) [rules.type]");
}

static void a_part_of_a_formula_may_look_at_other_days(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    add(&b, "M01", "cases", "count(distinct client)");
    add(&b, "M02", "", "rolling(M01, 12) - last_year(rolling(M01, 12))");
    add(&b, "M03", "", "previous(ratio(M01, M02))");
    add(&b, "M04", "", "ytd(M01)");
    b.rules.financial_year = 4;
    assert_compiles(&b);
    assert_int_equal(b.plan->indicators[3].formula->year_month, 4);
    const sr_formula *change = b.plan->indicators[1].formula;
    assert_int_equal(change->args[0]->op, SR_FORMULA_ROLLING);
    assert_int_equal(change->args[0]->months, 12);
    assert_int_equal(change->args[1]->op, SR_FORMULA_LAST_YEAR);
    assert_int_equal(b.plan->indicators[2].formula->op, SR_FORMULA_PREVIOUS);
    assert_int_equal(b.plan->indicators[1].unit, SR_UNIT_COUNT);
    sr_arena_free(b.arena);
    refuse_value("rolling(count(*), 0)", "rules.yaml:50:28: error: '0'; expected how many months, 1 to 120 [rules.arguments]");
    refuse_value("rolling(count(*))", "rules.yaml:50:10: error: 'rolling(count(*))'; expected rolling(X, months) [rules.arguments]");
    refuse_value("rolling(count(*) + 1, 12)", "rules.yaml:50:18: error: 'count(*) + 1' is a formula; expected one aggregate, or an indicator that is one; "
                                              "write ratio(rolling(A, 12), rolling(B, 12)) [rules.arguments]");
    refuse_value("last_year(count(*), 1)", "rules.yaml:50:10: error: 'last_year(count(*), 1)'; expected last_year(X) [rules.arguments]");
}

#define OPEN "opened <= period_end and (contact is null or contact > period_end)"

static sr_indicator *add_stock(bench *b, const char *id, const char *value, const char *where)
{
    sr_indicator *made = add(b, id, "cases", value);
    made->period = (sr_rule_text){0};
    made->placing = SR_PLACED_AT_PERIOD_END;
    made->where_condition = at(where, 9);
    return made;
}

static void a_stock_has_no_period_but_the_dates_of_its_condition(void **state)
{
    (void)state;
    bench b;
    begin(&b);
    add_stock(&b, "S01", "median(days(opened, period_end))", OPEN " and visits > 0");
    assert_compiles(&b);
    const sr_plan_fold *fold = &b.plan->folds[0];
    assert_true(fold->is_stock && fold->has_days && fold->period == NULL);
    assert_int_equal(fold->date_count, 2);
    assert_int_equal(fold->dates[0]->column_index, 1);
    assert_int_equal(fold->dates[1]->column_index, 2);
    assert_true(b.plan->indicators[0].is_stock);
    assert_int_equal(b.plan->indicators[0].unit, SR_UNIT_DAYS);
    assert_true(b.plan->datasets[0].columns[11].is_needed);
    sr_arena_free(b.arena);
}

static void refuse_stock(const char *value, const char *where, const char *expected)
{
    bench b;
    begin(&b);
    add_stock(&b, "S01", value, where);
    assert_refused(&b, expected);
}

static void a_stock_looks_at_the_end_of_a_period_and_is_not_added_up(void **state)
{
    (void)state;
    bench b;
    refuse_stock("count(*)", "contact is null",
                 "rules.yaml:9:10: error: a stock that does not look at the end of the period; expected `period_end` in `where`; which rows there are "
                 "at the end of a period: opened <= period_end and (closed is null or closed > period_end) [rules.period_end]");
    refuse_stock("max(opened)", OPEN, "rules.yaml:50:10: error: 'max(opened)' is a date; expected a number for an indicator [rules.type]");
    refuse_stock("ytd(count(*))", OPEN,
                 "rules.yaml:50:14: error: 'count(*)' is counted at the end of a period; expected what happens on a day (`period:`); what there is at "
                 "the end of a period is not added up over time; the figure of a year is that of its last day [rules.arguments]");
    refuse_where("opened <= period_end", "rules.yaml:9:20: error: 'period_end' where nothing is counted at the end of a period; expected `period_end` in an "
                                         "indicator with `at: period_end`; `as_of` is the day of the run [rules.period_end]");
    begin(&b);
    add_stock(&b, "S01", "count(*)", OPEN);
    add(&b, "F01", "", "full_year(S01)");
    assert_refused(&b, "rules.yaml:51:20: error: 'S01' is counted at the end of a period; expected what happens on a day (`period:`); what there is at the "
                       "end of a period is not added up over time; the figure of a year is that of its last day [rules.arguments]");
    begin(&b);
    derive(&b, "age", "days(opened, period_end)");
    assert_refused(&b, "rules.yaml:20:23: error: 'period_end' where nothing is counted at the end of a period; expected `period_end` in an indicator with "
                       "`at: period_end`; `as_of` is the day of the run [rules.period_end]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(derived_columns_stand_behind_what_they_need),
        TEST(a_parameter_brings_a_check_that_it_has_a_value),
        TEST(an_unknown_parameter_gets_the_nearest_as_a_hint),
        TEST(a_parameter_wants_a_date),
        TEST(a_circle_of_derived_columns_is_told_once),
        TEST(a_derived_column_needs_a_name_of_its_own),
        TEST(an_unknown_name_gets_the_nearest_as_a_hint),
        TEST(names_fit_without_case_when_that_is_unique),
        TEST(kinds_that_do_not_agree_are_refused_at_the_part),
        TEST(a_value_is_made_of_aggregates),
        TEST(all_problems_are_found_in_one_pass),
        TEST(what_a_problem_left_unknown_is_not_told_again),
        TEST(a_code_that_no_list_knows_is_a_caution),
        TEST(a_comparison_with_null_is_a_caution),
        TEST(the_words_of_a_boolean_column_mean_what_they_say),
        TEST(an_indicator_becomes_a_fold_with_a_total_and_its_breakdowns),
        TEST(units_and_intervals_follow_from_the_value),
        TEST(an_interval_that_cannot_be_computed_is_refused),
        TEST(a_formula_stands_behind_its_parts_and_they_get_its_breakdowns),
        TEST(formulas_are_refused_where_they_cannot_be_computed),
        TEST(reports_by_day_keep_days_of_all_their_parts),
        TEST(checks_are_conditions_over_the_columns),
        TEST(what_a_check_says_must_fit_its_column),
        TEST(what_a_check_refers_to_is_read_and_made_of_one_kind),
        TEST(a_question_has_the_groupings_that_were_asked_for),
        TEST(a_question_without_by_has_one_row_over_all),
        TEST(two_equal_names_in_an_answer_are_a_usage_error),
        TEST(a_bad_question_tells_all_its_problems),
        TEST(a_stop_has_two_ends_and_a_deadline_a_whole_number),
        TEST(a_part_of_a_formula_may_look_at_other_days),
        TEST(a_stock_has_no_period_but_the_dates_of_its_condition),
        TEST(a_stock_looks_at_the_end_of_a_period_and_is_not_added_up),
    };
    return RUN_TESTS(tests);
}
