/*
 * Both charts are one frame drawn at two sizes. Colours have one meaning each and never stand alone: what misses its target
 * is also a triangle, the target is also dashed, the last value is also written out.
 */
#include "output/chart.h"

#include <math.h>

#define ACTUAL "#12436D"        // dark blue: what was measured
#define ATTENTION "#B93F00"     // orange: needs attention
#define TARGET "#0B7568"        // teal: the target
#define CONTEXT "#505A64"       // grey: scale, words
#define BAND "#DCE6F0"          // pale blue: interval
#define AXIS "#B1B9C2"

#define LABEL_EVERY 6           // periods between labels of the time axis
#define LABEL_ROOM 3            // periods that a label needs for itself
#define LABELS_ALL 8            // so few periods are all labelled
#define LABEL_GAP 18            // between two labels at the line's end
#define TICK_GAP 14             // between a number of the scale and the plot
#define TICK_CHARACTER 9        // no digit or blank is wider
#define LABEL_CLEAR 8           // how far above the time axis, whose own labels begin there, the middle of such a label stays

typedef struct chart_frame {
    const sr_report_series *series;
    double left, right, top, bottom;    // of the plot, in the units of the viewBox
} chart_frame;

typedef struct point {
    double x;
    double y;
} point;

static double get_x(const chart_frame *frame, uint32_t index)
{
    uint32_t count = frame->series->count;
    return count < 2 ? frame->right : frame->left + (frame->right - frame->left) * index / (count - 1);
}

static double get_y(const chart_frame *frame, double value)
{
    double share = (value - frame->series->low) / (frame->series->high - frame->series->low);
    return frame->bottom - (frame->bottom - frame->top) * fmin(fmax(share, 0.0), 1.0);
}

static bool has_value(const chart_frame *frame, uint32_t index)
{
    return sr_released_cell_get_state(frame->series->cells[index]) == SR_CELL_OK;
}

static point get_point(const chart_frame *frame, uint32_t index)
{
    double value = sr_number_get_real(sr_released_cell_get_result(frame->series->cells[index])->value);
    return (point){get_x(frame, index), get_y(frame, value)};
}

static void open_path(sr_markup *markup, const char *fill, const char *stroke, const char *width)
{
    sr_markup_open(markup, "path");
    sr_markup_attribute(markup, "fill", sr_text_from(fill));
    sr_markup_attribute(markup, "stroke", sr_text_from(stroke));
    sr_markup_attribute(markup, "stroke-width", sr_text_from(width));
    sr_markup_attribute(markup, "stroke-linejoin", SR_TEXT("round"));
}

static void close_path(sr_markup *markup, const sr_builder *data)
{
    sr_markup_attribute(markup, "d", sr_builder_get(data));
    sr_markup_close(markup);
    if (data->failed)
        markup->builder->failed = true;
}

static void begin_data(sr_markup *markup, sr_builder *data)
{
    sr_builder_init(data, markup->builder->arena, 65536);
}

/* One polygon for each run of periods that have an interval. */
static void add_band(sr_markup *markup, const chart_frame *frame)
{
    const sr_report_series *series = frame->series;
    sr_builder data;
    begin_data(markup, &data);
    uint32_t first = 0;
    for (uint32_t i = 0; i <= series->count; i++) {
        bool is_inside = i < series->count && has_value(frame, i) && sr_released_cell_get_judgement(series->cells[i])->has_interval;
        if (is_inside)
            continue;
        for (uint32_t j = first; j < i; j++)
            sr_builder_addf(&data, "%c%.1f %.1f", j == first ? 'M' : 'L', get_x(frame, j),
                            get_y(frame, sr_released_cell_get_judgement(series->cells[j])->interval.upper));
        for (uint32_t j = i; j > first; j--)
            sr_builder_addf(&data, "L%.1f %.1f", get_x(frame, j - 1),
                            get_y(frame, sr_released_cell_get_judgement(series->cells[j - 1])->interval.lower));
        if (i > first)
            sr_builder_add_byte(&data, 'Z');
        first = i + 1;
    }
    if (data.size == 0)
        return;
    open_path(markup, BAND, "none", "0");
    close_path(markup, &data);
}

/* A step for each period, so that a target that changes is seen to change between two periods. */
static void add_target(sr_markup *markup, const chart_frame *frame, const char *width)
{
    const sr_report_series *series = frame->series;
    double half = series->count < 2 ? 10.0 : (get_x(frame, 1) - get_x(frame, 0)) / 2;
    sr_builder data;
    begin_data(markup, &data);
    bool is_open = false;
    for (uint32_t i = 0; i < series->count; i++) {
        const sr_judgement *judgement = sr_released_cell_get_judgement(series->cells[i]);
        bool is_there = has_value(frame, i) && judgement->has_level;
        if (is_there) {
            double y = get_y(frame, sr_number_get_real(judgement->level));
            double from = i == 0 ? frame->left : get_x(frame, i) - half;
            double to = i + 1 == series->count ? frame->right : get_x(frame, i) + half;
            sr_builder_addf(&data, "%c%.1f %.1fH%.1f", is_open ? 'L' : 'M', from, y, to);
        }
        is_open = is_there;
    }
    if (data.size == 0)
        return;
    open_path(markup, "none", TARGET, width);
    sr_markup_attribute(markup, "stroke-dasharray", SR_TEXT("6 4"));
    close_path(markup, &data);
}

