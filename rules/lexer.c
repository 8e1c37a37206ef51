/*
 * One pass, no look-ahead beyond the second byte of a symbol. Characters outside ASCII are letters unless they
 * are known not to be: dashes, quotes and signs that a word processor puts in place of the plain ones get a hint.
 */
#include "rules/lexer.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The code point at `offset` and its bytes; the text is valid UTF-8. */
static uint32_t decode(sr_text text, size_t offset, size_t *size)
{
    const unsigned char *p = (const unsigned char *)text.data + offset;
    if (p[0] < 0x80) {
        *size = 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *size = 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    }
    if (p[0] < 0xF0) {
        *size = 3;
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    *size = 4;
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x202F || c == 0xFEFF;
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (c < 0xC0)
        return c == 0xAA || c == 0xB5 || c == 0xBA;
    return c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x20A0 && c <= 0x20CF) &&
           !(c >= 0x2190 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x3003) && c != 0xFEFF && c != 0xFFFD;
}

/* Bytes of the name that begins at `offset`. */
static size_t measure_name(sr_text text, size_t offset)
{
    size_t end = offset;
    while (end < text.size) {
        size_t size;
        uint32_t c = decode(text, end, &size);
        if (!is_letter(c) && !(c < 0x80 && is_digit((char)c)))
            break;
        end += size;
    }
    return end - offset;
}

bool sr_lexer_is_name(sr_text text)
{
    size_t size;
    return text.size > 0 && sr_text_find_invalid(text) == SIZE_MAX && is_letter(decode(text, 0, &size)) && measure_name(text, 0) == text.size;
}

/* Always false: the expression cannot be used. */
static bool complain(const sr_lexer *lexer, size_t offset, const char *found, const char *expected, const char *hint,
                     sr_error *err)
{
    sr_finding finding = {.code = "rules.syntax", .severity = SR_ERROR, .where = sr_rule_text_locate(lexer->source, offset),
                          .found = found, .expected = expected, .hint = hint};
    if (!sr_findings_add(lexer->findings, &finding, err))
        return false;
    return false;
}

/* A name, or the name of a column of another data set: cases.client. */
static size_t measure_path(sr_text text, size_t offset)
{
    size_t size = measure_name(text, offset), next;
    size_t point = offset + size;
    if (point + 1 >= text.size || text.data[point] != '.' || !is_letter(decode(text, point + 1, &next)))
        return size;
    return size + 1 + measure_name(text, point + 1);
}

bool sr_lexer_init(sr_lexer *lexer, sr_rule_text source, sr_arena *arena, sr_findings *findings, sr_error *err)
{
    *lexer = (sr_lexer){.source = source, .arena = arena, .findings = findings};
    size_t bad = sr_text_find_invalid(source.text);
    if (bad != SIZE_MAX)
        return complain(lexer, bad, "bytes that are not UTF-8", "text in UTF-8", NULL, err);
    return true;
}

/* Past blanks and comments. */
static bool skip_blanks(sr_lexer *lexer, sr_error *err)
{
    sr_text text = lexer->source.text;
    while (lexer->offset < text.size) {
        size_t size;
        uint32_t c = decode(text, lexer->offset, &size);
        sr_text rest = sr_text_slice(text, lexer->offset, 2);
        if (is_blank(c)) {
            lexer->offset += size;
        } else if (sr_text_is(rest, SR_TEXT("--"))) {
            while (lexer->offset < text.size && text.data[lexer->offset] != '\n')
                lexer->offset++;
        } else if (sr_text_is(rest, SR_TEXT("/*"))) {
            size_t close = sr_text_find(sr_text_slice(text, lexer->offset + 2, text.size), SR_TEXT("*/"));
            if (close == SIZE_MAX)
                return complain(lexer, lexer->offset, "a comment that has no end", "'*/'", NULL, err);
            lexer->offset += close + 4;
        } else {
            break;
        }
    }
    return true;
}

/* '...' or "...", a doubled quote stands for one. */
static bool read_quoted(sr_lexer *lexer, char quote, sr_token *token, sr_error *err)
{
    sr_text text = lexer->source.text;
    size_t first = lexer->offset + 1, end = first, doubled = 0;
    for (;; end++) {
        if (end >= text.size)
            return complain(lexer, lexer->offset, quote == '\'' ? "a text that has no end" : "a name that has no end",
                            quote == '\'' ? "a closing '" : "a closing \"", NULL, err);
        if (text.data[end] != quote)
            continue;
        if (end + 1 >= text.size || text.data[end + 1] != quote)
            break;
        end++;
        doubled++;
    }
    token->text = sr_text_slice(text, first, end - first);
    if (doubled > 0) {
        char *copy = sr_arena_alloc(lexer->arena, end - first, 1);
        if (copy == NULL)
            return sr_fail_memory(err);
        size_t size = 0;
        for (size_t i = first; i < end; i++) {
            copy[size++] = text.data[i];
            if (text.data[i] == quote)
                i++;
        }
        token->text = (sr_text){copy, size};
    }
    token->kind = quote == '\'' ? SR_TOKEN_STRING : SR_TOKEN_QUOTED_NAME;
    lexer->offset = end + 1;
    if (token->kind == SR_TOKEN_QUOTED_NAME && token->text.size == 0)
        return complain(lexer, token->first, "an empty name", "a name between the quotes",
                        "a text stands in 'single quotes'", err);
    return true;
}

