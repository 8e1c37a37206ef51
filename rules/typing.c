#include "rules/typing.h"

#include <string.h>

#include "engine/base/locale.h"
#include "engine/base/number.h"

#define QUOTE_BYTES_MAX 40
#define CODES_SHOWN 12

sr_expr *sr_expr_make(const sr_scope *scope, sr_op op, sr_kind kind, uint8_t scale, sr_where where, sr_expr *const *args,
                      uint32_t arg_count)
{
    sr_expr *expr = sr_arena_alloc(scope->compiler->arena, 1, sizeof(*expr));
    const sr_expr **copies = sr_arena_alloc(scope->compiler->arena, arg_count, sizeof(*copies));
    if (expr == NULL || copies == NULL) {
        sr_fail_memory(scope->compiler->err);
        return NULL;
    }
    for (uint32_t i = 0; i < arg_count; i++) {
        if (args[i] == NULL)
            return NULL;
        copies[i] = args[i];
    }
    expr->op = op;
    expr->kind = kind;
    expr->scale = scale;
    expr->where = where;
    expr->args = copies;
    expr->arg_count = arg_count;
    return expr;
}

sr_expr *sr_expr_make_constant(const sr_scope *scope, sr_kind kind, sr_where where, int64_t value)
{
    sr_expr *expr = sr_expr_make(scope, SR_OP_CONSTANT, kind, 0, where, NULL, 0);
    if (expr != NULL) {
        expr->has_constant = true;
        expr->constant.integer = value;
    }
    return expr;
}

sr_expr *sr_expr_make_missing(const sr_scope *scope, sr_kind kind, sr_where where)
{
    return sr_expr_make(scope, SR_OP_CONSTANT, kind, 0, where, NULL, 0);
}

bool sr_expr_is_null(const sr_expr *expr)
{
    return expr->op == SR_OP_CONSTANT && !expr->has_constant;
}

bool sr_expr_is_literal_text(const sr_expr *expr)
{
    return expr->op == SR_OP_CONSTANT && expr->has_constant && expr->kind == SR_KIND_TEXT;
}

const char *sr_kind_describe(sr_kind kind)
{
    switch (kind) {
    case SR_KIND_BOOLEAN:
        return "true or false";
    case SR_KIND_INTEGER:
        return "a whole number";
    case SR_KIND_DECIMAL:
        return "a decimal number";
    case SR_KIND_REAL:
        return "a real number";
    case SR_KIND_DATE:
        return "a date";
    default:
        return "a text";
    }
}

sr_text sr_syntax_quote(const sr_syntax *syntax)
{
    sr_text quote = sr_text_slice(syntax->source, 0, QUOTE_BYTES_MAX);
    while (quote.size < syntax->source.size && quote.size > 0 && (syntax->source.data[quote.size] & 0xC0) == 0x80)
        quote.size--;
    return quote;
}

static double get_constant_real(const sr_expr *expr)
{
    return expr->kind == SR_KIND_REAL ? expr->constant.real : sr_number_to_real(expr->constant.integer, expr->scale);
}

/* A constant in another kind; NULL when it does not fit there. */
static sr_expr *convert(const sr_scope *scope, const sr_expr *expr, sr_kind kind, uint8_t scale)
{
    sr_expr *made = sr_expr_make(scope, SR_OP_CONSTANT, kind, scale, expr->where, NULL, 0);
    if (made == NULL)
        return NULL;
    made->has_constant = true;
    if (kind == SR_KIND_REAL) {
        made->constant.real = get_constant_real(expr);
        return made;
    }
    sr_int128 value;
    if (!sr_number_rescale(expr->constant.integer, expr->scale, scale, &value) || value > INT64_MAX || value < INT64_MIN)
        return sr_compiler_refuse(scope->compiler, scope->subject, "rules.overflow", expr->where,
                                  "a number of at most 18 digits in all", NULL, "a number that is too large beside decimals");
    made->constant.integer = (int64_t)value;
    return made;
}

sr_expr *sr_expr_cast(const sr_scope *scope, sr_expr *expr, sr_kind kind, uint8_t scale)
{
    if (expr == NULL || (expr->kind == kind && expr->scale == scale))
        return expr;
    if (sr_expr_is_null(expr)) {
        sr_expr *missing = sr_expr_make_missing(scope, kind, expr->where);
        if (missing != NULL)
            missing->scale = scale;
        return missing;
    }
    if (expr->op == SR_OP_CONSTANT)
        return convert(scope, expr, kind, scale);
    return sr_expr_make(scope, SR_OP_CAST, kind, scale, expr->where, &expr, 1);
}

