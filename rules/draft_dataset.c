/*
 * Columns of a data set: those of the file in the order of the rules, then the derived ones in the order they need.
 */
#include "rules/draft.h"
#include "rules/functions.h"
#include "rules/resolver.h"

typedef struct derive {
    const sr_derive_rule *rule;
    const sr_syntax *syntax;    // NULL: told
    enum { NOT_VISITED, VISITING, VISITED } state;
    bool is_broken;
} derive;

typedef struct ordering {
    const sr_compiler *compiler;
    sr_scope names;             // all names, derived ones in the order of the rules
    uint32_t first;             // index of the first derived one in it
    derive *derives;
    uint32_t *order;            // indexes of derives, sources first
    uint32_t order_count;
    uint32_t *path;             // those being visited, for telling a cycle
    uint32_t path_count;
} ordering;

static sr_kind get_kind(sr_column_type type)
{
    switch (type) {
    case SR_TYPE_INTEGER:
        return SR_KIND_INTEGER;
    case SR_TYPE_DECIMAL:
        return SR_KIND_DECIMAL;
    case SR_TYPE_REAL:
        return SR_KIND_REAL;
    case SR_TYPE_DATE:
        return SR_KIND_DATE;
    case SR_TYPE_BOOLEAN:
        return SR_KIND_BOOLEAN;
    default:
        return SR_KIND_TEXT;
    }
}

static sr_plan_column make_column(const sr_column_rule *rule)
{
    bool is_code = rule->type == SR_TYPE_CODE || rule->type == SR_TYPE_CODES;
    return (sr_plan_column){.name = rule->name,
                            .kind = get_kind(rule->type),
                            .scale = rule->type == SR_TYPE_DECIMAL ? rule->scale : 0,
                            .is_person = rule->type == SR_TYPE_PERSON,
                            .domain = rule->domain,
                            .list = is_code ? rule->list : NULL};
}

static const char *copy_subject(const sr_compiler *compiler, sr_text dataset, sr_text name)
{
    return sr_compiler_print(compiler, "%.*s.%.*s", SR_TEXT_ARG(dataset), SR_TEXT_ARG(name));
}

/* "a -> b -> a" from the place in the path where it closes. */
static void refuse_cycle(ordering *o, uint32_t target, const sr_syntax *name)
{
    uint32_t start = 0;
    while (o->path[start] != target)
        start++;
    const char *circle = "";
    for (uint32_t i = start; i < o->path_count; i++) {
        derive *member = &o->derives[o->path[i]];
        member->is_broken = true;
        circle = sr_compiler_print(o->compiler, "%s%.*s -> ", circle, SR_TEXT_ARG(member->rule->name));
    }
    sr_compiler_refuse(o->compiler, copy_subject(o->compiler, o->names.dataset->name, o->derives[target].rule->name), "rules.cycle",
                       name->where, "columns that do not need each other", NULL, "a circle: %s%.*s", circle,
                       SR_TEXT_ARG(o->derives[target].rule->name));
}

static void visit(ordering *o, uint32_t index);

/* Visits every derived column that is named in an expression. */
static void visit_names(ordering *o, const sr_syntax *syntax)
{
    for (uint32_t i = 0; i < syntax->arg_count; i++)
        if (sr_function_is_of_row(syntax, i))
            visit_names(o, syntax->args[i]);
    if (syntax->filter != NULL)
        visit_names(o, syntax->filter);
    if (syntax->kind != SR_SYNTAX_NAME)
        return;
    bool is_ambiguous;
    uint32_t column = sr_scope_find(&o->names, syntax->text, &is_ambiguous);
    if (column == SR_NO_INDEX || column < o->first)
        return;
    if (o->derives[column - o->first].state == VISITING)
        refuse_cycle(o, column - o->first, syntax);
    else
        visit(o, column - o->first);
}

static void visit(ordering *o, uint32_t index)
{
    derive *own = &o->derives[index];
    if (own->state != NOT_VISITED)
        return;
    own->state = VISITING;
    o->path[o->path_count++] = index;
    if (own->syntax != NULL)
        visit_names(o, own->syntax);
    o->path_count--;
    own->state = VISITED;
    o->order[o->order_count++] = index;
}

