/*
 * An aggregate call becomes a fold: its arguments are expressions over a row, its last one may be a constant of its own.
 */
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "rules/draft.h"
#include "rules/resolver.h"

bool sr_syntax_has_aggregate(const sr_syntax *syntax)
{
    if (syntax->kind == SR_SYNTAX_CALL && sr_aggregate_find(syntax->text) != NULL)
        return true;
    for (uint32_t i = 0; i < syntax->arg_count; i++)
        if (sr_syntax_has_aggregate(syntax->args[i]))
            return true;
    return false;
}

static bool refuse_count(const sr_fold_frame *frame, const sr_aggregate *aggregate, const sr_syntax *call)
{
    const sr_compiler *compiler = frame->scope->compiler;
    uint32_t most = aggregate->arg_max + (aggregate->has_parameter ? 1 : 0);
    const char *expected = sr_compiler_print(compiler, "%u", (unsigned)aggregate->arg_min);
    if (aggregate->has_parameter && isnan(aggregate->parameter_default))
        expected = sr_compiler_print(compiler, "%u, the last one a constant number", (unsigned)most);
    else if (most > aggregate->arg_min)
        expected = sr_compiler_print(compiler, "%u to %u", (unsigned)aggregate->arg_min, (unsigned)most);
    bool has_star = call->arg_count > 0 && call->args[0]->kind == SR_SYNTAX_STAR;
    if (has_star || (call->arg_count == 0 && aggregate->arg_min == 0)) {
        sr_compiler_refuse(compiler, frame->scope->subject, "rules.arguments", call->where,
                           has_star ? "a column or an expression in the brackets" : "`*`, a column or an expression in the brackets", aggregate->summary,
                           has_star ? "'%.*s(*)'" : "'%.*s()' with nothing in its brackets", SR_TEXT_ARG(call->text));
        return false;
    }
    sr_compiler_refuse(compiler, frame->scope->subject, "rules.arguments", call->where, expected, aggregate->summary,
                       "'%.*s()' with %u argument%s", SR_TEXT_ARG(call->text), (unsigned)call->arg_count,
                       call->arg_count == 1 ? "" : "s");
    return false;
}

/* How many arguments are of the row; the one behind them, when there, is the constant. */
static bool split_arguments(const sr_fold_frame *frame, const sr_aggregate *aggregate, const sr_syntax *call, sr_plan_fold *fold)
{
    bool has_star = call->arg_count > 0 && call->args[0]->kind == SR_SYNTAX_STAR;
    fold->call.parameter = aggregate->has_parameter ? aggregate->parameter_default : 0.0;
    if (has_star && aggregate->arg_min == 0) {
        fold->call.arg_count = 0;
        return true;
    }
    uint32_t count = call->arg_count;
    bool has_constant = aggregate->has_parameter && count == aggregate->arg_max + 1;
    uint32_t row_count = has_constant ? count - 1 : count;
    if (has_star || row_count < aggregate->arg_min || row_count > aggregate->arg_max || (row_count == 0 && !has_star))
        return refuse_count(frame, aggregate, call);
    fold->call.arg_count = row_count;
    if (!has_constant)
        return !aggregate->has_parameter || !isnan(aggregate->parameter_default) || refuse_count(frame, aggregate, call);
    const sr_syntax *last = call->args[row_count];
    const sr_expr *constant = sr_resolve(frame->scope, last);
    if (constant == NULL)
        return false;
    if (constant->op != SR_OP_CONSTANT || !constant->has_constant || !sr_kind_is_number(constant->kind)) {
        sr_compiler_refuse(frame->scope->compiler, frame->scope->subject, "rules.arguments", last->where,
                           "a constant number as the last argument", aggregate->summary, "'%.*s'",
                           SR_TEXT_ARG(sr_syntax_quote(last)));
        return false;
    }
    fold->call.parameter = constant->kind == SR_KIND_REAL ? constant->constant.real
                                                          : sr_number_to_real(constant->constant.integer, constant->scale);
    return true;
}

static void note_kinds(sr_plan_fold *fold, const sr_operand *args, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        fold->args[i] = args[i].expr;
        fold->call.arg_kinds[i] = args[i].expr->kind;
        fold->call.arg_scales[i] = args[i].expr->scale;
    }
}

