#include "engine/base/csv.h"

#include "tests/support/test.h"

static sr_arena *arena;

static sr_text write(const char *field, void add(sr_builder *, sr_text))
{
    sr_builder builder;
    sr_text text;
    sr_error err;
    sr_error_init(&err);
    sr_builder_init(&builder, arena, 1000);
    add(&builder, sr_text_from(field));
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    return text;
}

static void a_field_is_quoted_when_it_must_be(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""}, {"plain", "plain"}, {" a b ", " a b "}, {"a;b", "a;b"}, {"a,b", "\"a,b\""}, {"a\nb", "\"a\nb\""}, {"a\rb", "\"a\rb\""},
        {"\"", "\"\"\"\""}, {"say \"yes\"", "\"say \"\"yes\"\"\""}, {"\"\"x", "\"\"\"\"\"x\""}, {"=1+1", "=1+1"}, {"-5", "-5"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_text(write(rows[i][0], sr_csv_add), rows[i][1]);
}

static void a_safe_field_is_never_a_formula(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""}, {"plain", "plain"}, {"a,b", "\"a,b\""}, {"=1+1", "\"'=1+1\""}, {"=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""}, {"+372 5", "\"'+372 5\""},
        {"@x", "\"'@x\""}, {"\tx", "\"'\tx\""}, {"-5", "-5"}, {"-12.50", "-12.50"}, {"-3,5", "\"-3,5\""}, {"-", "\"'-\""}, {"-.", "\"'-.\""},
        {"-5+A1", "\"'-5+A1\""}, {"a=1", "a=1"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_text(write(rows[i][0], sr_csv_add_safe), rows[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_field_is_quoted_when_it_must_be),
        TEST(a_safe_field_is_never_a_formula),
    };
    arena = sr_arena_new();
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
