/*
 * One function a kind of syntax. Sub-expressions that several comparisons need (case v when ..., between) are resolved once and
 * shared: the tree is a graph without cycles, and its size stays that of the text.
 */
#include "rules/resolver.h"

#include "engine/aggregate/aggregate.h"
#include "rules/reference.h"

static sr_expr *refuse_type(const sr_scope *scope, sr_operand operand, const char *expected, const char *hint)
{
    return sr_compiler_refuse(scope->compiler, scope->subject, "rules.type", operand.syntax->where, expected, hint,
                              "'%.*s' is %s", SR_TEXT_ARG(sr_syntax_quote(operand.syntax)),
                              sr_kind_describe(operand.expr->kind));
}

/* --- truth --- */

static sr_expr *need_boolean(const sr_scope *scope, sr_operand operand, const char *what)
{
    if (operand.expr == NULL || operand.expr->kind == SR_KIND_BOOLEAN)
        return operand.expr;
    if (sr_expr_is_null(operand.expr))
        return sr_expr_make_missing(scope, SR_KIND_BOOLEAN, operand.expr->where);
    const char *hint = operand.syntax->kind == SR_SYNTAX_NAME ? "compare it with something" : NULL;
    return refuse_type(scope, operand, sr_compiler_print(scope->compiler, "true or false for %s", what), hint);
}

sr_expr *sr_resolve_condition(const sr_scope *scope, const sr_syntax *syntax, const char *what)
{
    return need_boolean(scope, (sr_operand){sr_resolve(scope, syntax), syntax}, what);
}

sr_expr *sr_resolve_join(const sr_scope *scope, sr_expr *a, sr_expr *b)
{
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    return sr_expr_make(scope, SR_OP_AND, SR_KIND_BOOLEAN, 0, b->where, (sr_expr *[]){a, b}, 2);
}

static sr_expr *negate_truth(const sr_scope *scope, sr_expr *expr, bool is_negated)
{
    if (expr == NULL || !is_negated)
        return expr;
    return sr_expr_make(scope, SR_OP_NOT, SR_KIND_BOOLEAN, 0, expr->where, &expr, 1);
}

static sr_expr *resolve_logic(const sr_scope *scope, const sr_syntax *syntax, sr_op op)
{
    const char *what = op == SR_OP_AND ? "'and'" : "'or'";
    sr_expr *a = sr_resolve_condition(scope, syntax->args[0], what);
    sr_expr *b = sr_resolve_condition(scope, syntax->args[1], what);
    return sr_expr_make(scope, op, SR_KIND_BOOLEAN, 0, syntax->where, (sr_expr *[]){a, b}, 2);
}

/* --- comparison --- */

static sr_expr *compare(const sr_scope *scope, sr_op op, sr_operand a, sr_operand b, sr_where where)
{
    if (a.expr == NULL || b.expr == NULL)
        return NULL;
    if (sr_expr_is_null(a.expr) || sr_expr_is_null(b.expr)) {
        sr_compiler_caution(scope->compiler, scope->subject, "rules.null_comparison", where, "'is null' or 'is not null'", NULL,
                            "a comparison with null, which is never true");
        return sr_expr_make_missing(scope, SR_KIND_BOOLEAN, where);
    }
    sr_operand sides[2] = {a, b};
    if (!sr_expr_agree(scope, sides, 2, true))
        return NULL;
    return sr_expr_make(scope, op, SR_KIND_BOOLEAN, 0, where, (sr_expr *[]){sides[0].expr, sides[1].expr}, 2);
}

static sr_expr *resolve_comparison(const sr_scope *scope, const sr_syntax *syntax, sr_op op)
{
    sr_operand a = {sr_resolve(scope, syntax->args[0]), syntax->args[0]};
    sr_operand b = {sr_resolve(scope, syntax->args[1]), syntax->args[1]};
    return compare(scope, op, a, b, syntax->where);
}

static sr_expr *resolve_between(const sr_scope *scope, const sr_syntax *syntax)
{
    sr_operand sides[3];
    for (uint32_t i = 0; i < 3; i++)
        sides[i] = (sr_operand){sr_resolve(scope, syntax->args[i]), syntax->args[i]};
    sr_expr *low = compare(scope, SR_OP_GE, sides[0], sides[1], syntax->where);
    sr_expr *high = compare(scope, SR_OP_LE, sides[0], sides[2], syntax->where);
    sr_expr *both = sr_expr_make(scope, SR_OP_AND, SR_KIND_BOOLEAN, 0, syntax->where, (sr_expr *[]){low, high}, 2);
    return negate_truth(scope, both, syntax->is_negated);
}

