#include "engine/value.h"

#include <assert.h>
#include <math.h>

#include "engine/base/number.h"

const char *sr_kind_get_name(sr_kind kind)
{
    static const char *const names[SR_KIND_COUNT] = {"boolean", "integer", "decimal", "real", "date", "text"};
    assert(kind < SR_KIND_COUNT);
    return names[kind];
}

bool sr_kind_is_exact(sr_kind kind)
{
    return kind == SR_KIND_INTEGER || kind == SR_KIND_DECIMAL;
}

bool sr_kind_is_number(sr_kind kind)
{
    return sr_kind_is_exact(kind) || kind == SR_KIND_REAL;
}

sr_number sr_number_from_integer(sr_int128 value)
{
    return (sr_number){.exact = value};
}

sr_number sr_number_from_decimal(sr_int128 value, uint8_t scale)
{
    return (sr_number){.scale = scale, .exact = value};
}

sr_number sr_number_from_real(double value)
{
    assert(isfinite(value));
    return (sr_number){.is_real = true, .real = value};
}

double sr_number_get_real(sr_number number)
{
    return number.is_real ? number.real : sr_number_to_real(number.exact, number.scale);
}

static int compare_exact(sr_int128 a, sr_int128 b)
{
    return (a > b) - (a < b);
}

/* Whole parts first, then what is left of them at the finer scale: nothing can overflow. */
static int compare_decimals(sr_number a, sr_number b)
{
    uint8_t scale = a.scale > b.scale ? a.scale : b.scale;
    sr_int128 a_power = 0;
    sr_int128 b_power = 0;
    sr_int128 a_rest = 0;
    sr_int128 b_rest = 0;
    bool fits = sr_number_rescale(1, 0, a.scale, &a_power) && sr_number_rescale(1, 0, b.scale, &b_power);
    assert(fits);
    int order = compare_exact(a.exact / a_power, b.exact / b_power);
    if (order != 0 || !fits)
        return order;
    fits = sr_number_rescale(a.exact % a_power, a.scale, scale, &a_rest)
        && sr_number_rescale(b.exact % b_power, b.scale, scale, &b_rest);
    assert(fits);
    return compare_exact(a_rest, b_rest);
}

int sr_number_compare(sr_number a, sr_number b)
{
    if (!a.is_real && !b.is_real)
        return compare_decimals(a, b);
    double x = sr_number_get_real(a);
    double y = sr_number_get_real(b);
    return (x > y) - (x < y);
}

size_t sr_number_write(sr_number number, char out[64])
{
    return number.is_real ? sr_number_write_real(number.real, out)
                          : sr_number_write_decimal(number.exact, number.scale, out);
}
