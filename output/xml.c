#include "output/xml.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("_:.-", c) != NULL
           || (unsigned char)c >= 0x80;
}

static bool fail(sr_xml_reader *reader, const char *wrong)
{
    reader->wrong = wrong;
    return false;
}

static bool has_left(const sr_xml_reader *reader, const char *what)
{
    size_t size = strlen(what);
    return reader->bytes.size - reader->at >= size && memcmp(reader->bytes.data + reader->at, what, size) == 0;
}

static size_t find(const sr_xml_reader *reader, const char *what)
{
    sr_text rest = sr_text_slice(reader->bytes, reader->at, reader->bytes.size - reader->at);
    size_t at = sr_text_find(rest, sr_text_from(what));
    return at == SIZE_MAX ? SIZE_MAX : reader->at + at;
}

static sr_text read_name(sr_xml_reader *reader)
{
    size_t start = reader->at;
    while (reader->at < reader->bytes.size && reader->bytes.data[reader->at] != '\0' && is_name_byte(reader->bytes.data[reader->at]))
        reader->at++;
    return sr_text_slice(reader->bytes, start, reader->at - start);
}

/* The code point of the reference at `&`; its size in bytes, or 0 when it is none. */
static size_t read_reference(sr_text text, uint32_t *point)
{
    static const struct {
        const char *name;
        char byte;
    } names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (sr_text_has_prefix(text, sr_text_from(names[i].name))) {
            *point = (unsigned char)names[i].byte;
            return strlen(names[i].name);
        }
    bool is_hex = sr_text_has_prefix(text, SR_TEXT("&#x"));
    if (!is_hex && !sr_text_has_prefix(text, SR_TEXT("&#")))
        return 0;
    uint32_t value = 0;
    size_t start = is_hex ? 3 : 2, i = start;
    for (; i < text.size && value <= 0x10FFFF; i++) {
        char c = text.data[i];
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10) : 99;
        if (digit >= (is_hex ? 16u : 10u))
            break;
        value = value * (is_hex ? 16u : 10u) + digit;
    }
    bool is_character = value == '\t' || value == '\n' || value == '\r' || (value >= 0x20 && value < 0xD800) || (value >= 0xE000 && value <= 0xFFFD)
                        || (value >= 0x10000 && value <= 0x10FFFF);
    if (i == start || i >= text.size || text.data[i] != ';' || !is_character)
        return 0;
    *point = value;
    return i + 1;
}

static bool has_good_references(sr_text text)
{
    uint32_t point;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '&' && read_reference(sr_text_slice(text, i, text.size - i), &point) == 0)
            return false;
    return true;
}

/* Forbidden anywhere: bytes that are no UTF-8, control bytes, U+FFFE and U+FFFF. */
static const char *check_bytes(sr_text bytes)
{
    if (sr_text_find_invalid(bytes) != SIZE_MAX)
        return "bytes that are no UTF-8";
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')
            return "a control byte";
        if (byte == 0xEF && i + 2 < bytes.size && (unsigned char)bytes.data[i + 1] == 0xBF && (unsigned char)bytes.data[i + 2] >= 0xBE)
            return "a character that XML does not have";
    }
    return NULL;
}

void sr_xml_init(sr_xml_reader *reader, sr_text bytes)
{
    *reader = (sr_xml_reader){.bytes = bytes, .wrong = check_bytes(bytes)};
    if (sr_text_has_prefix(bytes, SR_TEXT("\xEF\xBB\xBF")))
        reader->at = 3;
}

/* name="value" with blanks in front; `at` moves behind it. */
static bool read_attribute(sr_text inside, size_t *at, sr_text *name, sr_text *value)
{
    size_t i = *at, start = i;
    while (i < inside.size && is_name_byte(inside.data[i]))
        i++;
    *name = sr_text_slice(inside, start, i - start);
    while (i < inside.size && is_blank(inside.data[i]))
        i++;
    if (name->size == 0 || i >= inside.size || inside.data[i++] != '=')
        return false;
    while (i < inside.size && is_blank(inside.data[i]))
        i++;
    if (i >= inside.size || (inside.data[i] != '"' && inside.data[i] != '\''))
        return false;
    char quote = inside.data[i++];
    start = i;
    while (i < inside.size && inside.data[i] != quote)
        i++;
    *value = sr_text_slice(inside, start, i - start);
    *at = i + 1;
    return i < inside.size;
}

static bool skip_blanks(sr_text inside, size_t *at)
{
    size_t start = *at;
    while (*at < inside.size && is_blank(inside.data[*at]))
        (*at)++;
    return *at > start;
}

static const char *check_attributes(sr_text inside)
{
    sr_text names[SR_XML_DEPTH_MAX];
    size_t count = 0, at = 0;
    for (;;) {
        bool has_blank = skip_blanks(inside, &at);
        if (at == inside.size)
            return NULL;
        sr_text name, value;
        if (!has_blank || !read_attribute(inside, &at, &name, &value))
            return "an attribute that is not name=\"value\"";
        if (sr_text_find(value, SR_TEXT("<")) != SIZE_MAX || !has_good_references(value))
            return "an attribute's value that is not escaped";
        for (size_t i = 0; i < count; i++)
            if (sr_text_is(names[i], name))
                return "an attribute named twice";
        if (count == SR_XML_DEPTH_MAX)
            return "an element with too many attributes";
        names[count++] = name;
    }
}

