/*
 * A target is a band [low, high] of good values, open at the side that has no number: a minimum has no high end. The whole interval
 * inside the band is met, outside of it not met, across an end of it cannot be told.
 */
#include "engine/judge.h"

#include <math.h>

#include "engine/quotient.h"


/* Good values. Exact numbers are kept for exact figures. */
typedef struct band {
    bool has_low;
    bool has_high;
    sr_number low;
    sr_number high;
} band;

const char *sr_verdict_get_name(sr_verdict verdict)
{
    static const char *const names[] = {"", "met", "not_met", "cannot_tell"};
    return names[verdict];
}

static void set_interval(sr_judgement *judgement, sr_interval interval, const char *method)
{
    if (!isfinite(interval.lower) || !isfinite(interval.upper))
        return;
    judgement->has_interval = true;
    judgement->interval = interval;
    judgement->method = method;
}

static void set_wilson(sr_judgement *judgement, const sr_result *result)
{
    double events = sr_number_get_real(result->numerator);
    double trials = sr_number_get_real(result->denominator);
    if (result->has_parts && trials > 0 && events >= 0 && events <= trials)
        set_interval(judgement, sr_interval_wilson(events, trials, SR_JUDGE_LEVEL), "Wilson");
}

static void set_poisson(sr_judgement *judgement, const sr_result *result)
{
    double events = sr_number_get_real(result->has_parts ? result->numerator : result->value);
    double per_event = result->has_parts ? result->per / sr_number_get_real(result->denominator) : 1.0;
    if (events < 0 || !(per_event > 0))
        return;
    sr_interval interval = sr_interval_poisson(events, SR_JUDGE_LEVEL);
    set_interval(judgement, (sr_interval){interval.lower * per_event, interval.upper * per_event},
                 sr_interval_poisson_is_exact(events) ? "exact" : "Byar");
}

static void find_interval(const sr_plan_indicator *indicator, const sr_result *result, sr_judgement *judgement)
{
    switch (indicator->interval) {
    case SR_INTERVAL_NONE: break;
    case SR_INTERVAL_WILSON: set_wilson(judgement, result); break;
    case SR_INTERVAL_POISSON: set_poisson(judgement, result); break;
    case SR_INTERVAL_T:
        if (result->has_deviation && result->n >= 2)
            set_interval(judgement, sr_interval_mean(sr_number_get_real(result->value), result->deviation, (double)result->n, SR_JUDGE_LEVEL), "t");
        break;
    }
}

/* What share of the year's number is asked for at the end of that month: `part` of `whole`. */
static void get_share(const sr_target *target, int month, uint64_t *part, uint64_t *whole)
{
    *part = *whole = 0;
    for (int i = 0; i < 12; i++) {
        uint32_t weight = target->is_weighted ? target->weights[i] : 1;
        *whole += weight;
        *part += i < month ? weight : 0;
    }
}

/* A cumulative target is the level at the end of the year: until then it is the part of it that the months so far have. */
static sr_number get_level(const sr_target *target, sr_number level, sr_period period)
{
    int month = sr_day_to_civil(sr_period_get_last(period) - 1).month;
    uint64_t part, whole;
    if (!sr_target_is_cumulative(target) || month == 12)
        return level;
    get_share(target, month, &part, &whole);
    if (level.is_real)
        return sr_number_from_real(level.real * (double)part / (double)whole);
    double value = 0.0;
    sr_number share = sr_number_from_decimal(level.exact * (sr_int128)part, level.scale);
    return sr_quotient(share, sr_number_from_integer((sr_int128)whole), &value) ? sr_number_from_real(value) : level;
}

/* How far from `near` is still good, or a warning only: as it stands, or a share of the level. */
static sr_number get_distance(const sr_target *target, sr_number distance, sr_number level)
{
    if (!target->is_relative)
        return distance;
    sr_int128 product;
    if (!level.is_real && !distance.is_real && level.scale + distance.scale <= 38 && sr_int128_multiply(level.exact, distance.exact, &product))
        return sr_number_from_decimal(product < 0 ? -product : product, (uint8_t)(level.scale + distance.scale));
    return sr_number_from_real(fabs(sr_number_get_real(level) * sr_number_get_real(distance)));
}

