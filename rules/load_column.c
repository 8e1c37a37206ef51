/*
 * The columns of a data set: what a header calls them, what type they have, which words mean what.
 */
#include "rules/load_column.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#define COLUMN(member) offsetof(sr_column_rule, member)

static const sr_word bad_words[] = {{"set_aside", false}, {"missing", true}, {NULL, 0}};
static const sr_schema bad_schema = {.form = SR_SCHEMA_WORD, .words = bad_words};
static const sr_schema type_schema = {.form = SR_SCHEMA_TYPE};
static const sr_schema place_schema = {.form = SR_SCHEMA_COUNT, .min = 1, .max = 4096};

static const sr_text iso_formats[] = {{"yyyy-mm-dd", 10}};
static const sr_text true_words[] = {SR_TEXT_STATIC("jah"), SR_TEXT_STATIC("tõene"), SR_TEXT_STATIC("true"), SR_TEXT_STATIC("yes"),
                                     SR_TEXT_STATIC("x"),   SR_TEXT_STATIC("1")};
static const sr_text false_words[] = {SR_TEXT_STATIC("ei"), SR_TEXT_STATIC("väär"), SR_TEXT_STATIC("false"), SR_TEXT_STATIC("no"),
                                      SR_TEXT_STATIC("0")};

/* Two formats that read one text as two days: the order in which they are tried would decide, not the export. */
static void check_order(sr_loader *loader, const sr_field *field, const sr_yaml *formats, size_t index)
{
    sr_text second = sr_text_trim(formats->items[index]->text);
    for (size_t i = 0; i < index && sr_date_is_format(second); i++) {
        sr_text first = sr_text_trim(formats->items[i]->text);
        if (sr_date_is_format(first) && sr_date_is_ambiguous(first, second))
            sr_loader_report(loader, "rules.bad_value", formats->items[index]->where, field->name,
                             "formats that never read one text as two days",
                             "give exports of each order a data set of their own", "'%.*s' beside '%.*s'", SR_TEXT_ARG(second),
                             SR_TEXT_ARG(first));
    }
}

/* The format in our letters when it was written in those of a spreadsheet (DD.MM.YYYY, pp.kk.aaaa) or of a program (%d.%m.%Y). */
static const char *advise_format(sr_loader *loader, sr_text format)
{
    static const char from[] = "DMYpkaPKA", to[] = "dmydmydmy";
    char made[3 * 16] = "";
    size_t size = 0;
    bool is_program = sr_text_find(format, SR_TEXT("%")) != SIZE_MAX;
    for (size_t i = 0; i < format.size && size + 4 < sizeof(made); i++) {
        char letter = format.data[i];
        const char *known = letter == '\0' ? NULL : strchr(from, letter);
        size_t times = !is_program ? 1 : letter == '%' ? 0 : letter == 'Y' ? 4 : strchr("dmy", letter) != NULL ? 2 : 1;
        for (size_t k = 0; k < times; k++)
            made[size++] = known != NULL ? to[known - from] : letter;
    }
    sr_text meant = {made, size};
    return sr_date_is_format(meant) ? sr_loader_write(loader, "did you mean '%.*s'?", SR_TEXT_ARG(meant)) : NULL;
}

void sr_take_formats(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_take_texts(loader, field, node, target);
    size_t count = node->kind == SR_YAML_SEQUENCE ? node->count : 1;
    for (size_t i = 0; i < count; i++) {
        const sr_yaml *item = node->kind == SR_YAML_SEQUENCE ? node->items[i] : node;
        sr_text shown = sr_loader_clip(item->text);
        if (item->kind == SR_YAML_SCALAR && item->text.size > 0 && !sr_date_is_format(item->text))
            sr_loader_report(loader, "rules.bad_value", item->where, field->name,
                             "year, month and day once each: dd.mm.yyyy, yyyy-mm-dd, d.m.yy, dd-Mon-yyyy", advise_format(loader, item->text),
                             "the date format '%.*s'", SR_TEXT_ARG(shown));
        if (node->kind == SR_YAML_SEQUENCE)
            check_order(loader, field, node, i);
    }
}

