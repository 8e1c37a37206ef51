#include "output/workbook.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "engine/base/builder.h"
#include "engine/base/file.h"
#include "output/child.h"
#include "output/workbook_chart.h"
#include "output/workbook_layout.h"

#define SECONDS_OF_DAY 86400
#define PROPERTY_POINTS_MAX 255
#define PAPER_A4 9
#define LINE_HEIGHT 15.0        // points, of the usual font
#define TITLE_SCALE 1.7         // of the bold title's letters, to those that widths are counted in
#define COLUMN_WIDTH 8.43       // of a column that has no width
#define CHART_COLUMNS 15        // that a chart covers, and the gap before it
#define CHART_ROWS 23
#define LINES_SHOWN_MAX 27      // Excel's rows are at most 409 points high

/* What is being written. */
typedef struct writer {
    const sr_book *book;
    lxw_workbook *workbook;
    lxw_format *formats[SR_BOOK_STYLE_COUNT][SR_BOOK_DIGITS_MAX + 1];   // numbers by digits, others at [.][0]
    sr_error *err;
} writer;

/* The library takes char *; it gets copies. */
static char *copy(const writer *self, sr_text text)
{
    return sr_arena_copy(self->book->arena, text.size > 0 ? text.data : "", text.size);
}

static bool is_done(const writer *self, lxw_error code, const char *what)
{
    bool is_disk = code == LXW_ERROR_CREATING_XLSX_FILE || code == LXW_ERROR_CREATING_TMPFILE || code == LXW_ERROR_ZIP_FILE_OPERATION;
    return code == LXW_NO_ERROR || sr_fail(self->err, is_disk ? SR_IO : SR_INTERNAL, "the workbook library could not %s: %s", what, lxw_strerror(code));
}

/* --- formats --- */

static bool add_number_formats(writer *self, sr_book_style style, const char *begin, const char *end)
{
    for (int digits = 0; digits <= SR_BOOK_DIGITS_MAX; digits++) {
        char code[64];
        lxw_format *format = workbook_add_format(self->workbook);
        if (format == NULL)
            return sr_fail_memory(self->err);
        snprintf(code, sizeof(code), "%s%s%.*s%s", begin, digits > 0 ? "." : "", digits, "000000000", end);
        format_set_num_format(format, code);
        format_set_align(format, LXW_ALIGN_RIGHT);
        format_set_indent(format, 1);
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        self->formats[style][digits] = format;
    }
    return true;
}

static bool add_formats(writer *self)
{
    static const sr_book_style texts[] = {SR_BOOK_TITLE,  SR_BOOK_HEADING,  SR_BOOK_PLAIN,  SR_BOOK_WRAPPED,         SR_BOOK_RIGHT,
                                          SR_BOOK_LINKED, SR_BOOK_INDENTED, SR_BOOK_HEADER, SR_BOOK_HEADER_INDENTED, SR_BOOK_HEADER_RIGHT};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        lxw_format *format = workbook_add_format(self->workbook);
        if (format == NULL)
            return sr_fail_memory(self->err);
        sr_book_style style = texts[i];
        self->formats[style][0] = format;
        bool is_header = style == SR_BOOK_HEADER || style == SR_BOOK_HEADER_INDENTED || style == SR_BOOK_HEADER_RIGHT;
        if (style == SR_BOOK_TITLE || style == SR_BOOK_HEADING || is_header)
            format_set_bold(format);
        if (style == SR_BOOK_TITLE || style == SR_BOOK_HEADING)
            format_set_font_size(format, style == SR_BOOK_TITLE ? 16 : 13);
        if (sr_book_is_wrapped(style))
            format_set_text_wrap(format);
        if (style == SR_BOOK_INDENTED || style == SR_BOOK_HEADER_INDENTED) {
            format_set_align(format, LXW_ALIGN_LEFT);
            format_set_indent(format, 1);
        }
        if (style == SR_BOOK_RIGHT || style == SR_BOOK_HEADER_RIGHT) {
            format_set_align(format, LXW_ALIGN_RIGHT);
            format_set_indent(format, 1);   // the next column may begin at its left edge
        }
        if (style == SR_BOOK_LINKED) {
            format_set_underline(format, LXW_UNDERLINE_SINGLE);
            format_set_font_color(format, 0x0563C1);
        }
        if (style != SR_BOOK_TITLE && style != SR_BOOK_PLAIN)
            format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    }
    return add_number_formats(self, SR_BOOK_COUNT, "#,##0", "") && add_number_formats(self, SR_BOOK_SHARE, "0", "%")
           && add_number_formats(self, SR_BOOK_EURO, "#,##0", "\"\xC2\xA0€\"");
}

/* --- sheets --- */

