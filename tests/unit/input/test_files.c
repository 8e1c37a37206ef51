/* A data set from files to batches: what is kept, what is set aside and why, and that the account always holds. */
#include "input/open.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "tests/support/export.h"
#include "tests/support/test.h"

#define COLUMNS(array) (array), sizeof(array) / sizeof((array)[0])

static sr_arena *arena;
static sr_findings *findings;
static sr_dict *dict;
static const char *directory;
static const sr_person_key *person_key;
static sr_error err;

static void begin(void)
{
    sr_arena_free(arena);
    arena = sr_arena_new();
    findings = sr_findings_new(arena);
    dict = sr_dict_new(arena);
    directory = sr_test_make_directory();
    sr_error_init(&err);
}

static void write_file(const char *name, sr_text bytes)
{
    const char *path;
    assert_done(sr_file_join(directory, sr_text_from(name), arena, &path, &err), &err);
    assert_done(sr_file_write(path, bytes, &err), &err);
}

static sr_text read_file(const char *name)
{
    const char *path;
    sr_text bytes;
    assert_done(sr_file_join(directory, sr_text_from(name), arena, &path, &err), &err);
    assert_done(sr_file_read(path, 1u << 20, arena, &bytes, &err), &err);
    return bytes;
}

static sr_column_rule rule(const char *name, sr_column_type type)
{
    sr_text *from = sr_arena_alloc(arena, 1, sizeof(*from));
    *from = sr_text_from(name);
    static const sr_text formats[] = {{"yyyy-mm-dd", 10}};
    static const sr_text words[] = {{"jah", 3}, {"1", 1}, {"ei", 2}, {"0", 1}};
    return (sr_column_rule){.name = *from, .from = from, .from_count = 1, .type = type, .formats = formats, .format_count = 1,
                            .true_words = words, .true_count = 2, .false_words = words + 2, .false_count = 2};
}

static sr_dataset make_dataset(const sr_column_rule *columns, size_t count)
{
    static const sr_export_rule files[] = {{.pattern = {"in*.csv", 7}}};
    return (sr_dataset){.name = SR_TEXT("visits"), .files = files, .file_count = 1,
                        .dialect = {.encoding = SR_TEXT("UTF-8"), .delimiter = ',', .quote = '"', .header_lines = 1},
                        .notation = {'.', '\0'}, .trims = true, .columns = columns,
                        .column_count = count};
}

/* A plan in which every column but dropped ones is needed, and one derived column stands behind them. */
static sr_plan make_plan(const sr_dataset *dataset)
{
    sr_plan_column *columns = sr_arena_alloc(arena, dataset->column_count + 1, sizeof(*columns));
    sr_plan_dataset *made = sr_arena_alloc(arena, 1, sizeof(*made));
    static const sr_expr derive;
    for (size_t i = 0; i < dataset->column_count; i++) {
        const sr_column_rule *r = &dataset->columns[i];
        static const sr_kind kinds[] = {
            [SR_TYPE_TEXT] = SR_KIND_TEXT, [SR_TYPE_CODE] = SR_KIND_TEXT, [SR_TYPE_CODES] = SR_KIND_TEXT,
            [SR_TYPE_INTEGER] = SR_KIND_INTEGER, [SR_TYPE_DECIMAL] = SR_KIND_DECIMAL, [SR_TYPE_REAL] = SR_KIND_REAL,
            [SR_TYPE_DATE] = SR_KIND_DATE, [SR_TYPE_BOOLEAN] = SR_KIND_BOOLEAN, [SR_TYPE_PERSON] = SR_KIND_TEXT,
            [SR_TYPE_REGISTRY_CODE] = SR_KIND_TEXT, [SR_TYPE_DROP] = SR_KIND_TEXT,
        };
        columns[i] = (sr_plan_column){.name = r->name, .kind = kinds[r->type], .scale = r->scale,
                                      .is_needed = r->type != SR_TYPE_DROP, .is_person = r->type == SR_TYPE_PERSON, .domain = dataset->name};
    }
    columns[dataset->column_count] = (sr_plan_column){.kind = SR_KIND_INTEGER, .is_needed = true, .derive = &derive};
    *made = (sr_plan_dataset){.name = dataset->name, .column_count = (uint32_t)dataset->column_count + 1, .columns = columns};
    return (sr_plan){.dataset_count = 1, .datasets = made};
}

static void add_value(sr_builder *out, const sr_column *column, uint32_t row)
{
    char text[SR_INT128_SIZE];
    if (column->valid == NULL || !column->valid[row]) {
        sr_builder_add_c(out, column->valid == NULL ? "." : "-");
        return;
    }
    switch (column->kind) {
    case SR_KIND_BOOLEAN: sr_builder_add_c(out, column->values.booleans[row] ? "true" : "false"); break;
    case SR_KIND_INTEGER: sr_builder_addf(out, "%" PRId64, column->values.integers[row]); break;
    case SR_KIND_DECIMAL: sr_number_write_decimal(column->values.integers[row], column->scale, text); sr_builder_add_c(out, text); break;
    case SR_KIND_REAL: sr_number_write_real(column->values.reals[row], text); sr_builder_add_c(out, text); break;
    case SR_KIND_DATE: sr_date_write_iso(column->values.days[row], text); sr_builder_add_c(out, text); break;
    case SR_KIND_TEXT:
    case SR_KIND_COUNT: sr_builder_add(out, sr_dict_get(dict, column->values.codes[row])); break;
    }
}

static void check_account(const sr_intake *intake)
{
    for (uint32_t i = 0; i < intake->file_count; i++) {
        const sr_intake_file *file = &intake->files[i];
        uint64_t sum = file->kept + file->superseded;
        for (uint32_t j = 0; j < file->reason_count; j++)
            sum += file->reasons[j].count;
        assert_int_equal(sum, file->records);
    }
}

