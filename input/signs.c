#include "input/signs.h"

#include <string.h>

#include "rules/dialect.h"

#define OFTEN 3u        // fields with it, fewer are chance

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* What may stand around a value and is no part of it; the usual two are known. */
static bool may_quote(char c)
{
    return c != '\0' && strchr("`~$%^*|/#!@", c) != NULL;
}

static bool may_escape(char c)
{
    return c == '\0' || strchr("\\/^~`'|!#$%&*@", c) != NULL;
}

static void add(sr_signs *signs, char sign, bool is_common)
{
    if (signs->count == SR_SIGNS_MAX)
        return;
    signs->is_common[signs->count] = is_common;
    signs->signs[signs->count++] = sign;
}

void sr_signs_find_quotes(sr_text text, char delimiter, sr_signs *signs)
{
    size_t firsts[128] = {0};
    size_t lasts[128] = {0};
    size_t filled = 0;
    for (size_t i = 0, first = 0; i <= text.size; i++) {
        bool is_end = i == text.size || text.data[i] == delimiter || is_line_end(text.data[i]);
        if (!is_end)
            continue;
        filled += i > first;
        if (i > first + 1) {
            firsts[text.data[first] & 0x7F] += text.data[first] > 0;
            lasts[text.data[i - 1] & 0x7F] += text.data[i - 1] > 0;
        }
        first = i + 1;
    }
    *signs = (sr_signs){.count = 0};
    for (char c = '!'; c < 0x7F; c++) {
        size_t begun = firsts[(size_t)c];
        size_t ended = lasts[(size_t)c];
        if (may_quote(c) && c != delimiter && begun >= OFTEN && ended >= OFTEN && begun <= ended * 2 && ended <= begun * 2)
            add(signs, c, begun * 2 >= filled);
    }
}

void sr_signs_find_escapes(sr_text text, char quote, sr_signs *signs)
{
    bool seen[128] = {false};
    for (size_t i = 1; i < text.size; i++) {
        char c = text.data[i - 1];
        if (text.data[i] == quote && c >= 0 && c != quote && may_escape(c))
            seen[(size_t)c] = true;
    }
    *signs = (sr_signs){.count = 0};
    for (size_t c = 0; c < sizeof(seen); c++)
        if (seen[c])
            add(signs, c == 0 ? SR_SIGN_NUL : (char)c, false);
}
