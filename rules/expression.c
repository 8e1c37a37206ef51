/*
 * Recursive descent, one function a level of PostgreSQL's precedence, loosest first:
 *
 *   or < and < not < is < comparison < between in like < || < + - < * / < sign
 *
 * Comparisons do not chain. The depth of the tree is bounded, so that nobody who walks it later can run out of stack.
 */
#include "rules/expression.h"

#include "rules/parser.h"

static const sr_syntax *parse_or(sr_parser *p);

/* expression, expression, ... */
static bool parse_items(sr_parser *p, sr_syntax_list *list)
{
    while (sr_syntax_list_add(p, list, parse_or(p))) {
        if (!sr_parser_is_symbol(p, ","))
            return true;
        if (!sr_parser_advance(p))
            return false;
    }
    return false;
}

/* name(...), the name and the bracket have been passed. */
static const sr_syntax *parse_call(sr_parser *p, sr_text name, size_t first)
{
    sr_syntax_list list = {0};
    bool is_distinct = false;
    const sr_syntax *filter = NULL;
    if (sr_parser_is_symbol(p, "*")) {
        size_t star = p->token.first;
        if (!sr_parser_advance(p) || !sr_syntax_list_add(p, &list, sr_parser_make(p, SR_SYNTAX_STAR, SR_TEXT("*"), star, NULL)))
            return NULL;
    } else if (!sr_parser_is_symbol(p, ")")) {
        if (sr_parser_is_word(p, "distinct")) {
            is_distinct = true;
            if (!sr_parser_advance(p))
                return NULL;
        }
        if (!parse_items(p, &list))
            return NULL;
    }
    bool is_ordered = sr_parser_is_word(p, "order");
    if (is_ordered && (!sr_parser_advance(p) || !sr_parser_pass_word(p, "by", "'by'") ||
                       !sr_syntax_list_add(p, &list, parse_or(p))))
        return NULL;
    if (!sr_parser_pass_symbol(p, ")", "',' or ')'"))
        return NULL;
    if (sr_parser_is_word(p, "filter")) {
        if (!sr_parser_advance(p) || !sr_parser_pass_symbol(p, "(", "'(where condition)'") || !sr_parser_pass_word(p, "where", "'where'"))
            return NULL;
        filter = parse_or(p);
        if (filter == NULL || !sr_parser_pass_symbol(p, ")", "')'"))
            return NULL;
    }
    sr_syntax *node = sr_parser_make(p, SR_SYNTAX_CALL, name, first, &list);
    if (node != NULL) {
        node->is_distinct = is_distinct;
        node->is_ordered = is_ordered;
        node->filter = filter;
        if (filter != NULL && filter->depth >= node->depth)
            node->depth = filter->depth + 1;
    }
    return node;
}

/* case when c then x ... else y end; also case v when x then ... */
static const sr_syntax *parse_case(sr_parser *p, size_t first)
{
    sr_syntax_list list = {0};
    bool has_subject = !sr_parser_is_word(p, "when");
    if (has_subject && !sr_syntax_list_add(p, &list, parse_or(p)))
        return NULL;
    if (!sr_parser_is_word(p, "when"))
        return sr_parser_refuse(p, "'when'", NULL);
    while (sr_parser_is_word(p, "when")) {
        if (!sr_parser_advance(p) || !sr_syntax_list_add(p, &list, parse_or(p)) ||
            !sr_parser_pass_word(p, "then", "'then'") || !sr_syntax_list_add(p, &list, parse_or(p)))
            return NULL;
    }
    const sr_syntax *otherwise;
    if (sr_parser_is_word(p, "else"))
        otherwise = sr_parser_advance(p) ? parse_or(p) : NULL;
    else
        otherwise = sr_parser_make(p, SR_SYNTAX_NULL, SR_TEXT("null"), first, NULL);
    if (!sr_syntax_list_add(p, &list, otherwise) || !sr_parser_pass_word(p, "end", "'when', 'else' or 'end'"))
        return NULL;
    sr_syntax *node = sr_parser_make(p, SR_SYNTAX_CASE, SR_TEXT("case"), first, &list);
    if (node != NULL)
        node->has_subject = has_subject;
    return node;
}