/* All arguments of a node; NULL when one of them failed. */
static sr_operand *resolve_all(const sr_scope *scope, const sr_syntax *syntax)
{
    sr_operand *operands = sr_arena_alloc(scope->compiler->arena, syntax->arg_count, sizeof(*operands));
    if (operands == NULL) {
        sr_fail_memory(scope->compiler->err);
        return NULL;
    }
    bool done = true;
    for (uint32_t i = 0; i < syntax->arg_count; i++) {
        operands[i] = (sr_operand){sr_resolve(scope, syntax->args[i]), syntax->args[i]};
        done = done && operands[i].expr != NULL;
    }
    return done ? operands : NULL;
}

/* A node of all operands. */
static sr_expr *gather(const sr_scope *scope, sr_op op, const sr_operand *operands, uint32_t count, const sr_expr *like,
                       sr_where where)
{
    sr_expr **exprs = sr_arena_alloc(scope->compiler->arena, count, sizeof(*exprs));
    if (exprs == NULL) {
        sr_fail_memory(scope->compiler->err);
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++)
        exprs[i] = operands[i].expr;
    return sr_expr_make(scope, op, like == NULL ? SR_KIND_BOOLEAN : like->kind, like == NULL ? 0 : like->scale, where, exprs, count);
}

static sr_expr *resolve_in(const sr_scope *scope, const sr_syntax *syntax)
{
    sr_operand *operands = resolve_all(scope, syntax);
    if (operands == NULL || !sr_expr_agree(scope, operands, syntax->arg_count, true))
        return NULL;
    return negate_truth(scope, gather(scope, SR_OP_IN, operands, syntax->arg_count, NULL, syntax->where), syntax->is_negated);
}

static sr_expr *resolve_like(const sr_scope *scope, const sr_syntax *syntax)
{
    sr_operand *sides = resolve_all(scope, syntax);
    if (sides == NULL)
        return NULL;
    if (sr_expr_is_null(sides[0].expr) || sr_expr_is_null(sides[1].expr))
        return sr_expr_make_missing(scope, SR_KIND_BOOLEAN, syntax->where);
    if (sides[0].expr->kind != SR_KIND_TEXT)
        return refuse_type(scope, sides[0], "a text before 'like'", NULL);
    if (!sr_expr_is_literal_text(sides[1].expr))
        return refuse_type(scope, sides[1], "a pattern in 'single quotes' behind 'like'", NULL);
    return gather(scope, SR_OP_LIKE, sides, 2, NULL, syntax->where);
}

/* --- choice --- */

static sr_expr *resolve_case(const sr_scope *scope, const sr_syntax *syntax)
{
    uint32_t first = syntax->has_subject ? 1 : 0, count = syntax->arg_count - first, pairs = count / 2;
    const sr_syntax *const *args = syntax->args + first;
    sr_operand subject = {syntax->has_subject ? sr_resolve(scope, syntax->args[0]) : NULL, syntax->args[0]};
    sr_operand *all = sr_arena_alloc(scope->compiler->arena, count, sizeof(*all));
    sr_operand *values = sr_arena_alloc(scope->compiler->arena, pairs + 1, sizeof(*values));
    if (all == NULL || values == NULL) {
        sr_fail_memory(scope->compiler->err);
        return NULL;
    }
    bool done = !syntax->has_subject || subject.expr != NULL;
    for (uint32_t i = 0; i < pairs; i++) {
        const sr_syntax *when = args[2 * i];
        sr_expr *condition = syntax->has_subject
                                 ? compare(scope, SR_OP_EQ, subject, (sr_operand){sr_resolve(scope, when), when}, when->where)
                                 : sr_resolve_condition(scope, when, "'when'");
        all[2 * i] = (sr_operand){condition, when};
        values[i] = (sr_operand){sr_resolve(scope, args[2 * i + 1]), args[2 * i + 1]};
        done = done && condition != NULL && values[i].expr != NULL;
    }
    values[pairs] = (sr_operand){sr_resolve(scope, args[count - 1]), args[count - 1]};
    if (!done || !sr_expr_agree(scope, values, pairs + 1, false))
        return NULL;
    for (uint32_t i = 0; i < pairs; i++)
        all[2 * i + 1] = values[i];
    all[count - 1] = values[pairs];
    return gather(scope, SR_OP_CASE, all, count, values[0].expr, syntax->where);
}