/* Rows as "file:line a|b|c", then each file's account. */
static sr_text dump_sources(sr_sources *sources, bool *done)
{
    sr_builder out;
    const sr_batch *batch;
    sr_builder_init(&out, arena, 1u << 20);
    sr_source *source = &sources->items[0];
    while ((*done = source->next(source->self, &batch, &err)) && batch != NULL) {
        for (uint32_t row = 0; row < batch->row_count; row++) {
            sr_builder_addf(&out, "%u:%" PRIu64 " ", batch->file_index, batch->lines[row]);
            for (uint32_t i = 0; i < batch->column_count; i++) {
                sr_builder_add_c(&out, i == 0 ? "" : "|");
                add_value(&out, &batch->columns[i], row);
            }
            sr_builder_add_byte(&out, '\n');
        }
    }
    const sr_intake *intake = source->get_intake(source->self);
    for (uint32_t i = 0; i < intake->file_count; i++) {
        const sr_intake_file *file = &intake->files[i];
        sr_builder_addf(&out, "%s: %" PRIu64 " = %" PRIu64 " + %" PRIu64, file->path, file->records, file->kept, file->superseded);
        for (uint32_t j = 0; j < file->reason_count; j++)
            sr_builder_addf(&out, " + %" PRIu64 " %s", file->reasons[j].count, file->reasons[j].code);
        sr_builder_addf(&out, ", %" PRIu64 " blank\n", file->blank_lines);
    }
    check_account(intake);
    sr_text text;
    assert_done(sr_builder_finish(&out, &text, &err), &err);
    return text;
}

static sr_text read_dataset(const sr_dataset *dataset, const char *aside)
{
    sr_plan plan = make_plan(dataset);
    const char *aside_directory = NULL;
    if (aside != NULL)
        assert_done(sr_file_join(directory, sr_text_from(aside), arena, &aside_directory, &err), &err);
    sr_open_options options = {.workspace = directory, .person_key = person_key, .aside_directory = aside_directory};
    sr_sources sources;
    bool done;
    assert_done(sr_open(&plan, dataset, &options, dict, arena, &sources, findings, &err), &err);
    sr_text text = dump_sources(&sources, &done);
    sr_sources_close(&sources);
    assert_done(done, &err);
    return text;
}

/* Reading that must end with an error, which is in `err` then. */
static void fail_dataset(const sr_dataset *dataset)
{
    sr_plan plan = make_plan(dataset);
    sr_open_options options = {.workspace = directory, .person_key = person_key};
    sr_sources sources;
    bool done;
    if (!sr_open(&plan, dataset, &options, dict, arena, &sources, findings, &err))
        return;
    dump_sources(&sources, &done);
    sr_sources_close(&sources);
    assert_false(done);
}

static sr_text get_findings(void)
{
    return sr_test_dump_findings(findings, arena);
}

static void assert_told(const char *part)
{
    if (sr_text_find(get_findings(), sr_text_from(part)) == SIZE_MAX)
        assert_text(get_findings(), part);
}

static void every_type_is_read_and_empty_is_missing(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("t,i,d,r,day,b,n\n x ,12,-1.5,1e3,2026-01-31,jah,secret\n,,,,,,\n\"\",7,0.25,.5,2026-02-01,EI,x\n-,0,0,0,2000-02-29,0,y\n"));
    static const sr_text missing[] = {{"-", 1}};
    sr_column_rule columns[] = {rule("t", SR_TYPE_TEXT),    rule("i", SR_TYPE_INTEGER), rule("d", SR_TYPE_DECIMAL), rule("r", SR_TYPE_REAL),
                                rule("day", SR_TYPE_DATE), rule("b", SR_TYPE_BOOLEAN), rule("n", SR_TYPE_DROP)};
    columns[2].scale = 2;
    columns[0].missing = missing;
    columns[0].missing_count = 1;
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 x|12|-1.50|1000|2026-01-31|true|.|.\n"
                                              "0:4 -|7|0.25|0.5|2026-02-01|false|.|.\n"
                                              "0:5 -|0|0.00|0|2000-02-29|false|.|.\n"
                                              "in.csv: 3 = 3 + 0, 1 blank\n");
    assert_int_equal(sr_dict_find(dict, SR_TEXT("secret")), SR_DICT_NONE);
}

static void a_bad_value_sets_its_row_aside_and_is_a_finding_with_its_place(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("i,d,day,b\nx,1,2026-01-31,jah\n1,1.234,31.02.2026,jah\n2,1,2026-02-30,vist\n99999999999999999999,1,2026-01-01,ei\n5,5,2026-01-05,ei\n"));
    sr_column_rule columns[] = {rule("i", SR_TYPE_INTEGER), rule("d", SR_TYPE_DECIMAL), rule("day", SR_TYPE_DATE), rule("b", SR_TYPE_BOOLEAN)};
    columns[1].scale = 2;
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:6 5|5.00|2026-01-05|false|.\n"
                                              "in.csv: 5 = 1 + 0 + 1 value.number + 1 value.too_fine + 1 value.date + 1 value.overflow, 0 blank\n");
    assert_text(get_findings(),
                "in.csv:2:1: caution: 'x' in column 'i'; expected a whole number; correct it in the source, or, where numbers are written another way, say so with `decimal` and `group` [value.number]\n"
                "in.csv:3:3: caution: '1.234' in column 'd'; expected a number with at most 2 digits after '.'; allow more digits in the column's type: decimal(n) [value.too_fine]\n"
                "in.csv:3:9: caution: '31.02.2026' in column 'day'; expected a date as yyyy-mm-dd; correct it in the source, or, where dates are written another way, name the format in `formats` [value.date]\n"
                "in.csv:4:5: caution: '2026-02-30' in column 'day'; expected a date as yyyy-mm-dd; correct it in the source, or, where dates are written another way, name the format in `formats` [value.date]\n"
                "in.csv:4:16: caution: 'vist' in column 'b'; expected one of jah, 1, ei, 0; correct it in the source, or "
                "add the word to `true` or `false` of the column [value.boolean]\n"
                "in.csv:5:1: caution: '99999999999999999999' in column 'i'; expected a whole number; they go from -9223372036854775807 to 9223372036854775807, a longer one is a text [value.overflow]\n");
}

static void the_first_of_each_word_keeps_its_hint_also_late_and_in_the_next_file(void **state)
{
    (void)state;
    begin();
    write_file("in-a.csv", SR_TEXT("d\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n#VALUE!\n1.234\n99999999999999999999\n"));
    write_file("in-b.csv", SR_TEXT("d\nx\n"));
    sr_column_rule columns[] = {rule("d", SR_TYPE_DECIMAL)};
    columns[0].scale = 2;
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    read_dataset(&dataset, NULL);
    assert_told("in-a.csv:14:1: caution: '#VALUE!' in column 'd', an error value of a spreadsheet; expected a number with at most 2 digits after '.'; ");
    assert_told("in-a.csv:15:1: caution: '1.234' in column 'd'; expected a number with at most 2 digits after '.'; allow more");
    assert_told("in-a.csv:16:1: caution: '99999999999999999999' in column 'd'; expected a number with at most 2 digits after '.'; they go from -92233720368547758.07 to 92233720368547758.07, a longer one is a text [value.overflow]");
    assert_told("in-b.csv:2:1: caution: 'x' in column 'd'; expected a number with at most 2 digits after '.'; correct it in the source");
}

