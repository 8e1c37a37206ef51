#include "app/workspace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "rules/load.h"

#define KEY_BYTES_MAX 4096

/* A secret that others can read is no secret. */
static bool check_private(const char *path, sr_error *err)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return sr_fail_at(err, SR_NO_PERMISSION, (sr_where){path, 0, 0}, "the key for persons cannot be read");
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return sr_fail_at(err, SR_NO_PERMISSION, (sr_where){path, 0, 0},
                          "the key for persons can be read by others (mode %03o); mend it with: chmod 600 %s",
                          (unsigned)(status.st_mode & 0777), path);
    return true;
}

static bool load_key(const char *path, sr_arena *arena, sr_person_key **key, sr_error *err)
{
    sr_text secret;
    return check_private(path, err) && sr_file_read(path, KEY_BYTES_MAX, arena, &secret, err)
           && sr_person_key_new(secret, key, err);
}

/* From the file that the rules name, else from the credentials of the service; none at all is not yet an error. */
static bool find_key(const sr_ruleset *rules, const char *directory, sr_arena *arena, sr_person_key **key, sr_error *err)
{
    const char *path = NULL;
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    if (rules->person_key_file.size > 0) {
        if (!sr_file_join(directory, rules->person_key_file, arena, &path, err))
            return false;
        if (sr_file_is_there(path))
            return load_key(path, arena, key, err);
    }
    if (credentials != NULL) {
        if (!sr_file_join(credentials, SR_TEXT("person-key"), arena, &path, err))
            return false;
        if (sr_file_is_there(path))
            return load_key(path, arena, key, err);
    }
    return true;
}

bool sr_workspace_open(const char *directory, sr_day as_of, sr_arena *arena, sr_workspace *workspace, sr_error *err)
{
    *workspace = (sr_workspace){.directory = directory, .dict = sr_dict_new(arena), .findings = sr_findings_new(arena)};
    if (workspace->dict == NULL || workspace->findings == NULL)
        return sr_fail_memory(err);
    if (!sr_file_is_directory(directory))
        return sr_fail(err, SR_NO_INPUT, "there is no directory \"%s\"; name the workspace, the directory with seire.yaml",
                       directory);
    return sr_file_join(directory, SR_TEXT(".seire"), arena, &workspace->state, err)
           && sr_ruleset_read(directory, arena, &workspace->rules, workspace->findings, err)
           && sr_compile(workspace->rules, as_of, arena, &workspace->plan, workspace->findings, err)
           && find_key(workspace->rules, directory, arena, &workspace->person_key, err);
}

static bool find_first_day(void *self, const sr_hash *hash, sr_day *day, bool *found, sr_error *err)
{
    char hex[SR_HASH_HEX_SIZE];
    sr_hash_write_hex(hash, hex);
    return sr_ledger_find_first_day(self, sr_text_from(hex), day, found, err);
}

sr_intake_days sr_workspace_get_days(const sr_workspace *workspace, sr_day as_of)
{
    return (sr_intake_days){.self = workspace->ledger, .find = workspace->ledger != NULL ? find_first_day : NULL, .today = as_of};
}

static bool find_header(void *self, sr_text dataset, sr_arena *arena, sr_text *header, sr_error *err)
{
    return sr_ledger_find_header(self, dataset, arena, header, err);
}

static bool find_total(void *self, sr_text dataset, sr_text check, sr_arena *arena, sr_text *total, sr_error *err)
{
    return sr_ledger_find_total(self, dataset, check, arena, total, err);
}

bool sr_workspace_open_ledger(sr_workspace *workspace, sr_arena *arena, sr_error *err)
{
    const char *path;
    if (!sr_workspace_join(workspace, "ledger.db", arena, &path, err))
        return false;
    return !sr_file_is_there(path) || sr_ledger_open_readonly(path, &workspace->ledger, err);
}

bool sr_workspace_open_sources(const sr_workspace *workspace, const sr_plan *plan, bool with_aside, sr_arena *arena,
                               sr_sources *sources, sr_error *err)
{
    sr_open_options options = {.workspace = workspace->directory, .person_key = workspace->person_key,
                               .days = sr_workspace_get_days(workspace, plan->as_of)};
    if (workspace->ledger != NULL) {
        options.headers = (sr_header_history){workspace->ledger, find_header};
        options.totals = (sr_total_history){workspace->ledger, find_total};
    }
    if (with_aside && (!sr_workspace_join(workspace, "aside", arena, &options.aside_directory, err)
                       || !sr_file_make_private_directory(options.aside_directory, err)))
        return false;
    return sr_open(plan, workspace->rules->datasets, &options, workspace->dict, arena, sources, workspace->findings, err);
}

void sr_workspace_close(sr_workspace *workspace)
{
    sr_person_key_free(workspace->person_key);
    workspace->person_key = NULL;
}

bool sr_workspace_join(const sr_workspace *workspace, const char *name, sr_arena *arena, const char **path, sr_error *err)
{
    return sr_file_join(workspace->state, sr_text_from(name), arena, path, err);
}

/* Who holds it may be gone by the time that is asked. */
static void fail_taken(int file, const char *directory, const char *path, int number, sr_error *err)
{
    struct flock held = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    char holder[40] = "";
    if (number != EAGAIN && number != EACCES) {
        sr_fail_system(err, path, number, "the lock cannot be taken");
        return;
    }
    if (fcntl(file, F_GETLK, &held) == 0 && held.l_type != F_UNLCK)
        snprintf(holder, sizeof(holder), " (process %ld)", (long)held.l_pid);
    sr_fail(err, SR_TRY_AGAIN, "another run%s is at work in \"%s\"; try again when it has ended", holder, directory);
}

/*
 * A record lock: the kernel drops it when the process ends, and a child made by fork does not inherit it.
 */
bool sr_workspace_lock(const char *directory, sr_arena *arena, int *lock, sr_error *err)
{
    const char *state = NULL, *path = NULL;
    if (!sr_file_is_directory(directory))
        return sr_fail(err, SR_NO_INPUT, "there is no directory \"%s\"; name the workspace, the directory with seire.yaml",
                       directory);
    if (!sr_file_join(directory, SR_TEXT(".seire"), arena, &state, err) || !sr_file_make_private_directory(state, err)
        || !sr_file_join(state, SR_TEXT("lock"), arena, &path, err))
        return false;
    if (chmod(state, 0700) != 0)
        return sr_fail_system(err, state, errno, "cannot be made private to its owner");
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return sr_fail_system(err, path, errno, "the lock cannot be opened");
    struct flock wanted = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(file, F_SETLK, &wanted) != 0) {
        fail_taken(file, directory, path, errno, err);
        close(file);
        return false;
    }
    *lock = file;
    return true;
}

void sr_workspace_unlock(int lock)
{
    if (lock >= 0)
        close(lock);
}
