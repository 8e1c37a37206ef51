#include "output/workbook.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/builder.h"
#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "output/archive.h"
#include "output/workbook_layout.h"
#include "output/xml.h"
#include "tests/support/test.h"

/* A report of words and counts of records: figures come from released cells only, and are tried where those are made. */
typedef struct fixture {
    sr_arena *arena;
    sr_error err;
    char path[200];
    sr_report report;
    sr_report_part part;
    sr_report_block block;
    sr_report_table table;
    sr_report_cell *cells;
    sr_report_column columns[3];
    sr_text findings[2];
    sr_report_note notes[1];
    sr_report_point points[1];
} fixture;

static void begin(fixture *f, uint32_t row_count)
{
    *f = (fixture){.arena = sr_arena_new()};
    sr_error_init(&f->err);
    snprintf(f->path, sizeof(f->path), "%s/aruanne.xlsx", sr_test_make_directory());
    f->cells = sr_arena_alloc(f->arena, row_count * 3 + 1, sizeof(sr_report_cell));
    for (uint32_t i = 0; i < row_count; i++) {
        f->cells[i * 3] = (sr_report_cell){.text = SR_TEXT("Võru & <Põlva>")};
        f->cells[i * 3 + 1] = (sr_report_cell){.text = SR_TEXT("1 234"), .part = SR_PART_RECORDS, .records = 1234 + i};
        f->cells[i * 3 + 2] = (sr_report_cell){.text = SR_TEXT("[c]")};
    }
    f->columns[0] = (sr_report_column){.title = SR_TEXT("Maakond")};
    f->columns[1] = (sr_report_column){.title = SR_TEXT("Väärtus"), .format = SR_FORMAT_NUMBER};
    f->columns[2] = (sr_report_column){.title = SR_TEXT("väärtus"), .format = SR_FORMAT_SHARE, .digits = 1};
    f->table = (sr_report_table){.name = SR_TEXT("T01_maakond"), .title = SR_TEXT("Esmane kontakt, oktoober 2026"), .note = SR_TEXT("Märkus."),
                                 .column_count = 3, .columns = f->columns, .row_count = row_count, .cells = f->cells};
    f->block = (sr_report_block){.id = SR_TEXT("T01"), .table_count = 1, .tables = &f->table};
    f->part = (sr_report_part){.title = SR_TEXT("Kvaliteet"), .block_count = 1, .blocks = &f->block};
    f->findings[0] = SR_TEXT("vigane kuupäev (4)");
    f->findings[1] = SR_TEXT("=1+1");
    f->notes[0] = (sr_report_note){SR_TEXT("[c]"), SR_TEXT("Peidetud isikuandmete kaitseks.")};
    f->points[0] = (sr_report_point){.sentence = SR_TEXT("Tähtaeg on ületatud.")};
    f->report = (sr_report){.language = SR_ET, .id = SR_TEXT("kuu"), .title = SR_TEXT("Kuuaruanne, oktoober 2026"), .organisation = SR_TEXT("Amet"),
                            .period = {SR_GRAIN_MONTH, 2026 * 12 + 9}, .edition = 1, .edition_text = SR_TEXT("1. väljaanne"),
                            .contact = SR_TEXT("amet@asutus.test"), .point_count = 1, .points = f->points, .part_count = 1, .parts = &f->part,
                            .finding_count = 2, .findings = f->findings, .note_count = 1, .notes = f->notes, .definition_count = 1,
                            .definitions = f->notes};
}

static sr_archive write_and_read(fixture *f)
{
    sr_archive archive = {0};
    sr_text bytes;
    assert_done(sr_workbook_write(&f->report, f->path, &f->err), &f->err);
    assert_done(sr_file_read(f->path, 1 << 24, f->arena, &bytes, &f->err), &f->err);
    assert_done(sr_archive_read(bytes, f->path, f->arena, &archive, &f->err), &f->err);
    return archive;
}

static sr_text get_part(const sr_archive *archive, const char *name)
{
    const sr_archive_part *part = sr_archive_find(archive, sr_text_from(name));
    assert_non_null(part);
    return part->bytes;
}

static bool has(sr_text bytes, const char *part)
{
    return sr_text_find(bytes, sr_text_from(part)) != SIZE_MAX;
}

