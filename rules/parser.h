/*
 * The state of a parser and its small steps, without the grammar: that is expression.c.
 *
 * A step that does not fit adds one finding at its place and gives NULL or false; err is only for memory.
 */
#ifndef SR_RULES_PARSER_H
#define SR_RULES_PARSER_H

#include "rules/expression.h"
#include "rules/lexer.h"

#define SR_PARSER_LEVELS_MAX 100    // of brackets, signs and negations in each other

typedef struct sr_parser {
    sr_lexer lexer;
    sr_token token;         // the current one
    size_t last_end;        // where the one before it ended
    sr_arena *arena;
    sr_error *err;
    uint32_t level;         // of nesting
} sr_parser;

/* A growing list of nodes. */
typedef struct sr_syntax_list {
    const sr_syntax **items;
    uint32_t count;
    uint32_t capacity;
} sr_syntax_list;

SR_MUST_USE bool sr_parser_begin(sr_parser *p, sr_rule_text text, sr_arena *arena, sr_findings *findings, sr_error *err);

/* Always NULL. `refuse` is about the current token, `complain` about any place. */
const sr_syntax *sr_parser_refuse(const sr_parser *p, const char *expected, const char *hint);
const sr_syntax *sr_parser_complain(const sr_parser *p, size_t offset, const char *found, const char *expected,
                                    const char *hint);

SR_MUST_USE bool sr_parser_advance(sr_parser *p);
bool sr_parser_is_symbol(const sr_parser *p, const char *symbol);
bool sr_parser_is_word(const sr_parser *p, const char *word);       // an unquoted word, in any case
bool sr_parser_is_reserved(sr_text word);                           // cannot be a name without quotes

/* Past a symbol or word that must stand here. */
SR_MUST_USE bool sr_parser_pass_symbol(sr_parser *p, const char *symbol, const char *expected);
SR_MUST_USE bool sr_parser_pass_word(sr_parser *p, const char *word, const char *expected);

/* One level of nesting deeper; false: too deep. The caller takes the level back. */
SR_MUST_USE bool sr_parser_enter(sr_parser *p);

/* A NULL child is a failure that was told already. */
SR_MUST_USE bool sr_syntax_list_add(sr_parser *p, sr_syntax_list *list, const sr_syntax *child);

/* A node that began at byte `first` and ends where the last token ended; NULL when the tree gets too deep. */
sr_syntax *sr_parser_make(sr_parser *p, sr_syntax_kind kind, sr_text text, size_t first, const sr_syntax_list *list);
sr_syntax *sr_parser_make_binary(sr_parser *p, sr_text operator, size_t first, const sr_syntax *left, const sr_syntax *right);
sr_syntax *sr_parser_make_unary(sr_parser *p, sr_text operator, size_t first, const sr_syntax *argument);

#endif
