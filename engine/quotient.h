/*
 * One number divided by another.
 *
 * Of exact numbers the result is the double nearest to the true quotient, so 7 of 10 is the same double as the target 70 %.
 * Pure functions.
 */
#ifndef SR_ENGINE_QUOTIENT_H
#define SR_ENGINE_QUOTIENT_H

#include "engine/value.h"

/* a / b, b is not zero. False when the result is too large for a double. */
SR_MUST_USE bool sr_quotient(sr_number a, sr_number b, double *result);

bool sr_number_is_zero(sr_number number);

#endif
