#include "app/publish.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/base/file.h"
#include "output/compose.h"
#include "output/figures.h"
#include "output/intake.h"
#include "output/message.h"
#include "output/page.h"
#include "output/workbook.h"

#define FILES_MAX 16
#define ATTACHMENT_BYTES_MAX (64u << 20)

/* An edition while it is made. */
typedef struct sr_making {
    const sr_publish_request *request;
    sr_arena *arena;
    const char *drafts;         // .seire/staging, which every run empties
    const char *staging;        // where its files are written, in there
    sr_text name;               // kuuaruanne-2026-10
    sr_text period;
    const sr_report *reports[SR_LANGUAGE_COUNT];    // NULL in languages that are not made
    sr_attachment attachments[SR_LANGUAGE_COUNT][2];
    uint32_t attachment_counts[SR_LANGUAGE_COUNT];
    sr_ledger_file files[FILES_MAX];
    size_t file_count;
} sr_making;

static bool format_text(sr_arena *arena, sr_text *text, sr_error *err, const char *format, ...) SR_PRINTF(4, 5);

static bool format_text(sr_arena *arena, sr_text *text, sr_error *err, const char *format, ...)
{
    char buffer[512];
    va_list values;
    va_start(values, format);
    vsnprintf(buffer, sizeof(buffer), format, values);
    va_end(values);
    return sr_text_copy(sr_text_from(buffer), arena, text) ? true : sr_fail_memory(err);
}

/* published/REPORT/PERIOD/EDITION and .seire/staging/REPORT-PERIOD-EDITION */
static bool find_places(const sr_workspace *workspace, sr_text report, sr_text period, uint32_t edition, sr_arena *arena,
                        const char **staging, const char **parent, const char **place, sr_error *err)
{
    sr_text staged, shelf, number;
    const char *directory = NULL;
    return format_text(arena, &staged, err, "staging/%.*s-%.*s-%u", SR_TEXT_ARG(report), SR_TEXT_ARG(period), edition)
           && sr_workspace_join(workspace, staged.data, arena, staging, err)
           && format_text(arena, &shelf, err, "published/%.*s/%.*s", SR_TEXT_ARG(report), SR_TEXT_ARG(period))
           && sr_file_join(workspace->directory, shelf, arena, parent, err)
           && format_text(arena, &number, err, "%u", edition) && sr_file_join(*parent, number, arena, &directory, err)
           && ((*place = directory), true);
}

/* Notes a finished file of the edition with its hash, and hands it out as an attachment when asked. */
static bool take_file(sr_making *making, const char *path, sr_text name, sr_attachment *attachment, sr_error *err)
{
    sr_text bytes;
    sr_hash hash;
    char hex[SR_HASH_HEX_SIZE];
    sr_ledger_file *file = &making->files[making->file_count];
    if (!sr_file_read(path, ATTACHMENT_BYTES_MAX, making->arena, &bytes, err))
        return false;
    if (!sr_hash_bytes(bytes, &hash))
        return sr_fail_memory(err);
    sr_hash_write_hex(&hash, hex);
    if (!sr_text_copy(sr_text_from(hex), making->arena, &file->hash))
        return sr_fail_memory(err);
    file->name = name;
    file->size_bytes = bytes.size;
    making->file_count++;
    if (attachment != NULL) {
        attachment->name = name;
        attachment->bytes = bytes;
    }
    return true;
}

static bool write_text_file(sr_making *making, sr_text name, sr_text bytes, sr_attachment *attachment, sr_error *err)
{
    const char *path = NULL;
    return sr_file_join(making->staging, name, making->arena, &path, err) && sr_file_write(path, bytes, err)
           && take_file(making, path, name, attachment, err);
}

static bool write_page(sr_making *making, sr_language language, sr_error *err)
{
    sr_text html, name;
    sr_attachment *attachment = &making->attachments[language][making->attachment_counts[language]++];
    attachment->media_type = SR_TEXT("text/html");
    return sr_page_write(making->reports[language], making->arena, &html, err)
           && format_text(making->arena, &name, err, "%.*s.%s.html", SR_TEXT_ARG(making->name),
                          sr_language_get_tag(language))
           && write_text_file(making, name, html, attachment, err);
}

