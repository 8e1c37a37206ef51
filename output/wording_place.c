/*
 * Where and when a figure stands: periods, and the members of breakdowns.
 */
#include "output/wording.h"

#include <assert.h>
#include <string.h>

#define WORD_SIZE 128   // of a written date, month or number

static const char *const PARTS[] = {"I", "II", "III", "IV"};

sr_text sr_wording_date(sr_composer *composer, sr_day day)
{
    char text[WORD_SIZE];
    size_t size = sr_locale_write_date(composer->locale, day, text, sizeof(text));
    return sr_composer_copy(composer, (sr_text){text, size});
}

static sr_text say_month(sr_composer *composer, sr_day day, bool is_short)
{
    char text[WORD_SIZE];
    size_t size = is_short ? sr_locale_write_month_short(composer->locale, day, text, sizeof(text))
                           : sr_locale_write_month(composer->locale, day, text, sizeof(text));
    return sr_composer_copy(composer, (sr_text){text, size});
}

/* "2026. aasta IV kvartal"; in short "IV kv 2026". */
static sr_text say_part(sr_composer *composer, sr_word word, int32_t year, int part)
{
    return sr_composer_say(composer, word, (sr_text[]){sr_composer_print(composer, "%d", (int)year), sr_text_from(PARTS[part]),
                                                       sr_composer_print(composer, "%d", part + 1)}, 3);
}

static sr_text say_week(sr_composer *composer, sr_day day, bool is_short)
{
    int32_t year, week;
    sr_day_get_iso_week(day, &year, &week);
    return sr_composer_say(composer, is_short ? SR_WORD_WEEK_SHORT : SR_WORD_PERIOD_WEEK,
                           (sr_text[]){sr_composer_print(composer, "%d", (int)year), sr_composer_print(composer, "%d", (int)week)}, 2);
}

static sr_text say_period(sr_composer *composer, sr_grain grain, sr_day day, bool is_short)
{
    sr_civil civil = sr_day_to_civil(day);
    sr_text year = sr_composer_print(composer, "%d", (int)civil.year);
    switch (grain) {
    case SR_GRAIN_WEEK:
        return say_week(composer, day, is_short);
    case SR_GRAIN_MONTH:
        return say_month(composer, day, is_short);
    case SR_GRAIN_YTD: {
        sr_text month = say_month(composer, day, is_short);
        return sr_composer_say(composer, SR_WORD_PERIOD_YTD, &month, 1);
    }
    case SR_GRAIN_QUARTER:
        return say_part(composer, is_short ? SR_WORD_QUARTER_SHORT : SR_WORD_PERIOD_QUARTER, civil.year, (civil.month - 1) / 3);
    case SR_GRAIN_HALF:
        return say_part(composer, is_short ? SR_WORD_HALF_SHORT : SR_WORD_PERIOD_HALF, civil.year, (civil.month - 1) / 6);
    case SR_GRAIN_YEAR:
        return is_short ? year : sr_composer_say(composer, SR_WORD_PERIOD_YEAR, &year, 1);
    case SR_GRAIN_DAY:
    case SR_GRAIN_COUNT:
        break;
    }
    return sr_wording_date(composer, day);
}

const sr_wording_of_grain *sr_wording_grain(sr_grain grain)
{
    static const sr_wording_of_grain WORDS[SR_GRAIN_COUNT] = {
#define MONTHS SR_WORD_BY_MONTH, SR_WORD_STREAK_MONTHS, SR_WORD_PREVIOUS_MONTH, SR_WORD_SAME_MONTH
        [SR_GRAIN_DAY] = {SR_WORD_GRAIN_DAY, SR_WORD_BY_DAY, SR_WORD_STREAK_DAYS, SR_WORD_PREVIOUS_DAY, SR_WORD_COUNT},
        [SR_GRAIN_WEEK] = {SR_WORD_GRAIN_WEEK, SR_WORD_BY_WEEK, SR_WORD_STREAK_WEEKS, SR_WORD_PREVIOUS_WEEK, SR_WORD_SAME_WEEK},
        [SR_GRAIN_MONTH] = {SR_WORD_GRAIN_MONTH, MONTHS},
        [SR_GRAIN_QUARTER] = {SR_WORD_GRAIN_QUARTER, SR_WORD_BY_QUARTER, SR_WORD_STREAK_QUARTERS, SR_WORD_PREVIOUS_QUARTER,
                              SR_WORD_SAME_QUARTER},
        [SR_GRAIN_HALF] = {SR_WORD_GRAIN_HALF, SR_WORD_BY_HALF, SR_WORD_STREAK_HALVES, SR_WORD_PREVIOUS_HALF, SR_WORD_SAME_HALF},
        [SR_GRAIN_YEAR] = {SR_WORD_GRAIN_YEAR, SR_WORD_BY_YEAR, SR_WORD_STREAK_YEARS, SR_WORD_PREVIOUS_YEAR, SR_WORD_COUNT},
        [SR_GRAIN_YTD] = {SR_WORD_GRAIN_YTD, MONTHS},
#undef MONTHS
    };
    assert(grain < SR_GRAIN_COUNT);
    return &WORDS[grain];
}

