#include "input/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

#define NAME_SIZE sizeof(((sr_encoding *)0)->name)
#define UTF8_BYTES_MAX 4

static const struct {
    const char *word;
    const char *name;
    sr_encoding_form form;
} UNICODE[] = {
    {"UTF-8", "UTF-8", SR_ENCODING_UTF8},       {"UTF8", "UTF-8", SR_ENCODING_UTF8},
    {"UTF-16", "UTF-16LE", SR_ENCODING_UTF16},  {"UTF-16LE", "UTF-16LE", SR_ENCODING_UTF16},
    {"UTF-16BE", "UTF-16BE", SR_ENCODING_UTF16}, {"UTF-32", "UTF-32LE", SR_ENCODING_UTF32},
    {"UTF-32LE", "UTF-32LE", SR_ENCODING_UTF32}, {"UTF-32BE", "UTF-32BE", SR_ENCODING_UTF32},
};

static size_t write_point(uint32_t point, char out[UTF8_BYTES_MAX])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | point >> 12);
    out[1] = (char)(0x80 | (point >> 6 & 0x3F));
    out[2] = (char)(0x80 | (point & 0x3F));
    return 3;
}

static bool fail_unknown(sr_text name, sr_error *err)
{
    return sr_fail(err, SR_USAGE,
                   "encoding '%.*s' is not known; expected UTF-8, UTF-16 or an encoding of one byte a character such as "
                   "Windows-1257, ISO-8859-13",
                   SR_TEXT_ARG(name));
}

/* One byte alone, in UCS-4: false when the encoding needs more than a byte for a character. */
static bool find_point(iconv_t converter, unsigned char byte, uint16_t *point)
{
    char in = (char)byte;
    char *source = &in;
    size_t source_left = 1;
    unsigned char out[8];
    char *target = (char *)out;
    size_t target_left = sizeof(out);
    iconv(converter, NULL, NULL, NULL, NULL);
    errno = 0;
    size_t result = iconv(converter, &source, &source_left, &target, &target_left);
    *point = SR_ENCODING_NO_POINT;
    if (result == (size_t)-1)
        return errno == EILSEQ;
    if (target_left != sizeof(out) - 4 || out[0] != 0 || out[1] != 0)
        return false;
    *point = (uint16_t)(out[2] << 8 | out[3]);
    return true;
}

static bool fill_points(const char *name, sr_encoding *encoding)
{
    iconv_t converter = iconv_open("UCS-4BE", name);
    if (converter == (iconv_t)-1)
        return false;
    bool is_single = true;
    for (unsigned i = 0; i < 256 && is_single; i++)
        is_single = find_point(converter, (unsigned char)i, &encoding->points[i]);
    iconv_close(converter);
    return is_single;
}

bool sr_encoding_find(sr_text name, sr_encoding *encoding, sr_error *err)
{
    sr_encoding found = {.form = SR_ENCODING_BYTE};
    for (size_t i = 0; i < sizeof(UNICODE) / sizeof(UNICODE[0]); i++) {
        if (!sr_text_is_same_letters(name, sr_text_from(UNICODE[i].word)))
            continue;
        snprintf(found.name, NAME_SIZE, "%s", UNICODE[i].name);
        found.form = UNICODE[i].form;
        *encoding = found;
        return true;
    }
    if (name.size == 0 || name.size >= NAME_SIZE)
        return fail_unknown(name, err);
    bool is_windows = sr_text_is_same_letters(sr_text_slice(name, 0, 8), SR_TEXT("windows-"));
    bool is_page = sr_text_is_same_letters(sr_text_slice(name, 0, 4), SR_TEXT("cp12"));
    if (is_windows || is_page)
        snprintf(found.name, NAME_SIZE, "Windows-%.*s", (int)name.size - (is_windows ? 8 : 2), name.data + (is_windows ? 8 : 2));
    else
        snprintf(found.name, NAME_SIZE, "%.*s", SR_TEXT_ARG(name));
    if (strchr(found.name, '/') != NULL || !fill_points(found.name, &found))   // glibc reads //TRANSLIT as an option
        return fail_unknown(name, err);
    *encoding = found;
    return true;
}

