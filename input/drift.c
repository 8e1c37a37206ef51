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

/* A list of columns, and for each its partner in the other list. */
typedef struct names {
    size_t count;
    sr_text *items;
    size_t *partners;       // SR_NO_FIELD: none
    size_t *fields;         // of the header; SR_NO_FIELD: it stands elsewhere
    sr_value_kind *kinds;
    bool *are_needed; // by the rules
} names;

typedef struct comparing {
    const sr_drift_header *header;
    const sr_drift_answer *answers;
    const char *baseline;   // for messages
    names before, now;
    sr_findings *findings;
    bool must_have; // a column that is needed and gone is an error, whatever the answers
    bool needs_a_look;
    bool has_error;
} comparing;

bool sr_drift_write(const sr_drift_header *header, const sr_kinds *kinds, sr_arena *arena, sr_text *text, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, HEADER_BYTES_MAX);
    for (size_t i = 0; i < header->record->field_count; i++) {
        sr_text name = header->names[i];
        sr_value_kind kind = kinds == NULL ? SR_VALUE_UNKNOWN : sr_kinds_get(kinds, i);
        if (i > 0)
            sr_builder_add_byte(&builder, '\n');
        for (size_t k = 0; k < name.size; k++)
            sr_builder_add_byte(&builder, (unsigned char)name.data[k] < ' ' ? ' ' : name.data[k]);
        if (kind != SR_VALUE_UNKNOWN)
            sr_builder_addf(&builder, "\t%s", sr_value_kind_get_name(kind));
    }
    return sr_builder_finish(&builder, text, err);
}

/* --- the lists --- */

static bool make_names(names *list, size_t most, sr_arena *arena, sr_error *err)
{
    list->items = sr_arena_alloc(arena, most + 1, sizeof(list->items[0]));
    list->partners = sr_arena_alloc(arena, most + 1, sizeof(list->partners[0]));
    list->fields = sr_arena_alloc(arena, most + 1, sizeof(list->fields[0]));
    list->kinds = sr_arena_alloc(arena, most + 1, sizeof(list->kinds[0]));
    list->are_needed = sr_arena_alloc(arena, most + 1, sizeof(list->are_needed[0]));
    return (list->items != NULL && list->partners != NULL && list->fields != NULL && list->kinds != NULL
            && list->are_needed != NULL)
           || sr_fail_memory(err);
}

static size_t add_name(names *list, sr_text name, size_t field)
{
    list->items[list->count] = name;
    list->partners[list->count] = SR_NO_FIELD;
    list->fields[list->count] = field;
    return list->count++;
}

/* A column without a name is none. */
static bool list_fields(comparing *c, sr_arena *arena, sr_error *err)
{
    const sr_record *record = c->header->record;
    if (!make_names(&c->now, record->field_count, arena, err))
        return false;
    for (size_t i = 0; i < record->field_count; i++)
        if (c->header->names[i].size > 0)
            add_name(&c->now, c->header->names[i], i);
    return true;
}

/* What sr_drift_write wrote. */
static bool list_before(comparing *c, sr_arena *arena, sr_error *err)
{
    sr_text text = c->header->before;
    size_t most = 1;
    for (size_t i = 0; i < text.size; i++)
        most += text.data[i] == '\n';
    if (!make_names(&c->before, most, arena, err))
        return false;
    for (size_t first = 0; first <= text.size;) {
        sr_text rest = sr_text_slice(text, first, text.size);
        size_t size = sr_text_find(rest, SR_TEXT("\n"));
        sr_text line = size == SIZE_MAX ? rest : sr_text_slice(rest, 0, size);
        size_t tab = sr_text_find(line, SR_TEXT("\t"));
        sr_text name = tab == SIZE_MAX ? line : sr_text_slice(line, 0, tab);
        first += line.size + 1;
        if (name.size == 0)
            continue;
        size_t i = add_name(&c->before, name, SR_NO_FIELD);
        c->before.kinds[i] = tab == SIZE_MAX ? SR_VALUE_UNKNOWN : sr_value_kind_find(sr_text_slice(line, tab + 1, line.size));
    }
    return true;
}

