#include "rules/draft.h"

#include "rules/resolver.h"

bool sr_draft_init(sr_draft *draft, const sr_compiler *compiler, const sr_dataset *rules, uint32_t rule_count, uint32_t indicator_count)
{
    *draft = (sr_draft){.compiler = compiler, .rules = rules, .rule_count = rule_count};
    draft->datasets = sr_arena_alloc(compiler->arena, rule_count, sizeof(*draft->datasets));
    draft->indicators = sr_arena_alloc(compiler->arena, indicator_count, sizeof(*draft->indicators));
    if (draft->datasets == NULL || draft->indicators == NULL)
        return sr_fail_memory(compiler->err);
    for (uint32_t i = 0; i < rule_count; i++) {
        draft->datasets[i].needs = sr_arena_alloc(compiler->arena, rule_count, sizeof(bool));
        if (draft->datasets[i].needs == NULL)
            return sr_fail_memory(compiler->err);
    }
    return true;
}

uint32_t sr_draft_add_dataset(sr_draft *draft, const sr_dataset *rules)
{
    sr_draft_dataset *added = &draft->datasets[draft->dataset_count];
    added->rules = rules;
    added->plan.name = rules->name;
    return draft->dataset_count++;
}

uint32_t sr_draft_find_dataset(sr_draft *draft, sr_text name)
{
    for (uint32_t i = 0; i < draft->dataset_count; i++)
        if (sr_text_is(draft->datasets[i].plan.name, name))
            return i;
    for (uint32_t i = 0; i < draft->rule_count; i++)
        if (sr_text_is(draft->rules[i].name, name))
            return sr_draft_add_dataset(draft, &draft->rules[i]);
    return SR_NO_INDEX;
}

static bool reaches(const sr_draft *draft, uint32_t from, uint32_t to)
{
    if (from == to)
        return true;
    for (uint32_t i = 0; i < draft->dataset_count; i++)     // there is no circle yet, so this ends
        if (draft->datasets[from].needs[i] && reaches(draft, i, to))
            return true;
    return false;
}

bool sr_draft_need_dataset(sr_draft *draft, uint32_t from, uint32_t to)
{
    if (reaches(draft, to, from))
        return false;
    draft->datasets[from].needs[to] = true;
    return true;
}

static bool make_key(const sr_scope *scope, const sr_named_syntax *item, bool is_figure, sr_plan_key *key)
{
    sr_expr *expr = sr_resolve(scope, item->syntax);
    if (expr == NULL)
        return false;
    bool is_column = expr->op == SR_OP_COLUMN;
    *key = (sr_plan_key){.name = item->name, .expr = expr, .list = sr_scope_find_list(scope, expr)};
    const sr_column_rule *rule = sr_scope_find_rule(scope, expr);
    for (int i = 0; rule != NULL && i < SR_LANGUAGE_COUNT; i++)
        key->titles[i] = rule->titles[i];
    if (!is_figure)
        return true;
    if (is_column && sr_text_is(item->name, item->syntax->text))
        key->name = scope->columns[expr->column_index].name;
    const char *reason = NULL, *hint = NULL;
    if (sr_plan_is_person(scope->columns, expr)) {
        reason = "tells persons apart";
        hint = "count them with count(distinct ...)";
    } else if (sr_scope_is_codes(scope, expr)) {
        reason = "has several answers in a cell";
        hint = "derive a column with contains(column, 'code') for each answer you need";
    }
    if (reason == NULL)
        return true;
    sr_compiler_refuse(scope->compiler, scope->subject, "rules.breakdown", item->syntax->where,
                       "a column that puts rows into groups", hint, "'%.*s' %s", SR_TEXT_ARG(item->syntax->text), reason);
    return false;
}

bool sr_draft_make_grouping(const sr_scope *scope, const sr_named_syntax *items, size_t count, bool is_figure,
                            sr_plan_grouping *grouping)
{
    if (count > SR_KEYS_MAX) {
        sr_compiler_refuse(scope->compiler, scope->subject, "rules.breakdown", items[SR_KEYS_MAX].syntax->where,
                           sr_compiler_print(scope->compiler, "at most %d", SR_KEYS_MAX), NULL, "%zu columns in one breakdown",
                           count);
        return false;
    }
    sr_plan_key *keys = sr_arena_alloc(scope->compiler->arena, count, sizeof(*keys));
    if (keys == NULL)
        return sr_fail_memory(scope->compiler->err);
    bool done = true;
    for (size_t i = 0; i < count; i++)
        done = make_key(scope, &items[i], is_figure, &keys[i]) && done;
    if (done)
        *grouping = (sr_plan_grouping){.key_count = (uint32_t)count, .keys = keys};
    return done;
}

