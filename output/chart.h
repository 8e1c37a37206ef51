/*
 * A line of periods as SVG: real text, title and description, readable without colour.
 */
#ifndef SR_OUTPUT_CHART_H
#define SR_OUTPUT_CHART_H

#include "output/markup.h"
#include "output/report.h"

/* The small line of a tile: no axes, last point marked, target dashed. `id_prefix` makes ids unique in the page. */
void sr_chart_add_spark(sr_markup *markup, const sr_report *report, const sr_report_block *block, sr_text id_prefix);

/* The full chart: scale, months, target and last value labelled at the line, interval band where there is one. */
void sr_chart_add_line(sr_markup *markup, const sr_report *report, const sr_report_block *block, sr_text id_prefix);

#endif
