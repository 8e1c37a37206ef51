#include "tests/support/edition.h"

#include "engine/cube.h"
#include "engine/stats/interval.h"
#include "tests/support/test.h"

#define MONTHS 24
#define COLUMNS 4
#define SCRIPT "<script>alert(1)</script>"

typedef struct cases_source {
    sr_arena *arena;
    sr_dict *dict;
    int month;              // 0 to MONTHS; one batch a month
    sr_column columns[COLUMNS];
    uint64_t lines[SR_BATCH_ROWS_MAX];
    sr_batch batch;
    sr_intake_file file;
    sr_intake intake;
} cases_source;

typedef struct county_rows {
    const char *code;       // NULL: not known
    uint32_t count;         // a month
    uint32_t late_of_ten;   // how many of ten are late
} county_rows;

static const county_rows COUNTIES[] = {
    {"0037", 60, 1}, {"0045", 30, 3}, {"0052", 8, 0}, {"0056", 4, 0}, {"0039", 2, 0}, {NULL, 6, 1},
};

static uint32_t intern(cases_source *source, const char *text)
{
    uint32_t code = 0;
    assert_true(sr_dict_intern(source->dict, sr_text_from(text), &code));
    return code;
}

static void add_row(cases_source *source, const county_rows *county, uint32_t number, sr_day opened)
{
    uint32_t row = source->batch.row_count++;
    source->columns[0].valid[row] = 1;
    source->columns[0].values.days[row] = opened;
    source->columns[1].valid[row] = county->code != NULL;
    source->columns[1].values.codes[row] = county->code != NULL ? intern(source, county->code) : 0;
    source->columns[2].valid[row] = 1;
    source->columns[2].values.codes[row] = intern(source, number % 2 == 0 ? "OA" : SCRIPT);
    source->columns[3].valid[row] = 1;
    source->columns[3].values.booleans[row] = number % 10 >= county->late_of_ten;
    source->lines[row] = source->file.line_count++;
    source->file.records++;
    source->file.kept++;
}

static bool next_batch(void *self, const sr_batch **batch, sr_error *err)
{
    (void)err;
    cases_source *source = self;
    *batch = NULL;
    if (source->month == MONTHS)
        return true;
    sr_day first = sr_day_add_months(sr_day_from_civil(2024, 11, 1), source->month++);
    source->batch = (sr_batch){.column_count = COLUMNS, .columns = source->columns, .dict = source->dict, .lines = source->lines,
                                 .records = source->lines};
    for (size_t i = 0; i < sizeof(COUNTIES) / sizeof(COUNTIES[0]); i++)
        for (uint32_t number = 0; number < COUNTIES[i].count; number++)
            add_row(source, &COUNTIES[i], number, first + (sr_day)(number % 28));
    *batch = &source->batch;
    return true;
}

static const sr_intake *get_intake(const void *self)
{
    return &((const cases_source *)self)->intake;
}

static void close_source(void *self)
{
    (void)self;
}

static cases_source *open_source(sr_arena *arena)
{
    static const sr_kind KINDS[COLUMNS] = {SR_KIND_DATE, SR_KIND_TEXT, SR_KIND_TEXT, SR_KIND_BOOLEAN};
    cases_source *source = sr_arena_alloc(arena, 1, sizeof(*source));
    assert_non_null(source);
    source->arena = arena;
    source->dict = sr_dict_new(arena);
    for (size_t i = 0; i < COLUMNS; i++)
        assert_true(sr_column_init(&source->columns[i], KINDS[i], 0, arena));
    source->file = (sr_intake_file){.path = "inbox/cases.csv", .line_count = 2, .records = 3, .reason_count = 1,
                                    .reasons = {{"value.date", 3}}};
    source->intake = (sr_intake){.dataset = SR_TEXT("cases"), .file_count = 1, .files = &source->file};
    return source;
}

static sr_expr *make_column(sr_arena *arena, uint32_t index, sr_kind kind)
{
    sr_expr *expr = sr_arena_alloc(arena, 1, sizeof(*expr));
    assert_non_null(expr);
    *expr = (sr_expr){.op = SR_OP_COLUMN, .kind = kind, .column_index = index};
    return expr;
}

static const sr_list *make_counties(sr_arena *arena)
{
    static const sr_list_member MEMBERS[] = {
        {.code = {"0037", 4}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .names = {{"Harju", 5}, {"Harju", 5}}},
        {.code = {"0039", 4}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .names = {{"Hiiu", 4}, {"Hiiu", 4}}},
        {.code = {"0045", 4}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .names = {{"Ida-Viru", 8}, {"Ida-Viru", 8}},
         .in_names = {{"Ida-Virumaal", 12}, {"in Ida-Viru", 11}}},
        {.code = {"0052", 4}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .names = {{"J\xC3\xA4rva", 6}, {"J\xC3\xA4rva", 6}}},
        {.code = {"0056", 4}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .names = {{"L\xC3\xA4\xC3\xA4ne", 7}, {"L\xC3\xA4\xC3\xA4ne", 7}}},
    };
    sr_list *list = sr_arena_alloc(arena, 1, sizeof(*list));
    assert_non_null(list);
    *list = (sr_list){.name = SR_TEXT("counties"), .path = "lists/counties.csv", .members = MEMBERS,
                      .count = sizeof(MEMBERS) / sizeof(MEMBERS[0])};
    return list;
}

