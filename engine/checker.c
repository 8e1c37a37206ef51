/*
 * A `unique` check and both sides of a reference number values by their bytes: a dictionary of keys. What a reference
 * finds missing is told once for each value, at its first row.
 */
#include "engine/checker.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/personal.h"
#include "engine/delivery.h"
#include "engine/key.h"

#define FIRST_ROOM 256u

/* Where a value was met first, and in how many rows it is. */
typedef struct met {
    const char *path;
    uint64_t line;
    uint64_t count;
} met;

/* Different values, numbered in order of appearance. */
typedef struct value_set {
    sr_dict *dict;      // of the bytes of the keys
    met *items;
    size_t room;
} value_set;

typedef struct check {
    const sr_plan_check *plan;
    sr_check_result *result;
    uint32_t root;          // the first of its roots
    const char *id;
    value_set seen;         // unique, refers
    value_set there;        // refers: what the other data set has
    sr_delivery *delivery;  // of the data set as a whole
} check;

struct sr_checker {
    const sr_plan *plan;
    const sr_plan_dataset *dataset;
    const sr_dict *dict;        // of the run
    sr_arena *arena;
    sr_findings *findings;
    uint32_t check_count;
    check *checks;
    uint32_t wanted_count;      // references of any data set to this one; their roots are the last
    check **wanted;
    uint32_t root_count;
};

/* --- sets of values --- */

static bool init_set(value_set *set, sr_arena *arena, sr_error *err)
{
    set->dict = sr_dict_new(arena);
    return set->dict != NULL || sr_fail_memory(err);
}

static bool add_value(value_set *set, const sr_key *keys, uint32_t count, sr_arena *arena, met **item, sr_error *err)
{
    uint32_t number;
    if (!sr_dict_intern(set->dict, (sr_text){(const char *)keys, count * sizeof(keys[0])}, &number))
        return sr_fail_memory(err);
    if (number >= set->room) {
        size_t room = set->room == 0 ? FIRST_ROOM : set->room * 2;
        met *items = sr_arena_grow(arena, set->items, set->room, room, sizeof(items[0]));
        if (items == NULL)
            return sr_fail_memory(err);
        set->items = items;
        set->room = room;
    }
    *item = &set->items[number];
    return true;
}

/* --- findings --- */

#define VALUE_SIZE (SR_SHOWN_SIZE + 2)

/* A value as a message may show it, in quotes; of a person, and of what is missing, only that. */
static void write_value(const sr_checker *checker, const sr_expr *value, sr_key key, char out[VALUE_SIZE])
{
    char text[SR_INT128_SIZE];
    char shown[SR_SHOWN_SIZE];
    if (key == SR_KEY_MISSING || sr_plan_is_person(checker->dataset->columns, value)) {
        snprintf(out, VALUE_SIZE, key == SR_KEY_MISSING ? "no value" : "a person");
        return;
    }
    sr_personal_write_shown(sr_key_write(key, value->kind, value->scale, checker->dict, text), false, shown);
    snprintf(out, VALUE_SIZE, "'%s'", shown);
}

static sr_severity get_row_severity(const sr_plan_check *plan)
{
    return plan->severity == SR_NOTE ? SR_NOTE : SR_CAUTION;     // one row alone is never an error
}

/* The message of a check says what is wrong with the row, so it is what was found. */
static bool add_finding(const sr_checker *checker, const check *c, sr_where where, const char *shown, sr_error *err)
{
    const sr_plan_check *plan = c->plan;
    char expected[128];
    snprintf(expected, sizeof(expected), "the check '%.60s' to hold", c->id);
    const char *wanted = plan->expected != NULL ? plan->expected : expected;
    const char *code = plan->code != NULL ? plan->code : "check.failed";
    sr_text message = plan->messages[SR_EN];
    if (message.size == 0)
        message = shown[0] != '\0' ? SR_TEXT_NONE : SR_TEXT("the row fails a check");
    return sr_findings_addf(checker->findings, get_row_severity(plan), code, where, c->id, wanted, NULL, err, "%.*s%s%s",
                            SR_TEXT_ARG(message), message.size > 0 && shown[0] != '\0' ? ": " : "", shown);
}

static const char *get_path(const sr_intake *intake, const sr_batch *batch)
{
    if (intake == NULL || batch->file_index >= intake->file_count)
        return NULL;
    return sr_intake_file_get_path(&intake->files[batch->file_index]);
}

