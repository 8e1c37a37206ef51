/*
 * Syntax becomes a typed expression over the columns of a data set.
 */
#ifndef SR_RULES_RESOLVER_H
#define SR_RULES_RESOLVER_H

#include "rules/typing.h"

/* NULL: a finding was added at the place of the part that is wrong, or no memory. */
sr_expr *sr_resolve(const sr_scope *scope, const sr_syntax *syntax);

/* The same, and it must be true or false. `what` is for messages: "a condition". */
sr_expr *sr_resolve_condition(const sr_scope *scope, const sr_syntax *syntax, const char *what);

/* a and b; either may be NULL for "always true". */
sr_expr *sr_resolve_join(const sr_scope *scope, sr_expr *a, sr_expr *b);

/* A call of a function that nobody knows: a finding with the nearest name among functions and, on demand, aggregates. */
sr_expr *sr_resolve_refuse_call(const sr_scope *scope, const sr_compiler *compiler, const sr_syntax *call, bool with_aggregates);

#endif
