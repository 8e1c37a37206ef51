#include "engine/base/builder.h"

#include "tests/support/test.h"

static void pieces_become_one_text(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_builder builder;
    sr_text text;
    sr_builder_init(&builder, arena, 10000);
    assert_text(sr_builder_get(&builder), "");
    sr_builder_add(&builder, SR_TEXT("a"));
    sr_builder_add_c(&builder, "bc");
    sr_builder_add_c(&builder, NULL);
    sr_builder_add_byte(&builder, 'd');
    sr_builder_addf(&builder, "%d-%s", 7, "e");
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    assert_text(text, "abcd7-e");
    assert_string_equal(text.data, "abcd7-e");
    for (int i = 0; i < 900; i++)
        sr_builder_addf(&builder, "%05d,", i);
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    assert_int_equal(text.size, 7 + 900 * 6);
    assert_text(sr_text_slice(text, 7 + 899 * 6, 6), "00899,");
    sr_arena_free(arena);
}

static void the_largest_size_is_met_and_not_passed(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_builder builder;
    sr_text text = SR_TEXT("untouched");
    sr_builder_init(&builder, arena, 4);
    sr_builder_add_c(&builder, "abcd");
    assert_text(sr_builder_get(&builder), "abcd");
    assert_false(builder.failed);
    sr_builder_add_byte(&builder, 'e');
    sr_builder_clear(&builder);
    sr_builder_add_byte(&builder, 'f');     // a failure stays
    assert_false(sr_builder_finish(&builder, &text, &err));
    assert_error(&err, "a text is larger than the 4 bytes it may have");
    assert_int_equal(err.code, SR_INTERNAL);
    assert_text(text, "untouched");
    sr_arena_free(arena);
}

static void a_formatted_piece_that_is_too_large_fails(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_builder builder;
    sr_builder_init(&builder, arena, 5);
    sr_builder_addf(&builder, "%06d", 1);
    assert_true(builder.failed);
    assert_int_equal(builder.size, 0);
    sr_arena_free(arena);
}

static void cleared_means_empty_again(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_builder builder;
    sr_builder_init(&builder, arena, 100);
    sr_builder_clear(&builder);
    sr_builder_add_c(&builder, "abc");
    sr_builder_clear(&builder);
    assert_text(sr_builder_get(&builder), "");
    assert_string_equal(sr_builder_get(&builder).data, "");
    sr_builder_add_c(&builder, "x");
    assert_text(sr_builder_get(&builder), "x");
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pieces_become_one_text),
        TEST(the_largest_size_is_met_and_not_passed),
        TEST(a_formatted_piece_that_is_too_large_fails),
        TEST(cleared_means_empty_again),
    };
    return RUN_TESTS(tests);
}