/* codes(',') or codes(","): the sign between the answers. */
static bool find_separator(sr_text argument, char *separator)
{
    bool is_quoted = argument.size == 3 && (argument.data[0] == '\'' || argument.data[0] == '"')
                     && argument.data[2] == argument.data[0];
    return is_quoted && sr_dialect_parse_sign(sr_text_slice(argument, 1, 1), separator) && ispunct((unsigned char)*separator);
}

static bool find_scale(sr_text argument, uint8_t *scale)
{
    int64_t value = 0;
    if (sr_number_parse_integer(argument, (sr_notation){'.', 0}, &value) != SR_NUMBER_OK || value < 0
        || value > SR_SCALE_MAX)
        return false;
    *scale = (uint8_t)value;
    return true;
}

/* text, code, ..., decimal(2), codes(',') */
static bool find_type(sr_text text, sr_column_rule *column)
{
    size_t open = sr_text_find(text, SR_TEXT("("));
    bool has_argument = open != SIZE_MAX && sr_text_has_suffix(text, SR_TEXT(")"));
    sr_text name = has_argument ? sr_text_trim(sr_text_slice(text, 0, open)) : text;
    sr_text argument = has_argument ? sr_text_trim(sr_text_slice(text, open + 1, text.size - open - 2)) : SR_TEXT_NONE;
    int type = 0;
    while (type < SR_TYPE_COUNT && !sr_text_is(name, sr_text_from(sr_column_type_get_name((sr_column_type)type))))
        type++;
    if (type == SR_TYPE_COUNT)
        return false;
    column->type = (sr_column_type)type;
    if (column->type == SR_TYPE_CODES)
        return find_separator(argument, &column->separator);
    return column->type == SR_TYPE_DECIMAL ? find_scale(argument, &column->scale) : !has_argument;
}

static void take_type(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_column_rule *column = target;
    sr_text names[SR_TYPE_COUNT];
    for (int type = 0; type < SR_TYPE_COUNT; type++)
        names[type] = sr_text_from(sr_column_type_get_name((sr_column_type)type));
    names[SR_TYPE_CODES] = SR_TEXT("\"codes(',')\"");
    names[SR_TYPE_DECIMAL] = SR_TEXT("decimal(2)");
    const char *expected = sr_loader_join(loader, names, SR_TYPE_COUNT);
    if (!sr_node_is_scalar(loader, field, node, expected))
        return;
    column->is_broken = !find_type(sr_text_trim(node->text), column);
    if (!column->is_broken)
        return;
    sr_text shown = sr_loader_clip(node->text);
    column->type = SR_TYPE_TEXT;
    const char *hint = sr_loader_guess(loader, node->text, names, SR_TYPE_COUNT);
    if (sr_text_has_prefix(node->text, SR_TEXT("decimal")))
        hint = "say how many digits stand behind the mark, 0 to 18: decimal(2)";
    else if (sr_text_has_prefix(node->text, SR_TEXT("codes")))
        hint = "say which sign stands between the answers: \"codes(',')\"";
    sr_loader_report(loader, "rules.bad_value", node->where, field->name, expected, hint, "the type '%.*s'",
                     SR_TEXT_ARG(shown));
}

/* A name, or a name and the days on which exports use it. */
typedef struct dated_name {
    sr_text name;
    sr_name_days days;
} dated_name;

static const sr_field name_fields[] = {
    {.name = "name", .schema = &sr_schema_text, .take = sr_take_text, .offset = offsetof(dated_name, name), .is_required = true,
     .summary = "what the header calls the column"},
    {.name = "valid_from", .schema = &sr_schema_date, .take = sr_take_date, .offset = offsetof(dated_name, days.valid_from),
     .summary = "first day on which exports use the name"},
    {.name = "valid_to", .schema = &sr_schema_date, .take = sr_take_date, .offset = offsetof(dated_name, days.valid_to),
     .summary = "last day on which exports use the name"},
};
static const sr_schema dated_name_schema = {.form = SR_SCHEMA_GROUP, .fields = name_fields, .field_count = SR_FIELD_COUNT(name_fields)};
static const sr_schema name_schema = {.form = SR_SCHEMA_EITHER, .item = &sr_schema_text, .other = &dated_name_schema};
static const sr_schema from_schema = {.form = SR_SCHEMA_MANY, .item = &name_schema, .min = 1};

