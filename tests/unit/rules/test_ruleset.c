#include "rules/ruleset.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/file.h"
#include "rules/yaml.h"
#include "tests/support/workspace.h"

#define LIMITS "parameters/main.yaml"

/* --- a workspace without a mistake --- */

static sr_loaded load_good(void)
{
    sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(NULL, 0, NULL));
    if (!loaded.done)
        sr_test_loaded_print(&loaded);
    assert_true(loaded.done);
    assert_int_equal(sr_findings_count_groups(loaded.findings), 0);
    return loaded;
}

static void the_house_is_read_with_its_mail_and_people(void **state)
{
    (void)state;
    sr_loaded loaded = load_good();
    const sr_ruleset *rules = loaded.rules;
    assert_text(rules->organisation[SR_ET], "Sotsiaalkindlustusamet");
    assert_text(rules->organisation[SR_EN], "Social Insurance Board");
    assert_text(rules->unit[SR_ET], "Ohvriabi");
    assert_text(rules->unit[SR_EN], "Ohvriabi");
    assert_text(rules->contact, "aruandlus@example.ee");
    assert_text(rules->person_key_file, "keys/person.key");
    assert_true(rules->languages[SR_ET] && rules->languages[SR_EN]);
    assert_int_equal(rules->audience_count, 2);
    assert_int_equal(sr_ruleset_find_audience(rules, SR_TEXT("osakond"))->threshold, 5);
    assert_null(sr_ruleset_find_audience(rules, SR_TEXT("avalik")));
    assert_int_equal(rules->recipient_count, 2);
    const sr_recipient *head = sr_ruleset_find_recipient(rules, SR_TEXT("head_of_unit"));
    assert_text(head->titles[SR_ET], "Juhataja");
    assert_text(head->titles[SR_EN], "Head");
    assert_text(sr_ruleset_find_audience(rules, SR_TEXT("osakond"))->titles[SR_EN], "department");
    assert_text(head->address, "juhataja@example.ee");
    assert_int_equal(head->language, SR_EN);
    assert_int_equal(sr_ruleset_find_recipient(rules, SR_TEXT("service_owner"))->language, SR_ET);
    assert_true(rules->mail.is_there);
    assert_text(rules->mail.transport, "drop");
    assert_text(rules->mail.drop_directory, "outgoing");
    assert_text(rules->mail.from_address, "seire@example.ee");
    assert_text(rules->mail.from_name, "Seire");
    assert_int_equal(rules->mail.unknown, SR_UNKNOWN_HOLD);
    assert_int_equal(rules->mail.allowed_domain_count, 1);
    assert_int_equal(rules->mail.where.line, 13);
    sr_arena_free(loaded.arena);
}

static void mail_by_smtp_takes_the_usual_port_of_its_security(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        uint32_t port;
        sr_mail_security security;
    } rows[] = {{"smtp\n  host: mail", 587, SR_MAIL_TLS_REQUIRED},
                {"smtp\n  host: mail\n  security: tls", 465, SR_MAIL_TLS_IMPLICIT},
                {"smtp\n  host: mail\n  security: none", 25, SR_MAIL_PLAIN},
                {"smtp\n  host: mail\n  security: starttls\n  port: 2525\n  unknown: resend", 2525, SR_MAIL_TLS_REQUIRED}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_change change = {"seire.yaml", "drop", rows[i].lines};
        sr_where place;
        sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(&change, 1, &place));
        assert_done(loaded.done, &loaded.err);
        assert_int_equal(loaded.rules->mail.port, rows[i].port);
        assert_int_equal(loaded.rules->mail.security, rows[i].security);
        assert_int_equal(loaded.rules->mail.unknown, i == 3 ? SR_UNKNOWN_RESEND : SR_UNKNOWN_HOLD);
        sr_arena_free(loaded.arena);
    }
}

static void lists_have_members_with_names_validity_and_aliases(void **state)
{
    (void)state;
    sr_loaded loaded = load_good();
    assert_int_equal(loaded.rules->list_count, 2);
    assert_text(loaded.rules->lists[0].name, "counties");
    const sr_list *services = &loaded.rules->lists[1];
    assert_text(services->name, "services");
    assert_int_equal(services->count, 2);
    const sr_list_member *member = &services->members[0];
    assert_text(member->code, "OA");
    assert_text(member->names[SR_ET], "Ohvriabi");
    assert_text(member->names[SR_EN], "Victim support");
    assert_text(member->in_names[SR_ET], "Ohvriabis");
    assert_int_equal(member->valid_from, sr_day_from_civil(2020, 1, 1));
    assert_int_equal(member->valid_to, sr_day_from_civil(2027, 1, 1));
    assert_int_equal(member->alias_count, 2);
    assert_text(member->aliases[1].word, "põhiteenus, kaug");
    assert_int_equal(services->members[1].valid_to, SR_DAY_MAX);
    assert_int_equal(services->members[1].valid_from, SR_DAY_MIN);
    assert_text(services->members[1].parent, "OA");
    assert_ptr_equal(sr_list_find(services, SR_TEXT("116006")), &services->members[1]);
    sr_arena_free(loaded.arena);
}

static void a_data_set_has_its_dialect_and_columns(void **state)
{
    (void)state;
    sr_loaded loaded = load_good();
    const sr_dataset *set = sr_ruleset_find_dataset(loaded.rules, SR_TEXT("cases"));
    assert_non_null(set);
    assert_null(sr_ruleset_find_dataset(loaded.rules, SR_TEXT("Cases")));
    assert_text(set->title[SR_EN], "Cases");
    assert_int_equal(set->file_count, 2);
    assert_text(set->files[1].pattern, "inbox/b*.csv");
    assert_text(set->files[1].encoding, "UTF-8");
    assert_int_equal(set->files[0].encoding.size, 0);
    assert_text(set->dialect.encoding, "Windows-1257");
    assert_int_equal(set->dialect.delimiter, ';');
    assert_int_equal(set->dialect.quote, 0);
    assert_int_equal(set->dialect.escape, '\\');
    assert_int_equal(set->dialect.comment, '#');
    assert_int_equal(set->dialect.skip_lines, 3);
    assert_int_equal(set->dialect.header_lines, 1);
    assert_int_equal(set->notation.decimal_mark, ',');
    assert_int_equal(set->notation.group_mark, ' ');
    assert_true(set->trims);
    assert_int_equal(set->key_count, 1);
    assert_int_equal(set->key[0], 0);
    assert_false(set->keeps_first);
    assert_false(set->has_redelivery);
    assert_int_equal(set->column_count, 10);
    const sr_column_rule *columns = set->columns;
    assert_true(columns[0].is_required);
    assert_text(columns[0].from[0], "juhtumi_nr");
    assert_int_equal(columns[1].from_count, 2);
    assert_text(columns[1].from[0], "avatud_kp");
    assert_text(columns[1].formats[0], "yyyy-mm-dd");
    assert_text(columns[2].from[0], "contact");
    assert_text(columns[2].formats[0], "dd.mm.yyyy");
    assert_text(columns[2].missing[1], "teadmata");
    assert_int_equal(columns[3].type, SR_TYPE_CODE);
    assert_ptr_equal(columns[3].list, &loaded.rules->lists[1]);
    assert_int_equal(columns[4].type, SR_TYPE_CODES);
    assert_int_equal(columns[4].separator, ',');
    assert_null(columns[4].list);
    assert_int_equal(columns[5].type, SR_TYPE_PERSON);
    assert_int_equal(columns[6].type, SR_TYPE_DECIMAL);
    assert_int_equal(columns[6].scale, 2);
    assert_true(columns[6].keeps_bad);
    assert_int_equal(columns[6].missing_count, 1);
    assert_text(columns[6].missing[0], "puudub");
    assert_int_equal(columns[7].true_count, 2);
    assert_text(columns[7].false_words[1], "0");
    assert_true(columns[8].is_optional);
    assert_int_equal(columns[9].type, SR_TYPE_DROP);
    assert_text(columns[9].from[0], "note");
    sr_arena_free(loaded.arena);
}

static void expressions_keep_the_place_of_their_first_character(void **state)
{
    (void)state;
    sr_loaded loaded = load_good();
    const sr_dataset *set = &loaded.rules->datasets[0];
    assert_int_equal(set->derive_count, 1);
    assert_text(set->derives[0].name, "wait_days");
    assert_text(set->derives[0].expression.text, "workdays(opened, contact)");
    assert_int_equal(set->derives[0].expression.where.line, 29);
    assert_int_equal(set->derives[0].expression.where.column, 18);
    assert_int_equal(set->check_count, 2);
    assert_text(set->checks[0].id, "order");
    assert_int_equal(set->checks[0].severity, SR_CAUTION);
    assert_close(set->checks[0].tolerance.share, 0.005, 1e-15);
    assert_text(set->checks[0].messages[SR_EN], "Kontakt enne avamist");
    assert_int_equal(set->checks[1].severity, SR_ERROR);
    assert_close(set->checks[1].tolerance.share, 0.0, 0.0);
    assert_text(set->checks[1].expect.text, "cost >= 0");
    assert_int_equal(set->checks[1].expect.where.line, 33);
    assert_int_equal(set->checks[1].expect.where.column, 18);     // behind the quote
    sr_arena_free(loaded.arena);
}

