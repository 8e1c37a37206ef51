/*
 * Indicators are visited depth first, so that each stands behind those its formula names; a visit that meets itself is a circle.
 */
#include "rules/draft_indicator.h"

#include <assert.h>

#include "rules/defaults.h"
#include "rules/formula.h"
#include "rules/resolver.h"

typedef struct visit_state {
    enum { NOT_VISITED, VISITING, VISITED } state;
    uint32_t index;             // in the plan; SR_NO_INDEX: there is a finding
} visit_state;

typedef struct indicators {
    sr_draft *draft;
    const sr_ruleset *rules;
    visit_state *visits;        // one an indicator of the rules
    uint32_t *path;             // those being visited
    uint32_t path_count;
} indicators;

static void visit(indicators *all, uint32_t number);

static const char *get_subject(const indicators *all, const sr_indicator *rule)
{
    return sr_compiler_print(all->draft->compiler, "%.*s", SR_TEXT_ARG(rule->id));
}

static bool parse(const indicators *all, sr_rule_text text, const sr_syntax **syntax)
{
    const sr_compiler *compiler = all->draft->compiler;
    return sr_expression_parse(text, compiler->arena, syntax, compiler->findings, compiler->err);
}

/* --- breakdowns --- */

/* The columns of an entry of `by`. */
static bool parse_breakdown(const indicators *all, const sr_breakdown *by, sr_named_syntax **items)
{
    const sr_compiler *compiler = all->draft->compiler;
    *items = sr_arena_alloc(compiler->arena, by->count, sizeof(**items));
    if (*items == NULL)
        return sr_fail_memory(compiler->err);
    bool done = true;
    for (size_t i = 0; i < by->count; i++) {
        const sr_named_syntax *found;
        size_t count;
        if (!sr_expression_parse_list(by->columns[i], compiler->arena, &found, &count, compiler->findings, compiler->err)) {
            done = false;
        } else if (count != 1) {
            sr_compiler_refuse(compiler, NULL, "rules.breakdown", by->columns[i].where, "one column", "cross columns with [a, b]",
                               "%zu columns", count);
            done = false;
        } else {
            (*items)[i] = found[0];
        }
    }
    return done;
}

static bool is_same_names(const sr_plan_grouping *a, const sr_plan_grouping *b)
{
    if (a->key_count != b->key_count)
        return false;
    for (uint32_t i = 0; i < a->key_count; i++)
        if (!sr_text_is(a->keys[i].name, b->keys[i].name))
            return false;
    return true;
}

static const sr_plan_grouping *find_grouping(const sr_draft_fold *fold, const sr_plan_grouping *wanted)
{
    for (uint32_t i = 0; i < fold->grouping_count; i++)
        if (is_same_names(&fold->groupings[i], wanted))
            return &fold->groupings[i];
    return NULL;
}

/* Keys that have the same meaning in both: kind and list agree. */
static bool check_keys(const indicators *all, const sr_indicator *rule, const sr_plan_grouping *a, const sr_plan_grouping *b,
                       const sr_named_syntax *items)
{
    for (uint32_t i = 0; i < a->key_count; i++) {
        if (a->keys[i].list == b->keys[i].list && a->keys[i].expr->kind == b->keys[i].expr->kind &&
            a->keys[i].expr->scale == b->keys[i].expr->scale)
            continue;
        sr_compiler_refuse(all->draft->compiler, get_subject(all, rule), "rules.breakdown", items[i].syntax->where,
                           "the same type and list in all parts of the formula", NULL, "'%.*s' differs between the parts",
                           SR_TEXT_ARG(a->keys[i].name));
        return false;
    }
    return true;
}

/* The grouping of a formula in one of its folds, added when it is not there yet. `wanted` has the names. */
static bool give_grouping(indicators *all, const sr_indicator *rule, uint32_t fold_index, const sr_named_syntax *items,
                          const sr_plan_grouping *wanted, sr_plan_grouping *grouping)
{
    sr_draft *draft = all->draft;
    const sr_plan_grouping *known = find_grouping(&draft->folds[fold_index], wanted);
    if (known != NULL) {
        *grouping = *known;
        return true;
    }
    sr_scope scope = draft->datasets[draft->folds[fold_index].fold.dataset_index].scope;
    scope.subject = get_subject(all, rule);
    if (!sr_draft_make_grouping(&scope, items, wanted->key_count, true, grouping))
        return false;
    sr_plan_key *keys = sr_arena_alloc(draft->compiler->arena, grouping->key_count, sizeof(*keys));
    if (keys == NULL)
        return sr_fail_memory(draft->compiler->err);
    for (uint32_t i = 0; i < grouping->key_count; i++) {
        keys[i] = grouping->keys[i];
        keys[i].name = wanted->keys[i].name;
    }
    grouping->keys = keys;
    return sr_draft_add_grouping(draft, fold_index, *grouping);
}

