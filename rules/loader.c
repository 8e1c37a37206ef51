#include "rules/loader.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "engine/base/builder.h"
#include "rules/parser.h"

#define MESSAGE_MAX 1024
#define SHOWN_BYTES 60
#define JOINED_MAX 16       // candidates named in one message

void *sr_loader_alloc(sr_loader *loader, size_t count, size_t size)
{
    void *memory = loader->failed ? NULL : sr_arena_alloc(loader->arena, count, size);
    if (memory == NULL)
        loader->failed = true;
    return memory;
}

SR_PRINTF(8, 0)
static bool add_finding(sr_loader *loader, sr_severity severity, const char *code, sr_where where, const char *subject,
                        const char *expected, const char *hint, const char *format, va_list list)
{
    if (loader->failed)
        return false;
    char found[MESSAGE_MAX];
    vsnprintf(found, sizeof(found), format, list);
    sr_finding finding = {code, severity, where, subject, found, expected, hint};
    if (!sr_findings_add(loader->findings, &finding, loader->err))
        loader->failed = true;
    return true;
}

void sr_loader_report(sr_loader *loader, const char *code, sr_where where, const char *subject, const char *expected,
                      const char *hint, const char *found_format, ...)
{
    va_list list;
    va_start(list, found_format);
    bool is_told = add_finding(loader, SR_ERROR, code, where, subject, expected, hint, found_format, list);
    va_end(list);
    if (is_told && loader->problem_count++ == 0)
        loader->first_problem = where;
}

void sr_loader_caution(sr_loader *loader, const char *code, sr_where where, const char *subject, const char *expected,
                       const char *hint, const char *found_format, ...)
{
    va_list list;
    va_start(list, found_format);
    (void)add_finding(loader, SR_CAUTION, code, where, subject, expected, hint, found_format, list);
    va_end(list);
}

const char *sr_loader_write(sr_loader *loader, const char *format, ...)
{
    char text[MESSAGE_MAX];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof(text), format, list);
    va_end(list);
    return sr_loader_get_c(loader, sr_text_from(text));
}

sr_text sr_loader_clip(sr_text text)
{
    size_t size = 0;
    while (size < text.size && size <= SHOWN_BYTES && (unsigned char)text.data[size] >= 0x20)
        size++;
    while (size > SHOWN_BYTES || (size > 0 && size < text.size && ((unsigned char)text.data[size] & 0xC0) == 0x80))
        size--;
    return sr_text_slice(text, 0, size);
}

const char *sr_loader_get_c(sr_loader *loader, sr_text text)
{
    const char *copy = loader->failed ? NULL : sr_arena_copy(loader->arena, text.size > 0 ? text.data : "", text.size);
    if (copy != NULL)
        return copy;
    loader->failed = true;
    return "";
}

const char *sr_loader_guess(sr_loader *loader, sr_text word, const sr_text *candidates, size_t count)
{
    sr_text nearest = sr_text_find_nearest(word, candidates, count);
    if (nearest.size == 0)
        return NULL;
    return sr_loader_write(loader, "did you mean '%.*s'?", SR_TEXT_ARG(nearest));
}

const char *sr_loader_guess_date(sr_loader *loader, sr_text text)
{
    char day[11];
    return sr_date_suggest_iso(text, day) ? sr_loader_write(loader, "write %s", day) : NULL;
}

const char *sr_loader_join(sr_loader *loader, const sr_text *candidates, size_t count)
{
    sr_builder builder;
    sr_builder_init(&builder, loader->arena, MESSAGE_MAX);
    sr_builder_add_c(&builder, count == 1 ? "" : "one of ");
    size_t shown = count <= JOINED_MAX ? count : JOINED_MAX;
    for (size_t i = 0; i < shown; i++)
        sr_builder_addf(&builder, "%s%.*s", i > 0 ? ", " : "", SR_TEXT_ARG(sr_loader_clip(candidates[i])));
    if (shown < count)
        sr_builder_addf(&builder, " and %zu more", count - shown);
    return builder.failed ? "a known name" : sr_loader_get_c(loader, sr_builder_get(&builder));
}

bool sr_loader_is_new(sr_loader *loader, sr_dict *names, sr_text name, sr_where where, const char *noun)
{
    uint32_t before = loader->failed ? 0 : sr_dict_count(names);
    uint32_t code;
    if (loader->failed || !sr_dict_intern(names, name, &code)) {
        loader->failed = true;
        return false;
    }
    if (code == before)
        return true;
    sr_text shown = sr_loader_clip(name);
    sr_loader_report(loader, "rules.duplicate_id", where, sr_loader_get_c(loader, name),
                     sr_loader_write(loader, "each %s once", noun), "give one of the two another name, or remove it",
                     "%s '%.*s' again", noun, SR_TEXT_ARG(shown));
    return false;
}

