/*
 * Nodes become values by tables of fields. See rules/loader.h.
 */
#include <stdint.h>
#include <string.h>

#include "rules/loader.h"

#define WORDS_MAX 16    // in one table

void *sr_field_slot(const sr_field *field, void *target)
{
    return (char *)target + field->offset;
}

static void *other_slot(const sr_field *field, void *target)
{
    return (char *)target + field->other_offset;
}

/* --- a mapping --- */

static const sr_field *find_field(const sr_field *fields, size_t count, sr_text name)
{
    for (size_t i = 0; i < count; i++) {
        if (sr_text_is(name, sr_text_from(fields[i].name)))
            return &fields[i];
    }
    return NULL;
}

static void report_unknown(sr_loader *loader, const sr_yaml *key, const sr_field *fields, size_t count,
                           const char *subject)
{
    sr_text *names = sr_loader_alloc(loader, count, sizeof(*names));
    if (names == NULL)
        return;
    for (size_t i = 0; i < count; i++)
        names[i] = sr_text_from(fields[i].name);
    sr_text shown = sr_loader_clip(key->text);
    const char *hint = sr_loader_guess(loader, key->text, names, count);
    bool is_half_a_number = key->text.size > 0 && key->text.data[0] >= '0' && key->text.data[0] <= '9';     // {min: 90,5%}
    if (hint == NULL && is_half_a_number)
        hint = "write a point, not a comma: 12.50";
    sr_loader_report(loader, "rules.unknown_key", key->where, subject, sr_loader_join(loader, names, count), hint,
                     "unknown key '%.*s' in %s", SR_TEXT_ARG(shown), subject);
}

void sr_fields_take(sr_loader *loader, const sr_yaml *mapping, const sr_field *fields, size_t count, void *target,
                    const char *subject)
{
    if (loader->failed || !sr_loader_is_kind(loader, mapping, SR_YAML_MAPPING, subject))
        return;
    for (size_t i = 0; i < mapping->count && !loader->failed; i++) {
        const sr_field *field = find_field(fields, count, mapping->keys[i]->text);
        if (field == NULL)
            report_unknown(loader, mapping->keys[i], fields, count, subject);
        else if (field->take != NULL)
            field->take(loader, field, mapping->items[i], target);
    }
    for (size_t i = 0; i < count; i++) {
        if (fields[i].is_required && sr_yaml_find(mapping, fields[i].name) == NULL)
            sr_loader_report(loader, "rules.missing_key", mapping->where, subject,
                             sr_loader_write(loader, "`%s:`", fields[i].name),
                             sr_loader_write(loader, "add a line `%s: ...`", fields[i].name), "%s has no '%s'", subject,
                             fields[i].name);
    }
}

/* --- texts --- */

void sr_node_refuse(sr_loader *loader, const sr_field *field, const sr_yaml *node, const char *expected, const char *hint)
{
    sr_text shown = sr_loader_clip(node->text);
    if (node->kind == SR_YAML_SCALAR)
        sr_loader_report(loader, "rules.bad_value", node->where, field->name, expected, hint, "'%.*s' for '%s'", SR_TEXT_ARG(shown), field->name);
    else
        sr_loader_report(loader, "rules.wrong_type", node->where, field->name, expected, hint, "%s for '%s'", sr_yaml_kind_get_name(node->kind),
                         field->name);
}

bool sr_node_is_scalar(sr_loader *loader, const sr_field *field, const sr_yaml *node, const char *expected)
{
    if (node->kind != SR_YAML_SCALAR) {
        sr_node_refuse(loader, field, node, expected, NULL);
        return false;
    }
    if (sr_text_trim(node->text).size > 0)
        return true;
    sr_loader_report(loader, "rules.bad_value", node->where, field->name, expected, NULL, "an empty text for '%s'",
                     field->name);
    return false;
}

/* One line that a person can read: it may end up in a mail header, a file name or a sheet name. */
static bool is_line(sr_loader *loader, const sr_field *field, const sr_yaml *node, bool may_have_lines)
{
    if (!sr_node_is_scalar(loader, field, node, "a text"))
        return false;
    sr_text text = may_have_lines ? node->text : sr_text_trim(node->text);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        bool is_end = byte == '\n' && (may_have_lines || i + 1 == text.size);   // a block ends with a line end
        if ((byte < 0x20 && !is_end) || byte == 0x7F) {
            sr_loader_report(loader, "rules.bad_value", node->where, field->name, "a text on one line", NULL,
                             "a control character or line end in '%s'", field->name);
            return false;
        }
    }
    return true;
}

static sr_text without_end(sr_text text)
{
    while (text.size > 0 && text.data[text.size - 1] == '\n')
        text.size--;
    return sr_text_trim(text);
}

void sr_take_text(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_text *slot = sr_field_slot(field, target);
    if (is_line(loader, field, node, false))
        *slot = without_end(node->text);
}

