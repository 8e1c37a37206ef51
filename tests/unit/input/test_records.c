#include "input/records.h"

#include <string.h>

#include "tests/support/export.h"
#include "tests/support/test.h"

static sr_arena *arena;
static sr_findings *findings;

static void begin(void)
{
    sr_arena_free(arena);
    arena = sr_arena_new();
    findings = sr_findings_new(arena);
}

static sr_text dump(sr_text bytes, sr_dialect dialect)
{
    begin();
    return sr_test_dump_records(sr_test_write_export(bytes, "x.csv", arena), &dialect, arena, findings);
}

static sr_text dump_plain(const char *bytes)
{
    return dump(sr_text_from(bytes), sr_test_dialect());
}

static sr_text get_findings(void)
{
    return sr_test_dump_findings(findings, arena);
}

static void lf_crlf_and_cr_end_a_record_also_mixed(void **state)
{
    (void)state;
    assert_text(dump_plain("a,b\nc,d\r\ne,f\rg,h"), "1:0 a|b\n2:4 c|d\n3:9 e|f\n4:13 g|h\n");
}

#define LONE_CR "note: a carriage return with no line feed behind it ends this line; if it belongs to a value, that must stand in quotes " \
                "[file.lone_cr]\n"

static void the_first_line_that_a_lone_cr_ends_is_said_once(void **state)
{
    (void)state;
    dump_plain("a,b\nc,d\r\ne,\xC3\xB5\rg,h\ri,j");
    assert_text(get_findings(), "x.csv:3:3: " LONE_CR);
    dump_plain("\r\ra");
    assert_text(get_findings(), "x.csv:1:1: " LONE_CR);
    dump_plain("a,\"b\rc\"\r");
    assert_text(get_findings(), "x.csv:2:2: " LONE_CR);
    dump_plain("a,\"b\rc\"\r\nd,e\r\n");
    assert_text(get_findings(), "");
    sr_dialect dialect = sr_test_dialect();
    dialect.encoding = SR_TEXT("windows-1257");
    dump(SR_TEXT("a\n\xE4\xF5\rb"), dialect);
    assert_text(get_findings(), "x.csv:2:2: " LONE_CR);
}

static sr_records_totals count(const char *bytes, sr_dialect dialect)
{
    sr_error err;
    sr_records *records;
    const sr_record *record;
    const char *problem;
    sr_error_init(&err);
    const char *path = sr_test_write_export(sr_text_from(bytes), "x.csv", arena);
    assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
    do
        assert_done(sr_records_next(records, &record, &problem, &err), &err);
    while (record != NULL);
    sr_records_totals totals = sr_records_get_totals(records);
    assert_true(totals.is_at_end);
    sr_records_close(records);
    return totals;
}

static void blank_lines_are_no_records_but_lines(void **state)
{
    (void)state;
    assert_text(dump_plain("\n\na\r\n\r\n\rb\n\n"), "3:2 a\n6:8 b\n");
    sr_records_totals totals = count("\n\na\r\n\r\n\rb\n\n", sr_test_dialect());
    assert_int_equal(totals.lines, 7);
    assert_int_equal(totals.blank_lines, 5);
    assert_int_equal(totals.size_bytes, 11);
}

static void no_line_stands_behind_the_last_line_end(void **state)
{
    (void)state;
    sr_dialect dialect = sr_test_dialect();
    dialect.escape = '\\';
    assert_int_equal(count("a\n", dialect).lines, 1);
    assert_int_equal(count("a", dialect).lines, 1);
    assert_int_equal(count("a\nb\\\n", dialect).lines, 2);
    assert_int_equal(count("a\nb\\\nc", dialect).lines, 3);
    assert_int_equal(count("a\nb\\\r\n", dialect).record_lines, 2);
}

static void blanks_are_kept_and_a_quote_opens_only_at_the_first_byte(void **state)
{
    (void)state;
    assert_text(dump_plain(" a , \"b\" ,\"c\"\n"), "1:0  a | \"b\" |c\n");
    assert_text(dump_plain("5\" pipe,x\"\"y\n"), "1:0 5\" pipe|x\"\"y\n");
}

static void quoted_fields_hold_delimiters_line_ends_and_doubled_quotes(void **state)
{
    (void)state;
    assert_text(dump_plain("\"a,b\",\"c\nd\",\"e\"\"f\"\nx,y,z\n"), "1:0 a,b|c\nd|e\"f\n3:19 x|y|z\n");
    assert_text(dump_plain("\"\",\n"), "1:0 |\n");
    assert_text(dump_plain("\"\"\"\"\n"), "1:0 \"\n");
}