static bool is_letter(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

bool sr_loader_is_name(sr_loader *loader, sr_text name, sr_where where, sr_name_rule rule)
{
    bool is_good = name.size > 0 && name.size <= SR_NAME_BYTES_MAX;
    for (size_t i = 0; i < name.size && is_good; i++) {
        unsigned char byte = (unsigned char)name.data[i];
        bool is_inside = i > 0 || rule == SR_NAME_FILE;
        bool is_digit = byte >= '0' && byte <= '9' && is_inside;
        is_good = is_letter(byte) || is_digit || (byte >= 0x80 && rule == SR_NAME_WORD) || (byte == '-' && rule == SR_NAME_FILE && i > 0);
    }
    sr_text shown = sr_loader_clip(name);
    if (is_good && rule == SR_NAME_WORD && sr_parser_is_reserved(name)) {
        sr_loader_report(loader, "rules.bad_value", where, NULL, "a name that is no word of the expressions",
                         "choose another name", "the name '%.*s'", SR_TEXT_ARG(shown));
        return false;
    }
    if (is_good)
        return true;
    sr_loader_report(loader, "rules.bad_value", where, NULL,
                     rule == SR_NAME_FILE ? "letters a-z, digits, hyphens and underscores; at most 64"
                                          : "a letter first, then letters, digits and underscores; at most 64 bytes",
                     "choose a short name without blanks; what people read is `title` or `name`", "the name '%.*s'",
                     SR_TEXT_ARG(shown));
    return false;
}

bool sr_loader_is_kind(sr_loader *loader, const sr_yaml *node, sr_yaml_kind kind, const char *what)
{
    if (node->kind == kind)
        return true;
    sr_loader_report(loader, "rules.wrong_type", node->where, what, sr_yaml_kind_get_name(kind),
                     kind == SR_YAML_MAPPING ? "write `key: value` lines, indented below it" : NULL, "%s for %s",
                     sr_yaml_kind_get_name(node->kind), what);
    return false;
}

/* --- entries --- */

/* The mapping below the only key of the file, or NULL. */
static const sr_yaml *find_entries(const sr_rule_file *file, const char *key)
{
    const sr_yaml *entries = sr_yaml_find(file->root, key);
    return entries != NULL && entries->kind == SR_YAML_MAPPING ? entries : NULL;
}

static void check_top(sr_loader *loader, const sr_rule_file *file, const char *key)
{
    if (file->root == NULL)     // a finding says why
        return;
    sr_text wanted = sr_text_from(key);
    if (file->root->kind != SR_YAML_MAPPING) {
        sr_loader_report(loader, "rules.wrong_type", file->root->where, NULL, sr_loader_write(loader, "`%s:`", key),
                         sr_loader_write(loader, "begin the file with the line `%s:`", key), "%s at the top of the file",
                         sr_yaml_kind_get_name(file->root->kind));
        return;
    }
    for (size_t i = 0; i < file->root->count; i++) {
        const sr_yaml *name = file->root->keys[i];
        sr_text shown = sr_loader_clip(name->text);
        if (!sr_text_is(name->text, wanted))
            sr_loader_report(loader, "rules.unknown_key", name->where, NULL, sr_loader_write(loader, "`%s:`", key),
                             sr_loader_guess(loader, name->text, &wanted, 1), "unknown key '%.*s' at the top of the file",
                             SR_TEXT_ARG(shown));
    }
    const sr_yaml *entries = sr_yaml_find(file->root, key);
    bool is_told = file->root->count > 0;   // the key that stands there instead
    if (entries == NULL && !is_told)
        sr_loader_report(loader, "rules.missing_key", file->root->where, NULL, sr_loader_write(loader, "`%s:`", key),
                         sr_loader_write(loader, "put everything in this file below `%s:`", key),
                         "a file without '%s'", key);
    if (entries != NULL)
        (void)sr_loader_is_kind(loader, entries, SR_YAML_MAPPING, key);
}

bool sr_entries_are_lacking(const sr_rule_file *files, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (find_entries(&files[i], key) == NULL)
            return true;
    return false;
}

size_t sr_entries_count(sr_loader *loader, const sr_rule_file *files, size_t count, const char *key)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        check_top(loader, &files[i], key);
        const sr_yaml *entries = find_entries(&files[i], key);
        total += entries != NULL ? entries->count : 0;
    }
    return total;
}

void sr_entries_take(sr_loader *loader, const sr_rule_file *files, size_t count, const char *key, sr_entry_take take,
                     void *state)
{
    for (size_t i = 0; i < count; i++) {
        const sr_yaml *entries = find_entries(&files[i], key);
        for (size_t j = 0; entries != NULL && j < entries->count && !loader->failed; j++)
            take(loader, entries->keys[j], entries->items[j], state);
    }
}
