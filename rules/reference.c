#include "rules/reference.h"

#include "engine/base/locale.h"
#include "rules/resolver.h"

/* Remembers a place; equal texts of one data set mean the same. False: no memory. */
static bool add_reference(const sr_scope *scope, const sr_syntax *call, sr_expr *expr)
{
    sr_references *all = scope->references;
    for (uint32_t i = 0; all != NULL && i < all->count; i++)
        if (sr_text_is(all->items[i].id, call->source)) {
            all->items[i].column = SR_NO_INDEX;
            return true;
        }
    if (all == NULL)
        return true;
    if (all->count == all->capacity) {
        uint32_t capacity = all->capacity == 0 ? 8 : all->capacity * 2;
        sr_reference *items = sr_arena_grow(scope->compiler->arena, all->items, all->count, capacity, sizeof(*items));
        if (items == NULL)
            return sr_fail_memory(scope->compiler->err);
        all->items = items;
        all->capacity = capacity;
    }
    all->items[all->count++] = (sr_reference){.id = call->source, .expr = expr, .column = SR_NO_INDEX};
    return true;
}

/* --- parameters --- */

static const sr_parameter *find_parameter(const sr_compiler *compiler, sr_text name)
{
    const sr_parameter *found = NULL;
    uint32_t matches = 0;
    for (size_t i = 0; i < compiler->parameter_count; i++) {
        if (sr_text_is(compiler->parameters[i].name, name))
            return &compiler->parameters[i];
        if (sr_locale_is_same_letters(compiler->parameters[i].name, name)) {
            found = &compiler->parameters[i];
            matches++;
        }
    }
    return matches == 1 ? found : NULL;
}

static sr_expr *refuse_parameter(const sr_scope *scope, const sr_syntax *name)
{
    const sr_compiler *compiler = scope->compiler;
    if (compiler->lacks_parameters)
        return NULL;
    sr_text *names = sr_arena_alloc(compiler->arena, compiler->parameter_count, sizeof(*names));
    if (names == NULL) {
        sr_fail_memory(compiler->err);
        return NULL;
    }
    for (size_t i = 0; i < compiler->parameter_count; i++)
        names[i] = compiler->parameters[i].name;
    return sr_compiler_refuse(compiler, scope->subject, "rules.unknown_parameter", name->where, "a parameter of parameters/*.yaml",
                              sr_compiler_hint(compiler, name->text, names, compiler->parameter_count, NULL), "'%.*s'",
                              SR_TEXT_ARG(sr_syntax_quote(name)));
}

sr_expr *sr_reference_resolve(const sr_scope *scope, const sr_function *function, const sr_syntax *call)
{
    const sr_syntax *name = call->args[0];
    const sr_parameter *parameter = name->kind == SR_SYNTAX_NAME ? find_parameter(scope->compiler, name->text) : NULL;
    sr_operand date = {sr_resolve(scope, call->args[1]), call->args[1]};
    if (parameter == NULL)
        return refuse_parameter(scope, name);
    if (date.expr == NULL || !sr_function_fit_date(scope, function, &date))
        return NULL;
    sr_kind kind = parameter->scale == 0 ? SR_KIND_INTEGER : SR_KIND_DECIMAL;
    sr_expr *made = sr_expr_make(scope, SR_OP_PARAMETER, kind, parameter->scale, call->where, &date.expr, 1);
    if (made == NULL)
        return NULL;
    made->parameter = parameter;
    return add_reference(scope, call, made) ? made : NULL;
}

/* --- the check --- */

bool sr_reference_make_check(const sr_scope *scope, const sr_reference *reference, sr_plan_check *check)
{
    const sr_compiler *compiler = scope->compiler;
    sr_expr *own = reference->expr;
    sr_expr *date = sr_arena_alloc(compiler->arena, 1, sizeof(*date));
    const sr_expr **values = sr_arena_alloc(compiler->arena, 1, sizeof(*values));
    if (date == NULL || values == NULL)
        return sr_fail_memory(compiler->err);
    *date = *own->args[0];
    values[0] = own->args[0];
    sr_expr *is_asked = sr_expr_make(scope, SR_OP_IS_NOT_NULL, SR_KIND_BOOLEAN, 0, own->where, &date, 1);
    sr_expr *is_found = sr_expr_make(scope, SR_OP_IS_NOT_NULL, SR_KIND_BOOLEAN, 0, own->where, &own, 1);
    sr_expr *unasked = sr_expr_make_missing(scope, SR_KIND_BOOLEAN, own->where);
    *check = (sr_plan_check){
        .id = reference->id,
        .kind = SR_CHECK_HOLDS,
        .code = "check.parameter",
        .expected = sr_compiler_print(compiler, "a value of parameter '%.*s' on that day", SR_TEXT_ARG(own->parameter->name)),
        .hint = "add the value of those days to the parameter, with its basis",
        .expect = sr_expr_make(scope, SR_OP_CASE, SR_KIND_BOOLEAN, 0, own->where, (sr_expr *[]){is_asked, is_found, unasked}, 3),
        .value_count = 1,
        .values = values,
        .severity = SR_CAUTION,
        .where = own->where,
    };
    return check->expect != NULL || sr_fail_memory(compiler->err);
}