/* Digits with a dot somewhere; false when they do not fit in 64 bits with 18 of them behind the dot. */
static bool read_digits(sr_text text, int64_t *value, uint32_t *scale)
{
    bool is_behind = false;
    *value = 0;
    *scale = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '.') {
            is_behind = true;
            continue;
        }
        if (__builtin_mul_overflow(*value, 10, value) || __builtin_add_overflow(*value, text.data[i] - '0', value))
            return false;
        *scale += is_behind;
    }
    return *scale <= SR_SCALE_MAX;
}

sr_expr *sr_expr_make_number(const sr_scope *scope, const sr_syntax *number)
{
    bool has_mark = false, has_exponent = false;
    for (size_t i = 0; i < number->text.size; i++) {
        has_mark |= number->text.data[i] == '.';
        has_exponent |= number->text.data[i] == 'e' || number->text.data[i] == 'E';
    }
    int64_t value;
    uint32_t scale;
    bool fits = !has_exponent && read_digits(number->text, &value, &scale);
    if (fits && scale + (number->is_percent ? 2 : 0) <= SR_SCALE_MAX) {
        sr_expr *exact = sr_expr_make_constant(scope, has_mark || number->is_percent ? SR_KIND_DECIMAL : SR_KIND_INTEGER,
                                               number->where, value);
        if (exact != NULL)
            exact->scale = (uint8_t)(scale + (number->is_percent ? 2 : 0));
        return exact;
    }
    double real;
    if ((!has_mark && !has_exponent) || sr_number_parse_real(number->text, (sr_notation){'.', 0}, &real) != SR_NUMBER_OK)
        return sr_compiler_refuse(scope->compiler, scope->subject, "rules.overflow", number->where,
                                  "a number below 9223372036854775808", "with an exponent (1e20) it is a real number",
                                  "%.*s is too large", SR_TEXT_ARG(sr_syntax_quote(number)));
    sr_expr *made = sr_expr_make_constant(scope, SR_KIND_REAL, number->where, 0);
    if (made != NULL)
        made->constant.real = number->is_percent ? real / 100.0 : real;
    return made;
}

static sr_expr *refuse_literal(const sr_scope *scope, sr_operand literal, const char *expected, const char *hint)
{
    return sr_compiler_refuse(scope->compiler, scope->subject, "rules.type", literal.expr->where, expected, hint, "%.*s",
                              SR_TEXT_ARG(sr_syntax_quote(literal.syntax)));
}

/* The hint with the day that somebody meant, or NULL. */
static const char *advise_day(const sr_scope *scope, sr_text text, const char *before, const char *behind)
{
    char day[11];
    return sr_date_suggest_iso(text, day) ? sr_compiler_print(scope->compiler, "write %s%s%s", before, day, behind) : NULL;
}

static sr_expr *fit_date(const sr_scope *scope, sr_operand literal)
{
    sr_day day;
    const char *quote = literal.syntax->source.size > literal.syntax->text.size ? "'" : "";     // the bound of a check has none
    if (!sr_date_parse_iso(literal.expr->constant.text, &day))
        return refuse_literal(scope, literal, "a date as 'yyyy-mm-dd'", advise_day(scope, literal.expr->constant.text, quote, quote));
    return sr_expr_make_constant(scope, SR_KIND_DATE, literal.expr->where, day);
}

static sr_expr *fit_number(const sr_scope *scope, sr_operand literal)
{
    sr_text text = sr_text_trim(literal.expr->constant.text);
    bool is_negative = text.size > 0 && text.data[0] == '-';
    sr_syntax number = *literal.syntax;
    number.text = sr_text_slice(text, is_negative, text.size);
    bool has_digit = false, has_mark = false;
    for (size_t i = 0; i < number.text.size; i++) {
        char c = number.text.data[i];
        if ((c < '0' || c > '9') && (c != '.' || has_mark))
            return refuse_literal(scope, literal, "a number", "numbers stand without quotes");
        has_digit |= c != '.';
        has_mark |= c == '.';
    }
    if (!has_digit)
        return refuse_literal(scope, literal, "a number", "numbers stand without quotes");
    sr_expr *made = sr_expr_make_number(scope, &number);
    if (made != NULL && is_negative) {
        made->constant.integer = -made->constant.integer;
        made->constant.real = -made->constant.real;
    }
    return made;
}

