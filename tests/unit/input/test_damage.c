#include "input/damage.h"

#include "tests/support/test.h"

typedef struct sample {
    const char *value;
    sr_column_type type;
    sr_damage damage;
} sample;

static void assert_samples(const sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sr_damage damage = sr_damage_find(sr_text_from(samples[i].value), samples[i].type);
        if (damage != samples[i].damage)
            print_message("# '%s' as type %d is damage %d\n", samples[i].value, (int)samples[i].type, (int)damage);
        assert_int_equal(damage, samples[i].damage);
    }
}

static void error_values_are_known_in_every_type(void **state)
{
    (void)state;
    static const sample samples[] = {
        {"#VALUE!", SR_TYPE_DECIMAL, SR_DAMAGE_ERROR}, {"#N/A", SR_TYPE_TEXT, SR_DAMAGE_ERROR},   {"#NV", SR_TYPE_CODE, SR_DAMAGE_ERROR},
        {"#DIV/0!", SR_TYPE_REAL, SR_DAMAGE_ERROR},    {"#NAME?", SR_TYPE_DATE, SR_DAMAGE_ERROR}, {"#VÄÄRTUS!", SR_TYPE_TEXT, SR_DAMAGE_ERROR},
        {"########", SR_TYPE_DATE, SR_DAMAGE_NARROW},  {"###", SR_TYPE_TEXT, SR_DAMAGE_NARROW},
        {"#1", SR_TYPE_TEXT, SR_DAMAGE_NONE},          {"#hashtag!", SR_TYPE_TEXT, SR_DAMAGE_NONE}, {"#", SR_TYPE_TEXT, SR_DAMAGE_NONE},
        {"#N/A?", SR_TYPE_TEXT, SR_DAMAGE_ERROR},      {"VALUE!", SR_TYPE_TEXT, SR_DAMAGE_NONE},  {"", SR_TYPE_TEXT, SR_DAMAGE_NONE},
    };
    assert_samples(samples, sizeof(samples) / sizeof(samples[0]));
}

static void a_long_number_cut_to_a_power_of_ten_is_no_identifier(void **state)
{
    (void)state;
    static const sample samples[] = {
        {"3,76E+10", SR_TYPE_PERSON, SR_DAMAGE_EXPONENT}, {"3.76050E+10", SR_TYPE_PERSON, SR_DAMAGE_EXPONENT},
        {"7E+07", SR_TYPE_REGISTRY_CODE, SR_DAMAGE_EXPONENT}, {"1,2e+15", SR_TYPE_CODE, SR_DAMAGE_EXPONENT},
        {"1E+10", SR_TYPE_INTEGER, SR_DAMAGE_EXPONENT},   {"3,76E+10", SR_TYPE_TEXT, SR_DAMAGE_EXPONENT},
        {"E+10", SR_TYPE_CODE, SR_DAMAGE_NONE},           {"3,76E+", SR_TYPE_CODE, SR_DAMAGE_NONE},
        {"3,76E-10", SR_TYPE_CODE, SR_DAMAGE_NONE},       {"A3E+10", SR_TYPE_CODE, SR_DAMAGE_NONE},
        {"3760,5E+10", SR_TYPE_CODE, SR_DAMAGE_NONE},
    };
    assert_samples(samples, sizeof(samples) / sizeof(samples[0]));
    assert_true(sr_damage_is_exponent(SR_TEXT("3,76E+10")));
    assert_false(sr_damage_is_exponent(SR_TEXT("A-12")));
}

