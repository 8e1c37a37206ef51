#include "rules/load_check.h"

#include <assert.h>
#include <stdint.h>

#define CHECK(member) offsetof(sr_check_rule, member)
#define COLUMNS_MAX 8   // of `unique`, as in a breakdown

static const sr_word severity_words[] = {{"note", SR_NOTE}, {"warn", SR_CAUTION}, {"error", SR_ERROR}, {NULL, 0}};
static const sr_schema severity_schema = {.form = SR_SCHEMA_WORD, .words = severity_words};
static const sr_schema columns_schema = {.form = SR_SCHEMA_MANY, .item = &sr_schema_text, .min = 1, .max = COLUMNS_MAX};
static const sr_schema within_days_schema = {.form = SR_SCHEMA_COUNT, .max = 3660};
static const sr_schema files_schema = {.form = SR_SCHEMA_COUNT, .min = 1, .max = 100000};

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

static void take_every(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_check_rule *check = target;
    check->is_complete = true;
    sr_take_word(loader, field, node, target);
}

/* 5% is a share of what was declared, 5 an amount. */
static void take_within(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_check_rule *check = target;
    sr_check_rule taken = {.has_equals = false};
    const sr_field number = {.name = field->name, .offset = CHECK(within), .other_offset = CHECK(has_equals)};
    sr_take_number(loader, &number, node, &taken);
    if (!taken.has_equals)
        return;
    check->within = taken.within;
    check->is_within_share = sr_text_has_suffix(node->text, SR_TEXT("%"));
    if (sr_number_get_real(check->within) < 0.0)
        sr_node_refuse(loader, field, node, "an amount or a share, not below 0", NULL);
}

/* --- the keys: the last are what a check can be about, and stand at a column in the same words --- */

static const sr_field fields[] = {
    {.name = "id", .schema = &sr_schema_name, .take = sr_take_text, .offset = CHECK(id), .is_required = true,
     .summary = "name of the check, once in the data set"},
    {.name = "column", .schema = &columns_schema, .take = sr_take_rule_texts, .offset = CHECK(columns), .other_offset = CHECK(column_count),
     .summary = "the column that the check is about; unique takes several, which are unique together"},
    {.name = "newest", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = CHECK(newest),
     .summary = "the column whose latest date is at most within_days before the day of the run"},
    {.name = "within_days", .schema = &within_days_schema, .take = sr_take_count, .offset = CHECK(within_days),
     .summary = "beside newest: how many days old the latest date may be"},
    {.name = "every", .schema = &sr_schema_grain, .take = take_every, .offset = CHECK(grain),
     .summary = "each of these periods has rows, from the first to the last that has any"},
    {.name = "by", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = CHECK(by),
     .summary = "beside every: the date that places a row in its period"},
    {.name = "files", .schema = &files_schema, .take = sr_take_count, .offset = CHECK(file_count), .summary = "so many files were delivered"},
    {.name = "total", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = CHECK(total),
     .summary = "sum(x) or count(*) over all rows is what equals, control or last_run says"},
    {.name = "equals", .schema = &sr_schema_number, .take = sr_take_number, .offset = CHECK(equals), .other_offset = CHECK(has_equals),
     .summary = "beside total: what it must be"},
    {.name = "control", .schema = &sr_schema_text, .take = sr_take_text, .offset = CHECK(control),
     .summary = "beside total: the control file in which the sender says what it must be"},
    {.name = "last_run", .schema = &sr_schema_true, .take = take_true, .offset = CHECK(is_against_last_run),
     .summary = "beside total: it is what the last run found"},
    {.name = "within", .schema = &sr_schema_tolerance, .take = take_within,
     .summary = "beside total: how far it may be from what it should be, an amount or a share"},
    {.name = "severity", .schema = &severity_schema, .take = sr_take_word, .offset = CHECK(severity),
     .summary = "over the tolerance: error stops the reports, warn asks a person to look, note is only told"},
    {.name = "tolerance", .schema = &sr_schema_tolerance, .take = take_tolerance, .offset = CHECK(tolerance),
     .summary = "how many rows may fail: a share such as 0.5%, or a number of rows"},
    {.name = "message", .schema = &sr_schema_names, .take = sr_take_names, .offset = CHECK(messages),
     .summary = "what the report says about it"},
    {.name = "expect", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = CHECK(expect),
     .summary = "an expression that must not be false in any row"},
    {.name = "not_missing", .schema = &sr_schema_true, .take = take_true, .offset = CHECK(is_filled), .summary = "the value is there"},
    {.name = "unique", .schema = &sr_schema_true, .take = take_true, .offset = CHECK(is_unique), .summary = "no other row has the value"},
    {.name = "in", .schema = &sr_schema_texts, .take = sr_take_rule_texts, .offset = CHECK(members), .other_offset = CHECK(member_count),
     .summary = "the value is one of these"},
    {.name = "min", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = CHECK(min),
     .summary = "the value is at least this number or date"},
    {.name = "max", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = CHECK(max),
     .summary = "the value is at most this number or date"},
    {.name = "pattern", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = CHECK(pattern),
     .summary = "the whole value fits this pattern"},
    {.name = "refers_to", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = CHECK(refers_to),
     .summary = "DATASET.COLUMN in which the value stands"},
};
static const sr_schema check_schema = {.form = SR_SCHEMA_GROUP, .fields = fields, .field_count = SR_FIELD_COUNT(fields)};
const sr_schema sr_schema_of_checks = {.form = SR_SCHEMA_LIST, .item = &check_schema};

