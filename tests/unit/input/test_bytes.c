#include "input/bytes.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "tests/support/export.h"
#include "tests/support/pack.h"
#include "tests/support/test.h"

#define PIECE ((size_t)64 * 1024)

static sr_error err;
static sr_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = sr_arena_new();
    sr_error_init(&err);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sr_arena_free(arena);
    return 0;
}

static sr_bytes *open_bytes(const char *path, sr_dialect caps)
{
    sr_bytes *bytes = NULL;
    assert_done(sr_bytes_open(path, &caps, arena, &bytes, &err), &err);
    return bytes;
}

/* All of it, in pieces; false when that fails. *count: bytes that came. */
static bool drain(sr_bytes *bytes, size_t piece, uint64_t *count)
{
    char *out = sr_arena_alloc(arena, piece, 1);
    size_t size = 0;
    *count = 0;
    while (sr_bytes_read(bytes, out, piece, &size, &err)) {
        *count += size;
        if (size < piece)
            return true;
    }
    return false;
}

static void read_whole(const char *path, sr_text expected, size_t piece)
{
    sr_bytes *bytes = open_bytes(path, (sr_dialect){0});
    char *out = sr_arena_alloc(arena, expected.size + piece, 1);
    size_t all = 0;
    size_t size;
    do {
        assert_done(sr_bytes_read(bytes, out + all, piece, &size, &err), &err);
        all += size;
    } while (size == piece);
    assert_int_equal(all, expected.size);
    assert_memory_equal(out, expected.data, all);
    assert_done(sr_bytes_read(bytes, out, piece, &size, &err), &err);
    assert_int_equal(size, 0);
    assert_true(sr_bytes_get_totals(bytes).is_at_end);
    assert_int_equal(sr_bytes_get_totals(bytes).unpacked_bytes, expected.size);
    sr_bytes_close(bytes);
}

static void plain_and_packed_files_give_the_same_bytes(void **state)
{
    (void)state;
    static const size_t pieces[] = {1, 3, 4, 5, 1000, 1u << 20};
    sr_text text = sr_test_repeat("a;b;c\n", 1000, arena);
    const char *plain = sr_test_write_export(text, "a.csv", arena);
    const char *gzip = sr_test_write_export(sr_test_gzip(text, arena), "a.csv.gz", arena);
    const char *zstd = sr_test_write_export(sr_test_zstd(text, arena), "a.csv.zst", arena);
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        read_whole(plain, text, pieces[i]);
        read_whole(gzip, text, pieces[i]);
        read_whole(zstd, text, pieces[i]);
    }
    read_whole(sr_test_write_export(SR_TEXT(""), "empty.csv", arena), SR_TEXT(""), 10);
    read_whole(sr_test_write_export(SR_TEXT("ab"), "short.csv", arena), SR_TEXT("ab"), 10);
}

static void the_hash_and_the_size_are_those_of_the_file_as_it_lies_there(void **state)
{
    (void)state;
    sr_hash hash;
    uint64_t count;
    sr_text packed = sr_test_gzip(sr_test_repeat("abc\n", 100, arena), arena);
    sr_bytes *bytes = open_bytes(sr_test_write_export(packed, "a.gz", arena), (sr_dialect){0});
    assert_true(drain(bytes, 7, &count));
    sr_bytes_totals totals = sr_bytes_get_totals(bytes);
    assert_true(sr_hash_bytes(packed, &hash));
    assert_memory_equal(&totals.hash, &hash, sizeof(hash));
    assert_int_equal(totals.packing, SR_PACKING_GZIP);
    assert_int_equal(totals.size_bytes, packed.size);
    assert_int_equal(totals.unpacked_bytes, 400);
    sr_bytes_close(bytes);
}

/* --- bombs and damage --- */

static void a_packed_file_may_give_so_many_bytes_and_no_more(void **state)
{
    (void)state;
    uint64_t count;
    const char *path = sr_test_write_export(sr_test_gzip(sr_test_repeat("abc\n", 1000, arena), arena), "a.csv.gz", arena);
    sr_bytes *bytes = open_bytes(path, (sr_dialect){.bytes_max = 4000});
    assert_true(drain(bytes, 100, &count));
    sr_bytes_close(bytes);
    bytes = open_bytes(path, (sr_dialect){.bytes_max = 3999});
    assert_false(drain(bytes, 100, &count));
    assert_int_equal(err.code, SR_BAD_DATA);
    assert_string_equal(err.message, "unpacks to more than 3999 bytes, expected no bomb; if it is right, raise `max_bytes` in the data set "
                                     "or --max-bytes at the prompt");
    sr_bytes_close(bytes);
}

static void the_ratio_counts_when_much_came_out(void **state)
{
    (void)state;
    uint64_t count;
    sr_text text = sr_test_repeat("0;0;0;0;0;0;0;0\n", (SR_BYTES_RATIO_FREE + (8u << 20)) / 16, arena);
    for (int i = 0; i < 2; i++) {
        sr_error_init(&err);
        const char *path = sr_test_write_export(i == 0 ? sr_test_gzip(text, arena) : sr_test_zstd(text, arena), "bomb", arena);
        sr_bytes *bytes = open_bytes(path, (sr_dialect){0});
        assert_false(drain(bytes, PIECE, &count));
        assert_int_equal(err.code, SR_BAD_DATA);
        assert_string_equal(err.message, "unpacks to more than 200 times its size, expected no bomb; if it is right, raise `max_ratio` in "
                                         "the data set or --max-ratio at the prompt");
        assert_true(count < SR_BYTES_RATIO_FREE + (8u << 20));
        sr_bytes_close(bytes);
        sr_error_init(&err);
        bytes = open_bytes(path, (sr_dialect){.ratio_max = 100000});
        assert_true(drain(bytes, PIECE, &count));
        assert_int_equal(count, text.size);
        sr_bytes_close(bytes);
    }
}