static void the_sheets_come_in_the_expected_order_and_language(void **state)
{
    (void)state;
    fixture f;
    begin(&f, 2);
    sr_archive archive = write_and_read(&f);
    sr_text workbook = get_part(&archive, "xl/workbook.xml");
    static const char *const names[] = {"Tiitelleht", "Sisukord", "Märkused ja lühendid", "Metoodika", "T01_maakond", "Tähelepanekud andmete kohta"};
    size_t last = 0;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char wanted[100];
        snprintf(wanted, sizeof(wanted), "<sheet name=\"%s\"", names[i]);
        size_t at = sr_text_find(workbook, sr_text_from(wanted));
        if (at == SIZE_MAX || at < last)
            fail_msg("%s is missing or in another place", names[i]);
        last = at;
    }
    sr_arena_free(f.arena);
}

static void a_table_is_a_real_one_without_filter_and_its_headers_differ(void **state)
{
    (void)state;
    fixture f;
    begin(&f, 2);
    sr_archive archive = write_and_read(&f);
    const char *found = NULL;
    for (int i = 1; i < 10 && found == NULL; i++) {
        char name[40];
        snprintf(name, sizeof(name), "xl/tables/table%d.xml", i);
        if (has(get_part(&archive, name), "name=\"T01_maakond\""))
            found = sr_arena_copy(f.arena, name, strlen(name));
    }
    assert_non_null(found);
    sr_text table = get_part(&archive, found);
    assert_false(has(table, "autoFilter"));
    assert_true(has(table, "name=\"Väärtus\""));
    assert_true(has(table, "name=\"väärtus (2)\"") || has(table, "name=\"väärtus\""));
    assert_true(has(table, "ref=\"A4:C6\""));
    sr_arena_free(f.arena);
}

static void text_never_becomes_a_formula_and_hidden_stays_a_word(void **state)
{
    (void)state;
    fixture f;
    begin(&f, 1);
    f.table.note = SR_TEXT("=HYPERLINK(\"http://x.test\")");
    f.cells[0].text = SR_TEXT("@SUM(1)");
    sr_archive archive = write_and_read(&f);
    for (size_t i = 0; i < archive.count; i++)
        assert_false(has(archive.parts[i].bytes, "<f>"));
    sr_text strings = get_part(&archive, "xl/sharedStrings.xml");
    assert_true(has(strings, "<t>=1+1</t>"));
    assert_true(has(strings, "<t>@SUM(1)</t>"));
    assert_true(has(strings, "<t>[c]</t>"));
    assert_true(has(get_part(&archive, "xl/worksheets/sheet5.xml"), "<v>1234</v>"));
    sr_arena_free(f.arena);
}

static void text_that_would_break_the_file_is_made_harmless(void **state)
{
    (void)state;
    fixture f;
    begin(&f, 3);
    f.cells[0].text = SR_TEXT("a\x01" "b\xff" "c\r\xEF\xBF\xBF" "d_x000D_e");
    char *large = sr_arena_alloc(f.arena, 50000, 1);
    memset(large, 'y', 49999);
    f.cells[3].text = sr_text_from(large);
    f.cells[6].text = SR_TEXT("line\nline\ttab");
    sr_archive archive = write_and_read(&f);
    sr_text strings = get_part(&archive, "xl/sharedStrings.xml");
    assert_true(has(strings, "<t>a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD\xEF\xBF\xBD" "d_x005F_x000D_e</t>"));
    assert_true(has(strings, "yyy…</t>"));
    assert_true(has(strings, "line\nline\ttab"));
    sr_arena_free(f.arena);
}

static void a_text_is_cut_before_the_cell_is_full(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_text clean;
    sr_error_init(&err);
    char *large = sr_arena_alloc(arena, 40000, 4);
    for (size_t i = 0; i < 20000; i++)
        memcpy(large + i * 4, "\xF0\x9F\x99\x82", 4);  // two units each
    assert_done(sr_book_clean((sr_text){large, 80000}, 40000, arena, &clean, &err), &err);
    assert_int_equal(sr_text_count_points(clean), 16383 + 1);
    assert_done(sr_book_clean(SR_TEXT("õäöü"), 5, arena, &clean, &err), &err);
    assert_text(clean, "õäöü");
    assert_done(sr_book_clean(SR_TEXT("õäöüõäöü"), 5, arena, &clean, &err), &err);
    assert_text(clean, "õäöü…");
    sr_arena_free(arena);
}

