/*
 * Results are computed from the leaves up. A part that has no value gives its state to the whole; the first such part
 * decides. n of a ratio is that of its denominator, what it is a ratio of; of a sum it is the sum.
 */
#include "engine/indicator/formula.h"

#include <assert.h>
#include <math.h>

#include "engine/aggregate/total.h"
#include "engine/base/number.h"
#include "engine/indicator/shift.h"
#include "engine/quotient.h"

typedef struct evaluation {
    const sr_plan *plan;
    const sr_cube *cube;
    sr_arena *arena;
} evaluation;

uint32_t sr_grouping_find(const sr_plan_grouping *groupings, uint32_t count, const sr_plan_grouping *wanted)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = 0;
        while (k < wanted->key_count && groupings[i].key_count == wanted->key_count
               && sr_text_is(groupings[i].keys[k].name, wanted->keys[k].name))
            k++;
        if (groupings[i].key_count == wanted->key_count && k == wanted->key_count)
            return i;
    }
    return SR_NO_INDEX;
}

static bool eval(const evaluation *e, const sr_formula *formula, const sr_formula_place *place, sr_result *result, sr_error *err);

static bool eval_fold(const evaluation *e, const sr_formula *formula, const sr_formula_place *place, sr_result *result, sr_error *err)
{
    const sr_plan_fold *fold = &e->plan->folds[formula->index];
    uint32_t grouping = sr_grouping_find(fold->groupings, fold->grouping_count, place->grouping);
    if (grouping == SR_NO_INDEX)
        return sr_fail_at(err, SR_INTERNAL, formula->where, "a measure is asked for a breakdown that it was not folded by");
    void *state = sr_arena_alloc(e->arena, 1, fold->aggregate->get_state_size(&fold->call));
    if (state == NULL)
        return sr_fail_memory(err);
    bool is_touched;
    if (!sr_cube_merge(e->cube, formula->index, grouping, &place->range, e->arena, state, &is_touched, err)
        || !fold->aggregate->finish(&fold->call, state, e->arena, result, err))
        return false;
    /* "No row" is a zero only where there could have been rows. */
    if (!is_touched && result->state == SR_CELL_OK && !sr_cube_has_data(e->cube, formula->index, &place->range))
        *result = (sr_result){.state = SR_CELL_NO_DATA};
    return true;
}

static bool fail_too_large(const sr_formula *formula, sr_error *err)
{
    return sr_fail_at(err, SR_BAD_DATA, formula->where, "the result of the formula is too large for a number");
}

static bool set_real(const sr_formula *formula, double value, sr_result *result, sr_error *err)
{
    if (!isfinite(value))
        return fail_too_large(formula, err);
    result->value = sr_number_from_real(value);
    return true;
}

/* a + sign * b, exact when both are. */
static bool add(const sr_formula *formula, sr_number a, sr_number b, int sign, sr_result *result, sr_error *err)
{
    if (a.is_real || b.is_real)
        return set_real(formula, sr_number_get_real(a) + sign * sr_number_get_real(b), result, err);
    uint8_t scale = a.scale > b.scale ? a.scale : b.scale;
    sr_int128 x;
    sr_int128 y;
    sr_int128 sum;
    if (!sr_number_rescale(a.exact, a.scale, scale, &x) || !sr_number_rescale(b.exact, b.scale, scale, &y)
        || !(sign > 0 ? sr_int128_add(x, y, &sum) : sr_int128_subtract(x, y, &sum)))
        return fail_too_large(formula, err);
    result->value = sr_number_from_decimal(sum, scale);
    return true;
}

static bool multiply(const sr_formula *formula, sr_number a, sr_number b, sr_result *result, sr_error *err)
{
    sr_int128 product;
    if (a.is_real || b.is_real || a.scale + b.scale > SR_SCALE_MAX || !sr_int128_multiply(a.exact, b.exact, &product))
        return set_real(formula, sr_number_get_real(a) * sr_number_get_real(b), result, err);
    result->value = sr_number_from_decimal(product, (uint8_t)(a.scale + b.scale));
    return true;
}