sr_text sr_wording_period(sr_composer *composer, sr_period period)
{
    return say_period(composer, period.grain, sr_period_get_last(period) - 1, false);
}

sr_text sr_wording_period_short(sr_composer *composer, sr_period period)
{
    return say_period(composer, period.grain, sr_period_get_last(period) - 1, true);
}

/* A value that names itself, by its kind. */
static sr_text say_plain_key(sr_composer *composer, const sr_expr *expr, sr_key value)
{
    char text[WORD_SIZE];
    switch (expr->kind) {
    case SR_KIND_BOOLEAN:
        return sr_composer_word(composer, value != 0 ? SR_WORD_YES : SR_WORD_NO);
    case SR_KIND_INTEGER:
        return sr_composer_print(composer, "%lld", (long long)value);
    case SR_KIND_DECIMAL:
        return sr_composer_copy(composer, (sr_text){text, sr_locale_write_decimal(composer->locale, value, expr->scale, expr->scale,
                                                                                  text, sizeof(text))});
    case SR_KIND_REAL: {
        double real;
        memcpy(&real, &value, sizeof(real));
        return sr_composer_copy(composer, (sr_text){text, sr_number_write(sr_number_from_real(real), text)});
    }
    case SR_KIND_DATE:
        if (expr->op == SR_OP_DATE_TRUNC && expr->grain >= 0 && expr->grain < SR_GRAIN_COUNT)
            return say_period(composer, (sr_grain)expr->grain, (sr_day)value, false);
        return sr_wording_date(composer, (sr_day)value);
    case SR_KIND_TEXT:
    case SR_KIND_COUNT:
        break;
    }
    return sr_dict_get(sr_released_get_dict(composer->released), (uint32_t)value);
}

static sr_text say_code(sr_composer *composer, const sr_list *list, sr_text code)
{
    const sr_list_member *member = sr_list_find_code(list, code);
    sr_text name = member != NULL ? sr_composer_choose(composer, member->names) : SR_TEXT_NONE;
    return name.size > 0 ? name : code;
}

/* Several answers in one cell stand as codes with commas between; each gets its name. */
static sr_text say_codes(sr_composer *composer, const sr_list *list, sr_text codes)
{
    size_t comma = sr_text_find(codes, SR_TEXT(","));
    if (comma == SIZE_MAX || sr_list_find_code(list, codes) != NULL)
        return say_code(composer, list, codes);
    sr_text text = SR_TEXT_NONE;
    while (codes.size > 0) {
        sr_text code = sr_text_slice(codes, 0, comma);
        text = sr_composer_join(composer, (sr_text[]){text, say_code(composer, list, code)}, 2, ", ");
        codes = comma < codes.size ? sr_text_slice(codes, comma + 1, codes.size - comma - 1) : SR_TEXT_NONE;
        comma = sr_text_find(codes, SR_TEXT(","));
    }
    return text;
}

sr_text sr_wording_key(sr_composer *composer, const sr_plan_key *key, sr_key value)
{
    if (value == SR_KEY_MISSING)
        return sr_composer_word(composer, SR_WORD_UNKNOWN);
    if (key->list != NULL && key->expr->kind == SR_KIND_TEXT)
        return say_codes(composer, key->list, sr_dict_get(sr_released_get_dict(composer->released), (uint32_t)value));
    return say_plain_key(composer, key->expr, value);
}