static void names_of_sheets_and_tables_keep_the_rules_and_differ(void **state)
{
    (void)state;
    fixture f;
    begin(&f, 1);
    sr_report_table tables[4] = {f.table, f.table, f.table, f.table};
    tables[0].name = SR_TEXT("A/b[c]:*?\\ väga pikk nimi mis ei mahu kuidagi");
    tables[1].name = SR_TEXT("a/b[c]:*?\\ väga pikk nimi mis ei mahu kuidagi");
    tables[2].name = SR_TEXT("'T01'");
    tables[3].name = SR_TEXT("1");
    f.block.tables = tables;
    f.block.table_count = 4;
    sr_archive archive = write_and_read(&f);
    sr_text workbook = get_part(&archive, "xl/workbook.xml");
    assert_true(has(workbook, "<sheet name=\"A_b_c_____ väga pikk nimi mis e\""));
    assert_true(has(workbook, "<sheet name=\"a_b_c_____ väga pikk nimi mis 2\""));
    assert_true(has(workbook, "<sheet name=\"_T01_\""));
    bool has_digit_name = false;
    for (int i = 1; i <= 9; i++) {
        char name[40];
        snprintf(name, sizeof(name), "xl/tables/table%d.xml", i);
        const sr_archive_part *part = sr_archive_find(&archive, sr_text_from(name));
        has_digit_name = has_digit_name || (part != NULL && has(part->bytes, "name=\"_1\""));
    }
    assert_true(has_digit_name);
    sr_arena_free(f.arena);
}

static void an_empty_report_still_opens(void **state)
{
    (void)state;
    fixture f;
    begin(&f, 0);
    f.report.note_count = f.report.definition_count = f.report.finding_count = f.report.point_count = 0;
    sr_archive archive = write_and_read(&f);
    assert_null(sr_archive_find(&archive, SR_TEXT("xl/tables/table2.xml")));
    sr_arena_free(f.arena);
}

static void two_runs_give_the_same_bytes(void **state)
{
    (void)state;
    fixture f;
    char other[200];
    sr_text first, second;
    begin(&f, 50);
    snprintf(other, sizeof(other), "%s/teine.xlsx", sr_test_make_directory());
    assert_done(sr_workbook_write(&f.report, f.path, &f.err), &f.err);
    sleep(1);   // the library would write the time of day
    assert_done(sr_workbook_write(&f.report, other, &f.err), &f.err);
    assert_done(sr_file_read(f.path, 1 << 24, f.arena, &first, &f.err), &f.err);
    assert_done(sr_file_read(other, 1 << 24, f.arena, &second, &f.err), &f.err);
    assert_true(sr_text_is(first, second));
    sr_arena_free(f.arena);
}

static void nothing_else_is_left_in_the_directory(void **state)
{
    (void)state;
    fixture f;
    begin(&f, 2);
    write_and_read(&f);
    char pattern[220];
    const char **paths = NULL;
    size_t count = 0;
    snprintf(pattern, sizeof(pattern), "%.*s*", (int)(strrchr(f.path, '/') - f.path + 1), f.path);
    assert_done(sr_file_list(pattern, f.arena, &paths, &count, &f.err), &f.err);
    assert_int_equal(count, 1);
    sr_arena_free(f.arena);
}

static void a_workbook_that_cannot_be_written_is_an_error_and_leaves_the_old_one(void **state)
{
    (void)state;
    fixture f;
    const char *directory = sr_test_make_directory();
    begin(&f, 2);
    snprintf(f.path, sizeof(f.path), "%s/file", directory);
    assert_done(sr_file_write(f.path, SR_TEXT("not a directory"), &f.err), &f.err);
    snprintf(f.path, sizeof(f.path), "%s/file/aruanne.xlsx", directory);
    assert_false(sr_workbook_write(&f.report, f.path, &f.err));
    assert_string_equal(f.err.message, "cannot be removed: Not a directory");
    sr_arena_free(f.arena);
}

