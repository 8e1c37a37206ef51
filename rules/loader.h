/*
 * What all parts of loading share: where problems go, and how nodes become values.
 *
 * A mapping of the rules is described by a table of fields (rules/schema.h): key, what may stand there, what takes its value, where in the
 * struct it goes. sr_fields_take walks the mapping once; unknown keys, missing keys and wrong types become findings. The loader is
 * sticky: after a failure of memory everything does nothing, and the caller asks once at the end.
 */
#ifndef SR_RULES_LOADER_H
#define SR_RULES_LOADER_H

#include <stddef.h>

#include "engine/base/dict.h"
#include "rules/ruleset.h"
#include "rules/schema.h"
#include "rules/yaml.h"

typedef struct sr_loader {
    sr_arena *arena;
    sr_findings *findings;
    sr_error *err;
    sr_ruleset *rules;          // being made
    bool failed;                // no memory
    uint64_t problem_count;
    sr_where first_problem;
    bool lacks_seire, lacks_datasets, lacks_indicators;     // something could not be read: its name is not "unknown"
} sr_loader;

/* --- problems --- */

/* A finding of severity SR_ERROR. `expected` and `hint` may be NULL. */
void sr_loader_report(sr_loader *loader, const char *code, sr_where where, const char *subject, const char *expected,
                      const char *hint, const char *found_format, ...) SR_PRINTF(7, 8);

/* The same with severity SR_CAUTION: it may be meant so. */
void sr_loader_caution(sr_loader *loader, const char *code, sr_where where, const char *subject, const char *expected,
                       const char *hint, const char *found_format, ...) SR_PRINTF(7, 8);

/* A text in the arena; "" without memory. */
const char *sr_loader_write(sr_loader *loader, const char *format, ...) SR_PRINTF(2, 3);

/* "did you mean 'service'?", or NULL when no candidate is near. */
const char *sr_loader_guess(sr_loader *loader, sr_text word, const sr_text *candidates, size_t count);

/* "write 2026-01-31", or NULL when the text is no day in another order of writing. */
const char *sr_loader_guess_date(sr_loader *loader, sr_text text);

/* "one of a, b, c"; many candidates are cut short. */
const char *sr_loader_join(sr_loader *loader, const sr_text *candidates, size_t count);

/* Zeroed memory, or NULL (then the loader has failed). */
void *sr_loader_alloc(sr_loader *loader, size_t count, size_t size);

/* What can be shown of a text in a finding: at most 60 bytes of its first line. */
sr_text sr_loader_clip(sr_text text);

/* The text as a C string. */
const char *sr_loader_get_c(sr_loader *loader, sr_text text);

/* Not in the names yet (then it is now); else the second one is reported. `noun` is "indicator", "data set". */
bool sr_loader_is_new(sr_loader *loader, sr_dict *names, sr_text name, sr_where where, const char *noun);

typedef enum sr_name_rule {
    SR_NAME_WORD,   // used in expressions: a letter of any script or _, then also digits; no word of the language
    SR_NAME_FILE    // part of a file name: ASCII letters, digits, _ and -
} sr_name_rule;

/* A name that keeps the rule; reports otherwise. */
bool sr_loader_is_name(sr_loader *loader, sr_text name, sr_where where, sr_name_rule rule);

/* The node has this kind; else a finding of a wrong type. `what` names the node: "datasets", "columns of 'cases'". */
bool sr_loader_is_kind(sr_loader *loader, const sr_yaml *node, sr_yaml_kind kind, const char *what);

/* --- fields --- */

/* `subject` names the owner for findings ("indicator 'T01'"). A node that is no mapping is a finding. */
void sr_fields_take(sr_loader *loader, const sr_yaml *mapping, const sr_field *fields, size_t count, void *target,
                    const char *subject);

/* What takes a value. The target keeps its default when the value is wrong. */
void sr_take_text(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);      // sr_text, one line
void sr_take_texts(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);     // one or a list
void sr_take_rule_text(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target); // sr_rule_text
void sr_take_rule_texts(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);
void sr_take_names(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);     // sr_text[languages]
void sr_take_prose(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);     // may have lines
void sr_take_word(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);      // an enum: the value of the word
void sr_take_flag(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);      // bool, of two words
void sr_take_word_name(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target); // sr_text: the word itself
void sr_take_count(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);     // uint32_t
void sr_take_boolean(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);   // bool
void sr_take_share(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);     // double 0 to 1
void sr_take_number(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);    // sr_number, flag
void sr_take_date(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);      // sr_day
void sr_take_address(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target);   // sr_text, mail

/* The place of the value in the target. */
void *sr_field_slot(const sr_field *field, void *target);

/* A scalar that is not empty; else a finding that wants `expected`. */
bool sr_node_is_scalar(sr_loader *loader, const sr_field *field, const sr_yaml *node, const char *expected);

/* A finding about a node that is no possible value: "'x' for 'key'", or "a list for 'key'" when it is no scalar. `hint` may be NULL. */
void sr_node_refuse(sr_loader *loader, const sr_field *field, const sr_yaml *node, const char *expected, const char *hint);

/* Fills a language that has no text from another one; reports a language of the workspace that lacks one. */
void sr_names_fill(sr_loader *loader, sr_text names[SR_LANGUAGE_COUNT], sr_where where, const char *what);

/* --- the parts, in the order of loading; each takes the roots of its files --- */

typedef struct sr_rule_file {
    const char *path;           // as the user knows it
    sr_text name;               // in the workspace, datasets/cases.yaml
    sr_text bytes;
    const sr_yaml *root;        // NULL when it could not be read, and for lists
} sr_rule_file;

void sr_load_seire(sr_loader *loader, const sr_rule_file *file);
void sr_load_parameters(sr_loader *loader, const sr_rule_file *files, size_t count);
void sr_load_calendars(sr_loader *loader, const sr_rule_file *files, size_t count);
void sr_load_lists(sr_loader *loader, const sr_rule_file *files, size_t count);
void sr_load_datasets(sr_loader *loader, const sr_rule_file *files, size_t count);
void sr_load_indicators(sr_loader *loader, const sr_rule_file *files, size_t count);
void sr_load_targets(sr_loader *loader, const sr_rule_file *files, size_t count);
void sr_load_reports(sr_loader *loader, const sr_rule_file *files, size_t count);

/* The entries below the single key of such files: counts them, then gives each. Anything else there is a finding. */
size_t sr_entries_count(sr_loader *loader, const sr_rule_file *files, size_t count, const char *key);
/* No entries could be read from some file: what is not found may stand there. */
bool sr_entries_are_lacking(const sr_rule_file *files, size_t count, const char *key);
typedef void (*sr_entry_take)(sr_loader *loader, const sr_yaml *key, const sr_yaml *value, void *state);
void sr_entries_take(sr_loader *loader, const sr_rule_file *files, size_t count, const char *key, sr_entry_take take,
                     void *state);

#endif
