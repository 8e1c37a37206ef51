#include "input/header.h"

#include "tests/support/export.h"
#include "tests/support/test.h"

static sr_arena *arena;
static sr_error err;

/* The first record of a file with these bytes, matched with the columns id and ward. */
static bool match(const char *bytes)
{
    static const sr_text names[] = {{"id", 2}, {"ward", 4}};
    static const sr_column_rule columns[] = {{.name = {"id", 2}, .from = &names[0], .from_count = 1},
                                             {.name = {"ward", 4}, .from = &names[1], .from_count = 1}};
    const sr_dataset dataset = {.name = SR_TEXT("visits"), .columns = columns, .column_count = 2};
    const sr_record *record;
    const char *problem;
    sr_records *records;
    sr_header header;
    sr_arena_free(arena);
    arena = sr_arena_new();
    sr_error_init(&err);
    sr_dialect dialect = sr_test_dialect();
    sr_findings *findings = sr_findings_new(arena);
    const char *path = sr_test_write_export(sr_text_from(bytes), "in.csv", arena);
    assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
    assert_done(sr_records_next(records, &record, &problem, &err), &err);
    bool done = sr_header_match(&dataset, path, record, arena, &header, &err);
    sr_records_close(records);
    return done;
}

static void names_are_shown_when_one_is_missing(void **state)
{
    (void)state;
    assert_true(match("id,ward\n"));
    assert_false(match("id,37605030299\n"));
    assert_string_equal(err.message, "dataset 'visits': column 'ward' is missing (the file has: id, 99999999999)");
    assert_false(match("id,Esmane Kontakt,2026\n"));
    assert_string_equal(err.message, "dataset 'visits': column 'ward' is missing (the file has: id, Esmane Kontakt, 2026)");
}

static void of_a_line_that_is_no_header_only_the_shape_is_shown(void **state)
{
    (void)state;
    assert_false(match("7,Mari Maasikas,37605030299\n"));
    assert_string_equal(err.message, "dataset 'visits': column 'id' is missing (the line looks like a row and no header: 9, aaaa aaaaaaaa, "
                                     "99999999999); a file without a header is declared with `header: none`");
    assert_false(match("Mari Maasikas,mari@example.ee\n"));
    assert_string_equal(err.message, "dataset 'visits': column 'id' is missing (the line looks like a row and no header: aaaa aaaaaaaa, "
                                     "aaaa@aaaaaaa.aa); a file without a header is declared with `header: none`");
    assert_false(match("Wart,Mari Maasikas,31.1.2026\n"));
    assert_string_equal(err.message, "dataset 'visits': column 'id' is missing (the line looks like a row and no header: aaaa, "
                                     "aaaa aaaaaaaa, 99.9.9999); a file without a header is declared with `header: none`");
    assert_false(match("Mari Maasikas,Wart\n"));
    assert_string_equal(err.message, "dataset 'visits': column 'id' is missing (the line looks like a row and no header: aaaa aaaaaaaa, "
                                     "aaaa); a file without a header is declared with `header: none`");
    assert_false(match("Case Number,Ward\n"));     // one column of the rules is enough: this is a header
    assert_string_equal(err.message, "dataset 'visits': column 'id' is missing (the file has: Case Number, Ward)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_are_shown_when_one_is_missing),
        TEST(of_a_line_that_is_no_header_only_the_shape_is_shown),
    };
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
