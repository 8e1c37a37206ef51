#include "app/query.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/account.h"
#include "app/answer.h"
#include "app/clock.h"
#include "app/console.h"
#include "app/read.h"
#include "app/workspace.h"
#include "engine/base/file.h"
#include "rules/intake.h"

#define QUESTION_BYTES_MAX (1u << 20)

/* Where the rows come from: a data set of a workspace, or a file whose rules were inferred. */
typedef struct sr_question_ground {
    sr_workspace workspace;     // without rules for a bare file
    const sr_dataset *dataset;
} sr_question_ground;

static bool settle_format(const sr_arguments *arguments, sr_answer_format *format, sr_error *err)
{
    static const char *const names[] = {"table", "csv", "json"};
    const char *value = sr_arguments_get(arguments, "format");
    *format = SR_ANSWER_TABLE;
    for (size_t i = 0; value != NULL && i < 3; i++)
        if (strcmp(value, names[i]) == 0) {
            *format = (sr_answer_format)i;
            return true;
        }
    return value == NULL ? true : sr_fail(err, SR_USAGE, "--format \"%s\" is not known; it is table, csv or json", value);
}

static bool read_question_file(const char *path, sr_arena *arena, sr_text *text, sr_error *err)
{
    if (strcmp(path, "-") == 0)
        path = "/dev/stdin";
    return sr_file_read(path, QUESTION_BYTES_MAX, arena, text, err);
}

static bool settle_question(const sr_arguments *arguments, sr_arena *arena, sr_question *question, sr_error *err)
{
    const char *file = sr_arguments_get(arguments, "file");
    const char *where = sr_arguments_get(arguments, "where");
    const char *measures = sr_arguments_get_positional(arguments, 0);
    *question = (sr_question){
        .measures = {.text = sr_text_from(measures), .where = {"MEASURES", 1, 1}},
        .where_condition = {.text = sr_text_from(where), .where = {"--where", 1, 1}},
    };
    if (file != NULL) {
        question->measures.where.path = file;
        if (!read_question_file(file, arena, &question->measures.text, err))
            return false;
    } else if (measures == NULL) {
        return sr_fail(err, SR_USAGE, "say what to measure: seire query \"count(*)\" --from FILE.csv");
    }
    sr_rule_text *by = sr_arena_alloc(arena, arguments->count + 1, sizeof(*by));
    if (by == NULL)
        return sr_fail_memory(err);
    for (const char *list; (list = sr_arguments_get_nth(arguments, "by", question->by_count)) != NULL;)
        by[question->by_count++] = sr_rule_text_make(sr_text_from(list), (sr_where){"--by", 1, 1});
    question->by = by;
    return true;
}

/* A pipe can be read only once, and a file without rules is read twice: it is laid down where nobody else finds it. */
static bool lay_down_pipe(sr_error *err)
{
    struct stat status;
    char bytes[65536];
    size_t size;
    if (fstat(STDIN_FILENO, &status) == 0 && S_ISREG(status.st_mode))
        return true;
    FILE *copy = tmpfile();
    if (copy == NULL)
        return sr_fail_system(err, "standard input", errno, "cannot be laid down in a temporary file");
    bool done = true;
    while (done && (size = fread(bytes, 1, sizeof(bytes), stdin)) > 0)
        done = fwrite(bytes, 1, size, copy) == size;
    done = done && ferror(stdin) == 0 && fflush(copy) == 0 && dup2(fileno(copy), STDIN_FILENO) >= 0;
    int number = errno;
    fclose(copy);
    return done ? true : sr_fail_system(err, "standard input", number, "cannot be laid down in a temporary file");
}

static bool find_bare_file(const sr_arguments *arguments, const char *path, sr_arena *arena, sr_question_ground *ground,
                           sr_error *err)
{
    sr_infer_options options;
    ground->workspace = (sr_workspace){.directory = ".", .dict = sr_dict_new(arena), .findings = sr_findings_new(arena)};
    if (ground->workspace.dict == NULL || ground->workspace.findings == NULL)
        return sr_fail_memory(err);
    if (!sr_read_settle_dialect(arguments, &options, err) || (strcmp(path, "-") == 0 && !lay_down_pipe(err))
        || !sr_infer(path, &options, arena, &ground->dataset, ground->workspace.findings, err))
        return false;
    return true;
}

static bool find_dataset(const sr_arguments *arguments, const char *name, sr_day as_of, sr_arena *arena,
                         sr_question_ground *ground, sr_error *err)
{
    const char *directory = sr_arguments_get(arguments, "workspace");
    const char *rules = NULL;
    directory = directory != NULL ? directory : ".";
    if (!sr_file_join(directory, SR_TEXT("seire.yaml"), arena, &rules, err))
        return false;
    if (!sr_file_is_there(rules))
        return sr_fail(err, SR_NO_INPUT, "there is no file \"%s\", and no workspace in \"%s\" that could have a data set of "
                                         "that name", name, directory);
    if (!sr_workspace_open(directory, as_of, arena, &ground->workspace, err))
        return false;
    ground->dataset = sr_ruleset_find_dataset(ground->workspace.rules, sr_text_from(name));
    if (ground->dataset == NULL)
        return sr_fail(err, SR_NO_INPUT, "\"%s\" is neither a file nor a data set of the workspace \"%s\"", name, directory);
    return true;
}

