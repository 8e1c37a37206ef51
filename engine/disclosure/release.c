/*
 * The order of things: which periods; which indicators are protected and what they give away; whether their totals are safe;
 * which data sets are pooled together; one decision a breakdown; the tables.
 */
#include "engine/disclosure/work.h"

#include <assert.h>

/* --- periods --- */

sr_period_run sr_period_run_get(const sr_release_request *request, sr_grain grain)
{
    /* A year to date is listed for each month of the window, wherever it begins. */
    sr_grain step = grain == SR_GRAIN_YTD ? SR_GRAIN_MONTH : grain;
    sr_period first = sr_period_of_day(step, request->window_first);
    if (sr_period_get_first(first) < request->window_first)
        first = sr_period_add(first, 1);
    int32_t count = sr_period_of_day(step, request->window_last).number - first.number;
    first.grain = grain;
    return (sr_period_run){first, count > 0 ? (uint32_t)count : 0};
}

static void add_tested(sr_release_work *work, sr_tested tested)
{
    if (tested.first < tested.last)
        work->tested[work->tested_count++] = tested;
}

/* The finest grain that cuts weeks in two: the ends of published months or longer periods. False when there is none. */
static bool find_cutting_grain(const sr_release_work *work, sr_grain *cutting)
{
    *cutting = SR_GRAIN_MONTH;
    bool has_months = work->runs[SR_GRAIN_YTD].count > 0;
    for (int g = 0; g < SR_GRAIN_COUNT && !has_months; g++) {
        *cutting = (sr_grain)g;
        has_months = sr_grain_has_months(*cutting) && work->runs[g].count > 0;
    }
    return has_months;
}

/* A month less the weeks that lie in it leaves the days before the first of these and behind the last. */
static void add_parts_of_weeks(sr_release_work *work)
{
    sr_grain cutting;
    sr_period_run weeks = work->runs[SR_GRAIN_WEEK];
    if (weeks.count == 0 || !find_cutting_grain(work, &cutting))
        return;
    for (uint32_t i = 0; i < weeks.count; i++) {
        sr_tested week = sr_tested_from(sr_period_add(weeks.first, (int32_t)i));
        sr_day end = sr_period_get_last(sr_period_of_day(cutting, week.first));
        if (end >= week.last)
            continue;
        add_tested(work, (sr_tested){SR_GRAIN_WEEK, week.first, end});
        add_tested(work, (sr_tested){SR_GRAIN_WEEK, end, week.last});
    }
    sr_period_run longer = sr_period_run_get(work->request, cutting);
    sr_period last = sr_period_add(longer.first, (int32_t)longer.count - 1);
    add_tested(work, (sr_tested){SR_GRAIN_WEEK, sr_period_get_first(longer.first), sr_period_get_first(weeks.first)});
    add_tested(work, (sr_tested){SR_GRAIN_WEEK, sr_period_get_last(sr_period_add(weeks.first, (int32_t)weeks.count - 1)), sr_period_get_last(last)});
}

static bool list_periods(sr_release_work *work, sr_error *err)
{
    sr_period_run tested[SR_GRAIN_COUNT] = {{{0}, 0}};
    size_t count = 0;
    work->months = sr_period_run_get(work->request, SR_GRAIN_MONTH);
    for (int g = 0; g < SR_GRAIN_COUNT; g++)
        if (work->request->grains[g])
            tested[g] = work->runs[g] = sr_period_run_get(work->request, (sr_grain)g);
    if (work->request->grains[SR_GRAIN_YTD])
        tested[SR_GRAIN_MONTH] = work->months;
    /* The first year to date, without the months that are listed: what lay before the window. */
    sr_period first_to_date = work->runs[SR_GRAIN_YTD].first;
    bool has_before = work->runs[SR_GRAIN_YTD].count > 0 && first_to_date.number % 12 != 0;
    for (int g = 0; g < SR_GRAIN_COUNT; g++)
        count += tested[g].count;
    work->tested = sr_arena_alloc(work->scratch, count + 2 * (size_t)work->runs[SR_GRAIN_WEEK].count + 3, sizeof(work->tested[0]));
    if (work->tested == NULL)
        return sr_fail_memory(err);
    for (int g = 0; g < SR_GRAIN_COUNT; g++)
        for (uint32_t i = 0; i < tested[g].count; i++)
            add_tested(work, sr_tested_from(sr_period_add(tested[g].first, (int32_t)i)));
    if (has_before)
        add_tested(work, sr_tested_from(sr_period_add(first_to_date, -1)));
    add_parts_of_weeks(work);
    return true;
}

/* --- subjects --- */

/* The weeks of another time are cut by the ends of other months than those of the window, and that is not looked at. */
static bool has_weeks_apart(const sr_release_work *work, const sr_subject *subject)
{
    sr_grain cutting;
    bool is_apart = false;
    for (uint32_t i = 0; i < subject->probe_count; i++)
        is_apart = is_apart || subject->probes[i].away_count > 0 || (subject->probes[i].sum != NULL && subject->probes[i].sum->op == SR_FORMULA_ROLLING);
    return is_apart && work->runs[SR_GRAIN_WEEK].count > 0 && find_cutting_grain(work, &cutting);
}

