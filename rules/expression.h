/*
 * The expression language: text to syntax tree. Names and types are resolved later, by rules/compile.
 *
 * The grammar is SQL's, as PostgreSQL and DuckDB share it (docs/rules.md). Keywords in any case; names match exactly, else
 * without case when that is unique; letters of any script need no quotes, other names stand in "double quotes"; text in
 * 'single quotes' with '' for a quote. A number may end in % (0.9 = 90%).
 */
#ifndef SR_RULES_EXPRESSION_H
#define SR_RULES_EXPRESSION_H

#include "rules/dataset.h"

typedef enum sr_syntax_kind {
    SR_SYNTAX_NUMBER,       // text as written, without %; is_percent
    SR_SYNTAX_STRING, SR_SYNTAX_BOOLEAN, SR_SYNTAX_NULL, SR_SYNTAX_STAR,
    SR_SYNTAX_NAME,
    SR_SYNTAX_DATE,         // date '2026-10-31'
    SR_SYNTAX_CALL,         // name(args) [filter (where ...)]; is_distinct for f(distinct x); is_ordered: args[last] is behind `order by`
    SR_SYNTAX_UNARY,        // operator in text: not, -
    SR_SYNTAX_BINARY,       // and or = <> < <= > >= + - * / || like
    SR_SYNTAX_IN,           // args[0] in args[1..]; is_negated
    SR_SYNTAX_BETWEEN,      // args[0] between args[1] and args[2]; is_negated
    SR_SYNTAX_IS_NULL,      // is_negated for `is not null`
    SR_SYNTAX_CASE          // when, then, ..., else (absent: a null); has_subject: args[0] is compared with each when
} sr_syntax_kind;

typedef struct sr_syntax {
    sr_syntax_kind kind;
    sr_text text;
    bool is_distinct, is_negated, is_percent, is_ordered, has_subject;
    uint32_t arg_count;
    const struct sr_syntax *const *args;
    const struct sr_syntax *filter;     // of a call, or NULL
    sr_where where;
    sr_text source;                     // the piece of text it was parsed from
    uint32_t depth;                     // of the tree below and with it, at most SR_SYNTAX_DEPTH_MAX
} sr_syntax;

#define SR_SYNTAX_DEPTH_MAX 300

/* One expression; the whole text must be used. A syntax error is one finding at its place. False: no tree (a finding was added), or no memory. */
SR_MUST_USE bool sr_expression_parse(sr_rule_text text, sr_arena *arena, const sr_syntax **syntax,
                                     sr_findings *findings, sr_error *err);

typedef struct sr_named_syntax {
    const sr_syntax *syntax;
    sr_text name;           // after `as`, else the trimmed source text
} sr_named_syntax;

/* A list `expression [as name], ...` for the prompt. Never split at commas outside the grammar. */
SR_MUST_USE bool sr_expression_parse_list(sr_rule_text text, sr_arena *arena, const sr_named_syntax **items, size_t *count,
                                          sr_findings *findings, sr_error *err);

#endif
