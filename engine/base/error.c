#include "engine/base/error.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void sr_error_init(sr_error *err)
{
    memset(err, 0, sizeof(*err));
}

/* snprintf cuts by bytes; a half character at the end would make the message invalid UTF-8. */
static void cut_half_character(char *text, size_t size, int wanted)
{
    if (wanted < 0 || (size_t)wanted < size)
        return;
    size_t end = strlen(text);
    size_t start = end;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (start - 1 + length > end)
        text[start - 1] = '\0';
}

SR_PRINTF(4, 0)
static bool fail_list(sr_error *err, sr_code code, sr_where where, const char *format, va_list list)
{
    assert(code != SR_OK);
    if (err->code != SR_OK)
        return false;
    err->code = code;
    err->where = where;
    if (where.path != NULL)
        cut_half_character(err->path, sizeof(err->path), snprintf(err->path, sizeof(err->path), "%s", where.path));
    cut_half_character(err->message, sizeof(err->message), vsnprintf(err->message, sizeof(err->message), format, list));
    return false;
}

bool sr_fail(sr_error *err, sr_code code, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fail_list(err, code, SR_NOWHERE, format, list);
    va_end(list);
    return false;
}

bool sr_fail_at(sr_error *err, sr_code code, sr_where where, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fail_list(err, code, where, format, list);
    va_end(list);
    return false;
}

bool sr_fail_memory(sr_error *err)
{
    return sr_fail(err, SR_INTERNAL, "not enough memory");
}

/* strerror_r of POSIX: safe in any thread, and English because nobody sets a locale. */
bool sr_fail_system(sr_error *err, const char *path, int number, const char *what)
{
    char reason[128] = "";
    if (strerror_r(number, reason, sizeof(reason)) != 0)
        snprintf(reason, sizeof(reason), "error %d", number);
    sr_code code = number == ENOENT || number == ENOTDIR ? SR_NO_INPUT
                 : number == EACCES || number == EPERM ? SR_NO_PERMISSION : SR_IO;
    return sr_fail_at(err, code, (sr_where){path, 0, 0}, "%s: %s", what, reason);
}

bool sr_fail_within(sr_error *err, const char *format, ...)
{
    assert(err->code != SR_OK);
    char context[sizeof(err->message)];
    char joined[sizeof(err->message)];
    va_list list;
    va_start(list, format);
    int context_size = vsnprintf(context, sizeof(context), format, list);
    va_end(list);
    cut_half_character(context, sizeof(context), context_size);
    int size = snprintf(joined, sizeof(joined), "%s: %s", context, err->message);
    cut_half_character(joined, sizeof(joined), size);
    memcpy(err->message, joined, strlen(joined) + 1);
    return false;
}

int sr_error_print(const sr_error *err, char *out, size_t size)
{
    char line[24] = "";
    char column[24] = "";
    if (err->where.line > 0)
        snprintf(line, sizeof(line), "%s%" PRIu64, err->path[0] != '\0' ? ":" : "", err->where.line);
    if (err->where.line > 0 && err->where.column > 0)
        snprintf(column, sizeof(column), ":%" PRIu64, err->where.column);
    bool is_somewhere = err->path[0] != '\0' || line[0] != '\0';
    return snprintf(out, size, "%s%s%s%s%s", err->path, line, column, is_somewhere ? ": " : "", err->message);
}
