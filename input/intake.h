/*
 * The source of the data set `intake` (rules/intake.h): reads what other sources have left to give, then their accounts.
 */
#ifndef SR_INPUT_INTAKE_H
#define SR_INPUT_INTAKE_H

#include "engine/plan.h"
#include "engine/source.h"

/* Who knows when the content of a file was first seen; else it is seen today. */
typedef struct sr_intake_days {
    void *self;
    bool (*find)(void *self, const sr_hash *hash, sr_day *day, bool *found, sr_error *err);     // NULL: nobody knows
    sr_day today;
} sr_intake_days;

/* `others` give their rows before the first batch is asked for, or then; they outlive the source. */
SR_MUST_USE bool sr_intake_open(const sr_plan_dataset *plan, const sr_source *others, uint32_t other_count,
                                sr_intake_days days, sr_dict *dict, sr_arena *arena, sr_source *source, sr_error *err);

#endif
