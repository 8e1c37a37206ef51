#define _XOPEN_SOURCE 700    // sigaltstack
#include "app/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is written is for the owner and, as far as the umask allows, for the group; and no image of the memory is left behind. */
static void be_discreet(void)
{
    struct rlimit core = {0, 0};
    umask(umask(S_IRWXO | S_IRWXG) | S_IRWXO | S_IWGRP);
    setrlimit(RLIMIT_CORE, &core);
}

/* Only what a signal handler may do. */
static void say_last_word(int number)
{
    char text[] = "error: seire has crashed (signal ..), as its libraries may when there is no memory; what was published stays, and the "
                  "next run finishes the work\n";
    char *dots = strchr(text, '.');
    dots[0] = (char)('0' + number / 10 % 10);
    dots[1] = (char)('0' + number % 10);
    ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);
    (void)ignored;
    _exit(SR_INTERNAL);
}

/* A handler that is there already belongs to a tool that looks for mistakes of ours. */
static void give_last_word(char *stack)
{
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    stack_t other = {.ss_sp = stack, .ss_size = SR_PROCESS_STACK_BYTES};
    struct sigaction last = {.sa_handler = say_last_word, .sa_flags = SA_RESETHAND | SA_NODEFER}, before;
    if (sigaltstack(&other, NULL) == 0)
        last.sa_flags |= SA_ONSTACK;
    for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
        if (sigaction(crashes[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
            sigaction(crashes[i], &last, NULL);
}

/* Opened for reading only: what is written there fails and is noticed. */
static bool fill_descriptors(sr_error *err)
{
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
        if (fcntl(i, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDONLY) != i)
            return sr_fail_system(err, "/dev/null", errno, "cannot stand for a closed input or output");
    return true;
}

bool sr_process_settle(char *stack, sr_error *err)
{
    be_discreet();
    struct sigaction none = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &none, NULL);
    sigaction(SIGXFSZ, &none, NULL);
    give_last_word(stack);
    return fill_descriptors(err);
}
