/*
 * What the user wrote about an export: which files, how they are written, which columns, what must hold.
 *
 * Expressions stay text with their place; sr_compile resolves them.
 */
#ifndef SR_RULES_DATASET_H
#define SR_RULES_DATASET_H

#include "engine/base/finding.h"
#include "engine/base/hash.h"
#include "engine/base/number.h"
#include "engine/list.h"
#include "engine/period.h"
#include "engine/tolerance.h"
#include "engine/value.h"
#include "rules/dialect.h"
#include "rules/rule_text.h"

typedef enum sr_column_type {
    SR_TYPE_TEXT, SR_TYPE_CODE, SR_TYPE_CODES, SR_TYPE_INTEGER, SR_TYPE_DECIMAL, SR_TYPE_REAL, SR_TYPE_DATE,
    SR_TYPE_BOOLEAN, SR_TYPE_PERSON, SR_TYPE_REGISTRY_CODE, SR_TYPE_DROP
} sr_column_type;

#define SR_TYPE_COUNT (SR_TYPE_DROP + 1)

/* The word of a type in the rules; what may stand in brackets behind it is not part of it. */
const char *sr_column_type_get_name(sr_column_type type);

/* What stands in brackets behind the name, as a regular expression (ECMA-262); NULL: nothing. */
const char *sr_column_type_get_argument(sr_column_type type);

/* The days on which exports use a name. */
typedef struct sr_name_days {
    sr_day valid_from; // SR_DAY_MIN when open
    sr_day valid_to;   // first day after; SR_DAY_MAX when open
} sr_name_days;

typedef struct sr_column_rule {
    sr_text name;               // canonical, used in expressions
    sr_text titles[SR_LANGUAGE_COUNT];  // for people, in tables of reports; empty: the name
    const sr_text *from;        // header names that exports use, trimmed; the first is the main one
    size_t from_count;
    const sr_name_days *from_days; // by name; NULL: all are in use always
    uint32_t nth;               // which of several columns of that name, from 1; 0: there is one only
    uint32_t position;          // which field of the file, from 1, whatever its name; 0: by name
    sr_column_type type;
    uint8_t scale;              // decimal(n)
    char separator;             // codes(','): between the answers of a cell
    sr_text domain;             // person: hashes of one domain can be compared; the data set's name unless it is given
    sr_rule_text list_name;     // code and codes; empty: any text is a code
    const sr_list *list;
    sr_rule_text valid_on;      // column of the day that decides what a word of the list means; empty for none
    bool is_dated;              // `valid_on` names a column of type date:
    size_t day_column;          // its index
    const sr_text *formats;     // dates, tried in order; from the data set when the column has none
    size_t format_count;
    const sr_text *missing;     // words that mean "no value", besides the empty cell; from the data set when the column has none
    size_t missing_count;
    const sr_text *true_words;  // booleans; without regard to case
    size_t true_count;
    const sr_text *false_words;
    size_t false_count;
    sr_rule_text empty;         // the text that an empty cell stands for; empty: no value
    bool is_required;           // a missing value sets the row aside
    bool is_optional;           // the column itself may be absent from a file: all missing then
    bool keeps_bad;             // `bad: missing`: an unreadable value is missing and counted; else its row is set aside
    bool is_broken;             // its type or list is a finding: nothing is said about expressions that name it
    sr_where where;
} sr_column_rule;

typedef struct sr_derive_rule {
    sr_text name;
    sr_rule_text expression;
} sr_derive_rule;

/* What must hold: an expression, or one thing about a column (`is_unique`: about several together). */
typedef struct sr_check_rule {
    sr_text id;                 // `cost.range` when it stands at the column `cost`
    sr_rule_text expect;        // empty: what follows
    const sr_rule_text *columns;
    size_t column_count;
    bool is_filled;             // not missing
    bool is_unique;
    const sr_rule_text *members;    // the value is one of these
    size_t member_count;
    sr_rule_text min, max;      // the value is in this range, ends included; either may be empty
    sr_rule_text pattern;       // the whole value fits it (engine/base/pattern.h)
    sr_rule_text refers_to;     // DATASET.COLUMN in which the value stands
    sr_rule_text newest;        // a date: the latest is at most `within_days` before the run
    uint32_t within_days;
    bool is_complete;           // every `grain` has rows by the date `by`, of every value of `columns` when there is one
    uint32_t grain;             // an sr_grain
    sr_rule_text by;
    uint32_t file_count;        // 0: not asked
    sr_rule_text total;         // sum(x) or count(*) is `equals`, what a control file says or what the last run found, give or take `within`
    sr_text control;
    bool is_against_last_run;
    sr_number equals;
    sr_number within;
    bool has_equals, is_within_share;
    sr_severity severity;       // SR_NOTE (`note`), SR_CAUTION (`warn`) or SR_ERROR (`error`)
    sr_tolerance tolerance;
    sr_text messages[SR_LANGUAGE_COUNT];
    sr_where where;
} sr_check_rule;

/* Files of a data set. */
typedef struct sr_export_rule {
    sr_text pattern;            // relative to the workspace
    sr_text encoding;           // where it differs from the data set's; else empty
} sr_export_rule;

/* How a file may differ from what was agreed: input/drift.h. */
typedef enum sr_drift { SR_DRIFT_ADDED, SR_DRIFT_REMOVED, SR_DRIFT_RENAMED, SR_DRIFT_REORDERED, SR_DRIFT_RETYPED, SR_DRIFT_COUNT } sr_drift;
typedef enum sr_drift_answer { SR_DRIFT_IGNORE, SR_DRIFT_NOTE, SR_DRIFT_WARN, SR_DRIFT_ERROR } sr_drift_answer;

typedef struct sr_drift_policy {
    bool is_asked;
    bool is_against_last_run;   // the last file against the one that the last run read last; else each against the rules
    sr_drift_answer answers[SR_DRIFT_COUNT];
    bool has_days; // names with days: the latest day of this column in a file is the file's
    size_t day_column;
} sr_drift_policy;

typedef struct sr_dataset {
    sr_text name;
    sr_text title[SR_LANGUAGE_COUNT];   // for people; may be empty
    const sr_export_rule *files;    // in this order; the first that fits a file says how it is read
    size_t file_count;
    bool is_intake;             // built in, without files: rules/intake.h
    sr_dialect dialect;         // encoding "UTF-8" and quote '"' when rules do not say
    sr_notation notation;       // of numbers
    sr_notation other_notation; // in which they may stand too; decimal_mark 0: none. What the two read differently is no number
    bool ends_at_blank;         // `ends: blank`: the table ends at the first line without a value behind one of its rows
    bool trims;                 // blanks around values are not part of them; true in rules
    const sr_hash *seen_hash;   // of the one file from which these rules were inferred: it is read only as that; else NULL
    /* content */
    const size_t *key;          // columns by which rows are told apart: of the rows with the same values one stands
    size_t key_count;           // 0: every row stands
    bool keeps_first;           // `keep: first`; else the last stands
    bool has_redelivery;        // a later file with rows of a period replaces all earlier rows of it
    size_t redelivery_column;   // a date
    sr_grain redelivery_grain;  // all but a year to date
    sr_drift_policy drift;
    const sr_column_rule *columns;
    size_t column_count;
    const sr_derive_rule *derives;
    size_t derive_count;
    const sr_check_rule *checks;
    size_t check_count;
    bool is_broken;             // its columns are a finding: nothing is said about names in expressions over it
    sr_where where;
} sr_dataset;

#endif
