/*
 * Checks: what stands short in the rules becomes the syntax that its user could have written, at the place where it
 * stands, and goes through the same resolver: the same types, the same messages.
 */
#include <assert.h>

#include "rules/draft.h"
#include "rules/resolver.h"

typedef struct checking {
    sr_draft *draft;
    const sr_check_rule *rule;
    sr_scope scope;         // of the data set, with the check as its subject
    sr_expr *value;         // the first column
} checking;

/* --- syntax --- */

static sr_syntax *make_leaf(const checking *c, sr_syntax_kind kind, sr_rule_text text)
{
    sr_syntax *made = sr_arena_alloc(c->scope.compiler->arena, 1, sizeof(*made));
    if (made == NULL)
        sr_fail_memory(c->scope.compiler->err);
    else
        *made = (sr_syntax){.kind = kind, .text = text.text, .where = text.where, .source = text.text, .depth = 1};
    return made;
}

/* A node over leaves; NULL when one could not be made. */
static sr_syntax *make_node(const checking *c, sr_syntax_kind kind, const char *operator, const sr_syntax *const *args, uint32_t count)
{
    sr_syntax *made = make_leaf(c, kind, sr_rule_text_make(sr_text_from(operator), c->rule->where));
    const sr_syntax **copy = sr_arena_alloc(c->scope.compiler->arena, count, sizeof(*copy));
    if (made == NULL || copy == NULL) {
        sr_fail_memory(c->scope.compiler->err);
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        copy[i] = args[i];
        if (args[i] == NULL)
            return NULL;
    }
    made->args = copy;
    made->arg_count = count;
    made->depth = 2;
    return made;
}

static sr_syntax *make_column(const checking *c)
{
    return make_leaf(c, SR_SYNTAX_NAME, c->rule->columns[0]);
}

static sr_syntax *make_members(const checking *c)
{
    uint32_t count = (uint32_t)c->rule->member_count + 1;
    const sr_syntax **args = sr_arena_alloc(c->scope.compiler->arena, count, sizeof(*args));
    if (args == NULL) {
        sr_fail_memory(c->scope.compiler->err);
        return NULL;
    }
    args[0] = make_column(c);
    for (uint32_t i = 1; i < count; i++)
        args[i] = make_leaf(c, SR_SYNTAX_STRING, c->rule->members[i - 1]);
    return make_node(c, SR_SYNTAX_IN, NULL, args, count);
}

static sr_syntax *make_bound(const checking *c, const char *operator, sr_rule_text bound)
{
    return make_node(c, SR_SYNTAX_BINARY, operator,
                     (const sr_syntax *[]){make_column(c), make_leaf(c, SR_SYNTAX_STRING, bound)}, 2);
}

static sr_syntax *make_range(const checking *c)
{
    sr_syntax *low = c->rule->min.text.size > 0 ? make_bound(c, ">=", c->rule->min) : NULL;
    sr_syntax *high = c->rule->max.text.size > 0 ? make_bound(c, "<=", c->rule->max) : NULL;
    if (low == NULL || high == NULL)
        return low == NULL ? high : low;
    return make_node(c, SR_SYNTAX_BINARY, "and", (const sr_syntax *[]){low, high}, 2);
}

static sr_syntax *make_match(const checking *c)
{
    return make_node(c, SR_SYNTAX_CALL, "matches",
                     (const sr_syntax *[]){make_column(c), make_leaf(c, SR_SYNTAX_STRING, c->rule->pattern)}, 2);
}

static sr_syntax *make_filled(const checking *c)
{
    sr_syntax *made = make_node(c, SR_SYNTAX_IS_NULL, NULL, (const sr_syntax *[]){make_column(c)}, 1);
    if (made != NULL)
        made->is_negated = true;
    return made;
}

/* --- the forms --- */

static const char *join_members(const checking *c)
{
    const char *all = "one of";
    for (size_t i = 0; i < c->rule->member_count && i < 16; i++)
        all = sr_compiler_print(c->scope.compiler, "%s%s %.*s", all, i == 0 ? "" : ",", SR_TEXT_ARG(c->rule->members[i].text));
    return c->rule->member_count <= 16 ? all : sr_compiler_print(c->scope.compiler, "%s, ...", all);
}

