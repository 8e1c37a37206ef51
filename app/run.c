/*
 * The story of a run, from exports to mails. Whoever wants to understand seire reads sr_run_tell first.
 */
#include "app/run.h"

#include <stdio.h>

#include "app/account.h"
#include "app/clock.h"
#include "app/console.h"
#include "app/deliver.h"
#include "app/publish.h"
#include "engine/uses.h"
#include "output/intake.h"

typedef struct sr_run {
    const sr_arguments *arguments;
    sr_arena *arena;
    sr_day as_of;
    int lock;
    sr_workspace workspace;
    int64_t id;                 // in the ledger; 0 until it has begun
    char rules_hash[SR_HASH_HEX_SIZE];
    sr_due_list due;
    sr_release_request *requests;   // one for each that is due
    sr_sources sources;
    sr_cube *cube;
    const sr_intake **intakes;
    sr_text input_hash;
    sr_deliveries deliveries;
    uint32_t published;
    uint32_t unchanged;
    uint32_t stopped;           // by a failed check
    uint32_t queued;
    sr_outcome outcome;
} sr_run;

static bool open_workspace(sr_run *run, sr_error *err)
{
    const char *directory = sr_arguments_get_positional(run->arguments, 0);
    directory = directory != NULL ? directory : ".";
    if (!sr_workspace_lock(directory, run->arena, &run->lock, err)
        || !sr_workspace_open(directory, run->as_of, run->arena, &run->workspace, err))
        return false;
    sr_hash_write_hex(&run->workspace.rules->hash, run->rules_hash);
    return true;
}

/*
 * Without --as-of the day comes from the clock. One that has stepped back, as after a start without a battery, would publish a period long gone.
 * A day of grace is for corrections.
 */
static bool check_clock(const sr_run *run, const char *now, sr_error *err)
{
    const sr_ledger_run *last = NULL;
    size_t count = 0;
    sr_day today, last_day;
    if (sr_arguments_get(run->arguments, "as-of") != NULL)
        return true;
    if (!sr_ledger_list_runs(run->workspace.ledger, 1, run->arena, &last, &count, err))
        return false;
    if (count == 0 || !sr_date_parse_iso(sr_text_slice(sr_text_from(now), 0, 10), &today)
        || !sr_date_parse_iso(sr_text_slice(last->started, 0, 10), &last_day) || today + 1 >= last_day)
        return true;
    return sr_fail(err, SR_TRY_AGAIN, "the clock says %s, but run %lld began at %.*s; set the clock, or name the day with --as-of", now,
                   (long long)last->id, SR_TEXT_ARG(last->started));
}

static bool open_ledger(sr_run *run, sr_error *err)
{
    const char *path = NULL;
    char now[21];
    uint32_t recovered = 0;
    sr_clock_write_now(now);
    if (!sr_workspace_join(&run->workspace, "ledger.db", run->arena, &path, err) || !sr_ledger_open(path, &run->workspace.ledger, err)
        || !check_clock(run, now, err) || !sr_publish_recover(&run->workspace, run->workspace.ledger, run->arena, &recovered, err)
        || !sr_ledger_begin_run(run->workspace.ledger, run->as_of, sr_text_from(now), sr_text_from(run->rules_hash), &run->id, err))
        return false;
    if (recovered > 0)
        sr_console_say("put %u editions into place that an earlier run could not finish", recovered);
    return true;
}

static bool find_due(sr_run *run, sr_error *err)
{
    const char **asked = sr_arena_alloc(run->arena, run->arguments->count + 1, sizeof(*asked));
    size_t count = 0;
    if (asked == NULL)
        return sr_fail_memory(err);
    for (const char *id; (id = sr_arguments_get_nth(run->arguments, "report", count)) != NULL;)
        asked[count++] = id;
    return sr_due_find(run->workspace.rules, run->workspace.ledger, run->as_of, asked, count, run->arena, &run->due, err);
}

