/*
 * Signs and names of months stand in a table here; a test compares them with ICU's. Loading them from ICU is not safe: without memory it
 * crashes, takes another language's ("October" in an Estonian report) or leaves them empty. ICU keeps the order of letters and their cases.
 * Numbers are written digit by digit: ICU would round a 128-bit decimal by way of a double.
 */
#include "engine/base/locale.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/uloc.h>
#include <unicode/utf8.h>

#define DIGITS_MAX 48       // of a 128-bit integer, or of the shortest writing of a double

#define MINUS "\xE2\x88\x92"
#define NBSP "\xC2\xA0"

/* How a language writes. The names are the same in a date and alone. */
typedef struct writing {
    const char *decimal_mark;
    const char *group_mark;
    const char *percent;        // behind the number
    const char *months[12];
    const char *months_short[12];
} writing;

static const writing writings[SR_LANGUAGE_COUNT] = {
    [SR_ET] = {
        ",", NBSP, "%",
        {"jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober", "november", "detsember"},
        {"jaan", "veebr", "märts", "apr", "mai", "juuni", "juuli", "aug", "sept", "okt", "nov", "dets"},
    },
    [SR_EN] = {
        ".", ",", "%",
        {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
        {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
    },
};

struct sr_locale {
    sr_arena *arena;        // the locale itself lives here
    sr_language language;
    const writing *writing;
    UCollator *collator;
};

static const char *const tags[SR_LANGUAGE_COUNT] = {"et", "en"};

const char *sr_language_get_tag(sr_language language)
{
    assert(language < SR_LANGUAGE_COUNT);
    return tags[language];
}

bool sr_language_find(sr_text tag, sr_language *language)
{
    for (int i = 0; i < SR_LANGUAGE_COUNT; i++) {
        if (sr_text_is(tag, sr_text_from(tags[i]))) {
            *language = (sr_language)i;
            return true;
        }
    }
    return false;
}

/*
 * ICU does not fail when it did not find the alphabet of a language: it takes another one's. `given` is the language of the one it took.
 * It wants a default language though it is told one; asking the environment for that, without memory it would wait for itself for ever.
 */
static UCollator *open_alphabet(const char *tag, UErrorCode *status)
{
    uloc_setDefault("en", status);
    UCollator *collator = ucol_open(tag, status);
    const char *given = U_SUCCESS(*status) ? ucol_getLocaleByType(collator, ULOC_VALID_LOCALE, status) : NULL;
    if (U_SUCCESS(*status) && (given == NULL || strcmp(given, tag) != 0))
        *status = U_MISSING_RESOURCE_ERROR;
    if (U_SUCCESS(*status))
        ucol_setAttribute(collator, UCOL_NORMALIZATION_MODE, UCOL_ON, status);
    if (U_SUCCESS(*status))
        return collator;
    ucol_close(collator);
    return NULL;
}

bool sr_locale_open(sr_language language, sr_locale **locale, sr_error *err)
{
    sr_arena *arena = sr_arena_new();
    sr_locale *made = arena == NULL ? NULL : sr_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL) {
        sr_arena_free(arena);
        return sr_fail_memory(err);
    }
    UErrorCode status = U_ZERO_ERROR;
    *made = (sr_locale){.arena = arena, .language = language, .writing = &writings[language]};
    made->collator = open_alphabet(sr_language_get_tag(language), &status);
    if (made->collator == NULL) {
        sr_locale_close(made);
        if (status == U_MEMORY_ALLOCATION_ERROR)
            return sr_fail_memory(err);
        return sr_fail(err, SR_INTERNAL, "the alphabet of the language '%s' could not be loaded; its data is missing or found no memory: %s",
                       sr_language_get_tag(language), u_errorName(status));
    }
    *locale = made;
    return true;
}

void sr_locale_close(sr_locale *locale)
{
    if (locale == NULL)
        return;
    ucol_close(locale->collator);
    sr_arena_free(locale->arena);
}

sr_language sr_locale_get_language(const sr_locale *locale)
{
    return locale->language;
}

/* Digits of a number; those left and right of what is kept are zeros. */
typedef struct digits {
    bool is_negative;
    int count;
    int point;      // how many of them stand before the decimal mark; may be negative or more than count
    unsigned char digit[DIGITS_MAX];
} digits;

/* Reads "-12.50" and "1.25e-7". */
static digits get_digits(const char *text)
{
    digits d = {.is_negative = text[0] == '-'};
    const char *c = text + d.is_negative;
    bool is_fraction = false;
    for (; *c != '\0' && *c != 'e'; c++) {
        if (*c == '.') {
            is_fraction = true;
            continue;
        }
        assert(d.count < DIGITS_MAX);
        d.digit[d.count++] = (unsigned char)(*c - '0');
        d.point += !is_fraction;
    }
    if (*c == 'e') {
        bool is_small = c[1] == '-';
        int exponent = 0;
        for (c += 2; *c != '\0'; c++)
            exponent = exponent * 10 + (*c - '0');
        d.point += is_small ? -exponent : exponent;
    }
    return d;
}

static int get_digit(const digits *d, int index)
{
    return index < 0 || index >= d->count ? 0 : d->digit[index];
}

/* Half away from zero: the first digit that goes decides. */
static void round_digits(digits *d, int after_point)
{
    int kept = d->point + after_point;
    if (kept >= d->count)
        return;
    bool is_up = kept >= 0 && get_digit(d, kept) >= 5;
    d->count = kept > 0 ? kept : 0;
    int i = d->count - 1;
    for (; is_up && i >= 0 && d->digit[i] == 9; i--)
        d->digit[i] = 0;
    if (is_up && i >= 0) {
        d->digit[i]++;
    } else if (is_up) {
        memmove(d->digit + 1, d->digit, (size_t)d->count);
        d->digit[0] = 1;
        d->count++;
        d->point++;
    }
}

static bool is_zero(const digits *d)
{
    for (int i = 0; i < d->count; i++)
        if (d->digit[i] != 0)
            return false;
    return true;
}

/* Bytes that end with NUL and never run over; `wanted` counts on. */
typedef struct sink {
    char *out;
    size_t size;
    size_t wanted;
} sink;

static void put(sink *s, const char *text)
{
    for (; *text != '\0'; text++, s->wanted++)
        if (s->wanted + 1 < s->size)
            s->out[s->wanted] = *text;
}

static void put_digit(sink *s, int digit)
{
    const char text[] = {(char)('0' + digit), '\0'};
    put(s, text);
}

/* A number that lost its end would be another number: as in a sheet, # says that there is no room. */
static size_t finish_number(sink *s)
{
    if (s->wanted >= s->size) {
        memset(s->out, '#', s->size - 1);
        s->wanted = s->size - 1;
    }
    s->out[s->wanted] = '\0';
    return s->wanted;
}

static void put_number(sink *s, const sr_locale *locale, const digits *d, int after_point)
{
    int first = d->point > 0 ? 0 : d->point - 1;    // at least one digit stands before the mark
    while (first < d->point - 1 && get_digit(d, first) == 0)
        first++;
    for (int i = first; i < d->point; i++) {
        put_digit(s, get_digit(d, i));
        if (i < d->point - 1 && (d->point - 1 - i) % 3 == 0)
            put(s, locale->writing->group_mark);
    }
    if (after_point > 0)
        put(s, locale->writing->decimal_mark);
    for (int i = d->point; i < d->point + after_point; i++)
        put_digit(s, get_digit(d, i));
}

/* No minus stands before a zero. */
static void put_sign(sink *s, const digits *d)
{
    if (d->is_negative && !is_zero(d))
        put(s, MINUS);
}

static size_t write_number(const sr_locale *locale, digits d, uint8_t after_point, char *out, size_t size)
{
    assert(size > 0);
    sink s = {out, size, 0};
    round_digits(&d, after_point);
    put_sign(&s, &d);
    put_number(&s, locale, &d, after_point);
    return finish_number(&s);
}

size_t sr_locale_write_decimal(const sr_locale *locale, sr_int128 value, uint8_t scale, uint8_t digits_after, char *out,
                               size_t size)
{
    char plain[SR_INT128_SIZE];
    sr_number_write_decimal(value, scale, plain);
    return write_number(locale, get_digits(plain), digits_after, out, size);
}

size_t sr_locale_write_real(const sr_locale *locale, double value, uint8_t digits_after, char *out, size_t size)
{
    char plain[SR_INT128_SIZE];
    sr_number_write_real(value, plain);
    return write_number(locale, get_digits(plain), digits_after, out, size);
}

/* The decimal mark moves two digits: a multiplication by 100 would round. */
size_t sr_locale_write_share(const sr_locale *locale, double share, uint8_t digits_after, char *out, size_t size)
{
    assert(size > 0);
    char plain[SR_INT128_SIZE];
    sr_number_write_real(share, plain);
    digits d = get_digits(plain);
    d.point += 2;
    sink s = {out, size, 0};
    round_digits(&d, digits_after);
    put_sign(&s, &d);
    put_number(&s, locale, &d, digits_after);
    put(&s, locale->writing->percent);
    return finish_number(&s);
}

/* The buffer is large enough for every date: the longest month has nine bytes. */
static size_t finish_words(int size_wanted, size_t size)
{
    assert(size_wanted > 0);
    return (size_t)size_wanted < size ? (size_t)size_wanted : size - 1;
}

size_t sr_locale_write_date(const sr_locale *locale, sr_day day, char *out, size_t size)
{
    assert(size > 0);
    sr_civil civil = sr_day_to_civil(day);
    int wanted = locale->language == SR_ET
        ? snprintf(out, size, "%02d.%02d.%04d", civil.day, civil.month, (int)civil.year)
        : snprintf(out, size, "%d %s %d", civil.day, locale->writing->months[civil.month - 1], (int)civil.year);
    return finish_words(wanted, size);
}

size_t sr_locale_write_month(const sr_locale *locale, sr_day day, char *out, size_t size)
{
    assert(size > 0);
    sr_civil civil = sr_day_to_civil(day);
    return finish_words(snprintf(out, size, "%s %d", locale->writing->months[civil.month - 1], (int)civil.year), size);
}

size_t sr_locale_write_month_short(const sr_locale *locale, sr_day day, char *out, size_t size)
{
    assert(size > 0);
    sr_civil civil = sr_day_to_civil(day);
    const char *name = locale->writing->months_short[civil.month - 1];
    return finish_words(snprintf(out, size, "%s %02d", name, (int)(civil.year % 100)), size);
}

/* Texts that ICU takes for equal are ordered by their bytes: an order must not depend on where they came from. */
int sr_locale_compare(const sr_locale *locale, sr_text a, sr_text b)
{
    assert(a.size <= INT32_MAX);
    assert(b.size <= INT32_MAX);
    UErrorCode status = U_ZERO_ERROR;
    UCollationResult order = UCOL_EQUAL;
    if (a.size > 0 && b.size > 0)
        order = ucol_strcollUTF8(locale->collator, a.data, (int32_t)a.size, b.data, (int32_t)b.size, &status);
    return order == UCOL_EQUAL || U_FAILURE(status) ? sr_text_compare(a, b) : (int)order;
}

typedef UChar32 (*case_map)(UChar32 point);

static UChar32 fold_point(UChar32 point)
{
    return u_foldCase(point, U_FOLD_CASE_DEFAULT);
}

/* The next character in its other form; a byte that is not UTF-8 stands for itself, beyond Unicode. */
static UChar32 get_mapped(sr_text text, size_t *index, case_map map)
{
    uint32_t point;
    if (sr_text_next_point(text, index, &point))
        return map((UChar32)point);
    return UCHAR_MAX_VALUE + 1 + (unsigned char)text.data[(*index)++];
}

bool sr_locale_is_same_letters(sr_text a, sr_text b)
{
    size_t i = 0;
    size_t j = 0;
    while (i < a.size && j < b.size)
        if (get_mapped(a, &i, fold_point) != get_mapped(b, &j, fold_point))
            return false;
    return i == a.size && j == b.size;
}

/* Most words are of ASCII and are found without asking Unicode about each letter. */
bool sr_locale_is_one_of(sr_text text, const sr_text *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sr_text_is_same_letters(text, words[i]))
            return true;
    for (size_t i = 0; i < count; i++)
        if (sr_locale_is_same_letters(text, words[i]))
            return true;
    return false;
}

