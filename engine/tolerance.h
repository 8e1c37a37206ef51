/*
 * How many of the rows that were asked may fail: a share of them, or a number.
 */
#ifndef SR_ENGINE_TOLERANCE_H
#define SR_ENGINE_TOLERANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct sr_tolerance {
    bool is_count;
    double share;       // [share] 0 to 1
    uint64_t count;     // when is_count
} sr_tolerance;

bool sr_tolerance_is_over(sr_tolerance tolerance, uint64_t failures, uint64_t asked);

#define SR_TOLERANCE_SIZE 48
void sr_tolerance_write(sr_tolerance tolerance, const char *noun, char out[SR_TOLERANCE_SIZE]);   // "at most 0.5 % of the rows"

#endif