static const sr_plan_grouping *make_groupings(sr_arena *arena)
{
    sr_plan_key *keys = sr_arena_alloc(arena, 2, sizeof(*keys));
    sr_plan_grouping *groupings = sr_arena_alloc(arena, 4, sizeof(*groupings));
    assert_true(keys != NULL && groupings != NULL);
    keys[0] = (sr_plan_key){.name = SR_TEXT("county"), .titles = {SR_TEXT("maakond"), SR_TEXT("county")},
                            .expr = make_column(arena, 1, SR_KIND_TEXT), .list = make_counties(arena)};
    keys[1] = (sr_plan_key){.name = SR_TEXT("service"), .expr = make_column(arena, 2, SR_KIND_TEXT)};
    groupings[1] = (sr_plan_grouping){1, &keys[0]};
    groupings[2] = (sr_plan_grouping){1, &keys[1]};
    groupings[3] = (sr_plan_grouping){2, keys};
    return groupings;
}

static void make_folds(sr_arena *arena, const sr_plan_grouping *groupings, sr_plan *plan)
{
    sr_plan_fold *folds = sr_arena_alloc(arena, 2, sizeof(*folds));
    assert_non_null(folds);
    const sr_expr *opened = make_column(arena, 0, SR_KIND_DATE);
    folds[0] = (sr_plan_fold){.aggregate = sr_aggregate_find(SR_TEXT("count")), .period = opened, .grouping_count = 2,
                              .groupings = groupings};
    folds[1] = (sr_plan_fold){.aggregate = sr_aggregate_find(SR_TEXT("share")), .period = opened, .grouping_count = 4,
                              .groupings = groupings,
                              .call = {.arg_count = 1, .arg_kinds = {SR_KIND_BOOLEAN}},
                              .args = {make_column(arena, 3, SR_KIND_BOOLEAN)}};
    plan->fold_count = 2;
    plan->folds = folds;
}

static const sr_formula *make_formula(sr_arena *arena, uint32_t fold_index)
{
    sr_formula *formula = sr_arena_alloc(arena, 1, sizeof(*formula));
    assert_non_null(formula);
    *formula = (sr_formula){.op = SR_FORMULA_FOLD, .index = fold_index};
    return formula;
}

static void make_indicators(sr_arena *arena, const sr_plan_grouping *groupings, int target_percent, sr_plan *plan)
{
    sr_target *target = sr_arena_alloc(arena, 1, sizeof(*target));
    sr_plan_indicator *indicators = sr_arena_alloc(arena, 2, sizeof(*indicators));
    assert_true(target != NULL && indicators != NULL);
    *target = (sr_target){.valid_from = sr_day_from_civil(2024, 1, 1), .valid_to = SR_DAY_MAX, .has_min = true, .has_warn = true,
                          .min = sr_number_from_decimal(target_percent, 2), .warn = sr_number_from_decimal(target_percent - 5, 2),
                          .approved_by = SR_TEXT("head_of_unit"), .approved_on = sr_day_from_civil(2023, 12, 15)};
    indicators[0] = (sr_plan_indicator){
        .id = SR_TEXT("M02"), .names = {SR_TEXT("Uued juhtumid"), SR_TEXT("New cases")}, .counts = SR_COUNTS_CASE, .unit = SR_UNIT_COUNT,
        .owner = SR_TEXT("reporting"), .formula = make_formula(arena, 0), .fold_index = 0, .grouping_count = 2, .groupings = groupings,
        .value_text = SR_TEXT("count(*)"), .period_text = SR_TEXT("opened")};
    indicators[1] = (sr_plan_indicator){
        .id = SR_TEXT("T01"), .names = {SR_TEXT("Esmane kontakt t\u00E4htajal"), SR_TEXT("First contact on time")},
        .descriptions = {SR_TEXT("Osa avatud juhtumitest"), SR_TEXT("Share of cases opened.")},
        .counted = {SR_TEXT("avatud juhtumit"), SR_TEXT("cases opened")}, .counts = SR_COUNTS_CASE, .better = SR_BETTER_HIGHER,
        .unit = SR_UNIT_SHARE, .digits = 1, .interval = SR_INTERVAL_WILSON, .owner = SR_TEXT("service_owner"),
        .formula = make_formula(arena, 1), .fold_index = 1, .grouping_count = 4, .groupings = groupings, .target_count = 1,
        .targets = target, .value_text = SR_TEXT("share(wait_days <= 2)"), .where_text = SR_TEXT("status <> 'cancelled'"),
        .period_text = SR_TEXT("opened")};
    plan->indicator_count = 2;
    plan->indicators = indicators;
}

