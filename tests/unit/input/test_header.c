#include "input/header.h"

#include "tests/support/export.h"
#include "tests/support/test.h"

static sr_arena *arena;
static sr_error err;
static sr_error err_behind; // of what lies behind the last name

static sr_header header;

static const sr_text NAMES[] = {{"id", 2}, {"ward", 4}};
static const sr_day *day; // of the file; NULL: not known

/* The first record of a file with these bytes, matched with two columns. */
static bool match_columns(const char *bytes, const sr_column_rule columns[2])
{
    const sr_dataset dataset = {.name = SR_TEXT("visits"), .columns = columns, .column_count = 2};
    const sr_record *record;
    const char *problem;
    sr_records *records;
    sr_arena_free(arena);
    arena = sr_arena_new();
    sr_error_init(&err);
    sr_dialect dialect = sr_test_dialect();
    sr_findings *findings = sr_findings_new(arena);
    const char *path = sr_test_write_export(sr_text_from(bytes), "in.csv", arena);
    assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
    assert_done(sr_records_next(records, &record, &problem, &err), &err);
    bool done =
        sr_header_check(&dataset, path, record, day, arena, &err) && sr_header_find(&dataset, record, day, arena, &header, &err);
    sr_error_init(&err_behind);
    bool is_there = sr_header_check_positions(&dataset, path, record, arena, &err_behind);
    assert_int_equal(is_there, err_behind.code == SR_OK);
    sr_records_close(records);
    return done;
}

static bool match(const char *bytes)
{
    static const sr_column_rule columns[] = {{.name = {"id", 2}, .from = &NAMES[0], .from_count = 1},
                                             {.name = {"ward", 4}, .from = &NAMES[1], .from_count = 1}};
    return match_columns(bytes, columns);
}

static void of_columns_with_one_name_the_rules_say_which(void **state)
{
    (void)state;
    static const sr_column_rule columns[] = {{.name = {"one", 3}, .from = &NAMES[0], .from_count = 1, .nth = 1},
                                             {.name = {"other", 5}, .from = &NAMES[0], .from_count = 1, .nth = 2}};
    assert_true(match_columns("x,id,y,ID,id\n", columns));
    assert_int_equal(header.fields[0], 1);
    assert_int_equal(header.fields[1], 4);      // the same letters come first
    assert_false(match_columns("x,id,y\n", columns));
    assert_string_equal(err.message, "dataset 'visits': column 'other' from number 2 of 'id' is missing (the file has: x, id, y)");
    assert_false(match("id,id,ward\n"));
    assert_string_equal(err.message, "dataset 'visits': the header has 'id' twice, expected one column of that name; say with `nth` which one "
                                     "column 'id' is");
}

static void a_column_by_its_place_may_lie_behind_the_last_name(void **state)
{
    (void)state;
    sr_column_rule columns[] = {{.name = {"id", 2}, .from = &NAMES[0], .from_count = 1},
                                {.name = {"ward", 4}, .from = &NAMES[1], .from_count = 1, .position = 3}};
    assert_true(match_columns("id,x\n", columns));
    assert_int_equal(header.fields[1], 2);
    assert_int_equal(header.width, 3);
    assert_int_equal(header.width_min, 3);
    columns[1].is_optional = true;
    assert_true(match_columns("id,x\n", columns));
    assert_int_equal(header.fields[1], SR_NO_FIELD);
    assert_int_equal(header.width, 2);
}

static void names_in_use_on_the_day_of_the_file_come_first(void **state)
{
    (void)state;
    static const sr_text names[] = {{"sum", 3}, {"total", 5}};
    static const sr_name_days early[] = {{SR_DAY_MIN, 100}, {100, SR_DAY_MAX}}; // sum, then total
    static const sr_name_days late[] = {{100, SR_DAY_MAX}, {SR_DAY_MIN, SR_DAY_MIN}};
    const sr_column_rule columns[] = {{.name = {"gross", 5}, .from = names, .from_count = 2, .from_days = early},
                                      {.name = {"net", 3}, .from = names, .from_count = 1, .from_days = late, .is_optional = true}};
    static const sr_day days[] = {99, 100};
    day = &days[0];
    assert_true(match_columns("id,sum\n", columns));
    assert_int_equal(header.fields[0], 1);
    assert_int_equal(header.names[0], 0);
    assert_true(match_columns("id,sum,total\n", columns));
    assert_int_equal(header.fields[0], 1);
    day = &days[1];
    assert_true(match_columns("id,sum,total\n", columns));
    assert_int_equal(header.fields[0], 2);
    assert_int_equal(header.names[0], 1);
    assert_int_equal(header.fields[1], 1);
    assert_false(match_columns("id,sum\n", columns)); // sum is the net one by now
    assert_string_equal(err.message, "dataset 'visits': column 'gross' from 'total' is missing (the file has: id, sum)");
    const sr_column_rule alone[] = {columns[0], {.name = {"id", 2}, .from = &NAMES[0], .from_count = 1}};
    assert_true(match_columns("id,sum\n", alone)); // no name of that day is there: the other one, and drift tells
    assert_int_equal(header.fields[0], 1);
    assert_int_equal(header.names[0], 0);
    assert_false(sr_header_is_in_use(&columns[0], 0, day));
    day = NULL;
    assert_true(match_columns("id,total,sum\n", columns));
    assert_int_equal(header.fields[0], 2);
    assert_true(sr_header_is_in_use(&columns[0], 0, day) && sr_header_is_in_use(&columns[0], 1, day));
}

static void a_column_without_a_name_goes_by_its_place(void **state)
{
    (void)state;
    static const sr_column_rule columns[] = {{.name = {"id", 2}, .from = &NAMES[0], .from_count = 1},
                                             {.name = {"extra", 5}, .position = 3}};
    assert_true(match_columns("id,ward,\n", columns));
    assert_int_equal(header.fields[1], 2);
    assert_int_equal(header.columns[2], 1);
    assert_int_equal(header.width_min, 3);
    assert_int_equal(err_behind.code, SR_OK);
    assert_true(match_columns("id,ward\n", columns)); // when the rows are as wide
    assert_int_equal(err_behind.code, SR_BAD_DATA);
    assert_string_equal(err_behind.message, "dataset 'visits': column 'extra' from position 3 is missing (the file has: id, ward)");
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
        TEST(a_column_by_its_place_may_lie_behind_the_last_name),
        TEST(names_are_shown_when_one_is_missing),
        TEST(of_columns_with_one_name_the_rules_say_which),
        TEST(names_in_use_on_the_day_of_the_file_come_first),
        TEST(a_column_without_a_name_goes_by_its_place),
        TEST(of_a_line_that_is_no_header_only_the_shape_is_shown),
    };
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
