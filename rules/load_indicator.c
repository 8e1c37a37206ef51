/*
 * Indicators: measured on a data set, or a formula over other indicators. Which of the two decides which keys make sense.
 */
#include <stdint.h>

#include "rules/loader.h"

#define INDICATOR(member) offsetof(sr_indicator, member)

static const sr_word better_words[] = {{"higher", SR_BETTER_HIGHER}, {"lower", SR_BETTER_LOWER},
                                       {"near", SR_BETTER_NEAR},     {"none", SR_BETTER_NONE},   {NULL, 0}};
static const sr_word interval_words[] = {{"none", SR_INTERVAL_NONE}, {"wilson", SR_INTERVAL_WILSON},
                                         {"poisson", SR_INTERVAL_POISSON}, {"t", SR_INTERVAL_T}, {NULL, 0}};
static const sr_word placing_words[] = {{"period_end", SR_PLACED_AT_PERIOD_END}, {NULL, 0}};

static const sr_schema placing_schema = {.form = SR_SCHEMA_WORD, .words = placing_words};
static const sr_schema better_schema = {.form = SR_SCHEMA_WORD, .words = better_words};
static const sr_schema interval_schema = {.form = SR_SCHEMA_WORD, .words = interval_words};
static const sr_schema digits_schema = {.form = SR_SCHEMA_COUNT, .max = 6};
static const sr_schema minimum_schema = {.form = SR_SCHEMA_COUNT, .min = 2, .max = 1000000};
static const sr_schema breakdown_schema = {.form = SR_SCHEMA_MANY, .item = &sr_schema_text, .min = 1, .max = SR_KEYS_MAX};
static const sr_schema by_schema = {.form = SR_SCHEMA_MANY, .item = &breakdown_schema};

typedef struct draft {
    sr_indicator indicator;
    sr_rule_text counts;
    sr_rule_text owner;
} draft;

typedef struct indicators {
    sr_indicator *items;
    size_t count;
    sr_dict *ids;
    sr_text *roles;
    sr_text *datasets;
} indicators;

#define DRAFT(member) offsetof(draft, indicator.member)

static void take_unit(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_indicator *indicator = target;
    uint32_t unit = UINT32_MAX;
    const sr_field word = {.name = field->name, .schema = field->schema};
    sr_take_word(loader, &word, node, &unit);
    if (unit == UINT32_MAX)
        return;
    indicator->unit = (sr_unit)unit;
    indicator->has_unit = true;
}

static void take_interval(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    draft *self = target;
    self->indicator.interval_where = node->where;
    sr_take_word(loader, field, node, target);
}

/* An entry of `by`: a column, or a list of columns that are crossed. */
static bool load_breakdown(sr_loader *loader, const sr_field *field, const sr_yaml *node, sr_breakdown *breakdown)
{
    const sr_field columns = {.name = field->name, .offset = offsetof(sr_breakdown, columns),
                              .other_offset = offsetof(sr_breakdown, count)};
    sr_take_rule_texts(loader, &columns, node, breakdown);
    if (breakdown->count > SR_KEYS_MAX) {
        sr_loader_report(loader, "rules.bad_value", node->where, field->name, "at most 8 columns crossed", NULL,
                         "%zu columns crossed", breakdown->count);
        return false;
    }
    for (size_t i = 0; i < breakdown->count; i++) {
        for (size_t j = 0; j < i; j++) {
            sr_text shown = sr_loader_clip(breakdown->columns[i].text);
            if (sr_text_is(breakdown->columns[i].text, breakdown->columns[j].text))
                sr_loader_report(loader, "rules.duplicate_id", breakdown->columns[i].where, field->name,
                                 "different columns", NULL, "column '%.*s' crossed with itself", SR_TEXT_ARG(shown));
        }
    }
    return breakdown->count > 0;
}

