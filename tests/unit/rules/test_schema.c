#include "rules/schema_json.h"

#include <string.h>

#include "engine/base/builder.h"
#include "tests/support/test.h"

/* --- the tables --- */

static size_t count_words(const sr_schema *schema)
{
    size_t count = 0;
    while (schema->words != NULL && schema->words[count].name != NULL)
        count++;
    return count;
}

/* Every schema below this one has what its form wants; gives how many keys there are. */
static size_t walk(const sr_schema *schema)
{
    size_t count = 0;
    bool has_item = schema->form == SR_SCHEMA_NAMED || schema->form == SR_SCHEMA_LIST || schema->form == SR_SCHEMA_MANY || schema->form == SR_SCHEMA_EITHER;
    assert_int_equal(schema->item != NULL, has_item);
    assert_int_equal(schema->other != NULL, schema->form == SR_SCHEMA_EITHER);
    assert_int_equal(schema->field_count > 0, schema->form == SR_SCHEMA_GROUP);
    assert_int_equal(count_words(schema) > 0, schema->form == SR_SCHEMA_WORD);
    assert_true(schema->form != SR_SCHEMA_COUNT || schema->min < schema->max);
    assert_true(schema->form != SR_SCHEMA_NAMED || schema->pattern != NULL);
    for (size_t i = 0; i < schema->field_count; i++) {
        const sr_field *field = &schema->fields[i];
        assert_non_null(field->name);
        assert_non_null(field->schema);
        assert_true(field->summary != NULL && strlen(field->summary) >= 10);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(field->name, schema->fields[k].name);
        count += 1 + walk(field->schema);
    }
    count += has_item ? walk(schema->item) : 0;
    return count + (schema->form == SR_SCHEMA_EITHER ? walk(schema->other) : 0);
}

static void every_key_has_a_schema_and_a_sentence(void **state)
{
    (void)state;
    size_t count = 0;
    for (size_t i = 0; i < sr_file_kind_count(); i++)
        count += walk(sr_file_kind_get(i)->schema);
    assert_true(count > 140);
}

static void a_kind_is_found_by_its_name(void **state)
{
    (void)state;
    assert_string_equal(sr_file_kind_find(SR_TEXT("reports"))->files, "reports/*.yaml");
    assert_null(sr_file_kind_find(SR_TEXT("report")));
    assert_null(sr_file_kind_find(SR_TEXT("lists")));
}

/* --- JSON --- */

static sr_text write(const sr_file_kind *kind, sr_arena *arena)
{
    sr_error err;
    sr_text json;
    sr_error_init(&err);
    assert_done(sr_schema_write_json(kind, arena, &json, &err), &err);
    return json;
}

static void a_schema_is_the_same_text_every_time(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    const sr_file_kind *targets = sr_file_kind_find(SR_TEXT("targets"));
    sr_text first = write(targets, arena);
    assert_true(sr_text_is(first, write(targets, arena)));
    assert_true(sr_text_has_prefix(first, SR_TEXT("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"targets/*.yaml\",\n")));
    assert_true(sr_text_has_suffix(first, SR_TEXT("\n}\n")));
    sr_arena_free(arena);
}

static void the_schema_of_any_file_asks_for_the_first_key_of_each_kind(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_text json = write(NULL, arena);
    for (size_t i = 1; i < sr_file_kind_count(); i++) {
        const char *pieces[] = {"\"required\": [\"", sr_file_kind_get(i)->name, "\"]"};
        sr_builder builder;
        sr_builder_init(&builder, arena, 128);
        for (size_t k = 0; k < 3; k++)
            sr_builder_add_c(&builder, pieces[k]);
        assert_true(sr_text_find(json, sr_builder_get(&builder)) != SIZE_MAX);
    }
    assert_true(sr_text_find(json, SR_TEXT("\"organisation\"")) != SIZE_MAX);
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_key_has_a_schema_and_a_sentence),
        TEST(a_kind_is_found_by_its_name),
        TEST(a_schema_is_the_same_text_every_time),
        TEST(the_schema_of_any_file_asks_for_the_first_key_of_each_kind),
    };
    return RUN_TESTS(tests);
}
