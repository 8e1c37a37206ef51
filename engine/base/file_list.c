/*
 * A pattern is walked part by part between its slashes. glob() of the C library is not used: it takes a directory that could not be read, or a
 * shortage of memory, for one without files.
 */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/file.h"

#define PATH_BYTES_MAX 4096

typedef struct listing {
    sr_arena *arena;
    sr_error *err;
    const char **paths;
    size_t count;
    size_t capacity;
    char path[PATH_BYTES_MAX];  // as far as it is walked
    size_t size;
} listing;

static bool walk(listing *self, const char *rest);

static bool append(listing *self, const char *bytes, size_t size)
{
    if (self->size + size >= sizeof(self->path))
        return sr_fail_system(self->err, self->path, ENAMETOOLONG, "cannot be listed");
    memcpy(self->path + self->size, bytes, size);
    self->size += size;
    self->path[self->size] = '\0';
    return true;
}

static bool take(listing *self)
{
    if (sr_file_is_directory(self->path))
        return true;
    if (self->count == self->capacity) {
        size_t larger = self->capacity == 0 ? 16 : self->capacity * 2;
        const char **moved = sr_arena_grow(self->arena, self->paths, self->count, larger, sizeof(*moved));
        if (moved == NULL)
            return sr_fail_memory(self->err);
        self->paths = moved;
        self->capacity = larger;
    }
    self->paths[self->count] = sr_arena_copy(self->arena, self->path, self->size);
    return self->paths[self->count++] != NULL || sr_fail_memory(self->err);
}

/* What is not there, or below a file, is no error: nothing matches. */
static bool is_absence(int number)
{
    return number == ENOENT || number == ENOTDIR;
}

/* The name stands in the path; what follows it in the pattern begins with a slash or is empty. */
static bool walk_on(listing *self, const char *rest)
{
    struct stat status;
    if (*rest != '\0')
        return walk(self, rest);
    if (lstat(self->path, &status) == 0)
        return take(self);
    return is_absence(errno) || sr_fail_system(self->err, self->path, errno, "cannot be looked at");
}

/* The names of an open directory that match `part`, a pattern of `size` bytes. */
static bool walk_entries(listing *self, DIR *directory, const char *part, size_t size, const char *rest)
{
    char pattern[PATH_BYTES_MAX];
    size_t before = self->size;
    if (size >= sizeof(pattern))
        return sr_fail_system(self->err, self->path, ENAMETOOLONG, "cannot be listed");
    memcpy(pattern, part, size);
    pattern[size] = '\0';
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        if (entry == NULL)
            return errno == 0 || sr_fail_system(self->err, self->path, errno, "cannot be listed");
        if (fnmatch(pattern, entry->d_name, FNM_PERIOD) != 0)
            continue;
        bool done = append(self, entry->d_name, strlen(entry->d_name)) && walk_on(self, rest);
        self->size = before;
        self->path[before] = '\0';
        if (!done)
            return false;
    }
}

static bool walk_directory(listing *self, const char *part, size_t size, const char *rest)
{
    DIR *directory = opendir(self->size > 0 ? self->path : ".");
    if (directory == NULL)
        return is_absence(errno) || sr_fail_system(self->err, self->size > 0 ? self->path : ".", errno, "cannot be listed");
    bool done = walk_entries(self, directory, part, size, rest);
    closedir(directory);
    return done;
}

/* A part without signs is taken as it is, without its backslashes. */
static bool walk_plain(listing *self, const char *part, size_t size, const char *rest)
{
    size_t before = self->size;
    bool done = true;
    for (size_t i = 0; done && i < size; i++) {
        i += part[i] == '\\' && i + 1 < size;
        done = append(self, part + i, 1);
    }
    done = done && walk_on(self, rest);
    self->size = before;
    self->path[before] = '\0';
    return done;
}

static bool has_sign(const char *part, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (part[i] == '*' || part[i] == '?' || part[i] == '[')
            return true;
        i += part[i] == '\\';
    }
    return false;
}

static bool walk(listing *self, const char *rest)
{
    size_t slashes = strspn(rest, "/");
    size_t before = self->size;
    if (!append(self, rest, slashes))
        return false;
    const char *part = rest + slashes;
    size_t size = strcspn(part, "/");
    bool done = has_sign(part, size) ? walk_directory(self, part, size, part + size) : walk_plain(self, part, size, part + size);
    self->size = before;
    self->path[before] = '\0';
    return done;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool sr_file_list(const char *pattern, sr_arena *arena, const char ***paths, size_t *count, sr_error *err)
{
    listing self = {.arena = arena, .err = err};
    if (!walk(&self, pattern))
        return false;
    if (self.count > 0)
        qsort(self.paths, self.count, sizeof(self.paths[0]), compare_paths);
    *paths = self.paths;
    *count = self.count;
    return true;
}

bool sr_file_find_first(const char *directory, sr_arena *arena, sr_text *name, sr_error *err)
{
    DIR *entries = opendir(directory);
    if (entries == NULL)
        return sr_fail_system(err, directory, errno, "cannot be listed");
    sr_text first = SR_TEXT_NONE;
    bool done = true;
    errno = 0;
    for (const struct dirent *entry = readdir(entries); done && entry != NULL; entry = readdir(entries)) {
        sr_text found = sr_text_from(entry->d_name);
        bool is_own = sr_text_is(found, SR_TEXT(".")) || sr_text_is(found, SR_TEXT(".."));
        if (!is_own && (first.size == 0 || sr_text_compare(found, first) < 0))
            done = sr_text_copy(found, arena, &first) || sr_fail_memory(err);
        errno = 0;
    }
    int number = errno;
    closedir(entries);
    if (done && number != 0)
        done = sr_fail_system(err, directory, number, "cannot be listed");
    if (done)
        *name = first;
    return done;
}
