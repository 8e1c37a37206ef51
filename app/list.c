#include "app/list.h"

#include <stdio.h>

#include "app/clock.h"
#include "app/console.h"
#include "app/workspace.h"
#include "engine/aggregate/aggregate.h"
#include "engine/base/builder.h"
#include "rules/formula.h"
#include "rules/functions.h"
#include "rules/printout.h"

#define CELL_BYTES_MAX 4096u
#define COLUMNS_MAX 6u

/* A table in the making: its head is the first row. */
typedef struct listing {
    const sr_ruleset *rules;    // NULL: there is no workspace
    sr_day as_of;
    sr_arena *arena;
    sr_text *cells;             // row_count * column_count
    size_t row_count;
    size_t column_count;
} listing;

typedef bool (*filler)(listing *list, sr_error *err);

static bool begin(listing *list, const char *const *heads, size_t column_count, size_t row_count, sr_error *err)
{
    list->cells = sr_arena_alloc(list->arena, (row_count + 1) * column_count, sizeof(list->cells[0]));
    if (list->cells == NULL)
        return sr_fail_memory(err);
    list->column_count = column_count;
    for (size_t i = 0; i < column_count; i++)
        list->cells[i] = sr_text_from(heads[i]);
    list->row_count = 1;
    return true;
}

static sr_text *add_row(listing *list)
{
    return &list->cells[list->row_count++ * list->column_count];
}

/* The English name, for the words of the console are English; else the Estonian one. */
static sr_text choose_name(const sr_text names[SR_LANGUAGE_COUNT])
{
    return names[SR_EN].size > 0 ? names[SR_EN] : names[SR_ET];
}

/* A text that may have several lines, in one. */
static bool write_line(const listing *list, sr_text text, sr_text *cell, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, list->arena, CELL_BYTES_MAX);
    for (size_t i = 0; i < text.size; i++)
        sr_builder_add_byte(&builder, text.data[i] == '\n' ? ' ' : text.data[i]);
    return sr_builder_finish(&builder, cell, err);
}

static bool write_place(const listing *list, sr_where where, sr_text *cell, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, list->arena, CELL_BYTES_MAX);
    if (where.path != NULL)
        sr_builder_addf(&builder, "%s:%llu", where.path, (unsigned long long)where.line);
    return sr_builder_finish(&builder, cell, err);
}

static bool join(const listing *list, const sr_rule_text *texts, size_t count, const char *between, sr_text *cell, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, list->arena, CELL_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        sr_builder_add_c(&builder, i > 0 ? between : "");
        sr_builder_add(&builder, texts[i].text);
    }
    return sr_builder_finish(&builder, cell, err);
}

/* --- what there is --- */

/* "service, county, service × county" */
static bool write_breakdowns(const listing *list, const sr_indicator *indicator, sr_text *cell, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, list->arena, CELL_BYTES_MAX);
    for (size_t i = 0; i < indicator->by_count; i++) {
        sr_text crossed;
        if (!join(list, indicator->by[i].columns, indicator->by[i].count, " × ", &crossed, err))
            return false;
        sr_builder_addf(&builder, "%s%.*s", i > 0 ? ", " : "", SR_TEXT_ARG(crossed));
    }
    return sr_builder_finish(&builder, cell, err);
}

static bool list_indicators(listing *list, sr_error *err)
{
    static const char *const heads[] = {"indicator", "name", "value", "by", "owner", "where"};
    if (!begin(list, heads, 6, list->rules->indicator_count, err))
        return false;
    for (size_t i = 0; i < list->rules->indicator_count; i++) {
        const sr_indicator *indicator = &list->rules->indicators[i];
        sr_text *row = add_row(list);
        row[0] = indicator->id;
        row[1] = choose_name(indicator->names);
        row[4] = indicator->owner;
        if (!write_line(list, indicator->value.text, &row[2], err) || !write_breakdowns(list, indicator, &row[3], err) || !write_place(list, indicator->where, &row[5], err))
            return false;
    }
    return true;
}

static bool write_columns(const listing *list, const sr_dataset *dataset, sr_text *cell, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, list->arena, CELL_BYTES_MAX);
    for (size_t i = 0; i < dataset->column_count; i++)
        if (dataset->columns[i].type != SR_TYPE_DROP)
            sr_builder_addf(&builder, "%s%.*s", builder.size > 0 ? ", " : "", SR_TEXT_ARG(dataset->columns[i].name));
    for (size_t i = 0; i < dataset->derive_count; i++)
        sr_builder_addf(&builder, "%s%.*s", builder.size > 0 ? ", " : "", SR_TEXT_ARG(dataset->derives[i].name));
    return sr_builder_finish(&builder, cell, err);
}

static bool write_files(const listing *list, const sr_dataset *dataset, sr_text *cell, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, list->arena, CELL_BYTES_MAX);
    for (size_t i = 0; i < dataset->file_count; i++)
        sr_builder_addf(&builder, "%s%.*s", i > 0 ? ", " : "", SR_TEXT_ARG(dataset->files[i].pattern));
    return sr_builder_finish(&builder, cell, err);
}

