#include "engine/base/unpack.h"

#include <string.h>

#include "tests/support/pack.h"
#include "tests/support/test.h"

static sr_arena *arena;

/* Packed bytes in pieces of `in` bytes, room for `out` bytes at a time. */
static sr_unpacked unpack(sr_packing packing, sr_text packed, size_t in, size_t out, sr_text *text, bool *is_whole)
{
    sr_unpacker *unpacker = sr_unpacker_new(packing);
    char *to = sr_arena_alloc(arena, 1u << 20, 1);
    sr_unpacked all = {0, 0, NULL, false};
    assert_non_null(unpacker);
    for (;;) {
        sr_text piece = sr_text_slice(packed, all.taken, in);
        sr_unpacked done = sr_unpacker_add(unpacker, piece, to + all.given, out);
        assert_true(done.taken <= piece.size && done.given <= out);
        all.taken += done.taken;
        all.given += done.given;
        all.damage = done.damage;
        if (done.damage != NULL || (done.given == 0 && done.taken == 0))
            break;
    }
    *text = (sr_text){to, all.given};
    *is_whole = sr_unpacker_is_whole(unpacker);
    sr_unpacker_free(unpacker);
    return all;
}

static void assert_unpacked(sr_packing packing, sr_text packed, sr_text expected)
{
    static const size_t sizes[] = {1, 2, 3, 7, 64, 1u << 19};
    sr_text text;
    bool is_whole;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        for (size_t j = 0; j < sizeof(sizes) / sizeof(sizes[0]); j++) {
            sr_unpacked done = unpack(packing, packed, sizes[i], sizes[j], &text, &is_whole);
            assert_null(done.damage);
            assert_true(is_whole);
            assert_int_equal(done.taken, packed.size);
            assert_true(sr_text_is(text, expected));
        }
    }
}

static void what_was_packed_comes_back_in_pieces_of_any_size(void **state)
{
    (void)state;
    arena = sr_arena_new();
    sr_text text = sr_test_repeat("juhtum;teenus;kulu\n", 50, arena);
    assert_unpacked(SR_PACKING_GZIP, sr_test_gzip(text, arena), text);
    assert_unpacked(SR_PACKING_ZSTD, sr_test_zstd(text, arena), text);
    assert_unpacked(SR_PACKING_GZIP, sr_test_gzip(SR_TEXT(""), arena), SR_TEXT(""));
    assert_unpacked(SR_PACKING_ZSTD, sr_test_zstd(SR_TEXT(""), arena), SR_TEXT(""));
    sr_arena_free(arena);
}

static void members_and_frames_behind_each_other_are_one(void **state)
{
    (void)state;
    arena = sr_arena_new();
    sr_text gzip = sr_test_join(sr_test_gzip(SR_TEXT("a;b\n"), arena), sr_test_gzip(SR_TEXT("1;2\n"), arena), arena);
    sr_text zstd = sr_test_join(sr_test_zstd(SR_TEXT("a;b\n"), arena), sr_test_zstd(SR_TEXT("1;2\n"), arena), arena);
    assert_unpacked(SR_PACKING_GZIP, gzip, SR_TEXT("a;b\n1;2\n"));
    assert_unpacked(SR_PACKING_ZSTD, zstd, SR_TEXT("a;b\n1;2\n"));
    assert_unpacked(SR_PACKING_GZIP, sr_test_join(gzip, SR_TEXT("\0\0\0\0\0"), arena), SR_TEXT("a;b\n1;2\n"));
    sr_text skipped = SR_TEXT("\x50\x2A\x4D\x18\x03\0\0\0xyz");    // a frame that says nothing
    assert_unpacked(SR_PACKING_ZSTD, sr_test_join(skipped, zstd, arena), SR_TEXT("a;b\n1;2\n"));
    sr_arena_free(arena);
}

