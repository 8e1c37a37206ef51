#include "app/explain.h"

#include <stdio.h>

#include "app/clock.h"
#include "app/console.h"
#include "app/definition.h"
#include "app/figure.h"
#include "app/run.h"
#include "engine/base/file.h"
#include "engine/indicator/formula.h"
#include "engine/indicator/shift.h"
#include "engine/trace.h"
#include "store/ledger.h"

#define SPANS_SHOWN 40

typedef struct sr_explaining {
    const sr_arguments *arguments;
    sr_arena *arena;
    sr_figure_name name;
    bool is_published;
    sr_ledger_edition edition;      // that holds the figure, when is_published
    sr_ledger_figure figure;
    sr_workspace workspace;
    const sr_report_rule *report;
    sr_cube *cube;
    const sr_released *released;
    sr_figure_place place;
} sr_explaining;

static const char *get_directory(const sr_explaining *explaining)
{
    const char *directory = sr_arguments_get(explaining->arguments, "workspace");
    return directory != NULL ? directory : ".";
}

/* The newest edition in the ledger (or the one asked for) that has the figure. No ledger is fine. */
static bool find_published(sr_explaining *explaining, sr_error *err)
{
    const char *path = NULL;
    sr_ledger *ledger = NULL;
    const sr_ledger_edition *editions = NULL;
    size_t count = 0;
    sr_text grain = sr_text_from(sr_grain_get_name(explaining->name.period.grain));
    if (!sr_file_join(get_directory(explaining), SR_TEXT(".seire/ledger.db"), explaining->arena, &path, err))
        return false;
    if (!sr_file_is_there(path))
        return true;
    bool done = sr_ledger_open_readonly(path, &ledger, err)
                && sr_ledger_list_editions(ledger, 0, false, explaining->arena, &editions, &count, err);
    for (size_t i = 0; done && i < count && !explaining->is_published; i++) {
        if (explaining->name.edition != 0 && editions[i].edition != explaining->name.edition)
            continue;
        explaining->edition = editions[i];
        done = sr_ledger_find_figure(ledger, editions[i].id, explaining->name.id, grain, explaining->arena,
                                     &explaining->figure, &explaining->is_published, err);
    }
    sr_ledger_close(ledger);
    if (done && explaining->name.edition != 0 && !explaining->is_published)
        return sr_fail(err, SR_NO_INPUT, "edition %u has no figure %.*s", explaining->name.edition,
                       SR_TEXT_ARG(explaining->name.id));
    return done;
}

static bool find_report(sr_explaining *explaining, sr_error *err)
{
    const sr_ruleset *rules = explaining->workspace.rules;
    const sr_plan *plan = explaining->workspace.plan;
    uint32_t index;
    if (!sr_definition_find(plan, explaining->name.indicator, explaining->arena, &index, err))
        return false;
    if (explaining->is_published)
        explaining->report = sr_ruleset_find_report(rules, explaining->edition.report);
    for (size_t i = 0; i < rules->report_count && explaining->report == NULL; i++)
        if (sr_report_rule_shows(&rules->reports[i], explaining->name.indicator))
            explaining->report = &rules->reports[i];
    return explaining->report != NULL ? true : sr_fail(err, SR_NO_INPUT, "no report shows %.*s; only what a report shows can be "
                                                       "explained", SR_TEXT_ARG(explaining->name.indicator));
}

