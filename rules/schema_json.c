/*
 * A schema is walked once, from the outside in; each value is written where it stands, so that there is nothing to resolve.
 */
#include "rules/schema_json.h"

#include <ctype.h>
#include <stdio.h>

#include "engine/base/builder.h"
#include "engine/base/json.h"
#include "engine/base/locale.h"
#include "rules/dataset.h"

#define JSON_BYTES_MAX ((size_t)1 << 20)
#define PATTERN_BYTES_MAX 128u
#define DIALECT "https://json-schema.org/draft/2020-12/schema"

static const sr_file_kind kinds[] = {
    {"seire", "seire.yaml", &sr_schema_of_seire},
    {"datasets", "datasets/*.yaml", &sr_schema_of_datasets},
    {"parameters", "parameters/*.yaml", &sr_schema_of_parameters},
    {"indicators", "indicators/*.yaml", &sr_schema_of_indicators},
    {"targets", "targets/*.yaml", &sr_schema_of_targets},
    {"reports", "reports/*.yaml", &sr_schema_of_reports},
};

size_t sr_file_kind_count(void)
{
    return sizeof(kinds) / sizeof(kinds[0]);
}

const sr_file_kind *sr_file_kind_get(size_t index)
{
    return &kinds[index];
}

const sr_file_kind *sr_file_kind_find(sr_text name)
{
    for (size_t i = 0; i < sr_file_kind_count(); i++)
        if (sr_text_is(name, sr_text_from(kinds[i].name)))
            return &kinds[i];
    return NULL;
}

/* --- JSON --- */

typedef struct writer {
    sr_builder text;
    int depth;
    bool is_first;          // of an object or array: no comma yet
} writer;

static void add_text(writer *w, const char *text)
{
    sr_json_add(&w->text, sr_text_from(text));
}

static void begin_line(writer *w)
{
    sr_builder_add_c(&w->text, w->is_first ? "\n" : ",\n");
    for (int i = 0; i < w->depth; i++)
        sr_builder_add_c(&w->text, "  ");
    w->is_first = false;
}

static void add_key(writer *w, const char *key)
{
    begin_line(w);
    add_text(w, key);
    sr_builder_add_c(&w->text, ": ");
}

static void open(writer *w, char bracket)
{
    sr_builder_add_byte(&w->text, bracket);
    w->depth++;
    w->is_first = true;
}

static void close(writer *w, char bracket)
{
    w->depth--;
    w->is_first = true;
    begin_line(w);
    sr_builder_add_byte(&w->text, bracket);
    w->is_first = false;
}

static void add_member(writer *w, const char *key, const char *value)
{
    add_key(w, key);
    add_text(w, value);
}

static void add_types(writer *w, const char *const *types, size_t count)
{
    add_key(w, "type");
    sr_builder_add_byte(&w->text, '[');
    for (size_t i = 0; i < count; i++) {
        sr_builder_add_c(&w->text, i > 0 ? ", " : "");
        add_text(w, types[i]);
    }
    sr_builder_add_byte(&w->text, ']');
}

static void add_limit(writer *w, const char *key, uint32_t limit)
{
    add_key(w, key);
    sr_builder_addf(&w->text, "%u", limit);
}

/* --- scalars --- */

static void add_scalar(writer *w, const sr_schema *schema)
{
    static const char *const types[] = {"string", "number", "boolean"};
    if (schema->pattern == NULL)
        add_types(w, types, 3);
    else if (schema->may_be_number)
        add_types(w, types, 2);
    else
        add_member(w, "type", types[0]);
    if (schema->may_be_number && !schema->may_be_negative)
        add_limit(w, "minimum", 0);
    add_member(w, "pattern", schema->pattern != NULL ? schema->pattern : "\\S");
}

/* What a YAML reader makes of the word when it stands without quotes. */
static bool is_literal(const char *word)
{
    sr_text text = sr_text_from(word);
    return sr_text_count_digits(text, 0) == text.size || sr_text_is(text, SR_TEXT("true")) || sr_text_is(text, SR_TEXT("false"));
}

