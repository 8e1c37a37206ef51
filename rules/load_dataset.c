/*
 * Data sets: which files, how they are written, which columns, what is derived and what must hold.
 */
#include <stdint.h>
#include <string.h>

#include "rules/intake.h"
#include "rules/load_check.h"
#include "rules/load_column.h"
#include "rules/load_series.h"

/* A data set while it is read: what belongs to its columns is not part of it later. */
typedef struct draft {
    sr_dataset set;
    sr_column_defaults defaults;
} draft;

typedef struct datasets {
    sr_dataset *items;
    size_t count;
    sr_dict *names;
} datasets;

#define SET(member) offsetof(draft, set.member)

/* --- the dialect --- */

static const sr_word encoding_words[] = {{"UTF-8", 0},        {"Windows-1257", 0}, {"Windows-1252", 0}, {"ISO-8859-1", 0}, {"ISO-8859-4", 0},
                                         {"ISO-8859-13", 0},  {"ISO-8859-15", 0},  {"cp850", 0},        {"UTF-16", 0},     {"UTF-16LE", 0},
                                         {"UTF-16BE", 0},     {"UTF-32", 0},       {"UTF-32LE", 0},     {"UTF-32BE", 0},   {NULL, 0}};
static const sr_word header_words[] = {{"none", 0}, {"1", 1}, {"2", 2}, {"3", 3}, {"4", 4}, {"5", SR_HEADER_LINES_MAX}, {NULL, 0}};
static const sr_word end_words[] = {{"file", false}, {"blank", true}, {NULL, 0}};
static const sr_word decimal_words[] = {{".", '.'}, {",", ','}, {NULL, 0}};
static const sr_word group_words[] = {{" ", ' '}, {".", '.'}, {",", ','}, {"none", 0}, {NULL, 0}};

#define ONE_SIGN "[\\u0001-\\u0009\\u000b\\u000c\\u000e-~]"
static const sr_schema encoding_schema = {.form = SR_SCHEMA_WORD, .words = encoding_words};
static const sr_schema delimiter_schema = {.form = SR_SCHEMA_TEXT, .pattern = "^(" ONE_SIGN " ?|tab|\\\\t)$"};
static const sr_schema sign_schema = {.form = SR_SCHEMA_TEXT, .pattern = "^(" ONE_SIGN "|tab|\\\\t|none)$"};
static const sr_schema escape_schema = {.form = SR_SCHEMA_TEXT, .pattern = "^(" ONE_SIGN "|tab|\\\\t|none|nul)$"};
static const sr_schema skip_schema = {.form = SR_SCHEMA_COUNT, .max = 1000};
static const sr_schema header_schema = {.form = SR_SCHEMA_WORD, .words = header_words};
static const sr_schema ends_schema = {.form = SR_SCHEMA_WORD, .words = end_words};
static const sr_schema mend_schema = {.form = SR_SCHEMA_WORD, .words = sr_mend_words};
static const sr_schema mends_schema = {.form = SR_SCHEMA_MANY, .item = &mend_schema};
static const sr_schema bytes_schema = {.form = SR_SCHEMA_TEXT, .pattern = "^\\d+\\s*([kMG]?B|[KMG]iB)?$", .may_be_number = true};
static const sr_schema ratio_schema = {.form = SR_SCHEMA_COUNT, .min = 1, .max = 1000000};
static const sr_schema mark_schema = {.form = SR_SCHEMA_WORD, .words = decimal_words};
static const sr_schema marks_schema = {.form = SR_SCHEMA_MANY, .item = &mark_schema, .min = 2, .max = 2};
static const sr_schema group_schema = {.form = SR_SCHEMA_WORD, .words = group_words};
static const sr_schema columns_schema = {.form = SR_SCHEMA_NAMED, .pattern = SR_PATTERN_NAME, .item = &sr_schema_of_column, .min = 1};
static const sr_schema derive_schema = {.form = SR_SCHEMA_NAMED, .pattern = SR_PATTERN_NAME, .item = &sr_schema_expression};

static const sr_field file_fields[] = {
    {.name = "path", .schema = &sr_schema_text, .take = sr_take_text, .offset = offsetof(sr_export_rule, pattern), .is_required = true,
     .summary = "path of the export, * for any characters and ? for one"},
    {.name = "encoding", .schema = &encoding_schema, .take = sr_take_word_name, .offset = offsetof(sr_export_rule, encoding),
     .summary = "encoding of these files, where it is not that of the data set"},
};
static const sr_schema dialect_of_file_schema = {.form = SR_SCHEMA_GROUP, .fields = file_fields, .field_count = SR_FIELD_COUNT(file_fields)};
static const sr_schema file_schema = {.form = SR_SCHEMA_EITHER, .item = &sr_schema_text, .other = &dialect_of_file_schema};
static const sr_schema files_schema = {.form = SR_SCHEMA_MANY, .item = &file_schema, .min = 1};

