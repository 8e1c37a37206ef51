#include "input/control.h"

#include <string.h>

#include "engine/base/file.h"
#include "input/rows.h"

typedef struct gathering {
    const sr_plan *plan;
    const sr_dataset *datasets;
    const char *workspace;
    sr_arena *arena;
    sr_findings *findings;
    sr_declared *items;
    uint32_t count, room;
} gathering;

static bool add(gathering *g, sr_declared declared, sr_error *err)
{
    if (g->count == g->room) {
        uint32_t room = g->room == 0 ? 16 : g->room * 2;
        sr_declared *larger = sr_arena_grow(g->arena, g->items, g->count, room, sizeof(larger[0]));
        if (larger == NULL)
            return sr_fail_memory(err);
        g->items = larger;
        g->room = room;
    }
    g->items[g->count++] = declared;
    return true;
}

/* Exact, with the digits that are written. */
static bool read_number(sr_text text, sr_notation notation, sr_number *number)
{
    for (uint8_t scale = 0; scale <= SR_SCALE_MAX; scale++) {
        int64_t value;
        sr_number_result result = sr_number_parse_decimal(text, notation, scale, &value);
        if (result == SR_NUMBER_OK)
            *number = sr_number_from_decimal(value, scale);
        if (result != SR_NUMBER_TOO_FINE)
            return result == SR_NUMBER_OK;
    }
    return false;
}

/* --- the control file --- */

static bool take_row(gathering *g, uint32_t dataset, uint32_t check, const sr_rows *rows, const sr_record *record, sr_error *err)
{
    const sr_plan_check *plan = &g->plan->datasets[dataset].checks[check];
    const sr_field *file = &record->fields[rows->header.fields[0]], *measure = &record->fields[rows->header.fields[1]];
    const sr_field *value = &record->fields[rows->header.fields[2]];
    sr_declared declared = {.dataset_index = dataset, .check_index = check, .where = {rows->path, value->line, value->column}};
    if (!sr_text_is(sr_text_trim(measure->text), plan->id))
        return true;
    if (!read_number(sr_text_trim(value->text), g->datasets[g->plan->datasets[dataset].rules_index].notation, &declared.value))
        return sr_fail_at(err, SR_BAD_DATA, declared.where, "the control total of '%.*s' cannot be read, expected a number",
                          SR_TEXT_ARG(plan->id));
    sr_text name = sr_text_trim(file->text);
    if (sr_text_is(name, SR_TEXT("*")))
        name = SR_TEXT_NONE;
    return (sr_text_copy(name, g->arena, &declared.file) || sr_fail_memory(err)) && add(g, declared, err);
}

/* A row that cannot be read may hold a total of the check, unless it names another one; one of nothing, or of the names once more, holds none. */
static bool may_be_lost(const sr_plan_check *plan, const sr_rows *rows, const sr_record *record, const char *problem)
{
    if (strcmp(problem, "row.empty") == 0 || strcmp(problem, "row.header_again") == 0)
        return false;
    const sr_field *measure = sr_header_get_field(&rows->header, record, 1);
    return measure == NULL || sr_text_is(sr_text_trim(measure->text), plan->id);
}

static bool read_rows(gathering *g, uint32_t dataset, uint32_t check, sr_rows *rows, sr_error *err)
{
    const sr_plan_check *plan = &g->plan->datasets[dataset].checks[check];
    const sr_record *record;
    const char *problem;
    while (sr_rows_next(rows, &record, &problem, err)) {
        if (record == NULL)
            return true;
        if (problem != NULL && may_be_lost(plan, rows, record, problem))
            return sr_fail_at(err, SR_BAD_DATA, (sr_where){rows->path, record->line, 1},
                              "a row of the control file cannot be read (%s), expected file, measure and value; without it '%.*s' cannot be checked",
                              problem, SR_TEXT_ARG(plan->id));
        if (problem == NULL && !take_row(g, dataset, check, rows, record, err))
            return false;
    }
    return false;
}

static bool read_file(gathering *g, uint32_t dataset, uint32_t check, sr_error *err)
{
    static const sr_text names[] = {SR_TEXT_STATIC("file"), SR_TEXT_STATIC("measure"), SR_TEXT_STATIC("value")};
    const sr_dataset *rule = &g->datasets[g->plan->datasets[dataset].rules_index];
    const sr_plan_check *plan = &g->plan->datasets[dataset].checks[check];
    sr_column_rule columns[3];
    for (size_t i = 0; i < 3; i++)
        columns[i] = (sr_column_rule){.name = names[i], .from = &names[i], .from_count = 1, .type = SR_TYPE_TEXT};
    sr_dataset set = {.name = rule->name, .dialect = rule->dialect, .trims = true, .columns = columns, .column_count = 3};
    set.dialect.header_lines = 1;
    set.dialect.skip_lines = 0;
    set.dialect.delimiter = '\0';   // found out: the control file may come from another hand
    const char *path;
    sr_rows rows;
    if (!sr_file_join(g->workspace, plan->control, g->arena, &path, err))
        return false;
    if (!sr_file_is_there(path))
        return sr_fail_at(err, SR_BAD_DATA, plan->where, "check '%.*s': there is no control file '%s', expected one beside the delivery",
                          SR_TEXT_ARG(plan->id), path);
    if (!sr_rows_open(&rows, &set, &(sr_export){.path = path}, g->arena, g->findings, err))
        return false;
    bool done = read_rows(g, dataset, check, &rows, err);
    sr_rows_close(&rows);
    return done;
}

static bool find_last(gathering *g, uint32_t dataset, uint32_t check, sr_total_history history, sr_error *err)
{
    const sr_plan_check *plan = &g->plan->datasets[dataset].checks[check];
    sr_declared declared = {.dataset_index = dataset, .check_index = check, .where = plan->where};
    sr_text total = SR_TEXT_NONE;
    if (history.find == NULL)
        return true;
    if (!history.find(history.self, g->plan->datasets[dataset].name, plan->id, g->arena, &total, err))
        return false;
    return total.size == 0 || !read_number(total, (sr_notation){'.', 0}, &declared.value) || add(g, declared, err);
}

bool sr_control_read(const sr_plan *plan, const sr_dataset *datasets, const char *workspace, sr_total_history history, sr_arena *arena,
                     const sr_declared **declared, uint32_t *count, sr_findings *findings, sr_error *err)
{
    gathering g = {.plan = plan, .datasets = datasets, .workspace = workspace, .arena = arena, .findings = findings};
    for (uint32_t d = 0; d < plan->dataset_count; d++)
        for (uint32_t i = 0; i < plan->datasets[d].check_count; i++) {
            const sr_plan_check *check = &plan->datasets[d].checks[i];
            if (check->control.size > 0 && !read_file(&g, d, i, err))
                return false;
            if (check->is_against_last_run && !find_last(&g, d, i, history, err))
                return false;
        }
    *declared = g.items;
    *count = g.count;
    return true;
}