/* --- arithmetic --- */

static sr_expr *negate_number(const sr_scope *scope, sr_operand x, sr_where where)
{
    if (x.expr == NULL || sr_expr_is_null(x.expr))
        return x.expr == NULL ? NULL : sr_expr_make_missing(scope, SR_KIND_INTEGER, where);
    if (!sr_kind_is_number(x.expr->kind))
        return refuse_type(scope, x, "a number behind the sign", NULL);
    if (x.expr->op != SR_OP_CONSTANT)
        return sr_expr_make(scope, SR_OP_NEGATE, x.expr->kind, x.expr->scale, where, &x.expr, 1);
    sr_expr *constant = sr_expr_make_constant(scope, x.expr->kind, where, -x.expr->constant.integer);
    if (constant != NULL) {
        constant->scale = x.expr->scale;
        constant->constant.real = -x.expr->constant.real;
    }
    return constant;
}

static sr_expr *multiply(const sr_scope *scope, sr_operand *sides, const sr_syntax *syntax)
{
    sr_expr *a = sides[0].expr, *b = sides[1].expr;
    if (a->kind == SR_KIND_REAL || b->kind == SR_KIND_REAL) {
        a = sr_expr_cast(scope, a, SR_KIND_REAL, 0);
        b = sr_expr_cast(scope, b, SR_KIND_REAL, 0);
        return sr_expr_make(scope, SR_OP_MULTIPLY, SR_KIND_REAL, 0, syntax->where, (sr_expr *[]){a, b}, 2);
    }
    if (a->scale + b->scale > 18)
        return sr_compiler_refuse(scope->compiler, scope->subject, "rules.overflow", syntax->where,
                                  "at most 18 digits after the mark", "round(x, digits) a side first, or multiply by 1e0 for a real number",
                                  "a product with %d digits after the mark", a->scale + b->scale);
    sr_kind kind = a->kind == SR_KIND_INTEGER && b->kind == SR_KIND_INTEGER ? SR_KIND_INTEGER : SR_KIND_DECIMAL;
    return sr_expr_make(scope, SR_OP_MULTIPLY, kind, (uint8_t)(a->scale + b->scale), syntax->where, (sr_expr *[]){a, b}, 2);
}

static sr_expr *divide(const sr_scope *scope, sr_operand *sides, const sr_syntax *syntax)
{
    sr_expr *a = sides[0].expr, *b = sides[1].expr;
    if (a->kind == SR_KIND_REAL || b->kind == SR_KIND_REAL) {
        a = sr_expr_cast(scope, a, SR_KIND_REAL, 0);
        b = sr_expr_cast(scope, b, SR_KIND_REAL, 0);
    }
    return sr_expr_make(scope, SR_OP_DIVIDE, SR_KIND_REAL, 0, syntax->where, (sr_expr *[]){a, b}, 2);
}

/* date + days, days + date, date - days, date - date. */
static sr_expr *move_date(const sr_scope *scope, sr_operand *sides, const sr_syntax *syntax, bool is_minus)
{
    bool is_date_b = sides[1].expr->kind == SR_KIND_DATE;
    for (uint32_t i = 0; i < 2 && is_minus; i++)
        if (sr_expr_is_literal_text(sides[i].expr) || (sr_expr_is_null(sides[i].expr) && is_date_b))
            sides[i].expr = sr_expr_fit(scope, sides[i], SR_KIND_DATE, NULL);
    sr_expr *a = sides[0].expr, *b = sides[1].expr;
    if (a == NULL || b == NULL)
        return NULL;
    if (a->kind == SR_KIND_DATE && b->kind == SR_KIND_DATE) {
        if (is_minus)
            return sr_expr_make(scope, SR_OP_DAYS, SR_KIND_INTEGER, 0, syntax->where, (sr_expr *[]){b, a}, 2);
        return refuse_type(scope, sides[1], "a whole number of days to add to a date", NULL);
    }
    sr_operand date = a->kind == SR_KIND_DATE ? sides[0] : sides[1], days = a->kind == SR_KIND_DATE ? sides[1] : sides[0];
    if (sr_expr_is_null(days.expr))
        days.expr = sr_expr_make_missing(scope, SR_KIND_INTEGER, days.expr->where);
    if (days.expr == NULL)
        return NULL;
    if (days.expr->kind != SR_KIND_INTEGER || (is_minus && date.expr == b))
        return refuse_type(scope, days, "a whole number of days, or a date", NULL);
    if (is_minus)
        days.expr = negate_number(scope, days, days.expr->where);
    return sr_expr_make(scope, SR_OP_DATE_ADD, SR_KIND_DATE, 0, syntax->where, (sr_expr *[]){date.expr, days.expr}, 2);
}

