/*
 * Which counts an indicator gives away. An indicator that counts persons or cases gives its own fold away; a formula gives away what
 * its protected parts do, since numerator and denominator are published with it.
 */
#include "engine/disclosure/work.h"

#define PROBES_MAX 64       // of one indicator; a formula with more parts is refused

typedef struct probing {
    const sr_release_work *work;
    sr_subject *subject;
} probing;

static bool is_protected(const sr_plan_indicator *indicator)
{
    return indicator->counts == SR_COUNTS_PERSON || indicator->counts == SR_COUNTS_CASE || indicator->is_sensitive;
}

static bool add_probe(const probing *p, sr_probe probe, sr_error *err)
{
    if (p->subject->probe_count == PROBES_MAX)
        return sr_fail_at(err, SR_BAD_RULES, probe.formula->where, "a formula over more than %d counts of persons or cases", PROBES_MAX);
    p->subject->probes[p->subject->probe_count++] = probe;
    return true;
}

/* A year to date gives its months away: the difference of two of them. So what stands under `ytd` is looked at both ways. */
static bool add_fold(const probing *p, const sr_formula *formula, sr_formula_op shift, bool is_sensitive, sr_error *err)
{
    const sr_plan_fold *fold = &p->work->plan->folds[formula->index];
    sr_probe probe = {
        .formula = formula,
        .shift = shift,
        .has_count = true,
        .has_parts = is_sensitive,
        .is_additive = !fold->call.is_distinct,
    };
    if (!add_probe(p, probe, err))
        return false;
    probe.shift = SR_FORMULA_FOLD;
    return shift != SR_FORMULA_YTD || add_probe(p, probe, err);
}

/* `owner` is the indicator whose formula this is part of: it says whether folds in it count persons or cases. */
static bool visit(const probing *p, const sr_formula *formula, const sr_plan_indicator *owner, sr_formula_op shift, sr_error *err)
{
    switch (formula->op) {
    case SR_FORMULA_FOLD:
        return !is_protected(owner) || add_fold(p, formula, shift, owner->is_sensitive, err);
    case SR_FORMULA_INDICATOR: {
        const sr_plan_indicator *part = &p->work->plan->indicators[formula->index];
        return visit(p, part->formula, part, shift, err);
    }
    case SR_FORMULA_YTD:
    case SR_FORMULA_FULL_YEAR: shift = formula->op; break;
    default: break;
    }
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!visit(p, formula->args[i], owner, shift, err))
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
    probing p = {work, subject};
    if (!visit(&p, rule->formula, rule, SR_FORMULA_FOLD, err))
        return false;
    if (rule->is_sensitive && !subject->is_direct
        && !add_probe(&p, (sr_probe){.formula = rule->formula, .shift = SR_FORMULA_FOLD, .has_parts = true}, err))
        return false;
    return true;
}

bool sr_probe_measure(const sr_release_work *work, const sr_probe *probe, const sr_plan_grouping *grouping, sr_period period,
                      const sr_key *keys, uint32_t member_count, sr_size *size, sr_error *err)
{
    sr_formula_place place = {
        .grouping = grouping,
        .range = {.first = sr_period_get_first(period), .last = sr_period_get_last(period), .groups = keys, .group_count = member_count},
    };
    if (probe->shift != SR_FORMULA_FOLD)
        place.range = sr_formula_shift_range(probe->shift, place.range);
    sr_result result;
    sr_arena_mark mark = sr_arena_get_mark(work->scratch);
    bool done = sr_formula_eval(work->plan, work->cube, probe->formula, &place, work->scratch, &result, err);
    sr_arena_reset(work->scratch, mark);
    if (!done)
        return false;
    *size = (sr_size){.n = result.n};
    if (probe->has_parts && result.has_parts) {
        size->numerator = sr_number_get_real(result.numerator);
        size->complement = sr_number_get_real(result.denominator) - size->numerator;
    }
    return true;
}

sr_hidden_reason sr_probe_find_problem(const sr_release_work *work, const sr_probe *probe, sr_size size)
{
    uint32_t k = work->request->threshold;
    if (probe->has_count && size.n > 0 && size.n < k)
        return SR_HIDDEN_SMALL_CELLS;
    bool is_small_part = (size.numerator > 0 && size.numerator < k) || (size.complement > 0 && size.complement < k);
    return probe->has_parts && is_small_part ? SR_HIDDEN_SENSITIVE : SR_HIDDEN_NOT;
}

bool sr_subject_is_tested(const sr_subject *subject, sr_period period)
{
    return subject->hidden[period.grain] == SR_HIDDEN_NOT;
}