static void what_no_real_number_can_be_is_told_with_the_range(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("x\n1e400\n-1e-400\n1e-300\n"));
    const sr_column_rule columns[] = {rule("x", SR_TYPE_REAL)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    read_dataset(&dataset, NULL);
    assert_text(get_findings(),
                "in.csv:2:1: caution: '1e400' in column 'x'; expected a number with the mark '.'; real numbers go from -1.7976931348623157e+308 to 1.7976931348623157e+308; correct it in the source, or read it as a text [value.overflow]\n"
                "in.csv:3:1: caution: '-1e-400' in column 'x'; expected a number with the mark '.'; no real number but 0 is so near to 0; the nearest is 5e-324; correct it in the source, or read it as a text [value.too_fine]\n");
}

static void what_a_spreadsheet_damaged_is_named_for_what_it_is(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("c,t,b\n#VALUE!,x,jah\n1,#N/A,jah\n2,x,FALSCH\n01.veebr,x,ei\n"));
    sr_column_rule columns[] = {rule("c", SR_TYPE_INTEGER), rule("t", SR_TYPE_TEXT), rule("b", SR_TYPE_BOOLEAN)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:3 1|#N/A|true|.\nin.csv: 4 = 1 + 0 + 3 value.spreadsheet, 0 blank\n");
    assert_text(get_findings(),
                "in.csv:2:1: caution: '#VALUE!' in column 'c', an error value of a spreadsheet; expected a whole number; mend the formula in the "
                "spreadsheet; when it only means that there is no value, add it to `missing` [value.spreadsheet]\n"
                "in.csv:5:1: caution: '01.veebr' in column 'c', a value that a spreadsheet has taken for a date; expected a whole number; make "
                "the column a text in the spreadsheet and fill it again from its source [value.spreadsheet]\n"
                "in.csv:3:3: caution: '#N/A' in column 't', an error value of a spreadsheet; expected a text; mend the formula in the "
                "spreadsheet; when it only means that there is no value, add it to `missing` [value.spreadsheet]\n"
                "in.csv:4:5: caution: 'FALSCH' in column 'b', the word of a spreadsheet for true or false; expected one of jah, 1, ei, 0; add "
                "the word to `true` or `false` of a boolean column [value.spreadsheet]\n");
}

static void the_header_once_more_is_no_row(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("id,name\n1,x\nid, name\n2,name\n"));
    sr_column_rule columns[] = {rule("id", SR_TYPE_TEXT), rule("name", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 1|x|.\n0:4 2|name|.\nin.csv: 3 = 2 + 0 + 1 row.header_again, 0 blank\n");
    assert_text(get_findings(), "in.csv:3:1: note: the header once more [row.header_again]\n");
}

/* Any text is a code where no list says which: there the damage would become a member of its own. */
static void codes_that_a_spreadsheet_damaged_are_no_codes(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("c,m,t\nA,A|B,x\n#VALUE!,A,x\n01.veebr,A,x\n3.76E+10,A,x\nB,A|#N/A,x\nTRUE,jaan.25,3.76E+10\n"));
    sr_column_rule columns[] = {rule("c", SR_TYPE_CODE), rule("m", SR_TYPE_CODES), rule("t", SR_TYPE_TEXT)};
    columns[1].separator = '|';
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 A|A,B|x|.\n0:7 TRUE|jaan.25|3.76E+10|.\nin.csv: 6 = 2 + 0 + 4 value.spreadsheet, 0 blank\n");
    assert_told("in.csv:3:1: caution: '#VALUE!' in column 'c', an error value of a spreadsheet; expected a code; mend the formula");
    assert_told("in.csv:6:3: caution: '#N/A' in column 'm', an error value of a spreadsheet; expected codes with '|' between them; ");
    assert_told("in.csv:7:14: caution: '3.76E+10' in column 't', a long number that a spreadsheet has cut to a few digits; expected a text; ");
}

static void identifiers_that_a_spreadsheet_cut_do_not_replace_each_other(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("id,v\n\"3,76E+10\",1\n\"3,76E+10\",2\nA,3\n"));
    sr_column_rule columns[] = {rule("id", SR_TYPE_TEXT), rule("v", SR_TYPE_INTEGER)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    static const size_t id[] = {0};
    dataset.key = id;
    dataset.key_count = 1;
    assert_text(read_dataset(&dataset, NULL), "0:4 A|3|.\nin.csv: 3 = 1 + 0 + 2 value.spreadsheet, 0 blank\n");
}

static void a_registry_code_needs_its_check_digit(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("r\n70001975\n70001957\n"));
    sr_column_rule columns[] = {rule("r", SR_TYPE_REGISTRY_CODE)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 70001975|.\nin.csv: 2 = 1 + 0 + 1 value.registry_code, 0 blank\n");
    assert_text(get_findings(), "in.csv:3:1: caution: '70001957' in column 'r'; expected a registry code of 8 digits with its right check digit; "
                                "correct it in the source; with `bad: missing` such a value counts as missing [value.registry_code]\n");
}

static void an_empty_cell_may_stand_for_a_value_but_an_absent_column_for_none(void **state)
{
    (void)state;
    begin();
    write_file("in1.csv", SR_TEXT("a,b\n,x\n2, \n"));
    write_file("in2.csv", SR_TEXT("a\n3\n"));
    sr_column_rule columns[] = {rule("a", SR_TYPE_INTEGER), rule("b", SR_TYPE_BOOLEAN)};
    static const sr_text yes[] = {{"x", 1}};
    columns[0].empty.text = SR_TEXT("0");
    columns[1].empty.text = SR_TEXT("ei");
    columns[1].true_words = yes;
    columns[1].true_count = 1;
    columns[1].is_optional = true;
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 0|true|.\n0:3 2|false|.\n1:2 3|-|.\nin1.csv: 2 = 2 + 0, 0 blank\nin2.csv: 1 = 1 + 0, 0 blank\n");
}