/* --- a batch --- */

static bool check_holds(sr_checker *checker, check *c, sr_frame *frame, const char *path, sr_error *err)
{
    const sr_column *holds, *value = NULL;
    if (!sr_frame_eval(frame, c->root, &holds, err)
        || (c->plan->value_count > 0 && !sr_frame_eval(frame, c->root + 1, &value, err)))
        return false;
    for (uint32_t row = 0; row < frame->batch.row_count; row++) {
        char shown[VALUE_SIZE] = "";
        c->result->rows += holds->valid[row];
        if (!holds->valid[row] || holds->values.booleans[row])
            continue;
        c->result->failures++;
        if (value != NULL)
            write_value(checker, c->plan->values[0], sr_key_get(value, row), shown);
        if (!add_finding(checker, c, (sr_where){path, frame->batch.lines[row], 0}, shown, err))
            return false;
    }
    return true;
}

/* The values of the row as one key; false when one is missing. */
static bool gather_keys(const sr_column *const *columns, uint32_t count, uint32_t row, sr_key *keys)
{
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = sr_key_get(columns[i], row);
        if (keys[i] == SR_KEY_MISSING)
            return false;
    }
    return true;
}

static bool check_unique_row(sr_checker *checker, check *c, const sr_key *keys, sr_where where, sr_error *err)
{
    met *first;
    if (!add_value(&c->seen, keys, c->plan->value_count, checker->arena, &first, err))
        return false;
    c->result->rows++;
    if (first->count++ == 0) {
        first->path = where.path;
        first->line = where.line;
        return true;
    }
    char shown[VALUE_SIZE], found[VALUE_SIZE + 280];
    const char *more = c->plan->value_count > 1 ? ", ..." : "";
    c->result->failures++;
    write_value(checker, c->plan->values[0], keys[0], shown);
    if (first->path == where.path)
        snprintf(found, sizeof(found), "%s%s again, first at line %" PRIu64, shown, more, first->line);
    else
        snprintf(found, sizeof(found), "%s%s again, first at %.200s:%" PRIu64, shown, more, first->path, first->line);
    return add_finding(checker, c, where, found, err);
}

static bool check_unique(sr_checker *checker, check *c, sr_frame *frame, const char *path, sr_error *err)
{
    const sr_column *columns[SR_KEYS_MAX];
    sr_key keys[SR_KEYS_MAX];
    for (uint32_t i = 0; i < c->plan->value_count; i++)
        if (!sr_frame_eval(frame, c->root + i, &columns[i], err))
            return false;
    for (uint32_t row = 0; row < frame->batch.row_count; row++)
        if (gather_keys(columns, c->plan->value_count, row, keys)
            && !check_unique_row(checker, c, keys, (sr_where){path, frame->batch.lines[row], 0}, err))
            return false;
    return true;
}

static bool gather_references(sr_checker *checker, check *c, sr_frame *frame, const char *path, sr_error *err)
{
    const sr_column *column;
    if (!sr_frame_eval(frame, c->root, &column, err))
        return false;
    for (uint32_t row = 0; row < frame->batch.row_count; row++) {
        sr_key key;
        met *first;
        if (!gather_keys(&column, 1, row, &key))
            continue;
        if (!add_value(&c->seen, &key, 1, checker->arena, &first, err))
            return false;
        c->result->rows++;
        if (first->count++ == 0) {
            first->path = path;
            first->line = frame->batch.lines[row];
        }
    }
    return true;
}

/* What others refer to. */
static bool gather_wanted(sr_checker *checker, sr_frame *frame, sr_error *err)
{
    uint32_t root = checker->root_count - checker->wanted_count;
    for (uint32_t i = 0; i < checker->wanted_count; i++) {
        const sr_column *column;
        if (!sr_frame_eval(frame, root + i, &column, err))
            return false;
        for (uint32_t row = 0; row < frame->batch.row_count; row++) {
            sr_key key;
            met *item;
            if (gather_keys(&column, 1, row, &key)
                && !add_value(&checker->wanted[i]->there, &key, 1, checker->arena, &item, err))
                return false;
        }
    }
    return true;
}