static sr_expr *resolve_arithmetic(const sr_scope *scope, const sr_syntax *syntax, sr_op op)
{
    sr_operand *sides = resolve_all(scope, syntax);
    if (sides == NULL)
        return NULL;
    bool is_sum = op == SR_OP_ADD || op == SR_OP_SUBTRACT;
    if (is_sum && (sides[0].expr->kind == SR_KIND_DATE || sides[1].expr->kind == SR_KIND_DATE))
        return move_date(scope, sides, syntax, op == SR_OP_SUBTRACT);
    for (uint32_t i = 0; i < 2; i++) {
        if (sr_expr_is_null(sides[i].expr))
            sides[i].expr = sr_expr_make_missing(scope, SR_KIND_INTEGER, sides[i].expr->where);
        else if (!sr_kind_is_number(sides[i].expr->kind))
            return refuse_type(scope, sides[i], sr_compiler_print(scope->compiler, "a number beside '%.*s'", SR_TEXT_ARG(syntax->text)),
                               sides[i].expr->kind == SR_KIND_TEXT && op == SR_OP_ADD ? "texts are joined with ||" : NULL);
        if (sides[i].expr == NULL)
            return NULL;
    }
    if (op == SR_OP_MULTIPLY)
        return multiply(scope, sides, syntax);
    if (op == SR_OP_DIVIDE)
        return divide(scope, sides, syntax);
    if (!sr_expr_agree(scope, sides, 2, false))
        return NULL;
    return gather(scope, op, sides, 2, sides[0].expr, syntax->where);
}

static sr_expr *resolve_concat(const sr_scope *scope, const sr_syntax *syntax)
{
    sr_operand *sides = resolve_all(scope, syntax);
    if (sides == NULL)
        return NULL;
    for (uint32_t i = 0; i < 2; i++) {
        if (sr_expr_is_null(sides[i].expr))
            sides[i].expr = sr_expr_make_missing(scope, SR_KIND_TEXT, sides[i].expr->where);
        else if (sides[i].expr->kind != SR_KIND_TEXT)
            return refuse_type(scope, sides[i], "a text beside '||'", NULL);
    }
    return sr_expr_make(scope, SR_OP_CONCAT, SR_KIND_TEXT, 0, syntax->where, (sr_expr *[]){sides[0].expr, sides[1].expr}, 2);
}

static sr_expr *resolve_binary(const sr_scope *scope, const sr_syntax *syntax)
{
    static const struct {
        const char *word;
        sr_op op;
        sr_expr *(*resolve)(const sr_scope *scope, const sr_syntax *syntax, sr_op op);
    } operators[] = {
        {"and", SR_OP_AND, resolve_logic},     {"or", SR_OP_OR, resolve_logic},
        {"=", SR_OP_EQ, resolve_comparison},   {"<>", SR_OP_NE, resolve_comparison},
        {"<", SR_OP_LT, resolve_comparison},   {"<=", SR_OP_LE, resolve_comparison},
        {">", SR_OP_GT, resolve_comparison},   {">=", SR_OP_GE, resolve_comparison},
        {"+", SR_OP_ADD, resolve_arithmetic},  {"-", SR_OP_SUBTRACT, resolve_arithmetic},
        {"*", SR_OP_MULTIPLY, resolve_arithmetic}, {"/", SR_OP_DIVIDE, resolve_arithmetic},
    };
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
        if (sr_text_is(syntax->text, sr_text_from(operators[i].word)))
            return operators[i].resolve(scope, syntax, operators[i].op);
    return sr_text_is(syntax->text, SR_TEXT("like")) ? resolve_like(scope, syntax) : resolve_concat(scope, syntax);
}

/* --- leaves and calls --- */

