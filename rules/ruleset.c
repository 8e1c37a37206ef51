/*
 * A ruleset with problems is refused; and the parts of one by name: workspaces hold tens of each, so a walk along them is enough.
 */
#include "rules/ruleset.h"

#include <stdio.h>

bool sr_ruleset_refuse(uint64_t problem_count, sr_where first, sr_error *err)
{
    char column[24] = "";
    if (first.column > 0)
        snprintf(column, sizeof(column), ":%llu", (unsigned long long)first.column);
    char line[24] = "";
    if (first.line > 0)
        snprintf(line, sizeof(line), ":%llu", (unsigned long long)first.line);
    if (problem_count == 1)
        return sr_fail(err, SR_BAD_RULES, "one problem in the rules, at %s%s%s", first.path, line, column);
    return sr_fail(err, SR_BAD_RULES, "%llu problems in the rules; the first is at %s%s%s",
                   (unsigned long long)problem_count, first.path, line, column);
}

const sr_dataset *sr_ruleset_find_dataset(const sr_ruleset *rules, sr_text name)
{
    for (size_t i = 0; i < rules->dataset_count; i++) {
        if (sr_text_is(rules->datasets[i].name, name))
            return &rules->datasets[i];
    }
    return NULL;
}

bool sr_report_rule_shows(const sr_report_rule *report, sr_text indicator)
{
    for (size_t s = 0; s < report->section_count; s++)
        for (size_t i = 0; i < report->sections[s].indicator_count; i++)
            if (sr_text_is(report->sections[s].indicators[i].text, indicator))
                return true;
    return false;
}

const sr_report_rule *sr_ruleset_find_report(const sr_ruleset *rules, sr_text id)
{
    for (size_t i = 0; i < rules->report_count; i++) {
        if (sr_text_is(rules->reports[i].id, id))
            return &rules->reports[i];
    }
    return NULL;
}

const sr_recipient *sr_ruleset_find_recipient(const sr_ruleset *rules, sr_text role)
{
    for (size_t i = 0; i < rules->recipient_count; i++) {
        if (sr_text_is(rules->recipients[i].role, role))
            return &rules->recipients[i];
    }
    return NULL;
}

const sr_audience *sr_ruleset_find_audience(const sr_ruleset *rules, sr_text name)
{
    for (size_t i = 0; i < rules->audience_count; i++) {
        if (sr_text_is(rules->audiences[i].name, name))
            return &rules->audiences[i];
    }
    return NULL;
}
