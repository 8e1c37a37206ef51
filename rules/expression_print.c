/*
 * Every kind of node has a level of the grammar (rules/expression.c); one that stands where a tighter one is wanted gets brackets.
 */
#include "rules/expression_print.h"

#include "rules/lexer.h"
#include "rules/parser.h"

typedef enum level {
    LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_IS, LEVEL_COMPARISON, LEVEL_RANGE, LEVEL_CONCAT, LEVEL_SUM, LEVEL_PRODUCT, LEVEL_SIGN, LEVEL_PRIMARY
} level;

static void print_at(const sr_syntax *syntax, level wanted, sr_builder *out);

/* --- levels --- */

static level get_binary_level(sr_text operator)
{
    static const struct {
        const char *word;
        level level;
    } operators[] = {{"or", LEVEL_OR}, {"and", LEVEL_AND}, {"like", LEVEL_RANGE}, {"||", LEVEL_CONCAT}, {"+", LEVEL_SUM},
                     {"-", LEVEL_SUM}, {"*", LEVEL_PRODUCT}, {"/", LEVEL_PRODUCT}};
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
        if (sr_text_is(operator, sr_text_from(operators[i].word)))
            return operators[i].level;
    return LEVEL_COMPARISON;
}

static level get_level(const sr_syntax *syntax)
{
    switch (syntax->kind) {
    case SR_SYNTAX_BINARY:
        return get_binary_level(syntax->text);
    case SR_SYNTAX_UNARY:
        return sr_text_is(syntax->text, SR_TEXT("not")) ? LEVEL_NOT : LEVEL_SIGN;
    case SR_SYNTAX_IN:
    case SR_SYNTAX_BETWEEN:
        return LEVEL_RANGE;
    case SR_SYNTAX_IS_NULL:
        return LEVEL_IS;
    default:
        return LEVEL_PRIMARY;
    }
}

/* --- leaves --- */

static void print_quoted(sr_text text, char quote, sr_builder *out)
{
    sr_builder_add_byte(out, quote);
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == quote)
            sr_builder_add_byte(out, quote);
        sr_builder_add_byte(out, text.data[i]);
    }
    sr_builder_add_byte(out, quote);
}

static void print_name(sr_text name, sr_builder *out)
{
    if (sr_lexer_is_name(name) && !sr_parser_is_reserved(name))
        sr_builder_add(out, name);
    else
        print_quoted(name, '"', out);
}

/* --- nodes --- */

static void print_items(const sr_syntax *syntax, uint32_t first, uint32_t end, sr_builder *out)
{
    for (uint32_t i = first; i < end; i++) {
        if (i > first)
            sr_builder_add_c(out, ", ");
        print_at(syntax->args[i], LEVEL_OR, out);
    }
}

static void print_call(const sr_syntax *call, sr_builder *out)
{
    uint32_t count = call->arg_count - (call->is_ordered ? 1 : 0);
    sr_builder_add(out, call->text);
    sr_builder_add_byte(out, '(');
    if (call->is_distinct)
        sr_builder_add_c(out, "distinct ");
    print_items(call, 0, count, out);
    if (call->is_ordered) {
        sr_builder_add_c(out, " order by ");
        print_at(call->args[count], LEVEL_OR, out);
    }
    sr_builder_add_byte(out, ')');
    if (call->filter != NULL) {
        sr_builder_add_c(out, " filter (where ");
        print_at(call->filter, LEVEL_OR, out);
        sr_builder_add_byte(out, ')');
    }
}

static void print_case(const sr_syntax *choice, sr_builder *out)
{
    uint32_t i = 0;
    sr_builder_add_c(out, "case");
    if (choice->has_subject) {
        sr_builder_add_byte(out, ' ');
        print_at(choice->args[i++], LEVEL_OR, out);
    }
    for (; i + 1 < choice->arg_count; i += 2) {
        sr_builder_add_c(out, " when ");
        print_at(choice->args[i], LEVEL_OR, out);
        sr_builder_add_c(out, " then ");
        print_at(choice->args[i + 1], LEVEL_OR, out);
    }
    if (choice->args[i]->kind != SR_SYNTAX_NULL) {
        sr_builder_add_c(out, " else ");
        print_at(choice->args[i], LEVEL_OR, out);
    }
    sr_builder_add_c(out, " end");
}

