/*
 * share(c): rows where c is true over rows where c is not missing. top_box(x, m): rows with x >= m over rows with x.
 */
#include <math.h>

#include "engine/aggregate/total.h"
#include "engine/key.h"

typedef struct share_state {
    int64_t rows;           // counted here, known or not
    int64_t known;
    int64_t yes;
} share_state;

static size_t get_state_size(const sr_aggregate_call *call)
{
    (void)call;
    return sizeof(share_state);
}

static const char *check(const sr_aggregate_call *call)
{
    return call->arg_kinds[0] == SR_KIND_BOOLEAN ? NULL : "a condition that is true or false";
}

static const char *check_box(const sr_aggregate_call *call)
{
    if (!sr_kind_is_number(call->arg_kinds[0]))
        return "a number";
    return isfinite(call->parameter) ? NULL : "the lowest answer that counts as the second argument, such as 4";
}

static bool add(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                sr_arena *arena, sr_error *err)
{
    (void)call;
    (void)arena;
    (void)err;
    const sr_column *c = args[0];
    for (uint32_t i = 0; i < rows->count; i++) {
        share_state *state = rows->states[i];
        uint32_t row = rows->index[i];
        state->rows++;
        state->known += c->valid[row];
        state->yes += c->valid[row] && c->values.booleans[row] != 0;
    }
    return true;
}

static bool add_box(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                    sr_arena *arena, sr_error *err)
{
    (void)arena;
    (void)err;
    const sr_column *x = args[0];
    for (uint32_t i = 0; i < rows->count; i++) {
        share_state *state = rows->states[i];
        uint32_t row = rows->index[i];
        state->rows++;
        if (!x->valid[row])
            continue;
        double answer = sr_number_get_real(sr_key_get_number(sr_key_get(x, row), x->kind, x->scale));
        state->known++;
        state->yes += answer >= call->parameter;
    }
    return true;
}

static bool merge(const sr_aggregate_call *call, void *into, const void *from, sr_arena *arena, sr_error *err)
{
    (void)call;
    (void)arena;
    (void)err;
    share_state *a = into;
    const share_state *b = from;
    a->rows += b->rows;
    a->known += b->known;
    a->yes += b->yes;
    return true;
}

static bool finish(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)call;
    (void)arena;
    const share_state *s = state;
    *result = (sr_result){.state = SR_CELL_NO_DATA, .n = s->known};
    return s->rows == 0
        || sr_result_set_ratio(result, sr_number_from_integer(s->yes), sr_number_from_integer(s->known), 1.0, err);
}

extern const sr_aggregate sr_aggregate_of_share;
const sr_aggregate sr_aggregate_of_share = {
    .name = "share",
    .summary = "share(c): rows where c is true over rows where c is not missing, 0 to 1",
    .arg_min = 1,
    .arg_max = 1,
    .get_state_size = get_state_size,
    .check = check,
    .add = add,
    .merge = merge,
    .finish = finish,
};

extern const sr_aggregate sr_aggregate_of_top_box;
const sr_aggregate sr_aggregate_of_top_box = {
    .name = "top_box",
    .summary = "top_box(x, 4): share of the answers that are 4 or more",
    .arg_min = 1,
    .arg_max = 1,
    .has_parameter = true,
    .parameter_default = NAN,
    .get_state_size = get_state_size,
    .check = check_box,
    .add = add_box,
    .merge = merge,
    .finish = finish,
};