static bool is_same_breakdown(const sr_breakdown *a, const sr_breakdown *b)
{
    bool is_same = a->count == b->count;
    for (size_t i = 0; i < a->count && is_same; i++)
        is_same = sr_text_is(a->columns[i].text, b->columns[i].text);
    return is_same;
}

static void take_by(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_indicator *indicator = target;
    size_t count = node->kind == SR_YAML_SEQUENCE ? node->count : 1;
    sr_breakdown *by = sr_loader_alloc(loader, count, sizeof(*by));
    size_t kept = 0;
    for (size_t i = 0; by != NULL && i < count; i++) {
        const sr_yaml *item = node->kind == SR_YAML_SEQUENCE ? node->items[i] : node;
        if (!load_breakdown(loader, field, item, &by[kept]))
            continue;
        bool is_known = false;
        for (size_t j = 0; j < kept; j++)
            is_known = is_known || is_same_breakdown(&by[j], &by[kept]);
        if (is_known)
            sr_loader_report(loader, "rules.duplicate_id", item->where, field->name, "each breakdown once",
                             "remove one of the two", "the same breakdown again");
        else
            kept++;
    }
    indicator->by = by;
    indicator->by_count = kept;
}

#define VERSION(member) offsetof(sr_indicator_version, member)

/* Versions stand from the oldest to the newest, and the newest is the indicator as it stands: it says only since when and why. */
static void check_version(sr_loader *loader, const sr_yaml *const *nodes, const sr_indicator_version *versions, size_t index, size_t count)
{
    const sr_indicator_version *own = &versions[index];
    if (index > 0 && own->valid_from <= versions[index - 1].valid_from)
        sr_loader_report(loader, "rules.bad_value", own->where, "versions", "versions from the oldest to the newest", NULL,
                         "a version that does not begin after the one before it");
    if (index > 0 && own->reasons[SR_EN].size == 0 && own->reasons[SR_ET].size == 0)
        sr_loader_report(loader, "rules.missing_key", own->where, "versions", "`reason:`", "readers are told why the definition changed",
                         "a version that replaces another without 'reason'");
    bool says_what = own->value.text.size > 0 || own->where_condition.text.size > 0 || own->period.text.size > 0;
    if (index + 1 == count && says_what)
        sr_loader_report(loader, "rules.bad_value", nodes[index]->where, "versions", "`valid_from` and `reason` alone",
                         "the newest definition is what the indicator itself says", "the newest version with a definition of its own");
    if (index + 1 < count && !says_what)
        sr_loader_report(loader, "rules.missing_key", nodes[index]->where, "versions", "`value:`, `where:` or `period:`",
                         "say what was different then", "an earlier version that is as the indicator is now");
}

static const sr_field version_fields[] = {
    {.name = "valid_from", .schema = &sr_schema_date, .take = sr_take_date, .offset = VERSION(valid_from), .is_required = true,
     .summary = "first day of the definition"},
    {.name = "restate", .schema = &sr_schema_boolean, .take = sr_take_boolean, .offset = VERSION(restates),
     .summary = "earlier periods are computed by this definition too"},
    {.name = "reason", .schema = &sr_schema_names, .take = sr_take_names, .offset = VERSION(reasons),
     .summary = "why it replaced the one before"},
    {.name = "value", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = VERSION(value),
     .summary = "the value then, where it was another"},
    {.name = "where", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = VERSION(where_condition),
     .summary = "the condition then, where it was another"},
    {.name = "period", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = VERSION(period),
     .summary = "the date then, where it was another"},
};
static const sr_schema version_schema = {.form = SR_SCHEMA_GROUP, .fields = version_fields, .field_count = SR_FIELD_COUNT(version_fields)};
static const sr_schema versions_schema = {.form = SR_SCHEMA_LIST, .item = &version_schema, .min = 1};

