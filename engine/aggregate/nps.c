/*
 * nps(x): net promoter score of answers from 0 to 10: per cent of 9 and 10 less per cent of 0 to 6, so -100 to 100.
 * An answer outside the scale is not counted; how many there were is known.
 */
#include "engine/aggregate/total.h"
#include "engine/key.h"
#include "engine/quotient.h"

#define LOWEST 0
#define HIGHEST 10
#define DETRACTOR_MAX 6
#define PROMOTER_MIN 9

typedef struct nps_state {
    int64_t n;
    int64_t promoters;
    int64_t detractors;
    int64_t outside;
} nps_state;

static size_t get_state_size(const sr_aggregate_call *call)
{
    (void)call;
    return sizeof(nps_state);
}

static const char *check(const sr_aggregate_call *call)
{
    return sr_kind_is_number(call->arg_kinds[0]) ? NULL : "a number from 0 to 10";
}

static bool add(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                sr_arena *arena, sr_error *err)
{
    (void)call;
    (void)arena;
    (void)err;
    const sr_column *x = args[0];
    for (uint32_t i = 0; i < rows->count; i++) {
        nps_state *state = rows->states[i];
        uint32_t row = rows->index[i];
        if (!x->valid[row])
            continue;
        double answer = sr_number_get_real(sr_key_get_number(sr_key_get(x, row), x->kind, x->scale));
        bool is_inside = answer >= LOWEST && answer <= HIGHEST;
        state->n += is_inside;
        state->outside += !is_inside;
        state->promoters += is_inside && answer >= PROMOTER_MIN;
        state->detractors += is_inside && answer <= DETRACTOR_MAX;
    }
    return true;
}

static bool merge(const sr_aggregate_call *call, void *into, const void *from, sr_arena *arena, sr_error *err)
{
    (void)call;
    (void)arena;
    (void)err;
    nps_state *a = into;
    const nps_state *b = from;
    a->n += b->n;
    a->promoters += b->promoters;
    a->detractors += b->detractors;
    a->outside += b->outside;
    return true;
}

static bool finish(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err)
{
    (void)call;
    (void)arena;
    (void)err;
    const nps_state *s = state;
    *result = (sr_result){.state = SR_CELL_NO_DATA, .n = s->n};
    if (s->n == 0)
        return true;
    double value = 0.0;
    sr_number net = sr_number_from_integer((sr_int128)100 * (s->promoters - s->detractors));
    result->state = SR_CELL_OK;
    if (sr_quotient(net, sr_number_from_integer(s->n), &value))     // at most 100: always a double
        result->value = sr_number_from_real(value);
    return true;
}

static uint64_t count_outside(const void *state)
{
    return (uint64_t)((const nps_state *)state)->outside;
}

extern const sr_aggregate sr_aggregate_of_nps;
const sr_aggregate sr_aggregate_of_nps = {
    .name = "nps",
    .summary = "net promoter score of answers 0 to 10: per cent of 9 and 10 less per cent of 0 to 6",
    .arg_min = 1,
    .arg_max = 1,
    .get_state_size = get_state_size,
    .check = check,
    .add = add,
    .merge = merge,
    .finish = finish,
    .count_outside = count_outside,
};
