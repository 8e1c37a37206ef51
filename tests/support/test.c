#include "tests/support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/file.h"

int sr_test_run(const char *group, const struct CMUnitTest *tests, size_t count)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return _cmocka_run_group_tests(group, tests, count, NULL, NULL);
}

bool sr_test_is_close(double a, double b, double tolerance)
{
    if (!isfinite(a) || !isfinite(b))
        return false;
    double size = fmax(1.0, fmax(fabs(a), fabs(b)));
    if (fabs(a - b) <= tolerance * size)
        return true;
    fprintf(stderr, "# %.17g is not close to %.17g\n", a, b);
    return false;
}

void sr_test_assert_text(sr_text text, const char *expected, const char *file, int line)
{
    if (sr_text_is(text, sr_text_from(expected)))
        return;
    fprintf(stderr, "# found    \"%.*s\"\n# expected \"%s\"\n", SR_TEXT_ARG(text), expected);
    _fail(file, line);
}

void sr_test_assert_done(bool done, const sr_error *err, const char *file, int line)
{
    if (done)
        return;
    char text[1024];
    sr_error_print(err, text, sizeof(text));
    fprintf(stderr, "# %s\n", text);
    _fail(file, line);
}

void sr_test_assert_error(const sr_error *err, const char *expected, const char *file, int line)
{
    char text[1024];
    sr_error_print(err, text, sizeof(text));
    sr_test_assert_text(sr_text_from(text), expected, file, line);
}

const char *sr_test_find_shared(const char *name)
{
    static char path[1024];
    snprintf(path, sizeof(path), "../shared/%s", name);
    return sr_file_is_there(path) ? path : NULL;
}

static char directory[64];

static void remove_directory(void)
{
    sr_error err;
    sr_error_init(&err);
    if (directory[0] != '\0' && !sr_file_remove_tree(directory, &err))
        fprintf(stderr, "# %s\n", err.message);
}

const char *sr_test_make_directory(void)
{
    static char path[128];
    static int number;
    if (directory[0] == '\0') {
        strcpy(directory, "/tmp/seire-test-XXXXXX");
        if (mkdtemp(directory) == NULL)
            abort();
        atexit(remove_directory);
    }
    snprintf(path, sizeof(path), "%s/%d", directory, number++);
    if (mkdir(path, 0700) != 0)
        abort();
    return path;
}
