/*
 * Long division: the whole part, then bit after bit until 64 significant bits are known; what is left only matters as "not
 * zero". One rounding follows, from 65 bits to the 53 of a double.
 */
#include "engine/quotient.h"

#include <assert.h>
#include <math.h>

#include "engine/base/number.h"

__extension__ typedef unsigned __int128 magnitude_t;

static magnitude_t get_magnitude(sr_int128 value)
{
    return value < 0 ? -(magnitude_t)value : (magnitude_t)value;
}

static double divide_exact(sr_int128 a, sr_int128 b)
{
    magnitude_t divisor = get_magnitude(b);
    magnitude_t quotient = get_magnitude(a) / divisor;
    magnitude_t rest = get_magnitude(a) % divisor;
    int exponent = 0;
    while (rest != 0 && quotient >> 64 == 0) {
        bool is_carry = rest >> 127 != 0;   // only when the divisor is 2^127
        rest <<= 1;
        bool is_set = is_carry || rest >= divisor;
        if (is_set)
            rest -= divisor;
        quotient = quotient << 1 | is_set;
        exponent--;
    }
    quotient |= rest != 0;
    double result = ldexp((double)quotient, exponent);
    return (a < 0) == (b < 0) ? result : -result;
}

bool sr_number_is_zero(sr_number number)
{
    return number.is_real ? number.real == 0.0 : number.exact == 0;
}

bool sr_quotient(sr_number a, sr_number b, double *result)
{
    assert(!sr_number_is_zero(b));
    sr_int128 numerator = a.exact;
    sr_int128 denominator = b.exact;
    bool is_exact = !a.is_real && !b.is_real;
    if (is_exact && a.scale < b.scale)
        is_exact = sr_number_rescale(numerator, a.scale, b.scale, &numerator);
    else if (is_exact && b.scale < a.scale)
        is_exact = sr_number_rescale(denominator, b.scale, a.scale, &denominator);

    double value = is_exact ? divide_exact(numerator, denominator) : sr_number_get_real(a) / sr_number_get_real(b);
    if (!isfinite(value))
        return false;
    *result = value == 0.0 ? 0.0 : value;
    return true;
}
