#include "engine/moments.h"

sr_day sr_moment_get(sr_day last, sr_day as_of)
{
    return last - 1 < as_of ? last - 1 : as_of;
}

bool sr_moments_has(const sr_moments *moments, sr_day day)
{
    uint32_t first = 0;
    uint32_t last = moments->count;
    while (first < last) {
        uint32_t middle = first + (last - first) / 2;
        if (moments->days[middle] < day)
            first = middle + 1;
        else
            last = middle;
    }
    return first < moments->count && moments->days[first] == day;
}

bool sr_moments_list_now(const sr_plan *plan, sr_arena *arena, const sr_moments **moments, sr_error *err)
{
    sr_moments *made = sr_arena_alloc(arena, plan->fold_count, sizeof(made[0]));
    sr_day *now = sr_arena_alloc(arena, 1, sizeof(*now));
    if (made == NULL || now == NULL)
        return sr_fail_memory(err);
    *now = plan->as_of;
    for (uint32_t f = 0; f < plan->fold_count; f++)
        if (plan->folds[f].is_stock)
            made[f] = (sr_moments){1, now};
    *moments = made;
    return true;
}