static void bad_missing_keeps_the_row_and_a_required_value_does_not(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("a,b\nx,1\n,2\ny,zwei\n"));
    sr_column_rule columns[] = {rule("a", SR_TYPE_TEXT), rule("b", SR_TYPE_INTEGER)};
    columns[0].is_required = true;
    columns[1].keeps_bad = true;
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 x|1|.\n0:4 y|-|.\nin.csv: 3 = 2 + 0 + 1 value.missing_required, 0 blank\n");
    assert_text(get_findings(), "in.csv:3:1: caution: no value in column 'a'; expected a value [value.missing_required]\n"
                                "in.csv:4:3: caution: 'zwei' in column 'b'; expected a whole number; correct it in the source, or, where numbers are written another way, say so with `decimal` and "
                                "`group` [value.number]\n");
}

static void estonian_numbers_and_dates_are_read(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("kulu;kp\n1 205 999,99;31.01.2026\n\"1\xC2\xA0" "000,5\";1.2.2026\n12,5-;01/03/2026\n"));
    static const sr_text formats[] = {{"d.m.yyyy", 8}, {"dd/mm/yyyy", 10}};
    sr_column_rule columns[] = {rule("kulu", SR_TYPE_DECIMAL), rule("kp", SR_TYPE_DATE)};
    columns[0].scale = 2;
    columns[1].formats = formats;
    columns[1].format_count = 2;
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    dataset.dialect.delimiter = ';';
    dataset.notation = (sr_notation){',', ' '};
    assert_text(read_dataset(&dataset, NULL), "0:2 1205999.99|2026-01-31|.\n0:3 1000.50|2026-02-01|.\n0:4 -12.50|2026-03-01|.\n"
                                              "in.csv: 3 = 3 + 0, 0 blank\n");
}

static void files_of_one_series_may_have_their_own_encoding(void **state)
{
    (void)state;
    begin();
    write_file("in1.csv", SR_TEXT("id,v\na,\xF0\nb,x\n"));
    write_file("in2.csv", SR_TEXT("id,v\nb,\xC5\xA1\nc,\xF0\n"));
    sr_column_rule columns[] = {rule("id", SR_TYPE_TEXT), rule("v", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    static const sr_export_rule exports[] = {{{"in1.csv", 7}, {"Windows-1257", 12}}, {{"in*.csv", 7}, {NULL, 0}}};
    static const size_t id[] = {0};
    dataset.files = exports;
    dataset.file_count = 2;
    dataset.key = id;
    dataset.key_count = 1;
    assert_text(read_dataset(&dataset, NULL), "0:2 a|\xC5\xA1|.\n1:2 b|\xC5\xA1|.\n"
                                              "in1.csv: 2 = 1 + 1, 0 blank\nin2.csv: 2 = 1 + 0 + 1 row.encoding, 0 blank\n");
}

static void a_number_that_two_marks_read_differently_is_none(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("kulu;osa\n2784.91;0,5\n1.999,20;0.5\n1.234;1\n500;1.500\n1.2345;1\n"));
    sr_column_rule columns[] = {rule("kulu", SR_TYPE_DECIMAL), rule("osa", SR_TYPE_REAL)};
    columns[0].scale = 2;
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    dataset.dialect.delimiter = ';';
    dataset.notation = (sr_notation){',', '.'};
    dataset.other_notation = (sr_notation){'.', 0};
    assert_text(read_dataset(&dataset, NULL), "0:2 2784.91|0.5|.\n0:3 1999.20|0.5|.\n"
                                              "in.csv: 5 = 2 + 0 + 2 value.two_numbers + 1 value.too_fine, 0 blank\n");
    assert_text(get_findings(),
                "in.csv:4:1: caution: '1.234' in column 'kulu'; expected a number with at most 2 digits after ',' or '.'; one mark makes it "
                "another number than the other; correct it in the source, or give exports of each mark a data set of their own "
                "[value.two_numbers]\n"
                "in.csv:5:5: caution: '1.500' in column 'osa'; expected a number with the mark ',' or '.'; one mark makes it another number "
                "than the other; correct it in the source, or give exports of each mark a data set of their own [value.two_numbers]\n"
                "in.csv:6:1: caution: '1.2345' in column 'kulu'; expected a number with at most 2 digits after ',' or '.'; allow more digits in "
                "the column's type: decimal(n) [value.too_fine]\n");
}

static const sr_list_alias CALL_ALIASES[] = {{{"helin", 5}, SR_DAY_MIN, SR_DAY_MAX}, {{"k\xC3\xB5ne", 5}, SR_DAY_MIN, SR_DAY_MAX}};
static const sr_list_member MEMBERS[] = {
    {.code = {"CHAT", 4}}, {.code = {"CALL", 4}, .aliases = CALL_ALIASES, .alias_count = 2}, {.code = {"MAIL", 4}},
};
static const sr_list CHANNELS = {.name = {"channels", 8}, .path = "lists/channels.csv", .members = MEMBERS, .count = 3};

static void codes_become_canonical_and_an_unknown_one_names_the_nearest(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("c,m\nchat,\"mail, K\xC3\x95NE,mail\"\ncal,\nhelin,chat;call\n"));
    sr_column_rule columns[] = {rule("c", SR_TYPE_CODE), rule("m", SR_TYPE_CODES)};
    for (int i = 0; i < 2; i++) {
        columns[i].list = &CHANNELS;
        columns[i].list_name.text = SR_TEXT("channels");
        columns[i].separator = ',';
    }
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 CHAT|CALL,MAIL|.\nin.csv: 3 = 1 + 0 + 2 value.code, 0 blank\n");
    assert_text(get_findings(),
                "in.csv:3:1: caution: 'cal' in column 'c'; expected a code or alias of the list 'channels'; did you mean 'CALL'? Otherwise add it to "
                "lists/channels.csv [value.code]\n"
                "in.csv:4:7: caution: 'chat;call' in column 'm'; expected a code or alias of the list 'channels'; add it to lists/channels.csv as a "
                "code or an alias [value.code]\n");
}

/* K2 was the word for CHAT until the end of 2023 and is the one for MAIL from 2025 on. */
static const sr_list_alias K2_EARLY[] = {{{"K2", 2}, SR_DAY_MIN, 19723}};
static const sr_list_alias K2_LATE[] = {{{"K2", 2}, 20089, SR_DAY_MAX}};
static const sr_list_member DATED_MEMBERS[] = {
    {.code = {"CHAT", 4}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .aliases = K2_EARLY, .alias_count = 1},
    {.code = {"MAIL", 4}, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX, .aliases = K2_LATE, .alias_count = 1},
};
static const sr_list DATED = {.name = {"channels", 8}, .path = "lists/channels.csv", .members = DATED_MEMBERS, .count = 2,
                              .dated_word = {"K2", 2}};

