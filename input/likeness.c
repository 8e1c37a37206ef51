#include "input/likeness.h"

#include <math.h>

#define SHAPE_BYTES 40
#define STRICT_SHAPES 6         // a strict column has at most so many shapes that come again
#define LEARNED 3u              // values before a likeness says anything
#define ALONE 2u                // what came less often may be the very value that is asked about

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_unit(char c)
{
    return c == '%' || c == '$';
}

bool sr_likeness_is_number(sr_text value)
{
    size_t digits = 0;
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        bool is_sign = (c == '-' || c == '+') && (i == 0 || i + 1 == value.size);
        bool is_inner = (c == '.' || c == ',' || c == ' ') && i > 0 && i + 1 < value.size && is_digit(value.data[i - 1]) && is_digit(value.data[i + 1]);
        digits += is_digit(c);
        if (!is_digit(c) && !is_sign && !is_inner)
            return false;
    }
    size_t marks = 0;
    for (size_t i = 0; i < value.size; i++)
        marks += value.data[i] == '.';
    return digits > 0 && marks < 2;
}

/* Whole, or with digits behind a mark: these two are shapes of their own. */
static char get_number_shape(sr_text value)
{
    return sr_text_find(value, SR_TEXT(".")) != SIZE_MAX || sr_text_find(value, SR_TEXT(",")) != SIZE_MAX ? 'f' : 'n';
}

/* Runs of letters are one `a`; digits stand one by one in the fine shape and where there is neither letter nor unit, else a run of them is one 9. */
static uint64_t hash_shape(sr_text value, bool is_fine)
{
    char shape[SHAPE_BYTES];
    size_t used = 0;
    if (!is_fine && sr_likeness_is_number(value)) {
        shape[0] = get_number_shape(value);
        return sr_text_hash((sr_text){shape, 1});
    }
    bool has_letters = false;
    for (size_t i = 0; i < value.size && !is_fine; i++)
        has_letters = has_letters || is_letter(value.data[i]) || is_unit(value.data[i]);
    for (size_t i = 0; i < value.size && used < SHAPE_BYTES; i++) {
        char c = value.data[i];
        char kind = is_digit(c) ? '9' : is_letter(c) ? 'a' : c;
        bool is_run = used > 0 && shape[used - 1] == kind && (kind == 'a' || kind == ' ' || (kind == '9' && has_letters));
        if (!is_run)
            shape[used++] = kind;
    }
    return sr_text_hash((sr_text){shape, used});
}