static void take_dated_name(sr_loader *loader, const sr_yaml *node, dated_name *taken)
{
    sr_fields_take(loader, node, name_fields, SR_FIELD_COUNT(name_fields), taken, "a name in 'from'");
    if (taken->days.valid_to < taken->days.valid_from)
        sr_loader_report(loader, "rules.bad_value", node->where, "valid_to", "a day that is not before `valid_from`", NULL,
                         "the name '%.*s', which is in use on no day", SR_TEXT_ARG(sr_loader_clip(taken->name)));
    taken->days.valid_to += taken->days.valid_to < SR_DAY_MAX;
}

/* A name, `{name: ..., valid_from: ..., valid_to: ...}`, or a list of them. */
static void take_from(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    static const sr_field name = {.name = "from", .offset = offsetof(dated_name, name)};
    sr_column_rule *column = target;
    bool is_list = node->kind == SR_YAML_SEQUENCE && node->count > 0, is_dated = false;
    size_t count = is_list ? node->count : 1;
    sr_text *names = sr_loader_alloc(loader, count, sizeof(*names));
    sr_name_days *days = sr_loader_alloc(loader, count, sizeof(*days));
    if (names == NULL || days == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        const sr_yaml *item = is_list ? node->items[i] : node;
        dated_name taken = {SR_TEXT_NONE, {SR_DAY_MIN, SR_DAY_MAX}};
        if (item->kind == SR_YAML_MAPPING)
            take_dated_name(loader, item, &taken);
        else if (item->kind == SR_YAML_SCALAR)
            sr_take_text(loader, &name, item, &taken);
        else
            sr_node_refuse(loader, field, item, "a name, or {name: ..., valid_from: ..., valid_to: ...}", NULL);
        if (taken.name.size == 0)
            continue;
        is_dated = is_dated || taken.days.valid_from != SR_DAY_MIN || taken.days.valid_to != SR_DAY_MAX;
        names[column->from_count] = taken.name;
        days[column->from_count++] = taken.days;
    }
    column->from = names;
    column->from_days = is_dated ? days : NULL;
}

static void take_domain(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_column_rule *column = target;
    if (sr_node_is_scalar(loader, field, node, "a name") && sr_loader_is_name(loader, sr_text_trim(node->text), node->where, SR_NAME_WORD))
        column->domain = sr_text_trim(node->text);
}