/* Intakes are complete once the sources are read: into the ledger, and one fingerprint over all files. */
static bool take_intakes(sr_run *run, sr_error *err)
{
    uint32_t count = run->sources.count;
    uint32_t file_count = 0, next = 0;
    run->intakes = sr_arena_alloc(run->arena, count + 1, sizeof(*run->intakes));
    if (run->intakes == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        run->intakes[i] = run->sources.items[i].get_intake(run->sources.items[i].self);
        file_count += run->intakes[i]->file_count;
        sr_account_tell_intake(run->intakes[i], SR_ACCOUNT_WORRIES, &run->outcome);
    }
    sr_ledger_input *inputs = sr_arena_alloc(run->arena, file_count + 1, sizeof(*inputs));
    if (inputs == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < run->intakes[i]->file_count; k++) {
            const sr_intake_file *file = &run->intakes[i]->files[k];
            char hex[SR_HASH_HEX_SIZE];
            sr_ledger_input *input = &inputs[next++];
            sr_hash_write_hex(&file->hash, hex);
            *input = (sr_ledger_input){
                .dataset = run->intakes[i]->dataset, .path = sr_text_from(file->path),
                .encoding = sr_text_from(file->encoding), .size_bytes = file->size_bytes, .records = file->records,
                .kept = file->kept, .superseded = file->superseded, .set_aside = sr_intake_count_set_aside(file),
                .header = sr_text_from(file->header),
            };
            if (!sr_text_copy(sr_text_from(hex), run->arena, &input->hash))
                return sr_fail_memory(err);
        }
    for (uint32_t i = 0; i < sr_cube_count_checks(run->cube); i++) {
        sr_check_result result = sr_cube_get_check(run->cube, i);
        if (result.check->severity != SR_NOTE && sr_check_result_is_over(&result))    // a finding says so
            sr_outcome_add(&run->outcome, SR_WARNING);
    }
    return sr_ledger_add_inputs(run->workspace.ledger, run->id, inputs, file_count, err)
           && sr_intake_write_hash(run->intakes, count, run->arena, &run->input_hash, err);
}

static uint32_t get_check_dataset(const sr_plan *plan, const sr_plan_check *check)
{
    uint32_t dataset = 0;
    while (check < plan->datasets[dataset].checks
           || check >= plan->datasets[dataset].checks + plan->datasets[dataset].check_count)
        dataset++;
    return dataset;
}

/* For the next run to compare with; a total that was refused is none. */
static bool save_totals(sr_run *run, sr_error *err)
{
    uint32_t count = sr_cube_count_checks(run->cube), found = 0;
    sr_ledger_total *totals = sr_arena_alloc(run->arena, count + 1, sizeof(*totals));
    if (totals == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        sr_check_result result = sr_cube_get_check(run->cube, i);
        char text[64];
        if (result.check->kind != SR_CHECK_TOTAL || sr_check_result_is_over(&result))
            continue;
        const sr_plan_dataset *dataset = &run->workspace.plan->datasets[get_check_dataset(run->workspace.plan, result.check)];
        sr_number_write(result.total, text);
        sr_ledger_total *total = &totals[found++];
        *total = (sr_ledger_total){.dataset = dataset->name, .check = result.check->id};
        if (!sr_text_copy(sr_text_from(text), run->arena, &total->value))
            return sr_fail_memory(err);
    }
    return found == 0 || sr_ledger_add_totals(run->workspace.ledger, run->id, totals, found, err);
}

static bool reads_persons(const sr_plan *plan)
{
    for (uint32_t d = 0; d < plan->dataset_count; d++)
        for (uint32_t c = 0; c < plan->datasets[d].column_count; c++)
            if (plan->datasets[d].columns[c].is_needed && plan->datasets[d].columns[c].is_person)
                return true;
    return false;
}

/* Which key hashes the persons is kept, and said aloud when it is another one: it may have been changed on purpose, or by mistake. */
static bool note_key(sr_run *run, sr_error *err)
{
    char id[SR_PERSON_KEY_ID_SIZE], day[11];
    sr_text last;
    int64_t last_run;
    sr_day last_day;
    sr_ledger *ledger = run->workspace.ledger;
    if (run->workspace.person_key == NULL || !reads_persons(run->workspace.plan))
        return true;
    if (!sr_person_key_write_id(run->workspace.person_key, id))
        return sr_fail(err, SR_INTERNAL, "the id of the key for persons could not be computed");
    if (!sr_ledger_find_person_key(ledger, run->id, run->arena, &last, &last_run, &last_day, err)
        || !sr_ledger_set_person_key(ledger, run->id, sr_text_from(id), err))
        return false;
    if (last.size == 0 || sr_text_is(last, sr_text_from(id)))
        return true;
    sr_date_write_iso(last_day, day);
    sr_outcome_add(&run->outcome, SR_WARNING);
    sr_console_say("look: the key for persons is %s, and was %.*s in run %lld (as of %s): persons before and after it cannot be compared", id,
                   SR_TEXT_ARG(last), (long long)last_run, day);
    return true;
}

