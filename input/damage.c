#include "input/damage.h"

#include "engine/base/locale.h"

/* The words of spreadsheets in Estonian and its neighbours' languages, and of those whose exports reach us. */
static const sr_text truths[] = {
    SR_TEXT_STATIC("TÕENE"), SR_TEXT_STATIC("VÄÄR"),  SR_TEXT_STATIC("TRUE"),   SR_TEXT_STATIC("FALSE"),   SR_TEXT_STATIC("WAHR"),
    SR_TEXT_STATIC("FALSCH"), SR_TEXT_STATIC("TOSI"), SR_TEXT_STATIC("EPÄTOSI"), SR_TEXT_STATIC("SANT"),   SR_TEXT_STATIC("FALSKT"),
    SR_TEXT_STATIC("VRAI"),  SR_TEXT_STATIC("FAUX"),  SR_TEXT_STATIC("ИСТИНА"), SR_TEXT_STATIC("ЛОЖЬ"),   SR_TEXT_STATIC("VERDADERO"),
    SR_TEXT_STATIC("FALSO"),
};

/* As spreadsheets shorten them; the first letters are enough for the rest. */
static const sr_text months[] = {
    SR_TEXT_STATIC("jaan"), SR_TEXT_STATIC("veebr"), SR_TEXT_STATIC("märts"), SR_TEXT_STATIC("apr"),  SR_TEXT_STATIC("mai"),
    SR_TEXT_STATIC("juuni"), SR_TEXT_STATIC("juuli"), SR_TEXT_STATIC("aug"),  SR_TEXT_STATIC("sept"), SR_TEXT_STATIC("okt"),
    SR_TEXT_STATIC("nov"),  SR_TEXT_STATIC("dets"),  SR_TEXT_STATIC("jan"),   SR_TEXT_STATIC("feb"),  SR_TEXT_STATIC("mar"),
    SR_TEXT_STATIC("may"),  SR_TEXT_STATIC("jun"),   SR_TEXT_STATIC("jul"),   SR_TEXT_STATIC("sep"),  SR_TEXT_STATIC("oct"),
    SR_TEXT_STATIC("dec"),
};

/* A # and then capital letters with a ! or ? behind them, or one of the two that have none. */
static bool is_error(sr_text value)
{
    if (sr_text_is(value, SR_TEXT("#N/A")) || sr_text_is(value, SR_TEXT("#NV")))
        return true;
    char last = value.size > 0 ? value.data[value.size - 1] : '\0';
    if (value.size < 4 || value.data[0] != '#' || (last != '!' && last != '?'))
        return false;
    for (size_t i = 1; i + 1 < value.size; i++) {
        unsigned char c = (unsigned char)value.data[i];
        bool is_sign = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' || c >= 0x80;
        if (!is_sign)
            return false;
    }
    return true;
}

static bool is_narrow(sr_text value)
{
    for (size_t i = 0; i < value.size; i++)
        if (value.data[i] != '#')
            return false;
    return value.size >= 3;
}

bool sr_damage_is_exponent(sr_text value)
{
    size_t at = value.size > 0 && value.data[0] == '-' ? 1 : 0;
    size_t whole = sr_text_count_digits(value, at);
    at += whole;
    if (whole == 0 || whole > 3)
        return false;
    if (at < value.size && (value.data[at] == ',' || value.data[at] == '.'))
        at += 1 + sr_text_count_digits(value, at + 1);
    if (at + 2 >= value.size || (value.data[at] != 'E' && value.data[at] != 'e') || value.data[at + 1] != '+')
        return false;
    size_t power = sr_text_count_digits(value, at + 2);
    return power > 0 && at + 2 + power == value.size;
}

static bool is_truth(sr_text value)
{
    return sr_locale_is_one_of(value, truths, sizeof(truths) / sizeof(truths[0]));
}

static bool is_month(sr_text word)
{
    return sr_locale_is_one_of(word, months, sizeof(months) / sizeof(months[0]));
}

typedef struct halves {
    sr_text first;
    sr_text second;
} halves;

static bool cut(sr_text value, sr_text separator, halves *both)
{
    size_t at = sr_text_find(value, separator);
    if (at == SIZE_MAX || at == 0)
        return false;
    *both = (halves){sr_text_slice(value, 0, at), sr_text_slice(value, at + separator.size, value.size)};
    return true;
}

static bool is_number(sr_text word, size_t digits_max)
{
    return word.size > 0 && word.size <= digits_max && sr_text_count_digits(word, 0) == word.size;
}

static bool is_day_and_month(const halves *both)
{
    return is_number(both->first, 2) && is_month(both->second);
}

/* "01.veebr", "2-Jan", "jaan.25", "Jan-25": a month's name and one or two numbers with a point, hyphen or blank between. */
static bool has_month(sr_text value)
{
    static const sr_text separators[] = {SR_TEXT_STATIC(". "), SR_TEXT_STATIC("."), SR_TEXT_STATIC("-"), SR_TEXT_STATIC(" ")};
    halves both;
    for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++)
        if (cut(value, separators[i], &both) && (is_day_and_month(&both) || (is_month(both.first) && is_number(both.second, 4))))
            return true;
    return false;
}