static const sr_field column_fields[] = {
    {.name = "from", .schema = &from_schema, .take = take_from,
     .summary = "what the header calls the column: one name or several, each with days when it has some; its own name when it is not said"},
    {.name = "nth", .schema = &place_schema, .take = sr_take_count, .offset = COLUMN(nth), .summary = "which of several columns of that name"},
    {.name = "position", .schema = &place_schema, .take = sr_take_count, .offset = COLUMN(position),
     .summary = "which field of the file, whatever the header calls it"},
    {.name = "type", .schema = &type_schema, .take = take_type, .is_required = true, .summary = "what the values are"},
    {.name = "title", .schema = &sr_schema_names, .take = sr_take_names, .offset = COLUMN(titles),
     .summary = "what readers of a report call the column, above a breakdown by it"},
    {.name = "domain", .schema = &sr_schema_name, .take = take_domain,
     .summary = "for person: whose hashes can be compared with these; the data set's name when it is not said"},
    {.name = "list", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = COLUMN(list_name),
     .summary = "for code and codes: the code list, the file lists/NAME.csv"},
    {.name = "valid_on", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = COLUMN(valid_on),
     .summary = "for code and codes: the column of the date that decides what a word means"},
    {.name = "formats", .schema = &sr_schema_date_formats, .take = sr_take_formats, .offset = COLUMN(formats), .other_offset = COLUMN(format_count),
     .summary = "for date: how dates are written, tried in order; those of the data set when it is not said"},
    {.name = "missing", .schema = &sr_schema_texts, .take = sr_take_texts, .offset = COLUMN(missing), .other_offset = COLUMN(missing_count),
     .summary = "what stands for no value besides the empty cell; that of the data set when it is not said"},
    {.name = "true", .schema = &sr_schema_texts, .take = sr_take_texts, .offset = COLUMN(true_words), .other_offset = COLUMN(true_count),
     .summary = "for boolean: the words for yes"},
    {.name = "false", .schema = &sr_schema_texts, .take = sr_take_texts, .offset = COLUMN(false_words), .other_offset = COLUMN(false_count),
     .summary = "for boolean: the words for no"},
    {.name = "empty", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = COLUMN(empty),
     .summary = "what an empty cell stands for, written as the export would write it"},
    {.name = "required", .schema = &sr_schema_boolean, .take = sr_take_boolean, .offset = COLUMN(is_required),
     .summary = "a row without a value here is set aside"},
    {.name = "optional", .schema = &sr_schema_boolean, .take = sr_take_boolean, .offset = COLUMN(is_optional),
     .summary = "the whole column may be absent from a file"},
    {.name = "bad", .schema = &bad_schema, .take = sr_take_flag, .offset = COLUMN(keeps_bad),
     .summary = "a value that cannot be read sets its row aside, or counts as missing"},
    /* checks in short: rules/load_check.h */
    {.name = "unique", .schema = &sr_schema_true, .summary = "a check in short: no other row has the value"},
    {.name = "in", .schema = &sr_schema_texts, .summary = "a check in short: the value is one of these"},
    {.name = "min", .schema = &sr_schema_expression, .summary = "a check in short: the value is at least this number or date"},
    {.name = "max", .schema = &sr_schema_expression, .summary = "a check in short: the value is at most this number or date"},
    {.name = "pattern", .schema = &sr_schema_expression, .summary = "a check in short: the whole value fits this pattern"},
    {.name = "refers_to", .schema = &sr_schema_expression, .summary = "a check in short: DATASET.COLUMN in which the value stands"},
};
static const sr_schema group_schema = {.form = SR_SCHEMA_GROUP, .fields = column_fields, .field_count = SR_FIELD_COUNT(column_fields)};
const sr_schema sr_schema_of_column = {.form = SR_SCHEMA_EITHER, .item = &type_schema, .other = &group_schema};

/* A key that says nothing for this type was meant for something else. */
static void check_applies(sr_loader *loader, const sr_yaml *node, const sr_column_rule *column)
{
    enum { ordered = 1U << SR_TYPE_INTEGER | 1U << SR_TYPE_DECIMAL | 1U << SR_TYPE_REAL | 1U << SR_TYPE_DATE };
    static const struct {
        const char *key;
        const char *types;
        uint32_t mask;
    } rows[] = {
        {"list", "a column of type code or codes", 1U << SR_TYPE_CODE | 1U << SR_TYPE_CODES},
        {"domain", "a column of type person", 1U << SR_TYPE_PERSON},
        {"valid_on", "a column of type code or codes", 1U << SR_TYPE_CODE | 1U << SR_TYPE_CODES},
        {"formats", "a column of type date", 1U << SR_TYPE_DATE},
        {"true", "a column of type boolean", 1U << SR_TYPE_BOOLEAN},
        {"false", "a column of type boolean", 1U << SR_TYPE_BOOLEAN},
        {"bad", "a column whose values are read", ~(1U << SR_TYPE_DROP)},
        {"empty", "a column whose values are read, and no persons", ~(1U << SR_TYPE_DROP | 1U << SR_TYPE_PERSON)},
        {"required", "a column whose values are read", ~(1U << SR_TYPE_DROP)},
        {"unique", "a column whose values are read", ~(1U << SR_TYPE_DROP)},
        {"in", "a column whose values are read", ~(1U << SR_TYPE_DROP)},
        {"min", "a column of numbers or dates", ordered},
        {"max", "a column of numbers or dates", ordered},
        {"pattern", "a column of type text or code", 1U << SR_TYPE_TEXT | 1U << SR_TYPE_CODE},
        {"refers_to", "a column whose values are read", ~(1U << SR_TYPE_DROP)},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const sr_yaml *value = sr_yaml_find(node, rows[i].key);
        sr_text shown = sr_loader_clip(column->name);
        if (value != NULL && (rows[i].mask & 1U << column->type) == 0)
            sr_loader_report(loader, "rules.bad_value", value->where, rows[i].key, rows[i].types,
                             "remove the key, or change the type", "'%s' in column '%.*s', for whose type it says nothing",
                             rows[i].key, SR_TEXT_ARG(shown));
    }
}