static bool add_to_delivery(sr_checker *checker, check *c, sr_frame *frame, const char *path, sr_error *err)
{
    (void)checker, (void)path;
    return sr_delivery_add(c->delivery, frame, err);
}

bool sr_checker_add(sr_checker *checker, sr_frame *frame, const sr_intake *intake, sr_error *err)
{
    static bool (*const steps[])(sr_checker *checker, check *c, sr_frame *frame, const char *path, sr_error *err) = {
        [SR_CHECK_HOLDS] = check_holds,
        [SR_CHECK_UNIQUE] = check_unique,
        [SR_CHECK_REFERS] = gather_references,
        [SR_CHECK_FRESH] = add_to_delivery,
        [SR_CHECK_COMPLETE] = add_to_delivery,
        [SR_CHECK_FILES] = add_to_delivery,
        [SR_CHECK_TOTAL] = add_to_delivery,
    };
    const char *path = get_path(intake, &frame->batch);
    for (uint32_t i = 0; i < checker->check_count; i++)
        if (!steps[checker->checks[i].plan->kind](checker, &checker->checks[i], frame, path, err))
            return false;
    return gather_wanted(checker, frame, err);
}

/* --- after the last row --- */

static bool settle_references(sr_checker *checker, check *c, sr_error *err)
{
    for (uint32_t i = 0; i < sr_dict_count(c->seen.dict); i++) {
        sr_text bytes = sr_dict_get(c->seen.dict, i);
        const met *first = &c->seen.items[i];
        if (sr_dict_find(c->there.dict, bytes) != SR_DICT_NONE)
            continue;
        sr_key key;
        memcpy(&key, bytes.data, sizeof(key));
        char shown[VALUE_SIZE], found[VALUE_SIZE + 64];
        c->result->failures += first->count;
        write_value(checker, c->plan->values[0], key, shown);
        snprintf(found, sizeof(found), first->count > 1 ? "%s, in %" PRIu64 " rows" : "%s", shown, first->count);
        if (!add_finding(checker, c, (sr_where){first->path, first->line, 0}, found, err))
            return false;
    }
    return true;
}

static bool add_tolerance_finding(const sr_checker *checker, const check *c, sr_error *err)
{
    char expected[SR_TOLERANCE_SIZE];
    sr_tolerance_write(c->plan->tolerance, sr_check_kind_get_noun(c->plan->kind), expected);
    return sr_findings_addf(checker->findings, c->plan->severity, "check.tolerance", c->plan->where, c->id, expected,
                            c->plan->hint != NULL ? c->plan->hint
                                                  : "mend the rows in the export, or raise the tolerance of the check",
                            err, "check '%s' does not hold for %" PRIu64 " of %" PRIu64 " %s", c->id, c->result->failures,
                            c->result->rows, sr_check_kind_get_noun(c->plan->kind));
}

typedef struct telling {
    const sr_checker *checker;
    const check *check;
} telling;

/* At the rule, or where it was declared: there is no line that could be mended. */
static bool tell_failure(void *self, sr_where where, const char *found, const char *expected, sr_error *err)
{
    const telling *t = self;
    const sr_plan_check *plan = t->check->plan;
    sr_text message = plan->messages[SR_EN];
    sr_severity severity = plan->kind == SR_CHECK_COMPLETE ? get_row_severity(plan) : plan->severity;
    return sr_findings_addf(t->checker->findings, severity, plan->code, where, t->check->id, expected, NULL, err, "%.*s%s%s",
                            SR_TEXT_ARG(message), message.size > 0 ? ": " : "", found);
}

/* A failure of the whole was told with its severity; periods that lack rows are counted against a tolerance first. */
static bool finish_check(sr_checker *checker, check *c, const sr_sources *sources, uint32_t dataset, sr_error *err)
{
    const sr_source *source = &sources->items[dataset];
    sr_delivery_context context = {source->get_intake(source->self), checker->plan->as_of, sources->declared, sources->declared_count,
                                   dataset, (uint32_t)(c - checker->checks)};
    telling t = {checker, c};
    if (c->plan->kind == SR_CHECK_REFERS && !settle_references(checker, c, err))
        return false;
    if (sr_check_kind_is_whole(c->plan->kind)
        && !sr_delivery_finish(c->delivery, &context, (sr_delivery_listener){&t, tell_failure}, c->result, err))
        return false;
    bool is_told = sr_check_kind_is_whole(c->plan->kind) && c->plan->kind != SR_CHECK_COMPLETE;
    return is_told || !sr_check_result_is_over(c->result) || add_tolerance_finding(checker, c, err);
}

