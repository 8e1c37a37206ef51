/*
 * What is sure from the lines alone comes first; then a table from the parser's phrases to ours.
 */
#include "rules/yaml_fault.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"

#define TEXT_BYTES_MAX 512u
#define WORD_BYTES_MAX 40u

typedef struct fault_finder {
    const sr_yaml_lines *lines;
    sr_text bytes;
    const char *message;        // the parser's
    size_t opened;              // bracket or brace that is open at the place, or SIZE_MAX
    sr_arena *arena;
    sr_error *err;
    sr_yaml_fault *fault;
    bool failed;                // no memory
} fault_finder;

static bool tell(fault_finder *self, size_t offset, const char *found, const char *expected, const char *hint)
{
    *self->fault = (sr_yaml_fault){offset, found, expected, hint};
    return true;
}

static const char *make_text(fault_finder *self, const char *format, sr_text word)
{
    sr_builder builder;
    sr_text text;
    sr_builder_init(&builder, self->arena, TEXT_BYTES_MAX);
    for (const char *c = format; *c != '\0'; c++) {
        if (*c == '@')
            sr_builder_add(&builder, word);
        else
            sr_builder_add_byte(&builder, *c);
    }
    if (sr_builder_finish(&builder, &text, self->err))
        return text.data;
    self->failed = true;
    return "";
}

/* --- lines --- */

static bool says(const fault_finder *self, const char *part)
{
    return strstr(self->message, part) != NULL;
}

static char byte_at(const fault_finder *self, size_t offset)
{
    return offset < self->bytes.size ? self->bytes.data[offset] : '\0';
}

static size_t find_line_start(const fault_finder *self, size_t offset)
{
    return offset - (size_t)(sr_yaml_lines_place(self->lines, offset).column - 1);
}

static size_t find_line_end(const fault_finder *self, size_t offset)
{
    while (offset < self->bytes.size && byte_at(self, offset) != '\n' && byte_at(self, offset) != '\r')
        offset++;
    return offset;
}

/* First byte of the line that is no blank. */
static size_t find_content(const fault_finder *self, size_t offset)
{
    size_t at = find_line_start(self, offset);
    while (byte_at(self, at) == ' ')
        at++;
    return at;
}

/* The same in the next line that is neither empty nor a comment; the end of the file when there is none. */
static size_t find_next_content(const fault_finder *self, size_t offset)
{
    size_t at = offset;
    do {
        at = find_line_end(self, at);
        while (byte_at(self, at) == '\n' || byte_at(self, at) == '\r' || byte_at(self, at) == ' ')
            at++;
    } while (byte_at(self, at) == '#');
    return at < self->bytes.size ? at : self->bytes.size;
}

static size_t measure_indentation(const fault_finder *self, size_t offset)
{
    return find_content(self, offset) - find_line_start(self, offset);
}

/* --- what is sure --- */

/* A blank from a web page or a word processor, which the parser takes for a letter, in the indentation or behind a colon. */
static bool find_foreign_blank(fault_finder *self, size_t offset)
{
    const sr_text blank = SR_TEXT("\xC2\xA0");
    size_t first = find_line_start(self, offset), end = find_line_end(self, find_next_content(self, offset));
    sr_text near = sr_text_slice(self->bytes, first, end - first);
    for (size_t at = sr_text_find(near, blank); at != SIZE_MAX && at < near.size;) {
        size_t place = first + at;
        bool is_behind_colon = place > 0 && byte_at(self, place - 1) == ':';
        if (is_behind_colon || place == find_content(self, place))
            return tell(self, place, is_behind_colon ? "a no-break blank behind a colon" : "a no-break blank in the indentation",
                        "a plain blank", "delete it and press the space bar");
        size_t next = sr_text_find(sr_text_slice(near, at + blank.size, near.size), blank);
        at = next == SIZE_MAX ? SIZE_MAX : at + blank.size + next;
    }
    return false;
}

