#include "engine/base/finding.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "engine/base/dict.h"

#define FOUND_BYTES_MAX 4096
#define KEY_BYTES_MAX 65536
#define FIRST_GROUPS 16

/* A group's number in `keys` is its index; the key is code, path and subject, ended by NUL each. */
struct sr_findings {
    sr_arena *arena;
    sr_dict *keys;
    sr_finding_group **groups;
    size_t count;
    size_t capacity;
    uint64_t severities[SR_ERROR + 1];
};

sr_findings *sr_findings_new(sr_arena *arena)
{
    sr_findings *findings = sr_arena_alloc(arena, 1, sizeof(*findings));
    if (findings == NULL)
        return NULL;
    findings->arena = arena;
    findings->keys = sr_dict_new(arena);
    return findings->keys == NULL ? NULL : findings;
}

static bool copy_c(sr_arena *arena, const char *text, const char **copy, sr_error *err)
{
    *copy = NULL;
    if (text == NULL)
        return true;
    *copy = sr_arena_copy(arena, text, strlen(text));
    return *copy != NULL || sr_fail_memory(err);
}

static bool add_group(sr_findings *findings, const sr_finding *finding, sr_error *err)
{
    if (findings->count == findings->capacity) {
        size_t capacity = findings->capacity == 0 ? FIRST_GROUPS : findings->capacity * 2;
        sr_finding_group **groups =
            sr_arena_grow(findings->arena, findings->groups, findings->count, capacity, sizeof(groups[0]));
        if (groups == NULL)
            return sr_fail_memory(err);
        findings->groups = groups;
        findings->capacity = capacity;
    }
    sr_finding_group *group = sr_arena_alloc(findings->arena, 1, sizeof(*group));
    if (group == NULL)
        return sr_fail_memory(err);
    group->code = finding->code;
    group->severity = finding->severity;
    if (!copy_c(findings->arena, finding->where.path, &group->path, err)
        || !copy_c(findings->arena, finding->subject, &group->subject, err))
        return false;
    findings->groups[findings->count] = group;
    return true;
}

/* What tells kinds apart; it lies in the arena. */
static bool write_key(sr_findings *findings, const char *code, const char *path, const char *subject, sr_text *key, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, findings->arena, KEY_BYTES_MAX);
    const char *parts[] = {code, path, subject};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        sr_builder_add_c(&builder, parts[i]);
        sr_builder_add_byte(&builder, parts[i] == NULL ? '\1' : '\0');
    }
    return sr_builder_finish(&builder, key, err);
}

/* The group of a finding, made when it is the first of its kind. */
static bool find_group(sr_findings *findings, const sr_finding *finding, sr_finding_group **group, sr_error *err)
{
    sr_arena_mark mark = sr_arena_get_mark(findings->arena);
    sr_text key;
    if (!write_key(findings, finding->code, finding->where.path, finding->subject, &key, err))
        return false;
    uint32_t index = sr_dict_find(findings->keys, key);
    if (index != SR_DICT_NONE) {
        sr_arena_reset(findings->arena, mark);      // a known kind costs no memory
    } else {
        if (!add_group(findings, finding, err))
            return false;
        if (!sr_dict_intern(findings->keys, key, &index))
            return sr_fail_memory(err);
        findings->count++;
    }
    *group = findings->groups[index];
    return true;
}

bool sr_findings_has_room(sr_findings *findings, const char *code, const char *path, const char *subject)
{
    sr_arena_mark mark = sr_arena_get_mark(findings->arena);
    sr_error unheard;
    sr_text key;
    sr_error_init(&unheard);
    if (!write_key(findings, code, path, subject, &key, &unheard))
        return false;
    uint32_t index = sr_dict_find(findings->keys, key);
    sr_arena_reset(findings->arena, mark);
    return index == SR_DICT_NONE || findings->groups[index]->shown < SR_FINDINGS_SHOWN;
}

static bool keep(sr_findings *findings, sr_finding_group *group, const sr_finding *finding, sr_error *err)
{
    sr_finding *copy = sr_arena_alloc(findings->arena, 1, sizeof(*copy));
    if (copy == NULL)
        return sr_fail_memory(err);
    *copy = *finding;
    copy->where.path = group->path;
    copy->subject = group->subject;
    if (!copy_c(findings->arena, finding->found, &copy->found, err)
        || !copy_c(findings->arena, finding->expected, &copy->expected, err)
        || !copy_c(findings->arena, finding->hint, &copy->hint, err))
        return false;
    group->first[group->shown++] = copy;
    return true;
}

static void count(sr_findings *findings, sr_finding_group *group, sr_severity severity)
{
    group->count++;
    if (severity > group->severity)
        group->severity = severity;
    findings->severities[severity]++;
}

bool sr_findings_add(sr_findings *findings, const sr_finding *finding, sr_error *err)
{
    sr_finding_group *group = NULL;
    if (!find_group(findings, finding, &group, err))
        return false;
    if (group->shown < SR_FINDINGS_SHOWN && !keep(findings, group, finding, err))
        return false;
    count(findings, group, finding->severity);
    return true;
}

bool sr_findings_addf(sr_findings *findings, sr_severity severity, const char *code, sr_where where,
                      const char *subject, const char *expected, const char *hint, sr_error *err,
                      const char *found_format, ...)
{
    char found[FOUND_BYTES_MAX];
    va_list list;
    va_start(list, found_format);
    vsnprintf(found, sizeof(found), found_format, list);
    va_end(list);
    size_t half = sr_text_find_invalid(sr_text_from(found));
    if (half != SIZE_MAX && strlen(found) + 1 == sizeof(found))
        found[half] = '\0';     // cut within a character
    sr_finding finding = {code, severity, where, subject, found, expected, hint};
    return sr_findings_add(findings, &finding, err);
}

size_t sr_findings_count_groups(const sr_findings *findings)
{
    return findings->count;
}

const sr_finding_group *sr_findings_get_group(const sr_findings *findings, size_t index)
{
    assert(index < findings->count);
    return findings->groups[index];
}

uint64_t sr_findings_count(const sr_findings *findings, sr_severity severity)
{
    return findings->severities[severity];
}

int sr_finding_print(const sr_finding *finding, char *out, size_t size)
{
    static const char *const severities[] = {"note", "caution", "error"};
    const sr_where *where = &finding->where;
    char line[24] = "";
    char column[24] = "";
    if (where->line > 0)
        snprintf(line, sizeof(line), "%s%" PRIu64, where->path != NULL ? ":" : "", where->line);
    if (where->line > 0 && where->column > 0)
        snprintf(column, sizeof(column), ":%" PRIu64, where->column);
    return snprintf(out, size, "%s%s%s%s%s: %s%s%s%s%s [%s]", where->path != NULL ? where->path : "", line, column,
                    where->path != NULL || line[0] != '\0' ? ": " : "", severities[finding->severity],
                    finding->found != NULL ? finding->found : "", finding->expected != NULL ? "; expected " : "",
                    finding->expected != NULL ? finding->expected : "", finding->hint != NULL ? "; " : "",
                    finding->hint != NULL ? finding->hint : "", finding->code);
}