static void a_delimiter_at_the_end_is_one_more_empty_field(void **state)
{
    (void)state;
    assert_text(dump_plain("a,"), "1:0 a|\n");
    assert_text(dump_plain(",\n,,"), "1:0 |\n2:2 ||\n");
}

static void text_behind_a_closing_quote_is_kept_and_said(void **state)
{
    (void)state;
    assert_text(dump_plain("\"a\"b,c\n\"d\" ,e\n"), "1:0 ab|c\n2:7 d |e\n");
    assert_text(get_findings(), "x.csv:1:3: caution: text behind a closing quote; expected the delimiter or the end of the line; "
                                "double the quotes inside a quoted field [row.quote]\n"
                                "x.csv:2:3: caution: text behind a closing quote; expected the delimiter or the end of the line; "
                                "double the quotes inside a quoted field [row.quote]\n");
}

#define BARE_QUOTE "note: a quote inside a field without quotes around it, which is text there; if the field is a quoted one, its first " \
                   "character must be the quote [row.quote]\n"

static void a_quote_inside_a_bare_field_is_noted(void **state)
{
    (void)state;
    assert_text(dump_plain("5\" pipe,\"x\",\xC3\xB5\"\"\nc,d\n"), "1:0 5\" pipe|x|\xC3\xB5\"\"\n2:17 c|d\n");
    assert_text(get_findings(), "x.csv:1:2: " BARE_QUOTE "x.csv:1:15: " BARE_QUOTE);
    sr_dialect dialect = sr_test_dialect();
    dialect.escape = '\\';
    dump(SR_TEXT("a\\\"b,c\n"), dialect);
    assert_text(get_findings(), "");
    dialect.quote = '\0';
    dump(SR_TEXT("a\"b,c\n"), dialect);
    assert_text(get_findings(), "");
}

static sr_text dump_trimmed(const char *bytes)
{
    sr_dialect dialect = sr_test_dialect();
    dialect.escape = '\\';
    dialect.is_trimmed = true;
    return dump(sr_text_from(bytes), dialect);
}

static void trimmed_fields_lose_the_blanks_around_them_but_not_those_inside_quotes(void **state)
{
    (void)state;
    assert_text(dump_trimmed(" a , b\t,\" c \",  \n"), "1:0 a|b| c |\n");
    assert_text(dump_trimmed(" \"a,b\" ,\t\" c\nd \"\t\n e , \"f\""), "1:0 a,b| c\nd \n3:18 e|f\n");
    assert_text(get_findings(), "");
    assert_text(dump_trimmed("a\\ , \\  \n"), "1:0 a | \n");
    assert_text(dump_trimmed("a\\\xC2\xA0,b\n"), "1:0 a\xC2\xA0|b\n");
}

static void behind_blanks_a_quote_opens_only_when_it_closes_in_front_of_blanks(void **state)
{
    (void)state;
    assert_text(dump_trimmed(" \"a\" b,c\n"), "1:0 \"a\" b|c\n");
    assert_text(get_findings(), "x.csv:1:2: " BARE_QUOTE);
    assert_text(dump_trimmed(" \"a,b\nc,d\n"), "1:0 \"a|b\n2:6 c|d\n");
    assert_text(dump_trimmed("\"a\" b ,c\n"), "1:0 a b|c\n");
    assert_text(dump_trimmed("\"a\",\" b\n"), "1:0 !row.unterminated_quote\n");
}

static void trimmed_fields_begin_behind_their_blanks(void **state)
{
    (void)state;
    sr_dialect dialect = sr_test_dialect();
    dialect.is_trimmed = true;
    sr_error err;
    sr_records *records;
    const sr_record *record;
    const char *problem;
    dump_plain("");
    sr_error_init(&err);
    const char *path = sr_test_write_export(SR_TEXT(" \"a\",\" b\",  c\n"), "x.csv", arena);
    assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
    assert_done(sr_records_next(records, &record, &problem, &err), &err);
    assert_int_equal(record->field_count, 3);
    static const uint64_t columns[] = {2, 6, 13};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(record->fields[i].column, columns[i]);
    sr_records_close(records);
}

#define FILE_ENDS "note: the file ends here inside the quoted field [row.unterminated_quote]\n"

