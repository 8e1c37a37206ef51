/*
 * The line of an indicator, and the same in words.
 */
#include "output/wording.h"

#include <math.h>

#define TICKS_WANTED 3      // steps between low and high; at most twice as many come out
#define BAND_REACH 0.6      // how far intervals may widen the axis, in parts of what values and targets need

/* What the line shows, found in one walk. Indexes into the series; UINT32_MAX while there is no value. */
typedef struct series_facts {
    uint32_t first, last, lowest, highest;
    uint32_t gap_count;
} series_facts;

static sr_number value_of(const sr_report_series *series, uint32_t index)
{
    return sr_released_cell_get_result(series->cells[index])->value;
}

static series_facts find_facts(const sr_report_series *series)
{
    series_facts facts = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, 0};
    for (uint32_t i = 0; i < series->count; i++) {
        if (sr_released_cell_get_state(series->cells[i]) != SR_CELL_OK) {
            facts.gap_count++;
            continue;
        }
        if (facts.first == UINT32_MAX)
            facts.first = facts.lowest = facts.highest = i;
        facts.last = i;
        if (sr_number_compare(value_of(series, i), value_of(series, facts.lowest)) < 0)
            facts.lowest = i;
        if (sr_number_compare(value_of(series, i), value_of(series, facts.highest)) > 0)
            facts.highest = i;
    }
    return facts;
}

typedef struct value_range {
    double low;
    double high;
} value_range;

static void range_add(value_range *range, double value)
{
    range->low = fmin(range->low, value);
    range->high = fmax(range->high, value);
}

static value_range find_range(const sr_report_series *series)
{
    value_range values = {INFINITY, -INFINITY};
    value_range bands = {INFINITY, -INFINITY};
    for (uint32_t i = 0; i < series->count; i++) {
        if (sr_released_cell_get_state(series->cells[i]) != SR_CELL_OK)
            continue;
        const sr_judgement *judgement = sr_released_cell_get_judgement(series->cells[i]);
        range_add(&values, sr_number_get_real(value_of(series, i)));
        if (judgement->has_level)
            range_add(&values, sr_number_get_real(judgement->level));
        if (judgement->has_interval) {
            range_add(&bands, judgement->interval.lower);
            range_add(&bands, judgement->interval.upper);
        }
    }
    double reach = BAND_REACH * (values.high - values.low);
    if (!(reach > 0))
        reach = fmax(0.1 * fabs(values.high), 1e-6);
    if (bands.low <= bands.high) {
        range_add(&values, fmax(bands.low, values.low - reach));
        range_add(&values, fmin(bands.high, values.high + reach));
    }
    if (!(values.high > values.low))
        values = (value_range){values.low - reach, values.high + reach};
    return values;
}

/* 1, 2 or 5 times a power of ten, not below `least`. */
static double round_step(double least)
{
    double power = pow(10.0, floor(log10(least)));
    double factor = least / power;
    return power * (factor <= 1.0 ? 1.0 : factor <= 2.0 ? 2.0 : factor <= 5.0 ? 5.0 : 10.0);
}

/* Round numbers on the value axis. Counts, money and shares do not go below zero when no value does, shares not above one. */
static void compose_axis(sr_composer *composer, const sr_plan_indicator *indicator, sr_report_series *series)
{
    value_range range = find_range(series);
    double unit = indicator->unit == SR_UNIT_SHARE ? 100.0 : 1.0;
    double step = round_step((range.high - range.low) * unit / TICKS_WANTED);
    if (indicator->unit == SR_UNIT_COUNT)
        step = fmax(step, 1.0);
    double low = floor(range.low * unit / step + 1e-9);
    double high = ceil(range.high * unit / step - 1e-9);
    if (range.low >= 0)
        low = fmax(low, 0.0);
    if (indicator->unit == SR_UNIT_SHARE && range.high <= 1.0 && high * step > 100.0)
        high = floor(100.0 / step);
    if (high - low > SR_TICKS_MAX - 1)
        high = low + SR_TICKS_MAX - 1;
    uint8_t digits = step < 1.0 ? (uint8_t)fmin(ceil(-log10(step) - 1e-9), 9.0) : 0;
    for (double tick = low; tick <= high; tick += 1.0) {
        double value = tick * step / unit;
        series->ticks[series->tick_count++] = (sr_report_tick){value, sr_wording_rounded(composer, indicator, value, digits)};
    }
    series->low = series->ticks[0].value;
    series->high = fmax(series->ticks[series->tick_count - 1].value, range.high);
}

