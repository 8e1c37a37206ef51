#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "output/words.h"

static const char *const NAMES[] = {
#define NAME(name) #name,
    SR_WORDS(NAME)
#undef NAME
};

static void every_word_exists_in_both_languages(void **state)
{
    (void)state;
    for (int word = 0; word < SR_WORD_COUNT; word++)
        for (int language = 0; language < SR_LANGUAGE_COUNT; language++) {
            const char *text = sr_word_get((sr_word)word, (sr_language)language);
            if (text == NULL || text[0] == '\0')
                fail_msg("%s has no word in language %d", NAMES[word], language);
            if (sr_text_find_invalid(sr_text_from(text)) != SIZE_MAX)
                fail_msg("%s is not UTF-8 in language %d", NAMES[word], language);
        }
}

/* Bit i: {i} occurs. */
static unsigned get_places(const char *pattern)
{
    unsigned places = 0;
    for (; *pattern != '\0'; pattern++)
        if (pattern[0] == '{' && pattern[1] >= '0' && pattern[1] <= '9' && pattern[2] == '}')
            places |= 1u << (pattern[1] - '0');
    return places;
}

static void both_languages_take_values_or_neither_does(void **state)
{
    (void)state;
    for (int word = 0; word < SR_WORD_COUNT; word++) {
        unsigned et = get_places(sr_word_get((sr_word)word, SR_ET));
        unsigned en = get_places(sr_word_get((sr_word)word, SR_EN));
        if ((et == 0) != (en == 0))
            fail_msg("%s: {%x} in Estonian, {%x} in English", NAMES[word], et, en);
    }
}

static sr_text say(sr_arena *arena, sr_word word, sr_language language, const sr_text *values, size_t count)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, 1000);
    sr_words_add(&builder, word, language, values, count);
    return sr_builder_get(&builder);
}

/* A blank there would let a line end between number and unit. */
static void a_unit_stays_with_its_number(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    const sr_text value = SR_TEXT("12,50");
    assert_text(say(arena, SR_WORD_EURO, SR_ET, &value, 1), "12,50\xC2\xA0€");
    assert_text(say(arena, SR_WORD_EURO, SR_EN, &value, 1), "€12,50");
    sr_arena_free(arena);
}

static void values_take_their_places(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    const sr_text values[] = {SR_TEXT("2026"), SR_TEXT("IV"), SR_TEXT("4")};
    assert_text(say(arena, SR_WORD_PERIOD_QUARTER, SR_ET, values, 3), "2026. aasta IV kvartal");
    assert_text(say(arena, SR_WORD_PERIOD_QUARTER, SR_EN, values, 3), "Q4 2026");
    const sr_text two[] = {SR_TEXT("Hiiu, Lääne"), SR_TEXT("Järva")};
    assert_text(say(arena, SR_WORD_AND, SR_ET, two, 2), "Hiiu, Lääne ja Järva");
    assert_text(say(arena, SR_WORD_AND, SR_EN, two, 2), "Hiiu, Lääne and Järva");
    sr_arena_free(arena);
}

static void a_value_that_looks_like_a_place_is_left_alone(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    const sr_text values[] = {SR_TEXT("{1}"), SR_TEXT("x{0}")};
    assert_text(say(arena, SR_WORD_AND, SR_EN, values, 2), "{1} and x{0}");
    sr_arena_free(arena);
}

static void a_place_without_a_value_stands_for_itself(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    const sr_text value = SR_TEXT("a");
    assert_text(say(arena, SR_WORD_AND, SR_EN, &value, 1), "a and {1}");
    sr_arena_free(arena);
}

static void a_verdict_is_said_in_words(void **state)
{
    (void)state;
    assert_string_equal(sr_word_get(SR_WORD_TARGET_MET, SR_ET), "siht täidetud");
    assert_string_equal(sr_word_get(SR_WORD_TARGET_NOT_MET, SR_ET), "siht täitmata");
    assert_string_equal(sr_word_get(SR_WORD_TARGET_WARNING, SR_ET), "hoiatusalas");
    assert_string_equal(sr_word_get(SR_WORD_CANNOT_TELL, SR_ET), "ei saa veel öelda");
    assert_string_equal(sr_word_get(SR_WORD_CANNOT_TELL, SR_EN), "cannot tell yet");
}

static void names_of_tables_are_ascii(void **state)
{
    (void)state;
    const sr_word words[] = {SR_WORD_TABLE_NAME_PERIODS, SR_WORD_TABLE_NAME_INTAKE};
    for (size_t i = 0; i < 2; i++)
        for (int language = 0; language < SR_LANGUAGE_COUNT; language++)
            for (const char *byte = sr_word_get(words[i], (sr_language)language); *byte != '\0'; byte++)
                assert_true((*byte >= 'a' && *byte <= 'z') || *byte == '_');
}

static void a_finding_has_words_or_its_code(void **state)
{
    (void)state;
    assert_string_equal(sr_words_get_finding("value.date", SR_ET), "vigane kuupäev");
    assert_string_equal(sr_words_get_finding("value.date", SR_EN), "bad date");
    assert_string_equal(sr_words_get_finding("no.such_code", SR_ET), "no.such_code");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_word_exists_in_both_languages),
        TEST(both_languages_take_values_or_neither_does),
        TEST(a_unit_stays_with_its_number),
        TEST(values_take_their_places),
        TEST(a_value_that_looks_like_a_place_is_left_alone),
        TEST(a_place_without_a_value_stands_for_itself),
        TEST(a_verdict_is_said_in_words),
        TEST(names_of_tables_are_ascii),
        TEST(a_finding_has_words_or_its_code),
    };
    return RUN_TESTS(tests);
}
