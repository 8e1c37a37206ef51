/*
 * Dates: spans, parts, periods.
 */
#include "engine/expr_kernels.h"

#include "engine/parameter.h"
#include "engine/period.h"
#include "engine/stopwatch.h"

bool sr_expr_do_date_add(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_day *days = slot->args[0]->column->values.days;
    const int64_t *steps = slot->args[1]->column->values.integers;
    sr_expr_slot_join_valid(slot, work->row_count);
    for (uint32_t i = 0; i < work->row_count; i++) {
        slot->own.values.days[i] = 0;
        if (!slot->own.valid[i])
            continue;
        int64_t day;
        if (__builtin_add_overflow((int64_t)days[i], steps[i], &day) || day < SR_DAY_MIN || day > SR_DAY_MAX)
            sr_expr_slot_mark_bad(slot, i);
        else
            slot->own.values.days[i] = (sr_day)day;
    }
    return true;
}

/* Whole years from `birth` to `on`; 29 February is reached on 1 March of a common year. Negative when turned round. */
static int64_t get_age(sr_day birth, sr_day on)
{
    if (on < birth)
        return -get_age(on, birth);
    sr_civil from = sr_day_to_civil(birth), to = sr_day_to_civil(on);
    bool is_reached = to.month > from.month || (to.month == from.month && to.day >= from.day);
    return to.year - from.year - (is_reached ? 0 : 1);
}

/* The stops of a row, args[2..] from and to: without a beginning none, without an end until ever. */
static uint32_t get_stops(const sr_expr_slot *slot, uint32_t row, sr_stop *stops)
{
    uint32_t count = 0;
    for (uint32_t a = 2; a + 1 < slot->expr->arg_count && count < SR_STOPS_MAX; a += 2) {
        const sr_column *from = slot->args[a]->column;
        const sr_column *to = slot->args[a + 1]->column;
        if (from->valid[row])
            stops[count++] = (sr_stop){from->values.days[row], to->valid[row] ? to->values.days[row] : SR_DAY_MAX};
    }
    return sr_stops_settle(stops, count);
}

static void count_with_stops(sr_expr_slot *slot, uint32_t row_count)
{
    const sr_day *a = slot->args[0]->column->values.days, *b = slot->args[1]->column->values.days;
    sr_counting counting = {slot->expr->op == SR_OP_WORKDAYS, slot->expr->calendar};
    sr_stop stops[SR_STOPS_MAX];
    sr_expr_slot_join_first(slot, 2, row_count);
    for (uint32_t i = 0; i < row_count; i++) {
        slot->own.values.integers[i] = 0;
        if (!slot->own.valid[i])
            continue;
        uint32_t count = get_stops(slot, i, stops);
        slot->own.values.integers[i] = sr_stopwatch_count(counting, a[i], b[i], stops, count);
    }
}

bool sr_expr_do_deadline(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_day *start = slot->args[0]->column->values.days;
    const int64_t *n = slot->args[1]->column->values.integers;
    sr_counting counting = {slot->expr->op == SR_OP_DEADLINE_WORKDAYS, slot->expr->calendar};
    sr_stop stops[SR_STOPS_MAX];
    sr_expr_slot_join_first(slot, 2, work->row_count);
    for (uint32_t i = 0; i < work->row_count; i++) {
        bool is_beyond = false;
        slot->own.values.days[i] = 0;
        if (!slot->own.valid[i])
            continue;
        uint32_t count = get_stops(slot, i, stops);
        slot->own.valid[i] = n[i] >= 0
            && sr_stopwatch_find_deadline(counting, start[i], n[i], stops, count, &slot->own.values.days[i], &is_beyond);
        if (is_beyond)
            sr_expr_slot_mark_bad(slot, i);
    }
    return true;
}

bool sr_expr_do_span(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_day *a = slot->args[0]->column->values.days, *b = slot->args[1]->column->values.days;
    int64_t *out = slot->own.values.integers;
    if (slot->expr->arg_count > 2) {
        count_with_stops(slot, work->row_count);
        return true;
    }
    sr_expr_slot_join_valid(slot, work->row_count);
    if (slot->expr->op == SR_OP_DAYS) {
        for (uint32_t i = 0; i < work->row_count; i++)
            out[i] = slot->own.valid[i] ? (int64_t)b[i] - a[i] : 0;
    } else if (slot->expr->op == SR_OP_WORKDAYS) {
        for (uint32_t i = 0; i < work->row_count; i++)
            out[i] = slot->own.valid[i] ? sr_calendar_count_workdays(slot->expr->calendar, a[i], b[i]) : 0;
    } else {
        for (uint32_t i = 0; i < work->row_count; i++)
            out[i] = slot->own.valid[i] ? get_age(a[i], b[i]) : 0;
    }
    return true;
}

/* 1 January 0001 is a Monday, so the Monday of a week never leaves the calendar. */
bool sr_expr_do_date_trunc(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_day *x = slot->args[0]->column->values.days;
    sr_day *out = slot->own.values.days;
    sr_expr_slot_join_valid(slot, work->row_count);
    sr_grain grain = slot->expr->grain;
    for (uint32_t i = 0; i < work->row_count; i++)
        out[i] = slot->own.valid[i] ? sr_period_get_first(sr_period_of_day(grain, x[i])) : 0;
    return true;
}

bool sr_expr_do_parameter(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_day *x = slot->args[0]->column->values.days;
    sr_expr_slot_join_valid(slot, work->row_count);
    for (uint32_t i = 0; i < work->row_count; i++) {
        const sr_parameter_value *value = slot->own.valid[i] ? sr_parameter_find(slot->expr->parameter, x[i]) : NULL;
        slot->own.valid[i] = value != NULL;
        slot->own.values.integers[i] = value != NULL ? value->value : 0;
    }
    return true;
}

typedef int64_t (*part)(sr_day day);

static int64_t get_year(sr_day day)
{
    return sr_day_to_civil(day).year;
}

static int64_t get_quarter(sr_day day)
{
    return (sr_day_to_civil(day).month + 2) / 3;
}

static int64_t get_month(sr_day day)
{
    return sr_day_to_civil(day).month;
}

static int64_t get_day(sr_day day)
{
    return sr_day_to_civil(day).day;
}

static int64_t get_weekday(sr_day day)
{
    return sr_day_get_weekday(day);
}

static int64_t get_week(sr_day day)
{
    int32_t year, week;
    sr_day_get_iso_week(day, &year, &week);
    return week;
}

static part find_part(sr_op op)
{
    switch (op) {
    case SR_OP_YEAR:
        return get_year;
    case SR_OP_QUARTER:
        return get_quarter;
    case SR_OP_MONTH:
        return get_month;
    case SR_OP_DAY:
        return get_day;
    case SR_OP_WEEKDAY:
        return get_weekday;
    default:
        return get_week;
    }
}

bool sr_expr_do_date_part(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    part get = find_part(slot->expr->op);
    const sr_day *x = slot->args[0]->column->values.days;
    sr_expr_slot_join_valid(slot, work->row_count);
    for (uint32_t i = 0; i < work->row_count; i++)
        slot->own.values.integers[i] = slot->own.valid[i] ? get(x[i]) : 0;
    return true;
}
