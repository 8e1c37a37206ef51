/*
 * Files: read whole, listed in a fixed order, written beside and renamed when complete.
 *
 * A file is written to `path` + ".part", synced, renamed, and its directory synced: a reader sees the old
 * file or the new one, never a half. Paths are as the user wrote them, relative to the working directory.
 */
#ifndef SR_ENGINE_BASE_FILE_H
#define SR_ENGINE_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

typedef struct sr_file_identity {
    uint64_t device;
    uint64_t inode;
    uint64_t size_bytes;
    int64_t modified_ns;    // mtime
    int64_t changed_ns;     // ctime
    bool is_regular;
    bool is_directory;
} sr_file_identity;

bool sr_file_is_there(const char *path);
bool sr_file_is_directory(const char *path);
SR_MUST_USE bool sr_file_identify(const char *path, sr_file_identity *identity, sr_error *err);
SR_MUST_USE bool sr_file_identify_open(int file, const char *path, sr_file_identity *identity, sr_error *err);  // path for the error
bool sr_file_is_same(const sr_file_identity *a, const sr_file_identity *b);     // the same file, and not written to in between
SR_MUST_USE bool sr_file_read(const char *path, uint64_t size_max, sr_arena *arena, sr_text *bytes, sr_error *err);

/* Written beside, synced, renamed. The mode is 0600 within the umask for private ones, else 0644. */
SR_MUST_USE bool sr_file_write(const char *path, sr_text bytes, sr_error *err);
SR_MUST_USE bool sr_file_write_private(const char *path, sr_text bytes, sr_error *err);

SR_MUST_USE bool sr_file_sync(const char *path, sr_error *err);             // a file or a directory
SR_MUST_USE bool sr_file_rename(const char *from, const char *to, sr_error *err);   // and syncs the directory of `to`
SR_MUST_USE bool sr_file_remove_tree(const char *path, sr_error *err);      // nothing there is fine
/* With its parents; there already is fine. What is made has the mode 0700 within the umask for private ones, else 0755. */
SR_MUST_USE bool sr_file_make_directory(const char *path, sr_error *err);
SR_MUST_USE bool sr_file_make_private_directory(const char *path, sr_error *err);

/* `directory`/`name`; an absolute name stays as it is, and "." as directory is left out. */
SR_MUST_USE bool sr_file_join(const char *directory, sr_text name, sr_arena *arena, const char **path, sr_error *err);
sr_text sr_file_get_name(sr_text path);     // behind the last slash
sr_text sr_file_get_stem(sr_text path);         // the name up to its first dot: `cases` of `inbox/cases.2026.csv`

/* The files, not directories, that match a pattern with * ? [] (any directory part may have them; \ takes the next character as it is),
 * sorted by bytes. None is fine: count 0. A directory that cannot be read is an error: what is in it must not seem to be missing. */
SR_MUST_USE bool sr_file_list(const char *pattern, sr_arena *arena, const char ***paths, size_t *count, sr_error *err);

/* The name that stands first in a directory, by bytes, hidden ones too; empty when nothing is in it. */
SR_MUST_USE bool sr_file_find_first(const char *directory, sr_arena *arena, sr_text *name, sr_error *err);

#endif
