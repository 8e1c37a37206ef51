#include "engine/delivery.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "engine/base/file.h"
#include "engine/base/personal.h"
#include "engine/key.h"

/* A period, and a member of the column when there is one. */
typedef struct place {
    int64_t period;
    sr_key member;
} place;

/* Rows, and the sum at the scale of the value. */
typedef struct amount {
    sr_int128 rows, sum;
} amount;

struct sr_delivery {
    const sr_plan_check *check;
    uint32_t root;
    const sr_dict *dict;        // of the run
    sr_arena *arena;
    bool has_date;
    sr_day first, last;
    sr_dict *places;            // that have rows
    sr_dict *members;           // of the column, as keys
    amount *amounts;            // by file
    uint32_t amount_room;
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
    uint32_t file = frame->batch.file_index;
    const sr_column *column;
    if (file >= self->amount_room) {
        uint32_t room = file + 16;
        amount *larger = sr_arena_grow(self->arena, self->amounts, self->amount_room, room, sizeof(larger[0]));
        if (larger == NULL)
            return sr_fail_memory(err);
        self->amounts = larger;
        self->amount_room = room;
    }
    amount *own = &self->amounts[file];
    own->rows += frame->batch.row_count;
    if (self->check->value_count == 0)
        return true;
    if (!sr_frame_eval(frame, self->root, &column, err))
        return false;
    for (uint32_t row = 0; row < frame->batch.row_count; row++)     // 2^63 times 2^63 rows fit
        own->sum += column->valid[row] ? column->values.integers[row] : 0;
    return true;
}

bool sr_delivery_add(sr_delivery *self, sr_frame *frame, sr_error *err)
{
    if (self->check->kind == SR_CHECK_TOTAL)
        return add_amounts(self, frame, err);
    return self->check->kind == SR_CHECK_FILES || add_dates(self, frame, err);
}

/* --- what becomes of it --- */

static bool judge_at(sr_check_result *result, bool holds, sr_where where, sr_delivery_listener listener, const char *found,
                     const char *expected, sr_error *err)
{
    result->rows++;
    result->failures += !holds;
    return holds || listener.tell(listener.self, where, found, expected, err);
}

