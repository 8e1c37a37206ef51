#include "output/workbook_chart.h"

#include <stdio.h>

#include "engine/base/builder.h"

#define TITLE_POINTS_MAX 200        // Excel takes 255 characters
#define DESCRIPTION_POINTS_MAX 1000
#define VALUE_COLOUR 0x12436D       // dark blue, 10.3 : 1 on white
#define BOUND_COLOUR 0x6B7A8F       // grey, 4.4 : 1 on white, and dotted
#define GRID_COLOUR 0xD0D0D0
#define TARGET_COLOUR 0x0B7568      // teal as on the page, 5.6 : 1 on white, and dashed

/* Fit for a chart's title or name, where the library would take a leading `=` for a formula. */
static char *make_name(const sr_book *book, sr_text text, uint32_t points_max, sr_error *err)
{
    sr_builder builder;
    sr_text clean, built;
    sr_builder_init(&builder, book->arena, text.size * 8 + 64);
    if (!sr_book_clean(text, points_max, book->arena, &clean, err))
        return NULL;
    sr_builder_add_c(&builder, clean.size > 0 && clean.data[0] == '=' ? " " : "");
    sr_builder_add(&builder, clean);
    if (!sr_builder_finish(&builder, &built, err))
        return NULL;
    char *name = sr_arena_copy(book->arena, built.data, built.size);
    if (name == NULL)
        sr_fail_memory(err);
    return name;
}

static void write_number_format(const sr_book_sheet *from, char code[32])
{
    sr_book_style style = SR_BOOK_COUNT;
    int digits = 0;
    for (uint32_t row = from->table_first + 1; row < from->row_count; row++) {
        const sr_book_cell *cell = &from->cells[(size_t)row * from->column_count + 1];
        if (cell->kind == SR_BOOK_NUMBER) {
            style = cell->style;
            digits = cell->digits;
        }
    }
    snprintf(code, 32, "%s%s%.*s%s", style == SR_BOOK_SHARE ? "0" : "#,##0", digits > 0 ? "." : "", digits, "000000000",
             style == SR_BOOK_SHARE ? "%" : "");
}

static lxw_chart_line choose_line(sr_cell_part part)
{
    switch (part) {
    case SR_PART_VALUE:
        return (lxw_chart_line){.color = VALUE_COLOUR, .width = 2.25f, .dash_type = LXW_CHART_LINE_DASH_SOLID};
    case SR_PART_TARGET:
        return (lxw_chart_line){.color = TARGET_COLOUR, .width = 1.5f, .dash_type = LXW_CHART_LINE_DASH_DASH};
    default:
        return (lxw_chart_line){.color = BOUND_COLOUR, .width = 1.0f, .dash_type = LXW_CHART_LINE_DASH_ROUND_DOT};
    }
}

/* The last value is written out at its point, as on the page. */
static bool label_last(const sr_book *book, const sr_book_sheet *from, lxw_chart_series *series, uint32_t column, sr_error *err)
{
    uint32_t count = from->row_count - from->table_first - 1;
    lxw_chart_data_label *labels = sr_arena_alloc(book->arena, count, sizeof(*labels));
    lxw_chart_data_label **list = sr_arena_alloc(book->arena, (size_t)count + 1, sizeof(*list));
    if (labels == NULL || list == NULL)
        return sr_fail_memory(err);
    if (count == 0 || from->cells[(size_t)(from->row_count - 1) * from->column_count + column].kind != SR_BOOK_NUMBER)
        return true;
    for (uint32_t i = 0; i < count; i++) {
        labels[i].hide = i + 1 < count;
        list[i] = &labels[i];
    }
    lxw_chart_font font = {.bold = LXW_TRUE, .color = VALUE_COLOUR, .size = 10};
    chart_series_set_labels(series);
    chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_ABOVE);
    chart_series_set_labels_font(series, &font);
    return chart_series_set_labels_custom(series, list) == LXW_NO_ERROR || sr_fail_memory(err);
}

static bool add_series(const sr_book *book, const sr_book_sheet *from, lxw_chart *chart, uint32_t column, sr_error *err)
{
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    const sr_book_cell *header = &from->cells[(size_t)from->table_first * from->column_count + column];
    char *name = make_name(book, header->text, TITLE_POINTS_MAX, err);
    if (series == NULL || name == NULL)
        return sr_fail_memory(err);
    lxw_row_t first = from->table_first + 1, last = from->row_count - 1;
    lxw_chart_line line = choose_line(from->lines[column]);
    chart_series_set_categories(series, from->name.data, first, 0, last, 0);
    chart_series_set_values(series, from->name.data, first, (lxw_col_t)column, last, (lxw_col_t)column);
    chart_series_set_name(series, name);
    chart_series_set_line(series, &line);
    if (from->lines[column] == SR_PART_VALUE) {
        if (!label_last(book, from, series, column, err))
            return false;
        lxw_chart_line border = {.color = VALUE_COLOUR};
        lxw_chart_fill fill = {.color = VALUE_COLOUR};
        chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
        chart_series_set_marker_size(series, 5);
        chart_series_set_marker_line(series, &border);
        chart_series_set_marker_fill(series, &fill);
    } else {
        chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
    }
    return true;
}

bool sr_book_add_chart(const sr_book *book, const sr_book_sheet *from, lxw_workbook *workbook, lxw_worksheet *sheet, sr_error *err)
{
    const sr_report_series *series = &from->chart->series;
    char code[32];
    lxw_chart *chart = workbook_add_chart(workbook, LXW_CHART_LINE);
    char *title = make_name(book, series->title, TITLE_POINTS_MAX, err);
    char *axis = make_name(book, from->cells[(size_t)from->table_first * from->column_count + 1].text, TITLE_POINTS_MAX, err);
    char *description = make_name(book, series->description, DESCRIPTION_POINTS_MAX, err);
    if (chart == NULL || title == NULL || axis == NULL || description == NULL)
        return sr_fail_memory(err);
    for (uint32_t column = 1; column < from->column_count; column++)
        if (!add_series(book, from, chart, column, err))
            return false;
    lxw_chart_font font = {.size = 12, .bold = LXW_TRUE};
    lxw_chart_font plain = {.size = 10, .bold = LXW_EXPLICIT_FALSE};
    lxw_chart_line grid = {.color = GRID_COLOUR, .width = 0.75f};
    write_number_format(from, code);
    chart_title_set_name(chart, title);
    chart_title_set_name_font(chart, &font);
    chart_axis_set_name(chart->y_axis, axis);
    chart_axis_set_name_font(chart->y_axis, &plain);
    chart_axis_set_num_format(chart->y_axis, code);
    if (series->tick_count > 0 && series->high > series->low) {
        chart_axis_set_min(chart->y_axis, series->low);
        chart_axis_set_max(chart->y_axis, series->high);
        if (series->tick_count > 1)
            chart_axis_set_major_unit(chart->y_axis, series->ticks[1].value - series->ticks[0].value);
    }
    chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
    chart_show_blanks_as(chart, LXW_CHART_BLANKS_AS_GAP);
    if (from->column_count > 2)
        chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    else
        chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    lxw_chart_options options = {.x_scale = 1.7, .y_scale = 1.5, .description = description};
    lxw_error done = worksheet_insert_chart_opt(sheet, from->table_first, (lxw_col_t)(from->column_count + 1), chart, &options);
    return done == LXW_NO_ERROR || sr_fail(err, SR_INTERNAL, "the workbook library could not insert a chart: %s", lxw_strerror(done));
}
