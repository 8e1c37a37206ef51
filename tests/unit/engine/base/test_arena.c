#include "engine/base/arena.h"

#include <stdalign.h>
#include <string.h>

#include "tests/support/test.h"

static bool is_all_zero(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

static void memory_is_zero_and_aligned_for_any_type(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *data = sr_arena_alloc(arena, size, 1);
        assert_non_null(data);
        assert_int_equal((uintptr_t)data % alignof(max_align_t), 0);
        assert_true(is_all_zero(data, size));
        memset(data, 0xAA, size);
    }
    sr_arena_free(arena);
}

static void memory_used_again_is_zero_again(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    memset(sr_arena_alloc(arena, 5000, 1), 0xAA, 5000);
    sr_arena_clear(arena);
    assert_true(is_all_zero(sr_arena_alloc(arena, 5000, 1), 5000));
    sr_arena_free(arena);
}

static void a_product_that_overflows_gives_null(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    assert_null(sr_arena_alloc(arena, SIZE_MAX / 2, 3));
    assert_null(sr_arena_alloc(arena, SIZE_MAX, 1));
    assert_null(sr_arena_alloc(arena, 1, SIZE_MAX));
    assert_null(sr_arena_alloc(arena, PTRDIFF_MAX, 1));
    assert_null(sr_arena_copy(arena, "x", SIZE_MAX));
    assert_non_null(sr_arena_alloc(arena, 10, 1));
    sr_arena_free(arena);
}

static void no_bytes_are_a_valid_pointer(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    const void *first = sr_arena_alloc(arena, 0, 8);
    const void *second = sr_arena_alloc(arena, 8, 0);
    assert_non_null(first);
    assert_non_null(second);
    assert_ptr_not_equal(first, second);
    sr_arena_free(arena);
}

static void growing_keeps_the_old_and_clears_the_rest(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    uint32_t *numbers = sr_arena_alloc(arena, 3, sizeof(*numbers));
    for (uint32_t i = 0; i < 3; i++)
        numbers[i] = i + 1;
    const uint32_t *more = sr_arena_grow(arena, numbers, 3, 100000, sizeof(*numbers));
    assert_int_equal(more[0], 1);
    assert_int_equal(more[2], 3);
    assert_true(is_all_zero((const unsigned char *)(more + 3), (100000 - 3) * sizeof(*numbers)));
    assert_non_null(sr_arena_grow(arena, NULL, 0, 5, 8));
    sr_arena_free(arena);
}

static void a_copy_ends_with_nul(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    assert_string_equal(sr_arena_copy(arena, "abcdef", 3), "abc");
    assert_string_equal(sr_arena_copy(arena, NULL, 0), "");
    sr_arena_free(arena);
}

static void a_mark_takes_back_small_and_large_alike(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    char *kept = sr_arena_copy(arena, "kept", 4);
    char *large_kept = sr_arena_alloc(arena, 100000, 1);
    memset(large_kept, 'k', 100000);
    size_t before = sr_arena_get_size(arena);
    sr_arena_mark mark = sr_arena_get_mark(arena);
    for (int round = 0; round < 50; round++) {
        for (size_t i = 0; i < 40; i++)
            memset(sr_arena_alloc(arena, i * 500 + 1, 1), 0xAA, i * 500 + 1);
        memset(sr_arena_alloc(arena, 200000, 1), 0xAA, 200000);
        memset(sr_arena_alloc(arena, 10, 1), 0xAA, 10);
        sr_arena_reset(arena, mark);
        assert_int_equal(sr_arena_get_size(arena), before);
    }
    assert_string_equal(kept, "kept");
    assert_int_equal(large_kept[99999], 'k');
    sr_arena_free(arena);
}

static void a_mark_of_an_empty_arena_clears_it(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_arena_mark mark = sr_arena_get_mark(arena);
    const void *first = sr_arena_alloc(arena, 10, 1);
    sr_arena_reset(arena, mark);
    assert_ptr_equal(sr_arena_alloc(arena, 10, 1), first);
    sr_arena_free(arena);
}

static void clearing_settles_down_to_one_block(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    size_t settled = 0;
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 100; i++)
            assert_non_null(sr_arena_alloc(arena, 1000, 1));
        assert_non_null(sr_arena_alloc(arena, 300000, 1));
        sr_arena_clear(arena);
        if (round == 5)
            settled = sr_arena_get_size(arena);
    }
    assert_int_equal(sr_arena_get_size(arena), settled);
    sr_arena_free(arena);
    sr_arena_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(memory_is_zero_and_aligned_for_any_type),
        TEST(memory_used_again_is_zero_again),
        TEST(a_product_that_overflows_gives_null),
        TEST(no_bytes_are_a_valid_pointer),
        TEST(growing_keeps_the_old_and_clears_the_rest),
        TEST(a_copy_ends_with_nul),
        TEST(a_mark_takes_back_small_and_large_alike),
        TEST(a_mark_of_an_empty_arena_clears_it),
        TEST(clearing_settles_down_to_one_block),
    };
    return RUN_TESTS(tests);
}