/* 'jah' beside a boolean column means what the column's own words mean. */
static sr_expr *fit_boolean(const sr_scope *scope, sr_operand literal, const sr_expr *near)
{
    sr_text word = literal.expr->constant.text;
    const sr_column_rule *rule = near == NULL ? NULL : sr_scope_find_rule(scope, near);
    for (int value = 0; value < 2; value++) {
        if (sr_text_is_same_letters(word, value ? SR_TEXT("true") : SR_TEXT("false")))
            return sr_expr_make_constant(scope, SR_KIND_BOOLEAN, literal.expr->where, value);
        const sr_text *words = rule == NULL ? NULL : value ? rule->true_words : rule->false_words;
        size_t count = rule == NULL ? 0 : value ? rule->true_count : rule->false_count;
        if (sr_locale_is_one_of(word, words, count))
            return sr_expr_make_constant(scope, SR_KIND_BOOLEAN, literal.expr->where, value);
    }
    return refuse_literal(scope, literal, "true or false", "a boolean column may stand alone as a condition");
}

/* ": one of OA, KT, …" */
static const char *list_codes(const sr_scope *scope, const sr_list *list)
{
    const char *codes = list->count > 1 ? ": one of " : ": ";
    for (size_t i = 0; i < list->count && i < CODES_SHOWN; i++)
        codes = sr_compiler_print(scope->compiler, "%s%s%.*s", codes, i == 0 ? "" : ", ", SR_TEXT_ARG(list->members[i].code));
    return list->count > CODES_SHOWN ? sr_compiler_print(scope->compiler, "%s, …", codes) : codes;
}

/* The canonical code of a text that meets a column with a list. */
static sr_expr *fit_code(const sr_scope *scope, sr_operand literal, const sr_expr *near)
{
    const sr_list *list = near == NULL ? NULL : sr_scope_find_list(scope, near);
    if (list == NULL)
        return literal.expr;
    sr_text word = literal.expr->constant.text;
    const sr_list_member *member = sr_list_find(list, word);
    if (member != NULL) {
        sr_expr *made = sr_expr_make_constant(scope, SR_KIND_TEXT, literal.expr->where, 0);
        if (made != NULL)
            made->constant.text = member->code;
        return made;
    }
    sr_text *words = sr_arena_alloc(scope->compiler->arena, list->count * (1 + SR_LANGUAGE_COUNT), sizeof(*words));
    if (words == NULL) {
        sr_fail_memory(scope->compiler->err);
        return NULL;
    }
    size_t count = 0;
    const char *hint = NULL;
    for (size_t i = 0; i < list->count; i++) {
        words[count++] = list->members[i].code;
        for (int language = 0; language < SR_LANGUAGE_COUNT; language++) {
            sr_text name = list->members[i].names[language];
            words[count++] = name;
            if (sr_locale_is_same_letters(name, word))
                hint = sr_compiler_print(scope->compiler, "'%.*s' has the code '%.*s'", SR_TEXT_ARG(name),
                                         SR_TEXT_ARG(list->members[i].code));
        }
    }
    if (sr_list_needs_day(list, word))
        hint = "it means different members at different times; write the code of the one you mean";
    else if (hint == NULL)
        hint = sr_compiler_hint(scope->compiler, word, words, count, NULL);
    sr_compiler_caution(scope->compiler, scope->subject, "rules.unknown_code", literal.expr->where,
                        sr_compiler_print(scope->compiler, "a code of list '%.*s'%s", SR_TEXT_ARG(list->name), list_codes(scope, list)), hint,
                        "'%.*s'", SR_TEXT_ARG(word));
    return literal.expr;
}

sr_expr *sr_expr_fit(const sr_scope *scope, sr_operand literal, sr_kind kind, const sr_expr *near)
{
    if (sr_expr_is_null(literal.expr))
        return sr_expr_make_missing(scope, kind, literal.expr->where);
    switch (kind) {
    case SR_KIND_DATE:
        return fit_date(scope, literal);
    case SR_KIND_BOOLEAN:
        return fit_boolean(scope, literal, near);
    case SR_KIND_TEXT:
        return fit_code(scope, literal, near);
    default:
        return fit_number(scope, literal);
    }
}