/* "01.veebr", "2-Jan": a code such as 1-2. People write days ("1. mai") and months ("jaan.25") otherwise, so these may be meant. */
static bool was_code(sr_text value)
{
    halves both;
    return (cut(value, SR_TEXT("."), &both) || cut(value, SR_TEXT("-"), &both)) && is_day_and_month(&both);
}

static bool is_date(sr_text value)
{
    static const sr_text formats[] = {SR_TEXT_STATIC("d.m.yyyy"), SR_TEXT_STATIC("yyyy-mm-dd"), SR_TEXT_STATIC("d.m.yyyy HH:MM"),
                                      SR_TEXT_STATIC("d.m.yyyy HH:MM:SS"), SR_TEXT_STATIC("yyyy-mm-dd HH:MM:SS"),
                                      SR_TEXT_STATIC("d/m/yyyy"), SR_TEXT_STATIC("m/d/yyyy"), SR_TEXT_STATIC("d-Mon-yyyy")};
    sr_day day;
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
        if (sr_date_parse(value, formats[i], &day))
            return true;
    return has_month(value);
}

/* Days since 30 December 1899: five digits are the years 1927 to 2173, maybe with a time as digits behind a mark. */
static bool is_day_number(sr_text value)
{
    size_t whole = sr_text_count_digits(value, 0);
    if (whole != 5 || value.data[0] == '0')
        return false;
    bool has_time = whole < value.size && (value.data[whole] == ',' || value.data[whole] == '.');
    return whole == value.size || (has_time && whole + 1 + sr_text_count_digits(value, whole + 1) == value.size);
}

/* What no text would be. */
static sr_damage find_in_text(sr_text value)
{
    bool may_be = value.data[0] == '-' || (value.data[0] >= '0' && value.data[0] <= '9');
    if (may_be && sr_damage_is_exponent(value))
        return SR_DAMAGE_EXPONENT;
    return may_be && was_code(value) ? SR_DAMAGE_DATE : SR_DAMAGE_NONE;
}

sr_damage sr_damage_find(sr_text value, sr_column_type type)
{
    static const uint32_t numbers = 1u << SR_TYPE_INTEGER | 1u << SR_TYPE_DECIMAL | 1u << SR_TYPE_REAL;
    static const uint32_t codes = 1u << SR_TYPE_CODE | 1u << SR_TYPE_CODES | 1u << SR_TYPE_PERSON | 1u << SR_TYPE_REGISTRY_CODE;
    uint32_t own = 1u << type;
    if (value.size == 0)
        return SR_DAMAGE_NONE;
    if (value.data[0] == '#' && is_error(value))
        return SR_DAMAGE_ERROR;
    if (value.data[0] == '#' && is_narrow(value))
        return SR_DAMAGE_NARROW;
    if (type == SR_TYPE_TEXT)
        return find_in_text(value);
    if ((own & (numbers | codes)) != 0 && sr_damage_is_exponent(value))
        return SR_DAMAGE_EXPONENT;
    if ((own & (numbers | codes | 1u << SR_TYPE_BOOLEAN | 1u << SR_TYPE_DATE)) != 0 && is_truth(value))
        return SR_DAMAGE_TRUTH;
    if ((own & (numbers | codes)) != 0 && is_date(value))
        return SR_DAMAGE_DATE;
    return type == SR_TYPE_DATE && is_day_number(value) ? SR_DAMAGE_DAY_NUMBER : SR_DAMAGE_NONE;
}

const char *sr_damage_get_name(sr_damage damage)
{
    switch (damage) {
    case SR_DAMAGE_ERROR: return "an error value of a spreadsheet";
    case SR_DAMAGE_NARROW: return "what a spreadsheet shows when a column is too narrow";
    case SR_DAMAGE_EXPONENT: return "a long number that a spreadsheet has cut to a few digits";
    case SR_DAMAGE_TRUTH: return "the word of a spreadsheet for true or false";
    case SR_DAMAGE_DATE: return "a value that a spreadsheet has taken for a date";
    case SR_DAMAGE_DAY_NUMBER: return "the number of a day in a spreadsheet";
    case SR_DAMAGE_NONE: break;
    }
    return "";
}

const char *sr_damage_get_hint(sr_damage damage)
{
    switch (damage) {
    case SR_DAMAGE_ERROR: return "mend the formula in the spreadsheet; when it only means that there is no value, add it to `missing`";
    case SR_DAMAGE_NARROW: return "widen the column in the spreadsheet and export again";
    case SR_DAMAGE_EXPONENT: return "the digits are lost: make the column a text in the spreadsheet and fill it again from its source";
    case SR_DAMAGE_TRUTH: return "add the word to `true` or `false` of a boolean column";
    case SR_DAMAGE_DATE: return "make the column a text in the spreadsheet and fill it again from its source";
    case SR_DAMAGE_DAY_NUMBER: return "give the column a date format in the spreadsheet and export again";
    case SR_DAMAGE_NONE: break;
    }
    return NULL;
}