static void an_unterminated_quote_costs_one_line_and_is_placed_where_it_opens(void **state)
{
    (void)state;
    assert_text(dump_plain("a,b\n1,\"2\n3,4\n"), "1:0 a|b\n2:4 !row.unterminated_quote\n3:9 3|4\n");
    assert_text(get_findings(), "x.csv:2:3: caution: a quoted field is opened here and never closed; expected a closing quote before "
                                "the end of the file; close the quote, or declare that quotes mean nothing: `quote: none` "
                                "[row.unterminated_quote]\nx.csv:4:1: " FILE_ENDS);
    assert_text(dump_plain("a\n\"x\ny\",\"z"), "1:0 a\n2:2 !row.unterminated_quote\n");
    assert_true(sr_text_find(get_findings(), SR_TEXT("x.csv:3:6: " FILE_ENDS)) != SIZE_MAX);
}

static void a_nul_spoils_its_record_only(void **state)
{
    (void)state;
    assert_text(dump(SR_TEXT("a,b\nc\0,d\ne,f\n"), sr_test_dialect()), "1:0 a|b\n2:4 !row.nul\n3:9 e|f\n");
    assert_text(get_findings(), "x.csv:2:2: caution: a NUL byte; expected text; export the file again; UTF-16 without a byte order "
                                "mark needs `encoding: UTF-16LE` [row.nul]\n");
}

static void bad_utf8_spoils_its_record_only(void **state)
{
    (void)state;
    assert_text(dump_plain("a\n\xC3\xB5\xFFz\nb\n\x80\x80\nc"), "1:0 a\n2:2 !row.encoding\n3:7 b\n4:9 !row.encoding\n5:12 c\n");
    assert_int_equal(sr_findings_get_group(findings, 0)->count, 2);
    assert_int_equal(sr_findings_get_group(findings, 0)->first[0]->where.line, 2);
    assert_int_equal(sr_findings_get_group(findings, 0)->first[0]->where.column, 3);
}

static void windows_1257_is_decoded_and_places_count_bytes_of_the_file(void **state)
{
    (void)state;
    sr_dialect dialect = sr_test_dialect();
    dialect.encoding = SR_TEXT("windows-1257");
    assert_text(dump(SR_TEXT("\xF0\xE4,\xFE\nx,\x81\n"), dialect), "1:0 \xC5\xA1\xC3\xA4|\xC5\xBE\n2:5 !row.encoding\n");
    assert_text(get_findings(), "x.csv:2:3: caution: bytes that are not valid Windows-1257; declare the right encoding, or export the "
                                "file again [row.encoding]\n");
}

static void a_byte_order_mark_is_not_part_of_the_first_field(void **state)
{
    (void)state;
    sr_dialect dialect = sr_test_dialect();
    assert_text(dump(SR_TEXT("\xEF\xBB\xBF" "a,b\nc,d"), dialect), "1:3 a|b\n2:7 c|d\n");
    dialect.encoding = SR_TEXT_NONE;
    assert_text(dump(SR_TEXT("\xFF\xFE" "a\0,\0\xF5\0\n\0c\0"), dialect), "1:2 a|\xC3\xB5\n2:10 c\n");
}

static void an_escape_makes_the_next_character_stand_for_itself(void **state)
{
    (void)state;
    sr_dialect dialect = sr_test_dialect();
    dialect.escape = '\\';
    assert_text(dump(SR_TEXT("a\\,b,\"c\\\"d\\\\\",\"e\"\"f\"\n"), dialect), "1:0 a,b|c\"d\\|e\"f\n");
    dialect = sr_test_dialect();
    dialect.quote = '\0';
    assert_text(dump(SR_TEXT("\"a,b\"\n"), dialect), "1:0 \"a|b\"\n");
}

static void comments_and_the_preamble_are_no_records(void **state)
{
    (void)state;
    sr_dialect dialect = sr_test_dialect();
    dialect.comment = '#';
    dialect.skip_lines = 2;
    assert_text(dump(SR_TEXT("Title \"open\n\na,b\n#c,\"d\n#\ne,\"#\n#\"\n"), dialect), "3:13 a|b\n6:25 e|#\n#\n");
}

