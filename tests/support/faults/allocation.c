/*
 * A library to be loaded before all others (LD_PRELOAD) that lets one allocation fail.
 *
 *   SEIRE_FAIL_ALLOCATION=N   the N-th malloc, calloc, realloc (and aligned kin) of the program gives NULL; 0: none
 *   SEIRE_FAIL_STICKY=1       so do all after it
 *   SEIRE_ALLOCATION_COUNT=F  the count is written into the file F when the program ends
 *
 * The count lies in memory that children share, so that an allocation of a child has a number of its own. What the loader and the C library
 * take before the program's own constructors is not counted.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_long *shared_count;   // NULL: not begun, or nothing to do
static long failing;
static bool is_sticky;
static pid_t owner;

static bool fails(void)
{
    if (shared_count == NULL)
        return false;
    long number = atomic_fetch_add(shared_count, 1) + 1;
    if (failing == 0 || (is_sticky ? number < failing : number != failing))
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **given, size_t alignment, size_t size)
{
    void *memory = fails() ? NULL : __libc_memalign(alignment, size);
    if (memory == NULL)
        return ENOMEM;
    *given = memory;
    return 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *number = getenv("SEIRE_FAIL_ALLOCATION");
    if (number == NULL)
        return;
    failing = strtol(number, NULL, 10);
    is_sticky = getenv("SEIRE_FAIL_STICKY") != NULL;
    owner = getpid();
    void *memory = mmap(NULL, sizeof(*shared_count), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED)
        shared_count = memory;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("SEIRE_ALLOCATION_COUNT");
    char text[32];
    if (path == NULL || shared_count == NULL || getpid() != owner)
        return;
    int size = snprintf(text, sizeof(text), "%ld\n", atomic_load(shared_count));
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file >= 0 && write(file, text, (size_t)size) == size)
        close(file);
}
