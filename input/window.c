/*
 * raw holds bytes of the file that are not decoded yet, data the decoded text. data lives in an arena of its own that is changed
 * for a larger one when the window grows, so that the smaller ones do not stay.
 */
#include "input/window.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "input/detect.h"
#include "input/spans.h"

/* A search that goes on where the last one stopped: everything before `known` was looked at. */
typedef struct search {
    size_t at;                  // what was found last, or SIZE_MAX
    size_t known;
} search;

struct sr_window {
    const char *path;
    sr_bytes *bytes;
    sr_findings *findings;      // of the opening: where a guess is told, whenever it is made
    sr_encoding encoding;
    bool is_guess;
    size_t mark_size;
    bool is_open;               // ASCII so far: the encoding is settled by the first other byte
    char *raw;
    size_t raw_capacity;
    size_t raw_first;
    size_t raw_size;
    bool is_raw_at_end;
    sr_arena *data_arena;
    char *data;
    size_t capacity;
    size_t capacity_max; // holds the longest record and what stands behind it
    size_t size;
    search nul;
    search invalid;
};

/* --- memory --- */

static bool make_room(sr_window *window, size_t capacity, sr_error *err)
{
    sr_arena *arena = sr_arena_new();
    char *data = arena == NULL ? NULL : sr_arena_alloc(arena, capacity, 1);
    if (data == NULL) {
        sr_arena_free(arena);
        return sr_fail_memory(err);
    }
    if (window->size > 0)
        memcpy(data, window->data, window->size);
    sr_arena_free(window->data_arena);
    window->data_arena = arena;
    window->data = data;
    window->capacity = capacity;
    return true;
}

static bool grow(sr_window *window, sr_error *err)
{
    if (window->size <= window->capacity / 2 || window->capacity >= window->capacity_max)
        return true;
    size_t capacity = window->capacity * 2;
    return make_room(window, capacity > window->capacity_max ? window->capacity_max : capacity, err);
}

/* A small file needs small buffers; one byte more shows its end. */
static size_t fit(const sr_window *window, size_t usual)
{
    uint64_t size = sr_bytes_get_size_hint(window->bytes);
    return size < usual - SR_ENCODING_CHARACTER_MAX ? (size_t)size + SR_ENCODING_CHARACTER_MAX : usual;
}

/* --- bytes --- */

static bool refill_raw(sr_window *window, sr_error *err)
{
    size_t got;
    if (window->raw_size > 0)
        memmove(window->raw, window->raw + window->raw_first, window->raw_size);
    window->raw_first = 0;
    size_t room = window->raw_capacity - window->raw_size;
    if (!sr_bytes_read(window->bytes, window->raw + window->raw_size, room, &got, err))
        return false;
    window->raw_size += got;
    window->is_raw_at_end = got < room;
    return true;
}

static sr_text get_raw(const sr_window *window)
{
    return (sr_text){window->raw + window->raw_first, window->raw_size};
}

/* --- encoding --- */

static bool is_ascii(sr_text bytes)
{
    unsigned char all = 0;
    for (size_t i = 0; i < bytes.size; i++)
        all |= (unsigned char)bytes.data[i];
    return all < 0x80;
}

static bool say_guess(const sr_window *window, const sr_detected_encoding *detected, sr_error *err)
{
    char doubt[96] = "";
    if (!detected->is_guess)
        return true;
    if (detected->rival != NULL && detected->differing == 0)
        snprintf(doubt, sizeof(doubt), "; %s would read the same letters", detected->rival);
    else if (detected->rival != NULL)
        snprintf(doubt, sizeof(doubt), "; %s would read %zu of %zu letters otherwise", detected->rival, detected->differing,
                 detected->beyond_ascii);
    return sr_findings_addf(window->findings, SR_NOTE, "encoding.guess", (sr_where){window->path, 0, 0}, NULL, NULL,
                            "if letters look wrong, declare it: `encoding:` in the data set, --encoding at the prompt", err,
                            "the bytes are not UTF-8, read by guess as %s%s", detected->encoding.name, doubt);
}

