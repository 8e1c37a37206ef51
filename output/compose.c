#include "output/compose.h"

#include "output/wording.h"

#define HASH_DIGITS_SHOWN 12    // of the rules' fingerprint: enough to tell two apart, short enough to read aloud

static void compose_head(sr_composer *composer, sr_report *report)
{
    const sr_compose_request *request = composer->request;
    report->language = composer->language;
    report->id = request->report->id;
    report->organisation = sr_composer_choose(composer, request->rules->organisation);
    report->unit = sr_composer_choose(composer, request->rules->unit);
    report->contact = request->rules->contact;
    report->period = request->period;
    report->period_text = sr_wording_period(composer, request->period);
    report->title = sr_composer_say(composer, SR_WORD_TITLE,
                                    (sr_text[]){sr_composer_choose(composer, request->report->titles), report->period_text}, 2);
    report->edition = request->edition;
    report->edition_text = sr_composer_say(composer, SR_WORD_EDITION,
                                           (sr_text[]){sr_composer_print(composer, "%u", (unsigned)request->edition),
                                                       sr_wording_date(composer, request->as_of)},
                                           2);
    sr_text threshold = sr_wording_count(composer, sr_released_get_threshold(composer->released));
    const sr_audience *audience = sr_ruleset_find_audience(request->rules, request->report->audience);
    sr_text reader = audience != NULL ? sr_composer_choose(composer, audience->titles) : SR_TEXT_NONE;
    if (reader.size == 0)
        reader = request->report->audience;
    report->audience_text = sr_composer_say(composer, SR_WORD_AUDIENCE, (sr_text[]){reader, threshold}, 2);
    char hash[SR_HASH_HEX_SIZE];
    sr_hash_write_hex(&request->rules->hash, hash);
    report->provenance = sr_composer_say(composer, SR_WORD_PROVENANCE,
                                         (sr_text[]){sr_composer_copy(composer, (sr_text){hash, HASH_DIGITS_SHOWN}),
                                                     request->input_fingerprint, sr_wording_date(composer, request->as_of)},
                                         3);
}

static bool compose_part(sr_composer *composer, const sr_report_section *section, sr_report_part *part, sr_error *err)
{
    sr_report_block *blocks = sr_composer_alloc(composer, section->indicator_count, sizeof(*blocks));
    if (blocks == NULL)
        return sr_fail_memory(err);
    part->title = sr_composer_choose(composer, section->titles);
    for (size_t i = 0; i < section->indicator_count; i++) {
        const sr_rule_text *id = &section->indicators[i];
        uint32_t index = sr_plan_find_indicator(composer->plan, id->text);
        if (index == SR_NO_INDEX || sr_released_find_table(composer->released, index, 0) == NULL)
            return sr_fail_at(err, SR_INTERNAL, id->where, "indicator '%.*s' was not released for this report", SR_TEXT_ARG(id->text));
        sr_compose_block(composer, index, &blocks[i]);
    }
    part->blocks = blocks;
    part->block_count = (uint32_t)section->indicator_count;
    return true;
}

static bool compose_parts(sr_composer *composer, sr_report *report, sr_error *err)
{
    const sr_report_rule *rule = composer->request->report;
    sr_report_part *parts = sr_composer_alloc(composer, rule->section_count, sizeof(*parts));
    if (parts == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < rule->section_count; i++)
        if (!compose_part(composer, &rule->sections[i], &parts[i], err))
            return false;
    report->parts = parts;
    report->part_count = (uint32_t)rule->section_count;
    return true;
}

static bool compose_all(sr_composer *composer, sr_report *report, sr_error *err)
{
    compose_head(composer, report);
    if (!compose_parts(composer, report, err))
        return false;
    sr_compose_points(composer, report);
    sr_compose_quality(composer, report);
    sr_compose_notes(composer, report);
    return composer->failed ? sr_fail_memory(err) : true;
}

bool sr_compose(const sr_compose_request *request, const sr_released *released, sr_arena *arena, const sr_report **report,
                sr_error *err)
{
    sr_composer composer = {
        .request = request,
        .released = released,
        .plan = sr_released_get_plan(released),
        .language = request->language,
        .arena = arena,
    };
    sr_report *made = sr_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    if (!sr_locale_open(request->language, &composer.locale, err))
        return false;
    bool done = compose_all(&composer, made, err);
    sr_locale_close(composer.locale);
    if (done)
        *report = made;
    return done;
}

bool sr_compose_definition(const sr_ruleset *rules, const sr_plan *plan, uint32_t indicator, sr_language language, sr_arena *arena, sr_text *text,
                           sr_error *err)
{
    const sr_compose_request request = {.rules = rules, .period = sr_period_of_day(SR_GRAIN_DAY, plan->as_of), .language = language};
    sr_composer composer = {.request = &request, .plan = plan, .language = language, .arena = arena};
    if (!sr_locale_open(language, &composer.locale, err))
        return false;
    *text = sr_compose_words_of(&composer, &plan->indicators[indicator]);
    sr_locale_close(composer.locale);
    return !composer.failed || sr_fail_memory(err);
}
