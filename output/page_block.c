#include "output/chart.h"
#include "output/page_parts.h"

#define ROWS_OPEN_MAX 20    // a longer table is folded away, its title stays

static sr_text make_id(sr_markup *markup, const char *prefix, sr_text id)
{
    sr_builder builder;
    sr_builder_init(&builder, markup->builder->arena, 4096);
    sr_builder_add_c(&builder, prefix);
    sr_builder_add(&builder, id);
    if (builder.failed)
        markup->builder->failed = true;
    return sr_builder_get(&builder);
}

static void add_paragraph(sr_markup *markup, const char *class, sr_text text)
{
    if (text.size == 0)
        return;
    sr_page_open(markup, "p", class);
    sr_markup_text(markup, text);
    sr_markup_close(markup);
}

/* "▼ siht täitmata, siht ≥ 90%" */
static void add_verdict(sr_markup *markup, const sr_report_block *block)
{
    sr_page_open(markup, "p", "verdict");
    sr_page_open(markup, "strong", sr_page_get_mark_class(block->mark));
    if (block->mark != SR_MARK_NONE) {
        sr_page_open(markup, "span", "sign");
        sr_markup_attribute(markup, "aria-hidden", SR_TEXT("true"));
        sr_markup_text(markup, block->sign);
        sr_markup_close(markup);
        sr_markup_text(markup, SR_TEXT("\u00A0"));
    }
    sr_markup_text(markup, block->verdict);
    sr_markup_close(markup);
    if (block->target.size > 0) {
        sr_markup_text(markup, SR_TEXT(", "));
        sr_markup_element(markup, "span", block->target);
    }
    sr_markup_close(markup);
}

static void add_value(sr_markup *markup, const sr_report *report, const sr_report_block *block)
{
    sr_page_open(markup, "p", "value");
    sr_markup_element(markup, "strong", block->value);
    if (block->interval.size > 0) {
        sr_markup_text(markup, SR_TEXT(" "));
        sr_page_open(markup, "span", "interval");
        sr_page_add_words(markup, report, "span", "unseen", SR_WORD_INTERVAL);
        sr_markup_text(markup, SR_TEXT(" "));
        sr_markup_text(markup, block->interval);
        sr_markup_close(markup);
    }
    sr_markup_close(markup);
}

static void add_tile(sr_markup *markup, const sr_report *report, const sr_report_block *block)
{
    static const char *const CLASSES[] = {
        [SR_MARK_NONE] = "tile", [SR_MARK_MET] = "tile tile-met", [SR_MARK_NOT_MET] = "tile tile-missed",
        [SR_MARK_WARNING] = "tile tile-missed", [SR_MARK_CANNOT_TELL] = "tile",
    };
    sr_page_open(markup, "li", CLASSES[block->mark]);
    sr_page_open(markup, "p", "name");
    sr_page_add_link(markup, "", block->id, block->name);
    sr_markup_close(markup);
    add_value(markup, report, block);
    add_verdict(markup, block);
    sr_chart_add_spark(markup, report, block, make_id(markup, "spark-", block->id));
    add_paragraph(markup, "doubt", block->doubt);
    add_paragraph(markup, "remark", block->remark);
    add_paragraph(markup, "sentence", block->sentence);
    sr_markup_close(markup);
    sr_markup_text(markup, SR_TEXT("\n"));
}

void sr_page_add_tiles(sr_markup *markup, const sr_report *report)
{
    sr_page_open(markup, "section", "overview");
    sr_markup_attribute(markup, "aria-labelledby", SR_TEXT("overview"));
    sr_page_open(markup, "h2", "unseen");
    sr_markup_attribute(markup, "id", SR_TEXT("overview"));
    sr_markup_text(markup, sr_text_from(sr_word_get(SR_WORD_OVERVIEW, report->language)));
    sr_markup_close(markup);
    for (uint32_t part = 0; part < report->part_count; part++) {
        if (report->parts[part].title.size > 0)
            sr_markup_element(markup, "h3", report->parts[part].title);
        sr_page_open(markup, "ul", "tiles");
        for (uint32_t i = 0; i < report->parts[part].block_count; i++)
            add_tile(markup, report, &report->parts[part].blocks[i]);
        sr_markup_close(markup);
    }
    sr_markup_close(markup);
}

