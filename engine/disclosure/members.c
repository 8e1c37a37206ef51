/*
 * Members of a breakdown: the groups of keys that have rows, in the order of their lists.
 */
#include <stdlib.h>

#include "engine/cell_table.h"
#include "engine/disclosure/work.h"
#include "engine/indicator/shift.h"

/* Collects members of all folds that the indicators are made of. */
typedef struct collecting {
    const sr_release_work *work;
    const sr_plan_grouping *wanted;
    const sr_plan_grouping *grouping;   // as a fold has it, with the kinds of the keys
    sr_day first;
    sr_day last;
    sr_cell_table found;
} collecting;

/* For sorting: what the comparison needs comes along. */
typedef struct ordered_member {
    const sr_plan_grouping *grouping;
    const sr_dict *dict;
    const sr_key *keys;
    size_t ranks[SR_KEYS_MAX];          // in the list; SIZE_MAX for what is not in it
} ordered_member;

static bool collect_fold(collecting *c, uint32_t fold_index, sr_error *err)
{
    const sr_plan_fold *fold = &c->work->plan->folds[fold_index];
    uint32_t index = sr_grouping_find(fold->groupings, fold->grouping_count, c->wanted);
    if (index == SR_NO_INDEX)
        return true;
    c->grouping = &fold->groupings[index];
    sr_grain grain = fold->has_days ? SR_GRAIN_DAY : SR_GRAIN_MONTH;
    uint32_t count = sr_cube_count_cells(c->work->cube, fold_index, index);
    for (uint32_t i = 0; i < count; i++) {
        sr_cube_cell cell = sr_cube_get_cell(c->work->cube, fold_index, index, i);
        sr_period period = {grain, cell.period};
        bool is_inside = cell.period != SR_NO_PERIOD && sr_period_get_first(period) >= c->first && sr_period_get_last(period) <= c->last;
        void *state;
        if (is_inside && !sr_cell_table_add(&c->found, 0, cell.keys, c->work->scratch, &state, err))
            return false;
    }
    return true;
}

/* What a shift looks at lies before and behind the window: a year of 53 weeks may begin some days earlier. */
static void widen(collecting *c, const sr_formula *formula)
{
    sr_cube_range window = {.first = c->first, .last = c->last};
    switch (formula->op) {
    case SR_FORMULA_YTD: c->first = sr_shift_get_year(formula, (sr_cube_range){.last = window.first + 1}).first; break;
    case SR_FORMULA_FULL_YEAR:
        c->first = sr_shift_get_year(formula, (sr_cube_range){.last = window.first + 1}).first;
        c->last = sr_shift_get_year(formula, window).last;
        break;
    case SR_FORMULA_ROLLING: c->first = sr_day_add_months(window.first, -(int32_t)formula->months); break;
    case SR_FORMULA_PREVIOUS:
    case SR_FORMULA_LAST_YEAR: c->first = sr_day_add_months(window.first, -12) - 7; break;
    default: break;
    }
}

static bool collect_formula(collecting *c, const sr_formula *formula, sr_error *err)
{
    if (formula->op == SR_FORMULA_FOLD)
        return collect_fold(c, formula->index, err);
    if (formula->op == SR_FORMULA_INDICATOR)
        return collect_formula(c, c->work->plan->indicators[formula->index].formula, err);

    sr_day first = c->first;
    sr_day last = c->last;
    widen(c, formula);
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!collect_formula(c, formula->args[i], err))
            return false;
    c->first = first;
    c->last = last;
    return true;
}

static int compare_members(const void *a, const void *b)
{
    const ordered_member *x = a;
    const ordered_member *y = b;
    for (uint32_t k = 0; k < x->grouping->key_count; k++) {
        sr_key m = x->keys[k];
        sr_key n = y->keys[k];
        if (m == n)
            continue;
        if (m == SR_KEY_MISSING || n == SR_KEY_MISSING)
            return m == SR_KEY_MISSING ? 1 : -1;
        if (x->ranks[k] != y->ranks[k])
            return x->ranks[k] < y->ranks[k] ? -1 : 1;
        return sr_key_compare(x->grouping->keys[k].expr->kind, m, n, x->dict);
    }
    return 0;
}

static size_t get_rank(const sr_plan_key *key, const sr_dict *dict, sr_key value)
{
    if (key->list == NULL || value == SR_KEY_MISSING || key->expr->kind != SR_KIND_TEXT)
        return SIZE_MAX;
    const sr_list_member *member = sr_list_find_code(key->list, sr_dict_get(dict, (uint32_t)value));
    return member == NULL ? SIZE_MAX : (size_t)(member - key->list->members);
}

static bool sort_members(const collecting *c, sr_members *members, sr_error *err)
{
    const sr_dict *dict = sr_cube_get_dict(c->work->cube);
    uint32_t count = c->found.count;
    uint32_t key_count = c->wanted->key_count;
    ordered_member *ordered = sr_arena_alloc(c->work->scratch, count, sizeof(ordered[0]));
    sr_key *keys = sr_arena_alloc(c->work->arena, (size_t)count * key_count, sizeof(keys[0]));
    if (ordered == NULL || keys == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        ordered[i] = (ordered_member){.grouping = c->grouping, .dict = dict, .keys = c->found.keys + (size_t)i * key_count};
        for (uint32_t k = 0; k < key_count; k++)
            ordered[i].ranks[k] = get_rank(&c->grouping->keys[k], dict, ordered[i].keys[k]);
    }
    if (count > 0)
        qsort(ordered, count, sizeof(ordered[0]), compare_members);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < key_count; k++)
            keys[(size_t)i * key_count + k] = ordered[i].keys[k];
    *members = (sr_members){.key_count = key_count, .count = count, .keys = keys};
    return true;
}

bool sr_members_list(const sr_release_work *work, const uint32_t *indicators, uint32_t indicator_count,
                     const sr_plan_grouping *grouping, sr_members *members, sr_error *err)
{
    collecting c = {.work = work, .wanted = grouping, .first = work->request->window_first, .last = work->request->window_last};
    c.found = (sr_cell_table){.key_count = grouping->key_count, .state_size = 1};
    if (work->request->grains[SR_GRAIN_YTD])
        c.first = sr_period_get_first(sr_period_of_day(SR_GRAIN_YEAR, c.first));
    for (uint32_t i = 0; i < indicator_count; i++)
        if (!collect_formula(&c, work->plan->indicators[indicators[i]].formula, err))
            return false;
    return sort_members(&c, members, err);
}
