#include "app/template.h"

#include <string.h>

#include "rules/schema_json.h"
#include "tests/support/test.h"

static sr_text write(const char *path, sr_day as_of, sr_arena *arena)
{
    sr_error err;
    sr_text text = SR_TEXT_NONE;
    sr_error_init(&err);
    for (size_t i = 0; i < sr_template_count(); i++)
        if (strcmp(sr_template_get(i)->path, path) == 0)
            assert_done(sr_template_write(sr_template_get(i), as_of, arena, &text, &err), &err);
    assert_true(text.size > 0);
    return text;
}

static void seire_yaml_is_the_last_and_each_kind_has_a_schema(void **state)
{
    (void)state;
    assert_string_equal(sr_template_get(sr_template_count() - 1)->path, "seire.yaml");
    for (size_t i = 0; i < sr_template_count(); i++)
        if (sr_template_get(i)->kind != NULL)
            assert_non_null(sr_file_kind_find(sr_text_from(sr_template_get(i)->kind)));
}

static void the_schema_is_named_from_where_the_file_lies(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_day day = sr_day_from_civil(2026, 11, 2);
    assert_true(sr_text_has_prefix(write("seire.yaml", day, arena), SR_TEXT("# yaml-language-server: $schema=schemas/seire.json\n")));
    assert_true(sr_text_has_prefix(write("targets/requests.yaml", day, arena), SR_TEXT("# yaml-language-server: $schema=../schemas/targets.json\n")));
    assert_true(sr_text_has_prefix(write("lists/services.csv", day, arena), SR_TEXT("code,")));
    sr_arena_free(arena);
}

static void targets_hold_from_the_year_of_the_first_request(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_text targets = write("targets/requests.yaml", sr_day_from_civil(2026, 1, 1), arena);     // the first request is of January 2024
    assert_true(sr_text_find(targets, SR_TEXT("from: 2024-01-01, min")) != SIZE_MAX);
    assert_true(sr_text_find(targets, SR_TEXT("approved_on: 2023-12-15")) != SIZE_MAX);
    assert_true(sr_text_find(targets, SR_TEXT("@")) == SIZE_MAX);
    sr_arena_free(arena);
}

static void the_export_knows_no_day_from_as_of_on(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_text rows = write("inbox/poordumised.csv", sr_day_from_civil(2026, 11, 2), arena);
    assert_true(sr_text_find(rows, SR_TEXT("\nP-2024-1101;01.11.2024;")) != SIZE_MAX);
    assert_true(sr_text_find(rows, SR_TEXT(";01.11.2026;;")) != SIZE_MAX);      // received the day before, not answered yet
    assert_true(sr_text_find(rows, SR_TEXT("02.11.2026")) == SIZE_MAX);
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(seire_yaml_is_the_last_and_each_kind_has_a_schema),
        TEST(the_schema_is_named_from_where_the_file_lies),
        TEST(targets_hold_from_the_year_of_the_first_request),
        TEST(the_export_knows_no_day_from_as_of_on),
    };
    return RUN_TESTS(tests);
}