/* A path, or `{path: ..., encoding: ...}`; one or a list of them. */
static void take_files(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    const sr_field path = {.name = field->name, .take = sr_take_text, .offset = offsetof(sr_export_rule, pattern)};
    draft *self = target;
    bool is_list = node->kind == SR_YAML_SEQUENCE;
    size_t count = is_list ? node->count : 1;
    sr_export_rule *files = sr_loader_alloc(loader, count + 1, sizeof(*files));
    if (files == NULL)
        return;
    if (count == 0)
        sr_loader_report(loader, "rules.wrong_type", node->where, field->name, "a path or a list of paths", NULL, "an empty list for '%s'",
                         field->name);
    for (size_t i = 0; i < count; i++) {
        const sr_yaml *item = is_list ? node->items[i] : node;
        if (item->kind == SR_YAML_MAPPING)
            sr_fields_take(loader, item, file_fields, SR_FIELD_COUNT(file_fields), &files[self->set.file_count], "files");
        else
            path.take(loader, &path, item, &files[self->set.file_count]);
        self->set.file_count += files[self->set.file_count].pattern.size > 0;
    }
    self->set.files = files;
}

static void take_character(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    char *slot = sr_field_slot(field, target);
    const char *expected = "one sign such as \";\", or tab, or none";
    bool is_escape = strcmp(field->name, "escape") == 0;
    if (node->kind == SR_YAML_SCALAR && (is_escape ? sr_dialect_parse_escape : sr_dialect_parse_sign)(node->text, slot))
        return;
    sr_node_refuse(loader, field, node, expected, node->kind == SR_YAML_SCALAR ? NULL : "write the sign in quotes: \"#\"");
}

static void take_delimiter(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    const char *expected = "one sign such as \";\", or tab; or a sign and a blank: \", \"";
    bool is_sign = node->kind == SR_YAML_SCALAR && sr_dialect_parse_delimiter(node->text, sr_field_slot(field, target));   // " " is no empty text here
    if (is_sign || !sr_node_is_scalar(loader, field, node, expected))
        return;
    bool is_none = sr_text_is(node->text, SR_TEXT("none"));
    sr_node_refuse(loader, field, node, expected, is_none ? "leave the key out when the sign is to be found out" : NULL);
}

/* One word or several: each adds its ways. */
static void take_mends(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    const sr_field word = {.name = field->name, .schema = &mend_schema};
    unsigned *slot = sr_field_slot(field, target);
    size_t count = node->kind == SR_YAML_SEQUENCE ? node->count : 1;
    for (size_t i = 0; i < count; i++) {
        uint32_t ways = 0;
        sr_take_word(loader, &word, node->kind == SR_YAML_SEQUENCE ? node->items[i] : node, &ways);
        *slot |= ways;
    }
}

static void take_size(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    const char *expected = "a number of bytes such as 500 MB or 8 GiB";
    uint64_t *slot = sr_field_slot(field, target);
    if (!sr_node_is_scalar(loader, field, node, expected) || sr_dialect_parse_size(node->text, slot))
        return;
    sr_node_refuse(loader, field, node, expected, NULL);
}

static bool is_decimal_mark(const sr_yaml *node)
{
    return node->kind == SR_YAML_SCALAR && (sr_text_is(node->text, SR_TEXT(".")) || sr_text_is(node->text, SR_TEXT(",")));
}

/* One mark, or both when an export mixes them. */
static void take_decimal(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    draft *self = target;
    bool is_pair = node->kind == SR_YAML_SEQUENCE && node->count == 2 && is_decimal_mark(node->items[0])
                   && is_decimal_mark(node->items[1]) && !sr_text_is(node->items[0]->text, node->items[1]->text);
    if (is_pair || is_decimal_mark(node)) {
        self->set.notation.decimal_mark = is_pair ? node->items[0]->text.data[0] : node->text.data[0];
        self->set.other_notation.decimal_mark = is_pair ? node->items[1]->text.data[0] : '\0';
        return;
    }
    sr_node_refuse(loader, field, node, "\".\" or \",\", or [\",\", \".\"]", NULL);
}

