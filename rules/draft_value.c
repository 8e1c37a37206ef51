/*
 * A value over the rows of one data set.
 */
#include "rules/draft_indicator.h"
#include "rules/formula.h"
#include "rules/functions.h"
#include "rules/resolver.h"

static sr_formula *make_fold(const sr_formula_maker *maker, const sr_syntax *syntax)
{
    const sr_fold_frame *frame = maker->self;
    if (syntax->kind == SR_SYNTAX_NAME) {
        bool is_known = sr_scope_resolve(frame->scope, syntax) != SR_NO_INDEX;
        if (is_known)
            sr_compiler_refuse(maker->compiler, maker->subject, "rules.aggregate", syntax->where, "an aggregate over the rows",
                               sr_compiler_print(maker->compiler, "for example sum(%.*s) or count(distinct %.*s)",
                                                 SR_TEXT_ARG(sr_syntax_quote(syntax)), SR_TEXT_ARG(sr_syntax_quote(syntax))),
                               "'%.*s' is a column", SR_TEXT_ARG(syntax->text));
        return NULL;
    }
    if (sr_aggregate_find(syntax->text) == NULL && sr_function_find(syntax->text) != NULL) {
        sr_compiler_refuse(maker->compiler, maker->subject, "rules.aggregate", syntax->where, "an aggregate over the rows",
                           "a function stands inside an aggregate: sum(round(x, 1))", "'%.*s()' works on one row",
                           SR_TEXT_ARG(syntax->text));
        return NULL;
    }
    if (sr_aggregate_find(syntax->text) == NULL) {
        sr_resolve_refuse_call(frame->scope, maker->compiler, syntax, true);
        return NULL;
    }
    uint32_t index = sr_draft_add_fold(frame, syntax);
    sr_formula *formula =
        index == SR_NO_INDEX ? NULL : sr_formula_make_node(maker->compiler, SR_FORMULA_FOLD, syntax->where, NULL, 0);
    if (formula != NULL)
        formula->index = index;
    return formula;
}

/* What the result of a fold is; arithmetic is for numbers, and dates may be subtracted. */
static sr_kind get_kind(const sr_draft *draft, const sr_formula *formula)
{
    if (formula->op != SR_FORMULA_FOLD)
        return SR_KIND_REAL;
    const sr_plan_fold *fold = &draft->folds[formula->index].fold;
    return fold->aggregate->keeps_kind && fold->call.arg_count > 0 ? fold->call.arg_kinds[0] : SR_KIND_REAL;
}

static bool check_arithmetic(const sr_formula_maker *maker, const sr_formula *formula)
{
    const sr_draft *draft = ((const sr_fold_frame *)maker->self)->draft;
    bool may_be_dates = formula->op == SR_FORMULA_SUBTRACT && get_kind(draft, formula->args[0]) == SR_KIND_DATE &&
                        get_kind(draft, formula->args[1]) == SR_KIND_DATE;
    for (uint32_t i = 0; i < formula->arg_count && !may_be_dates; i++) {
        sr_kind kind = get_kind(draft, formula->args[i]);
        if (sr_kind_is_number(kind))
            continue;
        sr_compiler_refuse(maker->compiler, maker->subject, "rules.type", formula->args[i]->where, "a number", NULL,
                           "a result that is %s", sr_kind_describe(kind));
        return false;
    }
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!check_arithmetic(maker, formula->args[i]))
            return false;
    return true;
}

static bool is_fold(const sr_formula_maker *maker, const sr_formula *formula)
{
    (void)maker;
    return formula->op == SR_FORMULA_FOLD;
}

static bool is_stock(const sr_formula_maker *maker, const sr_formula *formula)
{
    return sr_draft_has_stock(((const sr_fold_frame *)maker->self)->draft, formula);
}

sr_formula *sr_draft_make_value(const sr_fold_frame *frame, const sr_syntax *syntax)
{
    sr_fold_frame copy = *frame;
    sr_formula_maker maker = {.compiler = frame->draft->compiler,
                              .subject = frame->scope->subject,
                              .has_rows = true,
                              .has_period = sr_fold_frame_has_period(frame),
                              .self = &copy,
                              .make_leaf = make_fold,
                              .is_fold = is_fold,
                              .is_stock = is_stock};
    sr_formula *formula = sr_formula_make(&maker, syntax);
    if (formula != NULL && !sr_syntax_has_aggregate(syntax)) {
        sr_compiler_refuse(maker.compiler, maker.subject, "rules.aggregate", syntax->where, "an aggregate over the rows",
                           "for example count(*)", "'%.*s'", SR_TEXT_ARG(sr_syntax_quote(syntax)));
        return NULL;
    }
    if (formula != NULL && !check_arithmetic(&maker, formula))
        return NULL;
    if (formula != NULL && maker.has_period && !sr_kind_is_number(get_kind(frame->draft, formula))) {
        sr_compiler_refuse(maker.compiler, maker.subject, "rules.type", syntax->where, "a number for an indicator", NULL, "'%.*s' is %s",
                           SR_TEXT_ARG(sr_syntax_quote(syntax)), sr_kind_describe(get_kind(frame->draft, formula)));
        return NULL;
    }
    return formula;
}

bool sr_draft_has_stock(const sr_draft *draft, const sr_formula *formula)
{
    if (formula->op == SR_FORMULA_FOLD)
        return draft->folds[formula->index].fold.is_stock;
    if (formula->op == SR_FORMULA_INDICATOR)
        return sr_draft_has_stock(draft, draft->indicators[formula->index].formula);
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (sr_draft_has_stock(draft, formula->args[i]))
            return true;
    return false;
}

void sr_draft_mark_folds(const sr_draft *draft, const sr_formula *formula, bool *folds, bool *indicators)
{
    if (formula->op == SR_FORMULA_FOLD)
        folds[formula->index] = true;
    if (formula->op == SR_FORMULA_INDICATOR && !indicators[formula->index]) {
        indicators[formula->index] = true;
        sr_draft_mark_folds(draft, draft->indicators[formula->index].formula, folds, indicators);
    }
    for (uint32_t i = 0; i < formula->arg_count; i++)
        sr_draft_mark_folds(draft, formula->args[i], folds, indicators);
}