static bool divide(const sr_formula *formula, sr_number a, sr_number b, sr_result *result, sr_error *err)
{
    double value;
    if (sr_number_is_zero(b)) {
        result->state = SR_CELL_ZERO_DENOMINATOR;
        return true;
    }
    if (!sr_quotient(a, b, &value))
        return fail_too_large(formula, err);
    return set_real(formula, value, result, err);
}

/* Both parts have a value. */
static bool combine(const sr_formula *formula, const sr_result *a, const sr_result *b, sr_result *result, sr_error *err)
{
    *result = (sr_result){.state = SR_CELL_OK, .n = a->n + b->n};
    switch (formula->op) {
    case SR_FORMULA_ADD: return add(formula, a->value, b->value, 1, result, err);
    case SR_FORMULA_SUBTRACT: return add(formula, a->value, b->value, -1, result, err);
    case SR_FORMULA_MULTIPLY: return multiply(formula, a->value, b->value, result, err);
    case SR_FORMULA_DIVIDE: result->n = b->n; return divide(formula, a->value, b->value, result, err);
    default: result->n = b->n; return sr_result_set_ratio(result, a->value, b->value, 1.0, err);
    }
}

static bool eval_args(const evaluation *e, const sr_formula *formula, const sr_formula_place *place, sr_result *result, sr_error *err)
{
    assert(formula->arg_count == 2);
    sr_result parts[2];
    for (uint32_t i = 0; i < 2; i++)
        if (!eval(e, formula->args[i], place, &parts[i], err))
            return false;
    for (uint32_t i = 0; i < 2; i++) {
        if (parts[i].state != SR_CELL_OK) {
            *result = (sr_result){.state = parts[i].state};
            return true;
        }
    }
    return combine(formula, &parts[0], &parts[1], result, err);
}

static bool eval_negation(const evaluation *e, const sr_formula *formula, const sr_formula_place *place, sr_result *result, sr_error *err)
{
    sr_result part;
    if (!eval(e, formula->args[0], place, &part, err))
        return false;
    *result = (sr_result){.state = part.state, .n = part.n};
    return part.state != SR_CELL_OK || add(formula, (sr_number){.scale = part.value.scale}, part.value, -1, result, err);
}

static bool eval_shifted(const evaluation *e, const sr_formula *formula, sr_formula_place place, sr_result *result, sr_error *err)
{
    if (sr_shift_range(formula, &place.range))
        return eval(e, formula->args[0], &place, result, err);
    *result = (sr_result){.state = SR_CELL_NOT_APPLICABLE};
    return true;
}

static bool eval(const evaluation *e, const sr_formula *formula, const sr_formula_place *place, sr_result *result, sr_error *err)
{
    switch (formula->op) {
    case SR_FORMULA_CONSTANT:
        *result = (sr_result){.state = SR_CELL_OK, .value = formula->constant};
        return true;
    case SR_FORMULA_FOLD: return eval_fold(e, formula, place, result, err);
    case SR_FORMULA_INDICATOR: return eval(e, e->plan->indicators[formula->index].formula, place, result, err);
    case SR_FORMULA_YTD:
    case SR_FORMULA_FULL_YEAR:
    case SR_FORMULA_ROLLING:
    case SR_FORMULA_PREVIOUS:
    case SR_FORMULA_LAST_YEAR: return eval_shifted(e, formula, *place, result, err);
    case SR_FORMULA_VERSIONS: return eval(e, sr_formula_pick(formula, place->range.last - 1), place, result, err);
    case SR_FORMULA_NEGATE: return eval_negation(e, formula, place, result, err);
    case SR_FORMULA_RATIO:
    case SR_FORMULA_ADD:
    case SR_FORMULA_SUBTRACT:
    case SR_FORMULA_MULTIPLY:
    case SR_FORMULA_DIVIDE: break;
    }
    return eval_args(e, formula, place, result, err);
}

bool sr_formula_eval(const sr_plan *plan, const sr_cube *cube, const sr_formula *formula, const sr_formula_place *place,
                     sr_arena *arena, sr_result *result, sr_error *err)
{
    evaluation e = {plan, cube, arena};
    sr_result made;
    if (!eval(&e, formula, place, &made, err))
        return false;
    *result = made;
    return true;
}
