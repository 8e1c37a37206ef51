#include "output/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "tests/support/test.h"

static bool write_input(const void *input, const char *path, sr_error *err)
{
    return sr_file_write(path, sr_text_from(input), err);
}

static bool fail_with_place(const void *input, const char *path, sr_error *err)
{
    (void)path;
    char local[32];
    snprintf(local, sizeof(local), "%s", (const char *)input);
    return sr_fail_at(err, SR_BAD_DATA, (sr_where){local, 3, 4}, "not a number");
}

static bool crash(const void *input, const char *path, sr_error *err)
{
    (void)input, (void)path, (void)err;
    signal(SIGSEGV, SIG_DFL);
    return raise(SIGSEGV) != 0;
}

static bool leave(const void *input, const char *path, sr_error *err)
{
    (void)input, (void)path, (void)err;
    fprintf(stderr, "out of luck\nsecond line\n");
    _exit(0);
}

static bool complain(const void *input, const char *path, sr_error *err)
{
    (void)input, (void)path, (void)err;
    printf("this is no console");
    fflush(stdout);
    for (int i = 0; i < 20000; i++)
        fprintf(stderr, "warning: dropped a cell\n");
    return true;
}

static bool take_memory(const void *input, const char *path, sr_error *err)
{
    (void)input, (void)path;
    int zero = open("/dev/zero", O_RDONLY);
    void *much = mmap(NULL, (size_t)SR_CHILD_BYTES * 2, PROT_READ, MAP_PRIVATE, zero, 0);
    return much != MAP_FAILED || sr_fail_memory(err);
}

static bool use_descriptor(const void *input, const char *path, sr_error *err)
{
    (void)path;
    return fcntl(*(const int *)input, F_GETFD) >= 0 || sr_fail(err, SR_IO, "closed");
}

static bool ring(const void *input, const char *path, sr_error *err)
{
    (void)input, (void)path, (void)err;
    return raise(SIGALRM) == 0;     // what the alarm does when the time is over
}

static void work_that_goes_well_leaves_its_file(void **state)
{
    (void)state;
    sr_error err;
    sr_arena *arena = sr_arena_new();
    sr_text bytes;
    char path[200];
    sr_error_init(&err);
    snprintf(path, sizeof(path), "%s/a", sr_test_make_directory());
    assert_done(sr_child_run(write_input, "abc", path, &err), &err);
    assert_done(sr_file_read(path, 100, arena, &bytes, &err), &err);
    assert_text(bytes, "abc");
    sr_arena_free(arena);
}

static void expect_failure(sr_child_work work, const void *input, sr_code code, const char *expected)
{
    sr_error err;
    sr_error_init(&err);
    assert_false(sr_child_run(work, input, "x.xlsx", &err));
    assert_error(&err, expected);
    assert_int_equal(err.code, code);
}

static void the_childs_own_error_comes_back_with_its_place(void **state)
{
    (void)state;
    expect_failure(fail_with_place, "cases.csv", SR_BAD_DATA, "cases.csv:3:4: not a number");
}

static void a_crash_is_an_error_and_no_crash_of_ours(void **state)
{
    (void)state;
    expect_failure(crash, NULL, SR_INTERNAL, "x.xlsx: writing ended with signal 11");
}

static void a_child_that_leaves_without_a_word_is_not_believed(void **state)
{
    (void)state;
    expect_failure(leave, NULL, SR_INTERNAL, "x.xlsx: writing ended with status 0 and without a word: out of luck");
}

static void a_library_that_complains_has_failed(void **state)
{
    (void)state;
    expect_failure(complain, NULL, SR_INTERNAL, "x.xlsx: the writing library complained: this is no consolewarning: dropped a cell");
}

static void memory_has_a_limit(void **state)
{
    (void)state;
    expect_failure(take_memory, NULL, SR_INTERNAL, "x.xlsx: not enough memory");
}

static void time_has_a_limit(void **state)
{
    (void)state;
    expect_failure(ring, NULL, SR_INTERNAL, "x.xlsx: writing was stopped after 120 seconds");
}

static void the_parents_files_are_closed_to_the_child(void **state)
{
    (void)state;
    int file = open("/dev/null", O_RDONLY);
    assert_true(file > 2);
    expect_failure(use_descriptor, &file, SR_IO, "x.xlsx: closed");
    assert_true(fcntl(file, F_GETFD) >= 0);
    close(file);
}

static const struct CMUnitTest child[] = {
    TEST(work_that_goes_well_leaves_its_file),
    TEST(the_childs_own_error_comes_back_with_its_place),
    TEST(a_crash_is_an_error_and_no_crash_of_ours),
    TEST(a_child_that_leaves_without_a_word_is_not_believed),
    TEST(a_library_that_complains_has_failed),
    TEST(memory_has_a_limit),
    TEST(time_has_a_limit),
    TEST(the_parents_files_are_closed_to_the_child),
};

int main(void)
{
    return RUN_TESTS(child);
}
