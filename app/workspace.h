/*
 * A workspace opened: its rules, its plan, its key for persons. What `run`, `check`, `query` and `explain` begin with.
 */
#ifndef SR_APP_WORKSPACE_H
#define SR_APP_WORKSPACE_H

#include "input/open.h"
#include "rules/compile.h"
#include "store/ledger.h"

typedef struct sr_workspace {
    const char *directory;
    const sr_ruleset *rules;
    const sr_plan *plan;
    sr_person_key *person_key;  // NULL when there is none: then no person column can be read
    sr_dict *dict;
    sr_findings *findings;
    const char *state;          // DIR/.seire
    sr_ledger *ledger;          // what earlier runs did, when somebody has opened it; not the workspace's own
} sr_workspace;

/* Rules and plan. `workspace->findings` is made first and is there on failure too, to be printed. */
SR_MUST_USE bool sr_workspace_open(const char *directory, sr_day as_of, sr_arena *arena, sr_workspace *workspace,
                                   sr_error *err);

/* Opens the data sets of the plan; rows set aside go to .seire/aside when `with_aside`. */
SR_MUST_USE bool sr_workspace_open_sources(const sr_workspace *workspace, const sr_plan *plan, bool with_aside,
                                           sr_arena *arena, sr_sources *sources, sr_error *err);
void sr_workspace_close(sr_workspace *workspace);

/* The ledger for reading, as workspace->ledger; NULL when there was no run yet. To be closed by the caller. */
SR_MUST_USE bool sr_workspace_open_ledger(sr_workspace *workspace, sr_arena *arena, sr_error *err);

/* When a file came: for the data set `intake`. */
sr_intake_days sr_workspace_get_days(const sr_workspace *workspace, sr_day as_of);

/* DIR/.seire/NAME */
SR_MUST_USE bool sr_workspace_join(const sr_workspace *workspace, const char *name, sr_arena *arena, const char **path,
                                   sr_error *err);

/*
 * Makes DIR/.seire and takes the workspace for this process. The lock dies with its holder, however that ends. Taken already: SR_TRY_AGAIN,
 * with the holder's process id. The file descriptor is closed by sr_workspace_unlock.
 */
SR_MUST_USE bool sr_workspace_lock(const char *directory, sr_arena *arena, int *lock, sr_error *err);
void sr_workspace_unlock(int lock);

#endif
