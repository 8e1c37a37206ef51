/*
 * count(*), count(x), count(distinct x). Of no rows the count is 0: that is known, not missing.
 */
#include "engine/aggregate/aggregate.h"
#include "engine/aggregate/tally.h"

typedef struct count_state {
    int64_t n;
    sr_tally distinct;      // count(distinct x) only
} count_state;

static size_t get_state_size(const sr_aggregate_call *call)
{
    return call->is_distinct ? sizeof(count_state) : sizeof(int64_t);
}

static const char *check(const sr_aggregate_call *call)
{
    return call->is_distinct && call->arg_count == 0 ? "a column to tell distinct values of" : NULL;
}

static bool add_distinct(const sr_aggregate_rows *rows, const sr_column *x, sr_arena *arena, sr_error *err)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        count_state *state = rows->states[i];
        if (x->valid[rows->index[i]] && !sr_tally_add(&state->distinct, sr_key_get(x, rows->index[i]), 1, arena, err))
            return false;
    }
    return true;
}

static bool add(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                sr_arena *arena, sr_error *err)
{
    if (call->is_distinct)
        return add_distinct(rows, args[0], arena, err);
    if (call->arg_count == 0) {
        for (uint32_t i = 0; i < rows->count; i++)
            ++*(int64_t *)rows->states[i];
        return true;
    }
    for (uint32_t i = 0; i < rows->count; i++)
        *(int64_t *)rows->states[i] += args[0]->valid[rows->index[i]];
    return true;
}

static bool merge(const sr_aggregate_call *call, void *into, const void *from, sr_arena *arena, sr_error *err)
{
    if (call->is_distinct)
        return sr_tally_merge(&((count_state *)into)->distinct, &((const count_state *)from)->distinct, arena, err);
    *(int64_t *)into += *(const int64_t *)from;
    return true;
}

static bool finish(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)arena;
    (void)err;
    int64_t n = call->is_distinct ? (int64_t)((const count_state *)state)->distinct.distinct : *(const int64_t *)state;
    *result = (sr_result){.state = SR_CELL_OK, .n = n, .value = sr_number_from_integer(n)};
    return true;
}

extern const sr_aggregate sr_aggregate_of_count;
const sr_aggregate sr_aggregate_of_count = {
    .name = "count",
    .summary = "rows; count(x): rows with a value; count(distinct x): different values",
    .arg_min = 0,
    .arg_max = 1,
    .get_state_size = get_state_size,
    .check = check,
    .add = add,
    .merge = merge,
    .finish = finish,
};