static bool check_totals(const sr_release_work *work, sr_subject *subject, sr_error *err)
{
    static const sr_plan_grouping total = {0};
    sr_hidden_reason hidden[SR_GRAIN_COUNT] = {SR_HIDDEN_NOT};
    sr_size *sizes = sr_arena_alloc(work->scratch, work->tested_count, sizeof(sizes[0]));
    if (sizes == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < subject->probe_count; i++) {
        if (!sr_probe_measure_all(work, subject, &subject->probes[i], &total, NULL, 0, sizes, err))
            return false;
        for (uint32_t t = 0; t < work->tested_count; t++) {
            sr_hidden_reason *of_grain = &hidden[work->tested[t].grain];
            sr_hidden_reason problem = sr_probe_find_problem(work, &subject->probes[i], sizes, t);
            if (problem == SR_HIDDEN_SMALL_CELLS)
                *of_grain = SR_HIDDEN_SMALL_TOTAL;
            else if (problem == SR_HIDDEN_SENSITIVE && *of_grain == SR_HIDDEN_NOT)
                *of_grain = SR_HIDDEN_SENSITIVE;
        }
    }
    if (has_weeks_apart(work, subject) && hidden[SR_GRAIN_WEEK] == SR_HIDDEN_NOT)
        hidden[SR_GRAIN_WEEK] = SR_HIDDEN_WEEKS;
    for (int g = 0; g < SR_GRAIN_COUNT; g++)
        subject->hidden[g] = hidden[g];
    /* Two years to date that follow each other differ by a month: they are as telling as the months. */
    if (subject->hidden[SR_GRAIN_MONTH] != SR_HIDDEN_NOT)
        subject->hidden[SR_GRAIN_YTD] = subject->hidden[SR_GRAIN_MONTH];
    return true;
}

static bool list_subjects(sr_release_work *work, sr_error *err)
{
    work->subjects = sr_arena_alloc(work->scratch, work->request->indicator_count, sizeof(work->subjects[0]));
    if (work->subjects == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < work->request->indicator_count; i++) {
        sr_subject *subject = &work->subjects[work->subject_count];
        if (!sr_probe_list(work, work->request->indicators[i], subject, err))
            return false;
        if (subject->probe_count == 0)
            continue;
        if (!check_totals(work, subject, err))
            return false;
        work->subject_count++;
    }
    return true;
}

static uint32_t find_class(const uint32_t *parents, uint32_t dataset)
{
    while (parents[dataset] != dataset)
        dataset = parents[dataset];
    return dataset;
}

/* A formula over two data sets ties them: their breakdowns get one pool. */
static bool join_datasets(sr_release_work *work, sr_error *err)
{
    uint32_t *parents = sr_arena_alloc(work->scratch, work->plan->dataset_count, sizeof(parents[0]));
    if (parents == NULL)
        return sr_fail_memory(err);
    for (uint32_t d = 0; d < work->plan->dataset_count; d++)
        parents[d] = d;
    for (uint32_t s = 0; s < work->subject_count; s++) {
        sr_subject *subject = &work->subjects[s];
        for (uint32_t i = 0; i < subject->probe_count; i++) {
            if (subject->probes[i].formula->op != SR_FORMULA_FOLD)
                continue;
            uint32_t dataset = find_class(parents, work->plan->folds[subject->probes[i].formula->index].dataset_index);
            if (subject->dataset_class == SR_NO_INDEX)
                subject->dataset_class = dataset;
            parents[dataset] = find_class(parents, subject->dataset_class);
        }
    }
    for (uint32_t s = 0; s < work->subject_count; s++)
        if (work->subjects[s].dataset_class != SR_NO_INDEX)
            work->subjects[s].dataset_class = find_class(parents, work->subjects[s].dataset_class);
    return true;
}

/* --- breakdowns --- */

static uint32_t find_subject(const sr_release_work *work, uint32_t indicator)
{
    for (uint32_t s = 0; s < work->subject_count; s++)
        if (work->subjects[s].indicator == indicator)
            return s;
    return SR_NO_INDEX;
}

static sr_breakdown *find_breakdown(const sr_release_work *work, const sr_subject *subject, const sr_plan_grouping *grouping)
{
    for (uint32_t b = 0; b < work->breakdown_count; b++)
        if (work->breakdowns[b].dataset_class == subject->dataset_class
            && sr_grouping_find(work->breakdowns[b].grouping, 1, grouping) == 0)
            return &work->breakdowns[b];
    return NULL;
}

