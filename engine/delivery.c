#include "engine/delivery.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "engine/base/personal.h"
#include "engine/key.h"

/* A period, and a member of the column when there is one. */
typedef struct place {
    int64_t period;
    sr_key member;
} place;

struct sr_delivery {
    const sr_plan_check *check;
    uint32_t root;
    const sr_dict *dict;        // of the run
    sr_arena *arena;
    bool has_date;
    sr_day first, last;
    sr_dict *places;            // that have rows
    sr_dict *members;           // of the column, as keys
    uint64_t rows;
    sr_int128 sum;              // at the scale of the value
};

bool sr_delivery_new(const sr_plan_check *check, uint32_t root, const sr_dict *dict, sr_arena *arena, sr_delivery **delivery,
                     sr_error *err)
{
    sr_delivery *made = sr_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    *made = (sr_delivery){.check = check, .root = root, .dict = dict, .arena = arena, .places = sr_dict_new(arena), .members = sr_dict_new(arena)};
    *delivery = made;
    return (made->places != NULL && made->members != NULL) || sr_fail_memory(err);
}

/* --- rows --- */

static void note_date(sr_delivery *self, sr_day day)
{
    self->first = !self->has_date || day < self->first ? day : self->first;
    self->last = !self->has_date || day > self->last ? day : self->last;
    self->has_date = true;
}

static bool note_place(sr_delivery *self, sr_day day, sr_key member, sr_error *err)
{
    uint32_t number;
    place own = {sr_period_of_day(self->check->grain, day).number, member};
    return (sr_dict_intern(self->places, (sr_text){(const char *)&own, sizeof(own)}, &number)
            && sr_dict_intern(self->members, (sr_text){(const char *)&member, sizeof(member)}, &number))
        || sr_fail_memory(err);
}

static bool add_dates(sr_delivery *self, sr_frame *frame, sr_error *err)
{
    const sr_column *dates, *members = NULL;
    if (!sr_frame_eval(frame, self->root, &dates, err)
        || (self->check->value_count > 1 && !sr_frame_eval(frame, self->root + 1, &members, err)))
        return false;
    for (uint32_t row = 0; row < frame->batch.row_count; row++) {
        sr_key member = members != NULL ? sr_key_get(members, row) : 0;
        if (!dates->valid[row] || member == SR_KEY_MISSING)
            continue;
        note_date(self, dates->values.days[row]);
        if (self->check->kind == SR_CHECK_COMPLETE && !note_place(self, dates->values.days[row], member, err))
            return false;
    }
    return true;
}

static bool add_amounts(sr_delivery *self, sr_frame *frame, sr_error *err)
{
    const sr_column *amounts;
    self->rows += frame->batch.row_count;
    if (self->check->value_count == 0)
        return true;
    if (!sr_frame_eval(frame, self->root, &amounts, err))
        return false;
    for (uint32_t row = 0; row < frame->batch.row_count; row++)     // 2^63 times 2^63 rows fit
        self->sum += amounts->valid[row] ? amounts->values.integers[row] : 0;
    return true;
}

bool sr_delivery_add(sr_delivery *self, sr_frame *frame, sr_error *err)
{
    if (self->check->kind == SR_CHECK_TOTAL)
        return add_amounts(self, frame, err);
    return self->check->kind == SR_CHECK_FILES || add_dates(self, frame, err);
}

/* --- what becomes of it --- */

static bool judge(sr_check_result *result, bool holds, sr_delivery_listener listener, const char *found, const char *expected, sr_error *err)
{
    result->rows = 1;
    result->failures = !holds;
    return holds || listener.tell(listener.self, found, expected, err);
}

static bool finish_fresh(const sr_delivery *self, sr_day as_of, sr_delivery_listener listener, sr_check_result *result, sr_error *err)
{
    char last[11], found[96], expected[96], day[11];
    sr_day limit = as_of - (sr_day)self->check->within_days;
    sr_date_write_iso(limit, day);
    snprintf(expected, sizeof(expected), "one of %s or later", day);
    if (!self->has_date)
        return judge(result, false, listener, "no date in any row", expected, err);
    sr_date_write_iso(self->last, last);
    snprintf(found, sizeof(found), "the latest date is %s, %lld days before the run", last, (long long)as_of - (long long)self->last);
    return judge(result, self->last >= limit, listener, found, expected, err);
}

static bool finish_files(const sr_delivery *self, const sr_intake *intake, sr_delivery_listener listener, sr_check_result *result,
                         sr_error *err)
{
    char found[48], expected[48];
    uint32_t count = intake != NULL ? intake->file_count : 0;
    snprintf(found, sizeof(found), "%" PRIu32 " file%s", count, count == 1 ? "" : "s");
    snprintf(expected, sizeof(expected), "%" PRIu32, self->check->file_count);
    return judge(result, count == self->check->file_count, listener, found, expected, err);
}

/* |sum - declared| against what is tolerated; a difference that does not fit in 128 bits is too large. */
static bool is_near(sr_int128 sum, uint8_t scale, const sr_plan_check *check)
{
    uint8_t wide = check->equals.scale > scale ? check->equals.scale : scale;
    sr_int128 a, b, difference;
    if (!sr_number_rescale(sum, scale, wide, &a) || !sr_number_rescale(check->equals.exact, check->equals.scale, wide, &b)
        || !sr_int128_subtract(a, b, &difference))
        return false;
    sr_number distance = sr_number_from_decimal(difference < 0 ? -difference : difference, wide);
    if (!check->is_within_share)
        return sr_number_compare(distance, check->within) <= 0;
    return sr_number_get_real(distance) <= sr_number_get_real(check->within) * fabs(sr_number_get_real(check->equals));
}