static void add_enum(writer *w, const sr_word *words)
{
    add_key(w, "enum");
    open(w, '[');
    for (; words->name != NULL; words++) {
        if (is_literal(words->name)) {
            begin_line(w);
            sr_builder_add_c(&w->text, words->name);
        }
        begin_line(w);
        add_text(w, words->name);
    }
    close(w, ']');
}

/* The words in any letters, as the loader reads them: [Nn][Oo][Nn][Ee] */
static void add_any_letters(writer *w, const sr_word *words)
{
    sr_builder pattern;
    sr_builder_init(&pattern, w->text.arena, JSON_BYTES_MAX);
    for (bool is_first = true; words->name != NULL; words++, is_first = false) {
        sr_builder_add_c(&pattern, is_first ? "^(" : "|");
        for (const char *c = words->name; *c != '\0'; c++)
            sr_builder_addf(&pattern, isalpha((unsigned char)*c) ? "[%c%c]" : *c == '.' ? "\\." : "%c", toupper((unsigned char)*c),
                            tolower((unsigned char)*c));
    }
    sr_builder_add_c(&pattern, ")$");
    w->text.failed = w->text.failed || pattern.failed;
    add_member(w, "type", "string");
    add_key(w, "pattern");
    sr_json_add(&w->text, sr_builder_get(&pattern));
}

/* The words first, which editors offer. */
static void add_words(writer *w, const sr_word *words)
{
    size_t literals = 0, count = 0;
    for (; words[count].name != NULL; count++)
        literals += is_literal(words[count].name);
    if (literals == count) {
        add_enum(w, words);
        return;
    }
    add_key(w, "anyOf");
    open(w, '[');
    begin_line(w);
    open(w, '{');
    add_enum(w, words);
    close(w, '}');
    begin_line(w);
    open(w, '{');
    add_any_letters(w, words);
    close(w, '}');
    close(w, ']');
}

static void add_count(writer *w, const sr_schema *schema)
{
    static const char *const types[] = {"integer", "string"};
    add_types(w, types, 2);
    add_limit(w, "minimum", schema->min);
    add_limit(w, "maximum", schema->max);
    add_member(w, "pattern", "^\\+?\\d+$");
}

/* A name with its argument in brackets. */
static void add_call(writer *w, const char *name, const char *argument)
{
    char pattern[PATTERN_BYTES_MAX];
    snprintf(pattern, sizeof(pattern), "^%s\\s*\\(\\s*%s\\s*\\)$", name, argument);
    begin_line(w);
    open(w, '{');
    add_member(w, "type", "string");
    add_member(w, "pattern", pattern);
    close(w, '}');
}

/* The names that stand alone are words, for editors to offer; the others are patterns. */
static void add_column_types(writer *w)
{
    sr_word words[SR_TYPE_COUNT + 1] = {{NULL, 0}};
    size_t count = 0;
    add_key(w, "anyOf");
    open(w, '[');
    for (int i = 0; i < SR_TYPE_COUNT; i++) {
        const char *name = sr_column_type_get_name((sr_column_type)i);
        const char *argument = sr_column_type_get_argument((sr_column_type)i);
        if (argument != NULL)
            add_call(w, name, argument);
        else
            words[count++].name = name;
    }
    begin_line(w);
    open(w, '{');
    add_enum(w, words);
    close(w, '}');
    close(w, ']');
}

/* --- what holds others --- */

static void add_schema(writer *w, const sr_schema *schema);

/* A schema as an object of its own. */
static void add_object(writer *w, const sr_schema *schema)
{
    open(w, '{');
    add_schema(w, schema);
    close(w, '}');
}

static void add_languages(writer *w)
{
    add_member(w, "type", "object");
    add_limit(w, "minProperties", 1);
    add_key(w, "additionalProperties");
    sr_builder_add_c(&w->text, "false");
    add_key(w, "properties");
    open(w, '{');
    for (int i = 0; i < SR_LANGUAGE_COUNT; i++) {
        add_key(w, sr_language_get_tag((sr_language)i));
        add_object(w, &sr_schema_text);
    }
    close(w, '}');
}

static void add_required(writer *w, const sr_schema *schema)
{
    bool is_first = true;
    for (size_t i = 0; i < schema->field_count; i++) {
        if (!schema->fields[i].is_required)
            continue;
        if (is_first)
            add_key(w, "required");
        sr_builder_add_c(&w->text, is_first ? "[" : ", ");
        add_text(w, schema->fields[i].name);
        is_first = false;
    }
    sr_builder_add_c(&w->text, is_first ? "" : "]");
}

