#include "app/history.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/clock.h"
#include "app/console.h"
#include "app/deliver.h"
#include "app/workspace.h"
#include "engine/base/file.h"
#include "rules/load.h"

#define RUNS_SHOWN 30

static const char *get_directory(const sr_arguments *arguments)
{
    const char *directory = sr_arguments_get_positional(arguments, 0);
    return directory != NULL ? directory : ".";
}

static bool find_ledger(const char *directory, sr_arena *arena, const char **path, sr_error *err)
{
    return sr_file_join(directory, SR_TEXT(".seire/ledger.db"), arena, path, err);
}

static void print_run(const sr_ledger_run *run)
{
    char date[11];
    sr_date_write_iso(run->as_of, date);
    fprintf(stdout, "run %lld  %.*s  as of %s  rules %.12s  ", (long long)run->id, SR_TEXT_ARG(run->started), date,
            run->rules_hash.size > 0 ? run->rules_hash.data : "-");
    if (run->exit_status < 0)
        fputs("never finished", stdout);
    else
        fprintf(stdout, "exit %d", run->exit_status);
    fprintf(stdout, "  editions: %u, mails: %u\n", run->edition_count, run->mail_count);
    if (run->summary.size > 0)
        fprintf(stdout, "    %.*s\n", SR_TEXT_ARG(run->summary));
}

static bool print_editions(sr_ledger *ledger, int64_t run_id, sr_arena *arena, sr_error *err)
{
    const sr_ledger_edition *editions = NULL;
    size_t count = 0;
    if (!sr_ledger_list_editions(ledger, run_id, false, arena, &editions, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        fprintf(stdout, "    published %.*s %.*s edition %u%s\n", SR_TEXT_ARG(editions[i].report),
                SR_TEXT_ARG(editions[i].period), editions[i].edition,
                editions[i].is_in_place ? "" : " (its files are not in place yet; the next run puts them there)");
    return true;
}

static bool print_outbox(sr_ledger *ledger, sr_arena *arena, sr_error *err)
{
    const sr_outbox_mail *mails = NULL;
    size_t count = 0;
    uint32_t open_states = ~(1u << SR_MAIL_ACCEPTED);
    if (!sr_outbox_list(ledger, open_states, arena, &mails, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        fprintf(stdout, "mail %.*s %.*s edition %u to %.*s: %s after %u attempts%s%.*s\n", SR_TEXT_ARG(mails[i].report),
                SR_TEXT_ARG(mails[i].period), mails[i].edition, SR_TEXT_ARG(mails[i].recipient_role),
                sr_mail_state_get_name(mails[i].state), mails[i].attempts, mails[i].reply.size > 0 ? ": " : "",
                SR_TEXT_ARG(mails[i].reply));
    return true;
}

sr_code sr_command_history(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    const char *path = NULL;
    sr_ledger *ledger = NULL;
    const sr_ledger_run *runs = NULL;
    size_t count = 0;
    if (!find_ledger(get_directory(arguments), arena, &path, err) || !sr_ledger_open_readonly(path, &ledger, err))
        return err->code;
    bool done = sr_ledger_list_runs(ledger, RUNS_SHOWN, arena, &runs, &count, err);
    for (size_t i = 0; done && i < count; i++) {
        print_run(&runs[i]);
        done = print_editions(ledger, runs[i].id, arena, err);
    }
    if (done)
        done = print_outbox(ledger, arena, err);
    sr_ledger_close(ledger);
    return done ? SR_OK : err->code;
}

sr_code sr_command_deliver(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    const char *directory = get_directory(arguments);
    const char *path = NULL;
    sr_ledger *ledger = NULL;
    sr_deliveries deliveries = {0};
    const sr_ruleset *rules = NULL;
    sr_findings *findings = sr_findings_new(arena);
    int lock = -1;
    if (findings == NULL) {
        sr_fail_memory(err);
        return err->code;
    }
    bool done = sr_workspace_lock(directory, arena, &lock, err)
                && sr_ruleset_load(directory, arena, &rules, findings, err)
                && find_ledger(directory, arena, &path, err) && sr_ledger_open(path, &ledger, err)
                && sr_deliver(rules, ledger, sr_arguments_has(arguments, "resend-unknown"), arena, &deliveries, err);
    sr_console_findings(findings, SR_CONSOLE_FULL);
    sr_ledger_close(ledger);
    sr_workspace_unlock(lock);
    if (!done)
        return err->code;
    sr_outcome outcome = {0};
    char status[SR_OUTCOME_BYTES];
    sr_deliveries_judge(&deliveries, &outcome);
    sr_outcome_write(&outcome, status, sizeof(status));
    sr_console_say("seire: mails: %u accepted, %u deferred, %u failed, %u unknown (%s)", deliveries.accepted, deliveries.deferred,
                   deliveries.failed, deliveries.unknown, status);
    return sr_outcome_get_code(&outcome);
}
