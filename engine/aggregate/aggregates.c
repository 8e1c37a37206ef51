/*
 * The table of aggregates: one row each; its file defines sr_aggregate_of_<name>.
 */
#include "engine/aggregate/aggregate.h"

#include <assert.h>

#define AGGREGATES(ONE) \
    ONE(count)          \
    ONE(sum)            \
    ONE(min)            \
    ONE(max)            \
    ONE(avg)            \
    ONE(stddev)         \
    ONE(variance)       \
    ONE(share)          \
    ONE(ratio)          \
    ONE(rate)           \
    ONE(median)         \
    ONE(quantile)       \
    ONE(nps)            \
    ONE(top_box)        \
    ONE(first)          \
    ONE(last)           \
    ONE(wavg)

#define DECLARE(name) extern const sr_aggregate sr_aggregate_of_##name;
#define ROW(name) &sr_aggregate_of_##name,

AGGREGATES(DECLARE)

static const sr_aggregate *const table[] = {AGGREGATES(ROW)};

#define TABLE_COUNT (sizeof(table) / sizeof(table[0]))

size_t sr_aggregate_count(void)
{
    return TABLE_COUNT;
}

const sr_aggregate *sr_aggregate_get(size_t index)
{
    assert(index < TABLE_COUNT);
    return table[index];
}

const sr_aggregate *sr_aggregate_find(sr_text name)
{
    if (sr_text_is_same_letters(name, SR_TEXT("mean")))
        name = SR_TEXT("avg");
    for (size_t i = 0; i < TABLE_COUNT; i++)
        if (sr_text_is_same_letters(name, sr_text_from(table[i]->name)))
            return table[i];
    return NULL;
}

const char *sr_cell_state_get_name(sr_cell_state state)
{
    static const char *const names[] = {"ok", "no_data", "zero_denominator", "too_few", "not_applicable", "hidden"};
    assert(state <= SR_CELL_HIDDEN);
    return names[state];
}
