#include "engine/base/file.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/test.h"

static const char *join(sr_arena *arena, const char *directory, const char *name)
{
    sr_error err;
    const char *path = NULL;
    sr_error_init(&err);
    assert_done(sr_file_join(directory, sr_text_from(name), arena, &path, &err), &err);
    return path;
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *path = join(arena, sr_test_make_directory(), "a.txt");
    sr_text bytes;
    const sr_text contents[] = {SR_TEXT("a\0b\n"), SR_TEXT_NONE, SR_TEXT("shorter")};
    for (size_t i = 0; i < 3; i++) {
        assert_done(sr_file_write(path, contents[i], &err), &err);
        assert_done(sr_file_read(path, 100, arena, &bytes, &err), &err);
        assert_true(sr_text_is(bytes, contents[i]));
        assert_int_equal(bytes.data[bytes.size], '\0');
    }
    sr_arena_free(arena);
}

static void a_file_may_be_as_large_as_allowed_and_no_larger(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *path = join(arena, sr_test_make_directory(), "a.txt");
    char expected[512];
    sr_text bytes = SR_TEXT("untouched");
    assert_done(sr_file_write(path, SR_TEXT("12345"), &err), &err);
    assert_done(sr_file_read(path, 5, arena, &bytes, &err), &err);
    assert_text(bytes, "12345");
    assert_false(sr_file_read(path, 4, arena, &bytes, &err));
    assert_text(bytes, "12345");
    snprintf(expected, sizeof(expected), "%s: is larger than the 4 bytes allowed", path);
    assert_error(&err, expected);
    assert_int_equal(err.code, SR_BAD_DATA);
    sr_arena_free(arena);
}

static void a_file_without_a_size_is_read_to_its_end(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_text bytes;
    assert_done(sr_file_read("/proc/self/status", 1000000, arena, &bytes, &err), &err);    // says it has 0 bytes
    assert_true(sr_text_has_prefix(bytes, SR_TEXT("Name:")));
    assert_false(sr_file_read("/dev/zero", 200000, arena, &bytes, &err));
    assert_error(&err, "/dev/zero: is larger than the 200000 bytes allowed");
    sr_arena_free(arena);
}

static void what_is_missing_or_no_file_says_so(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_text bytes;
    sr_file_identity identity;
    sr_error_init(&err);
    assert_false(sr_file_read("/nowhere/a.csv", 10, arena, &bytes, &err));
    assert_error(&err, "/nowhere/a.csv: cannot be opened: No such file or directory");
    assert_int_equal(err.code, SR_NO_INPUT);
    sr_error_init(&err);
    assert_false(sr_file_read("/", 10, arena, &bytes, &err));
    assert_error(&err, "/: is a directory, expected a file");
    sr_error_init(&err);
    assert_false(sr_file_identify("/nowhere/a.csv", &identity, &err));
    assert_error(&err, "/nowhere/a.csv: cannot be looked at: No such file or directory");
    sr_error_init(&err);
    assert_false(sr_file_sync("/nowhere/a.csv", &err));
    assert_error(&err, "/nowhere/a.csv: cannot be opened: No such file or directory");
    sr_arena_free(arena);
}

static void writing_where_nothing_can_be_leaves_no_part(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *directory = sr_test_make_directory();
    char expected[512];
    assert_false(sr_file_write("/nowhere/a.csv", SR_TEXT("x"), &err));
    assert_error(&err, "/nowhere/a.csv: cannot be created: No such file or directory");
    assert_int_equal(err.code, SR_CANNOT_CREATE);
    const char *taken = join(arena, directory, "taken");    // a directory that is not empty cannot be replaced
    sr_error_init(&err);
    assert_done(sr_file_make_directory(join(arena, taken, "in/it"), &err), &err);
    assert_false(sr_file_write(taken, SR_TEXT("x"), &err));
    snprintf(expected, sizeof(expected), "%s: cannot be created: Is a directory", taken);
    assert_error(&err, expected);
    assert_false(sr_file_is_there(join(arena, directory, "taken.part")));
    sr_arena_free(arena);
}

static void a_link_under_the_name_of_the_part_is_not_followed(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *path = join(arena, sr_test_make_directory(), "a.txt");
    char part[256];
    sr_text bytes;
    snprintf(part, sizeof(part), "%s.part", path);
    assert_done(sr_file_write(path, SR_TEXT("yesterday"), &err), &err);
    assert_int_equal(symlink("/dev/full", part), 0);    // a link that somebody left is not written through
    assert_done(sr_file_write(path, SR_TEXT("today"), &err), &err);
    assert_done(sr_file_read(path, 100, arena, &bytes, &err), &err);
    assert_text(bytes, "today");
    assert_false(sr_file_is_there(part));
    sr_arena_free(arena);
}

