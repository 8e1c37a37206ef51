#include "input/guess.h"

#include "input/damage.h"

#define DIGITS_MAX 18       // always fits 64 bits
#define TALLY_MIN 10u       // values, for what nearly all of them are to mean anything
#define MISFIT_SHARE 10u    // one in so many may be of another kind

/* The rows of one `order` contradict those of the other; 0 contradicts nothing. Two-digit forms stand before their looser ones. */
static const struct {
    sr_text format;
    int order;
} FORMATS[SR_GUESS_FORMATS] = {
    {{"yyyy-mm-dd", 10}, 0},
    {{"dd.mm.yyyy", 10}, 0},
    {{"d.m.yyyy", 8}, 0},
    {{"dd/mm/yyyy", 10}, 1},
    {{"mm/dd/yyyy", 10}, 2},
    {{"d/m/yyyy", 8}, 1},
    {{"m/d/yyyy", 8}, 2},
    {{"dd-mm-yyyy", 10}, 1},
    {{"mm-dd-yyyy", 10}, 2},
    {{"dd-Mon-yyyy", 11}, 0},
    {{"yyyy/mm/dd", 10}, 0},
    {{"yyyy-mm-ddTHH:MM:SS", 19}, 0},
    {{"yyyy-mm-dd HH:MM:SS", 19}, 0},
    {{"dd.mm.yyyy HH:MM", 16}, 0},
    {{"dd.mm.yyyy HH:MM:SS", 19}, 0},
};

void sr_guess_init(sr_guess *guess)
{
    *guess = (sr_guess){.dot = {.is_possible = true}, .comma = {.is_possible = true}, .formats = (1u << SR_GUESS_FORMATS) - 1};
}

static size_t get_blank_size(sr_text text, size_t at)
{
    sr_text rest = sr_text_slice(text, at, text.size);
    if (sr_text_has_prefix(rest, SR_TEXT(" ")))
        return 1;
    return sr_text_has_prefix(rest, SR_TEXT("\xC2\xA0")) ? 2 : sr_text_has_prefix(rest, SR_TEXT("\xE2\x80\xAF")) ? 3 : 0;
}

/* Digits before the mark, groups of three with blanks between them when allowed; 0 when there are none or they are a wrong group. */
static size_t read_whole(sr_text text, size_t *at, bool has_groups)
{
    size_t first = sr_text_count_digits(text, *at);
    size_t digits = first;
    *at += first;
    size_t blank = has_groups ? get_blank_size(text, *at) : 0;
    while (blank > 0) {
        if (first == 0 || first > 3 || sr_text_count_digits(text, *at + blank) != 3)
            return 0;
        *at += blank + 3;
        digits += 3;
        blank = get_blank_size(text, *at);
    }
    return digits;
}

static bool read_exponent(sr_text text, size_t *at)
{
    if (*at >= text.size || (text.data[*at] != 'e' && text.data[*at] != 'E'))
        return false;
    size_t first = *at + 1;
    if (first < text.size && (text.data[first] == '-' || text.data[first] == '+'))
        first++;
    size_t digits = sr_text_count_digits(text, first);
    *at = first + digits;
    return digits > 0;
}

/* Without its minus: in front, behind (SAP), or brackets around (ledgers). */
static sr_text strip_minus(sr_text text)
{
    size_t front = sr_text_has_prefix(text, SR_TEXT("-")) ? 1 : sr_text_has_prefix(text, SR_TEXT("\xE2\x88\x92")) ? 3 : 0;
    if (front > 0)
        return sr_text_trim(sr_text_slice(text, front, text.size - front));
    bool has_brackets = text.size > 2 && text.data[0] == '(' && text.data[text.size - 1] == ')';
    if (has_brackets)
        return sr_text_slice(text, 1, text.size - 2);
    bool is_behind = text.size > 1 && text.data[text.size - 1] == '-';
    return is_behind ? sr_text_slice(text, 0, text.size - 1) : text;
}

