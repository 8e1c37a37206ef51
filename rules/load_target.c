/*
 * Targets: dated, approved, never two at a time for one indicator. Several files may each bring a year.
 *
 * First all targets of all files are read, in order; then each indicator takes its own.
 */
#include <stdint.h>
#include <stdlib.h>

#include "rules/loader.h"

#define TARGET(member) offsetof(sr_target, member)

typedef struct entry {
    size_t indicator_index;
    size_t order;           // in which it was written
    bool is_dated;          // its days could be read
    sr_target target;
} entry;

typedef struct targets {
    sr_text *ids;           // of the indicators
    entry *items;
    size_t count;
    size_t capacity;
} targets;

static const sr_word profile_words[] = {{"linear", true}, {NULL, 0}};
static const sr_schema profile_word_schema = {.form = SR_SCHEMA_WORD, .words = profile_words};
static const sr_schema weight_schema = {.form = SR_SCHEMA_COUNT, .max = 1000000};
static const sr_schema weights_schema = {.form = SR_SCHEMA_LIST, .item = &weight_schema, .min = 12, .max = 12};
static const sr_schema profile_schema = {.form = SR_SCHEMA_EITHER, .item = &profile_word_schema, .other = &weights_schema};

typedef struct draft {
    sr_target target;
    bool has_tolerance;
} draft;

#define DRAFT(member) offsetof(draft, target.member)

/* `linear`, or a weight for each month. */
static void take_profile(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_target *own = &((draft *)target)->target;
    const sr_field word = {.name = field->name, .schema = &profile_word_schema, .take = sr_take_flag, .offset = DRAFT(is_linear)};
    if (node->kind != SR_YAML_SEQUENCE) {
        sr_take_flag(loader, &word, node, target);
        return;
    }
    uint64_t problems = loader->problem_count, sum = 0;
    for (size_t i = 0; i < node->count && i < 12; i++) {
        const sr_field weight = {.name = field->name, .schema = &weight_schema, .take = sr_take_count};
        sr_take_count(loader, &weight, node->items[i], &own->weights[i]);
        sum += own->weights[i];
    }
    if (loader->problem_count == problems && (node->count != 12 || sum == 0))
        sr_loader_report(loader, "rules.bad_value", node->where, field->name, "12 weights, January first, not all of them 0",
                         "a month's weight is its part of the year: [7, 7, 8, ...]", "%zu weights for '%s'", node->count, field->name);
    own->is_weighted = node->count == 12 && sum > 0;
}

static const sr_schema by_schema = {.form = SR_SCHEMA_NAMED, .item = &sr_schema_text, .min = 1};

/* {service: OA}: the group that it is of. */
static void take_by(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_target *own = &((draft *)target)->target;
    if (!sr_loader_is_kind(loader, node, SR_YAML_MAPPING, field->name))
        return;
    sr_text *names = sr_loader_alloc(loader, node->count, sizeof(*names));
    sr_text *keys = sr_loader_alloc(loader, node->count, sizeof(*keys));
    for (size_t i = 0; !loader->failed && i < node->count; i++) {
        names[i] = node->keys[i]->text;
        if (sr_node_is_scalar(loader, field, node->items[i], "a member of the breakdown"))
            keys[i] = node->items[i]->text;
    }
    own->key_names = names;
    own->keys = keys;
    own->key_count = (uint32_t)node->count;
}

