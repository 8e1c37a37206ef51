#include "input/drift.h"

#include <inttypes.h>
#include <stdio.h>

#include "engine/base/builder.h"
#include "engine/base/locale.h"
#include "engine/base/personal.h"

#define HEADER_BYTES_MAX (1u << 22)
#define RETYPED_SHARE 0.5       // [share] of the values of a column
#define RETYPED_VALUES_MIN 10   // fewer prove nothing

static const sr_severity severities[] = {[SR_DRIFT_NOTE] = SR_NOTE, [SR_DRIFT_WARN] = SR_CAUTION, [SR_DRIFT_ERROR] = SR_ERROR};

/* A list of names, and for each its partner in the other list. */
typedef struct names {
    size_t count;
    sr_text *items;
    size_t *partners;       // SR_NO_FIELD: none
} names;

typedef struct comparing {
    const sr_dataset *dataset;
    const char *path;
    const sr_record *header;
    const sr_text *shown;   // its names, one a field
    const char *baseline;   // for messages
    names before, now;
    sr_findings *findings;
    bool needs_a_look;
    bool has_error;
} comparing;

bool sr_drift_write_header(const sr_dataset *dataset, const sr_record *header, sr_arena *arena, sr_text *text, sr_error *err)
{
    sr_builder builder;
    sr_text *shown;
    bool is_no_header;
    if (!sr_header_list_shown(dataset, header, arena, &shown, &is_no_header, err))
        return false;
    sr_builder_init(&builder, arena, HEADER_BYTES_MAX);
    for (size_t i = 0; i < header->field_count; i++) {
        sr_text name = shown[i];
        if (i > 0)
            sr_builder_add_byte(&builder, '\n');
        for (size_t k = 0; k < name.size; k++)
            sr_builder_add_byte(&builder, (unsigned char)name.data[k] < ' ' ? ' ' : name.data[k]);
    }
    return sr_builder_finish(&builder, text, err);
}

/* --- the lists --- */

static bool make_names(names *list, size_t most, sr_arena *arena, sr_error *err)
{
    list->items = sr_arena_alloc(arena, most + 1, sizeof(list->items[0]));
    list->partners = sr_arena_alloc(arena, most + 1, sizeof(list->partners[0]));
    for (size_t i = 0; list->partners != NULL && i <= most; i++)
        list->partners[i] = SR_NO_FIELD;
    return (list->items != NULL && list->partners != NULL) || sr_fail_memory(err);
}

/* A column without a name is none. */
static void add_name(names *list, sr_text name)
{
    if (name.size > 0)
        list->items[list->count++] = name;
}

static bool split_names(sr_text text, sr_arena *arena, names *list, sr_error *err)
{
    size_t most = 1;
    for (size_t i = 0; i < text.size; i++)
        most += text.data[i] == '\n';
    if (!make_names(list, most, arena, err))
        return false;
    for (size_t first = 0; first <= text.size;) {
        size_t size = sr_text_find(sr_text_slice(text, first, text.size), SR_TEXT("\n"));
        if (size == SIZE_MAX)
            size = text.size - first;
        add_name(list, sr_text_slice(text, first, size));
        first += size + 1;
    }
    return true;
}

static size_t find_name(const names *list, sr_text name)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->partners[i] == SR_NO_FIELD && sr_locale_is_same_letters(list->items[i], name))
            return i;
    return SR_NO_FIELD;
}

static void join(comparing *c, size_t before, size_t now)
{
    c->before.partners[before] = now;
    c->now.partners[now] = before;
}

static void match_names(comparing *c)
{
    for (size_t i = 0; i < c->before.count; i++) {
        size_t now = find_name(&c->now, c->before.items[i]);
        if (now != SR_NO_FIELD)
            join(c, i, now);
    }
}

