#include "engine/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES_MAX 4096
#define FIRST_READ_BYTES 65536

/* A directory that is missing is no missing input when we are about to write. */
static bool fail_creating(sr_error *err, const char *path, int number)
{
    sr_fail_system(err, path, number, "cannot be created");
    if (err->code == SR_NO_INPUT)
        err->code = SR_CANNOT_CREATE;
    return false;
}

bool sr_file_is_there(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

bool sr_file_is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static int64_t get_nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static sr_file_identity get_identity(const struct stat *status)
{
    return (sr_file_identity){
        .device = status->st_dev,
        .inode = status->st_ino,
        .size_bytes = (uint64_t)status->st_size,
        .modified_ns = get_nanoseconds(status->st_mtim),
        .changed_ns = get_nanoseconds(status->st_ctim),
        .is_regular = S_ISREG(status->st_mode),
        .is_directory = S_ISDIR(status->st_mode),
    };
}

bool sr_file_identify(const char *path, sr_file_identity *identity, sr_error *err)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return sr_fail_system(err, path, errno, "cannot be looked at");
    *identity = get_identity(&status);
    return true;
}

bool sr_file_identify_open(int file, const char *path, sr_file_identity *identity, sr_error *err)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return sr_fail_system(err, path, errno, "cannot be looked at");
    *identity = get_identity(&status);
    return true;
}

bool sr_file_is_same(const sr_file_identity *a, const sr_file_identity *b)
{
    return a->device == b->device && a->inode == b->inode && a->size_bytes == b->size_bytes && a->modified_ns == b->modified_ns
        && a->changed_ns == b->changed_ns;
}

/* Reads to the end, whatever the size was when it began: a pipe has none, and a file may grow. */
static bool read_all(int file, const char *path, uint64_t size_max, sr_arena *arena, sr_text *bytes, sr_error *err)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return sr_fail_system(err, path, errno, "cannot be looked at");
    if (S_ISDIR(status.st_mode))
        return sr_fail_at(err, SR_IO, (sr_where){path, 0, 0}, "is a directory, expected a file");
    size_t capacity = FIRST_READ_BYTES;
    if (S_ISREG(status.st_mode) && (uint64_t)status.st_size <= size_max)
        capacity = (size_t)status.st_size + 2;  // a NUL, and a byte that shows the end without growing
    size_t size = 0;
    char *data = sr_arena_alloc(arena, capacity, 1);
    while (data != NULL) {
        ssize_t got = read(file, data + size, capacity - 1 - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return sr_fail_system(err, path, errno, "cannot be read");
        if (got == 0)
            break;
        size += (size_t)got;
        if (size > size_max)
            return sr_fail_at(err, SR_BAD_DATA, (sr_where){path, 0, 0}, "is larger than the %" PRIu64 " bytes allowed", size_max);
        if (size == capacity - 1) {
            data = sr_arena_grow(arena, data, size, capacity * 2, 1);
            capacity *= 2;
        }
    }
    if (data == NULL)
        return sr_fail_memory(err);
    *bytes = (sr_text){data, size};
    return true;
}

bool sr_file_read(const char *path, uint64_t size_max, sr_arena *arena, sr_text *bytes, sr_error *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return sr_fail_system(err, path, errno, "cannot be opened");
    bool done = read_all(file, path, size_max, arena, bytes, err);
    close(file);
    return done;
}

static bool write_all(int file, sr_text bytes)
{
    size_t written = 0;
    while (written < bytes.size) {
        ssize_t put = write(file, bytes.data + written, bytes.size - written);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0)
            written += (size_t)put;
    }
    return fsync(file) == 0;
}

/* What a dead run left under the name is removed first: so the mode is ours, and no link leads elsewhere. */
static bool write_part(const char *part, const char *path, sr_text bytes, mode_t mode, sr_error *err)
{
    if (unlink(part) != 0 && errno != ENOENT)
        return fail_creating(err, path, errno);
    int file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0)
        return fail_creating(err, path, errno);
    bool done = write_all(file, bytes);
    int number = errno;
    if (close(file) != 0 && done) {
        done = false;
        number = errno;
    }
    if (!done) {
        unlink(part);
        return sr_fail_system(err, path, number, "cannot be written");
    }
    return true;
}

static bool write_file(const char *path, sr_text bytes, mode_t mode, sr_error *err)
{
    char part[PATH_BYTES_MAX];
    if ((size_t)snprintf(part, sizeof(part), "%s.part", path) >= sizeof(part))
        return fail_creating(err, path, ENAMETOOLONG);
    if (!write_part(part, path, bytes, mode, err))
        return false;
    if (!sr_file_rename(part, path, err)) {
        unlink(part);
        return false;
    }
    return true;
}

bool sr_file_write(const char *path, sr_text bytes, sr_error *err)
{
    return write_file(path, bytes, 0644, err);
}

