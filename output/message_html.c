/*
 * Tables and styles at the elements only: mail programs drop style sheets, and what is left must still read well.
 */
#include <stdio.h>

#include "output/markup.h"
#include "output/message_body.h"

#define BODY_STYLE "margin:0;padding:16px;background:#ffffff;color:#1a1a1a;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.45"
#define TITLE_STYLE "font-size:22px;line-height:1.25;margin:0 0 8px 0;color:#12436d"
#define HEADING_STYLE "font-size:18px;line-height:1.3;margin:24px 0 8px 0;color:#1a1a1a"
#define TABLE_STYLE "border-collapse:collapse;width:100%"
#define HEAD_STYLE "text-align:left;vertical-align:bottom;padding:6px 8px;border-bottom:2px solid #1a1a1a;font-size:14px"
#define NAME_STYLE "text-align:left;vertical-align:top;padding:6px 8px;border-bottom:1px solid #bbbbbb;font-weight:normal"
#define CELL_STYLE "text-align:left;vertical-align:top;padding:6px 8px;border-bottom:1px solid #bbbbbb"
#define VALUE_STYLE "text-align:right;vertical-align:top;padding:6px 8px;border-bottom:1px solid #bbbbbb;font-weight:bold;white-space:nowrap"
#define VALUE_HEAD_STYLE "text-align:right;vertical-align:bottom;padding:6px 8px;border-bottom:2px solid #1a1a1a;font-size:14px"
#define BELOW_STYLE "font-weight:normal;font-size:14px;color:#3d3d3d"
#define MISSED_STYLE CELL_STYLE ";color:#b93f00;font-weight:bold"
#define MET_STYLE CELL_STYLE ";color:#0b7568"
#define SMALL_STYLE "margin:0 0 4px 0;font-size:14px;color:#3d3d3d"

typedef struct writer {
    const sr_message_request *request;
    const sr_report *report;
    sr_markup markup;
    sr_arena *arena;
} writer;

static void begin(writer *self, const char *element, const char *style)
{
    sr_markup_open(&self->markup, element);
    sr_markup_attribute(&self->markup, "style", sr_text_from(style));
}

static void add(writer *self, const char *element, const char *style, sr_text text)
{
    if (text.size == 0)
        return;
    begin(self, element, style);
    sr_markup_text(&self->markup, text);
    sr_markup_close(&self->markup);
    sr_markup_text(&self->markup, SR_TEXT("\n"));
}

static sr_text get_word(const writer *self, sr_word word)
{
    return sr_text_from(sr_word_get(word, self->report->language));
}

static void add_heading_cell(writer *self, const char *style, sr_word word)
{
    begin(self, "th", style);
    sr_markup_attribute(&self->markup, "scope", SR_TEXT("col"));
    sr_markup_text(&self->markup, get_word(self, word));
    sr_markup_close(&self->markup);
}

/* Below something else in a cell: smaller, on a line of its own. */
static void add_below(writer *self, sr_text text)
{
    if (text.size == 0)
        return;
    sr_markup_open(&self->markup, "br");
    sr_markup_close(&self->markup);
    begin(self, "span", BELOW_STYLE);
    sr_markup_text(&self->markup, text);
    sr_markup_close(&self->markup);
}

static void add_value_heading(writer *self)
{
    begin(self, "th", VALUE_HEAD_STYLE);
    sr_markup_attribute(&self->markup, "scope", SR_TEXT("col"));
    sr_markup_text(&self->markup, get_word(self, SR_WORD_COLUMN_VALUE));
    add_below(self, get_word(self, SR_WORD_INTERVAL));
    sr_markup_close(&self->markup);
}

static void add_value(writer *self, const sr_report_block *block)
{
    begin(self, "td", VALUE_STYLE);
    sr_markup_text(&self->markup, block->value);
    add_below(self, block->interval);
    sr_markup_close(&self->markup);
}

static void add_cell(writer *self, const char *style, sr_text first, sr_text second)
{
    begin(self, "td", style);
    sr_markup_text(&self->markup, first);
    if (first.size > 0 && second.size > 0)
        sr_markup_text(&self->markup, SR_TEXT(" "));
    sr_markup_text(&self->markup, second);
    sr_markup_close(&self->markup);
}

/* A colour only repeats what sign and words say. */
static const char *get_verdict_style(sr_mark mark)
{
    if (mark == SR_MARK_NOT_MET || mark == SR_MARK_WARNING)
        return MISSED_STYLE;
    return mark == SR_MARK_MET ? MET_STYLE : CELL_STYLE;
}

static void add_block(writer *self, const sr_report_block *block)
{
    sr_markup_open(&self->markup, "tr");
    begin(self, "th", NAME_STYLE);
    sr_markup_attribute(&self->markup, "scope", SR_TEXT("row"));
    sr_markup_text(&self->markup, block->id);
    sr_markup_text(&self->markup, SR_TEXT(" "));
    sr_markup_text(&self->markup, block->name);
    add_below(self, block->remark);
    sr_markup_close(&self->markup);
    add_value(self, block);
    add_cell(self, CELL_STYLE, block->target, SR_TEXT_NONE);
    add_cell(self, get_verdict_style(block->mark), block->verdict.size > 0 ? block->sign : SR_TEXT_NONE, block->verdict);
    sr_markup_close(&self->markup);
    sr_markup_text(&self->markup, SR_TEXT("\n"));
}