static size_t skip_digits(sr_text text, size_t offset)
{
    while (offset < text.size && is_digit(text.data[offset]))
        offset++;
    return offset;
}

static bool read_number(sr_lexer *lexer, sr_token *token, sr_error *err)
{
    sr_text text = lexer->source.text;
    size_t first = lexer->offset, end = skip_digits(text, first);
    if (end < text.size && text.data[end] == '.')
        end = skip_digits(text, end + 1);
    if (end < text.size && (text.data[end] == 'e' || text.data[end] == 'E')) {
        size_t digits = end + 1;
        if (digits < text.size && (text.data[digits] == '+' || text.data[digits] == '-'))
            digits++;
        if (digits < text.size && is_digit(text.data[digits]))
            end = skip_digits(text, digits);
    }
    if (measure_name(text, end) > 0)
        return complain(lexer, first, "a name that begins with a digit", "a number, or a name in \"double quotes\"", NULL, err);
    token->kind = SR_TOKEN_NUMBER;
    token->text = sr_text_slice(text, first, end - first);
    if (end < text.size && text.data[end] == '%') {
        token->is_percent = true;
        end++;
    }
    lexer->offset = end;
    return true;
}

static bool refuse_character(const sr_lexer *lexer, sr_error *err)
{
    size_t size;
    uint32_t c = decode(lexer->source.text, lexer->offset, &size);
    char found[32];
    size_t used = 0;
    found[used++] = '\'';
    if (c >= 0x20 && c != 0x7F) {
        memcpy(found + used, lexer->source.text.data + lexer->offset, size);
        used += size;
    } else {
        memcpy(found + used, "control character", 17);
        used += 17;
    }
    found[used++] = '\'';
    found[used] = '\0';
    const char *hint = NULL;
    if (c == 0x2018 || c == 0x2019 || c == 0x201A)
        hint = "write the straight quote '";
    else if (c == 0x201C || c == 0x201D || c == 0x201E)
        hint = "write straight quotes: 'text' or \"name\"";
    else if (c == 0x2212 || c == 0x2013 || c == 0x2014)
        hint = "write the plain sign -";
    else if (c == 0x2264 || c == 0x2265)
        hint = "write <= or >=";
    else if (c == 0xD7)
        hint = "write *";
    else if (c == ':')
        hint = "seire chooses types itself, a cast is not needed";
    else if (c == '%')
        hint = "% stands directly behind a number: 90%";
    else if (c == ';')
        hint = "one expression needs no ; at its end";
    else if (c == '&')
        hint = "both together: write and; texts are joined with ||";
    return complain(lexer, lexer->offset, found, "a name, a number, a text or an operator", hint, err);
}

static bool read_symbol(sr_lexer *lexer, sr_token *token, sr_error *err)
{
    static const char *const symbols[] = {"<>", "!=", "<=", ">=", "||", "==", "=", "<", ">", "+", "-", "*", "/", "(", ")", ","};
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        sr_text symbol = sr_text_from(symbols[i]);
        if (!sr_text_is(sr_text_slice(lexer->source.text, lexer->offset, symbol.size), symbol))
            continue;
        if (i == 5)
            return complain(lexer, lexer->offset, "'=='", "'='", "write a single = to compare", err);
        token->kind = SR_TOKEN_SYMBOL;
        token->text = i == 1 ? SR_TEXT("<>") : symbol;
        lexer->offset += symbol.size;
        return true;
    }
    return refuse_character(lexer, err);
}

bool sr_lexer_next(sr_lexer *lexer, sr_token *token, sr_error *err)
{
    if (!skip_blanks(lexer, err))
        return false;
    sr_text text = lexer->source.text;
    sr_token found = {.kind = SR_TOKEN_END, .first = lexer->offset, .end = lexer->offset};
    if (lexer->offset < text.size) {
        size_t size;
        char c = text.data[lexer->offset];
        bool is_fraction = c == '.' && lexer->offset + 1 < text.size && is_digit(text.data[lexer->offset + 1]);
        bool done = true;
        if (c == '\'' || c == '"') {
            done = read_quoted(lexer, c, &found, err);
        } else if (is_digit(c) || is_fraction) {
            done = read_number(lexer, &found, err);
        } else if (is_letter(decode(text, lexer->offset, &size))) {
            found.kind = SR_TOKEN_NAME;
            found.text = sr_text_slice(text, lexer->offset, measure_path(text, lexer->offset));
            lexer->offset += found.text.size;
        } else {
            done = read_symbol(lexer, &found, err);
        }
        if (!done)
            return false;
        found.end = lexer->offset;
    }
    *token = found;
    return true;
}