/* Parses the derived columns and puts them in order. */
static bool order_derives(const sr_compiler *compiler, const sr_dataset *dataset, sr_plan_column *columns, ordering *o)
{
    uint32_t count = (uint32_t)dataset->derive_count;
    *o = (ordering){.compiler = compiler, .first = (uint32_t)dataset->column_count};
    o->derives = sr_arena_alloc(compiler->arena, count, sizeof(*o->derives));
    o->order = sr_arena_alloc(compiler->arena, count, sizeof(*o->order));
    o->path = sr_arena_alloc(compiler->arena, count, sizeof(*o->path));
    if (o->derives == NULL || o->order == NULL || o->path == NULL)
        return sr_fail_memory(compiler->err);
    o->names = (sr_scope){.compiler = compiler, .dataset = dataset, .columns = columns, .column_count = o->first};
    for (uint32_t i = 0; i < count; i++) {
        const sr_derive_rule *rule = &dataset->derives[i];
        derive *own = &o->derives[i];
        own->rule = rule;
        for (uint32_t j = 0; j < o->first + i; j++)
            if (sr_text_is(columns[j].name, rule->name)) {
                sr_compiler_refuse(compiler, copy_subject(compiler, dataset->name, rule->name), "rules.duplicate",
                                   rule->expression.where, "a name of its own", NULL, "a second column '%.*s'",
                                   SR_TEXT_ARG(rule->name));
                own->is_broken = true;
            }
        columns[o->first + i].name = rule->name;
        if (rule->expression.text.size == 0
            || !sr_expression_parse(rule->expression, compiler->arena, &own->syntax, compiler->findings, compiler->err))
            own->is_broken = true;
        if (compiler->err->code != SR_OK)
            return false;
    }
    o->names.column_count = o->first + count;
    for (uint32_t i = 0; i < count; i++)
        visit(o, i);
    return compiler->err->code == SR_OK;
}

/* One derived column at its final place; `broken` when there is a finding. */
static bool set_derive(sr_draft_dataset *dataset, uint32_t index, const derive *own, bool *broken)
{
    const sr_compiler *compiler = dataset->scope.compiler;
    sr_plan_column *column = &dataset->columns[index];
    *column = (sr_plan_column){.name = own->rule->name, .kind = SR_KIND_TEXT};
    broken[index] = true;
    bool *sources = sr_arena_alloc(compiler->arena, dataset->scope.column_count, sizeof(*sources));
    if (sources == NULL)
        return sr_fail_memory(compiler->err);
    dataset->sources[index] = sources;
    if (own->is_broken || own->syntax == NULL)
        return true;
    sr_scope scope = dataset->scope;
    scope.used = sources;
    scope.subject = copy_subject(compiler, scope.dataset->name, own->rule->name);
    uint32_t first = dataset->references.count;
    const sr_expr *expr = sr_resolve(&scope, own->syntax);
    for (uint32_t i = first; i < dataset->references.count; i++)
        dataset->references.items[i].column = index;
    if (expr == NULL)
        return compiler->err->code == SR_OK;
    broken[index] = false;
    column->kind = expr->kind;
    column->scale = expr->scale;
    column->list = sr_scope_find_list(&scope, expr);
    column->is_person = sr_plan_is_person(scope.columns, expr);
    column->domain = column->is_person ? sr_plan_get_domain(scope.columns, expr) : SR_TEXT_NONE;
    column->derive = expr;
    return true;
}

bool sr_draft_open_dataset(sr_draft *draft, uint32_t index)
{
    const sr_compiler *compiler = draft->compiler;
    sr_draft_dataset *dataset = &draft->datasets[index];
    const sr_dataset *rules = dataset->rules;
    if (dataset->state != SR_DRAFT_WAITING)
        return true;
    dataset->state = SR_DRAFT_OPENING;
    uint32_t file_count = (uint32_t)rules->column_count, count = file_count + (uint32_t)rules->derive_count;
    dataset->columns = sr_arena_alloc(compiler->arena, count, sizeof(*dataset->columns));
    dataset->sources = sr_arena_alloc(compiler->arena, count, sizeof(*dataset->sources));
    bool *broken = sr_arena_alloc(compiler->arena, count, sizeof(*broken));
    bool *used = sr_arena_alloc(compiler->arena, count, sizeof(*used));
    sr_plan_column *names = sr_arena_alloc(compiler->arena, count, sizeof(*names));
    if (dataset->columns == NULL || dataset->sources == NULL || broken == NULL || used == NULL || names == NULL)
        return sr_fail_memory(compiler->err);
    for (uint32_t i = 0; i < file_count; i++) {
        dataset->columns[i] = names[i] = make_column(&rules->columns[i]);
        broken[i] = rules->columns[i].is_broken;
    }
    ordering o;
    if (!order_derives(compiler, rules, names, &o))
        return false;
    for (uint32_t i = file_count; i < count; i++)
        dataset->columns[i].name = o.derives[o.order[i - file_count]].rule->name;
    dataset->scope = (sr_scope){.compiler = compiler,
                                .dataset = rules,
                                .columns = dataset->columns,
                                .column_count = count,
                                .broken = broken,
                                .used = used,
                                .references = &dataset->references};
    for (uint32_t i = file_count; i < count; i++)
        if (!set_derive(dataset, i, &o.derives[o.order[i - file_count]], broken))
            return false;
    dataset->plan = (sr_plan_dataset){.name = rules->name, .column_count = count, .columns = dataset->columns,
                                      .rules_index = (uint32_t)(rules - draft->rules)};
    dataset->state = SR_DRAFT_OPEN;
    return true;
}
