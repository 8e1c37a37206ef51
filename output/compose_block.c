#include "output/wording.h"

/* What the figure rests on. When the figure is that count itself, only a word of what was counted is worth saying. */
static sr_text say_basis(sr_composer *composer, const sr_plan_indicator *indicator, const sr_released_cell *cell)
{
    if (sr_released_cell_get_state(cell) != SR_CELL_OK)
        return SR_TEXT_NONE;
    const sr_result *result = sr_released_cell_get_result(cell);
    bool has_word = sr_composer_choose(composer, indicator->counted).size > 0 && result->n != 1;
    if (has_word)
        return sr_wording_counted(composer, indicator, result->n);
    if (indicator->unit == SR_UNIT_COUNT && sr_number_compare(sr_number_from_integer(result->n), result->value) == 0)
        return SR_TEXT_NONE;
    sr_text n = sr_wording_count(composer, result->n);
    return sr_composer_say(composer, SR_WORD_RESTS_ON_N, &n, 1);
}

static sr_text say_comparison(sr_composer *composer, const sr_plan_indicator *indicator, const sr_released_cell *now,
                              const sr_released_cell *before, sr_word word)
{
    if (before == NULL || sr_released_cell_get_state(before) == SR_CELL_NO_DATA)
        return SR_TEXT_NONE;
    sr_text value = sr_wording_cell(composer, indicator, before);
    sr_text text = sr_composer_say(composer, word, &value, 1);
    if (sr_released_cell_get_state(now) != SR_CELL_OK || sr_released_cell_get_state(before) != SR_CELL_OK)
        return text;
    sr_text change = sr_wording_change(composer, indicator, sr_released_cell_get_result(now)->value,
                                       sr_released_cell_get_result(before)->value);
    return sr_composer_say(composer, SR_WORD_WITH_CHANGE, (sr_text[]){text, change}, 2);
}

static sr_text say_sentence(sr_composer *composer, uint32_t indicator_index, const sr_released_cell *now)
{
    const sr_plan_indicator *indicator = &composer->plan->indicators[indicator_index];
    sr_grain grain = composer->request->period.grain;
    const sr_wording_of_grain *words = sr_wording_grain(grain);
    sr_period ago;
    sr_text parts[4] = {say_basis(composer, indicator, now)};
    parts[1] = say_comparison(composer, indicator, now, sr_composer_find_total(composer, indicator_index, grain, 1), words->previous);
    if (sr_period_get_year_ago(composer->request->period, &ago)) {
        uint32_t back = (uint32_t)(composer->request->period.number - ago.number);
        parts[2] = say_comparison(composer, indicator, now, sr_composer_find_total(composer, indicator_index, grain, back), words->same);
    }
    const sr_released_cell *ytd = sr_composer_find_total(composer, indicator_index, SR_GRAIN_YTD, 0);
    if (ytd != NULL && grain != SR_GRAIN_YTD) {
        sr_text value = sr_wording_cell(composer, indicator, ytd);
        parts[3] = sr_composer_say(composer, SR_WORD_YEAR_TO_DATE, &value, 1);
    }
    sr_text text = sr_wording_capital(composer, sr_composer_join(composer, parts, 4, "; "));
    return text.size > 0 ? sr_composer_join(composer, (sr_text[]){text, SR_TEXT(".")}, 2, "") : text;
}

static sr_text say_one(sr_composer *composer, sr_word word, sr_text value)
{
    return value.size > 0 ? sr_composer_say(composer, word, &value, 1) : SR_TEXT_NONE;
}

static sr_text say_target_rule(sr_composer *composer, const sr_plan_indicator *indicator)
{
    const sr_target *target = sr_target_find(indicator, sr_period_get_last(composer->request->period) - 1);
    if (target == NULL)
        return SR_TEXT_NONE;
    sr_text rule = sr_wording_target_rule(composer, indicator, target);
    sr_text from = sr_wording_date(composer, target->valid_from);
    bool is_open = target->valid_to == SR_DAY_MAX;
    sr_text to = is_open ? SR_TEXT_NONE : sr_wording_date(composer, target->valid_to - 1);
    sr_text text = sr_composer_say(composer, is_open ? SR_WORD_DEFINITION_TARGET : SR_WORD_DEFINITION_TARGET_TO,
                                   (sr_text[]){rule, from, to}, 3);
    sr_text end = SR_TEXT(".");
    if (target->approved_by.size > 0)
        end = sr_composer_say(composer, SR_WORD_DEFINITION_APPROVED,
                              (sr_text[]){sr_wording_role(composer, target->approved_by), sr_wording_date(composer, target->approved_on)}, 2);
    return sr_composer_join(composer, (sr_text[]){text, end}, 2, "");
}