static void an_indicator_has_all_that_was_said_about_it(void **state)
{
    (void)state;
    sr_loaded loaded = load_good();
    assert_int_equal(loaded.rules->indicator_count, 3);
    const sr_indicator *share = &loaded.rules->indicators[0];
    assert_text(share->id, "T01");
    assert_text(share->names[SR_ET], "Tähtajal");
    assert_text(share->descriptions[SR_EN], "Description");
    assert_text(share->counted[SR_EN], "cases opened");
    assert_int_equal(share->counts, SR_COUNTS_CASE);
    assert_true(share->is_sensitive);
    assert_text(share->dataset.text, "cases");
    assert_text(share->value.text, "share(coalesce(wait_days <= 2, false))");
    assert_text(share->where_condition.text, "contact is not null");
    assert_int_equal(share->where_condition.where.column, 13);
    assert_text(share->period.text, "opened");
    assert_int_equal(share->by_count, 3);
    assert_int_equal(share->by[2].count, 2);
    assert_text(share->by[2].columns[1].text, "county");
    assert_int_equal(share->by[2].columns[1].where.column, 37);
    assert_int_equal(share->better, SR_BETTER_HIGHER);
    assert_true(share->has_unit);
    assert_int_equal(share->unit, SR_UNIT_SHARE);
    assert_int_equal(share->digits, 1);
    assert_int_equal(share->interval, SR_INTERVAL_WILSON);
    assert_text(share->owner, "service_owner");
    assert_int_equal(share->where.line, 2);
    assert_int_equal(share->where.column, 3);
    const sr_indicator *formula = &loaded.rules->indicators[2];
    assert_int_equal(formula->dataset.text.size, 0);
    assert_false(formula->has_unit);
    assert_int_equal(formula->digits, -1);
    assert_int_equal(formula->interval, -1);
    assert_int_equal(formula->counts, SR_COUNTS_OTHER);
    assert_int_equal(loaded.rules->indicators[1].by_count, 1);
    sr_arena_free(loaded.arena);
}

static void parameters_have_one_scale_and_stand_in_order_of_their_days(void **state)
{
    (void)state;
    sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(NULL, 0, NULL));
    assert_done(loaded.done, &loaded.err);
    assert_int_equal(loaded.rules->parameter_count, 1);
    const sr_parameter *parameter = &loaded.rules->parameters[0];
    assert_text(parameter->name, "first_contact");
    assert_text(parameter->names[SR_EN], "Time limit of contact");
    assert_int_equal(parameter->unit, SR_UNIT_WORKDAYS);
    assert_int_equal(parameter->scale, 1);
    assert_int_equal(parameter->count, 2);
    assert_int_equal(parameter->values[0].value, 35);
    assert_int_equal(parameter->values[0].valid_from, sr_day_from_civil(2020, 1, 1));
    assert_int_equal(parameter->values[0].valid_to, sr_day_from_civil(2025, 1, 1));
    assert_false(parameter->values[0].is_unconfirmed);
    assert_int_equal(parameter->values[1].value, 20);
    assert_int_equal(parameter->values[1].valid_to, SR_DAY_MAX);
    assert_true(parameter->values[1].is_unconfirmed);
    assert_text(parameter->values[1].basis, "Order 7");
    assert_int_equal(parameter->values[1].where.line, 6);
    sr_arena_free(loaded.arena);
}

static void days_between_two_values_of_a_parameter_are_told_and_may_be_meant(void **state)
{
    (void)state;
    const sr_change change = {LIMITS, "- {from: 2025-01-01", "- ^^{from: 2025-03-01"};
    sr_where place;
    sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(&change, 1, &place));
    assert_done(loaded.done, &loaded.err);
    const sr_finding *finding = sr_test_loaded_find(&loaded, "rules.parameter_gap", place);
    assert_non_null(finding);
    assert_int_equal(finding->severity, SR_CAUTION);
    assert_string_equal(finding->found, "'first_contact' has no value from 2025-01-01 to 2025-02-28");
    assert_int_equal(sr_findings_count(loaded.findings, SR_ERROR), 0);
    sr_arena_free(loaded.arena);
}

static void days_between_two_targets_are_told_and_may_be_meant(void **state)
{
    (void)state;
    const sr_change change = {"targets/2026.yaml", "- {from: 2026-01-01, to: 2026-12-31", "- ^^{from: 2026-02-01, to: 2026-12-31"};
    sr_where place;
    sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(&change, 1, &place));
    assert_done(loaded.done, &loaded.err);
    const sr_finding *finding = sr_test_loaded_find(&loaded, "rules.target_gap", place);
    assert_non_null(finding);
    assert_string_equal(finding->found, "'T01' has no target from 2026-01-01 to 2026-01-31");
    assert_int_equal(finding->severity, SR_CAUTION);
    sr_arena_free(loaded.arena);
}

static void targets_are_exact_and_in_order_of_their_days(void **state)
{
    (void)state;
    sr_loaded loaded = load_good();
    const sr_indicator *share = &loaded.rules->indicators[0];
    assert_int_equal(share->target_count, 2);
    assert_int_equal(share->targets[0].valid_from, sr_day_from_civil(2025, 1, 1));
    assert_int_equal(share->targets[0].valid_to, sr_day_from_civil(2026, 1, 1));
    assert_int_equal(share->targets[0].min.scale, 3);
    assert_true(share->targets[0].min.exact == 885);
    const sr_target *target = &share->targets[1];
    assert_true(target->has_min && target->has_warn && !target->has_max && !target->has_near);
    assert_false(target->min.is_real);
    assert_int_equal(sr_number_compare(target->min, sr_number_from_decimal(9, 1)), 0);
    assert_int_equal(sr_number_compare(target->warn, sr_number_from_decimal(85, 2)), 0);
    assert_text(target->approved_by, "head_of_unit");
    assert_int_equal(target->approved_on, sr_day_from_civil(2025, 12, 15));
    assert_int_equal(target->where.line, 3);
    const sr_target *near = &loaded.rules->indicators[2].targets[0];
    assert_int_equal(loaded.rules->indicators[2].target_count, 1);
    assert_true(near->has_near && near->is_linear);
    assert_int_equal(sr_number_compare(near->near, sr_number_from_integer(1)), 0);
    assert_int_equal(sr_number_compare(near->tolerance, sr_number_from_decimal(5, 2)), 0);
    assert_int_equal(near->valid_to, SR_DAY_MAX);
    assert_int_equal(loaded.rules->indicators[1].target_count, 0);
    sr_arena_free(loaded.arena);
}

static void a_report_has_its_sections_and_times(void **state)
{
    (void)state;
    sr_loaded loaded = load_good();
    const sr_report_rule *report = sr_ruleset_find_report(loaded.rules, SR_TEXT("kuuaruanne"));
    assert_non_null(report);
    assert_null(sr_ruleset_find_report(loaded.rules, SR_TEXT("aastaaruanne")));
    assert_text(report->titles[SR_EN], "Monthly report");
    assert_int_equal(report->period, SR_GRAIN_MONTH);
    assert_true(report->grains[SR_GRAIN_MONTH] && report->grains[SR_GRAIN_YEAR]);
    assert_false(report->grains[SR_GRAIN_QUARTER]);
    assert_int_equal(report->window, 12);
    assert_int_equal(report->due_workday, 3);
    assert_text(report->audience, "osakond");
    assert_true(report->formats_html && !report->formats_xlsx);
    assert_int_equal(report->section_count, 1);
    assert_text(report->sections[0].titles[SR_ET], "Teenused");
    assert_int_equal(report->sections[0].indicator_count, 2);
    assert_text(report->sections[0].indicators[1].text, "B04");
    assert_int_equal(report->recipient_count, 2);
    sr_arena_free(loaded.arena);
}

static void what_is_not_said_has_the_documented_default(void **state)
{
    (void)state;
    sr_change changes[] = {
        {"datasets/cases.yaml", "", "datasets:\n  cases:\n    files: a.csv\n    columns:\n      opened: date\n"
                                    "      contact: {type: boolean}\n      service: text\n      county: text\n"},
        {"seire.yaml", "", "organisation: X\naudiences: {osakond: {name: {et: osakond, en: department}, threshold: 5}}\nrecipients:\n"
                           "  head_of_unit: {address: a@b.ee}\n  service_owner: {address: c@d.ee}\n"},
        {"reports/month.yaml", "", "reports:\n  r: {title: R, audience: osakond, sections: [{title: S, indicators: T01}]}\n"}};
    sr_where places[3];
    sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(changes, 3, places));
    assert_done(loaded.done, &loaded.err);
    const sr_dataset *set = &loaded.rules->datasets[0];
    assert_text(set->dialect.encoding, "UTF-8");
    assert_int_equal(set->dialect.delimiter, 0);
    assert_int_equal(set->dialect.quote, '"');
    assert_int_equal(set->dialect.escape, 0);
    assert_int_equal(set->dialect.header_lines, 1);
    assert_int_equal(set->notation.decimal_mark, '.');
    assert_int_equal(set->notation.group_mark, 0);
    assert_text(set->columns[0].formats[0], "yyyy-mm-dd");
    assert_int_equal(set->columns[0].missing_count, 0);
    assert_int_equal(set->columns[1].true_count, 6);
    assert_text(set->columns[1].true_words[0], "jah");
    assert_text(set->columns[1].false_words[0], "ei");
    assert_true(loaded.rules->languages[SR_ET] && loaded.rules->languages[SR_EN]);
    assert_false(loaded.rules->mail.is_there);
    const sr_report_rule *report = &loaded.rules->reports[0];
    assert_int_equal(report->window, 24);
    assert_int_equal(report->due_workday, 1);
    assert_true(report->formats_html && report->formats_xlsx);
    assert_true(report->grains[SR_GRAIN_MONTH] && report->grains[SR_GRAIN_QUARTER] && report->grains[SR_GRAIN_YEAR]);
    assert_false(report->grains[SR_GRAIN_DAY] || report->grains[SR_GRAIN_YTD]);
    sr_arena_free(loaded.arena);
}