/* The first check over its tolerance that must stop a report of these indicators, or NULL: one of a data set that they rest on. */
static bool find_stopping_check(const sr_run *run, const uint32_t *indicators, uint32_t count, const sr_plan_check **stopping, sr_error *err)
{
    const sr_plan *plan = run->workspace.plan;
    *stopping = NULL;
    for (uint32_t i = 0; i < sr_cube_count_checks(run->cube) && *stopping == NULL; i++) {
        sr_check_result result = sr_cube_get_check(run->cube, i);
        if (result.check->severity != SR_ERROR || !sr_check_result_is_over(&result))
            continue;
        uint32_t dataset = get_check_dataset(plan, result.check);
        for (uint32_t k = 0; k < count && *stopping == NULL; k++) {
            sr_uses uses;
            if (!sr_uses_find(plan, indicators[k], run->arena, &uses, err))
                return false;
            if (uses.columns[dataset] != NULL)
                *stopping = result.check;
        }
    }
    return true;
}

static bool list_indicators(const sr_plan *plan, const sr_report_rule *report, sr_arena *arena, const uint32_t **indexes,
                            uint32_t *count, sr_error *err)
{
    uint32_t *list = sr_arena_alloc(arena, plan->indicator_count + 1, sizeof(*list));
    uint32_t found = 0;
    if (list == NULL)
        return sr_fail_memory(err);
    for (size_t s = 0; s < report->section_count; s++)
        for (size_t i = 0; i < report->sections[s].indicator_count; i++) {
            uint32_t index = sr_plan_find_indicator(plan, report->sections[s].indicators[i].text);
            bool is_known = false;
            for (uint32_t k = 0; k < found; k++)
                is_known = is_known || list[k] == index;
            if (!is_known && index != SR_NO_INDEX && found < plan->indicator_count)
                list[found++] = index;
        }
    *indexes = list;
    *count = found;
    return true;
}

bool sr_run_ask(const sr_workspace *workspace, const sr_report_rule *report, sr_period period, sr_arena *arena,
                sr_release_request *request, sr_error *err)
{
    const sr_audience *audience = sr_ruleset_find_audience(workspace->rules, report->audience);
    *request = (sr_release_request){.window_last = sr_period_get_last(period), .threshold = audience->threshold};
    request->window_first = sr_day_add_months(request->window_last, -(int32_t)report->window);
    for (int grain = 0; grain < SR_GRAIN_COUNT; grain++)
        request->grains[grain] = report->grains[grain];
    request->grains[report->period] = true;
    return list_indicators(workspace->plan, report, arena, &request->indicators, &request->indicator_count, err);
}

static bool ask(sr_run *run, sr_error *err)
{
    run->requests = sr_arena_alloc(run->arena, run->due.count, sizeof(*run->requests));
    if (run->requests == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < run->due.count; i++)
        if (!sr_run_ask(&run->workspace, run->due.items[i].report, run->due.items[i].period, run->arena, &run->requests[i], err))
            return false;
    return true;
}

static bool measure(sr_run *run, sr_error *err)
{
    const sr_plan *plan = run->workspace.plan;
    const sr_moments *moments = NULL;
    return note_key(run, err) && ask(run, err)
           && sr_release_list_moments(plan, run->requests, run->due.count, run->arena, &moments, err)
           && sr_workspace_open_sources(&run->workspace, plan, true, run->arena, &run->sources, err)
           && sr_measure(plan, moments, &run->sources, run->arena, &run->cube, run->workspace.findings, err)
           && take_intakes(run, err) && save_totals(run, err);
}

/* An edition that was asked for again is made only when its rules or data have changed. */
static bool is_unchanged(const sr_run *run, const sr_due *due)
{
    return due->edition > 1 && sr_text_is(due->previous.rules_hash, sr_text_from(run->rules_hash))
           && sr_text_is(due->previous.input_hash, run->input_hash) && due->previous.as_of == run->as_of;
}

static bool publish_one(sr_run *run, const sr_due *due, const sr_release_request *asked, sr_error *err)
{
    sr_released *released = NULL;
    sr_publish_request request = {
        .workspace = &run->workspace, .due = due, .intakes = run->intakes, .intake_count = run->sources.count,
        .input_hash = run->input_hash, .rules_hash = sr_text_from(run->rules_hash), .as_of = run->as_of, .run_id = run->id,
    };
    uint32_t mail_count = 0;
    const char *directory = NULL;
    if (is_unchanged(run, due)) {
        run->unchanged++;
        sr_console_say("%.*s: nothing has changed since edition %u", SR_TEXT_ARG(due->report->id), due->edition - 1);
        return true;
    }
    const sr_plan_check *stopping;
    if (!find_stopping_check(run, asked->indicators, asked->indicator_count, &stopping, err))
        return false;
    if (stopping != NULL) {
        run->stopped++;
        sr_outcome_add(&run->outcome, sr_check_get_code(stopping));
        sr_console_say("stopped: report %.*s: check %.*s failed beyond its tolerance; earlier editions stay",
                       SR_TEXT_ARG(due->report->id), SR_TEXT_ARG(stopping->id));
        return true;
    }
    if (!sr_release(run->workspace.plan, run->cube, asked, run->arena, &released, err))
        return false;
    request.released = released;
    if (!sr_publish(&request, run->workspace.ledger, run->arena, &directory, &mail_count, err))
        return false;
    run->published++;
    run->queued += mail_count;
    sr_console_say("published %s", directory);
    return true;
}