static void fields_know_line_and_column(void **state)
{
    (void)state;
    sr_dialect dialect = sr_test_dialect();
    sr_error err;
    sr_records *records;
    const sr_record *record;
    const char *problem;
    sr_error_init(&err);
    dump_plain("");
    const char *path = sr_test_write_export(SR_TEXT("a,b\n\"x\ny\",\xC3\xB5,\"z\"\n"), "x.csv", arena);
    assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
    assert_done(sr_records_next(records, &record, &problem, &err), &err);
    assert_done(sr_records_next(records, &record, &problem, &err), &err);
    static const uint64_t places[][2] = {{2, 1}, {3, 4}, {3, 7}};
    assert_int_equal(record->field_count, 3);
    assert_text(record->raw, "\"x\ny\",\xC3\xB5,\"z\"");
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(record->fields[i].line, places[i][0]);
        assert_int_equal(record->fields[i].column, places[i][1]);
        assert_int_equal(record->fields[i].was_quoted, i != 1);
    }
    sr_records_close(records);
}

static void what_is_not_declared_is_detected_written_back_and_said(void **state)
{
    (void)state;
    sr_dialect dialect = {.quote = '"', .header_lines = 1};
    sr_error err;
    sr_records *records;
    sr_error_init(&err);
    dump_plain("");
    const char *path = sr_test_write_export(SR_TEXT("nimi;kulu\n\xF5, \xF0;1,5\n\xE4;2,5\n"), "x.csv", arena);
    assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
    assert_text(dialect.encoding, "Windows-1257");
    assert_int_equal(dialect.delimiter, ';');
    sr_records_close(records);
    assert_text(get_findings(), "x.csv: note: the bytes are not UTF-8, read by guess as Windows-1257; Windows-1252 would read 1 of 3 "
                                "letters otherwise; if letters look wrong, declare it: `encoding:` in the data set, --encoding at the prompt [encoding.guess]\n"
                                "x.csv: note: detected: delimiter a semicolon; pin what is detected: `encoding:`, `delimiter:` in the "
                                "data set, --encoding, --delimiter at the prompt [dialect.detected]\n");
    dialect = (sr_dialect){.quote = '"', .delimiter = ','};
    assert_text(dump(SR_TEXT("\xEF\xBB\xBF" "a\n"), dialect), "1:3 a\n");
    assert_text(get_findings(), "x.csv: note: detected: encoding UTF-8 with a byte order mark; pin what is detected: `encoding:`, "
                                "`delimiter:` in the data set, --encoding, --delimiter at the prompt [dialect.detected]\n");
}

static void a_record_too_long_or_with_too_many_fields_is_a_problem_and_the_next_is_read(void **state)
{
    (void)state;
    sr_arena *own = sr_arena_new();
    size_t size = SR_FIELD_BYTES_MAX + 2000;
    char *bytes = sr_arena_alloc(own, size + 16, 1);
    memset(bytes, 'x', size);
    memcpy(bytes + size, "\na,b\n", 5);
    assert_text(dump((sr_text){bytes, size + 5}, sr_test_dialect()), "1:0 !row.too_long\n2:1050577 a|b\n");
    memset(bytes, ',', SR_FIELDS_MAX);
    memcpy(bytes + SR_FIELDS_MAX, "\na,b\n", 5);
    assert_text(dump((sr_text){bytes, SR_FIELDS_MAX + 5}, sr_test_dialect()), "1:0 !row.too_many_fields\n2:4097 a|b\n");
    sr_arena_free(own);
}

static void a_quote_left_open_past_the_limit_costs_one_line(void **state)
{
    (void)state;
    sr_arena *own = sr_arena_new();
    size_t size = SR_RECORD_BYTES_MAX + 100;
    char *bytes = sr_arena_alloc(own, size + 1, 1);
    memset(bytes, 'x', size);
    memcpy(bytes, "a\n\"b\nc\n", 7);
    bytes[size - 10] = '\n';
    assert_text(dump((sr_text){bytes, size}, sr_test_dialect()), "1:0 a\n2:2 !row.too_long\n3:5 c\n4:7 !row.too_long\n5:16777307 xxxxxxxxx\n");
    sr_arena_free(own);
}

