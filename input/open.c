#include "input/open.h"

#include <string.h>

#include "engine/base/contact.h"
#include "engine/base/file.h"
#include "engine/base/person.h"
#include "engine/base/personal.h"
#include "input/files.h"

typedef struct path_list {
    sr_export *exports;
    const char **shown;     // paths relative to the workspace
    size_t count;
    size_t room;
} path_list;

static bool add_path(path_list *list, sr_export export, const char *shown, sr_arena *arena, sr_error *err)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->exports[i].path, export.path) == 0)
            return true;    // two patterns may match one file: the first says how it is read
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 16 : list->room * 2;
        sr_export *exports = sr_arena_grow(arena, list->exports, list->count, room, sizeof(exports[0]));
        const char **shown_paths = sr_arena_grow(arena, list->shown, list->count, room, sizeof(shown_paths[0]));
        if (exports == NULL || shown_paths == NULL)
            return sr_fail_memory(err);
        list->exports = exports;
        list->shown = shown_paths;
        list->room = room;
    }
    list->exports[list->count] = export;
    list->shown[list->count++] = shown;
    return true;
}

static const char *get_shown(const char *path, const char *workspace)
{
    size_t size = strlen(workspace);
    if (size == 0 || strncmp(path, workspace, size) != 0)
        return path;
    if (workspace[size - 1] == '/')
        return path + size;
    return path[size] == '/' ? path + size + 1 : path;
}

/* Eleven digits that stand alone: the many digits of a time (20251031_235959) are no code. */
static bool has_code(sr_text name)
{
    size_t count = 0;
    for (size_t i = 0; i <= name.size; i++) {
        bool is_digit = i < name.size && name.data[i] >= '0' && name.data[i] <= '9';
        if (!is_digit && sr_person_is_code(sr_text_slice(name, i - count, count)))
            return true;
        count = is_digit ? count + 1 : 0;
    }
    return false;
}

/* Names of files stand in findings, in the ledger and in reports. Those that the user wrote himself are his to choose. */
static bool check_name(const char *path, const char *shown, sr_error *err)
{
    char shape[SR_SHOWN_SIZE];
    sr_text name = sr_file_get_name(sr_text_from(path));
    if (!has_code(name) && !sr_contact_has_mail(name))
        return true;
    size_t folder = strlen(shown) - name.size;
    sr_personal_write_shown(name, true, shape);
    return sr_fail(err, SR_BAD_DATA, "the name of the file '%.*s%s' tells who somebody is, expected a name that may be shown; rename the file",
                   (int)folder, shown, shape);
}

/* A name that is there as it stands is no pattern, whatever characters it has. */
static bool list_files(const sr_dataset *dataset, const char *workspace, sr_arena *arena, path_list *list, sr_error *err)
{
    for (size_t i = 0; i < dataset->file_count; i++) {
        const char *pattern;
        const sr_export_rule *rule = &dataset->files[i];
        if (sr_text_is(rule->pattern, SR_TEXT("-"))) {
            if (!add_path(list, (sr_export){.path = "-", .encoding = rule->encoding}, "-", arena, err))
                return false;
            continue;
        }
        if (!sr_file_join(workspace, rule->pattern, arena, &pattern, err))
            return false;
        const char **found = &pattern;
        size_t count = 1;
        bool is_pattern = !sr_file_is_there(pattern);
        if (is_pattern && !sr_file_list(pattern, arena, &found, &count, err))
            return false;
        for (size_t j = 0; j < count; j++)
            if ((is_pattern && !check_name(found[j], get_shown(found[j], workspace), err))
                || !add_path(list, (sr_export){.path = found[j], .encoding = rule->encoding}, get_shown(found[j], workspace), arena,
                             err))
                return false;
    }
    if (list->count == 0)
        return sr_fail_at(err, SR_NO_FRESH_DATA, dataset->where, "dataset '%.*s': no file matches '%.*s', expected at least one",
                          SR_TEXT_ARG(dataset->name),
                          dataset->file_count > 0 ? (int)dataset->files[0].pattern.size : 0,
                          dataset->file_count > 0 ? dataset->files[0].pattern.data : "");
    return true;
}

static bool check_person_key(const sr_plan_dataset *plan, const sr_person_key *key, sr_error *err)
{
    for (uint32_t i = 0; i < plan->column_count && key == NULL; i++)
        if (plan->columns[i].is_needed && plan->columns[i].is_person)
            return sr_fail(err, SR_NO_PERMISSION,
                           "dataset '%.*s': column '%.*s' holds persons and there is no key to hash them with; expected the file that "
                           "`person_key` in seire.yaml names, or person-key in $CREDENTIALS_DIRECTORY",
                           SR_TEXT_ARG(plan->name), SR_TEXT_ARG(plan->columns[i].name));
    return true;
}

static bool open_source(const sr_plan_dataset *plan, const sr_dataset *dataset, const sr_open_options *options, sr_dict *dict,
                        sr_arena *arena, sr_source *source, sr_findings *findings, sr_error *err)
{
    path_list list = {NULL, NULL, 0, 0};
    const char *workspace = options->workspace == NULL ? "" : options->workspace;
    if (!check_person_key(plan, options->person_key, err) || !list_files(dataset, workspace, arena, &list, err))
        return false;
    sr_text header = SR_TEXT_NONE;
    if (dataset->drift.is_against_last_run && options->headers.find != NULL
        && !options->headers.find(options->headers.self, dataset->name, arena, &header, err))
        return false;
    sr_files_options files = {
        .plan = plan,
        .dataset = dataset,
        .exports = list.exports,
        .shown_paths = list.shown,
        .export_count = list.count,
        .person_key = options->person_key,
        .aside_directory = options->aside_directory,
        .header_before = header,
        .dict = dict,
        .findings = findings,
    };
    return sr_files_open(&files, arena, source, err);
}

bool sr_open(const sr_plan *plan, const sr_dataset *datasets, const sr_open_options *options, sr_dict *dict, sr_arena *arena,
             sr_sources *sources, sr_findings *findings, sr_error *err)
{
    sr_sources opened = {.dict = dict, .items = sr_arena_alloc(arena, plan->dataset_count, sizeof(sr_source))};
    if (opened.items == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < plan->dataset_count; i++) {
        const sr_plan_dataset *dataset = &plan->datasets[i];
        const sr_dataset *rule = &datasets[dataset->rules_index];
        const sr_sources *others = options->others != NULL ? options->others : &opened;
        bool done = rule->is_intake
                        ? sr_intake_open(dataset, others->items, others->count, options->days, dict, arena, &opened.items[i], err)
                        : open_source(dataset, rule, options, dict, arena, &opened.items[i], findings, err);
        if (!done) {
            sr_sources_close(&opened);
            return false;
        }
        opened.count++;
    }
    const char *workspace = options->workspace == NULL ? "" : options->workspace;
    if (!sr_control_read(plan, datasets, workspace, options->totals, arena, &opened.declared, &opened.declared_count, findings, err)) {
        sr_sources_close(&opened);
        return false;
    }
    *sources = opened;
    return true;
}