/* --- one mistake at a time --- */

typedef struct mistake {
    sr_change change;       // ^^ shows the place
    const char *code;
    const char *found;      // part of what the finding says
    const char *hint;       // part of the hint or, where it begins with "expected", of what was expected; NULL: no hint
} mistake;

#define SEIRE "seire.yaml"
#define CASES "datasets/cases.yaml"
#define MAIN "indicators/main.yaml"
#define TARGETS "targets/2026.yaml"
#define MONTH "reports/month.yaml"
#define SERVICES "lists/services.csv"
#define HOUSE "calendars/house.csv"

static const mistake mistakes[] = {
    /* syntax */
    {{SEIRE, "  sise: ", "^^\tsise: "}, "rules.syntax", "a tab in the indentation", "two spaces"},
    {{SEIRE, "Juhataja", "Juh^^\xE4taja"}, "rules.syntax", "not valid UTF-8", "UTF-8"},
    {{SEIRE, "Juhataja", "Juh^^\001taja"}, "rules.syntax", "control character", "plain UTF-8"},
    {{SEIRE, "en: Head", "en: ^^&x Head"}, "rules.alias", "an anchor '&'", "write out"},
    {{SEIRE, "unit: Ohvriabi", "unit: ^^*x"}, "rules.alias", "an alias '*'", "write out"},
    {{SEIRE, "unit: Ohvriabi", "^^<<: {contact: x}"}, "rules.syntax", "merge key", "write out"},
    {{SEIRE, "unit: Ohvriabi", "unit: a^^: b"}, "rules.syntax", "a second colon", "quote the text"},
    {{SEIRE, "unit: Ohvriabi", "unit: ^^@x"}, "rules.syntax", "a text that begins with @", "quote the text"},
    {{MONTH, "[head_of_unit, service_owner]\n", "^^[head_of_unit, service_owner\n"}, "rules.syntax", "a bracket '[' that is not closed",
     "close the bracket"},
    {{SEIRE, "unit: Ohvriabi", "unit: A\n^^unit: B"}, "rules.duplicate_key", "key 'unit' again, first at line 2",
     "remove one"},
    {{TARGETS, "  B04:", "  ^^T01:"}, "rules.duplicate_key", "key 'T01' again, first at line 2", "remove one"},
    /* keys */
    {{SEIRE, "contact:", "^^contakt:"}, "rules.unknown_key", "unknown key 'contakt' in seire.yaml", "did you mean 'contact'?"},
    {{SEIRE, "organisation:", "^^organization:"}, "rules.unknown_key", "'organization'", "did you mean 'organisation'?"},
    {{SEIRE, "threshold: 3", "^^treshold: 3"}, "rules.unknown_key", "in audience 'sise'", "did you mean 'threshold'?"},
    {{CASES, "    delimiter:", "    ^^delimeter:"}, "rules.unknown_key", "in data set 'cases'", "did you mean 'delimiter'?"},
    {{CASES, "required: true", "^^requierd: true"}, "rules.unknown_key", "in column 'case_id'", "did you mean 'required'?"},
    {{CASES, "datasets:", "^^dataset:"}, "rules.unknown_key", "'dataset' at the top", "did you mean 'datasets'?"},
    {{CASES, "severity: warn", "^^severty: warn"}, "rules.unknown_key", "in check", "did you mean 'severity'?"},
    {{MAIN, "    better:", "    ^^bettr:"}, "rules.unknown_key", "in indicator 'T01'", "did you mean 'better'?"},
    {{MAIN, "en: On time", "^^fi: On time"}, "rules.unknown_key", "unknown language 'fi' in 'name'", "expected et, en"},
    {{TARGETS, "warn: 85%", "^^wrn: 85%"}, "rules.unknown_key", "in target of 'T01'", "did you mean 'warn'?"},
    {{MONTH, "    window:", "    ^^widnow:"}, "rules.unknown_key", "in report 'kuuaruanne'", "did you mean 'window'?"},
    {{MONTH, "        indicators", "        ^^indicator"}, "rules.unknown_key", "in section", "did you mean 'indicators'?"},
    {{SERVICES, "aliases,", "^^alias,"}, "rules.unknown_key", "unknown column 'alias'", "did you mean 'aliases'?"},
    {{SERVICES, "", "^^code;et;en\nA;B;C\n"}, "rules.unknown_key", "code;et;en", "commas between the cells"},
    /* missing */
    {{SEIRE, "{threshold: 3}", "^^{}"}, "rules.missing_key", "audience 'sise' has no 'threshold'", "`threshold: ...`"},
    {{SEIRE, "{address: teenus@example.ee}", "^^{name: X}"}, "rules.missing_key", "has no 'address'", "`address: ...`"},
    {{SEIRE, "transport: drop\n  directory: outgoing", "^^transport: drop"}, "rules.missing_key",
     "mail by 'drop' without 'directory'", "`directory: ...`"},
    {{SEIRE, "transport: drop", "^^transport: smtp"}, "rules.missing_key", "mail by 'smtp' without 'host'", "`host: ...`"},
    {{CASES, "    title: {et: Juhtumid, en: Cases}\n    files: [inbox/a*.csv, {path: inbox/b*.csv, encoding: utf-8}]\n", "    ^^key: case_id\n"}, "rules.missing_key", "data set 'cases' has no 'files'",
     "`files: ...`"},
    {{CASES, "{from: isikukood, type: person}", "^^{from: isikukood}"}, "rules.missing_key", "column 'client' has no 'type'",
     "`type: ...`"},
    {{CASES, "{id: order, ", "^^{"}, "rules.missing_key", "check has no 'id'", "`id: ...`"},
    {{MAIN, "    name: {et: Tähtajal, en: On time}\n    description: {et: Kirjeldus, en: Description}\n    counts: case\n", "    ^^name: X\n"}, "rules.missing_key", "indicator 'T01' has no 'counts'", "what is counted"},
    {{MAIN, "    name: Kulu\n    counts: euro\n    dataset: cases\n    value: sum(cost)\n    period: opened\n",
      "    ^^name: Kulu\n    counts: euro\n    dataset: cases\n    value: sum(cost)\n"}, "rules.missing_key", "indicator 'B04_cost' has no 'period'", "which date"},
    {{MAIN, "    name: Kulu\n    counts: euro\n    dataset: cases\n    value: sum(cost)\n    period: opened\n",
      "    name: Kulu\n    counts: euro\n    dataset: cases\n    value: sum(cost)\n    period: opened\n    at: ^^period_end\n"}, "rules.bad_value",
     "'period' and 'at'", "`at: period_end` for what there is"},
    {{MAIN, "    name: Kulu\n    counts: euro\n    dataset: cases\n    value: sum(cost)\n    period: opened\n",
      "    name: Kulu\n    counts: euro\n    dataset: cases\n    value: sum(cost)\n    at: ^^end\n"}, "rules.bad_value",
     "'end' for 'at'", "expected period_end"},
    {{MAIN, "{et: Tähtajal, en: On time}", "^^{et: Tähtajal}"}, "rules.missing_key", "name has no text in 'en'",
     "`languages`"},
    {{TARGETS, "{from: 2026-01-01, to: 2026-12-31, min: 90%, warn: 85%, approved_by: head_of_unit, ",
      "^^{from: 2026-01-01, to: 2026-12-31, min: 90%, warn: 85%, "}, "rules.missing_key", "has no 'approved_by'", "`approved_by: ...`"},
    {{TARGETS, "{from: 2026-01-01, to: 2026-12-31, min: 90%, warn: 85%, ", "^^{from: 2026-01-01, to: 2026-12-31, "}, "rules.missing_key", "target of 'T01' has no level", "`min: 90%`"},
    {{TARGETS, "{from: 2026-01-01, near: 100%, tolerance: 5pp, ", "^^{from: 2026-01-01, near: 100%, "}, "rules.missing_key", "'near' without 'tolerance'", "5pp"},
    {{MONTH, "    title: {et: Kuuaruanne, en: Monthly report}\n    period: month\n    grains: [month, year]\n    window: 12\n"
             "    due: workday 3\n    audience: osakond\n", "    ^^title: X\n"}, "rules.missing_key", "has no 'audience'", "`audience: ...`"},
    {{SERVICES, "code,valid_from,valid_to,et,en,", "^^code,valid_from,valid_to,et,parent,"}, "rules.missing_key",
     "without the column 'en'", "add the column"},
    {{SERVICES, "KT,", "^^,"}, "rules.missing_key", "a member without a code", NULL},
    {{SERVICES, "KT,,,Kriisitelefon,Helpline", "^^KT,,,Kriisitelefon,"}, "rules.missing_key", "code 'KT' has no text in 'en'", "`languages`"},
    /* types */
    {{SEIRE, "contact: aruandlus@example.ee", "contact: ^^[a, b]"}, "rules.wrong_type", "a list for 'contact'",
     "expected a text"},
    {{SEIRE, "audiences:\n  sise:    {threshold: 3}\n  osakond: {name: {et: osakond, en: department}, threshold: 5}",
      "audiences:\n  ^^- osakond: {name: {et: osakond, en: department}, threshold: 5}"}, "rules.wrong_type", "a list for audiences", "`key: value`"},
    {{SEIRE, "unit: Ohvriabi", "unit^^:"}, "rules.wrong_type", "nothing for 'unit'", "expected a text"},
    {{CASES, "    derive:\n      wait_days: workdays(opened, contact)", "    derive: ^^workdays(opened, contact)"},
     "rules.wrong_type", "a text for derive", "`key: value`"},
    {{CASES, "comment: \"#\"", "comment^^: #"}, "rules.wrong_type", "nothing for 'comment'", "in quotes"},
    {{MAIN, "value: sum(cost)", "value: ^^{sum: cost}"}, "rules.wrong_type", "a mapping for 'value'", "expected a text"},
    {{TARGETS, "", "^^- T01\n"}, "rules.wrong_type", "a list at the top of the file", "`targets:`"},
    {{MONTH, "    sections:\n      - title: {et: Teenused, en: Services}\n        indicators: [T01, B04]",
      "    sections:\n      ^^title: {et: Teenused, en: Services}"}, "rules.wrong_type", "a mapping for sections",
     "expected a list"},
    /* values */
    {{SEIRE, "threshold: 3", "threshold: ^^0"}, "rules.bad_value", "'0' for 'threshold'", "expected a whole number from 2"},
    {{SEIRE, "language: en", "language: ^^eng"}, "rules.bad_value", "'eng' for 'language'", "expected one of et, en"},
    {{SEIRE, "juhataja@example.ee", "^^juhataja.example.ee"}, "rules.bad_value", "an address without @", "expected name@domain"},
    {{SEIRE, "juhataja@example.ee", "\"^^juhataja@example.ee\\nBcc: x@y.ee\""}, "rules.bad_value", "not a domain", "expected name@domain"},
    {{SEIRE, "juhataja@example.ee", "^^juhatajä@example.ee"}, "rules.bad_value", "before @", "expected name@domain"},
    {{SEIRE, "juhataja@example.ee", "^^juhataja@exam_ple.ee"}, "rules.bad_value", "not a domain", "expected name@domain"},
    {{SEIRE, "juhataja@example.ee", "^^juhataja@example.com"}, "rules.bad_value", "outside the allowed domains",
     "allowed_domains"},
    {{SEIRE, "transport: drop", "transport: ^^pigeon"}, "rules.bad_value", "'pigeon'", "expected one of smtp, drop"},
    {{SEIRE, "from_name: Seire", "from_name: \"^^a\\nb\""}, "rules.bad_value", "line end in 'from_name'", "expected a text"},
    {{CASES, "windows-1257", "^^windows-1258"}, "rules.bad_value", "'windows-1258'", "did you mean 'Windows-1257'?"},
    {{CASES, "[inbox/a*.csv, {", "[^^{encoding: UTF-8}, {"}, "rules.missing_key", "files has no 'path'", "`path: ...`"},
    {{CASES, "[inbox/a*.csv, {", "[{path: a.csv, encoding: ^^UTF-9}, {"}, "rules.bad_value", "'UTF-9' for 'encoding'",
     "did you mean 'UTF-8'?"},
    {{CASES, "[inbox/a*.csv, {", "[{path: a.csv, ^^skip: 2}, {"}, "rules.unknown_key", "unknown key 'skip' in files",
     "expected one of path, encoding"},
    {{CASES, "[inbox/a*.csv, {", "[^^[a.csv], {"}, "rules.wrong_type", "for 'files'", "expected a text"},
    {{CASES, "delimiter: \";\"", "delimiter: ^^semicolon"}, "rules.bad_value", "'semicolon' for 'delimiter'", "expected one sign"},
    {{CASES, "delimiter: \";\"", "delimiter: ^^none"}, "rules.bad_value", "'none' for 'delimiter'", "leave the key out"},
    {{CASES, "delimiter: \";\"", "delimiter: \";\"\n    header: ^^6"}, "rules.bad_value", "'6' for 'header'", "expected one of none, 1, 2, 3, 4, 5"},
    {{CASES, "delimiter: \";\"", "delimiter: \";\"\n    mend: [unwrap, ^^guess]"}, "rules.bad_value", "'guess' for 'mend'", "expected one of none, all, unwrap"},
    {{CASES, "{from: juhtumi_nr,", "{from: {name: juhtumi_nr, ^^valid: 2025-01-01},"}, "rules.unknown_key", "unknown key 'valid' in a name in 'from'",
     "expected one of name, valid_from, valid_to"},
    {{CASES, "{from: juhtumi_nr,", "{from: [a, ^^{valid_to: 2025-01-01}],"}, "rules.missing_key", "a name in 'from' has no 'name'", "`name: ...`"},
    {{CASES, "{from: juhtumi_nr,", "{from: [a, ^^[b]],"}, "rules.wrong_type", "a list for 'from'", "expected a name, or {name: ..., valid_from"},
    {{CASES, "case_id:  {from: juhtumi_nr,", "^^case_id:  {from: {name: juhtumi_nr, valid_to: 2025-01-01},"}, "rules.missing_key",
     "column 'case_id' has names with `valid_from` or `valid_to`", "`drift: {by: ...}`"},
    {{CASES, "{from: juhtumi_nr,", "{from: ^^{name: juhtumi_nr, valid_from: 2025-01-02, valid_to: 2025-01-01},"}, "rules.bad_value",
     "the name 'juhtumi_nr', which is in use on no day", NULL},
    {{CASES, "{from: juhtumi_nr,", "{from: juhtumi_nr, domain: ^^cases,"}, "rules.bad_value", "'domain' in column 'case_id', for whose type it says nothing",
     "remove the key"},
    {{CASES, "type: person}", "type: person, domain: ^^a-b}"}, "rules.bad_value", "'a-b'", NULL},
    {{CASES, "{from: juhtumi_nr,", "{from: juhtumi_nr, position: ^^3,"}, "rules.bad_value", "'position' beside a name", "remove one"},
    {{CASES, "{from: juhtumi_nr,", "{from: juhtumi_nr, nth: ^^0,"}, "rules.bad_value", "'0' for 'nth'", "expected a whole number from 1"},
    {{CASES, "delimiter: \";\"", "delimiter: \"^^#\""}, "rules.bad_value", "the same sign for two", "expected different signs"},
    {{CASES, "delimiter: \";\"", "delimiter: \";\"\n    max_bytes: ^^much"}, "rules.bad_value", "'much' for 'max_bytes'", "expected a number of bytes"},
    {{CASES, "delimiter: \";\"", "delimiter: \";\"\n    max_ratio: ^^0"}, "rules.bad_value", "'0' for 'max_ratio'", "expected a whole number from 1 to 1000000"},
    {{CASES, "decimal: \",\"", "decimal: \"^^'\""}, "rules.bad_value", "for 'decimal'", "expected \".\" or"},
    {{CASES, "group: \" \"", "group: \"^^,\""}, "rules.bad_value", "the same mark", "expected two different"},
    {{CASES, "decimal: \",\"", "decimal: ^^[\",\", \",\"]"}, "rules.wrong_type", "a list for 'decimal'", "expected \".\" or"},
    {{CASES, "[dd.mm.yyyy]", "[^^dd.mm]"}, "rules.bad_value", "the date format 'dd.mm'", "expected year, month and day"},
    {{CASES, "[dd.mm.yyyy]", "[dd/mm/yyyy, ^^mm/dd/yyyy]"}, "rules.bad_value", "'mm/dd/yyyy' beside 'dd/mm/yyyy'",
     "expected formats that never read one text as two days"},
    {{CASES, "true: [jah, \"1\"]", "empty: ^^puudub, true: [jah, \"1\"]"}, "rules.bad_value", "'puudub' for 'empty'", "`empty: ei`"},
    {{CASES, "bad: missing", "bad: missing, empty: \"^^0.001\""}, "rules.bad_value", "'0.001' for 'empty'", "an empty cell"},
    {{CASES, "type: person", "type: person, empty: \"^^0\""}, "rules.bad_value", "'empty' in column 'client'", "remove the key"},
    {{CASES, "type: decimal(2)", "type: ^^decimal"}, "rules.bad_value", "the type 'decimal'", "decimal(2)"},
    {{CASES, "type: decimal(2)", "type: ^^decimal(19)"}, "rules.bad_value", "the type 'decimal(19)'", "0 to 18"},
    {{CASES, "\"codes(',')\"", "^^codes"}, "rules.bad_value", "the type 'codes'", "codes(',')"},
    {{CASES, "type: person", "type: ^^persn"}, "rules.bad_value", "the type 'persn'", "did you mean 'person'?"},
    {{CASES, "      note:     drop", "      note:     ^^dropp"}, "rules.bad_value", "the type 'dropp'", "did you mean 'drop'?"},
    {{CASES, "type: person", "type: person, list: ^^services"}, "rules.bad_value", "'list' in column 'client'", "remove the key"},
    {{CASES, "required: true", "required: ^^yes"}, "rules.bad_value", "'yes' for 'required'", "`true` or `false`"},
    {{CASES, "bad: missing", "bad: ^^ignore"}, "rules.bad_value", "'ignore' for 'bad'", "expected one of set_aside, missing"},
    {{CASES, "      answered:", "      ^^2answered:"}, "rules.bad_value", "the name '2answered'", "without blanks"},
    {{CASES, "      answered:", "      ^^case:"}, "rules.bad_value", "the name 'case'", "another name"},
    {{CASES, "      answered: {from: vastatud, type: boolean, true: [jah, \"1\"]",
      "      ^^answered: {from: vastatud, type: boolean, true: [EI]"}, "rules.bad_value", "'EI' for true and for false",
     "give both"},
    {{"datasets/more.yaml", NULL,
      "datasets:\n  plain: {files: x.csv, header: none, columns: {a: text, b: {from: ^^c, type: text}}}\n"},
     "rules.bad_value", "'from' in a file without a header", "remove the key"},
    {{SEIRE, "[example.ee]", "[example.ee, ^^exa_mple.ee]"}, "rules.bad_value", "'exa_mple.ee'", "without @"},
    {{SEIRE, "juhataja@example.ee", "^^juhataja@-example.ee"}, "rules.bad_value", "not a domain", "expected name@domain"},
    {{CASES, "tolerance: 0.5%", "tolerance: ^^5.5"}, "rules.bad_value", "'5.5' for 'tolerance'", "per cent"},
    {{CASES, "tolerance: 0.5%", "tolerance: ^^-1"}, "rules.bad_value", "'-1' for 'tolerance'", "expected a share"},
    {{CASES, "expect: contact >= opened", "column: contact, unique: true, min: ^^2026-01-01"}, "rules.bad_value", "'min' beside 'unique'",
     "second check"},
    {{CASES, "{id: order, expect: contact >= opened,", "^^{id: order,"}, "rules.missing_key", "nothing that must hold", "expected `expect:`, or"},
    {{CASES, "expect: contact >= opened", "expect: contact >= opened, column: ^^contact"}, "rules.bad_value", "'column' in a check",
     "remove the key"},
    {{CASES, "{id: order, expect: contact >= opened", "^^{id: order, not_missing: true"}, "rules.missing_key", "'not_missing' but no 'column'",
     "`column: ...`"},
    {{CASES, "expect: contact >= opened", "column: ^^[contact, opened], not_missing: true"}, "rules.bad_value", "2 columns", "`unique`"},
    {{CASES, "expect: contact >= opened", "column: contact, unique: ^^false"}, "rules.bad_value", "'false' for 'unique'", "leave the key out"},
    {{CASES, "type: person", "type: person, min: ^^5"}, "rules.bad_value", "'min' in column 'client'", "remove the key"},
    {{CASES, "type: person", "type: person, ^^uniqe: true"}, "rules.unknown_key", "'uniqe'", "did you mean 'unique'?"},
    {{CASES, "tolerance: 0.5%", "tolerance: \"^^0,5%\""}, "rules.bad_value", "'0,5%'", "not a comma"},
    {{CASES, "severity: warn", "severity: ^^fatal"}, "rules.bad_value", "'fatal'", "expected one of note, warn, error"},
    {{MAIN, "better: higher", "better: ^^hihger"}, "rules.bad_value", "'hihger' for 'better'", "did you mean 'higher'?"},
    {{MAIN, "unit: share", "unit: ^^shares"}, "rules.bad_value", "'shares' for 'unit'", "did you mean 'share'?"},
    {{MAIN, "digits: 1", "digits: ^^7"}, "rules.bad_value", "'7' for 'digits'", "expected a whole number from 0 to 6"},
    {{MAIN, "interval: wilson", "interval: ^^wald"}, "rules.bad_value", "'wald'", "expected one of none, wilson"},
    {{MAIN, "    value: ratio", "    where: ^^x > 1\n    value: ratio"}, "rules.bad_value", "'where' in indicator 'B04'",
     "add `dataset: ...`"},
    {{MAIN, "value: sum(cost)", "value: \"^^  \""}, "rules.bad_value", "an empty text for 'value'", "expected a text"},
    {{TARGETS, "from: 2026-01-01, to", "from: ^^2026-02-30, to"}, "rules.bad_value", "'2026-02-30' for 'from'",
     "expected a date that exists"},
    {{TARGETS, "min: 90%", "min: 90,^^5%"}, "rules.unknown_key", "unknown key '5%'", "write a point, not a comma: 12.50"},
    {{TARGETS, "min: 90%", "min: ^^ninety"}, "rules.bad_value", "'ninety' for 'min'", "expected a number"},
    {{TARGETS, "to: 2026-12-31", "to: ^^2025-12-31"}, "rules.bad_value", "'to' before 'from'", "expected the last day"},
    {{TARGETS, "warn: 85%", "warn: ^^95%"}, "rules.bad_value", "'warn: 95%' above 'min: 90%'", "expected a warning limit below the target"},
    {{TARGETS, "warn: 85%", "max: ^^80%"}, "rules.bad_value", "'max' below 'min'", "expected min at most max"},
    {{TARGETS, "warn: 85%", "max: 95%, warn: ^^85%"}, "rules.bad_value", "beside both", "expected `warn` beside one"},
    {{TARGETS, "tolerance: 5pp", "tolerance: 5pp, warn: ^^4pp"}, "rules.bad_value", "'warn: 4pp' smaller than 'tolerance: 5pp'",
     "expected a wider tolerance"},
    {{TARGETS, "near: 100%", "min: 1, near: ^^100%"}, "rules.bad_value", "together with", "expected one of the two"},
    {{TARGETS, "profile: linear", "profile: ^^seasonal"}, "rules.bad_value", "'seasonal'", "expected linear"},
    {{MONTH, "period: month", "period: ^^fortnight"}, "rules.bad_value", "'fortnight' for 'period'", "expected one of week, month"},
    {{MONTH, "due: workday 3", "due: ^^day 3"}, "rules.bad_value", "'day 3' for 'due'", "end of the period"},
    {{MONTH, "[html]", "[^^pdf]"}, "rules.bad_value", "'pdf' for 'formats'", "expected one of html, xlsx"},
    {{MONTH, "window: 12", "window: ^^121"}, "rules.bad_value", "'121' for 'window'", "expected a whole number"},
    {{MONTH, "  kuuaruanne:", "  ^^kuu/aruanne:"}, "rules.bad_value", "the name 'kuu/aruanne'", "without blanks"},
    {{SERVICES, "2020-01-01", "^^01.01.2020"}, "rules.bad_value", "'01.01.2020' for 'valid_from'", "expected a date"},
    {{SERVICES, "2026-12-31", "^^2019-12-31"}, "rules.bad_value", "valid_to before valid_from", "last day"},
    {{SERVICES, "116006", "^^116006 [2018-13-01..]"}, "rules.bad_value", "the days of the alias '116006 [2018-13-01..]'",
     "either may be left out"},
    {{SERVICES, "116006", "^^116006 [..]"}, "rules.bad_value", "the days of the alias '116006 [..]'", "expected first and last day"},
    {{SERVICES, "116006", "^^116006 [2020-01-01 .. 2019-12-31]"}, "rules.bad_value", "the days of the alias", "expected first and last day"},
    {{SERVICES, "Helpline,OA,116006,\n", "Helpline,OA,116006,\nLM,,,Maja,House,^^LM,,\n"}, "rules.bad_value",
     "'LM' is above itself", "expected a tree"},
    {{SERVICES, "Helpline,OA,116006,", "Help^^\"line,OA,116006,"}, "rules.syntax", "a quote inside a cell", "twice"},
    {{SERVICES, "KT,,,Kriisitelefon", "KT,,,^^\"Kriisitelefon"}, "rules.syntax", "not closed on its line", "add the quote"},
    {{SERVICES, "KT,,,Kriisitelefon", "KT,,,\"Kriisi\"^^telefon"}, "rules.syntax", "behind a closing quote", "twice"},
    {{SERVICES, "KT,,,Kriisitelefon,Helpline", "^^KT,,,Kriisitelefon"}, "rules.syntax", "7 cells in this line", "expected 8"},
    {{SERVICES, "Kriisi", "Kri^^\xF5isi"}, "rules.syntax", "not valid UTF-8", "UTF-8"},
    /* the same thing twice */
    {{MONTH, "[T01, B04]", "[T01, B04, ^^T01]"}, "rules.duplicate_id", "'T01' again", "expected each indicator"},
    {{MONTH, "[head_of_unit, service_owner]", "[head_of_unit, ^^head_of_unit]"}, "rules.duplicate_id", "'head_of_unit' again",
     "expected each recipient once"},
    {{MAIN, "[service, county, [service, county]]", "[service, ^^service]"}, "rules.duplicate_id", "breakdown again",
     "remove one"},
    {{MAIN, "[service, county]]", "[service, ^^service]]"}, "rules.duplicate_id", "crossed with itself",
     "expected different columns"},
    {{CASES, "      wait_days:", "      ^^contact:"}, "rules.duplicate_id", "column 'contact' again", "another name"},
    {{CASES, "cost_is_there", "^^order"}, "rules.duplicate_id", "check 'order' again", "another name"},
    {{SERVICES, "KT,", "^^OA,"}, "rules.duplicate_id", "code 'OA' again, first at line 2", "remove it"},
    {{SERVICES, "116006", "^^ohvriabi"}, "rules.duplicate_id", "alias 'ohvriabi' again, first at line 2", "remove it"},
    {{SERVICES, "116006", "^^ohvriabi [2026-12-31..]"}, "rules.duplicate_id", "alias 'ohvriabi' again, first at line 2",
     "or say when it means what"},
    {{SERVICES, "KT,,", "^^OA,2027-01-01,"}, "rules.duplicate_id", "code 'OA' again, first at line 2", "remove it"},
    {{"indicators/more.yaml", NULL, "indicators:\n  ^^T01: {name: X, value: B04 + B04}\n"}, "rules.duplicate_id",
     "indicator 'T01' again", "another name"},
    {{"datasets/more.yaml", NULL, "datasets:\n  ^^cases: {files: x.csv, columns: {a: text}}\n"}, "rules.duplicate_id",
     "data set 'cases' again", "another name"},
    {{"targets/2027.yaml", NULL,
      "targets:\n  T01:\n    - ^^{from: 2026-12-31, min: 90%, approved_by: x, approved_on: 2026-01-01}\n"},
     "rules.target_overlap", "two targets of 'T01' on 2026-12-31; the other is at", "`to:`"},
    {{TARGETS, "profile: linear", "profile: ^^[1, 2, 3]"}, "rules.bad_value", "3 weights for 'profile'", "expected 12 weights"},
    {{TARGETS, "profile: linear", "profile: ^^[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"}, "rules.bad_value", "12 weights for 'profile'", "part of the year"},
    {{TARGETS, "profile: linear", "profile: [1, 2, 3, 4, 5, ^^six, 7, 8, 9, 10, 11, 12]"}, "rules.bad_value", "'six' for 'profile'", "expected a whole number"},
    {{TARGETS, "warn: 85%", "relative: ^^true"}, "rules.bad_value", "'relative' without 'near'", "expected `near:`"},
    {{LIMITS, "basis: Order 7", "^^bases: Order 7"}, "rules.unknown_key", "unknown key 'bases'", "did you mean 'basis'?"},
    {{LIMITS, "{from: 2025-01-01, value: 2, basis: Order 7,", "^^{from: 2025-01-01, value: 2,"}, "rules.missing_key",
     "value of a parameter has no 'basis'", "add a line"},
    {{LIMITS, "value: 2,", "value: ^^two,"}, "rules.bad_value", "'two' for 'value'", "expected a number"},
    {{LIMITS, "to: 2024-12-31", "to: ^^2019-12-31"}, "rules.bad_value", "'to' before 'from'", "expected the last day"},
    {{LIMITS, "{from: 2020-01-01, to: 2024-12-31", "^^{from: 2020-01-01, to: 2025-01-01"}, "rules.parameter_overlap",
     "two values of 'first_contact' on 2025-01-01; the other is at line 6", "`to:`"},
    {{LIMITS, "unit: workdays", "unit: ^^hours"}, "rules.bad_value", "'hours' for 'unit'", "expected one of count, share"},
    {{LIMITS, "    values:\n      - {from: 2025-01-01, value: 2, basis: Order 7, confirmed: false}\n      - {from: 2020-01-01, to: 2024-12-31, value: 3.5, basis: Order 1}\n",
      "    values: ^^[]\n"}, "rules.wrong_type", "a list for 'values'", "expected a list of values"},
    {{"parameters/more.yaml", NULL, "parameters:\n  ^^first_contact: {name: X, values: {from: 2020-01-01, value: 1, basis: B}}\n"},
     "rules.duplicate_id", "parameter 'first_contact' again", "another name"},
    {{"seire.yaml", "languages: [et, en]", "languages: [et, en]\nfinancial_year: ^^13"}, "rules.bad_value", "'13' for 'financial_year'", NULL},
    {{"seire.yaml", "languages: [et, en]", "languages: [et, en]\nfinancial_year: ^^april"}, "rules.bad_value", "'april' for 'financial_year'", NULL},
    /* calendars */
    {{HOUSE, NULL, "date,name\n2026-12-31,X\n^^31.12.2027,Y\n"}, "rules.bad_value", "'31.12.2027' for 'date'", "write 2027-12-31"},
    {{HOUSE, NULL, "date,name\n^^2026-02-29,X\n"}, "rules.bad_value", "'2026-02-29' for 'date'", "expected a day that exists"},
    {{HOUSE, NULL, "date,name\n^^02-30,X\n"}, "rules.bad_value", "'02-30' for 'date'", "expected a day that exists"},
    {{HOUSE, NULL, "date,day\n12-31,^^free\n"}, "rules.bad_value", "'free' for 'day'", "expected off, work"},
    {{HOUSE, NULL, "date,valid_from\n2026-12-31,^^2026-01-01\n"}, "rules.bad_value", "'valid_from' of a single day", "a day of every year"},
    {{HOUSE, NULL, "date,valid_from,valid_to\n12-31,2026-01-01,^^2025-01-01\n"}, "rules.bad_value", "valid_to before valid_from", "the last day"},
    {{HOUSE, NULL, "date,valid_to\n12-31,2026-01-01\n^^12-31,\n"}, "rules.duplicate_id", "the day 12-31 again, first at line 2", "remove one"},
    {{HOUSE, NULL, "date,name\n^^12-31\n"}, "rules.syntax", "1 cells in this line", "comma into quotes"},
    {{HOUSE, NULL, "date,^^nimi\n12-31,X\n"}, "rules.unknown_key", "unknown column 'nimi' in a calendar", "expected one of date, name"},
    {{HOUSE, NULL, "^^name\nX\n"}, "rules.missing_key", "a calendar without the column 'date'", "add the column"},
    {{"seire.yaml", "languages: [et, en]", "languages: [et, en]\ncalendar: ^^hause"}, "rules.unknown_reference", "unknown calendar 'hause'",
     "make the file calendars/hause.csv"},
    /* references */
    {{CASES, "key: case_id", "key: ^^case_no"}, "rules.unknown_reference", "unknown column 'case_no'", "did you mean 'case_id'?"},
    {{CASES, "key: case_id", "key: [case_id, ^^contct]"}, "rules.unknown_reference", "unknown column 'contct' as the key",
     "did you mean 'contact'?"},
    {{CASES, "key: case_id", "key: ^^note"}, "rules.bad_value", "a key that is dropped", "expected a column that is read"},
    {{CASES, "key: case_id", "key: case_id\n    keep: ^^newest"}, "rules.bad_value", "'newest' for 'keep'", "expected one of last, first"},
    {{CASES, "key: case_id", "keep: ^^first"}, "rules.bad_value", "'keep' without a key", "by which columns"},
    {{CASES, "key: case_id", "drift: {added: ^^stop}"}, "rules.bad_value", "'stop' for 'added'", "expected one of ignore, note, warn, error"},
    {{CASES, "key: case_id", "drift: {^^aded: note}"}, "rules.unknown_key", "unknown key 'aded' in drift", "did you mean 'added'?"},
    {{CASES, "key: case_id", "drift: {against: ^^yesterday}"}, "rules.bad_value", "'yesterday' for 'against'", "expected one of rules, last_run"},
    {{CASES, "key: case_id", "drift: {by: ^^opened}"}, "rules.bad_value", "'by', for which no column has a use", "remove the key"},
    {{CASES, "key: case_id", "drift: {by: ^^cost}"}, "rules.bad_value", "'cost', which is no date", "expected a column of type date"},
    {{CASES, "key: case_id", "redelivery: {period: ^^fortnight, by: opened}"}, "rules.bad_value", "'fortnight' for 'period'",
     "expected one of day, week, month, quarter, half, year"},
    {{CASES, "key: case_id", "redelivery: ^^{period: month}"}, "rules.missing_key", "redelivery has no 'by'", "`by: ...`"},
    {{CASES, "key: case_id", "redelivery: {period: month, by: ^^cost}"}, "rules.bad_value", "'cost', which is no date",
     "expected a column of type date"},
    {{CASES, "key: case_id", "redelivery: {period: month, by: ^^opend}"}, "rules.unknown_reference", "unknown column 'opend'",
     "did you mean 'opened'?"},
    {{CASES, "list: services", "list: services, valid_on: ^^opend"}, "rules.unknown_reference",
     "unknown column 'opend' as the day of a code", "did you mean 'opened'?"},
    {{CASES, "list: services", "list: services, valid_on: ^^cost"}, "rules.bad_value", "'cost', which is no date",
     "expected a column of type date"},
    {{CASES, "type: person", "type: person, valid_on: ^^opened"}, "rules.bad_value", "'valid_on' in column 'client'", "remove the key"},
    {{CASES, "list: services", "list: ^^servises"}, "rules.missing_list", "no list 'servises'", "did you mean 'services'?"},
    {{CASES, "list: counties", "list: ^^vallad"}, "rules.missing_list", "no list 'vallad'", "make the file lists/vallad.csv"},
    {{MAIN, "dataset: cases", "dataset: ^^casess"}, "rules.unknown_reference", "unknown data set 'casess'", "did you mean 'cases'?"},
    {{MAIN, "owner: service_owner", "owner: ^^servce_owner"}, "rules.unknown_reference", "unknown role", "did you mean 'service_owner'?"},
    {{TARGETS, "  B04:", "  ^^B40:"}, "rules.unknown_reference", "unknown indicator 'B40'", NULL},
    {{MONTH, "audience: osakond", "audience: ^^osakonnd"}, "rules.unknown_reference", "unknown audience", "did you mean 'osakond'?"},
    {{MONTH, "[T01, B04]", "[T01, ^^B04_cots]"}, "rules.unknown_reference", "unknown indicator 'B04_cots'", "did you mean 'B04_cost'?"},
    {{MONTH, ", service_owner]", ", ^^deputy]"}, "rules.unknown_reference", "unknown role 'deputy'", "add the role"},
    {{SERVICES, "Helpline,OA", "Helpline,^^OO"}, "rules.unknown_reference", "unknown parent 'OO'", NULL},
    /* files */
    {{"datasets/more.yml", NULL, "datasets: {}\n"}, "rules.file_name", "would not be read", "rename"},
    {{CASES, "", "^^"}, "rules.wrong_type", "nothing at the top of the file", "`datasets:`"},
};

