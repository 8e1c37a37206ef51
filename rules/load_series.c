#include "rules/load_series.h"

#include "rules/load_column.h"

/* --- corrections --- */

static const sr_word keep_words[] = {{"last", false}, {"first", true}, {NULL, 0}};
const sr_schema sr_schema_of_keep = {.form = SR_SCHEMA_WORD, .words = keep_words};

static void load_key(sr_loader *loader, const sr_yaml *node, sr_dataset *set)
{
    typedef struct keys {
        const sr_rule_text *names;
        size_t count;
    } keys;
    static const sr_field key_field = {.name = "key", .offset = offsetof(keys, names), .other_offset = offsetof(keys, count)};
    static const sr_field keep_field = {.name = "keep", .schema = &sr_schema_of_keep, .offset = offsetof(sr_dataset, keeps_first)};
    const sr_yaml *key = sr_yaml_find(node, "key"), *keep = sr_yaml_find(node, "keep");
    keys taken = {NULL, 0};
    if (key != NULL)
        sr_take_rule_texts(loader, &key_field, key, &taken);
    if (keep != NULL)
        sr_take_flag(loader, &keep_field, keep, set);
    if (keep != NULL && key == NULL)
        sr_loader_report(loader, "rules.bad_value", keep->where, "keep", "`key:` beside it",
                         "say by which columns rows are the same", "'keep' without a key");
    size_t *columns = sr_loader_alloc(loader, taken.count, sizeof(*columns));
    for (size_t i = 0; columns != NULL && i < taken.count; i++)
        set->key_count += sr_loader_find_column(loader, set, taken.names[i], "key", &columns[set->key_count]);
    set->key = columns;
}

typedef struct redelivery {
    uint32_t grain;
    sr_rule_text by;
} redelivery;

static const sr_field redelivery_fields[] = {
    {.name = "period", .schema = &sr_schema_grain, .take = sr_take_word, .offset = offsetof(redelivery, grain), .is_required = true,
     .summary = "which periods a later file delivers again as a whole"},
    {.name = "by", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = offsetof(redelivery, by), .is_required = true,
     .summary = "the column of type date that places a row in its period"},
};
const sr_schema sr_schema_of_redelivery = {.form = SR_SCHEMA_GROUP, .fields = redelivery_fields, .field_count = SR_FIELD_COUNT(redelivery_fields)};

static void load_redelivery(sr_loader *loader, const sr_yaml *node, sr_dataset *set)
{
    redelivery taken = {0};
    if (node == NULL)
        return;
    sr_fields_take(loader, node, redelivery_fields, SR_FIELD_COUNT(redelivery_fields), &taken, "redelivery");
    set->has_redelivery = taken.by.text.size > 0
                          && sr_loader_find_date(loader, set, taken.by, "by", "date of the redelivery", &set->redelivery_column);
    set->redelivery_grain = (sr_grain)taken.grain;
}

/* --- drift --- */

typedef struct answers {
    sr_rule_text by;
    bool is_against_last_run;
    uint32_t each[SR_DRIFT_COUNT];
} answers;

static const sr_word against_words[] = {{"rules", false}, {"last_run", true}, {NULL, 0}};
static const sr_word answer_words[] = {
    {"ignore", SR_DRIFT_IGNORE}, {"note", SR_DRIFT_NOTE}, {"warn", SR_DRIFT_WARN}, {"error", SR_DRIFT_ERROR}, {NULL, 0}};
static const sr_schema against_schema = {.form = SR_SCHEMA_WORD, .words = against_words};
static const sr_schema answer_schema = {.form = SR_SCHEMA_WORD, .words = answer_words};

