/*
 * The pool of a breakdown: the members with a small cell anywhere, and the smallest others until together they are 0 or at least
 * k everywhere. One pool for all subjects of the breakdown. Where it would swallow every member, the subjects that ask for the most
 * are hidden, one after the other, until the rest can be pooled; so one rare count does not take the breakdown from all others.
 */
#include "engine/disclosure/work.h"

/* One thing that must be 0 or at least k, and its sizes for the pool as it grows, one a tested period. */
typedef struct pool_test {
    const sr_subject *subject;
    const sr_probe *probe;
    sr_size *sizes;
} pool_test;

typedef struct pooling {
    const sr_release_work *work;
    const sr_plan_grouping *grouping;
    const sr_members *members;
    const bool *is_taken_part;  // one a subject: whose tests count
    bool is_counts_only;        // leave the parts of sensitive subjects aside
    pool_test *tests;
    uint32_t test_count;
    sr_size *sizes;             // of what is being looked at
    bool *is_in;                // one a member
    sr_key *keys;               // of the pool
    uint32_t count;
} pooling;

bool sr_breakdown_has(const sr_release_work *work, const sr_breakdown *breakdown, uint32_t subject_index)
{
    const sr_subject *subject = &work->subjects[subject_index];
    const sr_plan_indicator *indicator = &work->plan->indicators[subject->indicator];
    return subject->dataset_class == breakdown->dataset_class
        && sr_grouping_find(indicator->groupings, indicator->grouping_count, breakdown->grouping) != SR_NO_INDEX;
}

static bool is_problem(const pooling *p, const pool_test *test, const sr_size *sizes)
{
    sr_hidden_reason problem = sr_probe_find_any_problem(p->work, test->probe, sizes);
    return problem == SR_HIDDEN_SMALL_CELLS || (problem == SR_HIDDEN_SENSITIVE && !p->is_counts_only);
}

static bool list_tests(pooling *p, sr_error *err)
{
    size_t capacity = 0;
    size_t periods = p->work->tested_count;
    for (uint32_t s = 0; s < p->work->subject_count; s++)
        capacity += p->is_taken_part[s] ? p->work->subjects[s].probe_count : 0;
    p->tests = sr_arena_alloc(p->work->scratch, capacity, sizeof(p->tests[0]));
    p->sizes = sr_arena_alloc(p->work->scratch, (capacity + 1) * periods, sizeof(p->sizes[0]));
    p->is_in = sr_arena_alloc(p->work->scratch, p->members->count, sizeof(p->is_in[0]));
    p->keys = sr_arena_alloc(p->work->scratch, p->members->count, sizeof(p->keys[0]));
    if (p->tests == NULL || p->sizes == NULL || p->is_in == NULL || p->keys == NULL)
        return sr_fail_memory(err);
    for (uint32_t s = 0; s < p->work->subject_count; s++) {
        const sr_subject *subject = &p->work->subjects[s];
        for (uint32_t i = 0; p->is_taken_part[s] && i < subject->probe_count; i++, p->test_count++)
            p->tests[p->test_count] = (pool_test){subject, &subject->probes[i], p->sizes + (p->test_count + 1) * periods};
    }
    return true;
}

/* Into p->sizes. */
static bool measure(const pooling *p, const pool_test *test, const sr_key *keys, uint32_t count, sr_error *err)
{
    return sr_probe_measure_all(p->work, test->subject, test->probe, p->grouping, keys, count, p->sizes, err);
}

static bool take(pooling *p, uint32_t member, sr_error *err)
{
    p->is_in[member] = true;
    p->keys[p->count++] = p->members->keys[member];
    for (uint32_t i = 0; i < p->test_count; i++) {
        pool_test *test = &p->tests[i];
        if (!test->probe->is_additive)
            continue;
        if (!measure(p, test, &p->members->keys[member], 1, err))
            return false;
        for (uint32_t t = 0; t < p->work->tested_count; t++) {
            test->sizes[t].n += p->sizes[t].n;
            test->sizes[t].numerator += p->sizes[t].numerator;
            test->sizes[t].complement += p->sizes[t].complement;
        }
    }
    return true;
}

