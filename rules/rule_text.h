/*
 * A piece of text of the rules that knows where each of its characters stands in the user's file.
 *
 * What is read is not always what is written: '' in single quotes is one quote, \" in double quotes too, and the lines of a long text are
 * joined or lose their indentation. A place inside such a text is found by walking text and source side by side.
 */
#ifndef SR_RULES_RULE_TEXT_H
#define SR_RULES_RULE_TEXT_H

#include "engine/base/error.h"
#include "engine/base/text.h"

typedef struct sr_rule_text {
    sr_text text;
    sr_where where;     // of its first character
    sr_text source;     // as it stands in the file, from there on; empty: letter by letter as `text`
    char quote;         // around it in the file: ' or ", 0 for none
} sr_rule_text;

/* A text that stands in its file as it is read. */
sr_rule_text sr_rule_text_make(sr_text text, sr_where where);

/* Where the byte at `offset` of the text stands in the user's file; its size is where the text ends. */
sr_where sr_rule_text_locate(sr_rule_text text, size_t offset);

#endif
