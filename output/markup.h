/*
 * Writes HTML and SVG that cannot be broken by what stands in it: text and attribute values are escaped by construction, elements
 * close in order, void elements do not close. No tag stands in a string literal elsewhere.
 */
#ifndef SR_OUTPUT_MARKUP_H
#define SR_OUTPUT_MARKUP_H

#include "engine/base/builder.h"

#define SR_MARKUP_DEPTH_MAX 64

typedef struct sr_markup {
    sr_builder *builder;
    const char *open[SR_MARKUP_DEPTH_MAX];
    uint32_t depth;
    bool is_start_open;         // the start tag of the innermost element can still take attributes
    bool failed;                // our own mistake: too deep, closed too often, an attribute after content
} sr_markup;

void sr_markup_init(sr_markup *markup, sr_builder *builder);
void sr_markup_doctype(sr_markup *markup);                              // <!doctype html>
void sr_markup_open(sr_markup *markup, const char *element);            // a literal: "td"
void sr_markup_attribute(sr_markup *markup, const char *name, sr_text value);
void sr_markup_attributef(sr_markup *markup, const char *name, const char *format, ...) SR_PRINTF(3, 4);
void sr_markup_text(sr_markup *markup, sr_text text);
void sr_markup_style(sr_markup *markup, const char *css);               // a whole style element; our own literal
void sr_markup_close(sr_markup *markup);                                // the innermost; void elements must be closed too (no end tag is written)

/* open, text, close */
void sr_markup_element(sr_markup *markup, const char *element, sr_text text);

/* False when the calls did not nest, something is still open, or the builder failed. */
SR_MUST_USE bool sr_markup_finish(sr_markup *markup, sr_error *err);

#endif