static void join(comparing *c, size_t before, size_t now)
{
    c->before.partners[before] = now;
    c->now.partners[now] = before;
}

static size_t find_name(const names *list, sr_text name)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->partners[i] == SR_NO_FIELD && sr_locale_is_same_letters(list->items[i], name))
            return i;
    return SR_NO_FIELD;
}

static size_t find_field(const names *list, size_t field)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->fields[i] == field)
            return i;
    return SR_NO_FIELD;
}

static void match_names(comparing *c)
{
    for (size_t i = 0; i < c->before.count; i++) {
        size_t now = find_name(&c->now, c->before.items[i]);
        if (now != SR_NO_FIELD)
            join(c, i, now);
    }
}

/* Index of the first name that is in use on the day of the file; from_count when none is. */
static size_t find_name_in_use(const sr_drift_header *header, const sr_column_rule *rule)
{
    size_t name = 0;
    while (name < rule->from_count && !sr_header_is_in_use(rule, name, header->day))
        name++;
    return name;
}

/* What stands for a column of the rules: its first name that is in use. Empty: nothing does, there is no such column in this file. */
static sr_text get_rule_name(const comparing *c, const sr_column_rule *rule, size_t now)
{
    if (rule->position > 0)
        return now == SR_NO_FIELD ? SR_TEXT_NONE : c->now.items[now];
    size_t name = find_name_in_use(c->header, rule);
    if (name < rule->from_count)
        return rule->from[name];
    return now == SR_NO_FIELD && rule->is_optional ? SR_TEXT_NONE : rule->name;
}

/* Each column of the rules where it was found. */
static bool match_rules(comparing *c, sr_arena *arena, sr_error *err)
{
    const sr_dataset *dataset = c->header->dataset;
    if (!make_names(&c->before, dataset->column_count, arena, err))
        return false;
    for (size_t i = 0; i < dataset->column_count; i++) {
        const sr_column_rule *rule = &dataset->columns[i];
        size_t field = c->header->columns->fields[i];
        size_t now = field == SR_NO_FIELD ? SR_NO_FIELD : find_field(&c->now, field);
        bool is_taken = now != SR_NO_FIELD && c->now.partners[now] != SR_NO_FIELD; // by a column that reads the same field
        sr_text name = get_rule_name(c, rule, now);
        if (is_taken || name.size == 0)
            continue;
        size_t before = add_name(&c->before, name, SR_NO_FIELD);
        c->before.are_needed[before] = sr_header_needs(rule);
        if (now != SR_NO_FIELD)
            join(c, before, now);
    }
    return true;
}

/* --- the differences --- */

static sr_where get_place(const comparing *c, size_t now)
{
    const sr_record *record = c->header->record;
    if (now == SR_NO_FIELD)
        return (sr_where){c->header->path, record->line, 0};
    const sr_field *field = &record->fields[c->now.fields[now]];
    return (sr_where){c->header->path, field->line, field->column};
}

static bool say(comparing *c, sr_drift_answer answer, const char *code, sr_where where, const char *expected, const char *hint,
                const char *found, sr_error *err)
{
    if (answer == SR_DRIFT_IGNORE)
        return true;
    c->needs_a_look = c->needs_a_look || answer == SR_DRIFT_WARN;
    c->has_error = c->has_error || answer == SR_DRIFT_ERROR;
    return sr_findings_addf(c->findings, severities[answer], code, where, NULL, expected, hint, err, "%s", found);
}