/* Between thousands: a blank also stands for NBSP. */
static void take_group(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    char *slot = sr_field_slot(field, target);
    sr_text text = node->text;
    if (sr_text_is(text, SR_TEXT("\xC2\xA0")) || sr_text_is(text, SR_TEXT("\xE2\x80\xAF")))
        text = SR_TEXT(" ");
    if (node->kind == SR_YAML_SCALAR && text.size == 1 && sr_text_find(SR_TEXT(" .,"), text) != SIZE_MAX) {
        *slot = text.data[0];
    } else if (node->kind == SR_YAML_SCALAR && sr_text_is(text, SR_TEXT("none"))) {
        *slot = '\0';
    } else {
        sr_node_refuse(loader, field, node, "\" \", \".\", \",\" or none", NULL);
    }
}

/* The mark between thousands belongs to each way of writing numbers in which it is not the decimal mark. */
static void settle_group(sr_dataset *set)
{
    char group = set->notation.group_mark;
    if (set->other_notation.decimal_mark == '\0')
        return;
    set->other_notation.group_mark = group == set->other_notation.decimal_mark ? '\0' : group;
    set->notation.group_mark = group == set->notation.decimal_mark ? '\0' : group;
}

/* --- columns, derived columns --- */

static const sr_field fields[] = {
    {.name = "title", .schema = &sr_schema_names, .take = sr_take_names, .offset = SET(title), .summary = "name of the data set in reports"},
    {.name = "files", .schema = &files_schema, .take = take_files, .is_required = true,
     .summary = "paths of the exports, in this order; * stands for any characters, ? for one"},
    {.name = "encoding", .schema = &encoding_schema, .take = sr_take_word_name, .offset = SET(dialect.encoding),
     .summary = "encoding of the files; UTF-8 when it is not said"},
    {.name = "delimiter", .schema = &delimiter_schema, .take = take_delimiter, .offset = SET(dialect),
     .summary = "the sign between values, or tab; found out for each file when it is not said"},
    {.name = "quote", .schema = &sign_schema, .take = take_character, .offset = SET(dialect.quote),
     .summary = "the sign around values that contain the delimiter; \" when it is not said"},
    {.name = "escape", .schema = &escape_schema, .take = take_character, .offset = SET(dialect.escape),
     .summary = "the sign in front of a quote inside a value; a quote is doubled when it is not said"},
    {.name = "comment", .schema = &sign_schema, .take = take_character, .offset = SET(dialect.comment),
     .summary = "lines that begin with this sign are not records"},
    {.name = "skip", .schema = &skip_schema, .take = sr_take_count, .offset = SET(dialect.skip_lines),
     .summary = "lines above the header that do not belong to the table; found when it is not said"},
    {.name = "header", .schema = &header_schema, .take = sr_take_word, .offset = SET(dialect.header_lines),
     .summary = "how many lines the names of the columns take, or none"},
    {.name = "ends", .schema = &ends_schema, .take = sr_take_flag, .offset = SET(ends_at_blank),
     .summary = "where the table ends: with the file, or at the first line without any value"},
    {.name = "mend", .schema = &mends_schema, .take = take_mends, .offset = SET(dialect.mends),
     .summary = "how a row that does not fit its table may be read another way"},
    {.name = "max_bytes", .schema = &bytes_schema, .take = take_size, .offset = SET(dialect.bytes_max),
     .summary = "how much a packed file may unpack to: 500 MB, 8 GiB"},
    {.name = "max_ratio", .schema = &ratio_schema, .take = sr_take_count, .offset = SET(dialect.ratio_max),
     .summary = "how many bytes a packed file may give for each of its own"},
    {.name = "decimal", .schema = &marks_schema, .take = take_decimal, .summary = "decimal mark of numbers; both when an export mixes them"},
    {.name = "group", .schema = &group_schema, .take = take_group, .offset = SET(notation.group_mark),
     .summary = "mark between thousands; a blank also stands for the no-break blanks of spreadsheets"},
    {.name = "formats", .schema = &sr_schema_date_formats, .take = sr_take_formats, .offset = offsetof(draft, defaults.formats),
     .other_offset = offsetof(draft, defaults.format_count), .summary = "how dates are written, tried in order: dd.mm.yyyy"},
    {.name = "missing", .schema = &sr_schema_texts, .take = sr_take_texts, .offset = offsetof(draft, defaults.missing),
     .other_offset = offsetof(draft, defaults.missing_count), .summary = "what stands for no value besides the empty cell"},
    /* these four: rules/load_series.h */
    {.name = "key", .schema = &sr_schema_texts, .summary = "columns by which rows are the same; of the rows with the same key one stands"},
    {.name = "keep", .schema = &sr_schema_of_keep, .summary = "which row of a key stands; the last when it is not said"},
    {.name = "redelivery", .schema = &sr_schema_of_redelivery, .summary = "a later file delivers whole periods again"},
    {.name = "drift", .schema = &sr_schema_of_drift, .summary = "what is told when the columns of a file change"},
    {.name = "columns", .schema = &columns_schema, .is_required = true,      // read when the defaults are known
     .summary = "the columns that are read, by the names that expressions use"},
    {.name = "derive", .schema = &derive_schema, .summary = "columns that are computed from others, by name"},
    {.name = "checks", .schema = &sr_schema_of_checks, .summary = "what must hold for the rows, or for the data set as a whole"},
};
static const sr_schema dataset_schema = {.form = SR_SCHEMA_GROUP, .fields = fields, .field_count = SR_FIELD_COUNT(fields)};
static const sr_schema datasets_schema = {.form = SR_SCHEMA_NAMED, .pattern = SR_PATTERN_NAME, .item = &dataset_schema};
static const sr_field root = {.name = "datasets", .schema = &datasets_schema, .is_required = true,
                              .summary = "what each export is, by name"};