/* A sentence of the user's may end in a full stop or not. */
static sr_text end_sentence(sr_composer *composer, sr_text text)
{
    if (text.size == 0 || sr_text_has_suffix(text, SR_TEXT(".")))
        return text;
    return sr_composer_join(composer, (sr_text[]){text, SR_TEXT(".")}, 2, "");
}

static sr_text say_meaning(sr_composer *composer, const sr_plan_indicator *indicator)
{
    return end_sentence(composer, sr_composer_choose(composer, indicator->descriptions));
}

static sr_text say_minimum(sr_composer *composer, const sr_plan_indicator *indicator)
{
    return indicator->minimum_n > 0 ? say_one(composer, SR_WORD_DEFINITION_MINIMUM, sr_wording_count(composer, indicator->minimum_n)) : SR_TEXT_NONE;
}

static sr_text say_agreement(sr_composer *composer, const sr_plan_indicator *indicator)
{
    if (indicator->agreed_by.size == 0)
        return SR_TEXT_NONE;
    return sr_composer_say(composer, SR_WORD_DEFINITION_AGREED,
                           (sr_text[]){sr_wording_role(composer, indicator->agreed_by), sr_wording_date(composer, indicator->agreed_on)}, 2);
}

sr_text sr_compose_words_of(sr_composer *composer, const sr_plan_indicator *indicator)
{
    sr_text parts[] = {
        say_meaning(composer, indicator),
        say_one(composer, SR_WORD_DEFINITION_COUNTED, sr_composer_choose(composer, indicator->counted)),
        say_one(composer, SR_WORD_DEFINITION_VALUE, indicator->value_text),
        say_one(composer, SR_WORD_DEFINITION_WHERE, indicator->where_text),
        indicator->is_stock ? sr_composer_word(composer, SR_WORD_DEFINITION_STOCK)
                            : say_one(composer, SR_WORD_DEFINITION_PERIOD, indicator->period_text),
        say_one(composer, SR_WORD_DEFINITION_PARAMETERS, sr_compose_parameter_names(composer, indicator)),
        say_target_rule(composer, indicator),
        sr_compose_former_definitions(composer, indicator),
        say_minimum(composer, indicator),
        say_agreement(composer, indicator),
        say_one(composer, SR_WORD_DEFINITION_OWNER, sr_wording_role(composer, indicator->owner)),
    };
    return sr_composer_join(composer, parts, sizeof(parts) / sizeof(parts[0]), " ");
}

static void compose_figure(sr_composer *composer, uint32_t indicator_index, const sr_released_cell *now, sr_report_block *block)
{
    const sr_plan_indicator *indicator = block->indicator;
    const sr_judgement *judgement = sr_released_cell_get_judgement(now);
    block->value = sr_wording_cell(composer, indicator, now);
    block->mark = sr_mark_of_cell(now);
    block->verdict = sr_wording_verdict(composer, now);
    block->sign = sr_text_from(sr_mark_get_sign(block->mark));
    block->sentence = say_sentence(composer, indicator_index, now);
    if (sr_released_cell_get_state(now) != SR_CELL_OK)
        return;
    block->target = sr_wording_target(composer, indicator, judgement);
    if (judgement->has_interval)
        block->interval = sr_wording_interval(composer, indicator, judgement->interval);
    if (block->mark == SR_MARK_CANNOT_TELL)
        block->doubt = sr_compose_doubt(composer, block, now);
    sr_wording_note_method(composer, judgement);
}

void sr_compose_block(sr_composer *composer, uint32_t indicator_index, sr_report_block *block)
{
    const sr_plan_indicator *indicator = &composer->plan->indicators[indicator_index];
    sr_period period = composer->request->period;
    char period_text[16];
    sr_period_write(period, period_text);
    sr_text name = sr_composer_choose(composer, indicator->names);
    block->indicator = indicator;
    block->id = indicator->id;
    block->name = name.size > 0 ? name : indicator->id;
    block->figure_id = sr_composer_join(composer, (sr_text[]){indicator->id, sr_text_from(period_text)}, 2, ":");
    block->meaning = say_meaning(composer, indicator);
    block->definition = sr_compose_words_of(composer, indicator);
    block->remark = sr_compose_remark(composer, indicator);

    const sr_released_cell *now = sr_composer_find_total(composer, indicator_index, period.grain, 0);
    if (now != NULL) {
        compose_figure(composer, indicator_index, now, block);
    } else {    // the grain is not published: its total is small somewhere
        composer->has_hidden = true;
        block->value = SR_TEXT("[c]");
        block->verdict = sr_composer_word(composer, SR_WORD_STATE_HIDDEN);
        block->sign = sr_text_from(sr_mark_get_sign(SR_MARK_NONE));
    }
    sr_compose_series(composer, indicator_index, block);
    sr_compose_tables(composer, indicator_index, block);
}
