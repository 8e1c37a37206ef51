#include "rules/load_check.h"

#include <stdint.h>

#define CHECK(member) offsetof(sr_check_rule, member)
#define COLUMNS_MAX 8   // of `unique`, as in a breakdown

static const sr_word severity_words[] = {{"note", SR_NOTE}, {"warn", SR_CAUTION}, {"error", SR_ERROR}, {NULL, 0}};

/* 0.5% or 0.005 is a share, 3 is three rows. */
static void take_tolerance(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_tolerance *tolerance = sr_field_slot(field, target);
    int64_t count;
    if (node->kind == SR_YAML_SCALAR && sr_number_parse_integer(node->text, (sr_notation){'.', 0}, &count) == SR_NUMBER_OK && count >= 0) {
        *tolerance = (sr_tolerance){.is_count = true, .count = (uint64_t)count};
        return;
    }
    const sr_field share = {.name = field->name};
    sr_take_share(loader, &share, node, &tolerance->share);
}

/* `true` is the only thing to say: a check that is not wanted is left out. */
static void take_true(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    bool *slot = sr_field_slot(field, target);
    sr_take_boolean(loader, field, node, target);
    if (node->kind == SR_YAML_SCALAR && sr_text_is(node->text, SR_TEXT("false")))
        sr_loader_report(loader, "rules.bad_value", node->where, field->name, "true", "leave the key out", "'false' for '%s'", field->name);
    *slot = true;
}

/* What a check can be about. The same words stand at a column. */
static const sr_field form_fields[] = {
    {.name = "expect", .take = sr_take_rule_text, .offset = CHECK(expect)},
    {.name = "not_missing", .take = take_true, .offset = CHECK(is_filled)},
    {.name = "unique", .take = take_true, .offset = CHECK(is_unique)},
    {.name = "in", .take = sr_take_rule_texts, .offset = CHECK(members), .other_offset = CHECK(member_count)},
    {.name = "min", .take = sr_take_rule_text, .offset = CHECK(min)},
    {.name = "max", .take = sr_take_rule_text, .offset = CHECK(max)},
    {.name = "pattern", .take = sr_take_rule_text, .offset = CHECK(pattern)},
    {.name = "refers_to", .take = sr_take_rule_text, .offset = CHECK(refers_to)},
};

#define FORM_COUNT SR_FIELD_COUNT(form_fields)

static bool is_same_form(const char *a, const char *b)
{
    bool is_range_a = sr_text_is(sr_text_from(a), SR_TEXT("min")) || sr_text_is(sr_text_from(a), SR_TEXT("max"));
    bool is_range_b = sr_text_is(sr_text_from(b), SR_TEXT("min")) || sr_text_is(sr_text_from(b), SR_TEXT("max"));
    return is_range_a && is_range_b;
}

/* One form, with `column` when it is not an expression. */
static void check_form(sr_loader *loader, const sr_yaml *node, const sr_check_rule *check)
{
    const char *first = NULL;
    for (size_t i = 0; i < FORM_COUNT; i++) {
        const sr_yaml *value = sr_yaml_find(node, form_fields[i].name);
        if (value == NULL)
            continue;
        if (first != NULL && !is_same_form(first, form_fields[i].name))
            sr_loader_report(loader, "rules.bad_value", value->where, form_fields[i].name, "one thing in a check",
                             "make a second check of it", "'%s' beside '%s'", form_fields[i].name, first);
        if (first == NULL)
            first = form_fields[i].name;
    }
    const sr_yaml *column = sr_yaml_find(node, "column");
    bool is_expression = first != NULL && sr_text_is(sr_text_from(first), SR_TEXT("expect"));
    if (first == NULL)
        sr_loader_report(loader, "rules.missing_key", node->where, "check",
                         "`expect:`, or `column:` with one of not_missing, unique, in, min, max, pattern, refers_to",
                         "add a line `expect: ...`", "check has nothing that must hold");
    else if (is_expression && column != NULL)
        sr_loader_report(loader, "rules.bad_value", column->where, "column", "no `column:` beside `expect:`", "remove the key",
                         "'column' in a check with an expression");
    else if (!is_expression && column == NULL)
        sr_loader_report(loader, "rules.missing_key", node->where, "check", "`column:`", "add a line `column: ...`",
                         "check has '%s' but no 'column'", first);
    if (column != NULL && check->column_count > (check->is_unique ? COLUMNS_MAX : 1u))
        sr_loader_report(loader, "rules.bad_value", column->where, "column", check->is_unique ? "at most 8 columns" : "one column",
                         check->is_unique ? NULL : "only `unique` is about several columns together", "%zu columns",
                         check->column_count);
}

