#include "input/likeness.h"

#include <stdio.h>

#include "tests/support/test.h"

static sr_likeness learn(const char *const *values, size_t count)
{
    sr_likeness likeness = {.rows = 0};
    for (size_t i = 0; i < count; i++)
        sr_likeness_add(&likeness, sr_text_from(values[i]));
    return likeness;
}

static sr_likeness learn_dates(void)
{
    sr_likeness likeness = {.rows = 0};
    char text[16];
    for (int i = 0; i < 40; i++) {
        snprintf(text, sizeof(text), "2024-%02d-%02d", i % 12 + 1, i % 28 + 1);
        sr_likeness_add(&likeness, sr_text_from(text));
    }
    return likeness;
}

static double measure(const sr_likeness *likeness, const char *value)
{
    return sr_likeness_measure(likeness, sr_text_from(value));
}

static void dates_are_strict_and_know_their_own(void **state)
{
    (void)state;
    sr_likeness dates = learn_dates();
    assert_true(sr_likeness_is_strict(&dates));
    assert_true(measure(&dates, "2031-05-06") < 1);
    assert_true(measure(&dates, "06.05.2031") >= SR_LIKENESS_MISFIT);
    assert_true(measure(&dates, "2031-05-06\"") >= SR_LIKENESS_MISFIT);
    assert_true(measure(&dates, "opened") >= SR_LIKENESS_MISFIT);
    assert_true(measure(&dates, "12") >= SR_LIKENESS_MISFIT);
    assert_true(measure(&dates, "") > 4);
    assert_true(sr_likeness_is_proof(&dates, SR_TEXT("2031-05-06")));
    assert_false(sr_likeness_is_proof(&dates, SR_TEXT("opened")));
    assert_true(sr_likeness_is_certain(&dates, SR_TEXT("2031-05-06")));
    assert_false(sr_likeness_is_certain(&dates, SR_TEXT("20310506")));
}

static void numbers_are_one_shape(void **state)
{
    (void)state;
    static const char *const VALUES[] = {"1", "22", "-3", "4 444", "5", "66", "7", "88", "9,5", "10,5", "3-"};
    sr_likeness numbers = learn(VALUES, sizeof(VALUES) / sizeof(VALUES[0]));
    assert_true(sr_likeness_is_strict(&numbers));
    assert_true(measure(&numbers, "123456") < SR_LIKENESS_MISFIT);
    assert_true(measure(&numbers, "x") >= SR_LIKENESS_MISFIT);
    assert_false(sr_likeness_is_proof(&numbers, SR_TEXT("2024")));     // could be a name
    assert_false(sr_likeness_is_certain(&numbers, SR_TEXT("9,5")));
    assert_true(sr_likeness_is_number(SR_TEXT("1 234,50-")));
    assert_false(sr_likeness_is_number(SR_TEXT("1.2.2024")));
    assert_false(sr_likeness_is_number(SR_TEXT("-")));
}

static void few_words_know_each_other(void **state)
{
    (void)state;
    static const char *const VALUES[] = {"Harju", "Tartu", "Harju", "Tartu", "Harju", "Tartu", "Harju", "Tartu"};
    sr_likeness words = learn(VALUES, sizeof(VALUES) / sizeof(VALUES[0]));
    assert_true(measure(&words, "Harju") < 2);
    assert_true(measure(&words, "Valga") > 5);
    assert_true(measure(&words, "Valga") < SR_LIKENESS_MISFIT);      // could be the first of its kind
    assert_true(measure(&words, "Harju 2024-01-01") >= SR_LIKENESS_MISFIT);
}

static void free_text_says_little(void **state)
{
    (void)state;
    static const char *const VALUES[] = {"a b, c (d)", "Xy: z; u", "o", "The 4th of 7.", "No. 12/b", "w-w", "p & q", "n + m = o", "Huh?", "e, f", "12 g"};
    sr_likeness text = learn(VALUES, sizeof(VALUES) / sizeof(VALUES[0]));
    assert_false(sr_likeness_is_strict(&text));
    assert_true(measure(&text, "anything at all") < SR_LIKENESS_MISFIT);
}

static void a_value_that_came_once_does_not_vouch_for_itself(void **state)
{
    (void)state;
    sr_likeness dates = learn_dates();
    sr_likeness_add(&dates, SR_TEXT("2024-05-06\""));
    assert_true(measure(&dates, "2024-05-06\"") >= SR_LIKENESS_MISFIT);
}

static void nothing_is_strange_to_an_empty_likeness(void **state)
{
    (void)state;
    sr_likeness empty = {.rows = 0};
    assert_close(measure(&empty, "x"), 0, 1e-12);
    assert_false(sr_likeness_is_strict(&empty));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dates_are_strict_and_know_their_own),
        TEST(numbers_are_one_shape),
        TEST(few_words_know_each_other),
        TEST(free_text_says_little),
        TEST(a_value_that_came_once_does_not_vouch_for_itself),
        TEST(nothing_is_strange_to_an_empty_likeness),
    };
    return RUN_TESTS(tests);
}