static const sr_field fields[] = {
    {.name = "from", .schema = &sr_schema_date, .take = sr_take_date, .offset = DRAFT(valid_from), .is_required = true,
     .summary = "first day on which it holds"},
    {.name = "to", .schema = &sr_schema_date, .take = sr_take_date, .offset = DRAFT(valid_to),
     .summary = "last day on which it holds; open when it is not said"},
    {.name = "min", .schema = &sr_schema_number, .take = sr_take_number, .offset = DRAFT(min), .other_offset = DRAFT(has_min),
     .summary = "good is at least this"},
    {.name = "max", .schema = &sr_schema_number, .take = sr_take_number, .offset = DRAFT(max), .other_offset = DRAFT(has_max),
     .summary = "good is at most this"},
    {.name = "warn", .schema = &sr_schema_number, .take = sr_take_number, .offset = DRAFT(warn), .other_offset = DRAFT(has_warn),
     .summary = "how far on the bad side it is a warning only: below min, above max, or a wider tolerance of near"},
    {.name = "near", .schema = &sr_schema_number, .take = sr_take_number, .offset = DRAFT(near), .other_offset = DRAFT(has_near),
     .summary = "good is this, give or take the tolerance"},
    {.name = "tolerance", .schema = &sr_schema_tolerance, .take = sr_take_number, .offset = DRAFT(tolerance),
     .other_offset = offsetof(draft, has_tolerance), .summary = "how far on both sides of near is still good"},
    {.name = "profile", .schema = &profile_schema, .take = take_profile,
     .summary = "the number is the level at the end of December; linear: at the end of month m it is m twelfths of it; or the weights of 12 months"},
    {.name = "by", .schema = &by_schema, .take = take_by,
     .summary = "of one group of a breakdown alone, such as {service: OA}; it goes before the target of all"},
    {.name = "relative", .schema = &sr_schema_boolean, .take = sr_take_boolean, .offset = DRAFT(is_relative),
     .summary = "tolerance, and warn beside near, are shares of near: 10%"},
    {.name = "approved_by", .schema = &sr_schema_text, .take = sr_take_text, .offset = DRAFT(approved_by), .is_required = true,
     .summary = "role or body that approved it"},
    {.name = "approved_on", .schema = &sr_schema_date, .take = sr_take_date, .offset = DRAFT(approved_on), .is_required = true,
     .summary = "day of the approval"},
};
static const sr_schema target_schema = {.form = SR_SCHEMA_GROUP, .fields = fields, .field_count = SR_FIELD_COUNT(fields)};
static const sr_schema of_indicator_schema = {.form = SR_SCHEMA_MANY, .item = &target_schema};     // one may stand without a list
static const sr_schema targets_schema = {.form = SR_SCHEMA_NAMED, .pattern = SR_PATTERN_NAME, .item = &of_indicator_schema};
static const sr_field root = {.name = "targets", .schema = &targets_schema, .is_required = true,
                              .summary = "what is good, from when to when, and who approved it; by indicator"};
const sr_schema sr_schema_of_targets = {.form = SR_SCHEMA_GROUP, .fields = &root, .field_count = 1};

/* --- one target --- */

static void report_pair(sr_loader *loader, const sr_yaml *node, const char *key, const char *found, const char *expected,
                        const char *hint)
{
    const sr_yaml *value = sr_yaml_find(node, key);
    sr_loader_report(loader, "rules.bad_value", value != NULL ? value->where : node->where, key, expected, hint, "%s",
                     found);
}

/* "'warn: 88%' above 'min: 87%'" */
static const char *say_pair(sr_loader *loader, const sr_yaml *node, const char *word, const char *key)
{
    const sr_yaml *warn = sr_yaml_find(node, "warn");
    const sr_yaml *level = sr_yaml_find(node, key);
    sr_text shown[] = {sr_loader_clip(warn != NULL ? warn->text : SR_TEXT_NONE),
                       sr_loader_clip(level != NULL ? level->text : SR_TEXT_NONE)};
    return sr_loader_write(loader, "'warn: %.*s' %s '%s: %.*s'", SR_TEXT_ARG(shown[0]), word, key, SR_TEXT_ARG(shown[1]));
}

/* The warning zone lies on the bad side of the target; between min and max there is no such side. */
static void check_warning(sr_loader *loader, const sr_yaml *node, const sr_target *target)
{
    if (!target->has_warn)
        return;
    static const char hint[] = "a target that moves takes its warning limit along";
    if (target->has_min && target->has_max)
        report_pair(loader, node, "warn", "'warn' beside both 'min' and 'max'", "`warn` beside one of them", NULL);
    else if (target->has_min && sr_number_compare(target->warn, target->min) > 0)
        report_pair(loader, node, "warn", say_pair(loader, node, "above", "min"),
                    "a warning limit below the target: between the two a miss is not yet bad", hint);
    else if (target->has_max && sr_number_compare(target->warn, target->max) < 0)
        report_pair(loader, node, "warn", say_pair(loader, node, "below", "max"),
                    "a warning limit above the target: between the two a miss is not yet bad", hint);
    else if (target->has_near && sr_number_compare(target->warn, target->tolerance) < 0)
        report_pair(loader, node, "warn", say_pair(loader, node, "smaller than", "tolerance"),
                    "a wider tolerance, within which it is not yet bad", hint);
}

