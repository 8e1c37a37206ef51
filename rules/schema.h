/*
 * What may stand in the YAML of a workspace, as data: the keys of each group, and what may stand behind each.
 *
 * A group of keys is one table of fields, beside the part of the loader that reads it. The table is the only list of its keys, words and
 * limits: the loader takes values by it and tells unknown and missing keys (rules/loader.h), and `seire schema` prints it for editors
 * (rules/schema_json.h).
 *
 * A schema says what can be seen at a key alone. It may be narrower than the loader where that is more patient than the documents (capitals
 * in a word), and wider where other keys, other files or an expression decide. Constant data, safe from any thread.
 */
#ifndef SR_RULES_SCHEMA_H
#define SR_RULES_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sr_loader;
struct sr_yaml;
typedef struct sr_field sr_field;

typedef struct sr_word {
    const char *name;
    uint32_t value;
} sr_word;

typedef enum sr_schema_form {
    SR_SCHEMA_TEXT,       // a scalar that is not empty
    SR_SCHEMA_WORD,       // one of `words`
    SR_SCHEMA_COUNT,      // a whole number, `min` to `max`
    SR_SCHEMA_TYPE,       // a column type: its name, with its argument in brackets where it wants one
    SR_SCHEMA_LANGUAGES,  // a text for each language, by its tag; at least one
    SR_SCHEMA_GROUP,      // a mapping with the keys of `fields`
    SR_SCHEMA_NAMED,      // a mapping of at least `min` names of the user's, which match `pattern`, each with an `item`
    SR_SCHEMA_LIST,       // a list of `min` to `max` items
    SR_SCHEMA_MANY,       // such a list, or one item alone
    SR_SCHEMA_EITHER      // `item` or `other`
} sr_schema_form;

typedef struct sr_schema {
    sr_schema_form form;
    const char *pattern;            // of a text or of names, as ECMA-262 reads it and not anchored; NULL: any
    bool may_be_number;             // a text with a pattern may also be a number without quotes,
    bool may_be_negative;           // and that below 0
    const sr_word *words;           // ended by a NULL name
    uint32_t min, max;              // max 0: no limit
    const sr_field *fields;
    size_t field_count;
    const struct sr_schema *item;
    const struct sr_schema *other;
} sr_schema;

typedef void (*sr_field_take)(struct sr_loader *loader, const sr_field *field, const struct sr_yaml *node, void *target);

struct sr_field {
    const char *name;
    const sr_schema *schema;
    const char *summary;        // what it says, in one sentence
    sr_field_take take;         // NULL: the key is known and read by the caller
    size_t offset;              // of the value in the target
    size_t other_offset;        // of the count of a list, of the flag of a number
    bool is_required;
};

#define SR_FIELD_COUNT(fields) (sizeof(fields) / sizeof((fields)[0]))

/* --- schemas that several groups have; each beside what takes it in rules/loader.h --- */

extern const sr_schema sr_schema_text;            // one line
extern const sr_schema sr_schema_texts;           // one or many
extern const sr_schema sr_schema_expression;      // may have lines
extern const sr_schema sr_schema_names;           // a text, or one a language
extern const sr_schema sr_schema_boolean;
extern const sr_schema sr_schema_true;            // nothing but true
extern const sr_schema sr_schema_number;          // 90%, 5pp, 12.50
extern const sr_schema sr_schema_tolerance;       // the same, not below 0
extern const sr_schema sr_schema_date;
extern const sr_schema sr_schema_date_formats;    // one or many
extern const sr_schema sr_schema_address;         // of mail
extern const sr_schema sr_schema_name;            // as expressions use it
extern const sr_schema sr_schema_grain;           // day, week, month, quarter, half, year
extern const sr_schema sr_schema_unit;          // count, share, euro, days, workdays, points, number

/* Names that the user gives; the patterns are SR_NAME_WORD and SR_NAME_FILE of the loader. */
#define SR_NAME_BYTES_MAX 64u
#define SR_PATTERN_NAME "^[^\\u0000-@\\[-\\^`{-\\u007f][^\\u0000-\\/:-@\\[-\\^`{-\\u007f]*$"
#define SR_PATTERN_FILE_NAME "^[A-Za-z0-9_][A-Za-z0-9_\\-]*$"

/* The words of `mend` with the bits that each adds (rules/dialect.h): `none`, `all`, and one a way. */
extern const sr_word sr_mend_words[];

/* --- the files --- */

extern const sr_schema sr_schema_of_seire;
extern const sr_schema sr_schema_of_datasets;
extern const sr_schema sr_schema_of_parameters;
extern const sr_schema sr_schema_of_indicators;
extern const sr_schema sr_schema_of_targets;
extern const sr_schema sr_schema_of_reports;

#endif