/* The items of a list, or the scalar itself as a list of one. NULL: a finding was added. */
static const sr_yaml *const *find_items(sr_loader *loader, const sr_field *field, const sr_yaml *const *node,
                                        size_t *count)
{
    if ((*node)->kind == SR_YAML_SCALAR) {
        *count = 1;
        return node;
    }
    if ((*node)->kind != SR_YAML_SEQUENCE || (*node)->count == 0) {
        sr_node_refuse(loader, field, *node, "a text or a list of texts", NULL);
        return NULL;
    }
    *count = (*node)->count;
    return (*node)->items;
}

void sr_take_texts(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    size_t count = 0;
    const sr_yaml *const *items = find_items(loader, field, &node, &count);
    sr_text *texts = items != NULL ? sr_loader_alloc(loader, count, sizeof(*texts)) : NULL;
    if (texts == NULL)
        return;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_line(loader, field, items[i], false))
            texts[kept++] = without_end(items[i]->text);
    }
    const sr_text **slot = sr_field_slot(field, target);
    size_t *count_slot = other_slot(field, target);
    *slot = texts;
    *count_slot = kept;
}

static sr_rule_text get_rule_text(const sr_yaml *node)
{
    return (sr_rule_text){node->text, node->where, node->source, node->quote};
}

void sr_take_rule_text(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_rule_text *slot = sr_field_slot(field, target);
    if (sr_node_is_scalar(loader, field, node, "a text"))
        *slot = get_rule_text(node);
}

void sr_take_rule_texts(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    size_t count = 0;
    const sr_yaml *const *items = find_items(loader, field, &node, &count);
    sr_rule_text *texts = items != NULL ? sr_loader_alloc(loader, count, sizeof(*texts)) : NULL;
    if (texts == NULL)
        return;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_line(loader, field, items[i], false))
            texts[kept++] = get_rule_text(items[i]);
    }
    const sr_rule_text **slot = sr_field_slot(field, target);
    size_t *count_slot = other_slot(field, target);
    *slot = texts;
    *count_slot = kept;
}

/* --- texts in the languages --- */

void sr_names_fill(sr_loader *loader, sr_text names[SR_LANGUAGE_COUNT], sr_where where, const char *what)
{
    sr_text other = SR_TEXT_NONE;
    for (int i = 0; i < SR_LANGUAGE_COUNT; i++) {
        if (names[i].size > 0)
            other = names[i];
    }
    for (int i = 0; i < SR_LANGUAGE_COUNT; i++) {
        if (names[i].size > 0)
            continue;
        const char *tag = sr_language_get_tag((sr_language)i);
        if (loader->rules->languages[i] && other.size > 0)
            sr_loader_report(loader, "rules.missing_key", where, what, sr_loader_write(loader, "a text in '%s'", tag),
                             "add it, or take the language out of `languages` in seire.yaml", "%s has no text in '%s'",
                             what, tag);
        names[i] = other;
    }
}

/* A word without a value in {et: ..., en: ...} is the rest of a text with a comma. */
static const char *advise_language(sr_loader *loader, const sr_yaml *names, size_t index)
{
    if (names->items[index]->kind == SR_YAML_NOTHING)
        return "a text with a comma stands in straight quotes: {et: \"üks, kaks\", en: \"one, two\"}";
    sr_text tags[SR_LANGUAGE_COUNT];
    for (int i = 0; i < SR_LANGUAGE_COUNT; i++)
        tags[i] = sr_text_from(sr_language_get_tag((sr_language)i));
    return sr_loader_guess(loader, names->keys[index]->text, tags, SR_LANGUAGE_COUNT);
}

static void take_languages(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target,
                           bool may_have_lines)
{
    sr_text *slot = sr_field_slot(field, target);
    if (node->kind == SR_YAML_SCALAR) {
        if (is_line(loader, field, node, may_have_lines)) {
            for (int i = 0; i < SR_LANGUAGE_COUNT; i++)
                slot[i] = without_end(node->text);
        }
        return;
    }
    if (node->kind != SR_YAML_MAPPING || node->count == 0) {
        sr_node_refuse(loader, field, node, "a text, or {et: ..., en: ...}", NULL);
        return;
    }
    sr_text names[SR_LANGUAGE_COUNT] = {SR_TEXT_NONE};
    bool is_good = true;
    for (size_t i = 0; i < node->count; i++) {
        sr_language language;
        if (!sr_language_find(node->keys[i]->text, &language)) {
            sr_text shown = sr_loader_clip(node->keys[i]->text);
            sr_loader_report(loader, "rules.unknown_key", node->keys[i]->where, field->name, "et, en", advise_language(loader, node, i),
                             "unknown language '%.*s' in '%s'", SR_TEXT_ARG(shown), field->name);
            is_good = false;
        } else if (is_line(loader, field, node->items[i], may_have_lines)) {
            names[language] = without_end(node->items[i]->text);
        } else {
            is_good = false;
        }
    }
    if (is_good)
        sr_names_fill(loader, names, node->where, field->name);
    for (int i = 0; i < SR_LANGUAGE_COUNT; i++)
        slot[i] = names[i];
}

void sr_take_names(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    take_languages(loader, field, node, target, false);
}

void sr_take_prose(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    take_languages(loader, field, node, target, true);
}

/* --- words, numbers, dates --- */

