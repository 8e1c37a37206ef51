/*
 * The parts of a ruleset by name. Workspaces hold tens of each, so a walk along them is enough.
 */
#include "rules/ruleset.h"

const sr_dataset *sr_ruleset_find_dataset(const sr_ruleset *rules, sr_text name)
{
    for (size_t i = 0; i < rules->dataset_count; i++) {
        if (sr_text_is(rules->datasets[i].name, name))
            return &rules->datasets[i];
    }
    return NULL;
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
