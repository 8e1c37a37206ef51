#include "input/table.h"

#include <stdio.h>

#include "engine/base/builder.h"
#include "tests/support/export.h"
#include "tests/support/pack.h"
#include "tests/support/test.h"

static sr_arena *arena;
static sr_findings *findings;
static sr_error err;

static const char *const KINDS[] = {"paper", "lamp", "desk", "chair"};

/* Rows `first` to `last` of a table of dates, numbers, words, texts with commas, and addresses. */
static void add_rows(sr_builder *builder, int first, int last)
{
    for (int i = first; i < last; i++)
        sr_builder_addf(builder, "2024-%02d-%02d,%d,%s,\"No. %d, as ordered\",https://example.com/p/%d\n", i % 12 + 1, i % 28 + 1, i * 7 % 90, KINDS[i % 4],
                        i, i + 100);
}

/* The table with something in place of row 20, something above and something below. */
static sr_text make(const char *above, const char *row, const char *below)
{
    sr_builder builder;
    sr_text text;
    sr_builder_init(&builder, arena, 1 << 20);
    sr_builder_add_c(&builder, above);
    add_rows(&builder, 0, 20);
    sr_builder_add_c(&builder, row);
    add_rows(&builder, 21, 40);
    sr_builder_add_c(&builder, below);
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    return text;
}

static sr_text join(const sr_record *record)
{
    sr_builder builder;
    sr_text text;
    sr_builder_init(&builder, arena, 1 << 20);
    for (size_t i = 0; i < record->field_count; i++)
        sr_builder_addf(&builder, "%s%.*s", i > 0 ? "|" : "", SR_TEXT_ARG(record->fields[i].text));
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    return text;
}

static const sr_dialect OPEN = {.finds_quote = true, .finds_header = true, .finds_outside = true, .mends = SR_MEND_ALL};
static const char *const HEADER = "date,count,kind,note,link\n";
static uint64_t row_count;      // rows given by the last table
static sr_text header;
static sr_text others;          // records that are no rows, "42:row.outside " each

/* The row that stands at a physical line; nothing when there is none. */
static sr_text find_row(sr_text bytes, sr_dialect dialect, uint64_t line)
{
    sr_table *table;
    const sr_record *record;
    const char *problem;
    sr_text found = SR_TEXT_NONE;
    sr_builder builder;
    sr_builder_init(&builder, arena, 1 << 20);
    sr_error_init(&err);
    findings = sr_findings_new(arena);
    row_count = 0;
    assert_done(sr_table_open(sr_test_write_export(bytes, "t.csv", arena), &dialect, arena, &table, findings, &err), &err);
    record = sr_table_get_header(table, &problem);
    header = record == NULL ? SR_TEXT_NONE : join(record);
    for (;;) {
        assert_done(sr_table_next(table, &record, &problem, &err), &err);
        if (record == NULL)
            break;
        if (problem != NULL)
            sr_builder_addf(&builder, "%u:%s ", (unsigned)record->line, problem);
        row_count += problem == NULL;
        if (record->line == line && problem == NULL)
            found = join(record);
    }
    sr_table_close(table);
    assert_done(sr_builder_finish(&builder, &others, &err), &err);
    return found;
}

static uint64_t count_findings(const char *code)
{
    uint64_t count = 0;
    for (size_t i = 0; i < sr_findings_count_groups(findings); i++) {
        const sr_finding_group *group = sr_findings_get_group(findings, i);
        if (sr_text_is(sr_text_from(group->code), sr_text_from(code)))
            count += group->count;
    }
    return count;
}

#define ROW "2024-09-21|50|paper|No. 20, as ordered|https://example.com/p/120"

static void assert_mended(const char *row)
{
    assert_text(find_row(make(HEADER, row, ""), OPEN, 22), ROW);
    assert_int_equal(row_count, 40);
    assert_int_equal(count_findings("row.mended"), 1);
}

static void a_row_that_fits_is_left_alone(void **state)
{
    (void)state;
    assert_text(find_row(make(HEADER, "2024-09-21,50,paper,\"No. 20, as ordered\",https://example.com/p/120\n", ""), OPEN, 22), ROW);
    assert_text(header, "date|count|kind|note|link");
    assert_int_equal(count_findings("row.mended"), 0);
    assert_text(others, "");
}

