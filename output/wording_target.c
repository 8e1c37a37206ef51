#include "output/wording.h"

#include "output/report.h"

sr_text sr_wording_verdict(sr_composer *composer, const sr_released_cell *cell)
{
    static const sr_word VERDICTS[] = {
        [SR_MARK_NONE] = SR_WORD_NO_TARGET,           [SR_MARK_MET] = SR_WORD_TARGET_MET,
        [SR_MARK_NOT_MET] = SR_WORD_TARGET_NOT_MET,   [SR_MARK_WARNING] = SR_WORD_TARGET_WARNING,
        [SR_MARK_CANNOT_TELL] = SR_WORD_CANNOT_TELL,
    };
    static const sr_word STATES[] = {
        [SR_CELL_NO_DATA] = SR_WORD_STATE_NO_DATA,
        [SR_CELL_ZERO_DENOMINATOR] = SR_WORD_STATE_ZERO_DENOMINATOR,
        [SR_CELL_TOO_FEW] = SR_WORD_STATE_TOO_FEW,
        [SR_CELL_NOT_APPLICABLE] = SR_WORD_STATE_NOT_APPLICABLE,
        [SR_CELL_HIDDEN] = SR_WORD_STATE_HIDDEN,
    };
    sr_cell_state state = sr_released_cell_get_state(cell);
    if (state != SR_CELL_OK)
        return sr_composer_word(composer, STATES[state]);
    sr_mark mark = sr_mark_of_cell(cell);
    composer->has_cannot_tell |= mark == SR_MARK_CANNOT_TELL;
    composer->has_warning |= mark == SR_MARK_WARNING;
    return sr_composer_word(composer, VERDICTS[mark]);
}

static sr_text say_near(sr_composer *composer, const sr_plan_indicator *indicator, sr_number level, sr_number tolerance, bool is_relative)
{
    sr_text around;
    if (is_relative) {
        around = sr_wording_amount(composer, SR_UNIT_SHARE, tolerance);
    } else if (indicator->unit == SR_UNIT_SHARE) {
        sr_text points = sr_wording_limit_number(composer, indicator, tolerance);
        around = sr_composer_say(composer, SR_WORD_PERCENT_POINTS, &points, 1);
    } else {
        around = sr_wording_limit(composer, indicator, tolerance);
    }
    return sr_composer_say(composer, SR_WORD_TARGET_NEAR, (sr_text[]){sr_wording_limit(composer, indicator, level), around}, 2);
}

/* `level` is what the target asks for here: of the whole year, or the elapsed part of a linear one. */
static sr_text say_target(sr_composer *composer, const sr_plan_indicator *indicator, const sr_target *target, sr_number level)
{
    if (target->has_near)
        return say_near(composer, indicator, level, target->tolerance, target->is_relative);
    if (target->has_min && target->has_max && !sr_target_is_cumulative(target))
        return sr_composer_say(composer, SR_WORD_TARGET_BETWEEN,
                               (sr_text[]){sr_wording_limit_number(composer, indicator, target->min),
                                           sr_wording_limit(composer, indicator, target->max)},
                               2);
    sr_text limit = sr_wording_limit(composer, indicator, level);
    return sr_composer_say(composer, target->has_min ? SR_WORD_TARGET_MIN : SR_WORD_TARGET_MAX, &limit, 1);
}

sr_text sr_wording_target(sr_composer *composer, const sr_plan_indicator *indicator, const sr_judgement *judgement)
{
    if (judgement->target == NULL || !judgement->has_level)
        return SR_TEXT_NONE;
    return say_target(composer, indicator, judgement->target, judgement->level);
}

sr_text sr_wording_target_rule(sr_composer *composer, const sr_plan_indicator *indicator, const sr_target *target)
{
    sr_number level = target->has_near ? target->near : target->has_min ? target->min : target->max;
    sr_text text = say_target(composer, indicator, target, level);
    if (!sr_target_is_cumulative(target))
        return text;
    return sr_composer_say(composer, target->is_linear ? SR_WORD_TARGET_LINEAR : SR_WORD_TARGET_WEIGHTED, &text, 1);
}
