/*
 * Sends what waits in the outbox: one message a recipient, once. A mail that may have been taken is held and named.
 */
#ifndef SR_APP_DELIVER_H
#define SR_APP_DELIVER_H

#include "app/outcome.h"
#include "rules/ruleset.h"
#include "store/ledger.h"

typedef struct sr_deliveries {
    uint32_t accepted;
    uint32_t deferred;
    uint32_t failed;
    uint32_t unknown;           // held now, older ones included
} sr_deliveries;

/* `resends_unknown`: those too, with the same bytes and Message-ID. What happens is said on the console. */
SR_MUST_USE bool sr_deliver(const sr_ruleset *rules, sr_ledger *ledger, bool resends_unknown, sr_arena *arena,
                            sr_deliveries *deliveries, sr_error *err);

/* The exit statuses that these deliveries ask for. */
void sr_deliveries_judge(const sr_deliveries *deliveries, sr_outcome *outcome);

#endif