/* 'A sheet''s name'!A1; sheets are named by us, never by data. */
static bool write_link(writer *self, lxw_worksheet *sheet, uint32_t row, uint32_t column, const sr_book_cell *cell, lxw_format *format)
{
    char target[512] = "internal:'";
    size_t size = strlen(target);
    for (size_t i = 0; i < cell->text.size && size < sizeof(target) - 8; i++) {
        if (cell->text.data[i] == '\'')
            target[size++] = '\'';
        target[size++] = cell->text.data[i];
    }
    snprintf(target + size, sizeof(target) - size, "'!A1");
    return is_done(self, worksheet_write_url_opt(sheet, row, (lxw_col_t)column, target, format, cell->text.data, NULL), "write a link");
}

static bool write_cell(writer *self, lxw_worksheet *sheet, uint32_t row, uint32_t column, const sr_book_cell *cell)
{
    lxw_format *format = self->formats[cell->style][cell->kind == SR_BOOK_NUMBER ? cell->digits : 0];
    switch (cell->kind) {
    case SR_BOOK_TEXT:
        return is_done(self, worksheet_write_string(sheet, row, (lxw_col_t)column, cell->text.data, format), "write a text");
    case SR_BOOK_NUMBER:
        return is_done(self, worksheet_write_number(sheet, row, (lxw_col_t)column, cell->number, format), "write a number");
    case SR_BOOK_LINK:
        return write_link(self, sheet, row, column, cell, format);
    case SR_BOOK_EMPTY:
        break;
    }
    return true;
}

/* The table's headers are cells that the library writes. */
static bool add_table(writer *self, lxw_worksheet *sheet, const sr_book_sheet *from)
{
    lxw_table_column *columns = sr_arena_alloc(self->book->arena, from->column_count, sizeof(*columns));
    lxw_table_column **list = sr_arena_alloc(self->book->arena, from->column_count + 1, sizeof(lxw_table_column *));
    char *name = copy(self, from->table_name);
    if (columns == NULL || list == NULL || name == NULL)
        return sr_fail_memory(self->err);
    for (uint32_t i = 0; i < from->column_count; i++) {
        const sr_book_cell *header = &from->cells[(size_t)from->table_first * from->column_count + i];
        columns[i].header = copy(self, header->text);
        columns[i].header_format = self->formats[header->style][0];
        if (columns[i].header == NULL)
            return sr_fail_memory(self->err);
        list[i] = &columns[i];
    }
    lxw_table_options options = {
        .name = name,
        .no_autofilter = LXW_TRUE,
        .no_banded_rows = LXW_TRUE,
        .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
        .style_type_number = 15,
        .columns = list,
    };
    return is_done(self,
                   worksheet_add_table(sheet, from->table_first, 0, from->row_count - 1, (lxw_col_t)(from->column_count - 1), &options),
                   "add a table");
}

/* Columns that are printed: the table's, and as many empty ones as the lines above it run into. */
static uint32_t count_print_columns(const sr_book_sheet *from)
{
    double needed = 0, width = 0;
    for (uint32_t row = 0; row < from->table_first; row++) {
        const sr_book_cell *cell = &from->cells[(size_t)row * from->column_count];
        needed = fmax(needed, cell->shown_points * (cell->style == SR_BOOK_TITLE ? TITLE_SCALE : 1.0));
    }
    uint32_t columns = 0;
    for (; columns < from->column_count || width < needed; columns++)
        width += columns < from->column_count ? from->widths[columns] : COLUMN_WIDTH;
    return from->chart != NULL && columns < from->column_count + CHART_COLUMNS ? from->column_count + CHART_COLUMNS : columns;
}

/* On paper the headers stand on every page, and no line is cut off at the table's edge. */
static bool set_print(const writer *self, lxw_worksheet *sheet, const sr_book_sheet *from)
{
    if (!from->has_table)
        return true;
    uint32_t rows = from->row_count;
    if (from->chart != NULL && rows < from->table_first + CHART_ROWS)
        rows = from->table_first + CHART_ROWS;
    return is_done(self, worksheet_repeat_rows(sheet, from->table_first, from->table_first), "repeat the headers")
           && is_done(self, worksheet_print_area(sheet, 0, 0, rows - 1, (lxw_col_t)(count_print_columns(from) - 1)), "set what is printed");
}

static bool write_sheet(writer *self, const sr_book_sheet *from)
{
    lxw_worksheet *sheet = workbook_add_worksheet(self->workbook, from->name.data);
    if (sheet == NULL)
        return sr_fail(self->err, SR_INTERNAL, "the workbook library could not add the sheet '%.*s'", SR_TEXT_ARG(from->name));
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);    // one page wide, as many as it takes high
    if (!set_print(self, sheet, from))
        return false;
    for (uint32_t column = 0; column < from->column_count; column++)
        if (!is_done(self, worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column, from->widths[column], NULL), "set a width"))
            return false;
    for (uint32_t row = 0; row < from->row_count; row++) {
        uint32_t lines = sr_book_count_lines(from, row);
        double height = lines < LINES_SHOWN_MAX ? LINE_HEIGHT * lines : LINE_HEIGHT * LINES_SHOWN_MAX;
        if (lines > 1 && !is_done(self, worksheet_set_row(sheet, row, height, NULL), "set a height"))
            return false;
    }
    if (from->has_table && !add_table(self, sheet, from))
        return false;
    for (uint32_t row = 0; row < from->row_count; row++)
        for (uint32_t column = 0; column < from->column_count; column++)
            if (!(from->has_table && row == from->table_first)
                && !write_cell(self, sheet, row, column, &from->cells[(size_t)row * from->column_count + column]))
                return false;
    return from->chart == NULL || sr_book_add_chart(self->book, from, self->workbook, sheet, self->err);
}

