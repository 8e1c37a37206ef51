#include "rules/yaml_lines.h"

#include <string.h>

bool sr_yaml_lines_find(sr_text bytes, const char *path, sr_arena *arena, sr_yaml_lines *lines, sr_error *err)
{
    size_t capacity = 1;
    for (size_t i = 0; i < bytes.size; i++)
        capacity += bytes.data[i] == '\n' || bytes.data[i] == '\r';
    lines->starts = sr_arena_alloc(arena, capacity, sizeof(size_t));
    if (lines->starts == NULL)
        return sr_fail_memory(err);
    lines->bytes = bytes;
    lines->path = path;
    lines->count = 1;
    for (size_t i = 0; i < bytes.size; i++) {
        char byte = bytes.data[i];
        bool has_feed = i + 1 < bytes.size && bytes.data[i + 1] == '\n';
        if (byte == '\n' || (byte == '\r' && !has_feed))
            lines->starts[lines->count++] = i + 1;
    }
    return true;
}

sr_where sr_yaml_lines_place(const sr_yaml_lines *lines, size_t offset)
{
    size_t first = 0;
    size_t last = lines->count;     // the line lies in [first, last)
    while (last - first > 1) {
        size_t middle = first + (last - first) / 2;
        if (lines->starts[middle] <= offset)
            first = middle;
        else
            last = middle;
    }
    return (sr_where){lines->path, first + 1, offset - lines->starts[first] + 1};
}

size_t sr_yaml_lines_find_character(const sr_yaml_lines *lines, int line, int column)
{
    if (line < 1 || (size_t)line > lines->count)
        return lines->bytes.size;
    size_t offset = lines->starts[line - 1];
    for (int i = 1; i < column && offset < lines->bytes.size && lines->bytes.data[offset] != '\n'; i++) {
        offset++;
        while (offset < lines->bytes.size && ((unsigned char)lines->bytes.data[offset] & 0xC0) == 0x80)
            offset++;
    }
    return offset;
}

bool sr_yaml_is_without_text(sr_text bytes, size_t first, size_t last)
{
    bool is_header = false;     // of a block scalar: |2-
    for (size_t i = first; i < last; i++) {
        char byte = bytes.data[i];
        bool begins_line = i == 0 || bytes.data[i - 1] == '\n' || bytes.data[i - 1] == '\r';
        if (byte == '#' || (byte == '%' && begins_line)) {
            while (i + 1 < last && bytes.data[i + 1] != '\n' && bytes.data[i + 1] != '\r')
                i++;
            continue;
        }
        bool is_size = is_header && byte >= '1' && byte <= '9';
        is_header = byte == '|' || byte == '>' || (is_header && (byte == '+' || byte == '-'));
        if (!is_size && strchr(" \t\r\n:-,[]{}?|>+\"'.&*!", byte) == NULL)
            return false;
    }
    return true;
}
