#include "rules/functions.h"

#include <string.h>

#include "engine/period.h"
#include "engine/stopwatch.h"
#include "rules/reference.h"

#define DIGITS_MAX 18

static sr_expr *refuse_argument(const sr_scope *scope, const sr_function *function, sr_operand argument, const char *expected,
                                const char *hint)
{
    return sr_compiler_refuse(scope->compiler, scope->subject, "rules.type", argument.syntax->where,
                              sr_compiler_print(scope->compiler, "%s in %s", expected, function->usage), hint,
                              "'%.*s' is %s", SR_TEXT_ARG(sr_syntax_quote(argument.syntax)),
                              sr_kind_describe(argument.expr->kind));
}

static sr_expr *build_same(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args)
{
    return sr_expr_make(scope, function->op, args[0].expr->kind, args[0].expr->scale, call->where, &args[0].expr, 1);
}

static sr_expr *build_round(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args)
{
    sr_expr *x = args[0].expr;
    sr_expr *digits = call->arg_count > 1 ? args[1].expr : sr_expr_make_constant(scope, SR_KIND_INTEGER, call->where, 0);
    if (digits == NULL)
        return NULL;
    if (digits->op != SR_OP_CONSTANT || !digits->has_constant || digits->kind != SR_KIND_INTEGER ||
        digits->constant.integer > DIGITS_MAX || digits->constant.integer < -DIGITS_MAX)
        return refuse_argument(scope, function, args[1], "a whole number from -18 to 18 as the second argument", NULL);
    int64_t kept = digits->constant.integer < 0 ? 0 : digits->constant.integer;
    uint8_t scale = kept < x->scale ? (uint8_t)kept : x->scale;
    return sr_expr_make(scope, SR_OP_ROUND, x->kind, scale, call->where, (sr_expr *[]){x, digits}, 2);
}

static sr_expr *build_coalesce(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args)
{
    if (!sr_expr_agree(scope, args, call->arg_count, false))
        return NULL;
    sr_expr **exprs = sr_arena_alloc(scope->compiler->arena, call->arg_count, sizeof(*exprs));
    if (exprs == NULL) {
        sr_fail_memory(scope->compiler->err);
        return NULL;
    }
    for (uint32_t i = 0; i < call->arg_count; i++)
        exprs[i] = args[i].expr;
    return sr_expr_make(scope, function->op, exprs[0]->kind, exprs[0]->scale, call->where, exprs, call->arg_count);
}

static sr_expr *build_contains(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args)
{
    if (!sr_scope_is_codes(scope, args[0].expr))
        return refuse_argument(scope, function, args[0], "a column of type codes",
                               "a piece of a text is found with like '%piece%'");
    if (!sr_expr_is_literal_text(args[1].expr))
        return refuse_argument(scope, function, args[1], "a code in 'single quotes'", NULL);
    sr_expr *code = sr_expr_fit(scope, args[1], SR_KIND_TEXT, args[0].expr);
    return code == NULL ? NULL
                        : sr_expr_make(scope, SR_OP_CONTAINS, SR_KIND_BOOLEAN, 0, call->where,
                                       (sr_expr *[]){args[0].expr, code}, 2);
}

static sr_expr *build_parent(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args)
{
    const sr_list *list = sr_scope_find_list(scope, args[0].expr);
    if (list == NULL || sr_scope_is_codes(scope, args[0].expr))
        return refuse_argument(scope, function, args[0], "a code of a list", "give the column a `list` whose members have a `parent`");
    sr_expr *made = sr_expr_make(scope, SR_OP_PARENT, SR_KIND_TEXT, 0, call->where, &args[0].expr, 1);
    if (made != NULL)
        made->list = list;
    return made;
}

static sr_expr *build_matches(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args)
{
    const sr_compiler *compiler = scope->compiler;
    if (!sr_expr_is_literal_text(args[1].expr))
        return refuse_argument(scope, function, args[1], "a pattern in 'single quotes'", NULL);
    sr_pattern_problem problem;
    const sr_pattern *pattern;
    if (!sr_pattern_new(args[1].expr->constant.text, compiler->arena, &pattern, &problem, compiler->err))
        return NULL;
    if (pattern == NULL) {
        sr_where where = args[1].syntax->where;
        where.column += problem.at + (args[1].syntax->source.size > args[1].syntax->text.size);  // behind the quote
        return sr_compiler_refuse(compiler, scope->subject, "rules.pattern", where, problem.expected, NULL, "%s", problem.found);
    }
    sr_expr *made = sr_expr_make(scope, SR_OP_MATCHES, SR_KIND_BOOLEAN, 0, call->where, &args[0].expr, 1);
    if (made != NULL)
        made->pattern = pattern;
    return made;
}

