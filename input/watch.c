#include "input/watch.h"

#include <string.h>

bool sr_watch_init(sr_watch *watch, const sr_dataset *dataset, sr_text before, sr_findings *findings, sr_arena *arena,
                   sr_error *err)
{
    sr_watch made = {.dataset = dataset, .before = before, .findings = findings};
    made.value_counts = sr_arena_alloc(arena, dataset->column_count, sizeof(made.value_counts[0]));
    made.unreadable_counts = sr_arena_alloc(arena, dataset->column_count, sizeof(made.unreadable_counts[0]));
    if (made.value_counts == NULL || made.unreadable_counts == NULL)
        return sr_fail_memory(err);
    *watch = made;
    return true;
}

static bool look(const sr_dataset *dataset, const char *path, const sr_record *record, const sr_header *columns, const sr_day *day,
                 sr_arena *arena, sr_drift_header *header, sr_error *err)
{
    sr_text *names;
    bool is_no_header;
    if (!sr_header_list_shown(dataset, record, arena, &names, &is_no_header, err))
        return false;
    *header = (sr_drift_header){.dataset = dataset, .path = path, .record = record, .names = names, .columns = columns, .day = day};
    return true;
}

bool sr_watch_open(sr_watch *watch, const sr_rows *rows, const sr_export *export, bool is_last, sr_arena *arena,
                   sr_intake_file *intake, sr_error *err)
{
    const sr_drift_policy *policy = &watch->dataset->drift;
    watch->arena = arena;
    watch->header = (sr_drift_header){.record = NULL};
    watch->is_against_last_run = policy->is_against_last_run && is_last && watch->before.size > 0;
    watch->has_kinds = is_last && rows->header_record != NULL;
    if (rows->header_record == NULL)
        return true;
    if (!look(watch->dataset, rows->path, rows->header_record, &rows->header, sr_export_get_day(export), arena,
              &watch->header, err)
        || (watch->has_kinds && !sr_kinds_init(&watch->kinds, rows->header.width, arena, err)))
        return false;
    if (watch->is_against_last_run)
        watch->header.before = watch->before;
    if (export->has_day && !sr_drift_tell_names(&watch->header, watch->findings, &intake->needs_a_look, err))
        return false;
    bool is_asked = policy->is_asked && (!policy->is_against_last_run || watch->is_against_last_run);
    return !is_asked || sr_drift_tell(&watch->header, arena, watch->findings, &intake->needs_a_look, err);
}

void sr_watch_add(sr_watch *watch, const sr_record *record)
{
    if (watch->has_kinds)
        sr_kinds_add(&watch->kinds, record);
}

/* An empty cell says nothing about a type. */
void sr_watch_count(sr_watch *watch, size_t column, const sr_cell *cell)
{
    bool is_unreadable = cell->problem != NULL && strcmp(cell->problem, "value.missing_required") != 0;
    watch->value_counts[column] += is_unreadable || !cell->is_missing;
    watch->unreadable_counts[column] += is_unreadable;
}

static bool tell_types(sr_watch *watch, const char *path, sr_intake_file *intake, sr_error *err)
{
    for (size_t i = 0; i < watch->dataset->column_count; i++) {
        if (watch->dataset->drift.is_asked
            && !sr_drift_tell_type(watch->dataset, path, i, watch->value_counts[i], watch->unreadable_counts[i], watch->findings,
                                   &intake->needs_a_look, err))
            return false;
        watch->value_counts[i] = watch->unreadable_counts[i] = 0;
    }
    return true;
}

bool sr_watch_close(sr_watch *watch, sr_arena *arena, sr_intake_file *intake, sr_error *err)
{
    const sr_kinds *kinds = watch->has_kinds ? &watch->kinds : NULL;
    sr_text text;
    if (!tell_types(watch, sr_intake_file_get_path(intake), intake, err))
        return false;
    if (watch->header.record == NULL)
        return true;
    if (watch->is_against_last_run
        && !sr_drift_tell_kinds(&watch->header, kinds, watch->arena, watch->findings, &intake->needs_a_look, err))
        return false;
    if (!sr_drift_write(&watch->header, kinds, arena, &text, err))
        return false;
    intake->header = text.data;
    return true;
}

static bool explain(const sr_watch *watch, const sr_export *export, sr_arena *arena, sr_error *err)
{
    const sr_dataset *dataset = watch->dataset;
    sr_dialect dialect;
    sr_findings *unheard = sr_findings_new(arena);
    sr_table *table;
    sr_header columns;
    sr_drift_header header;
    sr_error problem;
    const sr_day *day = sr_export_get_day(export);
    const char *record_problem;
    if (unheard == NULL || !sr_export_open(dataset, export, &dialect, arena, &table, unheard, err))
        return false;
    const sr_record *record = sr_table_get_names(table, &record_problem);
    sr_error_init(&problem);
    bool done = record == NULL || record_problem != NULL || sr_header_check(dataset, export->path, record, day, arena, &problem)
                || (sr_header_find(dataset, record, day, arena, &columns, err)
                    && look(dataset, export->path, record, &columns, day, arena, &header, err)
                    && sr_drift_tell_missing(&header, arena, watch->findings, err));
    sr_table_close(table);
    return done;
}

void sr_watch_explain(const sr_watch *watch, const sr_export *exports, size_t count)
{
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    for (size_t i = 0; arena != NULL && i < count && err.code != SR_INTERNAL; i++) {
        sr_error_init(&err);
        if (!explain(watch, &exports[i], arena, &err))
            continue;
        sr_arena_clear(arena);
    }
    sr_arena_free(arena);
}
