/*
 * A crossed breakdown is published whole or not at all, for all subjects of the breakdown alike. It is not when one of them has a
 * small cell in it, and not when members of one of its keys stand in a pool: their rows could be added up from the crossed ones.
 */
#include "engine/disclosure/work.h"

static bool has_pool(const sr_release_work *work, const sr_breakdown *crossed)
{
    for (uint32_t b = 0; b < work->breakdown_count; b++)
        if (work->breakdowns[b].pool.count > 0 && sr_breakdown_is_linked(work, &work->breakdowns[b], crossed))
            return true;
    return false;
}

static bool find_small_cell(const sr_release_work *work, const sr_breakdown *crossed, const sr_subject *subject,
                            const sr_members *members, bool *found, sr_error *err)
{
    sr_size *sizes = sr_arena_alloc(work->scratch, work->tested_count, sizeof(sizes[0]));
    if (sizes == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < subject->probe_count; i++) {
        for (uint32_t m = 0; m < members->count && !*found; m++) {
            const sr_key *keys = members->keys + (size_t)m * members->key_count;
            if (!sr_probe_measure_all(work, subject, &subject->probes[i], crossed->grouping, keys, 1, sizes, err))
                return false;
            *found = sr_probe_find_any_problem(work, &subject->probes[i], sizes) != SR_HIDDEN_NOT;
        }
    }
    return true;
}

bool sr_crossed_check(const sr_release_work *work, sr_breakdown *breakdown, sr_error *err)
{
    bool found = has_pool(work, breakdown);
    sr_members members;
    if (!found && !sr_breakdown_list_members(work, breakdown, &members, err))
        return false;
    for (uint32_t s = 0; s < work->subject_count && !found; s++)
        if (sr_breakdown_has(work, breakdown, s)
            && !find_small_cell(work, breakdown, &work->subjects[s], &members, &found, err))
            return false;
    for (uint32_t s = 0; s < work->subject_count; s++)
        if (found && sr_breakdown_has(work, breakdown, s))
            breakdown->hidden[s] = SR_HIDDEN_CROSSED;
    return true;
}
