/*
 * What a command came to: every exit status that applies. The first in the order of docs/rules.md, "Exit statuses", decides; all of
 * them stand in the last line.
 */
#ifndef SR_APP_OUTCOME_H
#define SR_APP_OUTCOME_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

typedef struct sr_outcome {
    uint32_t applies;       // a bit for each row of the order; 0: all is done
} sr_outcome;

#define SR_OUTCOME_BYTES 1024   // enough for sr_outcome_write

void sr_outcome_add(sr_outcome *outcome, sr_code code);     // SR_OK adds nothing
sr_code sr_outcome_get_code(const sr_outcome *outcome);

/* "exit 10: a check stopped a report; also 1: a person should look", or "exit 0". Cut at size. */
void sr_outcome_write(const sr_outcome *outcome, char *out, size_t size);

#endif