static void add_number(sr_guess_number *number, sr_text value, char mark)
{
    sr_text text = strip_minus(value);
    size_t at = 0;
    bool has_leading_zero = at + 1 < text.size && text.data[at] == '0' && sr_text_count_digits(text, at + 1) > 0;
    size_t whole = read_whole(text, &at, mark == ',');
    size_t fraction = 0;
    bool has_mark = at < text.size && text.data[at] == mark;
    if (has_mark) {
        fraction = sr_text_count_digits(text, at + 1);
        at += 1 + fraction;
    }
    bool has_exponent = read_exponent(text, &at);
    if (whole == 0 || has_leading_zero || (has_mark && fraction == 0) || at != text.size) {
        number->is_possible = false;
        return;
    }
    number->has_mark = number->has_mark || has_mark;
    number->has_exponent = number->has_exponent || has_exponent;
    number->whole_digits = whole > number->whole_digits ? (uint32_t)whole : number->whole_digits;
    number->fraction_digits = fraction > number->fraction_digits ? (uint32_t)fraction : number->fraction_digits;
}

/* All formats begin with a digit and have 8 to 19 characters. */
static bool may_be_date(sr_text value)
{
    return value.size >= 8 && value.size <= 19 && sr_text_count_digits(value, 0) > 0;
}

void sr_guess_add(sr_guess *guess, sr_text value)
{
    if (value.size == 0)
        return;
    guess->values++;
    if (guess->dot.is_possible)
        add_number(&guess->dot, value, '.');
    if (guess->comma.is_possible)
        add_number(&guess->comma, value, ',');
    sr_day day;
    if (!may_be_date(value))
        guess->formats = 0;
    for (uint32_t i = 0; i < SR_GUESS_FORMATS && guess->formats != 0; i++)
        if ((guess->formats & 1u << i) != 0 && !sr_date_parse(value, FORMATS[i].format, &day))
            guess->formats &= ~(1u << i);
}

static const sr_guess_number *get_number(const sr_guess *guess, char mark)
{
    return mark == ',' ? &guess->comma : &guess->dot;
}

/* An integer of more than 18 digits is a name, not a number. */
bool sr_guess_is_number(const sr_guess *guess, char mark)
{
    const sr_guess_number *number = get_number(guess, mark);
    bool is_long = number->whole_digits > DIGITS_MAX && !number->has_mark && !number->has_exponent;
    return guess->values > 0 && number->is_possible && !is_long;
}

bool sr_guess_needs_mark(const sr_guess *guess, char mark)
{
    return sr_guess_is_number(guess, mark) && !sr_guess_is_number(guess, mark == ',' ? '.' : ',');
}

bool sr_guess_is_typed(const sr_guess *guess)
{
    return guess->values > 0 && (guess->formats != 0 || guess->dot.is_possible || guess->comma.is_possible);
}

const sr_text *sr_guess_get_other_order(const sr_guess *guess, const sr_text **first)
{
    int order = 0;
    for (uint32_t i = 0; i < SR_GUESS_FORMATS && guess->values > 0; i++) {
        if ((guess->formats & 1u << i) == 0 || FORMATS[i].order == 0)
            continue;
        if (order != 0 && FORMATS[i].order != order)
            return &FORMATS[i].format;
        if (order == 0)
            *first = &FORMATS[i].format;
        order = FORMATS[i].order;
    }
    return NULL;
}

sr_column_type sr_guess_get_type(const sr_guess *guess, char mark, uint8_t *scale, const sr_text **format)
{
    const sr_guess_number *number = get_number(guess, mark);
    if (sr_guess_is_number(guess, mark)) {
        if (number->has_exponent || number->whole_digits + number->fraction_digits > DIGITS_MAX)
            return SR_TYPE_REAL;
        *scale = (uint8_t)number->fraction_digits;
        return number->has_mark ? SR_TYPE_DECIMAL : SR_TYPE_INTEGER;
    }
    const sr_text *first;
    if (guess->values == 0 || guess->formats == 0 || sr_guess_get_other_order(guess, &first) != NULL)
        return SR_TYPE_TEXT;
    uint32_t i = 0;
    while ((guess->formats & 1u << i) == 0)
        i++;
    *format = &FORMATS[i].format;
    return SR_TYPE_DATE;
}

