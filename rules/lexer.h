/*
 * The words of an expression: text to tokens, one at a time.
 *
 * Blanks (also NBSP), `-- comments` and slash-star comments are skipped. A token knows its bytes in the source, so that every message
 * can name the exact place.
 */
#ifndef SR_RULES_LEXER_H
#define SR_RULES_LEXER_H

#include "rules/dataset.h"

typedef enum sr_token_kind {
    SR_TOKEN_END,
    SR_TOKEN_NAME,          // letters of any script, digits, underscore; keywords too
    SR_TOKEN_QUOTED_NAME,   // "..." with "" for a quote; text is what is between them
    SR_TOKEN_STRING,        // '...' with '' for a quote
    SR_TOKEN_NUMBER,        // digits, a dot, an exponent; text is without %
    SR_TOKEN_SYMBOL         // text is the symbol
} sr_token_kind;

typedef struct sr_token {
    sr_token_kind kind;
    sr_text text;
    bool is_percent;        // of a number
    size_t first;           // byte offset in the source
    size_t end;             // first byte behind it
} sr_token;

typedef struct sr_lexer {
    sr_rule_text source;
    size_t offset;
    sr_arena *arena;
    sr_findings *findings;
} sr_lexer;

/* The source must be valid UTF-8: a finding when it is not. */
SR_MUST_USE bool sr_lexer_init(sr_lexer *lexer, sr_rule_text source, sr_arena *arena, sr_findings *findings, sr_error *err);

/* The next token; SR_TOKEN_END for ever at the end. False: a finding was added (err is untouched), or no memory. */
SR_MUST_USE bool sr_lexer_next(sr_lexer *lexer, sr_token *token, sr_error *err);

/* Can the text stand as a name without quotes, as far as its characters go? */
bool sr_lexer_is_name(sr_text text);

#endif
