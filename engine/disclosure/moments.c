/*
 * Every period that will be released is walked down to the stocks that its indicators are made of, shifted on the way as the formulas say.
 */
#include <stdlib.h>

#include "engine/disclosure/work.h"
#include "engine/indicator/shift.h"

typedef struct day_list {
    sr_day *days;
    uint32_t count;
    uint32_t capacity;
} day_list;

typedef struct listing {
    const sr_plan *plan;
    sr_arena *arena;
    day_list *lists;            // one a fold
} listing;

static bool add_day(listing *l, uint32_t fold, sr_day day, sr_error *err)
{
    day_list *list = &l->lists[fold];
    if (list->count > 0 && list->days[list->count - 1] == day)
        return true;
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? 32 : list->capacity * 2;
        sr_day *days = sr_arena_grow(l->arena, list->days, list->count, capacity, sizeof(days[0]));
        if (days == NULL)
            return sr_fail_memory(err);
        list->days = days;
        list->capacity = capacity;
    }
    list->days[list->count++] = day;
    return true;
}

static bool visit(listing *l, const sr_formula *formula, sr_cube_range range, sr_error *err)
{
    switch (formula->op) {
    case SR_FORMULA_FOLD:
        return !l->plan->folds[formula->index].is_stock || add_day(l, formula->index, sr_moment_get(range.last, l->plan->as_of), err);
    case SR_FORMULA_INDICATOR: return visit(l, l->plan->indicators[formula->index].formula, range, err);
    default: break;
    }
    if (!sr_shift_range(formula, &range))
        return true;
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!visit(l, formula->args[i], range, err))
            return false;
    return true;
}

static bool visit_request(listing *l, const sr_release_request *request, sr_error *err)
{
    for (int g = 0; g < SR_GRAIN_COUNT; g++) {
        sr_period_run run = sr_period_run_get(request, (sr_grain)g);
        for (uint32_t p = 0; request->grains[g] && p < run.count; p++) {
            sr_period period = sr_period_add(run.first, (int32_t)p);
            sr_cube_range range = {.first = sr_period_get_first(period), .last = sr_period_get_last(period)};
            for (uint32_t i = 0; i < request->indicator_count; i++)
                if (!visit(l, l->plan->indicators[request->indicators[i]].formula, range, err))
                    return false;
        }
    }
    return true;
}

static int compare_days(const void *a, const void *b)
{
    sr_day x = *(const sr_day *)a;
    sr_day y = *(const sr_day *)b;
    return (x > y) - (x < y);
}

static sr_moments finish(day_list *list)
{
    uint32_t count = 0;
    if (list->count > 0)
        qsort(list->days, list->count, sizeof(list->days[0]), compare_days);
    for (uint32_t i = 0; i < list->count; i++)
        if (count == 0 || list->days[count - 1] != list->days[i])
            list->days[count++] = list->days[i];
    return (sr_moments){count, list->days};
}

bool sr_release_list_moments(const sr_plan *plan, const sr_release_request *requests, size_t request_count, sr_arena *arena,
                             const sr_moments **moments, sr_error *err)
{
    listing l = {.plan = plan, .arena = arena};
    l.lists = sr_arena_alloc(arena, plan->fold_count, sizeof(l.lists[0]));
    sr_moments *made = sr_arena_alloc(arena, plan->fold_count, sizeof(made[0]));
    if (l.lists == NULL || made == NULL)
        return sr_fail_memory(err);
    for (uint32_t f = 0; f < plan->fold_count; f++)
        if (plan->folds[f].is_stock && !add_day(&l, f, plan->as_of, err))
            return false;
    for (size_t r = 0; r < request_count; r++)
        if (!visit_request(&l, &requests[r], err))
            return false;
    for (uint32_t f = 0; f < plan->fold_count; f++)
        made[f] = finish(&l.lists[f]);
    *moments = made;
    return true;
}