#define FORM_FIRST 15u      // `expect`
#define FORM_COUNT (SR_FIELD_COUNT(fields) - FORM_FIRST)

static bool is_range(const char *name)
{
    return sr_text_is(sr_text_from(name), SR_TEXT("min")) || sr_text_is(sr_text_from(name), SR_TEXT("max"));
}

static bool is_same_form(const char *a, const char *b)
{
    return is_range(a) && is_range(b);
}

/* The forms that are about the data set as a whole, and what must stand beside each. */
static const struct {
    const char *form;
    const char *beside;         // NULL: nothing
} whole_forms[] = {{"newest", "within_days"}, {"every", "by"}, {"files", NULL}, {"total", NULL}};

#define WHOLE_COUNT (sizeof(whole_forms) / sizeof(whole_forms[0]))

/* The one form of a check; another beside it is a finding. NULL: there is none. `whole` is its row above, or WHOLE_COUNT. */
static const char *find_form(sr_loader *loader, const sr_yaml *node, size_t *whole)
{
    const char *first = NULL;
    *whole = WHOLE_COUNT;
    for (size_t i = 0; i < FORM_COUNT + WHOLE_COUNT; i++) {
        const char *name = i < FORM_COUNT ? fields[FORM_FIRST + i].name : whole_forms[i - FORM_COUNT].form;
        const sr_yaml *value = sr_yaml_find(node, name);
        if (value == NULL)
            continue;
        if (first != NULL && !is_same_form(first, name))
            sr_loader_report(loader, "rules.bad_value", value->where, name, "one thing in a check", "make a second check of it",
                             "'%s' beside '%s'", name, first);
        if (first == NULL && i >= FORM_COUNT)
            *whole = i - FORM_COUNT;
        if (first == NULL)
            first = name;
    }
    return first;
}

static void report_lack(sr_loader *loader, const sr_yaml *node, const char *form, const char *lacking)
{
    sr_loader_report(loader, "rules.missing_key", node->where, "check", sr_loader_write(loader, "`%s:`", lacking),
                     sr_loader_write(loader, "add a line `%s: ...`", lacking), "check has '%s' but no '%s'", form, lacking);
}

