/*
 * The walk: blanks are the loose part. Line ends and indentation may be more, fewer or other blanks in the source than in the text, so a run
 * of them in one is passed together with the run in the other; every other character stands in both, in one order.
 */
#include "rules/rule_text.h"

#include <string.h>

sr_rule_text sr_rule_text_make(sr_text text, sr_where where)
{
    return (sr_rule_text){.text = text, .where = where};
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Bytes of the character at `at`; the text is valid UTF-8. */
static size_t measure_character(sr_text text, size_t at)
{
    size_t size = 1;
    while (at + size < text.size && ((unsigned char)text.data[at + size] & 0xC0) == 0x80)
        size++;
    return size;
}

/* Bytes of the escape at `at` in double quotes; 0 when there is none. A backslash at a line end only joins lines. */
static size_t measure_escape(const sr_rule_text *text, size_t at)
{
    if (text->quote != '"' || at + 1 >= text->source.size || text->source.data[at] != '\\')
        return 0;
    switch (text->source.data[at + 1]) {
    case 'x':
        return 4;
    case 'u':
        return 6;
    case 'U':
        return 10;
    default:
        return 2;
    }
}

static size_t pass_blanks(const sr_rule_text *text, size_t at)
{
    while (at < text->source.size) {
        bool is_joint = measure_escape(text, at) == 2 && (text->source.data[at + 1] == '\n' || text->source.data[at + 1] == '\r');
        if (!is_joint && !is_blank(text->source.data[at]))
            break;
        at++;
    }
    return at;
}

/* Behind the character of the source that is the character of the text at *offset, which moves on as well. */
static size_t pass_character(const sr_rule_text *text, size_t at, size_t *offset)
{
    size_t escape = measure_escape(text, at);
    size_t size = measure_character(text->text, *offset);
    bool is_loose = is_blank(text->text.data[*offset]) && escape == 0;
    *offset += size;
    if (is_loose)
        return at < text->source.size && is_blank(text->source.data[at]) ? at + 1 : at;
    if (escape > 0)
        return at + escape;
    bool is_doubled = text->quote == '\'' && sr_text_is(sr_text_slice(text->source, at, 2), SR_TEXT("''"));
    return at + (is_doubled ? 2 : size);
}

/* The byte of the source that is the byte of the text at `offset`. */
static size_t find_in_source(const sr_rule_text *text, size_t offset)
{
    size_t at = 0, i = 0;
    for (;;) {
        if (i < text->text.size && !is_blank(text->text.data[i]))
            at = pass_blanks(text, at);
        if (i >= offset || i >= text->text.size)
            return at < text->source.size ? at : text->source.size;
        at = pass_character(text, at, &i);
    }
}

sr_where sr_rule_text_locate(sr_rule_text text, size_t offset)
{
    sr_text written = text.source.size > 0 ? text.source : text.text;
    size_t end = text.source.size > 0 ? find_in_source(&text, offset) : offset;
    sr_where where = text.where;
    for (size_t i = 0; i < end && i < written.size; i++) {
        if (where.column != 0)
            where.column++;
        bool is_line_end = written.data[i] == '\n' || (written.data[i] == '\r' && (i + 1 == written.size || written.data[i + 1] != '\n'));
        if (is_line_end && where.line != 0) {
            where.line++;
            where.column = 1;
        }
    }
    return where;
}