static const sr_plan *make_plan(sr_arena *arena, int target_percent)
{
    static const sr_plan_column COLUMN_RULES[COLUMNS] = {
        {.name = {"opened", 6}, .kind = SR_KIND_DATE, .is_needed = true},
        {.name = {"county", 6}, .kind = SR_KIND_TEXT, .is_needed = true},
        {.name = {"service", 7}, .kind = SR_KIND_TEXT, .is_needed = true},
        {.name = {"on_time", 7}, .kind = SR_KIND_BOOLEAN, .is_needed = true},
    };
    static const sr_plan_dataset DATASET = {.name = {"cases", 5}, .column_count = COLUMNS, .columns = COLUMN_RULES};
    sr_plan *plan = sr_arena_alloc(arena, 1, sizeof(*plan));
    assert_non_null(plan);
    *plan = (sr_plan){.as_of = sr_day_from_civil(2026, 11, 2), .dataset_count = 1, .datasets = &DATASET};
    const sr_plan_grouping *groupings = make_groupings(arena);
    make_folds(arena, groupings, plan);
    make_indicators(arena, groupings, target_percent, plan);
    return plan;
}

static const sr_ruleset *make_rules(void)
{
    static const sr_audience AUDIENCE = {.name = {"osakond", 7}, .titles = {{"osakond", 7}, {"department", 10}}, .threshold = 5};
    static const sr_recipient ROLE = {.role = {"head_of_unit", 12}, .titles = {{"talituse juht", 13}, {"head of unit", 12}}};
    static const sr_ruleset RULES = {.audiences = &AUDIENCE, .audience_count = 1, .recipients = &ROLE, .recipient_count = 1,
                                     .organisation = {{"Amet", 4}, {"Board", 5}}, .unit = {{"osakond", 7}, {"unit", 4}},
                                     .contact = {"aruandlus@example.ee", 20}};
    return &RULES;
}

static const sr_report_rule *make_report_rule(void)
{
    static const sr_rule_text IDS[] = {{.text = {"T01", 3}}, {.text = {"M02", 3}}};
    static const sr_report_section SECTION = {.titles = {{"Kvaliteet", 9}, {"Quality", 7}}, .indicators = IDS, .indicator_count = 2};
    static const sr_report_rule REPORT = {.id = {"kuu", 3}, .titles = {{"Kuuaruanne", 10}, {"Monthly report", 14}},
                                          .period = SR_GRAIN_MONTH, .audience = {"osakond", 7}, .sections = &SECTION,
                                          .section_count = 1};
    return &REPORT;
}

void sr_test_edition_make(sr_test_edition *edition, uint32_t threshold, sr_language language)
{
    sr_test_edition_make_with_target(edition, threshold, language, 95);
}

void sr_test_edition_make_with_target(sr_test_edition *edition, uint32_t threshold, sr_language language, int target_percent)
{
    sr_error err;
    sr_error_init(&err);
    sr_stats_init();
    sr_arena *arena = sr_arena_new();
    cases_source *source = open_source(arena);
    const sr_plan *plan = make_plan(arena, target_percent);
    sr_source item = {source, next_batch, get_intake, close_source};
    sr_sources sources = {.count = 1, .items = &item, .dict = source->dict};
    sr_findings *findings = sr_findings_new(arena);
    sr_cube *cube;
    assert_done(sr_measure(plan, NULL, &sources, arena, &cube, findings, &err), &err);

    static const uint32_t INDICATORS[] = {0, 1};
    sr_release_request request = {.indicators = INDICATORS, .indicator_count = 2,
                                  .grains = {[SR_GRAIN_MONTH] = true, [SR_GRAIN_QUARTER] = true, [SR_GRAIN_YEAR] = true},
                                  .window_first = sr_day_from_civil(2024, 11, 1), .window_last = sr_day_from_civil(2026, 11, 1),
                                  .threshold = threshold};
    sr_released *released;
    assert_done(sr_release(plan, cube, &request, arena, &released, &err), &err);

    sr_finding finding = {"value.date", SR_CAUTION, {"inbox/cases.csv", 7, 3}, "opened", "31.02.2026", "a date", NULL};
    assert_done(sr_findings_add(findings, &finding, &err), &err);
    const sr_intake **intakes = sr_arena_alloc(arena, 1, sizeof(const sr_intake *));
    assert_non_null(intakes);
    intakes[0] = &source->intake;
    *edition = (sr_test_edition){.arena = arena, .plan = plan, .released = released};
    edition->request = (sr_compose_request){
        .rules = make_rules(), .report = make_report_rule(), .period = {SR_GRAIN_MONTH, 2026 * 12 + 9}, .edition = 2,
        .as_of = plan->as_of, .language = language, .intakes = intakes, .intake_count = 1, .findings = findings,
        .input_fingerprint = SR_TEXT("9c1b22d0a4f1")};
}

void sr_test_edition_free(sr_test_edition *edition)
{
    sr_arena_free(edition->arena);
}

const sr_report *sr_test_edition_compose(const sr_test_edition *edition)
{
    sr_error err;
    sr_error_init(&err);
    const sr_report *report;
    assert_done(sr_compose(&edition->request, edition->released, edition->arena, &report, &err), &err);
    return report;
}
