/*
 * Reading what was released.
 */
#include <assert.h>

#include "engine/disclosure/cells.h"

const sr_plan *sr_released_get_plan(const sr_released *released)
{
    return released->plan;
}

const sr_dict *sr_released_get_dict(const sr_released *released)
{
    return released->dict;
}

uint32_t sr_released_get_threshold(const sr_released *released)
{
    return released->threshold;
}

sr_day sr_released_get_window_last(const sr_released *released)
{
    return released->window_last;
}

uint32_t sr_released_count_tables(const sr_released *released)
{
    return released->table_count;
}

const sr_released_table *sr_released_get_table(const sr_released *released, uint32_t index)
{
    assert(index < released->table_count);
    return &released->tables[index];
}

const sr_released_table *sr_released_find_table(const sr_released *released, uint32_t indicator, uint32_t grouping)
{
    for (uint32_t i = 0; i < released->table_count; i++)
        if (released->tables[i].indicator == indicator && released->tables[i].grouping == grouping)
            return &released->tables[i];
    return NULL;
}

uint32_t sr_released_table_get_indicator(const sr_released_table *table)
{
    return table->indicator;
}

uint32_t sr_released_table_get_grouping(const sr_released_table *table)
{
    return table->grouping;
}

sr_hidden_reason sr_released_table_get_hidden(const sr_released_table *table)
{
    return table->hidden;
}

bool sr_released_table_has_pool(const sr_released_table *table)
{
    return table->has_pool;
}

uint32_t sr_released_table_count_members(const sr_released_table *table)
{
    return table->member_count;
}

sr_released_member sr_released_table_get_member(const sr_released_table *table, uint32_t member)
{
    assert(member < table->member_count);
    return table->members[member];
}

uint32_t sr_released_table_count_periods(const sr_released_table *table, sr_grain grain)
{
    assert(grain < SR_GRAIN_COUNT);
    return table->runs[grain].count;
}

sr_period sr_released_table_get_period(const sr_released_table *table, sr_grain grain, uint32_t index)
{
    assert(index < sr_released_table_count_periods(table, grain));
    return sr_period_add(table->runs[grain].first, (int32_t)index);
}

const sr_released_cell *sr_released_table_get_cell(const sr_released_table *table, uint32_t member, sr_grain grain, uint32_t period_index)
{
    assert(member < table->member_count);
    assert(period_index < sr_released_table_count_periods(table, grain));
    return &table->cells[grain][(size_t)member * table->runs[grain].count + period_index];
}

sr_cell_state sr_released_cell_get_state(const sr_released_cell *cell)
{
    return cell->state;
}

sr_hidden_reason sr_released_cell_get_hidden(const sr_released_cell *cell)
{
    return cell->hidden;
}

const sr_result *sr_released_cell_get_result(const sr_released_cell *cell)
{
    return &cell->result;
}

const sr_judgement *sr_released_cell_get_judgement(const sr_released_cell *cell)
{
    return &cell->judgement;
}