static sr_number move(sr_number number, sr_number by, int sign)
{
    sr_int128 a;
    sr_int128 b;
    uint8_t scale = number.scale > by.scale ? number.scale : by.scale;
    if (!number.is_real && !by.is_real && sr_number_rescale(number.exact, number.scale, scale, &a)
        && sr_number_rescale(by.exact, by.scale, scale, &b) && sr_int128_add(a, sign * b, &a))
        return sr_number_from_decimal(a, scale);
    return sr_number_from_real(sr_number_get_real(number) + sign * sr_number_get_real(by));
}

static band get_band(const sr_target *target, sr_period period, sr_judgement *judgement)
{
    band b = {.has_low = target->has_min, .has_high = target->has_max};
    if (target->has_max)
        b.high = judgement->level = get_level(target, target->max, period);
    if (target->has_min)
        b.low = judgement->level = get_level(target, target->min, period);
    if (target->has_near) {
        judgement->level = get_level(target, target->near, period);
        b.has_low = b.has_high = true;
        sr_number distance = get_distance(target, target->tolerance, judgement->level);
        b.low = move(judgement->level, distance, -1);
        b.high = move(judgement->level, distance, 1);
    }
    judgement->has_level = target->has_min || target->has_max || target->has_near;
    return b;
}

static sr_verdict judge(band b, sr_number lower, sr_number upper)
{
    if ((b.has_low && sr_number_compare(upper, b.low) < 0) || (b.has_high && sr_number_compare(lower, b.high) > 0))
        return SR_VERDICT_NOT_MET;
    if ((b.has_low && sr_number_compare(lower, b.low) < 0) || (b.has_high && sr_number_compare(upper, b.high) > 0))
        return SR_VERDICT_CANNOT_TELL;
    return SR_VERDICT_MET;
}

/* `warn` is a second number on the bad side of the target; of `near` it is a wider tolerance. */
static bool is_in_warning_zone(const sr_target *target, const sr_judgement *judgement, sr_number value, sr_period period)
{
    if (target->has_near) {
        sr_number distance = get_distance(target, target->warn, judgement->level);
        band b = {true, true, move(judgement->level, distance, -1), move(judgement->level, distance, 1)};
        return judge(b, value, value) == SR_VERDICT_MET;
    }
    int order = sr_number_compare(value, get_level(target, target->warn, period));
    return target->has_min ? order >= 0 : order <= 0;
}

sr_judgement sr_judge(const sr_plan_indicator *indicator, const sr_result *result, sr_period period)
{
    return sr_judge_by(indicator, result, period, sr_target_find(indicator, sr_period_get_last(period) - 1));
}

sr_judgement sr_judge_by(const sr_plan_indicator *indicator, const sr_result *result, sr_period period, const sr_target *target)
{
    sr_judgement judgement = {.verdict = SR_VERDICT_NONE, .target = target};
    band b = {false};
    if (judgement.target != NULL)
        b = get_band(judgement.target, period, &judgement);
    if (result->state != SR_CELL_OK)
        return judgement;
    find_interval(indicator, result, &judgement);
    if (!judgement.has_level)
        return judgement;

    sr_number lower = judgement.has_interval ? sr_number_from_real(judgement.interval.lower) : result->value;
    sr_number upper = judgement.has_interval ? sr_number_from_real(judgement.interval.upper) : result->value;
    judgement.verdict = judge(b, lower, upper);
    judgement.is_in_warning_zone = judgement.verdict == SR_VERDICT_NOT_MET && judgement.target->has_warn
        && is_in_warning_zone(judgement.target, &judgement, result->value, period);
    return judgement;
}
