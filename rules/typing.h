/*
 * Kinds of expressions: nodes, casts and how two sides come to agree.
 *
 * A text in quotes takes the kind of what it meets: a date for a date, a number for a number, a word of a boolean column. A null
 * takes any kind. Everything else must be of one kind, where integer, decimal and real are all numbers.
 */
#ifndef SR_RULES_TYPING_H
#define SR_RULES_TYPING_H

#include "rules/scope.h"

/* An expression and what the user wrote for it. */
typedef struct sr_operand {
    sr_expr *expr;
    const sr_syntax *syntax;
} sr_operand;

/* Nodes; NULL without memory. The arguments are copied. */
sr_expr *sr_expr_make(const sr_scope *scope, sr_op op, sr_kind kind, uint8_t scale, sr_where where, sr_expr *const *args,
                      uint32_t arg_count);
sr_expr *sr_expr_make_constant(const sr_scope *scope, sr_kind kind, sr_where where, int64_t value);
sr_expr *sr_expr_make_missing(const sr_scope *scope, sr_kind kind, sr_where where);

bool sr_expr_is_null(const sr_expr *expr);          // the word null: it has no kind of its own yet
bool sr_expr_is_literal_text(const sr_expr *expr);

/* "a date", "a text", "a whole number": for messages. */
const char *sr_kind_describe(sr_kind kind);
sr_text sr_syntax_quote(const sr_syntax *syntax);   // its source, shortened

/* To a number of this kind and scale; a constant is converted at once. */
sr_expr *sr_expr_cast(const sr_scope *scope, sr_expr *expr, sr_kind kind, uint8_t scale);

/* A literal or null as this kind; `near` is what it meets, for the words of a boolean column and the codes of a list. */
sr_expr *sr_expr_fit(const sr_scope *scope, sr_operand literal, sr_kind kind, const sr_expr *near);

/*
 * Brings all to one kind. With `keeps_scale` integers and decimals may stay as they are, because comparisons
 * take any scale. Literal texts that meet a column with a list become its codes; one that is no member is a caution.
 */
SR_MUST_USE bool sr_expr_agree(const sr_scope *scope, sr_operand *operands, uint32_t count, bool keeps_scale);

/* A number as written, without %. */
sr_expr *sr_expr_make_number(const sr_scope *scope, const sr_syntax *number);

#endif