static bool tell(comparing *c, sr_drift drift, sr_drift_answer answer, sr_where where, sr_text name, sr_text other, sr_error *err)
{
    static const struct {
        const char *code;
        const char *is;         // what is with the column; the other one stands behind it
        const char *hint;
    } rows[SR_DRIFT_COUNT] = {
        [SR_DRIFT_ADDED] = {"drift.added", "is new", "name it in `columns`, as `drop` when it is not needed"},
        [SR_DRIFT_REMOVED] = {"drift.removed", "is there no more", "ask who makes the export"},
        [SR_DRIFT_RENAMED] = {"drift.renamed", "is there no more, and new is",
                              "when it is the same column, add the new name to its `from`"},
        [SR_DRIFT_REORDERED] = {"drift.reordered", "now stands before", NULL},
    };
    char first[SR_SHOWN_SIZE], second[SR_SHOWN_SIZE] = "", found[2 * SR_SHOWN_SIZE + 64];
    sr_personal_write_label(name, first);
    if (other.size > 0)
        sr_personal_write_label(other, second);
    bool has_other = other.size > 0;
    snprintf(found, sizeof(found), "column '%s' %s%s%s%s", first, rows[drift].is, has_other ? " '" : "", second, has_other ? "'" : "");
    return say(c, answer, rows[drift].code, where, c->baseline, rows[drift].hint, found, err);
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
        sr_drift drift = now != SR_NO_FIELD ? SR_DRIFT_RENAMED : SR_DRIFT_REMOVED;
        sr_drift_answer answer = c->must_have && c->before.are_needed[i] ? SR_DRIFT_ERROR : c->answers[drift];
        if (!tell(c, drift, answer, get_place(c, now), c->before.items[i], now != SR_NO_FIELD ? c->now.items[now] : SR_TEXT_NONE,
                  err))
            return false;
    }
    return true;
}

static bool tell_added(comparing *c, sr_error *err)
{
    for (size_t i = 0; i < c->now.count; i++)
        if (c->now.partners[i] == SR_NO_FIELD
            && !tell(c, SR_DRIFT_ADDED, c->answers[SR_DRIFT_ADDED], get_place(c, i), c->now.items[i], SR_TEXT_NONE, err))
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
            return tell(c, SR_DRIFT_REORDERED, c->answers[SR_DRIFT_REORDERED], get_place(c, now), c->now.items[now],
                        c->now.items[last], err);
        last = now;
    }
    return true;
}

static bool compare(comparing *c, sr_arena *arena, sr_error *err)
{
    bool is_with_rules = c->header->before.size == 0 || c->must_have;
    c->baseline = is_with_rules ? "the columns of the rules" : "the columns that the last run read";
    if (!list_fields(c, arena, err) || (is_with_rules ? !match_rules(c, arena, err) : !list_before(c, arena, err)))
        return false;
    if (!is_with_rules)
        match_names(c);
    return true;
}

static bool finish(const comparing *c, bool *needs_a_look, sr_error *err)
{
    const sr_drift_header *header = c->header;
    *needs_a_look = *needs_a_look || c->needs_a_look;
    return !c->has_error
           || sr_fail_at(err, SR_BAD_DATA, (sr_where){header->path, header->record->line, 0},
                         "dataset '%.*s': the columns are not those that were agreed (see the findings), expected %s",
                         SR_TEXT_ARG(header->dataset->name), c->baseline);
}

bool sr_drift_tell(const sr_drift_header *header, sr_arena *arena, sr_findings *findings, bool *needs_a_look, sr_error *err)
{
    comparing c = {.header = header, .answers = header->dataset->drift.answers, .findings = findings};
    return compare(&c, arena, err) && tell_gone(&c, arena, err) && tell_added(&c, err) && tell_order(&c, err)
           && finish(&c, needs_a_look, err);
}

bool sr_drift_tell_missing(const sr_drift_header *header, sr_arena *arena, sr_findings *findings, sr_error *err)
{
    comparing c = {.header = header, .answers = header->dataset->drift.answers, .findings = findings, .must_have = true};
    return compare(&c, arena, err) && tell_gone(&c, arena, err) && tell_added(&c, err);
}

/* --- names of another time --- */

