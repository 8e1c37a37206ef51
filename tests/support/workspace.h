/*
 * A small workspace that loads, and ways to break one place of it.
 *
 * In the replacement of a change the sign `^^` shows where the finding is expected; it is not written to the file.
 */
#ifndef SR_TESTS_SUPPORT_WORKSPACE_H
#define SR_TESTS_SUPPORT_WORKSPACE_H

#include "rules/ruleset.h"
#include "tests/support/test.h"

typedef struct sr_change {
    const char *file;       // in the workspace
    const char *find;       // a text of the good file; "" stands for the whole file; NULL adds a new file
    const char *replace;    // what stands there instead; NULL: the file is not written
} sr_change;

/* Writes the workspace with the changes into a new directory. `places` has a place for each change, or line 0. */
const char *sr_test_workspace_make(const sr_change *changes, size_t count, sr_where *places);

typedef struct sr_loaded {
    sr_arena *arena;
    sr_findings *findings;
    sr_error err;
    const sr_ruleset *rules;
    bool done;
} sr_loaded;

sr_loaded sr_test_workspace_load(const char *workspace);

/* The finding with this code at this place, or NULL. */
const sr_finding *sr_test_loaded_find(const sr_loaded *loaded, const char *code, sr_where place);
void sr_test_loaded_print(const sr_loaded *loaded);      // all findings, to stderr

#endif
