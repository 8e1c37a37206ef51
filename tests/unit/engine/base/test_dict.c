#include "engine/base/dict.h"

#include <stdio.h>

#include "tests/support/test.h"

static void numbers_come_in_order_of_first_appearance(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_dict *dict = sr_dict_new(arena);
    const sr_text texts[] = {SR_TEXT("b"), SR_TEXT("a"), SR_TEXT_NONE, SR_TEXT("b"), SR_TEXT("a\0x"), SR_TEXT("a")};
    const uint32_t expected[] = {0, 1, 2, 0, 3, 1};
    for (size_t i = 0; i < 6; i++) {
        uint32_t code;
        assert_true(sr_dict_intern(dict, texts[i], &code));
        assert_int_equal(code, expected[i]);
    }
    assert_int_equal(sr_dict_count(dict), 4);
    assert_text(sr_dict_get(dict, 2), "");
    assert_true(sr_text_is(sr_dict_get(dict, 3), SR_TEXT("a\0x")));
    sr_arena_free(arena);
}

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_dict *dict = sr_dict_new(arena);
    uint32_t code;
    assert_int_equal(sr_dict_find(dict, SR_TEXT("a")), SR_DICT_NONE);
    assert_true(sr_dict_intern(dict, SR_TEXT("a"), &code));
    assert_int_equal(sr_dict_find(dict, SR_TEXT("a")), 0);
    assert_int_equal(sr_dict_find(dict, SR_TEXT("A")), SR_DICT_NONE);
    assert_int_equal(sr_dict_find(dict, SR_TEXT("")), SR_DICT_NONE);
    assert_int_equal(sr_dict_count(dict), 1);
    sr_arena_free(arena);
}

static void a_text_keeps_its_number_and_place_while_the_table_grows(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_dict *dict = sr_dict_new(arena);
    uint32_t code;
    char text[16];
    assert_true(sr_dict_intern(dict, SR_TEXT("first"), &code));
    const char *place = sr_dict_get(dict, 0).data;
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 1; i <= 20000; i++) {
            int size = snprintf(text, sizeof(text), "k%u", i);
            assert_true(sr_dict_intern(dict, (sr_text){text, (size_t)size}, &code));
            assert_int_equal(code, i);
        }
    assert_int_equal(sr_dict_count(dict), 20001);
    assert_ptr_equal(sr_dict_get(dict, 0).data, place);
    assert_text(sr_dict_get(dict, 777), "k777");
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_come_in_order_of_first_appearance),
        TEST(what_is_not_there_is_not_found),
        TEST(a_text_keeps_its_number_and_place_while_the_table_grows),
    };
    return RUN_TESTS(tests);
}
