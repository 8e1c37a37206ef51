#include "app/check.h"

#include <stdio.h>

#include "app/clock.h"
#include "app/console.h"
#include "app/workspace.h"
#include "engine/cube.h"
#include "output/intake.h"

static void print_intake(const sr_sources *sources)
{
    for (uint32_t i = 0; i < sources->count; i++) {
        const sr_intake *intake = sources->items[i].get_intake(sources->items[i].self);
        for (uint32_t k = 0; k < intake->file_count; k++) {
            const sr_intake_file *file = &intake->files[k];
            sr_console_say("%s: %llu records = %llu kept + %llu superseded + %llu set aside", file->path,
                           (unsigned long long)file->records, (unsigned long long)file->kept,
                           (unsigned long long)file->superseded, (unsigned long long)sr_intake_count_set_aside(file));
        }
    }
}

static sr_code judge_checks(const sr_cube *cube)
{
    sr_code code = SR_OK;
    for (uint32_t i = 0; i < sr_cube_count_checks(cube); i++) {
        sr_check_result result = sr_cube_get_check(cube, i);
        bool is_over = sr_check_result_is_over(&result);
        sr_console_say("check %.*s: %llu of %llu rows failed%s", SR_TEXT_ARG(result.check->id),
                       (unsigned long long)result.failures, (unsigned long long)result.rows,
                       is_over ? ", over its tolerance" : "");
        if (is_over && result.check->severity == SR_ERROR)
            code = SR_CHECK_FAILED;
        else if (is_over && result.check->severity == SR_CAUTION && code == SR_OK)
            code = SR_WARNING;
    }
    return code;
}

static sr_code check_data(sr_workspace *workspace, sr_arena *arena, sr_error *err)
{
    sr_sources sources = {0};
    sr_cube *cube = NULL;
    sr_code code = SR_OK;
    if (sr_workspace_open_sources(workspace, workspace->plan, false, arena, &sources, err)
        && sr_measure(workspace->plan, &sources, arena, &cube, workspace->findings, err)) {
        print_intake(&sources);
        code = judge_checks(cube);
    }
    sr_sources_close(&sources);
    return err->code != SR_OK ? err->code : code;
}

sr_code sr_command_check(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    sr_workspace workspace = {0};
    sr_day as_of = 0;
    sr_code code = SR_OK;
    const char *directory = sr_arguments_get_positional(arguments, 0);
    const char *format = sr_arguments_get(arguments, "format");
    bool is_json = format != NULL && sr_text_is(sr_text_from(format), SR_TEXT("json"));
    if (format != NULL && !is_json && !sr_text_is(sr_text_from(format), SR_TEXT("text")))
        sr_fail(err, SR_USAGE, "--format \"%s\" is not known; it is text or json", format);
    else if (sr_clock_settle(sr_arguments_get(arguments, "as-of"), &as_of, err)
             && sr_workspace_open(directory != NULL ? directory : ".", as_of, arena, &workspace, err))
        code = check_data(&workspace, arena, err);
    if (workspace.findings != NULL && is_json)
        sr_console_findings_json(workspace.findings);
    else if (workspace.findings != NULL)
        sr_console_findings(workspace.findings, SR_CONSOLE_FULL);
    if (err->code == SR_OK)
        sr_console_say("seire: rules and data were read to the end; findings: %llu errors, %llu cautions, %llu notes (exit %d)",
                       (unsigned long long)sr_findings_count(workspace.findings, SR_ERROR),
                       (unsigned long long)sr_findings_count(workspace.findings, SR_CAUTION),
                       (unsigned long long)sr_findings_count(workspace.findings, SR_NOTE), (int)code);
    sr_workspace_close(&workspace);
    return err->code != SR_OK ? err->code : code;
}
