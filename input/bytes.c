/*
 * raw holds what was read of a packed file and is not unpacked yet; of a plain file only the first bytes, by which the packing is
 * known. The hash is fed as bytes come from the file.
 */
#include "input/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/file.h"

#define RAW_BYTES ((size_t)32 * 1024)
#define FRONT_BYTES 4u      // tell the packing

struct sr_bytes {
    const char *path;
    int file;
    bool is_raw_at_end;
    sr_file_identity identity;
    uint64_t unpacked_max;
    uint32_t ratio_max;
    sr_hasher *hasher;
    sr_unpacker *unpacker;  // NULL: not packed
    char *raw;              // RAW_BYTES, or FRONT_BYTES when not packed
    size_t raw_first;
    size_t raw_size;        // bytes behind raw_first
    sr_bytes_totals totals;
};

static sr_where get_where(const sr_bytes *bytes)
{
    return (sr_where){bytes->path, 0, 0};
}

/* --- change --- */

/* By its open file, and by its name: another file may have taken that. */
static bool has_changed(const sr_bytes *bytes)
{
    sr_error unseen;
    sr_file_identity now;
    sr_file_identity named;
    sr_error_init(&unseen);
    if (!bytes->identity.is_regular)
        return false;
    if (!sr_file_identify_open(bytes->file, bytes->path, &now, &unseen) || !sr_file_is_same(&bytes->identity, &now))
        return true;
    if (strcmp(bytes->path, "-") == 0)
        return false;
    return !sr_file_identify(bytes->path, &named, &unseen) || !sr_file_is_same(&bytes->identity, &named);
}

bool sr_bytes_fail_changed(const char *path, sr_error *err)
{
    return sr_fail_at(err, SR_TRY_AGAIN, (sr_where){path, 0, 0},
                      "changed while it was being read, expected a file that is complete; run again when its writer is done");
}

/* --- the file as it lies there --- */