static bool say_doubt(const sr_window *window, const char *declared, sr_error *err)
{
    return sr_findings_addf(window->findings, SR_CAUTION, "encoding.doubt", (sr_where){window->path, 0, 0}, NULL, NULL,
                            "if letters look wrong, declare `encoding: UTF-8` in the data set, --encoding UTF-8 at the prompt", err,
                            "the bytes are well-formed UTF-8, read as %s as declared", declared);
}

static bool settle(sr_window *window, sr_text declared, sr_error *err)
{
    sr_detected_encoding detected;
    if (!sr_detect_encoding(window->path, get_raw(window), window->is_raw_at_end, declared, &detected, err)
        || (declared.size == 0 && !say_guess(window, &detected, err))
        || (detected.is_doubtful && !say_doubt(window, detected.encoding.name, err)))
        return false;
    window->encoding = detected.encoding;
    window->is_guess = detected.is_guess;
    window->is_open = declared.size == 0 && detected.mark_size == 0 && detected.encoding.form == SR_ENCODING_UTF8
                   && is_ascii(get_raw(window));
    window->mark_size += detected.mark_size;
    return true;
}

/* --- text --- */

static void shift(search *s, size_t first)
{
    s->at = s->at == SIZE_MAX || s->at < first ? SIZE_MAX : s->at - first;
    s->known = s->known > first ? s->known - first : 0;
}

static void forget(sr_window *window, size_t first)
{
    window->size -= first;
    if (window->size > 0 && first > 0)
        memmove(window->data, window->data + first, window->size);
    shift(&window->nul, first);
    shift(&window->invalid, first);
}

static bool add(sr_window *window, sr_error *err)
{
    if (window->raw_size < SR_ENCODING_CHARACTER_MAX && !window->is_raw_at_end && !refill_raw(window, err))
        return false;
    if (window->is_open && !is_ascii(get_raw(window)) && !settle(window, SR_TEXT_NONE, err))
        return false;
    sr_decoded done = sr_encoding_decode(&window->encoding, get_raw(window), window->is_raw_at_end, window->data + window->size,
                                         window->capacity - window->size);
    window->raw_first += done.taken;
    window->raw_size -= done.taken;
    window->size += done.given;
    return true;
}

bool sr_window_is_last(const sr_window *window)
{
    return window->is_raw_at_end && window->raw_size == 0;
}

bool sr_window_fill(sr_window *window, size_t first, sr_error *err)
{
    forget(window, first);
    if (!grow(window, err))
        return false;
    size_t before = window->size;
    while (window->size == before && !sr_window_is_last(window) && window->capacity - window->size >= SR_ENCODING_CHARACTER_MAX)
        if (!add(window, err))
            return false;
    return true;
}

sr_text sr_window_get_text(const sr_window *window)
{
    return (sr_text){window->data, window->size};
}

/* --- opening and closing --- */

static bool refuse_packed(const sr_window *window, sr_error *err)
{
    const char *packed = sr_detect_packed(get_raw(window));
    return packed == NULL
        || sr_fail_at(err, SR_BAD_DATA, (sr_where){window->path, 0, 0}, "is %s, expected a text file; unpack it or save it as CSV",
                      packed);
}

/* How many bytes of UTF-8 a byte of the file can become, rounded up: the first piece must find room as a whole. */
static size_t get_growth(const sr_window *window)
{
    return window->encoding.form == SR_ENCODING_BYTE ? 3 : 2;
}

