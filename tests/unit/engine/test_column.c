#include "engine/column.h"

#include "tests/support/test.h"

static void a_new_column_is_all_missing_with_room_for_every_row(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    for (int kind = 0; kind < SR_KIND_COUNT; kind++) {
        sr_column column;
        assert_true(sr_column_init(&column, (sr_kind)kind, kind == SR_KIND_DECIMAL ? 2 : 0, arena));
        assert_int_equal(column.kind, kind);
        assert_int_equal(column.scale, kind == SR_KIND_DECIMAL ? 2 : 0);
        for (uint32_t i = 0; i < SR_BATCH_ROWS_MAX; i++) {
            assert_int_equal(column.valid[i], 0);
            switch ((sr_kind)kind) {
            case SR_KIND_BOOLEAN: assert_int_equal(column.values.booleans[i]++, 0); break;
            case SR_KIND_INTEGER:
            case SR_KIND_DECIMAL: assert_int_equal(column.values.integers[i]++, 0); break;
            case SR_KIND_REAL: assert_true(column.values.reals[i]++ == 0.0); break;
            case SR_KIND_DATE: assert_int_equal(column.values.days[i]++, 0); break;
            case SR_KIND_TEXT:
            case SR_KIND_COUNT: assert_int_equal(column.values.codes[i]++, 0); break;
            }
        }
        for (uint32_t i = 0; i < SR_BATCH_ROWS_MAX; i++)
            assert_int_equal(column.valid[i], 0);       // the values lie elsewhere
    }
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_column_is_all_missing_with_room_for_every_row),
    };
    return RUN_TESTS(tests);
}
