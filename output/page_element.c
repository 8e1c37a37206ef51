#include "output/page_parts.h"

void sr_page_open(sr_markup *markup, const char *element, const char *class)
{
    sr_markup_open(markup, element);
    if (class != NULL)
        sr_markup_attribute(markup, "class", sr_text_from(class));
}

void sr_page_add_words(sr_markup *markup, const sr_report *report, const char *element, const char *class, sr_word word)
{
    sr_page_open(markup, element, class);
    sr_markup_text(markup, sr_text_from(sr_word_get(word, report->language)));
    sr_markup_close(markup);
}

void sr_page_add_link(sr_markup *markup, const char *prefix, sr_text id, sr_text text)
{
    sr_markup_open(markup, "a");
    sr_markup_attributef(markup, "href", "#%s%.*s", prefix, SR_TEXT_ARG(id));
    sr_markup_text(markup, text);
    sr_markup_close(markup);
}

const char *sr_page_get_mark_class(sr_mark mark)
{
    static const char *const CLASSES[] = {
        [SR_MARK_NONE] = "mark-none",       [SR_MARK_MET] = "mark-met",   [SR_MARK_NOT_MET] = "mark-missed",
        [SR_MARK_WARNING] = "mark-missed",  [SR_MARK_CANNOT_TELL] = "mark-open",
    };
    return CLASSES[mark];
}