static void check_levels(sr_loader *loader, const sr_yaml *node, const char *subject, const draft *self)
{
    const sr_target *target = &self->target;
    bool has_level = sr_yaml_find(node, "min") != NULL || sr_yaml_find(node, "max") != NULL;
    bool has_near = sr_yaml_find(node, "near") != NULL;
    if (!has_level && !has_near)
        sr_loader_report(loader, "rules.missing_key", node->where, subject, "`min:`, `max:` or `near:`",
                         "say what is good: `min: 90%` is at least 90%", "%s has no level", subject);
    if (has_level && has_near)
        report_pair(loader, node, "near", "'near' together with 'min' or 'max'", "one of the two", NULL);
    if (has_near && sr_yaml_find(node, "tolerance") == NULL)
        sr_loader_report(loader, "rules.missing_key", node->where, subject, "`tolerance:`",
                         "say how far on both sides is still good: `tolerance: 5pp`", "%s has 'near' without 'tolerance'",
                         subject);
    if (!has_near && sr_yaml_find(node, "tolerance") != NULL)
        report_pair(loader, node, "tolerance", "'tolerance' without 'near'", "`near:`, or `warn:` beside min and max", NULL);
    if (target->is_relative && !has_near)
        report_pair(loader, node, "relative", "'relative' without 'near'", "`near:` and `tolerance:`", NULL);
    if (self->has_tolerance && sr_number_get_real(target->tolerance) < 0)
        report_pair(loader, node, "tolerance", "a negative tolerance", "0 or more", NULL);
    if (target->has_min && target->has_max && sr_number_compare(target->min, target->max) > 0)
        report_pair(loader, node, "max", "'max' below 'min'", "min at most max", NULL);
    check_warning(loader, node, target);
}

/* Gives whether its days could be read. */
static bool load_target(sr_loader *loader, const sr_yaml *node, const char *subject, sr_target *target)
{
    draft self = {.target = {.valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .where = node->where}};
    sr_fields_take(loader, node, fields, SR_FIELD_COUNT(fields), &self, subject);
    *target = self.target;
    if (node->kind != SR_YAML_MAPPING)
        return false;
    check_levels(loader, node, subject, &self);
    bool has_from = self.target.valid_from != SR_DAY_MIN, has_to = self.target.valid_to != SR_DAY_MAX;
    bool is_dated = has_from && has_to == (sr_yaml_find(node, "to") != NULL);
    if (target->valid_to < target->valid_from) {
        report_pair(loader, node, "to", "'to' before 'from'", "the last day on which the target holds", NULL);
        return false;
    }
    if (target->valid_to < SR_DAY_MAX)
        target->valid_to++;     // half-open from here on
    return is_dated;
}

/* --- all targets --- */

static bool make_room(sr_loader *loader, targets *all)
{
    if (all->count < all->capacity)
        return true;
    size_t capacity = all->capacity == 0 ? 64 : all->capacity * 2;
    entry *items = sr_arena_grow(loader->arena, all->items, all->count, capacity, sizeof(*items));
    if (items == NULL) {
        loader->failed = true;
        return false;
    }
    all->items = items;
    all->capacity = capacity;
    return true;
}

static size_t find_indicator(sr_loader *loader, const targets *all, const sr_yaml *key)
{
    size_t count = loader->rules->indicator_count;
    size_t index = 0;
    while (index < count && !sr_text_is(all->ids[index], key->text))
        index++;
    sr_text shown = sr_loader_clip(key->text);
    if (index == count && !loader->lacks_indicators)
        sr_loader_report(loader, "rules.unknown_reference", key->where, "targets",
                         count > 0 ? sr_loader_join(loader, all->ids, count) : "an indicator of indicators/*.yaml",
                         sr_loader_guess(loader, key->text, all->ids, count), "unknown indicator '%.*s'",
                         SR_TEXT_ARG(shown));
    return index;
}

static void load_targets(sr_loader *loader, const sr_yaml *key, const sr_yaml *node, void *state)
{
    targets *all = state;
    size_t index = find_indicator(loader, all, key);
    sr_text shown = sr_loader_clip(key->text);
    const char *subject = sr_loader_write(loader, "target of '%.*s'", SR_TEXT_ARG(shown));
    bool is_list = node->kind == SR_YAML_SEQUENCE;
    size_t count = is_list ? node->count : 1;   // one target may stand without a list
    for (size_t i = 0; i < count && make_room(loader, all); i++) {
        entry *item = &all->items[all->count];
        *item = (entry){.indicator_index = index, .order = all->count};
        item->is_dated = load_target(loader, is_list ? node->items[i] : node, subject, &item->target);
        all->count += index < loader->rules->indicator_count;
    }
}