/* "until 2025-12-31", "from 2026-01-01 on", "from 2024-01-01 to 2025-12-31" */
static void write_days(sr_name_days days, char out[40])
{
    char first[11], last[11];
    sr_date_write_iso(days.valid_from, first);
    sr_date_write_iso(days.valid_to - (days.valid_to < SR_DAY_MAX), last);
    if (days.valid_from == SR_DAY_MIN)
        snprintf(out, 40, "until %s", last);
    else if (days.valid_to == SR_DAY_MAX)
        snprintf(out, 40, "from %s on", first);
    else
        snprintf(out, 40, "from %s to %s", first, last);
}

static bool tell_name(comparing *c, size_t column, sr_error *err)
{
    const sr_column_rule *rule = &c->header->dataset->columns[column];
    size_t name = c->header->columns->names[column];
    const sr_field *field = &c->header->record->fields[c->header->columns->fields[column]];
    char days[40], last[11], shown[SR_SHOWN_SIZE], expected[SR_SHOWN_SIZE + 40], found[SR_SHOWN_SIZE + 120];
    size_t other = find_name_in_use(c->header, rule);
    sr_date_write_iso(*c->header->day, last);
    snprintf(expected, sizeof(expected), "a name that is in use on %s", last);
    if (other < rule->from_count) {
        sr_personal_write_label(rule->from[other], shown);
        snprintf(expected, sizeof(expected), "'%s', which is in use on %s", shown, last);
    }
    write_days(rule->from_days[name], days);
    sr_personal_write_label(rule->from[name], shown);
    snprintf(found, sizeof(found), "column '%s' is a name in use %s, and the last day in the file is %s", shown, days, last);
    return say(c, c->answers[SR_DRIFT_RENAMED], "drift.untimely", (sr_where){c->header->path, field->line, field->column}, expected,
               "look what the export means by it now; when it is the same, change `valid_from` or `valid_to` of the name", found,
               err);
}

bool sr_drift_tell_names(const sr_drift_header *header, sr_findings *findings, bool *needs_a_look, sr_error *err)
{
    comparing c = {
        .header = header, .answers = header->dataset->drift.answers, .findings = findings, .baseline = "names that are in use"};
    for (size_t i = 0; i < header->dataset->column_count; i++) {
        size_t name = header->columns->names[i];
        if (name != SR_NO_FIELD && !sr_header_is_in_use(&header->dataset->columns[i], name, header->day) && !tell_name(&c, i, err))
            return false;
    }
    return finish(&c, needs_a_look, err);
}

/* --- types --- */

bool sr_drift_tell_kinds(const sr_drift_header *header, const sr_kinds *kinds, sr_arena *arena, sr_findings *findings,
                         bool *needs_a_look, sr_error *err)
{
    comparing c = {.header = header, .answers = header->dataset->drift.answers, .findings = findings};
    char shown[SR_SHOWN_SIZE], found[SR_SHOWN_SIZE + 80];
    if (!compare(&c, arena, err))
        return false;
    for (size_t i = 0; i < c.before.count; i++) {
        size_t now = c.before.partners[i];
        sr_value_kind before = c.before.kinds[i],
                      kind = now == SR_NO_FIELD ? SR_VALUE_UNKNOWN : sr_kinds_get(kinds, c.now.fields[now]);
        if (before == SR_VALUE_UNKNOWN || kind == SR_VALUE_UNKNOWN || kind == before)
            continue;
        sr_personal_write_label(c.now.items[now], shown);
        snprintf(found, sizeof(found), "column '%s' holds %ss now, and held %ss", shown, sr_value_kind_get_name(kind),
                 sr_value_kind_get_name(before));
        if (!say(&c, c.answers[SR_DRIFT_RETYPED], "drift.retyped", get_place(&c, now), "values as the last run read them",
                 "look whether the export writes the column in another way now", found, err))
            return false;
    }
    return finish(&c, needs_a_look, err);
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
