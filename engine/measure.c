/*
 * One pass over each data set: every batch is loaded once, checked, and folded by all folds of the data set in all their groupings.
 */
#include <inttypes.h>
#include <stdio.h>

#include "engine/cube_parts.h"
#include "engine/fold_rows.h"

/* A fold at work. */
typedef struct fold_work {
    uint32_t fold_index;
    sr_fold_rows rows;
    sr_cube_fold *target;
} fold_work;

/* A data set at work: its checks are the first roots of the frame, its folds follow. */
typedef struct dataset_work {
    const sr_plan_dataset *dataset;
    const sr_source *source;
    sr_dict *dict;
    sr_arena *arena;
    sr_findings *findings;
    sr_frame frame;
    sr_check_result *checks;    // one a check
    uint32_t fold_count;
    fold_work *folds;
    sr_key *keys;               // of one grouping of a batch
    void **states;              // one a row of a batch
} dataset_work;

/* --- before the first row --- */

static bool init_fold(dataset_work *work, const sr_plan *plan, sr_cube *cube, uint32_t fold_index, uint32_t root_first,
                      fold_work *fold, sr_error *err)
{
    const sr_plan_fold *rule = &plan->folds[fold_index];
    sr_cube_fold *target = &cube->folds[fold_index];
    *target = (sr_cube_fold){.plan = rule, .first = SR_DAY_MAX, .last = SR_DAY_MIN};
    target->tables = sr_arena_alloc(work->arena, rule->grouping_count, sizeof(target->tables[0]));
    if (target->tables == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < rule->grouping_count; i++) {
        target->tables[i].key_count = rule->groupings[i].key_count;
        target->tables[i].state_size = rule->aggregate->get_state_size(&rule->call);
    }
    fold->fold_index = fold_index;
    fold->target = target;
    return sr_fold_rows_init(&fold->rows, rule, root_first, work->arena, err);
}

static bool init_frame(dataset_work *work, const sr_plan *plan, sr_cube *cube, uint32_t dataset_index, sr_error *err)
{
    uint32_t root_count = work->dataset->check_count;
    for (uint32_t f = 0; f < plan->fold_count; f++) {
        if (plan->folds[f].dataset_index != dataset_index)
            continue;
        root_count += sr_fold_count_roots(&plan->folds[f]);
        work->fold_count++;
    }
    const sr_expr **roots = sr_arena_alloc(work->arena, root_count, sizeof(roots[0]));
    work->folds = sr_arena_alloc(work->arena, work->fold_count, sizeof(work->folds[0]));
    work->keys = sr_arena_alloc(work->arena, SR_BATCH_ROWS_MAX * SR_KEYS_MAX, sizeof(work->keys[0]));
    work->states = sr_arena_alloc(work->arena, SR_BATCH_ROWS_MAX, sizeof(work->states[0]));
    if (roots == NULL || work->folds == NULL || work->keys == NULL || work->states == NULL)
        return sr_fail_memory(err);

    uint32_t root = 0;
    for (; root < work->dataset->check_count; root++)
        roots[root] = work->dataset->checks[root].expect;
    uint32_t count = 0;
    for (uint32_t f = 0; f < plan->fold_count; f++) {
        if (plan->folds[f].dataset_index != dataset_index)
            continue;
        if (!init_fold(work, plan, cube, f, root, &work->folds[count++], err))
            return false;
        sr_fold_list_roots(&plan->folds[f], roots + root);
        root += sr_fold_count_roots(&plan->folds[f]);
    }
    return sr_frame_init(&work->frame, work->dataset, roots, root_count, work->dict, work->arena, err);
}

/* --- a batch --- */

static const char *get_path(const dataset_work *work)
{
    const sr_intake *intake = work->source->get_intake(work->source->self);
    if (intake == NULL || work->frame.batch.file_index >= intake->file_count)
        return NULL;
    const sr_intake_file *file = &intake->files[work->frame.batch.file_index];
    return file->opened_path != NULL ? file->opened_path : file->path;
}

/* The message of a check says what is wrong with the row, so it is what was found. */
static bool add_check_finding(dataset_work *work, const sr_plan_check *check, uint32_t row, sr_error *err)
{
    char expected[128];
    sr_text id;
    snprintf(expected, sizeof(expected), "the check '%.*s' to hold", (int)(check->id.size < 64 ? check->id.size : 64), check->id.data);
    if (!sr_text_copy(check->id, work->arena, &id))
        return sr_fail_memory(err);
    sr_where where = {get_path(work), work->frame.batch.lines[row], 0};
    sr_text message = check->messages[SR_EN].size > 0 ? check->messages[SR_EN] : SR_TEXT("the row fails a check");
    return sr_findings_addf(work->findings, SR_CAUTION, "check.failed", where, id.data, expected, NULL, err, "%.*s",
                            SR_TEXT_ARG(message));
}