static bool measure(sr_explaining *explaining, sr_error *err)
{
    sr_sources sources = {0};
    sr_workspace *workspace = &explaining->workspace;
    sr_period period = sr_period_get_last_complete(explaining->report->period, workspace->plan->as_of);
    if (explaining->is_published && !sr_period_parse(explaining->edition.period, &period))
        return sr_fail(err, SR_INTERNAL, "the ledger holds a period that cannot be read");
    sr_release_request request;
    const sr_moments *moments = NULL;
    sr_released *released = NULL;
    bool done = sr_run_ask(workspace, explaining->report, period, explaining->arena, &request, err)
                && sr_release_list_moments(workspace->plan, &request, 1, explaining->arena, &moments, err)
                && sr_workspace_open_sources(workspace, workspace->plan, false, explaining->arena, &sources, err)
                && sr_measure(workspace->plan, moments, &sources, explaining->arena, &explaining->cube, workspace->findings, err)
                && sr_release(workspace->plan, explaining->cube, &request, explaining->arena, &released, err)
                && sr_figure_find(&explaining->name, released, explaining->arena, &explaining->place, err);
    explaining->released = released;
    sr_sources_close(&sources);
    return done;
}

/* --- words --- */

static void print_number(const char *label, sr_number number)
{
    char text[64];
    sr_number_write(number, text);
    fprintf(stdout, "%s%s", label, text);
}

/* A share also in per cent, as the report shows it. */
static void print_measure(const char *label, sr_number number, const sr_plan_indicator *indicator)
{
    print_number(label, number);
    if (indicator->unit == SR_UNIT_SHARE)
        fprintf(stdout, " (%.*f %%)", (int)indicator->digits, sr_number_get_real(number) * 100.0);
}

static const sr_plan_indicator *get_indicator(const sr_explaining *explaining)
{
    const sr_plan *plan = explaining->workspace.plan;
    return &plan->indicators[sr_plan_find_indicator(plan, explaining->name.indicator)];
}

static const char *get_reason(sr_hidden_reason reason)
{
    static const char *const reasons[] = {
        [SR_HIDDEN_NOT] = "shown",
        [SR_HIDDEN_SMALL_TOTAL] = "the total itself is too small in this grain",
        [SR_HIDDEN_SMALL_CELLS] = "the breakdown has small cells that cannot be put together safely",
        [SR_HIDDEN_CROSSED] = "the crossed breakdown has small cells",
        [SR_HIDDEN_SENSITIVE] = "the numerator or its complement is too small",
        [SR_HIDDEN_LINKED] = "together with another breakdown of the same column a small cell could be worked out",
        [SR_HIDDEN_WEEKS] = "weeks and months together would tell days of another time that are too small",
        [SR_HIDDEN_PERSONAL] = "a member of the breakdown is a personal code, a mail address or a phone number",
    };
    return reasons[reason];
}

static void print_where(const char *label, sr_text text, sr_where where)
{
    if (text.size > 0)
        fprintf(stdout, "%-11s%.*s\n", label, SR_TEXT_ARG(text));
    if (where.path != NULL)
        fprintf(stdout, "           %s:%llu:%llu\n", where.path, (unsigned long long)where.line,
                (unsigned long long)where.column);
}

/* "target     0.9 or more: not met", and where the target stands. */
static void print_target(const sr_judgement *judgement, const sr_plan_indicator *indicator)
{
    static const char *const verdicts[] = {
        [SR_VERDICT_NONE] = "no verdict",
        [SR_VERDICT_MET] = "met",
        [SR_VERDICT_NOT_MET] = "not met",
        [SR_VERDICT_CANNOT_TELL] = "cannot tell yet: the target lies inside the interval",
    };
    const sr_target *target = judgement->target;
    if (target == NULL || !judgement->has_level)
        return;
    bool is_range = target->has_min && target->has_max && !sr_target_is_cumulative(target);
    print_measure("target     ", is_range ? target->min : judgement->level, indicator);
    if (is_range)
        print_measure(" to ", target->max, indicator);
    else if (target->has_near)
        print_measure(target->is_relative ? " give or take a share of it of " : " give or take ", target->tolerance, indicator);
    else
        fputs(target->has_min ? " or more" : " or less", stdout);
    fprintf(stdout, ": %s%s\n", verdicts[judgement->verdict],
            judgement->is_in_warning_zone ? ", in the warning zone" : "");
    print_where("", SR_TEXT_NONE, target->where);
}

