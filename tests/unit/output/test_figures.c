#include "output/figures.h"

#include <stdio.h>
#include <string.h>

#include "engine/disclosure/cells.h"
#include "tests/support/test.h"

#define CODE(text) ((sr_key)sr_dict_find(f->dict, SR_TEXT(text)))

/* A released cube made by hand: T01 in total, by service with a pool, and crossed with county, which is withheld. */
typedef struct fixture {
    sr_arena *arena;
    sr_error err;
    sr_dict *dict;
    sr_plan_key keys[2];
    sr_plan_grouping groupings[4];
    sr_plan_indicator indicator;
    sr_plan plan;
    sr_key key_values[8];
    sr_released_member total;
    sr_released_member members[4];
    sr_released_member day;
    sr_released_cell cells[4][3];
    sr_released_cell year;
    sr_released_table tables[4];
    sr_released released;
    sr_figures figures;
} fixture;

static const sr_expr text_key = {.kind = SR_KIND_TEXT};
static const sr_expr date_key = {.kind = SR_KIND_DATE};

static sr_released_cell make_share(int64_t events, int64_t n)
{
    sr_released_cell cell = {.state = SR_CELL_OK};
    cell.result = (sr_result){.state = SR_CELL_OK, .n = n, .has_parts = true, .numerator = sr_number_from_integer(events),
                              .denominator = sr_number_from_integer(n), .value = sr_number_from_real((double)events / (double)n)};
    cell.judgement = (sr_judgement){.has_interval = true, .interval = {0.5, 0.875}, .has_level = true, .level = sr_number_from_decimal(90, 2),
                                    .verdict = SR_VERDICT_NOT_MET};
    return cell;
}

static void begin(fixture *f)
{
    *f = (fixture){.arena = sr_arena_new()};
    sr_error_init(&f->err);
    f->dict = sr_dict_new(f->arena);
    static const char *const words[] = {"OA", "LV", "=cmd", "0045"};
    uint32_t code;
    for (size_t i = 0; i < 4; i++)
        assert_true(sr_dict_intern(f->dict, sr_text_from(words[i]), &code));
    f->keys[0] = (sr_plan_key){.name = SR_TEXT("service"), .expr = &text_key};
    f->keys[1] = (sr_plan_key){.name = SR_TEXT("opened"), .expr = &date_key};
    f->groupings[1] = (sr_plan_grouping){1, f->keys};
    f->groupings[2] = (sr_plan_grouping){2, f->keys};
    f->groupings[3] = (sr_plan_grouping){1, f->keys + 1};
    f->indicator = (sr_plan_indicator){.id = SR_TEXT("T01"), .grouping_count = 4, .groupings = f->groupings};
    f->plan = (sr_plan){.indicator_count = 1, .indicators = &f->indicator};

    f->key_values[0] = CODE("OA");
    f->key_values[1] = SR_KEY_MISSING;
    f->key_values[2] = CODE("=cmd");
    f->key_values[3] = CODE("LV");
    f->key_values[4] = CODE("0045");
    f->key_values[5] = CODE("LV");
    f->key_values[6] = sr_day_from_civil(2026, 10, 31);
    f->members[0] = (sr_released_member){.key_count = 1, .keys = &f->key_values[0]};
    f->members[1] = (sr_released_member){.key_count = 1, .keys = &f->key_values[2]};
    f->members[2] = (sr_released_member){.key_count = 1, .keys = &f->key_values[1]};
    f->members[3] = (sr_released_member){.key_count = 1, .keys = &f->key_values[3], .is_pool = true, .pool_count = 3, .pool_keys = &f->key_values[3]};
    f->day = (sr_released_member){.key_count = 1, .keys = &f->key_values[6]};

    sr_period_run month = {{SR_GRAIN_MONTH, 2026 * 12 + 8}, 2};
    for (int i = 0; i < 4; i++) {
        f->cells[i][0] = make_share(3, 4);
        f->cells[i][1] = make_share(8, 10);
    }
    f->cells[1][1] = (sr_released_cell){.state = SR_CELL_HIDDEN, .hidden = SR_HIDDEN_SMALL_CELLS, .result.n = 3};   // must not be seen
    f->cells[2][0] = (sr_released_cell){.state = SR_CELL_NO_DATA, .result.state = SR_CELL_NO_DATA};
    f->cells[2][1] = (sr_released_cell){.state = SR_CELL_ZERO_DENOMINATOR, .result = {.state = SR_CELL_ZERO_DENOMINATOR, .n = 2, .has_parts = true,
                                        .numerator = sr_number_from_decimal(1250, 2), .denominator = sr_number_from_integer(0)}};
    f->year = make_share(80, 100);
    f->tables[0] = (sr_released_table){.member_count = 1, .members = &f->total, .runs = {[SR_GRAIN_MONTH] = month, [SR_GRAIN_YTD] = {{SR_GRAIN_YTD, 2026 * 12 + 9}, 1}},
                                       .cells = {[SR_GRAIN_MONTH] = f->cells[0], [SR_GRAIN_YTD] = &f->year}};
    sr_released_cell *by_service = sr_arena_alloc(f->arena, 8, sizeof(*by_service));
    for (int i = 0; i < 8; i++)
        by_service[i] = f->cells[i / 2][i % 2];
    f->tables[1] = (sr_released_table){.grouping = 1, .has_pool = true, .member_count = 4, .members = f->members,
                                       .runs = {[SR_GRAIN_MONTH] = month}, .cells = {[SR_GRAIN_MONTH] = by_service}};
    f->tables[2] = (sr_released_table){.grouping = 2, .hidden = SR_HIDDEN_CROSSED};
    f->tables[3] = (sr_released_table){.grouping = 3, .member_count = 1, .members = &f->day, .runs = {[SR_GRAIN_MONTH] = {month.first, 1}},
                                       .cells = {[SR_GRAIN_MONTH] = f->cells[0]}};
    f->released = (sr_released){.plan = &f->plan, .dict = f->dict, .table_count = 4, .tables = f->tables};
    assert_done(sr_figures_list(&f->released, f->arena, &f->figures, &f->err), &f->err);
}