/* A plan that reads every data set and needs nothing of it but its account. */
static bool plan_accounts(const sr_plan *plan, sr_arena *arena, sr_plan *accounts, sr_error *err)
{
    sr_plan_dataset *datasets = sr_arena_alloc(arena, plan->dataset_count, sizeof(*datasets));
    if (datasets == NULL)
        return sr_fail_memory(err);
    *accounts = (sr_plan){.as_of = plan->as_of, .datasets = datasets};
    for (uint32_t i = 0; i < plan->dataset_count; i++) {
        const sr_plan_dataset *from = &plan->datasets[i];
        sr_plan_column *columns = sr_arena_alloc(arena, from->column_count, sizeof(*columns));
        if (columns == NULL)
            return sr_fail_memory(err);
        for (uint32_t c = 0; c < from->column_count; c++) {
            columns[c] = from->columns[c];
            columns[c].is_needed = false;
        }
        if (!sr_text_is(from->name, sr_intake_get_dataset()->name))
            datasets[accounts->dataset_count++] = (sr_plan_dataset){
                .name = from->name, .column_count = from->column_count, .columns = columns, .rules_index = from->rules_index};
    }
    return true;
}

/* What `intake` tells of. */
static bool open_others(sr_question_ground *ground, sr_arena *arena, sr_sources *others, sr_error *err)
{
    sr_plan *accounts = sr_arena_alloc(arena, 1, sizeof(*accounts));
    if (accounts == NULL)
        return sr_fail_memory(err);
    return sr_workspace_open_ledger(&ground->workspace, arena, err)
           && plan_accounts(ground->workspace.plan, arena, accounts, err)
           && sr_workspace_open_sources(&ground->workspace, accounts, false, arena, others, err);
}

static bool answer_question(sr_question_ground *ground, const sr_question *question, sr_day as_of, sr_arena *arena,
                            sr_answer *answer, sr_outcome *outcome, sr_error *err)
{
    const sr_workspace *workspace = &ground->workspace;
    sr_compiled_question compiled;
    sr_cube *cube = NULL;
    sr_sources sources = {0};
    sr_sources others = {0};
    sr_open_options options = {.workspace = workspace->directory, .person_key = workspace->person_key, .others = &others};
    if (!sr_compile_question(question, workspace->rules, ground->dataset, as_of, arena, &compiled, workspace->findings, err))
        return false;
    bool done = !ground->dataset->is_intake || open_others(ground, arena, &others, err);
    options.days = sr_workspace_get_days(workspace, as_of);
    done = done && sr_open(compiled.plan, compiled.datasets, &options, workspace->dict, arena, &sources, workspace->findings, err)
                && sr_measure(compiled.plan, NULL, &sources, arena, &cube, workspace->findings, err)
                && sr_answer_make(&compiled, cube, arena, answer, err);
    for (uint32_t i = 0; done && i < sources.count; i++)
        sr_account_tell_intake(sources.items[i].get_intake(sources.items[i].self), SR_ACCOUNT_WORRIES, outcome);
    sr_sources_close(&sources);
    sr_sources_close(&others);
    sr_ledger_close(ground->workspace.ledger);
    ground->workspace.ledger = NULL;
    return done;
}

static bool print_answer(const sr_arguments *arguments, const sr_answer *answer, sr_answer_format format, sr_arena *arena,
                         sr_error *err)
{
    const char *path = sr_arguments_get(arguments, "output");
    sr_text text;
    if (!sr_answer_write(answer, format, arena, &text, err))
        return false;
    if (path != NULL && strcmp(path, "-") != 0)
        return sr_file_write(path, text, err);
    if (fwrite(text.data, 1, text.size, stdout) != text.size)
        return sr_fail(err, SR_IO, "the answer could not be written to standard output");
    return true;
}

sr_code sr_command_query(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    sr_question_ground ground = {0};
    sr_question question;
    sr_answer answer;
    sr_answer_format format;
    sr_outcome outcome = {0};
    sr_day as_of = 0;
    const char *from = sr_arguments_get(arguments, "from");
    const char *file = sr_arguments_get(arguments, "file");
    if (from == NULL)
        sr_fail(err, SR_USAGE, "say where the rows are: --from FILE.csv, or --from DATASET --workspace DIR");
    else if (strcmp(from, "-") == 0 && file != NULL && strcmp(file, "-") == 0)
        sr_fail(err, SR_USAGE, "the question and the rows cannot both come from standard input");
    else if (settle_format(arguments, &format, err) && settle_question(arguments, arena, &question, err)
             && sr_clock_settle(sr_arguments_get(arguments, "as-of"), &as_of, err)
             && (strcmp(from, "-") == 0 || sr_file_is_there(from) ? find_bare_file(arguments, from, arena, &ground, err)
                                                                   : find_dataset(arguments, from, as_of, arena, &ground, err))
             && answer_question(&ground, &question, as_of, arena, &answer, &outcome, err)
             && print_answer(arguments, &answer, format, arena, err))
        sr_console_say("not released: for your own eyes, small cells are not protected");
    if (ground.workspace.findings != NULL)
        sr_console_findings(ground.workspace.findings, SR_CONSOLE_FULL);
    sr_workspace_close(&ground.workspace);
    sr_outcome_add(&outcome, err->code);
    return sr_outcome_get_code(&outcome);
}