/* The bracket is not closed when the file ends, or a line begins no deeper than the one in which it was opened. */
static bool find_open_bracket(fault_finder *self, size_t offset)
{
    if (self->opened == SIZE_MAX || !(says(self, "flow") || says(self, "comma") || says(self, "multiline")))
        return false;
    bool is_over = offset >= self->bytes.size;
    for (size_t at = find_next_content(self, self->opened); at <= offset && at < self->bytes.size && !is_over; at = find_next_content(self, at))
        is_over = measure_indentation(self, at) <= measure_indentation(self, self->opened);
    bool is_list = byte_at(self, self->opened) == '[';
    bool is_end = byte_at(self, offset) == ']' || byte_at(self, offset) == '}';
    if (!is_over || is_end)
        return false;
    return tell(self, self->opened, is_list ? "a bracket '[' that is not closed" : "a brace '{' that is not closed", is_list ? "']'" : "'}'",
                is_list ? "close the bracket, or quote the text that contains it" : "close the brace, or quote the text that contains it");
}

static bool is_word_byte(char byte)
{
    return byte != '\0' && strchr(" \t\r\n:#,[]{}\"'", byte) == NULL;
}

/* A line that should be `key: value` and is not. */
static bool find_missing_colon(fault_finder *self, size_t offset)
{
    if (!says(self, "expected ':'") && !says(self, "multiline plain key") && !says(self, "invalid value after mapping"))
        return false;
    size_t first = find_content(self, offset), end = first;
    while (is_word_byte(byte_at(self, end)) && end - first < WORD_BYTES_MAX)
        end++;
    sr_text word = sr_text_slice(self->bytes, first, end - first);
    sr_text line = sr_text_slice(self->bytes, first, find_line_end(self, first) - first);
    if (word.size == 0 || sr_text_find_invalid(word) != SIZE_MAX || sr_text_find(line, SR_TEXT(": ")) != SIZE_MAX
        || sr_text_has_suffix(line, SR_TEXT(":")))
        return false;
    if (byte_at(self, end) == ':')
        return tell(self, first, make_text(self, "no blank behind the colon of '@'", word), "key: value",
                    make_text(self, "put a blank behind the colon: `@: ...`", word));
    return tell(self, first, make_text(self, "no colon behind '@'", word), "key: value",
                make_text(self, "write `@: ...`, or indent the line more when it goes on with the text above", word));
}

/* `a: b` and below it a line that is deeper: the parser sees one long text with a colon in it. */
static bool find_deep_line(fault_finder *self, size_t offset)
{
    if (!says(self, "multiline plain key") && !says(self, "invalid indentation in mapping"))
        return false;
    bool is_long = says(self, "multiline");
    size_t place = is_long ? find_next_content(self, offset) : offset;
    if (place >= self->bytes.size)
        return false;
    return tell(self, place, is_long ? "a line that is indented deeper than the one above it, which has its value already"
                                     : "a line that is indented unlike those around it",
                "the same indentation for keys that stand beside each other", "look at the indentation of this line and of the one above");
}

static bool find_open_quote(fault_finder *self, size_t offset)
{
    if (!says(self, "closing quote") && !(says(self, "wrongly indented") && says(self, "quoted")))
        return false;
    char before = offset > 0 ? byte_at(self, offset - 1) : '\0';
    size_t place = byte_at(self, offset) != '"' && byte_at(self, offset) != '\'' && (before == '"' || before == '\'') ? offset - 1 : offset;
    return tell(self, place, "a quote that is not closed", byte_at(self, place) == '\'' ? "a closing '" : "a closing \"",
                "close the quote on the line where it was opened");
}