static void take_versions(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_indicator *indicator = target;
    if (node->kind != SR_YAML_SEQUENCE || node->count == 0) {
        sr_node_refuse(loader, field, node, "a list of versions, each with `valid_from`", NULL);
        return;
    }
    sr_indicator_version *versions = sr_loader_alloc(loader, node->count, sizeof(*versions));
    for (size_t i = 0; versions != NULL && i < node->count; i++) {
        versions[i].where = node->items[i]->where;
        sr_fields_take(loader, node->items[i], version_fields, SR_FIELD_COUNT(version_fields), &versions[i], "version");
    }
    for (size_t i = 0; versions != NULL && i < node->count; i++)
        check_version(loader, node->items, versions, i, node->count);
    indicator->versions = versions;
    indicator->version_count = node->count;
}

static const sr_field fields[] = {
    {.name = "name", .schema = &sr_schema_names, .take = sr_take_names, .offset = DRAFT(names), .is_required = true,
     .summary = "what people call the indicator"},
    {.name = "description", .schema = &sr_schema_names, .take = sr_take_prose, .offset = DRAFT(descriptions),
     .summary = "what exactly is counted, in whole sentences"},
    {.name = "counts", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = offsetof(draft, counts),
     .summary = "what one row, or one counted thing, is; person and case are protected: small numbers of them are not shown"},
    {.name = "counted", .schema = &sr_schema_names, .take = sr_take_names, .offset = DRAFT(counted),
     .summary = "what n is, for sentences: of 120 cases opened"},
    {.name = "sensitive", .schema = &sr_schema_boolean, .take = sr_take_boolean, .offset = DRAFT(is_sensitive),
     .summary = "the numerator and the rest must be large enough too, not only the whole"},
    {.name = "dataset", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = DRAFT(dataset),
     .summary = "the data set on whose rows the value is measured; without it the value is a formula over other indicators"},
    {.name = "value", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = DRAFT(value), .is_required = true,
     .summary = "with a data set an aggregate such as share(answered), without it a formula such as ratio(A, B)"},
    {.name = "where", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = DRAFT(where_condition),
     .summary = "only rows for which this expression is true"},
    {.name = "period", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = DRAFT(period),
     .summary = "the date that places a row in its month"},
    {.name = "at", .schema = &placing_schema, .take = sr_take_word, .offset = DRAFT(placing),
     .summary = "period_end: a stock, counted at the end of each period and never added up, instead of a period"},
    {.name = "by", .schema = &by_schema, .take = take_by,
     .summary = "breakdowns: a column, an expression with a name, or a list of them that are crossed"},
    {.name = "better", .schema = &better_schema, .take = sr_take_word, .offset = DRAFT(better), .summary = "which direction is good"},
    {.name = "unit", .schema = &sr_schema_unit, .take = take_unit, .summary = "how the value is shown; chosen from it when it is not said"},
    {.name = "digits", .schema = &digits_schema, .take = sr_take_count, .offset = DRAFT(digits),
     .summary = "digits behind the mark; of shares, of the per cent"},
    {.name = "interval", .schema = &interval_schema, .take = take_interval, .offset = DRAFT(interval),
     .summary = "how the 95 % interval is computed; none is right for complete counts and for money"},
    {.name = "versions", .schema = &versions_schema, .take = take_versions,
     .summary = "since when the definition holds, why, and what held before; from the oldest to the newest"},
    {.name = "minimum_n", .schema = &minimum_schema, .take = sr_take_count, .offset = DRAFT(minimum_n),
     .summary = "with a smaller denominator, or a smaller n where there is none, the value would be chance and is not shown"},
    {.name = "agreed_by", .schema = &sr_schema_text, .take = sr_take_text, .offset = DRAFT(agreed_by),
     .summary = "who agreed on the definition; beside agreed_on"},
    {.name = "agreed_on", .schema = &sr_schema_date, .take = sr_take_date, .offset = DRAFT(agreed_on),
     .summary = "the day on which they agreed; beside agreed_by"},
    {.name = "owner", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = offsetof(draft, owner),
     .summary = "who answers for it: a role of recipients"},
};
static const sr_schema indicator_schema = {.form = SR_SCHEMA_GROUP, .fields = fields, .field_count = SR_FIELD_COUNT(fields)};
static const sr_schema indicators_schema = {.form = SR_SCHEMA_NAMED, .pattern = SR_PATTERN_NAME, .item = &indicator_schema};
static const sr_field root = {.name = "indicators", .schema = &indicators_schema, .is_required = true,
                              .summary = "what is measured, by id"};