/* The index of the `>` that ends a tag; quotes may hold one. */
static size_t find_tag_end(const sr_xml_reader *reader)
{
    char quote = '\0';
    for (size_t i = reader->at; i < reader->bytes.size; i++) {
        char c = reader->bytes.data[i];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return i;
    }
    return SIZE_MAX;
}

static bool read_open(sr_xml_reader *reader, sr_xml_token *token)
{
    reader->at++;
    if (reader->depth == 0 && reader->has_root)
        return fail(reader, "a second root element");
    sr_text name = read_name(reader);
    size_t end = find_tag_end(reader);
    if (name.size == 0 || end == SIZE_MAX)
        return fail(reader, "a tag that does not end");
    bool is_empty = end > reader->at && reader->bytes.data[end - 1] == '/';
    sr_text inside = sr_text_slice(reader->bytes, reader->at, end - reader->at - (is_empty ? 1 : 0));
    const char *wrong = check_attributes(inside);
    if (wrong != NULL)
        return fail(reader, wrong);
    if (reader->depth == SR_XML_DEPTH_MAX)
        return fail(reader, "elements nested too deep");
    reader->open[reader->depth++] = name;
    reader->has_root = true;
    reader->is_empty_element = is_empty;
    reader->at = end + 1;
    *token = (sr_xml_token){SR_XML_OPEN, name, inside};
    return true;
}

static bool read_close(sr_xml_reader *reader, sr_xml_token *token)
{
    reader->at += 2;
    sr_text name = read_name(reader);
    while (reader->at < reader->bytes.size && is_blank(reader->bytes.data[reader->at]))
        reader->at++;
    if (reader->at >= reader->bytes.size || reader->bytes.data[reader->at] != '>')
        return fail(reader, "a tag that does not end");
    if (reader->depth == 0 || !sr_text_is(name, reader->open[reader->depth - 1]))
        return fail(reader, "an element closed that is not open");
    reader->depth--;
    reader->at++;
    *token = (sr_xml_token){.kind = SR_XML_CLOSE, .name = name};
    return true;
}

static bool read_text(sr_xml_reader *reader, sr_xml_token *token)
{
    size_t end = find(reader, "<");
    size_t start = reader->at;
    reader->at = end == SIZE_MAX ? reader->bytes.size : end;
    sr_text text = sr_text_slice(reader->bytes, start, reader->at - start);
    for (size_t i = 0; reader->depth == 0 && i < text.size; i++)
        if (!is_blank(text.data[i]))
            return fail(reader, "text outside of the root element");
    if (!has_good_references(text) || sr_text_find(text, SR_TEXT("]]>")) != SIZE_MAX)
        return fail(reader, "text that is not escaped");
    *token = (sr_xml_token){.kind = SR_XML_TEXT, .inside = text};
    return true;
}

static bool skip_to(sr_xml_reader *reader, const char *end)
{
    size_t at = find(reader, end);
    if (at == SIZE_MAX)
        return fail(reader, "a declaration or comment that does not end");
    reader->at = at + strlen(end);
    return true;
}

bool sr_xml_next(sr_xml_reader *reader, sr_xml_token *token)
{
    if (reader->wrong != NULL)
        return false;
    if (reader->is_empty_element) {
        reader->is_empty_element = false;
        *token = (sr_xml_token){.kind = SR_XML_CLOSE, .name = reader->open[--reader->depth]};
        return true;
    }
    while (has_left(reader, "<?") || has_left(reader, "<!--"))
        if (!skip_to(reader, has_left(reader, "<?") ? "?>" : "-->"))
            return false;
    if (reader->at == reader->bytes.size) {
        if (reader->depth > 0 || !reader->has_root)
            return fail(reader, reader->depth > 0 ? "an element that is never closed" : "no root element");
        *token = (sr_xml_token){.kind = SR_XML_END};
        return true;
    }
    if (has_left(reader, "<!"))
        return fail(reader, "a declaration that workbooks do not have");
    if (has_left(reader, "</"))
        return read_close(reader, token);
    return has_left(reader, "<") ? read_open(reader, token) : read_text(reader, token);
}

bool sr_xml_find_attribute(const sr_xml_token *token, const char *wanted, sr_text *value)
{
    size_t at = 0;
    sr_text name;
    while (skip_blanks(token->inside, &at) && at < token->inside.size && read_attribute(token->inside, &at, &name, value))
        if (sr_text_is(name, sr_text_from(wanted)))
            return true;
    return false;
}

/* A reference is never shorter than what it stands for. */
bool sr_xml_resolve(sr_text text, sr_arena *arena, sr_text *resolved, sr_error *err)
{
    if (text.size == 0 || memchr(text.data, '&', text.size) == NULL) {
        *resolved = text;
        return true;
    }
    char *out = sr_arena_alloc(arena, text.size, 1);
    size_t size = 0;
    if (out == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < text.size;) {
        uint32_t point = 0;
        size_t used = text.data[i] == '&' ? read_reference(sr_text_slice(text, i, text.size - i), &point) : 0;
        if (used > 0)
            size += sr_text_write_point(point, out + size);
        else
            out[size++] = text.data[i];
        i += used > 0 ? used : 1;
    }
    *resolved = (sr_text){out, size};
    return true;
}

const char *sr_xml_check(sr_text bytes)
{
    sr_xml_reader reader;
    sr_xml_token token = {.kind = SR_XML_OPEN};
    sr_xml_init(&reader, bytes);
    while (token.kind != SR_XML_END)
        if (!sr_xml_next(&reader, &token))
            return reader.wrong;
    return NULL;
}
