/*
 * What an expression takes from outside the row: the value of a parameter on a day, or of a row of another data set.
 *
 * It may not be there, and then the value is missing. So that nothing vanishes in silence, each such place becomes a check of its data
 * set, named by its own text: the rows for which nothing was found are counted and told.
 */
#ifndef SR_RULES_REFERENCE_H
#define SR_RULES_REFERENCE_H

#include "rules/functions.h"

typedef struct sr_reference {
    sr_text id; // as it is written: parameter(KH_otsus, decided)
    sr_expr *expr;
    uint32_t column; // the derived column it stands in, or SR_NO_INDEX: somebody asks for it in any case
} sr_reference;

struct sr_references { // of one data set; equal ones stand once
    sr_reference *items;
    uint32_t count;
    uint32_t capacity;
};

/* A column of another data set. */
typedef struct sr_other_column {
    uint32_t dataset;           // of the draft
    const sr_scope *scope;
    sr_expr *expr;
    const sr_syntax *name;
    sr_rule_text text;          // as it is written: clients.code
} sr_other_column;

/* DATASET.COLUMN. False: told. */
SR_MUST_USE bool sr_reference_find_column(const sr_scope *scope, sr_rule_text text, sr_other_column *other);

/* Two values, the second over the columns of the other data set, become comparable. Persons are so within one domain. False: told. */
SR_MUST_USE bool sr_reference_agree(const sr_scope *scope, sr_operand sides[2], const sr_other_column *other);

/* A call whose first argument names something else: parameter(name, date). NULL: told. */
sr_expr *sr_reference_resolve(const sr_scope *scope, const sr_function *function, const sr_syntax *call);

/* The check that it is there for each row that asks for it. False: no memory. */
SR_MUST_USE bool sr_reference_make_check(const sr_scope *scope, const sr_reference *reference, sr_plan_check *check);

#endif
