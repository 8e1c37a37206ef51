/*
 * The figures of one indicator by one grouping, after it has been decided what may be shown.
 */
#include "engine/disclosure/work.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "engine/base/person.h"
#include "engine/base/personal.h"

static bool has_days(const sr_plan *plan, const sr_formula *formula)
{
    if (formula->op == SR_FORMULA_FOLD)
        return plan->folds[formula->index].has_days;
    if (formula->op == SR_FORMULA_INDICATOR)
        return has_days(plan, plan->indicators[formula->index].formula);
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!has_days(plan, formula->args[i]))
            return false;
    return true;
}

/* What is counted at the end of a period has no year to date, nor what looks at the period before or at months of its own. */
static bool has_year_to_date(const sr_plan *plan, const sr_formula *formula)
{
    if (formula->op == SR_FORMULA_FOLD)
        return !plan->folds[formula->index].is_stock;
    if (formula->op == SR_FORMULA_INDICATOR)
        return has_year_to_date(plan, plan->indicators[formula->index].formula);
    if (formula->op == SR_FORMULA_PREVIOUS || formula->op == SR_FORMULA_ROLLING)
        return false;
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!has_year_to_date(plan, formula->args[i]))
            return false;
    return true;
}

static bool is_in_pool(const sr_members *pool, sr_key key)
{
    for (uint32_t i = 0; i < pool->count; i++)
        if (pool->keys[i] == key)
            return true;
    return false;
}

/* Codes of a list name themselves in the list; other values are the data's own. */
static bool is_personal(const sr_release_work *work, const sr_plan_key *key, sr_key value)
{
    char number[24];
    if (value == SR_KEY_MISSING || key->list != NULL)
        return false;
    if (key->expr->kind == SR_KIND_TEXT)
        return sr_personal_is_inside(sr_dict_get(sr_cube_get_dict(work->cube), (uint32_t)value));
    if (key->expr->kind != SR_KIND_INTEGER)
        return false;
    snprintf(number, sizeof(number), "%" PRId64, value);
    return sr_person_is_code(sr_text_from(number));
}

static bool has_personal_member(const sr_release_work *work, const sr_members *members, const sr_plan_grouping *grouping)
{
    for (uint32_t m = 0; m < members->count; m++)
        for (uint32_t k = 0; k < members->key_count; k++)
            if (is_personal(work, &grouping->keys[k], members->keys[(size_t)m * members->key_count + k]))
                return true;
    return false;
}

static bool set_members(const sr_release_work *work, const sr_plan_grouping *grouping, const sr_breakdown *breakdown,
                        sr_released_table *table, sr_error *err)
{
    sr_members all = {.key_count = 0, .count = 1};
    bool has_pool = breakdown != NULL && breakdown->pool.count > 0;
    if (grouping->key_count > 0 && !sr_members_list(work, &table->indicator, 1, grouping, &all, err))
        return false;
    if (has_personal_member(work, &all, grouping)) {
        table->hidden = SR_HIDDEN_PERSONAL;
        return true;
    }
    sr_released_member *members = sr_arena_alloc(work->arena, (size_t)all.count + 1, sizeof(members[0]));
    if (members == NULL)
        return sr_fail_memory(err);
    uint32_t count = 0;
    for (uint32_t m = 0; m < all.count; m++) {
        const sr_key *keys = all.key_count == 0 ? NULL : all.keys + (size_t)m * all.key_count;
        assert(!has_pool || keys != NULL);     // members are pooled by their one key
        if (!has_pool || !is_in_pool(&breakdown->pool, keys[0]))
            members[count++] = (sr_released_member){.key_count = grouping->key_count, .keys = keys};
    }
    if (has_pool)
        members[count++] = (sr_released_member){
            .key_count = 1,
            .keys = breakdown->pool.keys,
            .is_pool = true,
            .pool_count = breakdown->pool.count,
            .pool_keys = breakdown->pool.keys,
        };
    table->members = members;
    table->member_count = count;
    table->has_pool = has_pool;
    return true;
}

/*
 * A figure over too few is no value but a state: what is shown is how few there are. The numerator goes with the value, which could be
 * computed from it. Disclosure control has decided before and does not lean on it.
 */
static void withhold_few(const sr_plan_indicator *indicator, sr_result *result)
{
    double n = result->has_parts ? sr_number_get_real(result->denominator) : (double)result->n;
    if (result->state == SR_CELL_OK && n < indicator->minimum_n)
        *result = (sr_result){.state = SR_CELL_TOO_FEW, .n = result->n};
}