/* A change of case makes no character more than twice as long. */
static bool change_case(sr_text text, case_map map, sr_arena *arena, sr_text *changed)
{
    if (text.size > SIZE_MAX / 2 - 1)
        return false;
    char *out = sr_arena_alloc(arena, text.size * 2 + 1, 1);
    if (out == NULL)
        return false;
    size_t used = 0;
    for (size_t i = 0; i < text.size;) {
        UChar32 point = get_mapped(text, &i, map);
        if (point <= UCHAR_MAX_VALUE)
            U8_APPEND_UNSAFE(out, used, point);
        else
            out[used++] = text.data[i - 1];
    }
    *changed = (sr_text){out, used};
    return true;
}

bool sr_locale_fold(sr_text text, sr_arena *arena, sr_text *folded)
{
    return change_case(text, fold_point, arena, folded);
}

bool sr_locale_lower(sr_text text, sr_arena *arena, sr_text *lower)
{
    return change_case(text, u_tolower, arena, lower);
}

bool sr_locale_upper(sr_text text, sr_arena *arena, sr_text *upper)
{
    return change_case(text, u_toupper, arena, upper);
}

static sr_character_kind get_kind(UChar32 point)
{
    if (u_charDigitValue(point) >= 0)
        return SR_CHARACTER_DIGIT;
    if (point == 0x2212)
        return SR_CHARACTER_DASH;
    switch (u_charType(point)) {
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER: return SR_CHARACTER_CAPITAL;
    case U_LOWERCASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER: return SR_CHARACTER_LETTER;
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR: return SR_CHARACTER_BLANK;
    case U_DASH_PUNCTUATION: return SR_CHARACTER_DASH;
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR: return SR_CHARACTER_INVISIBLE;
    case U_CONTROL_CHAR: return u_isspace(point) ? SR_CHARACTER_BLANK : SR_CHARACTER_INVISIBLE;
    default: return SR_CHARACTER_OTHER;
    }
}

sr_character sr_locale_read_character(sr_text text, size_t at)
{
    size_t next = at;
    uint32_t point;
    if (!sr_text_next_point(text, &next, &point))
        return (sr_character){SR_CHARACTER_OTHER, 0xFFFD, '\0', 1};
    sr_character character = {get_kind((UChar32)point), point, '\0', next - at};
    if (character.kind == SR_CHARACTER_DIGIT)
        character.digit = (char)('0' + u_charDigitValue((UChar32)point));
    return character;
}
