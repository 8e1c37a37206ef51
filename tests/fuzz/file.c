#include "tests/fuzz/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "quarantine_size_mb=2:thread_local_quarantine_size_kb=256:malloc_context_size=6";
}

static int make_file(void)
{
    char name[] = "/dev/shm/seire-fuzz-XXXXXX";
    int file = mkstemp(name);
    if (file < 0 || unlink(name) != 0)
        abort();
    return file;
}

const char *sr_test_fuzz_file(const uint8_t *data, size_t size)
{
    static int file = -1;
    static char path[32];
    if (file < 0) {
        file = make_file();
        snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    }
    if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size)
        abort();
    return path;
}
