/*
 * Everything is written into a folder of its own first and put in place when it is complete, seire.yaml last: at no moment is there a
 * workspace that lacks something. What fails takes back what it has made.
 */
#include "app/init.h"

#include <string.h>

#include "app/clock.h"
#include "app/console.h"
#include "app/template.h"
#include "engine/base/file.h"
#include "rules/schema_json.h"

#define STAGE ".seire-init.part"

typedef struct maker {
    const char *directory;
    bool is_new;                // the directory was not there
    const char *stage;          // where the files are written: beside a new directory, inside one that is there
    sr_day as_of;
    sr_arena *arena;
    sr_error *err;
} maker;

/* --- the files, in the stage --- */

static bool write_file(const maker *m, const char *name, sr_text text)
{
    const char *path;
    const char *slash = strrchr(name, '/');
    if (slash != NULL && (!sr_file_join(m->stage, (sr_text){name, (size_t)(slash - name)}, m->arena, &path, m->err)
                          || !sr_file_make_directory(path, m->err)))
        return false;
    return sr_file_join(m->stage, sr_text_from(name), m->arena, &path, m->err) && sr_file_write(path, text, m->err);
}

static bool write_schemas(const maker *m)
{
    bool done = true;
    for (size_t i = 0; done && i < sr_file_kind_count(); i++) {
        const sr_file_kind *kind = sr_file_kind_get(i);
        sr_text json, name;
        sr_builder path;
        sr_builder_init(&path, m->arena, 256);
        sr_builder_addf(&path, "schemas/%s.json", kind->name);
        done = sr_builder_finish(&path, &name, m->err) && sr_schema_write_json(kind, m->arena, &json, m->err) && write_file(m, name.data, json);
    }
    return done;
}

static bool write_all(const maker *m)
{
    bool done = sr_file_make_directory(m->stage, m->err) && write_schemas(m);
    for (size_t i = 0; done && i < sr_template_count(); i++) {
        const sr_template *file = sr_template_get(i);
        sr_text text;
        done = sr_template_write(file, m->as_of, m->arena, &text, m->err) && write_file(m, file->path, text);
    }
    return done;
}

/* --- in place --- */

/* The name of the nth thing at the top: a folder, or seire.yaml, the last. Folders may come twice. */
static sr_text get_top(size_t index)
{
    sr_text path = index == 0 ? SR_TEXT("schemas") : sr_text_from(sr_template_get(index - 1)->path);
    size_t slash = sr_text_find(path, SR_TEXT("/"));
    return slash == SIZE_MAX ? path : sr_text_slice(path, 0, slash);
}

static bool join(const maker *m, const char *directory, size_t index, const char **path, sr_error *err)
{
    return sr_file_join(directory, get_top(index), m->arena, path, err);
}

static bool move_up(const maker *m)
{
    bool done = true;
    for (size_t i = 0; done && i <= sr_template_count(); i++) {
        const char *from, *to;
        done = join(m, m->stage, i, &from, m->err) && join(m, m->directory, i, &to, m->err)
               && (!sr_file_is_there(from) || sr_file_rename(from, to, m->err));
    }
    return done && sr_file_remove_tree(m->stage, m->err);
}

/* As it was before. What cannot be removed now is left: the first error is the one that counts. */
static void take_back(const maker *m)
{
    sr_error ignored;
    sr_error_init(&ignored);
    bool done = sr_file_remove_tree(m->stage, &ignored);
    for (size_t i = sr_template_count() + 1; !m->is_new && i-- > 0;) {
        const char *path;
        done = join(m, m->directory, i, &path, &ignored) && sr_file_remove_tree(path, &ignored) && done;
    }
    if (!done)
        sr_console_say("seire: what was written could not be removed: %s", ignored.message);
}

/* --- where --- */

static bool refuse(const maker *m, sr_text found)
{
    return sr_fail_at(m->err, SR_CANNOT_CREATE, (sr_where){m->directory, 0, 0},
                      "a new workspace wants an empty folder, and \"%.*s\" is in this one; name a folder that is empty or not there", SR_TEXT_ARG(found));
}

/* A stage that somebody's interrupted `init` left is ours to remove. */
static bool choose_stage(maker *m)
{
    sr_text found;
    sr_text directory = sr_text_from(m->directory);
    while (directory.size > 1 && sr_text_has_suffix(directory, SR_TEXT("/")))
        directory.size--;
    sr_builder stage;
    sr_builder_init(&stage, m->arena, directory.size + 64);
    sr_builder_add(&stage, directory);
    m->is_new = !sr_file_is_there(m->directory);
    sr_builder_add_c(&stage, m->is_new ? STAGE : "/" STAGE);
    sr_text path;
    if (!sr_builder_finish(&stage, &path, m->err))
        return false;
    m->stage = path.data;
    if (!m->is_new && !sr_file_is_directory(m->directory))
        return sr_fail_at(m->err, SR_CANNOT_CREATE, (sr_where){m->directory, 0, 0}, "this is a file; name a folder that is empty or not there");
    if (!sr_file_remove_tree(m->stage, m->err) || (!m->is_new && !sr_file_find_first(m->directory, m->arena, &found, m->err)))
        return false;
    return m->is_new || found.size == 0 || refuse(m, found);
}

static bool make(maker *m)
{
    if (!choose_stage(m))
        return false;
    bool done = write_all(m) && (m->is_new ? sr_file_rename(m->stage, m->directory, m->err) : move_up(m));
    if (!done)
        take_back(m);
    return done;
}

sr_code sr_command_init(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    maker m = {.directory = sr_arguments_get_positional(arguments, 0), .arena = arena, .err = err};
    if (m.directory == NULL) {
        sr_fail(err, SR_USAGE, "say where: seire init DIR; the folder is empty or not there yet");
    } else if (sr_clock_settle(sr_arguments_get(arguments, "as-of"), &m.as_of, err) && make(&m)) {
        sr_console_say("made the workspace %s: rules with comments, a code list, and an export of requests that nobody ever made", m.directory);
        sr_console_say("next:  seire check %s", m.directory);
        sr_console_say("       seire run %s", m.directory);
        sr_console_say("then change the rules, or put exports of your own into %s/inbox; every key is told in docs/rules.md", m.directory);
    }
    return err->code;
}