/* A field is told by its name or by its place. */
static void check_source(sr_loader *loader, const sr_yaml *node)
{
    const sr_yaml *position = sr_yaml_find(node, "position");
    if (position == NULL || (sr_yaml_find(node, "from") == NULL && sr_yaml_find(node, "nth") == NULL))
        return;
    sr_loader_report(loader, "rules.bad_value", position->where, "position", "`from`, with `nth` when the name is there more than once, or `position`",
                     "remove one of them", "'position' beside a name");
}

static bool find_list(sr_loader *loader, sr_column_rule *column)
{
    if (column->list_name.text.size == 0)
        return true;
    const sr_ruleset *rules = loader->rules;
    sr_text *names = sr_loader_alloc(loader, rules->list_count, sizeof(*names));
    for (size_t i = 0; names != NULL && i < rules->list_count; i++) {
        names[i] = rules->lists[i].name;
        if (sr_text_is(names[i], column->list_name.text))
            column->list = &rules->lists[i];
    }
    if (names == NULL || column->list != NULL)
        return true;
    sr_text shown = sr_loader_clip(column->list_name.text);
    const char *hint = sr_loader_guess(loader, column->list_name.text, names, rules->list_count);
    if (hint == NULL)
        hint = sr_loader_write(loader, "make the file lists/%.*s.csv", SR_TEXT_ARG(shown));
    sr_loader_report(loader, "rules.missing_list", column->list_name.where, "list",
                     rules->list_count > 0 ? sr_loader_join(loader, names, rules->list_count) : "a file in lists/", hint,
                     "there is no list '%.*s'", SR_TEXT_ARG(shown));
    return false;
}

static void set_defaults(const sr_column_defaults *defaults, sr_column_rule *column, sr_text *own_name)
{
    if (column->from_count == 0) {
        *own_name = column->name;
        column->from = own_name;
        column->from_count = 1;
    }
    if (column->format_count == 0) {
        column->formats = defaults->format_count > 0 ? defaults->formats : iso_formats;
        column->format_count = defaults->format_count > 0 ? defaults->format_count : 1;
    }
    if (column->missing_count == 0) {
        column->missing = defaults->missing;
        column->missing_count = defaults->missing_count;
    }
    if (column->true_count == 0) {
        column->true_words = true_words;
        column->true_count = sizeof(true_words) / sizeof(true_words[0]);
    }
    if (column->false_count == 0) {
        column->false_words = false_words;
        column->false_count = sizeof(false_words) / sizeof(false_words[0]);
    }
}

/* Can the type of the column read this text? */
static bool can_read(const sr_column_rule *column, sr_notation notation, sr_text text)
{
    int64_t integer;
    double real;
    sr_day day;
    switch (column->type) {
    case SR_TYPE_INTEGER: return sr_number_parse_integer(text, notation, &integer) == SR_NUMBER_OK;
    case SR_TYPE_DECIMAL: return sr_number_parse_decimal(text, notation, column->scale, &integer) == SR_NUMBER_OK;
    case SR_TYPE_REAL: return sr_number_parse_real(text, notation, &real) == SR_NUMBER_OK;
    case SR_TYPE_BOOLEAN:
        return sr_locale_is_one_of(text, column->true_words, column->true_count) || sr_locale_is_one_of(text, column->false_words, column->false_count);
    case SR_TYPE_DATE:
        for (size_t i = 0; i < column->format_count; i++)
            if (sr_date_parse(text, column->formats[i], &day))
                return true;
        return false;
    case SR_TYPE_CODE:
    case SR_TYPE_CODES: return column->list == NULL || sr_list_find(column->list, text) != NULL;
    case SR_TYPE_TEXT:
    case SR_TYPE_PERSON:
    case SR_TYPE_REGISTRY_CODE:
    case SR_TYPE_DROP: break;
    }
    return true;
}