static bool is_as_expected(const mistake *row, const sr_finding *finding)
{
    if (finding == NULL || strstr(finding->found, row->found) == NULL)
        return false;
    if (row->hint == NULL)
        return true;
    if (strncmp(row->hint, "expected ", 9) == 0)
        return finding->expected != NULL && strstr(finding->expected, row->hint + 9) != NULL;
    return finding->hint != NULL && strstr(finding->hint, row->hint) != NULL;
}

static void every_mistake_is_found_at_its_place_with_a_hint(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        const mistake *row = &mistakes[i];
        sr_where place;
        const char *workspace = sr_test_workspace_make(&row->change, 1, &place);
        assert_true(place.line > 0 || row->change.find == NULL);
        if (place.line == 0) {      // the file itself
            static char path[512];
            snprintf(path, sizeof(path), "%s/%s", workspace, row->change.file);
            place.path = path;
        }
        sr_loaded loaded = sr_test_workspace_load(workspace);
        if (loaded.done || loaded.err.code != SR_BAD_RULES
            || !is_as_expected(row, sr_test_loaded_find(&loaded, row->code, place))) {
            fprintf(stderr, "# mistake %zu: expected %s:%d:%d %s: %s | %s\n", i, row->change.file, (int)place.line,
                    (int)place.column, row->code, row->found, row->hint != NULL ? row->hint : "");
            sr_test_loaded_print(&loaded);
            wrong++;
        }
        sr_arena_free(loaded.arena);
    }
    assert_int_equal(wrong, 0);
    assert_true(sizeof(mistakes) / sizeof(mistakes[0]) >= 45);
}