/* --- what nearly all values allow --- */

void sr_guess_tally_init(sr_guess_tally *tally)
{
    *tally = (sr_guess_tally){.numbers = {0}};
    sr_guess_init(&tally->fits);
}

static void add_digits(sr_guess_number *fits, const sr_guess_number *one)
{
    fits->has_mark = fits->has_mark || one->has_mark;
    fits->has_exponent = fits->has_exponent || one->has_exponent;
    fits->whole_digits = one->whole_digits > fits->whole_digits ? one->whole_digits : fits->whole_digits;
    fits->fraction_digits = one->fraction_digits > fits->fraction_digits ? one->fraction_digits : fits->fraction_digits;
}

void sr_guess_tally_add(sr_guess_tally *tally, sr_text value)
{
    sr_guess one;
    sr_guess_init(&one);
    sr_guess_add(&one, value);
    for (uint32_t i = 0; i < SR_GUESS_FORMATS; i++)
        tally->dates[i] += one.formats >> i & 1;
    bool is_number = sr_guess_is_number(&one, '.') || sr_guess_is_number(&one, ',');
    bool may_be_damage = !is_number && sr_text_count_digits(value, 0) > 0;
    if (sr_damage_is_exponent(value) || (may_be_damage && sr_damage_find(value, SR_TYPE_INTEGER) != SR_DAMAGE_NONE)) {
        tally->damaged++;
        return;
    }
    if (sr_guess_is_number(&one, '.')) {
        tally->numbers[0]++;
        add_digits(&tally->fits.dot, &one.dot);
    }
    if (sr_guess_is_number(&one, ',')) {
        tally->numbers[1]++;
        add_digits(&tally->fits.comma, &one.comma);
    }
}

static bool is_nearly_all(uint64_t fits, uint64_t values)
{
    return values >= TALLY_MIN && (values - fits) * MISFIT_SHARE <= values;
}

/* The formats that fit most values, and those of the other order that fit nearly all. */
static uint32_t find_formats(const sr_guess_tally *tally, uint64_t values, uint64_t *most)
{
    uint32_t formats = 0;
    int order = 0;
    *most = 0;
    for (uint32_t i = 0; i < SR_GUESS_FORMATS; i++)
        if (tally->dates[i] > *most) {
            *most = tally->dates[i];
            order = FORMATS[i].order;
        }
    for (uint32_t i = 0; i < SR_GUESS_FORMATS && is_nearly_all(*most, values); i++) {
        bool is_other = order != 0 && FORMATS[i].order != 0 && FORMATS[i].order != order;
        if (tally->dates[i] == *most || (is_other && is_nearly_all(tally->dates[i], values)))
            formats |= 1u << i;
    }
    return formats;
}

bool sr_guess_tally_find(const sr_guess_tally *tally, uint64_t values, char mark, sr_guess *guess)
{
    uint64_t dates = 0;
    uint64_t numbers = tally->numbers[mark == ','];
    bool has_mark = (mark == ',' ? &tally->fits.comma : &tally->fits.dot)->has_mark;
    bool is_number = is_nearly_all(numbers, values) && (has_mark || numbers + tally->damaged >= values);
    *guess = tally->fits;
    guess->formats = is_number ? 0 : find_formats(tally, values, &dates);
    guess->dot.is_possible = is_number && mark == '.';
    guess->comma.is_possible = is_number && mark == ',';
    guess->values = is_number ? numbers : dates;
    return is_number || guess->formats != 0;
}