static sr_expr *build_date_trunc(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args)
{
    if (!sr_expr_is_literal_text(args[0].expr))
        return refuse_argument(scope, function, args[0], "'day', 'week', 'month', 'quarter' or 'year'", NULL);
    sr_text unit = args[0].expr->constant.text;
    for (int i = 0; i < SR_GRAIN_COUNT; i++) {
        sr_grain grain = (sr_grain)i;
        if (grain == SR_GRAIN_HALF || grain == SR_GRAIN_YTD || !sr_text_is_same_letters(unit, sr_text_from(sr_grain_get_name(grain))))
            continue;
        sr_expr *made = sr_expr_make(scope, SR_OP_DATE_TRUNC, SR_KIND_DATE, 0, call->where, &args[1].expr, 1);
        if (made != NULL)
            made->grain = grain;
        return made;
    }
    return sr_compiler_refuse(scope->compiler, scope->subject, "rules.type", args[0].syntax->where,
                              "'day', 'week', 'month', 'quarter' or 'year'", NULL, "'%.*s'", SR_TEXT_ARG(unit));
}

/* Behind the first two arguments stand stops, a beginning and an end each. */
static sr_expr *build_with_stops(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args)
{
    sr_expr *exprs[2 + 2 * SR_STOPS_MAX];
    if (call->arg_count % 2 != 0)
        return sr_compiler_refuse(scope->compiler, scope->subject, "rules.arguments", call->args[call->arg_count - 1]->where,
                                  "a beginning and an end of each stop", function->usage, "a stop without its end in %.*s()",
                                  SR_TEXT_ARG(call->text));
    for (uint32_t i = 0; i < call->arg_count; i++)
        exprs[i] = args[i].expr;
    sr_expr *made = sr_expr_make(scope, function->op, function->kind, 0, call->where, exprs, call->arg_count);
    if (made != NULL)
        made->calendar = scope->compiler->calendar;
    return made;
}

static sr_expr *build_deadline(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args)
{
    const sr_expr *n = args[1].expr;
    bool is_negative = n->op == SR_OP_CONSTANT && n->has_constant && n->kind == SR_KIND_INTEGER && n->constant.integer < 0;
    if (n->kind != SR_KIND_INTEGER || is_negative)
        return refuse_argument(scope, function, args[1], "a whole number of days, 0 or more, as the second argument", NULL);
    return build_with_stops(scope, function, call, args);
}

#define ARGS_WITH_STOPS (2 + 2 * SR_STOPS_MAX)

static const sr_function functions[] = {
    {"abs", "abs(x)", "the number without its sign", 1, 1, "n", SR_OP_ABS, SR_KIND_INTEGER, build_same},
    {"age", "age(birth, on)", "whole years from birth to a day", 2, 2, "dd", SR_OP_AGE, SR_KIND_INTEGER, NULL},
    {"coalesce", "coalesce(a, b, ...)", "the first that is not missing", 1, SR_FUNCTION_ARGS_ANY, "*", SR_OP_COALESCE,
     SR_KIND_TEXT, build_coalesce},
    {"contains", "contains(column, 'code')", "is the code one of the answers in the cell", 2, 2, "tt", SR_OP_CONTAINS,
     SR_KIND_BOOLEAN, build_contains},
    {"date_trunc", "date_trunc('month', d)", "the first day of the day, week, month, quarter or year", 2, 2, "td",
     SR_OP_DATE_TRUNC, SR_KIND_DATE, build_date_trunc},
    {"day", "day(d)", "day of the month, 1 to 31", 1, 1, "d", SR_OP_DAY, SR_KIND_INTEGER, NULL},
    {"days", "days(a, b, stop_from, stop_to, ...)", "days from a to b, without those on which the clock stood", 2, ARGS_WITH_STOPS, "dd",
     SR_OP_DAYS, SR_KIND_INTEGER, build_with_stops},
    {"deadline", "deadline(start, n, stop_from, stop_to, ...)", "the day n days after start, moved off days off", 2, ARGS_WITH_STOPS, "dnd",
     SR_OP_DEADLINE, SR_KIND_DATE, build_deadline},
    {"deadline_workdays", "deadline_workdays(start, n, stop_from, stop_to, ...)", "the n-th working day after start", 2, ARGS_WITH_STOPS, "dnd",
     SR_OP_DEADLINE_WORKDAYS, SR_KIND_DATE, build_deadline},
    {"length", "length(t)", "how many characters", 1, 1, "t", SR_OP_LENGTH, SR_KIND_INTEGER, NULL},
    {"lookup", "lookup(dataset.column, key)", "the column of the row of another data set that has this key", 2, 2, "x*", SR_OP_LOOKUP,
     SR_KIND_TEXT, NULL},
    {"lower", "lower(t)", "in small letters", 1, 1, "t", SR_OP_LOWER, SR_KIND_TEXT, NULL},
    {"matches", "matches(t, 'pattern')", "does the whole text fit the pattern", 2, 2, "tt", SR_OP_MATCHES, SR_KIND_BOOLEAN, build_matches},
    {"month", "month(d)", "1 to 12", 1, 1, "d", SR_OP_MONTH, SR_KIND_INTEGER, NULL},
    {"parameter", "parameter(name, date)", "the legal amount or deadline that holds on the day, see parameters/*.yaml", 2, 2, "xd",
     SR_OP_PARAMETER, SR_KIND_INTEGER, NULL},
    {"parent", "parent(code)", "the code above it in its list", 1, 1, "t", SR_OP_PARENT, SR_KIND_TEXT, build_parent},
    {"quarter", "quarter(d)", "1 to 4", 1, 1, "d", SR_OP_QUARTER, SR_KIND_INTEGER, NULL},
    {"round", "round(x, digits)", "rounded half away from zero", 1, 2, "nn", SR_OP_ROUND, SR_KIND_INTEGER, build_round},
    {"trim", "trim(t)", "without blanks at both ends", 1, 1, "t", SR_OP_TRIM, SR_KIND_TEXT, NULL},
    {"upper", "upper(t)", "in capital letters", 1, 1, "t", SR_OP_UPPER, SR_KIND_TEXT, NULL},
    {"week", "week(d)", "ISO week, 1 to 53", 1, 1, "d", SR_OP_WEEK, SR_KIND_INTEGER, NULL},
    {"weekday", "weekday(d)", "1 Monday to 7 Sunday", 1, 1, "d", SR_OP_WEEKDAY, SR_KIND_INTEGER, NULL},
    {"workdays", "workdays(a, b, stop_from, stop_to, ...)", "working days after a up to and with b, without those on which the clock stood", 2,
     ARGS_WITH_STOPS, "dd", SR_OP_WORKDAYS, SR_KIND_INTEGER, build_with_stops},
    {"year", "year(d)", "the year", 1, 1, "d", SR_OP_YEAR, SR_KIND_INTEGER, NULL},
};