/* Wherever a stream is cut, it is not whole, and a damaged byte is never passed over in silence. */
static void no_cut_and_no_damage_goes_unseen(void **state)
{
    (void)state;
    arena = sr_arena_new();
    sr_text text = sr_test_repeat("12.03.2026;OA;100,50\n", 20, arena);
    for (int i = 0; i < 2; i++) {
        sr_packing packing = i == 0 ? SR_PACKING_GZIP : SR_PACKING_ZSTD;
        sr_text packed = i == 0 ? sr_test_gzip(text, arena) : sr_test_zstd(text, arena);
        for (size_t size = 2; size < packed.size; size++) {
            sr_arena_mark mark = sr_arena_get_mark(arena);
            sr_text out;
            bool is_whole;
            sr_unpacked done = unpack(packing, sr_text_slice(packed, 0, size), 64, 64, &out, &is_whole);
            assert_true(!is_whole || done.damage != NULL);
            char *damaged = sr_arena_copy(arena, packed.data, packed.size);
            damaged[size] ^= 0x40;
            done = unpack(packing, (sr_text){damaged, packed.size}, 64, 64, &out, &is_whole);
            bool is_same = done.damage == NULL && is_whole && sr_text_is(out, text);     // a bit of the header that says nothing
            assert_true(is_same || done.damage != NULL || !is_whole);
            sr_arena_reset(arena, mark);
        }
    }
    sr_arena_free(arena);
}

static void damage_has_a_name_and_a_place(void **state)
{
    (void)state;
    arena = sr_arena_new();
    sr_text out;
    bool is_whole;
    sr_text gzip = sr_test_gzip(SR_TEXT("a;b\n"), arena);
    sr_unpacked done = unpack(SR_PACKING_GZIP, sr_test_join(gzip, SR_TEXT("more"), arena), 64, 64, &out, &is_whole);
    assert_string_equal(done.damage, "other bytes behind its end");
    assert_int_equal(done.taken, gzip.size);
    char *wrong = sr_arena_copy(arena, gzip.data, gzip.size);
    wrong[gzip.size - 8] ^= 1;      // CRC-32
    done = unpack(SR_PACKING_GZIP, (sr_text){wrong, gzip.size}, 64, 64, &out, &is_whole);
    assert_string_equal(done.damage, "incorrect data check");
    sr_text zstd = sr_test_zstd(SR_TEXT("a;b\n"), arena);
    done = unpack(SR_PACKING_ZSTD, sr_test_join(zstd, SR_TEXT("more"), arena), 64, 64, &out, &is_whole);
    assert_string_equal(done.damage, "other bytes where a frame should begin");
    /* a frame that asks for a window of 128 MiB: descriptor 0, window descriptor 17 << 3 */
    done = unpack(SR_PACKING_ZSTD, SR_TEXT("\x28\xB5\x2F\xFD\x00\x88\x01\x00\x00"), 64, 64, &out, &is_whole);
    assert_string_equal(done.damage, "a window of more than 16 MiB, pack it without --long and --ultra");
    sr_arena_free(arena);
}

static void packing_is_told_by_the_first_bytes(void **state)
{
    (void)state;
    assert_int_equal(sr_packing_find(SR_TEXT("\x1F\x8B\x08\x00")), SR_PACKING_GZIP);
    assert_int_equal(sr_packing_find(SR_TEXT("\x28\xB5\x2F\xFD")), SR_PACKING_ZSTD);
    assert_int_equal(sr_packing_find(SR_TEXT("\x5A\x2A\x4D\x18")), SR_PACKING_ZSTD);
    assert_int_equal(sr_packing_find(SR_TEXT("\x28\xB5\x2F")), SR_PACKING_NONE);
    assert_int_equal(sr_packing_find(SR_TEXT("a,b\n")), SR_PACKING_NONE);
    assert_int_equal(sr_packing_find(SR_TEXT_NONE), SR_PACKING_NONE);
}

static void the_checksum_is_that_of_gzip(void **state)
{
    (void)state;
    assert_int_equal(sr_unpack_checksum(SR_TEXT("123456789")), 0xCBF43926u);
    assert_int_equal(sr_unpack_checksum(SR_TEXT_NONE), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_packed_comes_back_in_pieces_of_any_size),
        TEST(members_and_frames_behind_each_other_are_one),
        TEST(no_cut_and_no_damage_goes_unseen),
        TEST(damage_has_a_name_and_a_place),
        TEST(packing_is_told_by_the_first_bytes),
        TEST(the_checksum_is_that_of_gzip),
    };
    return RUN_TESTS(tests);
}
