/*
 * Reports: which indicators in what order, for whom, when, in what form.
 */
#include <stdint.h>

#include "rules/loader.h"

#define REPORT(member) offsetof(sr_report_rule, member)

static const sr_word period_words[] = {
    {"week", SR_GRAIN_WEEK}, {"month", SR_GRAIN_MONTH}, {"quarter", SR_GRAIN_QUARTER}, {"half", SR_GRAIN_HALF}, {"year", SR_GRAIN_YEAR}, {NULL, 0}};

typedef enum format { FORMAT_HTML = 1, FORMAT_XLSX = 2 } format;

static const sr_word grain_words[] = {{"day", SR_GRAIN_DAY},   {"week", SR_GRAIN_WEEK}, {"month", SR_GRAIN_MONTH}, {"quarter", SR_GRAIN_QUARTER},
                                      {"half", SR_GRAIN_HALF}, {"year", SR_GRAIN_YEAR}, {"ytd", SR_GRAIN_YTD},     {NULL, 0}};
static const sr_word format_words[] = {{"html", FORMAT_HTML}, {"xlsx", FORMAT_XLSX}, {NULL, 0}};

static const sr_schema period_schema = {.form = SR_SCHEMA_WORD, .words = period_words};
static const sr_schema grain_schema = {.form = SR_SCHEMA_WORD, .words = grain_words};
static const sr_schema grains_schema = {.form = SR_SCHEMA_MANY, .item = &grain_schema, .min = 1};
static const sr_schema format_schema = {.form = SR_SCHEMA_WORD, .words = format_words};
static const sr_schema formats_schema = {.form = SR_SCHEMA_MANY, .item = &format_schema, .min = 1};
static const sr_schema window_schema = {.form = SR_SCHEMA_COUNT, .min = 1, .max = 120};
static const sr_schema due_schema = {.form = SR_SCHEMA_TEXT, .pattern = "^workday ([1-9]|[1-5]\\d|60)$"};

typedef struct draft {
    sr_report_rule report;
    sr_rule_text audience;
} draft;

typedef struct reports {
    sr_report_rule *items;
    size_t count;
    sr_dict *ids;
    sr_text *roles;
    sr_text *audiences;
    sr_text *indicators;
    sr_dict *indicator_ids;
} reports;

#define DRAFT(member) offsetof(draft, report.member)

/* --- fields --- */

/* One word or a list of words, as flags: bit `value` is set for each. */
static uint32_t take_flags(sr_loader *loader, const sr_field *field, const sr_yaml *node)
{
    const sr_field word = {.name = field->name, .schema = field->schema->item};
    size_t count = node->kind == SR_YAML_SEQUENCE ? node->count : 1;
    uint32_t flags = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t value = UINT32_MAX;
        sr_take_word(loader, &word, node->kind == SR_YAML_SEQUENCE ? node->items[i] : node, &value);
        flags |= value != UINT32_MAX ? 1U << value : 0;
    }
    if (count == 0)
        sr_loader_report(loader, "rules.wrong_type", node->where, field->name, "at least one word",
                         "leave the key out for the usual ones", "an empty list for '%s'", field->name);
    return flags;
}

static void take_grains(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_report_rule *report = target;
    uint32_t flags = take_flags(loader, field, node);
    for (int i = 0; i < SR_GRAIN_COUNT && flags != 0; i++)
        report->grains[i] = (flags & 1U << i) != 0;
}

static void take_formats(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_report_rule *report = target;
    uint32_t flags = take_flags(loader, field, node);
    if (flags == 0)
        return;
    report->formats_html = (flags & 1U << FORMAT_HTML) != 0;
    report->formats_xlsx = (flags & 1U << FORMAT_XLSX) != 0;
}

/* workday 3 */
static void take_due(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    const char *expected = "`workday` and a number from 1 to 60: workday 3";
    if (!sr_node_is_scalar(loader, field, node, expected))
        return;
    int64_t value = 0;
    int32_t *slot = sr_field_slot(field, target);
    if (sr_text_has_prefix(node->text, SR_TEXT("workday "))
        && sr_number_parse_integer(sr_text_slice(node->text, 8, node->text.size), (sr_notation){'.', 0}, &value)
               == SR_NUMBER_OK
        && value >= 1 && value <= 60) {
        *slot = (int32_t)value;
        return;
    }
    sr_node_refuse(loader, field, node, expected, "it is counted from the end of the period");
}

