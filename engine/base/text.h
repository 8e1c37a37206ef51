/*
 * A slice of bytes that somebody else owns: pointer and length, not ended by NUL.
 *
 * Text inside seire is UTF-8; what comes from outside is checked at the door with sr_text_find_invalid.
 */
#ifndef SR_ENGINE_BASE_TEXT_H
#define SR_ENGINE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"

typedef struct sr_text {
    const char *data;   // NULL only when size is 0
    size_t size;        // bytes
} sr_text;

#define SR_TEXT(literal) ((sr_text){(literal), sizeof(literal) - 1})
#define SR_TEXT_STATIC(literal) {(literal), sizeof(literal) - 1}     // the same as an initializer of a static
#define SR_TEXT_NONE ((sr_text){NULL, 0})
#define SR_TEXT_ARG(text) (int)(text).size, ((text).data != NULL ? (text).data : "")    // for %.*s

typedef void (*sr_text_sink)(void *out, sr_text piece);     // takes a text piece by piece

sr_text sr_text_from(const char *nul_ended);    // NULL gives the empty text
bool sr_text_is(sr_text a, sr_text b);          // the same bytes
bool sr_text_is_same_letters(sr_text a, sr_text b);     // the same without regard to ASCII case
int sr_text_compare(sr_text a, sr_text b);      // by bytes, which is by code point in UTF-8
bool sr_text_has_prefix(sr_text text, sr_text prefix);
bool sr_text_has_suffix(sr_text text, sr_text suffix);
sr_text sr_text_trim(sr_text text);             // without blanks (space, tab, NBSP, U+202F, U+FEFF) at both ends
sr_text sr_text_slice(sr_text text, size_t first, size_t size);  // clamped to the text

/* Byte index of the first occurrence, or SIZE_MAX. */
size_t sr_text_find(sr_text text, sr_text part);

/* Byte index of the first byte that is not valid UTF-8 (RFC 3629: no surrogates, no overlong forms), or SIZE_MAX. */
size_t sr_text_find_invalid(sr_text text);

/* Byte index of the first character that ends a line or moves a cursor, or SIZE_MAX: C0, DEL, C1, U+2028, U+2029. */
size_t sr_text_find_control(sr_text text);

bool sr_text_has_byte(sr_text text, char byte);

/* How many decimal digits (of ASCII) stand in a row from byte `first` on; none behind the end. */
size_t sr_text_count_digits(sr_text text, size_t first);

/* How many code points; the text is valid UTF-8. */
size_t sr_text_count_points(sr_text text);

/* The code point at byte *index, which moves behind it; false at a byte that is not valid UTF-8: nothing moves.
 * *index < text.size. */
bool sr_text_next_point(sr_text text, size_t *index, uint32_t *point);

/* A code point as UTF-8, at most four bytes; gives how many. The point is one of Unicode and no surrogate. */
size_t sr_text_write_point(uint32_t point, char *out);

/* How many bytes were added, left out or mistaken, or stand in each other's place, at most `limit` + 1; for "did you mean".
 * Texts over 255 bytes are the same or far apart. */
size_t sr_text_distance(sr_text a, sr_text b, size_t limit);

/* The candidate nearest to `word` (without regard to ASCII case), or SR_TEXT_NONE when none is near enough
 * to be what was meant: a distance of at most a third of the longer word, else the only one that begins with it (from 3 bytes on). */
sr_text sr_text_find_nearest(sr_text word, const sr_text *candidates, size_t count);

/* A copy that lives as long as the arena and is ended by NUL; false when there is no memory. */
SR_MUST_USE bool sr_text_copy(sr_text text, sr_arena *arena, sr_text *copy);

uint64_t sr_text_hash(sr_text text);            // for tables in memory only, not for secrets

/*
 * The shape of a value whose clear form must not be seen: digits become 9, letters a, other
 * characters stay; at most 40 characters.  `37605030299` -> `99999999999`, `Mari Maasikas` -> `aaaa aaaaaaaa`.
 * What could break a line or is not UTF-8 becomes a question mark.
 * Writes at most `size` bytes, NUL included.
 */
void sr_text_write_shape(sr_text text, char *out, size_t size);

#endif
