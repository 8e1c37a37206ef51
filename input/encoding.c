#include "input/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

#define NAME_SIZE sizeof(((sr_encoding *)0)->name)
#define UTF8_BYTES_MAX SR_ENCODING_CHARACTER_MAX

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

static sr_decoded decode_bytes(const sr_encoding *encoding, sr_text bytes, char *out, size_t room)
{
    char sequences[256][UTF8_BYTES_MAX];
    uint8_t sizes[256];
    for (size_t i = 0; i < 256; i++) {
        sizes[i] = 1;
        sequences[i][0] = SR_ENCODING_BAD_BYTE;
        if (encoding->points[i] != SR_ENCODING_NO_POINT)
            sizes[i] = (uint8_t)sr_text_write_point(encoding->points[i], sequences[i]);
    }
    sr_decoded done = {0, 0};
    while (done.taken < bytes.size) {
        unsigned char byte = (unsigned char)bytes.data[done.taken];
        if (sizes[byte] > room - done.given)
            break;
        for (size_t i = 0; i < sizes[byte]; i++)
            out[done.given++] = sequences[byte][i];
        done.taken++;
    }
    return done;
}

static uint32_t read_unit(const unsigned char *bytes, size_t size, bool is_big)
{
    uint32_t unit = 0;
    for (size_t i = 0; i < size; i++)
        unit = unit << 8 | bytes[is_big ? i : size - 1 - i];
    return unit;
}

static bool is_surrogate(uint32_t point)
{
    return point >= 0xD800 && point <= 0xDFFF;
}

/* One character of UTF-16 or UTF-32 from its first bytes, of which `size` are there: how many it takes, 0 when it is cut off. */
static size_t read_character(const sr_encoding *encoding, const unsigned char *bytes, size_t size, uint32_t *point)
{
    bool is_big = strcmp(encoding->name + strlen(encoding->name) - 2, "BE") == 0;
    size_t unit_size = encoding->form == SR_ENCODING_UTF16 ? 2 : 4;
    if (size < unit_size)
        return 0;
    *point = read_unit(bytes, unit_size, is_big);
    if (unit_size == 4 || *point < 0xD800 || *point > 0xDBFF)
        return unit_size;
    if (size < 2 * unit_size)
        return 0;
    uint32_t low = read_unit(bytes + unit_size, unit_size, is_big);
    if (low < 0xDC00 || low > 0xDFFF)
        return unit_size;   // half a pair: a surrogate alone
    *point = 0x10000 + ((*point - 0xD800) << 10) + (low - 0xDC00);
    return 2 * unit_size;
}

/* A unit that is no character becomes one bad byte, and so do bytes left over at the end. */
static sr_decoded decode_units(const sr_encoding *encoding, sr_text bytes, bool is_last, char *out, size_t room)
{
    sr_decoded done = {0, 0};
    while (done.taken < bytes.size && room - done.given >= UTF8_BYTES_MAX) {
        uint32_t point = 0xD800;
        size_t left = bytes.size - done.taken;
        size_t size = read_character(encoding, (const unsigned char *)bytes.data + done.taken, left, &point);
        if (size == 0 && !is_last)
            break;
        if (size == 0)
            size = left;
        if (is_surrogate(point) || point > 0x10FFFF)
            out[done.given++] = SR_ENCODING_BAD_BYTE;
        else
            done.given += sr_text_write_point(point, out + done.given);
        done.taken += size;
    }
    return done;
}

sr_decoded sr_encoding_decode(const sr_encoding *encoding, sr_text bytes, bool is_last, char *out, size_t room)
{
    switch (encoding->form) {
    case SR_ENCODING_BYTE:
        return decode_bytes(encoding, bytes, out, room);
    case SR_ENCODING_UTF16:
    case SR_ENCODING_UTF32:
        return decode_units(encoding, bytes, is_last, out, room);
    case SR_ENCODING_UTF8:
        break;
    }
    size_t size = bytes.size < room ? bytes.size : room;
    if (size > 0)
        memcpy(out, bytes.data, size);
    return (sr_decoded){size, size};
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
