/*
 * What the user wrote: the whole workspace, read, checked and resolved as far as names of files and lists go.
 *
 *   seire.yaml        organisation, languages, audiences, mail
 *   datasets, indicators, targets, reports    folders of .yaml files
 *   parameters                                the same: dated legal amounts and deadlines
 *   lists                                     a folder of .csv files
 *
 * Made by rules/load.h.
 */
#ifndef SR_RULES_RULESET_H
#define SR_RULES_RULESET_H

#include "engine/base/hash.h"
#include "engine/plan.h"
#include "rules/dataset.h"

typedef struct sr_breakdown {       // an entry of `by`: one column, or several crossed
    const sr_rule_text *columns;
    size_t count;
} sr_breakdown;

typedef enum sr_placing { SR_PLACED_BY_DATE, SR_PLACED_AT_PERIOD_END } sr_placing;

typedef struct sr_indicator_version {   // what it does not say is as the indicator says
    sr_day valid_from;
    bool restates;
    sr_text reasons[SR_LANGUAGE_COUNT];
    sr_rule_text value;
    sr_rule_text where_condition;
    sr_rule_text period;
    sr_where where;
} sr_indicator_version;

typedef struct sr_indicator {
    sr_text id;
    sr_text names[SR_LANGUAGE_COUNT];
    sr_text descriptions[SR_LANGUAGE_COUNT];
    sr_text counted[SR_LANGUAGE_COUNT];
    sr_counts counts;
    bool is_sensitive;
    uint32_t minimum_n;             // 0: none
    sr_text agreed_by;              // both or neither
    sr_day agreed_on;
    sr_rule_text dataset;           // empty for a formula over other indicators
    sr_rule_text value;
    sr_rule_text where_condition;   // empty: all rows
    sr_rule_text period;            // a date column or expression; empty for formulas and stocks
    sr_placing placing;             // SR_PLACED_AT_PERIOD_END: a stock, `at: period_end`
    const sr_breakdown *by;
    size_t by_count;
    sr_better better;
    sr_unit unit;
    bool has_unit;                  // else the compiler chooses from the value: share -> SR_UNIT_SHARE
    int32_t digits;                 // -1: the unit's own
    int32_t interval;               // an sr_interval_method, or -1: chosen from the value
    sr_where interval_where;
    sr_text owner;
    const sr_indicator_version *versions;   // ascending; the newest is what the indicator itself says
    size_t version_count;
    const sr_target *targets;
    size_t target_count;
    bool is_broken;                 // what it is made of is a finding: only the syntax of its expressions is looked at
    sr_where where;
} sr_indicator;

typedef struct sr_report_section {
    sr_text titles[SR_LANGUAGE_COUNT];
    const sr_rule_text *indicators;
    size_t indicator_count;
} sr_report_section;

typedef struct sr_report_rule {
    sr_text id;                     // a file name: letters, digits, hyphen
    sr_text titles[SR_LANGUAGE_COUNT];
    sr_grain period;                // one edition for each; all but a day and a year to date
    bool grains[SR_GRAIN_COUNT];    // tables shown; month, quarter, year unless said
    uint32_t window;                // how many months a line shows; 24
    int32_t due_workday;            // due on this working day after the period ends; 1 by default
    sr_text audience;               // in seire.yaml
    const sr_report_section *sections;
    size_t section_count;
    const sr_rule_text *recipients; // roles
    size_t recipient_count;
    bool formats_html, formats_xlsx;
    sr_where where;
} sr_report_rule;

typedef struct sr_audience {
    sr_text name;                   // sise, osakond, avalik
    sr_text titles[SR_LANGUAGE_COUNT];  // what readers call it; empty: the name
    uint32_t threshold;             // k
    sr_where where;
} sr_audience;

typedef struct sr_recipient {
    sr_text role;
    sr_text titles[SR_LANGUAGE_COUNT];  // what people call the role: in the greeting, as owner, as approver; may be empty
    sr_text address;                // local@domain, checked
    sr_language language;
    sr_where where;
} sr_recipient;