static void load_check(sr_loader *loader, const sr_yaml *node, sr_check_rule *check)
{
    static const sr_field own_fields[] = {
        {.name = "id", .take = sr_take_text, .offset = CHECK(id), .is_required = true},
        {.name = "column", .take = sr_take_rule_texts, .offset = CHECK(columns), .other_offset = CHECK(column_count)},
        {.name = "severity", .take = sr_take_word, .offset = CHECK(severity), .words = severity_words},
        {.name = "tolerance", .take = take_tolerance, .offset = CHECK(tolerance)},
        {.name = "message", .take = sr_take_names, .offset = CHECK(messages)},
    };
    sr_field all[SR_FIELD_COUNT(own_fields) + FORM_COUNT];
    for (size_t i = 0; i < SR_FIELD_COUNT(own_fields); i++)
        all[i] = own_fields[i];
    for (size_t i = 0; i < FORM_COUNT; i++)
        all[SR_FIELD_COUNT(own_fields) + i] = form_fields[i];
    sr_fields_take(loader, node, all, SR_FIELD_COUNT(all), check, "check");
    if (node->kind == SR_YAML_MAPPING)
        check_form(loader, node, check);
}

/* `min` and `max` of a column are one check, every other word is one. */
static void load_short(sr_loader *loader, const sr_yaml *key, const sr_yaml *node, sr_dataset *set, sr_check_rule *checks)
{
    const char *last = NULL;
    for (size_t i = 0; i < FORM_COUNT; i++) {
        const sr_field *form = &form_fields[i];
        const sr_yaml *value = sr_yaml_find(node, form->name);
        if (value == NULL)
            continue;
        bool is_second = last != NULL && is_same_form(last, form->name);
        sr_check_rule *check = is_second ? &checks[set->check_count - 1] : &checks[set->check_count++];
        if (!is_second) {
            sr_rule_text *column = sr_loader_alloc(loader, 1, sizeof(*column));
            if (column == NULL)
                return;
            *column = (sr_rule_text){key->text, key->where};
            const char *word = is_same_form(form->name, form->name) ? "range" : form->name;
            *check = (sr_check_rule){.columns = column, .column_count = 1, .severity = SR_ERROR, .where = value->where};
            check->id = sr_text_from(sr_loader_write(loader, "%.*s.%s", SR_TEXT_ARG(key->text), word));
        }
        form->take(loader, form, value, check);
        last = form->name;
    }
}

/* The columns in short, in their order, then the list. */
void sr_load_checks(sr_loader *loader, const sr_yaml *node, sr_dataset *set)
{
    const sr_yaml *columns = sr_yaml_find(node, "columns"), *list = sr_yaml_find(node, "checks");
    size_t column_count = columns != NULL && columns->kind == SR_YAML_MAPPING ? columns->count : 0;
    bool has_list = list != NULL && sr_loader_is_kind(loader, list, SR_YAML_SEQUENCE, "checks");
    sr_dict *ids = sr_dict_new(loader->arena);
    sr_check_rule *checks = sr_loader_alloc(loader, column_count * FORM_COUNT + (has_list ? list->count : 0), sizeof(*checks));
    loader->failed = loader->failed || ids == NULL;
    for (size_t i = 0; !loader->failed && i < column_count; i++)
        if (columns->items[i]->kind == SR_YAML_MAPPING)
            load_short(loader, columns->keys[i], columns->items[i], set, checks);
    for (size_t i = 0; !loader->failed && has_list && i < list->count; i++) {
        sr_check_rule *check = &checks[set->check_count];
        *check = (sr_check_rule){.severity = SR_ERROR, .where = list->items[i]->where};
        load_check(loader, list->items[i], check);
        const sr_yaml *id = sr_yaml_find(list->items[i], "id");
        bool is_named = id != NULL && check->id.size > 0;
        if (is_named && (!sr_loader_is_name(loader, check->id, id->where, SR_NAME_WORD)
                         || !sr_loader_is_new(loader, ids, check->id, id->where, "check")))
            continue;
        set->check_count++;
    }
    set->checks = checks;
}