/* The file says one thing, the layout another: every kind of difference must be seen. */
static void a_file_that_differs_from_the_report_is_not_believed(void **state)
{
    (void)state;
    fixture f;
    sr_book book;
    begin(&f, 3);
    assert_done(sr_workbook_write(&f.report, f.path, &f.err), &f.err);
    assert_done(sr_book_lay_out(&f.report, f.arena, &book, &f.err), &f.err);
    assert_done(sr_book_check(&book, f.path, &f.err), &f.err);
    sr_book_sheet *sheet = &book.sheets[4];
    sr_book_cell *cell = &sheet->cells[4 * 3 + 1];
    assert_int_equal(cell->kind, SR_BOOK_NUMBER);

    static const char *const expected[] = {"a cell holds another number", "a cell is of another kind", "a cell stands in another place",
                                           "fewer cells than the report has", "a cell holds another text", "not as many charts as the report has"};
    for (int i = 0; i < 6; i++) {
        assert_done(sr_book_lay_out(&f.report, f.arena, &book, &f.err), &f.err);
        sheet = &book.sheets[4];
        cell = &sheet->cells[4 * 3 + 1];
        if (i == 0)
            cell->number += 1e-9;
        if (i == 1)
            cell->kind = SR_BOOK_TEXT;
        if (i == 2)
            cell->kind = SR_BOOK_EMPTY;
        if (i == 3)
            sheet->row_count++;     // the array has room for more
        if (i == 3)
            sheet->cells[(sheet->row_count - 1) * 3].kind = SR_BOOK_TEXT;
        if (i == 4)
            sheet->cells[4 * 3].text = SR_TEXT("Võru");
        if (i == 5)
            sheet->chart = &f.block;
        assert_false(sr_book_check(&book, f.path, &f.err));
        assert_non_null(strstr(f.err.message, expected[i]));
        sr_error_init(&f.err);
    }
    sr_arena_free(f.arena);
}

/* Print areas carry the names of sheets; a name that the library did not keep becomes "(null)", unless a sheet is called so. */
static void a_sheet_whose_name_was_lost_is_noticed(void **state)
{
    (void)state;
    fixture f;
    sr_book book;
    begin(&f, 3);
    assert_done(sr_book_lay_out(&f.report, f.arena, &book, &f.err), &f.err);
    sr_text name = book.sheets[4].name;
    book.sheets[4].name = SR_TEXT("(null)");
    assert_done(sr_book_write(&book, f.path, &f.err), &f.err);
    assert_done(sr_book_check(&book, f.path, &f.err), &f.err);
    book.sheets[4].name = name;
    assert_false(sr_book_check(&book, f.path, &f.err));
    assert_non_null(strstr(f.err.message, "the name of a sheet is missing"));
    sr_arena_free(f.arena);
}

static void a_file_with_any_byte_changed_or_cut_is_not_believed(void **state)
{
    (void)state;
    fixture f;
    sr_book book;
    sr_text bytes;
    begin(&f, 3);
    assert_done(sr_workbook_write(&f.report, f.path, &f.err), &f.err);
    assert_done(sr_book_lay_out(&f.report, f.arena, &book, &f.err), &f.err);
    assert_done(sr_file_read(f.path, 1 << 24, f.arena, &bytes, &f.err), &f.err);
    for (size_t size = 0; size < bytes.size; size += bytes.size / 40 + 1) {
        assert_done(sr_file_write(f.path, sr_text_slice(bytes, 0, size), &f.err), &f.err);
        assert_false(sr_book_check(&book, f.path, &f.err));
        sr_error_init(&f.err);
    }
    /* in the packed bytes of sheet5, found through its local header */
    size_t at = sr_text_find(bytes, SR_TEXT("xl/worksheets/sheet5.xml")) + 60;
    char *changed = sr_arena_copy(f.arena, bytes.data, bytes.size);
    changed[at] = (char)(changed[at] ^ 0x10);
    assert_done(sr_file_write(f.path, (sr_text){changed, bytes.size}, &f.err), &f.err);
    assert_false(sr_book_check(&book, f.path, &f.err));
    sr_arena_free(f.arena);
}

static const struct CMUnitTest workbook[] = {
    TEST(the_sheets_come_in_the_expected_order_and_language),
    TEST(a_table_is_a_real_one_without_filter_and_its_headers_differ),
    TEST(text_never_becomes_a_formula_and_hidden_stays_a_word),
    TEST(text_that_would_break_the_file_is_made_harmless),
    TEST(a_text_is_cut_before_the_cell_is_full),
    TEST(names_of_sheets_and_tables_keep_the_rules_and_differ),
    TEST(an_empty_report_still_opens),
    TEST(two_runs_give_the_same_bytes),
    TEST(nothing_else_is_left_in_the_directory),
    TEST(a_workbook_that_cannot_be_written_is_an_error_and_leaves_the_old_one),
    TEST(a_file_that_differs_from_the_report_is_not_believed),
    TEST(a_sheet_whose_name_was_lost_is_noticed),
    TEST(a_file_with_any_byte_changed_or_cut_is_not_believed),
};

int main(void)
{
    return RUN_TESTS(workbook);
}