const sr_schema sr_schema_of_datasets = {.form = SR_SCHEMA_GROUP, .fields = &root, .field_count = 1};

/* Without a header the columns are those of the file, in its order: a name to look for says nothing. */
static void check_from(sr_loader *loader, const sr_yaml *column, const sr_dataset *set)
{
    static const char *const keys[] = {"from", "nth", "position"};
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && set->dialect.header_lines == 0; i++) {
        const sr_yaml *key = sr_yaml_find(column, keys[i]);
        if (key != NULL)
            sr_loader_report(loader, "rules.bad_value", key->where, keys[i], "columns that are taken in order",
                             "remove the key, or `header: none`", "'%s' in a file without a header", keys[i]);
    }
}

/* A list in which a word means different members at different times wants to know the day of the row. */
static void find_days(sr_loader *loader, const sr_dataset *set, sr_column_rule *columns)
{
    for (size_t i = 0; i < set->column_count; i++) {
        sr_column_rule *column = &columns[i];
        if (column->valid_on.text.size > 0) {
            column->is_dated = sr_loader_find_date(loader, set, column->valid_on, "valid_on", "day of a code", &column->day_column);
        } else if (column->list != NULL && column->list->dated_word.size > 0) {
            sr_text shown = sr_loader_clip(column->list->dated_word);
            sr_loader_report(loader, "rules.missing_key", column->list_name.where, "valid_on",
                             "`valid_on:` with the column of the date that decides", NULL,
                             "'%.*s' means different members of list '%.*s' at different times", SR_TEXT_ARG(shown),
                             SR_TEXT_ARG(column->list->name));
        }
    }
}

static void load_columns(sr_loader *loader, const sr_yaml *node, draft *self, sr_dict *names)
{
    sr_dataset *set = &self->set;
    set->is_broken = node == NULL || !sr_loader_is_kind(loader, node, SR_YAML_MAPPING, "columns") || node->count == 0;
    if (node == NULL || node->kind != SR_YAML_MAPPING)
        return;
    sr_column_rule *columns = sr_loader_alloc(loader, node->count, sizeof(*columns));
    for (size_t i = 0; columns != NULL && i < node->count; i++) {
        const sr_yaml *key = node->keys[i];
        bool is_name = sr_loader_is_name(loader, key->text, key->where, SR_NAME_WORD);
        set->is_broken = set->is_broken || !is_name;
        if (!is_name || !sr_loader_is_new(loader, names, key->text, key->where, "column"))
            continue;
        sr_column_rule *column = &columns[set->column_count++];
        sr_load_column(loader, key, node->items[i], &self->defaults, column);
        if (column->type == SR_TYPE_PERSON && column->domain.size == 0)
            column->domain = set->name;
        check_from(loader, node->items[i], set);
    }
    set->columns = columns;
    if (columns != NULL)
        find_days(loader, set, columns);
    if (node->count == 0)
        sr_loader_report(loader, "rules.missing_key", node->where, "columns", "at least one column",
                         "add a line such as `case_id: {from: juhtumi_nr, type: text}`", "no columns");
}

