/*
 * Unpacking: gzip, zstd and bare deflate, piece by piece. The home of zlib and zstd.
 *
 * Nothing is believed: checksums are verified, and a stream that stops in the middle is not whole. A gzip file may have several
 * members and zeros behind the last one, a zstd file several frames; they are read as one. Memory does not grow with what comes
 * out: deflate needs 48 KiB, zstd its window, which may be SR_UNPACK_WINDOW_BYTES_MAX at most.
 */
#ifndef SR_ENGINE_BASE_UNPACK_H
#define SR_ENGINE_BASE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/macros.h"
#include "engine/base/text.h"

#define SR_UNPACK_WINDOW_BYTES_MAX ((size_t)1 << 24)

typedef enum sr_packing {
    SR_PACKING_NONE,
    SR_PACKING_GZIP,        // RFC 1952
    SR_PACKING_ZSTD,        // RFC 8878
    SR_PACKING_DEFLATE      // RFC 1951, one stream without a frame: as it lies in a zip archive
} sr_packing;

/* By its first bytes; SR_PACKING_NONE when they are those of neither gzip nor zstd. Four bytes are enough. */
sr_packing sr_packing_find(sr_text front);
const char *sr_packing_get_name(sr_packing packing);    // "gzip"

typedef struct sr_unpacker sr_unpacker;

typedef struct sr_unpacked {
    size_t taken;           // packed bytes that are done with
    size_t given;           // bytes that came out
    const char *damage;     // what is wrong with the next packed bytes, for a message; NULL when nothing is
    bool lacks_memory;      // nothing is known of the bytes: there was no memory to unpack them
} sr_unpacked;

SR_MUST_USE sr_unpacker *sr_unpacker_new(sr_packing packing);   // not SR_PACKING_NONE; NULL without memory
void sr_unpacker_free(sr_unpacker *unpacker);                   // NULL is allowed

/* Takes from `packed` and writes to `out` until one of them is used up. Neither taken nor given: more packed bytes are needed. */
sr_unpacked sr_unpacker_add(sr_unpacker *unpacker, sr_text packed, char *out, size_t room);

/* What was taken so far ends where a stream ends. */
bool sr_unpacker_is_whole(const sr_unpacker *unpacker);

uint32_t sr_unpack_checksum(sr_text bytes);     // CRC-32, as gzip and zip have it

#endif