static bool has_problem(const pooling *p, bool *found, sr_error *err)
{
    *found = false;
    for (uint32_t i = 0; i < p->test_count && !*found; i++) {
        const pool_test *test = &p->tests[i];
        if (!test->probe->is_additive && !measure(p, test, p->keys, p->count, err))
            return false;
        *found = is_problem(p, test, test->probe->is_additive ? test->sizes : p->sizes);
    }
    return true;
}

static bool take_small(pooling *p, sr_error *err)
{
    for (uint32_t m = 0; m < p->members->count; m++) {
        bool is_small = false;
        for (uint32_t i = 0; i < p->test_count && !is_small; i++) {
            if (!measure(p, &p->tests[i], &p->members->keys[m], 1, err))
                return false;
            is_small = is_problem(p, &p->tests[i], p->sizes);
        }
        if (is_small && !take(p, m, err))
            return false;
    }
    return true;
}

/* How large a member is: its counts over all months, summed over the subjects (those that are not made of others, if any is). */
static bool weigh(const pooling *p, uint32_t member, int64_t *weight, sr_error *err)
{
    bool has_direct = false;
    for (uint32_t s = 0; s < p->work->subject_count; s++)
        has_direct = has_direct || (p->is_taken_part[s] && p->work->subjects[s].is_direct);
    *weight = 0;
    for (uint32_t s = 0; s < p->work->subject_count; s++) {
        const sr_subject *subject = &p->work->subjects[s];
        if (!p->is_taken_part[s] || (has_direct && !subject->is_direct))
            continue;
        for (uint32_t i = 0; i < subject->probe_count; i++) {
            for (uint32_t m = 0; m < p->work->months.count; m++) {
                sr_size size;
                sr_tested month = sr_tested_from(sr_period_add(p->work->months.first, (int32_t)m));
                if (!sr_probe_measure(p->work, &subject->probes[i], p->grouping, &month, &p->members->keys[member], 1, &size, err))
                    return false;
                *weight += size.n;
            }
        }
    }
    return true;
}

static bool find_smallest_outside(const pooling *p, const int64_t *weights, uint32_t *member)
{
    *member = SR_NO_INDEX;
    for (uint32_t m = 0; m < p->members->count; m++)
        if (!p->is_in[m] && (*member == SR_NO_INDEX || weights[m] < weights[*member]))
            *member = m;
    return *member != SR_NO_INDEX;
}

/* The pool for the subjects that take part; count is 0 when none is needed. All members: there is no such pool. */
static bool find_pool(pooling *p, sr_error *err)
{
    bool is_open;
    uint32_t next;
    int64_t *weights = sr_arena_alloc(p->work->scratch, p->members->count, sizeof(weights[0]));
    if (weights == NULL)
        return sr_fail_memory(err);
    if (!list_tests(p, err) || !take_small(p, err))
        return false;
    if (p->count == 0)
        return true;
    for (uint32_t m = 0; m < p->members->count; m++)
        if (!p->is_in[m] && !weigh(p, m, &weights[m], err))
            return false;
    for (;;) {
        if (!has_problem(p, &is_open, err))
            return false;
        if (!is_open || !find_smallest_outside(p, weights, &next))
            return true;
        if (!take(p, next, err))
            return false;
    }
}

static bool is_swallowed(const pooling *p)
{
    return p->count > 0 && p->count == p->members->count;
}

/* What the subject needs when it is alone: how many members, and why when that is all of them. */
static bool find_own_need(pooling p, uint32_t subject_index, bool *is_alone, uint32_t *need, sr_hidden_reason *reason, sr_error *err)
{
    for (uint32_t s = 0; s < p.work->subject_count; s++)
        is_alone[s] = s == subject_index;
    pooling own = p;
    own.is_taken_part = is_alone;
    if (!find_pool(&own, err))
        return false;
    *need = own.count;
    *reason = is_swallowed(&own) ? SR_HIDDEN_SMALL_CELLS : SR_HIDDEN_NOT;
    if (*reason == SR_HIDDEN_NOT)
        return true;
    pooling counts = p;
    counts.is_taken_part = is_alone;
    counts.is_counts_only = true;
    if (!find_pool(&counts, err))
        return false;
    if (!is_swallowed(&counts))
        *reason = SR_HIDDEN_SENSITIVE;
    return true;
}