static bool publish(sr_run *run, sr_error *err)
{
    for (size_t i = 0; i < run->due.count; i++)
        if (!publish_one(run, &run->due.items[i], &run->requests[i], err))
            return false;
    return true;
}

static bool deliver(sr_run *run, sr_error *err)
{
    if (sr_arguments_has(run->arguments, "no-send")) {
        if (run->queued > 0)
            sr_console_say("%u mail%s (--no-send); `seire deliver` sends %s", run->queued, run->queued == 1 ? " waits" : "s wait", run->queued == 1 ? "it" : "them");
        return true;
    }
    bool done = sr_deliver(run->workspace.rules, run->workspace.ledger, false, run->arena, &run->deliveries, err);
    sr_deliveries_judge(&run->deliveries, &run->outcome);
    return done;
}

/* The straight line. Each step takes finished things and makes one new thing. */
static bool sr_run_tell(sr_run *run, sr_error *err)
{
    return open_workspace(run, err)                             // rules -> plan
           && open_ledger(run, err)                             // what earlier runs did, finished where they died
           && find_due(run, err)                                // which editions are due
           && (run->due.count == 0 || measure(run, err))        // exports -> batches -> cube
           && publish(run, err)                                 // cube -> released cells -> report -> files -> edition
           && deliver(run, err);                                // edition -> mails
}

static void write_summary(const sr_run *run, const sr_error *err, char *out, size_t size)
{
    char date[11];
    const sr_deliveries *deliveries = &run->deliveries;
    uint32_t mails = deliveries->accepted + deliveries->deferred + deliveries->failed + deliveries->unknown;
    sr_date_write_iso(run->as_of, date);
    if (err->code != SR_OK) {
        char text[800];
        sr_error_print(err, text, sizeof(text));
        snprintf(out, size, "failed: %s", text);
    } else if (run->due.count == 0 && mails == 0) {
        snprintf(out, size, "nothing to do: every report due by %s is published, no mail waits", date);
    } else {
        snprintf(out, size, "as of %s: editions: %u published, %u unchanged, %u stopped; mails: %u accepted, %u deferred, "
                            "%u failed, %u unknown", date, run->published, run->unchanged, run->stopped,
                 deliveries->accepted, deliveries->deferred, deliveries->failed, deliveries->unknown);
    }
}

/* Says how it went, on the console and in the ledger. */
static sr_code finish(sr_run *run, sr_error *err)
{
    char summary[1024];
    char status[SR_OUTCOME_BYTES];
    char now[21];
    if (err->code != SR_OK && run->outcome.applies != 0) {
        sr_outcome_write(&run->outcome, status, sizeof(status));
        sr_fail_within(err, "beside %s", status);
    }
    sr_outcome_add(&run->outcome, err->code);
    sr_clock_write_now(now);
    if (run->workspace.findings != NULL)
        sr_console_findings(run->workspace.findings,
                            sr_arguments_has(run->arguments, "verbose") ? SR_CONSOLE_FULL : SR_CONSOLE_BRIEF);
    write_summary(run, err, summary, sizeof(summary));
    sr_code code = sr_outcome_get_code(&run->outcome);
    if (run->id > 0) {
        sr_error ledger_err;
        sr_error_init(&ledger_err);
        if (!sr_ledger_finish_run(run->workspace.ledger, run->id, sr_text_from(now), (int32_t)code, sr_text_from(summary), &ledger_err)
            && err->code == SR_OK) {
            *err = ledger_err;
            code = err->code;
        }
    }
    sr_outcome_write(&run->outcome, status, sizeof(status));
    if (err->code == SR_OK)
        sr_console_say("seire: %s (%s)", summary, status);
    sr_sources_close(&run->sources);
    sr_ledger_close(run->workspace.ledger);
    sr_workspace_close(&run->workspace);
    sr_workspace_unlock(run->lock);
    return code;
}

sr_code sr_command_run(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    sr_run run = {.arguments = arguments, .arena = arena, .lock = -1};
    if (!sr_clock_settle(sr_arguments_get(arguments, "as-of"), &run.as_of, err))
        return err->code;
    if (!sr_run_tell(&run, err) && err->code == SR_OK)
        err->code = SR_INTERNAL;
    return finish(&run, err);
}
