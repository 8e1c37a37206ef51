/*
 * The functions of a row: one row of a table each. Aggregates are engine/aggregate's.
 */
#ifndef SR_RULES_FUNCTIONS_H
#define SR_RULES_FUNCTIONS_H

#include "rules/typing.h"

#define SR_FUNCTION_ARGS_ANY UINT32_MAX

typedef struct sr_function sr_function;

struct sr_function {
    const char *name;
    const char *usage;      // "workdays(a, b)"
    const char *summary;    // one sentence for `seire list` and the documents
    uint32_t arg_min;
    uint32_t arg_max;       // SR_FUNCTION_ARGS_ANY: as many as there are
    const char *args;       // a letter each: d date, t text, n number, * anything, x a name of something else
    sr_op op;
    sr_kind kind;           // of the result
    /* Where the general way does not do; the arguments are of the right kinds. NULL: a node of `op` and `kind`. */
    sr_expr *(*build)(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args);
};

size_t sr_function_count(void);
const sr_function *sr_function_get(size_t index);
const sr_function *sr_function_find(sr_text name);      // in any case; NULL when there is none

/* Does this argument of the call belong to the row? A name of something else is no column. */
bool sr_function_is_of_row(const sr_syntax *call, uint32_t arg);

/* A date, or a text in quotes that is one. */
SR_MUST_USE bool sr_function_fit_date(const sr_scope *scope, const sr_function *function, sr_operand *argument);

/* The call with its arguments resolved; NULL: told. */
sr_expr *sr_function_build(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args);

#endif