static bool is_made_of(const sr_plan *plan, const sr_formula *formula, uint32_t indicator)
{
    if (formula->op == SR_FORMULA_INDICATOR)
        return formula->index == indicator || is_made_of(plan, plan->indicators[formula->index].formula, indicator);
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (is_made_of(plan, formula->args[i], indicator))
            return true;
    return false;
}

/* Where a part is hidden, so is what is made of it. */
static void hide_what_is_made_of(const sr_release_work *work, sr_breakdown *breakdown)
{
    for (uint32_t s = 0; s < work->subject_count; s++)
        for (uint32_t part = 0; part < work->subject_count; part++)
            if (breakdown->hidden[s] == SR_HIDDEN_NOT && breakdown->hidden[part] != SR_HIDDEN_NOT
                && is_made_of(work->plan, work->plan->indicators[work->subjects[s].indicator].formula, work->subjects[part].indicator))
                breakdown->hidden[s] = breakdown->hidden[part];
}

/* Leaves out the subject with the largest need, the later one of equals. */
static void hide_greediest(const sr_release_work *work, const uint32_t *needs, bool *is_taken_part, sr_breakdown *breakdown)
{
    uint32_t greediest = SR_NO_INDEX;
    for (uint32_t s = 0; s < work->subject_count; s++)
        if (is_taken_part[s] && (greediest == SR_NO_INDEX || needs[s] >= needs[greediest]))
            greediest = s;
    is_taken_part[greediest] = false;
    breakdown->hidden[greediest] = SR_HIDDEN_SMALL_CELLS;
}

static bool find_joint_pool(const sr_release_work *work, sr_breakdown *breakdown, const sr_members *members, sr_error *err)
{
    uint32_t count = work->subject_count;
    bool *is_taken_part = sr_arena_alloc(work->scratch, count, sizeof(is_taken_part[0]));
    bool *is_alone = sr_arena_alloc(work->scratch, count, sizeof(is_alone[0]));
    uint32_t *needs = sr_arena_alloc(work->scratch, count, sizeof(needs[0]));
    if (is_taken_part == NULL || is_alone == NULL || needs == NULL)
        return sr_fail_memory(err);
    pooling p = {.work = work, .grouping = breakdown->grouping, .members = members, .is_taken_part = is_taken_part};
    for (uint32_t s = 0; s < count; s++) {
        if (!sr_breakdown_has(work, breakdown, s))
            continue;
        if (!find_own_need(p, s, is_alone, &needs[s], &breakdown->hidden[s], err))
            return false;
        is_taken_part[s] = breakdown->hidden[s] == SR_HIDDEN_NOT;
    }
    for (;;) {
        pooling joint = p;
        if (!find_pool(&joint, err))
            return false;
        if (!is_swallowed(&joint)) {
            uint32_t in_order = 0;
            for (uint32_t m = 0; m < members->count; m++)
                if (joint.is_in[m])
                    breakdown->pool.keys[in_order++] = members->keys[m];
            breakdown->pool.count = in_order;
            return true;
        }
        hide_greediest(work, needs, is_taken_part, breakdown);
    }
}

bool sr_breakdown_list_members(const sr_release_work *work, const sr_breakdown *breakdown, sr_members *members, sr_error *err)
{
    uint32_t *indicators = sr_arena_alloc(work->scratch, work->subject_count, sizeof(indicators[0]));
    uint32_t count = 0;
    if (indicators == NULL)
        return sr_fail_memory(err);
    for (uint32_t s = 0; s < work->subject_count; s++)
        if (sr_breakdown_has(work, breakdown, s))
            indicators[count++] = work->subjects[s].indicator;
    return sr_members_list(work, indicators, count, breakdown->grouping, members, err);
}

bool sr_pool_find(const sr_release_work *work, sr_breakdown *breakdown, sr_error *err)
{
    sr_members members;
    if (!sr_breakdown_list_members(work, breakdown, &members, err))
        return false;
    breakdown->pool = (sr_members){.key_count = 1};
    breakdown->pool.keys = sr_arena_alloc(work->arena, members.count, sizeof(breakdown->pool.keys[0]));
    if (breakdown->pool.keys == NULL)
        return sr_fail_memory(err);
    sr_arena_mark mark = sr_arena_get_mark(work->scratch);
    bool done = find_joint_pool(work, breakdown, &members, err);
    sr_arena_reset(work->scratch, mark);
    if (!done)
        return false;
    hide_what_is_made_of(work, breakdown);
    return true;
}