/* `min` and `max` are one check; what stands at columns comes first. */
static void a_check_stands_in_the_list_or_in_short_at_a_column(void **state)
{
    (void)state;
    const sr_change changes[] = {
        {CASES, "type: decimal(2), ", "type: decimal(2), max: 900.5, min: 0, unique: true, "},
        {CASES, "expect: contact >= opened", "column: service, in: [OA, KT]"},
        {CASES, "tolerance: 0.5%", "tolerance: 3"},
    };
    sr_where places[3];
    sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(changes, 3, places));
    assert_done(loaded.done, &loaded.err);
    const sr_dataset *set = &loaded.rules->datasets[0];
    assert_int_equal(set->check_count, 4);
    assert_text(set->checks[0].id, "cost.unique");
    assert_true(set->checks[0].is_unique);
    assert_text(set->checks[1].id, "cost.range");
    assert_text(set->checks[1].min.text, "0");
    assert_text(set->checks[1].max.text, "900.5");
    assert_text(set->checks[1].columns[0].text, "cost");
    assert_int_equal(set->checks[1].severity, SR_ERROR);
    assert_int_equal(set->checks[2].member_count, 2);
    assert_text(set->checks[2].members[1].text, "KT");
    assert_true(set->checks[2].tolerance.is_count);
    assert_int_equal(set->checks[2].tolerance.count, 3);
    sr_arena_free(loaded.arena);
}