static void add_chart(sr_markup *markup, const sr_report *report, const sr_report_block *block)
{
    if (block->series.tick_count == 0) {    // nothing that may be shown: the words say so
        add_paragraph(markup, "note", block->series.description);
        return;
    }
    sr_text title = block->series.title;
    sr_page_open(markup, "div", "scroll chart");
    sr_markup_attribute(markup, "role", SR_TEXT("region"));
    sr_builder label;
    sr_builder_init(&label, markup->builder->arena, 4096);
    sr_words_add(&label, SR_WORD_CHART_REGION, report->language, &title, 1);
    sr_markup_attribute(markup, "aria-label", sr_builder_get(&label));
    sr_markup_attribute(markup, "tabindex", SR_TEXT("0"));
    sr_chart_add_line(markup, report, block, make_id(markup, "line-", block->id));
    sr_markup_close(markup);
    sr_markup_text(markup, SR_TEXT("\n"));
}

/* Beside every figure two ways out: its definition, and where it comes from. */
static void add_ways_out(sr_markup *markup, const sr_report *report, const sr_report_block *block)
{
    sr_page_open(markup, "p", "ways");
    sr_markup_text(markup, block->id);
    sr_markup_text(markup, SR_TEXT(" · "));
    sr_page_add_link(markup, "def-", block->id, sr_text_from(sr_word_get(SR_WORD_SEE_DEFINITION, report->language)));
    sr_markup_text(markup, SR_TEXT(" · "));
    sr_page_add_link(markup, "source", SR_TEXT_NONE, sr_text_from(sr_word_get(SR_WORD_SEE_SOURCE, report->language)));
    sr_markup_text(markup, SR_TEXT(": "));
    sr_markup_element(markup, "code", block->figure_id);
    sr_markup_close(markup);
}

static void add_table(sr_markup *markup, const sr_report *report, const sr_report_block *block, uint32_t index)
{
    const sr_report_table *table = &block->tables[index];
    bool is_periods = index == 0;
    bool is_folded = is_periods || table->row_count > ROWS_OPEN_MAX;
    if (is_folded) {
        sr_markup_open(markup, "details");
        sr_markup_element(markup, "summary", is_periods ? sr_text_from(sr_word_get(SR_WORD_ALL_PERIODS, report->language)) : table->title);
    }
    sr_page_add_table(markup, report, table, !is_periods);
    if (is_folded)
        sr_markup_close(markup);
}

void sr_page_add_block(sr_markup *markup, const sr_report *report, const sr_report_block *block)
{
    sr_page_open(markup, "article", "card");
    sr_markup_attribute(markup, "id", block->id);
    sr_markup_open(markup, "h3");
    sr_markup_text(markup, block->series.title.size > 0 ? block->series.title : block->name);
    sr_markup_close(markup);
    add_paragraph(markup, "meaning", block->meaning);
    add_paragraph(markup, "subtitle", block->series.subtitle);
    sr_page_open(markup, "div", "figure");
    add_value(markup, report, block);
    add_verdict(markup, block);
    sr_markup_close(markup);
    add_paragraph(markup, "doubt", block->doubt);
    add_paragraph(markup, "remark", block->remark);
    add_paragraph(markup, "sentence", block->sentence);
    add_chart(markup, report, block);
    add_ways_out(markup, report, block);
    for (uint32_t i = 1; i < block->table_count; i++)
        add_table(markup, report, block, i);
    if (block->table_count > 0)
        add_table(markup, report, block, 0);
    sr_markup_close(markup);
    sr_markup_text(markup, SR_TEXT("\n"));
}