static void the_rows_are_tidy_and_complete(void **state)
{
    (void)state;
    fixture f;
    sr_text csv;
    begin(&f);
    assert_done(sr_figures_write_csv(&f.figures, f.arena, &csv, &f.err), &f.err);
    assert_text(csv, "indicator,period,grain,service,opened,n,numerator,denominator,value,lower,upper,target,verdict,state\n"
                     "T01,2026-09,month,*,*,4,3,4,0.75,0.5,0.875,0.90,not_met,ok\n"
                     "T01,2026-10,month,*,*,10,8,10,0.8,0.5,0.875,0.90,not_met,ok\n"
                     "T01,2026-10,ytd,*,*,100,80,100,0.8,0.5,0.875,0.90,not_met,ok\n"
                     "T01,2026-09,month,OA,*,4,3,4,0.75,0.5,0.875,0.90,not_met,ok\n"
                     "T01,2026-10,month,OA,*,10,8,10,0.8,0.5,0.875,0.90,not_met,ok\n"
                     "T01,2026-09,month,\"'=cmd\",*,4,3,4,0.75,0.5,0.875,0.90,not_met,ok\n"
                     "T01,2026-10,month,\"'=cmd\",*,,,,,,,,,hidden\n"
                     "T01,2026-09,month,,*,0,,,,,,,,no_data\n"
                     "T01,2026-10,month,,*,2,12.50,0,,,,,,zero_denominator\n"
                     "T01,2026-09,month,LV+0045,*,4,3,4,0.75,0.5,0.875,0.90,not_met,ok\n"
                     "T01,2026-10,month,LV+0045,*,10,8,10,0.8,0.5,0.875,0.90,not_met,ok\n"
                     "T01,2026-09,month,*,2026-10-31,4,3,4,0.75,0.5,0.875,0.90,not_met,ok\n");
    sr_arena_free(f.arena);
}