typedef enum sr_mail_security { SR_MAIL_TLS_REQUIRED, SR_MAIL_TLS_IMPLICIT, SR_MAIL_PLAIN } sr_mail_security;
typedef enum sr_unknown_policy { SR_UNKNOWN_HOLD, SR_UNKNOWN_RESEND } sr_unknown_policy;

typedef struct sr_mail_rules {
    bool is_there;                  // false: nothing is sent
    sr_text transport;              // smtp, drop
    sr_text from_address;
    sr_text from_name;
    sr_text reply_to;               // empty: from
    sr_text host;                   // smtp
    uint32_t port;
    sr_mail_security security;
    uint32_t timeout_seconds;       // how long the server may think over its last word; 600 unless said (0 is taken as 600)
    sr_text user;                   // empty: no login
    sr_text password_file;          // empty: $CREDENTIALS_DIRECTORY/smtp
    sr_text ca_file;                // empty: the system's
    sr_text drop_directory;         // drop: where the messages are laid
    sr_unknown_policy unknown;
    const sr_text *allowed_domains;
    size_t allowed_domain_count;
    sr_where where;
} sr_mail_rules;

/* A file of rules as it was read. */
typedef struct sr_rule_tree {
    sr_text name;                   // in the workspace, datasets/cases.yaml
    const struct sr_yaml *root;     // rules/yaml.h
} sr_rule_tree;

typedef struct sr_ruleset {
    const char *workspace;          // directory as given
    sr_text organisation[SR_LANGUAGE_COUNT];
    sr_text unit[SR_LANGUAGE_COUNT];
    sr_text contact;                // shown on the cover
    bool languages[SR_LANGUAGE_COUNT];  // in which reports are made
    uint32_t financial_year;        // the month with which it begins, 1 to 12; 1 unless said
    const sr_rule_text *calendar_names; // of files in calendars/, or estonia; none: estonia
    size_t calendar_name_count;
    const sr_calendar *calendar;    // of working days and deadlines; NULL: the Estonian one
    sr_text person_key_file;        // relative to the workspace; empty: $CREDENTIALS_DIRECTORY/person-key
    const sr_audience *audiences;
    size_t audience_count;
    const sr_recipient *recipients;
    size_t recipient_count;
    sr_mail_rules mail;
    const sr_list *lists;
    size_t list_count;
    const sr_parameter *parameters;
    size_t parameter_count;
    bool lacks_parameters; // as lacks_indicators
    const sr_dataset *datasets;
    size_t dataset_count;
    const sr_indicator *indicators;
    size_t indicator_count;
    const sr_report_rule *reports;
    size_t report_count;
    bool lacks_datasets, lacks_indicators;  // some could not be read: an unknown name may be theirs
    uint64_t problem_count;         // findings of severity SR_ERROR while it was read
    sr_where first_problem;
    const sr_rule_tree *trees;      // all YAML files that could be read, folder by folder
    size_t tree_count;
    sr_hash hash;                   // over the names and bytes of all rule files, in order of name
} sr_ruleset;

/* "13 problems in the rules; the first is at PATH:LINE:COLUMN", SR_BAD_RULES. Always false. */
bool sr_ruleset_refuse(uint64_t problem_count, sr_where first, sr_error *err);

/* NULL when there is none of that name. */
const sr_dataset *sr_ruleset_find_dataset(const sr_ruleset *rules, sr_text name);
const sr_report_rule *sr_ruleset_find_report(const sr_ruleset *rules, sr_text id);
bool sr_report_rule_shows(const sr_report_rule *report, sr_text indicator);
const sr_recipient *sr_ruleset_find_recipient(const sr_ruleset *rules, sr_text role);
const sr_audience *sr_ruleset_find_audience(const sr_ruleset *rules, sr_text name);

#endif
