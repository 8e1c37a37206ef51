/*
 * A text as a JSON string (RFC 8259), its quotes included: a quote, a backslash and what is below a blank are escaped, everything else
 * stands as it is. The text is UTF-8.
 *
 * Pure functions but for their output.
 */
#ifndef SR_ENGINE_BASE_JSON_H
#define SR_ENGINE_BASE_JSON_H

#include "engine/base/builder.h"

void sr_json_write(sr_text text, sr_text_sink put, void *out);
void sr_json_add(sr_builder *builder, sr_text text);    // the same to a builder

#endif