static sr_expr *resolve_period_end(const sr_scope *scope, const sr_syntax *syntax)
{
    if (scope->uses_period_end == NULL)
        return sr_compiler_refuse(scope->compiler, scope->subject, "rules.period_end", syntax->where,
                                  "`period_end` in an indicator with `at: period_end`", "`as_of` is the day of the run",
                                  "'%.*s' where nothing is counted at the end of a period", SR_TEXT_ARG(syntax->text));
    *scope->uses_period_end = true;
    return sr_expr_make(scope, SR_OP_PERIOD_END, SR_KIND_DATE, 0, syntax->where, NULL, 0);
}

static sr_expr *resolve_name(const sr_scope *scope, const sr_syntax *syntax)
{
    bool is_ambiguous;
    if (sr_text_is_same_letters(syntax->text, SR_TEXT("period_end")) &&
        sr_scope_find(scope, syntax->text, &is_ambiguous) == SR_NO_INDEX)
        return resolve_period_end(scope, syntax);
    if (sr_text_is_same_letters(syntax->text, SR_TEXT("as_of")) &&
        sr_scope_find(scope, syntax->text, &is_ambiguous) == SR_NO_INDEX)
        return sr_expr_make_constant(scope, SR_KIND_DATE, syntax->where, scope->compiler->as_of);
    uint32_t index = sr_scope_resolve(scope, syntax);
    if (index == SR_NO_INDEX)
        return NULL;
    const sr_plan_column *column = &scope->columns[index];
    sr_expr *expr = sr_expr_make(scope, SR_OP_COLUMN, column->kind, column->scale, syntax->where, NULL, 0);
    if (expr != NULL)
        expr->column_index = index;
    return expr;
}

static sr_expr *resolve_date(const sr_scope *scope, const sr_syntax *syntax)
{
    sr_day day;
    if (!sr_date_parse_iso(syntax->text, &day))
        return sr_compiler_refuse(scope->compiler, scope->subject, "rules.type", syntax->where, "date 'yyyy-mm-dd'", NULL,
                                  "'%.*s' is not a date", SR_TEXT_ARG(sr_syntax_quote(syntax)));
    return sr_expr_make_constant(scope, SR_KIND_DATE, syntax->where, day);
}

