/*
 * A syntax tree as text again, in one form: keywords in small letters, one blank around operators, no bracket that the grammar does not need.
 *
 * Law: what is printed is read as the same tree (places apart), and printing that gives the same text.
 */
#ifndef SR_RULES_EXPRESSION_PRINT_H
#define SR_RULES_EXPRESSION_PRINT_H

#include "engine/base/builder.h"
#include "rules/expression.h"

void sr_expression_print(const sr_syntax *syntax, sr_builder *out);

/* The same tree? Places and the letters it was read from do not count. */
bool sr_syntax_is_same(const sr_syntax *a, const sr_syntax *b);

#endif