static void add_part(writer *self, const sr_report_part *part, uint32_t block_max)
{
    add(self, "h2", HEADING_STYLE, part->title);
    begin(self, "table", TABLE_STYLE);
    sr_markup_open(&self->markup, "thead");
    sr_markup_open(&self->markup, "tr");
    add_heading_cell(self, HEAD_STYLE, SR_WORD_COLUMN_INDICATOR);
    add_value_heading(self);
    add_heading_cell(self, HEAD_STYLE, SR_WORD_COLUMN_TARGET);
    add_heading_cell(self, HEAD_STYLE, SR_WORD_COLUMN_VERDICT);
    sr_markup_close(&self->markup);
    sr_markup_close(&self->markup);
    sr_markup_text(&self->markup, SR_TEXT("\n"));
    sr_markup_open(&self->markup, "tbody");
    for (uint32_t i = 0; i < part->block_count && i < block_max; i++)
        add_block(self, &part->blocks[i]);
    sr_markup_close(&self->markup);
    sr_markup_close(&self->markup);
    sr_markup_text(&self->markup, SR_TEXT("\n"));
}

static void add_parts(writer *self, uint32_t block_max)
{
    uint32_t block_count = sr_message_count_blocks(self->report);
    uint32_t left = block_max;
    for (uint32_t i = 0; i < self->report->part_count && left > 0; i++) {
        const sr_report_part *part = &self->report->parts[i];
        add_part(self, part, left);
        left -= part->block_count < left ? part->block_count : left;
    }
    if (block_max < block_count) {
        char rest[16];
        snprintf(rest, sizeof(rest), "%u", block_count - block_max);
        sr_text words = sr_text_from(rest);
        add(self, "p", "margin:8px 0", sr_message_say(self->request, SR_WORD_MAIL_MORE, &words, 1, self->arena));
    }
}

static void add_point(writer *self, const sr_report_point *point)
{
    begin(self, "li", "margin:0 0 6px 0");
    sr_markup_text(&self->markup, sr_text_from(sr_mark_get_sign(point->mark)));
    sr_markup_text(&self->markup, SR_TEXT(" "));
    sr_markup_text(&self->markup, point->sentence);
    sr_markup_close(&self->markup);
    sr_markup_text(&self->markup, SR_TEXT("\n"));
}

static void add_points(writer *self)
{
    add(self, "h2", HEADING_STYLE, get_word(self, sr_message_get_attention_word(self->report)));
    if (self->report->point_count == 0)
        return;
    begin(self, "ol", "margin:0 0 8px 0;padding:0 0 0 24px");
    for (uint32_t i = 0; i < self->report->point_count; i++)
        add_point(self, &self->report->points[i]);
    sr_markup_close(&self->markup);
    sr_markup_text(&self->markup, SR_TEXT("\n"));
}

static void add_head(writer *self)
{
    sr_markup_open(&self->markup, "head");
    sr_markup_open(&self->markup, "meta");
    sr_markup_attribute(&self->markup, "charset", SR_TEXT("utf-8"));
    sr_markup_close(&self->markup);
    sr_markup_element(&self->markup, "title", self->report->title);
    sr_markup_close(&self->markup);
    sr_markup_text(&self->markup, SR_TEXT("\n"));
}

static void add_foot(writer *self)
{
    sr_text reply = sr_message_get_reply_address(&self->request->rules->mail);
    sr_markup_open(&self->markup, "hr");
    sr_markup_close(&self->markup);
    add(self, "p", SMALL_STYLE, sr_message_say_attached(self->request, self->arena));
    add(self, "p", SMALL_STYLE, self->report->audience_text);
    add(self, "p", SMALL_STYLE, self->report->provenance);
    if (self->report->contact.size > 0)
        add(self, "p", SMALL_STYLE, sr_message_say(self->request, SR_WORD_CONTACT_LINE, &self->report->contact, 1, self->arena));
    add(self, "p", SMALL_STYLE, sr_message_say(self->request, SR_WORD_MAIL_AUTOMATIC, &reply, 1, self->arena));
}

bool sr_message_write_html(const sr_message_request *request, uint32_t block_max, sr_arena *arena, bool *fits, sr_text *html, sr_error *err)
{
    sr_builder builder;
    writer self = {.request = request, .report = request->report, .arena = arena};
    sr_builder_init(&builder, arena, SR_MESSAGE_HTML_BYTES_MAX);
    sr_markup_init(&self.markup, &builder);
    sr_markup_doctype(&self.markup);
    sr_markup_open(&self.markup, "html");
    sr_markup_attribute(&self.markup, "lang", sr_text_from(sr_language_get_tag(request->report->language)));
    add_head(&self);
    begin(&self, "body", BODY_STYLE);
    add(&self, "p", "margin:0 0 16px 0", sr_message_say_hello(request, arena));
    add(&self, "h1", TITLE_STYLE, request->report->title);
    add(&self, "p", SMALL_STYLE, request->report->organisation);
    add(&self, "p", SMALL_STYLE, request->report->unit);
    add(&self, "p", SMALL_STYLE, request->report->edition_text);
    add_points(&self);
    add_parts(&self, block_max);
    add_foot(&self);
    sr_markup_close(&self.markup);
    sr_markup_close(&self.markup);
    sr_markup_text(&self.markup, SR_TEXT("\n"));
    *fits = !builder.failed;
    if (!*fits)
        return true;
    return sr_markup_finish(&self.markup, err) && sr_builder_finish(&builder, html, err);
}