bool sr_draft_add_grouping(sr_draft *draft, uint32_t fold_index, sr_plan_grouping grouping)
{
    sr_draft_fold *fold = &draft->folds[fold_index];
    if (fold->grouping_count == fold->grouping_capacity) {
        uint32_t capacity = fold->grouping_capacity == 0 ? 4 : fold->grouping_capacity * 2;
        sr_plan_grouping *larger =
            sr_arena_grow(draft->compiler->arena, fold->groupings, fold->grouping_count, capacity, sizeof(*larger));
        if (larger == NULL)
            return sr_fail_memory(draft->compiler->err);
        fold->groupings = larger;
        fold->grouping_capacity = capacity;
    }
    fold->groupings[fold->grouping_count++] = grouping;
    return true;
}

/* Derived columns need the columns they are made of; the later ones are looked at first, so one pass is enough. */
static void mark_needed(sr_draft_dataset *dataset)
{
    bool *used = dataset->scope.used;
    for (uint32_t i = dataset->scope.column_count; i-- > 0;) {
        dataset->columns[i].is_needed = used[i];
        const bool *sources = dataset->sources[i];
        for (uint32_t j = 0; used[i] && sources != NULL && j < i; j++)
            used[j] = used[j] || sources[j];
    }
}

/* Each behind those that it looks into; else as they stand. */
static void order_dataset(const sr_draft *draft, uint32_t index, bool *is_placed, uint32_t *order, uint32_t *count)
{
    if (is_placed[index])
        return;
    is_placed[index] = true;
    for (uint32_t i = 0; i < draft->dataset_count; i++)
        if (draft->datasets[index].needs[i])
            order_dataset(draft, i, is_placed, order, count);
    order[(*count)++] = index;
}

static bool order_datasets(const sr_draft *draft, const uint32_t **order)
{
    bool *is_placed = sr_arena_alloc(draft->compiler->arena, draft->dataset_count, sizeof(*is_placed));
    uint32_t *made = sr_arena_alloc(draft->compiler->arena, draft->dataset_count, sizeof(*made)), count = 0;
    if (is_placed == NULL || made == NULL)
        return sr_fail_memory(draft->compiler->err);
    for (uint32_t i = 0; i < draft->dataset_count; i++)
        order_dataset(draft, i, is_placed, made, &count);
    *order = made;
    return true;
}

bool sr_draft_finish(sr_draft *draft, const sr_plan **plan)
{
    sr_arena *arena = draft->compiler->arena;
    sr_plan *made = sr_arena_alloc(arena, 1, sizeof(*made));
    sr_plan_dataset *datasets = sr_arena_alloc(arena, draft->dataset_count, sizeof(*datasets));
    sr_plan_fold *folds = sr_arena_alloc(arena, draft->fold_count, sizeof(*folds));
    const uint32_t *order = NULL;
    if (made == NULL || datasets == NULL || folds == NULL || !order_datasets(draft, &order))
        return sr_fail_memory(draft->compiler->err);
    for (uint32_t i = 0; i < draft->dataset_count; i++) {
        mark_needed(&draft->datasets[i]);
        if (!sr_draft_add_reference_checks(draft, &draft->datasets[i]))
            return false;
        datasets[i] = draft->datasets[i].plan;
    }
    for (uint32_t i = 0; i < draft->fold_count; i++) {
        folds[i] = draft->folds[i].fold;
        folds[i].groupings = draft->folds[i].groupings;
        folds[i].grouping_count = draft->folds[i].grouping_count;
    }
    *made = (sr_plan){.as_of = draft->compiler->as_of,
                      .dataset_count = draft->dataset_count,
                      .datasets = datasets,
                      .fold_count = draft->fold_count,
                      .folds = folds,
                      .indicator_count = draft->indicator_count,
                      .indicators = draft->indicators,
                      .parameter_count = (uint32_t)draft->compiler->parameter_count,
                      .parameters = draft->compiler->parameters,
                      .lookup_count = draft->lookup_count,
                      .lookups = draft->lookups,
                      .order = order};
    *plan = made;
    return true;
}