/* True when the figure may be spoken about. */
static bool print_value(const sr_explaining *explaining)
{
    sr_hidden_reason table = sr_released_table_get_hidden(explaining->place.table);
    sr_hidden_reason hidden = explaining->place.cell != NULL ? sr_released_cell_get_hidden(explaining->place.cell) : table;
    if (hidden != SR_HIDDEN_NOT) {
        fprintf(stdout, "value      [c] hidden to protect persons: %s\n", get_reason(hidden));
        return false;
    }
    const sr_result *result = sr_released_cell_get_result(explaining->place.cell);
    const sr_judgement *judgement = sr_released_cell_get_judgement(explaining->place.cell);
    fputs("value      ", stdout);
    if (result->state == SR_CELL_OK)
        print_measure("", result->value, get_indicator(explaining));
    else
        fputs(sr_cell_state_get_name(result->state), stdout);
    if (result->has_parts) {
        print_number(" = ", result->numerator);
        print_number(" / ", result->denominator);
    }
    fprintf(stdout, ", n = %lld\n", (long long)result->n);
    if (judgement->has_interval)
        fprintf(stdout, "interval   %.6g to %.6g (95 %%, %s)\n", judgement->interval.lower, judgement->interval.upper,
                judgement->method);
    print_target(judgement, get_indicator(explaining));
    return true;
}

static void print_published(const sr_explaining *explaining)
{
    if (!explaining->is_published) {
        fputs("published  not in any edition of the ledger\n", stdout);
        return;
    }
    const sr_ledger_figure *figure = &explaining->figure;
    fprintf(stdout, "published  %.*s %.*s edition %u: ", SR_TEXT_ARG(explaining->edition.report),
            SR_TEXT_ARG(explaining->edition.period), explaining->edition.edition);
    fprintf(stdout, "%.*s%s (%.*s)\n", SR_TEXT_ARG(figure->value), figure->value.size > 0 ? "" : "no value",
            SR_TEXT_ARG(figure->state));
    if (explaining->place.cell == NULL || figure->value.size == 0)
        return;
    const sr_result *result = sr_released_cell_get_result(explaining->place.cell);
    char now[64] = "";
    if (result->state == SR_CELL_OK)
        sr_number_write(result->value, now);
    if (!sr_text_is(sr_text_from(now), figure->value))
        fprintf(stdout, "           today's rules and files give %s: something has changed since\n", now[0] ? now : "no value");
}

static void print_definition(const sr_plan_indicator *indicator)
{
    fprintf(stdout, "%.*s  %.*s / %.*s\n", SR_TEXT_ARG(indicator->id), SR_TEXT_ARG(indicator->names[SR_ET]),
            SR_TEXT_ARG(indicator->names[SR_EN]));
    if (indicator->descriptions[SR_EN].size > 0)
        fprintf(stdout, "meaning    %.*s\n", SR_TEXT_ARG(indicator->descriptions[SR_EN]));
    print_where("formula", indicator->value_text, indicator->where);
    if (indicator->period_text.size == 0 && !indicator->is_stock)
        return;     // a formula: its parts have them
    print_where("filter", indicator->where_text.size > 0 ? indicator->where_text : SR_TEXT("none"), SR_NOWHERE);
    if (indicator->is_stock)
        print_where("counted", SR_TEXT("at the end of the period"), SR_NOWHERE);
    else
        print_where("period by", indicator->period_text, SR_NOWHERE);
}

