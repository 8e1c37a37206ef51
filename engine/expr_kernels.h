/*
 * Inside of expr.c: the working memory of one node and the kernels, one an operation.
 *
 * A kernel computes the rows of a batch from the finished columns of its arguments. A row whose value cannot be
 * represented is marked bad, not wrong: it becomes an error only if it reaches the root, so that `case`,
 * `coalesce`, `and`, `or` and `in` may step around it.
 */
#ifndef SR_ENGINE_EXPR_KERNELS_H
#define SR_ENGINE_EXPR_KERNELS_H

#include "engine/expr.h"

typedef struct sr_expr_slot {
    const sr_expr *expr;
    const sr_column *column;    // the result: `own`, or a column of the batch
    sr_column own;
    uint8_t *bad;               // one byte a row
    bool has_bad;
    uint64_t batch;             // number of the batch, or of the moment, that it holds
    bool is_moving;             // depends on SR_OP_PERIOD_END
    struct sr_expr_slot **args;
    uint32_t *memo;             // of a function of one text: result + 1 by dictionary code, 0 for not yet known
    uint32_t memo_count;
} sr_expr_slot;

typedef struct sr_expr_work {
    uint32_t row_count;
    sr_dict *dict;
    const struct sr_lookup_tables *lookups;     // NULL: none
    sr_arena *arena;
    char *buffer;               // for text that is being made
    size_t buffer_size;
} sr_expr_work;

/* False: no memory, or a full dictionary. */
typedef bool (*sr_expr_kernel)(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);

sr_expr_kernel sr_expr_kernel_get(sr_op op);    // not for constants, columns and period_end

void sr_expr_slot_mark_bad(sr_expr_slot *slot, uint32_t row);    // and missing

/* Valid where all arguments are; or the first of them. */
void sr_expr_slot_join_valid(sr_expr_slot *slot, uint32_t row_count);
void sr_expr_slot_join_first(sr_expr_slot *slot, uint32_t arg_count, uint32_t row_count);

bool sr_expr_do_not(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_and(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_or(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_compare(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_is_null(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_in(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_case(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_coalesce(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);

bool sr_expr_do_cast(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_sign(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);        // negate, abs
bool sr_expr_do_arithmetic(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);  // add, subtract, multiply
bool sr_expr_do_divide(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_round(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);

bool sr_expr_do_date_add(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_span(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);        // days, workdays, age
bool sr_expr_do_deadline(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);    // in days or working days
bool sr_expr_do_date_trunc(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_lookup(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);     // and whether there is one
bool sr_expr_do_parameter(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);
bool sr_expr_do_date_part(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);

bool sr_expr_do_text(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);        // functions of one text
bool sr_expr_do_concat(sr_expr_slot *slot, sr_expr_work *work, sr_error *err);

#endif