/* What stands at the place is part of the message. */
static bool find_sign(fault_finder *self, size_t offset)
{
    if (says(self, "invalid alias") && offset > 0 && byte_at(self, offset - 1) == '*')
        offset--;
    sr_text sign = sr_text_slice(self->bytes, offset, 1);
    if (sign.size == 0 || (unsigned char)sign.data[0] >= 0x80)
        return false;
    if (says(self, "mismatched flow"))
        return tell(self, offset, make_text(self, "'@', which does not close what was opened", sign), says(self, "mapping") ? "']'" : "'}'",
                    "close [ with ] and { with }");
    if (says(self, "extra closing"))
        return tell(self, offset, make_text(self, "'@' too many", sign), "the end of the line", "remove it, or quote the text that contains it");
    if (says(self, "invalid escape"))
        return tell(self, offset, make_text(self, "'\\@' in double quotes", sr_text_slice(self->bytes, offset + 1, 1)),
                    "an escape of YAML: \\\\ \\\" \\n", "use 'single quotes', where a backslash is only a backslash");
    bool is_first = says(self, "cannot start") || says(self, "invalid alias") || says(self, "not allowed in this context");
    if (is_first && strchr("%@`*&?!|>,-", sign.data[0]) != NULL)
        return tell(self, offset, make_text(self, "a text that begins with @", sign), "a text in quotes", "quote the text");
    return false;
}

static bool find_block_sign(fault_finder *self, size_t offset)
{
    size_t first = offset;
    while (first > 0 && byte_at(self, first) != '|' && byte_at(self, first) != '>' && offset - first < 3)
        first--;
    if (!says(self, "no linebreak") || (byte_at(self, first) != '|' && byte_at(self, first) != '>'))
        return false;
    return tell(self, first, byte_at(self, first) == '|' ? "a text that begins with |" : "a text that begins with >",
                "a text in quotes, or the text on the lines below", "quote the text");
}

/* --- phrases --- */

static bool find_phrase(fault_finder *self, size_t offset)
{
    static const struct {
        const char *part;       // of the parser's message
        const char *found;
        const char *expected;
        const char *hint;
    } phrases[] = {
        {"nested block mapping", "a second colon on one line", "one `key: value` on a line", "quote the text that contains ': ', or begin a new line"},
        {"missing comma in flow mapping", "a second colon without a comma in front of its key", "a comma between two entries",
         "put a comma in front of the key, or quote the text that contains ': '"},
        {"missing comma", "a second value without a comma in front of it", "a comma between two values", "put a comma between them"},
        {"extra comma", "a comma without a value in front of it", "a value", "remove the comma"},
        {"trailing content", "text behind a closing quote", "a comma, a bracket or the end of the line",
         "quote the whole text; a ' inside '...' is written twice"},
        {"comment without whitespace", "a # without a blank in front of it", "a blank, then #", "put a blank in front of #"},
        {"sequence while in mapping", "a list item that is indented unlike those around it", "the same indentation for all items of a list",
         "look at the indentation of this line and of those above"},
        {"sequence item", "a list item that is indented unlike those around it", "the same indentation for all items of a list",
         "look at the indentation of this line and of those above"},
        {"end of block sequence", "a key among the items of a list", "`- item`, or a key that is indented less",
         "look at the indentation of this line and of those above"},
        {"expected key", "a list item among keys", "key: value", "indent the list below the key that it belongs to"},
        {"same line", "a list item behind a key", "`- item` on a line of its own", "begin a new line, or write [a, b]; quote a text that begins with '- '"},
        {"expected node content", "nothing where a value should stand", "a value", "remove the comma or the bracket"},
    };
    for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
        if (says(self, phrases[i].part))
            return tell(self, offset, phrases[i].found, phrases[i].expected, phrases[i].hint);
    return false;
}

bool sr_yaml_fault_find(const sr_yaml_lines *lines, const char *message, size_t offset, size_t opened, sr_arena *arena,
                        sr_yaml_fault *fault, sr_error *err)
{
    static bool (*const finders[])(fault_finder *self, size_t offset) = {
        find_foreign_blank, find_open_bracket, find_missing_colon, find_deep_line, find_open_quote, find_sign, find_block_sign, find_phrase};
    fault_finder self = {.lines = lines, .bytes = lines->bytes, .message = message, .opened = opened, .arena = arena, .err = err, .fault = fault};
    bool is_found = false;
    for (size_t i = 0; i < sizeof(finders) / sizeof(finders[0]) && !is_found; i++)
        is_found = finders[i](&self, offset);
    if (!is_found)
        tell(&self, offset, message, "YAML: `key: value`, `- item`", "look at the indentation, the colons and the quotes here and on the line above");
    return !self.failed;
}
