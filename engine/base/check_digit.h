/*
 * The check digit of Estonian codes: persons (isikukood, EVS 585:2007) and the business register (registrikood).
 *
 * Weights 1, 2, ... 9, 1, ... from the left; the sum modulo 11 is the digit. When it is 10, the weights begin with 3 instead; when
 * it is 10 again, the digit is 0. Pure functions.
 */
#ifndef SR_ENGINE_BASE_CHECK_DIGIT_H
#define SR_ENGINE_BASE_CHECK_DIGIT_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/text.h"

/* The digit that belongs behind `count` decimal digits: '0' to '9'. */
char sr_check_digit_get(const char *digits, size_t count);

/* A code of the business register, of the register of non-profits or of state agencies: exactly eight digits, the last one right. */
bool sr_check_digit_is_registry_code(sr_text text);

#endif
