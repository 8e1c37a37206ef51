/*
 * Arithmetic over finished results: + - * / ( ), ratio, ytd, full_year, rolling, previous, last_year, constants. What the leaves are, the caller knows: aggregates
 * of a data set, or other indicators.
 */
#ifndef SR_RULES_FORMULA_H
#define SR_RULES_FORMULA_H

#include "rules/scope.h"

/* The functions that look at other days than those of the period, for `seire list` too. */
typedef struct sr_shift_word {
    const char *name;
    const char *usage;
    const char *summary;
    sr_formula_op op;
    uint32_t arg_count;
} sr_shift_word;

size_t sr_shift_word_count(void);
const sr_shift_word *sr_shift_word_get(size_t index);

typedef struct sr_formula_maker sr_formula_maker;

struct sr_formula_maker {
    const sr_compiler *compiler;
    const char *subject;
    bool has_rows;              // ratio(a, b) without an aggregate in it is one over rows
    bool has_period;            // else ytd, last_year and the like have no meaning
    void *self;                 // of the two below
    /* A name, or a call that is not one of ours. NULL: told. */
    sr_formula *(*make_leaf)(const sr_formula_maker *maker, const sr_syntax *syntax);
    /* Is it made of rows directly: one fold, or an indicator that is one? */
    bool (*is_fold)(const sr_formula_maker *maker, const sr_formula *formula);
    /* Is it, or a part of it, counted at the end of a period? Then it is not added up over time. */
    bool (*is_stock)(const sr_formula_maker *maker, const sr_formula *formula);
};

/* NULL: told. */
sr_formula *sr_formula_make(const sr_formula_maker *maker, const sr_syntax *syntax);

/* A node of its own. */
sr_formula *sr_formula_make_node(const sr_compiler *compiler, sr_formula_op op, sr_where where, sr_formula *const *args,
                                 uint32_t arg_count);

#endif