/* A word that is not reserved: date '...', a call, or a name. */
static const sr_syntax *parse_word(sr_parser *p, sr_token word)
{
    if (!sr_parser_advance(p))
        return NULL;
    if (word.kind == SR_TOKEN_NAME && p->token.kind == SR_TOKEN_STRING && sr_text_is_same_letters(word.text, SR_TEXT("date"))) {
        sr_text day = p->token.text;
        return sr_parser_advance(p) ? sr_parser_make(p, SR_SYNTAX_DATE, day, word.first, NULL) : NULL;
    }
    if (word.kind == SR_TOKEN_NAME && sr_parser_is_symbol(p, "("))
        return sr_parser_advance(p) ? parse_call(p, word.text, word.first) : NULL;
    return sr_parser_make(p, SR_SYNTAX_NAME, word.text, word.first, NULL);
}

static const sr_syntax *parse_reserved(sr_parser *p)
{
    sr_token word = p->token;
    bool is_true = sr_parser_is_word(p, "true");
    if (is_true || sr_parser_is_word(p, "false"))
        return sr_parser_advance(p) ? sr_parser_make(p, SR_SYNTAX_BOOLEAN, is_true ? SR_TEXT("true") : SR_TEXT("false"), word.first, NULL) : NULL;
    if (sr_parser_is_word(p, "null"))
        return sr_parser_advance(p) ? sr_parser_make(p, SR_SYNTAX_NULL, SR_TEXT("null"), word.first, NULL) : NULL;
    if (sr_parser_is_word(p, "case"))
        return sr_parser_advance(p) ? parse_case(p, word.first) : NULL;
    return sr_parser_refuse(p, "a name, a number or a text", "a column of this name stands in \"double quotes\"");
}

static const sr_syntax *parse_primary(sr_parser *p)
{
    sr_token token = p->token;
    switch (token.kind) {
    case SR_TOKEN_NUMBER: {
        if (!sr_parser_advance(p))
            return NULL;
        sr_syntax *number = sr_parser_make(p, SR_SYNTAX_NUMBER, token.text, token.first, NULL);
        if (number != NULL)
            number->is_percent = token.is_percent;
        return number;
    }
    case SR_TOKEN_STRING:
        return sr_parser_advance(p) ? sr_parser_make(p, SR_SYNTAX_STRING, token.text, token.first, NULL) : NULL;
    case SR_TOKEN_NAME:
        return sr_parser_is_reserved(token.text) ? parse_reserved(p) : parse_word(p, token);
    case SR_TOKEN_QUOTED_NAME:
        return parse_word(p, token);
    case SR_TOKEN_SYMBOL:
        if (sr_parser_is_symbol(p, "(")) {
            if (!sr_parser_advance(p))
                return NULL;
            const sr_syntax *inner = parse_or(p);
            return inner != NULL && sr_parser_pass_symbol(p, ")", "an operator or ')'") ? inner : NULL;
        }
        break;
    case SR_TOKEN_END:
        break;
    }
    return sr_parser_refuse(p, "a name, a number or a text", NULL);
}

static const sr_syntax *parse_sign(sr_parser *p)
{
    size_t first = p->token.first;
    bool is_minus = sr_parser_is_symbol(p, "-");
    if (!is_minus && !sr_parser_is_symbol(p, "+"))
        return parse_primary(p);
    if (!sr_parser_enter(p))
        return NULL;
    if (!sr_parser_advance(p))
        return NULL;
    const sr_syntax *argument = parse_sign(p);
    p->level--;
    if (argument == NULL || !is_minus)
        return argument;
    return sr_parser_make_unary(p, SR_TEXT("-"), first, argument);
}

static const sr_syntax *parse_product(sr_parser *p)
{
    size_t first = p->token.first;
    const sr_syntax *left = parse_sign(p);
    while (left != NULL && (sr_parser_is_symbol(p, "*") || sr_parser_is_symbol(p, "/"))) {
        sr_text operator = p->token.text;
        if (!sr_parser_advance(p))
            return NULL;
        left = sr_parser_make_binary(p, operator, first, left, parse_sign(p));
    }
    return left;
}

static const sr_syntax *parse_sum(sr_parser *p)
{
    size_t first = p->token.first;
    const sr_syntax *left = parse_product(p);
    while (left != NULL && (sr_parser_is_symbol(p, "+") || sr_parser_is_symbol(p, "-"))) {
        sr_text operator = p->token.text;
        if (!sr_parser_advance(p))
            return NULL;
        left = sr_parser_make_binary(p, operator, first, left, parse_product(p));
    }
    return left;
}

