/*
 * median(x), quantile(x, q): type 7 of Hyndman and Fan (1996), The American Statistician 50:361-365, over all values.
 *
 * With n values in order x(0)..x(n-1) and h = (n - 1) q: x(floor h) + (h - floor h) (x(floor h + 1) - x(floor h)).
 */
#include <math.h>

#include "engine/aggregate/tally.h"
#include "engine/aggregate/total.h"
#include "engine/base/number.h"

static size_t get_state_size(const sr_aggregate_call *call)
{
    (void)call;
    return sizeof(sr_tally);
}

static const char *check(const sr_aggregate_call *call)
{
    return sr_kind_is_number(call->arg_kinds[0]) ? NULL : "a number";
}

static const char *check_quantile(const sr_aggregate_call *call)
{
    if (!sr_kind_is_number(call->arg_kinds[0]))
        return "a number";
    return call->parameter >= 0 && call->parameter <= 1 ? NULL : "a share from 0 to 1 as the second argument, such as 0.9";
}

static bool add(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                sr_arena *arena, sr_error *err)
{
    (void)call;
    const sr_column *x = args[0];
    for (uint32_t i = 0; i < rows->count; i++) {
        uint32_t row = rows->index[i];
        if (x->valid[row] && !sr_tally_add(rows->states[i], sr_key_get(x, row), 1, arena, err))
            return false;
    }
    return true;
}

static bool merge(const sr_aggregate_call *call, void *into, const void *from, sr_arena *arena, sr_error *err)
{
    (void)call;
    return sr_tally_merge(into, from, arena, err);
}

/* The value of 0-based rank, and the next one in order. */
static void find_ranks(const sr_tally_entry *entries, size_t count, int64_t rank, sr_key *at, sr_key *next)
{
    int64_t below = 0;
    size_t i = 0;
    while (i + 1 < count && below + entries[i].count <= rank)
        below += entries[i++].count;
    bool is_last_of_its_value = rank == below + entries[i].count - 1;
    *at = entries[i].key;
    *next = entries[is_last_of_its_value && i + 1 < count ? i + 1 : i].key;
}

/* Exact where it can be: a value itself, or half way between two exact ones. */
static sr_number interpolate(sr_kind kind, uint8_t scale, sr_key at, sr_key next, double part)
{
    sr_number a = sr_key_get_number(at, kind, scale);
    sr_number b = sr_key_get_number(next, kind, scale);
    if (at == next || part == 0.0)
        return a;
    if (!a.is_real && part == 0.5 && a.scale < SR_SCALE_MAX) {
        sr_int128 sum = a.exact + b.exact;
        return sum % 2 == 0 ? sr_number_from_decimal(sum / 2, a.scale)
                            : sr_number_from_decimal(sum * 5, (uint8_t)(a.scale + 1));
    }
    return sr_number_from_real((1.0 - part) * sr_number_get_real(a) + part * sr_number_get_real(b));
}

static bool finish_at(const sr_aggregate_call *call, const sr_tally *tally, double q, sr_arena *arena,
                      sr_result *result, sr_error *err)
{
    *result = (sr_result){.state = SR_CELL_NO_DATA, .n = tally->total};
    if (tally->total == 0)
        return true;
    const sr_tally_entry *entries;
    if (!sr_tally_sort(tally, call->arg_kinds[0], arena, &entries, err))
        return false;
    double h = (double)(tally->total - 1) * q;
    sr_key at;
    sr_key next;
    find_ranks(entries, tally->distinct, (int64_t)floor(h), &at, &next);
    result->state = SR_CELL_OK;
    result->value = interpolate(call->arg_kinds[0], call->arg_scales[0], at, next, h - floor(h));
    return true;
}

static bool finish(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    return finish_at(call, state, 0.5, arena, result, err);
}

static bool finish_quantile(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    return finish_at(call, state, call->parameter, arena, result, err);
}

extern const sr_aggregate sr_aggregate_of_median;
const sr_aggregate sr_aggregate_of_median = {
    .name = "median",
    .summary = "the middle value; half way between the two middle ones of an even number",
    .arg_min = 1,
    .arg_max = 1,
    .get_state_size = get_state_size,
    .check = check,
    .add = add,
    .merge = merge,
    .finish = finish,
};

extern const sr_aggregate sr_aggregate_of_quantile;
const sr_aggregate sr_aggregate_of_quantile = {
    .name = "quantile",
    .summary = "quantile(x, 0.9): the value that 90 % of the values do not exceed (type 7)",
    .arg_min = 1,
    .arg_max = 1,
    .has_parameter = true,
    .parameter_default = NAN,
    .get_state_size = get_state_size,
    .check = check_quantile,
    .add = add,
    .merge = merge,
    .finish = finish_quantile,
};
