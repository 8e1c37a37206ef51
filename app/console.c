#include "app/console.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/excerpt.h"
#include "engine/base/csv.h"
#include "engine/base/json.h"

static bool is_coloured(void)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return isatty(STDERR_FILENO) && (no_color == NULL || no_color[0] == '\0')
           && (terminal == NULL || !sr_text_is(sr_text_from(terminal), SR_TEXT("dumb")));
}

void sr_console_say(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
}

void sr_console_error(const sr_error *err)
{
    char text[1024];
    sr_error_print(err, text, sizeof(text));
    fprintf(stderr, is_coloured() ? "\033[1;31merror:\033[0m %s\n" : "error: %s\n", text);
}

/* Rules are mended by whoever reads this, so nothing is left out of them. */
static bool is_cut(const sr_finding_group *group, sr_console_detail detail)
{
    return detail == SR_CONSOLE_BRIEF && group->severity != SR_ERROR && group->count > 1;
}

static void print_excerpt(sr_where where)
{
    sr_text excerpt;
    sr_arena *arena = sr_arena_new();
    if (arena != NULL && sr_excerpt_make(where, arena, &excerpt))
        fprintf(stderr, "%.*s", SR_TEXT_ARG(excerpt));
    sr_arena_free(arena);
}

static void print_group(const sr_finding_group *group, sr_console_detail detail)
{
    char text[1600];
    size_t shown = is_cut(group, detail) ? 1 : group->shown;
    for (size_t i = 0; i < shown; i++) {
        sr_finding_print(group->first[i], text, sizeof(text));
        fprintf(stderr, "%s\n", text);
        print_excerpt(group->first[i]->where);
    }
    if (group->count > shown)
        fprintf(stderr, "    and %llu more like this in %s\n", (unsigned long long)(group->count - shown),
                group->path != NULL ? group->path : "all");
}

void sr_console_findings(const sr_findings *findings, sr_console_detail detail)
{
    size_t left_out = 0;
    for (size_t i = 0; i < sr_findings_count_groups(findings); i++) {
        const sr_finding_group *group = sr_findings_get_group(findings, i);
        if (detail == SR_CONSOLE_BRIEF && group->severity == SR_NOTE)
            continue;
        print_group(group, detail);
        left_out += is_cut(group, detail);
    }
    if (left_out > 0)
        sr_console_say("`seire check` shows more places of each");
}

static size_t get_width(const sr_text *cells, size_t row_count, size_t column_count, size_t column)
{
    size_t widest = 0;
    for (size_t r = 0; r < row_count; r++) {
        size_t points = sr_text_count_points(cells[r * column_count + column]);
        widest = points > widest ? points : widest;
    }
    return widest;
}

static void print_cell(sr_text text, size_t width, bool is_right, bool is_last)
{
    size_t points = sr_text_count_points(text);
    int blanks = points < width ? (int)(width - points) : 0;
    fprintf(stdout, "%*s%.*s%*s%s", is_right ? blanks : 0, "", SR_TEXT_ARG(text), is_right || is_last ? 0 : blanks, "", is_last ? "\n" : "  ");
}

void sr_console_table(const sr_text *cells, size_t row_count, size_t column_count, uint32_t right)
{
    size_t widths[SR_CONSOLE_COLUMNS_MAX];
    for (size_t c = 0; c < column_count; c++)
        widths[c] = get_width(cells, row_count, column_count, c);
    for (size_t r = 0; r < row_count; r++)
        for (size_t c = 0; c < column_count; c++)
            print_cell(cells[r * column_count + c], widths[c], (right >> c & 1) != 0, c + 1 == column_count);
}

static void print_piece(void *out, sr_text piece)
{
    if (piece.size > 0)     // what is empty may have no data
        fwrite(piece.data, 1, piece.size, out);
}

void sr_console_json_text(sr_text text)
{
    sr_json_write(text, print_piece, stdout);
}

void sr_console_csv_text(sr_text text)
{
    sr_csv_write(text, print_piece, stdout);
}

static void json_member(const char *name, const char *value)
{
    fprintf(stdout, ",\"%s\":", name);
    if (value == NULL)
        fputs("null", stdout);
    else
        sr_console_json_text(sr_text_from(value));
}

void sr_console_findings_json(const sr_findings *findings)
{
    static const char *const severities[] = {"note", "caution", "error"};
    for (size_t i = 0; i < sr_findings_count_groups(findings); i++) {
        const sr_finding_group *group = sr_findings_get_group(findings, i);
        for (size_t k = 0; k < group->shown; k++) {
            const sr_finding *finding = group->first[k];
            fputs("{\"code\":", stdout);
            sr_console_json_text(sr_text_from(finding->code));
            json_member("severity", severities[finding->severity]);
            json_member("path", finding->where.path);
            fprintf(stdout, ",\"line\":%llu,\"column\":%llu", (unsigned long long)finding->where.line,
                    (unsigned long long)finding->where.column);
            json_member("subject", finding->subject);
            json_member("found", finding->found);
            json_member("expected", finding->expected);
            json_member("hint", finding->hint);
            fprintf(stdout, ",\"count\":%llu}\n", (unsigned long long)(k == 0 ? group->count : 0));
        }
    }
}
