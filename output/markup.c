/*
 * The innermost element is on top of `open`; a start tag stays open for attributes until content or the end comes.
 */
#include "output/markup.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ATTRIBUTE_SIZE_MAX 4096    // of a formatted value; longer ones are our own mistake

static const char *const VOID_ELEMENTS[] = {"br", "col", "hr", "img", "link", "meta"};

static bool is_void(const char *element)
{
    for (size_t i = 0; i < sizeof(VOID_ELEMENTS) / sizeof(VOID_ELEMENTS[0]); i++)
        if (strcmp(element, VOID_ELEMENTS[i]) == 0)
            return true;
    return false;
}

/*
 * Control bytes that HTML does not allow become U+FFFD, and so do bytes that are no UTF-8: nothing a file holds can make the page
 * something else than well-formed text.
 */
static void add_escaped(sr_builder *builder, sr_text text)
{
    size_t start = 0;
    size_t invalid = sr_text_find_invalid(text);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        const char *instead = NULL;
        if (i == invalid)
            instead = "\xEF\xBF\xBD";
        else if (byte == '&')
            instead = "&amp;";
        else if (byte == '<')
            instead = "&lt;";
        else if (byte == '>')
            instead = "&gt;";
        else if (byte == '"')
            instead = "&quot;";
        else if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F)
            instead = "\xEF\xBF\xBD";
        if (instead == NULL)
            continue;
        sr_builder_add(builder, (sr_text){text.data + start, i - start});
        sr_builder_add_c(builder, instead);
        start = i + 1;
        if (i == invalid) {
            size_t next = sr_text_find_invalid(sr_text_slice(text, start, text.size - start));
            invalid = next == SIZE_MAX ? SIZE_MAX : start + next;
        }
    }
    if (start < text.size)
        sr_builder_add(builder, (sr_text){text.data + start, text.size - start});
}

static void finish_start_tag(sr_markup *markup)
{
    if (markup->is_start_open)
        sr_builder_add_byte(markup->builder, '>');
    markup->is_start_open = false;
}

/* Content may come only inside an element that can hold it. */
static bool begin_content(sr_markup *markup)
{
    if (markup->depth > 0 && is_void(markup->open[markup->depth - 1])) {
        markup->failed = true;
        return false;
    }
    finish_start_tag(markup);
    return true;
}

void sr_markup_init(sr_markup *markup, sr_builder *builder)
{
    *markup = (sr_markup){.builder = builder};
}

void sr_markup_doctype(sr_markup *markup)
{
    if (markup->depth > 0 || markup->builder->size > 0)
        markup->failed = true;
    sr_builder_add_c(markup->builder, "<!doctype html>\n");
}

void sr_markup_open(sr_markup *markup, const char *element)
{
    if (!begin_content(markup))
        return;
    if (markup->depth == SR_MARKUP_DEPTH_MAX) {
        markup->failed = true;
        return;
    }
    markup->open[markup->depth++] = element;
    sr_builder_add_byte(markup->builder, '<');
    sr_builder_add_c(markup->builder, element);
    markup->is_start_open = true;
}

void sr_markup_attribute(sr_markup *markup, const char *name, sr_text value)
{
    if (!markup->is_start_open) {
        markup->failed = true;
        return;
    }
    sr_builder_add_byte(markup->builder, ' ');
    sr_builder_add_c(markup->builder, name);
    sr_builder_add_c(markup->builder, "=\"");
    add_escaped(markup->builder, value);
    sr_builder_add_byte(markup->builder, '"');
}

void sr_markup_attributef(sr_markup *markup, const char *name, const char *format, ...)
{
    char value[ATTRIBUTE_SIZE_MAX];
    va_list args;
    va_start(args, format);
    int size = vsnprintf(value, sizeof(value), format, args);
    va_end(args);
    if (size < 0 || (size_t)size >= sizeof(value)) {
        markup->failed = true;
        return;
    }
    sr_markup_attribute(markup, name, (sr_text){value, (size_t)size});
}

void sr_markup_text(sr_markup *markup, sr_text text)
{
    if (begin_content(markup))
        add_escaped(markup->builder, text);
}

void sr_markup_style(sr_markup *markup, const char *css)
{
    if (!begin_content(markup))
        return;
    if (strstr(css, "</") != NULL || strstr(css, "<!") != NULL) {
        markup->failed = true;
        return;
    }
    sr_builder_add_c(markup->builder, "<style>\n");
    sr_builder_add_c(markup->builder, css);
    sr_builder_add_c(markup->builder, "</style>\n");
}

void sr_markup_close(sr_markup *markup)
{
    if (markup->depth == 0) {
        markup->failed = true;
        return;
    }
    finish_start_tag(markup);
    const char *element = markup->open[--markup->depth];
    if (is_void(element))
        return;
    sr_builder_add_c(markup->builder, "</");
    sr_builder_add_c(markup->builder, element);
    sr_builder_add_byte(markup->builder, '>');
}

void sr_markup_element(sr_markup *markup, const char *element, sr_text text)
{
    sr_markup_open(markup, element);
    sr_markup_text(markup, text);
    sr_markup_close(markup);
}

bool sr_markup_finish(sr_markup *markup, sr_error *err)
{
    if (markup->failed || markup->depth > 0)
        return sr_fail(err, SR_INTERNAL, "the page's elements do not nest");
    if (markup->builder->failed)
        return sr_fail(err, SR_INTERNAL, "the page is larger than %zu bytes, or there is no memory", markup->builder->size_max);
    return true;
}
