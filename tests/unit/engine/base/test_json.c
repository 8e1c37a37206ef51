#include "engine/base/json.h"

#include "tests/support/test.h"

static sr_arena *arena;

static void what_would_end_or_break_the_string_is_escaped(void **state)
{
    (void)state;
    static const struct {
        sr_text text;
        const char *json;
    } ROWS[] = {
        {SR_TEXT_STATIC(""), "\"\""},
        {SR_TEXT_STATIC("plain, õ š \xF0\x9F\x98\x80 / '"), "\"plain, õ š \xF0\x9F\x98\x80 / '\""},
        {SR_TEXT_STATIC("\"\\"), "\"\\\"\\\\\""},
        {SR_TEXT_STATIC("a\nb\tc\r"), "\"a\\nb\\tc\\r\""},
        {SR_TEXT_STATIC("\0\x01\x1F\x20\x7F"), "\"\\u0000\\u0001\\u001f \x7F\""},
    };
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        sr_builder builder;
        sr_text json;
        sr_error err;
        sr_error_init(&err);
        sr_builder_init(&builder, arena, 1000);
        sr_json_add(&builder, ROWS[i].text);
        assert_done(sr_builder_finish(&builder, &json, &err), &err);
        assert_text(json, ROWS[i].json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_would_end_or_break_the_string_is_escaped),
    };
    arena = sr_arena_new();
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
