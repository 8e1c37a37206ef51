/*
 * What is released, seen from inside. Included by engine/disclosure only: outside, the types are opaque, so that nobody else can
 * make a released cell.
 */
#ifndef SR_ENGINE_DISCLOSURE_CELLS_H
#define SR_ENGINE_DISCLOSURE_CELLS_H

#include "engine/disclosure/release.h"

struct sr_released_cell {
    sr_cell_state state;
    sr_hidden_reason hidden;
    sr_result result;           // all zero but its state when hidden
    sr_judgement judgement;
};

/* Periods of a grain that follow each other. */
typedef struct sr_period_run {
    sr_period first;
    uint32_t count;
} sr_period_run;

struct sr_released_table {
    uint32_t indicator;
    uint32_t grouping;
    sr_hidden_reason hidden;    // of the whole table: then it has no members
    bool has_pool;
    uint32_t member_count;
    const sr_released_member *members;
    sr_period_run runs[SR_GRAIN_COUNT];
    sr_released_cell *cells[SR_GRAIN_COUNT];    // member_count * runs[grain].count
};

struct sr_released {
    const sr_plan *plan;
    const sr_dict *dict;
    uint32_t threshold;
    sr_day window_last;
    uint32_t table_count;
    sr_released_table *tables;
};

#endif
