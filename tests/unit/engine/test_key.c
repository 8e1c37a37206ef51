#include "engine/key.h"

#include "engine/base/date.h"
#include "tests/support/test.h"

static sr_arena *arena;
static sr_dict *dict;

static void a_value_of_each_kind_is_written_and_nothing_when_it_is_missing(void **state)
{
    (void)state;
    char out[SR_INT128_SIZE];
    uint32_t code;
    uint8_t valid = 1;
    double reals[] = {-0.0, 0.1, 1e300};
    sr_column column = {.kind = SR_KIND_REAL, .valid = &valid, .values.reals = reals};
    assert_true(sr_dict_intern(dict, SR_TEXT("Põlva"), &code));
    assert_text(sr_key_write(code, SR_KIND_TEXT, 0, dict, out), "Põlva");
    assert_text(sr_key_write(sr_day_from_civil(2026, 1, 31), SR_KIND_DATE, 0, dict, out), "2026-01-31");
    assert_text(sr_key_write(1, SR_KIND_BOOLEAN, 0, dict, out), "true");
    assert_text(sr_key_write(0, SR_KIND_BOOLEAN, 0, dict, out), "false");
    assert_text(sr_key_write(-150, SR_KIND_DECIMAL, 2, dict, out), "-1.50");
    assert_text(sr_key_write(-150, SR_KIND_INTEGER, 0, dict, out), "-150");
    assert_text(sr_key_write(sr_key_get(&column, 0), SR_KIND_REAL, 0, dict, out), "0");
    column.values.reals = &reals[1];
    assert_text(sr_key_write(sr_key_get(&column, 0), SR_KIND_REAL, 0, dict, out), "0.1");
    for (int kind = SR_KIND_BOOLEAN; kind <= SR_KIND_TEXT; kind++)
        assert_text(sr_key_write(SR_KEY_MISSING, (sr_kind)kind, 0, dict, out), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_of_each_kind_is_written_and_nothing_when_it_is_missing),
    };
    arena = sr_arena_new();
    dict = sr_dict_new(arena);
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
