/*
 * The workspace is read in the order in which its parts speak of each other: seire.yaml, calendars, lists, parameters, data sets, indicators,
 * targets, reports. Each part adds its findings and goes on, so that one pass shows every problem.
 */
#include "rules/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/builder.h"
#include "engine/base/file.h"
#include "rules/list_file.h"
#include "rules/loader.h"

typedef enum folder { FOLDER_SEIRE, FOLDER_CALENDARS, FOLDER_LISTS, FOLDER_PARAMETERS, FOLDER_DATASETS, FOLDER_INDICATORS, FOLDER_TARGETS, FOLDER_REPORTS,
                      FOLDER_COUNT } folder;

static const struct {
    const char *pattern;        // in the workspace
    const char *near_miss;      // files that were meant to be read, but would not be
    bool is_yaml;
} folders[FOLDER_COUNT] = {
    {"seire.yaml", "seire.yml", true},
    {"calendars/*.csv", "calendars/*.CSV", false},
    {"lists/*.csv", "lists/*.CSV", false},
    {"parameters/*.yaml", "parameters/*.yml", true},
    {"datasets/*.yaml", "datasets/*.yml", true},
    {"indicators/*.yaml", "indicators/*.yml", true},
    {"targets/*.yaml", "targets/*.yml", true},
    {"reports/*.yaml", "reports/*.yml", true},
};

typedef struct folder_files {
    sr_rule_file *files;
    size_t count;
} folder_files;

/* --- files --- */

/* The files that match, as paths that the user knows. The name of the workspace is no pattern. */
static bool list_files(sr_loader *loader, const char *pattern, const char ***paths, size_t *count, size_t *prefix)
{
    sr_text workspace = sr_text_from(loader->rules->workspace);
    const char *joined = NULL;
    sr_builder builder;
    sr_builder_init(&builder, loader->arena, workspace.size * 2 + 64);
    if (!sr_file_join(loader->rules->workspace, sr_text_from(pattern), loader->arena, &joined, loader->err))
        return false;
    *prefix = strlen(joined) - strlen(pattern);
    for (size_t i = 0; i < *prefix; i++) {
        if (strchr("*?[]\\", joined[i]) != NULL)
            sr_builder_add_byte(&builder, '\\');
        sr_builder_add_byte(&builder, joined[i]);
    }
    sr_builder_add_c(&builder, pattern);
    sr_text quoted;
    return sr_builder_finish(&builder, &quoted, loader->err)
           && sr_file_list(quoted.data, loader->arena, paths, count, loader->err);
}

/* Of the findings about a file, the topmost place. */
static sr_where find_first_place(const sr_findings *findings, const char *path)
{
    sr_where first = {path, 0, 0};
    for (size_t i = 0; i < sr_findings_count_groups(findings); i++) {
        const sr_finding_group *group = sr_findings_get_group(findings, i);
        if (group->shown == 0 || group->path == NULL || strcmp(group->path, path) != 0)
            continue;
        sr_where where = group->first[0]->where;
        bool is_above = where.line < first.line || (where.line == first.line && where.column < first.column);
        if (first.line == 0 || is_above)
            first = (sr_where){path, where.line, where.column};
    }
    return first;
}

static bool read_file(sr_loader *loader, bool is_yaml, sr_rule_file *file)
{
    sr_file_identity identity;
    size_t size_max = is_yaml ? SR_YAML_FILE_MAX : SR_LIST_FILE_MAX;
    if (!sr_file_identify(file->path, &identity, loader->err))
        return false;
    if (identity.size_bytes > size_max) {
        sr_loader_report(loader, "rules.too_large", (sr_where){file->path, 0, 0}, NULL,
                         is_yaml ? "at most 4 MiB" : "at most 16 MiB", "split the file", "a file of %llu bytes",
                         (unsigned long long)identity.size_bytes);
        return true;
    }
    if (!sr_file_read(file->path, size_max, loader->arena, &file->bytes, loader->err))
        return false;
    if (!is_yaml)
        return true;
    uint64_t before = sr_findings_count(loader->findings, SR_ERROR);
    if (!sr_yaml_parse(file->bytes, file->path, loader->arena, &file->root, loader->findings, loader->err))
        return false;
    uint64_t added = sr_findings_count(loader->findings, SR_ERROR) - before;
    if (added > 0 && loader->problem_count == 0)
        loader->first_problem = find_first_place(loader->findings, file->path);
    loader->problem_count += added;
    return true;
}

static bool read_folder(sr_loader *loader, folder index, folder_files *files)
{
    const char **paths = NULL;
    const char **misses = NULL;
    size_t count = 0;
    size_t miss_count = 0;
    size_t prefix = 0;
    if (!list_files(loader, folders[index].near_miss, &misses, &miss_count, &prefix)
        || !list_files(loader, folders[index].pattern, &paths, &count, &prefix))
        return false;
    for (size_t i = 0; i < miss_count; i++)
        sr_loader_report(loader, "rules.file_name", (sr_where){misses[i], 0, 0}, NULL,
                         folders[index].is_yaml ? "a name that ends with .yaml" : "a name that ends with .csv",
                         "rename the file", "a file that would not be read");
    files->files = sr_loader_alloc(loader, count, sizeof(*files->files));
    files->count = count;
    for (size_t i = 0; i < count && !loader->failed; i++) {
        sr_rule_file *file = &files->files[i];
        file->path = paths[i];
        file->name = sr_text_from(paths[i] + prefix);
        if (!read_file(loader, folders[index].is_yaml, file))
            return false;
    }
    return true;
}

/* --- the hash --- */