static sr_text say_tuple(sr_composer *composer, const sr_plan_grouping *grouping, const sr_key *keys)
{
    sr_text text = SR_TEXT_NONE;
    for (uint32_t i = 0; i < grouping->key_count; i++)
        text = sr_composer_join(composer, (sr_text[]){text, sr_wording_key(composer, &grouping->keys[i], keys[i])}, 2, " × ");
    return text;
}

sr_text sr_wording_member(sr_composer *composer, const sr_plan_grouping *grouping, const sr_released_member *member)
{
    if (member->key_count == 0)
        return sr_composer_word(composer, SR_WORD_TOTAL);
    if (!member->is_pool)
        return say_tuple(composer, grouping, member->keys);
    sr_text text = SR_TEXT_NONE;
    for (uint32_t i = 0; i < member->pool_count; i++) {
        sr_text name = say_tuple(composer, grouping, member->pool_keys + (size_t)i * member->key_count);
        if (i > 0 && i + 1 == member->pool_count)
            text = sr_composer_say(composer, SR_WORD_AND, (sr_text[]){text, name}, 2);
        else
            text = sr_composer_join(composer, (sr_text[]){text, name}, 2, ", ");
    }
    return text;
}

sr_text sr_wording_member_in(sr_composer *composer, const sr_plan_grouping *grouping, const sr_released_member *member)
{
    if (member->is_pool || member->key_count != 1 || member->keys[0] == SR_KEY_MISSING)
        return SR_TEXT_NONE;
    const sr_plan_key *key = &grouping->keys[0];
    if (key->list == NULL || key->expr->kind != SR_KIND_TEXT)
        return SR_TEXT_NONE;
    sr_text code = sr_dict_get(sr_released_get_dict(composer->released), (uint32_t)member->keys[0]);
    const sr_list_member *found = sr_list_find_code(key->list, code);
    return found != NULL ? found->in_names[composer->language] : SR_TEXT_NONE;
}

sr_text sr_wording_key_title(const sr_composer *composer, const sr_plan_key *key)
{
    sr_text title = sr_composer_choose(composer, key->titles);
    return title.size > 0 ? title : key->name;
}

sr_text sr_wording_grouping(sr_composer *composer, const sr_plan_grouping *grouping)
{
    sr_text text = SR_TEXT_NONE;
    for (uint32_t i = 0; i < grouping->key_count; i++)
        text = sr_composer_join(composer, (sr_text[]){text, sr_wording_key_title(composer, &grouping->keys[i])}, 2, " × ");
    return text;
}

sr_text sr_wording_role(sr_composer *composer, sr_text role)
{
    const sr_recipient *recipient = sr_ruleset_find_recipient(composer->request->rules, role);
    sr_text title = recipient != NULL ? sr_composer_choose(composer, recipient->titles) : SR_TEXT_NONE;
    return title.size > 0 ? title : role;
}

/* ASCII and the letters of Latin-1 (õ ä ö ü), š and ž: the alphabets of our two languages. */
sr_text sr_wording_capital(sr_composer *composer, sr_text text)
{
    sr_text copy = sr_composer_copy(composer, text);
    if (copy.size == 0)
        return copy;
    char first[2] = {copy.data[0], copy.size > 1 ? copy.data[1] : '\0'};
    unsigned char lead = (unsigned char)first[0];
    unsigned char trail = (unsigned char)first[1];
    size_t size = lead < 0x80 ? 1 : 2;
    if (lead >= 'a' && lead <= 'z')
        first[0] = (char)(lead - 0x20);
    else if (lead == 0xC3 && trail >= 0xA0 && trail <= 0xBE && trail != 0xB7)
        first[1] = (char)(trail - 0x20);
    else if (lead == 0xC5 && (trail == 0xA1 || trail == 0xBE))
        first[1] = (char)(trail - 1);
    else
        return copy;
    return sr_composer_join(composer, (sr_text[]){{first, size}, sr_text_slice(copy, size, copy.size - size)}, 2, "");
}
