#include "engine/tolerance.h"

#include <inttypes.h>
#include <stdio.h>

bool sr_tolerance_is_over(sr_tolerance tolerance, uint64_t failures, uint64_t asked)
{
    if (tolerance.is_count)
        return failures > tolerance.count;
    return (double)failures > tolerance.share * (double)asked;
}

void sr_tolerance_write(sr_tolerance tolerance, const char *noun, char out[SR_TOLERANCE_SIZE])
{
    if (tolerance.is_count ? tolerance.count == 0 : tolerance.share <= 0.0)
        snprintf(out, SR_TOLERANCE_SIZE, "that it holds for all %s", noun);
    else if (tolerance.is_count)
        snprintf(out, SR_TOLERANCE_SIZE, "at most %" PRIu64 " of the %s", tolerance.count, noun);
    else
        snprintf(out, SR_TOLERANCE_SIZE, "at most %g %% of the %s", tolerance.share * 100.0, noun);
}