/* The line breaks where a period has no value that may be seen. */
static void add_actual(sr_markup *markup, const chart_frame *frame, const char *width)
{
    sr_builder data;
    begin_data(markup, &data);
    bool is_open = false;
    for (uint32_t i = 0; i < frame->series->count; i++) {
        bool is_there = has_value(frame, i);
        if (is_there) {
            point at = get_point(frame, i);
            sr_builder_addf(&data, "%c%.1f %.1f", is_open ? 'L' : 'M', at.x, at.y);
        }
        is_open = is_there;
    }
    if (data.size == 0)
        return;
    open_path(markup, "none", ACTUAL, width);
    close_path(markup, &data);
}

static bool is_missed(sr_mark mark)
{
    return mark == SR_MARK_NOT_MET || mark == SR_MARK_WARNING;
}

static void add_marker(sr_markup *markup, point at, sr_mark mark, double radius)
{
    if (!is_missed(mark)) {
        sr_markup_open(markup, "circle");
        sr_markup_attributef(markup, "cx", "%.1f", at.x);
        sr_markup_attributef(markup, "cy", "%.1f", at.y);
        sr_markup_attributef(markup, "r", "%.1f", radius);
        sr_markup_attribute(markup, "fill", SR_TEXT(ACTUAL));
        sr_markup_close(markup);
        return;
    }
    double r = radius * 1.35;
    open_path(markup, ATTENTION, "none", "0");
    if (mark == SR_MARK_NOT_MET)
        sr_markup_attributef(markup, "d", "M%.1f %.1fH%.1fL%.1f %.1fZ", at.x - r, at.y - r * 0.8, at.x + r, at.x, at.y + r);
    else
        sr_markup_attributef(markup, "d", "M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ", at.x, at.y - r, at.x + r, at.y, at.x, at.y + r,
                             at.x - r, at.y);
    sr_markup_close(markup);
}

static void add_label(sr_markup *markup, point at, const char *anchor, const char *fill, const char *weight, sr_text text)
{
    sr_markup_open(markup, "text");
    sr_markup_attributef(markup, "x", "%.1f", at.x);
    sr_markup_attributef(markup, "y", "%.1f", at.y);
    sr_markup_attribute(markup, "text-anchor", sr_text_from(anchor));
    sr_markup_attribute(markup, "fill", sr_text_from(fill));
    sr_markup_attribute(markup, "font-weight", sr_text_from(weight));
    sr_markup_text(markup, text);
    sr_markup_close(markup);
}

/* Where there is no value, the time axis says so. */
static void add_gaps(sr_markup *markup, const chart_frame *frame)
{
    for (uint32_t i = 0; i < frame->series->count; i++) {
        if (has_value(frame, i))
            continue;
        bool is_hidden = sr_released_cell_get_state(frame->series->cells[i]) == SR_CELL_HIDDEN;
        bool is_no_data = sr_released_cell_get_state(frame->series->cells[i]) == SR_CELL_NO_DATA;
        add_label(markup, (point){get_x(frame, i), frame->bottom - 6}, "middle", CONTEXT, "400",
                  is_hidden ? SR_TEXT("[c]") : is_no_data ? SR_TEXT("[x]") : SR_TEXT("[z]"));
    }
}

static void add_axes(sr_markup *markup, const chart_frame *frame)
{
    const sr_report_series *series = frame->series;
    for (uint32_t i = 0; i < series->tick_count; i++)
        add_label(markup, (point){frame->left - TICK_GAP, get_y(frame, series->ticks[i].value) + 5}, "end", CONTEXT, "400",
                  series->ticks[i].text);
    sr_builder data;
    begin_data(markup, &data);
    sr_builder_addf(&data, "M%.1f %.1fH%.1f", frame->left - 6, frame->bottom, frame->right + 6);
    open_path(markup, "none", AXIS, "1");
    close_path(markup, &data);
    for (uint32_t i = 0; i < series->count; i++)
        if (series->count <= LABELS_ALL || i % LABEL_EVERY == (series->count - 1) % LABEL_EVERY ||
            (i == 0 && (series->count - 1) % LABEL_EVERY >= LABEL_ROOM))
            add_label(markup, (point){get_x(frame, i), frame->bottom + 22}, "middle", CONTEXT, "400", series->labels[i]);
}