static void a_figure_has_an_id_that_explain_understands(void **state)
{
    (void)state;
    fixture f;
    sr_text id;
    begin(&f);
    static const struct {
        uint32_t index;
        const char *id;
    } ids[] = {{0, "T01:2026-09"}, {2, "T01:2026-10"}, {3, "T01:2026-09:service=OA"}, {7, "T01:2026-09:service="}, {9, "T01:2026-09:service=LV+0045"},
               {11, "T01:2026-09:opened=2026-10-31"}};
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        assert_done(sr_figure_write_id(&f.figures.items[ids[i].index], f.arena, &id, &f.err), &f.err);
        assert_text(id, ids[i].id);
    }
    const sr_figure crossed = {.indicator = SR_TEXT("T01"), .period = SR_TEXT("2026-10"), .key_count = 2,
                               .key_names = (sr_text[]){SR_TEXT("service"), SR_TEXT("county")}, .keys = (sr_text[]){SR_TEXT("OA"), SR_TEXT("0045")}};
    assert_done(sr_figure_write_id(&crossed, f.arena, &id, &f.err), &f.err);
    assert_text(id, "T01:2026-10:service=OA,county=0045");
    sr_arena_free(f.arena);
}

static void nothing_of_a_withheld_breakdown_or_cell_is_listed(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    assert_int_equal(f.figures.count, 12);
    for (uint32_t i = 0; i < f.figures.count; i++) {
        const sr_figure *figure = &f.figures.items[i];
        assert_true(figure->key_count < 2);
        if (!sr_text_is(figure->state, SR_TEXT("hidden")))
            continue;
        assert_int_equal(figure->n.size + figure->numerator.size + figure->denominator.size + figure->value.size + figure->lower.size
                             + figure->upper.size + figure->target.size + figure->verdict.size,
                         0);
    }
    sr_arena_free(f.arena);
}

static void fields_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_text csv;
    sr_error_init(&err);
    static const char *const keys[][2] = {{"a,b", "\"a,b\""}, {"a\"b", "\"a\"\"b\""}, {"a\nb", "\"a\nb\""}, {"-5", "-5"}, {"-5.25", "-5.25"},
                                          {"-a", "\"'-a\""}, {"+1", "\"'+1\""}, {"@x", "\"'@x\""}, {"\tx", "\"'\tx\""}, {"-", "\"'-\""},
                                          {"=1+\"x\"", "\"'=1+\"\"x\"\"\""}, {"õ ä", "õ ä"}};
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        sr_text name = SR_TEXT("service"), key = sr_text_from(keys[i][0]);
        sr_figure figure = {.indicator = SR_TEXT("T01"), .period = SR_TEXT("2026"), .grain = SR_TEXT("year"), .key_count = 1, .key_names = &name,
                            .keys = &key, .state = SR_TEXT("ok")};
        sr_figures figures = {.key_name_count = 1, .key_names = &name, .count = 1, .items = &figure};
        char expected[300];
        snprintf(expected, sizeof(expected), "indicator,period,grain,service,n,numerator,denominator,value,lower,upper,target,verdict,state\n"
                                             "T01,2026,year,%s,,,,,,,,,ok\n", keys[i][1]);
        assert_done(sr_figures_write_csv(&figures, arena, &csv, &err), &err);
        assert_text(csv, expected);
    }
    sr_arena_free(arena);
}

static const struct CMUnitTest figures[] = {
    TEST(the_rows_are_tidy_and_complete),
    TEST(a_figure_has_an_id_that_explain_understands),
    TEST(nothing_of_a_withheld_breakdown_or_cell_is_listed),
    TEST(fields_are_quoted_where_they_must_be),
};

int main(void)
{
    return RUN_TESTS(figures);
}
