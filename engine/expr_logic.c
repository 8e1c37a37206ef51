/*
 * Truth and choice: three-valued logic, comparison, lists, branches.
 */
#include "engine/expr_kernels.h"

#include <string.h>

/* value * 10^(to - from) in 128 bits: 64 bits and at most 18 more digits always fit. */
static sr_int128 widen(int64_t value, uint8_t from, uint8_t to)
{
    sr_int128 wide = value;
    for (uint8_t i = from; i < to; i++)
        wide *= 10;
    return wide;
}

static void compare_exact(const sr_column *a, const sr_column *b, uint32_t row_count, int8_t *signs)
{
    const int64_t *x = a->values.integers, *y = b->values.integers;
    if (a->scale == b->scale) {
        for (uint32_t i = 0; i < row_count; i++)
            signs[i] = (int8_t)((x[i] > y[i]) - (x[i] < y[i]));
        return;
    }
    uint8_t scale = a->scale > b->scale ? a->scale : b->scale;
    for (uint32_t i = 0; i < row_count; i++) {
        sr_int128 wide_x = widen(x[i], a->scale, scale), wide_y = widen(y[i], b->scale, scale);
        signs[i] = (int8_t)((wide_x > wide_y) - (wide_x < wide_y));
    }
}

static void compare_texts(const sr_column *a, const sr_column *b, uint32_t row_count, const sr_dict *dict, int8_t *signs)
{
    for (uint32_t i = 0; i < row_count; i++) {
        signs[i] = 0;
        if (!a->valid[i] || !b->valid[i] || a->values.codes[i] == b->values.codes[i])
            continue;
        signs[i] = sr_text_compare(sr_dict_get(dict, a->values.codes[i]), sr_dict_get(dict, b->values.codes[i])) < 0 ? -1 : 1;
    }
}

/* -1, 0 or 1 a row; without meaning where a side is missing. With `is_order` false any difference is 1. */
static void compare(const sr_column *a, const sr_column *b, uint32_t row_count, const sr_dict *dict, bool is_order, int8_t *signs)
{
    switch (a->kind) {
    case SR_KIND_BOOLEAN:
        for (uint32_t i = 0; i < row_count; i++)
            signs[i] = (int8_t)(a->values.booleans[i] - b->values.booleans[i]);
        break;
    case SR_KIND_REAL:
        for (uint32_t i = 0; i < row_count; i++)
            signs[i] = (int8_t)((a->values.reals[i] > b->values.reals[i]) - (a->values.reals[i] < b->values.reals[i]));
        break;
    case SR_KIND_DATE:
        for (uint32_t i = 0; i < row_count; i++)
            signs[i] = (int8_t)((a->values.days[i] > b->values.days[i]) - (a->values.days[i] < b->values.days[i]));
        break;
    case SR_KIND_TEXT:
        if (is_order) {
            compare_texts(a, b, row_count, dict, signs);
            break;
        }
        for (uint32_t i = 0; i < row_count; i++)
            signs[i] = a->values.codes[i] != b->values.codes[i];
        break;
    default:
        compare_exact(a, b, row_count, signs);
        break;
    }
}

bool sr_expr_do_compare(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    /* What is true for a sign of -1, 0, 1. */
    static const uint8_t truths[SR_OP_COUNT][3] = {
        [SR_OP_EQ] = {0, 1, 0}, [SR_OP_NE] = {1, 0, 1}, [SR_OP_LT] = {1, 0, 0},
        [SR_OP_LE] = {1, 1, 0}, [SR_OP_GT] = {0, 0, 1}, [SR_OP_GE] = {0, 1, 1},
    };
    (void)err;
    sr_op op = slot->expr->op;
    int8_t signs[SR_BATCH_ROWS_MAX];
    compare(slot->args[0]->column, slot->args[1]->column, work->row_count, work->dict, op != SR_OP_EQ && op != SR_OP_NE, signs);
    sr_expr_slot_join_valid(slot, work->row_count);
    for (uint32_t i = 0; i < work->row_count; i++)
        slot->own.values.booleans[i] = truths[op][signs[i] + 1] & slot->own.valid[i];
    return true;
}

/* True when equal to any; else unknown when anything was missing; else false. */
bool sr_expr_do_in(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_column *x = slot->args[0]->column;
    uint8_t *truth = slot->own.values.booleans, *valid = slot->own.valid;
    memset(truth, 0, work->row_count);
    memcpy(valid, x->valid, work->row_count);
    for (uint32_t a = 1; a < slot->expr->arg_count; a++) {
        const sr_column *member = slot->args[a]->column;
        int8_t signs[SR_BATCH_ROWS_MAX];
        compare(x, member, work->row_count, work->dict, false, signs);
        for (uint32_t i = 0; i < work->row_count; i++) {
            truth[i] |= x->valid[i] & member->valid[i] & (signs[i] == 0);
            valid[i] &= member->valid[i];
        }
    }
    for (uint32_t i = 0; i < work->row_count; i++)
        valid[i] |= truth[i];
    return true;
}