static unsigned get_edge(char c)
{
    return is_digit(c) ? 0 : (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80 ? 1 : c >= 'A' && c <= 'Z' ? 2
         : c == ' ' || c == '\t' ? 3 : c == '.' || c == ')' || c == '-' ? 4 : c == '<' || c == '>' || c == '(' ? 5 : 6;
}

static void count(sr_likeness_count *counts, uint32_t *used, uint32_t room, uint32_t *others, uint64_t hash)
{
    for (uint32_t i = 0; i < *used; i++)
        if (counts[i].hash == hash) {
            counts[i].count++;
            return;
        }
    if (*used < room)
        counts[(*used)++] = (sr_likeness_count){hash, 1};
    else
        (*others)++;
}

static uint32_t find_count(const sr_likeness_count *counts, uint32_t used, uint64_t hash)
{
    for (uint32_t i = 0; i < used; i++)
        if (counts[i].hash == hash)
            return counts[i].count;
    return 0;
}

static bool has_line_end(sr_text value)
{
    return sr_text_has_byte(value, '\n') || sr_text_has_byte(value, '\r');
}

void sr_likeness_add(sr_likeness *likeness, sr_text value)
{
    likeness->rows++;
    if (value.size == 0) {
        likeness->empty++;
        return;
    }
    likeness->numbers += sr_likeness_is_number(value);
    likeness->with_quote += sr_text_has_byte(value, '"');
    likeness->with_line_end += has_line_end(value);
    likeness->firsts[get_edge(value.data[0])]++;
    likeness->lasts[get_edge(value.data[value.size - 1])]++;
    count(likeness->shapes, &likeness->shape_count, SR_LIKENESS_SHAPES, &likeness->other_shapes, hash_shape(value, false));
    count(likeness->fines, &likeness->fine_count, SR_LIKENESS_FINES, &likeness->other_fines, hash_shape(value, true));
    count(likeness->values, &likeness->value_count, SR_LIKENESS_VALUES, &likeness->other_values, sr_text_hash(value));
}

/* Of `all` values `some` are like this one; one that never came is rarer than one that came once. */
static double get_bits(uint32_t some, uint32_t all)
{
    return -log2(((double)some + 0.1) / ((double)all + 1));
}

static uint32_t get_filled(const sr_likeness *likeness)
{
    return likeness->rows - likeness->empty;
}

bool sr_likeness_has_few_values(const sr_likeness *likeness)
{
    return likeness->other_values == 0 && get_filled(likeness) >= 3 * likeness->value_count && get_filled(likeness) >= LEARNED;
}

bool sr_likeness_knows(const sr_likeness *likeness, sr_text value)
{
    return find_count(likeness->values, likeness->value_count, sr_text_hash(value)) >= ALONE;
}

/* All but one in twenty, or but one: that may be the very value that is asked about. */
static bool is_nearly_all(uint32_t some, uint32_t all)
{
    return some * 20 >= all * 19 || (all >= 3 * LEARNED && some + 1 >= all);
}

bool sr_likeness_is_strict(const sr_likeness *likeness)
{
    uint32_t filled = get_filled(likeness);
    if (filled < LEARNED)
        return false;
    if (is_nearly_all(likeness->numbers, filled))
        return true;
    uint32_t common = 0;
    uint32_t in_common = 0;
    for (uint32_t i = 0; i < likeness->shape_count; i++) {
        common += likeness->shapes[i].count > 1;
        in_common += likeness->shapes[i].count > 1 ? likeness->shapes[i].count : 0;
    }
    return common <= STRICT_SHAPES && is_nearly_all(in_common, filled);
}

/* Every value has one of a few fine shapes, each of which came often. */
static bool has_few_fines(const sr_likeness *likeness)
{
    return likeness->other_fines == 0 && get_filled(likeness) >= 5 * likeness->fine_count && get_filled(likeness) >= LEARNED;
}

/* How well it begins and ends; free text says little more than that. */
static double measure_edges(const sr_likeness *likeness, sr_text value)
{
    double first = get_bits(likeness->firsts[get_edge(value.data[0])], get_filled(likeness));
    double last = get_bits(likeness->lasts[get_edge(value.data[value.size - 1])], get_filled(likeness));
    return (first < 5 ? first : 5) + (last < 3 ? last : 3);
}

double sr_likeness_measure(const sr_likeness *likeness, sr_text value)
{
    uint32_t filled = get_filled(likeness);
    if (likeness->rows == 0)
        return 0;
    if (value.size == 0)
        return get_bits(likeness->empty, likeness->rows);
    double bits = get_bits(filled, likeness->rows);
    if (sr_text_has_byte(value, '"') && likeness->with_quote < ALONE)
        bits += 5;
    if (has_line_end(value) && likeness->with_line_end < ALONE)
        bits += 6;
    if (filled == 0)
        return bits < SR_LIKENESS_BITS_MAX ? bits : SR_LIKENESS_BITS_MAX;
    uint32_t alike = find_count(likeness->shapes, likeness->shape_count, hash_shape(value, false));
    bool is_number = sr_likeness_is_number(value);
    bool is_strict = sr_likeness_is_strict(likeness);
    if (is_strict && alike < ALONE)
        bits += is_number && is_nearly_all(likeness->numbers, filled) ? 4 : 10;
    else if (is_strict)
        bits += get_bits(alike, filled) / 2;
    else
        bits += measure_edges(likeness, value) + (is_number ? get_bits(likeness->numbers, filled) : 1);
    if (has_few_fines(likeness) && !is_number && find_count(likeness->fines, likeness->fine_count, hash_shape(value, true)) < ALONE)
        bits += 4;
    if (sr_likeness_has_few_values(likeness) && !sr_likeness_knows(likeness, value))
        bits += 6;
    return bits < SR_LIKENESS_BITS_MAX ? bits : SR_LIKENESS_BITS_MAX;
}

bool sr_likeness_is_proof(const sr_likeness *likeness, sr_text value)
{
    if (value.size == 0 || get_filled(likeness) < LEARNED)
        return false;
    if (sr_likeness_has_few_values(likeness) && sr_likeness_knows(likeness, value))
        return !sr_likeness_is_number(value) || get_number_shape(value) == 'f';
    bool is_whole = sr_likeness_is_number(value) && get_number_shape(value) == 'n';
    bool has_digit = false;
    for (size_t i = 0; i < value.size; i++)
        has_digit = has_digit || is_digit(value.data[i]);
    return sr_likeness_is_strict(likeness) && !is_whole && has_digit
        && find_count(likeness->shapes, likeness->shape_count, hash_shape(value, false)) > 1;
}

bool sr_likeness_is_certain(const sr_likeness *likeness, sr_text value)
{
    bool has_letter = false;
    for (size_t i = 0; i < value.size; i++)
        has_letter = has_letter || is_letter(value.data[i]);
    bool is_fixed = !has_letter && !sr_likeness_is_number(value) && sr_likeness_is_proof(likeness, value);
    return is_fixed || (!sr_likeness_is_number(value) && sr_likeness_knows(likeness, value));
}

bool sr_likeness_has_blanks(const sr_likeness *likeness)
{
    unsigned blank = get_edge(' ');
    return (likeness->firsts[blank] + likeness->lasts[blank]) * 10 > get_filled(likeness);
}