static const sr_field drift_fields[] = {
    {.name = "by", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = offsetof(answers, by),
     .summary = "the column of type date whose latest day in a file is the day of the file"},
    {.name = "against", .schema = &against_schema, .take = sr_take_flag, .offset = offsetof(answers, is_against_last_run),
     .summary = "compared with what: the rules, or the last file that the last run read"},
    {.name = "added", .schema = &answer_schema, .take = sr_take_word, .offset = offsetof(answers, each[SR_DRIFT_ADDED]),
     .summary = "what a new column is; note when it is not said"},
    {.name = "removed", .schema = &answer_schema, .take = sr_take_word, .offset = offsetof(answers, each[SR_DRIFT_REMOVED]),
     .summary = "what a column is that is there no more; warn when it is not said"},
    {.name = "renamed", .schema = &answer_schema, .take = sr_take_word, .offset = offsetof(answers, each[SR_DRIFT_RENAMED]),
     .summary = "what a column is that has another name now; warn when it is not said"},
    {.name = "reordered", .schema = &answer_schema, .take = sr_take_word, .offset = offsetof(answers, each[SR_DRIFT_REORDERED]),
     .summary = "what another order of the columns is; ignore when it is not said"},
    {.name = "retyped", .schema = &answer_schema, .take = sr_take_word, .offset = offsetof(answers, each[SR_DRIFT_RETYPED]),
     .summary = "what a column is whose values are mostly of another kind now; warn when it is not said"},
};
const sr_schema sr_schema_of_drift = {.form = SR_SCHEMA_GROUP, .fields = drift_fields, .field_count = SR_FIELD_COUNT(drift_fields)};

/* The first column with a name that is not in use always; NULL when there is none. */
static const sr_column_rule *find_dated(const sr_dataset *set)
{
    for (size_t i = 0; i < set->column_count; i++)
        if (set->columns[i].from_days != NULL)
            return &set->columns[i];
    return NULL;
}

/* Names with days and the date by which a file is placed in time belong together; that date is found by names that hold always. */
static void settle_days(sr_loader *loader, sr_rule_text by, sr_dataset *set)
{
    sr_drift_policy *drift = &set->drift;
    const sr_column_rule *dated = find_dated(set);
    if (by.text.size > 0)
        drift->has_days = sr_loader_find_date(loader, set, by, "by", "date of a file", &drift->day_column);
    if (dated != NULL && by.text.size == 0)
        sr_loader_report(loader, "rules.missing_key", dated->where, "drift",
                         "`drift: {by: ...}`, a column of type date whose latest day places a file in time",
                         "add a line `drift: {by: ...}` to the data set", "column '%.*s' has names with `valid_from` or `valid_to`",
                         SR_TEXT_ARG(dated->name));
    if (dated == NULL && by.text.size > 0)
        sr_loader_report(loader, "rules.bad_value", by.where, "by", "names with `valid_from` or `valid_to` in some `from`",
                         "remove the key", "'by', for which no column has a use");
    if (drift->has_days && set->columns[drift->day_column].from_days != NULL)
        sr_loader_report(loader, "rules.bad_value", by.where, "by", "a column whose names hold always",
                         "leave out its `valid_from` and `valid_to`", "'%.*s', whose own names have days", SR_TEXT_ARG(by.text));
}

static void load_drift(sr_loader *loader, const sr_yaml *node, sr_dataset *set)
{
    answers taken = {.each = {SR_DRIFT_NOTE, SR_DRIFT_WARN, SR_DRIFT_WARN, SR_DRIFT_IGNORE, SR_DRIFT_WARN}};
    if (node != NULL)
        sr_fields_take(loader, node, drift_fields, SR_FIELD_COUNT(drift_fields), &taken, "drift");
    set->drift = (sr_drift_policy){.is_asked = node != NULL, .is_against_last_run = taken.is_against_last_run};
    for (size_t i = 0; i < SR_DRIFT_COUNT; i++)
        set->drift.answers[i] = (sr_drift_answer)taken.each[i];
    settle_days(loader, taken.by, set);
    if (node != NULL && set->dialect.header_lines == 0)
        sr_loader_report(loader, "rules.bad_value", node->where, "drift", "a file with a header",
                         "remove the key, or `header: none`", "'drift' of a file without names of columns");
}

void sr_load_series(sr_loader *loader, const sr_yaml *node, sr_dataset *set)
{
    load_key(loader, node, set);
    load_redelivery(loader, sr_yaml_find(node, "redelivery"), set);
    load_drift(loader, sr_yaml_find(node, "drift"), set);
}