static void what_cannot_be_opened_says_why(void **state)
{
    (void)state;
    sr_error err;
    sr_records *records;
    sr_dialect dialect = sr_test_dialect();
    dump_plain("");
    sr_error_init(&err);
    assert_false(sr_records_open("no/such.csv", &dialect, arena, &records, findings, &err));
    assert_error(&err, "no/such.csv: cannot be opened: No such file or directory");
    assert_int_equal(err.code, SR_NO_INPUT);
    sr_error_init(&err);
    dialect.encoding = SR_TEXT("Klingon-1");
    const char *path = sr_test_write_export(SR_TEXT("a\n"), "x.csv", arena);
    assert_false(sr_records_open(path, &dialect, arena, &records, findings, &err));
    assert_error(&err, "encoding 'Klingon-1' is not known; expected UTF-8, UTF-16 or an encoding of one byte a character such as "
                       "Windows-1257, ISO-8859-13");
    sr_error_init(&err);
    dialect.encoding = SR_TEXT_NONE;
    path = sr_test_write_export(SR_TEXT("PK\x03\x04zip"), "x.csv", arena);
    assert_false(sr_records_open(path, &dialect, arena, &records, findings, &err));
    assert_int_equal(err.code, SR_BAD_DATA);
    assert_string_equal(err.message, "is a ZIP archive or a workbook, expected a text file; unpack it or save it as CSV");
    sr_error_init(&err);
    dialect.encoding = SR_TEXT("Windows-1257");
    path = sr_test_write_export(SR_TEXT("\xEF\xBB\xBF" "a\n"), "x.csv", arena);
    assert_false(sr_records_open(path, &dialect, arena, &records, findings, &err));
    assert_int_equal(err.code, SR_BAD_DATA);
    assert_string_equal(err.message, "begins with the byte order mark of UTF-8, expected Windows-1257 as declared; declare "
                                     "`encoding: UTF-8`");
}

static void a_first_line_names_the_delimiter_unless_that_sign_has_another_meaning(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        char quote;
        bool finds_quote;
        char delimiter;
    } CASES[] = {{"sep=|\na|b\n1|2\n", '"', false, '|'}, {"sep='\na'b\n1'2\n", '"', false, '\''},
                 {"sep='\na;b\n1;2\n", '\'', false, ';'}, {"sep='\na'b\n1'2\n", '\'', true, '\''},
                 {"sep=\"\na\"b\n1\"2\n", '"', true, '"'}};
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        sr_error err;
        sr_records *records;
        sr_dialect dialect = {.quote = CASES[i].quote, .finds_quote = CASES[i].finds_quote, .header_lines = 1};
        begin();
        sr_error_init(&err);
        const char *path = sr_test_write_export(sr_text_from(CASES[i].bytes), "x.csv", arena);
        assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
        assert_int_equal(dialect.delimiter, CASES[i].delimiter);
        assert_false(sr_dialect_has_clash(&dialect));
        assert_int_equal(sr_records_get_totals(records).preamble_lines, 1);
        sr_records_close(records);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_first_line_names_the_delimiter_unless_that_sign_has_another_meaning),
        TEST(lf_crlf_and_cr_end_a_record_also_mixed),
        TEST(the_first_line_that_a_lone_cr_ends_is_said_once),
        TEST(blank_lines_are_no_records_but_lines),
        TEST(no_line_stands_behind_the_last_line_end),
        TEST(blanks_are_kept_and_a_quote_opens_only_at_the_first_byte),
        TEST(quoted_fields_hold_delimiters_line_ends_and_doubled_quotes),
        TEST(a_delimiter_at_the_end_is_one_more_empty_field),
        TEST(text_behind_a_closing_quote_is_kept_and_said),
        TEST(a_quote_inside_a_bare_field_is_noted),
        TEST(trimmed_fields_lose_the_blanks_around_them_but_not_those_inside_quotes),
        TEST(behind_blanks_a_quote_opens_only_when_it_closes_in_front_of_blanks),
        TEST(trimmed_fields_begin_behind_their_blanks),
        TEST(an_unterminated_quote_costs_one_line_and_is_placed_where_it_opens),
        TEST(a_nul_spoils_its_record_only),
        TEST(bad_utf8_spoils_its_record_only),
        TEST(windows_1257_is_decoded_and_places_count_bytes_of_the_file),
        TEST(a_byte_order_mark_is_not_part_of_the_first_field),
        TEST(an_escape_makes_the_next_character_stand_for_itself),
        TEST(comments_and_the_preamble_are_no_records),
        TEST(fields_know_line_and_column),
        TEST(what_is_not_declared_is_detected_written_back_and_said),
        TEST(a_record_too_long_or_with_too_many_fields_is_a_problem_and_the_next_is_read),
        TEST(a_quote_left_open_past_the_limit_costs_one_line),
        TEST(what_cannot_be_opened_says_why),
    };
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