static void check_empty(sr_loader *loader, const sr_column_rule *column, sr_notation notation)
{
    sr_text shown = sr_loader_clip(column->empty.text);
    if (column->empty.text.size > 0 && !can_read(column, notation, column->empty.text))
        sr_loader_report(loader, "rules.bad_value", column->empty.where, "empty", "a text that the type of the column reads",
                         "write what an empty cell of this export means, as the export would write it: `empty: ei`",
                         "'%.*s' for 'empty'", SR_TEXT_ARG(shown));
}

/* A word cannot mean yes and no. */
static void check_words(sr_loader *loader, const sr_column_rule *column)
{
    for (size_t i = 0; i < column->true_count; i++) {
        for (size_t j = 0; j < column->false_count; j++) {
            sr_text shown = sr_loader_clip(column->true_words[i]);
            if (sr_text_is_same_letters(column->true_words[i], column->false_words[j]))
                sr_loader_report(loader, "rules.bad_value", column->where, "true", "different words for true and false",
                                 "give both `true` and `false`", "'%.*s' for true and for false", SR_TEXT_ARG(shown));
        }
    }
}

void sr_load_column(sr_loader *loader, const sr_yaml *key, const sr_yaml *node, const sr_column_defaults *defaults,
                    sr_column_rule *column)
{
    static const sr_field type_field = {.name = "type"};
    sr_text shown = sr_loader_clip(key->text);
    *column = (sr_column_rule){.name = key->text, .where = key->where, .is_broken = true};
    sr_text *own_name = sr_loader_alloc(loader, 1, sizeof(*own_name));
    if (own_name == NULL)
        return;
    if (node->kind == SR_YAML_SCALAR)       // short: `note: drop`
        take_type(loader, &type_field, node, column);
    else
        sr_fields_take(loader, node, column_fields, SR_FIELD_COUNT(column_fields), column,
                       sr_loader_write(loader, "column '%.*s'", SR_TEXT_ARG(shown)));
    if (!column->is_broken)
        check_applies(loader, node, column);
    check_source(loader, node);
    column->is_broken = column->is_broken || !find_list(loader, column);
    set_defaults(defaults, column, own_name);
    check_words(loader, column);
    check_empty(loader, column, defaults->notation);
}

bool sr_loader_find_column(sr_loader *loader, const sr_dataset *set, sr_rule_text name, const char *key, size_t *index)
{
    sr_text *names = sr_loader_alloc(loader, set->column_count, sizeof(*names));
    for (size_t i = 0; names != NULL && i < set->column_count; i++) {
        names[i] = set->columns[i].name;
        if (!sr_text_is(names[i], name.text))
            continue;
        *index = i;
        if (set->columns[i].type == SR_TYPE_DROP)
            sr_loader_report(loader, "rules.bad_value", name.where, key, "a column that is read", NULL, "a %s that is dropped",
                             key);
        return set->columns[i].type != SR_TYPE_DROP;
    }
    if (names == NULL)
        return false;
    sr_text shown = sr_loader_clip(name.text);
    sr_loader_report(loader, "rules.unknown_reference", name.where, key, "the name of a column, as in `columns`",
                     sr_loader_guess(loader, name.text, names, set->column_count), "unknown column '%.*s' as the %s",
                     SR_TEXT_ARG(shown), key);
    return false;
}

bool sr_loader_find_date(sr_loader *loader, const sr_dataset *set, sr_rule_text name, const char *key, const char *noun,
                         size_t *index)
{
    if (!sr_loader_find_column(loader, set, name, noun, index))
        return false;
    bool is_date = set->columns[*index].type == SR_TYPE_DATE;
    sr_text shown = sr_loader_clip(name.text);
    if (!is_date)
        sr_loader_report(loader, "rules.bad_value", name.where, key, "a column of type date", NULL, "'%.*s', which is no date",
                         SR_TEXT_ARG(shown));
    return is_date;
}
