#include "engine/base/error.h"

#include <errno.h>
#include <string.h>

#include "tests/support/test.h"

static void the_first_failure_stays(void **state)
{
    (void)state;
    sr_error err;
    sr_error_init(&err);
    assert_int_equal(err.code, SR_OK);
    assert_false(sr_fail(&err, SR_BAD_DATA, "the first of %d", 2));
    assert_false(sr_fail(&err, SR_IO, "the second"));
    assert_false(sr_fail_memory(&err));
    assert_int_equal(err.code, SR_BAD_DATA);
    assert_error(&err, "the first of 2");
}

static void a_place_is_printed_as_far_as_it_is_known(void **state)
{
    (void)state;
    const struct {
        sr_where where;
        const char *expected;
    } rows[] = {
        {{"visits.csv", 3, 14}, "visits.csv:3:14: bad date"},
        {{"visits.csv", 3, 0}, "visits.csv:3: bad date"},
        {{"visits.csv", 0, 0}, "visits.csv: bad date"},
        {{NULL, 1, 5}, "1:5: bad date"},
        {{NULL, 0, 0}, "bad date"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_error err;
        sr_error_init(&err);
        assert_false(sr_fail_at(&err, SR_BAD_DATA, rows[i].where, "bad %s", "date"));
        assert_error(&err, rows[i].expected);
    }
}

static void context_stands_in_front(void **state)
{
    (void)state;
    sr_error err;
    sr_error_init(&err);
    sr_fail_at(&err, SR_BAD_DATA, (sr_where){"visits.csv", 1, 0}, "column '%s' is missing", "ward");
    assert_false(sr_fail_within(&err, "dataset '%s'", "visits"));
    assert_false(sr_fail_within(&err, "run"));
    assert_error(&err, "visits.csv:1: run: dataset 'visits': column 'ward' is missing");
    assert_int_equal(err.code, SR_BAD_DATA);
}

static void a_long_message_is_cut_between_characters(void **state)
{
    (void)state;
    char long_text[1024];
    for (size_t shift = 0; shift < 2; shift++) {
        memset(long_text, 'x', sizeof(long_text));
        for (size_t i = shift; i + 2 < sizeof(long_text); i += 2)
            memcpy(long_text + i, "õ", 2);
        long_text[sizeof(long_text) - 1] = '\0';
        sr_error err;
        sr_error_init(&err);
        sr_fail_at(&err, SR_IO, (sr_where){long_text, 0, 0}, "%s", long_text);
        assert_int_equal(sr_text_find_invalid(sr_text_from(err.message)), SIZE_MAX);
        assert_int_equal(sr_text_find_invalid(sr_text_from(err.path)), SIZE_MAX);
        assert_true(strlen(err.message) >= sizeof(err.message) - 2);
        sr_fail_within(&err, "%s", "context");
        assert_int_equal(sr_text_find_invalid(sr_text_from(err.message)), SIZE_MAX);
        assert_memory_equal(err.message, "context: ", 9);
    }
}

static void an_error_outlives_the_path_it_was_given(void **state)
{
    (void)state;
    char path[] = "a.csv";
    sr_error err;
    sr_error_init(&err);
    sr_fail_at(&err, SR_IO, (sr_where){path, 0, 0}, "cannot be read");
    memset(path, 'x', sizeof(path) - 1);
    assert_error(&err, "a.csv: cannot be read");
}

static void system_errors_get_the_code_of_their_kind(void **state)
{
    (void)state;
    const struct {
        int number;
        sr_code code;
        const char *expected;
    } rows[] = {
        {ENOENT, SR_NO_INPUT, "a.csv: cannot be opened: No such file or directory"},
        {EACCES, SR_NO_PERMISSION, "a.csv: cannot be opened: Permission denied"},
        {ENOSPC, SR_IO, "a.csv: cannot be opened: No space left on device"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sr_error err;
        sr_error_init(&err);
        assert_false(sr_fail_system(&err, "a.csv", rows[i].number, "cannot be opened"));
        assert_int_equal(err.code, rows[i].code);
        assert_error(&err, rows[i].expected);
    }
}

static void the_length_is_known_when_there_is_no_room(void **state)
{
    (void)state;
    sr_error err;
    char small[4];
    sr_error_init(&err);
    sr_fail(&err, SR_IO, "0123456789");
    assert_int_equal(sr_error_print(&err, small, sizeof(small)), 10);
    assert_string_equal(small, "012");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_failure_stays),
        TEST(a_place_is_printed_as_far_as_it_is_known),
        TEST(context_stands_in_front),
        TEST(a_long_message_is_cut_between_characters),
        TEST(an_error_outlives_the_path_it_was_given),
        TEST(system_errors_get_the_code_of_their_kind),
        TEST(the_length_is_known_when_there_is_no_room),
    };
    return RUN_TESTS(tests);
}
