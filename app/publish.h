/*
 * From released cells to an edition that people can open, and to its place in the ledger.
 *
 * The order makes a kill harmless: files are written and synced under .seire/staging; one transaction puts edition, figures and
 * messages into the ledger; the directory is renamed to published/REPORT/PERIOD/EDITION. What a dead run left is
 * finished or thrown away by sr_publish_recover, which every run calls first.
 */
#ifndef SR_APP_PUBLISH_H
#define SR_APP_PUBLISH_H

#include "app/due.h"
#include "app/workspace.h"
#include "engine/disclosure/release.h"

typedef struct sr_publish_request {
    const sr_workspace *workspace;
    const sr_due *due;
    const sr_released *released;
    const sr_intake *const *intakes;
    uint32_t intake_count;
    sr_text input_hash;         // over all input files
    sr_text rules_hash;
    sr_day as_of;
    int64_t run_id;
} sr_publish_request;

SR_MUST_USE bool sr_publish(const sr_publish_request *request, sr_ledger *ledger, sr_arena *arena, const char **directory,
                            uint32_t *mail_count, sr_error *err);

/* Puts into place what is in the ledger but not under published/, and empties the staging directory. */
SR_MUST_USE bool sr_publish_recover(const sr_workspace *workspace, sr_ledger *ledger, sr_arena *arena, uint32_t *recovered,
                                    sr_error *err);

#endif
