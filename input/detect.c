#include "input/detect.h"

#include <string.h>

#include "input/spans.h"

#define GUESS_COUNT 3

static bool has_encoding(sr_text bytes, const sr_encoding *encoding)
{
    for (size_t i = 0; i < bytes.size; i++)
        if (encoding->points[(unsigned char)bytes.data[i]] == SR_ENCODING_NO_POINT)
            return false;
    return true;
}

/* UTF-16 or UTF-32 without a mark: in text of our letters most characters are below U+0100, so zeros stand at fixed places. NULL: neither. */
static const char *find_wide(sr_text bytes)
{
    static const struct {
        const char *name;
        size_t unit;
        size_t low;             // where in the unit the byte of the letter stands
    } FORMS[] = {{"UTF-32LE", 4, 0}, {"UTF-32BE", 4, 3}, {"UTF-16LE", 2, 0}, {"UTF-16BE", 2, 1}};
    size_t nuls[4] = {0, 0, 0, 0};
    size_t quarter = bytes.size / 4;
    for (size_t i = 0; i < quarter * 4; i++)
        nuls[i % 4] += bytes.data[i] == '\0';
    for (size_t i = 0; quarter >= 2 && i < sizeof(FORMS) / sizeof(FORMS[0]); i++) {
        bool fits = true;
        for (size_t j = 0; j < 4; j++)
            fits = fits && (j % FORMS[i].unit == FORMS[i].low ? nuls[j] <= quarter / 4 : nuls[j] >= quarter - quarter / 4);
        if (fits)
            return FORMS[i].name;
    }
    return NULL;
}

/* Without a character that the end of the sample cuts. */
static sr_text trim_cut(sr_text bytes)
{
    size_t size = bytes.size;
    for (size_t back = 1; back <= 3 && back <= size; back++) {
        unsigned char byte = (unsigned char)bytes.data[size - back];
        if (byte >= 0xC0)
            return sr_text_slice(bytes, 0, size - back);
        if (byte < 0x80)
            break;
    }
    return bytes;
}

/* A UTF-8 file with a few damaged bytes is still UTF-8: its other characters beyond ASCII are well formed. */
static bool is_mostly_utf8(sr_text bytes)
{
    size_t bad = 0;
    size_t good = 0;
    size_t at = 0;
    while (at < bytes.size) {
        sr_text rest = sr_text_slice(bytes, at, bytes.size);
        size_t invalid = sr_text_find_invalid(rest);
        size_t valid = invalid == SIZE_MAX ? rest.size : invalid;
        for (size_t i = 0; i < valid; i++)
            good += (unsigned char)rest.data[i] >= 0xC2;
        bad += invalid != SIZE_MAX;
        at += valid + 1;
    }
    return bad == 0 || good > bad;
}

/* No text of one byte a character has nothing but well-formed UTF-8 where it leaves ASCII. */
static bool is_surely_utf8(sr_text bytes)
{
    size_t beyond = 0;
    for (size_t i = 0; i < bytes.size; i++)
        beyond += (unsigned char)bytes.data[i] >= 0x80;
    return beyond > 0 && sr_text_find_invalid(bytes) == SIZE_MAX;
}

static bool use(const char *name, sr_detected_encoding *detected, sr_error *err)
{
    return sr_encoding_find(sr_text_from(name), &detected->encoding, err);
}

/* What there is to lose with a wrong guess. */
static bool compare(sr_text bytes, const char *rival, sr_detected_encoding *detected, sr_error *err)
{
    sr_encoding other;
    if (!sr_encoding_find(sr_text_from(rival), &other, err))
        return false;
    detected->rival = rival;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        detected->beyond_ascii += byte >= 0x80;
        detected->differing += other.points[byte] != detected->encoding.points[byte];
    }
    return true;
}

static bool guess(sr_text bytes, bool is_whole, sr_detected_encoding *detected, sr_error *err)
{
    static const char *const GUESSES[GUESS_COUNT] = {"Windows-1257", "Windows-1252", "ISO-8859-1"};
    const char *wide = find_wide(bytes);
    detected->is_guess = true;
    if (wide != NULL)
        return use(wide, detected, err);
    if (is_mostly_utf8(is_whole ? bytes : trim_cut(bytes))) {
        detected->is_guess = false;
        return use("UTF-8", detected, err);
    }
    size_t chosen = 0;
    while (use(GUESSES[chosen], detected, err) && !has_encoding(bytes, &detected->encoding) && chosen + 1 < GUESS_COUNT)
        chosen++;
    return err->code == SR_OK && compare(bytes, GUESSES[chosen == 0 ? 1 : 0], detected, err);
}

/* UTF-16 alone leaves the order of its bytes to the mark. */
static bool fits_mark(sr_text declared, const char *declared_name, const char *marked)
{
    if (strcmp(declared_name, marked) == 0)
        return true;
    bool is_open = sr_text_is_same_letters(declared, SR_TEXT("UTF-16")) || sr_text_is_same_letters(declared, SR_TEXT("UTF-32"));
    return is_open && strncmp(declared_name, marked, 6) == 0;
}

bool sr_detect_encoding(const char *path, sr_text bytes, bool is_whole, sr_text declared, sr_detected_encoding *detected,
                        sr_error *err)
{
    sr_detected_encoding found = {.is_guess = false};
    const char *marked = sr_encoding_find_mark(bytes, &found.mark_size);
    if (declared.size > 0) {
        if (!sr_encoding_find(declared, &found.encoding, err))
            return false;
        if (marked != NULL && !fits_mark(declared, found.encoding.name, marked))
            return sr_fail_at(err, SR_BAD_DATA, (sr_where){path, 1, 1},
                              "begins with the byte order mark of %s, expected %s as declared; declare `encoding: %s`", marked,
                              found.encoding.name, marked);
    }
    found.is_doubtful = declared.size > 0 && found.encoding.form == SR_ENCODING_BYTE && is_surely_utf8(is_whole ? bytes : trim_cut(bytes));
    if (marked != NULL ? !use(marked, &found, err) : declared.size == 0 && !guess(bytes, is_whole, &found, err))
        return false;
    *detected = found;
    return true;
}

const char *sr_detect_packed(sr_text bytes)
{
    static const struct {
        sr_text front;
        const char *what;
    } FRONTS[] = {
        {{"\x1F\x8B", 2}, "a gzip archive"},
        {{"\x28\xB5\x2F\xFD", 4}, "a zstd archive"},
        {{"BZh9", 4}, "a bzip2 archive"},
        {{"PK\x03\x04", 4}, "a ZIP archive or a workbook"},
        {{"\xD0\xCF\x11\xE0", 4}, "an old workbook"},
        {{"%PDF-", 5}, "a PDF document"},
    };
    for (size_t i = 0; i < sizeof(FRONTS) / sizeof(FRONTS[0]); i++)
        if (sr_text_has_prefix(bytes, FRONTS[i].front))
            return FRONTS[i].what;
    return NULL;
}

size_t sr_detect_sep_line(sr_text text, char *delimiter)
{
    if (text.size < 5 || !sr_text_is_same_letters(sr_text_slice(text, 0, 4), SR_TEXT("sep=")))
        return 0;
    bool is_line = text.size == 5 || text.data[5] == '\r' || text.data[5] == '\n';
    if (!is_line || text.data[4] == '\r' || text.data[4] == '\n')
        return 0;
    *delimiter = text.data[4];
    return sr_span_skip_line(text, true, 0);
}