const char *sr_encoding_find_mark(sr_text bytes, size_t *mark_size)
{
    static const struct {
        const char *name;
        sr_text mark;
    } marks[] = {
        {"UTF-8", {"\xEF\xBB\xBF", 3}},         {"UTF-32LE", {"\xFF\xFE\0\0", 4}}, {"UTF-32BE", {"\0\0\xFE\xFF", 4}},
        {"UTF-16LE", {"\xFF\xFE", 2}},          {"UTF-16BE", {"\xFE\xFF", 2}},
    };
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (!sr_text_has_prefix(bytes, marks[i].mark))
            continue;
        *mark_size = marks[i].mark.size;
        return marks[i].name;
    }
    *mark_size = 0;
    return NULL;
}

static bool decode_bytes(const sr_encoding *encoding, sr_text bytes, sr_arena *arena, sr_text *text, sr_error *err)
{
    char sequences[256][UTF8_BYTES_MAX];
    uint8_t sizes[256];
    for (size_t i = 0; i < 256; i++) {
        sizes[i] = 1;
        sequences[i][0] = SR_ENCODING_BAD_BYTE;
        if (encoding->points[i] != SR_ENCODING_NO_POINT)
            sizes[i] = (uint8_t)write_point(encoding->points[i], sequences[i]);
    }
    size_t size = 0;
    for (size_t i = 0; i < bytes.size; i++)
        size += sizes[(unsigned char)bytes.data[i]];
    char *out = sr_arena_alloc(arena, size + 1, 1);
    if (out == NULL)
        return sr_fail_memory(err);
    size_t used = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        for (size_t j = 0; j < sizes[byte]; j++)
            out[used++] = sequences[byte][j];
    }
    *text = (sr_text){out, used};
    return true;
}

/* At most 3 bytes of UTF-8 for 2 bytes of UTF-16, and 4 for 4 of UTF-32; a bad unit becomes one byte. */
static bool decode_units(const sr_encoding *encoding, sr_text bytes, sr_arena *arena, sr_text *text, sr_error *err)
{
    size_t unit = encoding->form == SR_ENCODING_UTF16 ? 2 : 4;
    size_t capacity = bytes.size / 2 * 3 + UTF8_BYTES_MAX;
    char *out = sr_arena_alloc(arena, capacity, 1);
    char *source = sr_arena_copy(arena, bytes.data, bytes.size);    // iconv wants it writable
    if (out == NULL || source == NULL)
        return sr_fail_memory(err);
    iconv_t converter = iconv_open("UTF-8", encoding->name);
    if (converter == (iconv_t)-1)
        return fail_unknown(sr_text_from(encoding->name), err);
    char *target = out;
    size_t source_left = bytes.size;
    size_t target_left = capacity;
    while (source_left > 0 && iconv(converter, &source, &source_left, &target, &target_left) == (size_t)-1) {
        if (errno == E2BIG || target_left == 0)
            break;
        size_t bad = source_left < unit ? source_left : unit;
        source += bad;
        source_left -= bad;
        *target++ = SR_ENCODING_BAD_BYTE;
        target_left--;
        iconv(converter, NULL, NULL, NULL, NULL);
    }
    iconv_close(converter);
    if (source_left > 0)
        return sr_fail(err, SR_INTERNAL, "the text is longer than %s allows", encoding->name);
    *text = (sr_text){out, (size_t)(target - out)};
    return true;
}

bool sr_encoding_decode(const sr_encoding *encoding, sr_text bytes, sr_arena *arena, sr_text *text, sr_error *err)
{
    switch (encoding->form) {
    case SR_ENCODING_BYTE:
        return decode_bytes(encoding, bytes, arena, text, err);
    case SR_ENCODING_UTF16:
    case SR_ENCODING_UTF32:
        return decode_units(encoding, bytes, arena, text, err);
    case SR_ENCODING_UTF8:
        break;
    }
    *text = bytes;
    return true;
}

uint64_t sr_encoding_measure(const sr_encoding *encoding, sr_text text)
{
    if (encoding->form == SR_ENCODING_UTF8)
        return text.size;
    uint64_t points = sr_text_count_points(text);
    if (encoding->form == SR_ENCODING_BYTE)
        return points;
    if (encoding->form == SR_ENCODING_UTF32)
        return points * 4;
    uint64_t pairs = 0;
    for (size_t i = 0; i < text.size; i++)
        pairs += (unsigned char)text.data[i] >= 0xF0 && text.data[i] != SR_ENCODING_BAD_BYTE;
    return (points + pairs) * 2;
}
