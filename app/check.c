#include "app/check.h"

#include "app/account.h"
#include "app/clock.h"
#include "app/console.h"
#include "app/workspace.h"
#include "engine/cube.h"

static void judge_checks(const sr_cube *cube, sr_outcome *outcome)
{
    for (uint32_t i = 0; i < sr_cube_count_checks(cube); i++) {
        sr_check_result result = sr_cube_get_check(cube, i);
        bool is_over = sr_check_result_is_over(&result);
        sr_console_say("check %.*s: %llu of %llu %s failed%s", SR_TEXT_ARG(result.check->id),
                       (unsigned long long)result.failures, (unsigned long long)result.rows,
                       sr_check_kind_get_noun(result.check->kind),
                       is_over ? ", over its tolerance" : "");
        if (is_over && result.check->severity != SR_NOTE)
            sr_outcome_add(outcome, result.check->severity == SR_ERROR ? sr_check_get_code(result.check) : SR_WARNING);
    }
}

/* A check looks at what earlier runs did only where the rules compare with them. */
static bool open_ledger_when_asked(sr_workspace *workspace, sr_arena *arena, sr_error *err)
{
    bool is_asked = false;
    for (size_t i = 0; i < workspace->rules->dataset_count; i++) {
        const sr_dataset *dataset = &workspace->rules->datasets[i];
        is_asked = is_asked || dataset->drift.is_against_last_run;
        for (size_t k = 0; k < dataset->check_count; k++)
            is_asked = is_asked || dataset->checks[k].is_against_last_run;
    }
    return !is_asked || sr_workspace_open_ledger(workspace, arena, err);
}

static bool read_alone(const sr_workspace *workspace, uint32_t index, sr_arena *arena, sr_error *err)
{
    sr_plan one = {.as_of = workspace->plan->as_of, .dataset_count = 1, .datasets = &workspace->plan->datasets[index]};
    sr_sources sources = {0};
    const sr_batch *batch = NULL;
    bool done = sr_workspace_open_sources(workspace, &one, false, arena, &sources, err);
    while (done && (done = sources.items[0].next(sources.items[0].self, &batch, err)) && batch != NULL)
        continue;
    sr_sources_close(&sources);
    return done;
}

/*
 * What stops one data set hides what is wrong with the others: each is read by itself, so that one pass tells of all. Where only one
 * cannot be read, the error that is there already says so.
 */
static void read_each(sr_workspace *workspace, sr_arena *arena, sr_outcome *outcome, sr_error *err)
{
    uint32_t count = workspace->plan->dataset_count, failed = 0;
    sr_error *errors = sr_arena_alloc(arena, count, sizeof(*errors));
    workspace->findings = sr_findings_new(arena);
    if (errors == NULL || workspace->findings == NULL)
        return;
    for (uint32_t i = 0; i < count; i++) {
        sr_error_init(&errors[i]);
        if (!workspace->rules->datasets[workspace->plan->datasets[i].rules_index].is_intake)
            failed += !read_alone(workspace, i, arena, &errors[i]);
    }
    if (failed < 2)
        return;
    for (uint32_t i = 0; i < count; i++) {
        sr_outcome_add(outcome, errors[i].code);
        if (errors[i].code != SR_OK)
            sr_console_error(&errors[i]);
    }
    sr_error_init(err);
}

static bool check_data(sr_workspace *workspace, sr_arena *arena, sr_outcome *outcome, sr_error *err)
{
    sr_sources sources = {0};
    sr_cube *cube = NULL;
    bool done = open_ledger_when_asked(workspace, arena, err)
                && sr_workspace_open_sources(workspace, workspace->plan, false, arena, &sources, err)
                && sr_measure(workspace->plan, NULL, &sources, arena, &cube, workspace->findings, err);
    for (uint32_t i = 0; done && i < sources.count; i++)
        sr_account_tell_intake(sources.items[i].get_intake(sources.items[i].self), SR_ACCOUNT_ALL, outcome);
    if (done)
        judge_checks(cube, outcome);
    sr_sources_close(&sources);
    if (!done && (err->code == SR_BAD_DATA || err->code == SR_NO_FRESH_DATA || err->code == SR_NO_PERMISSION || err->code == SR_IO))
        read_each(workspace, arena, outcome, err);
    sr_ledger_close(workspace->ledger);
    workspace->ledger = NULL;
    return done;
}

sr_code sr_command_check(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    sr_workspace workspace = {0};
    sr_day as_of = 0;
    bool was_read = false;
    sr_outcome outcome = {0};
    char status[SR_OUTCOME_BYTES];
    const char *directory = sr_arguments_get_positional(arguments, 0);
    const char *format = sr_arguments_get(arguments, "format");
    bool is_json = format != NULL && sr_text_is(sr_text_from(format), SR_TEXT("json"));
    if (format != NULL && !is_json && !sr_text_is(sr_text_from(format), SR_TEXT("text")))
        sr_fail(err, SR_USAGE, "--format \"%s\" is not known; it is text or json", format);
    else if (sr_clock_settle(sr_arguments_get(arguments, "as-of"), &as_of, err)
             && sr_workspace_open(directory != NULL ? directory : ".", as_of, arena, &workspace, err))
        was_read = check_data(&workspace, arena, &outcome, err);
    if (workspace.findings != NULL && is_json)
        sr_console_findings_json(workspace.findings);
    else if (workspace.findings != NULL)
        sr_console_findings(workspace.findings, SR_CONSOLE_FULL);
    sr_outcome_add(&outcome, err->code);
    sr_outcome_write(&outcome, status, sizeof(status));
    if (err->code == SR_OK)
        sr_console_say("seire: %s; findings: %llu errors, %llu cautions, %llu notes (%s)",
                       was_read ? "rules and data were read to the end" : "the rules are good, several data sets cannot be read",
                       (unsigned long long)sr_findings_count(workspace.findings, SR_ERROR),
                       (unsigned long long)sr_findings_count(workspace.findings, SR_CAUTION),
                       (unsigned long long)sr_findings_count(workspace.findings, SR_NOTE), status);
    sr_workspace_close(&workspace);
    return sr_outcome_get_code(&outcome);
}