bool sr_file_write_private(const char *path, sr_text bytes, sr_error *err)
{
    return write_file(path, bytes, 0600, err);
}

bool sr_file_sync(const char *path, sr_error *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return sr_fail_system(err, path, errno, "cannot be opened");
    int number = fsync(file) == 0 ? 0 : errno;
    close(file);
    return number == 0 || sr_fail_system(err, path, number, "cannot be written to disk");
}

/* The directory that holds a path, in `out` of PATH_BYTES_MAX bytes. */
static bool get_directory(const char *path, char *out)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return snprintf(out, PATH_BYTES_MAX, ".") > 0;
    size_t size = slash == path ? 1 : (size_t)(slash - path);
    if (size >= PATH_BYTES_MAX)
        return false;
    memcpy(out, path, size);
    out[size] = '\0';
    return true;
}

bool sr_file_rename(const char *from, const char *to, sr_error *err)
{
    char directory[PATH_BYTES_MAX];
    if (!get_directory(to, directory))
        return fail_creating(err, to, ENAMETOOLONG);
    if (rename(from, to) != 0)
        return fail_creating(err, to, errno);
    return sr_file_sync(directory, err);
}

static bool remove_entry(int parent, const char *name);

/* Takes over `directory`. errno says why it failed. */
static bool remove_entries(int directory)
{
    DIR *entries = fdopendir(directory);
    if (entries == NULL) {
        close(directory);
        return false;
    }
    bool done = true;
    for (const struct dirent *entry = readdir(entries); done && entry != NULL; entry = readdir(entries))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            done = remove_entry(dirfd(entries), entry->d_name);
    int number = errno;
    closedir(entries);
    errno = number;
    return done;
}

/* Links are removed, never followed. */
static bool remove_entry(int parent, const char *name)
{
    struct stat status;
    if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT;
    if (!S_ISDIR(status.st_mode))
        return unlinkat(parent, name, 0) == 0;
    int directory = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return directory >= 0 && remove_entries(directory) && unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

bool sr_file_remove_tree(const char *path, sr_error *err)
{
    return remove_entry(AT_FDCWD, path) || sr_fail_system(err, path, errno, "cannot be removed");
}

/* Synced into its parent: what will be put into it must not vanish with its name. */
static bool make_one(const char *path, mode_t mode, sr_error *err)
{
    char parent[PATH_BYTES_MAX];
    if (mkdir(path, mode) != 0)
        return errno == EEXIST || fail_creating(err, path, errno);
    if (!get_directory(path, parent))
        return fail_creating(err, path, ENAMETOOLONG);
    return sr_file_sync(parent, err);
}

static bool make_directory(const char *path, mode_t mode, sr_error *err)
{
    char part[PATH_BYTES_MAX];
    if ((size_t)snprintf(part, sizeof(part), "%s", path) >= sizeof(part))
        return fail_creating(err, path, ENAMETOOLONG);
    for (char *slash = part; slash != NULL;) {
        slash = strchr(slash + 1, '/');
        if (slash != NULL)
            *slash = '\0';
        if (!sr_file_is_directory(part) && !make_one(part, mode, err))
            return false;
        if (slash != NULL)
            *slash = '/';
    }
    if (!sr_file_is_directory(path))
        return sr_fail_at(err, SR_CANNOT_CREATE, (sr_where){path, 0, 0}, "is a file, expected a directory");
    return true;
}

bool sr_file_make_directory(const char *path, sr_error *err)
{
    return make_directory(path, 0755, err);
}

bool sr_file_make_private_directory(const char *path, sr_error *err)
{
    return make_directory(path, 0700, err);
}

bool sr_file_join(const char *directory, sr_text name, sr_arena *arena, const char **path, sr_error *err)
{
    size_t directory_size = strlen(directory);
    bool is_alone = directory_size == 0 || strcmp(directory, ".") == 0 || sr_text_has_prefix(name, SR_TEXT("/"));
    if (is_alone)
        directory_size = 0;
    bool has_slash = is_alone || directory[directory_size - 1] == '/';
    size_t size = directory_size + !has_slash + name.size;
    char *joined = sr_arena_alloc(arena, size + 1, 1);
    if (joined == NULL)
        return sr_fail_memory(err);
    memcpy(joined, directory, directory_size);
    if (!has_slash)
        joined[directory_size] = '/';
    if (name.size > 0)
        memcpy(joined + size - name.size, name.data, name.size);
    *path = joined;
    return true;
}

sr_text sr_file_get_name(sr_text path)
{
    size_t first = path.size;
    while (first > 0 && path.data[first - 1] != '/')
        first--;
    return first == path.size ? SR_TEXT_NONE : sr_text_slice(path, first, path.size);
}

sr_text sr_file_get_stem(sr_text path)
{
    sr_text name = sr_file_get_name(path);
    size_t dot = sr_text_find(name, SR_TEXT("."));
    return dot == SIZE_MAX || dot == 0 ? name : sr_text_slice(name, 0, dot);
}
