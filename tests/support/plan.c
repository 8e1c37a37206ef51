#include "tests/support/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

static void *need(void *memory)
{
    if (memory == NULL)
        abort();
    return memory;
}

static sr_text copy(const sr_test_plan *test, sr_text text)
{
    sr_text made;
    if (!sr_text_copy(text, test->arena, &made))
        abort();
    return made;
}

void sr_test_plan_init(sr_test_plan *test, sr_arena *arena)
{
    memset(test, 0, sizeof(*test));
    test->arena = arena;
    test->dict = need(sr_dict_new(arena));
    test->plan.datasets = test->datasets;
    test->plan.folds = test->folds;
    test->plan.indicators = test->indicators;
}

/* The next word of a list, which is taken off its front. */
static sr_text take_word(sr_text *rest, const char *mark)
{
    size_t end = sr_text_find(*rest, sr_text_from(mark));
    sr_text word = sr_text_slice(*rest, 0, end);
    *rest = end == SIZE_MAX ? SR_TEXT_NONE : sr_text_slice(*rest, end + 1, rest->size);
    return word;
}

uint32_t sr_test_plan_add_dataset(sr_test_plan *test, sr_rows *rows, const char *name, const char *names)
{
    uint32_t index = test->plan.dataset_count++;
    sr_plan_column *columns = need(sr_arena_alloc(test->arena, SR_ROWS_COLUMNS_MAX + 4, sizeof(columns[0])));
    sr_text rest = sr_text_from(names);
    for (uint32_t i = 0; i < rows->column_count; i++)
        columns[i] = (sr_plan_column){.name = copy(test, take_word(&rest, " ")), .kind = rows->columns[i].kind,
                                      .scale = rows->columns[i].scale, .is_needed = true};
    test->datasets[index] = (sr_plan_dataset){.name = copy(test, sr_text_from(name)), .column_count = rows->column_count, .columns = columns};
    test->rows[index] = rows;
    return index;
}

const sr_expr *sr_test_column(const sr_test_plan *test, uint32_t dataset, const char *name)
{
    const sr_plan_dataset *set = &test->datasets[dataset];
    uint32_t i = 0;
    while (i < set->column_count && !sr_text_is(set->columns[i].name, sr_text_from(name)))
        i++;
    if (i == set->column_count)
        fail_msg("no column %s", name);
    sr_expr *expr = need(sr_arena_alloc(test->arena, 1, sizeof(*expr)));
    *expr = (sr_expr){.op = SR_OP_COLUMN, .kind = set->columns[i].kind, .scale = set->columns[i].scale, .column_index = i,
                      .where = {"rules.yaml", 1, 1}};
    return expr;
}

const sr_expr *sr_test_expr(const sr_test_plan *test, sr_op op, sr_kind kind, const sr_expr *a, const sr_expr *b)
{
    const sr_expr **args = need(sr_arena_alloc(test->arena, 2, sizeof(args[0])));
    sr_expr *expr = need(sr_arena_alloc(test->arena, 1, sizeof(*expr)));
    args[0] = a;
    args[1] = b;
    *expr = (sr_expr){.op = op, .kind = kind, .arg_count = (a != NULL) + (b != NULL), .args = args, .where = {"rules.yaml", 1, 1}};
    return expr;
}

const sr_expr *sr_test_text(const sr_test_plan *test, const char *text)
{
    sr_expr *expr = need(sr_arena_alloc(test->arena, 1, sizeof(*expr)));
    *expr = (sr_expr){.op = SR_OP_CONSTANT, .kind = SR_KIND_TEXT, .has_constant = true, .constant = {.text = sr_text_from(text)}};
    return expr;
}