const sr_schema sr_schema_of_indicators = {.form = SR_SCHEMA_GROUP, .fields = &root, .field_count = 1};

/* --- what belongs together --- */

static void require(sr_loader *loader, const sr_yaml *node, const char *subject, const char *key, const char *why)
{
    if (sr_yaml_find(node, key) == NULL)
        sr_loader_report(loader, "rules.missing_key", node->where, subject, sr_loader_write(loader, "`%s:`", key), why,
                         "%s has no '%s'", subject, key);
}

static bool has_rows(const sr_yaml *node)
{
    return sr_yaml_find(node, "dataset") != NULL;
}

/* What is counted decides how small cells are protected, so it cannot be forgotten. Behind another problem, such as a misspelt
 * `dataset`, a formula is not told what else it should not have. */
static void check_kind(sr_loader *loader, const sr_yaml *node, const char *subject, bool has_problems)
{
    static const char *const needless[] = {"where", "period", "at"};
    const sr_yaml *at = sr_yaml_find(node, "at");
    if (has_rows(node)) {
        if (at == NULL)
            require(loader, node, subject, "period", "say which date places a row in its month: `period: opened`; or that it is counted `at: period_end`");
        else if (sr_yaml_find(node, "period") != NULL)
            sr_loader_report(loader, "rules.bad_value", at->where, subject, "`period` or `at`",
                             "`period` for what happens on a day, `at: period_end` for what there is at the end of a period",
                             "'period' and 'at' in %s", subject);
        require(loader, node, subject, "counts", "say what is counted: `counts: person`, `case`, or another word");
        return;
    }
    for (size_t i = 0; i < sizeof(needless) / sizeof(needless[0]) && !has_problems; i++) {
        const sr_yaml *value = sr_yaml_find(node, needless[i]);
        if (value != NULL)
            sr_loader_report(loader, "rules.bad_value", value->where, subject, "a `dataset`, or a formula without it",
                             "add `dataset: ...`, or remove the key",
                             "'%s' in %s, which is a formula over other indicators", needless[i], subject);
    }
}

/* Who agreed on it and when are told together. */
static void check_agreement(sr_loader *loader, const sr_yaml *node, const char *subject)
{
    const sr_yaml *by = sr_yaml_find(node, "agreed_by");
    const sr_yaml *on = sr_yaml_find(node, "agreed_on");
    if ((by == NULL) == (on == NULL))
        return;
    sr_loader_report(loader, "rules.missing_key", node->where, subject, by == NULL ? "`agreed_by:`" : "`agreed_on:`",
                     by == NULL ? "say who agreed on the definition" : "say on which day they agreed: `agreed_on: 2025-12-15`",
                     "%s has '%s' without '%s'", subject, by == NULL ? "agreed_on" : "agreed_by", by == NULL ? "agreed_by" : "agreed_on");
}

/* Is its data set there? */
static bool check_dataset(sr_loader *loader, const indicators *all, const sr_indicator *indicator)
{
    size_t count = loader->rules->dataset_count;
    bool is_known = indicator->dataset.text.size == 0
                    || sr_ruleset_find_dataset(loader->rules, indicator->dataset.text) != NULL;
    if (is_known || loader->lacks_datasets)
        return is_known;
    sr_text shown = sr_loader_clip(indicator->dataset.text);
    sr_loader_report(loader, "rules.unknown_reference", indicator->dataset.where, "dataset",
                     count > 0 ? sr_loader_join(loader, all->datasets, count) : "a data set of datasets/*.yaml",
                     sr_loader_guess(loader, indicator->dataset.text, all->datasets, count), "unknown data set '%.*s'",
                     SR_TEXT_ARG(shown));
    return false;
}