/* The last value and the target are written at the line; they move apart when they would touch. */
static void add_end_labels(sr_markup *markup, const chart_frame *frame, const sr_report_block *block)
{
    uint32_t last = frame->series->count - 1;
    bool has_last = has_value(frame, last);
    const sr_judgement *judgement = sr_released_cell_get_judgement(frame->series->cells[last]);
    bool has_target = has_last && judgement->has_level && frame->series->target_label.size > 0;
    double x = frame->right + 14;
    double value_y = has_last ? get_point(frame, last).y : 0;
    double target_y = has_target ? get_y(frame, sr_number_get_real(judgement->level)) : 0;
    if (has_last && has_target && fabs(value_y - target_y) < LABEL_GAP) {
        double middle = (value_y + target_y) / 2;
        bool is_value_above = value_y < target_y;
        value_y = middle + (is_value_above ? -LABEL_GAP / 2.0 : LABEL_GAP / 2.0);
        target_y = middle + (is_value_above ? LABEL_GAP / 2.0 : -LABEL_GAP / 2.0);
    }
    double below = fmax(0.0, fmax(value_y, target_y) - (frame->bottom - LABEL_CLEAR));
    value_y -= below;
    target_y -= below;
    if (has_last)
        add_label(markup, (point){x, value_y + 5}, "start", is_missed(block->mark) ? ATTENTION : ACTUAL, "700", block->value);
    if (has_target)
        add_label(markup, (point){x, target_y + 5}, "start", TARGET, "400", frame->series->target_label);
}

static void open_svg(sr_markup *markup, const sr_report_block *block, sr_text id_prefix, int width, int height, const char *class)
{
    sr_markup_open(markup, "svg");
    sr_markup_attribute(markup, "class", sr_text_from(class));
    sr_markup_attribute(markup, "xmlns", SR_TEXT("http://www.w3.org/2000/svg"));
    sr_markup_attributef(markup, "viewBox", "0 0 %d %d", width, height);
    sr_markup_attribute(markup, "role", SR_TEXT("img"));
    sr_markup_attributef(markup, "aria-labelledby", "%.*s-title %.*s-desc", SR_TEXT_ARG(id_prefix), SR_TEXT_ARG(id_prefix));
    sr_markup_attribute(markup, "font-family", SR_TEXT("system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"));
    sr_markup_attribute(markup, "font-size", SR_TEXT("14"));
    sr_markup_open(markup, "title");
    sr_markup_attributef(markup, "id", "%.*s-title", SR_TEXT_ARG(id_prefix));
    sr_markup_text(markup, block->series.title);
    sr_markup_close(markup);
    sr_markup_open(markup, "desc");
    sr_markup_attributef(markup, "id", "%.*s-desc", SR_TEXT_ARG(id_prefix));
    sr_markup_text(markup, block->series.description);
    sr_markup_close(markup);
}

void sr_chart_add_spark(sr_markup *markup, const sr_report *report, const sr_report_block *block, sr_text id_prefix)
{
    (void)report;
    const sr_report_series *series = &block->series;
    if (series->count == 0 || series->tick_count == 0)
        return;
    chart_frame frame = {.series = series, .left = 4, .right = 230, .top = 7, .bottom = 49};
    open_svg(markup, block, id_prefix, 240, 56, "spark");
    add_band(markup, &frame);
    add_target(markup, &frame, "1.3");
    add_actual(markup, &frame, "1.8");
    for (uint32_t i = 0; i < series->count; i++) {
        bool is_last = i + 1 == series->count;
        sr_mark mark = sr_mark_of_cell(series->cells[i]);
        bool is_alone = (i == 0 || !has_value(&frame, i - 1)) && (is_last || !has_value(&frame, i + 1));
        if (has_value(&frame, i) && (is_last || is_alone))
            add_marker(markup, get_point(&frame, i), mark, is_last ? 4.0 : 2.0);
    }
    sr_markup_close(markup);
}

/* Where the plot begins: the numbers of the scale stand before it, whole. */
static double find_left(const sr_report_series *series, double least)
{
    size_t widest = 0;
    for (uint32_t i = 0; i < series->tick_count; i++) {
        size_t width = sr_text_count_points(series->ticks[i].text);
        widest = width > widest ? width : widest;
    }
    return fmax(least, TICK_GAP + TICK_CHARACTER * (double)widest);
}

void sr_chart_add_line(sr_markup *markup, const sr_report *report, const sr_report_block *block, sr_text id_prefix)
{
    (void)report;
    const sr_report_series *series = &block->series;
    if (series->count == 0 || series->tick_count == 0)
        return;
    chart_frame frame = {.series = series, .left = find_left(series, 70), .right = 690, .top = 16, .bottom = 214};
    open_svg(markup, block, id_prefix, 880, 246, "line");
    add_band(markup, &frame);
    add_axes(markup, &frame);
    add_target(markup, &frame, "1.6");
    add_actual(markup, &frame, "2.2");
    for (uint32_t i = 0; i < series->count; i++)
        if (has_value(&frame, i))
            add_marker(markup, get_point(&frame, i), sr_mark_of_cell(series->cells[i]), i + 1 == series->count ? 5.0 : 3.0);
    add_gaps(markup, &frame);
    add_end_labels(markup, &frame, block);
    sr_markup_close(markup);
}