static void a_row_in_another_reading_is_mended(void **state)
{
    (void)state;
    assert_mended("\"2024-09-21,50,paper,\"\"No. 20, as ordered\"\",https://example.com/p/120\"\n");
    assert_mended("2024-09-21;50;paper;No. 20, as ordered;https://example.com/p/120\n");
    assert_mended("2024-09-21\t50\tpaper\tNo. 20, as ordered\thttps://example.com/p/120\n");
    assert_mended("2024-09-21 50 paper \"No. 20, as ordered\" https://example.com/p/120\n");
    assert_mended("2024-09-21, 50, paper, \"No. 20, as ordered\", https://example.com/p/120\n");
    assert_mended("2024-09-21,50,paper,'No. 20, as ordered',https://example.com/p/120\n");
    assert_mended("2024-09-21,50,paper,No. 20, as ordered,https://example.com/p/120\n");
    assert_mended("2024-09-21,50,paper,\"No. 20, as ordered,https://example.com/p/120\n");
    assert_mended("2024-09-21,50,paper,No. 20, as ordered\",https://example.com/p/120\n");
    assert_mended("\"2024-09-21,50,paper,\"No. 20, as ordered\",https://example.com/p/120\n");
    assert_mended("2024-09-21,50,pa\"per,\"No. 20, as ordered\",https://example.com/p/120\n");
}

static void cells_too_many_or_too_few_are_told_by_their_values(void **state)
{
    (void)state;
    assert_mended("2024-09-21,,50,paper,\"No. 20, as ordered\",https://example.com/p/120\n");
    assert_mended(",2024-09-21,50,paper,\"No. 20, as ordered\",https://example.com/p/120\n");
    assert_mended("2024-09-2150,paper,\"No. 20, as ordered\",https://example.com/p/120\n");
    assert_mended("2024-09-21,50paper,\"No. 20, as ordered\",https://example.com/p/120\n");
    assert_mended("2024-09-21,50,paper\"No. 20, as ordered\",https://example.com/p/120\n");
}

static void what_cannot_be_told_is_padded_and_said(void **state)
{
    (void)state;
    sr_text text = make("a,b,c\n", "", "");
    (void)text;
    sr_builder builder;
    sr_builder_init(&builder, arena, 1 << 20);
    sr_builder_add_c(&builder, "a,b,c\n");
    for (int i = 0; i < 20; i++)
        sr_builder_addf(&builder, "%d,%d,%d\n", i, i * 7 % 30, i * 11 % 40);
    sr_builder_add_c(&builder, "1,2\n3,4,5\n6,7,8,9\n1,2,3\n");
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    assert_text(find_row(text, OPEN, 22), "1|2|");
    assert_int_equal(count_findings("row.padded"), 1);
    assert_text(find_row(text, OPEN, 24), "6|7|8|9");
    assert_int_equal(count_findings("row.ragged"), 1);
    assert_int_equal(row_count, 24);
}

static void an_empty_field_behind_the_last_column_is_told_unless_every_row_has_one(void **state)
{
    (void)state;
    assert_text(find_row(make(HEADER, "2024-09-21,50,paper,\"No. 20, as ordered\",https://example.com/p/120,\n", ""), OPEN, 22), ROW);
    assert_int_equal(count_findings("row.mended"), 0);
    sr_text told = sr_test_dump_findings(findings, arena);
    assert_true(sr_text_find(told, SR_TEXT("\nt.csv:22:68: note: 6 fields, and those too many are empty; expected 5, as in the other rows "
                                           "[row.extra_empty]\n")) != SIZE_MAX);
    find_row(SR_TEXT("a,b\n1,2,\n3,4,\n5,6,\n"), OPEN, 2);
    assert_int_equal(count_findings("row.extra_empty"), 0);
    assert_int_equal(row_count, 3);
}

static void a_swallowed_row_is_given_back(void **state)
{
    (void)state;
    sr_text text = make(HEADER, "2024-09-21,50,\"paper,No. 20,https://example.com/p/120\n", "");
    assert_text(find_row(text, OPEN, 22), "2024-09-21|50|paper|No. 20|https://example.com/p/120");
    assert_text(find_row(text, OPEN, 23), "2024-10-22|57|lamp|No. 21, as ordered|https://example.com/p/121");
    assert_int_equal(row_count, 40);
}

static void preamble_and_header_are_found(void **state)
{
    (void)state;
    sr_text row = find_row(make("Orders of the house\nPrinted: 2025-01-07 08:12\n\ndate,count,kind,note,link\n", "2024-09-21,50,paper,x,https://example.com/p/120\n", ""), OPEN, 25);
    assert_text(row, "2024-09-21|50|paper|x|https://example.com/p/120");
    assert_text(header, "date|count|kind|note|link");
    find_row(make("Orders of the house,,,,\n,,,,\ndate,count,kind,note,link\n", "", ""), OPEN, 1);
    assert_text(header, "date|count|kind|note|link");
    assert_int_equal(row_count, 39);
    find_row(make("when,how,what,,\ndate,many,kind,note,link\n", "", ""), OPEN, 1);
    assert_text(header, "when date|how many|what kind|what note|what link");
    assert_int_equal(row_count, 39);
    find_row(make("", "", ""), OPEN, 1);
    assert_text(header, "");
    assert_int_equal(row_count, 39);
    find_row(make("\"date,count,kind,note,link\"\n", "", ""), OPEN, 1);
    assert_text(header, "date|count|kind|note|link");
    find_row(make("date;count;kind;note;link\n", "", ""), OPEN, 1);
    assert_text(header, "date|count|kind|note|link");
    find_row(make("date,count,,kind,note,link\n", "", ""), OPEN, 1);
    assert_text(header, "date|count|kind|note|link");
}