/* A sign before a sign is kept apart: two of them begin a comment. */
static void print_unary(const sr_syntax *syntax, sr_builder *out)
{
    const sr_syntax *argument = syntax->args[0];
    bool is_not = get_level(syntax) == LEVEL_NOT;
    sr_builder_add(out, syntax->text);
    if (is_not || get_level(argument) == LEVEL_SIGN)
        sr_builder_add_byte(out, ' ');
    print_at(argument, is_not ? LEVEL_NOT : LEVEL_SIGN, out);
}

/* Operators of one level bind to the left; comparisons do not chain, and the text of `like` is joined before it. */
static void print_binary(const sr_syntax *syntax, sr_builder *out)
{
    level own = get_level(syntax);
    print_at(syntax->args[0], own == LEVEL_COMPARISON ? LEVEL_RANGE : own, out);
    sr_builder_add_byte(out, ' ');
    sr_builder_add(out, syntax->text);
    sr_builder_add_byte(out, ' ');
    print_at(syntax->args[1], (level)(own + 1), out);
}

static void print_range(const sr_syntax *syntax, sr_builder *out)
{
    print_at(syntax->args[0], LEVEL_RANGE, out);
    sr_builder_add_c(out, syntax->is_negated ? " not " : " ");
    if (syntax->kind == SR_SYNTAX_IN) {
        sr_builder_add_c(out, "in (");
        print_items(syntax, 1, syntax->arg_count, out);
        sr_builder_add_byte(out, ')');
        return;
    }
    sr_builder_add_c(out, "between ");
    print_at(syntax->args[1], LEVEL_CONCAT, out);
    sr_builder_add_c(out, " and ");
    print_at(syntax->args[2], LEVEL_CONCAT, out);
}

static void print_node(const sr_syntax *syntax, sr_builder *out)
{
    switch (syntax->kind) {
    case SR_SYNTAX_NUMBER:
        sr_builder_add(out, syntax->text);
        sr_builder_add_c(out, syntax->is_percent ? "%" : "");
        break;
    case SR_SYNTAX_STRING:
        print_quoted(syntax->text, '\'', out);
        break;
    case SR_SYNTAX_BOOLEAN:
    case SR_SYNTAX_NULL:
    case SR_SYNTAX_STAR:
        sr_builder_add(out, syntax->text);
        break;
    case SR_SYNTAX_NAME:
        print_name(syntax->text, out);
        break;
    case SR_SYNTAX_DATE:
        sr_builder_add_c(out, "date ");
        print_quoted(syntax->text, '\'', out);
        break;
    case SR_SYNTAX_CALL:
        print_call(syntax, out);
        break;
    case SR_SYNTAX_UNARY:
        print_unary(syntax, out);
        break;
    case SR_SYNTAX_BINARY:
        print_binary(syntax, out);
        break;
    case SR_SYNTAX_IN:
    case SR_SYNTAX_BETWEEN:
        print_range(syntax, out);
        break;
    case SR_SYNTAX_IS_NULL:
        print_at(syntax->args[0], LEVEL_IS, out);
        sr_builder_add_c(out, syntax->is_negated ? " is not null" : " is null");
        break;
    case SR_SYNTAX_CASE:
        print_case(syntax, out);
        break;
    }
}

static void print_at(const sr_syntax *syntax, level wanted, sr_builder *out)
{
    bool needs_brackets = get_level(syntax) < wanted;
    if (needs_brackets)
        sr_builder_add_byte(out, '(');
    print_node(syntax, out);
    if (needs_brackets)
        sr_builder_add_byte(out, ')');
}

void sr_expression_print(const sr_syntax *syntax, sr_builder *out)
{
    print_at(syntax, LEVEL_OR, out);
}

bool sr_syntax_is_same(const sr_syntax *a, const sr_syntax *b)
{
    bool is_same = a->kind == b->kind && a->arg_count == b->arg_count && sr_text_is(a->text, b->text) && a->is_distinct == b->is_distinct
                   && a->is_negated == b->is_negated && a->is_percent == b->is_percent && a->is_ordered == b->is_ordered
                   && a->has_subject == b->has_subject && (a->filter == NULL) == (b->filter == NULL);
    for (uint32_t i = 0; is_same && i < a->arg_count; i++)
        is_same = sr_syntax_is_same(a->args[i], b->args[i]);
    return is_same && (a->filter == NULL || sr_syntax_is_same(a->filter, b->filter));
}
