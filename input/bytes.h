/*
 * The bytes of an export, piece after piece: a file, standard input, and what lies packed (gzip, zstd) in either. Nothing is kept
 * and nothing is written anywhere: memory does not grow with the file.
 *
 * A file is read by pread, so that another process that cuts it off under us is noticed and harmless. At the end it must still be
 * the file that it was in the beginning (size, inode, mtime, ctime, and the same name): else SR_TRY_AGAIN, for what was read may
 * be a mixture. Caps keep bombs out: a packed file may give so many bytes, and so many for each packed byte, once more than
 * SR_BYTES_RATIO_FREE came out. Damaged and truncated streams are SR_BAD_DATA with the offset in the packed file.
 */
#ifndef SR_INPUT_BYTES_H
#define SR_INPUT_BYTES_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/hash.h"
#include "engine/base/unpack.h"
#include "rules/dialect.h"

#define SR_BYTES_RATIO_FREE ((uint64_t)4 << 20)     // small files may be as repetitive as they like

typedef struct sr_bytes sr_bytes;

typedef struct sr_bytes_totals {
    sr_packing packing;
    uint64_t size_bytes;        // of the file as it lies there, packed or not: read so far
    uint64_t unpacked_bytes;    // given so far; without packing the same
    sr_hash hash;               // SHA-256 of the file as it lies there; known at the end
    bool is_at_end;
} sr_bytes_totals;

/* "-" is standard input. The path must outlive it. Of the dialect only the caps count. */
SR_MUST_USE bool sr_bytes_open(const char *path, const sr_dialect *dialect, sr_arena *arena, sr_bytes **bytes, sr_error *err);

/* Fills the room, unless the end comes first: then *size < room, and 0 from there on. */
SR_MUST_USE bool sr_bytes_read(sr_bytes *bytes, char *out, size_t room, size_t *size, sr_error *err);

/* How many bytes there will be, where a plain file says so; UINT64_MAX otherwise. Only a hint: a file may grow. */
uint64_t sr_bytes_get_size_hint(const sr_bytes *bytes);

sr_bytes_totals sr_bytes_get_totals(const sr_bytes *bytes);
/* The error of a file that is not what it was: also when a second look at it gave another hash. */
bool sr_bytes_fail_changed(const char *path, sr_error *err);

void sr_bytes_close(sr_bytes *bytes);   // NULL is allowed

#endif
