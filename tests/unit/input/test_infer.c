#include "input/infer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "tests/support/export.h"
#include "tests/support/test.h"

static sr_arena *arena;
static sr_findings *findings;
static sr_error err;

static const char *write_file(const char *bytes)
{
    sr_arena_free(arena);
    arena = sr_arena_new();
    findings = sr_findings_new(arena);
    sr_error_init(&err);
    return sr_test_write_export(sr_text_from(bytes), "calls.2026.csv", arena);
}

static sr_infer_options get_options(void)
{
    return (sr_infer_options){.dialect = {.quote = '"', .header_lines = 1}};
}

/* "name type, name decimal(2), name date dd.mm.yyyy" */
static sr_text infer_with(const char *bytes, const sr_infer_options *options)
{
    static const char *const types[] = {"text", "code", "codes", "integer", "decimal", "real", "date", "boolean", "person", "drop"};
    const sr_dataset *dataset;
    sr_builder out;
    const char *path = write_file(bytes);
    sr_infer_options passing = *options;    // what is found must not point into the options
    assert_done(sr_infer(path, &passing, arena, &dataset, findings, &err), &err);
    memset(&passing, 0xAA, sizeof(passing));
    sr_builder_init(&out, arena, 65536);
    for (size_t i = 0; i < dataset->column_count; i++) {
        const sr_column_rule *rule = &dataset->columns[i];
        sr_builder_addf(&out, "%s%.*s %s", i == 0 ? "" : ", ", SR_TEXT_ARG(rule->name), types[rule->type]);
        if (rule->type == SR_TYPE_DECIMAL)
            sr_builder_addf(&out, "(%d)", rule->scale);
        if (rule->type == SR_TYPE_DATE)
            sr_builder_addf(&out, " %.*s", SR_TEXT_ARG(rule->formats[0]));
    }
    if (dataset->notation.decimal_mark == ',')
        sr_builder_add_c(&out, " with comma");
    if (dataset->other_notation.decimal_mark != '\0')
        sr_builder_addf(&out, " and '%c'", dataset->other_notation.decimal_mark);
    return sr_builder_get(&out);
}

static sr_text infer(const char *bytes)
{
    sr_infer_options options = get_options();
    return infer_with(bytes, &options);
}

static void assert_fails(const char *bytes, uint64_t line, uint64_t column, const char *message)
{
    sr_infer_options options = get_options();
    const sr_dataset *dataset;
    const char *path = write_file(bytes);
    assert_false(sr_infer(path, &options, arena, &dataset, findings, &err));
    assert_int_equal(err.code, SR_BAD_DATA);
    assert_int_equal(err.where.line, line);
    assert_int_equal(err.where.column, column);
    assert_string_equal(err.message, message);
}

static void numbers_are_as_fine_as_their_finest_value(void **state)
{
    (void)state;
    assert_text(infer("a,b,c,d\n39,1.5,1e3,-1\n39.0,2.25,5,0\n,-0.5,,12\n"), "a decimal(1), b decimal(2), c real, d integer");
    assert_text(infer("a,b\n1234567890.123456789,1234567890123456789\n"), "a real, b text");
    assert_text(infer("a\n1\n2 \n 3\n"), "a integer");
    assert_text(infer("a,b,c,d\n1.50-,(12),-3,--4\n2.00,13,4-,(-5)\n"), "a decimal(2), b integer, c integer, d text");
}

static void a_leading_zero_a_plus_and_mixed_values_mean_text(void **state)
{
    (void)state;
    assert_text(infer("a,b,c,d,e,f\n007,0,+372,1,0.5,00.5\n8,0,5,x,-0.25,1\n"), "a text, b integer, c text, d text, e decimal(2), f text");
    assert_text(infer("a,b\nSi,1.\nNo,.5\n"), "a text, b text");
    assert_text(infer("a,b\n,x\n,y\n"), "a text, b text");
}

static void a_decimal_comma_is_taken_in_files_with_semicolons(void **state)
{
    (void)state;
    assert_text(infer("a;b;c\n1 234,5;7;x\n-0,25;12 000;1,5\n"), "a decimal(2), b integer, c text with comma");
    assert_text(infer("a;b\n1.5;7\n2.25;8\n"), "a decimal(2), b integer");
    assert_text(infer("a,b\n\"1,5\",2\n\"2,5\",3\n"), "a text, b integer");
    sr_infer_options options = get_options();
    options.decimal_mark = ',';
    assert_text(infer_with("a,b\n\"1,5\",2.5\n", &options), "a decimal(1), b text with comma");
}