/* Nothing of the clock: the workbook is "created" on the last day of the report's period. */
static bool set_properties(writer *self)
{
    const sr_report *report = self->book->report;
    sr_text title, subject, author;
    if (!sr_book_clean(report->title, PROPERTY_POINTS_MAX, self->book->arena, &title, self->err)
        || !sr_book_clean(report->edition_text, PROPERTY_POINTS_MAX, self->book->arena, &subject, self->err)
        || !sr_book_clean(report->organisation, PROPERTY_POINTS_MAX, self->book->arena, &author, self->err))
        return false;
    lxw_doc_properties properties = {
        .title = copy(self, title),
        .subject = copy(self, subject),
        .author = copy(self, author),
        .company = copy(self, author),
        .created = (time_t)(sr_period_get_last(report->period) - 1) * SECONDS_OF_DAY,
    };
    if (properties.title == NULL || properties.subject == NULL || properties.author == NULL || properties.company == NULL)
        return sr_fail_memory(self->err);
    return is_done(self, workbook_set_properties(self->workbook, &properties), "set its properties")
           && is_done(self, workbook_set_custom_property_string(self->workbook, "Language", sr_language_get_tag(report->language)),
                      "set its language");
}

static char *copy_directory(const sr_book *book, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return sr_arena_copy(book->arena, ".", 1);
    return sr_arena_copy(book->arena, path, slash == path ? 1 : (size_t)(slash - path));
}

bool sr_book_write(const sr_book *book, const char *path, sr_error *err)
{
    lxw_workbook_options options = {.tmpdir = copy_directory(book, path)};
    if (options.tmpdir == NULL)
        return sr_fail_memory(err);
    writer self = {.book = book, .workbook = workbook_new_opt(path, &options), .err = err};
    if (self.workbook == NULL)
        return sr_fail_memory(err);
    bool done = add_formats(&self) && set_properties(&self);
    for (uint32_t i = 0; done && i < book->sheet_count; i++)
        done = write_sheet(&self, &book->sheets[i]);
    if (!done)
        return false;   // the process ends here; closing would write a file
    return is_done(&self, workbook_close(self.workbook), "be written to the disk");
}

/* --- the parent --- */

static bool write_in_child(const void *book, const char *path, sr_error *err)
{
    return sr_book_write(book, path, err);
}

static bool write_and_check(const sr_book *book, const char *made, const char *path, sr_error *err)
{
    if (!sr_child_run(write_in_child, book, made, err) || !sr_book_check(book, made, err))
        return err->code == SR_INTERNAL ? sr_fail_within(err, "memory, disk space or the workbook library has failed") : false;
    return sr_file_sync(made, err) && sr_file_rename(made, path, err);
}

/*
 * In a directory of its own, PATH.part, because the library keeps its temporary files beside the workbook and says nothing when it cannot
 * remove them. The directory goes in any case, or the workbook is not done.
 */
static bool write_apart(const sr_report *report, const char *path, sr_arena *arena, sr_error *err)
{
    sr_book book;
    sr_builder builder;
    sr_text directory;
    const char *made = NULL;
    sr_builder_init(&builder, arena, strlen(path) + 16);
    sr_builder_addf(&builder, "%s.part", path);
    if (!sr_builder_finish(&builder, &directory, err) || !sr_file_join(directory.data, SR_TEXT("workbook.xlsx"), arena, &made, err)
        || !sr_book_lay_out(report, arena, &book, err) || !sr_file_remove_tree(directory.data, err)
        || !sr_file_make_directory(directory.data, err))
        return false;
    bool done = write_and_check(&book, made, path, err);
    sr_error ignored;
    sr_error_init(&ignored);
    return sr_file_remove_tree(directory.data, done ? err : &ignored) && done;
}

bool sr_workbook_write(const sr_report *report, const char *path, sr_error *err)
{
    sr_arena *arena = sr_arena_new();
    if (arena == NULL)
        return sr_fail_memory(err);
    bool done = write_apart(report, path, arena, err);
    sr_arena_free(arena);
    if (!done)
        err->where.path = err->where.path != NULL ? err->path : NULL;   // the arena is gone
    return done;
}
