#include "input/kinds.h"

#include <string.h>

#include "tests/support/test.h"

static sr_arena *arena;

/* The kind of a field that holds these values, "1|2|3". */
static const char *find(const char *values)
{
    sr_kinds kinds;
    sr_error err;
    sr_error_init(&err);
    assert_done(sr_kinds_init(&kinds, 1, arena, &err), &err);
    for (const char *at = values; at != NULL;) {
        const char *end = strchr(at, '|');
        sr_field field = {.text = {at, end == NULL ? strlen(at) : (size_t)(end - at)}};
        sr_kinds_add(&kinds, &(sr_record){.field_count = 1, .fields = &field});
        at = end == NULL ? NULL : end + 1;
    }
    return sr_value_kind_get_name(sr_kinds_get(&kinds, 0));
}

static void more_than_half_of_ten_values_are_a_kind(void **state)
{
    (void)state;
    assert_string_equal(find("1|2|-3|4,50|5.5|6|7 000|8|9|10"), "number");
    assert_string_equal(find("1|2|3|4|5|6|x|y|z|v"), "number");
    assert_string_equal(find("1|2|3|4|5|w|x|y|z|v"), "");
    assert_string_equal(find("1|2|3|4|5|6|7|8|9"), "");
    assert_string_equal(find("1|2|3|4|5|6|7|8|9||| "), "");
    assert_string_equal(find("2026-01-05|05.01.2026|5.1.2026|05/01/2026|2026-01-05|2026-01-05|a|b|c|2026-01-05"), "date");
    assert_string_equal(find("Harju|Tartu|Hiiu|Saare|Jah|ei|x|y|z|Ida-Viru"), "text");
    assert_string_equal(find("0045|0037|0039|0050|0052|0056|0060|0064|0068|0071"), "text");
}

static void only_the_first_rows_are_looked_at(void **state)
{
    (void)state;
    sr_kinds kinds;
    sr_error err;
    sr_error_init(&err);
    assert_done(sr_kinds_init(&kinds, 2, arena, &err), &err);
    sr_field fields[] = {{.text = SR_TEXT("7")}, {.text = SR_TEXT("a")}, {.text = SR_TEXT("more than the header")}};
    for (size_t i = 0; i < SR_KINDS_ROWS_MAX; i++)
        sr_kinds_add(&kinds, &(sr_record){.field_count = 3, .fields = fields});
    for (size_t i = 0; i < 2 * SR_KINDS_ROWS_MAX; i++)
        sr_kinds_add(&kinds, &(sr_record){.field_count = 1, .fields = &fields[1]});
    assert_int_equal(sr_kinds_get(&kinds, 0), SR_VALUE_NUMBER);
    assert_int_equal(sr_kinds_get(&kinds, 1), SR_VALUE_TEXT);
}

static void names_lead_back_to_kinds(void **state)
{
    (void)state;
    for (int kind = 0; kind < SR_VALUE_KIND_COUNT; kind++)
        assert_int_equal(sr_value_kind_find(sr_text_from(sr_value_kind_get_name((sr_value_kind)kind))), kind);
    assert_int_equal(sr_value_kind_find(SR_TEXT("numbers")), SR_VALUE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(more_than_half_of_ten_values_are_a_kind),
        TEST(only_the_first_rows_are_looked_at),
        TEST(names_lead_back_to_kinds),
    };
    arena = sr_arena_new();
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