static const char *describe(const checking *c)
{
    const sr_check_rule *rule = c->rule;
    const sr_compiler *compiler = c->scope.compiler;
    const char *what;
    if (rule->is_filled)
        what = "a value";
    else if (rule->is_unique)
        what = "a value that no other row has";
    else if (rule->member_count > 0)
        what = join_members(c);
    else if (rule->pattern.text.size > 0)
        what = sr_compiler_print(compiler, "the pattern %.*s", SR_TEXT_ARG(rule->pattern.text));
    else if (rule->refers_to.text.size > 0)
        what = sr_compiler_print(compiler, "a value of '%.*s'", SR_TEXT_ARG(rule->refers_to.text));
    else if (rule->min.text.size > 0 && rule->max.text.size > 0)
        what = sr_compiler_print(compiler, "%.*s to %.*s", SR_TEXT_ARG(rule->min.text), SR_TEXT_ARG(rule->max.text));
    else
        what = rule->min.text.size > 0 ? sr_compiler_print(compiler, "at least %.*s", SR_TEXT_ARG(rule->min.text))
                                       : sr_compiler_print(compiler, "at most %.*s", SR_TEXT_ARG(rule->max.text));
    const char *columns = "";
    for (size_t i = 0; i < rule->column_count; i++)
        columns = sr_compiler_print(compiler, "%s%s'%.*s'", columns, i == 0 ? "" : ", ", SR_TEXT_ARG(rule->columns[i].text));
    return sr_compiler_print(compiler, "%s in column%s %s", what, rule->column_count > 1 ? "s" : "", columns);
}

/* The columns as values. False: told. */
static bool set_values(checking *c, sr_plan_check *check)
{
    const sr_compiler *compiler = c->scope.compiler;
    const sr_expr **values = sr_arena_alloc(compiler->arena, c->rule->column_count, sizeof(*values));
    if (values == NULL)
        return sr_fail_memory(compiler->err);
    bool done = true;
    for (size_t i = 0; i < c->rule->column_count; i++) {
        const sr_syntax *name = make_leaf(c, SR_SYNTAX_NAME, c->rule->columns[i]);
        sr_expr *value = name == NULL ? NULL : sr_resolve(&c->scope, name);
        c->value = i == 0 ? value : c->value;
        values[i] = value;
        done = done && value != NULL;
    }
    check->values = values;
    check->value_count = (uint32_t)c->rule->column_count;
    return done;
}

static void set_condition(const checking *c, sr_plan_check *check)
{
    const sr_check_rule *rule = c->rule;
    bool is_range = rule->min.text.size + rule->max.text.size > 0;
    sr_kind kind = c->value->kind;
    if (is_range && !sr_kind_is_number(kind) && kind != SR_KIND_DATE) {
        sr_compiler_refuse(c->scope.compiler, c->scope.subject, "rules.type", rule->columns[0].where, "a column of numbers or dates",
                           NULL, "'%.*s' is %s", SR_TEXT_ARG(rule->columns[0].text), sr_kind_describe(kind));
        return;
    }
    const sr_syntax *syntax;
    if (rule->is_filled) {
        syntax = make_filled(c);
        check->code = "check.missing";
    } else if (rule->member_count > 0) {
        syntax = make_members(c);
        check->code = "check.member";
    } else if (rule->pattern.text.size > 0) {
        syntax = make_match(c);
        check->code = "check.pattern";
    } else {
        syntax = make_range(c);
        check->code = "check.range";
    }
    check->expect = syntax == NULL ? NULL : sr_resolve_condition(&c->scope, syntax, "a check");
}

/* One value, or two. False: no memory. */
static bool set_operands(const checking *c, sr_plan_check *check, sr_expr *first, sr_expr *second)
{
    const sr_expr **values = sr_arena_alloc(c->scope.compiler->arena, 2, sizeof(*values));
    if (values == NULL)
        return sr_fail_memory(c->scope.compiler->err);
    values[0] = first;
    values[1] = second;
    check->values = values;
    check->value_count = second != NULL ? 2 : first != NULL ? 1 : 0;
    return true;
}

