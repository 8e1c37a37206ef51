/*
 * PKWARE APPNOTE 6.3: the end record (4.3.16) leads to the central directory (4.3.12), that to the local headers (4.3.7).
 */
#include "output/archive.h"

#include "engine/base/unpack.h"

#define END_SIZE 22
#define ENTRY_SIZE 46
#define LOCAL_SIZE 30
#define COMMENT_SIZE_MAX 65535
#define ENTRIES_MAX 10000

#define END_MARK 0x06054b50u
#define ENTRY_MARK 0x02014b50u
#define LOCAL_MARK 0x04034b50u

enum { METHOD_STORED = 0, METHOD_DEFLATED = 8 };

typedef struct entry {
    sr_text name;
    uint32_t flags, method, checksum;
    uint64_t packed_size, size, local_offset;
} entry;

static uint32_t read_u16(sr_text bytes, size_t at)
{
    const unsigned char *byte = (const unsigned char *)bytes.data + at;
    return (uint32_t)byte[0] | (uint32_t)byte[1] << 8;
}

static uint32_t read_u32(sr_text bytes, size_t at)
{
    return read_u16(bytes, at) | read_u16(bytes, at + 2) << 16;
}

static bool refuse(sr_error *err, const char *path, const char *what)
{
    return sr_fail_at(err, SR_INTERNAL, (sr_where){path, 0, 0}, "the archive is broken: %s", what);
}

static bool find_end(sr_text bytes, size_t *at)
{
    if (bytes.size < END_SIZE)
        return false;
    size_t last = bytes.size - END_SIZE;
    size_t first = last > COMMENT_SIZE_MAX ? last - COMMENT_SIZE_MAX : 0;
    for (size_t i = last + 1; i-- > first;)
        if (read_u32(bytes, i) == END_MARK && i + END_SIZE + read_u16(bytes, i + 20) == bytes.size) {
            *at = i;
            return true;
        }
    return false;
}

/* The entry at *at of the central directory, which ends at `end`; *at moves on. */
static bool read_entry(sr_text bytes, size_t end, size_t *at, entry *found)
{
    size_t start = *at;
    if (end - start < ENTRY_SIZE || read_u32(bytes, start) != ENTRY_MARK)
        return false;
    size_t name_size = read_u16(bytes, start + 28);
    size_t rest = name_size + read_u16(bytes, start + 30) + read_u16(bytes, start + 32);
    if (end - start - ENTRY_SIZE < rest)
        return false;
    *found = (entry){
        .name = {bytes.data + start + ENTRY_SIZE, name_size},
        .flags = read_u16(bytes, start + 8),
        .method = read_u16(bytes, start + 10),
        .checksum = read_u32(bytes, start + 16),
        .packed_size = read_u32(bytes, start + 20),
        .size = read_u32(bytes, start + 24),
        .local_offset = read_u32(bytes, start + 42),
    };
    *at = start + ENTRY_SIZE + rest;
    return true;
}

static bool find_packed(sr_text bytes, const entry *from, sr_text *packed)
{
    if (from->local_offset > bytes.size || bytes.size - from->local_offset < LOCAL_SIZE)
        return false;
    size_t at = (size_t)from->local_offset;
    size_t name_size = read_u16(bytes, at + 26);
    size_t skip = LOCAL_SIZE + name_size + read_u16(bytes, at + 28);
    if (read_u32(bytes, at) != LOCAL_MARK || bytes.size - at < skip || bytes.size - at - skip < from->packed_size
        || !sr_text_is((sr_text){bytes.data + at + LOCAL_SIZE, name_size}, from->name))
        return false;
    *packed = (sr_text){bytes.data + at + skip, (size_t)from->packed_size};
    return true;
}

/* Exactly `size` bytes come out and all of `packed` goes in, or *is_whole is false. False without memory. `into` has one byte more. */
static bool inflate_all(sr_text packed, char *into, size_t size, bool *is_whole, sr_error *err)
{
    sr_unpacker *unpacker = sr_unpacker_new(SR_PACKING_DEFLATE);
    if (unpacker == NULL)
        return sr_fail_memory(err);
    sr_unpacked done = sr_unpacker_add(unpacker, packed, into, size + 1);
    *is_whole = sr_unpacker_is_whole(unpacker) && done.damage == NULL && done.taken == packed.size && done.given == size;
    sr_unpacker_free(unpacker);
    return !done.lacks_memory || sr_fail_memory(err);
}

static bool unpack(sr_text bytes, const char *path, const entry *from, sr_arena *arena, sr_archive_part *part, sr_error *err)
{
    sr_text packed;
    if ((from->flags & 1) != 0 || (from->method != METHOD_STORED && from->method != METHOD_DEFLATED))
        return refuse(err, path, "a part is packed in a way we do not know");
    if (from->size > SR_ARCHIVE_PART_BYTES_MAX || !find_packed(bytes, from, &packed))
        return refuse(err, path, "a part lies outside of the file");
    part->name = from->name;
    part->bytes = packed;
    if (from->method == METHOD_DEFLATED) {
        char *unpacked = sr_arena_alloc(arena, (size_t)from->size + 1, 1);
        if (unpacked == NULL)
            return sr_fail_memory(err);
        bool is_whole = false;
        if (!inflate_all(packed, unpacked, (size_t)from->size, &is_whole, err))
            return false;
        if (!is_whole)
            return refuse(err, path, "a part cannot be unpacked");
        part->bytes = (sr_text){unpacked, (size_t)from->size};
    }
    if (part->bytes.size != from->size || sr_unpack_checksum(part->bytes) != from->checksum)
        return refuse(err, path, "a part's checksum is wrong");
    return true;
}

bool sr_archive_read(sr_text bytes, const char *path, sr_arena *arena, sr_archive *archive, sr_error *err)
{
    size_t end_at = 0;
    if (!find_end(bytes, &end_at))
        return refuse(err, path, "it has no end");
    size_t count = read_u16(bytes, end_at + 10);
    size_t size = read_u32(bytes, end_at + 12);
    size_t at = read_u32(bytes, end_at + 16);
    if (count > ENTRIES_MAX || at > end_at || end_at - at != size)
        return refuse(err, path, "its directory is not where it should be");
    sr_archive_part *parts = sr_arena_alloc(arena, count, sizeof(*parts));
    if (parts == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        entry found;
        if (!read_entry(bytes, end_at, &at, &found))
            return refuse(err, path, "its directory is shorter than it says");
        if (!unpack(bytes, path, &found, arena, &parts[i], err))
            return sr_fail_within(err, "%.*s", SR_TEXT_ARG(found.name));
    }
    if (at != end_at)
        return refuse(err, path, "its directory is longer than it says");
    *archive = (sr_archive){count, parts};
    return true;
}

const sr_archive_part *sr_archive_find(const sr_archive *archive, sr_text name)
{
    for (size_t i = 0; i < archive->count; i++)
        if (sr_text_is(archive->parts[i].name, name))
            return &archive->parts[i];
    return NULL;
}
