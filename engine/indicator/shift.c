#include "engine/indicator/shift.h"

#define WEEK_DAYS 7

bool sr_shift_is_shift(sr_formula_op op)
{
    return op == SR_FORMULA_YTD || op == SR_FORMULA_FULL_YEAR || op == SR_FORMULA_ROLLING || sr_shift_is_away(op);
}

bool sr_shift_is_away(sr_formula_op op)
{
    return op == SR_FORMULA_PREVIOUS || op == SR_FORMULA_LAST_YEAR;
}

sr_cube_range sr_shift_get_year(const sr_formula *formula, sr_cube_range range)
{
    int32_t first_month = formula == NULL || formula->year_month == 0 ? 0 : (int32_t)formula->year_month - 1;
    sr_period month = sr_period_of_day(SR_GRAIN_MONTH, range.last - 1);
    sr_period first = sr_period_add(month, -((month.number - first_month) % 12));
    range.first = sr_period_get_first(first);
    range.last = sr_period_get_first(sr_period_add(first, 12));
    return range;
}

/* How many whole months the range is made of; 0 when it is not. */
static int32_t count_months(const sr_cube_range *range)
{
    sr_period first = sr_period_of_day(SR_GRAIN_MONTH, range->first);
    sr_period last = sr_period_of_day(SR_GRAIN_MONTH, range->last);
    bool is_whole = sr_period_get_first(first) == range->first && sr_period_get_first(last) == range->last;
    return is_whole ? last.number - first.number : 0;
}

static bool is_week(const sr_cube_range *range)
{
    return range->last - range->first == WEEK_DAYS && sr_day_get_weekday(range->first) == 1;
}

static void move_months(sr_cube_range *range, int32_t months)
{
    range->first = sr_day_add_months(range->first, -months);
    range->last = sr_day_add_months(range->last, -months);
}

static void move_days(sr_cube_range *range, int32_t days)
{
    range->first -= days;
    range->last -= days;
}

static bool move_year(sr_cube_range *range)
{
    if (count_months(range) > 0) {
        move_months(range, 12);
        return true;
    }
    if (range->last - range->first == 1) {
        sr_civil civil = sr_day_to_civil(range->first);
        if (!sr_date_is_civil(civil.year - 1, civil.month, civil.day))
            return false;
        range->first = sr_day_from_civil(civil.year - 1, civil.month, civil.day);
        range->last = range->first + 1;
        return true;
    }
    if (!is_week(range)) {
        move_days(range, 52 * WEEK_DAYS);
        return true;
    }
    sr_period ago;
    if (!sr_period_get_year_ago(sr_period_of_day(SR_GRAIN_WEEK, range->first), &ago))
        return false;
    range->first = sr_period_get_first(ago);
    range->last = sr_period_get_last(ago);
    return true;
}

bool sr_shift_range(const sr_formula *formula, sr_cube_range *range)
{
    if (range->first == SR_DAY_MIN || range->last >= SR_DAY_MAX)
        return true;
    int32_t months = count_months(range);
    switch (formula->op) {
    case SR_FORMULA_YTD: range->first = sr_shift_get_year(formula, *range).first; break;
    case SR_FORMULA_FULL_YEAR: *range = sr_shift_get_year(formula, *range); break;
    case SR_FORMULA_ROLLING: range->first = sr_day_add_months(range->last, -(int32_t)formula->months); break;
    case SR_FORMULA_PREVIOUS:
        if (months > 0)
            move_months(range, months);
        else
            move_days(range, range->last - range->first);
        break;
    case SR_FORMULA_LAST_YEAR: return move_year(range);
    default: break;
    }
    return true;
}
