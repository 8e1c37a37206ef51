#include "app/due.h"

#include <stdio.h>

#include "engine/calendar.h"

#define NAME_BYTES_MAX 64       // of an id, with what stands around it

static bool is_asked_for(const sr_report_rule *report, const char *const *asked, size_t asked_count)
{
    for (size_t i = 0; i < asked_count; i++)
        if (sr_text_is(report->id, sr_text_from(asked[i])))
            return true;
    return false;
}

static bool fail_unknown(const char *asked, const sr_text *names, size_t count, sr_error *err)
{
    char list[256] = "";
    size_t size = 0;
    for (size_t i = 0; i < count && size < sizeof(list) - NAME_BYTES_MAX; i++)
        size += (size_t)snprintf(list + size, sizeof(list) - size, "%s%.*s", i > 0 ? ", " : "",
                                 (int)(names[i].size < NAME_BYTES_MAX - 3 ? names[i].size : NAME_BYTES_MAX - 3), names[i].data);
    return sr_fail(err, SR_USAGE, "there is no report \"%s\" in the rules; they have: %s", asked, list);
}

static bool check_asked(const sr_ruleset *rules, const char *const *asked, size_t asked_count, sr_error *err)
{
    for (size_t i = 0; i < asked_count; i++) {
        if (sr_ruleset_find_report(rules, sr_text_from(asked[i])) != NULL)
            continue;
        sr_text names[64];
        size_t count = rules->report_count < 64 ? rules->report_count : 64;
        for (size_t k = 0; k < count; k++)
            names[k] = rules->reports[k].id;
        sr_text nearest = sr_text_find_nearest(sr_text_from(asked[i]), names, count);
        if (nearest.size > 0)
            return sr_fail(err, SR_USAGE, "there is no report \"%s\"; did you mean %.*s?", asked[i], SR_TEXT_ARG(nearest));
        return fail_unknown(asked[i], names, count, err);
    }
    return true;
}

/* The first day on which the edition of a period is due. */
static sr_day get_due_day(const sr_calendar *calendar, const sr_report_rule *report, sr_period period)
{
    sr_day last_day_of_period = sr_period_get_last(period) - 1;
    return sr_calendar_add_workdays(calendar, last_day_of_period, report->due_workday);
}

static bool consider(const sr_calendar *calendar, const sr_report_rule *report, sr_ledger *ledger, sr_day as_of, bool is_asked, sr_arena *arena,
                     sr_due *due, bool *is_due, sr_error *err)
{
    *due = (sr_due){.report = report, .is_asked = is_asked, .edition = 1};
    due->period = sr_period_get_last_complete(report->period, as_of);
    if (!is_asked && get_due_day(calendar, report, due->period) > as_of)
        due->period = sr_period_add(due->period, -1);
    char period[16];
    sr_period_write(due->period, period);
    sr_text period_text;
    bool found = false;
    if (!sr_text_copy(sr_text_from(period), arena, &period_text))
        return sr_fail_memory(err);
    if (!sr_ledger_find_edition(ledger, report->id, period_text, arena, &due->previous, &found, err))
        return false;
    if (found)
        due->edition = due->previous.edition + 1;
    *is_due = !found || is_asked;
    return true;
}

bool sr_due_find(const sr_ruleset *rules, sr_ledger *ledger, sr_day as_of, const char *const *asked, size_t asked_count,
                 sr_arena *arena, sr_due_list *due, sr_error *err)
{
    if (!check_asked(rules, asked, asked_count, err))
        return false;
    sr_due *items = sr_arena_alloc(arena, rules->report_count + 1, sizeof(*items));
    if (items == NULL)
        return sr_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < rules->report_count; i++) {
        const sr_report_rule *report = &rules->reports[i];
        bool is_asked = is_asked_for(report, asked, asked_count);
        bool is_due = false;
        if (asked_count > 0 && !is_asked)
            continue;
        if (!consider(rules->calendar, report, ledger, as_of, is_asked, arena, &items[count], &is_due, err))
            return false;
        count += is_due;
    }
    *due = (sr_due_list){items, count};
    return true;
}