static sr_plan_grouping *make_groupings(const sr_test_plan *test, uint32_t dataset, const char *by, uint32_t *count)
{
    sr_plan_grouping *groupings = need(sr_arena_alloc(test->arena, 8, sizeof(groupings[0])));
    sr_text rest = sr_text_from(by);
    *count = 1;
    while (rest.size > 0) {
        sr_text names = take_word(&rest, ",");
        sr_plan_key *keys = need(sr_arena_alloc(test->arena, SR_KEYS_MAX, sizeof(keys[0])));
        sr_plan_grouping *grouping = &groupings[(*count)++];
        grouping->keys = keys;
        while (names.size > 0) {
            sr_text name = copy(test, take_word(&names, "+"));
            keys[grouping->key_count++] = (sr_plan_key){.name = name, .expr = sr_test_column(test, dataset, name.data)};
        }
    }
    return groupings;
}

const sr_formula *sr_test_formula(const sr_test_plan *test, sr_formula_op op, uint32_t index, const sr_formula *a, const sr_formula *b)
{
    const sr_formula **args = need(sr_arena_alloc(test->arena, 2, sizeof(args[0])));
    sr_formula *formula = need(sr_arena_alloc(test->arena, 1, sizeof(*formula)));
    args[0] = a;
    args[1] = b;
    *formula = (sr_formula){.op = op, .index = index, .arg_count = (a != NULL) + (b != NULL), .args = args, .where = {"rules.yaml", 2, 3}};
    return formula;
}

uint32_t sr_test_plan_add_measure(sr_test_plan *test, const char *id, uint32_t dataset, const char *aggregate, const char *column,
                                  const char *day, const char *by, sr_counts counts)
{
    uint32_t f = test->plan.fold_count++;
    sr_plan_fold *fold = &test->folds[f];
    bool is_distinct = strcmp(aggregate, "count distinct") == 0;
    fold->dataset_index = dataset;
    fold->aggregate = sr_aggregate_find(is_distinct ? SR_TEXT("count") : sr_text_from(aggregate));
    fold->call.is_distinct = is_distinct;
    sr_text rest = sr_text_from(column);
    while (rest.size > 0) {
        const sr_expr *arg = sr_test_column(test, dataset, copy(test, take_word(&rest, ",")).data);
        fold->call.arg_kinds[fold->call.arg_count] = arg->kind;
        fold->call.arg_scales[fold->call.arg_count] = arg->scale;
        fold->args[fold->call.arg_count++] = arg;
    }
    fold->period = day == NULL ? NULL : sr_test_column(test, dataset, day);
    fold->groupings = make_groupings(test, dataset, by, &fold->grouping_count);

    uint32_t i = test->plan.indicator_count++;
    test->indicators[i] = (sr_plan_indicator){
        .id = sr_text_from(id),
        .counts = counts,
        .formula = sr_test_formula(test, SR_FORMULA_FOLD, f, NULL, NULL),
        .fold_index = f,
        .grouping_count = fold->grouping_count,
        .groupings = fold->groupings,
    };
    return i;
}

uint32_t sr_test_plan_add_formula(sr_test_plan *test, const char *id, sr_formula_op op, uint32_t a, uint32_t b, sr_counts counts)
{
    uint32_t i = test->plan.indicator_count++;
    const sr_formula *x = sr_test_formula(test, SR_FORMULA_INDICATOR, a, NULL, NULL);
    const sr_formula *y = sr_test_formula(test, SR_FORMULA_INDICATOR, b, NULL, NULL);
    test->indicators[i] = test->indicators[a];
    test->indicators[i].id = sr_text_from(id);
    test->indicators[i].counts = counts;
    test->indicators[i].is_sensitive = false;
    test->indicators[i].fold_index = SR_NO_INDEX;
    test->indicators[i].formula = sr_test_formula(test, op, 0, x, y);
    return i;
}

const sr_cube *sr_test_plan_measure(sr_test_plan *test, sr_findings *findings)
{
    sr_error err;
    sr_cube *cube;
    sr_error_init(&err);
    for (uint32_t i = 0; i < test->plan.dataset_count; i++)
        test->sources[i] = sr_test_rows_open(test->rows[i]);
    sr_sources sources = {.count = test->plan.dataset_count, .items = test->sources, .dict = test->dict};
    if (findings == NULL)
        findings = need(sr_findings_new(test->arena));
    assert_done(sr_measure(&test->plan, NULL, &sources, test->arena, &cube, findings, &err), &err);
    return cube;
}