static const sr_syntax *parse_concat(sr_parser *p)
{
    size_t first = p->token.first;
    const sr_syntax *left = parse_sum(p);
    while (left != NULL && sr_parser_is_symbol(p, "||")) {
        if (!sr_parser_advance(p))
            return NULL;
        left = sr_parser_make_binary(p, SR_TEXT("||"), first, left, parse_sum(p));
    }
    return left;
}

/* The list behind `in`, or the bounds behind `between`; the word has been passed. */
static const sr_syntax *parse_set(sr_parser *p, size_t first, const sr_syntax *left, bool is_in, bool is_negated)
{
    sr_syntax_list list = {0};
    if (!sr_syntax_list_add(p, &list, left))
        return NULL;
    if (is_in) {
        if (!sr_parser_pass_symbol(p, "(", "a list in brackets: in ('a', 'b')"))
            return NULL;
        if (!parse_items(p, &list) || !sr_parser_pass_symbol(p, ")", "',' or ')'"))
            return NULL;
    } else {
        if (!sr_syntax_list_add(p, &list, parse_concat(p)) || !sr_parser_pass_word(p, "and", "'and': between a and b") ||
            !sr_syntax_list_add(p, &list, parse_concat(p)))
            return NULL;
    }
    sr_syntax *node = sr_parser_make(p, is_in ? SR_SYNTAX_IN : SR_SYNTAX_BETWEEN, is_in ? SR_TEXT("in") : SR_TEXT("between"), first, &list);
    if (node != NULL)
        node->is_negated = is_negated;
    return node;
}

static const sr_syntax *parse_range(sr_parser *p)
{
    size_t first = p->token.first;
    const sr_syntax *left = parse_concat(p);
    while (left != NULL && (sr_parser_is_word(p, "not") || sr_parser_is_word(p, "in") || sr_parser_is_word(p, "between") || sr_parser_is_word(p, "like"))) {
        bool is_negated = sr_parser_is_word(p, "not");
        if (is_negated && !sr_parser_advance(p))
            return NULL;
        bool is_in = sr_parser_is_word(p, "in"), is_like = sr_parser_is_word(p, "like");
        if (!is_in && !is_like && !sr_parser_is_word(p, "between"))
            return sr_parser_refuse(p, "'in', 'between' or 'like'", sr_parser_is_word(p, "null") ? "write `is not null`" : NULL);
        if (!sr_parser_advance(p))
            return NULL;
        if (is_like) {
            left = sr_parser_make_binary(p, SR_TEXT("like"), first, left, parse_concat(p));
            if (left != NULL && is_negated)
                left = sr_parser_make_unary(p, SR_TEXT("not"), first, left);
        } else {
            left = parse_set(p, first, left, is_in, is_negated);
        }
    }
    return left;
}

static bool is_comparison(const sr_parser *p)
{
    return sr_parser_is_symbol(p, "=") || sr_parser_is_symbol(p, "<>") || sr_parser_is_symbol(p, "<") || sr_parser_is_symbol(p, "<=") || sr_parser_is_symbol(p, ">") ||
           sr_parser_is_symbol(p, ">=");
}

static const sr_syntax *parse_comparison(sr_parser *p)
{
    size_t first = p->token.first;
    const sr_syntax *left = parse_range(p);
    if (left == NULL || !is_comparison(p))
        return left;
    sr_text operator = p->token.text;
    if (!sr_parser_advance(p))
        return NULL;
    left = sr_parser_make_binary(p, operator, first, left, parse_range(p));
    if (left != NULL && is_comparison(p))
        return sr_parser_refuse(p, "one comparison", "write a < b and b < c");
    return left;
}

static const sr_syntax *parse_is(sr_parser *p)
{
    size_t first = p->token.first;
    const sr_syntax *left = parse_comparison(p);
    while (left != NULL && sr_parser_is_word(p, "is")) {
        if (!sr_parser_advance(p))
            return NULL;
        bool is_negated = sr_parser_is_word(p, "not");
        if ((is_negated && !sr_parser_advance(p)) || !sr_parser_pass_word(p, "null", is_negated ? "'null'" : "'null' or 'not null'"))
            return NULL;
        sr_syntax_list list = {0};
        if (!sr_syntax_list_add(p, &list, left))
            return NULL;
        sr_syntax *node = sr_parser_make(p, SR_SYNTAX_IS_NULL, SR_TEXT("is null"), first, &list);
        if (node != NULL)
            node->is_negated = is_negated;
        left = node;
    }
    return left;
}