/* The word of the field's schema that the node names, in any letters, or NULL with a finding. */
static const sr_word *find_word(sr_loader *loader, const sr_field *field, const sr_yaml *node)
{
    const sr_word *words = field->schema->words;
    sr_text names[WORDS_MAX] = {SR_TEXT_NONE};
    size_t count = 0;
    for (; words[count].name != NULL && count < WORDS_MAX; count++)
        names[count] = sr_text_from(words[count].name);
    const char *expected = sr_loader_join(loader, names, count);
    if (!sr_node_is_scalar(loader, field, node, expected))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (sr_text_is_same_letters(node->text, names[i]))
            return &words[i];
    sr_node_refuse(loader, field, node, expected, sr_loader_guess(loader, node->text, names, count));
    return NULL;
}

void sr_take_word(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    const sr_word *word = find_word(loader, field, node);
    uint32_t *slot = sr_field_slot(field, target);
    if (word != NULL)
        *slot = word->value;
}

void sr_take_flag(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    const sr_word *word = find_word(loader, field, node);
    bool *slot = sr_field_slot(field, target);
    if (word != NULL)
        *slot = word->value != 0;
}

void sr_take_word_name(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    const sr_word *word = find_word(loader, field, node);
    sr_text *slot = sr_field_slot(field, target);
    if (word != NULL)
        *slot = sr_text_from(word->name);
}

void sr_take_count(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    uint32_t min = field->schema->min, max = field->schema->max;
    const char *expected = sr_loader_write(loader, "a whole number from %u to %u", min, max);
    if (!sr_node_is_scalar(loader, field, node, expected))
        return;
    int64_t value = 0;
    if (sr_number_parse_integer(node->text, (sr_notation){'.', 0}, &value) != SR_NUMBER_OK || value < min
        || value > max) {
        sr_node_refuse(loader, field, node, expected, NULL);
        return;
    }
    uint32_t *slot = sr_field_slot(field, target);
    *slot = (uint32_t)value;
}

void sr_take_boolean(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    if (!sr_node_is_scalar(loader, field, node, "true or false"))
        return;
    bool is_true = sr_text_is(node->text, SR_TEXT("true"));
    if (!is_true && !sr_text_is(node->text, SR_TEXT("false"))) {
        sr_node_refuse(loader, field, node, "true or false", "write `true` or `false` in small letters");
        return;
    }
    bool *slot = sr_field_slot(field, target);
    *slot = is_true;
}

/* 90% is 0.90, 5pp is 0.05, 2.5 is 2.5: exact. */
static bool parse_number(sr_text text, sr_number *number)
{
    uint8_t shift = 0;
    if (sr_text_has_suffix(text, SR_TEXT("%"))) {
        text = sr_text_slice(text, 0, text.size - 1);
        shift = 2;
    } else if (sr_text_has_suffix(text, SR_TEXT("pp"))) {
        text = sr_text_slice(text, 0, text.size - 2);
        shift = 2;
    }
    text = sr_text_trim(text);
    size_t mark = sr_text_find(text, SR_TEXT("."));
    size_t digits = mark == SIZE_MAX ? 0 : text.size - mark - 1;
    int64_t value = 0;
    if (digits + shift > SR_SCALE_MAX
        || sr_number_parse_decimal(text, (sr_notation){'.', 0}, (uint8_t)digits, &value) != SR_NUMBER_OK)
        return false;
    *number = sr_number_from_decimal(value, (uint8_t)(digits + shift));
    return true;
}

static bool take_number(sr_loader *loader, const sr_field *field, const sr_yaml *node, sr_number *number)
{
    const char *expected = "a number: 0.9, 90%, 5pp, 12.50";
    if (!sr_node_is_scalar(loader, field, node, expected))
        return false;
    if (parse_number(node->text, number))
        return true;
    sr_node_refuse(loader, field, node, expected,
               sr_text_find(node->text, SR_TEXT(",")) != SIZE_MAX ? "write a point, not a comma: 12.50" : NULL);
    return false;
}

void sr_take_number(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_number *slot = sr_field_slot(field, target);
    bool *flag = other_slot(field, target);
    if (take_number(loader, field, node, slot))
        *flag = true;
}

void sr_take_share(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_number number;
    if (!take_number(loader, field, node, &number))
        return;
    double share = sr_number_get_real(number);
    if (share < 0.0 || share > 1.0) {
        sr_node_refuse(loader, field, node, "a share from 0 to 1, or 0% to 100%",
                   sr_text_find(node->text, SR_TEXT("%")) == SIZE_MAX ? "with a % sign it is per cent" : NULL);
        return;
    }
    double *slot = sr_field_slot(field, target);
    *slot = share;
}

void sr_take_date(sr_loader *loader, const sr_field *field, const sr_yaml *node, void *target)
{
    sr_day *slot = sr_field_slot(field, target);
    if (sr_node_is_scalar(loader, field, node, "a date: 2026-01-31") && !sr_date_parse_iso(node->text, slot))
        sr_node_refuse(loader, field, node, "a date that exists, year-month-day: 2026-01-31", sr_loader_guess_date(loader, node->text));
}
