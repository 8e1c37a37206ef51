/*
 * One pass over each data set: every batch is loaded once, checked, and folded by all folds of the data set in all their groupings.
 */
#include <inttypes.h>

#include "engine/checker.h"
#include "engine/cube_parts.h"
#include "engine/fold_rows.h"

/* A fold at work. */
typedef struct fold_work {
    sr_fold_rows rows;
    sr_cube_fold *target;
} fold_work;

/* A data set at work: what its checks need are the first roots of the frame, its folds follow, then key and value of each lookup into it. */
typedef struct dataset_work {
    const sr_plan_dataset *dataset;
    const sr_source *source;
    sr_dict *dict;
    sr_arena *arena;
    sr_findings *findings;
    sr_frame frame;
    sr_checker *checker;
    uint32_t fold_count;
    fold_work *folds;
    uint32_t lookup_root;       // the first of their roots
    sr_lookup_tables *lookups;
    sr_key *keys;               // of one grouping of a batch
    void **states;              // one a row of a batch
} dataset_work;

/* --- before the first row --- */

static bool init_fold(dataset_work *work, sr_cube *cube, uint32_t fold_index, uint32_t root_first, fold_work *fold, sr_error *err)
{
    const sr_plan_fold *rule = &cube->plan->folds[fold_index];
    sr_cube_fold *target = &cube->folds[fold_index];
    *target = (sr_cube_fold){.plan = rule, .moments = &cube->moments[fold_index], .first = SR_DAY_MAX, .last = SR_DAY_MIN};
    target->tables = sr_arena_alloc(work->arena, rule->grouping_count, sizeof(target->tables[0]));
    if (target->tables == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < rule->grouping_count; i++) {
        target->tables[i].key_count = rule->groupings[i].key_count;
        target->tables[i].state_size = rule->aggregate->get_state_size(&rule->call);
    }
    fold->target = target;
    return sr_fold_rows_init(&fold->rows, rule, root_first, work->arena, err);
}

static bool init_frame(dataset_work *work, const sr_plan *plan, sr_cube *cube, uint32_t dataset_index, sr_error *err)
{
    uint32_t root_count = sr_checker_count_roots(work->checker);
    for (uint32_t f = 0; f < plan->fold_count; f++) {
        if (plan->folds[f].dataset_index != dataset_index)
            continue;
        root_count += sr_fold_count_roots(&plan->folds[f]);
        work->fold_count++;
    }
    for (uint32_t i = 0; i < plan->lookup_count; i++)
        root_count += plan->lookups[i]->dataset_index == dataset_index ? 2 : 0;
    const sr_expr **roots = sr_arena_alloc(work->arena, root_count, sizeof(roots[0]));
    work->folds = sr_arena_alloc(work->arena, work->fold_count, sizeof(work->folds[0]));
    work->keys = sr_arena_alloc(work->arena, SR_BATCH_ROWS_MAX * SR_KEYS_MAX, sizeof(work->keys[0]));
    work->states = sr_arena_alloc(work->arena, SR_BATCH_ROWS_MAX, sizeof(work->states[0]));
    if (roots == NULL || work->folds == NULL || work->keys == NULL || work->states == NULL)
        return sr_fail_memory(err);

    uint32_t root = sr_checker_count_roots(work->checker), count = 0;
    sr_checker_list_roots(work->checker, roots);
    for (uint32_t f = 0; f < plan->fold_count; f++) {
        if (plan->folds[f].dataset_index != dataset_index)
            continue;
        if (!init_fold(work, cube, f, root, &work->folds[count++], err))
            return false;
        sr_fold_list_roots(&plan->folds[f], roots + root);
        root += sr_fold_count_roots(&plan->folds[f]);
    }
    work->lookup_root = root;
    for (uint32_t i = 0; i < plan->lookup_count; i++) {
        if (plan->lookups[i]->dataset_index != dataset_index)
            continue;
        roots[root++] = plan->lookups[i]->key;
        roots[root++] = plan->lookups[i]->value;
    }
    if (!sr_frame_init(&work->frame, work->dataset, roots, root_count, work->dict, work->arena, err))
        return false;
    sr_frame_set_lookups(&work->frame, work->lookups);
    return true;
}