static void load_derives(sr_loader *loader, const sr_yaml *node, sr_dataset *set, sr_dict *names)
{
    static const sr_field field = {.name = "derive", .take = sr_take_rule_text,
                                   .offset = offsetof(sr_derive_rule, expression)};
    if (node == NULL || !sr_loader_is_kind(loader, node, SR_YAML_MAPPING, "derive"))
        return;
    sr_derive_rule *derives = sr_loader_alloc(loader, node->count, sizeof(*derives));
    for (size_t i = 0; derives != NULL && i < node->count; i++) {
        const sr_yaml *key = node->keys[i];
        bool is_name = sr_loader_is_name(loader, key->text, key->where, SR_NAME_WORD);
        set->is_broken = set->is_broken || !is_name;
        if (!is_name || !sr_loader_is_new(loader, names, key->text, key->where, "column"))
            continue;
        sr_derive_rule *derive = &derives[set->derive_count++];
        derive->name = key->text;
        sr_take_rule_text(loader, &field, node->items[i], derive);
    }
    set->derives = derives;
}

/* --- a data set --- */

/* The first of the keys of signs that is there, to point at; the quote has a default, so there may be none but it. */
static const sr_yaml *find_sign(const sr_yaml *node)
{
    static const char *const keys[] = {"delimiter", "comment", "escape", "quote"};
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (sr_yaml_find(node, keys[i]) != NULL)
            return sr_yaml_find(node, keys[i]);
    return node;
}

/* Signs that would make a line mean two things. */
static void check_dialect(sr_loader *loader, const sr_yaml *node, const sr_dataset *set)
{
    const sr_yaml *group = sr_yaml_find(node, "group");
    const sr_yaml *decimal = sr_yaml_find(node, "decimal");
    if (set->notation.group_mark == set->notation.decimal_mark)
        sr_loader_report(loader, "rules.bad_value", group != NULL ? group->where : decimal->where, "group",
                         "two different marks", NULL, "the same mark for decimals and for thousands");
    if (sr_dialect_has_clash(&set->dialect))
        sr_loader_report(loader, "rules.bad_value", find_sign(node)->where, "delimiter",
                         "different signs for delimiter, quote, escape and comment", NULL, "the same sign for two of them");
}

static void load_dataset(sr_loader *loader, const sr_yaml *key, const sr_yaml *node, void *state)
{
    datasets *all = state;
    bool is_name = sr_loader_is_name(loader, key->text, key->where, SR_NAME_WORD);
    loader->lacks_datasets = loader->lacks_datasets || !is_name;
    if (!is_name || !sr_loader_is_new(loader, all->names, key->text, key->where, "data set"))
        return;
    if (sr_text_is(key->text, sr_intake_get_dataset()->name)) {
        sr_loader_report(loader, "rules.bad_value", key->where, "datasets", "another name", "what was read from each file is built in under this name",
                         "the name 'intake'");
        return;
    }
    draft self = {.set = {.name = key->text, .where = key->where,
                          .dialect = {.encoding = SR_TEXT("UTF-8"), .quote = '"', .header_lines = 1}, .notation = {'.', 0}, .trims = true}};
    sr_text shown = sr_loader_clip(key->text);
    sr_fields_take(loader, node, fields, SR_FIELD_COUNT(fields), &self,
                   sr_loader_write(loader, "data set '%.*s'", SR_TEXT_ARG(shown)));
    sr_dict *names = sr_dict_new(loader->arena);
    loader->failed = loader->failed || names == NULL;
    if (loader->failed)
        return;
    self.set.is_broken = node->kind != SR_YAML_MAPPING;
    if (!self.set.is_broken) {
        settle_group(&self.set);
        check_dialect(loader, node, &self.set);
        self.defaults.notation = self.set.notation;
        load_columns(loader, sr_yaml_find(node, "columns"), &self, names);
        load_derives(loader, sr_yaml_find(node, "derive"), &self.set, names);
        sr_load_checks(loader, node, &self.set);
        sr_load_series(loader, node, &self.set);
    }
    all->items[all->count++] = self.set;
}

void sr_load_datasets(sr_loader *loader, const sr_rule_file *files, size_t count)
{
    size_t most = sr_entries_count(loader, files, count, root.name);
    datasets all = {.items = sr_loader_alloc(loader, most + 1, sizeof(sr_dataset)), .names = sr_dict_new(loader->arena)};
    loader->failed = loader->failed || all.names == NULL;
    loader->lacks_datasets = loader->lacks_datasets || sr_entries_are_lacking(files, count, root.name);
    if (loader->failed)
        return;
    sr_entries_take(loader, files, count, root.name, load_dataset, &all);
    all.items[all.count++] = *sr_intake_get_dataset();     // last: it tells of those before it
    loader->rules->datasets = all.items;
    loader->rules->dataset_count = all.count;
}