static bool finish_total(const sr_delivery *self, sr_delivery_listener listener, sr_check_result *result, sr_error *err)
{
    const sr_plan_check *check = self->check;
    bool is_count = check->value_count == 0;
    uint8_t scale = is_count ? 0 : check->values[0]->scale;
    sr_int128 sum = is_count ? (sr_int128)self->rows : self->sum;
    char shown[64], declared[64], within[64], found[96], expected[192] = "";
    sr_number_write(sr_number_from_decimal(sum, scale), shown);
    sr_number_write(check->equals, declared);
    sr_number_write(check->within, within);
    snprintf(found, sizeof(found), "a total of %s", shown);
    bool is_exact = sr_number_get_real(check->within) <= 0.0;
    if (is_exact)
        snprintf(expected, sizeof(expected), "%s", declared);
    else if (check->is_within_share)
        snprintf(expected, sizeof(expected), "%s, give or take %g %%", declared, sr_number_get_real(check->within) * 100.0);
    else
        snprintf(expected, sizeof(expected), "%s, give or take %s", declared, within);
    return judge(result, is_near(sum, scale, check), listener, found, expected, err);
}

/* --- periods --- */

static bool has_place(const sr_delivery *self, int64_t period, sr_key member)
{
    place own = {period, member};
    return sr_dict_find(self->places, (sr_text){(const char *)&own, sizeof(own)}) != SR_DICT_NONE;
}

static void write_member(const sr_delivery *self, sr_key member, char out[SR_SHOWN_SIZE])
{
    if (self->check->values[1]->kind == SR_KIND_TEXT)
        sr_personal_write_shown(sr_dict_get(self->dict, (uint32_t)member), false, out);
    else
        snprintf(out, SR_SHOWN_SIZE, "%" PRId64, member);
}

static bool ask_place(const sr_delivery *self, sr_period period, sr_key member, const char *name, sr_delivery_listener listener,
                      sr_check_result *result, sr_error *err)
{
    char when[16], found[SR_SHOWN_SIZE + 64];
    result->rows++;
    if (has_place(self, period.number, member))
        return true;
    result->failures++;
    sr_period_write(period, when);
    snprintf(found, sizeof(found), name != NULL ? "no rows in %s of '%s'" : "no rows in %s", when, name);
    return listener.tell(listener.self, found, "rows in every period", err);
}

/* A member that the list has and no row has, is asked for with a key that is nowhere. */
static bool ask_list(const sr_delivery *self, sr_period period, const sr_list *list, sr_delivery_listener listener,
                     sr_check_result *result, sr_error *err)
{
    sr_day first = sr_period_get_first(period), last = sr_period_get_last(period);
    for (size_t i = 0; i < list->count; i++) {
        const sr_list_member *member = &list->members[i];
        if (member->valid_from >= last || member->valid_to <= first)
            continue;
        uint32_t code = sr_dict_find(self->dict, member->code);
        char name[SR_SHOWN_SIZE];
        snprintf(name, sizeof(name), "%.*s", (int)(member->code.size < 64 ? member->code.size : 64), member->code.data);
        if (!ask_place(self, period, code == SR_DICT_NONE ? SR_KEY_MISSING : code, name, listener, result, err))
            return false;
    }
    return true;
}

static bool ask_members(const sr_delivery *self, sr_period period, sr_delivery_listener listener, sr_check_result *result, sr_error *err)
{
    for (uint32_t i = 0; i < sr_dict_count(self->members); i++) {
        sr_key member = *(const sr_key *)(const void *)sr_dict_get(self->members, i).data;
        char name[SR_SHOWN_SIZE];
        if (self->check->value_count > 1)
            write_member(self, member, name);
        if (!ask_place(self, period, member, self->check->value_count > 1 ? name : NULL, listener, result, err))
            return false;
    }
    return true;
}

static bool finish_complete(const sr_delivery *self, sr_delivery_listener listener, sr_check_result *result, sr_error *err)
{
    if (!self->has_date)
        return judge(result, false, listener, "no date in any row", "rows in every period", err);
    sr_period period = sr_period_of_day(self->check->grain, self->first);
    int32_t last = sr_period_of_day(self->check->grain, self->last).number;
    for (; period.number <= last; period.number++)
        if (!(self->check->list != NULL ? ask_list(self, period, self->check->list, listener, result, err)
                                        : ask_members(self, period, listener, result, err)))
            return false;
    return true;
}

bool sr_delivery_finish(sr_delivery *self, const sr_intake *intake, sr_day as_of, sr_delivery_listener listener,
                        sr_check_result *result, sr_error *err)
{
    switch (self->check->kind) {
    case SR_CHECK_FRESH: return finish_fresh(self, as_of, listener, result, err);
    case SR_CHECK_FILES: return finish_files(self, intake, listener, result, err);
    case SR_CHECK_TOTAL: return finish_total(self, listener, result, err);
    default: return finish_complete(self, listener, result, err);
    }
}
