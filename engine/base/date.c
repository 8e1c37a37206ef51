#include "engine/base/date.h"

#include <assert.h>
#include <string.h>

#define DAYS_OF_ERA 146097      // 400 years
#define DAYS_TO_EPOCH 719468    // from 0000-03-01 to 1970-01-01

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t get_month_days(int32_t year, int32_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool sr_date_is_civil(int32_t year, int32_t month, int32_t day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= get_month_days(year, month);
}

/* The year begins in March, so that the leap day is its last; years are at least 0, so that division is floor. */
sr_day sr_day_from_civil(int32_t year, int32_t month, int32_t day)
{
    assert(sr_date_is_civil(year, month, day));
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = y / 400;
    int32_t year_of_era = y - era * 400;
    int32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_OF_ERA + day_of_era - DAYS_TO_EPOCH;
}

sr_civil sr_day_to_civil(sr_day day)
{
    assert(day >= SR_DAY_MIN);
    assert(day <= SR_DAY_MAX);
    int32_t z = day + DAYS_TO_EPOCH;
    int32_t era = z / DAYS_OF_ERA;
    int32_t day_of_era = z - era * DAYS_OF_ERA;
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * day_of_year + 2) / 153;
    int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (sr_civil){
        .year = year_of_era + era * 400 + (month <= 2),
        .month = (uint8_t)month,
        .day = (uint8_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
    };
}

/* SR_DAY_MIN, 1 January of the year 1, is a Monday. */
int sr_day_get_weekday(sr_day day)
{
    return (day - SR_DAY_MIN) % 7 + 1;
}

/* A week belongs to the year of its Thursday. */
void sr_day_get_iso_week(sr_day day, int32_t *year, int32_t *week)
{
    sr_day thursday = day - sr_day_get_weekday(day) + 4;
    *year = sr_day_to_civil(thursday).year;
    *week = (thursday - sr_day_from_civil(*year, 1, 1)) / 7 + 1;
}

sr_day sr_day_add_months(sr_day day, int32_t months)
{
    sr_civil civil = sr_day_to_civil(day);
    int64_t number = (int64_t)civil.year * 12 + civil.month - 1 + months;
    if (number < 12)
        return SR_DAY_MIN;
    if (number >= 10000 * 12)
        return SR_DAY_MAX;
    int32_t year = (int32_t)(number / 12);
    int32_t month = (int32_t)(number % 12) + 1;
    int32_t last = get_month_days(year, month);
    return sr_day_from_civil(year, month, civil.day < last ? civil.day : last);
}

static const char month_names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/* What a word of a format reads. */
typedef enum part { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, PART_COUNT, LITERAL = PART_COUNT } part;

typedef struct word {
    sr_text text;
    part part;
    uint8_t digits_min;     // 0: the name of a month
    uint8_t digits_max;
} word;

/* Longer words before those they begin with. */
static const word words[] = {
    {{"yyyy", 4}, YEAR, 4, 4}, {{"yy", 2}, YEAR, 2, 2},  {{"mm", 2}, MONTH, 2, 2},  {{"m", 1}, MONTH, 1, 2},
    {{"Mon", 3}, MONTH, 0, 0}, {{"dd", 2}, DAY, 2, 2},   {{"d", 1}, DAY, 1, 2},     {{"HH", 2}, HOUR, 2, 2},
    {{"MM", 2}, MINUTE, 2, 2}, {{"SS", 2}, SECOND, 2, 2},
};

static word get_word(sr_text format)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (format.data[0] == words[i].text.data[0] && sr_text_has_prefix(format, words[i].text))
            return words[i];
    return (word){sr_text_slice(format, 0, 1), LITERAL, 0, 0};
}

bool sr_date_is_format(sr_text format)
{
    int counts[PART_COUNT + 1] = {0};
    while (format.size > 0) {
        word w = get_word(format);
        counts[w.part]++;
        format = sr_text_slice(format, w.text.size, format.size);
    }
    return counts[YEAR] == 1 && counts[MONTH] == 1 && counts[DAY] == 1 && counts[HOUR] <= 1 && counts[MINUTE] <= 1
        && counts[SECOND] <= 1;
}

