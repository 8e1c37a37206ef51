#include <string.h>

#include "engine/base/builder.h"
#include "output/workbook_layout.h"

#define CELL_UNITS_MAX 32767    // UTF-16 units in a cell

static size_t get_point_size(unsigned char lead)
{
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Excel reads _x000D_ as a carriage return; with its first underscore written as _x005F_ it stays what it is (ECMA-376, ST_Xstring). */
static bool is_escape(sr_text rest)
{
    return rest.size >= 7 && rest.data[0] == '_' && rest.data[1] == 'x' && is_hex(rest.data[2]) && is_hex(rest.data[3])
           && is_hex(rest.data[4]) && is_hex(rest.data[5]) && rest.data[6] == '_';
}

/* What stands instead of the point at the beginning of `rest`; NULL when it may stay. */
static const char *replace(sr_text rest, size_t size)
{
    unsigned char byte = (unsigned char)rest.data[0];
    if (byte == '\r' || (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F)
        return "\xEF\xBF\xBD";
    if (size == 3 && byte == 0xEF && (unsigned char)rest.data[1] == 0xBF && (unsigned char)rest.data[2] >= 0xBE)
        return "\xEF\xBF\xBD";
    return is_escape(rest) ? "_x005F_" : NULL;
}

bool sr_book_clean(sr_text text, uint32_t points_max, sr_arena *arena, sr_text *clean, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, text.size * 8 + 16);
    size_t units = 0, points = 0;
    bool is_cut = false;
    for (size_t i = 0; i < text.size && !is_cut;) {
        sr_text rest = sr_text_slice(text, i, text.size - i);
        size_t size = get_point_size((unsigned char)rest.data[0]);
        bool is_bad = size > rest.size || sr_text_find_invalid(sr_text_slice(rest, 0, size)) != SIZE_MAX;
        const char *instead = is_bad ? "\xEF\xBF\xBD" : replace(rest, size);
        size_t more = instead != NULL && instead[0] == '_' ? 7 : size == 4 ? 2 : 1;
        is_cut = units + more > CELL_UNITS_MAX - 1 || points + 1 > points_max - 1;
        if (is_cut)
            break;
        if (instead != NULL)
            sr_builder_add_c(&builder, instead);
        else
            sr_builder_add(&builder, sr_text_slice(rest, 0, size));
        units += more;
        points++;
        i += is_bad ? 1 : size;
    }
    if (is_cut)
        sr_builder_add_c(&builder, "…");
    sr_text built;
    if (!sr_builder_finish(&builder, &built, err))
        return false;
    return sr_text_copy(built, arena, clean) || sr_fail_memory(err);
}

/* Broken at blanks as a spreadsheet does it; a word that is longer than a line is broken anywhere. */
static uint32_t count_text_lines(sr_text text, uint32_t width)
{
    uint32_t lines = 1, used = 0, word = 0;
    for (size_t i = 0; i <= text.size; i++) {
        bool is_end = i == text.size || text.data[i] == ' ' || text.data[i] == '\n';
        if (!is_end) {
            word += ((unsigned char)text.data[i] & 0xC0) != 0x80;
            continue;
        }
        if (used > 0 && used + 1 + word > width) {
            lines++;
            used = 0;
        }
        used += (used > 0 ? 1 : 0) + word;
        for (; used > width; used -= width)
            lines++;
        if (i < text.size && text.data[i] == '\n') {
            lines++;
            used = 0;
        }
        word = 0;
    }
    return lines;
}

bool sr_book_is_wrapped(sr_book_style style)
{
    return style == SR_BOOK_WRAPPED || style == SR_BOOK_INDENTED || style == SR_BOOK_HEADER || style == SR_BOOK_HEADER_INDENTED
           || style == SR_BOOK_HEADER_RIGHT;
}

uint32_t sr_book_count_lines(const sr_book_sheet *sheet, uint32_t row)
{
    uint32_t most = 1;
    for (uint32_t column = 0; column < sheet->column_count; column++) {
        const sr_book_cell *cell = &sheet->cells[(size_t)row * sheet->column_count + column];
        uint32_t width = sheet->widths[column] > 3 ? sheet->widths[column] - 2 : 1;    // bold and wide letters need room
        if (cell->kind != SR_BOOK_TEXT || !sr_book_is_wrapped(cell->style))
            continue;
        uint32_t lines = count_text_lines(cell->text, width);
        most = lines > most ? lines : most;
    }
    return most;
}
