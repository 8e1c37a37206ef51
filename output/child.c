/*
 * Two pipes lead back: one for the verdict (a fixed struct, at the very end), one for whatever the libraries print. The parent reads
 * both until they close, which they do at the latest when the child's alarm goes off.
 */
#include "output/child.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIRST_FOREIGN 3         // descriptor: the parent's locks, ledger and sockets are not the child's business
#define LAST_FOREIGN 1024

/* What the child has to say. The error's place is kept as text: pointers mean nothing on the other side. */
typedef struct verdict {
    bool done;
    sr_error error;
} verdict;

typedef struct heard {
    verdict verdict;
    size_t verdict_size;
    char words[200];            // the first of what was printed
    size_t words_size;
} heard;

/* Bytes of address space in use now; 0 when the system does not say. */
static uint64_t read_address_space(void)
{
    char text[64] = "";
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    ssize_t size = read(file, text, sizeof(text) - 1);
    close(file);
    uint64_t pages = 0;
    for (ssize_t i = 0; i < size && text[i] >= '0' && text[i] <= '9'; i++)
        pages = pages * 10 + (uint64_t)(text[i] - '0');
    long page_size = sysconf(_SC_PAGESIZE);
    return page_size > 0 ? pages * (uint64_t)page_size : 0;
}

static void set_limits(void)
{
    uint64_t used = read_address_space();
    struct rlimit space = {used + SR_CHILD_BYTES, used + SR_CHILD_BYTES};
    struct rlimit core = {0, 0};
    struct rlimit seconds = {SR_CHILD_SECONDS, SR_CHILD_SECONDS};
    if (used > 0)
        setrlimit(RLIMIT_AS, &space);
    setrlimit(RLIMIT_CORE, &core);
    setrlimit(RLIMIT_CPU, &seconds);
    alarm(SR_CHILD_SECONDS);
}

/* Standard output and error become the pipe, everything else but the way back is closed. */
static void keep_only(int verdict_pipe, int words_pipe)
{
    int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(words_pipe, STDOUT_FILENO);
    dup2(words_pipe, STDERR_FILENO);
    for (int i = FIRST_FOREIGN; i < LAST_FOREIGN; i++)
        if (i != verdict_pipe)
            close(i);
}

/* A crash or a timer ends the child, and the parent sees which; what the parent does about them is not the child's business. */
static void set_usual_signals(void)
{
    static const int signals[] = {SIGALRM, SIGPIPE, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    struct sigaction usual = {.sa_handler = SIG_DFL};
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &usual, NULL);
}

static void be_the_child(sr_child_work work, const void *input, const char *path, pid_t parent, int verdict_pipe, int words_pipe)
{
    verdict said;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    set_usual_signals();
    keep_only(verdict_pipe, words_pipe);
    set_limits();
    memset(&said, 0, sizeof(said));
    sr_error_init(&said.error);
    said.done = work(input, path, &said.error);
    ssize_t size = write(verdict_pipe, &said, sizeof(said));
    _exit(size == (ssize_t)sizeof(said) ? 0 : 1);
}

/* One reading from a pipe. False at its end. */
static bool hear(int pipe, char *into, size_t *size, size_t size_max)
{
    char beyond[512];
    bool is_full = *size == size_max;
    ssize_t got = is_full ? read(pipe, beyond, sizeof(beyond)) : read(pipe, into + *size, size_max - *size);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    if (!is_full)
        *size += (size_t)got;
    return got > 0;
}

static void hear_all(int verdict_pipe, int words_pipe, heard *all)
{
    struct pollfd pipes[2] = {{.fd = verdict_pipe, .events = POLLIN}, {.fd = words_pipe, .events = POLLIN}};
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
        if (poll(pipes, 2, -1) < 0) {
            if (errno == EINTR)
                continue;
            return;
        }
        if (pipes[0].fd >= 0 && pipes[0].revents != 0
            && !hear(pipes[0].fd, (char *)&all->verdict, &all->verdict_size, sizeof(all->verdict)))
            pipes[0].fd = -1;
        if (pipes[1].fd >= 0 && pipes[1].revents != 0 && !hear(pipes[1].fd, all->words, &all->words_size, sizeof(all->words) - 1))
            pipes[1].fd = -1;
    }
}

/* The first line of what was printed, printable. */
static const char *get_words(heard *all)
{
    all->words[all->words_size] = '\0';
    for (char *c = all->words; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7F)
            *c = *c == '\n' ? '\0' : '?';
    return all->words;
}

static bool judge(heard *all, int status, const char *path, sr_error *err)
{
    const sr_where where = {path, 0, 0};
    const char *words = get_words(all);
    const char *sep = words[0] != '\0' ? ": " : "";
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        return sr_fail_at(err, SR_INTERNAL, where, "writing was stopped after %d seconds%s%s", SR_CHILD_SECONDS, sep, words);
    if (WIFSIGNALED(status))
        return sr_fail_at(err, SR_INTERNAL, where, "writing ended with signal %d%s%s", WTERMSIG(status), sep, words);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || all->verdict_size != sizeof(all->verdict))
        return sr_fail_at(err, SR_INTERNAL, where, "writing ended with status %d and without a word%s%s",
                          WIFEXITED(status) ? WEXITSTATUS(status) : -1, sep, words);
    const sr_error *said = &all->verdict.error;
    if (!all->verdict.done) {
        bool has_place = memchr(said->path, '\0', sizeof(said->path)) != NULL && said->path[0] != '\0';
        return sr_fail_at(err, said->code != SR_OK ? said->code : SR_INTERNAL,
                          (sr_where){has_place ? said->path : path, has_place ? said->where.line : 0, has_place ? said->where.column : 0},
                          "%.*s%s%s", (int)sizeof(said->message) - 1, said->message, sep, words);
    }
    if (words[0] != '\0')
        return sr_fail_at(err, SR_INTERNAL, where, "the writing library complained: %s", words);
    return true;
}

/* The error may outlive what its place pointed to. */
static bool keep_place(sr_error *err)
{
    if (err->where.path != NULL)
        err->where.path = err->path;
    return false;
}

bool sr_child_run(sr_child_work work, const void *input, const char *path, sr_error *err)
{
    int verdict_pipe[2], words_pipe[2];
    heard all;
    int status = 0;
    memset(&all, 0, sizeof(all));
    if (pipe(verdict_pipe) != 0)
        return sr_fail_system(err, path, errno, "no pipe for the writing process");
    if (pipe(words_pipe) != 0) {
        int number = errno;
        close(verdict_pipe[0]);
        close(verdict_pipe[1]);
        return sr_fail_system(err, path, number, "no pipe for the writing process");
    }
    pid_t parent = getpid();
    pid_t child = fork();
    int number = errno;
    if (child == 0)
        be_the_child(work, input, path, parent, verdict_pipe[1], words_pipe[1]);
    close(verdict_pipe[1]);
    close(words_pipe[1]);
    if (child > 0)
        hear_all(verdict_pipe[0], words_pipe[0], &all);
    close(verdict_pipe[0]);
    close(words_pipe[0]);
    if (child < 0)
        return sr_fail_system(err, path, number, "no process for writing");
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return sr_fail_system(err, path, errno, "the writing process was lost");
    return judge(&all, status, path, err) || keep_place(err);
}