/* How many bytes of the text the word takes, 0 when it does not stand there. */
static size_t read_month_name(sr_text text, int32_t *month)
{
    for (int32_t i = 0; i < 12; i++) {
        if (sr_text_is_same_letters(sr_text_slice(text, 0, 3), (sr_text){month_names + 3 * i, 3})) {
            *month = i + 1;
            return 3;
        }
    }
    return 0;
}

static size_t read_word(sr_text text, word w, int32_t *value)
{
    if (w.part == LITERAL)
        return sr_text_has_prefix(text, w.text) ? 1 : 0;
    if (w.digits_max == 0)
        return read_month_name(text, value);
    size_t size = 0;
    *value = 0;
    while (size < w.digits_max && size < text.size && text.data[size] >= '0' && text.data[size] <= '9')
        *value = *value * 10 + (text.data[size++] - '0');
    if (size < w.digits_min)
        return 0;
    if (w.part == YEAR && w.digits_max == 2)
        *value += *value <= 69 ? 2000 : 1900;
    return size;
}

bool sr_date_parse(sr_text text, sr_text format, sr_day *day)
{
    int32_t values[PART_COUNT + 1] = {0};
    while (format.size > 0) {
        word w = get_word(format);
        size_t size = read_word(text, w, &values[w.part]);
        if (size == 0)
            return false;
        text = sr_text_slice(text, size, text.size);
        format = sr_text_slice(format, w.text.size, format.size);
    }
    if (text.size > 0 || values[HOUR] > 23 || values[MINUTE] > 59 || values[SECOND] > 59
        || !sr_date_is_civil(values[YEAR], values[MONTH], values[DAY]))
        return false;
    *day = sr_day_from_civil(values[YEAR], values[MONTH], values[DAY]);
    return true;
}

static void write_digits(int32_t value, int count, char *out)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
}

/* Midnight of the day in the format; the text without what does not fit. */
static sr_text write_date(sr_civil civil, sr_text format, char out[64])
{
    int32_t values[PART_COUNT] = {civil.year, civil.month, civil.day, 0, 0, 0};
    size_t size = 0;
    while (format.size > 0 && size + 4 <= 64) {
        word w = get_word(format);
        if (w.part == LITERAL)
            out[size] = w.text.data[0];
        else if (w.digits_max == 0)
            memcpy(out + size, month_names + 3 * (civil.month - 1), 3);
        else
            write_digits(values[w.part], w.digits_max, out + size);
        size += w.part == LITERAL ? 1 : w.digits_max == 0 ? 3 : w.digits_max;
        format = sr_text_slice(format, w.text.size, format.size);
    }
    return (sr_text){out, size};
}

/* Day, month and the year's last digits are small and different, so each can stand for each: all orders are tried. */
/* Does the other format read a text that this one has written, as another day? */
static bool is_misread(sr_text format, sr_text other_format)
{
    static const uint8_t orders[6][3] = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
    char out[64];
    for (size_t i = 0; i < 6; i++) {
        sr_civil civil = {.year = 2000 + orders[i][0], .month = orders[i][1], .day = orders[i][2]};
        sr_day day;
        sr_text text = write_date(civil, format, out);
        if (sr_date_parse(text, other_format, &day) && day != sr_day_from_civil(civil.year, civil.month, civil.day))
            return true;
    }
    return false;
}

bool sr_date_is_ambiguous(sr_text format, sr_text other_format)
{
    return is_misread(format, other_format) || is_misread(other_format, format);
}

bool sr_date_parse_iso(sr_text text, sr_day *day)
{
    return sr_date_parse(text, SR_TEXT("yyyy-mm-dd"), day);
}

void sr_date_write_iso(sr_day day, char out[11])
{
    sr_civil civil = sr_day_to_civil(day);
    memcpy(out, "0000-00-00", 11);
    write_digits(civil.year, 4, out);
    write_digits(civil.month, 2, out + 5);
    write_digits(civil.day, 2, out + 8);
}

bool sr_date_suggest_iso(sr_text text, char out[11])
{
    static const char *const formats[] = {"d.m.yyyy", "yyyy.m.d", "yyyy/m/d", "yyyy-m-d", "yyyymmdd"};
    sr_day day;
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (sr_date_parse(sr_text_trim(text), sr_text_from(formats[i]), &day)) {
            sr_date_write_iso(day, out);
            return true;
        }
    }
    return false;
}