/* One breakdown of a formula: every fold it rests on gets it. */
static bool break_formula(indicators *all, const sr_indicator *rule, const bool *folds, const sr_named_syntax *items, size_t count,
                          sr_plan_grouping *grouping)
{
    sr_draft *draft = all->draft;
    sr_plan_key *names = sr_arena_alloc(draft->compiler->arena, count, sizeof(*names));
    if (names == NULL)
        return sr_fail_memory(draft->compiler->err);
    for (size_t i = 0; i < count; i++)
        names[i].name = items[i].name;
    sr_plan_grouping wanted = {.key_count = (uint32_t)count, .keys = names};
    bool is_first = true;
    for (uint32_t f = 0; f < draft->fold_count; f++) {
        sr_plan_grouping found;
        if (!folds[f])
            continue;
        if (!give_grouping(all, rule, f, items, &wanted, &found))
            return false;
        if (is_first)
            *grouping = found;
        else if (!check_keys(all, rule, grouping, &found, items))
            return false;
        is_first = false;
    }
    return true;
}

/* The total and every entry of `by`. With a scope they are of its data set, else of the formula's folds. */
static bool make_groupings(indicators *all, const sr_indicator *rule, const sr_scope *scope, const bool *folds,
                           const sr_plan_grouping **groupings)
{
    const sr_compiler *compiler = all->draft->compiler;
    sr_plan_grouping *made = sr_arena_alloc(compiler->arena, rule->by_count + 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(compiler->err);
    bool done = true;
    for (size_t i = 0; i < rule->by_count; i++) {
        sr_named_syntax *items;
        size_t count = rule->by[i].count;
        if (!parse_breakdown(all, &rule->by[i], &items) ||
            !(scope != NULL ? sr_draft_make_grouping(scope, items, count, true, &made[i + 1])
                            : break_formula(all, rule, folds, items, count, &made[i + 1]))) {
            done = false;
            continue;
        }
        for (size_t j = 1; j <= i; j++)
            if (made[j].keys != NULL && is_same_names(&made[j], &made[i + 1])) {
                sr_compiler_refuse(compiler, get_subject(all, rule), "rules.duplicate", rule->by[i].columns[0].where,
                                   "each breakdown once", NULL, "a second breakdown by '%.*s'", SR_TEXT_ARG(made[j].keys[0].name));
                done = false;
            }
    }
    *groupings = made;
    return done;
}

/* --- the indicator itself --- */

static bool check_interval(const indicators *all, const sr_indicator *rule, const sr_formula *formula)
{
    if (rule->interval < 0)
        return true;
    const char *needed = sr_interval_check(all->draft, formula, (sr_interval_method)rule->interval);
    if (needed == NULL)
        return true;
    static const char *const names[] = {"none", "wilson", "poisson", "t"};
    sr_compiler_refuse(all->draft->compiler, get_subject(all, rule), "rules.interval", rule->interval_where, needed,
                       "leave `interval` out to have it chosen from the value", "interval '%s' for '%.*s'", names[rule->interval],
                       SR_TEXT_ARG(rule->value.text));
    return false;
}

static uint32_t add_indicator(indicators *all, const sr_indicator *rule, const sr_formula *formula,
                              const sr_plan_grouping *groupings)
{
    sr_draft *draft = all->draft;
    const sr_formula *newest = formula->op == SR_FORMULA_VERSIONS ? formula->args[formula->arg_count - 1] : formula;
    const sr_plan_version *versions;
    if (!sr_draft_list_versions(draft, rule, &versions))
        return SR_NO_INDEX;
    if (!check_interval(all, rule, newest))
        return SR_NO_INDEX;
    sr_unit unit = rule->has_unit ? rule->unit : sr_default_unit(draft, newest);
    sr_plan_indicator *made = &draft->indicators[draft->indicator_count];
    *made = (sr_plan_indicator){
        .id = rule->id,
        .counts = rule->counts,
        .is_sensitive = rule->is_sensitive,
        .minimum_n = rule->minimum_n,
        .agreed_by = rule->agreed_by,
        .agreed_on = rule->agreed_on,
        .better = rule->better,
        .unit = unit,
        .digits = rule->digits >= 0 ? (uint8_t)rule->digits : sr_default_digits(draft, newest, unit),
        .interval = rule->interval >= 0 ? (sr_interval_method)rule->interval : sr_default_interval(draft, newest),
        .owner = rule->owner,
        .formula = formula,
        .fold_index = formula->op == SR_FORMULA_FOLD ? formula->index : SR_NO_INDEX,
        .grouping_count = (uint32_t)rule->by_count + 1,
        .groupings = groupings,
        .target_count = (uint32_t)rule->target_count,
        .targets = rule->targets,
        .version_count = (uint32_t)rule->version_count,
        .versions = versions,
        .value_text = rule->value.text,
        .where_text = rule->where_condition.text,
        .period_text = rule->period.text,
        .is_stock = rule->placing == SR_PLACED_AT_PERIOD_END,
        .where = rule->where,
    };
    for (int language = 0; language < SR_LANGUAGE_COUNT; language++) {
        made->names[language] = rule->names[language];
        made->descriptions[language] = rule->descriptions[language];
        made->counted[language] = rule->counted[language];
    }
    sr_draft_check_targets(draft, made);
    return draft->indicator_count++;
}

static bool make_period(const indicators *all, const sr_indicator *rule, const sr_scope *scope, sr_expr **period)
{
    const sr_compiler *compiler = all->draft->compiler;
    if (rule->period.text.size == 0)
        return false;   // the loader has told
    const sr_syntax *syntax;
    sr_expr *expr = parse(all, rule->period, &syntax) ? sr_resolve(scope, syntax) : NULL;
    if (expr == NULL)
        return false;
    if (expr->kind != SR_KIND_DATE) {
        sr_compiler_refuse(compiler, scope->subject, "rules.type", syntax->where, "a date for `period`", NULL, "'%.*s' is %s",
                           SR_TEXT_ARG(sr_syntax_quote(syntax)), sr_kind_describe(expr->kind));
        return false;
    }
    *period = expr;
    return true;
}

/* `where`, and the date columns in it. */
static bool make_where(const indicators *all, const sr_indicator *rule, sr_fold_frame *frame)
{
    const sr_compiler *compiler = all->draft->compiler;
    sr_scope scope = *frame->scope;
    if (rule->where_condition.text.size == 0)
        return true;
    scope.used = sr_arena_alloc(compiler->arena, scope.column_count, sizeof(*scope.used));
    const sr_expr **dates = sr_arena_alloc(compiler->arena, scope.column_count, sizeof(*dates));
    const sr_syntax *syntax;
    if (scope.used == NULL || dates == NULL)
        return sr_fail_memory(compiler->err);
    frame->where = parse(all, rule->where_condition, &syntax) ? sr_resolve_condition(&scope, syntax, "`where`") : NULL;
    if (frame->where == NULL)
        return false;
    for (uint32_t i = 0; i < scope.column_count; i++) {
        frame->scope->used[i] = frame->scope->used[i] || scope.used[i];
        if (!frame->is_stock || !scope.used[i] || scope.columns[i].kind != SR_KIND_DATE)
            continue;
        sr_expr *date = sr_expr_make(&scope, SR_OP_COLUMN, SR_KIND_DATE, 0, syntax->where, NULL, 0);
        if (date == NULL)
            return false;
        date->column_index = i;
        dates[frame->date_count++] = date;
    }
    frame->dates = dates;
    return true;
}

/* A stock without the word would be the same at every end, rows of later periods included. */
static bool check_stock(const indicators *all, const sr_indicator *rule, bool uses_period_end)
{
    if (rule->placing != SR_PLACED_AT_PERIOD_END || uses_period_end)
        return true;
    sr_rule_text about = rule->where_condition.text.size > 0 ? rule->where_condition : rule->value;
    sr_compiler_refuse(all->draft->compiler, get_subject(all, rule), "rules.period_end", about.where, "`period_end` in `where`",
                       "which rows there are at the end of a period: opened <= period_end and (closed is null or closed > period_end)",
                       "a stock that does not look at the end of the period");
    return false;
}

typedef struct measuring {
    const indicators *all;
    sr_fold_frame frame;        // of all versions
} measuring;

/* The value over the rows, with the filter and the date of a version. */
static sr_formula *make_measured(const sr_indicator *rule, void *self)
{
    bool uses_period_end = false;
    const measuring *own = self;
    const indicators *all = own->all;
    sr_fold_frame frame = own->frame;
    sr_scope scope = *frame.scope;
    const sr_syntax *value;
    scope.uses_period_end = frame.is_stock ? &uses_period_end : NULL;
    frame.scope = &scope;
    bool done = frame.is_stock || make_period(all, rule, &scope, &frame.period);
    done = make_where(all, rule, &frame) && done;
    if (!parse(all, rule->value, &value))
        return NULL;
    sr_formula *formula = sr_draft_make_value(&frame, value);
    return formula != NULL && check_stock(all, rule, uses_period_end) && done ? formula : NULL;
}

/* An indicator over the rows of a data set. */
static uint32_t measure(indicators *all, const sr_indicator *rule)
{
    uint32_t dataset = sr_draft_find_dataset(all->draft, rule->dataset.text);
    assert(dataset != SR_NO_INDEX);     // the loader says otherwise that the indicator is broken
    bool ignored = false;
    sr_scope scope = all->draft->datasets[dataset].scope;
    scope.subject = get_subject(all, rule);
    sr_fold_frame frame = {.draft = all->draft, .scope = &scope, .dataset_index = dataset,
                           .is_stock = rule->placing == SR_PLACED_AT_PERIOD_END, .grouping_count = (uint32_t)rule->by_count + 1};
    scope.uses_period_end = frame.is_stock ? &ignored : NULL;
    bool done = make_groupings(all, rule, &scope, NULL, &frame.groupings);
    measuring own = {all, frame};
    sr_formula *formula = sr_draft_make_versions(all->draft, rule, make_measured, &own);
    return done && formula != NULL ? add_indicator(all, rule, formula, frame.groupings) : SR_NO_INDEX;
}

static void refuse_cycle(indicators *all, uint32_t target, const sr_syntax *name)
{
    uint32_t start = 0;
    while (all->path[start] != target)
        start++;
    const char *circle = "";
    for (uint32_t i = start; i < all->path_count; i++)
        circle = sr_compiler_print(all->draft->compiler, "%s%.*s -> ", circle,
                                   SR_TEXT_ARG(all->rules->indicators[all->path[i]].id));
    sr_compiler_refuse(all->draft->compiler, get_subject(all, &all->rules->indicators[target]), "rules.cycle", name->where,
                       "indicators that do not need each other", NULL, "a circle: %s%.*s", circle,
                       SR_TEXT_ARG(all->rules->indicators[target].id));
}

static sr_text get_id(const void *items, uint32_t index)
{
    return ((const sr_indicator *)items)[index].id;
}

static uint32_t find_indicator(const indicators *all, sr_text name)
{
    bool is_ambiguous;
    return sr_name_find(all->rules->indicators, (uint32_t)all->rules->indicator_count, get_id, name, &is_ambiguous);
}

static sr_formula *refuse_leaf(const sr_formula_maker *maker, const indicators *all, const sr_syntax *syntax)
{
    if (syntax->kind == SR_SYNTAX_CALL) {
        bool is_aggregate = sr_aggregate_find(syntax->text) != NULL;
        sr_compiler_refuse(maker->compiler, maker->subject, "rules.formula", syntax->where, "indicators, ratio(), ytd(), full_year(), rolling(), previous() or last_year()",
                           is_aggregate ? "an indicator over rows needs `dataset`" : NULL, "'%.*s()'", SR_TEXT_ARG(syntax->text));
        return NULL;
    }
    if (all->rules->lacks_indicators)
        return NULL;
    sr_text *ids = sr_arena_alloc(maker->compiler->arena, all->rules->indicator_count, sizeof(*ids));
    if (ids == NULL) {
        sr_fail_memory(maker->compiler->err);
        return NULL;
    }
    for (size_t i = 0; i < all->rules->indicator_count; i++)
        ids[i] = all->rules->indicators[i].id;
    sr_compiler_refuse(maker->compiler, maker->subject, "rules.unknown_indicator", syntax->where, "the id of an indicator",
                       sr_compiler_hint(maker->compiler, syntax->text, ids, all->rules->indicator_count, NULL), "'%.*s'",
                       SR_TEXT_ARG(syntax->text));
    return NULL;
}

static sr_formula *make_reference(const sr_formula_maker *maker, const sr_syntax *syntax)
{
    indicators *all = maker->self;
    uint32_t number = syntax->kind == SR_SYNTAX_NAME ? find_indicator(all, syntax->text) : SR_NO_INDEX;
    if (number == SR_NO_INDEX)
        return refuse_leaf(maker, all, syntax);
    if (all->visits[number].state == VISITING) {
        refuse_cycle(all, number, syntax);
        return NULL;
    }
    visit(all, number);
    if (all->visits[number].index == SR_NO_INDEX)
        return NULL;
    sr_formula *formula = sr_formula_make_node(maker->compiler, SR_FORMULA_INDICATOR, syntax->where, NULL, 0);
    if (formula != NULL)
        formula->index = all->visits[number].index;
    return formula;
}

static bool is_fold(const sr_formula_maker *maker, const sr_formula *formula)
{
    const indicators *all = maker->self;
    return formula->op == SR_FORMULA_INDICATOR && all->draft->indicators[formula->index].fold_index != SR_NO_INDEX;
}

static bool is_stock(const sr_formula_maker *maker, const sr_formula *formula)
{
    return sr_draft_has_stock(((const indicators *)maker->self)->draft, formula);
}

static sr_formula *make_combined(const sr_indicator *rule, void *self)
{
    const sr_formula_maker *maker = self;
    const sr_syntax *value;
    return parse(maker->self, rule->value, &value) ? sr_formula_make(maker, value) : NULL;
}

/* An indicator over other indicators. */
static uint32_t combine(indicators *all, const sr_indicator *rule)
{
    sr_draft *draft = all->draft;
    sr_formula_maker maker = {.compiler = draft->compiler, .subject = get_subject(all, rule), .has_period = true, .self = all,
                              .make_leaf = make_reference, .is_fold = is_fold, .is_stock = is_stock};
    sr_formula *formula = sr_draft_make_versions(draft, rule, make_combined, &maker);
    bool *folds = sr_arena_alloc(draft->compiler->arena, draft->fold_count, sizeof(*folds));
    bool *seen = sr_arena_alloc(draft->compiler->arena, draft->indicator_count, sizeof(*seen));
    if (folds == NULL || seen == NULL) {
        sr_fail_memory(draft->compiler->err);
        return SR_NO_INDEX;
    }
    if (formula == NULL)
        return SR_NO_INDEX;
    sr_draft_mark_folds(draft, formula, folds, seen);
    bool has_fold = false;
    for (uint32_t i = 0; i < draft->fold_count; i++)
        has_fold = has_fold || folds[i];
    if (!has_fold) {
        sr_compiler_refuse(draft->compiler, maker.subject, "rules.formula", rule->value.where, "an indicator in the formula", NULL,
                           "'%.*s' is a constant", SR_TEXT_ARG(sr_text_trim(rule->value.text)));
        return SR_NO_INDEX;
    }
    const sr_plan_grouping *groupings;
    return make_groupings(all, rule, NULL, folds, &groupings) ? add_indicator(all, rule, formula, groupings) : SR_NO_INDEX;
}

/* What can be said of expressions that may be over anything. */
static void look_at_syntax(const indicators *all, const sr_indicator *rule)
{
    const sr_rule_text texts[] = {rule->value, rule->where_condition, rule->period};
    const sr_syntax *syntax;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (texts[i].text.size > 0 && !parse(all, texts[i], &syntax) && all->draft->compiler->err->code != SR_OK)
            return;
}

static void visit(indicators *all, uint32_t number)
{
    visit_state *own = &all->visits[number];
    if (own->state != NOT_VISITED || all->draft->compiler->err->code != SR_OK)
        return;
    const sr_indicator *rule = &all->rules->indicators[number];
    own->state = VISITING;
    own->index = SR_NO_INDEX;
    all->path[all->path_count++] = number;
    if (rule->is_broken)
        look_at_syntax(all, rule);
    else
        own->index = rule->dataset.text.size > 0 ? measure(all, rule) : combine(all, rule);
    all->path_count--;
    own->state = VISITED;
}

bool sr_draft_set_indicators(sr_draft *draft, const sr_ruleset *rules)
{
    const sr_compiler *compiler = draft->compiler;
    indicators all = {.draft = draft, .rules = rules};
    all.visits = sr_arena_alloc(compiler->arena, rules->indicator_count, sizeof(*all.visits));
    all.path = sr_arena_alloc(compiler->arena, rules->indicator_count, sizeof(*all.path));
    if (all.visits == NULL || all.path == NULL)
        return sr_fail_memory(compiler->err);
    for (uint32_t i = 0; i < rules->indicator_count; i++)
        visit(&all, i);
    return compiler->err->code == SR_OK;
}
