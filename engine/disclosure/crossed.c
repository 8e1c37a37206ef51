/*
 * A crossed breakdown is published whole or not at all, for all subjects of the breakdown alike. It is not when one of them has a
 * small cell in it, and not when members of one of its keys stand in a pool: their rows could be added up from the crossed ones.
 */
#include "engine/disclosure/work.h"

static bool has_pool(const sr_release_work *work, const sr_breakdown *crossed)
{
    for (uint32_t b = 0; b < work->breakdown_count; b++) {
        const sr_breakdown *single = &work->breakdowns[b];
        if (single->dataset_class != crossed->dataset_class || single->pool.count == 0)
            continue;
        for (uint32_t k = 0; k < crossed->grouping->key_count; k++)
            if (sr_text_is(single->grouping->keys[0].name, crossed->grouping->keys[k].name))
                return true;
    }
    return false;
}

static bool find_small_cell(const sr_release_work *work, const sr_breakdown *crossed, const sr_subject *subject,
                            const sr_members *members, bool *found, sr_error *err)
{
    for (uint32_t i = 0; i < subject->probe_count; i++) {
        for (uint32_t t = 0; t < work->tested_count; t++) {
            if (!sr_subject_is_tested(subject, work->tested[t]))
                continue;
            for (uint32_t m = 0; m < members->count && !*found; m++) {
                sr_size size;
                if (!sr_probe_measure(work, &subject->probes[i], crossed->grouping, work->tested[t],
                                      members->keys + (size_t)m * members->key_count, 1, &size, err))
                    return false;
                *found = sr_probe_find_problem(work, &subject->probes[i], size) != SR_HIDDEN_NOT;
            }
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
