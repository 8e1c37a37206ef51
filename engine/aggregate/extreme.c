/*
 * min(x), max(x), and first(x order by d), last(x order by d): one value of a row. Among rows of the same d the smaller x is
 * taken, so that the order of rows cannot be seen. Text is ordered by code point.
 */
#include "engine/aggregate/aggregate.h"
#include "engine/key.h"

typedef struct extreme_state {
    int64_t n;
    sr_key order;           // what is compared: x itself, or d
    sr_key value;           // x
    const sr_dict *dict;
} extreme_state;

static size_t get_state_size(const sr_aggregate_call *call)
{
    (void)call;
    return sizeof(extreme_state);
}

static const char *check(const sr_aggregate_call *call)
{
    (void)call;
    return NULL;
}

/* Is the row (order, value) to be taken instead of what the state holds? `sign` is -1 for the smallest, 1 for the largest. */
static bool is_better(const sr_aggregate_call *call, const extreme_state *state, sr_key order, sr_key value, int sign)
{
    sr_kind order_kind = call->arg_kinds[call->arg_count - 1];
    int compared = state->n == 0 ? sign : sr_key_compare(order_kind, order, state->order, state->dict);
    if (compared == 0)
        return sr_key_compare(call->arg_kinds[0], value, state->value, state->dict) < 0;
    return compared * sign > 0;
}

static void take(const sr_aggregate_call *call, extreme_state *state, const extreme_state *from, int sign)
{
    state->dict = from->dict;
    if (is_better(call, state, from->order, from->value, sign)) {
        state->order = from->order;
        state->value = from->value;
    }
    state->n += from->n;
}

static void add_signed(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args, int sign)
{
    const sr_column *x = args[0];
    const sr_column *d = args[call->arg_count - 1];
    for (uint32_t i = 0; i < rows->count; i++) {
        uint32_t row = rows->index[i];
        if (!x->valid[row] || !d->valid[row])
            continue;
        extreme_state one = {1, sr_key_get(d, row), sr_key_get(x, row), rows->dict};
        take(call, rows->states[i], &one, sign);
    }
}

static bool add_smallest(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                         sr_arena *arena, sr_error *err)
{
    (void)arena;
    (void)err;
    add_signed(call, rows, args, -1);
    return true;
}

static bool add_largest(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                        sr_arena *arena, sr_error *err)
{
    (void)arena;
    (void)err;
    add_signed(call, rows, args, 1);
    return true;
}

static void merge_signed(const sr_aggregate_call *call, void *into, const void *from, int sign)
{
    const extreme_state *other = from;
    if (other->n > 0)
        take(call, into, other, sign);
}

static bool merge_smallest(const sr_aggregate_call *call, void *into, const void *from, sr_arena *arena, sr_error *err)
{
    (void)arena;
    (void)err;
    merge_signed(call, into, from, -1);
    return true;
}

static bool merge_largest(const sr_aggregate_call *call, void *into, const void *from, sr_arena *arena, sr_error *err)
{
    (void)arena;
    (void)err;
    merge_signed(call, into, from, 1);
    return true;
}

static bool finish(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)arena;
    (void)err;
    const extreme_state *s = state;
    *result = (sr_result){.state = s->n == 0 ? SR_CELL_NO_DATA : SR_CELL_OK, .n = s->n};
    if (s->n > 0)
        result->value = sr_key_get_number(s->value, call->arg_kinds[0], call->arg_scales[0]);
    return true;
}

extern const sr_aggregate sr_aggregate_of_min;
const sr_aggregate sr_aggregate_of_min = {
    .name = "min",
    .summary = "the smallest value",
    .arg_min = 1,
    .arg_max = 1,
    .keeps_kind = true,
    .get_state_size = get_state_size,
    .check = check,
    .add = add_smallest,
    .merge = merge_smallest,
    .finish = finish,
};

extern const sr_aggregate sr_aggregate_of_max;
const sr_aggregate sr_aggregate_of_max = {
    .name = "max",
    .summary = "the largest value",
    .arg_min = 1,
    .arg_max = 1,
    .keeps_kind = true,
    .get_state_size = get_state_size,
    .check = check,
    .add = add_largest,
    .merge = merge_largest,
    .finish = finish,
};

extern const sr_aggregate sr_aggregate_of_first;
const sr_aggregate sr_aggregate_of_first = {
    .name = "first",
    .is_ordered = true,
    .summary = "first(x order by d): x of the row with the smallest d",
    .arg_min = 2,
    .arg_max = 2,
    .keeps_kind = true,
    .get_state_size = get_state_size,
    .check = check,
    .add = add_smallest,
    .merge = merge_smallest,
    .finish = finish,
};

extern const sr_aggregate sr_aggregate_of_last;
const sr_aggregate sr_aggregate_of_last = {
    .name = "last",
    .is_ordered = true,
    .summary = "last(x order by d): x of the row with the largest d",
    .arg_min = 2,
    .arg_max = 2,
    .keeps_kind = true,
    .get_state_size = get_state_size,
    .check = check,
    .add = add_largest,
    .merge = merge_largest,
    .finish = finish,
};
