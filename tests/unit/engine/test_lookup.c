#include "engine/lookup.h"

#include "tests/support/test.h"

static void a_key_has_the_value_that_all_its_rows_agree_on(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_lookup_tables *tables;
    sr_key value = 0;
    assert_done(sr_lookup_tables_new(2, arena, &tables, &err), &err);
    for (sr_key key = 0; key < 1000; key++)
        assert_done(sr_lookup_tables_add(tables, 1, key, key * 3, &err), &err);
    assert_done(sr_lookup_tables_add(tables, 1, 7, 21, &err), &err);        // again, the same
    assert_done(sr_lookup_tables_add(tables, 1, 8, 25, &err), &err);        // again, another one
    assert_done(sr_lookup_tables_add(tables, 1, 8, 24, &err), &err);
    assert_done(sr_lookup_tables_add(tables, 1, -1, SR_KEY_MISSING, &err), &err);
    assert_true(sr_lookup_tables_find(tables, 1, 999, &value));
    assert_int_equal(value, 2997);
    assert_true(sr_lookup_tables_find(tables, 1, 7, &value));
    assert_int_equal(value, 21);
    assert_false(sr_lookup_tables_find(tables, 1, 8, &value));
    assert_true(sr_lookup_tables_find(tables, 1, -1, &value));
    assert_true(value == SR_KEY_MISSING);
    assert_false(sr_lookup_tables_find(tables, 1, 1000, &value));
    assert_false(sr_lookup_tables_find(tables, 0, 7, &value));
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_key_has_the_value_that_all_its_rows_agree_on)};
    return RUN_TESTS(tests);
}
