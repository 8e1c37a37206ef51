/*
 * ratio(a, b): the sum of a over the sum of b. rate(a, b, m): the same m times. wavg(x, w): the mean of x weighted by w,
 * which is the sum of x * w over the sum of w. Numerator and denominator are kept to the end.
 */
#include <math.h>

#include "engine/aggregate/total.h"
#include "engine/base/number.h"

typedef struct ratio_state {
    int64_t rows;           // counted here, with values or without
    int64_t n;              // rows with a value in either
    sr_total numerator;
    sr_total denominator;
} ratio_state;

static size_t get_state_size(const sr_aggregate_call *call)
{
    (void)call;
    return sizeof(ratio_state);
}

static const char *check(const sr_aggregate_call *call)
{
    return sr_kind_is_number(call->arg_kinds[0]) && sr_kind_is_number(call->arg_kinds[1]) ? NULL : "two numbers";
}

static const char *check_rate(const sr_aggregate_call *call)
{
    const char *expected = check(call);
    if (expected != NULL)
        return expected;
    return isfinite(call->parameter) && call->parameter > 0 ? NULL : "a number above 0 as the third argument, such as 1000";
}

static bool add(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                sr_arena *arena, sr_error *err)
{
    (void)call;
    for (uint32_t i = 0; i < rows->count; i++) {
        ratio_state *state = rows->states[i];
        state->rows++;
        state->n += args[0]->valid[rows->index[i]] || args[1]->valid[rows->index[i]];
    }
    return sr_total_add_rows(rows, args[0], offsetof(ratio_state, numerator), arena, err)
        && sr_total_add_rows(rows, args[1], offsetof(ratio_state, denominator), arena, err);
}

static bool merge(const sr_aggregate_call *call, void *into, const void *from, sr_arena *arena, sr_error *err)
{
    (void)call;
    ratio_state *a = into;
    const ratio_state *b = from;
    a->rows += b->rows;
    a->n += b->n;
    return sr_total_merge(&a->numerator, &b->numerator, arena, err)
        && sr_total_merge(&a->denominator, &b->denominator, arena, err);
}

/* The sums as numbers, then the state: a sum of no values is not known, rows without anything to divide by are told apart. */
static bool finish_parts(const ratio_state *state, sr_number numerator, sr_number denominator, double per,
                         sr_result *result, sr_error *err)
{
    *result = (sr_result){.state = SR_CELL_NO_DATA, .n = state->n};
    if (state->rows == 0 || (state->numerator.n == 0 && state->denominator.n > 0))
        return true;
    return sr_result_set_ratio(result, numerator, denominator, per, err);
}

static bool finish_per(const sr_aggregate_call *call, const ratio_state *state, double per, sr_result *result, sr_error *err)
{
    sr_number numerator;
    sr_number denominator;
    return sr_total_get(&state->numerator, call->arg_kinds[0], call->arg_scales[0], &numerator, err)
        && sr_total_get(&state->denominator, call->arg_kinds[1], call->arg_scales[1], &denominator, err)
        && finish_parts(state, numerator, denominator, per, result, err);
}

static bool finish(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)arena;
    return finish_per(call, state, 1.0, result, err);
}

static bool finish_rate(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)arena;
    return finish_per(call, state, call->parameter, result, err);
}

/* --- weighted mean --- */

static bool has_real(const sr_aggregate_call *call)
{
    return call->arg_kinds[0] == SR_KIND_REAL || call->arg_kinds[1] == SR_KIND_REAL;
}

static uint8_t get_scale(const sr_aggregate_call *call, size_t arg)
{
    return call->arg_kinds[arg] == SR_KIND_DECIMAL ? call->arg_scales[arg] : 0;
}

static double get_real(const sr_column *column, uint32_t row)
{
    return column->kind == SR_KIND_REAL ? column->values.reals[row]
                                        : sr_number_to_real(column->values.integers[row], column->scale);
}

static bool add_product(sr_total *total, const sr_column *x, const sr_column *w, uint32_t row, sr_arena *arena, sr_error *err)
{
    total->n++;
    if (x->kind != SR_KIND_REAL && w->kind != SR_KIND_REAL)
        return sr_int128_add(total->integer, (sr_int128)x->values.integers[row] * w->values.integers[row], &total->integer)
            || sr_fail(err, SR_BAD_DATA, "wavg: value times weight is too large to be added up exactly");
    return sr_total_need_real(total, arena, err)
        && (sr_exact_add_product(total->real, get_real(x, row), get_real(w, row))
            || sr_fail(err, SR_BAD_DATA, "wavg: value times weight is too large for a number"));
}

static bool add_weighted(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                         sr_arena *arena, sr_error *err)
{
    (void)call;
    const sr_column *x = args[0];
    const sr_column *w = args[1];
    for (uint32_t i = 0; i < rows->count; i++) {
        ratio_state *state = rows->states[i];
        uint32_t row = rows->index[i];
        state->rows++;
        if (!x->valid[row] || !w->valid[row])
            continue;
        state->n++;
        if (!add_product(&state->numerator, x, w, row, arena, err))
            return false;
        state->denominator.n++;
        if (w->kind != SR_KIND_REAL)
            state->denominator.integer += w->values.integers[row];
        else if (sr_total_need_real(&state->denominator, arena, err))
            sr_exact_add(state->denominator.real, w->values.reals[row]);
        else
            return false;
    }
    return true;
}

static bool finish_weighted(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)arena;
    const ratio_state *s = state;
    sr_number numerator;
    sr_number denominator;
    sr_kind kind = has_real(call) ? SR_KIND_REAL : SR_KIND_DECIMAL;
    uint8_t scale = (uint8_t)(get_scale(call, 0) + get_scale(call, 1));
    if (!sr_total_get(&s->numerator, kind, scale, &numerator, err)
        || !sr_total_get(&s->denominator, call->arg_kinds[1], call->arg_scales[1], &denominator, err))
        return false;
    if (scale > SR_SCALE_MAX && !numerator.is_real)
        numerator = sr_number_from_real(sr_number_to_real(numerator.exact, SR_SCALE_MAX) / pow(10, scale - SR_SCALE_MAX));
    return finish_parts(s, numerator, denominator, 1.0, result, err);
}

extern const sr_aggregate sr_aggregate_of_ratio;
const sr_aggregate sr_aggregate_of_ratio = {
    .name = "ratio",
    .summary = "ratio(a, b): sum of a over sum of b",
    .arg_min = 2,
    .arg_max = 2,
    .get_state_size = get_state_size,
    .check = check,
    .add = add,
    .merge = merge,
    .finish = finish,
};

extern const sr_aggregate sr_aggregate_of_rate;
const sr_aggregate sr_aggregate_of_rate = {
    .name = "rate",
    .summary = "rate(a, b, 1000): sum of a per 1000 of the sum of b",
    .arg_min = 2,
    .arg_max = 2,
    .has_parameter = true,
    .parameter_default = NAN,
    .get_state_size = get_state_size,
    .check = check_rate,
    .add = add,
    .merge = merge,
    .finish = finish_rate,
};

extern const sr_aggregate sr_aggregate_of_wavg;
const sr_aggregate sr_aggregate_of_wavg = {
    .name = "wavg",
    .summary = "wavg(x, w): mean of x weighted by w",
    .arg_min = 2,
    .arg_max = 2,
    .get_state_size = get_state_size,
    .check = check,
    .add = add_weighted,
    .merge = merge,
    .finish = finish_weighted,
};
