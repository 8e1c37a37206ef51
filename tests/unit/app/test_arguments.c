#include "tests/support/test.h"

#include "app/arguments.h"

static const sr_option options[] = {
    {"as-of", 0, "DATE", "the day"},
    {"report", 'r', "ID", "only this report"},
    {"verbose", 'v', NULL, "notes too"},
};

typedef struct sr_case {
    int count;
    const char *words[6];
    const char *error;
} sr_case;

static bool parse(const sr_case *one, sr_arena *arena, sr_arguments *arguments, sr_error *err)
{
    char *words[6] = {0};
    for (int i = 0; i < one->count; i++)
        words[i] = sr_arena_copy(arena, one->words[i], sr_text_from(one->words[i]).size);
    sr_error_init(err);
    return sr_arguments_parse(one->count, words, options, 3, arena, arguments, err);
}

static void options_may_stand_anywhere_in_three_forms(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_arguments arguments;
    sr_error err;
    sr_case one = {6, {"--report=a", "DIR", "-r", "b", "-rc", "-v"}, NULL};
    assert_done(parse(&one, arena, &arguments, &err), &err);
    assert_string_equal(sr_arguments_get(&arguments, "report"), "c");
    assert_string_equal(sr_arguments_get_nth(&arguments, "report", 0), "a");
    assert_string_equal(sr_arguments_get_nth(&arguments, "report", 1), "b");
    assert_null(sr_arguments_get_nth(&arguments, "report", 3));
    assert_string_equal(sr_arguments_get_positional(&arguments, 0), "DIR");
    assert_null(sr_arguments_get_positional(&arguments, 1));
    assert_true(sr_arguments_has(&arguments, "verbose"));
    assert_false(sr_arguments_has(&arguments, "as-of"));
    sr_arena_free(arena);
}

static void what_follows_two_hyphens_is_positional_and_so_is_one_hyphen(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_arguments arguments;
    sr_error err;
    sr_case one = {3, {"-", "--", "--verbose"}, NULL};
    assert_done(parse(&one, arena, &arguments, &err), &err);
    assert_string_equal(sr_arguments_get_positional(&arguments, 0), "-");
    assert_string_equal(sr_arguments_get_positional(&arguments, 1), "--verbose");
    assert_false(sr_arguments_has(&arguments, "verbose"));
    sr_arena_free(arena);
}

static void mistakes_say_what_was_meant(void **state)
{
    (void)state;
    static const sr_case cases[] = {
        {1, {"--as-off"}, "unknown option --as-off; did you mean --as-of?"},
        {1, {"--colour"}, "unknown option --colour; --help lists the options"},
        {1, {"-x"}, "unknown option -x; --help lists the options"},
        {1, {"--as-of"}, "--as-of needs a value: --as-of DATE"},
        {1, {"--verbose=1"}, "--verbose takes no value"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        sr_arena *arena = sr_arena_new();
        sr_arguments arguments;
        sr_error err;
        assert_false(parse(&cases[i], arena, &arguments, &err));
        assert_int_equal(err.code, SR_USAGE);
        assert_error(&err, cases[i].error);
        sr_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(options_may_stand_anywhere_in_three_forms),
        TEST(what_follows_two_hyphens_is_positional_and_so_is_one_hyphen),
        TEST(mistakes_say_what_was_meant),
    };
    return RUN_TESTS(tests);
}
