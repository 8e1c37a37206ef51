/*
 * What the figures rest on besides the data: parameters, with the days and the basis of their values, and which of them nobody
 * has confirmed; and definitions that held before.
 */
#include "output/wording.h"

#include "engine/uses.h"

/* "otsuse tähtaeg (KH_otsus), alampalk (alampalk)" of those that the indicator uses; with `only_unconfirmed` of those of them that have
 * an unconfirmed value in the days that the report shows. */
static sr_text join_names(sr_composer *composer, const sr_plan_indicator *indicator, bool only_unconfirmed)
{
    const sr_plan *plan = composer->plan;
    sr_text names = SR_TEXT_NONE;
    sr_uses uses;
    sr_error err;
    sr_error_init(&err);
    if (plan->parameter_count == 0)
        return names;
    if (!sr_uses_find(plan, (uint32_t)(indicator - plan->indicators), composer->arena, &uses, &err)) {
        composer->failed = true;
        return names;
    }
    sr_day last = sr_period_get_last(composer->request->period);
    sr_day first = only_unconfirmed ? sr_day_add_months(last, -(int32_t)composer->request->report->window) : last;
    for (uint32_t i = 0; i < plan->parameter_count; i++) {
        const sr_parameter *parameter = &plan->parameters[i];
        if (!uses.parameters[i] || (only_unconfirmed && !sr_parameter_is_unconfirmed(parameter, first, last)))
            continue;
        sr_text name = sr_composer_say(composer, SR_WORD_PARAMETER_NAME,
                                       (sr_text[]){sr_composer_choose(composer, parameter->names), parameter->name}, 2);
        names = sr_composer_join(composer, (sr_text[]){names, name}, 2, ", ");
    }
    return names;
}

sr_text sr_compose_parameter_names(sr_composer *composer, const sr_plan_indicator *indicator)
{
    return join_names(composer, indicator, false);
}

/* Each change of the definition in the days that the report shows. */
static sr_text say_changes(sr_composer *composer, const sr_plan_indicator *indicator)
{
    sr_text text = SR_TEXT_NONE;
    sr_day last = sr_period_get_last(composer->request->period);
    sr_day first = sr_day_add_months(last, -(int32_t)composer->request->report->window);
    uint32_t oldest = sr_plan_indicator_find_version(indicator, SR_DAY_MIN);
    for (uint32_t i = 1; i < indicator->version_count; i++) {
        const sr_plan_version *version = &indicator->versions[i];
        if (version->valid_from <= first || version->valid_from >= last)
            continue;
        sr_text change = sr_composer_say(composer, i > oldest ? SR_WORD_REMARK_BREAK : SR_WORD_REMARK_RESTATED,
                                         (sr_text[]){sr_wording_date(composer, version->valid_from), sr_composer_choose(composer, version->reasons)}, 2);
        text = sr_composer_join(composer, (sr_text[]){text, change}, 2, " ");
    }
    return text;
}

sr_text sr_compose_remark(sr_composer *composer, const sr_plan_indicator *indicator)
{
    sr_text names = join_names(composer, indicator, true);
    sr_text unconfirmed = names.size > 0 ? sr_composer_say(composer, SR_WORD_REMARK_UNCONFIRMED, &names, 1) : SR_TEXT_NONE;
    return sr_composer_join(composer, (sr_text[]){say_changes(composer, indicator), unconfirmed}, 2, " ");
}

sr_text sr_compose_former_definitions(sr_composer *composer, const sr_plan_indicator *indicator)
{
    sr_text text = SR_TEXT_NONE;
    for (uint32_t i = 0; i + 1 < indicator->version_count; i++) {
        const sr_plan_version *version = &indicator->versions[i];
        sr_text what = sr_composer_join(composer, (sr_text[]){version->value_text, version->where_text}, 2, "; ");
        sr_text former = sr_composer_say(composer, SR_WORD_DEFINITION_UNTIL,
                                         (sr_text[]){sr_wording_date(composer, indicator->versions[i + 1].valid_from), what}, 2);
        text = sr_composer_join(composer, (sr_text[]){text, former}, 2, " ");
    }
    return text;
}

/* "01.01.2023 kuni 31.12.2024: 30 päeva, alus: OAS § 16." */
static sr_text say_value(sr_composer *composer, const sr_parameter *parameter, const sr_parameter_value *value)
{
    bool is_open = value->valid_to == SR_DAY_MAX;
    sr_text parts[] = {
        sr_wording_amount(composer, parameter->unit, sr_parameter_get_number(parameter, value)),
        sr_wording_date(composer, value->valid_from),
        is_open ? SR_TEXT_NONE : sr_wording_date(composer, value->valid_to - 1),
    };
    sr_text text = sr_composer_say(composer, is_open ? SR_WORD_DEFINITION_TARGET : SR_WORD_DEFINITION_TARGET_TO, parts, 3);
    text = sr_composer_say(composer, SR_WORD_PARAMETER_BASIS, (sr_text[]){text, value->basis}, 2);
    return value->is_unconfirmed ? sr_composer_say(composer, SR_WORD_PARAMETER_UNCONFIRMED, &text, 1) : text;
}

static sr_text say_parameter(sr_composer *composer, const sr_parameter *parameter)
{
    sr_text text = SR_TEXT_NONE;
    for (uint32_t i = 0; i < parameter->count; i++)
        text = sr_composer_join(composer, (sr_text[]){text, say_value(composer, parameter, &parameter->values[i])}, 2, ". ");
    text = sr_composer_join(composer, (sr_text[]){sr_composer_choose(composer, parameter->names), text}, 2, ". ");
    return sr_composer_join(composer, (sr_text[]){text, SR_TEXT(".")}, 2, "");
}

uint32_t sr_compose_parameters(sr_composer *composer, const sr_report *report, sr_report_note *notes)
{
    const sr_plan *plan = composer->plan;
    bool *is_used = sr_composer_alloc(composer, plan->parameter_count, sizeof(*is_used));
    uint32_t count = 0;
    sr_uses uses;
    sr_error err;
    sr_error_init(&err);
    for (uint32_t p = 0; is_used != NULL && plan->parameter_count > 0 && p < report->part_count; p++)
        for (uint32_t b = 0; b < report->parts[p].block_count; b++) {
            uint32_t index = (uint32_t)(report->parts[p].blocks[b].indicator - plan->indicators);
            if (!sr_uses_find(plan, index, composer->arena, &uses, &err)) {
                composer->failed = true;
                return 0;
            }
            for (uint32_t i = 0; i < plan->parameter_count; i++)
                is_used[i] = is_used[i] || uses.parameters[i];
        }
    for (uint32_t i = 0; is_used != NULL && i < plan->parameter_count; i++)
        if (is_used[i])
            notes[count++] =
                (sr_report_note){.term = plan->parameters[i].name, .text = say_parameter(composer, &plan->parameters[i])};
    return count;
}