/* Each column of the rules by any of its names; the first stands for it. */
static bool match_rules(comparing *c, sr_arena *arena, sr_error *err)
{
    if (!make_names(&c->before, c->dataset->column_count, arena, err))
        return false;
    for (size_t i = 0; i < c->dataset->column_count; i++) {
        const sr_column_rule *rule = &c->dataset->columns[i];
        size_t now = SR_NO_FIELD;
        sr_text placed = rule->position > 0 && rule->position <= c->header->field_count ? sr_text_trim(c->header->fields[rule->position - 1].text) : SR_TEXT_NONE;
        if (placed.size > 0)
            now = find_name(&c->now, placed);
        for (size_t k = 0; k < rule->from_count && now == SR_NO_FIELD && rule->position == 0; k++)
            now = find_name(&c->now, rule->from[k]);
        if (rule->position > 0 && now == SR_NO_FIELD)
            continue;       // whatever stands there has no name
        c->before.items[c->before.count++] = placed.size > 0 ? placed : rule->from_count > 0 ? rule->from[0] : rule->name;
        if (now != SR_NO_FIELD)
            join(c, c->before.count - 1, now);
    }
    return true;
}

/* --- the differences --- */

static sr_where get_place(const comparing *c, size_t now)
{
    for (size_t i = 0; now != SR_NO_FIELD && i < c->header->field_count; i++)
        if (sr_text_is(c->shown[i], c->now.items[now]))
            return (sr_where){c->path, c->header->fields[i].line, c->header->fields[i].column};
    return (sr_where){c->path, c->header->line, 0};
}

static bool tell(comparing *c, sr_drift drift, sr_where where, sr_text name, sr_text other, sr_error *err)
{
    static const struct {
        const char *code;
        const char *is;         // what is with the column; the other one stands behind it
        const char *hint;
    } rows[SR_DRIFT_COUNT] = {
        [SR_DRIFT_ADDED] = {"drift.added", "is new", "name it in `columns`, as `drop` when it is not needed"},
        [SR_DRIFT_REMOVED] = {"drift.removed", "is there no more", "ask who makes the export"},
        [SR_DRIFT_RENAMED] = {"drift.renamed", "is there no more, and new is", "when it is the same column, add the new name to its `from`"},
        [SR_DRIFT_REORDERED] = {"drift.reordered", "now stands before", NULL},
    };
    sr_drift_answer answer = c->dataset->drift.answers[drift];
    char first[SR_SHOWN_SIZE], second[SR_SHOWN_SIZE] = "", found[2 * SR_SHOWN_SIZE + 64];
    if (answer == SR_DRIFT_IGNORE)
        return true;
    sr_personal_write_label(name, first);
    if (other.size > 0)
        sr_personal_write_label(other, second);
    bool has_other = other.size > 0;
    snprintf(found, sizeof(found), "column '%s' %s%s%s%s", first, rows[drift].is, has_other ? " '" : "", second, has_other ? "'" : "");
    c->needs_a_look = c->needs_a_look || answer == SR_DRIFT_WARN;
    c->has_error = c->has_error || answer == SR_DRIFT_ERROR;
    return sr_findings_addf(c->findings, severities[answer], rows[drift].code, where, NULL, c->baseline, rows[drift].hint, err, "%s", found);
}

/* The new name of a column that is gone: near to the old one, or at its place when the number of columns is the same. */
static size_t find_renamed(const comparing *c, size_t before, sr_text *free_names)
{
    size_t count = 0;
    for (size_t i = 0; i < c->now.count; i++)
        if (c->now.partners[i] == SR_NO_FIELD)
            free_names[count++] = c->now.items[i];
    sr_text nearest = sr_text_find_nearest(c->before.items[before], free_names, count);
    if (nearest.size > 0)
        return find_name(&c->now, nearest);
    bool is_at_place = c->before.count == c->now.count && c->now.partners[before] == SR_NO_FIELD;
    return is_at_place ? before : SR_NO_FIELD;
}