/* Of every file its rows in the figure, and where they stand. */
static void print_spans(const sr_trace *trace, const sr_intake *intake, uint32_t spans_shown)
{
    for (uint32_t f = 0; f < intake->file_count; f++) {
        char hex[SR_HASH_HEX_SIZE];
        uint64_t rows = 0;
        uint32_t shown = 0, spans = 0;
        for (uint32_t i = 0; i < trace->span_count; i++)
            rows += trace->spans[i].file_index == f ? trace->spans[i].rows : 0;
        if (rows == 0)
            continue;
        sr_hash_write_hex(&intake->files[f].hash, hex);
        fprintf(stdout, "file       %s: %llu rows, sha256 %s\n           lines", sr_intake_file_get_path(&intake->files[f]),
                (unsigned long long)rows, hex);
        for (uint32_t i = 0; i < trace->span_count; i++) {
            const sr_trace_span *span = &trace->spans[i];
            if (span->file_index != f || ++spans > spans_shown)
                continue;
            fprintf(stdout, "%s %llu", shown++ > 0 ? "," : "", (unsigned long long)span->line_first);
            if (span->line_last != span->line_first)
                fprintf(stdout, "-%llu", (unsigned long long)span->line_last);
        }
        if (spans > spans_shown)
            fprintf(stdout, " and %u more stretches; --verbose shows them", spans - spans_shown);
        fputc('\n', stdout);
    }
}

/* Over all files of the data set; `intake` has none of its own, but a row for each file of the others. */
static void print_account(const sr_intake *intake, uint64_t rows_read)
{
    if (intake->file_count == 0) {
        fprintf(stdout, "rows       data set %.*s: %llu rows, one for each file that was read\n", SR_TEXT_ARG(intake->dataset),
                (unsigned long long)rows_read);
        return;
    }
    uint64_t records = 0, kept = 0, superseded = 0, set_aside = 0;
    for (uint32_t i = 0; i < intake->file_count; i++) {
        records += intake->files[i].records;
        kept += intake->files[i].kept;
        superseded += intake->files[i].superseded;
        set_aside += sr_intake_count_set_aside(&intake->files[i]);
    }
    fprintf(stdout, "rows       data set %.*s: %llu records read = %llu kept + %llu superseded + %llu set aside\n",
            SR_TEXT_ARG(intake->dataset), (unsigned long long)records, (unsigned long long)kept, (unsigned long long)superseded,
            (unsigned long long)set_aside);
}

static bool trace_fold(const sr_explaining *explaining, uint32_t fold_index, const sr_cube_range *range, sr_error *err)
{
    const sr_workspace *workspace = &explaining->workspace;
    const sr_plan_fold *fold = &workspace->plan->folds[fold_index];
    sr_sources sources = {0};
    sr_trace trace;
    char first[11], last[11];
    uint32_t grouping = sr_grouping_find(fold->groupings, fold->grouping_count, explaining->place.grouping);
    if (grouping == SR_NO_INDEX)
        return sr_fail(err, SR_INTERNAL, "a part of the formula lacks the breakdown");
    bool done = sr_workspace_open_sources(workspace, workspace->plan, false, explaining->arena, &sources, err)
                && sr_trace_cell(workspace->plan, sr_cube_get_lookups(explaining->cube), fold_index, grouping, range, &sources.items[fold->dataset_index],
                                 workspace->dict, explaining->arena, &trace, err);
    if (done) {
        const sr_source *source = &sources.items[fold->dataset_index];
        sr_date_write_iso(range->first, first);
        sr_date_write_iso(fold->is_stock ? sr_moment_get(range->last, workspace->plan->as_of) : range->last - 1, last);
        print_account(source->get_intake(source->self), trace.rows_read);
        fprintf(stdout, "           %llu pass the filter, %llu counted (%s%s%s)\n", (unsigned long long)trace.rows_filtered,
                (unsigned long long)trace.rows_counted, fold->is_stock ? "at the end of" : first, fold->is_stock ? " " : " to ", last);
        print_spans(&trace, source->get_intake(source->self),
                    sr_arguments_has(explaining->arguments, "verbose") ? UINT32_MAX : SPANS_SHOWN);
    }
    sr_sources_close(&sources);
    return done;
}

