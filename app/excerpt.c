#include "app/excerpt.h"

#include "engine/base/builder.h"
#include "engine/base/file.h"
#include "engine/base/personal.h"

#define FILE_BYTES_MAX ((uint64_t)1 << 24)
#define POINTS_BEFORE 60u       // characters in front of the place, and all in all
#define POINTS_MAX 100u
#define EXCERPT_BYTES_MAX 2048u

static bool is_rule_file(sr_text path)
{
    return sr_text_has_suffix(path, SR_TEXT(".yaml")) || sr_text_has_suffix(path, SR_TEXT(".yml"));
}

/* LF, CR LF and CR alone end a line, as they do for who reads the rules. */
static size_t measure_line(sr_text rest)
{
    size_t size = 0;
    while (size < rest.size && rest.data[size] != '\n' && rest.data[size] != '\r')
        size++;
    return size;
}

static bool find_line(sr_text bytes, uint64_t line, sr_text *found)
{
    size_t first = 0;
    for (uint64_t number = 1; first <= bytes.size; number++) {
        sr_text rest = sr_text_slice(bytes, first, bytes.size);
        size_t size = measure_line(rest);
        *found = sr_text_slice(rest, 0, size);
        if (number == line)
            return true;
        bool is_pair = sr_text_is(sr_text_slice(rest, size, 2), SR_TEXT("\r\n"));
        first += size + (is_pair ? 2 : 1);
    }
    return false;
}

/* The piece of the line that is shown; the place as so many characters behind its beginning. */
static sr_text cut_around(sr_text line, size_t place, size_t *points)
{
    size_t before = sr_text_count_points(sr_text_slice(line, 0, place));
    size_t skipped = before > POINTS_BEFORE ? before - POINTS_BEFORE : 0;
    size_t first = 0;
    uint32_t point;
    for (size_t i = 0; i < skipped; i++)
        (void)sr_text_next_point(line, &first, &point);     // the line is valid
    size_t last = first;
    for (size_t i = 0; i < POINTS_MAX && last < line.size; i++)
        (void)sr_text_next_point(line, &last, &point);
    *points = before - skipped;
    return sr_text_slice(line, first, last - first);
}

bool sr_excerpt_make(sr_where where, sr_arena *arena, sr_text *excerpt)
{
    sr_text bytes, line;
    sr_error unheard;
    sr_error_init(&unheard);
    if (where.path == NULL || where.line == 0 || where.column == 0 || !is_rule_file(sr_text_from(where.path))
        || !sr_file_read(where.path, FILE_BYTES_MAX, arena, &bytes, &unheard) || !find_line(bytes, where.line, &line))
        return false;
    if (where.line == 1 && sr_text_has_prefix(line, SR_TEXT("\xEF\xBB\xBF")))     // is counted by nobody
        line = sr_text_slice(line, 3, line.size);
    size_t place = (size_t)where.column - 1;
    if (place > line.size || sr_text_find_invalid(line) != SIZE_MAX || sr_personal_is_inside(line))
        return false;
    size_t points;
    sr_text shown = cut_around(line, place, &points);
    sr_builder builder;
    sr_builder_init(&builder, arena, EXCERPT_BYTES_MAX);
    sr_builder_addf(&builder, "%8llu | ", (unsigned long long)where.line);
    for (size_t i = 0; i < shown.size; i++)     // a tab is one blank, so that the sign below stands right
        sr_builder_add_byte(&builder, (unsigned char)shown.data[i] < ' ' ? ' ' : shown.data[i]);
    sr_builder_addf(&builder, "\n%8s | %*s^\n", "", (int)points, "");
    return sr_builder_finish(&builder, excerpt, &unheard);
}
