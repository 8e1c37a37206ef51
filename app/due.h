/*
 * Which editions are due: the ledger decides, never the timer.
 *
 * A report's last complete period is due from the n-th working day after its end (`due: workday n`) until an edition of
 * it is in the ledger. `--report ID` asks for it at any time; then a further edition is made when rules or data have changed.
 */
#ifndef SR_APP_DUE_H
#define SR_APP_DUE_H

#include "rules/ruleset.h"
#include "store/ledger.h"

typedef struct sr_due {
    const sr_report_rule *report;
    sr_period period;
    uint32_t edition;               // the number it will have
    bool is_asked;                  // by --report
    sr_ledger_edition previous;     // when edition > 1
} sr_due;

typedef struct sr_due_list {
    const sr_due *items;
    size_t count;
} sr_due_list;

/* `asked` are report ids, or asked_count 0 for all that is due. An unknown id is SR_USAGE with the nearest name. */
SR_MUST_USE bool sr_due_find(const sr_ruleset *rules, sr_ledger *ledger, sr_day as_of, const char *const *asked,
                             size_t asked_count, sr_arena *arena, sr_due_list *due, sr_error *err);

#endif