static void a_stream_that_is_cut_or_damaged_is_named_with_its_place(void **state)
{
    (void)state;
    uint64_t count;
    sr_text packed = sr_test_gzip(SR_TEXT("a;b\n1;2\n"), arena);
    sr_bytes *bytes = open_bytes(sr_test_write_export(sr_text_slice(packed, 0, 20), "a.csv.gz", arena), (sr_dialect){0});
    assert_false(drain(bytes, 100, &count));
    assert_int_equal(err.code, SR_BAD_DATA);
    assert_string_equal(err.message, "the gzip stream cannot be unpacked at byte 20: it ends in the middle; fetch the file again");
    sr_bytes_close(bytes);
    sr_error_init(&err);
    sr_text two = sr_test_join(sr_test_zstd(SR_TEXT("a;b\n"), arena), SR_TEXT("<html>"), arena);
    bytes = open_bytes(sr_test_write_export(two, "a.csv.zst", arena), (sr_dialect){0});
    assert_false(drain(bytes, 100, &count));
    assert_string_equal(err.message, "the zstd stream cannot be unpacked at byte 17: other bytes where a frame should begin; fetch the "
                                     "file again");
    sr_bytes_close(bytes);
}

static void what_cannot_be_read_is_an_error(void **state)
{
    (void)state;
    sr_bytes *bytes;
    sr_dialect caps = {0};
    assert_false(sr_bytes_open("/nowhere/x.csv", &caps, arena, &bytes, &err));
    assert_int_equal(err.code, SR_NO_INPUT);
    sr_error_init(&err);
    assert_false(sr_bytes_open(sr_test_make_directory(), &caps, arena, &bytes, &err));
    assert_int_equal(err.code, SR_IO);
    assert_string_equal(err.message, "is a directory, expected a file");
}

/* --- a file that changes while it is read --- */

typedef void change(const char *path);

static void append(const char *path)
{
    FILE *file = fopen(path, "a");
    fputs("one more line\n", file);
    fclose(file);
}

static void cut_off(const char *path)
{
    assert_int_equal(truncate(path, (off_t)PIECE + 10), 0);
}

static void write_over(const char *path)
{
    struct timespec later[2] = {{.tv_sec = 2000000000}, {.tv_sec = 2000000000}};
    int file = open(path, O_WRONLY);
    assert_int_equal(pwrite(file, "XYZ", 3, 3 * (off_t)PIECE), 3);
    assert_int_equal(futimens(file, later), 0);     // a clock that is too coarse to see it must not spoil the test
    close(file);
}

static void put_another_in_its_place(const char *path)
{
    char other[512];
    snprintf(other, sizeof(other), "%s.new", path);
    FILE *file = fopen(other, "w");
    fputs("another file\n", file);
    fclose(file);
    assert_int_equal(rename(other, path), 0);
}

static void remove_it(const char *path)
{
    assert_int_equal(unlink(path), 0);
}

static void assert_noticed(sr_text content, change *how)
{
    size_t size;
    uint64_t count;
    char *first = sr_arena_alloc(arena, PIECE, 1);
    const char *path = sr_test_write_export(content, "moving.csv", arena);
    sr_error_init(&err);
    sr_bytes *bytes = open_bytes(path, (sr_dialect){.ratio_max = 100000});
    assert_done(sr_bytes_read(bytes, first, PIECE, &size, &err), &err);
    assert_int_equal(size, PIECE);
    how(path);
    assert_false(drain(bytes, PIECE, &count));
    assert_int_equal(err.code, SR_TRY_AGAIN);
    assert_string_equal(err.message, "changed while it was being read, expected a file that is complete; run again when its writer is done");
    sr_bytes_close(bytes);
}

static void every_change_while_reading_is_noticed(void **state)
{
    (void)state;
    static change *const changes[] = {append, cut_off, write_over, put_another_in_its_place, remove_it};
    sr_text text = sr_test_repeat("0123456789abcde\n", 5 * PIECE / 16, arena);
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
        assert_noticed(text, changes[i]);
}

/* Numbers that hardly pack, so that much of the packed file is still to be read. */
static void a_change_of_a_packed_file_is_no_damage(void **state)
{
    (void)state;
    static change *const changes[] = {append, cut_off, put_another_in_its_place};
    char *noise = sr_arena_alloc(arena, 16 * PIECE, 1);
    uint32_t random = 1;
    for (size_t i = 0; i < 16 * PIECE; i++) {
        random = random * 1664525u + 1013904223u;
        noise[i] = (char)(random >> 24);
    }
    sr_text packed = sr_test_gzip((sr_text){noise, 16 * PIECE}, arena);
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
        assert_noticed(packed, changes[i]);
}

static void a_file_that_rests_is_no_change(void **state)
{
    (void)state;
    uint64_t count;
    const char *path = sr_test_write_export(sr_test_repeat("abc\n", 100000, arena), "a.csv", arena);
    for (int i = 0; i < 2; i++) {
        sr_bytes *bytes = open_bytes(path, (sr_dialect){0});
        assert_true(drain(bytes, PIECE, &count));
        assert_int_equal(count, 400000);
        sr_bytes_close(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plain_and_packed_files_give_the_same_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_hash_and_the_size_are_those_of_the_file_as_it_lies_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_packed_file_may_give_so_many_bytes_and_no_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_ratio_counts_when_much_came_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stream_that_is_cut_or_damaged_is_named_with_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_change_while_reading_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_change_of_a_packed_file_is_no_damage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_rests_is_no_change, set_up, tear_down),
    };
    return RUN_TESTS(tests);
}
