#include "rules/compile.h"

#include <string.h>

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

/* A part of a whole, or so many for each: a small one and a large one look alike. */
static bool is_rate(const sr_draft *draft, const sr_plan_indicator *indicator)
{
    static const char *const rates[] = {"share", "ratio", "rate", "top_box", "nps"};
    sr_formula_op op = indicator->formula->op;
    if (indicator->unit == SR_UNIT_SHARE || op == SR_FORMULA_RATIO || op == SR_FORMULA_DIVIDE)
        return true;
    for (size_t i = 0; op == SR_FORMULA_FOLD && i < sizeof(rates) / sizeof(rates[0]); i++)
        if (strcmp(draft->folds[indicator->formula->index].fold.aggregate->name, rates[i]) == 0)
            return true;
    return false;
}

static const sr_plan_indicator *find_indicator(const sr_draft *draft, sr_text id)
{
    for (uint32_t i = 0; i < draft->indicator_count; i++)
        if (sr_text_is(draft->indicators[i].id, id))
            return &draft->indicators[i];
    return NULL;
}

/* Rates need a volume beside them, or nobody sees that nine in ten were nine of ten. */
static void check_section(const sr_draft *draft, const sr_report_rule *report, const sr_report_section *section)
{
    const sr_rule_text *first = NULL;
    for (size_t i = 0; i < section->indicator_count; i++) {
        const sr_plan_indicator *indicator = find_indicator(draft, section->indicators[i].text);
        if (indicator == NULL || (!is_rate(draft, indicator) && (indicator->unit == SR_UNIT_COUNT || indicator->unit == SR_UNIT_EURO)))
            return;     // it could not be read, or it is a volume
        if (first == NULL && is_rate(draft, indicator))
            first = &section->indicators[i];
    }
    if (first == NULL)
        return;
    sr_finding note = {"rules.rate_without_volume", SR_NOTE, first->where, sr_compiler_print(draft->compiler, "%.*s", SR_TEXT_ARG(report->id)),
                       sr_compiler_print(draft->compiler, "'%.*s' is a rate, and no count or sum stands beside it", SR_TEXT_ARG(first->text)),
                       "a volume in the same section", "put the number of cases or persons beside the rate"};
    if (!sr_findings_add(draft->compiler->findings, &note, draft->compiler->err))
        return;         // err says it
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
                            .calendar = rules->calendar,
                            .year_month = rules->financial_year,
                            .parameters = rules->parameters,
                            .parameter_count = rules->parameter_count,
                            .lacks_parameters = rules->lacks_parameters,
                            .lacks_datasets = rules->lacks_datasets,
                            .arena = arena,
                            .findings = findings,
                            .err = err};
    uint64_t errors_before = sr_findings_count(findings, SR_ERROR);
    size_t groups_before = sr_findings_count_groups(findings);
    sr_draft draft;
    compiler.draft = &draft;
    if (!sr_draft_init(&draft, &compiler, rules->datasets, (uint32_t)rules->dataset_count, (uint32_t)rules->indicator_count))
        return false;
    for (uint32_t i = 0; i < rules->dataset_count; i++)
        sr_draft_add_dataset(&draft, &rules->datasets[i]);
    for (uint32_t i = 0; i < rules->dataset_count; i++)
        if (!sr_draft_open_dataset(&draft, i))
            return false;
    if (!sr_draft_set_checks(&draft) || !sr_draft_set_indicators(&draft, rules) || !mark_days(&draft, rules))
        return false;
    if (err->code != SR_OK)
        return false;   // a text of a message found no memory
    uint64_t problems = rules->problem_count + sr_findings_count(findings, SR_ERROR) - errors_before;
    if (problems > 0)
        return sr_ruleset_refuse(problems, rules->problem_count > 0 ? rules->first_problem : find_first(findings, groups_before), err);
    for (size_t r = 0; r < rules->report_count; r++)
        for (size_t s = 0; s < rules->reports[r].section_count; s++)
            check_section(&draft, &rules->reports[r], &rules->reports[r].sections[s]);
    return err->code == SR_OK && sr_draft_finish(&draft, plan);
}