static const sr_field section_fields[] = {
    {.name = "title", .schema = &sr_schema_names, .take = sr_take_names, .offset = offsetof(sr_report_section, titles), .is_required = true,
     .summary = "heading of the section"},
    {.name = "indicators", .schema = &sr_schema_texts, .take = sr_take_rule_texts, .offset = offsetof(sr_report_section, indicators),
     .other_offset = offsetof(sr_report_section, indicator_count), .is_required = true,
     .summary = "ids of the indicators, in their order; each stands once in a report"},
};
static const sr_schema section_schema = {.form = SR_SCHEMA_GROUP, .fields = section_fields, .field_count = SR_FIELD_COUNT(section_fields)};
static const sr_schema sections_schema = {.form = SR_SCHEMA_LIST, .item = &section_schema, .min = 1};

static void take_sections(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_report_rule *report = target;
    if (!sr_loader_is_kind(loader, node, SR_YAML_SEQUENCE, field->name))
        return;
    sr_report_section *sections = sr_loader_alloc(loader, node->count, sizeof(*sections));
    for (size_t i = 0; sections != NULL && i < node->count; i++)
        sr_fields_take(loader, node->items[i], section_fields, SR_FIELD_COUNT(section_fields), &sections[i], "section");
    report->sections = sections;
    report->section_count = node->count;
    if (node->count == 0)
        sr_loader_report(loader, "rules.missing_key", node->where, field->name, "at least one section", NULL,
                         "a report without sections");
}

static const sr_field fields[] = {
    {.name = "title", .schema = &sr_schema_names, .take = sr_take_names, .offset = DRAFT(titles), .is_required = true,
     .summary = "title of the report"},
    {.name = "period", .schema = &period_schema, .take = sr_take_word, .offset = DRAFT(period),
     .summary = "an edition is made for each of these; month when it is not said"},
    {.name = "grains", .schema = &grains_schema, .take = take_grains,
     .summary = "which tables over time are shown; month, quarter and year when it is not said"},
    {.name = "window", .schema = &window_schema, .take = sr_take_count, .offset = DRAFT(window),
     .summary = "how many months a line shows; 24 when it is not said"},
    {.name = "due", .schema = &due_schema, .take = take_due, .offset = DRAFT(due_workday),
     .summary = "on which working day after the end of the period the report is made: workday 3"},
    {.name = "audience", .schema = &sr_schema_expression, .take = sr_take_rule_text, .offset = offsetof(draft, audience), .is_required = true,
     .summary = "for whom it is, of audiences in seire.yaml; decides how small a figure may be"},
    {.name = "formats", .schema = &formats_schema, .take = take_formats, .summary = "page and workbook; both when it is not said"},
    {.name = "sections", .schema = &sections_schema, .take = take_sections, .is_required = true,
     .summary = "the parts of the report, in their order"},
    {.name = "recipients", .schema = &sr_schema_texts, .take = sr_take_rule_texts, .offset = DRAFT(recipients),
     .other_offset = DRAFT(recipient_count), .summary = "who gets it by mail: roles of recipients in seire.yaml"},
};
static const sr_schema report_schema = {.form = SR_SCHEMA_GROUP, .fields = fields, .field_count = SR_FIELD_COUNT(fields)};
static const sr_schema reports_schema = {.form = SR_SCHEMA_NAMED, .pattern = SR_PATTERN_FILE_NAME, .item = &report_schema};
static const sr_field root = {.name = "reports", .schema = &reports_schema, .is_required = true,
                              .summary = "which indicators, in what order, for whom, when, in what form; by id"};
const sr_schema sr_schema_of_reports = {.form = SR_SCHEMA_GROUP, .fields = &root, .field_count = 1};

/* --- references --- */

static void check_audience(sr_loader *loader, const reports *all, sr_rule_text audience)
{
    size_t count = loader->rules->audience_count;
    if (audience.text.size == 0 || loader->lacks_seire
        || sr_ruleset_find_audience(loader->rules, audience.text) != NULL)
        return;
    sr_text shown = sr_loader_clip(audience.text);
    const char *hint = sr_loader_guess(loader, audience.text, all->audiences, count);
    sr_loader_report(loader, "rules.unknown_reference", audience.where, "audience",
                     count > 0 ? sr_loader_join(loader, all->audiences, count) : "an audience of seire.yaml",
                     hint != NULL ? hint : "add it to `audiences` in seire.yaml", "unknown audience '%.*s'",
                     SR_TEXT_ARG(shown));
}