static bool list_datasets(listing *list, sr_error *err)
{
    static const char *const heads[] = {"data set", "files", "columns", "where"};
    if (!begin(list, heads, 4, list->rules->dataset_count, err))
        return false;
    for (size_t i = 0; i < list->rules->dataset_count; i++) {
        const sr_dataset *dataset = &list->rules->datasets[i];
        sr_text *row = add_row(list);
        row[0] = dataset->name;
        row[1] = dataset->is_intake ? SR_TEXT("(the files that were read)") : SR_TEXT_NONE;
        if ((!dataset->is_intake && !write_files(list, dataset, &row[1], err)) || !write_columns(list, dataset, &row[2], err)
            || !write_place(list, dataset->where, &row[3], err))
            return false;
    }
    return true;
}

/* "30 from 2023-04-01, unconfirmed; 20 from 2026-01-01" */
static bool write_values(const listing *list, const sr_parameter *parameter, sr_text *cell, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, list->arena, CELL_BYTES_MAX);
    for (uint32_t i = 0; i < parameter->count; i++) {
        char number[64], day[11];
        sr_number_write(sr_parameter_get_number(parameter, &parameter->values[i]), number);
        sr_date_write_iso(parameter->values[i].valid_from, day);
        sr_builder_addf(&builder, "%s%s from %s", i > 0 ? "; " : "", number, day);
        if (parameter->values[i].valid_to < SR_DAY_MAX) {
            sr_date_write_iso(parameter->values[i].valid_to - 1, day);
            sr_builder_addf(&builder, " to %s", day);
        }
        sr_builder_add_c(&builder, parameter->values[i].is_unconfirmed ? ", unconfirmed" : "");
    }
    return sr_builder_finish(&builder, cell, err);
}

static bool list_parameters(listing *list, sr_error *err)
{
    static const char *const heads[] = {"parameter", "name", "as_of", "values", "where"};
    if (!begin(list, heads, 5, list->rules->parameter_count, err))
        return false;
    for (size_t i = 0; i < list->rules->parameter_count; i++) {
        const sr_parameter *parameter = &list->rules->parameters[i];
        const sr_parameter_value *now = sr_parameter_find(parameter, list->as_of);
        sr_text *row = add_row(list);
        char number[64] = "";
        if (now != NULL)
            sr_number_write(sr_parameter_get_number(parameter, now), number);
        row[0] = parameter->name;
        row[1] = choose_name(parameter->names);
        if (!sr_text_copy(sr_text_from(number), list->arena, &row[2]))
            return sr_fail_memory(err);
        if (!write_values(list, parameter, &row[3], err) || !write_place(list, parameter->where, &row[4], err))
            return false;
    }
    return true;
}

static bool write_due(const listing *list, const sr_report_rule *report, sr_text *cell, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, list->arena, CELL_BYTES_MAX);
    sr_builder_addf(&builder, "%s, working day %d", sr_grain_get_name(report->period), (int)report->due_workday);
    return sr_builder_finish(&builder, cell, err);
}

static bool list_reports(listing *list, sr_error *err)
{
    static const char *const heads[] = {"report", "title", "due", "audience", "recipients", "where"};
    if (!begin(list, heads, 6, list->rules->report_count, err))
        return false;
    for (size_t i = 0; i < list->rules->report_count; i++) {
        const sr_report_rule *report = &list->rules->reports[i];
        sr_text *row = add_row(list);
        row[0] = report->id;
        row[1] = choose_name(report->titles);
        row[3] = report->audience;
        if (!write_due(list, report, &row[2], err) || !join(list, report->recipients, report->recipient_count, ", ", &row[4], err)
            || !write_place(list, report->where, &row[5], err))
            return false;
    }
    return true;
}

static bool list_functions(listing *list, sr_error *err)
{
    static const char *const heads[] = {"function", "of", "gives"};
    if (!begin(list, heads, 3, sr_function_count() + sr_aggregate_count() + sr_shift_word_count(), err))
        return false;
    for (size_t i = 0; i < sr_function_count(); i++) {
        const sr_function *function = sr_function_get(i);
        sr_text *row = add_row(list);
        row[0] = sr_text_from(function->usage);
        row[1] = SR_TEXT("a row");
        row[2] = sr_text_from(function->summary);
    }
    for (size_t i = 0; i < sr_aggregate_count(); i++) {
        sr_text *row = add_row(list);
        row[0] = sr_text_from(sr_aggregate_get(i)->name);
        row[1] = SR_TEXT("many rows");
        row[2] = sr_text_from(sr_aggregate_get(i)->summary);
    }
    for (size_t i = 0; i < sr_shift_word_count(); i++) {
        const sr_shift_word *word = sr_shift_word_get(i);
        sr_text *row = add_row(list);
        row[0] = sr_text_from(word->usage);
        row[1] = SR_TEXT("figures");
        row[2] = sr_text_from(word->summary);
    }
    return true;
}

