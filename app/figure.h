/*
 * The name of a figure at the prompt: INDICATOR:PERIOD[:key=value,...][@EDITION]. PERIOD is a day, month, quarter or year, and
 * `2026-10-ytd` is the year to date at the end of that month.
 */
#ifndef SR_APP_FIGURE_H
#define SR_APP_FIGURE_H

#include "engine/disclosure/release.h"

#define SR_FIGURE_KEYS_MAX SR_KEYS_MAX

typedef struct sr_figure_name {
    sr_text id;                 // the whole without @EDITION, and without `-ytd`: as in the ledger, beside the grain
    sr_text indicator;
    sr_period period;
    uint32_t key_count;
    sr_text key_names[SR_FIGURE_KEYS_MAX];
    sr_text keys[SR_FIGURE_KEYS_MAX];   // members that stand in one row are joined by +
    uint32_t edition;           // 0: the newest
} sr_figure_name;

SR_MUST_USE bool sr_figure_name_parse(sr_text text, sr_arena *arena, sr_figure_name *name, sr_error *err);

/* Where the figure stands in a released cube. */
typedef struct sr_figure_place {
    const sr_released_table *table;
    const sr_plan_grouping *grouping;
    sr_released_member member;
    const sr_released_cell *cell;
} sr_figure_place;

/* False with a message that names what there is instead: another breakdown, the row a member stands in, the periods. */
SR_MUST_USE bool sr_figure_find(const sr_figure_name *name, const sr_released *released, sr_arena *arena,
                                sr_figure_place *place, sr_error *err);

#endif