static void check_recipients(sr_loader *loader, const reports *all, const sr_report_rule *report)
{
    size_t count = loader->rules->recipient_count;
    for (size_t i = 0; i < report->recipient_count; i++) {
        sr_rule_text role = report->recipients[i];
        sr_text shown = sr_loader_clip(role.text);
        for (size_t j = 0; j < i; j++) {
            if (sr_text_is(role.text, report->recipients[j].text))
                sr_loader_report(loader, "rules.duplicate_id", role.where, "recipients", "each recipient once", NULL,
                                 "recipient '%.*s' again", SR_TEXT_ARG(shown));
        }
        if (loader->lacks_seire || sr_ruleset_find_recipient(loader->rules, role.text) != NULL)
            continue;
        const char *hint = sr_loader_guess(loader, role.text, all->roles, count);
        sr_loader_report(loader, "rules.unknown_reference", role.where, "recipients",
                         count > 0 ? sr_loader_join(loader, all->roles, count) : "a role of `recipients` in seire.yaml",
                         hint != NULL ? hint : "add the role to `recipients` in seire.yaml", "unknown role '%.*s'",
                         SR_TEXT_ARG(shown));
    }
}

static void check_indicators(sr_loader *loader, const reports *all, const sr_report_rule *report)
{
    size_t count = loader->rules->indicator_count;
    sr_dict *seen = sr_dict_new(loader->arena);
    loader->failed = loader->failed || seen == NULL;
    for (size_t i = 0; i < report->section_count && !loader->failed; i++) {
        const sr_report_section *section = &report->sections[i];
        for (size_t j = 0; j < section->indicator_count; j++) {
            sr_rule_text id = section->indicators[j];
            sr_text shown = sr_loader_clip(id.text);
            if (!sr_loader_is_new(loader, seen, id.text, id.where, "indicator of a report"))
                continue;
            if (loader->lacks_indicators || sr_dict_find(all->indicator_ids, id.text) != SR_DICT_NONE)
                continue;
            sr_loader_report(loader, "rules.unknown_reference", id.where, "indicators",
                             count > 0 ? sr_loader_join(loader, all->indicators, count)
                                       : "an indicator of indicators/*.yaml",
                             sr_loader_guess(loader, id.text, all->indicators, count), "unknown indicator '%.*s'",
                             SR_TEXT_ARG(shown));
        }
    }
}

static void load_report(sr_loader *loader, const sr_yaml *key, const sr_yaml *node, void *state)
{
    reports *all = state;
    if (!sr_loader_is_name(loader, key->text, key->where, SR_NAME_FILE)
        || !sr_loader_is_new(loader, all->ids, key->text, key->where, "report"))
        return;
    draft self = {.report = {.id = key->text, .where = key->where, .period = SR_GRAIN_MONTH, .window = 24,
                             .due_workday = 1, .formats_html = true, .formats_xlsx = true}};
    sr_report_rule *report = &self.report;
    report->grains[SR_GRAIN_MONTH] = report->grains[SR_GRAIN_QUARTER] = report->grains[SR_GRAIN_YEAR] = true;
    sr_fields_take(loader, node, fields, SR_FIELD_COUNT(fields), &self,
                   sr_loader_write(loader, "report '%.*s'", SR_TEXT_ARG(key->text)));
    report->audience = self.audience.text;
    check_audience(loader, all, self.audience);
    check_recipients(loader, all, report);
    check_indicators(loader, all, report);
    all->items[all->count++] = *report;
}

void sr_load_reports(sr_loader *loader, const sr_rule_file *files, size_t count)
{
    const sr_ruleset *rules = loader->rules;
    size_t most = sr_entries_count(loader, files, count, root.name);
    reports all = {.items = sr_loader_alloc(loader, most, sizeof(sr_report_rule)),
                   .ids = sr_dict_new(loader->arena),
                   .roles = sr_loader_alloc(loader, rules->recipient_count, sizeof(sr_text)),
                   .audiences = sr_loader_alloc(loader, rules->audience_count, sizeof(sr_text)),
                   .indicators = sr_loader_alloc(loader, rules->indicator_count, sizeof(sr_text)),
                   .indicator_ids = sr_dict_new(loader->arena)};
    loader->failed = loader->failed || all.ids == NULL || all.indicator_ids == NULL;
    if (loader->failed)
        return;
    for (size_t i = 0; i < rules->recipient_count; i++)
        all.roles[i] = rules->recipients[i].role;
    for (size_t i = 0; i < rules->audience_count; i++)
        all.audiences[i] = rules->audiences[i].name;
    for (size_t i = 0; i < rules->indicator_count && !loader->failed; i++) {
        uint32_t code;
        all.indicators[i] = rules->indicators[i].id;
        loader->failed = !sr_dict_intern(all.indicator_ids, all.indicators[i], &code);
    }
    sr_entries_take(loader, files, count, root.name, load_report, &all);
    loader->rules->reports = all.items;
    loader->rules->report_count = all.count;
}