/* Fills the room unless the file ends. */
static bool read_raw(sr_bytes *bytes, char *out, size_t room, size_t *size, sr_error *err)
{
    *size = 0;
    while (*size < room && !bytes->is_raw_at_end) {
        ssize_t got = bytes->identity.is_regular
                          ? pread(bytes->file, out + *size, room - *size, (off_t)(bytes->totals.size_bytes + *size))
                          : read(bytes->file, out + *size, room - *size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return sr_fail_system(err, bytes->path, errno, "cannot be read");
        bytes->is_raw_at_end = got == 0;
        *size += (size_t)got;
    }
    sr_hasher_add(bytes->hasher, (sr_text){out, *size});
    bytes->totals.size_bytes += *size;
    bool has_grown = bytes->identity.size_bytes > 0 && bytes->totals.size_bytes > bytes->identity.size_bytes;
    return !bytes->identity.is_regular || !has_grown || sr_bytes_fail_changed(bytes->path, err);    // a writer may be faster than we are
}

static bool finish(sr_bytes *bytes, sr_error *err)
{
    if (bytes->totals.is_at_end)
        return true;
    if (has_changed(bytes))
        return sr_bytes_fail_changed(bytes->path, err);
    if (!sr_hasher_finish(bytes->hasher, &bytes->totals.hash))
        return sr_fail_memory(err);
    bytes->totals.is_at_end = true;
    return true;
}

/* --- packed --- */

/* A writer at work leaves a stream that looks damaged: say the cause. */
static bool fail_packed(const sr_bytes *bytes, const char *what, sr_error *err)
{
    if (has_changed(bytes))
        return sr_bytes_fail_changed(bytes->path, err);
    return sr_fail_at(err, SR_BAD_DATA, get_where(bytes),
                      "the %s stream cannot be unpacked at byte %" PRIu64 ": %s; fetch the file again",
                      sr_packing_get_name(bytes->totals.packing), bytes->totals.size_bytes - bytes->raw_size, what);
}

static bool check_caps(const sr_bytes *bytes, sr_error *err)
{
    uint64_t given = bytes->totals.unpacked_bytes;
    uint64_t taken = bytes->totals.size_bytes - bytes->raw_size;
    if (given > bytes->unpacked_max)
        return sr_fail_at(err, SR_BAD_DATA, get_where(bytes),
                          "unpacks to more than %" PRIu64 " bytes, expected no bomb; if it is right, raise `max_bytes` in the data "
                          "set or --max-bytes at the prompt", bytes->unpacked_max);
    if (given > SR_BYTES_RATIO_FREE && given / bytes->ratio_max > taken)
        return sr_fail_at(err, SR_BAD_DATA, get_where(bytes),
                          "unpacks to more than %" PRIu32 " times its size, expected no bomb; if it is right, raise `max_ratio` in "
                          "the data set or --max-ratio at the prompt", bytes->ratio_max);
    return true;
}

static bool fill_raw(sr_bytes *bytes, sr_error *err)
{
    bytes->raw_first = 0;
    return read_raw(bytes, bytes->raw, RAW_BYTES, &bytes->raw_size, err);
}

static bool read_packed(sr_bytes *bytes, char *out, size_t room, size_t *size, sr_error *err)
{
    while (*size < room) {
        sr_text packed = {bytes->raw + bytes->raw_first, bytes->raw_size};
        sr_unpacked done = sr_unpacker_add(bytes->unpacker, packed, out + *size, room - *size);
        bytes->raw_first += done.taken;
        bytes->raw_size -= done.taken;
        *size += done.given;
        bytes->totals.unpacked_bytes += done.given;
        if (!check_caps(bytes, err))
            return false;
        if (done.lacks_memory)
            return sr_fail_memory(err);
        if (done.damage != NULL)
            return fail_packed(bytes, done.damage, err);
        if (done.taken > 0 || done.given > 0)
            continue;
        if (!bytes->is_raw_at_end && !fill_raw(bytes, err))
            return false;
        if (bytes->raw_size > 0)
            continue;
        return sr_unpacker_is_whole(bytes->unpacker) ? finish(bytes, err) : fail_packed(bytes, "it ends in the middle", err);
    }
    return true;
}

/* --- plain --- */

static bool read_plain(sr_bytes *bytes, char *out, size_t room, size_t *size, sr_error *err)
{
    size_t front = bytes->raw_size < room ? bytes->raw_size : room;
    memcpy(out, bytes->raw + bytes->raw_first, front);
    bytes->raw_first += front;
    bytes->raw_size -= front;
    if (!read_raw(bytes, out + front, room - front, size, err))
        return false;
    *size += front;
    bytes->totals.unpacked_bytes += *size;
    return *size == room || finish(bytes, err);
}

bool sr_bytes_read(sr_bytes *bytes, char *out, size_t room, size_t *size, sr_error *err)
{
    size_t got = 0;
    if (!bytes->totals.is_at_end
        && !(bytes->unpacker != NULL ? read_packed(bytes, out, room, &got, err) : read_plain(bytes, out, room, &got, err)))
        return false;
    *size = got;
    return true;
}

/* --- opening and closing --- */

static bool open_file(sr_bytes *bytes, sr_error *err)
{
    bool is_input = strcmp(bytes->path, "-") == 0;
    bytes->file = is_input ? dup(STDIN_FILENO) : open(bytes->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (bytes->file < 0)
        return sr_fail_system(err, bytes->path, errno, "cannot be opened");
    return sr_file_identify_open(bytes->file, bytes->path, &bytes->identity, err)
        && (!bytes->identity.is_directory
            || sr_fail_at(err, SR_IO, get_where(bytes), "is a directory, expected a file"));
}

static bool start(sr_bytes *bytes, sr_arena *arena, sr_error *err)
{
    char front[FRONT_BYTES];
    bytes->hasher = sr_hasher_new();
    if (bytes->hasher == NULL)
        return sr_fail_memory(err);
    if (!open_file(bytes, err))
        return false;
    if (!read_raw(bytes, front, FRONT_BYTES, &bytes->raw_size, err))
        return false;
    bytes->totals.packing = sr_packing_find((sr_text){front, bytes->raw_size});
    bool is_packed = bytes->totals.packing != SR_PACKING_NONE;
    bytes->raw = sr_arena_alloc(arena, is_packed ? RAW_BYTES : FRONT_BYTES, 1);
    if (is_packed)
        bytes->unpacker = sr_unpacker_new(bytes->totals.packing);
    if (bytes->raw == NULL || (is_packed && bytes->unpacker == NULL))
        return sr_fail_memory(err);
    memcpy(bytes->raw, front, bytes->raw_size);
    return true;
}

bool sr_bytes_open(const char *path, const sr_dialect *dialect, sr_arena *arena, sr_bytes **bytes, sr_error *err)
{
    sr_bytes *opened = sr_arena_alloc(arena, 1, sizeof(*opened));
    if (opened == NULL)
        return sr_fail_memory(err);
    opened->path = path;
    opened->file = -1;
    opened->unpacked_max = dialect->bytes_max > 0 ? dialect->bytes_max : SR_PACKED_BYTES_MAX;
    opened->ratio_max = dialect->ratio_max > 0 ? dialect->ratio_max : SR_PACKED_RATIO_MAX;
    if (!start(opened, arena, err)) {
        sr_bytes_close(opened);
        return false;
    }
    *bytes = opened;
    return true;
}

uint64_t sr_bytes_get_size_hint(const sr_bytes *bytes)
{
    bool is_known = bytes->identity.is_regular && bytes->unpacker == NULL && bytes->identity.size_bytes > 0;
    return is_known ? bytes->identity.size_bytes : UINT64_MAX;
}

sr_bytes_totals sr_bytes_get_totals(const sr_bytes *bytes)
{
    return bytes->totals;
}

void sr_bytes_close(sr_bytes *bytes)
{
    if (bytes == NULL)
        return;
    if (bytes->file >= 0)
        close(bytes->file);
    bytes->file = -1;
    sr_hasher_free(bytes->hasher);
    sr_unpacker_free(bytes->unpacker);
    bytes->hasher = NULL;
    bytes->unpacker = NULL;
}
