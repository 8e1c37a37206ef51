#include "rules/scope.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/base/locale.h"
#include "engine/lookup.h"

#define FOUND_BYTES_MAX 512
#define NAMES_SHOWN 12

SR_PRINTF(8, 0)
static void complain(const sr_compiler *compiler, sr_severity severity, const char *subject, const char *code, sr_where where,
                     const char *expected, const char *hint, const char *format, va_list list)
{
    if (compiler->err->code != SR_OK)
        return;
    char found[FOUND_BYTES_MAX];
    vsnprintf(found, sizeof(found), format, list);
    size_t half = sr_text_find_invalid(sr_text_from(found));
    if (half != SIZE_MAX)
        found[half] = '\0';     // cut within a character
    sr_finding finding = {code, severity, where, subject, found, expected, hint};
    if (!sr_findings_add(compiler->findings, &finding, compiler->err))
        return;                 // err says it
}

sr_expr *sr_compiler_refuse(const sr_compiler *compiler, const char *subject, const char *code, sr_where where,
                            const char *expected, const char *hint, const char *found_format, ...)
{
    va_list list;
    va_start(list, found_format);
    complain(compiler, SR_ERROR, subject, code, where, expected, hint, found_format, list);
    va_end(list);
    return NULL;
}

void sr_compiler_caution(const sr_compiler *compiler, const char *subject, const char *code, sr_where where,
                         const char *expected, const char *hint, const char *found_format, ...)
{
    va_list list;
    va_start(list, found_format);
    complain(compiler, SR_CAUTION, subject, code, where, expected, hint, found_format, list);
    va_end(list);
}

const char *sr_compiler_print(const sr_compiler *compiler, const char *format, ...)
{
    char text[FOUND_BYTES_MAX];
    va_list list;
    va_start(list, format);
    int size = vsnprintf(text, sizeof(text), format, list);
    va_end(list);
    size_t half = sr_text_find_invalid(sr_text_from(text));
    size_t kept = half != SIZE_MAX ? half : size < (int)sizeof(text) ? (size_t)size : sizeof(text) - 1;
    const char *copy = sr_arena_copy(compiler->arena, text, kept);
    if (copy == NULL)
        sr_fail_memory(compiler->err);
    return copy != NULL ? copy : "";
}

const char *sr_compiler_hint(const sr_compiler *compiler, sr_text word, const sr_text *candidates, size_t count,
                             const char *otherwise)
{
    sr_text nearest = sr_text_find_nearest(word, candidates, count);
    if (nearest.size == 0)
        return otherwise;
    return sr_compiler_print(compiler, "did you mean '%.*s'?", SR_TEXT_ARG(nearest));
}

uint32_t sr_name_find(const void *items, uint32_t count, sr_name_get get, sr_text name, bool *is_ambiguous)
{
    uint32_t found = SR_NO_INDEX, matches = 0;
    *is_ambiguous = false;
    for (uint32_t i = 0; i < count; i++)
        if (sr_text_is(get(items, i), name))
            return i;
    for (uint32_t i = 0; i < count; i++)
        if (sr_locale_is_same_letters(get(items, i), name)) {
            found = i;
            matches++;
        }
    *is_ambiguous = matches > 1;
    return matches == 1 ? found : SR_NO_INDEX;
}

static sr_text get_column_name(const void *columns, uint32_t index)
{
    return ((const sr_plan_column *)columns)[index].name;
}

uint32_t sr_scope_find(const sr_scope *scope, sr_text name, bool *is_ambiguous)
{
    return sr_name_find(scope->columns, scope->column_count, get_column_name, name, is_ambiguous);
}

/* "the data set has: a, b, c" */
static const char *list_names(const sr_scope *scope)
{
    const char *names = "the data set has: ";
    for (uint32_t i = 0; i < scope->column_count; i++) {
        if (i == NAMES_SHOWN)
            return sr_compiler_print(scope->compiler, "%s, …", names);
        names = sr_compiler_print(scope->compiler, "%s%s%.*s", names, i == 0 ? "" : ", ", SR_TEXT_ARG(scope->columns[i].name));
    }
    return names;
}

