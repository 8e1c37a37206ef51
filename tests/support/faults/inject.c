/*
 * inject CALLS NUMBER FAULT REPORT PROGRAM [ARGUMENT]... - runs a program and lets one of its system calls go wrong.
 *
 *   CALLS   names separated by commas: write,fsync,rename
 *   NUMBER  the how-manieth of these calls, counted over the program and all its children; 0: none, only count
 *   FAULT   an error (EIO, ENOSPC, EACCES, EINTR, EMFILE, ENOMEM), `kill` (the process that calls) or `kill-run` (the program itself)
 *   REPORT  a file for what happened: a line "NAME COUNT" for each call, then "injected NAME" or "injected nothing"
 *
 * Counted is from the program's call of sigaltstack on, with which it begins: the loader of its libraries is not meant.
 *
 * The kernel asks before every such call (seccomp user notification, Linux 5.5), so one count holds for the whole family of processes,
 * which no per-process tracer gives, no rights are needed, and it costs microseconds a call.
 * Ends with the program's status, or 128 + its signal, or 125 when the kernel does not allow it here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOT_HERE 125
#define CALLS_MAX 40

typedef struct named { const char *name; int number; } named;

#define CALL(name) {#name, SYS_##name},
static const named known_calls[] = {
    CALL(openat) CALL(read) CALL(pread64) CALL(write) CALL(pwrite64) CALL(writev) CALL(fsync) CALL(fdatasync) CALL(ftruncate)
    CALL(fallocate) CALL(close) CALL(lseek) CALL(newfstatat) CALL(fstat) CALL(renameat) CALL(renameat2) CALL(unlinkat) CALL(mkdirat)
    CALL(getdents64) CALL(fchmod) CALL(fchmodat) CALL(fchown) CALL(fcntl) CALL(mmap) CALL(munmap) CALL(mprotect) CALL(brk) CALL(clone)
    CALL(clone3) CALL(wait4) CALL(pipe2) CALL(dup3) CALL(ppoll) CALL(socket) CALL(connect) CALL(sendto) CALL(recvfrom)
    CALL(setsockopt) CALL(shutdown)
#ifdef SYS_open     // machines that still have the calls without a directory
    CALL(open) CALL(stat) CALL(lstat) CALL(access) CALL(rename) CALL(unlink) CALL(mkdir) CALL(rmdir) CALL(chmod) CALL(fork) CALL(vfork)
    CALL(pipe) CALL(dup2) CALL(poll)
#endif
};

static const named known_errors[] = {
    {"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EACCES", EACCES}, {"EINTR", EINTR}, {"EMFILE", EMFILE}, {"ENOMEM", ENOMEM}, {"EAGAIN", EAGAIN},
    {"EPIPE", EPIPE}, {"ECONNRESET", ECONNRESET}, {"EROFS", EROFS},
};

typedef struct plan {
    named calls[CALLS_MAX];
    size_t call_count;
    long counts[CALLS_MAX];
    long number;                // of the call that goes wrong; 0: none
    long seen;
    bool has_begun;
    int error;                  // 0: kill
    bool kills_run;
    const char *injected;       // the name of the call
} plan;

static void stop(int status, const char *what)
{
    fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
    exit(status);
}

static const named *find(const named *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

/* A call that this machine does not have is left out: `rename` and `renameat` are one wish. */
static void read_calls(plan *self, char *words)
{
    for (char *rest = NULL, *word = strtok_r(words, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
        const named *call = find(known_calls, sizeof(known_calls) / sizeof(known_calls[0]), word);
        if (call != NULL && self->call_count < CALLS_MAX)
            self->calls[self->call_count++] = *call;
    }
}

static void read_fault(plan *self, const char *word)
{
    const named *error = find(known_errors, sizeof(known_errors) / sizeof(known_errors[0]), word);
    self->kills_run = strcmp(word, "kill-run") == 0;
    self->error = error != NULL ? error->number : 0;
    if (error == NULL && !self->kills_run && strcmp(word, "kill") != 0) {
        fprintf(stderr, "inject: '%s' is no fault\n", word);
        exit(64);
    }
}

/* The kernel asks for the calls of the plan and lets all others pass. Returns the descriptor on which it asks. */
static int install_filter(const plan *self)
{
    struct sock_filter lines[CALLS_MAX + 4];
    unsigned short count = 0;
    lines[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < self->call_count; i++)
        lines[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)self->calls[i].number,
                                                      (unsigned char)(self->call_count - i + 1), 0);
    lines[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sigaltstack, 1, 0);
    lines[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    lines[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    struct sock_fprog program = {.len = count, .filter = lines};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

/* The descriptor goes to the parent by a copy of it: sendmsg is never among the calls that the kernel asks for. */
static void send_descriptor(int channel, int descriptor)
{
    char byte = 0, room[CMSG_SPACE(sizeof(int))];
    struct iovec one = {&byte, 1};
    struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room)};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    *head = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
    memcpy(CMSG_DATA(head), &descriptor, sizeof(descriptor));
    if (sendmsg(channel, &message, 0) != 1)
        _exit(NOT_HERE);
}

static int receive_descriptor(int channel)
{
    char byte, room[CMSG_SPACE(sizeof(int))];
    int descriptor = -1;
    struct iovec one = {&byte, 1};
    struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room)};
    if (recvmsg(channel, &message, MSG_CMSG_CLOEXEC) == 1 && CMSG_FIRSTHDR(&message) != NULL)
        memcpy(&descriptor, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(descriptor));
    return descriptor;
}