static void words_for_true_and_false_are_known_in_the_languages_of_spreadsheets(void **state)
{
    (void)state;
    static const sample samples[] = {
        {"FALSCH", SR_TYPE_BOOLEAN, SR_DAMAGE_TRUTH}, {"Tõene", SR_TYPE_BOOLEAN, SR_DAMAGE_TRUTH}, {"väär", SR_TYPE_DECIMAL, SR_DAMAGE_TRUTH},
        {"TRUE", SR_TYPE_DATE, SR_DAMAGE_TRUTH},      {"FALSE", SR_TYPE_CODE, SR_DAMAGE_TRUTH},    {"FALSCH", SR_TYPE_TEXT, SR_DAMAGE_NONE},
        {"vist", SR_TYPE_BOOLEAN, SR_DAMAGE_NONE},
    };
    assert_samples(samples, sizeof(samples) / sizeof(samples[0]));
}

static void codes_that_became_dates_and_dates_that_became_numbers_are_told(void **state)
{
    (void)state;
    static const sample samples[] = {
        {"01.veebr", SR_TYPE_CODE, SR_DAMAGE_DATE},     {"1. mai", SR_TYPE_CODE, SR_DAMAGE_DATE},    {"2-Jan", SR_TYPE_CODES, SR_DAMAGE_DATE},
        {"jaan.25", SR_TYPE_INTEGER, SR_DAMAGE_DATE},   {"Jan-25", SR_TYPE_CODE, SR_DAMAGE_DATE},    {"01.02.2025", SR_TYPE_CODE, SR_DAMAGE_DATE},
        {"2025-02-01", SR_TYPE_DECIMAL, SR_DAMAGE_DATE}, {"märts.21", SR_TYPE_CODE, SR_DAMAGE_DATE}, {"45292", SR_TYPE_DATE, SR_DAMAGE_DAY_NUMBER},
        {"45292,75", SR_TYPE_DATE, SR_DAMAGE_DAY_NUMBER}, {"4529", SR_TYPE_DATE, SR_DAMAGE_NONE},    {"01234", SR_TYPE_DATE, SR_DAMAGE_NONE},
        {"01.02.2025", SR_TYPE_DATE, SR_DAMAGE_NONE},   {"mai", SR_TYPE_CODE, SR_DAMAGE_NONE},       {"OA-1", SR_TYPE_CODE, SR_DAMAGE_NONE},
        {"01.veebr", SR_TYPE_TEXT, SR_DAMAGE_DATE},     {"2-Jan", SR_TYPE_TEXT, SR_DAMAGE_DATE},     {"1. mai", SR_TYPE_TEXT, SR_DAMAGE_NONE},
        {"jaan.25", SR_TYPE_TEXT, SR_DAMAGE_NONE},      {"Jan-25", SR_TYPE_TEXT, SR_DAMAGE_NONE},    {"01.02.2025", SR_TYPE_TEXT, SR_DAMAGE_NONE},
        {"1.2", SR_TYPE_CODE, SR_DAMAGE_NONE},          {"45292", SR_TYPE_INTEGER, SR_DAMAGE_NONE},  {"maja-5", SR_TYPE_CODE, SR_DAMAGE_NONE},
    };
    assert_samples(samples, sizeof(samples) / sizeof(samples[0]));
}

static void every_damage_has_a_name_and_a_way_to_mend_it(void **state)
{
    (void)state;
    assert_string_equal(sr_damage_get_name(SR_DAMAGE_NONE), "");
    assert_null(sr_damage_get_hint(SR_DAMAGE_NONE));
    for (int damage = SR_DAMAGE_ERROR; damage <= SR_DAMAGE_DAY_NUMBER; damage++) {
        assert_true(sr_text_find(sr_text_from(sr_damage_get_name((sr_damage)damage)), SR_TEXT("spreadsheet")) != SIZE_MAX);
        assert_non_null(sr_damage_get_hint((sr_damage)damage));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(error_values_are_known_in_every_type),
        TEST(a_long_number_cut_to_a_power_of_ten_is_no_identifier),
        TEST(words_for_true_and_false_are_known_in_the_languages_of_spreadsheets),
        TEST(codes_that_became_dates_and_dates_that_became_numbers_are_told),
        TEST(every_damage_has_a_name_and_a_way_to_mend_it),
    };
    return RUN_TESTS(tests);
}