/* An owner gets the questions by mail, so the role must have an address. */
static void check_owner(sr_loader *loader, const indicators *all, sr_rule_text owner)
{
    size_t count = loader->rules->recipient_count;
    if (owner.text.size == 0 || loader->lacks_seire
        || sr_ruleset_find_recipient(loader->rules, owner.text) != NULL)
        return;
    sr_text shown = sr_loader_clip(owner.text);
    const char *hint = sr_loader_guess(loader, owner.text, all->roles, count);
    sr_loader_report(loader, "rules.unknown_reference", owner.where, "owner",
                     count > 0 ? sr_loader_join(loader, all->roles, count) : "a role of `recipients` in seire.yaml",
                     hint != NULL ? hint : "add the role to `recipients` in seire.yaml", "unknown role '%.*s'",
                     SR_TEXT_ARG(shown));
}

static void load_indicator(sr_loader *loader, const sr_yaml *key, const sr_yaml *node, void *state)
{
    indicators *all = state;
    uint64_t problems = loader->problem_count;
    bool is_name = sr_loader_is_name(loader, key->text, key->where, SR_NAME_WORD);
    loader->lacks_indicators = loader->lacks_indicators || !is_name;
    if (!is_name || !sr_loader_is_new(loader, all->ids, key->text, key->where, "indicator"))
        return;
    const char *subject = sr_loader_write(loader, "indicator '%.*s'", SR_TEXT_ARG(key->text));
    draft self = {.indicator = {.id = key->text, .where = key->where, .digits = -1, .interval = -1}};
    sr_fields_take(loader, node, fields, SR_FIELD_COUNT(fields), &self, subject);
    sr_indicator *indicator = &self.indicator;
    indicator->counts = sr_text_is(self.counts.text, SR_TEXT("person")) ? SR_COUNTS_PERSON
                        : sr_text_is(self.counts.text, SR_TEXT("case")) ? SR_COUNTS_CASE
                                                                        : SR_COUNTS_OTHER;
    indicator->owner = self.owner.text;
    if (node->kind == SR_YAML_MAPPING)
        check_kind(loader, node, subject, loader->problem_count > problems);
    check_agreement(loader, node, subject);
    bool is_known = check_dataset(loader, all, indicator);
    bool is_neither = !has_rows(node) && (indicator->where_condition.text.size > 0 || indicator->period.text.size > 0 || indicator->placing != SR_PLACED_BY_DATE);
    bool lacks_rows = has_rows(node) && indicator->dataset.text.size == 0;
    indicator->is_broken = !is_known || is_neither || lacks_rows || indicator->value.text.size == 0;
    check_owner(loader, all, self.owner);
    all->items[all->count++] = *indicator;
}

void sr_load_indicators(sr_loader *loader, const sr_rule_file *files, size_t count)
{
    const sr_ruleset *rules = loader->rules;
    size_t most = sr_entries_count(loader, files, count, root.name);
    indicators all = {.items = sr_loader_alloc(loader, most, sizeof(sr_indicator)),
                      .ids = sr_dict_new(loader->arena),
                      .roles = sr_loader_alloc(loader, rules->recipient_count, sizeof(sr_text)),
                      .datasets = sr_loader_alloc(loader, rules->dataset_count, sizeof(sr_text))};
    loader->failed = loader->failed || all.ids == NULL;
    if (loader->failed)
        return;
    loader->lacks_indicators = loader->lacks_indicators || sr_entries_are_lacking(files, count, root.name);
    for (size_t i = 0; i < rules->recipient_count; i++)
        all.roles[i] = rules->recipients[i].role;
    for (size_t i = 0; i < rules->dataset_count; i++)
        all.datasets[i] = rules->datasets[i].name;
    sr_entries_take(loader, files, count, root.name, load_indicator, &all);
    loader->rules->indicators = all.items;
    loader->rules->indicator_count = all.count;
}
