/*
 * How numbers, dates and words look to a reader: Estonian or English.
 *
 * A locale is a value that is passed along; the locale of the process is never touched and no system locale is needed.
 * Once open it is only read: safe from any thread. The only home of ICU, which knows letters, their order and
 * their cases.
 */
#ifndef SR_ENGINE_BASE_LOCALE_H
#define SR_ENGINE_BASE_LOCALE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/base/number.h"

typedef enum sr_language { SR_ET, SR_EN, SR_LANGUAGE_COUNT } sr_language;

typedef struct sr_locale sr_locale;

SR_MUST_USE bool sr_locale_open(sr_language language, sr_locale **locale, sr_error *err);
void sr_locale_close(sr_locale *locale);    // NULL is allowed
sr_language sr_locale_get_language(const sr_locale *locale);

const char *sr_language_get_tag(sr_language language);                  // "et", "en"
bool sr_language_find(sr_text tag, sr_language *language);

/*
 * Each writes at most `size` bytes, NUL included, and returns the length without it; 64 bytes are enough for all but
 * huge reals. A number that does not fit is written as ####, never cut.
 */

/* Exact decimal with `digits` after the mark, rounded half away from zero, groups of three: "1 234,50" (NBSP), "1,234.50". */
size_t sr_locale_write_decimal(const sr_locale *locale, sr_int128 value, uint8_t scale, uint8_t digits,
                               char *out, size_t size);
/* A finite double in the same way, rounded from its shortest digits (0.285 to 0.29); U+2212 is the minus sign in both languages. */
size_t sr_locale_write_real(const sr_locale *locale, double value, uint8_t digits, char *out, size_t size);
/* A share 0 to 1 as per cent: "84,1%" and "84.1%", as the language's rules want it (Estonian: no space before %). */
size_t sr_locale_write_share(const sr_locale *locale, double share, uint8_t digits, char *out, size_t size);

size_t sr_locale_write_date(const sr_locale *locale, sr_day day, char *out, size_t size);   // 02.11.2026 | 2 November 2026
size_t sr_locale_write_month(const sr_locale *locale, sr_day day, char *out, size_t size);  // oktoober 2026 | October 2026
size_t sr_locale_write_month_short(const sr_locale *locale, sr_day day, char *out, size_t size); // okt 26 | Oct 26

/* Order of two texts in the language's alphabet: r s š z ž t u v w õ ä ö ü x y. */
int sr_locale_compare(const sr_locale *locale, sr_text a, sr_text b);

/* All letters in one case, for comparing names without case: by Unicode's simple case folding, the same in both
 * languages. False when there is no memory. */
SR_MUST_USE bool sr_locale_fold(sr_text text, sr_arena *arena, sr_text *folded);

/* Small and capital letters of any script, character by character (`ß` stays). False when there is no memory. */
SR_MUST_USE bool sr_locale_lower(sr_text text, sr_arena *arena, sr_text *lower);
SR_MUST_USE bool sr_locale_upper(sr_text text, sr_arena *arena, sr_text *upper);

/* The same letters without regard to case, in any script: no memory, no failure. */
bool sr_locale_is_same_letters(sr_text a, sr_text b);
bool sr_locale_is_one_of(sr_text text, const sr_text *words, size_t count);    // the same letters as one of these

/* What a character of any script is, for those who look for numbers and names in a text. */
typedef enum sr_character_kind {
    SR_CHARACTER_OTHER,         // a sign; a byte that is not UTF-8
    SR_CHARACTER_DIGIT,         // full-width and other scripts' digits too
    SR_CHARACTER_LETTER,
    SR_CHARACTER_CAPITAL,
    SR_CHARACTER_BLANK,         // of any width, tabs and line ends
    SR_CHARACTER_DASH,          // hyphens and minus signs
    SR_CHARACTER_INVISIBLE      // zero-width marks, soft hyphens, accents that stand alone, control characters
} sr_character_kind;

typedef struct sr_character {
    sr_character_kind kind;
    uint32_t point;             // of Unicode; 0xFFFD for a byte that is not UTF-8
    char digit;                 // '0' to '9' of a digit
    size_t size;                // bytes
} sr_character;

sr_character sr_locale_read_character(sr_text text, size_t at);     // at < text.size

#endif