static sr_text say_two(sr_composer *composer, const sr_report_block *block, sr_word word, uint32_t a, uint32_t b)
{
    const sr_report_series *series = &block->series;
    return sr_composer_say(composer, word,
                           (sr_text[]){series->labels[a], sr_wording_value(composer, block->indicator, value_of(series, a)),
                                       series->labels[b], sr_wording_value(composer, block->indicator, value_of(series, b))},
                           4);
}

static sr_text say_description(sr_composer *composer, const sr_report_block *block)
{
    series_facts facts = find_facts(&block->series);
    if (facts.first == UINT32_MAX)
        return sr_composer_word(composer, SR_WORD_SERIES_EMPTY);
    sr_text parts[4] = {
        say_two(composer, block, SR_WORD_SERIES_FIRST_LAST, facts.first, facts.last),
        say_two(composer, block, SR_WORD_SERIES_RANGE, facts.lowest, facts.highest),
    };
    if (block->target.size > 0)
        parts[2] = sr_composer_say(composer, SR_WORD_SERIES_TARGET, &block->target, 1);
    if (facts.gap_count > 0) {
        sr_text gaps = sr_wording_count(composer, facts.gap_count);
        parts[3] = sr_composer_say(composer, SR_WORD_SERIES_GAPS, &gaps, 1);
    }
    return sr_composer_join(composer, parts, 4, "");
}

static sr_text say_subtitle(sr_composer *composer, const sr_report_block *block)
{
    const sr_report_series *series = &block->series;
    if (series->count == 0)
        return SR_TEXT_NONE;
    sr_text when = sr_composer_say(composer, SR_WORD_SERIES_SUBTITLE,
                                   (sr_text[]){series->labels[0], series->labels[series->count - 1],
                                               sr_composer_word(composer, sr_wording_grain(composer->request->period.grain)->by)},
                                   3);
    sr_text unit = sr_wording_unit(composer, block->indicator);
    if (unit.size > 0)
        unit = sr_composer_say(composer, SR_WORD_SERIES_UNIT, &unit, 1);
    bool has_band = block->indicator->interval != SR_INTERVAL_NONE;
    return sr_composer_join(composer, (sr_text[]){when, unit, has_band ? sr_composer_word(composer, SR_WORD_SERIES_BAND) : SR_TEXT_NONE}, 3, "");
}

void sr_compose_series(sr_composer *composer, uint32_t indicator_index, sr_report_block *block)
{
    sr_grain grain = composer->request->period.grain;
    const sr_released_table *total = sr_released_find_table(composer->released, indicator_index, 0);
    uint32_t count = total != NULL && sr_released_table_count_members(total) > 0 ? sr_released_table_count_periods(total, grain) : 0;
    const sr_released_cell **cells = sr_composer_alloc(composer, count, sizeof(const sr_released_cell *));
    sr_text *labels = sr_composer_alloc(composer, count, sizeof(*labels));
    if (cells == NULL || labels == NULL)
        return;
    for (uint32_t i = 0; i < count; i++) {
        cells[i] = sr_released_table_get_cell(total, 0, grain, i);
        labels[i] = sr_wording_period_short(composer, sr_released_table_get_period(total, grain, i));
    }
    block->series = (sr_report_series){.count = count, .cells = cells, .labels = labels};
    block->series.title = sr_composer_say(composer, SR_WORD_POINT_LEAD,
                                          (sr_text[]){block->name, block->mark == SR_MARK_NONE ? block->value : block->verdict}, 2);
    if (find_facts(&block->series).first != UINT32_MAX)
        compose_axis(composer, block->indicator, &block->series);
    const sr_judgement *judgement = count > 0 ? sr_released_cell_get_judgement(cells[count - 1]) : NULL;
    if (block->target.size > 0 && judgement != NULL)
        block->series.target_label = sr_composer_join(
            composer, (sr_text[]){sr_composer_word(composer, SR_WORD_TARGET), sr_wording_limit(composer, block->indicator, judgement->level)},
            2, " ");
    block->series.subtitle = say_subtitle(composer, block);
    block->series.description = say_description(composer, block);
}
