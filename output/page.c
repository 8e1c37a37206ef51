#include "output/page.h"

#include "output/page_parts.h"

#define PAGE_SIZE_MAX (64u << 20)       // bytes
#define FINDINGS_OPEN_MAX 12            // more of them are folded away

static void add_meta(sr_markup *markup, const char *key, const char *name, const char *content)
{
    sr_markup_open(markup, "meta");
    sr_markup_attribute(markup, key, sr_text_from(name));
    sr_markup_attribute(markup, "content", sr_text_from(content));
    sr_markup_close(markup);
}

static void add_head(sr_markup *markup, const sr_report *report)
{
    sr_markup_open(markup, "head");
    sr_markup_open(markup, "meta");
    sr_markup_attribute(markup, "charset", SR_TEXT("utf-8"));
    sr_markup_close(markup);
    add_meta(markup, "http-equiv", "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
    add_meta(markup, "name", "viewport", "width=device-width, initial-scale=1");
    add_meta(markup, "name", "referrer", "no-referrer");
    add_meta(markup, "name", "color-scheme", "light");
    sr_markup_element(markup, "title", report->title);
    sr_markup_style(markup, sr_page_get_style());
    sr_markup_style(markup, sr_page_get_print_style());
    sr_markup_close(markup);
    sr_markup_text(markup, SR_TEXT("\n"));
}

/* Texts with a middle dot between; empty ones are left out. */
static void add_dotted(sr_markup *markup, const char *class, const sr_text *texts, size_t count)
{
    sr_page_open(markup, "p", class);
    bool is_first = true;
    for (size_t i = 0; i < count; i++) {
        if (texts[i].size == 0)
            continue;
        if (!is_first)
            sr_markup_text(markup, SR_TEXT(" · "));
        sr_markup_text(markup, texts[i]);
        is_first = false;
    }
    sr_markup_close(markup);
}

static void add_banner(sr_markup *markup, const sr_report *report)
{
    sr_page_open(markup, "header", "banner");
    sr_page_open(markup, "div", "width");
    add_dotted(markup, NULL, (sr_text[]){report->organisation, report->unit}, 2);
    sr_markup_element(markup, "h1", report->title);
    add_dotted(markup, NULL, (sr_text[]){report->edition_text, report->audience_text}, 2);
    sr_markup_close(markup);
    sr_markup_close(markup);
    sr_markup_text(markup, SR_TEXT("\n"));
}

static void open_card(sr_markup *markup, const sr_report *report, const char *id, sr_word title)
{
    sr_page_open(markup, "section", "card");
    sr_markup_attribute(markup, "aria-labelledby", sr_text_from(id));
    sr_markup_open(markup, "h2");
    sr_markup_attribute(markup, "id", sr_text_from(id));
    sr_markup_text(markup, sr_text_from(sr_word_get(title, report->language)));
    sr_markup_close(markup);
}

static void close_card(sr_markup *markup)
{
    sr_markup_close(markup);
    sr_markup_text(markup, SR_TEXT("\n"));
}

static void add_point(sr_markup *markup, const sr_report_point *point)
{
    sr_text id = sr_text_slice(point->figure_id, 0, sr_text_find(point->figure_id, SR_TEXT(":")));
    bool has_lead = sr_text_has_prefix(point->sentence, point->lead);
    size_t rest = has_lead ? point->lead.size : 0;
    sr_markup_open(markup, "li");
    sr_page_open(markup, "span", sr_page_get_mark_class(point->mark));
    sr_markup_attribute(markup, "aria-hidden", SR_TEXT("true"));
    sr_markup_text(markup, sr_text_from(sr_mark_get_sign(point->mark)));
    sr_markup_text(markup, SR_TEXT(" "));
    sr_markup_close(markup);
    if (has_lead)
        sr_page_add_link(markup, "", id, point->lead);
    sr_markup_text(markup, sr_text_slice(point->sentence, rest, point->sentence.size - rest));
    sr_markup_close(markup);
}

static bool is_among_points(const sr_report *report, const sr_report_block *block)
{
    for (uint32_t i = 0; i < report->point_count; i++)
        if (sr_text_is(report->points[i].figure_id, block->figure_id))
            return true;
    return false;
}

/* Three sentences are read; but what else misses its target is named, so that nobody takes three for all. */
static void add_also(sr_markup *markup, const sr_report *report)
{
    bool is_first = true;
    for (uint32_t part = 0; part < report->part_count; part++)
        for (uint32_t i = 0; i < report->parts[part].block_count; i++) {
            const sr_report_block *block = &report->parts[part].blocks[i];
            if ((block->mark != SR_MARK_NOT_MET && block->mark != SR_MARK_WARNING) || is_among_points(report, block))
                continue;
            if (is_first) {
                sr_page_open(markup, "p", "also");
                sr_markup_text(markup, sr_text_from(sr_word_get(SR_WORD_ATTENTION_ALSO, report->language)));
                sr_markup_text(markup, SR_TEXT(" "));
            } else {
                sr_markup_text(markup, SR_TEXT(", "));
            }
            is_first = false;
            sr_page_add_link(markup, "", block->id, block->name);
        }
    if (!is_first)
        sr_markup_close(markup);
}

static void add_attention(sr_markup *markup, const sr_report *report)
{
    static const sr_word TITLES[] = {SR_WORD_ATTENTION_NONE, SR_WORD_ATTENTION_ONE, SR_WORD_ATTENTION_TWO, SR_WORD_ATTENTION_THREE};
    size_t title_count = sizeof(TITLES) / sizeof(TITLES[0]);
    open_card(markup, report, "attention", TITLES[report->point_count < title_count ? report->point_count : title_count - 1]);
    if (report->point_count > 0) {
        sr_page_open(markup, "ol", "points");
        for (uint32_t i = 0; i < report->point_count; i++)
            add_point(markup, &report->points[i]);
        sr_markup_close(markup);
    }
    add_also(markup, report);
    close_card(markup);
}

static void add_parts(sr_markup *markup, const sr_report *report)
{
    for (uint32_t part = 0; part < report->part_count; part++) {
        sr_text title = report->parts[part].title;
        sr_page_open(markup, "h2", "part");
        sr_markup_text(markup, title.size > 0 ? title : sr_text_from(sr_word_get(SR_WORD_INDICATORS, report->language)));
        sr_markup_close(markup);
        for (uint32_t i = 0; i < report->parts[part].block_count; i++)
            sr_page_add_block(markup, report, &report->parts[part].blocks[i]);
    }
}

static void add_quality(sr_markup *markup, const sr_report *report)
{
    open_card(markup, report, "quality", SR_WORD_QUALITY);
    if (report->intake.column_count > 0)
        sr_page_add_table(markup, report, &report->intake, false);
    sr_page_add_words(markup, report, "h3", NULL, SR_WORD_FINDINGS);
    if (report->finding_count == 0)
        sr_page_add_words(markup, report, "p", NULL, SR_WORD_NO_FINDINGS);
    bool is_folded = report->finding_count > FINDINGS_OPEN_MAX;
    if (is_folded) {
        sr_markup_open(markup, "details");
        sr_page_add_words(markup, report, "summary", NULL, SR_WORD_FINDINGS);
    }
    if (report->finding_count > 0) {
        sr_markup_open(markup, "ul");
        for (uint32_t i = 0; i < report->finding_count; i++)
            sr_markup_element(markup, "li", report->findings[i]);
        sr_markup_close(markup);
    }
    if (is_folded)
        sr_markup_close(markup);
    close_card(markup);
}

static void add_notes(sr_markup *markup, const char *id_prefix, const sr_report_note *notes, uint32_t count)
{
    if (count == 0)
        return;
    sr_markup_open(markup, "dl");
    for (uint32_t i = 0; i < count; i++) {
        sr_markup_open(markup, "dt");
        if (id_prefix != NULL)
            sr_markup_attributef(markup, "id", "%s%.*s", id_prefix, SR_TEXT_ARG(notes[i].term));
        sr_markup_text(markup, notes[i].term);
        sr_markup_close(markup);
        sr_markup_element(markup, "dd", notes[i].text);
    }
    sr_markup_close(markup);
}

static void add_methodology(sr_markup *markup, const sr_report *report)
{
    open_card(markup, report, "methodology", SR_WORD_METHODOLOGY);
    sr_page_add_words(markup, report, "h3", NULL, SR_WORD_DEFINITIONS);
    add_notes(markup, "def-", report->definitions, report->definition_count);
    if (report->note_count > 0)
        sr_page_add_words(markup, report, "h3", NULL, SR_WORD_NOTES);
    add_notes(markup, NULL, report->notes, report->note_count);
    close_card(markup);
}

static void add_source(sr_markup *markup, const sr_report *report)
{
    open_card(markup, report, "source", SR_WORD_ABOUT);
    sr_page_add_words(markup, report, "p", NULL, SR_WORD_SOURCE_HOW);
    for (uint32_t part = 0; part < report->part_count; part++)
        if (report->parts[part].block_count > 0) {
            sr_markup_open(markup, "p");
            sr_markup_open(markup, "code");
            sr_markup_text(markup, SR_TEXT("seire explain "));
            sr_markup_text(markup, report->parts[part].blocks[0].figure_id);
            sr_markup_close(markup);
            sr_markup_close(markup);
            break;
        }
    sr_markup_element(markup, "p", report->provenance);
    if (report->contact.size > 0) {
        sr_builder line;
        sr_builder_init(&line, markup->builder->arena, 4096);
        sr_words_add(&line, SR_WORD_CONTACT_LINE, report->language, &report->contact, 1);
        sr_markup_element(markup, "p", sr_builder_get(&line));
    }
    close_card(markup);
}

bool sr_page_write(const sr_report *report, sr_arena *arena, sr_text *html, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, PAGE_SIZE_MAX);
    sr_markup markup;
    sr_markup_init(&markup, &builder);
    sr_markup_doctype(&markup);
    sr_markup_open(&markup, "html");
    sr_markup_attribute(&markup, "lang", sr_text_from(sr_language_get_tag(report->language)));
    add_head(&markup, report);
    sr_markup_open(&markup, "body");
    sr_page_open(&markup, "a", "skip");
    sr_markup_attribute(&markup, "href", SR_TEXT("#main"));
    sr_markup_text(&markup, sr_text_from(sr_word_get(SR_WORD_SKIP, report->language)));
    sr_markup_close(&markup);
    add_banner(&markup, report);
    sr_page_open(&markup, "main", "width");
    sr_markup_attribute(&markup, "id", SR_TEXT("main"));
    add_attention(&markup, report);
    sr_page_add_tiles(&markup, report);
    add_parts(&markup, report);
    add_quality(&markup, report);
    add_methodology(&markup, report);
    add_source(&markup, report);
    sr_markup_close(&markup);
    sr_markup_close(&markup);
    sr_markup_close(&markup);
    sr_builder_add_byte(&builder, '\n');
    if (!sr_markup_finish(&markup, err))
        return false;
    return sr_builder_finish(&builder, html, err);
}
