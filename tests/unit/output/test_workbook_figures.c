#include "output/workbook.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/disclosure/cells.h"
#include "output/archive.h"
#include "output/workbook_layout.h"
#include "tests/support/test.h"

#define MONTHS 6

/* One indicator over six months: a hidden one, one without a target, and the same with euros. */
typedef struct fixture {
    sr_arena *arena;
    sr_error err;
    char path[200];
    sr_released_cell cells[MONTHS];
    const sr_released_cell *series[MONTHS];
    sr_text labels[MONTHS];
    sr_report_column columns[4];
    sr_report_cell table_cells[MONTHS * 4];
    sr_report_table table;
    sr_report_block block;
    sr_report_part part;
    sr_report report;
} fixture;

static void begin(fixture *f)
{
    static const char *const labels[MONTHS] = {"mai 26", "juuni 26", "juuli 26", "aug 26", "sept 26", "okt 26"};
    *f = (fixture){.arena = sr_arena_new()};
    sr_error_init(&f->err);
    snprintf(f->path, sizeof(f->path), "%s/a.xlsx", sr_test_make_directory());
    for (int i = 0; i < MONTHS; i++) {
        f->cells[i] = (sr_released_cell){.state = SR_CELL_OK};
        f->cells[i].result = (sr_result){.state = SR_CELL_OK, .n = 100 + i, .value = sr_number_from_real((81.0 + i) / 97.0)};
        f->cells[i].judgement = (sr_judgement){.has_level = i > 1, .level = sr_number_from_decimal(90, 2)};
        f->series[i] = &f->cells[i];
        f->labels[i] = sr_text_from(labels[i]);
    }
    f->cells[3] = (sr_released_cell){.state = SR_CELL_HIDDEN, .hidden = SR_HIDDEN_SMALL_TOTAL};
    for (int i = 0; i < MONTHS; i++) {
        f->table_cells[i * 4] = (sr_report_cell){.text = f->labels[i]};
        f->table_cells[i * 4 + 1] = (sr_report_cell){.text = i == 3 ? SR_TEXT("[c]") : SR_TEXT("83,5%"), .cell = &f->cells[i], .part = SR_PART_VALUE};
        f->table_cells[i * 4 + 2] = (sr_report_cell){.text = i > 1 ? SR_TEXT("90%") : SR_TEXT("[z]"), .cell = &f->cells[i], .part = SR_PART_TARGET};
        f->table_cells[i * 4 + 3] = (sr_report_cell){.text = SR_TEXT("12,50 €"), .cell = &f->cells[i], .part = SR_PART_N};
    }
    f->columns[0] = (sr_report_column){.title = SR_TEXT("Periood")};
    f->columns[1] = (sr_report_column){.title = SR_TEXT("Väärtus, %"), .format = SR_FORMAT_SHARE, .digits = 1};
    f->columns[2] = (sr_report_column){.title = SR_TEXT("Siht, %"), .format = SR_FORMAT_SHARE};
    f->columns[3] = (sr_report_column){.title = SR_TEXT("Kulu, €"), .format = SR_FORMAT_EURO, .digits = 2};
    f->table = (sr_report_table){.name = SR_TEXT("T01_perioodid"), .title = SR_TEXT("Perioodide kaupa"), .column_count = 4, .columns = f->columns,
                                 .row_count = MONTHS, .cells = f->table_cells};
    f->block = (sr_report_block){.id = SR_TEXT("T01"), .name = SR_TEXT("Esmane kontakt"), .table_count = 1, .tables = &f->table};
    f->block.series = (sr_report_series){.count = MONTHS, .cells = f->series, .labels = f->labels, .low = 0.8, .high = 1, .tick_count = 3,
                                         .title = SR_TEXT("=Esmane kontakt tähtajal: siht täitmata"), .subtitle = SR_TEXT("Kuude kaupa."),
                                         .description = SR_TEXT("Esimene 83,5% & <viimane>.")};
    f->part = (sr_report_part){.block_count = 1, .blocks = &f->block};
    f->report = (sr_report){.language = SR_ET, .id = SR_TEXT("kuu"), .title = SR_TEXT("Aruanne"), .period = {SR_GRAIN_MONTH, 2026 * 12 + 9},
                            .part_count = 1, .parts = &f->part};
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

static bool has(const sr_archive *archive, const char *name, const char *wanted)
{
    const sr_archive_part *part = sr_archive_find(archive, sr_text_from(name));
    if (part != NULL && sr_text_find(part->bytes, sr_text_from(wanted)) != SIZE_MAX)
        return true;
    fprintf(stderr, "# %s: missing: %s\n", name, wanted);
    return false;
}

static void figures_are_numbers_with_a_format_and_hidden_ones_are_words(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_archive archive = write_and_read(&f);
    const char *sheet = "xl/worksheets/sheet5.xml";
    assert_true(has(&archive, sheet, "<v>0.8350515463917526</v>"));     // 81 / 97
    assert_true(has(&archive, sheet, "<v>0.9</v>"));
    assert_true(has(&archive, sheet, "<v>105</v>"));
    assert_true(has(&archive, "xl/sharedStrings.xml", "<t>[c]</t>"));
    assert_true(has(&archive, "xl/styles.xml", "formatCode=\"0.0%\""));
    assert_true(has(&archive, "xl/styles.xml", "formatCode=\"#,##0.00&quot;\xC2\xA0€&quot;\""));
    sr_arena_free(f.arena);
}

/* Whatever stands in the text of a hidden cell, the workbook says [c]. */
static void a_hidden_cell_shows_nothing_but_the_shorthand(void **state)
{
    (void)state;
    fixture f;
    sr_book book;
    begin(&f);
    f.table_cells[3 * 4 + 1].text = SR_TEXT("87,6%");
    assert_done(sr_book_lay_out(&f.report, f.arena, &book, &f.err), &f.err);
    const sr_book_sheet *sheet = &book.sheets[4];
    for (uint32_t column = 1; column < 4; column++)
        assert_text(sheet->cells[(sheet->table_first + 4) * 4 + column].text, "[c]");
    sr_arena_free(f.arena);
}

static void the_chart_has_its_numbers_beside_it_and_a_text_for_who_cannot_see_it(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_archive archive = write_and_read(&f);
    const char *chart = "xl/charts/chart1.xml";
    assert_true(has(&archive, "xl/workbook.xml", "<sheet name=\"T01 joonis\""));
    assert_true(has(&archive, "xl/drawings/drawing1.xml", "descr=\"Esimene 83,5% &amp; &lt;viimane&gt;.\""));
    assert_true(has(&archive, chart, "<a:t> =Esmane kontakt tähtajal: siht täitmata</a:t>"));
    assert_true(has(&archive, chart, "<c:lineChart>"));
    assert_true(has(&archive, chart, "<c:f>'T01 joonis'!$B$6:$B$11</c:f>"));
    assert_true(has(&archive, chart, "<c:f>'T01 joonis'!$A$6:$A$11</c:f>"));
    assert_true(has(&archive, chart, "<c:f>'T01 joonis'!$C$6:$C$11</c:f>"));
    assert_true(has(&archive, chart, "<c:min val=\"0.8\"/>"));
    sr_arena_free(f.arena);
}

/* A word in the range would be drawn as zero. */
static void what_a_chart_cannot_draw_is_an_empty_cell(void **state)
{
    (void)state;
    fixture f;
    sr_book book;
    begin(&f);
    assert_done(sr_book_lay_out(&f.report, f.arena, &book, &f.err), &f.err);
    const sr_book_sheet *sheet = &book.sheets[5];
    assert_text(sheet->name, "T01 joonis");
    for (uint32_t i = 0; i < MONTHS; i++) {
        const sr_book_cell *row = &sheet->cells[(sheet->table_first + 1 + i) * sheet->column_count];
        assert_int_equal(row[1].kind, i == 3 ? SR_BOOK_EMPTY : SR_BOOK_NUMBER);
        assert_int_equal(row[2].kind, i > 1 && i != 3 ? SR_BOOK_NUMBER : SR_BOOK_EMPTY);
    }
    sr_arena_free(f.arena);
}

/* The layout says of a month that it is drawn, the file that it is not. */
static void a_chart_without_all_its_values_is_not_believed(void **state)
{
    (void)state;
    fixture f;
    sr_book book;
    begin(&f);
    assert_done(sr_workbook_write(&f.report, f.path, &f.err), &f.err);
    assert_done(sr_book_lay_out(&f.report, f.arena, &book, &f.err), &f.err);
    assert_done(sr_book_check(&book, f.path, &f.err), &f.err);
    book.sheets[4].chart = book.sheets[5].chart;    // the chart now belongs to the table before it, which has other numbers
    book.sheets[5].chart = NULL;
    assert_false(sr_book_check(&book, f.path, &f.err));
    assert_non_null(strstr(f.err.message, "xl/charts/chart1.xml: "));
    sr_arena_free(f.arena);
}

static void without_two_values_there_is_no_chart(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    for (int i = 1; i < MONTHS; i++)
        f.cells[i] = (sr_released_cell){.state = SR_CELL_NO_DATA};
    sr_archive archive = write_and_read(&f);
    assert_null(sr_archive_find(&archive, SR_TEXT("xl/charts/chart1.xml")));
    sr_arena_free(f.arena);
}

static void no_number_that_is_none_is_written(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    f.cells[0].result.value = (sr_number){.is_real = true, .real = 0.0 / 0.0 * 1.0};
    f.cells[1].result.value = (sr_number){.is_real = true, .real = 1e308 * 10};
    sr_archive archive = write_and_read(&f);
    for (size_t i = 0; i < archive.count; i++) {
        assert_int_equal(sr_text_find(archive.parts[i].bytes, SR_TEXT("<v>-NAN")), SIZE_MAX);
        assert_int_equal(sr_text_find(archive.parts[i].bytes, SR_TEXT("<v>INF")), SIZE_MAX);
    }
    sr_arena_free(f.arena);
}

static void all_links_of_the_contents_lead_to_sheets(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_archive archive = write_and_read(&f);
    static const char *const names[] = {"Tiitelleht", "Märkused ja lühendid", "Metoodika", "T01_perioodid", "T01 joonis"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char link[100];
        snprintf(link, sizeof(link), "location=\"'%s'!A1\"", names[i]);
        assert_true(has(&archive, "xl/worksheets/sheet2.xml", link));
    }
    sr_arena_free(f.arena);
}

static const struct CMUnitTest workbook_figures[] = {
    TEST(figures_are_numbers_with_a_format_and_hidden_ones_are_words),
    TEST(a_hidden_cell_shows_nothing_but_the_shorthand),
    TEST(the_chart_has_its_numbers_beside_it_and_a_text_for_who_cannot_see_it),
    TEST(what_a_chart_cannot_draw_is_an_empty_cell),
    TEST(a_chart_without_all_its_values_is_not_believed),
    TEST(without_two_values_there_is_no_chart),
    TEST(no_number_that_is_none_is_written),
    TEST(all_links_of_the_contents_lead_to_sheets),
};

int main(void)
{
    return RUN_TESTS(workbook_figures);
}
