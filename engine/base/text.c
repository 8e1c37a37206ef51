#include "engine/base/text.h"

#include <assert.h>
#include <string.h>

#define DISTANCE_BYTES_MAX 255
#define SHAPE_CHARACTERS_MAX 40
#define BEGUN_SIZE_MIN 3        // bytes of a word that may stand for a longer one

sr_text sr_text_from(const char *nul_ended)
{
    return nul_ended == NULL ? SR_TEXT_NONE : (sr_text){nul_ended, strlen(nul_ended)};
}

bool sr_text_is(sr_text a, sr_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static char to_small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool sr_text_is_same_letters(sr_text a, sr_text b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (to_small(a.data[i]) != to_small(b.data[i]))
            return false;
    return true;
}

int sr_text_compare(sr_text a, sr_text b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
    if (order != 0)
        return order;
    return (a.size > b.size) - (a.size < b.size);
}

bool sr_text_has_prefix(sr_text text, sr_text prefix)
{
    return text.size >= prefix.size && sr_text_is((sr_text){text.data, prefix.size}, prefix);
}

bool sr_text_has_suffix(sr_text text, sr_text suffix)
{
    if (text.size < suffix.size)
        return false;
    return suffix.size == 0 || sr_text_is((sr_text){text.data + text.size - suffix.size, suffix.size}, suffix);
}

sr_text sr_text_trim(sr_text text)
{
    static const sr_text blanks[] = {
        {" ", 1}, {"\t", 1}, {"\xC2\xA0", 2}, {"\xE2\x80\xAF", 3}, {"\xEF\xBB\xBF", 3},
    };
    size_t blank_count = sizeof(blanks) / sizeof(blanks[0]);
    for (size_t i = 0; i < blank_count; i++) {
        if (sr_text_has_prefix(text, blanks[i])) {
            text = (sr_text){text.data + blanks[i].size, text.size - blanks[i].size};
            i = SIZE_MAX;   // look again from the first blank
        } else if (sr_text_has_suffix(text, blanks[i])) {
            text.size -= blanks[i].size;
            i = SIZE_MAX;
        }
    }
    return text;
}

sr_text sr_text_slice(sr_text text, size_t first, size_t size)
{
    if (first >= text.size)
        return SR_TEXT_NONE;
    size_t rest = text.size - first;
    return (sr_text){text.data + first, size < rest ? size : rest};
}

size_t sr_text_find(sr_text text, sr_text part)
{
    if (part.size == 0)
        return 0;
    for (size_t i = 0; i + part.size <= text.size; i++) {
        const char *found = memchr(text.data + i, part.data[0], text.size - part.size - i + 1);
        if (found == NULL)
            return SIZE_MAX;
        i = (size_t)(found - text.data);
        if (memcmp(found, part.data, part.size) == 0)
            return i;
    }
    return SIZE_MAX;
}

/* Bytes of the character at the front of a text, 0 when it is not valid. RFC 3629, section 4. */
static size_t get_character_size(const unsigned char *bytes, size_t size)
{
    unsigned char lead = bytes[0];
    if (lead < 0x80)
        return 1;
    size_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    if (length == 0 || length > size)
        return 0;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;   // no overlong forms
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;  // no surrogates, nothing past U+10FFFF
    if (bytes[1] < low || bytes[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

size_t sr_text_find_invalid(sr_text text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    for (size_t i = 0; i < text.size;) {
        size_t length = get_character_size(bytes + i, text.size - i);
        if (length == 0)
            return i;
        i += length;
    }
    return SIZE_MAX;
}

size_t sr_text_find_control(sr_text text)
{
    uint32_t point;
    for (size_t at = 0, next; at < text.size; at = next) {
        next = at;
        if (!sr_text_next_point(text, &next, &point))
            next++;
        else if (point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029)
            return at;
    }
    return SIZE_MAX;
}

bool sr_text_has_byte(sr_text text, char byte)
{
    return text.size > 0 && memchr(text.data, byte, text.size) != NULL;
}

size_t sr_text_count_digits(sr_text text, size_t first)
{
    size_t at = first;
    while (at < text.size && text.data[at] >= '0' && text.data[at] <= '9')
        at++;
    return at - first;
}

size_t sr_text_count_points(sr_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

size_t sr_text_write_point(uint32_t point, char *out)
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
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

bool sr_text_next_point(sr_text text, size_t *index, uint32_t *point)
{
    assert(*index < text.size);
    const unsigned char *bytes = (const unsigned char *)text.data + *index;
    size_t length = get_character_size(bytes, text.size - *index);
    if (length == 0)
        return false;
    uint32_t value = length == 1 ? bytes[0] : bytes[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++)
        value = value << 6 | (bytes[i] & 0x3Fu);
    *point = value;
    *index += length;
    return true;
}

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

static bool is_same_byte(char a, char b, bool is_any_case)
{
    return a == b || (is_any_case && to_small(a) == to_small(b));
}

/* Optimal string alignment: Wagner and Fischer (1974), where two neighbours that changed places are one mistake, as Damerau
 * (1964) found them to be the most frequent after a single wrong letter. Three rows at a time. */
static size_t get_distance(sr_text a, sr_text b, size_t limit, bool is_any_case)
{
    size_t longer = a.size > b.size ? a.size : b.size;
    size_t shorter = a.size < b.size ? a.size : b.size;
    if (longer - shorter > limit)
        return limit + 1;
    if (longer > DISTANCE_BYTES_MAX)
        return sr_text_is(a, b) ? 0 : limit + 1;
    size_t rows[3][DISTANCE_BYTES_MAX + 1];
    for (size_t j = 0; j <= b.size; j++)
        rows[0][j] = j;
    size_t least_above = 0;
    for (size_t i = 1; i <= a.size; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        size_t least = row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            row[j] = min3(above[j] + 1, row[j - 1] + 1, above[j - 1] + !is_same_byte(a.data[i - 1], b.data[j - 1], is_any_case));
            bool is_swapped = i > 1 && j > 1 && is_same_byte(a.data[i - 1], b.data[j - 2], is_any_case)
                              && is_same_byte(a.data[i - 2], b.data[j - 1], is_any_case);
            if (is_swapped && two_above[j - 2] + 1 < row[j])
                row[j] = two_above[j - 2] + 1;
            least = row[j] < least ? row[j] : least;
        }
        if (least > limit && least_above > limit)
            return limit + 1;
        least_above = least;
    }
    size_t distance = rows[a.size % 3][b.size];
    return distance <= limit ? distance : limit + 1;
}

size_t sr_text_distance(sr_text a, sr_text b, size_t limit)
{
    assert(limit < SIZE_MAX);
    return get_distance(a, b, limit, false);
}

/* The one candidate that begins with the word; SR_TEXT_NONE when there are several. */
static sr_text find_begun(sr_text word, const sr_text *candidates, size_t count)
{
    sr_text found = SR_TEXT_NONE;
    for (size_t i = 0; i < count && word.size >= BEGUN_SIZE_MIN; i++) {
        if (!sr_text_is_same_letters(sr_text_slice(candidates[i], 0, word.size), word))
            continue;
        if (found.size > 0)
            return SR_TEXT_NONE;
        found = candidates[i];
    }
    return found;
}

sr_text sr_text_find_nearest(sr_text word, const sr_text *candidates, size_t count)
{
    sr_text nearest = SR_TEXT_NONE;
    size_t nearest_distance = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t limit = (word.size > candidates[i].size ? word.size : candidates[i].size) / 3;
        size_t distance = get_distance(word, candidates[i], limit, true);
        if (distance <= limit && distance < nearest_distance) {
            nearest = candidates[i];
            nearest_distance = distance;
        }
    }
    return nearest.size > 0 ? nearest : find_begun(word, candidates, count);
}

bool sr_text_copy(sr_text text, sr_arena *arena, sr_text *copy)
{
    char *data = sr_arena_copy(arena, text.data, text.size);
    if (data == NULL)
        return false;
    *copy = (sr_text){data, text.size};
    return true;
}

/* Eight bytes at a time, each mixed by a multiplication; the end as in MurmurHash3's finalizer (Appleby, public domain). */
uint64_t sr_text_hash(sr_text text)
{
    uint64_t hash = 0x9E3779B97F4A7C15u ^ text.size;
    size_t i = 0;
    while (i < text.size) {
        uint64_t word = 0;
        size_t size = text.size - i < sizeof(word) ? text.size - i : sizeof(word);
        memcpy(&word, text.data + i, size);
        hash = (hash ^ word) * 0xFF51AFD7ED558CCDu;
        hash ^= hash >> 32;
        i += size;
    }
    hash ^= hash >> 33;
    hash *= 0xC4CEB9FE1A85EC53u;
    return hash ^ hash >> 33;
}

/* Blanks, dashes, quotes and currency signs show the form and say nothing; all else beyond ASCII counts as a letter, and so do
 * digits above and below the line (U+2070 to U+209F). */
static bool is_kept_in_shape(const unsigned char *bytes, size_t length)
{
    if (length == 2)
        return bytes[0] == 0xC2 && bytes[1] == 0xA0;
    if (length != 3 || bytes[0] != 0xE2)
        return false;
    return bytes[1] == 0x80 || (bytes[1] == 0x81 && bytes[2] < 0xB0) || (bytes[1] == 0x82 && bytes[2] >= 0xA0);
}

void sr_text_write_shape(sr_text text, char *out, size_t size)
{
    assert(size > 0);
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t used = 0;
    size_t characters = 0;
    for (size_t i = 0; i < text.size && characters < SHAPE_CHARACTERS_MAX; characters++) {
        size_t length = get_character_size(bytes + i, text.size - i);
        size_t out_length = 1;
        unsigned char c = bytes[i];
        if (length > 1 && is_kept_in_shape(bytes + i, length))
            out_length = length;
        else if (length > 1 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            c = 'a';
        else if (c >= '0' && c <= '9')
            c = '9';
        else if (length == 0 || c < ' ' || c == 0x7F)
            c = '?';
        if (used + out_length + 1 > size)
            break;
        if (out_length > 1)
            memcpy(out + used, bytes + i, out_length);
        else
            out[used] = (char)c;
        used += out_length;
        i += length == 0 ? 1 : length;
    }
    out[used] = '\0';
}
