/*
 * An aggregate folds the rows of a group into a state. States merge: the order of rows, batches and files cannot be seen
 * in the result. One file an aggregate (or a family of them), one row in aggregates.c.
 */
#ifndef SR_ENGINE_AGGREGATE_AGGREGATE_H
#define SR_ENGINE_AGGREGATE_AGGREGATE_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/dict.h"
#include "engine/base/error.h"
#include "engine/column.h"
#include "engine/value.h"

#define SR_AGGREGATE_ARGS_MAX 3

/* Why a cell has or has not a value. The report prints it. */
typedef enum sr_cell_state {
    SR_CELL_OK,
    SR_CELL_NO_DATA,            // no row was counted here
    SR_CELL_ZERO_DENOMINATOR,   // rows there were, but nothing to divide by
    SR_CELL_TOO_FEW,            // fewer were counted than the indicator's minimum: the value would be chance; only release makes it
    SR_CELL_NOT_APPLICABLE,     // the measure has no meaning here (a period outside the data, one value has no deviation)
    SR_CELL_HIDDEN              // withheld to protect persons; only disclosure control makes it
} sr_cell_state;

const char *sr_cell_state_get_name(sr_cell_state state);   // ok, no_data, zero_denominator, too_few, not_applicable, hidden

typedef struct sr_result {
    sr_cell_state state;
    int64_t n;                  // [count] what the figure rests on: rows with a value; distinct things for count(distinct)
    bool has_parts;             // a ratio: numerator and denominator are kept to the end
    sr_number numerator;        // valid when has_parts (also when the state is zero_denominator)
    sr_number denominator;
    double per;                 // has_parts: value = numerator / denominator * per; 1, the multiplier of a rate, 100 of an index
    sr_number value;            // valid when state is SR_CELL_OK
    bool has_deviation;         // a mean of n >= 2 values
    double deviation;           // sample standard deviation of the values, for the interval of a mean
} sr_result;

/* What a fold was asked for: fixed before the first row. */
typedef struct sr_aggregate_call {
    uint32_t arg_count;
    sr_kind arg_kinds[SR_AGGREGATE_ARGS_MAX];
    uint8_t arg_scales[SR_AGGREGATE_ARGS_MAX];
    double parameter;           // the constant: q of quantile, the multiplier of rate, the lowest box of top_box
    bool is_distinct;           // count(distinct x)
} sr_aggregate_call;

/* The rows of a batch that belong to the fold, and the state each goes to. */
typedef struct sr_aggregate_rows {
    uint32_t count;
    const uint32_t *index;      // count row numbers of the batch
    void *const *states;        // count states, one a row
    const sr_dict *dict;        // of the run, for order of text (min, max)
} sr_aggregate_rows;

typedef struct sr_aggregate {
    const char *name;           // the word in the rules
    const char *summary;        // one sentence for `seire list` and docs/rules.md
    bool is_ordered;            // the last row argument stands behind `order by`
    uint32_t arg_min;           // row arguments, without the constant parameter; count takes 0 or 1
    uint32_t arg_max;
    bool has_parameter;         // the last argument in the rules is a constant number
    double parameter_default;   // used when the parameter is optional and absent; NAN: it must be given
    bool keeps_kind;            // the value is one of the first argument: a day, a dictionary code, 0 or 1, exact digits
    size_t (*get_state_size)(const sr_aggregate_call *call);

    /* NULL when these kinds are right, else what was expected: "a number", "a boolean". */
    const char *(*check)(const sr_aggregate_call *call);

    /* A state of zero bytes is the empty state. May fail: no memory, overflow (SR_BAD_DATA). */
    bool (*add)(const sr_aggregate_call *call, const sr_aggregate_rows *rows, const sr_column *const *args,
                sr_arena *arena, sr_error *err);
    bool (*merge)(const sr_aggregate_call *call, void *into, const void *from, sr_arena *arena, sr_error *err);
    bool (*finish)(const sr_aggregate_call *call, const void *state, sr_arena *arena, sr_result *result, sr_error *err);

    /* How many values were left out because they are outside the scale of the measure; NULL where there is no scale. */
    uint64_t (*count_outside)(const void *state);
} sr_aggregate;

/* The table in aggregates.c. */
size_t sr_aggregate_count(void);
const sr_aggregate *sr_aggregate_get(size_t index);
const sr_aggregate *sr_aggregate_find(sr_text name);    // `mean` is `avg`; NULL when there is none

#endif