static void set_reference(const checking *c, sr_plan_check *check)
{
    sr_other_column other;
    if (!sr_reference_find_column(&c->scope, c->rule->refers_to, &other))
        return;
    sr_operand sides[2] = {{c->value, make_column(c)}, {other.expr, other.name}};
    if (sides[0].syntax == NULL || !sr_reference_agree(&c->scope, sides, &other))
        return;
    if (!set_operands(c, check, sides[0].expr, NULL))
        return;
    check->other = sides[1].expr;
    check->other_dataset = other.dataset;
}

/* --- of the data set as a whole --- */

/* A date of the data set; NULL: told. */
static sr_expr *resolve_date(const checking *c, sr_rule_text text)
{
    const sr_compiler *compiler = c->scope.compiler;
    const sr_syntax *syntax;
    if (text.text.size == 0 || !sr_expression_parse(text, compiler->arena, &syntax, compiler->findings, compiler->err))
        return NULL;
    sr_expr *date = sr_resolve(&c->scope, syntax);
    if (date == NULL || date->kind == SR_KIND_DATE)
        return date;
    return sr_compiler_refuse(compiler, c->scope.subject, "rules.type", syntax->where, "a date", NULL, "'%.*s' is %s",
                              SR_TEXT_ARG(sr_syntax_quote(syntax)), sr_kind_describe(date->kind));
}

static void set_fresh(checking *c, sr_plan_check *check)
{
    check->kind = SR_CHECK_FRESH;
    check->code = "data.stale";
    check->within_days = c->rule->within_days;
    sr_expr *date = resolve_date(c, c->rule->newest);
    if (date != NULL)
        (void)set_operands(c, check, date, NULL);   // the compiler's error says it
}

static void set_complete(checking *c, sr_plan_check *check)
{
    check->kind = SR_CHECK_COMPLETE;
    check->code = "data.gap";
    check->grain = (sr_grain)c->rule->grain;
    sr_expr *date = resolve_date(c, c->rule->by), *member = NULL;
    if (c->rule->column_count > 0) {
        const sr_syntax *name = make_column(c);
        member = name == NULL ? NULL : sr_resolve(&c->scope, name);
        if (member == NULL)
            return;
        check->list = sr_scope_find_list(&c->scope, member);
        if (sr_plan_is_person(c->scope.columns, member) || (member->kind != SR_KIND_TEXT && member->kind != SR_KIND_INTEGER)) {
            sr_compiler_refuse(c->scope.compiler, c->scope.subject, "rules.type", c->rule->columns[0].where, "a column of codes or whole numbers",
                               NULL, "'%.*s', whose values do not report", SR_TEXT_ARG(c->rule->columns[0].text));
            return;
        }
    }
    if (date != NULL)
        (void)set_operands(c, check, date, member);
}

/* sum(x) of a number with fixed digits, or count(*). */
static void set_total(checking *c, sr_plan_check *check)
{
    const sr_compiler *compiler = c->scope.compiler;
    const sr_syntax *call;
    check->kind = SR_CHECK_TOTAL;
    check->code = "data.total";
    check->has_equals = c->rule->has_equals;
    check->equals = c->rule->equals;
    check->control = c->rule->control;
    check->is_against_last_run = c->rule->is_against_last_run;
    check->within = c->rule->within;
    check->is_within_share = c->rule->is_within_share;
    if (!sr_expression_parse(c->rule->total, compiler->arena, &call, compiler->findings, compiler->err))
        return;
    bool is_call = call->kind == SR_SYNTAX_CALL && call->arg_count == 1 && call->filter == NULL && !call->is_distinct;
    bool has_star = is_call && call->args[0]->kind == SR_SYNTAX_STAR;
    bool is_sum = is_call && !has_star && sr_text_is_same_letters(call->text, SR_TEXT("sum"));
    if (!is_sum && !(has_star && sr_text_is_same_letters(call->text, SR_TEXT("count")))) {
        sr_compiler_refuse(compiler, c->scope.subject, "rules.type", call->where, "sum(x) or count(*)",
                           "what a sum takes may be an expression: sum(case when ... then cost end)", "'%.*s'",
                           SR_TEXT_ARG(sr_syntax_quote(call)));
        return;
    }
    sr_expr *value = is_sum ? sr_resolve(&c->scope, call->args[0]) : NULL;
    if (value != NULL && !sr_kind_is_exact(value->kind)) {
        sr_compiler_refuse(compiler, c->scope.subject, "rules.type", call->args[0]->where, "a whole or decimal number", NULL, "'%.*s' is %s",
                           SR_TEXT_ARG(sr_syntax_quote(call->args[0])), sr_kind_describe(value->kind));
        return;
    }
    (void)set_operands(c, check, value, NULL);
}