static bool check_batch(dataset_work *work, sr_error *err)
{
    for (uint32_t c = 0; c < work->dataset->check_count; c++) {
        const sr_column *holds;
        if (!sr_frame_eval(&work->frame, c, &holds, err))
            return false;
        for (uint32_t row = 0; row < work->frame.batch.row_count; row++) {
            work->checks[c].rows += holds->valid[row];
            if (!holds->valid[row] || holds->values.booleans[row])
                continue;
            work->checks[c].failures++;
            if (!add_check_finding(work, &work->dataset->checks[c], row, err))
                return false;
        }
    }
    return true;
}

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

static bool fold_batch(dataset_work *work, fold_work *fold, sr_error *err)
{
    const sr_plan_fold *rule = fold->rows.fold;
    const sr_column *args[SR_AGGREGATE_ARGS_MAX] = {NULL};
    if (!sr_fold_rows_load(&fold->rows, &work->frame, err))
        return false;
    sr_cube_fold *target = fold->target;
    target->rows += fold->rows.count;
    target->undated += fold->rows.undated_count;
    target->first = fold->rows.first < target->first ? fold->rows.first : target->first;
    target->last = fold->rows.last > target->last ? fold->rows.last : target->last;
    for (uint32_t i = 0; i < rule->call.arg_count; i++)
        if (!sr_fold_rows_get_arg(&fold->rows, &work->frame, i, &args[i], err))
            return false;
    for (uint32_t g = 0; g < rule->grouping_count; g++)
        if (!fold_grouping(work, fold, g, args, err))
            return false;
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

static bool add_tolerance_finding(dataset_work *work, const sr_check_result *result, sr_error *err)
{
    sr_text id;
    char expected[64];
    if (!sr_text_copy(result->check->id, work->arena, &id))
        return sr_fail_memory(err);
    snprintf(expected, sizeof(expected), "at most %g %% of the rows", result->check->tolerance * 100.0);
    return sr_findings_addf(work->findings, result->check->severity, "check.tolerance", result->check->where, id.data,
                            expected, "mend the rows in the export, or raise the tolerance of the check", err,
                            "check '%s' does not hold for %" PRIu64 " of %" PRIu64 " rows", id.data, result->failures,
                            result->rows);
}

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
    for (uint32_t c = 0; c < work->dataset->check_count; c++) {
        const sr_check_result *result = &work->checks[c];
        if (sr_check_result_is_over(result) && !add_tolerance_finding(work, result, err))
            return false;
    }
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
        if (!sr_frame_load(&work->frame, batch, err) || !check_batch(work, err))
            return sr_fail_within(err, "data set '%.*s'", SR_TEXT_ARG(work->dataset->name));
        for (uint32_t f = 0; f < work->fold_count; f++)
            if (!fold_batch_at(work, &work->folds[f], err))
                return false;
    }
}

bool sr_measure(const sr_plan *plan, sr_sources *sources, sr_arena *arena, sr_cube **cube, sr_findings *findings, sr_error *err)
{
    uint32_t check_count = 0;
    for (uint32_t d = 0; d < plan->dataset_count; d++)
        check_count += plan->datasets[d].check_count;
    sr_cube *made = sr_arena_alloc(arena, 1, sizeof(*made));
    sr_cube_fold *folds = sr_arena_alloc(arena, plan->fold_count, sizeof(folds[0]));
    sr_check_result *checks = sr_arena_alloc(arena, check_count, sizeof(checks[0]));
    if (made == NULL || folds == NULL || checks == NULL)
        return sr_fail_memory(err);
    *made = (sr_cube){.plan = plan, .dict = sources->dict, .folds = folds, .check_count = check_count, .checks = checks};

    for (uint32_t d = 0; d < plan->dataset_count; d++) {
        const sr_plan_dataset *dataset = &plan->datasets[d];
        for (uint32_t c = 0; c < dataset->check_count; c++)
            checks[c].check = &dataset->checks[c];
        dataset_work work = {
            .dataset = dataset,
            .source = &sources->items[d],
            .dict = sources->dict,
            .arena = arena,
            .findings = findings,
            .checks = checks,
        };
        if (!measure_dataset(&work, plan, made, d, err))
            return false;
        checks += dataset->check_count;
    }
    *cube = made;
    return true;
}
