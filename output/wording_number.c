#include "output/wording.h"

#include <math.h>
#include <string.h>

#define NUMBER_SIZE 96          // of a written number, NUL included
#define AMOUNT_DIGITS_MAX 6     // of a parameter
#define SMALL_SHARE_DIGITS 1    // after the mark of a relative change

/* The locale's per cent without its sign, so that rounding is the locale's own. */
static size_t trim_percent(const char *text, size_t size)
{
    if (size > 0 && text[size - 1] == '%')
        size--;
    while (size >= 2 && memcmp(text + size - 2, "\xC2\xA0", 2) == 0)
        size -= 2;
    return size;
}

static sr_text write_real(sr_composer *composer, sr_unit unit, double value, uint8_t digits)
{
    char text[NUMBER_SIZE];
    size_t size = unit == SR_UNIT_SHARE
                      ? trim_percent(text, sr_locale_write_share(composer->locale, value, digits, text, sizeof(text)))
                      : sr_locale_write_real(composer->locale, value, digits, text, sizeof(text));
    return sr_composer_copy(composer, (sr_text){text, size});
}

static sr_text write_number(sr_composer *composer, sr_unit unit, sr_number number, uint8_t digits)
{
    if (unit == SR_UNIT_SHARE || number.is_real)
        return write_real(composer, unit, sr_number_get_real(number), digits);
    char text[NUMBER_SIZE];
    size_t size = sr_locale_write_decimal(composer->locale, number.exact, number.scale, digits, text, sizeof(text));
    return sr_composer_copy(composer, (sr_text){text, size});
}

/* With its unit; `one` is the word for exactly 1. */
static sr_text add_unit(sr_composer *composer, sr_unit unit, sr_text number)
{
    bool is_one = sr_text_is(number, SR_TEXT("1"));
    switch (unit) {
    case SR_UNIT_SHARE:
        return sr_composer_join(composer, (sr_text[]){number, SR_TEXT("%")}, 2, "");
    case SR_UNIT_EURO:
        return sr_composer_say(composer, SR_WORD_EURO, &number, 1);
    case SR_UNIT_DAYS:
        return sr_composer_say(composer, is_one ? SR_WORD_ONE_DAY : SR_WORD_DAYS, &number, 1);
    case SR_UNIT_WORKDAYS:
        return sr_composer_say(composer, is_one ? SR_WORD_ONE_WORKDAY : SR_WORD_WORKDAYS, &number, 1);
    case SR_UNIT_COUNT:
    case SR_UNIT_POINTS:
    case SR_UNIT_NUMBER:
        break;
    }
    return number;
}

sr_text sr_wording_number(sr_composer *composer, const sr_plan_indicator *indicator, sr_number number)
{
    return write_number(composer, indicator->unit, number, indicator->digits);
}

sr_text sr_wording_value(sr_composer *composer, const sr_plan_indicator *indicator, sr_number number)
{
    return add_unit(composer, indicator->unit, sr_wording_number(composer, indicator, number));
}

sr_text sr_wording_bound(sr_composer *composer, const sr_plan_indicator *indicator, double bound)
{
    return write_real(composer, indicator->unit, bound, indicator->digits);
}

sr_text sr_wording_interval(sr_composer *composer, const sr_plan_indicator *indicator, sr_interval interval)
{
    return sr_composer_join(composer,
                            (sr_text[]){sr_wording_bound(composer, indicator, interval.lower),
                                        sr_wording_bound(composer, indicator, interval.upper)},
                            2, "–");
}

sr_text sr_wording_interval_value(sr_composer *composer, const sr_plan_indicator *indicator, sr_interval interval)
{
    return add_unit(composer, indicator->unit, sr_wording_interval(composer, indicator, interval));
}

sr_text sr_wording_unit(sr_composer *composer, const sr_plan_indicator *indicator)
{
    static const sr_word UNITS[] = {
        [SR_UNIT_SHARE] = SR_WORD_UNIT_SHARE,       [SR_UNIT_EURO] = SR_WORD_UNIT_EURO,     [SR_UNIT_DAYS] = SR_WORD_UNIT_DAYS,
        [SR_UNIT_WORKDAYS] = SR_WORD_UNIT_WORKDAYS, [SR_UNIT_POINTS] = SR_WORD_UNIT_POINTS,
    };
    if (indicator->unit == SR_UNIT_COUNT || indicator->unit == SR_UNIT_NUMBER)
        return SR_TEXT_NONE;
    return sr_composer_word(composer, UNITS[indicator->unit]);
}

sr_text sr_wording_count(sr_composer *composer, int64_t count)
{
    char text[NUMBER_SIZE];
    size_t size = sr_locale_write_decimal(composer->locale, count, 0, 0, text, sizeof(text));
    return sr_composer_copy(composer, (sr_text){text, size});
}

sr_text sr_wording_counted(sr_composer *composer, const sr_plan_indicator *indicator, int64_t count)
{
    sr_text number = sr_wording_count(composer, count);
    sr_text counted = sr_composer_choose(composer, indicator->counted);
    if (counted.size == 0 || count == 1)    // the rules give the word as it follows a number larger than one
        return sr_composer_say(composer, SR_WORD_COUNTED_N, &number, 1);
    return sr_composer_say(composer, SR_WORD_RESTS_ON, (sr_text[]){number, counted}, 2);
}

