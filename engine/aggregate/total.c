#include "engine/aggregate/total.h"

#include <math.h>

#include "engine/base/number.h"
#include "engine/quotient.h"

static bool fail_too_large(sr_error *err)
{
    return sr_fail(err, SR_BAD_DATA, "the values are too large to be added up exactly; look for a wrong amount in the data");
}

bool sr_total_need_real(sr_total *total, sr_arena *arena, sr_error *err)
{
    if (total->real == NULL)
        total->real = sr_arena_alloc(arena, 1, sizeof(sr_exact));
    return total->real != NULL || sr_fail_memory(err);
}

static bool add_reals(const sr_aggregate_rows *rows, const sr_column *column, size_t offset, sr_arena *arena, sr_error *err)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        uint32_t row = rows->index[i];
        if (!column->valid[row])
            continue;
        sr_total *total = (sr_total *)(void *)((char *)rows->states[i] + offset);
        if (!sr_total_need_real(total, arena, err))
            return false;
        total->n++;
        sr_exact_add(total->real, column->values.reals[row]);
    }
    return true;
}

/* 2^64 values of 64 bits fit into 128 bits: adding rows cannot overflow, only merging foreign totals could. */
static void add_integers(const sr_aggregate_rows *rows, const sr_column *column, size_t offset)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        uint32_t row = rows->index[i];
        sr_total *total = (sr_total *)(void *)((char *)rows->states[i] + offset);
        total->n += column->valid[row];
        total->integer += column->valid[row] ? column->values.integers[row] : 0;
    }
}

bool sr_total_add_rows(const sr_aggregate_rows *rows, const sr_column *column, size_t offset, sr_arena *arena, sr_error *err)
{
    if (column->kind == SR_KIND_REAL)
        return add_reals(rows, column, offset, arena, err);
    add_integers(rows, column, offset);
    return true;
}

bool sr_total_merge(sr_total *into, const sr_total *from, sr_arena *arena, sr_error *err)
{
    if (from->real != NULL) {
        if (!sr_total_need_real(into, arena, err))
            return false;
        sr_exact_merge(into->real, from->real);
    }
    if (!sr_int128_add(into->integer, from->integer, &into->integer))
        return fail_too_large(err);
    into->n += from->n;
    return true;
}

bool sr_total_get(const sr_total *total, sr_kind kind, uint8_t scale, sr_number *number, sr_error *err)
{
    if (kind != SR_KIND_REAL) {
        *number = sr_number_from_decimal(total->integer, kind == SR_KIND_DECIMAL ? scale : 0);
        return true;
    }
    double value = 0.0;
    if (total->real != NULL && !sr_exact_get(total->real, &value))
        return fail_too_large(err);
    *number = sr_number_from_real(value);
    return true;
}

/* A whole multiplier goes into an exact numerator, so that only one rounding is left. */
static bool multiply(sr_number *numerator, double *per)
{
    sr_int128 product;
    if (numerator->is_real || *per != floor(*per) || fabs(*per) > 0x1p53)
        return false;
    if (!sr_int128_multiply(numerator->exact, (sr_int128)*per, &product))
        return false;
    numerator->exact = product;
    *per = 1.0;
    return true;
}

bool sr_result_set_ratio(sr_result *result, sr_number numerator, sr_number denominator, double per, sr_error *err)
{
    result->has_parts = true;
    result->numerator = numerator;
    result->denominator = denominator;
    result->per = per;
    if (sr_number_is_zero(denominator)) {
        result->state = SR_CELL_ZERO_DENOMINATOR;
        return true;
    }
    bool is_multiplied = multiply(&numerator, &per);
    double value;
    if (!sr_quotient(numerator, denominator, &value))
        return fail_too_large(err);
    if (!is_multiplied)
        value *= per;
    if (!isfinite(value))
        return fail_too_large(err);
    result->state = SR_CELL_OK;
    result->value = sr_number_from_real(value);
    return true;
}