static void add_group(writer *w, const sr_schema *schema)
{
    add_member(w, "type", "object");
    add_required(w, schema);
    add_key(w, "additionalProperties");
    sr_builder_add_c(&w->text, "false");
    add_key(w, "properties");
    open(w, '{');
    for (size_t i = 0; i < schema->field_count; i++) {
        add_key(w, schema->fields[i].name);
        open(w, '{');
        add_member(w, "description", schema->fields[i].summary);
        add_schema(w, schema->fields[i].schema);
        close(w, '}');
    }
    close(w, '}');
}

static void add_named(writer *w, const sr_schema *schema)
{
    add_member(w, "type", "object");
    add_limit(w, "minProperties", schema->min);
    add_key(w, "propertyNames");
    open(w, '{');
    add_member(w, "pattern", schema->pattern);
    add_limit(w, "maxLength", SR_NAME_BYTES_MAX);
    close(w, '}');
    add_key(w, "additionalProperties");
    add_object(w, schema->item);
}

static void add_list(writer *w, const sr_schema *schema)
{
    add_member(w, "type", "array");
    add_limit(w, "minItems", schema->min);
    if (schema->max > 0)
        add_limit(w, "maxItems", schema->max);
    add_key(w, "items");
    add_object(w, schema->item);
}

/* One of two; `is_list`: the second is a list of the first. */
static void add_either(writer *w, const sr_schema *schema, bool is_list)
{
    add_key(w, "anyOf");
    open(w, '[');
    begin_line(w);
    add_object(w, schema->item);
    begin_line(w);
    open(w, '{');
    if (is_list)
        add_list(w, schema);
    else
        add_schema(w, schema->other);
    close(w, '}');
    close(w, ']');
}

static void add_schema(writer *w, const sr_schema *schema)
{
    switch (schema->form) {
    case SR_SCHEMA_TEXT: add_scalar(w, schema); break;
    case SR_SCHEMA_WORD: add_words(w, schema->words); break;
    case SR_SCHEMA_COUNT: add_count(w, schema); break;
    case SR_SCHEMA_TYPE: add_column_types(w); break;
    case SR_SCHEMA_LANGUAGES: add_languages(w); break;
    case SR_SCHEMA_GROUP: add_group(w, schema); break;
    case SR_SCHEMA_NAMED: add_named(w, schema); break;
    case SR_SCHEMA_LIST: add_list(w, schema); break;
    case SR_SCHEMA_MANY: add_either(w, schema, true); break;
    case SR_SCHEMA_EITHER: add_either(w, schema, false); break;
    }
}

/* --- files --- */

static void add_head(writer *w, const char *files)
{
    open(w, '{');
    add_member(w, "$schema", DIALECT);
    add_member(w, "title", files);
}

/* The first key tells what a file is: a chain of questions, with seire.yaml at its end. */
static void add_any_file(writer *w)
{
    add_head(w, "seire.yaml, datasets/*.yaml, parameters/*.yaml, indicators/*.yaml, targets/*.yaml, reports/*.yaml");
    for (size_t i = 1; i < sr_file_kind_count(); i++) {
        add_key(w, "if");
        open(w, '{');
        add_required(w, kinds[i].schema);
        close(w, '}');
        add_key(w, "then");
        add_object(w, kinds[i].schema);
        add_key(w, "else");
        open(w, '{');
    }
    add_schema(w, kinds[0].schema);
    for (size_t i = 0; i < sr_file_kind_count(); i++)
        close(w, '}');
}

bool sr_schema_write_json(const sr_file_kind *kind, sr_arena *arena, sr_text *json, sr_error *err)
{
    writer w = {.depth = 0};
    sr_builder_init(&w.text, arena, JSON_BYTES_MAX);
    if (kind == NULL) {
        add_any_file(&w);
    } else {
        add_head(&w, kind->files);
        add_schema(&w, kind->schema);
        close(&w, '}');
    }
    sr_builder_add_byte(&w.text, '\n');
    return sr_builder_finish(&w.text, json, err);
}