/* What stands beside another form says nothing. */
static void check_beside(sr_loader *loader, const sr_yaml *node, size_t whole)
{
    static const struct {
        const char *key;
        const char *form;
    } rows[] = {{"within_days", "newest"}, {"by", "every"}, {"equals", "total"}, {"control", "total"}, {"last_run", "total"}, {"within", "total"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const sr_yaml *value = sr_yaml_find(node, rows[i].key);
        bool is_own = whole < WHOLE_COUNT && sr_text_is(sr_text_from(whole_forms[whole].form), sr_text_from(rows[i].form));
        if (value != NULL && !is_own)
            sr_loader_report(loader, "rules.bad_value", value->where, rows[i].key, sr_loader_write(loader, "`%s:` beside it", rows[i].form),
                             "remove the key", "'%s' without '%s'", rows[i].key, rows[i].form);
    }
    if (whole < WHOLE_COUNT && whole_forms[whole].beside != NULL && sr_yaml_find(node, whole_forms[whole].beside) == NULL)
        report_lack(loader, node, whole_forms[whole].form, whole_forms[whole].beside);
    bool is_total = whole < WHOLE_COUNT && sr_text_is(sr_text_from(whole_forms[whole].form), SR_TEXT("total"));
    int known = (sr_yaml_find(node, "equals") != NULL) + (sr_yaml_find(node, "control") != NULL) + (sr_yaml_find(node, "last_run") != NULL);
    if (is_total && known != 1)
        sr_loader_report(loader, known == 0 ? "rules.missing_key" : "rules.bad_value", node->where, "check",
                         "one of `equals:`, `control:`, `last_run:`", known == 0 ? "say what the total must be" : "make a second check of it",
                         known == 0 ? "check has 'total' and nothing to compare it with" : "a total that is compared with several things");
}

/* One form, with `column` where it is about one. */
static void check_form(sr_loader *loader, const sr_yaml *node, const sr_check_rule *check)
{
    size_t whole;
    const char *form = find_form(loader, node, &whole);
    const sr_yaml *column = sr_yaml_find(node, "column");
    bool may_have_column = whole == WHOLE_COUNT ? check->expect.text.size == 0 : check->is_complete;
    check_beside(loader, node, whole);
    if (form == NULL)
        sr_loader_report(loader, "rules.missing_key", node->where, "check",
                         "`expect:`, or `column:` with one of not_missing, unique, in, min, max, pattern, refers_to; or newest, every, "
                         "files, total",
                         "add a line `expect: ...`", "check has nothing that must hold");
    else if (!may_have_column && column != NULL)
        sr_loader_report(loader, "rules.bad_value", column->where, "column", sr_loader_write(loader, "no `column:` beside `%s:`", form),
                         "remove the key", "'column' in a check with '%s'", form);
    else if (may_have_column && whole == WHOLE_COUNT && column == NULL)
        report_lack(loader, node, form, "column");
    if (column != NULL && check->column_count > (check->is_unique ? COLUMNS_MAX : 1u))
        sr_loader_report(loader, "rules.bad_value", column->where, "column", check->is_unique ? "at most 8 columns" : "one column",
                         check->is_unique ? NULL : "only `unique` is about several columns together", "%zu columns",
                         check->column_count);
}

static void load_check(sr_loader *loader, const sr_yaml *node, sr_check_rule *check)
{
    sr_fields_take(loader, node, fields, SR_FIELD_COUNT(fields), check, "check");
    if (node->kind == SR_YAML_MAPPING)
        check_form(loader, node, check);
}

/* `min` and `max` of a column are one check, every other word is one. */
static void load_short(sr_loader *loader, const sr_yaml *key, const sr_yaml *node, sr_dataset *set, sr_check_rule *checks)
{
    const char *last = NULL;
    for (size_t i = 0; i < FORM_COUNT; i++) {
        const sr_field *form = &fields[FORM_FIRST + i];
        const sr_yaml *value = sr_yaml_find(node, form->name);
        if (value == NULL)
            continue;
        bool is_second = last != NULL && is_same_form(last, form->name);
        sr_check_rule *check = is_second ? &checks[set->check_count - 1] : &checks[set->check_count++];
        if (!is_second) {
            sr_rule_text *column = sr_loader_alloc(loader, 1, sizeof(*column));
            if (column == NULL)
                return;
            *column = sr_rule_text_make(key->text, key->where);
            const char *word = is_range(form->name) ? "range" : form->name;
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
    assert(sr_text_is(sr_text_from(fields[FORM_FIRST].name), SR_TEXT("expect")));
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