static void a_decimal_comma_is_proven_elsewhere(void **state)
{
    (void)state;
    assert_text(infer("a\tb\n1 234,5\t7\n-0,25\t8\n"), "a decimal(2), b integer with comma");
    assert_text(infer("a|b\n1,5|7\n2,25|8\n"), "a decimal(2), b integer with comma");
    assert_text(infer("a\tb\n1,500\t7\n2,250\t8\n"), "a text, b integer");     // thousands, or a mark and three digits
    assert_text(infer("a,b\n\"1,50\",2\n\"22,50\",3\n"), "a decimal(2), b integer with comma");
    assert_text(infer("a,b\n\"1,500\",2\n\"22,500\",3\n"), "a text, b integer");
}

static void columns_that_differ_in_their_mark_are_numbers_all_the_same(void **state)
{
    (void)state;
    assert_text(infer("a;b;c\n1 234,5;2.5;x\n2,25;31.0;y\n"), "a decimal(2), b decimal(1), c text and ','");
    assert_text(infer("a;b;c\n1 234,5;2.5;1,5\n2,25;31.0;2,5\n"), "a decimal(2), b decimal(1), c decimal(1) with comma and '.'");
}

static void a_date_needs_one_format_and_one_order(void **state)
{
    (void)state;
    assert_text(infer("a,b,c,d\n2026-01-31,31.01.2026,23-Apr-2012,2026-01-31T10:00:00\n2026-02-01,1.2.2026,01-May-2012,2026-02-01T23:59:59\n"),
                "a date yyyy-mm-dd, b date d.m.yyyy, c date dd-Mon-yyyy, d date yyyy-mm-ddTHH:MM:SS");
    assert_text(infer("a,b,c\n24/12/2010,12/24/2010,01/02/2010\n01/12/2010,01/12/2010,03/04/2010\n"),
                "a date dd/mm/yyyy, b date mm/dd/yyyy, c text");
    assert_text(sr_test_dump_findings(findings, arena),
                "calls.2026.csv: note: detected: encoding UTF-8, delimiter a comma; pin what is detected: `encoding:`, `delimiter:` in "
                "the data set, --encoding, --delimiter at the prompt [dialect.detected]\n"
                "calls.2026.csv:1:5: note: dates as dd/mm/yyyy or mm/dd/yyyy: read as text; expected values that allow one order of day "
                "and month; say which with --date [column.date_order]\n");
    assert_text(infer("a\n2026-02-30\n2026-01-01\n"), "a text");
    sr_infer_options options = get_options();
    options.date_format = SR_TEXT("mm/dd/yyyy");
    assert_text(infer_with("c,d\n01/02/2010,2010-01-01\n", &options), "c date mm/dd/yyyy, d date yyyy-mm-dd");
}

static void all_records_are_looked_at_and_broken_ones_say_nothing(void **state)
{
    (void)state;
    assert_text(infer("a,b\n1,2\nx\nx,y,z\n3,4,\n5,\"6"), "a integer, b integer");
    sr_builder bytes;
    sr_arena *own = sr_arena_new();
    sr_builder_init(&bytes, own, 1u << 20);
    sr_builder_add_c(&bytes, "a,b\n");
    for (int i = 0; i < 20000; i++)
        sr_builder_addf(&bytes, "%d,1\n", i);
    sr_builder_add_c(&bytes, "last,1\n");
    assert_text(infer(sr_builder_get(&bytes).data), "a text, b integer");
    sr_arena_free(own);
}

static bool has_mixed(void)
{
    return sr_text_find(sr_test_dump_findings(findings, arena), SR_TEXT("column.mixed")) != SIZE_MAX;
}

static void the_value_that_makes_a_column_a_text_is_named(void **state)
{
    (void)state;
    char bytes[1024] = "day;sum;code\n";
    for (int i = 1; i <= 10; i++)
        snprintf(bytes + strlen(bytes), sizeof(bytes) - strlen(bytes), "%02d.01.2026;%d,50;%d\n", i, i, i);
    strcat(bytes, "32.01.2026;12,34,56;11\n12.01.2026;1,5;012\n");
    assert_text(infer(bytes), "day text, sum text, code text");
    sr_text said = sr_test_dump_findings(findings, arena);
    assert_true(sr_text_find(said, SR_TEXT("calls.2026.csv:12:1: note: the value that makes column 'day' a text; expected a date like those "
                                           "above it; declare the column in a data set, where such a value is set aside and named "
                                           "[column.mixed]\n")) != SIZE_MAX);
    assert_true(sr_text_find(said, SR_TEXT("calls.2026.csv:13:16: note: the value that makes column 'code' a text; expected a number like "
                                           "those above it;")) != SIZE_MAX);
    assert_int_equal(sr_findings_count(findings, SR_NOTE), 3);   // `sum` is no number with the mark of this file; and what was detected

    assert_text(infer("a,b\n1,x\n2,x\ny,x\n"), "a text, b text");     // too few to speak of a rule and its exception
    assert_false(has_mixed());
}