static bool judge(sr_check_result *result, bool holds, sr_delivery_listener listener, const char *found, const char *expected, sr_error *err)
{
    return judge_at(result, holds, result->check->where, listener, found, expected, err);
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

/* |total - declared| against what is tolerated; a difference that does not fit in 128 bits is too large. */
static bool is_near(sr_number total, sr_number declared, const sr_plan_check *check)
{
    uint8_t wide = declared.scale > total.scale ? declared.scale : total.scale;
    sr_int128 a, b, difference;
    if (!sr_number_rescale(total.exact, total.scale, wide, &a) || !sr_number_rescale(declared.exact, declared.scale, wide, &b)
        || !sr_int128_subtract(a, b, &difference))
        return false;
    sr_number distance = sr_number_from_decimal(difference < 0 ? -difference : difference, wide);
    if (!check->is_within_share)
        return sr_number_compare(distance, check->within) <= 0;
    return sr_number_get_real(distance) <= sr_number_get_real(check->within) * fabs(sr_number_get_real(declared));
}

static sr_number get_total(const sr_delivery *self, uint32_t file)
{
    bool is_count = self->check->value_count == 0;
    sr_int128 sum = 0;
    for (uint32_t i = 0; i < self->amount_room; i++)
        if (file == SR_NO_INDEX || file == i)
            sum += is_count ? self->amounts[i].rows : self->amounts[i].sum;
    return sr_number_from_decimal(sum, is_count ? 0 : self->check->values[0]->scale);
}

/* `name` is of the file, or NULL for all. */
static bool judge_total(const sr_delivery *self, sr_number total, sr_number declared, const char *name, sr_where where,
                        sr_delivery_listener listener, sr_check_result *result, sr_error *err)
{
    const sr_plan_check *check = self->check;
    char shown[64], wanted[64], within[64], found[320], expected[192];
    sr_number_write(total, shown);
    sr_number_write(declared, wanted);
    sr_number_write(check->within, within);
    const char *of = check->is_against_last_run ? " as in the last run" : "";
    snprintf(found, sizeof(found), name != NULL ? "a total of %s in %.200s" : "a total of %s", shown, name);
    if (sr_number_get_real(check->within) <= 0.0)
        snprintf(expected, sizeof(expected), "%s%s", wanted, of);
    else if (check->is_within_share)
        snprintf(expected, sizeof(expected), "%s%s, give or take %g %%", wanted, of, sr_number_get_real(check->within) * 100.0);
    else
        snprintf(expected, sizeof(expected), "%s%s, give or take %s", wanted, of, within);
    return judge_at(result, is_near(total, declared, check), where, listener, found, expected, err);
}

/* By its path in the workspace, or by its name alone. */
static uint32_t find_file(const sr_intake *intake, sr_text name)
{
    for (uint32_t i = 0; intake != NULL && i < intake->file_count; i++) {
        sr_text path = sr_text_from(intake->files[i].path);
        if (sr_text_is(path, name) || sr_text_is(sr_file_get_name(path), name))
            return i;
    }
    return SR_NO_INDEX;
}

static bool is_own(const sr_delivery_context *context, const sr_declared *declared)
{
    return declared->dataset_index == context->dataset_index && declared->check_index == context->check_index;
}

static bool judge_declared(const sr_delivery *self, const sr_delivery_context *context, const sr_declared *declared,
                           sr_delivery_listener listener, sr_check_result *result, sr_error *err)
{
    if (declared->file.size == 0)
        return judge_total(self, result->total, declared->value, NULL, declared->where, listener, result, err);
    char name[SR_SHOWN_SIZE], found[SR_SHOWN_SIZE + 32];
    sr_personal_write_shown(declared->file, false, name);
    uint32_t file = find_file(context->intake, declared->file);
    if (file != SR_NO_INDEX)
        return judge_total(self, get_total(self, file), declared->value, name, declared->where, listener, result, err);
    snprintf(found, sizeof(found), "no file '%s'", name);
    return judge_at(result, false, declared->where, listener, found, "each file of the control file in the delivery", err);
}

/* Where a control file tells of single files, it must tell of all. */
static bool ask_undeclared(const sr_delivery_context *context, sr_delivery_listener listener,
                           sr_check_result *result, sr_error *err)
{
    for (uint32_t f = 0; context->intake != NULL && f < context->intake->file_count; f++) {
        bool is_declared = false;
        for (uint32_t i = 0; i < context->declared_count && !is_declared; i++)
            is_declared = is_own(context, &context->declared[i])
                          && (context->declared[i].file.size == 0 || find_file(context->intake, context->declared[i].file) == f);
        char found[320];
        snprintf(found, sizeof(found), "no control total of %.200s", context->intake->files[f].path);
        if (!is_declared && !judge(result, false, listener, found, "one for each file, or one for all", err))
            return false;
    }
    return true;
}

static bool finish_total(const sr_delivery *self, const sr_delivery_context *context, sr_delivery_listener listener,
                         sr_check_result *result, sr_error *err)
{
    const sr_plan_check *check = self->check;
    result->total = get_total(self, SR_NO_INDEX);
    if (check->has_equals && !judge_total(self, result->total, check->equals, NULL, check->where, listener, result, err))
        return false;
    for (uint32_t i = 0; i < context->declared_count; i++)
        if (is_own(context, &context->declared[i]) && !judge_declared(self, context, &context->declared[i], listener, result, err))
            return false;
    return check->control.size == 0 || ask_undeclared(context, listener, result, err);
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
    char when[16], found[SR_SHOWN_SIZE + 64] = "";
    bool holds = has_place(self, period.number, member);
    sr_period_write(period, when);
    if (!holds)
        snprintf(found, sizeof(found), name != NULL ? "no rows in %s of '%s'" : "no rows in %s", when, name);
    return judge(result, holds, listener, found, "rows in every period", err);
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

bool sr_delivery_finish(sr_delivery *self, const sr_delivery_context *context, sr_delivery_listener listener,
                        sr_check_result *result, sr_error *err)
{
    switch (self->check->kind) {
    case SR_CHECK_FRESH: return finish_fresh(self, context->as_of, listener, result, err);
    case SR_CHECK_FILES: return finish_files(self, context->intake, listener, result, err);
    case SR_CHECK_TOTAL: return finish_total(self, context, listener, result, err);
    default: return finish_complete(self, listener, result, err);
    }
}