/* --- all in one pass --- */

static void all_problems_of_all_files_come_in_one_pass(void **state)
{
    (void)state;
    const sr_change changes[] = {
        {SEIRE, "contact:", "^^contakt:"},
        {SERVICES, "2020-01-01", "^^01.01.2020"},
        {CASES, "list: counties", "list: ^^county"},
        {CASES, "type: person", "type: ^^persn"},
        {MAIN, "better: higher", "better: ^^hihger"},
        {TARGETS, "  B04:", "  ^^B4:"},
        {MONTH, "audience: osakond", "audience: ^^osakonnd"},
    };
    static const char *const codes[] = {"rules.unknown_key", "rules.bad_value", "rules.missing_list", "rules.bad_value",
                                        "rules.bad_value", "rules.unknown_reference", "rules.unknown_reference"};
    const size_t count = sizeof(changes) / sizeof(changes[0]);
    sr_where places[7];
    const char *workspace = sr_test_workspace_make(changes, count, places);
    sr_loaded loaded = sr_test_workspace_load(workspace);
    assert_false(loaded.done);
    assert_int_equal(sr_findings_count(loaded.findings, SR_ERROR), count);
    for (size_t i = 0; i < count; i++)
        assert_non_null(sr_test_loaded_find(&loaded, codes[i], places[i]));
    char message[1024];
    snprintf(message, sizeof(message), "7 problems in the rules; the first is at %s/seire.yaml:3:1", workspace);
    assert_int_equal(loaded.err.code, SR_BAD_RULES);
    assert_error(&loaded.err, message);
    sr_arena_free(loaded.arena);
}