static int compare_files(const void *a, const void *b)
{
    const sr_rule_file *const *x = a;
    const sr_rule_file *const *y = b;
    return sr_text_compare((*x)->name, (*y)->name);
}

/* Name, NUL, size, NUL, bytes: no two sets of files give the same stream. */
static bool hash_files(sr_loader *loader, const folder_files *all)
{
    size_t count = 0;
    for (size_t i = 0; i < FOLDER_COUNT; i++)
        count += all[i].count;
    const sr_rule_file **sorted = sr_loader_alloc(loader, count, sizeof(*sorted));
    if (sorted == NULL)
        return sr_fail_memory(loader->err);
    size_t at = 0;
    for (size_t i = 0; i < FOLDER_COUNT; i++) {
        for (size_t j = 0; j < all[i].count; j++)
            sorted[at++] = &all[i].files[j];
    }
    if (count > 0)
        qsort(sorted, count, sizeof(*sorted), compare_files);
    sr_hasher *hasher = sr_hasher_new();
    for (size_t i = 0; hasher != NULL && i < count; i++) {
        char size[32];
        int length = snprintf(size, sizeof(size), "%zu", sorted[i]->bytes.size);
        sr_hasher_add(hasher, sorted[i]->name);
        sr_hasher_add(hasher, (sr_text){"", 1});
        sr_hasher_add(hasher, (sr_text){size, (size_t)length + 1});
        sr_hasher_add(hasher, sorted[i]->bytes);
    }
    bool done = hasher != NULL && sr_hasher_finish(hasher, &loader->rules->hash);
    sr_hasher_free(hasher);
    return done || sr_fail_memory(loader->err);
}

/* --- the workspace --- */

static void keep_trees(sr_loader *loader, const folder_files *all)
{
    size_t most = 0, count = 0;
    for (folder i = 0; i < FOLDER_COUNT; i++)
        most += all[i].count;
    sr_rule_tree *trees = sr_loader_alloc(loader, most, sizeof(*trees));
    for (folder i = 0; trees != NULL && i < FOLDER_COUNT; i++)
        for (size_t j = 0; j < all[i].count; j++)
            if (all[i].files[j].root != NULL)
                trees[count++] = (sr_rule_tree){all[i].files[j].name, all[i].files[j].root};
    loader->rules->trees = trees;
    loader->rules->tree_count = count;
}

static void load_parts(sr_loader *loader, const folder_files *all)
{
    const sr_rule_file none = {NULL, SR_TEXT_NONE, SR_TEXT_NONE, NULL};
    sr_load_seire(loader, all[FOLDER_SEIRE].count > 0 ? &all[FOLDER_SEIRE].files[0] : &none);
    sr_load_calendars(loader, all[FOLDER_CALENDARS].files, all[FOLDER_CALENDARS].count);
    sr_load_lists(loader, all[FOLDER_LISTS].files, all[FOLDER_LISTS].count);
    sr_load_parameters(loader, all[FOLDER_PARAMETERS].files, all[FOLDER_PARAMETERS].count);
    sr_load_datasets(loader, all[FOLDER_DATASETS].files, all[FOLDER_DATASETS].count);
    sr_load_indicators(loader, all[FOLDER_INDICATORS].files, all[FOLDER_INDICATORS].count);
    sr_load_targets(loader, all[FOLDER_TARGETS].files, all[FOLDER_TARGETS].count);
    sr_load_reports(loader, all[FOLDER_REPORTS].files, all[FOLDER_REPORTS].count);
}

static bool load(sr_loader *loader)
{
    folder_files all[FOLDER_COUNT] = {{NULL, 0}};
    for (folder i = 0; i < FOLDER_COUNT; i++) {
        if (!read_folder(loader, i, &all[i]))
            return false;
    }
    if (all[FOLDER_SEIRE].count == 0) {
        const char *path = NULL;
        if (!sr_file_join(loader->rules->workspace, SR_TEXT("seire.yaml"), loader->arena, &path, loader->err))
            return false;
        sr_loader_report(loader, "rules.missing_file", (sr_where){path, 0, 0}, NULL, "seire.yaml in the workspace",
                         "a folder is a workspace when it has this file", "the file is not there");
    }
    load_parts(loader, all);
    keep_trees(loader, all);
    if (loader->failed)
        return sr_fail_memory(loader->err);
    loader->rules->lacks_datasets = loader->lacks_datasets;
    loader->rules->lacks_indicators = loader->lacks_indicators;
    loader->rules->problem_count = loader->problem_count;
    loader->rules->first_problem = loader->first_problem;
    return hash_files(loader, all);
}

bool sr_ruleset_read(const char *workspace, sr_arena *arena, const sr_ruleset **rules, sr_findings *findings,
                     sr_error *err)
{
    if (!sr_file_is_directory(workspace))
        return sr_fail_at(err, SR_NO_INPUT, (sr_where){workspace, 0, 0},
                          "there is no such folder; expected a workspace with seire.yaml");
    sr_ruleset *made = sr_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    made->workspace = sr_arena_copy(arena, workspace, strlen(workspace));
    if (made->workspace == NULL)
        return sr_fail_memory(err);
    sr_loader loader = {.arena = arena, .findings = findings, .err = err, .rules = made};
    if (!load(&loader))
        return false;
    *rules = made;
    return true;
}

bool sr_ruleset_load(const char *workspace, sr_arena *arena, const sr_ruleset **rules, sr_findings *findings,
                     sr_error *err)
{
    const sr_ruleset *made = NULL;
    if (!sr_ruleset_read(workspace, arena, &made, findings, err))
        return false;
    if (made->problem_count > 0)
        return sr_ruleset_refuse(made->problem_count, made->first_problem, err);
    *rules = made;
    return true;
}
