/*
 * A double is m * 2^(e - 1075) with an integer m < 2^53 and a biased exponent e >= 1. In units of 2^-1074 that is m shifted
 * left by e - 1: m falls on two neighbouring chunks, its low 32 - s bits on one and the rest on the next.
 *
 * Invariant: a chunk grows by less than 2^53 with each value, so PENDING_MAX values fit before carries must be settled.
 * Settled, every chunk but the last is in [0, 2^32) and the last carries the sign.
 */
#include "engine/aggregate/exact.h"

#include <math.h>
#include <string.h>

#define CHUNK_BITS 32
#define CHUNK_MASK 0xffffffffu
#define LAST (SR_EXACT_CHUNKS - 1)
#define PENDING_MAX 512
#define UNIT_EXPONENT (-1074)

static void settle(sr_exact *sum)
{
    int64_t carry = 0;
    for (size_t i = 0; i < LAST; i++) {
        int64_t value = sum->chunks[i] + carry;
        sum->chunks[i] = value & CHUNK_MASK;
        carry = (value - sum->chunks[i]) / ((int64_t)1 << CHUNK_BITS);
    }
    sum->chunks[LAST] += carry;
    sum->pending = 0;
}

void sr_exact_add(sr_exact *sum, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    uint64_t mantissa = bits & 0xfffffffffffffu;
    uint32_t exponent = (uint32_t)(bits >> 52) & 0x7ff;
    if (exponent == 0)
        exponent = 1;
    else
        mantissa |= (uint64_t)1 << 52;

    if (sum->pending == PENDING_MAX)
        settle(sum);
    sum->pending++;
    uint32_t shift = (exponent - 1) % CHUNK_BITS;
    int64_t *chunk = &sum->chunks[(exponent - 1) / CHUNK_BITS];
    int64_t low = (int64_t)((mantissa << shift) & CHUNK_MASK);
    int64_t high = (int64_t)(mantissa >> (CHUNK_BITS - shift));
    if (bits >> 63 != 0) {
        chunk[0] -= low;
        chunk[1] -= high;
    } else {
        chunk[0] += low;
        chunk[1] += high;
    }
}

void sr_exact_add_integer(sr_exact *sum, sr_int128 value)
{
    __extension__ typedef unsigned __int128 magnitude_t;
    bool is_negative = value < 0;
    magnitude_t magnitude = is_negative ? -(magnitude_t)value : (magnitude_t)value;
    for (int exponent = 0; magnitude != 0; exponent += CHUNK_BITS) {
        double part = ldexp((double)(uint32_t)(magnitude & CHUNK_MASK), exponent);
        sr_exact_add(sum, is_negative ? -part : part);
        magnitude >>= CHUNK_BITS;
    }
}

bool sr_exact_add_product(sr_exact *sum, double a, double b)
{
    double product = a * b;
    if (!isfinite(product))
        return false;
    sr_exact_add(sum, product);
    sr_exact_add(sum, fma(a, b, -product)); // the rounding error of a product is itself a double
    return true;
}

void sr_exact_merge(sr_exact *into, const sr_exact *from)
{
    sr_exact settled = *from;
    settle(&settled);
    settle(into);
    for (size_t i = 0; i < SR_EXACT_CHUNKS; i++)
        into->chunks[i] += settled.chunks[i];
    into->pending = 1;
}

bool sr_exact_get(const sr_exact *sum, double *value)
{
    __extension__ typedef unsigned __int128 window_t;
    sr_exact settled = *sum;
    settle(&settled);
    bool is_negative = settled.chunks[LAST] < 0;
    if (is_negative) {
        for (size_t i = 0; i < SR_EXACT_CHUNKS; i++)
            settled.chunks[i] = -settled.chunks[i];
        settle(&settled);
    }

    size_t top = LAST;
    while (top > 0 && settled.chunks[top] == 0)
        top--;

    /* Three chunks hold more than 64 bits from the first that is set; all bits below only matter as "not zero". */
    window_t window = 0;
    for (size_t i = 0; i < 3; i++)
        window = window << CHUNK_BITS | (i <= top ? (window_t)settled.chunks[top - i] : 0);
    bool is_more = false;
    for (size_t i = 0; i + 3 <= top; i++)
        is_more = is_more || settled.chunks[i] != 0;
    window |= is_more;

    int exponent = UNIT_EXPONENT + CHUNK_BITS * ((int)top - 2);
    double result = ldexp((double)window, exponent);
    if (!isfinite(result))
        return false;
    *value = is_negative ? -result : result;
    return true;
}

size_t sr_exact_expand(const sr_exact *sum, double parts[SR_EXACT_PARTS_MAX])
{
    sr_exact rest = *sum;
    size_t count = 0;
    double part;
    while (count < SR_EXACT_PARTS_MAX && sr_exact_get(&rest, &part) && part != 0.0) {
        parts[count++] = part;
        sr_exact_add(&rest, -part);
    }
    return count;
}