static void the_day_of_the_row_decides_what_a_word_means_where_it_must(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("c,m,d\nK2,k2,2023-12-31\nK2,chat,2025-01-01\nMAIL,MAIL,2024-06-01\nCHAT,CHAT,\nK2,MAIL,2024-06-01\n"
                                 "MAIL,\"CHAT,K2\",\n"));
    sr_column_rule columns[] = {rule("c", SR_TYPE_CODE), rule("m", SR_TYPE_CODES), rule("d", SR_TYPE_DATE)};
    for (int i = 0; i < 2; i++) {
        columns[i].list = &DATED;
        columns[i].list_name.text = SR_TEXT("channels");
        columns[i].separator = ',';
        columns[i].valid_on.text = SR_TEXT("d");
        columns[i].is_dated = true;
        columns[i].day_column = 2;
    }
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 CHAT|CHAT|2023-12-31|.\n0:3 MAIL|CHAT|2025-01-01|.\n0:4 MAIL|MAIL|2024-06-01|.\n"
                                              "0:5 CHAT|CHAT|-|.\nin.csv: 6 = 4 + 0 + 2 value.code, 0 blank\n");
    assert_text(get_findings(),
                "in.csv:6:1: caution: 'K2' in column 'c'; expected a code or alias of the list 'channels'; it means different things at "
                "different times, and nothing on the day in column 'd'; correct the day, or add the time to lists/channels.csv "
                "[value.code]\n"
                "in.csv:7:6: caution: 'K2' in column 'm'; expected a code or alias of the list 'channels'; it means different things at "
                "different times, and nothing on the day in column 'd'; correct the day, or add the time to lists/channels.csv "
                "[value.code]\n");
}

static void codes_without_a_list_are_sorted_and_once_each(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("m\nb; a;;b\n;\n"));
    sr_column_rule columns[] = {rule("m", SR_TYPE_CODES)};
    columns[0].separator = ';';
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 a,b|.\n0:3 -|.\nin.csv: 2 = 2 + 0, 0 blank\n");
}

