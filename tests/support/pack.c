#include "tests/support/pack.h"

#include <string.h>

#define ZLIB_CONST
#include <zlib.h>
#include <zstd.h>

#include "tests/support/test.h"

sr_text sr_test_gzip(sr_text bytes, sr_arena *arena)
{
    z_stream stream = {0};
    size_t room = bytes.size + bytes.size / 1000 + 64;
    char *out = sr_arena_alloc(arena, room, 1);
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (const Bytef *)bytes.data;
    stream.avail_in = (uInt)bytes.size;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return (sr_text){out, room - stream.avail_out};
}

sr_text sr_test_zstd(sr_text bytes, sr_arena *arena)
{
    size_t room = ZSTD_compressBound(bytes.size);
    char *out = sr_arena_alloc(arena, room, 1);
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    size_t size = ZSTD_compress2(context, out, room, bytes.data, bytes.size);
    ZSTD_freeCCtx(context);
    assert_false(ZSTD_isError(size));
    return (sr_text){out, size};
}

sr_text sr_test_join(sr_text a, sr_text b, sr_arena *arena)
{
    char *out = sr_arena_alloc(arena, a.size + b.size + 1, 1);
    if (a.size > 0)
        memcpy(out, a.data, a.size);
    if (b.size > 0)
        memcpy(out + a.size, b.data, b.size);
    return (sr_text){out, a.size + b.size};
}

sr_text sr_test_repeat(const char *text, size_t count, sr_arena *arena)
{
    size_t size = strlen(text);
    char *out = sr_arena_alloc(arena, size * count + 1, 1);
    for (size_t i = 0; i < count; i++)
        memcpy(out + i * size, text, size);
    return (sr_text){out, size * count};
}