bool sr_checkers_finish(sr_checker *checkers, const sr_sources *sources, sr_error *err)
{
    for (uint32_t d = 0; d < checkers->plan->dataset_count; d++)
        for (uint32_t i = 0; i < checkers[d].check_count; i++)
            if (!finish_check(&checkers[d], &checkers[d].checks[i], sources, d, err))
                return false;
    return true;
}

/* --- making them --- */

static uint32_t count_roots(const sr_plan_check *plan)
{
    return plan->value_count + (plan->kind == SR_CHECK_HOLDS);
}

static bool init_check(sr_checker *checker, check *c, const sr_plan_check *plan, sr_check_result *result, sr_error *err)
{
    sr_text id;
    if (!sr_text_copy(plan->id, checker->arena, &id))
        return sr_fail_memory(err);
    *c = (check){.plan = plan, .result = result, .root = checker->root_count, .id = id.data};
    checker->root_count += count_roots(plan);
    result->check = plan;
    if (sr_check_kind_is_whole(plan->kind))
        return sr_delivery_new(plan, c->root, checker->dict, checker->arena, &c->delivery, err);
    return plan->kind == SR_CHECK_HOLDS || (init_set(&c->seen, checker->arena, err) && init_set(&c->there, checker->arena, err));
}

static bool init_wanted(sr_checker *checkers, uint32_t dataset, sr_error *err)
{
    sr_checker *checker = &checkers[dataset];
    uint32_t most = 0;
    for (uint32_t d = 0; d < checker->plan->dataset_count; d++)
        most += checkers[d].check_count;
    checker->wanted = sr_arena_alloc(checker->arena, most, sizeof(checker->wanted[0]));
    if (checker->wanted == NULL)
        return sr_fail_memory(err);
    for (uint32_t d = 0; d < checker->plan->dataset_count; d++)
        for (uint32_t i = 0; i < checkers[d].check_count; i++) {
            const sr_plan_check *plan = checkers[d].checks[i].plan;
            if (plan->kind == SR_CHECK_REFERS && plan->other_dataset == dataset)
                checker->wanted[checker->wanted_count++] = &checkers[d].checks[i];
        }
    checker->root_count += checker->wanted_count;
    return true;
}

bool sr_checkers_new(const sr_plan *plan, sr_check_result *results, const sr_dict *dict, sr_arena *arena,
                     sr_findings *findings, sr_checker **checkers, sr_error *err)
{
    sr_checker *made = sr_arena_alloc(arena, plan->dataset_count, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    for (uint32_t d = 0; d < plan->dataset_count; d++) {
        const sr_plan_dataset *dataset = &plan->datasets[d];
        check *checks = sr_arena_alloc(arena, dataset->check_count, sizeof(*checks));
        if (checks == NULL)
            return sr_fail_memory(err);
        made[d] = (sr_checker){.plan = plan, .dataset = dataset, .dict = dict, .arena = arena, .findings = findings,
                               .check_count = dataset->check_count, .checks = checks};
        for (uint32_t i = 0; i < dataset->check_count; i++)
            if (!init_check(&made[d], &checks[i], &dataset->checks[i], results++, err))
                return false;
    }
    for (uint32_t d = 0; d < plan->dataset_count; d++)
        if (!init_wanted(made, d, err))
            return false;
    *checkers = made;
    return true;
}

sr_checker *sr_checkers_get(sr_checker *checkers, uint32_t dataset_index)
{
    return &checkers[dataset_index];
}

uint32_t sr_checker_count_roots(const sr_checker *checker)
{
    return checker->root_count;
}

void sr_checker_list_roots(const sr_checker *checker, const sr_expr **roots)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < checker->check_count; i++) {
        const sr_plan_check *plan = checker->checks[i].plan;
        if (plan->kind == SR_CHECK_HOLDS)
            roots[count++] = plan->expect;
        for (uint32_t k = 0; k < plan->value_count; k++)
            roots[count++] = plan->values[k];
    }
    for (uint32_t i = 0; i < checker->wanted_count; i++)
        roots[count++] = checker->wanted[i]->plan->other;
}