size_t sr_function_count(void)
{
    return sizeof(functions) / sizeof(functions[0]);
}

const sr_function *sr_function_get(size_t index)
{
    return &functions[index];
}

const sr_function *sr_function_find(sr_text name)
{
    for (size_t i = 0; i < sr_function_count(); i++)
        if (sr_text_is_same_letters(name, sr_text_from(functions[i].name)))
            return &functions[i];
    return NULL;
}

bool sr_function_is_of_row(const sr_syntax *call, uint32_t arg)
{
    const sr_function *function = call->kind == SR_SYNTAX_CALL ? sr_function_find(call->text) : NULL;
    return function == NULL || arg > 0 || function->args[0] != 'x';
}

/* One argument made to be of the kind that its letter asks for. */
static bool fit_argument(const sr_scope *scope, const sr_function *function, char letter, sr_operand *argument)
{
    sr_kind kind = argument->expr->kind;
    if (letter == '*')
        return true;
    if (sr_expr_is_null(argument->expr)) {
        sr_kind wanted = letter == 'd' ? SR_KIND_DATE : letter == 't' ? SR_KIND_TEXT : SR_KIND_INTEGER;
        argument->expr = sr_expr_fit(scope, *argument, wanted, NULL);
        return argument->expr != NULL;
    }
    if (letter == 'd' && sr_expr_is_literal_text(argument->expr)) {
        argument->expr = sr_expr_fit(scope, *argument, SR_KIND_DATE, NULL);
        return argument->expr != NULL;
    }
    if (letter == 'd' ? kind == SR_KIND_DATE : letter == 't' ? kind == SR_KIND_TEXT : sr_kind_is_number(kind))
        return true;
    refuse_argument(scope, function, *argument, letter == 'd' ? "a date" : letter == 't' ? "a text" : "a number", NULL);
    return false;
}

bool sr_function_fit_date(const sr_scope *scope, const sr_function *function, sr_operand *argument)
{
    return fit_argument(scope, function, 'd', argument);
}

sr_expr *sr_function_build(const sr_scope *scope, const sr_function *function, const sr_syntax *call, sr_operand *args)
{
    size_t letter_count = strlen(function->args);
    bool done = true;
    for (uint32_t i = 0; i < call->arg_count; i++)
        done = fit_argument(scope, function, function->args[i < letter_count ? i : letter_count - 1], &args[i]) && done;
    if (!done)
        return NULL;
    if (function->build != NULL)
        return function->build(scope, function, call, args);
    sr_expr *exprs[2] = {args[0].expr, call->arg_count > 1 ? args[1].expr : NULL};
    return sr_expr_make(scope, function->op, function->kind, 0, call->where, exprs, call->arg_count);
}