static void one_problem_is_named_in_the_message(void **state)
{
    (void)state;
    sr_change change = {MAIN, "unit: share", "unit: shares"};
    sr_where place;
    const char *workspace = sr_test_workspace_make(&change, 1, &place);
    sr_loaded loaded = sr_test_workspace_load(workspace);
    char message[1024];
    snprintf(message, sizeof(message), "one problem in the rules, at %s/indicators/main.yaml:14:11", workspace);
    assert_error(&loaded.err, message);
    sr_arena_free(loaded.arena);
}

static void a_file_that_is_no_yaml_gives_one_finding_and_no_false_ones(void **state)
{
    (void)state;
    static const char *const files[] = {SEIRE, CASES, MAIN};
    for (size_t i = 0; i < 3; i++) {
        sr_change change = {files[i], "", "a: [1\n"};
        sr_where place;
        sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(&change, 1, &place));
        assert_false(loaded.done);
        assert_int_equal(sr_findings_count(loaded.findings, SR_ERROR), 1);
        assert_string_equal(sr_findings_get_group(loaded.findings, 0)->code, "rules.syntax");
        sr_arena_free(loaded.arena);
    }
}

static void a_finding_of_syntax_gives_the_message_its_place(void **state)
{
    (void)state;
    sr_change change = {SEIRE, "unit: Ohvriabi", "unit: a: b"};
    sr_where place;
    const char *workspace = sr_test_workspace_make(&change, 1, &place);
    sr_loaded loaded = sr_test_workspace_load(workspace);
    char message[1024];
    snprintf(message, sizeof(message), "one problem in the rules, at %s/seire.yaml:2:8", workspace);
    assert_error(&loaded.err, message);
    sr_arena_free(loaded.arena);
}

static void no_finding_shows_an_address(void **state)
{
    (void)state;
    sr_change change = {SEIRE, "juhataja@example.ee", "mari.maasikas@example.com"};
    sr_where place;
    sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(&change, 1, &place));
    char text[2048];
    sr_finding_print(sr_findings_get_group(loaded.findings, 0)->first[0], text, sizeof(text));
    assert_null(strstr(text, "maasikas"));
    sr_arena_free(loaded.arena);
}

/* --- the workspace itself --- */

static void a_folder_that_is_not_there_is_named(void **state)
{
    (void)state;
    sr_loaded loaded = sr_test_workspace_load("/nowhere/to/be/found");
    assert_false(loaded.done);
    assert_int_equal(loaded.err.code, SR_NO_INPUT);
    assert_error(&loaded.err, "/nowhere/to/be/found: there is no such folder; expected a workspace with seire.yaml");
    sr_arena_free(loaded.arena);
}

static void a_folder_without_seire_yaml_is_no_workspace(void **state)
{
    (void)state;
    const char *workspace = sr_test_make_directory();
    sr_loaded loaded = sr_test_workspace_load(workspace);
    char message[1024];
    snprintf(message, sizeof(message), "one problem in the rules, at %s/seire.yaml", workspace);
    assert_int_equal(loaded.err.code, SR_BAD_RULES);
    assert_error(&loaded.err, message);
    assert_string_equal(sr_findings_get_group(loaded.findings, 0)->code, "rules.missing_file");
    sr_arena_free(loaded.arena);
}