static void a_later_row_with_the_same_key_replaces_an_earlier_one_over_all_files(void **state)
{
    (void)state;
    begin();
    write_file("in1.csv", SR_TEXT("id,v\na,1\nb,2\na,3\n,4\n,5\n"));
    write_file("in2.csv", SR_TEXT("v,id\n6,c\n7,b\n8\n"));
    sr_column_rule columns[] = {rule("id", SR_TYPE_TEXT), rule("v", SR_TYPE_INTEGER)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    static const size_t id[] = {0};
    dataset.key = id;
    dataset.key_count = 1;
    assert_text(read_dataset(&dataset, NULL), "0:4 a|3|.\n0:5 -|4|.\n0:6 -|5|.\n1:2 c|6|.\n1:3 b|7|.\n"
                                              "in1.csv: 5 = 3 + 2, 0 blank\nin2.csv: 3 = 2 + 0 + 1 row.ragged, 0 blank\n");
    assert_text(get_findings(), "in1.csv:4: caution: the key of line 2 again; expected a key once in a file; the last of them stands "
                                "[key.duplicate]\n"
                                "in2.csv:4:1: caution: 1 field; expected 2, as in the header; look for a line end inside a field, or "
                                "a delimiter that is missing [row.ragged]\n");
}

static void the_first_row_with_a_key_stands_when_the_rules_say_so(void **state)
{
    (void)state;
    begin();
    write_file("in1.csv", SR_TEXT("id,v\na,1\na,3\n"));
    write_file("in2.csv", SR_TEXT("id,v\na,6\nb,7\n"));
    sr_column_rule columns[] = {rule("id", SR_TYPE_TEXT), rule("v", SR_TYPE_INTEGER)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    static const size_t id[] = {0};
    dataset.key = id;
    dataset.key_count = 1;
    dataset.keeps_first = true;
    assert_text(read_dataset(&dataset, NULL), "0:2 a|1|.\n1:3 b|7|.\nin1.csv: 2 = 1 + 1, 0 blank\nin2.csv: 2 = 1 + 1, 0 blank\n");
    assert_text(get_findings(), "in1.csv:3: caution: the key of line 2 again; expected a key once in a file; the first of them stands "
                                "[key.duplicate]\n");
}

static void a_key_of_several_columns_is_the_same_only_when_all_are(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("a,b,v\n1,23,1\n12,3,2\n1,23,3\n1,,4\n1,,5\n"));
    sr_column_rule columns[] = {rule("a", SR_TYPE_TEXT), rule("b", SR_TYPE_TEXT), rule("v", SR_TYPE_INTEGER)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    static const size_t both[] = {0, 1};
    dataset.key = both;
    dataset.key_count = 2;
    assert_text(read_dataset(&dataset, NULL), "0:3 12|3|2|.\n0:4 1|23|3|.\n0:5 1|-|4|.\n0:6 1|-|5|.\nin.csv: 5 = 4 + 1, 0 blank\n");
}

/* January comes again in the second file and in the third, which is short of rows; a row without a date stays. */
static void a_period_that_is_delivered_again_replaces_its_rows(void **state)
{
    (void)state;
    begin();
    write_file("in1.csv", SR_TEXT("day,v\n2026-01-01,1\n2026-01-02,2\n2026-02-01,3\n,4\nsoon,5\n2026-01-09,6\n2026-01-09,7\n"));
    write_file("in2.csv", SR_TEXT("day,v\n2026-03-01,8\n2026-01-31,9\n2026-01-30,10\n"));
    write_file("in3.csv", SR_TEXT("day,v\n2026-01-31,11\n"));
    sr_column_rule columns[] = {rule("day", SR_TYPE_DATE), rule("v", SR_TYPE_INTEGER)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    dataset.has_redelivery = true;
    dataset.redelivery_column = 0;
    dataset.redelivery_grain = SR_GRAIN_MONTH;
    assert_text(read_dataset(&dataset, NULL),
                "0:4 2026-02-01|3|.\n0:5 -|4|.\n1:2 2026-03-01|8|.\n2:2 2026-01-31|11|.\n"
                "in1.csv: 7 = 2 + 4 + 1 value.date, 0 blank\nin2.csv: 3 = 1 + 2, 0 blank\nin3.csv: 1 = 1 + 0, 0 blank\n");
    sr_text told = get_findings();
    assert_true(sr_text_find(told, SR_TEXT("in1.csv: caution: the 4 rows of 2026-01 are replaced by 1 of in3.csv; expected about as many rows; "
                                           "look whether that export is complete [period.shrunk]\n")) != SIZE_MAX);
    assert_true(sr_text_find(told, SR_TEXT("in2.csv: note: the 2 rows of 2026-01 are replaced by 1 of in3.csv [period.redelivered]\n")) != SIZE_MAX);
}

/* The row of the first file is replaced with its month, so the twin of the second file is the first that is left. */
static void what_was_delivered_again_has_no_say_among_the_keys(void **state)
{
    (void)state;
    begin();
    write_file("in1.csv", SR_TEXT("day,id\n2026-01-01,a\n2026-02-01,b\n"));
    write_file("in2.csv", SR_TEXT("day,id\n2026-01-05,a\n2026-01-05,b\n"));
    sr_column_rule columns[] = {rule("day", SR_TYPE_DATE), rule("id", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    static const size_t id[] = {1};
    dataset.key = id;
    dataset.key_count = 1;
    dataset.keeps_first = true;
    dataset.has_redelivery = true;
    dataset.redelivery_grain = SR_GRAIN_MONTH;
    assert_text(read_dataset(&dataset, NULL), "0:3 2026-02-01|b|.\n1:2 2026-01-05|a|.\n"
                                              "in1.csv: 2 = 1 + 1, 0 blank\nin2.csv: 2 = 1 + 1, 0 blank\n");
}

static void ragged_rows_are_set_aside_and_those_with_extra_empty_fields_are_told_and_kept(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("a,b,\n1,2\n1\n\n1,2,3, ,\n1,2,3,4\n1,2,,,x\n"));
    sr_column_rule columns[] = {rule("a", SR_TYPE_INTEGER), rule("b", SR_TYPE_INTEGER)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 1|2|.\n0:5 1|2|.\nin.csv: 5 = 2 + 0 + 3 row.ragged, 1 blank\n");
    assert_text(get_findings(),
                "in.csv:3:1: caution: 1 field; expected 3, as in the header; look for a line end inside a field, or a delimiter that is missing "
                "[row.ragged]\n"
                "in.csv:6:1: caution: 4 fields; expected 3, as in the header; quote a field that holds the delimiter [row.ragged]\n"
                "in.csv:7:1: caution: 5 fields; expected 3, as in the header; quote a field that holds the delimiter [row.ragged]\n"
                "in.csv:5:7: note: 5 fields, and those too many are empty; expected 3, as in the header [row.extra_empty]\n");
}

static void a_missing_column_names_the_header_and_the_nearest_name(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("id,admited,ward\n1,2,3\n"));
    sr_column_rule columns[] = {rule("id", SR_TYPE_TEXT), rule("admitted", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    fail_dataset(&dataset);
    assert_int_equal(err.code, SR_BAD_DATA);
    assert_int_equal(err.where.line, 1);
    assert_string_equal(err.message, "dataset 'visits': column 'admitted' is missing (the file has: id, admited, ward); did you mean "
                                     "'admited'?");
    sr_error_init(&err);
    columns[1].is_optional = true;
    assert_text(read_dataset(&dataset, NULL), "0:2 1|-|.\nin.csv: 1 = 1 + 0, 0 blank\n");
}

static void header_names_match_by_alias_exactly_then_without_case(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("\xC3\x95pilane ,ID,id\nx,1,2\n"));
    static const sr_text aliases[] = {{"klient", 6}, {"\xC3\xB5pilane", 8}};
    sr_column_rule columns[] = {rule("id", SR_TYPE_TEXT), rule("pupil", SR_TYPE_TEXT)};
    columns[1].from = aliases;
    columns[1].from_count = 2;
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "0:2 2|x|.\nin.csv: 1 = 1 + 0, 0 blank\n");
    write_file("in.csv", SR_TEXT("\xC3\x95pilane,id,id\nx,1,2\n"));
    fail_dataset(&dataset);
    assert_string_equal(err.message, "dataset 'visits': the header has 'id' twice, expected one column of that name; say with `nth` which one "
                                     "column 'id' is");
    assert_int_equal(err.where.column, 13);
}

static void without_a_header_the_columns_stand_in_the_order_of_the_rules(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("x,1\ny,2,\nz\n"));
    sr_column_rule columns[] = {rule("a", SR_TYPE_TEXT), rule("b", SR_TYPE_INTEGER)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    dataset.dialect.header_lines = 0;
    assert_text(read_dataset(&dataset, NULL), "0:1 x|1|.\n0:2 y|2|.\nin.csv: 3 = 2 + 0 + 1 row.ragged, 0 blank\n");
}

static void files_without_rows_are_said(void **state)
{
    (void)state;
    begin();
    write_file("in2.csv", SR_TEXT("a\n"));
    write_file("in3.csv", SR_TEXT("a\n1\n"));
    sr_column_rule columns[] = {rule("a", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_text(read_dataset(&dataset, NULL), "1:2 1|.\nin2.csv: 0 = 0 + 0, 0 blank\nin3.csv: 1 = 1 + 0, 0 blank\n");
    assert_text(get_findings(), "in2.csv: note: a header and no rows [file.header_only]\n");

    begin();
    write_file("in1.csv", SR_TEXT("\n\n"));
    dataset.dialect.header_lines = 0;
    assert_text(read_dataset(&dataset, NULL), "in1.csv: 0 = 0 + 0, 2 blank\n");
    assert_text(get_findings(), "in1.csv: caution: no record in the file; expected records; look whether the export was cut off [file.empty]\n");
}

static void a_file_without_even_a_header_is_an_error(void **state)
{
    (void)state;
    begin();
    write_file("in1.csv", SR_TEXT("\n\n"));
    sr_column_rule columns[] = {rule("a", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    fail_dataset(&dataset);
    assert_int_equal(err.code, SR_BAD_DATA);
    assert_string_equal(err.message, "dataset 'visits': no record in the file, expected a header with the names of the columns; look "
                                     "whether the export was cut off");
}

static void no_file_at_all_is_an_error(void **state)
{
    (void)state;
    begin();
    sr_column_rule columns[] = {rule("a", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    fail_dataset(&dataset);
    assert_int_equal(err.code, SR_NO_FRESH_DATA);
    assert_error(&err, "dataset 'visits': no file matches 'in*.csv', expected at least one");
}

static void a_person_becomes_a_keyed_hash_and_a_bad_one_shows_its_shape(void **state)
{
    (void)state;
    begin();
    sr_person_key *key;
    assert_done(sr_person_key_new(SR_TEXT("0123456789abcdef"), &key, &err), &err);
    write_file("in.csv", SR_TEXT("p,v\n16805280107,1\n16805280108,2\n16805280107,3\n,4\n"));
    sr_column_rule columns[] = {rule("p", SR_TYPE_PERSON), rule("v", SR_TYPE_INTEGER)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    sr_hash hash;
    char hex[SR_HASH_HEX_SIZE];
    char expected[512];
    assert_true(sr_person_hash(key, SR_TEXT("visits"), SR_TEXT("16805280107"), &hash));
    sr_hash_write_hex(&hash, hex);
    snprintf(expected, sizeof(expected), "0:2 %s|1|.\n0:4 %s|3|.\n0:5 -|4|.\nin.csv: 4 = 3 + 0 + 1 value.person, 0 blank\n", hex, hex);
    person_key = key;
    assert_text(read_dataset(&dataset, NULL), expected);
    assert_text(get_findings(), "in.csv:3:1: caution: '99999999999' in column 'p'; expected a personal code of 11 digits with its right check digit; "
                                "correct it in the source; with `bad: missing` such a value counts as missing [value.person]\n");
    assert_int_equal(sr_dict_find(dict, SR_TEXT("16805280107")), SR_DICT_NONE);
    person_key = NULL;
    fail_dataset(&dataset);
    assert_int_equal(err.code, SR_NO_PERMISSION);
    sr_person_key_free(key);
}

static void rows_set_aside_are_written_with_their_reason_and_without_persons(void **state)
{
    (void)state;
    begin();
    sr_person_key *key;
    assert_done(sr_person_key_new(SR_TEXT("0123456789abcdef"), &key, &err), &err);
    person_key = key;
    write_file("in.csv", SR_TEXT("p,note,v,other,t\n16805280107,Mari,x,Tartu 12,=1+1\n16805280107,Mari,y,z,\"a,\"\"16805280107\"\"\"\nMari,2\n"
                                 "16805280107,Mari,1,z,\"open\n"));
    sr_column_rule columns[] = {rule("p", SR_TYPE_PERSON), rule("note", SR_TYPE_DROP), rule("v", SR_TYPE_INTEGER), rule("t", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    read_dataset(&dataset, "aside");
    assert_text(read_file("aside/visits.csv"),
                "file,line,column,rule,expected,row\n"
                "in.csv,2,v,value.number,a whole number,99999999999,aaaa,x,aaaaa 99,\"'=1+1\"\n"
                "in.csv,3,v,value.number,a whole number,99999999999,aaaa,y,a,\"a,\"\"99999999999\"\"\"\n"
                "in.csv,4,,row.ragged,,aaaa,9\n"
                "in.csv,5,,row.unterminated_quote,,\"99999999999,aaaa,9,a,\"\"aaaa\"\n");
    person_key = NULL;
    sr_person_key_free(key);
}

static void personal_values_in_any_column_are_shown_as_their_shape(void **state)
{
    (void)state;
    begin();
    write_file("in.csv", SR_TEXT("day,n,c,t\nMari Maasikas,1,,\n2026-01-01,5123 4567,,mari@example.ee\n2026-01-01,1,168 0528 0107,\n"
                                 "2026-01-01,1,x,Mari Maasikas\n"));
    static const sr_list list = {.path = "lists/c.csv"};
    sr_column_rule columns[] = {rule("day", SR_TYPE_DATE), rule("n", SR_TYPE_INTEGER), rule("c", SR_TYPE_CODES), rule("t", SR_TYPE_TEXT)};
    columns[2].separator = ' ';
    columns[2].list = &list;
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    read_dataset(&dataset, "aside");
    assert_text(get_findings(),
                "in.csv:2:1: caution: 'aaaa aaaaaaaa' in column 'day'; expected a date as yyyy-mm-dd; correct it in the source, or, where dates are written "
                "another way, name the format in `formats` [value.date]\n"
                "in.csv:3:12: caution: '9999 9999' in column 'n'; expected a whole number; correct it in the source, or, where numbers are "
                "written another way, say so with `decimal` and `group` [value.number]\n"
                "in.csv:4:14: caution: '999' in column 'c'; expected a code or alias of the list ''; add it to lists/c.csv as a code or an alias "
                "[value.code]\n"
                "in.csv:5:14: caution: 'x' in column 'c'; expected a code or alias of the list ''; add it to lists/c.csv as a code or an alias "
                "[value.code]\n");
    assert_text(read_file("aside/visits.csv"),
                "file,line,column,rule,expected,row\n"
                "in.csv,2,day,value.date,a date as yyyy-mm-dd,aaaa aaaaaaaa,1,,\n"
                "in.csv,3,n,value.number,a whole number,2026-01-01,9999 9999,,aaaa@aaaaaaa.aa\n"
                "in.csv,4,c,value.code,a code or alias of the list '',2026-01-01,1,999 9999 9999,\n"
                "in.csv,5,c,value.code,a code or alias of the list '',2026-01-01,1,x,aaaa aaaaaaaa\n");
}

static void a_file_whose_name_tells_who_somebody_is_is_not_read(void **state)
{
    (void)state;
    begin();
    write_file("in_20251031_235959_510_312_359.csv", SR_TEXT("a\n1\n"));
    sr_column_rule columns[] = {rule("a", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    read_dataset(&dataset, NULL);
    write_file("in_16805280107.csv", SR_TEXT("a\n1\n"));
    fail_dataset(&dataset);
    assert_int_equal(err.code, SR_BAD_DATA);
    assert_string_equal(err.message, "the name of the file 'aa_99999999999.aaa' tells who somebody is, expected a name that may be shown; rename "
                                     "the file");
}

static void a_failed_reading_leaves_the_last_rows_set_aside_alone(void **state)
{
    (void)state;
    begin();
    assert_done(sr_file_make_directory(directory, &err), &err);
    write_file("visits.csv", SR_TEXT("of yesterday\n"));
    write_file("in1.csv", SR_TEXT("a\n1\n"));
    write_file("in2.csv", SR_TEXT("b\n1\n"));
    sr_column_rule columns[] = {rule("a", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    sr_plan plan = make_plan(&dataset);
    sr_open_options options = {.workspace = directory, .aside_directory = directory};
    sr_sources sources;
    bool done;
    assert_done(sr_open(&plan, &dataset, &options, dict, arena, &sources, findings, &err), &err);
    dump_sources(&sources, &done);
    assert_false(done);
    sr_sources_close(&sources);
    sr_error_init(&err);
    assert_text(read_file("visits.csv"), "of yesterday\n");
    const char *part;
    assert_done(sr_file_join(directory, SR_TEXT("visits.csv.part"), arena, &part, &err), &err);
    assert_false(sr_file_is_there(part));
}

static void a_file_is_read_only_as_the_one_from_which_its_rules_were_inferred(void **state)
{
    (void)state;
    begin();
    sr_hash hash;
    sr_column_rule columns[] = {rule("a", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    assert_true(sr_hash_bytes(SR_TEXT("a\nx\n"), &hash));
    dataset.seen_hash = &hash;
    write_file("in.csv", SR_TEXT("a\nx\n"));
    assert_text(read_dataset(&dataset, NULL), "0:2 x|.\nin.csv: 1 = 1 + 0, 0 blank\n");
    write_file("in.csv", SR_TEXT("a\ny\n"));
    fail_dataset(&dataset);
    assert_int_equal(err.code, SR_TRY_AGAIN);
    assert_string_equal(err.message, "changed while it was being read, expected a file that is complete; run again when its writer is done");
}

/* Rows with a key are looked for in all files first; the second file changes behind that look. */
static void a_file_that_changes_between_two_looks_is_noticed(void **state)
{
    (void)state;
    begin();
    size_t key = 0;
    sr_column_rule columns[] = {rule("a", SR_TYPE_TEXT)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    dataset.key = &key;
    dataset.key_count = 1;
    write_file("in1.csv", SR_TEXT("a\nx\n"));
    write_file("in2.csv", SR_TEXT("a\ny\n"));
    sr_plan plan = make_plan(&dataset);
    sr_open_options options = {.workspace = directory};
    sr_sources sources;
    const sr_batch *batch;
    assert_done(sr_open(&plan, &dataset, &options, dict, arena, &sources, findings, &err), &err);
    sr_source *source = &sources.items[0];
    assert_done(source->next(source->self, &batch, &err), &err);
    assert_int_equal(batch->row_count, 1);
    write_file("in2.csv", SR_TEXT("a\nz\n"));
    bool done = true;
    while (done && batch != NULL)
        done = source->next(source->self, &batch, &err);
    assert_false(done);
    assert_int_equal(err.code, SR_TRY_AGAIN);
    sr_sources_close(&sources);
}

static void more_rows_than_a_batch_come_in_several(void **state)
{
    (void)state;
    begin();
    sr_builder bytes;
    sr_builder_init(&bytes, arena, 1u << 20);
    sr_builder_add_c(&bytes, "v\n");
    for (int i = 0; i < 5000; i++)
        sr_builder_addf(&bytes, "%d\n", i);
    write_file("in.csv", sr_builder_get(&bytes));
    sr_column_rule columns[] = {rule("v", SR_TYPE_INTEGER)};
    sr_dataset dataset = make_dataset(COLUMNS(columns));
    sr_plan plan = make_plan(&dataset);
    sr_open_options options = {.workspace = directory};
    sr_sources sources;
    const sr_batch *batch;
    assert_done(sr_open(&plan, &dataset, &options, dict, arena, &sources, findings, &err), &err);
    static const uint32_t sizes[] = {2048, 2048, 904};
    int64_t expected = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_done(sources.items[0].next(sources.items[0].self, &batch, &err), &err);
        assert_int_equal(batch->row_count, sizes[i]);
        for (uint32_t row = 0; row < batch->row_count; row++) {
            assert_int_equal(batch->lines[row], expected + 2);
            assert_int_equal(batch->columns[0].values.integers[row], expected++);
        }
    }
    assert_done(sources.items[0].next(sources.items[0].self, &batch, &err), &err);
    assert_null(batch);
    sr_sources_close(&sources);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_type_is_read_and_empty_is_missing),
        TEST(a_bad_value_sets_its_row_aside_and_is_a_finding_with_its_place),
        TEST(the_first_of_each_word_keeps_its_hint_also_late_and_in_the_next_file),
        TEST(what_no_real_number_can_be_is_told_with_the_range),
        TEST(what_a_spreadsheet_damaged_is_named_for_what_it_is),
        TEST(the_header_once_more_is_no_row),
        TEST(codes_that_a_spreadsheet_damaged_are_no_codes),
        TEST(identifiers_that_a_spreadsheet_cut_do_not_replace_each_other),
        TEST(a_registry_code_needs_its_check_digit),
        TEST(an_empty_cell_may_stand_for_a_value_but_an_absent_column_for_none),
        TEST(bad_missing_keeps_the_row_and_a_required_value_does_not),
        TEST(estonian_numbers_and_dates_are_read),
        TEST(codes_become_canonical_and_an_unknown_one_names_the_nearest),
        TEST(files_of_one_series_may_have_their_own_encoding),
        TEST(a_number_that_two_marks_read_differently_is_none),
        TEST(the_day_of_the_row_decides_what_a_word_means_where_it_must),
        TEST(codes_without_a_list_are_sorted_and_once_each),
        TEST(a_later_row_with_the_same_key_replaces_an_earlier_one_over_all_files),
        TEST(the_first_row_with_a_key_stands_when_the_rules_say_so),
        TEST(a_key_of_several_columns_is_the_same_only_when_all_are),
        TEST(a_period_that_is_delivered_again_replaces_its_rows),
        TEST(what_was_delivered_again_has_no_say_among_the_keys),
        TEST(ragged_rows_are_set_aside_and_those_with_extra_empty_fields_are_told_and_kept),
        TEST(a_missing_column_names_the_header_and_the_nearest_name),
        TEST(header_names_match_by_alias_exactly_then_without_case),
        TEST(without_a_header_the_columns_stand_in_the_order_of_the_rules),
        TEST(files_without_rows_are_said),
        TEST(a_file_without_even_a_header_is_an_error),
        TEST(no_file_at_all_is_an_error),
        TEST(a_person_becomes_a_keyed_hash_and_a_bad_one_shows_its_shape),
        TEST(rows_set_aside_are_written_with_their_reason_and_without_persons),
        TEST(personal_values_in_any_column_are_shown_as_their_shape),
        TEST(a_file_whose_name_tells_who_somebody_is_is_not_read),
        TEST(a_failed_reading_leaves_the_last_rows_set_aside_alone),
        TEST(a_file_is_read_only_as_the_one_from_which_its_rules_were_inferred),
        TEST(a_file_that_changes_between_two_looks_is_noticed),
        TEST(more_rows_than_a_batch_come_in_several),
    };
    int result = RUN_TESTS(tests);
    sr_arena_free(arena);
    return result;
}