static bool start(sr_window *window, sr_dialect *dialect, sr_arena *arena, sr_error *err)
{
    assert(dialect->limits.piece_bytes == 0 || dialect->limits.piece_bytes >= SR_PIECE_BYTES_MIN);
    if (!sr_bytes_open(window->path, dialect, arena, &window->bytes, err))
        return false;
    size_t piece = dialect->limits.piece_bytes > 0 ? dialect->limits.piece_bytes : SR_DETECT_SAMPLE_BYTES;
    size_t record = dialect->limits.record_bytes > 0 ? dialect->limits.record_bytes : SR_RECORD_BYTES_MAX;
    window->capacity_max = record + record / 8 + SR_SPAN_LOOK_AHEAD + SR_ENCODING_CHARACTER_MAX;
    window->raw_capacity = fit(window, piece);
    window->raw = sr_arena_alloc(arena, window->raw_capacity, 1);
    if (window->raw == NULL)
        return sr_fail_memory(err);
    if (!refill_raw(window, err) || !refuse_packed(window, err) || !settle(window, dialect->encoding, err)
        || !make_room(window, window->raw_capacity * get_growth(window), err))
        return false;
    window->raw_first = window->mark_size;
    window->raw_size -= window->mark_size;
    if (!sr_text_copy(sr_text_from(window->encoding.name), arena, &dialect->encoding))
        return sr_fail_memory(err);
    dialect->has_bom = window->mark_size > 0;
    return sr_window_fill(window, 0, err);
}

bool sr_window_open(const char *path, sr_dialect *dialect, sr_arena *arena, sr_window **window, sr_findings *findings, sr_error *err)
{
    sr_window *opened = sr_arena_alloc(arena, 1, sizeof(*opened));
    if (opened == NULL)
        return sr_fail_memory(err);
    opened->path = path;
    opened->findings = findings;
    opened->nul.at = opened->invalid.at = SIZE_MAX;
    if (!start(opened, dialect, arena, err)) {
        sr_window_close(opened);
        return false;
    }
    *window = opened;
    return true;
}

void sr_window_close(sr_window *window)
{
    if (window == NULL)
        return;
    sr_bytes_close(window->bytes);
    sr_arena_free(window->data_arena);
    window->bytes = NULL;
    window->data_arena = NULL;
}

const sr_encoding *sr_window_get_encoding(const sr_window *window)
{
    return &window->encoding;
}

bool sr_window_is_guess(const sr_window *window)
{
    return window->is_guess;
}

size_t sr_window_get_mark_size(const sr_window *window)
{
    return window->mark_size;
}

sr_bytes_totals sr_window_get_totals(const sr_window *window)
{
    return sr_bytes_get_totals(window->bytes);
}

/* --- bad bytes --- */

size_t sr_window_find_nul(sr_window *window, size_t first)
{
    search *s = &window->nul;
    if (s->at != SIZE_MAX && s->at >= first)
        return s->at;
    size_t from = s->known > first ? s->known : first;
    const char *nul = from < window->size ? memchr(window->data + from, '\0', window->size - from) : NULL;
    s->at = nul == NULL ? SIZE_MAX : (size_t)(nul - window->data);
    s->known = nul == NULL ? window->size : s->at + 1;
    return s->at;
}

/* The bytes at the end could be the front of a character that goes on behind the window. */
static bool is_cut(const sr_window *window, size_t at)
{
    size_t left = window->size - at;
    unsigned char lead = (unsigned char)window->data[at];
    size_t size = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
    if (sr_window_is_last(window) || lead > 0xF4 || left >= size)
        return false;
    for (size_t i = 1; i < left; i++)
        if (((unsigned char)window->data[at + i] & 0xC0) != 0x80)
            return false;
    return true;
}

size_t sr_window_find_invalid(sr_window *window, size_t first)
{
    search *s = &window->invalid;
    if (s->at != SIZE_MAX && s->at >= first)
        return s->at;
    size_t from = s->known > first ? s->known : first;
    size_t found = from < window->size ? sr_text_find_invalid((sr_text){window->data + from, window->size - from}) : SIZE_MAX;
    s->at = found == SIZE_MAX ? SIZE_MAX : from + found;
    s->known = window->size;
    if (s->at != SIZE_MAX && is_cut(window, s->at)) {
        s->known = s->at;
        s->at = SIZE_MAX;
    } else if (s->at != SIZE_MAX) {
        s->known = s->at + 1;
    }
    return s->at;
}