/* Kinds must suit the aggregate; where they do not, truths may count as 0 and 1. */
static bool check_kinds(const sr_fold_frame *frame, const sr_syntax *call, sr_plan_fold *fold, sr_operand *args)
{
    const sr_compiler *compiler = frame->scope->compiler;
    const uint32_t count = fold->call.arg_count;
    note_kinds(fold, args, count);
    const char *expected = fold->aggregate->check(&fold->call);
    if (expected == NULL)
        return true;
    bool has_truth = false;
    for (uint32_t i = 0; i < count; i++)
        if (args[i].expr->kind == SR_KIND_BOOLEAN) {
            args[i].expr = sr_expr_cast(frame->scope, args[i].expr, SR_KIND_INTEGER, 0);
            has_truth = true;
            if (args[i].expr == NULL)
                return false;
        }
    if (has_truth) {
        note_kinds(fold, args, count);
        if (fold->aggregate->check(&fold->call) == NULL)
            return true;
    }
    const sr_syntax *about = count > 0 ? args[0].syntax : call;
    const char *kind = count > 0 ? sr_kind_describe(args[0].expr->kind) : "not enough";
    for (uint32_t i = 0; i < count; i++)
        if (args[i].expr->kind == SR_KIND_TEXT || args[i].expr->kind == SR_KIND_DATE) {
            about = args[i].syntax;
            kind = sr_kind_describe(args[i].expr->kind);
            break;
        }
    sr_compiler_refuse(compiler, frame->scope->subject, "rules.type", about->where,
                       sr_compiler_print(compiler, "%s in %.*s()", expected, SR_TEXT_ARG(call->text)), NULL, "'%.*s' is %s",
                       SR_TEXT_ARG(sr_syntax_quote(about)), kind);
    return false;
}

static bool check_order(const sr_fold_frame *frame, const sr_aggregate *aggregate, const sr_syntax *call)
{
    if (call->is_ordered == aggregate->is_ordered)
        return true;
    sr_compiler_refuse(frame->scope->compiler, frame->scope->subject, "rules.aggregate", call->where,
                       aggregate->is_ordered ? aggregate->summary : "no `order by`", NULL, "'%.*s'",
                       SR_TEXT_ARG(sr_syntax_quote(call)));
    return false;
}

static bool resolve_arguments(const sr_fold_frame *frame, const sr_syntax *call, sr_plan_fold *fold)
{
    sr_operand args[SR_AGGREGATE_ARGS_MAX];
    bool done = true;
    for (uint32_t i = 0; i < fold->call.arg_count; i++) {
        args[i] = (sr_operand){sr_resolve(frame->scope, call->args[i]), call->args[i]};
        done = done && args[i].expr != NULL;
    }
    fold->call.is_distinct = call->is_distinct;
    if (done && call->is_distinct && strcmp(fold->aggregate->name, "count") != 0) {
        sr_compiler_refuse(frame->scope->compiler, frame->scope->subject, "rules.aggregate", call->where, "count(distinct x)", NULL,
                           "'distinct' in %.*s()", SR_TEXT_ARG(call->text));
        return false;
    }
    return done && check_kinds(frame, call, fold, args);
}

static bool add_fold(const sr_fold_frame *frame, sr_plan_fold fold, uint32_t *index)
{
    sr_draft *draft = frame->draft;
    if (draft->fold_count == draft->fold_capacity) {
        uint32_t capacity = draft->fold_capacity == 0 ? 16 : draft->fold_capacity * 2;
        sr_draft_fold *larger = sr_arena_grow(draft->compiler->arena, draft->folds, draft->fold_count, capacity, sizeof(*larger));
        if (larger == NULL)
            return sr_fail_memory(draft->compiler->err);
        draft->folds = larger;
        draft->fold_capacity = capacity;
    }
    draft->folds[draft->fold_count] = (sr_draft_fold){.fold = fold};
    *index = draft->fold_count++;
    for (uint32_t i = 0; i < frame->grouping_count; i++)
        if (!sr_draft_add_grouping(draft, *index, frame->groupings[i]))
            return false;
    return true;
}

bool sr_fold_frame_has_period(const sr_fold_frame *frame)
{
    return frame->period != NULL || frame->is_stock;
}

uint32_t sr_draft_add_fold(const sr_fold_frame *frame, const sr_syntax *call)
{
    const sr_aggregate *aggregate = sr_aggregate_find(call->text);
    sr_plan_fold fold = {.dataset_index = frame->dataset_index, .aggregate = aggregate, .period = frame->period,
                         .is_stock = frame->is_stock, .date_count = frame->date_count, .dates = frame->dates};
    if (!check_order(frame, aggregate, call) || !split_arguments(frame, aggregate, call, &fold) || !resolve_arguments(frame, call, &fold))
        return SR_NO_INDEX;
    sr_expr *filter = NULL;
    if (call->filter != NULL) {
        filter = sr_resolve_condition(frame->scope, call->filter, "a filter");
        if (filter == NULL)
            return SR_NO_INDEX;
    }
    fold.where = sr_resolve_join(frame->scope, frame->where, filter);
    uint32_t index = SR_NO_INDEX;
    if (frame->scope->compiler->err->code != SR_OK || !add_fold(frame, fold, &index))
        return SR_NO_INDEX;
    return index;
}