static void delimiters_of_another_sort_stand_in_single_places(void **state)
{
    (void)state;
    const char *const rows[] = {"2024-09-21,50;paper,\"No. 20, as ordered\",https://example.com/p/120\n",
                                "2024-0,9-21,50,paper,\"No. 20, as ordered\",https://example.com/p/120\n",
                                "2024-09-21 , 50 , paper , \"No. 20, as ordered\" , https://example.com/p/120\n",
                                "2024-09-21 ,50 ,paper ,\"No. 20, as ordered\" ,https://example.com/p/120\n"};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_text(find_row(make(HEADER, rows[i], ""), OPEN, 22), ROW);
        assert_int_equal(count_findings("row.mended"), 1);
    }
}

static void text_behind_a_closing_quote_is_told_however_short_the_table(void **state)
{
    (void)state;
    static const char *const MORE[] = {"", "4;\"k\";5\n", "4;\"k\";5\n5;\"k\";5\n6;\"k\";5\n7;\"k\";5\n"};
    for (size_t i = 0; i < sizeof(MORE) / sizeof(MORE[0]); i++) {
        sr_text bytes = sr_test_join(SR_TEXT("a;b;c\n1;\"x\";3\n2;\"z\"w;4\n3;\"k\";5\n"), sr_text_from(MORE[i]), arena);
        assert_text(find_row(bytes, OPEN, 3), "2|zw|4");
        assert_int_equal(count_findings("row.quote") + count_findings("row.mended"), 1);
    }
}

/* 5;50 is not 550: what a number was before it was cut nobody knows. */
static void cut_numbers_are_not_put_together(void **state)
{
    (void)state;
    static const char *const ROWS[] = {"55;Keskus 1;5;50", "5;5;Keskus 1;5,50", "55;Keskus 1;-;5,50", "55;abc;5;50"};
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        sr_builder builder;
        sr_text bytes;
        sr_builder_init(&builder, arena, 1 << 12);
        sr_builder_add_c(&builder, "nr;nimi;summa\n");
        for (int k = 0; k < 40; k++)
            sr_builder_addf(&builder, i < 3 ? "%d;Keskus %d;%d,50\n" : "%d;abc%d;%d,50\n", k, i < 3 ? k % 5 : k, k);
        sr_builder_addf(&builder, "%s\n", ROWS[i]);
        assert_done(sr_builder_finish(&builder, &bytes, &err), &err);
        find_row(bytes, OPEN, 42);
        assert_int_equal(count_findings("row.mended"), 0);
        assert_int_equal(count_findings("row.ragged"), 1);
    }
}

static void a_short_table_shows_its_header_too(void **state)
{
    (void)state;
    assert_text(find_row(SR_TEXT("List of the house;;;\nkind;place;made of;state\nlamp;Tartu;oak and felt;whole\ndesk;Narva;birch;lost\n"), OPEN, 3),
                "lamp|Tartu|oak and felt|whole");
    assert_text(header, "kind|place|made of|state");
    assert_text(find_row(SR_TEXT("name,day,sum\n,(from),(eur)\nlamp,2024-01-02,1.50\ndesk,2024-01-03,20.00\ncable,2024-01-04,3.75\nchair,2024-01-05,0.80\n"), OPEN, 3),
                "lamp|2024-01-02|1.50");
    assert_text(header, "name|day (from)|sum (eur)");
    assert_text(find_row(SR_TEXT("name,day,sum\n'lamp','2024-01-02','1.50'\ndesk,2024-01-03,20.00\ncable,2024-01-04,3.75\nchair,2024-01-05,0.80\nx,2024-01-06,1.00\n"), OPEN, 2),
                "lamp|2024-01-02|1.50");
    assert_text(header, "name|day|sum");
}

static void columns_that_are_empty_to_the_end_keep_their_names(void **state)
{
    (void)state;
    sr_builder builder;
    sr_text text;
    sr_builder_init(&builder, arena, 1 << 20);
    sr_builder_add_c(&builder, "\"day,sum,a,b,c\"\n");
    for (int i = 0; i < 20; i++)
        sr_builder_addf(&builder, "2024-01-%02d,%d,,,\n", i + 1, i);
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    assert_text(find_row(text, OPEN, 3), "2024-01-02|1|||");
    assert_text(header, "day|sum|a|b|c");
}