static void refuse_name(const sr_scope *scope, const sr_syntax *name, bool is_ambiguous)
{
    const sr_compiler *compiler = scope->compiler;
    const char *expected = sr_compiler_print(compiler, "a column of data set '%.*s'", SR_TEXT_ARG(scope->dataset->name));
    if (is_ambiguous) {
        sr_compiler_refuse(compiler, scope->subject, "rules.ambiguous_name", name->where, expected,
                           "write it in the same case as the column you mean", "'%.*s' fits several columns",
                           SR_TEXT_ARG(name->text));
        return;
    }
    sr_text *candidates = sr_arena_alloc(compiler->arena, scope->column_count, sizeof(*candidates));
    if (candidates == NULL) {
        sr_fail_memory(compiler->err);
        return;
    }
    for (uint32_t i = 0; i < scope->column_count; i++)
        candidates[i] = scope->columns[i].name;
    const char *hint = sr_compiler_hint(compiler, name->text, candidates, scope->column_count, NULL);
    static const char *const days[] = {"today", "now", "current_date"};
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
        if (sr_text_is_same_letters(name->text, sr_text_from(days[i])))
            hint = "the day of the run is as_of";
    if (hint == NULL)
        hint = sr_compiler_print(compiler, "a text stands in single quotes: '%.*s'; %s", SR_TEXT_ARG(name->text), list_names(scope));
    sr_compiler_refuse(compiler, scope->subject, "rules.unknown_name", name->where, expected, hint, "'%.*s'",
                       SR_TEXT_ARG(name->text));
}

uint32_t sr_scope_resolve(const sr_scope *scope, const sr_syntax *name)
{
    bool is_ambiguous;
    uint32_t index = sr_scope_find(scope, name->text, &is_ambiguous);
    if (index == SR_NO_INDEX) {
        if (!scope->dataset->is_broken)
            refuse_name(scope, name, is_ambiguous);
        return SR_NO_INDEX;
    }
    if (index < scope->dataset->column_count && scope->dataset->columns[index].type == SR_TYPE_DROP) {
        sr_compiler_refuse(scope->compiler, scope->subject, "rules.dropped_column", name->where, "a column that is kept",
                           "give it a type in the data set", "'%.*s' is dropped when it is read",
                           SR_TEXT_ARG(scope->columns[index].name));
        return SR_NO_INDEX;
    }
    if (scope->broken[index])
        return SR_NO_INDEX;
    scope->used[index] = true;
    return index;
}

const sr_column_rule *sr_scope_find_rule(const sr_scope *scope, const sr_expr *expr)
{
    if (expr->op != SR_OP_COLUMN || expr->column_index >= scope->dataset->column_count)
        return NULL;
    return &scope->dataset->columns[expr->column_index];
}

bool sr_scope_is_codes(const sr_scope *scope, const sr_expr *expr)
{
    const sr_column_rule *rule = sr_scope_find_rule(scope, expr);
    return rule != NULL && rule->type == SR_TYPE_CODES;
}

/* A choice has the list of its branches when all have the same and its constants are codes of it. */
const sr_list *sr_scope_find_list(const sr_scope *scope, const sr_expr *expr)
{
    if (expr->op == SR_OP_COLUMN)
        return scope->columns[expr->column_index].list;
    if (expr->op == SR_OP_LOOKUP)
        return expr->lookup->list;
    if (expr->op == SR_OP_PARENT)
        return expr->list;
    if (expr->kind != SR_KIND_TEXT || (expr->op != SR_OP_COALESCE && expr->op != SR_OP_CASE))
        return NULL;
    const sr_list *list = NULL;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < expr->arg_count; i++) {
            const sr_expr *arg = expr->args[i];
            bool is_condition = expr->op == SR_OP_CASE && i % 2 == 0 && i + 1 < expr->arg_count;
            if (is_condition || (arg->op == SR_OP_CONSTANT) != (pass == 1))
                continue;
            if (pass == 1) {
                if (arg->has_constant && (list == NULL || sr_list_find_code(list, arg->constant.text) == NULL))
                    return NULL;
                continue;
            }
            const sr_list *own = sr_scope_find_list(scope, arg);
            if (own == NULL || (list != NULL && own != list))
                return NULL;
            list = own;
        }
    }
    return list;
}