static bool refuse_mix(const sr_scope *scope, sr_operand a, sr_operand b)
{
    const char *hint = NULL;
    bool has_date = a.expr->kind == SR_KIND_DATE || b.expr->kind == SR_KIND_DATE;
    sr_operand number = sr_kind_is_number(a.expr->kind) ? a : b;
    sr_operand text = a.expr->kind == SR_KIND_TEXT ? a : b;
    if (has_date && sr_kind_is_number(number.expr->kind) && number.syntax->kind != SR_SYNTAX_NAME)
        hint = advise_day(scope, number.syntax->source, "date '", "'");
    if (has_date && sr_kind_is_number(number.expr->kind) && number.syntax->kind != SR_SYNTAX_NAME && hint == NULL)
        hint = "a date is written date '2026-10-31'";
    else if (text.expr->kind == SR_KIND_TEXT && number.syntax->kind == SR_SYNTAX_NUMBER)
        hint = "beside a text a number stands in 'single quotes'";
    else if (text.expr->kind == SR_KIND_TEXT && text.syntax->kind == SR_SYNTAX_NAME)
        hint = "a text stands in 'single quotes'";
    sr_compiler_refuse(scope->compiler, scope->subject, "rules.type", b.expr->where,
                       sr_compiler_print(scope->compiler, "%s, as '%.*s' is",
                                         sr_kind_is_number(a.expr->kind) ? "a number" : sr_kind_describe(a.expr->kind),
                                         SR_TEXT_ARG(sr_syntax_quote(a.syntax))),
                       hint, "'%.*s' is %s", SR_TEXT_ARG(sr_syntax_quote(b.syntax)), sr_kind_describe(b.expr->kind));
    return false;
}

static bool is_flexible(const sr_expr *expr)
{
    return sr_expr_is_null(expr) || sr_expr_is_literal_text(expr);
}

/* Real when one is real, else decimal when one is; nulls have no say. */
static sr_kind find_common_number(const sr_operand *operands, uint32_t count, uint8_t *scale)
{
    sr_kind kind = SR_KIND_INTEGER;
    *scale = 0;
    for (uint32_t i = 0; i < count; i++) {
        const sr_expr *expr = operands[i].expr;
        if (sr_expr_is_null(expr) || expr->kind == SR_KIND_INTEGER || kind == SR_KIND_REAL)
            continue;
        kind = expr->kind;
        *scale = kind == SR_KIND_REAL ? 0 : expr->scale > *scale ? expr->scale : *scale;
    }
    return kind;
}

static bool agree_numbers(const sr_scope *scope, sr_operand *operands, uint32_t count, bool keeps_scale)
{
    uint8_t scale;
    sr_kind kind = find_common_number(operands, count, &scale);
    for (uint32_t i = 0; i < count; i++) {
        if (keeps_scale && kind != SR_KIND_REAL && !sr_expr_is_null(operands[i].expr))
            continue;
        operands[i].expr = sr_expr_cast(scope, operands[i].expr, kind, scale);
        if (operands[i].expr == NULL)
            return false;
    }
    return true;
}

bool sr_expr_agree(const sr_scope *scope, sr_operand *operands, uint32_t count, bool keeps_scale)
{
    uint32_t leader = SR_NO_INDEX;     // the first that has a kind of its own
    for (uint32_t i = 0; i < count; i++) {
        if (operands[i].expr == NULL)
            return false;
        if (leader == SR_NO_INDEX && !is_flexible(operands[i].expr))
            leader = i;
    }
    const sr_expr *first = leader == SR_NO_INDEX ? NULL : operands[leader].expr;
    sr_kind kind = first == NULL ? SR_KIND_TEXT : first->kind;
    bool done = true;
    for (uint32_t i = 0; i < count; i++) {
        sr_expr *expr = operands[i].expr;
        if (is_flexible(expr))
            operands[i].expr = sr_expr_fit(scope, operands[i], kind, first);
        else if (expr->kind != kind && !(sr_kind_is_number(expr->kind) && sr_kind_is_number(kind)))
            done = refuse_mix(scope, operands[leader], operands[i]);
        done = done && operands[i].expr != NULL;
    }
    return done && (!sr_kind_is_number(kind) || agree_numbers(scope, operands, count, keeps_scale));
}