static void a_write_that_fails_leaves_the_old_file(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *directory = sr_test_make_directory();
    const char *path = join(arena, directory, "a.txt");
    char expected[512];
    sr_text bytes;
    assert_done(sr_file_write(path, SR_TEXT("old"), &err), &err);
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {4, before.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool done = sr_file_write(path, SR_TEXT("more than four bytes"), &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    assert_false(done);
    snprintf(expected, sizeof(expected), "%s: cannot be written: File too large", path);
    assert_error(&err, expected);
    assert_int_equal(err.code, SR_IO);
    sr_error_init(&err);
    assert_done(sr_file_read(path, 100, arena, &bytes, &err), &err);
    assert_text(bytes, "old");
    assert_false(sr_file_is_there(join(arena, directory, "a.txt.part")));
    sr_arena_free(arena);
}

static void private_files_are_for_their_owner_only(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    struct stat status;
    sr_error_init(&err);
    const char *directory = sr_test_make_directory();
    const char *path = join(arena, directory, "key");
    char part[256];
    snprintf(part, sizeof(part), "%s.part", path);
    mode_t before = umask(022);
    assert_done(sr_file_write(part, SR_TEXT("left by a dead run"), &err), &err);
    assert_done(sr_file_write_private(path, SR_TEXT("x"), &err), &err);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    const char *open_path = join(arena, directory, "page.html");
    assert_done(sr_file_write(open_path, SR_TEXT("x"), &err), &err);
    assert_int_equal(stat(open_path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0644);
    const char *private_directory = join(arena, directory, "a/b");
    assert_done(sr_file_make_private_directory(private_directory, &err), &err);
    assert_int_equal(stat(join(arena, directory, "a"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_int_equal(stat(private_directory, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    umask(before);
    sr_arena_free(arena);
}

static void identity_changes_with_the_file(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *path = join(arena, sr_test_make_directory(), "a.txt");
    sr_file_identity first;
    sr_file_identity second;
    assert_done(sr_file_write(path, SR_TEXT("12345"), &err), &err);
    assert_done(sr_file_identify(path, &first, &err), &err);
    assert_int_equal(first.size_bytes, 5);
    assert_true(first.modified_ns > INT64_C(1577836800) * 1000000000);     // after 2020
    assert_done(sr_file_identify(path, &second, &err), &err);
    assert_true(sr_file_is_same(&first, &second));
    assert_done(sr_file_write(path, SR_TEXT("54321"), &err), &err);
    assert_done(sr_file_identify(path, &second, &err), &err);
    assert_false(sr_file_is_same(&first, &second));
    sr_arena_free(arena);
}

static void directories_come_with_their_parents_and_go_with_all_in_them(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *root = sr_test_make_directory();
    const char *top = join(arena, root, "a");
    const char *deep = join(arena, root, "a/b//c/");
    const char *outside = join(arena, root, "outside.txt");
    char expected[512];
    assert_done(sr_file_write(outside, SR_TEXT("x"), &err), &err);
    assert_done(sr_file_make_directory(deep, &err), &err);
    assert_done(sr_file_make_directory(deep, &err), &err);
    assert_true(sr_file_is_directory(deep));
    assert_done(sr_file_write(join(arena, deep, "f"), SR_TEXT("x"), &err), &err);
    assert_int_equal(symlink(root, join(arena, top, "link")), 0);
    assert_done(sr_file_remove_tree(top, &err), &err);
    assert_false(sr_file_is_there(top));
    assert_true(sr_file_is_there(outside));     // links are not followed
    assert_done(sr_file_remove_tree(top, &err), &err);
    assert_false(sr_file_make_directory(outside, &err));
    snprintf(expected, sizeof(expected), "%s: is a file, expected a directory", outside);
    assert_error(&err, expected);
    assert_int_equal(err.code, SR_CANNOT_CREATE);
    sr_arena_free(arena);
}

static void paths_are_joined_as_a_person_would_write_them(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    assert_string_equal(join(arena, "a", "b"), "a/b");
    assert_string_equal(join(arena, "a/", "b"), "a/b");
    assert_string_equal(join(arena, "/", "b"), "/b");
    assert_string_equal(join(arena, ".", "b"), "b");
    assert_string_equal(join(arena, "", "b"), "b");
    assert_string_equal(join(arena, "..", "b"), "../b");
    assert_string_equal(join(arena, "a", "/b"), "/b");
    assert_text(sr_file_get_name(sr_text_from("a/b.csv")), "b.csv");
    assert_text(sr_file_get_name(sr_text_from("b.csv")), "b.csv");
    assert_text(sr_file_get_name(sr_text_from("a/")), "");
    sr_arena_free(arena);
}

static void a_list_is_sorted_by_bytes_and_has_only_files(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *root = sr_test_make_directory();
    const char *names[] = {"b/2.csv", "a/2.csv", "a/B.csv", "a/a.csv", "a/10.csv", "a/õ.csv", "a/1.txt", "a/.hidden.csv"};
    const char *expected[] = {"a/10.csv", "a/2.csv", "a/B.csv", "a/a.csv", "a/õ.csv", "b/2.csv"};
    assert_done(sr_file_make_directory(join(arena, root, "a/dir.csv"), &err), &err);
    assert_done(sr_file_make_directory(join(arena, root, "b"), &err), &err);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_done(sr_file_write(join(arena, root, names[i]), SR_TEXT(""), &err), &err);
    const char **paths = NULL;
    size_t count = 99;
    assert_done(sr_file_list(join(arena, root, "*/*.csv"), arena, &paths, &count, &err), &err);
    assert_int_equal(count, sizeof(expected) / sizeof(expected[0]));
    for (size_t i = 0; i < count; i++)
        assert_string_equal(paths[i], join(arena, root, expected[i]));
    assert_done(sr_file_list(join(arena, root, "a/[0-9].*"), arena, &paths, &count, &err), &err);
    assert_int_equal(count, 2);
    const char *absent[] = {"none*", "none/*.csv", "a/2.csv/*", "none", "*/none/*", "a/none.csv", "a/dir.csv"};
    for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
        assert_done(sr_file_list(join(arena, root, absent[i]), arena, &paths, &count, &err), &err);
        assert_int_equal(count, 0);
    }
    sr_arena_free(arena);
}

static void a_pattern_is_walked_part_by_part(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *root = sr_test_make_directory();
    const char *names[] = {"a[1]/x*.csv", "a1/x.csv", "a1/y.csv"};
    const char **paths = NULL;
    size_t count = 0;
    assert_done(sr_file_make_directory(join(arena, root, "a[1]"), &err), &err);
    assert_done(sr_file_make_directory(join(arena, root, "a1"), &err), &err);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_done(sr_file_write(join(arena, root, names[i]), SR_TEXT(""), &err), &err);
    assert_done(sr_file_list(join(arena, root, "a\\[1]/x\\*.csv"), arena, &paths, &count, &err), &err);
    assert_int_equal(count, 1);
    assert_string_equal(paths[0], join(arena, root, names[0]));
    assert_done(sr_file_list(join(arena, root, "a[1]//x.*"), arena, &paths, &count, &err), &err);
    assert_int_equal(count, 1);
    assert_string_equal(paths[0], join(arena, root, "a1//x.csv"));
    assert_done(sr_file_list(join(arena, root, "a1/y.csv"), arena, &paths, &count, &err), &err);
    assert_int_equal(count, 1);
    char *longer = sr_arena_alloc(arena, 6000, 1);
    memset(longer, 'n', 5000);
    assert_false(sr_file_list(longer, arena, &paths, &count, &err));
    assert_string_equal(err.message, "cannot be listed: File name too long");
    sr_arena_free(arena);
}

/* Root may read every directory, so that a link that leads to itself stands for what cannot be read. */
static void a_directory_that_cannot_be_read_is_not_an_empty_one(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *root = sr_test_make_directory();
    const char **paths = NULL;
    size_t count = 99;
    assert_int_equal(symlink("loop", join(arena, root, "loop")), 0);
    assert_false(sr_file_list(join(arena, root, "loop/*.csv"), arena, &paths, &count, &err));
    assert_int_equal(err.code, SR_IO);
    assert_string_equal(err.path, join(arena, root, "loop/"));
    assert_string_equal(err.message, "cannot be listed: Too many levels of symbolic links");
    assert_int_equal(count, 99);
    sr_arena_free(arena);
}

static void the_first_name_of_a_directory_may_be_hidden(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    const char *root = sr_test_make_directory();
    sr_text name = SR_TEXT("as before");
    assert_done(sr_file_find_first(root, arena, &name, &err), &err);
    assert_int_equal(name.size, 0);
    const char *names[] = {"b.txt", "a", ".hidden"};
    for (size_t i = 0; i < 3; i++) {
        assert_done(i == 1 ? sr_file_make_directory(join(arena, root, names[i]), &err) : sr_file_write(join(arena, root, names[i]), SR_TEXT("x"), &err), &err);
        assert_done(sr_file_find_first(root, arena, &name, &err), &err);
        assert_text(name, names[i]);
    }
    assert_false(sr_file_find_first(join(arena, root, "b.txt"), arena, &name, &err));
    assert_string_equal(err.message, "cannot be listed: Not a directory");
    assert_text(name, ".hidden");
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_read_back),
        TEST(a_file_may_be_as_large_as_allowed_and_no_larger),
        TEST(a_file_without_a_size_is_read_to_its_end),
        TEST(what_is_missing_or_no_file_says_so),
        TEST(writing_where_nothing_can_be_leaves_no_part),
        TEST(a_link_under_the_name_of_the_part_is_not_followed),
        TEST(a_write_that_fails_leaves_the_old_file),
        TEST(private_files_are_for_their_owner_only),
        TEST(identity_changes_with_the_file),
        TEST(directories_come_with_their_parents_and_go_with_all_in_them),
        TEST(paths_are_joined_as_a_person_would_write_them),
        TEST(a_list_is_sorted_by_bytes_and_has_only_files),
        TEST(a_pattern_is_walked_part_by_part),
        TEST(a_directory_that_cannot_be_read_is_not_an_empty_one),
        TEST(the_first_name_of_a_directory_may_be_hidden),
    };
    return RUN_TESTS(tests);
}
