/*
 * Which counts an indicator gives away. An indicator that counts persons or cases, or is measured on rows that are some, gives its own
 * fold away; a formula gives away what its protected parts do, since numerator and denominator are published with it.
 */
#include "engine/disclosure/work.h"

#include <math.h>

#include "engine/indicator/shift.h"

#define PROBES_MAX 64       // of one indicator; a formula with more parts is refused
#define ALWAYS_PERIODS_MIN 3    // "always" is said of so many periods at least

typedef struct probing {
    const sr_release_work *work;
    sr_subject *subject;
    const sr_formula *away[SR_AWAY_MAX];    // around the part that is being looked at
    uint32_t away_count;
    const sr_formula *sum;                  // what adds it up over time, ytd, full_year or rolling; NULL for none
} probing;

static bool counts_persons(const sr_plan_indicator *indicator)
{
    return indicator->counts == SR_COUNTS_PERSON || indicator->counts == SR_COUNTS_CASE;
}

/* The data sets of the folds that a formula is made of itself. */
static void mark_datasets(const sr_plan *plan, const sr_formula *formula, bool *found)
{
    if (formula->op == SR_FORMULA_FOLD)
        found[plan->folds[formula->index].dataset_index] = true;
    for (uint32_t i = 0; i < formula->arg_count; i++)
        mark_datasets(plan, formula->args[i], found);
}

bool sr_probe_find_persons(const sr_plan *plan, sr_arena *arena, const bool **has_persons, sr_error *err)
{
    bool *found = sr_arena_alloc(arena, plan->dataset_count, sizeof(found[0]));
    if (found == NULL)
        return sr_fail_memory(err);
    for (uint32_t d = 0; d < plan->dataset_count; d++)
        for (uint32_t c = 0; c < plan->datasets[d].column_count; c++)
            found[d] = found[d] || plan->datasets[d].columns[c].is_person;
    for (uint32_t i = 0; i < plan->indicator_count; i++)
        if (counts_persons(&plan->indicators[i]))
            mark_datasets(plan, plan->indicators[i].formula, found);
    *has_persons = found;
    return true;
}

/* --- what a formula gives away --- */

static bool add_probe(const probing *p, sr_probe probe, sr_error *err)
{
    if (p->subject->probe_count == PROBES_MAX)
        return sr_fail_at(err, SR_BAD_RULES, probe.formula->where, "a formula over more than %d counts of persons or cases", PROBES_MAX);
    p->subject->probes[p->subject->probe_count++] = probe;
    return true;
}

/*
 * A year to date gives its months away: the difference of two of them; so do rolling months with the month that left them. What stands
 * under these is looked at in all the ways it can be told.
 */
static bool add_spans(const probing *p, sr_probe probe, sr_error *err)
{
    static const sr_span to_date[] = {SR_SPAN_YEAR_TO_DATE, SR_SPAN_PERIOD, SR_SPAN_YEAR_BEFORE};
    static const sr_span full_year[] = {SR_SPAN_YEAR, SR_SPAN_YEAR_AFTER};
    static const sr_span rolling[] = {SR_SPAN_ROLLING, SR_SPAN_PERIOD, SR_SPAN_ROLLED_OFF};
    static const sr_span plain[] = {SR_SPAN_PERIOD};
    sr_formula_op sum = p->sum == NULL ? SR_FORMULA_FOLD : p->sum->op;
    const sr_span *spans = sum == SR_FORMULA_YTD ? to_date : sum == SR_FORMULA_FULL_YEAR ? full_year : sum == SR_FORMULA_ROLLING ? rolling : plain;
    size_t count = sum == SR_FORMULA_YTD || sum == SR_FORMULA_ROLLING ? 3 : sum == SR_FORMULA_FULL_YEAR ? 2 : 1;
    probe.sum = p->sum;
    probe.away_count = p->away_count;
    for (uint32_t i = 0; i < p->away_count; i++)
        probe.away[i] = p->away[i];
    for (size_t i = 0; i < count; i++) {
        probe.span = spans[i];
        if (!add_probe(p, probe, err))
            return false;
    }
    return true;
}