static void what_is_no_part_of_the_table_is_said_and_counted(void **state)
{
    (void)state;
    find_row(make(HEADER, "", "Source: the house\n"), OPEN, 1);
    assert_text(others, "41:row.outside ");
    find_row(make(HEADER, "", "\nSource: the house, 2024.\nAll without tax\n"), OPEN, 1);
    assert_text(others, "42:row.outside 43:row.outside ");
    find_row(make(HEADER, HEADER, ""), OPEN, 1);
    assert_text(others, "22:row.header_again ");
    find_row(make(HEADER, ",,,,\n", ""), OPEN, 1);
    assert_text(others, "22:row.empty ");
    find_row(make(HEADER, "", "\na,b,c,d,e\nu,v,w,x,y\nu,v,w,x,y\n"), OPEN, 1);
    assert_text(others, "42:row.outside 43:row.outside 44:row.outside ");
    find_row(make(HEADER, "", "a,b\n1,2\n3,4\n"), OPEN, 1);
    assert_text(others, "41:row.outside 42:row.outside 43:row.outside ");
    assert_int_equal(row_count, 39);
}

static void what_is_declared_holds_and_nothing_is_mended(void **state)
{
    (void)state;
    sr_dialect dialect = sr_test_dialect();
    sr_text text = make(HEADER, "\"2024-09-21,50,paper,x,https://example.com/p/120\"\n", "Source: the house\n");
    assert_text(find_row(text, dialect, 22), "2024-09-21,50,paper,x,https://example.com/p/120");
    assert_int_equal(row_count, 41);
    assert_text(others, "");
    dialect.mends = 1u << SR_MEND_DELIMITER;
    assert_text(find_row(text, dialect, 22), "2024-09-21,50,paper,x,https://example.com/p/120");
    dialect.mends = 1u << SR_MEND_UNWRAP;
    assert_text(find_row(text, dialect, 22), "2024-09-21|50|paper|x|https://example.com/p/120");
    assert_text(find_row(text, dialect, 42), "Source: the house");
}

static void bytes_that_are_no_text_are_never_mended(void **state)
{
    (void)state;
    find_row(make(HEADER, "\"2024-09-21,50,paper,\"\"No. \xFF, as ordered\"\",https://example.com/p/120\"\n", ""), (sr_dialect){.encoding = SR_TEXT("UTF-8"),
             .quote = '"', .delimiter = ',', .header_lines = 1, .mends = SR_MEND_ALL}, 22);
    assert_text(others, "22:row.encoding ");
    assert_int_equal(count_findings("row.encoding"), 1);
    assert_int_equal(row_count, 39);
}

static void in_one_column_nothing_can_be_mended_but_problems_are_said(void **state)
{
    (void)state;
    find_row(SR_TEXT("name\none\n\"two\nthree\n"), OPEN, 1);
    assert_text(others, "3:row.unterminated_quote ");
    assert_int_equal(count_findings("row.unterminated_quote"), 2);     // where it opens and where the file ends
    assert_int_equal(row_count, 2);
}

static void a_mend_says_where_and_what(void **state)
{
    (void)state;
    find_row(make(HEADER, "2024-09-21,50,,paper,\"No. 20, as ordered\",https://example.com/p/120\n", ""), OPEN, 22);
    sr_text all = sr_test_dump_findings(findings, arena);
    assert_true(sr_text_find(all, SR_TEXT("t.csv:22:15: caution: an empty cell too many, told by the values of the other columns; mend the export; "
                                          "in a data set `mend: extra` allows this [row.mended]\n")) != SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_row_that_fits_is_left_alone),
        TEST(a_row_in_another_reading_is_mended),
        TEST(cells_too_many_or_too_few_are_told_by_their_values),
        TEST(what_cannot_be_told_is_padded_and_said),
        TEST(an_empty_field_behind_the_last_column_is_told_unless_every_row_has_one),
        TEST(a_swallowed_row_is_given_back),
        TEST(preamble_and_header_are_found),
        TEST(delimiters_of_another_sort_stand_in_single_places),
        TEST(text_behind_a_closing_quote_is_told_however_short_the_table),
        TEST(cut_numbers_are_not_put_together),
        TEST(a_short_table_shows_its_header_too),
        TEST(columns_that_are_empty_to_the_end_keep_their_names),
        TEST(what_is_no_part_of_the_table_is_said_and_counted),
        TEST(what_is_declared_holds_and_nothing_is_mended),
        TEST(bytes_that_are_no_text_are_never_mended),
        TEST(in_one_column_nothing_can_be_mended_but_problems_are_said),
        TEST(a_mend_says_where_and_what),
    };
    arena = sr_arena_new();
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