sr_text sr_wording_part(sr_composer *composer, sr_number number, uint8_t digits)
{
    char text[NUMBER_SIZE];
    size_t size = number.is_real
                    ? sr_locale_write_real(composer->locale, number.real, digits, text, sizeof(text))
                    : sr_locale_write_decimal(composer->locale, number.exact, number.scale, digits, text, sizeof(text));
    return sr_composer_copy(composer, (sr_text){text, size});
}

/* As few digits as show the number whole, at most so many; cents are two. */
static sr_text write_limit(sr_composer *composer, sr_unit unit, sr_number number, uint8_t digits_max, uint8_t otherwise)
{
    double shown = sr_number_get_real(number) * (unit == SR_UNIT_SHARE ? 100.0 : 1.0);
    double scale = 1.0;
    for (uint8_t digits = 0; digits <= digits_max; digits++, scale *= 10.0)
        if (fabs(shown * scale - round(shown * scale)) < 1e-6 && (unit != SR_UNIT_EURO || digits != 1))
            return write_number(composer, unit, number, digits);
    return write_number(composer, unit, number, otherwise);
}

sr_text sr_wording_limit_number(sr_composer *composer, const sr_plan_indicator *indicator, sr_number number)
{
    return write_limit(composer, indicator->unit, number, indicator->digits > 2 ? indicator->digits : 2, indicator->digits);
}

sr_text sr_wording_amount(sr_composer *composer, sr_unit unit, sr_number number)
{
    return add_unit(composer, unit, write_limit(composer, unit, number, AMOUNT_DIGITS_MAX, AMOUNT_DIGITS_MAX));
}

sr_text sr_wording_limit(sr_composer *composer, const sr_plan_indicator *indicator, sr_number number)
{
    return add_unit(composer, indicator->unit, sr_wording_limit_number(composer, indicator, number));
}

sr_text sr_wording_rounded(sr_composer *composer, const sr_plan_indicator *indicator, double value, uint8_t digits)
{
    return write_real(composer, indicator->unit, value, digits);
}

static sr_text add_sign(sr_composer *composer, double value, sr_text number)
{
    return value > 0 ? sr_composer_join(composer, (sr_text[]){SR_TEXT("+"), number}, 2, "") : number;
}

static sr_text say_change(sr_composer *composer, sr_text change)
{
    return sr_composer_say(composer, SR_WORD_CHANGE, &change, 1);
}

sr_text sr_wording_change(sr_composer *composer, const sr_plan_indicator *indicator, sr_number now, sr_number before)
{
    double from = sr_number_get_real(before);
    double difference = sr_number_get_real(now) - from;
    bool is_share = indicator->unit == SR_UNIT_SHARE;
    bool is_relative = (indicator->unit == SR_UNIT_COUNT || indicator->unit == SR_UNIT_EURO) && from > 0;
    double change = is_relative ? difference / from : difference;
    uint8_t digits = is_relative ? SMALL_SHARE_DIGITS : indicator->digits;
    double shown = change * (is_relative || is_share ? 100.0 : 1.0);
    if (fabs(shown) * pow(10.0, digits) < 0.5)
        return sr_composer_word(composer, SR_WORD_NO_CHANGE);

    char text[NUMBER_SIZE];
    if (is_relative) {
        size_t size = sr_locale_write_share(composer->locale, change, digits, text, sizeof(text));
        return say_change(composer, add_sign(composer, change, sr_composer_copy(composer, (sr_text){text, size})));
    }
    sr_text number = add_sign(composer, change, write_real(composer, indicator->unit, change, digits));
    return say_change(composer, is_share ? sr_composer_say(composer, SR_WORD_PERCENT_POINTS, &number, 1)
                                         : add_unit(composer, indicator->unit, number));
}

sr_text sr_wording_not_applicable(sr_composer *composer)
{
    composer->has_not_applicable = true;
    return SR_TEXT("[z]");
}

sr_text sr_wording_shorthand(sr_composer *composer, const sr_released_cell *cell)
{
    switch (sr_released_cell_get_state(cell)) {
    case SR_CELL_HIDDEN:
        composer->has_hidden = true;
        return SR_TEXT("[c]");
    case SR_CELL_NO_DATA:
        composer->has_no_data = true;
        return SR_TEXT("[x]");
    case SR_CELL_TOO_FEW:
        composer->has_too_few = true;
        return SR_TEXT("[u]");
    case SR_CELL_OK:
    case SR_CELL_ZERO_DENOMINATOR:
    case SR_CELL_NOT_APPLICABLE:
        break;
    }
    return sr_wording_not_applicable(composer);
}

void sr_wording_note_method(sr_composer *composer, const sr_judgement *judgement)
{
    if (!judgement->has_interval || judgement->method == NULL)
        return;
    composer->has_wilson |= strcmp(judgement->method, "Wilson") == 0;
    composer->has_exact |= strcmp(judgement->method, "exact") == 0;
    composer->has_byar |= strcmp(judgement->method, "Byar") == 0;
    composer->has_t |= strcmp(judgement->method, "t") == 0;
}

sr_text sr_wording_cell(sr_composer *composer, const sr_plan_indicator *indicator, const sr_released_cell *cell)
{
    if (sr_released_cell_get_state(cell) != SR_CELL_OK)
        return sr_wording_shorthand(composer, cell);
    return sr_wording_value(composer, indicator, sr_released_cell_get_result(cell)->value);
}
