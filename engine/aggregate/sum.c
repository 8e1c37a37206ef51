/*
 * sum(x): exact. Of no values there is no sum.
 */
#include "engine/aggregate/total.h"

static size_t get_state_size(const sr_aggregate_call *call)
{
    (void)call;
    return sizeof(sr_total);
}

static const char *check(const sr_aggregate_call *call)
{
    return sr_kind_is_number(call->arg_kinds[0]) ? NULL : "a number";
}

static bool add(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                sr_arena *arena, sr_error *err)
{
    (void)call;
    return sr_total_add_rows(rows, args[0], 0, arena, err);
}

static bool merge(const sr_aggregate_call *call, void *into, const void *from, sr_arena *arena, sr_error *err)
{
    (void)call;
    return sr_total_merge(into, from, arena, err);
}

static bool finish(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)arena;
    const sr_total *total = state;
    sr_number value;
    if (!sr_total_get(total, call->arg_kinds[0], call->arg_scales[0], &value, err))
        return false;
    *result = (sr_result){.state = total->n == 0 ? SR_CELL_NO_DATA : SR_CELL_OK, .n = total->n, .value = value};
    return true;
}

extern const sr_aggregate sr_aggregate_of_sum;
const sr_aggregate sr_aggregate_of_sum = {
    .name = "sum",
    .summary = "sum of the values, exact",
    .arg_min = 1,
    .arg_max = 1,
    .get_state_size = get_state_size,
    .check = check,
    .add = add,
    .merge = merge,
    .finish = finish,
};