static void a_file_over_four_mebibytes_is_a_finding(void **state)
{
    (void)state;
    char path[512];
    sr_error err;
    sr_error_init(&err);
    sr_arena *arena = sr_arena_new();
    const char *workspace = sr_test_workspace_make(NULL, 0, NULL);
    size_t size = SR_YAML_FILE_MAX + 1;
    char *bytes = sr_arena_alloc(arena, size, 1);
    memset(bytes, '#', size);
    snprintf(path, sizeof(path), "%s/targets/2030.yaml", workspace);
    assert_done(sr_file_write(path, (sr_text){bytes, size}, &err), &err);
    sr_loaded loaded = sr_test_workspace_load(workspace);
    assert_false(loaded.done);
    assert_non_null(sr_test_loaded_find(&loaded, "rules.too_large", (sr_where){path, 0, 0}));
    assert_int_equal(sr_findings_count(loaded.findings, SR_ERROR), 1);
    sr_arena_free(loaded.arena);
    sr_arena_free(arena);
}

static void a_workspace_whose_name_looks_like_a_pattern_is_read(void **state)
{
    (void)state;
    char path[512];
    sr_error err;
    sr_error_init(&err);
    snprintf(path, sizeof(path), "%s/a[b]*c", sr_test_make_directory());
    const char *made = sr_test_workspace_make(NULL, 0, NULL);
    assert_done(sr_file_rename(made, path, &err), &err);
    sr_loaded loaded = sr_test_workspace_load(path);
    assert_done(loaded.done, &loaded.err);
    assert_int_equal(loaded.rules->dataset_count, 2);    // and the intake
    assert_int_equal(loaded.rules->list_count, 2);
    sr_arena_free(loaded.arena);
}

/* --- the hash --- */

static void a_word_may_move_from_one_member_to_another(void **state)
{
    (void)state;
    sr_where places[2];
    const sr_change changes[] = {{SERVICES, "116006", "116006 [..2018-06-30]|ohvriabi [2027-01-01..]|muu [x]"},
                                 {CASES, "list: services", "list: services, valid_on: opened"}};
    sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(changes, 2, places));
    assert_done(loaded.done, &loaded.err);
    const sr_list *services = &loaded.rules->lists[1];
    const sr_list_member *helpline = &services->members[1];
    assert_text(services->dated_word, "ohvriabi");
    assert_int_equal(helpline->alias_count, 3);
    assert_text(helpline->aliases[0].word, "116006");
    assert_int_equal(helpline->aliases[0].valid_from, SR_DAY_MIN);
    assert_int_equal(helpline->aliases[0].valid_to, sr_day_from_civil(2018, 7, 1));
    assert_text(helpline->aliases[2].word, "muu [x]");      // brackets that hold no days belong to the word
    assert_ptr_equal(sr_list_find_on(services, SR_TEXT("ohvriabi"), sr_day_from_civil(2026, 12, 31)), &services->members[0]);
    assert_ptr_equal(sr_list_find_on(services, SR_TEXT("ohvriabi"), sr_day_from_civil(2027, 1, 1)), helpline);
    const sr_dataset *cases = sr_ruleset_find_dataset(loaded.rules, SR_TEXT("cases"));
    size_t dated = 0;
    for (size_t i = 0; i < cases->column_count; i++)
        dated += cases->columns[i].is_dated && sr_text_is(cases->columns[cases->columns[i].day_column].name, SR_TEXT("opened"));
    assert_int_equal(dated, 1);
    sr_arena_free(loaded.arena);
}

static void a_list_with_words_that_move_wants_the_day_of_the_row(void **state)
{
    (void)state;
    static const char *const words[] = {"ohvriabi", "OhvriAbi"};    // an export may write OHVRIABI
    for (size_t i = 0; i < 2; i++) {
        char aliases[64];
        char expected[128];
        snprintf(aliases, sizeof(aliases), "%s [2027-01-01..]", words[i]);
        snprintf(expected, sizeof(expected), "'%s' means different members of list 'services' at different times", words[i]);
        sr_where places[2];
        const sr_change changes[] = {{SERVICES, "116006", aliases}, {CASES, "list: services", "list: ^^services"}};
        sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(changes, 2, places));
        assert_false(loaded.done);
        const sr_finding *finding = sr_test_loaded_find(&loaded, "rules.missing_key", places[1]);
        assert_non_null(finding);
        assert_string_equal(finding->found, expected);
        sr_arena_free(loaded.arena);
    }
}

static sr_hash hash_with(const sr_change *changes, size_t count)
{
    sr_where places[2];
    sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(changes, count, places));
    assert_done(loaded.done, &loaded.err);
    sr_hash hash = loaded.rules->hash;
    sr_arena_free(loaded.arena);
    return hash;
}

static void the_hash_is_of_names_and_bytes_and_of_nothing_else(void **state)
{
    (void)state;
    const sr_change other_byte = {MAIN, "Ühikukulu", "Ühikukulud"};
    const sr_change comment = {MAIN, "indicators:", "# a word\nindicators:"};
    const sr_change other_list = {"lists/counties.csv", "Harju,Harju", "Harju,Harjumaa"};
    const sr_change other_name[] = {{"targets/2025.yaml", "", NULL},
                                    {"targets/2024.yaml", NULL,
                                     "targets:\n  T01: {from: 2025-01-01, to: 2025-12-31, min: 0.885, approved_by: "
                                     "head_of_unit, approved_on: 2024-12-15}\n"}};
    const sr_change note = {"notes.txt", NULL, "not a rule\n"};
    sr_hash good = hash_with(NULL, 0);
    sr_hash again = hash_with(&note, 1);
    assert_memory_equal(good.bytes, again.bytes, SR_HASH_BYTES);
    const struct {
        const sr_change *changes;
        size_t count;
    } rows[] = {{&other_byte, 1}, {&comment, 1}, {&other_list, 1}, {other_name, 2}};
    for (size_t i = 0; i < 4; i++) {
        sr_hash other = hash_with(rows[i].changes, rows[i].count);
        assert_memory_not_equal(good.bytes, other.bytes, SR_HASH_BYTES);
    }
}

static void a_house_may_have_a_calendar_of_its_own(void **state)
{
    (void)state;
    static const char file[] = "date,name,day,valid_from,valid_to\n12-31,vanaaasta,off,2026-01-01,\n2026-06-23,töö,work,,\n";
    static const struct {
        const char *key;
        bool is_own, is_midsummer_eve_work, is_last_day_work, is_christmas_work;
    } rows[] = {{"calendar: estonia", false, false, true, false}, {"calendar: [estonia, house]", true, true, false, false},
                {"calendar: house", true, true, false, true}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char line[64];
        snprintf(line, sizeof(line), "languages: [et, en]\n%s", rows[i].key);
        const sr_change changes[] = {{"seire.yaml", "languages: [et, en]", line}, {HOUSE, NULL, file}};
        sr_where places[2];
        sr_loaded loaded = sr_test_workspace_load(sr_test_workspace_make(changes, 2, places));
        assert_true(loaded.done);
        const sr_calendar *calendar = loaded.rules->calendar;
        assert_int_equal(calendar != NULL, rows[i].is_own);
        assert_int_equal(sr_calendar_is_workday(calendar, sr_day_from_civil(2026, 6, 23)), rows[i].is_midsummer_eve_work);
        assert_int_equal(sr_calendar_is_workday(calendar, sr_day_from_civil(2026, 12, 31)), rows[i].is_last_day_work);
        assert_int_equal(sr_calendar_is_workday(calendar, sr_day_from_civil(2026, 12, 25)), rows[i].is_christmas_work);
        sr_arena_free(loaded.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_house_is_read_with_its_mail_and_people),
        TEST(mail_by_smtp_takes_the_usual_port_of_its_security),
        TEST(a_house_may_have_a_calendar_of_its_own),
        TEST(lists_have_members_with_names_validity_and_aliases),
        TEST(a_word_may_move_from_one_member_to_another),
        TEST(a_list_with_words_that_move_wants_the_day_of_the_row),
        TEST(a_data_set_has_its_dialect_and_columns),
        TEST(expressions_keep_the_place_of_their_first_character),
        TEST(a_check_stands_in_the_list_or_in_short_at_a_column),
        TEST(an_indicator_has_all_that_was_said_about_it),
        TEST(days_between_two_targets_are_told_and_may_be_meant), TEST(parameters_have_one_scale_and_stand_in_order_of_their_days),
        TEST(days_between_two_values_of_a_parameter_are_told_and_may_be_meant), TEST(targets_are_exact_and_in_order_of_their_days),
        TEST(a_report_has_its_sections_and_times),
        TEST(what_is_not_said_has_the_documented_default),
        TEST(every_mistake_is_found_at_its_place_with_a_hint),
        TEST(all_problems_of_all_files_come_in_one_pass),
        TEST(one_problem_is_named_in_the_message),
        TEST(a_file_that_is_no_yaml_gives_one_finding_and_no_false_ones),
        TEST(a_finding_of_syntax_gives_the_message_its_place),
        TEST(no_finding_shows_an_address),
        TEST(a_folder_that_is_not_there_is_named),
        TEST(a_folder_without_seire_yaml_is_no_workspace),
        TEST(a_file_over_four_mebibytes_is_a_finding),
        TEST(a_workspace_whose_name_looks_like_a_pattern_is_read),
        TEST(the_hash_is_of_names_and_bytes_and_of_nothing_else),
    };
    return RUN_TESTS(tests);
}