/* How much of n lies beyond the value: of a largest value nothing, of a median half. */
static double get_tail_share(const sr_plan_fold *fold)
{
    sr_text name = sr_text_from(fold->aggregate->name);
    if (fold->aggregate->keeps_kind)
        return 0.0;
    if (sr_text_is(name, SR_TEXT("median")))
        return 0.5;
    return sr_text_is(name, SR_TEXT("quantile")) ? fmin(fold->call.parameter, 1.0 - fold->call.parameter) : 1.0;
}

static bool add_fold(const probing *p, const sr_formula *formula, bool is_sensitive, sr_error *err)
{
    const sr_plan_fold *fold = &p->work->plan->folds[formula->index];
    sr_probe probe = {
        .formula = formula,
        .has_count = true,
        .has_parts = is_sensitive,
        .tail_share = is_sensitive ? get_tail_share(fold) : 1.0,
        .is_additive = !fold->call.is_distinct,
    };
    return add_spans(p, probe, err);
}

static bool is_protected(const sr_release_work *work, const sr_plan_indicator *owner, uint32_t fold_index)
{
    return counts_persons(owner) || owner->is_sensitive || work->has_persons[work->plan->folds[fold_index].dataset_index];
}

/* Is it a count of persons or cases, or made of such counts by adding and subtracting? */
static bool is_count(const sr_release_work *work, const sr_formula *formula, const sr_plan_indicator *owner)
{
    switch (formula->op) {
    case SR_FORMULA_FOLD:
        return sr_text_is(sr_text_from(work->plan->folds[formula->index].aggregate->name), SR_TEXT("count"))
            && is_protected(work, owner, formula->index);
    case SR_FORMULA_INDICATOR: {
        const sr_plan_indicator *part = &work->plan->indicators[formula->index];
        return is_count(work, part->formula, part);
    }
    case SR_FORMULA_YTD:
    case SR_FORMULA_FULL_YEAR:
    case SR_FORMULA_ROLLING:
    case SR_FORMULA_PREVIOUS:
    case SR_FORMULA_LAST_YEAR:
    case SR_FORMULA_VERSIONS:
    case SR_FORMULA_ADD:
    case SR_FORMULA_SUBTRACT:
    case SR_FORMULA_NEGATE: break;
    case SR_FORMULA_CONSTANT:
    case SR_FORMULA_RATIO:
    case SR_FORMULA_MULTIPLY:
    case SR_FORMULA_DIVIDE: return false;
    }
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!is_count(work, formula->args[i], owner))
            return false;
    return true;
}

/* The one thing that moves all of it to other days, or NULL when nothing does. *is_mixed: parts of it are moved in different ways. */
static const sr_formula *find_away(const sr_plan *plan, const sr_formula *formula, bool *is_mixed)
{
    if (formula->op == SR_FORMULA_INDICATOR)
        return find_away(plan, plan->indicators[formula->index].formula, is_mixed);
    if (sr_shift_is_away(formula->op)) {
        *is_mixed = *is_mixed || find_away(plan, formula->args[0], is_mixed) != NULL;
        return formula;
    }
    const sr_formula *found = NULL;
    for (uint32_t i = 0; i < formula->arg_count; i++) {
        const sr_formula *away = find_away(plan, formula->args[i], is_mixed);
        *is_mixed = *is_mixed || (i > 0 && (away == NULL ? found != NULL : found == NULL || away->op != found->op));
        found = away;
    }
    return found;
}

/* What adds a part of it up over time, the first there is, or NULL. */
static const sr_formula *find_sum(const sr_plan *plan, const sr_formula *formula)
{
    if (formula->op == SR_FORMULA_INDICATOR)
        return find_sum(plan, plan->indicators[formula->index].formula);
    const sr_formula *found = sr_shift_is_shift(formula->op) && !sr_shift_is_away(formula->op) ? formula : NULL;
    for (uint32_t i = 0; i < formula->arg_count && found == NULL; i++)
        found = find_sum(plan, formula->args[i]);
    return found;
}

/*
 * Of two counts over the same days the difference is a count, too. What changed since another period is none: its sides have no day in
 * common, and are looked at by themselves. A year to date and rolling months have none in common with theirs of last year.
 */