/* Each grain with its last whole period before the day of the run, as it is written in the name of a figure. */
static bool list_periods(listing *list, sr_error *err)
{
    static const char *const heads[] = {"period", "last_whole", "from", "to"};
    if (!begin(list, heads, 4, SR_GRAIN_COUNT, err))
        return false;
    for (int g = 0; g < SR_GRAIN_COUNT; g++) {
        sr_period period = sr_period_get_last_complete((sr_grain)g, list->as_of);
        sr_text *row = add_row(list);
        char text[3][24];
        sr_period_write(period, text[0]);
        sr_date_write_iso(sr_period_get_first(period), text[1]);
        sr_date_write_iso(sr_period_get_last(period) - 1, text[2]);
        row[0] = sr_text_from(sr_grain_get_name((sr_grain)g));
        sr_builder named;
        sr_builder_init(&named, list->arena, CELL_BYTES_MAX);
        sr_builder_addf(&named, "%s%s", text[0], g == SR_GRAIN_YTD ? "-ytd" : "");
        if (!sr_builder_finish(&named, &row[1], err))
            return false;
        for (size_t k = 1; k < 3; k++)
            if (!sr_text_copy(sr_text_from(text[k]), list->arena, &row[k + 1]))
                return sr_fail_memory(err);
    }
    return true;
}

/* --- the command --- */

static const struct {
    const char *name;
    filler fill;
    bool needs_rules;
} KINDS[] = {
    {"indicators", list_indicators, true}, {"datasets", list_datasets, true},  {"reports", list_reports, true},
    {"parameters", list_parameters, true},
    {"functions", list_functions, false},  {"periods", list_periods, false},
};

#define KIND_COUNT (sizeof(KINDS) / sizeof(KINDS[0]))

static bool find_kind(const char *word, size_t *kind, sr_error *err)
{
    sr_text names[KIND_COUNT];
    for (*kind = 0; *kind < KIND_COUNT; (*kind)++) {
        names[*kind] = sr_text_from(KINDS[*kind].name);
        if (word == NULL || sr_text_is(sr_text_from(word), names[*kind]))
            return true;
    }
    sr_text nearest = sr_text_find_nearest(sr_text_from(word), names, KIND_COUNT);
    return sr_fail(err, SR_USAGE, "\"%s\" cannot be listed; it is indicators, datasets, reports, parameters, functions or periods%s%.*s%s", word,
                   nearest.size > 0 ? "; did you mean " : "", SR_TEXT_ARG(nearest), nearest.size > 0 ? "?" : "");
}

static void print_json(const listing *list)
{
    for (size_t r = 1; r < list->row_count; r++) {
        fputs(r == 1 ? "[\n  {" : ",\n  {", stdout);
        for (size_t c = 0; c < list->column_count; c++) {
            fputs(c > 0 ? ", " : "", stdout);
            sr_console_json_text(list->cells[c]);
            fputs(": ", stdout);
            sr_console_json_text(list->cells[r * list->column_count + c]);
        }
        fputs("}", stdout);
    }
    fputs(list->row_count > 1 ? "\n]\n" : "[]\n", stdout);
}

static bool open(const sr_arguments *arguments, listing *list, sr_workspace *workspace, sr_error *err)
{
    const char *directory = sr_arguments_get(arguments, "workspace");
    if (!sr_workspace_open(directory != NULL ? directory : ".", list->as_of, list->arena, workspace, err))
        return false;
    list->rules = workspace->rules;
    return true;
}

/* The rules themselves, for the kinds that stand in files of their own. */
static bool print_rules(const listing *list, size_t kind, sr_error *err)
{
    sr_text text;
    if (!KINDS[kind].needs_rules)
        return sr_fail(err, SR_USAGE, "%s are no rules: --format yaml is for indicators, datasets, reports and parameters", KINDS[kind].name);
    if (!sr_ruleset_print(list->rules, KINDS[kind].name, list->arena, &text, err))
        return false;
    fwrite(text.data, 1, text.size, stdout);
    return true;
}

sr_code sr_command_list(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    sr_workspace workspace = {0};
    listing list = {.arena = arena};
    size_t kind;
    sr_text format = sr_text_from(sr_arguments_get(arguments, "format"));
    bool is_json = sr_text_is(format, SR_TEXT("json"));
    bool is_yaml = sr_text_is(format, SR_TEXT("yaml"));
    if (format.size > 0 && !is_json && !is_yaml && !sr_text_is(format, SR_TEXT("table")))
        sr_fail(err, SR_USAGE, "--format \"%.*s\" is not known; it is table, json or yaml", SR_TEXT_ARG(format));
    else if (find_kind(sr_arguments_get_positional(arguments, 0), &kind, err)
             && sr_clock_settle(sr_arguments_get(arguments, "as-of"), &list.as_of, err)
             && (!KINDS[kind].needs_rules || open(arguments, &list, &workspace, err)) && (is_yaml ? print_rules(&list, kind, err) : KINDS[kind].fill(&list, err))
             && !is_yaml) {
        if (is_json)
            print_json(&list);
        else
            sr_console_table(list.cells, list.row_count, list.column_count, 0);
    }
    if (workspace.findings != NULL)
        sr_console_findings(workspace.findings, SR_CONSOLE_BRIEF);
    sr_workspace_close(&workspace);
    return err->code;
}
