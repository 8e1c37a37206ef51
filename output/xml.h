/*
 * Walks through XML and says whether it is well formed: tags nest, attributes are quoted and named once, entities are among the five
 * or numbers, no byte is forbidden, one root. No DTD, no CDATA: our workbooks have none, so they are refused.
 */
#ifndef SR_OUTPUT_XML_H
#define SR_OUTPUT_XML_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

#define SR_XML_DEPTH_MAX 64

typedef enum sr_xml_kind { SR_XML_OPEN, SR_XML_CLOSE, SR_XML_TEXT, SR_XML_END } sr_xml_kind;

typedef struct sr_xml_token {
    sr_xml_kind kind;
    sr_text name;           // of the element; `<a/>` gives OPEN and CLOSE
    sr_text inside;         // OPEN: the attributes as written; TEXT: as written, entities not resolved
} sr_xml_token;

typedef struct sr_xml_reader {
    sr_text bytes;
    size_t at;
    uint32_t depth;
    sr_text open[SR_XML_DEPTH_MAX];
    bool is_empty_element;  // its CLOSE is still to come
    bool has_root;
    const char *wrong;      // what is not well formed; NULL while all is well
} sr_xml_reader;

void sr_xml_init(sr_xml_reader *reader, sr_text bytes);
bool sr_xml_next(sr_xml_reader *reader, sr_xml_token *token);   // false: not well formed, see `wrong` and `at`

/* The value of an attribute as written; false when there is none. */
bool sr_xml_find_attribute(const sr_xml_token *token, const char *name, sr_text *value);

/* The text with its entities resolved. */
SR_MUST_USE bool sr_xml_resolve(sr_text text, sr_arena *arena, sr_text *resolved, sr_error *err);

/* NULL when all of it is well formed, else what is wrong. */
const char *sr_xml_check(sr_text bytes);

#endif