/* --- a batch --- */

static bool fold_grouping(dataset_work *work, fold_work *fold, uint32_t grouping_index, const sr_column *const *args, sr_error *err)
{
    const sr_plan_fold *rule = fold->rows.fold;
    sr_cell_table *table = &fold->target->tables[grouping_index];
    if (!sr_fold_rows_get_keys(&fold->rows, &work->frame, grouping_index, work->keys, err))
        return false;
    for (uint32_t i = 0; i < fold->rows.count; i++)
        if (!sr_cell_table_add(table, fold->rows.periods[i], work->keys + (size_t)i * table->key_count, work->arena,
                               &work->states[i], err))
            return false;
    sr_aggregate_rows rows = {fold->rows.count, fold->rows.index, work->states, work->dict};
    return rule->aggregate->add(&rule->call, &rows, args, work->arena, err);
}

static bool fold_rows(dataset_work *work, fold_work *fold, sr_day moment, sr_error *err)
{
    const sr_plan_fold *rule = fold->rows.fold;
    const sr_column *args[SR_AGGREGATE_ARGS_MAX] = {NULL};
    if (!sr_fold_rows_load(&fold->rows, &work->frame, moment, err))
        return false;
    fold->target->rows += fold->rows.count;
    fold->target->undated += fold->rows.undated_count;
    for (uint32_t i = 0; i < rule->call.arg_count; i++)
        if (!sr_fold_rows_get_arg(&fold->rows, &work->frame, i, &args[i], err))
            return false;
    for (uint32_t g = 0; g < rule->grouping_count; g++)
        if (!fold_grouping(work, fold, g, args, err))
            return false;
    return true;
}

/* A flow is folded once, a stock once for every moment. */
static bool fold_batch(dataset_work *work, fold_work *fold, sr_error *err)
{
    sr_cube_fold *target = fold->target;
    if (!sr_fold_rows_widen(&fold->rows, &work->frame, &target->first, &target->last, err))
        return false;
    if (!fold->rows.fold->is_stock)
        return fold_rows(work, fold, SR_DAY_MIN, err);
    for (uint32_t i = 0; i < target->moments->count; i++) {
        sr_frame_set_moment(&work->frame, target->moments->days[i]);
        if (!fold_rows(work, fold, target->moments->days[i], err))
            return false;
    }
    return true;
}

/* What others look up in this data set. */
static bool fill_lookups(dataset_work *work, const sr_plan *plan, uint32_t dataset_index, sr_error *err)
{
    uint32_t root = work->lookup_root;
    for (uint32_t i = 0; i < plan->lookup_count; i++) {
        const sr_column *key, *value;
        if (plan->lookups[i]->dataset_index != dataset_index)
            continue;
        if (!sr_frame_eval(&work->frame, root, &key, err) || !sr_frame_eval(&work->frame, root + 1, &value, err))
            return false;
        for (uint32_t row = 0; row < work->frame.batch.row_count; row++) {
            sr_key own = sr_key_get(key, row);
            if (own != SR_KEY_MISSING && !sr_lookup_tables_add(work->lookups, i, own, sr_key_get(value, row), err))
                return false;
        }
        root += 2;
    }
    return true;
}

/* An aggregate does not know its place in the rules; it is put in front of what it says. */
static bool fold_batch_at(dataset_work *work, fold_work *fold, sr_error *err)
{
    const sr_plan_fold *rule = fold->rows.fold;
    sr_error inner;
    sr_error_init(&inner);
    if (fold_batch(work, fold, &inner))
        return true;
    sr_where where = inner.where;
    if (where.path == NULL && rule->call.arg_count > 0)
        where = rule->args[0]->where;
    return sr_fail_at(err, inner.code, where, "data set '%.*s': %s", SR_TEXT_ARG(work->dataset->name), inner.message);
}

/* --- after the last row --- */