static bool is_part(const sr_plan *plan, const sr_formula *difference)
{
    bool is_mixed = false;
    const sr_formula *away[2], *sum[2];
    for (uint32_t i = 0; i < 2; i++) {
        away[i] = find_away(plan, difference->args[i], &is_mixed);
        sum[i] = find_sum(plan, difference->args[i]);
    }
    sr_formula_op a = away[0] == NULL ? SR_FORMULA_FOLD : away[0]->op;
    sr_formula_op b = away[1] == NULL ? SR_FORMULA_FOLD : away[1]->op;
    if (is_mixed || a == b)
        return true;
    if (sum[0] == NULL && sum[1] == NULL)
        return false;
    bool is_last_year = a != SR_FORMULA_PREVIOUS && b != SR_FORMULA_PREVIOUS;
    return !is_last_year || sum[0] == NULL || sum[1] == NULL || sum[0]->op != sum[1]->op || sum[0]->months > 12 || sum[1]->months > 12;
}

/* `owner` is the indicator whose formula this is part of: it says whether folds in it count persons or cases. */
static bool visit(probing p, const sr_formula *formula, const sr_plan_indicator *owner, sr_error *err)
{
    switch (formula->op) {
    case SR_FORMULA_FOLD:
        return !is_protected(p.work, owner, formula->index) || add_fold(&p, formula, owner->is_sensitive, err);
    case SR_FORMULA_INDICATOR: {
        const sr_plan_indicator *part = &p.work->plan->indicators[formula->index];
        return visit(p, part->formula, part, err);
    }
    case SR_FORMULA_SUBTRACT: {
        sr_probe difference = {.formula = formula, .has_count = true, .is_difference = true, .tail_share = 1.0};
        if (is_count(p.work, formula, owner) && is_part(p.work->plan, formula) && !add_spans(&p, difference, err))
            return false;
        break;
    }
    case SR_FORMULA_YTD:
    case SR_FORMULA_FULL_YEAR:
    case SR_FORMULA_ROLLING: p.sum = formula; break;
    case SR_FORMULA_PREVIOUS:
    case SR_FORMULA_LAST_YEAR:
        if (p.away_count == SR_AWAY_MAX)
            return sr_fail_at(err, SR_BAD_RULES, formula->where, "more than %d of previous() and last_year() inside each other", SR_AWAY_MAX);
        p.away[p.away_count++] = formula;
        break;
    default: break;
    }
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!visit(p, formula->args[i], owner, err))
            return false;
    return true;
}

bool sr_probe_list(const sr_release_work *work, uint32_t indicator, sr_subject *subject, sr_error *err)
{
    const sr_plan_indicator *rule = &work->plan->indicators[indicator];
    *subject = (sr_subject){.indicator = indicator, .is_direct = rule->fold_index != SR_NO_INDEX, .dataset_class = SR_NO_INDEX};
    subject->probes = sr_arena_alloc(work->scratch, PROBES_MAX, sizeof(subject->probes[0]));
    if (subject->probes == NULL)
        return sr_fail_memory(err);
    probing p = {.work = work, .subject = subject};
    if (!visit(p, rule->formula, rule, err))
        return false;
    return !rule->is_sensitive || subject->is_direct
        || add_probe(&p, (sr_probe){.formula = rule->formula, .has_parts = true, .tail_share = 1.0}, err);
}

/* --- sizes --- */

sr_tested sr_tested_from(sr_period period)
{
    return (sr_tested){period.grain, sr_period_get_first(period), sr_period_get_last(period)};
}

/* False when the days that it looks at do not exist. */
static bool get_range(const sr_probe *probe, const sr_tested *when, sr_cube_range *range)
{
    *range = (sr_cube_range){.first = when->first, .last = when->last};
    for (uint32_t i = 0; i < probe->away_count; i++)
        if (!sr_shift_range(probe->away[i], range))
            return false;
    sr_cube_range year = sr_shift_get_year(probe->sum, *range);
    int32_t months = probe->sum == NULL ? 0 : (int32_t)probe->sum->months;
    switch (probe->span) {
    case SR_SPAN_PERIOD: break;
    case SR_SPAN_YEAR_TO_DATE: range->first = year.first; break;
    case SR_SPAN_YEAR_BEFORE: *range = (sr_cube_range){.first = year.first, .last = range->first}; break;
    case SR_SPAN_YEAR: *range = year; break;
    case SR_SPAN_YEAR_AFTER: *range = (sr_cube_range){.first = range->last, .last = year.last}; break;
    case SR_SPAN_ROLLING: range->first = sr_day_add_months(range->last, -months); break;
    case SR_SPAN_ROLLED_OFF:
        range->first = sr_day_add_months(range->first, -months);
        range->last = sr_day_add_months(range->last, -months);
        break;
    }
    return range->first < range->last;
}

