#include "rules/compile.h"

#include "rules/draft_indicator.h"

static bool needs_days(const sr_report_rule *report)
{
    for (int g = 0; g < SR_GRAIN_COUNT; g++)
        if ((report->grains[g] || report->period == (sr_grain)g) && !sr_grain_has_months((sr_grain)g))
            return true;
    return false;
}

/* Indicators of reports that show days or weeks are kept by day, with all they are made of. */
static bool mark_days(sr_draft *draft, const sr_ruleset *rules)
{
    sr_arena *arena = draft->compiler->arena;
    bool *folds = sr_arena_alloc(arena, draft->fold_count, sizeof(*folds));
    bool *seen = sr_arena_alloc(arena, draft->indicator_count, sizeof(*seen));
    if (folds == NULL || seen == NULL)
        return sr_fail_memory(draft->compiler->err);
    for (size_t r = 0; r < rules->report_count; r++) {
        const sr_report_rule *report = &rules->reports[r];
        for (size_t s = 0; needs_days(report) && s < report->section_count; s++)
            for (size_t i = 0; i < report->sections[s].indicator_count; i++)
                for (uint32_t j = 0; j < draft->indicator_count; j++)
                    if (sr_text_is(draft->indicators[j].id, report->sections[s].indicators[i].text))
                        sr_draft_mark_folds(draft, draft->indicators[j].formula, folds, seen);
    }
    for (uint32_t i = 0; i < draft->fold_count; i++)
        draft->folds[i].fold.has_days = folds[i] || draft->folds[i].fold.is_stock;
    return true;
}

/* The place of the first problem among the findings since then. */
static sr_where find_first(const sr_findings *findings, size_t groups_before)
{
    for (size_t i = groups_before; i < sr_findings_count_groups(findings); i++)
        if (sr_findings_get_group(findings, i)->severity == SR_ERROR)
            return sr_findings_get_group(findings, i)->first[0]->where;
    return SR_NOWHERE;
}

bool sr_compile(const sr_ruleset *rules, sr_day as_of, sr_arena *arena, const sr_plan **plan, sr_findings *findings, sr_error *err)
{
    sr_compiler compiler = {.as_of = as_of,
                            .parameters = rules->parameters,
                            .parameter_count = rules->parameter_count,
                            .lacks_parameters = rules->lacks_parameters,
                            .arena = arena,
                            .findings = findings,
                            .err = err};
    uint64_t errors_before = sr_findings_count(findings, SR_ERROR);
    size_t groups_before = sr_findings_count_groups(findings);
    sr_draft draft;
    if (!sr_draft_init(&draft, &compiler, (uint32_t)rules->dataset_count, (uint32_t)rules->indicator_count))
        return false;
    for (uint32_t i = 0; i < rules->dataset_count; i++)
        if (!sr_draft_set_dataset(&draft, i, &rules->datasets[i]))
            return false;
    if (!sr_draft_set_checks(&draft, rules->lacks_datasets) || !sr_draft_set_indicators(&draft, rules) || !mark_days(&draft, rules))
        return false;
    if (err->code != SR_OK)
        return false;   // a text of a message found no memory
    uint64_t problems = rules->problem_count + sr_findings_count(findings, SR_ERROR) - errors_before;
    if (problems > 0)
        return sr_ruleset_refuse(problems, rules->problem_count > 0 ? rules->first_problem : find_first(findings, groups_before), err);
    return sr_draft_finish(&draft, plan);
}
