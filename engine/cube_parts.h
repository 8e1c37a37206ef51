/*
 * What a cube is made of. Included by cube.c, which reads it, and measure.c, which makes it; by nobody else.
 */
#ifndef SR_ENGINE_CUBE_PARTS_H
#define SR_ENGINE_CUBE_PARTS_H

#include "engine/cell_table.h"
#include "engine/cube.h"
#include "engine/moments.h"

typedef struct sr_cube_fold {
    const sr_plan_fold *plan;
    sr_cell_table *tables;      // one a grouping
    uint64_t rows;
    uint64_t undated;
    const sr_moments *moments;  // of a stock: those at which it was counted
    sr_day first;               // earliest and latest date in the data set; first > last when there is none
    sr_day last;
} sr_cube_fold;

struct sr_cube {
    const sr_plan *plan;
    const sr_dict *dict;
    sr_lookup_tables *lookups;
    const sr_moments *moments;  // one a fold
    sr_cube_fold *folds;        // in the order of the plan
    uint32_t check_count;
    sr_check_result *checks;
};

#endif
