/*
 * avg(x), variance(x), stddev(x): from exact sums of the values and of their squares.
 *
 * The sample variance is (n S2 - S1^2) / (n (n - 1)) with S1 the sum and S2 the sum of squares. Both are exact, and so is the
 * difference: it is formed in an exact sum again and rounded once, so nothing cancels (checked against NIST StRD).
 */
#include <math.h>

#include "engine/aggregate/total.h"
#include "engine/base/number.h"
#include "engine/quotient.h"

typedef struct moments_state {
    sr_total sum;
    sr_int128 squares;      // of integers and decimals; never falls, so its overflow does not depend on order
    sr_exact *real_squares; // of reals
    bool is_too_large;      // the squares do not fit: there is a mean, but no deviation
} moments_state;

static size_t get_state_size(const sr_aggregate_call *call)
{
    (void)call;
    return sizeof(moments_state);
}

static const char *check(const sr_aggregate_call *call)
{
    return sr_kind_is_number(call->arg_kinds[0]) ? NULL : "a number";
}

static bool need_squares(moments_state *state, sr_arena *arena, sr_error *err)
{
    if (state->real_squares == NULL)
        state->real_squares = sr_arena_alloc(arena, 1, sizeof(sr_exact));
    return state->real_squares != NULL || sr_fail_memory(err);
}

static void add_square(moments_state *state, sr_int128 square)
{
    if (!state->is_too_large && !sr_int128_add(state->squares, square, &state->squares))
        state->is_too_large = true;
}

static bool add_real_squares(const sr_aggregate_rows *rows, const sr_column *x, sr_arena *arena, sr_error *err)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        moments_state *state = rows->states[i];
        uint32_t row = rows->index[i];
        if (!x->valid[row])
            continue;
        if (!need_squares(state, arena, err))
            return false;
        double value = x->values.reals[row];
        if (!sr_exact_add_product(state->real_squares, value, value))
            state->is_too_large = true;
    }
    return true;
}

static bool add(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                sr_arena *arena, sr_error *err)
{
    (void)call;
    const sr_column *x = args[0];
    if (!sr_total_add_rows(rows, x, offsetof(moments_state, sum), arena, err))
        return false;
    if (x->kind == SR_KIND_REAL)
        return add_real_squares(rows, x, arena, err);
    for (uint32_t i = 0; i < rows->count; i++) {
        uint32_t row = rows->index[i];
        if (x->valid[row])
            add_square(rows->states[i], (sr_int128)x->values.integers[row] * x->values.integers[row]);
    }
    return true;
}

static bool merge(const sr_aggregate_call *call, void *into, const void *from, sr_arena *arena, sr_error *err)
{
    (void)call;
    moments_state *a = into;
    const moments_state *b = from;
    if (!sr_total_merge(&a->sum, &b->sum, arena, err))
        return false;
    a->is_too_large = a->is_too_large || b->is_too_large;
    add_square(a, b->squares);
    if (b->real_squares == NULL)
        return true;
    if (!need_squares(a, arena, err))
        return false;
    sr_exact_merge(a->real_squares, b->real_squares);
    return true;
}

/* Adds a * b to `sum`, exactly, for two exact sums. */
static bool add_product_of_sums(sr_exact *sum, const sr_exact *a, const sr_exact *b, double sign)
{
    double a_parts[SR_EXACT_PARTS_MAX];
    double b_parts[SR_EXACT_PARTS_MAX];
    size_t a_count = sr_exact_expand(a, a_parts);
    size_t b_count = sr_exact_expand(b, b_parts);
    for (size_t i = 0; i < a_count; i++)
        for (size_t j = 0; j < b_count; j++)
            if (!sr_exact_add_product(sum, sign * a_parts[i], b_parts[j]))
                return false;
    return true;
}

