#include "rules/reference.h"

#include "rules/draft.h"
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

static sr_text get_name(const void *parameters, uint32_t index)
{
    return ((const sr_parameter *)parameters)[index].name;
}

static const sr_parameter *find_parameter(const sr_compiler *compiler, sr_text name)
{
    bool is_ambiguous;
    uint32_t found = sr_name_find(compiler->parameters, (uint32_t)compiler->parameter_count, get_name, name, &is_ambiguous);
    return found == SR_NO_INDEX ? NULL : &compiler->parameters[found];
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

static sr_expr *resolve_parameter(const sr_scope *scope, const sr_function *function, const sr_syntax *call)
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

/* --- other data sets --- */

static void refuse_dataset(const sr_scope *scope, sr_rule_text text, sr_text set)
{
    const sr_compiler *compiler = scope->compiler;
    uint32_t count = compiler->draft != NULL ? compiler->draft->rule_count : 0;
    if (compiler->lacks_datasets && set.size < text.text.size)     // it may stand in a file that could not be read
        return;
    sr_text *names = sr_arena_alloc(compiler->arena, count, sizeof(*names));
    if (names == NULL) {
        sr_fail_memory(compiler->err);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        names[i] = compiler->draft->rules[i].name;
    sr_compiler_refuse(compiler, scope->subject, "rules.unknown_reference", text.where, "DATASET.COLUMN, a column of a data set",
                       sr_compiler_hint(compiler, set, names, count, NULL), "'%.*s'", SR_TEXT_ARG(text.text));
}

/* The data set of DATASET.COLUMN, in the draft; SR_NO_INDEX: told. `point` stands between the two. */
static uint32_t find_dataset(const sr_scope *scope, sr_rule_text text, size_t *point)
{
    sr_draft *draft = scope->compiler->draft;
    *point = sr_text_find(text.text, SR_TEXT("."));
    sr_text set = sr_text_slice(text.text, 0, *point == SIZE_MAX ? text.text.size : *point);
    uint32_t found = draft != NULL && *point != SIZE_MAX ? sr_draft_find_dataset(draft, set) : SR_NO_INDEX;
    if (found == SR_NO_INDEX)
        refuse_dataset(scope, text, set);
    return found;
}

static sr_expr *resolve_other(const sr_scope *scope, sr_rule_text text, sr_other_column *other)
{
    const sr_compiler *compiler = scope->compiler;
    sr_scope *own = sr_arena_alloc(compiler->arena, 1, sizeof(*own));
    sr_syntax *name = sr_arena_alloc(compiler->arena, 1, sizeof(*name));
    if (own == NULL || name == NULL) {
        sr_fail_memory(compiler->err);
        return NULL;
    }
    *name = (sr_syntax){.kind = SR_SYNTAX_NAME, .text = text.text, .where = text.where, .source = text.text, .depth = 1};
    *own = compiler->draft->datasets[other->dataset].scope;
    own->subject = scope->subject;
    other->scope = own;
    other->name = name;
    return sr_resolve(own, name);
}

bool sr_reference_find_column(const sr_scope *scope, sr_rule_text text, sr_other_column *other)
{
    size_t point;
    other->dataset = find_dataset(scope, text, &point);
    if (other->dataset == SR_NO_INDEX || !sr_draft_open_dataset(scope->compiler->draft, other->dataset))
        return false;
    sr_rule_text name = sr_rule_text_make(sr_text_slice(text.text, point + 1, text.text.size), sr_rule_text_locate(text, point + 1));
    other->text = text;
    other->expr = resolve_other(scope, name, other);
    return other->expr != NULL;
}

bool sr_reference_agree(const sr_scope *scope, sr_operand sides[2], const sr_other_column *other)
{
    bool are_persons = sr_plan_is_person(scope->columns, sides[0].expr) && sr_plan_is_person(other->scope->columns, sides[1].expr);
    if (are_persons && !sr_text_is(sr_plan_get_domain(scope->columns, sides[0].expr), sr_plan_get_domain(other->scope->columns, sides[1].expr))) {
        sr_compiler_refuse(scope->compiler, scope->subject, "rules.type", other->text.where, "persons of one domain",
                           "a person has another hash in each domain, so that data sets cannot be joined by it; where they may be, give both columns the same `domain`",
                           "'%.*s' is a person of another domain", SR_TEXT_ARG(other->text.text));
        return false;
    }
    return sr_expr_agree(scope, sides, 2, false);
}

static uint32_t find_own(const sr_scope *scope)
{
    const sr_draft *draft = scope->compiler->draft;
    for (uint32_t i = 0; i < draft->dataset_count; i++)
        if (draft->datasets[i].rules == scope->dataset)
            return i;
    return SR_NO_INDEX;
}

/* The column by which rows of a data set are told apart: its key, or the only one that is checked to be unique. Empty: none. */
static sr_text find_key(const sr_dataset *rules)
{
    sr_text found = SR_TEXT_NONE;
    if (rules->key_count > 0)
        return rules->key_count == 1 ? rules->columns[rules->key[0]].name : SR_TEXT_NONE;
    for (size_t i = 0; i < rules->check_count; i++) {
        const sr_check_rule *check = &rules->checks[i];
        if (check->is_unique && check->column_count == 1 && found.size > 0 && !sr_text_is(found, check->columns[0].text))
            return SR_TEXT_NONE;
        if (check->is_unique && check->column_count == 1)
            found = check->columns[0].text;
    }
    return found;
}

/* The circle is told before the other data set is opened: its own columns may wait for ours. */
static bool may_look_into(const sr_scope *scope, sr_rule_text text)
{
    size_t point;
    uint32_t other = find_dataset(scope, text, &point);
    if (other == SR_NO_INDEX)
        return false;
    if (sr_draft_need_dataset(scope->compiler->draft, find_own(scope), other))
        return true;
    sr_compiler_refuse(scope->compiler, scope->subject, "rules.cycle", text.where, "data sets that do not look into each other",
                       "the data set that is looked into is read first", "'%.*s', and '%.*s' looks into '%.*s'", SR_TEXT_ARG(text.text),
                       SR_TEXT_ARG(sr_text_slice(text.text, 0, point)), SR_TEXT_ARG(scope->dataset->name));
    return false;
}

/* Equal ones share a table. NULL: no memory. */
static const sr_lookup *add_lookup(sr_draft *draft, const sr_other_column *other, const sr_expr *key)
{
    const sr_compiler *compiler = draft->compiler;
    for (uint32_t i = 0; i < draft->lookup_count; i++) {
        const sr_lookup *known = draft->lookups[i];
        bool is_same = known->dataset_index == other->dataset && known->value->column_index == other->expr->column_index
            && known->key->op == SR_OP_COLUMN && key->op == SR_OP_COLUMN && known->key->column_index == key->column_index;
        if (is_same)
            return known;
    }
    if (draft->lookup_count == draft->lookup_capacity) {
        uint32_t capacity = draft->lookup_capacity == 0 ? 8 : draft->lookup_capacity * 2;
        const sr_lookup **larger = sr_arena_grow(compiler->arena, draft->lookups, draft->lookup_count, capacity, sizeof(*larger));
        if (larger == NULL) {
            sr_fail_memory(compiler->err);
            return NULL;
        }
        draft->lookups = larger;
        draft->lookup_capacity = capacity;
    }
    sr_lookup *made = sr_arena_alloc(compiler->arena, 1, sizeof(*made));
    if (made == NULL) {
        sr_fail_memory(compiler->err);
        return NULL;
    }
    *made = (sr_lookup){
        .index = draft->lookup_count,
        .dataset_index = other->dataset,
        .key = key,
        .value = other->expr,
        .is_person = sr_plan_is_person(other->scope->columns, other->expr),
        .domain = sr_plan_get_domain(other->scope->columns, other->expr),
        .list = sr_scope_find_list(other->scope, other->expr),
    };
    draft->lookups[draft->lookup_count++] = made;
    return made;
}

static sr_expr *resolve_lookup(const sr_scope *scope, const sr_syntax *call)
{
    const sr_compiler *compiler = scope->compiler;
    const sr_syntax *name = call->args[0];
    sr_rule_text text = {.text = name->kind == SR_SYNTAX_NAME ? name->text : sr_syntax_quote(name), .where = name->where};
    sr_other_column other, other_key;
    if (!may_look_into(scope, text) || !sr_reference_find_column(scope, text, &other))
        return NULL;
    sr_text set = compiler->draft->datasets[other.dataset].plan.name, key = find_key(compiler->draft->datasets[other.dataset].rules);
    if (key.size == 0)
        return sr_compiler_refuse(compiler, scope->subject, "rules.lookup", text.where, "a data set with a `key` of one column, or one `unique` column",
                                  "several rows for one key have several values", "'%.*s' has no such key", SR_TEXT_ARG(set));
    other_key = other;
    other_key.expr = resolve_other(scope, (sr_rule_text){.text = key, .where = text.where}, &other_key);
    sr_operand sides[2] = {{sr_resolve(scope, call->args[1]), call->args[1]}, {other_key.expr, other_key.name}};
    if (sides[0].expr == NULL || sides[1].expr == NULL || !sr_reference_agree(scope, sides, &other_key))
        return NULL;
    const sr_lookup *lookup = add_lookup(compiler->draft, &other, sides[1].expr);
    sr_expr *made = lookup == NULL ? NULL : sr_expr_make(scope, SR_OP_LOOKUP, other.expr->kind, other.expr->scale, call->where, &sides[0].expr, 1);
    if (made == NULL)
        return NULL;
    made->lookup = lookup;
    return add_reference(scope, call, made) ? made : NULL;
}

sr_expr *sr_reference_resolve(const sr_scope *scope, const sr_function *function, const sr_syntax *call)
{
    return function->op == SR_OP_LOOKUP ? resolve_lookup(scope, call) : resolve_parameter(scope, function, call);
}

/* --- the check --- */

/* Is there something for the row? A row that another data set has may lack the value, and is found all the same. */
static sr_expr *make_found(const sr_scope *scope, sr_expr *own)
{
    if (own->op != SR_OP_LOOKUP)
        return sr_expr_make(scope, SR_OP_IS_NOT_NULL, SR_KIND_BOOLEAN, 0, own->where, &own, 1);
    sr_expr *found = sr_expr_make(scope, SR_OP_IS_FOUND, SR_KIND_BOOLEAN, 0, own->where, NULL, 0);
    if (found == NULL)
        return NULL;
    found->args = own->args;
    found->arg_count = own->arg_count;
    found->lookup = own->lookup;
    return found;
}

bool sr_reference_make_check(const sr_scope *scope, const sr_reference *reference, sr_plan_check *check)
{
    const sr_compiler *compiler = scope->compiler;
    sr_expr *own = reference->expr;
    sr_expr *asked = sr_arena_alloc(compiler->arena, 1, sizeof(*asked));
    const sr_expr **values = sr_arena_alloc(compiler->arena, 1, sizeof(*values));
    if (asked == NULL || values == NULL)
        return sr_fail_memory(compiler->err);
    *asked = *own->args[0];
    values[0] = own->args[0];
    sr_expr *is_asked = sr_expr_make(scope, SR_OP_IS_NOT_NULL, SR_KIND_BOOLEAN, 0, own->where, &asked, 1);
    sr_expr *is_found = make_found(scope, own);
    bool is_lookup = own->op == SR_OP_LOOKUP;
    sr_text name = is_lookup ? compiler->draft->datasets[own->lookup->dataset_index].plan.name : own->parameter->name;
    sr_expr *unasked = sr_expr_make_missing(scope, SR_KIND_BOOLEAN, own->where);
    *check = (sr_plan_check){
        .id = reference->id,
        .kind = SR_CHECK_HOLDS,
        .code = is_lookup ? "check.lookup" : "check.parameter",
        .expected = is_lookup ? sr_compiler_print(compiler, "one row of data set '%.*s' with this key", SR_TEXT_ARG(name))
                              : sr_compiler_print(compiler, "a value of parameter '%.*s' on that day", SR_TEXT_ARG(name)),
        .hint = is_lookup ? "what is looked up is missing for these rows" : "add the value of those days to the parameter, with its basis",
        .expect = sr_expr_make(scope, SR_OP_CASE, SR_KIND_BOOLEAN, 0, own->where, (sr_expr *[]){is_asked, is_found, unasked}, 3),
        .value_count = 1,
        .values = values,
        .severity = SR_CAUTION,
        .where = own->where,
    };
    return check->expect != NULL || sr_fail_memory(compiler->err);
}