static void names_are_trimmed_and_must_be_there_and_differ(void **state)
{
    (void)state;
    assert_text(infer(" a ,A,\"b c\",,\n1,2,3,,\n"), "a integer, A integer, b c integer");
    assert_fails("a,b,a\n1,2,3\n", 1, 5, "the header has the name 'a' twice, expected every column to have its own");
    assert_fails("a,,b\n1,2,3\n", 1, 3, "column 2 has values and no name, expected a name in the header; when the names stand further down, say in which line: "
                 "--header N");
}

static void a_personal_value_is_no_name_of_a_column(void **state)
{
    (void)state;
    assert_fails("a,37605030299\n1,2\n", 1, 3, "a personal value ('99999999999') stands in the header, expected the names of the columns; a "
                                               "file without a header is read with --header none");
    assert_fails("Mari Maasikas,mari@example.ee,mari@example.ee\n1,2,3\n", 1, 15,
                 "a personal value ('aaaa@aaaaaaa.aa') stands in the header, expected the names of the columns; a file without a header is "
                 "read with --header none");
    sr_infer_options options = get_options();
    options.dialect.header_lines = 0;
    assert_text(infer_with("a,37605030299\n", &options), "column1 text, column2 integer");
}

static void an_empty_file_is_an_error_and_a_header_alone_is_not(void **state)
{
    (void)state;
    assert_fails("", 0, 0, "no record in the file, expected a header and records");
    assert_fails("\n\n", 0, 0, "no record in the file, expected a header and records");
    assert_fails("a,\"b\n", 1, 0, "the first record cannot be read (row.unterminated_quote), expected the names of the columns");
    assert_text(infer("a,b\n"), "a text, b text");
}

static void without_a_header_columns_are_numbered(void **state)
{
    (void)state;
    sr_infer_options options = get_options();
    options.dialect.header_lines = 0;
    assert_text(infer_with("1;x\n2;y\n", &options), "column1 integer, column2 text");
}

static void the_data_set_is_as_a_user_might_have_written_it(void **state)
{
    (void)state;
    sr_infer_options options = get_options();
    const sr_dataset *dataset;
    const char *path = write_file("a;b\n\xF5;2\n");
    options.dialect.encoding = SR_TEXT("cp1257");
    assert_done(sr_infer(path, &options, arena, &dataset, findings, &err), &err);
    assert_text(dataset->name, "calls");
    assert_text(dataset->dialect.encoding, "Windows-1257");
    assert_int_equal(dataset->dialect.delimiter, ';');
    assert_int_equal(dataset->dialect.header_lines, 1);
    assert_int_equal(dataset->file_count, 1);
    assert_text(dataset->files[0].pattern, path);
    assert_int_equal(dataset->columns[1].where.column, 3);
    assert_text(dataset->columns[1].from[0], "b");
    sr_hash hash;
    assert_true(sr_hash_bytes(SR_TEXT("a;b\n\xF5;2\n"), &hash));
    assert_memory_equal(dataset->seen_hash, &hash, sizeof(hash));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_as_fine_as_their_finest_value),
        TEST(a_leading_zero_a_plus_and_mixed_values_mean_text),
        TEST(a_decimal_comma_is_taken_in_files_with_semicolons),
        TEST(a_decimal_comma_is_proven_elsewhere),
        TEST(columns_that_differ_in_their_mark_are_numbers_all_the_same),
        TEST(a_date_needs_one_format_and_one_order),
        TEST(all_records_are_looked_at_and_broken_ones_say_nothing),
        TEST(the_value_that_makes_a_column_a_text_is_named),
        TEST(names_are_trimmed_and_must_be_there_and_differ),
        TEST(a_personal_value_is_no_name_of_a_column),
        TEST(an_empty_file_is_an_error_and_a_header_alone_is_not),
        TEST(without_a_header_columns_are_numbered),
        TEST(the_data_set_is_as_a_user_might_have_written_it),
    };
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