bool sr_expr_do_is_null(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    uint8_t missing = slot->expr->op == SR_OP_IS_NULL;
    const uint8_t *valid = slot->args[0]->column->valid;
    memset(slot->own.valid, 1, work->row_count);
    for (uint32_t i = 0; i < work->row_count; i++)
        slot->own.values.booleans[i] = valid[i] ^ missing;
    return true;
}

bool sr_expr_do_not(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_column *x = slot->args[0]->column;
    memcpy(slot->own.valid, x->valid, work->row_count);
    for (uint32_t i = 0; i < work->row_count; i++)
        slot->own.values.booleans[i] = (uint8_t)(x->valid[i] & !x->values.booleans[i]);
    return true;
}

/* A missing value counts as 0 in `booleans`, so false is "valid and 0". */
bool sr_expr_do_and(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_column *a = slot->args[0]->column, *b = slot->args[1]->column;
    for (uint32_t i = 0; i < work->row_count; i++) {
        uint8_t is_false_a = a->valid[i] & (a->values.booleans[i] == 0), is_false_b = b->valid[i] & (b->values.booleans[i] == 0);
        slot->own.valid[i] = is_false_a | is_false_b | (a->valid[i] & b->valid[i]);
        slot->own.values.booleans[i] = a->values.booleans[i] & b->values.booleans[i];
    }
    return true;
}

bool sr_expr_do_or(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_column *a = slot->args[0]->column, *b = slot->args[1]->column;
    for (uint32_t i = 0; i < work->row_count; i++) {
        slot->own.values.booleans[i] = a->values.booleans[i] | b->values.booleans[i];
        slot->own.valid[i] = slot->own.values.booleans[i] | (a->valid[i] & b->valid[i]);
    }
    return true;
}

static size_t get_value_size(sr_kind kind)
{
    switch (kind) {
    case SR_KIND_BOOLEAN:
        return sizeof(uint8_t);
    case SR_KIND_DATE:
        return sizeof(sr_day);
    case SR_KIND_TEXT:
        return sizeof(uint32_t);
    default:
        return sizeof(int64_t);
    }
}

/* Takes the rows of `from` where `chosen` says so and nothing has been settled yet; those are settled then. */
static void take(sr_expr_slot *slot, const sr_expr_slot *from, const uint8_t *chosen, uint8_t *settled, uint32_t row_count)
{
    size_t size = get_value_size(slot->own.kind);
    char *to = (char *)slot->own.values.booleans;
    const char *values = (const char *)from->column->values.booleans;
    for (uint32_t i = 0; i < row_count; i++) {
        if (settled[i] || !chosen[i])
            continue;
        settled[i] = 1;
        slot->own.valid[i] = from->column->valid[i];
        memcpy(to + i * size, values + i * size, size);
        if (from->has_bad && from->bad[i])
            sr_expr_slot_mark_bad(slot, i);
    }
}

static void settle_bad(sr_expr_slot *slot, const sr_expr_slot *from, uint8_t *settled, uint32_t row_count)
{
    for (uint32_t i = 0; from->has_bad && i < row_count; i++)
        if (from->bad[i] && !settled[i]) {
            settled[i] = 1;
            sr_expr_slot_mark_bad(slot, i);
        }
}

bool sr_expr_do_case(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    uint8_t settled[SR_BATCH_ROWS_MAX] = {0}, all[SR_BATCH_ROWS_MAX];
    memset(all, 1, sizeof(all));
    uint32_t last = slot->expr->arg_count - 1;
    for (uint32_t a = 0; a + 1 < slot->expr->arg_count; a += 2) {
        settle_bad(slot, slot->args[a], settled, work->row_count);
        take(slot, slot->args[a + 1], slot->args[a]->column->values.booleans, settled, work->row_count);
    }
    take(slot, slot->args[last], all, settled, work->row_count);
    return true;
}

bool sr_expr_do_coalesce(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    uint8_t settled[SR_BATCH_ROWS_MAX] = {0}, all[SR_BATCH_ROWS_MAX];
    memset(all, 1, sizeof(all));
    for (uint32_t a = 0; a < slot->expr->arg_count; a++) {
        settle_bad(slot, slot->args[a], settled, work->row_count);
        bool is_last = a + 1 == slot->expr->arg_count;
        take(slot, slot->args[a], is_last ? all : slot->args[a]->column->valid, settled, work->row_count);
    }
    return true;
}
