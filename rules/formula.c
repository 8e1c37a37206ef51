#include "rules/formula.h"

#include "rules/draft.h"
#include "rules/typing.h"

sr_formula *sr_formula_make_node(const sr_compiler *compiler, sr_formula_op op, sr_where where, sr_formula *const *args,
                                 uint32_t arg_count)
{
    sr_formula *formula = sr_arena_alloc(compiler->arena, 1, sizeof(*formula));
    const sr_formula **copies = sr_arena_alloc(compiler->arena, arg_count, sizeof(*copies));
    if (formula == NULL || copies == NULL) {
        sr_fail_memory(compiler->err);
        return NULL;
    }
    for (uint32_t i = 0; i < arg_count; i++) {
        if (args[i] == NULL)
            return NULL;
        copies[i] = args[i];
    }
    *formula = (sr_formula){.op = op, .where = where, .args = copies, .arg_count = arg_count, .index = SR_NO_INDEX};
    return formula;
}

/* ratio, ytd or full_year over results, not over rows? */
static bool is_own_call(const sr_formula_maker *maker, const sr_syntax *call)
{
    if (sr_text_is_same_letters(call->text, SR_TEXT("ytd")) || sr_text_is_same_letters(call->text, SR_TEXT("full_year")))
        return true;
    if (!sr_text_is_same_letters(call->text, SR_TEXT("ratio")))
        return false;
    if (!maker->has_rows)
        return true;
    for (uint32_t i = 0; i < call->arg_count; i++)
        if (sr_syntax_has_aggregate(call->args[i]))
            return true;
    return false;
}

static sr_formula *make_constant(const sr_formula_maker *maker, const sr_syntax *syntax)
{
    sr_dataset none = {0};
    sr_scope scope = {.compiler = maker->compiler, .dataset = &none, .subject = maker->subject};
    const sr_expr *number = sr_expr_make_number(&scope, syntax);
    sr_formula *formula = number == NULL ? NULL : sr_formula_make_node(maker->compiler, SR_FORMULA_CONSTANT, syntax->where, NULL, 0);
    if (formula != NULL)
        formula->constant = number->kind == SR_KIND_REAL ? sr_number_from_real(number->constant.real)
                                                         : sr_number_from_decimal(number->constant.integer, number->scale);
    return formula;
}

/* Only states of rows add up over time: not results, and not what there is at the end of a period. */
static bool check_sum_over_time(const sr_formula_maker *maker, const sr_syntax *call, const sr_formula *formula)
{
    const char *found, *expected, *hint = NULL;
    if (!maker->has_period) {
        found = "has no periods to add up here";
        expected = "an aggregate";
    } else if (maker->is_stock(maker, formula)) {
        found = "is counted at the end of a period";
        expected = "what happens on a day (`period:`)";
        hint = "what there is at the end of a period is not added up over time; the figure of a year is that of its last day";
    } else if (!maker->is_fold(maker, formula)) {
        found = "is a formula";
        expected = "one aggregate, or an indicator that is one";
        hint = "write ratio(ytd(A), ytd(B))";
    } else {
        return true;
    }
    sr_compiler_refuse(maker->compiler, maker->subject, "rules.arguments", call->args[0]->where, expected, hint, "'%.*s' %s",
                       SR_TEXT_ARG(sr_syntax_quote(call->args[0])), found);
    return false;
}

static sr_formula *make_call(const sr_formula_maker *maker, const sr_syntax *call)
{
    bool is_ratio = sr_text_is_same_letters(call->text, SR_TEXT("ratio"));
    bool is_ytd = sr_text_is_same_letters(call->text, SR_TEXT("ytd"));
    if (call->arg_count != (is_ratio ? 2u : 1u) || call->is_distinct || call->is_ordered || call->filter != NULL) {
        sr_compiler_refuse(maker->compiler, maker->subject, "rules.arguments", call->where,
                           is_ratio ? "ratio(numerator, denominator)" : is_ytd ? "ytd(X)" : "full_year(X)", NULL, "'%.*s'",
                           SR_TEXT_ARG(sr_syntax_quote(call)));
        return NULL;
    }
    sr_formula *args[2] = {NULL, NULL};
    for (uint32_t i = 0; i < call->arg_count; i++)
        args[i] = sr_formula_make(maker, call->args[i]);
    if (is_ratio)
        return sr_formula_make_node(maker->compiler, SR_FORMULA_RATIO, call->where, args, 2);
    if (args[0] == NULL)
        return NULL;
    if (!check_sum_over_time(maker, call, args[0]))
        return NULL;
    return sr_formula_make_node(maker->compiler, is_ytd ? SR_FORMULA_YTD : SR_FORMULA_FULL_YEAR, call->where, args, 1);
}

static sr_formula *make_operator(const sr_formula_maker *maker, const sr_syntax *syntax)
{
    static const struct {
        const char *word;
        sr_formula_op op;
    } operators[] = {{"+", SR_FORMULA_ADD}, {"-", SR_FORMULA_SUBTRACT}, {"*", SR_FORMULA_MULTIPLY}, {"/", SR_FORMULA_DIVIDE}};
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        if (!sr_text_is(syntax->text, sr_text_from(operators[i].word)))
            continue;
        if (syntax->arg_count == 1 && i != 1)
            break;
        sr_formula *args[2] = {NULL, NULL};
        for (uint32_t j = 0; j < syntax->arg_count; j++)
            args[j] = sr_formula_make(maker, syntax->args[j]);
        return sr_formula_make_node(maker->compiler, syntax->arg_count == 1 ? SR_FORMULA_NEGATE : operators[i].op, syntax->where, args,
                                    syntax->arg_count);
    }
    sr_compiler_refuse(maker->compiler, maker->subject, "rules.formula", syntax->where, "+ - * / ratio() ytd() full_year()",
                       "conditions belong into an aggregate: share(...), count(*) filter (where ...)", "'%.*s' over results",
                       SR_TEXT_ARG(syntax->text));
    return NULL;
}

sr_formula *sr_formula_make(const sr_formula_maker *maker, const sr_syntax *syntax)
{
    switch (syntax->kind) {
    case SR_SYNTAX_NUMBER:
        return make_constant(maker, syntax);
    case SR_SYNTAX_NAME:
        return maker->make_leaf(maker, syntax);
    case SR_SYNTAX_CALL:
        return is_own_call(maker, syntax) ? make_call(maker, syntax) : maker->make_leaf(maker, syntax);
    case SR_SYNTAX_UNARY:
    case SR_SYNTAX_BINARY:
        return make_operator(maker, syntax);
    default:
        break;
    }
    sr_compiler_refuse(maker->compiler, maker->subject, "rules.formula", syntax->where, "an aggregate, an indicator or a number", NULL,
                       "'%.*s'", SR_TEXT_ARG(sr_syntax_quote(syntax)));
    return NULL;
}
