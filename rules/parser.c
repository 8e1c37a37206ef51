#include "rules/parser.h"

#include <stdio.h>

bool sr_parser_is_reserved(sr_text word)
{
    static const char *const words[] = {"and", "or", "not", "in", "is", "null", "like", "between", "case", "when", "then",
                                        "else", "end", "true", "false", "as", "distinct", "where"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (sr_text_is_same_letters(word, sr_text_from(words[i])))
            return true;
    return false;
}

const sr_syntax *sr_parser_complain(const sr_parser *p, size_t offset, const char *found, const char *expected,
                                    const char *hint)
{
    sr_finding finding = {.code = "rules.syntax", .severity = SR_ERROR, .found = found, .expected = expected, .hint = hint,
                          .where = sr_rule_text_locate(p->lexer.source, offset)};
    if (!sr_findings_add(p->lexer.findings, &finding, p->err))
        return NULL;
    return NULL;
}

/* The current token does not fit. */
const sr_syntax *sr_parser_refuse(const sr_parser *p, const char *expected, const char *hint)
{
    char found[96];
    sr_text text = sr_text_slice(p->lexer.source.text, p->token.first, p->token.end - p->token.first);
    bool is_long = text.size > 60;
    if (is_long) {
        text.size = 60;
        while ((text.data[text.size] & 0xC0) == 0x80)
            text.size--;
    }
    if (p->token.kind == SR_TOKEN_END)
        snprintf(found, sizeof(found), "the end of the expression");
    else
        snprintf(found, sizeof(found), "'%.*s%s'", SR_TEXT_ARG(text), is_long ? "…" : "");
    size_t place = p->token.kind == SR_TOKEN_END ? p->last_end : p->token.first;    // not behind the line end of a block
    return sr_parser_complain(p, place, found, expected, hint);
}

bool sr_parser_advance(sr_parser *p)
{
    p->last_end = p->token.end;
    return sr_lexer_next(&p->lexer, &p->token, p->err);
}

bool sr_parser_is_symbol(const sr_parser *p, const char *symbol)
{
    return p->token.kind == SR_TOKEN_SYMBOL && sr_text_is(p->token.text, sr_text_from(symbol));
}

bool sr_parser_is_word(const sr_parser *p, const char *word)
{
    return p->token.kind == SR_TOKEN_NAME && sr_text_is_same_letters(p->token.text, sr_text_from(word));
}

bool sr_parser_pass_symbol(sr_parser *p, const char *symbol, const char *expected)
{
    if (sr_parser_is_symbol(p, symbol))
        return sr_parser_advance(p);
    sr_parser_refuse(p, expected, NULL);
    return false;
}

bool sr_parser_pass_word(sr_parser *p, const char *word, const char *expected)
{
    if (sr_parser_is_word(p, word))
        return sr_parser_advance(p);
    sr_parser_refuse(p, expected, NULL);
    return false;
}

bool sr_syntax_list_add(sr_parser *p, sr_syntax_list *list, const sr_syntax *child)
{
    if (child == NULL)
        return false;
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? 4 : list->capacity * 2;
        const sr_syntax **items = sr_arena_grow(p->arena, list->items, list->count, capacity, sizeof(*items));
        if (items == NULL)
            return sr_fail_memory(p->err);
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = child;
    return true;
}

static void complain_depth(const sr_parser *p, size_t first)
{
    sr_parser_complain(p, first, "an expression that is nested too deep", "a simpler one", "split it into derived columns");
}

bool sr_parser_enter(sr_parser *p)
{
    if (++p->level <= SR_PARSER_LEVELS_MAX)
        return true;
    complain_depth(p, p->token.first);
    return false;
}

sr_syntax *sr_parser_make(sr_parser *p, sr_syntax_kind kind, sr_text text, size_t first, const sr_syntax_list *list)
{
    sr_syntax *node = sr_arena_alloc(p->arena, 1, sizeof(*node));
    if (node == NULL) {
        sr_fail_memory(p->err);
        return NULL;
    }
    node->kind = kind;
    node->text = text;
    node->where = sr_rule_text_locate(p->lexer.source, first);
    node->source = sr_text_slice(p->lexer.source.text, first, p->last_end - first);
    node->depth = 1;
    if (list != NULL) {
        node->args = list->items;
        node->arg_count = list->count;
        for (uint32_t i = 0; i < list->count; i++)
            if (list->items[i]->depth >= node->depth)
                node->depth = list->items[i]->depth + 1;
    }
    if (node->depth > SR_SYNTAX_DEPTH_MAX) {
        complain_depth(p, first);
        return NULL;
    }
    return node;
}

sr_syntax *sr_parser_make_binary(sr_parser *p, sr_text operator, size_t first, const sr_syntax *left, const sr_syntax *right)
{
    sr_syntax_list list = {0};
    if (!sr_syntax_list_add(p, &list, left) || !sr_syntax_list_add(p, &list, right))
        return NULL;
    return sr_parser_make(p, SR_SYNTAX_BINARY, operator, first, &list);
}

sr_syntax *sr_parser_make_unary(sr_parser *p, sr_text operator, size_t first, const sr_syntax *argument)
{
    sr_syntax_list list = {0};
    if (!sr_syntax_list_add(p, &list, argument))
        return NULL;
    return sr_parser_make(p, SR_SYNTAX_UNARY, operator, first, &list);
}

bool sr_parser_begin(sr_parser *p, sr_rule_text text, sr_arena *arena, sr_findings *findings, sr_error *err)
{
    *p = (sr_parser){.arena = arena, .err = err};
    return sr_lexer_init(&p->lexer, text, arena, findings, err) && sr_lexer_next(&p->lexer, &p->token, err);
}