/*
 * Calls are asked for from the filter on, those of the loader included. Everything between the filter and the program's own first call
 * must not be among them, so the descriptors are marked close-on-exec beforehand and closed by exec itself.
 */
static void be_the_program(const plan *self, int channel, char **words)
{
    int listener = install_filter(self);
    if (listener < 0)
        _exit(NOT_HERE);
    send_descriptor(channel, listener);
    execv(words[0], words);
    _exit(127);
}

static void answer(plan *self, int listener, pid_t program)
{
    struct seccomp_notif asked;
    struct seccomp_notif_resp reply;
    memset(&asked, 0, sizeof(asked));
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) != 0)
        return;     // the caller died in the meantime
    reply = (struct seccomp_notif_resp){.id = asked.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
    if (!self->has_begun || asked.data.nr == SYS_sigaltstack) {
        self->has_begun = self->has_begun || asked.data.nr == SYS_sigaltstack;
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
        return;
    }
    size_t call = 0;
    while (call + 1 < self->call_count && self->calls[call].number != asked.data.nr)
        call++;
    self->counts[call]++;
    if (++self->seen == self->number) {
        self->injected = self->calls[call].name;
        if (self->error == 0) {
            kill(self->kills_run ? program : (pid_t)asked.pid, SIGKILL);
            if (!self->kills_run || (pid_t)asked.pid == program)
                return;     // no answer: the call is never carried out
        } else {
            reply = (struct seccomp_notif_resp){.id = asked.id, .error = -self->error};
        }
    }
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
}

/* Until no process with the filter is left. */
static void answer_all(plan *self, int listener, pid_t program)
{
    struct pollfd waited = {.fd = listener, .events = POLLIN};
    for (;;) {
        if (poll(&waited, 1, -1) < 0 && errno != EINTR)
            stop(NOT_HERE, "poll");
        if (waited.revents & POLLIN)
            answer(self, listener, program);
        else if (waited.revents & (POLLHUP | POLLERR))
            return;
    }
}

static void report(const plan *self, const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        stop(NOT_HERE, path);
    for (size_t i = 0; i < self->call_count; i++)
        fprintf(file, "%s %ld\n", self->calls[i].name, self->counts[i]);
    fprintf(file, "injected %s\n", self->injected != NULL ? self->injected : "nothing");
    fclose(file);
}

int main(int argc, char **argv)
{
    static plan self;
    int channel[2], status = 0;
    if (argc < 6) {
        fputs("inject CALLS NUMBER FAULT REPORT PROGRAM [ARGUMENT]...\n", stderr);
        return 64;
    }
    read_calls(&self, argv[1]);
    self.number = strtol(argv[2], NULL, 10);
    read_fault(&self, argv[3]);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel) != 0)
        stop(NOT_HERE, "socketpair");
    pid_t program = fork();
    if (program == 0)
        be_the_program(&self, channel[1], argv + 5);
    close(channel[1]);
    int listener = program > 0 ? receive_descriptor(channel[0]) : -1;
    if (listener >= 0)
        answer_all(&self, listener, program);
    if (program < 0 || waitpid(program, &status, 0) < 0)
        stop(NOT_HERE, "fork");
    report(&self, argv[4]);
    if (listener < 0)
        return NOT_HERE;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