static bool tell_gone(comparing *c, sr_arena *arena, sr_error *err)
{
    sr_text *free_names = sr_arena_alloc(arena, c->now.count + 1, sizeof(*free_names));
    if (free_names == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < c->before.count; i++) {
        if (c->before.partners[i] != SR_NO_FIELD)
            continue;
        size_t now = find_renamed(c, i, free_names);
        if (now != SR_NO_FIELD)
            join(c, i, now);
        if (!tell(c, now != SR_NO_FIELD ? SR_DRIFT_RENAMED : SR_DRIFT_REMOVED, get_place(c, now), c->before.items[i],
                  now != SR_NO_FIELD ? c->now.items[now] : SR_TEXT_NONE, err))
            return false;
    }
    return true;
}

static bool tell_added(comparing *c, sr_error *err)
{
    for (size_t i = 0; i < c->now.count; i++)
        if (c->now.partners[i] == SR_NO_FIELD && !tell(c, SR_DRIFT_ADDED, get_place(c, i), c->now.items[i], SR_TEXT_NONE, err))
            return false;
    return true;
}

/* Once for a file: one column that moved changes the place of many. */
static bool tell_order(comparing *c, sr_error *err)
{
    size_t last = SR_NO_FIELD;
    for (size_t i = 0; i < c->before.count; i++) {
        size_t now = c->before.partners[i];
        if (now == SR_NO_FIELD)
            continue;
        if (last != SR_NO_FIELD && now < last)
            return tell(c, SR_DRIFT_REORDERED, get_place(c, now), c->now.items[now], c->now.items[last], err);
        last = now;
    }
    return true;
}

bool sr_drift_tell(const sr_dataset *dataset, const char *path, const sr_record *header, sr_text before, sr_arena *arena,
                   sr_findings *findings, bool *needs_a_look, sr_error *err)
{
    comparing c = {.dataset = dataset, .path = path, .header = header, .findings = findings};
    c.baseline = before.size > 0 ? "the columns that the last run read" : "the columns of the rules";
    sr_text *shown;
    bool is_no_header;
    if (!make_names(&c.now, header->field_count, arena, err) || !sr_header_list_shown(dataset, header, arena, &shown, &is_no_header, err))
        return false;
    c.shown = shown;
    for (size_t i = 0; i < header->field_count; i++)
        add_name(&c.now, shown[i]);
    if (before.size > 0 ? !split_names(before, arena, &c.before, err) : !match_rules(&c, arena, err))
        return false;
    if (before.size > 0)
        match_names(&c);
    if (!tell_gone(&c, arena, err) || !tell_added(&c, err) || !tell_order(&c, err))
        return false;
    *needs_a_look = *needs_a_look || c.needs_a_look;
    return !c.has_error || sr_fail_at(err, SR_BAD_DATA, (sr_where){path, header->line, 0},
                                      "dataset '%.*s': the columns are not those that were agreed (see the findings), expected %s",
                                      SR_TEXT_ARG(dataset->name), c.baseline);
}

bool sr_drift_tell_type(const sr_dataset *dataset, const char *path, size_t column, uint64_t values, uint64_t unreadable,
                        sr_findings *findings, bool *needs_a_look, sr_error *err)
{
    sr_drift_answer answer = dataset->drift.answers[SR_DRIFT_RETYPED];
    const sr_column_rule *rule = &dataset->columns[column];
    if (answer == SR_DRIFT_IGNORE || values < RETYPED_VALUES_MIN || (double)unreadable <= RETYPED_SHARE * (double)values)
        return true;
    *needs_a_look = *needs_a_look || answer == SR_DRIFT_WARN;
    if (!sr_findings_addf(findings, severities[answer], "drift.retyped", (sr_where){path, 0, 0}, NULL, "the type of the rules",
                          "look whether the export writes the column in another way now", err,
                          "%" PRIu64 " of %" PRIu64 " values of column '%.*s' cannot be read as its type", unreadable, values,
                          SR_TEXT_ARG(rule->name)))
        return false;
    return answer != SR_DRIFT_ERROR || sr_fail_at(err, SR_BAD_DATA, (sr_where){path, 0, 0},
                                                  "dataset '%.*s': column '%.*s' is of another type than was agreed (see the findings)",
                                                  SR_TEXT_ARG(dataset->name), SR_TEXT_ARG(rule->name));
}