static void set_files(sr_plan_check *check, const sr_check_rule *rule)
{
    check->kind = SR_CHECK_FILES;
    check->code = "data.files";
    check->file_count = rule->file_count;
}

static void set_expression(const checking *c, sr_plan_check *check)
{
    const sr_compiler *compiler = c->scope.compiler;
    const sr_syntax *syntax;
    if (c->rule->expect.text.size > 0
        && sr_expression_parse(c->rule->expect, compiler->arena, &syntax, compiler->findings, compiler->err))
        check->expect = sr_resolve_condition(&c->scope, syntax, "a check");
}

static void set_about_column(checking *c, sr_plan_check *check)
{
    const sr_check_rule *rule = c->rule;
    check->expected = describe(c);
    if (!set_values(c, check))
        return;
    assert(c->value != NULL);       // a check about columns has at least one
    if (rule->is_unique) {
        check->kind = SR_CHECK_UNIQUE;
        check->code = "check.duplicate";
    } else if (rule->refers_to.text.size > 0) {
        check->kind = SR_CHECK_REFERS;
        check->code = "check.reference";
        set_reference(c, check);
    } else {
        set_condition(c, check);
    }
}

/* What the loader refused has neither an expression nor columns, and was told. */
static void set_check(checking *c, sr_plan_check *check)
{
    const sr_check_rule *rule = c->rule;
    *check = (sr_plan_check){.id = rule->id, .severity = rule->severity, .tolerance = rule->tolerance, .where = rule->where};
    for (int language = 0; language < SR_LANGUAGE_COUNT; language++)
        check->messages[language] = rule->messages[language];
    if (rule->newest.text.size > 0)
        set_fresh(c, check);
    else if (rule->is_complete)
        set_complete(c, check);
    else if (rule->file_count > 0)
        set_files(check, rule);
    else if (rule->total.text.size > 0)
        set_total(c, check);
    else if (rule->column_count == 0)
        set_expression(c, check);
    else
        set_about_column(c, check);
}

bool sr_draft_set_checks(sr_draft *draft)
{
    const sr_compiler *compiler = draft->compiler;
    for (uint32_t d = 0; d < draft->dataset_count; d++) {
        sr_draft_dataset *dataset = &draft->datasets[d];
        const sr_dataset *rules = dataset->scope.dataset;
        sr_plan_check *checks = sr_arena_alloc(compiler->arena, rules->check_count, sizeof(*checks));
        if (checks == NULL)
            return sr_fail_memory(compiler->err);
        for (size_t i = 0; i < rules->check_count; i++) {
            checking c = {.draft = draft, .rule = &rules->checks[i], .scope = dataset->scope};
            c.scope.subject = sr_compiler_print(compiler, "%.*s.%.*s", SR_TEXT_ARG(rules->name), SR_TEXT_ARG(c.rule->id));
            set_check(&c, &checks[i]);
            if (compiler->err->code != SR_OK)
                return false;
        }
        dataset->plan.check_count = (uint32_t)rules->check_count;
        dataset->plan.checks = checks;
    }
    return true;
}

bool sr_draft_add_reference_checks(const sr_draft *draft, sr_draft_dataset *dataset)
{
    const sr_references *references = &dataset->references;
    uint32_t count = dataset->plan.check_count;
    if (references->count == 0)
        return true;
    sr_plan_check *checks = sr_arena_alloc(draft->compiler->arena, (size_t)count + references->count, sizeof(*checks));
    if (checks == NULL)
        return sr_fail_memory(draft->compiler->err);
    for (uint32_t i = 0; i < count; i++)
        checks[i] = dataset->plan.checks[i];
    for (uint32_t i = 0; i < references->count; i++) {
        const sr_reference *reference = &references->items[i];
        if (reference->column != SR_NO_INDEX && !dataset->columns[reference->column].is_needed)
            continue;
        if (!sr_reference_make_check(&dataset->scope, reference, &checks[count++]))
            return false;
    }
    dataset->plan.checks = checks;
    dataset->plan.check_count = count;
    return true;
}