static bool add_outside_finding(dataset_work *work, const fold_work *fold, sr_error *err)
{
    const sr_plan_fold *rule = fold->rows.fold;
    uint64_t outside = 0;
    for (uint32_t i = 0; rule->grouping_count > 0 && i < fold->target->tables[0].count; i++)
        outside += rule->aggregate->count_outside(fold->target->tables[0].states[i]);
    if (outside == 0)
        return true;
    sr_text name;
    if (!sr_text_copy(work->dataset->name, work->arena, &name))
        return sr_fail_memory(err);
    return sr_findings_addf(work->findings, SR_CAUTION, "value.scale", rule->args[0]->where, name.data,
                            "answers on the scale of the measure", "the answers outside it are not counted", err,
                            "%" PRIu64 " answers outside the scale of %s", outside, rule->aggregate->name);
}

static bool finish(dataset_work *work, sr_error *err)
{
    for (uint32_t f = 0; f < work->fold_count; f++) {
        const fold_work *fold = &work->folds[f];
        if (fold->rows.fold->aggregate->count_outside != NULL && !add_outside_finding(work, fold, err))
            return false;
        for (uint32_t g = 0; g < fold->rows.fold->grouping_count; g++)
            if (!sr_cell_table_seal(&fold->target->tables[g], work->arena, err))
                return false;
    }
    return true;
}

static bool measure_dataset(dataset_work *work, const sr_plan *plan, sr_cube *cube, uint32_t dataset_index, sr_error *err)
{
    if (!init_frame(work, plan, cube, dataset_index, err))
        return false;
    const sr_batch *batch;
    for (;;) {
        if (!work->source->next(work->source->self, &batch, err))
            return false;
        if (batch == NULL)
            return finish(work, err);
        if (!sr_frame_load(&work->frame, batch, err)
            || !sr_checker_add(work->checker, &work->frame, work->source->get_intake(work->source->self), err)
            || !fill_lookups(work, plan, dataset_index, err))
            return sr_fail_within(err, "data set '%.*s'", SR_TEXT_ARG(work->dataset->name));
        for (uint32_t f = 0; f < work->fold_count; f++)
            if (!fold_batch_at(work, &work->folds[f], err))
                return false;
    }
}

bool sr_measure(const sr_plan *plan, const sr_moments *moments, sr_sources *sources, sr_arena *arena, sr_cube **cube, sr_findings *findings,
                sr_error *err)
{
    uint32_t check_count = 0;
    for (uint32_t d = 0; d < plan->dataset_count; d++)
        check_count += plan->datasets[d].check_count;
    sr_cube *made = sr_arena_alloc(arena, 1, sizeof(*made));
    sr_cube_fold *folds = sr_arena_alloc(arena, plan->fold_count, sizeof(folds[0]));
    sr_check_result *checks = sr_arena_alloc(arena, check_count, sizeof(checks[0]));
    sr_checker *checkers;
    if (made == NULL || folds == NULL || checks == NULL)
        return sr_fail_memory(err);
    if (moments == NULL && !sr_moments_list_now(plan, arena, &moments, err))
        return false;
    if (!sr_checkers_new(plan, checks, sources->dict, arena, findings, &checkers, err))
        return false;
    *made = (sr_cube){.plan = plan, .dict = sources->dict, .moments = moments, .folds = folds, .check_count = check_count, .checks = checks};

    if (!sr_lookup_tables_new(plan->lookup_count, arena, &made->lookups, err))
        return false;

    for (uint32_t i = 0; i < plan->dataset_count; i++) {
        uint32_t d = plan->order != NULL ? plan->order[i] : i;
        const sr_plan_dataset *dataset = &plan->datasets[d];
        dataset_work work = {
            .dataset = dataset,
            .source = &sources->items[d],
            .dict = sources->dict,
            .arena = arena,
            .findings = findings,
            .lookups = made->lookups,
            .checker = sr_checkers_get(checkers, d),
        };
        if (!measure_dataset(&work, plan, made, d, err))
            return false;
    }
    if (!sr_checkers_finish(checkers, sources, err))
        return false;
    *cube = made;
    return true;
}