/* The parts of a formula, each with its rows. */
static bool trace_formula(const sr_explaining *explaining, const sr_formula *formula, sr_cube_range range, sr_error *err)
{
    const sr_plan *plan = explaining->workspace.plan;
    if (formula->op == SR_FORMULA_FOLD)
        return trace_fold(explaining, formula->index, &range, err);
    if (formula->op == SR_FORMULA_INDICATOR) {
        fputc('\n', stdout);
        print_definition(&plan->indicators[formula->index]);
        return trace_formula(explaining, plan->indicators[formula->index].formula, range, err);
    }
    if (formula->op == SR_FORMULA_VERSIONS)
        return trace_formula(explaining, sr_formula_pick(formula, range.last - 1), range, err);
    if (!sr_shift_range(formula, &range)) {
        fputs("           there was no such period last year\n", stdout);
        return true;
    }
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!trace_formula(explaining, formula->args[i], range, err))
            return false;
    return true;
}

static bool tell(sr_explaining *explaining, sr_error *err)
{
    const sr_plan *plan = explaining->workspace.plan;
    const sr_plan_indicator *indicator = &plan->indicators[sr_plan_find_indicator(plan, explaining->name.indicator)];
    const sr_released_member *member = &explaining->place.member;
    sr_cube_range range = {.first = sr_period_get_first(explaining->name.period),
                           .last = sr_period_get_last(explaining->name.period)};
    print_definition(indicator);
    bool is_shown = print_value(explaining);
    print_published(explaining);
    if (!is_shown)
        return true;
    if (member->key_count > 0) {
        range.groups = member->is_pool ? member->pool_keys : member->keys;
        range.group_count = member->is_pool ? member->pool_count : 1;
    }
    return trace_formula(explaining, indicator->formula, range, err);
}

static bool settle_as_of(const sr_explaining *explaining, sr_day *as_of, sr_error *err)
{
    const char *text = sr_arguments_get(explaining->arguments, "as-of");
    if (text == NULL && explaining->is_published) {
        *as_of = explaining->edition.as_of;
        return true;
    }
    return sr_clock_settle(text, as_of, err);
}

static bool define(sr_explaining *explaining, sr_text id, sr_error *err)
{
    sr_day as_of;
    return sr_clock_settle(sr_arguments_get(explaining->arguments, "as-of"), &as_of, err)
        && sr_workspace_open(get_directory(explaining), as_of, explaining->arena, &explaining->workspace, err)
        && sr_definition_print(&explaining->workspace, id, explaining->arena, err);
}

sr_code sr_command_explain(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    sr_explaining explaining = {.arguments = arguments, .arena = arena};
    const char *figure = sr_arguments_get_positional(arguments, 0);
    sr_day as_of = 0;
    if (figure == NULL)
        sr_fail(err, SR_USAGE, "name a figure: seire explain T01:2026-10; or an indicator: seire explain T01");
    else if (!sr_text_has_byte(sr_text_from(figure), ':'))
        (void)define(&explaining, sr_text_from(figure), err);    // err says it
    else if (sr_figure_name_parse(sr_text_from(figure), arena, &explaining.name, err) && find_published(&explaining, err)
             && settle_as_of(&explaining, &as_of, err)
             && sr_workspace_open(get_directory(&explaining), as_of, arena, &explaining.workspace, err)
             && sr_workspace_open_ledger(&explaining.workspace, arena, err)
             && find_report(&explaining, err) && measure(&explaining, err) && !tell(&explaining, err) && err->code == SR_OK)
        sr_fail(err, SR_INTERNAL, "the figure could not be explained");
    bool is_about_input = err->code == SR_BAD_RULES || err->code == SR_BAD_DATA;    // else the findings would bury the error
    if (explaining.workspace.findings != NULL && is_about_input)
        sr_console_findings(explaining.workspace.findings, SR_CONSOLE_FULL);
    sr_ledger_close(explaining.workspace.ledger);
    sr_workspace_close(&explaining.workspace);
    return err->code;
}