/* What stands here for a function of spreadsheets and other databases, or NULL. */
static const char *advise_call(sr_text name)
{
    static const struct {
        const char *name;
        const char *advice;
    } rows[] = {{"if", "write case when condition then x else y end"}, {"iif", "write case when condition then x else y end"},
                {"today", "the day of the run is as_of"}, {"now", "the day of the run is as_of"}, {"isnull", "write x is null, or coalesce(x, y)"},
                {"ifnull", "write coalesce(x, y)"}, {"date", "a date is written date '2026-10-31'"}, {"average", "did you mean 'avg'?"},
                {"countif", "write sum(condition), or count(*) filter (where condition)"}, {"sumif", "write sum(x) filter (where condition)"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (sr_text_is_same_letters(name, sr_text_from(rows[i].name)))
            return rows[i].advice;
    return NULL;
}

sr_expr *sr_resolve_refuse_call(const sr_scope *scope, const sr_compiler *compiler, const sr_syntax *call, bool with_aggregates)
{
    size_t function_count = sr_function_count(), aggregate_count = with_aggregates ? sr_aggregate_count() : 0;
    sr_text *names = sr_arena_alloc(compiler->arena, function_count + aggregate_count, sizeof(*names));
    if (names == NULL) {
        sr_fail_memory(compiler->err);
        return NULL;
    }
    for (size_t i = 0; i < function_count; i++)
        names[i] = sr_text_from(sr_function_get(i)->name);
    for (size_t i = 0; i < aggregate_count; i++)
        names[function_count + i] = sr_text_from(sr_aggregate_get(i)->name);
    const char *hint = sr_compiler_hint(compiler, call->text, names, function_count + aggregate_count, NULL);
    const char *known = advise_call(call->text);
    if (known != NULL)
        hint = known;
    return sr_compiler_refuse(compiler, scope == NULL ? NULL : scope->subject, "rules.unknown_function", call->where,
                              with_aggregates ? "an aggregate or a function" : "a function", hint, "'%.*s()'",
                              SR_TEXT_ARG(call->text));
}

static sr_expr *resolve_call(const sr_scope *scope, const sr_syntax *call)
{
    const sr_function *function = sr_function_find(call->text);
    if (function == NULL && sr_aggregate_find(call->text) != NULL)
        return sr_compiler_refuse(scope->compiler, scope->subject, "rules.aggregate", call->where, "an expression over one row",
                                  "an aggregate stands in a value or a measure, not inside another or in a condition", "'%.*s()'",
                                  SR_TEXT_ARG(call->text));
    if (function == NULL)
        return sr_resolve_refuse_call(scope, scope->compiler, call, false);
    bool has_star = call->arg_count > 0 && call->args[0]->kind == SR_SYNTAX_STAR;
    if (call->is_distinct || call->is_ordered || call->filter != NULL || has_star)
        return sr_compiler_refuse(scope->compiler, scope->subject, "rules.aggregate", call->where, function->usage,
                                  "distinct, order by, filter and * belong to aggregates", "'%.*s'", SR_TEXT_ARG(sr_syntax_quote(call)));
    if (call->arg_count < function->arg_min || call->arg_count > function->arg_max)
        return sr_compiler_refuse(scope->compiler, scope->subject, "rules.arguments", call->where, function->usage, NULL,
                                  "'%.*s()' with %u argument%s", SR_TEXT_ARG(call->text), (unsigned)call->arg_count,
                                  call->arg_count == 1 ? "" : "s");
    if (call->arg_count > 0 && !sr_function_is_of_row(call, 0))
        return sr_reference_resolve(scope, function, call);
    sr_operand *args = resolve_all(scope, call);
    return args == NULL ? NULL : sr_function_build(scope, function, call, args);
}

static sr_expr *resolve_unary(const sr_scope *scope, const sr_syntax *syntax)
{
    const sr_syntax *argument = syntax->args[0];
    if (sr_text_is(syntax->text, SR_TEXT("not")))
        return negate_truth(scope, sr_resolve_condition(scope, argument, "'not'"), true);
    return negate_number(scope, (sr_operand){sr_resolve(scope, argument), argument}, syntax->where);
}

static sr_expr *resolve_is_null(const sr_scope *scope, const sr_syntax *syntax)
{
    sr_expr *x = sr_resolve(scope, syntax->args[0]);
    return sr_expr_make(scope, syntax->is_negated ? SR_OP_IS_NOT_NULL : SR_OP_IS_NULL, SR_KIND_BOOLEAN, 0, syntax->where, &x, 1);
}

static sr_expr *resolve_string(const sr_scope *scope, const sr_syntax *syntax)
{
    sr_expr *expr = sr_expr_make_constant(scope, SR_KIND_TEXT, syntax->where, 0);
    if (expr != NULL)
        expr->constant.text = syntax->text;
    return expr;
}

sr_expr *sr_resolve(const sr_scope *scope, const sr_syntax *syntax)
{
    switch (syntax->kind) {
    case SR_SYNTAX_NUMBER:
        return sr_expr_make_number(scope, syntax);
    case SR_SYNTAX_STRING:
        return resolve_string(scope, syntax);
    case SR_SYNTAX_BOOLEAN:
        return sr_expr_make_constant(scope, SR_KIND_BOOLEAN, syntax->where, sr_text_is(syntax->text, SR_TEXT("true")));
    case SR_SYNTAX_NULL:
        return sr_expr_make_missing(scope, SR_KIND_TEXT, syntax->where);
    case SR_SYNTAX_NAME:
        return resolve_name(scope, syntax);
    case SR_SYNTAX_DATE:
        return resolve_date(scope, syntax);
    case SR_SYNTAX_CALL:
        return resolve_call(scope, syntax);
    case SR_SYNTAX_UNARY:
        return resolve_unary(scope, syntax);
    case SR_SYNTAX_BINARY:
        return resolve_binary(scope, syntax);
    case SR_SYNTAX_IN:
        return resolve_in(scope, syntax);
    case SR_SYNTAX_BETWEEN:
        return resolve_between(scope, syntax);
    case SR_SYNTAX_IS_NULL:
        return resolve_is_null(scope, syntax);
    case SR_SYNTAX_CASE:
        return resolve_case(scope, syntax);
    case SR_SYNTAX_STAR:
        break;
    }
    return sr_compiler_refuse(scope->compiler, scope->subject, "rules.aggregate", syntax->where, "an expression", NULL, "'*'");
}