static bool write_workbook(sr_making *making, sr_language language, sr_error *err)
{
    sr_text name;
    const char *path = NULL;
    sr_attachment *attachment = &making->attachments[language][making->attachment_counts[language]++];
    attachment->media_type = SR_TEXT("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    return format_text(making->arena, &name, err, "%.*s.%s.xlsx", SR_TEXT_ARG(making->name), sr_language_get_tag(language))
           && sr_file_join(making->staging, name, making->arena, &path, err)
           && sr_workbook_write(making->reports[language], path, err) && sr_file_sync(path, err)
           && take_file(making, path, name, attachment, err);
}

static bool write_language(sr_making *making, sr_language language, sr_error *err)
{
    const sr_publish_request *request = making->request;
    sr_compose_request wanted = {
        .rules = request->workspace->rules,
        .report = request->due->report,
        .period = request->due->period,
        .edition = request->due->edition,
        .as_of = request->as_of,
        .language = language,
        .intakes = request->intakes,
        .intake_count = request->intake_count,
        .findings = request->workspace->findings,
        .input_fingerprint = sr_text_slice(request->input_hash, 0, 12),
    };
    return sr_compose(&wanted, request->released, making->arena, &making->reports[language], err)
           && (!request->due->report->formats_html || write_page(making, language, err))
           && (!request->due->report->formats_xlsx || write_workbook(making, language, err));
}

/* The language of a recipient, else the first in which the report is made. */
static sr_language choose_language(const sr_making *making, const sr_recipient *recipient)
{
    if (making->reports[recipient->language] != NULL)
        return recipient->language;
    sr_language language = 0;
    while (making->reports[language] == NULL)
        language++;
    return language;
}

static bool write_mail(sr_making *making, const sr_recipient *recipient, sr_ledger_mail *mail, sr_error *err)
{
    sr_language language = choose_language(making, recipient);
    sr_message_request wanted = {
        .rules = making->request->workspace->rules,
        .report = making->reports[language],
        .recipient = recipient,
        .as_of = making->request->as_of,
        .attachments = making->attachments[language],
        .attachment_count = making->attachment_counts[language],
    };
    sr_message message;
    if (!sr_message_write(&wanted, making->drafts, making->arena, &message, err))
        return sr_fail_within(err, "message to %.*s", SR_TEXT_ARG(recipient->role));
    *mail = (sr_ledger_mail){recipient->role, recipient->address, message.id, message.subject, message.bytes};
    return true;
}

static bool write_mails(sr_making *making, const sr_ledger_mail **mails, uint32_t *count, sr_error *err)
{
    const sr_ruleset *rules = making->request->workspace->rules;
    const sr_report_rule *report = making->request->due->report;
    *mails = NULL;
    *count = 0;
    if (!rules->mail.is_there)
        return true;
    sr_ledger_mail *items = sr_arena_alloc(making->arena, report->recipient_count + 1, sizeof(*items));
    if (items == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < report->recipient_count; i++)
        if (!write_mail(making, sr_ruleset_find_recipient(rules, report->recipients[i].text), &items[i], err))
            return false;
    *mails = items;
    *count = (uint32_t)report->recipient_count;
    return true;
}

static bool list_ledger_figures(const sr_figures *figures, sr_arena *arena, const sr_ledger_figure **items, sr_error *err)
{
    sr_ledger_figure *list = sr_arena_alloc(arena, figures->count + 1, sizeof(*list));
    if (list == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < figures->count; i++) {
        const sr_figure *figure = &figures->items[i];
        list[i] = (sr_ledger_figure){
            .grain = figure->grain, .n = figure->n, .numerator = figure->numerator, .denominator = figure->denominator,
            .value = figure->value, .lower = figure->lower, .upper = figure->upper, .target = figure->target,
            .verdict = figure->verdict, .state = figure->state,
        };
        if (!sr_figure_write_id(figure, arena, &list[i].id, err))
            return false;
    }
    *items = list;
    return true;
}

static bool write_files(sr_making *making, sr_figures *figures, sr_error *err)
{
    const sr_publish_request *request = making->request;
    const sr_ruleset *rules = request->workspace->rules;
    sr_text csv, intake;
    for (sr_language language = 0; language < SR_LANGUAGE_COUNT; language++)
        if (rules->languages[language] && !write_language(making, language, err))
            return false;
    return sr_figures_list(request->released, making->arena, figures, err)
           && sr_figures_write_csv(figures, making->arena, &csv, err)
           && write_text_file(making, SR_TEXT("figures.csv"), csv, NULL, err)
           && sr_intake_write_csv(request->intakes, request->intake_count, making->arena, &intake, err)
           && write_text_file(making, SR_TEXT("intake.csv"), intake, NULL, err) && sr_file_sync(making->staging, err);
}

static bool enter_ledger(sr_making *making, const sr_figures *figures, const sr_ledger_mail *mails, uint32_t mail_count,
                         sr_ledger *ledger, int64_t *edition_id, sr_error *err)
{
    const sr_publish_request *request = making->request;
    sr_ledger_edition edition = {
        .run_id = request->run_id,
        .report = request->due->report->id,
        .period = making->period,
        .edition = request->due->edition,
        .rules_hash = request->rules_hash,
        .input_hash = request->input_hash,
        .as_of = request->as_of,
    };
    sr_ledger_edition_content content = {
        .files = making->files, .file_count = making->file_count, .figure_count = figures->count,
        .mails = mails, .mail_count = mail_count,
    };
    return list_ledger_figures(figures, making->arena, &content.figures, err)
           && sr_ledger_add_edition(ledger, &edition, &content, edition_id, err);
}

/* The directory of the edition gets the mode that it will have under published/; what it stands in is private. */
static bool make_staging(const sr_making *making, sr_error *err)
{
    const char *shelf = NULL;
    return sr_workspace_join(making->request->workspace, "staging", making->arena, &shelf, err)
           && sr_file_make_private_directory(shelf, err) && sr_file_remove_tree(making->staging, err)
           && sr_file_make_directory(making->staging, err);
}

bool sr_publish(const sr_publish_request *request, sr_ledger *ledger, sr_arena *arena, const char **directory,
                uint32_t *mail_count, sr_error *err)
{
    sr_making making = {.request = request, .arena = arena};
    const char *parent = NULL, *place = NULL;
    const sr_ledger_mail *mails = NULL;
    sr_figures figures;
    int64_t edition_id = 0;
    char period[16];
    sr_period_write(request->due->period, period);
    if (!sr_text_copy(sr_text_from(period), arena, &making.period))
        return sr_fail_memory(err);
    if (!format_text(arena, &making.name, err, "%.*s-%s", SR_TEXT_ARG(request->due->report->id), period)
        || !sr_workspace_join(request->workspace, "staging", arena, &making.drafts, err)
        || !find_places(request->workspace, request->due->report->id, making.period, request->due->edition, arena,
                        &making.staging, &parent, &place, err)
        || !make_staging(&making, err) || !write_files(&making, &figures, err) || !write_mails(&making, &mails, mail_count, err)
        || !enter_ledger(&making, &figures, mails, *mail_count, ledger, &edition_id, err))
        return sr_fail_within(err, "report %.*s", SR_TEXT_ARG(making.name));
    *directory = place;
    return sr_file_make_directory(parent, err) && sr_file_rename(making.staging, place, err)
           && sr_ledger_set_in_place(ledger, edition_id, err);
}

static bool recover_edition(const sr_workspace *workspace, sr_ledger *ledger, const sr_ledger_edition *edition,
                            sr_arena *arena, sr_error *err)
{
    const char *staging = NULL, *parent = NULL, *place = NULL;
    if (!find_places(workspace, edition->report, edition->period, edition->edition, arena, &staging, &parent, &place, err))
        return false;
    if (sr_file_is_directory(place)) {
        if (!sr_file_sync(parent, err))     // the run that put it there may have died before
            return false;
    } else {
        if (!sr_file_is_directory(staging))
            return sr_fail_at(err, SR_IO, (sr_where){place, 0, 0},
                              "the ledger knows this edition, but its files are gone; restore them from a backup");
        if (!sr_file_make_directory(parent, err) || !sr_file_rename(staging, place, err))
            return false;
    }
    return sr_ledger_set_in_place(ledger, edition->id, err);
}

bool sr_publish_recover(const sr_workspace *workspace, sr_ledger *ledger, sr_arena *arena, uint32_t *recovered,
                        sr_error *err)
{
    const sr_ledger_edition *editions = NULL;
    size_t count = 0;
    const char *staging = NULL;
    if (!sr_ledger_list_editions(ledger, 0, true, arena, &editions, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!recover_edition(workspace, ledger, &editions[i], arena, err))
            return false;
    *recovered = (uint32_t)count;
    return sr_workspace_join(workspace, "staging", arena, &staging, err) && sr_file_remove_tree(staging, err);
}