/* n >= 2. False when a square is too large for a double. */
static bool get_variance(const sr_aggregate_call *call, const moments_state *state, double *variance)
{
    sr_exact sum = {0};
    sr_exact squares = {0};
    sr_exact n = {0};
    sr_exact difference = {0};
    sr_exact_add_integer(&n, state->sum.n);
    sr_exact_add_integer(&sum, state->sum.integer);
    sr_exact_add_integer(&squares, state->squares);
    if (state->sum.real != NULL)
        sr_exact_merge(&sum, state->sum.real);
    if (state->real_squares != NULL)
        sr_exact_merge(&squares, state->real_squares);

    double value;
    double divisor = (double)state->sum.n * (double)(state->sum.n - 1);
    if (state->is_too_large || !sr_exact_get(&sum, &value) || !sr_exact_get(&squares, &value)
        || !add_product_of_sums(&difference, &n, &squares, 1.0)
        || !add_product_of_sums(&difference, &sum, &sum, -1.0) || !sr_exact_get(&difference, &value))
        return false;
    uint8_t scale = call->arg_kinds[0] == SR_KIND_DECIMAL ? call->arg_scales[0] : 0;
    value = value / divisor / pow(10, 2 * scale);
    *variance = value > 0.0 ? value : 0.0;  // below 0 only by the last bits of products that no double holds
    return true;
}

static bool finish(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)arena;
    const moments_state *s = state;
    sr_number sum;
    double mean;
    double variance;
    *result = (sr_result){.state = SR_CELL_NO_DATA, .n = s->sum.n};
    if (s->sum.n == 0)
        return true;
    if (!sr_total_get(&s->sum, call->arg_kinds[0], call->arg_scales[0], &sum, err))
        return false;
    if (!sr_quotient(sum, sr_number_from_integer(s->sum.n), &mean))
        return sr_fail(err, SR_BAD_DATA, "avg: the values are too large for a number");
    result->state = SR_CELL_OK;
    result->value = sr_number_from_real(mean);
    if (s->sum.n >= 2 && get_variance(call, s, &variance)) {
        result->has_deviation = true;
        result->deviation = sqrt(variance);
    }
    return true;
}

static bool finish_spread(const sr_aggregate_call *call, const moments_state *state, bool is_root, sr_result *result,
                          sr_error *err)
{
    double variance;
    *result = (sr_result){.state = state->sum.n == 0 ? SR_CELL_NO_DATA : SR_CELL_NOT_APPLICABLE, .n = state->sum.n};
    if (state->sum.n < 2)
        return true;
    if (!get_variance(call, state, &variance))
        return sr_fail(err, SR_BAD_DATA, "%s: the squares of the values are too large to be added up exactly",
                       is_root ? "stddev" : "variance");
    result->state = SR_CELL_OK;
    result->value = sr_number_from_real(is_root ? sqrt(variance) : variance);
    return true;
}

static bool finish_variance(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)arena;
    return finish_spread(call, state, false, result, err);
}

static bool finish_stddev(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)arena;
    return finish_spread(call, state, true, result, err);
}

extern const sr_aggregate sr_aggregate_of_avg;
const sr_aggregate sr_aggregate_of_avg = {
    .name = "avg",
    .summary = "mean of the values",
    .arg_min = 1,
    .arg_max = 1,
    .get_state_size = get_state_size,
    .check = check,
    .add = add,
    .merge = merge,
    .finish = finish,
};

extern const sr_aggregate sr_aggregate_of_variance;
const sr_aggregate sr_aggregate_of_variance = {
    .name = "variance",
    .summary = "variance of a sample; of one value there is none",
    .arg_min = 1,
    .arg_max = 1,
    .get_state_size = get_state_size,
    .check = check,
    .add = add,
    .merge = merge,
    .finish = finish_variance,
};

extern const sr_aggregate sr_aggregate_of_stddev;
const sr_aggregate sr_aggregate_of_stddev = {
    .name = "stddev",
    .summary = "standard deviation of a sample; of one value there is none",
    .arg_min = 1,
    .arg_max = 1,
    .get_state_size = get_state_size,
    .check = check,
    .add = add,
    .merge = merge,
    .finish = finish_stddev,
};
