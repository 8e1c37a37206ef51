/*
 * Arithmetic: exact in 64 bits for integers and decimals, doubles for the rest. What does not fit is marked bad.
 */
#include "engine/expr_kernels.h"

#include <math.h>
#include <string.h>

#include "engine/base/number.h"

static sr_int128 get_power(int32_t exponent)
{
    sr_int128 power = 1;
    for (int32_t i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

static void cast_to_real(sr_expr_slot *slot, const sr_column *x, uint32_t row_count)
{
    double *out = slot->own.values.reals;
    if (x->kind == SR_KIND_INTEGER) {
        for (uint32_t i = 0; i < row_count; i++)
            out[i] = (double)x->values.integers[i];
    } else if (x->kind == SR_KIND_DECIMAL) {
        for (uint32_t i = 0; i < row_count; i++)
            out[i] = sr_number_to_real(x->values.integers[i], x->scale);
    } else if (x->kind == SR_KIND_BOOLEAN) {
        for (uint32_t i = 0; i < row_count; i++)
            out[i] = x->values.booleans[i];
    } else {
        memcpy(out, x->values.reals, row_count * sizeof(*out));
    }
}

static void cast_to_exact(sr_expr_slot *slot, const sr_column *x, uint32_t row_count)
{
    int64_t *out = slot->own.values.integers;
    sr_int128 power = get_power(slot->own.scale - (x->kind == SR_KIND_DECIMAL ? x->scale : 0));
    for (uint32_t i = 0; i < row_count; i++) {
        sr_int128 wide = power * (x->kind == SR_KIND_BOOLEAN ? x->values.booleans[i] : x->values.integers[i]);
        out[i] = (int64_t)wide;
        if (wide > INT64_MAX || wide < INT64_MIN)
            sr_expr_slot_mark_bad(slot, i);
    }
}

bool sr_expr_do_cast(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    sr_expr_slot_join_valid(slot, work->row_count);
    if (slot->own.kind == SR_KIND_REAL)
        cast_to_real(slot, slot->args[0]->column, work->row_count);
    else
        cast_to_exact(slot, slot->args[0]->column, work->row_count);
    return true;
}

bool sr_expr_do_sign(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    bool is_abs = slot->expr->op == SR_OP_ABS;
    const sr_column *x = slot->args[0]->column;
    sr_expr_slot_join_valid(slot, work->row_count);
    if (slot->own.kind == SR_KIND_REAL) {
        for (uint32_t i = 0; i < work->row_count; i++)
            slot->own.values.reals[i] = is_abs ? fabs(x->values.reals[i]) : 0.0 - x->values.reals[i];
        return true;
    }
    for (uint32_t i = 0; i < work->row_count; i++) {
        int64_t value = x->values.integers[i];
        if (value == INT64_MIN)
            sr_expr_slot_mark_bad(slot, i);
        else
            slot->own.values.integers[i] = is_abs && value > 0 ? value : -value;
    }
    return true;
}

typedef bool (*exact_step)(int64_t a, int64_t b, int64_t *result);     // true on overflow
typedef double (*real_step)(double a, double b);

static bool add_exact(int64_t a, int64_t b, int64_t *result)
{
    return __builtin_add_overflow(a, b, result);
}

static bool subtract_exact(int64_t a, int64_t b, int64_t *result)
{
    return __builtin_sub_overflow(a, b, result);
}

static bool multiply_exact(int64_t a, int64_t b, int64_t *result)
{
    return __builtin_mul_overflow(a, b, result);
}

static double add_real(double a, double b)
{
    return a + b;
}

static double subtract_real(double a, double b)
{
    return a - b;
}

static double multiply_real(double a, double b)
{
    return a * b;
}

static void run_exact(sr_expr_slot *slot, uint32_t row_count, exact_step step)
{
    const int64_t *a = slot->args[0]->column->values.integers, *b = slot->args[1]->column->values.integers;
    const uint8_t *valid = slot->own.valid;
    int64_t *out = slot->own.values.integers;
    for (uint32_t i = 0; i < row_count; i++) {
        int64_t result;
        bool is_over = step(a[i], b[i], &result);
        out[i] = valid[i] ? result : 0;
        if (is_over && valid[i])
            sr_expr_slot_mark_bad(slot, i);
    }
}

static void run_real(sr_expr_slot *slot, uint32_t row_count, real_step step)
{
    const double *a = slot->args[0]->column->values.reals, *b = slot->args[1]->column->values.reals;
    const uint8_t *valid = slot->own.valid;
    double *out = slot->own.values.reals;
    for (uint32_t i = 0; i < row_count; i++) {
        double result = step(a[i], b[i]);
        out[i] = valid[i] ? result : 0.0;
        if (!isfinite(out[i]))
            sr_expr_slot_mark_bad(slot, i);
    }
}

bool sr_expr_do_arithmetic(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    bool is_real = slot->own.kind == SR_KIND_REAL;
    sr_expr_slot_join_valid(slot, work->row_count);
    if (slot->expr->op == SR_OP_ADD && is_real)
        run_real(slot, work->row_count, add_real);
    else if (slot->expr->op == SR_OP_ADD)
        run_exact(slot, work->row_count, add_exact);
    else if (slot->expr->op == SR_OP_SUBTRACT && is_real)
        run_real(slot, work->row_count, subtract_real);
    else if (slot->expr->op == SR_OP_SUBTRACT)
        run_exact(slot, work->row_count, subtract_exact);
    else if (is_real)
        run_real(slot, work->row_count, multiply_real);
    else
        run_exact(slot, work->row_count, multiply_exact);
    return true;
}

/* Both sides exact: brought to one scale in 128 bits, so that 0.3 / 0.1 is 3. */
static void divide_exact(sr_expr_slot *slot, uint32_t row_count)
{
    const sr_column *a = slot->args[0]->column, *b = slot->args[1]->column;
    sr_int128 power_a = get_power(b->scale > a->scale ? b->scale - a->scale : 0);
    sr_int128 power_b = get_power(a->scale > b->scale ? a->scale - b->scale : 0);
    for (uint32_t i = 0; i < row_count; i++) {
        bool has_result = slot->own.valid[i] && b->values.integers[i] != 0;
        slot->own.valid[i] = has_result;
        slot->own.values.reals[i] =
            has_result ? (double)(power_a * a->values.integers[i]) / (double)(power_b * b->values.integers[i]) : 0.0;
    }
}

bool sr_expr_do_divide(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_column *a = slot->args[0]->column, *b = slot->args[1]->column;
    sr_expr_slot_join_valid(slot, work->row_count);
    if (sr_kind_is_exact(a->kind) && sr_kind_is_exact(b->kind)) {
        divide_exact(slot, work->row_count);
        return true;
    }
    for (uint32_t i = 0; i < work->row_count; i++) {
        bool has_result = slot->own.valid[i] && b->values.reals[i] != 0.0;
        slot->own.valid[i] = has_result;
        slot->own.values.reals[i] = has_result ? a->values.reals[i] / b->values.reals[i] : 0.0;
        if (!isfinite(slot->own.values.reals[i]))
            sr_expr_slot_mark_bad(slot, i);
    }
    return true;
}

/* To `digits` after the mark, half away from zero; where the power of ten leaves the doubles, nothing is there to round. */
static double round_real(double value, int32_t digits)
{
    double power = pow(10.0, digits < 0 ? -digits : digits);
    double scaled = digits < 0 ? value / power : value * power;
    if (!isfinite(scaled) || !isfinite(power))
        return digits < 0 ? 0.0 : value;
    double rounded = round(scaled);
    double result = digits < 0 ? rounded * power : rounded / power;
    return isfinite(result) ? result : value;
}

/* The column keeps min(scale, digits) digits; negative digits round to tens, hundreds and so on. */
bool sr_expr_do_round(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_column *x = slot->args[0]->column;
    int32_t digits = (int32_t)slot->args[1]->expr->constant.integer;
    sr_expr_slot_join_valid(slot, work->row_count);
    if (slot->own.kind == SR_KIND_REAL) {
        for (uint32_t i = 0; i < work->row_count; i++)
            slot->own.values.reals[i] = round_real(x->values.reals[i], digits);
        return true;
    }
    int32_t lost = x->scale - digits;      // digits that are rounded away
    for (uint32_t i = 0; i < work->row_count; i++) {
        sr_int128 value = x->values.integers[i];
        if (lost > 36)
            value = 0;
        else if (lost > 0)
            value = sr_number_round(value, (uint8_t)lost, 0) * (digits < 0 ? get_power(-digits) : 1);
        slot->own.values.integers[i] = (int64_t)value;
        if (value > INT64_MAX || value < INT64_MIN)
            sr_expr_slot_mark_bad(slot, i);
    }
    return true;
}
