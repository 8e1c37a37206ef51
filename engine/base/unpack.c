#include "engine/base/unpack.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>

#define ZLIB_CONST     // the input is not ours to change
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define GZIP_WINDOW (16 + MAX_WBITS)
#define ZSTD_WINDOW_LOG 24
#define ZSTD_MARK 0xFD2FB528u
#define ZSTD_SKIPPABLE_MARK 0x184D2A50u     // and the fifteen behind it

struct sr_unpacker {
    sr_packing packing;
    bool is_whole;          // at the end of a member, a frame or the stream
    z_stream deflated;
    ZSTD_DStream *zstd;
};

sr_packing sr_packing_find(sr_text front)
{
    const unsigned char *bytes = (const unsigned char *)front.data;
    if (front.size >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B)
        return SR_PACKING_GZIP;
    if (front.size < 4)
        return SR_PACKING_NONE;
    uint32_t mark = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    bool is_zstd = mark == ZSTD_MARK || (mark & 0xFFFFFFF0u) == ZSTD_SKIPPABLE_MARK;
    return is_zstd ? SR_PACKING_ZSTD : SR_PACKING_NONE;
}

const char *sr_packing_get_name(sr_packing packing)
{
    return packing == SR_PACKING_GZIP ? "gzip" : packing == SR_PACKING_ZSTD ? "zstd"
         : packing == SR_PACKING_DEFLATE ? "deflate" : "not packed";
}

static bool start(sr_unpacker *unpacker)
{
    if (unpacker->packing != SR_PACKING_ZSTD)
        return inflateInit2(&unpacker->deflated, unpacker->packing == SR_PACKING_GZIP ? GZIP_WINDOW : -MAX_WBITS) == Z_OK;
    unpacker->zstd = ZSTD_createDStream();
    return unpacker->zstd != NULL && !ZSTD_isError(ZSTD_DCtx_setParameter(unpacker->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG));
}

sr_unpacker *sr_unpacker_new(sr_packing packing)
{
    assert(packing != SR_PACKING_NONE);
    sr_unpacker *unpacker = calloc(1, sizeof(*unpacker));
    if (unpacker == NULL)
        return NULL;
    unpacker->packing = packing;
    if (start(unpacker))
        return unpacker;
    sr_unpacker_free(unpacker);
    return NULL;
}

void sr_unpacker_free(sr_unpacker *unpacker)
{
    if (unpacker == NULL)
        return;
    if (unpacker->packing == SR_PACKING_ZSTD)
        ZSTD_freeDStream(unpacker->zstd);
    else
        inflateEnd(&unpacker->deflated);
    free(unpacker);
}

bool sr_unpacker_is_whole(const sr_unpacker *unpacker)
{
    return unpacker->is_whole;
}

uint32_t sr_unpack_checksum(sr_text bytes)
{
    uLong sum = crc32(0, NULL, 0);
    while (bytes.size > 0) {
        size_t size = bytes.size > UINT_MAX ? UINT_MAX : bytes.size;
        sum = crc32(sum, (const Bytef *)bytes.data, (uInt)size);
        bytes = sr_text_slice(bytes, size, bytes.size);
    }
    return (uint32_t)sum;
}

/* --- deflate, bare or as members of gzip --- */

/* Behind a whole stream: for gzip the next member, or zeros as tapes leave them. False: nothing of that. */
static bool go_on(sr_unpacker *unpacker, sr_text packed, sr_unpacked *done)
{
    if (unpacker->packing == SR_PACKING_GZIP) {
        while (done->taken < packed.size && packed.data[done->taken] == '\0')
            done->taken++;
        if (done->taken == packed.size)
            return true;
        if ((unsigned char)packed.data[done->taken] == 0x1F && inflateReset(&unpacker->deflated) == Z_OK) {
            unpacker->is_whole = false;
            return true;
        }
    }
    done->damage = "other bytes behind its end";
    return false;
}

static const char *get_deflate_damage(const sr_unpacker *unpacker, int code)
{
    if (code == Z_NEED_DICT)
        return "a dictionary needed that is not there";
    return unpacker->deflated.msg != NULL ? unpacker->deflated.msg : "a damaged stream";
}

static uInt clamp(size_t size)
{
    return size > UINT_MAX ? UINT_MAX : (uInt)size;
}

static sr_unpacked add_deflated(sr_unpacker *unpacker, sr_text packed, char *out, size_t room)
{
    z_stream *stream = &unpacker->deflated;
    sr_unpacked done = {0, 0, NULL, false};
    while (done.given < room) {
        if (unpacker->is_whole && (done.taken == packed.size || !go_on(unpacker, packed, &done) || done.taken == packed.size))
            break;
        uInt in = clamp(packed.size - done.taken);
        uInt free_room = clamp(room - done.given);
        stream->next_in = (const Bytef *)packed.data + done.taken;
        stream->avail_in = in;
        stream->next_out = (Bytef *)out + done.given;
        stream->avail_out = free_room;
        int code = inflate(stream, Z_NO_FLUSH);
        done.taken += in - stream->avail_in;
        done.given += free_room - stream->avail_out;
        unpacker->is_whole = code == Z_STREAM_END;
        if (code != Z_OK && code != Z_STREAM_END) {
            done.lacks_memory = code == Z_MEM_ERROR;
            if (code != Z_BUF_ERROR && code != Z_MEM_ERROR)
                done.damage = get_deflate_damage(unpacker, code);
            break;
        }
        if (code == Z_OK && stream->avail_in == 0 && stream->avail_out > 0)
            break;
    }
    return done;
}

/* --- zstd --- */

static const char *get_zstd_damage(size_t code)
{
    if (ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge)
        return "a window of more than 16 MiB, pack it without --long and --ultra";
    if (ZSTD_getErrorCode(code) == ZSTD_error_prefix_unknown)
        return "other bytes where a frame should begin";
    return ZSTD_getErrorName(code);
}

static sr_unpacked add_zstd(sr_unpacker *unpacker, sr_text packed, char *out, size_t room)
{
    ZSTD_inBuffer in = {packed.data, packed.size, 0};
    ZSTD_outBuffer to = {out, room, 0};
    sr_unpacked done = {0, 0, NULL, false};
    while (to.pos < room && (in.pos < in.size || !unpacker->is_whole)) {
        size_t taken = in.pos;
        size_t given = to.pos;
        size_t code = ZSTD_decompressStream(unpacker->zstd, &to, &in);
        if (ZSTD_isError(code)) {
            done.lacks_memory = ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation;
            if (!done.lacks_memory)
                done.damage = get_zstd_damage(code);
            break;
        }
        unpacker->is_whole = code == 0;
        if (in.pos == taken && to.pos == given)
            break;
    }
    done.taken = in.pos;
    done.given = to.pos;
    return done;
}

sr_unpacked sr_unpacker_add(sr_unpacker *unpacker, sr_text packed, char *out, size_t room)
{
    return unpacker->packing == SR_PACKING_ZSTD ? add_zstd(unpacker, packed, out, room) : add_deflated(unpacker, packed, out, room);
}
