/*
 * Why nobody can tell yet whether a target is met, and what would settle it.
 */
#include <math.h>
#include <string.h>

#include "engine/stats/interval.h"
#include "output/wording.h"

#define TRIALS_MORE_MAX 4.0     // times as many as now: more than that one period cannot bring

static bool holds_level(double share, double trials, double level)
{
    sr_interval interval = sr_interval_wilson(share * trials, trials, SR_JUDGE_LEVEL);
    return interval.lower <= level && level <= interval.upper;
}

/* How many trials would settle it, were the share the same: the interval shrinks with their number, so halving finds the least. 0: too many. */
static double find_trials_needed(double share, double trials, double level)
{
    double enough = trials;
    while (holds_level(share, enough, level)) {
        enough *= 2;
        if (enough > trials * TRIALS_MORE_MAX)
            return 0;
    }
    double few = enough / 2;
    while (enough - few > 1) {
        double middle = floor((few + enough) / 2);
        if (holds_level(share, middle, level))
            few = middle;
        else
            enough = middle;
    }
    return enough;
}

/* Two leading digits, upwards: "about" must not look exact. */
static int64_t round_up(double number)
{
    double unit = pow(10.0, fmax(0.0, floor(log10(number)) - 1));
    return (int64_t)(ceil(number / unit) * unit);
}

static sr_text say_needed(sr_composer *composer, const sr_plan_indicator *indicator, const sr_released_cell *cell)
{
    const sr_judgement *judgement = sr_released_cell_get_judgement(cell);
    const sr_result *result = sr_released_cell_get_result(cell);
    bool is_one_sided = judgement->target != NULL && !judgement->target->has_near && judgement->target->has_min != judgement->target->has_max;
    if (judgement->method == NULL || strcmp(judgement->method, "Wilson") != 0 || !result->has_parts || !is_one_sided)
        return SR_TEXT_NONE;
    double trials = sr_number_get_real(result->denominator);
    if (!(trials > 0))
        return SR_TEXT_NONE;
    double needed = find_trials_needed(sr_number_get_real(result->value), trials, sr_number_get_real(judgement->level));
    if (needed <= 0)
        return sr_composer_word(composer, SR_WORD_POINT_TOO_CLOSE);
    return sr_composer_say(composer, SR_WORD_POINT_NEEDED,
                           (sr_text[]){sr_wording_counted(composer, indicator, round_up(needed)), sr_wording_count(composer, (int64_t)trials)}, 2);
}

sr_text sr_compose_doubt(sr_composer *composer, const sr_report_block *block, const sr_released_cell *cell)
{
    const sr_judgement *judgement = sr_released_cell_get_judgement(cell);
    sr_text interval = SR_TEXT_NONE;
    if (judgement->has_interval) {
        sr_text value = sr_wording_interval_value(composer, block->indicator, judgement->interval);
        interval = sr_composer_say(composer, SR_WORD_POINT_INTERVAL, &value, 1);
    }
    return sr_composer_join(composer, (sr_text[]){interval, say_needed(composer, block->indicator, cell)}, 2, " ");
}