/* A group's own target goes before that of all. Members that were put together have none of their own. */
static const sr_target *find_target(const sr_release_work *work, const sr_plan_indicator *indicator, const sr_plan_grouping *grouping,
                                    const sr_released_member *member, sr_day day)
{
    sr_text keys[SR_KEYS_MAX];
    char texts[SR_KEYS_MAX][SR_INT128_SIZE];
    const sr_target *own = NULL;
    for (uint32_t k = 0; k < member->key_count; k++)
        keys[k] = sr_key_write(member->keys[k], grouping->keys[k].expr->kind, grouping->keys[k].expr->scale, sr_cube_get_dict(work->cube),
                               texts[k]);
    if (member->key_count > 0 && !member->is_pool)
        own = sr_target_find_own(indicator, day, grouping, keys);
    return own != NULL ? own : sr_target_find(indicator, day);
}

static bool make_cell(const sr_release_work *work, const sr_released_table *table, const sr_released_member *member,
                      sr_period period, sr_released_cell *cell, sr_error *err)
{
    const sr_plan_indicator *indicator = &work->plan->indicators[table->indicator];
    sr_formula_place place = {
        .grouping = &indicator->groupings[table->grouping],
        .range = {.first = sr_period_get_first(period), .last = sr_period_get_last(period)},
    };
    if (member->key_count > 0) {
        place.range.groups = member->is_pool ? member->pool_keys : member->keys;
        place.range.group_count = member->is_pool ? member->pool_count : 1;
    }
    sr_arena_mark mark = sr_arena_get_mark(work->scratch);
    bool done = sr_formula_eval(work->plan, work->cube, indicator->formula, &place, work->scratch, &cell->result, err);
    sr_arena_reset(work->scratch, mark);
    if (!done)
        return false;
    withhold_few(indicator, &cell->result);
    cell->state = cell->result.state;
    cell->judgement = sr_judge_by(indicator, &cell->result, period,
                                  find_target(work, indicator, place.grouping, member, sr_period_get_last(period) - 1));
    return true;
}

static bool make_cells(const sr_release_work *work, sr_grain grain, sr_hidden_reason hidden, sr_released_table *table, sr_error *err)
{
    uint32_t period_count = table->runs[grain].count;
    sr_released_cell *cells = sr_arena_alloc(work->arena, (size_t)table->member_count * period_count, sizeof(cells[0]));
    if (cells == NULL)
        return sr_fail_memory(err);
    for (uint32_t m = 0; m < table->member_count; m++) {
        for (uint32_t i = 0; i < period_count; i++) {
            sr_released_cell *cell = &cells[(size_t)m * period_count + i];
            if (hidden != SR_HIDDEN_NOT)
                *cell = (sr_released_cell){.state = SR_CELL_HIDDEN, .hidden = hidden, .result = {.state = SR_CELL_HIDDEN}};
            else if (!make_cell(work, table, &table->members[m], sr_period_add(table->runs[grain].first, (int32_t)i), cell, err))
                return false;
        }
    }
    table->cells[grain] = cells;
    return true;
}

bool sr_table_make(const sr_release_work *work, uint32_t indicator, uint32_t grouping, uint32_t subject_index,
                   const sr_breakdown *breakdown, sr_released_table *table, sr_error *err)
{
    const sr_plan_indicator *rule = &work->plan->indicators[indicator];
    *table = (sr_released_table){.indicator = indicator, .grouping = grouping};
    if (breakdown != NULL)
        table->hidden = breakdown->hidden[subject_index];
    for (int g = 0; g < SR_GRAIN_COUNT; g++)
        table->runs[g] = work->runs[g];
    if (!has_days(work->plan, rule->formula))
        table->runs[SR_GRAIN_DAY].count = 0;
    if (!has_year_to_date(work->plan, rule->formula))
        table->runs[SR_GRAIN_YTD].count = 0;
    if (table->hidden != SR_HIDDEN_NOT)
        return true;
    if (!set_members(work, &rule->groupings[grouping], breakdown, table, err))
        return false;
    if (table->hidden != SR_HIDDEN_NOT)
        return true;
    for (int g = 0; g < SR_GRAIN_COUNT; g++) {
        sr_hidden_reason hidden = subject_index == SR_NO_INDEX ? SR_HIDDEN_NOT : work->subjects[subject_index].hidden[g];
        if (!make_cells(work, (sr_grain)g, hidden, table, err))
            return false;
    }
    return true;
}
