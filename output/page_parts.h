/*
 * The parts of the page, each in its own file: what page.c puts together.
 */
#ifndef SR_OUTPUT_PAGE_PARTS_H
#define SR_OUTPUT_PAGE_PARTS_H

#include "output/markup.h"
#include "output/report.h"
#include "output/words.h"

/* The style sheets: colours with one meaning each, one column, 320 px; and paper. */
const char *sr_page_get_style(void);
const char *sr_page_get_print_style(void);

/* A table in a region that can be scrolled and focused. `has_bars`: the values also as small bars. */
void sr_page_add_table(sr_markup *markup, const sr_report *report, const sr_report_table *table, bool has_bars);

void sr_page_add_tiles(sr_markup *markup, const sr_report *report);         // the overview
void sr_page_add_block(sr_markup *markup, const sr_report *report, const sr_report_block *block);   // one indicator in full

/* Small helpers: an element with a class; a fixed word; the class of a mark. */
void sr_page_open(sr_markup *markup, const char *element, const char *class);
void sr_page_add_words(sr_markup *markup, const sr_report *report, const char *element, const char *class, sr_word word);
void sr_page_add_link(sr_markup *markup, const char *prefix, sr_text id, sr_text text);    // to #prefix + id
const char *sr_page_get_mark_class(sr_mark mark);

#endif
