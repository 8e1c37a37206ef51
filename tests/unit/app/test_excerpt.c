#include "app/excerpt.h"

#include <string.h>

#include "tests/support/export.h"
#include "tests/support/test.h"

static sr_arena *arena;

/* The excerpt of a place in a file with these bytes; "" when there is none. */
static sr_text show(const char *name, const char *bytes, uint64_t line, uint64_t column)
{
    sr_text excerpt;
    const char *path = sr_test_write_export(sr_text_from(bytes), name, arena);
    return sr_excerpt_make((sr_where){path, line, column}, arena, &excerpt) ? excerpt : SR_TEXT_NONE;
}

static void the_line_stands_over_a_sign_at_the_place(void **state)
{
    (void)state;
    arena = sr_arena_new();
    assert_text(show("a.yaml", "T01:\n  bettr: higher\n", 2, 3), "       2 |   bettr: higher\n         |   ^\n");
    assert_text(show("a.yaml", "a: 1\r\nb: x", 2, 4), "       2 | b: x\n         |    ^\n");
    assert_text(show("a.yaml", "nimi: {et: Õige, en: x}", 1, 18), "       1 | nimi: {et: Õige, en: x}\n         |                 ^\n");
    assert_text(show("a.yaml", "a:\n\tb: 1\n", 2, 1), "       2 |  b: 1\n         | ^\n");
    assert_text(show("a.yaml", "a: 1\n", 2, 1), "       2 | \n         | ^\n");
    sr_arena_free(arena);
}

static void a_long_line_is_cut_around_the_place(void **state)
{
    (void)state;
    char bytes[4001];
    memset(bytes, 'x', 4000);
    bytes[2000] = 'P';
    bytes[4000] = '\0';
    arena = sr_arena_new();
    sr_text excerpt = show("a.yaml", bytes, 1, 2001);
    assert_int_equal(excerpt.size, 11 + 100 + 1 + 11 + 60 + 2);
    assert_int_equal(sr_text_find(excerpt, SR_TEXT("P")), 11 + 60);
    assert_int_equal(sr_text_find(excerpt, SR_TEXT("^")), 11 + 100 + 1 + 11 + 60);
    sr_arena_free(arena);
}

static void nothing_is_shown_of_data_of_persons_or_of_lines_that_are_not_there(void **state)
{
    (void)state;
    arena = sr_arena_new();
    assert_text(show("a.csv", "a;b\n1;2\n", 2, 1), "");
    assert_text(show("a.yaml", "where: id = '37605030299'\n", 1, 8), "");
    assert_text(show("a.yaml", "a: 1\n", 3, 1), "");
    assert_text(show("a.yaml", "a: 1\n", 1, 9), "");
    assert_text(show("a.yaml", "a: 1\n", 0, 0), "");
    assert_text(show("a.yaml", "a: \xFF\n", 1, 1), "");
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_line_stands_over_a_sign_at_the_place),
        TEST(a_long_line_is_cut_around_the_place),
        TEST(nothing_is_shown_of_data_of_persons_or_of_lines_that_are_not_there),
    };
    return RUN_TESTS(tests);
}
