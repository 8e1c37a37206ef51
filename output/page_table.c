#include "output/page_parts.h"

#define BAR_WIDTH 56        // of the longest bar, in px
#define TITLE_SHORT_MAX 11  // characters of a column's title that stay on one line: "sept 26, %"

static uint32_t find_value_column(const sr_report_table *table)
{
    for (uint32_t column = 0; table->row_count > 0 && column < table->column_count; column++)
        if (sr_report_table_get_cell(table, 0, column)->part == SR_PART_VALUE)
            return column;
    return UINT32_MAX;
}

static bool is_total_row(const sr_report *report, const sr_report_table *table, uint32_t row)
{
    sr_text total = sr_text_from(sr_word_get(SR_WORD_TOTAL, report->language));
    return row + 1 == table->row_count && sr_text_is(sr_report_table_get_cell(table, row, 0)->text, total);
}

/* Bars compare members and begin at zero; with a negative value there are none. 0: no bars. */
static double find_largest(const sr_report *report, const sr_report_table *table, uint32_t column)
{
    double largest = 0;
    for (uint32_t row = 0; row < table->row_count && !is_total_row(report, table, row); row++) {
        double number;
        if (!sr_report_cell_get_number(sr_report_table_get_cell(table, row, column), &number))
            continue;
        if (number < 0)
            return 0;
        if (number > largest)
            largest = number;
    }
    return largest;
}

/* An empty bar keeps the numbers of a column in line. */
static void add_bar(sr_markup *markup, const sr_report_cell *cell, bool is_total, double largest)
{
    double number = 0;
    bool is_there = !is_total && sr_report_cell_get_number(cell, &number);
    sr_mark mark = sr_mark_of_cell(cell->cell);
    sr_page_open(markup, "svg", "bar");
    sr_markup_attribute(markup, "aria-hidden", SR_TEXT("true"));
    sr_markup_attributef(markup, "viewBox", "0 0 %d 10", BAR_WIDTH);
    sr_markup_open(markup, "rect");
    sr_markup_attributef(markup, "width", "%.1f", is_there ? BAR_WIDTH * number / largest : 0.0);
    sr_markup_attribute(markup, "height", SR_TEXT("10"));
    sr_markup_attribute(markup, "fill", mark == SR_MARK_NOT_MET || mark == SR_MARK_WARNING ? SR_TEXT("#B93F00") : SR_TEXT("#12436D"));
    sr_markup_close(markup);
    sr_markup_close(markup);
}

static void add_row(sr_markup *markup, const sr_report *report, const sr_report_table *table, uint32_t row, uint32_t bar_column,
                    double largest)
{
    bool is_total = is_total_row(report, table, row);
    sr_page_open(markup, "tr", is_total ? "total" : NULL);
    for (uint32_t column = 0; column < table->column_count; column++) {
        const sr_report_cell *cell = sr_report_table_get_cell(table, row, column);
        bool is_number = table->columns[column].format != SR_FORMAT_TEXT;
        bool is_verdict = cell->cell != NULL && cell->part == SR_PART_NONE;
        if (column == 0) {
            sr_page_open(markup, "th", NULL);
            sr_markup_attribute(markup, "scope", SR_TEXT("row"));
        } else {
            sr_page_open(markup, "td", is_number ? "n" : is_verdict ? sr_page_get_mark_class(sr_mark_of_cell(cell->cell)) : NULL);
        }
        sr_markup_text(markup, cell->text);
        if (column == bar_column)
            add_bar(markup, cell, is_total, largest);
        sr_markup_close(markup);
    }
    sr_markup_close(markup);
}

static void add_head(sr_markup *markup, const sr_report_table *table, uint32_t bar_column)
{
    sr_markup_open(markup, "caption");
    sr_markup_attributef(markup, "id", "%.*s-caption", SR_TEXT_ARG(table->name));
    sr_markup_element(markup, "strong", table->title);
    if (table->note.size > 0) {
        sr_page_open(markup, "span", "note");
        sr_markup_text(markup, table->note);
        sr_markup_close(markup);
    }
    sr_markup_close(markup);
    sr_markup_open(markup, "thead");
    sr_markup_open(markup, "tr");
    for (uint32_t column = 0; column < table->column_count; column++) {
        bool is_number = table->columns[column].format != SR_FORMAT_TEXT;
        bool is_short = sr_text_count_points(table->columns[column].title) <= TITLE_SHORT_MAX;
        sr_page_open(markup, "th", column == bar_column ? "n short barred" : !is_number ? NULL : is_short ? "n short" : "n");
        sr_markup_attribute(markup, "scope", SR_TEXT("col"));
        sr_markup_text(markup, table->columns[column].title);
        sr_markup_close(markup);
    }
    sr_markup_close(markup);
    sr_markup_close(markup);
}

void sr_page_add_table(sr_markup *markup, const sr_report *report, const sr_report_table *table, bool has_bars)
{
    uint32_t bar_column = has_bars ? find_value_column(table) : UINT32_MAX;
    double largest = bar_column != UINT32_MAX ? find_largest(report, table, bar_column) : 0;
    if (!(largest > 0))
        bar_column = UINT32_MAX;
    sr_page_open(markup, "div", "scroll");
    sr_markup_attribute(markup, "role", SR_TEXT("region"));
    sr_markup_attributef(markup, "aria-labelledby", "%.*s-caption", SR_TEXT_ARG(table->name));
    sr_markup_attribute(markup, "tabindex", SR_TEXT("0"));
    sr_markup_open(markup, "table");
    sr_markup_attribute(markup, "id", table->name);
    add_head(markup, table, bar_column);
    sr_markup_open(markup, "tbody");
    for (uint32_t row = 0; row < table->row_count; row++)
        add_row(markup, report, table, row, bar_column, largest);
    sr_markup_close(markup);
    sr_markup_close(markup);
    sr_markup_close(markup);
    sr_markup_text(markup, SR_TEXT("\n"));
}
