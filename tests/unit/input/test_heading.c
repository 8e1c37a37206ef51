#include "input/heading.h"

#include <string.h>

#include "engine/base/builder.h"
#include "tests/support/test.h"

static sr_arena *arena;

/* "a,,b" as a record of a line. */
static sr_record cut(const char *text, uint64_t line)
{
    sr_record record = {.line = line};
    sr_field *fields = sr_arena_alloc(arena, strlen(text) + 1, sizeof(*fields));
    assert_non_null(fields);
    for (const char *at = text; at != NULL;) {
        const char *end = strchr(at, ',');
        size_t size = end == NULL ? strlen(at) : (size_t)(end - at);
        fields[record.field_count++] = (sr_field){.text = {at, size}, .line = line, .column = (uint64_t)(at - text) + 1};
        at = end == NULL ? NULL : end + 1;
    }
    record.fields = fields;
    return record;
}

/* The joined names, "|" between them; `header` is them. */
static sr_text join(const char *const *texts, size_t count, sr_record *header)
{
    sr_record lines[SR_HEADER_LINES_MAX];
    sr_builder builder;
    sr_text joined;
    sr_error err;
    sr_error_init(&err);
    for (size_t i = 0; i < count; i++)
        lines[i] = cut(texts[i], i + 1);
    assert_done(sr_heading_join(lines, count, arena, header, &err), &err);
    sr_builder_init(&builder, arena, 4096);
    for (size_t i = 0; i < header->field_count; i++)
        sr_builder_addf(&builder, "%s%.*s", i > 0 ? "|" : "", SR_TEXT_ARG(header->fields[i].text));
    assert_done(sr_builder_finish(&builder, &joined, &err), &err);
    return joined;
}

#define JOINED(...)                                                                                                                \
    join((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), &(sr_record){0})

static void one_line_stays_as_it_stands(void **state)
{
    (void)state;
    assert_text(JOINED("id, ward,,"), "id| ward||");
}

static sr_text write_name(const char *text)
{
    sr_text name;
    sr_error err;
    sr_error_init(&err);
    assert_done(sr_heading_write_name(sr_text_from(text), arena, &name, &err), &err);
    return name;
}

static void a_name_stands_on_one_line(void **state)
{
    (void)state;
    assert_text(write_name(" kulu  eur\t"), "kulu  eur");
    assert_text(write_name("kulu\neur"), "kulu eur");
    assert_text(write_name("kulu \r\n eur\r\n"), "kulu eur");
    assert_text(write_name("a\tb\x07" "c\x7f"), "a b c");
    assert_text(write_name("a\xc2\x85" "b\xe2\x80\xa8" "c"), "a b c");
    assert_text(write_name("\x01 \n"), "");
    assert_text(write_name(""), "");
}

static void names_of_lines_are_joined_with_a_blank(void **state)
{
    (void)state;
    assert_text(JOINED("kulu,kulu,isikud", "eur , tk,arv"), "kulu eur|kulu tk|isikud arv");
    assert_text(JOINED("id,sum,day", ",(EUR),"), "id|sum (EUR)|day");
    assert_text(JOINED("a", "b,c"), "a b|a c");
    assert_text(JOINED("a,b", ""), "a|b");
    assert_text(JOINED(",", ","), "|");
}

static void a_merged_cell_carries_to_the_right(void **state)
{
    (void)state;
    assert_text(JOINED("maakond,kulu,,isikud,", ",eur,tk,arv,osakaal"), "maakond|kulu eur|kulu tk|isikud arv|isikud osakaal");
    assert_text(JOINED(",2025,,2026,", "maakond,kulu,arv,kulu,arv"), "maakond|2025 kulu|2025 arv|2026 kulu|2026 arv");
}

static void a_name_with_nothing_below_it_stands_for_its_column_alone(void **state)
{
    (void)state;
    assert_text(JOINED("maakond,,kulu,", ",vald,eur,tk"), "maakond|vald|kulu eur|kulu tk");
    assert_text(JOINED("kulu,,,", "eur,tk,,x"), "kulu eur|kulu tk||x"); // a column without any name ends it
}

static void groups_of_three_lines_do_not_reach_over_the_groups_above(void **state)
{
    (void)state;
    assert_text(JOINED("2025,,,2026,", "kulu,,arv,,arv", "eur,tk,n,eur,n"),
                "2025 kulu eur|2025 kulu tk|2025 arv n|2026 eur|2026 arv n");
    assert_text(JOINED("2025,,2026,", "kulu,,,", "eur,tk,eur,tk"), "2025 kulu eur|2025 kulu tk|2026 eur|2026 tk");
}

static void a_name_keeps_the_place_of_its_first_own_text(void **state)
{
    (void)state;
    static const char *const lines[] = {"a,b,", ",c,d"};
    sr_record header;
    join(lines, 2, &header);
    assert_int_equal(header.line, 1);
    assert_int_equal(header.fields[0].line, 1);
    assert_int_equal(header.fields[1].column, 3);
    assert_int_equal(header.fields[2].line, 2);
    assert_int_equal(header.fields[2].column, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_name_stands_on_one_line),
        TEST(one_line_stays_as_it_stands),
        TEST(names_of_lines_are_joined_with_a_blank),
        TEST(a_merged_cell_carries_to_the_right),
        TEST(a_name_with_nothing_below_it_stands_for_its_column_alone),
        TEST(groups_of_three_lines_do_not_reach_over_the_groups_above),
        TEST(a_name_keeps_the_place_of_its_first_own_text),
    };
    arena = sr_arena_new();
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