/* Pools of two breakdowns that share a column cut it in different ways; only the first of them is published. */
static void hide_when_linked(const sr_release_work *work, sr_breakdown *breakdown)
{
    for (uint32_t b = 0; b < work->breakdown_count; b++) {
        const sr_breakdown *earlier = &work->breakdowns[b];
        if ((earlier->pool.count == 0 && breakdown->pool.count == 0) || !sr_breakdown_is_linked(work, earlier, breakdown))
            continue;
        breakdown->pool.count = 0;
        for (uint32_t s = 0; s < work->subject_count; s++)
            if (sr_breakdown_has(work, breakdown, s))
                breakdown->hidden[s] = SR_HIDDEN_LINKED;
        return;
    }
}

static bool decide(sr_release_work *work, const sr_subject *subject, const sr_plan_grouping *grouping, sr_error *err)
{
    if (find_breakdown(work, subject, grouping) != NULL)
        return true;
    sr_breakdown *breakdown = &work->breakdowns[work->breakdown_count];
    *breakdown = (sr_breakdown){.dataset_class = subject->dataset_class, .grouping = grouping};
    breakdown->hidden = sr_arena_alloc(work->scratch, work->subject_count, sizeof(breakdown->hidden[0]));
    if (breakdown->hidden == NULL)
        return sr_fail_memory(err);
    if (!sr_breakdown_find_columns(work, breakdown, err))
        return false;
    if (!(grouping->key_count == 1 ? sr_pool_find(work, breakdown, err) : sr_crossed_check(work, breakdown, err)))
        return false;
    if (grouping->key_count == 1)
        hide_when_linked(work, breakdown);
    work->breakdown_count++;
    return true;
}

/* Breakdowns of one key first: crossed ones look at their pools. */
static bool decide_all(sr_release_work *work, sr_error *err)
{
    size_t capacity = 0;
    for (uint32_t s = 0; s < work->subject_count; s++)
        capacity += work->plan->indicators[work->subjects[s].indicator].grouping_count;
    work->breakdowns = sr_arena_alloc(work->scratch, capacity, sizeof(work->breakdowns[0]));
    if (work->breakdowns == NULL)
        return sr_fail_memory(err);
    for (int is_crossed = 0; is_crossed <= 1; is_crossed++) {
        for (uint32_t s = 0; s < work->subject_count; s++) {
            const sr_plan_indicator *indicator = &work->plan->indicators[work->subjects[s].indicator];
            for (uint32_t g = 0; g < indicator->grouping_count; g++) {
                const sr_plan_grouping *grouping = &indicator->groupings[g];
                if (grouping->key_count > 0 && (grouping->key_count > 1) == is_crossed
                    && !decide(work, &work->subjects[s], grouping, err))
                    return false;
            }
        }
    }
    return true;
}

/* --- tables --- */

static bool make_tables(sr_release_work *work, sr_released *released, sr_error *err)
{
    size_t capacity = 0;
    for (uint32_t i = 0; i < work->request->indicator_count; i++)
        capacity += work->plan->indicators[work->request->indicators[i]].grouping_count;
    released->tables = sr_arena_alloc(work->arena, capacity, sizeof(released->tables[0]));
    if (released->tables == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < work->request->indicator_count; i++) {
        uint32_t indicator = work->request->indicators[i];
        const sr_plan_indicator *rule = &work->plan->indicators[indicator];
        uint32_t subject = find_subject(work, indicator);
        for (uint32_t g = 0; g < rule->grouping_count; g++) {
            const sr_breakdown *breakdown = subject == SR_NO_INDEX || rule->groupings[g].key_count == 0
                ? NULL
                : find_breakdown(work, &work->subjects[subject], &rule->groupings[g]);
            if (!sr_table_make(work, indicator, g, subject, breakdown, &released->tables[released->table_count++], err))
                return false;
        }
    }
    return true;
}

static bool release(sr_release_work *work, sr_released *released, sr_error *err)
{
    return list_periods(work, err) && sr_probe_find_persons(work->plan, work->scratch, &work->has_persons, err)
        && list_subjects(work, err) && join_datasets(work, err) && decide_all(work, err)
        && make_tables(work, released, err);
}

bool sr_release(const sr_plan *plan, const sr_cube *cube, const sr_release_request *request, sr_arena *arena,
                sr_released **released, sr_error *err)
{
    assert(request->threshold >= 2);
    assert(request->window_first < request->window_last);
    sr_released *made = sr_arena_alloc(arena, 1, sizeof(*made));
    sr_arena *scratch = sr_arena_new();
    if (made == NULL || scratch == NULL) {
        sr_arena_free(scratch);
        return sr_fail_memory(err);
    }
    *made = (sr_released){
        .plan = plan,
        .dict = sr_cube_get_dict(cube),
        .threshold = request->threshold,
        .window_last = request->window_last,
    };
    sr_release_work work = {.plan = plan, .cube = cube, .request = request, .arena = arena, .scratch = scratch};
    bool done = release(&work, made, err);
    sr_arena_free(scratch);
    if (!done)
        return false;
    *released = made;
    return true;
}