/* Of the same group? 0, or which comes first. */
static int compare_groups(const sr_target *a, const sr_target *b)
{
    if (a->key_count != b->key_count)
        return a->key_count < b->key_count ? -1 : 1;
    for (uint32_t i = 0; i < a->key_count; i++) {
        int order = sr_text_compare(a->key_names[i], b->key_names[i]);
        order = order != 0 ? order : sr_text_compare(a->keys[i], b->keys[i]);
        if (order != 0)
            return order;
    }
    return 0;
}

/* By indicator, then by group, then by the first day. */
static int compare_entries(const void *a, const void *b)
{
    const entry *x = a;
    const entry *y = b;
    if (x->indicator_index != y->indicator_index)
        return x->indicator_index < y->indicator_index ? -1 : 1;
    int order = compare_groups(&x->target, &y->target);
    if (order != 0)
        return order;
    if (x->target.valid_from != y->target.valid_from)
        return x->target.valid_from < y->target.valid_from ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static void check_overlap(sr_loader *loader, const entry *first, const entry *second)
{
    if (!first->is_dated || !second->is_dated || second->target.valid_from >= first->target.valid_to)
        return;
    const entry *later = first->order < second->order ? second : first;
    const entry *earlier = first->order < second->order ? first : second;
    char day[11];
    sr_date_write_iso(second->target.valid_from, day);
    sr_text id = loader->rules->indicators[first->indicator_index].id;
    const char *path = earlier->target.where.path;
    sr_loader_report(loader, "rules.target_overlap", later->target.where, sr_loader_get_c(loader, id),
                     "one target a day", "end the earlier one with `to:` on the day before the later one begins",
                     "two targets of '%.*s' on %s; the other is at %s:%llu", SR_TEXT_ARG(id), day,
                     path != NULL ? path : "", (unsigned long long)earlier->target.where.line);
}

/* Between two targets there may be days without one: no target is not a target of 0. It may be meant, so it is only told. */
static void check_gap(sr_loader *loader, const entry *first, const entry *second)
{
    char days[2][11];
    if (!first->is_dated || !second->is_dated || second->target.valid_from <= first->target.valid_to)
        return;
    sr_date_write_iso(first->target.valid_to, days[0]);
    sr_date_write_iso(second->target.valid_from - 1, days[1]);
    sr_text id = loader->rules->indicators[first->indicator_index].id;
    sr_loader_caution(loader, "rules.target_gap", second->target.where, sr_loader_get_c(loader, id), "a target for every day from the first on",
                      "move `to` or `from`, or add the target of those days", "'%.*s' has no target from %s to %s", SR_TEXT_ARG(id),
                      days[0], days[1]);
}

static void give_out(sr_loader *loader, const targets *all, sr_indicator *indicators)
{
    sr_target *list = sr_loader_alloc(loader, all->count, sizeof(*list));
    for (size_t i = 0; list != NULL && i < all->count; i++) {
        const entry *item = &all->items[i];
        sr_indicator *indicator = &indicators[item->indicator_index];
        list[i] = item->target;
        if (indicator->target_count++ == 0)
            indicator->targets = &list[i];
        else if (compare_groups(&all->items[i - 1].target, &item->target) == 0) {
            check_overlap(loader, &all->items[i - 1], item);
            check_gap(loader, &all->items[i - 1], item);
        }
    }
}

void sr_load_targets(sr_loader *loader, const sr_rule_file *files, size_t count)
{
    const sr_ruleset *rules = loader->rules;
    (void)sr_entries_count(loader, files, count, root.name);
    targets all = {.ids = sr_loader_alloc(loader, rules->indicator_count, sizeof(sr_text))};
    sr_indicator *indicators = sr_loader_alloc(loader, rules->indicator_count, sizeof(*indicators));
    if (loader->failed)
        return;
    for (size_t i = 0; i < rules->indicator_count; i++) {
        indicators[i] = rules->indicators[i];
        all.ids[i] = indicators[i].id;
    }
    sr_entries_take(loader, files, count, root.name, load_targets, &all);
    if (all.count > 0)
        qsort(all.items, all.count, sizeof(*all.items), compare_entries);
    give_out(loader, &all, indicators);
    loader->rules->indicators = indicators;
}