static const sr_syntax *parse_not(sr_parser *p)
{
    size_t first = p->token.first;
    if (!sr_parser_is_word(p, "not"))
        return parse_is(p);
    if (!sr_parser_enter(p))
        return NULL;
    if (!sr_parser_advance(p))
        return NULL;
    const sr_syntax *argument = parse_not(p);
    p->level--;
    return argument == NULL ? NULL : sr_parser_make_unary(p, SR_TEXT("not"), first, argument);
}

static const sr_syntax *parse_and(sr_parser *p)
{
    size_t first = p->token.first;
    const sr_syntax *left = parse_not(p);
    while (left != NULL && sr_parser_is_word(p, "and")) {
        if (!sr_parser_advance(p))
            return NULL;
        left = sr_parser_make_binary(p, SR_TEXT("and"), first, left, parse_not(p));
    }
    return left;
}

static const sr_syntax *parse_or(sr_parser *p)
{
    size_t first = p->token.first;
    if (!sr_parser_enter(p))
        return NULL;
    const sr_syntax *left = parse_and(p);
    while (left != NULL && sr_parser_is_word(p, "or")) {
        if (!sr_parser_advance(p))
            return NULL;
        left = sr_parser_make_binary(p, SR_TEXT("or"), first, left, parse_and(p));
    }
    p->level--;
    return left;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool sr_expression_parse(sr_rule_text text, sr_arena *arena, const sr_syntax **syntax, sr_findings *findings, sr_error *err)
{
    sr_parser p;
    if (!sr_parser_begin(&p, text, arena, findings, err))
        return false;
    const sr_syntax *tree = parse_or(&p);
    if (tree == NULL)
        return false;
    if (p.token.kind != SR_TOKEN_END) {
        bool is_decimal_comma = sr_parser_is_symbol(&p, ",") && p.last_end == p.token.first && p.last_end > 0 && is_digit(text.text.data[p.last_end - 1]);
        sr_parser_refuse(&p, "an operator or the end of the expression", is_decimal_comma ? "a decimal number has a point: 2.5" : NULL);
        return false;
    }
    *syntax = tree;
    return true;
}

/* `as name` behind an item, or its own text. */
static bool parse_alias(sr_parser *p, size_t first, sr_named_syntax *item)
{
    if (!sr_parser_is_word(p, "as")) {
        item->name = sr_text_trim(sr_text_slice(p->lexer.source.text, first, p->last_end - first));
        if (item->syntax->kind == SR_SYNTAX_NAME)
            item->name = item->syntax->text;    // without the quotes
        return true;
    }
    if (!sr_parser_advance(p))
        return false;
    if (p->token.kind != SR_TOKEN_NAME && p->token.kind != SR_TOKEN_QUOTED_NAME) {
        sr_parser_refuse(p, "a name behind 'as'", "other names stand in \"double quotes\"");
        return false;
    }
    item->name = p->token.text;
    return sr_parser_advance(p);
}

bool sr_expression_parse_list(sr_rule_text text, sr_arena *arena, const sr_named_syntax **items, size_t *count,
                              sr_findings *findings, sr_error *err)
{
    sr_parser p;
    if (!sr_parser_begin(&p, text, arena, findings, err))
        return false;
    sr_named_syntax *list = NULL;
    size_t used = 0, capacity = 0;
    for (;;) {
        if (used == capacity) {
            size_t larger = capacity == 0 ? 8 : capacity * 2;
            list = sr_arena_grow(arena, list, capacity, larger, sizeof(*list));
            if (list == NULL)
                return sr_fail_memory(err);
            capacity = larger;
        }
        size_t first = p.token.first;
        list[used].syntax = parse_or(&p);
        if (list[used].syntax == NULL || !parse_alias(&p, first, &list[used]))
            return false;
        used++;
        if (p.token.kind == SR_TOKEN_END)
            break;
        if (!sr_parser_is_symbol(&p, ",")) {
            sr_parser_refuse(&p, "an operator, 'as' or ','", NULL);
            return false;
        }
        if (!sr_parser_advance(&p))
            return false;
    }
    *items = list;
    *count = used;
    return true;
}