bool sr_probe_measure(const sr_release_work *work, const sr_probe *probe, const sr_plan_grouping *grouping, const sr_tested *when,
                      const sr_key *keys, uint32_t member_count, sr_size *size, sr_error *err)
{
    sr_formula_place place = {.grouping = grouping};
    *size = (sr_size){0};
    if (!get_range(probe, when, &place.range))
        return true;
    place.range.groups = keys;
    place.range.group_count = member_count;
    sr_result result;
    sr_arena_mark mark = sr_arena_get_mark(work->scratch);
    bool done = sr_formula_eval(work->plan, work->cube, probe->formula, &place, work->scratch, &result, err);
    sr_arena_reset(work->scratch, mark);
    if (!done)
        return false;
    size->n = result.n;
    if (probe->is_difference)
        size->n = result.state == SR_CELL_OK ? (int64_t)fabs(sr_number_get_real(result.value)) : 0;
    if (probe->has_parts && result.has_parts) {
        size->numerator = sr_number_get_real(result.numerator);
        size->complement = sr_number_get_real(result.denominator) - size->numerator;
    }
    return true;
}

bool sr_probe_measure_all(const sr_release_work *work, const sr_subject *subject, const sr_probe *probe, const sr_plan_grouping *grouping,
                          const sr_key *keys, uint32_t member_count, sr_size *sizes, sr_error *err)
{
    for (uint32_t t = 0; t < work->tested_count; t++) {
        sizes[t] = (sr_size){0};
        if (subject->hidden[work->tested[t].grain] == SR_HIDDEN_NOT
            && !sr_probe_measure(work, probe, grouping, &work->tested[t], keys, member_count, &sizes[t], err))
            return false;
    }
    return true;
}

/* "All of them" or "none of them" tells about each; not where it is always so: then it is what the group is. */
static bool is_always(const sr_release_work *work, const sr_size *sizes)
{
    uint32_t all = 0;
    uint32_t none = 0;
    uint32_t count = 0;
    for (uint32_t t = 0; t < work->tested_count; t++) {
        bool is_there = sizes[t].numerator > 0 || sizes[t].complement > 0;
        count += is_there;
        all += is_there && sizes[t].complement <= 0;
        none += is_there && sizes[t].numerator <= 0;
    }
    return count >= ALWAYS_PERIODS_MIN && (all == count || none == count);
}

static bool has_small_part(const sr_release_work *work, const sr_size *sizes, uint32_t index)
{
    uint32_t k = work->request->threshold;
    double numerator = sizes[index].numerator;
    double complement = sizes[index].complement;
    if (numerator <= 0 && complement <= 0)
        return false;
    if (numerator <= 0 || complement <= 0)
        return !is_always(work, sizes);
    return numerator < k || complement < k;
}

sr_hidden_reason sr_probe_find_problem(const sr_release_work *work, const sr_probe *probe, const sr_size *sizes, uint32_t index)
{
    int64_t n = sizes[index].n;
    uint32_t k = work->request->threshold;
    if (probe->has_count && n > 0 && n < k)
        return SR_HIDDEN_SMALL_CELLS;
    bool has_small_tail = probe->tail_share < 1.0 && n > 0 && (double)n * probe->tail_share < k;
    return has_small_tail || (probe->has_parts && has_small_part(work, sizes, index)) ? SR_HIDDEN_SENSITIVE : SR_HIDDEN_NOT;
}

sr_hidden_reason sr_probe_find_any_problem(const sr_release_work *work, const sr_probe *probe, const sr_size *sizes)
{
    sr_hidden_reason found = SR_HIDDEN_NOT;
    for (uint32_t t = 0; t < work->tested_count; t++) {
        sr_hidden_reason problem = sr_probe_find_problem(work, probe, sizes, t);
        if (problem == SR_HIDDEN_SMALL_CELLS)
            return problem;
        if (problem != SR_HIDDEN_NOT)
            found = problem;
    }
    return found;
}
