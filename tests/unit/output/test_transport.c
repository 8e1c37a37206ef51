#include "output/transport.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/builder.h"
#include "engine/base/file.h"
#include "output/message.h"
#include "tests/support/test.h"

/* --- a mail server of one conversation, in a child process: what it answers, and where it breaks off --- */

typedef enum step { STEP_BANNER, STEP_MAIL, STEP_RCPT, STEP_DATA, STEP_BODY, STEP_DOT, STEP_QUIT, STEP_NEVER } step;

typedef struct server {
    const char *answers[STEP_NEVER];    // instead of the usual ones
    step breaks_at;                     // closes the connection instead of answering; STEP_BODY: after 300 bytes of the message
    step hangs_at;                      // says nothing more
    const char *greeting;               // lines after EHLO
} server;

static const char *choose_answer(const server *self, step at)
{
    static const char *const usual[] = {"220 test", "250 ok", "250 ok", "354 go", "", "250 2.0.0 Ok: queued as ABC123", "221 bye"};
    return self->answers[at] != NULL ? self->answers[at] : usual[at];
}

static void answer(const server *self, int connection, step at)
{
    char line[512];
    if (self->breaks_at == at)
        _exit(0);
    if (self->hangs_at == at)
        for (;;)
            sleep(60);
    int size = snprintf(line, sizeof(line), "%s\r\n", choose_answer(self, at));
    if (write(connection, line, (size_t)size) < 0)
        _exit(1);
}

static void take_body(const server *self, FILE *in, FILE *out)
{
    char line[2048];
    size_t taken = 0;
    while (fgets(line, sizeof(line), in) != NULL && strcmp(line, ".\r\n") != 0) {
        taken += strlen(line);
        if (self->breaks_at == STEP_BODY && taken > 300)
            _exit(0);
        fputs(line, out);
    }
}

static void serve(const server *self, int connection, const char *kept)
{
    char line[2048];
    FILE *in = fdopen(connection, "r");
    FILE *out = fopen(kept, "w");
    answer(self, connection, STEP_BANNER);
    while (fgets(line, sizeof(line), in) != NULL) {
        if (strncmp(line, "EHLO", 4) == 0) {
            char greeting[256];
            int size = snprintf(greeting, sizeof(greeting), "250-test\r\n%s250 HELP\r\n", self->greeting != NULL ? self->greeting : "");
            if (write(connection, greeting, (size_t)size) < 0)
                _exit(1);
        } else if (strncmp(line, "MAIL", 4) == 0) {
            fprintf(out, "%s", line);
            answer(self, connection, STEP_MAIL);
        } else if (strncmp(line, "RCPT", 4) == 0) {
            fprintf(out, "%s", line);
            answer(self, connection, STEP_RCPT);
        } else if (strncmp(line, "DATA", 4) == 0) {
            answer(self, connection, STEP_DATA);
            if (strncmp(choose_answer(self, STEP_DATA), "354", 3) != 0)
                continue;
            take_body(self, in, out);
            fflush(out);
            answer(self, connection, STEP_DOT);
        } else if (strncmp(line, "QUIT", 4) == 0) {
            answer(self, connection, STEP_QUIT);
            break;
        }
    }
    fclose(out);
    _exit(0);
}

/* Starts it; gives its port. */
static pid_t start(const server *self, const char *kept, uint32_t *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    pid_t child = fork();
    if (child == 0) {
        int connection = accept(listener, NULL, NULL);
        close(listener);
        serve(self, connection, kept);
    }
    close(listener);
    return child;
}

/* --- one sending --- */

typedef struct sending {
    sr_arena *arena;
    sr_mail_rules mail;
    sr_text bytes;
    bool may_send;
    uint32_t data_count;        // how often on_data was called
    char kept[200];             // what the server took
    sr_delivery_result result;
} sending;

static bool on_data(void *context)
{
    sending *self = context;
    self->data_count++;
    return self->may_send;
}

static void begin(sending *self)
{
    *self = (sending){.arena = sr_arena_new(), .may_send = true};
    self->mail = (sr_mail_rules){.is_there = true,
                                 .transport = SR_TEXT("smtp"),
                                 .from_address = SR_TEXT("seire@asutus.test"),
                                 .host = SR_TEXT("127.0.0.1"),
                                 .security = SR_MAIL_PLAIN,
                                 .timeout_seconds = 1,
                                 .drop_directory = SR_TEXT("outgoing")};
    self->bytes = SR_TEXT("Subject: a\r\n\r\n.dot\r\nb\r\n");
    snprintf(self->kept, sizeof(self->kept), "%s/kept", sr_test_make_directory());
}

static void send_with(sending *self, const server *script)
{
    pid_t child = start(script, self->kept, &self->mail.port);
    sr_transport_find(SR_TEXT("smtp"))->send(&self->mail, ".", SR_TEXT("juht@asutus.test"), SR_TEXT("<1@asutus.test>"), self->bytes, on_data,
                                             self, self->arena, &self->result);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void make_large(sending *self, size_t size)
{
    sr_builder builder;
    sr_error err;
    sr_error_init(&err);
    sr_builder_init(&builder, self->arena, size + 100);
    sr_builder_add_c(&builder, "Subject: large\r\n\r\n");
    while (builder.size < size)
        sr_builder_add_c(&builder, "0123456789012345678901234567890123456789012345678901234567\r\n");
    assert_done(sr_builder_finish(&builder, &self->bytes, &err), &err);
}

typedef struct fault {
    const char *name;
    server script;
    size_t large_size;
    sr_delivery delivery;
    uint32_t data_count;
    const char *reply;          // its beginning
} fault;

#define USUAL .breaks_at = STEP_NEVER, .hangs_at = STEP_NEVER

static const fault faults[] = {
    {"all well", {USUAL}, 0, SR_DELIVERY_ACCEPTED, 1, "250 2.0.0 Ok: queued as ABC123"},
    {"drop before QUIT", {.breaks_at = STEP_QUIT, .hangs_at = STEP_NEVER}, 0, SR_DELIVERY_ACCEPTED, 1, "250 2.0.0 Ok: queued as ABC123"},
    {"large and well", {USUAL}, 3000000, SR_DELIVERY_ACCEPTED, 1, "250 2.0.0 Ok"},
    {"drop instead of the banner", {.breaks_at = STEP_BANNER, .hangs_at = STEP_NEVER}, 0, SR_DELIVERY_DEFERRED, 0, ""},
    {"no banner", {.breaks_at = STEP_NEVER, .hangs_at = STEP_BANNER}, 0, SR_DELIVERY_DEFERRED, 0, ""},
    {"421 at connect", {USUAL, .answers = {[STEP_BANNER] = "421 busy"}}, 0, SR_DELIVERY_DEFERRED, 0, "421 busy"},
    {"451 at MAIL", {USUAL, .answers = {[STEP_MAIL] = "451 later"}}, 0, SR_DELIVERY_DEFERRED, 0, "451 later"},
    {"530 at MAIL", {USUAL, .answers = {[STEP_MAIL] = "530 login first"}}, 0, SR_DELIVERY_DEFERRED, 0, "530 login first"},
    {"450 at RCPT", {USUAL, .answers = {[STEP_RCPT] = "450 greylisted"}}, 0, SR_DELIVERY_DEFERRED, 0, "450 greylisted"},
    {"550 at RCPT", {USUAL, .answers = {[STEP_RCPT] = "550-5.1.1 no such\r\n550 5.1.1 user"}}, 0, SR_DELIVERY_FAILED, 0, "550-5.1.1 no such 5.1.1 user"},
    {"451 at DATA", {USUAL, .answers = {[STEP_DATA] = "451 no"}}, 0, SR_DELIVERY_DEFERRED, 0, "451 no"},
    {"554 at DATA", {USUAL, .answers = {[STEP_DATA] = "554 never"}}, 0, SR_DELIVERY_FAILED, 0, "554 never"},
    {"drop at DATA", {.breaks_at = STEP_DATA, .hangs_at = STEP_NEVER}, 0, SR_DELIVERY_DEFERRED, 0, ""},
    {"drop in a small body", {.breaks_at = STEP_BODY, .hangs_at = STEP_NEVER}, 3000, SR_DELIVERY_UNKNOWN, 1, "the whole message was handed over"},
    {"drop in a large body", {.breaks_at = STEP_BODY, .hangs_at = STEP_NEVER}, 30000000, SR_DELIVERY_DEFERRED, 1, "the connection was lost after "},
    {"drop after the dot", {.breaks_at = STEP_DOT, .hangs_at = STEP_NEVER}, 0, SR_DELIVERY_UNKNOWN, 1, "the whole message was handed over"},
    {"silence after the dot", {.breaks_at = STEP_NEVER, .hangs_at = STEP_DOT}, 0, SR_DELIVERY_UNKNOWN, 1, "the whole message was handed over"},
    {"451 after the dot", {USUAL, .answers = {[STEP_DOT] = "451 4.3.0 queue full"}}, 0, SR_DELIVERY_DEFERRED, 1, "451 4.3.0 queue full"},
    {"421 after the dot", {USUAL, .answers = {[STEP_DOT] = "421 shutting down"}}, 0, SR_DELIVERY_DEFERRED, 1, "421 shutting down"},
    {"554 after the dot", {USUAL, .answers = {[STEP_DOT] = "554 5.7.1 spam"}}, 0, SR_DELIVERY_FAILED, 1, "554 5.7.1 spam"},
    {"too large for the server", {USUAL, .greeting = "250-SIZE 1000\r\n"}, 3000, SR_DELIVERY_FAILED, 0, "the message has 3018 bytes, the server takes at most 1000; nothing was sent"},
    {"within the server's limit", {USUAL, .greeting = "250-SIZE 4000\r\n"}, 3000, SR_DELIVERY_ACCEPTED, 1, "250"},
    {"no limit", {USUAL, .greeting = "250-SIZE 0\r\n"}, 3000, SR_DELIVERY_ACCEPTED, 1, "250"},
};

static void every_fault_of_a_server_is_of_the_right_class(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        sending s;
        begin(&s);
        if (faults[i].large_size > 0)
            make_large(&s, faults[i].large_size);
        send_with(&s, &faults[i].script);
        if (s.result.delivery != faults[i].delivery || s.data_count != faults[i].data_count
            || strncmp(s.result.reply, faults[i].reply, strlen(faults[i].reply)) != 0)
            fail_msg("%s: class %d, asked %u times, \"%s\"", faults[i].name, (int)s.result.delivery, s.data_count, s.result.reply);
        sr_arena_free(s.arena);
    }
}

static void the_server_gets_the_message_byte_for_byte_with_dots_doubled(void **state)
{
    (void)state;
    sending s;
    sr_text kept;
    sr_error err;
    sr_error_init(&err);
    begin(&s);
    send_with(&s, &(server){USUAL});
    assert_int_equal(s.result.delivery, SR_DELIVERY_ACCEPTED);
    assert_done(sr_file_read(s.kept, 10000, s.arena, &kept, &err), &err);
    assert_text(kept, "MAIL FROM:<seire@asutus.test>\r\nRCPT TO:<juht@asutus.test>\r\nSubject: a\r\n\r\n..dot\r\nb\r\n");
    sr_arena_free(s.arena);
}

static void nothing_is_sent_when_the_ledger_says_no(void **state)
{
    (void)state;
    sending s;
    sr_text kept;
    sr_error err;
    sr_error_init(&err);
    begin(&s);
    s.may_send = false;
    send_with(&s, &(server){USUAL});
    assert_int_equal(s.result.delivery, SR_DELIVERY_DEFERRED);
    assert_string_equal(s.result.reply, "the step could not be noted in the ledger, nothing was sent");
    assert_int_equal(s.data_count, 1);
    assert_done(sr_file_read(s.kept, 10000, s.arena, &kept, &err), &err);
    assert_int_equal(sr_text_find(kept, SR_TEXT("Subject")), SIZE_MAX);
    sr_arena_free(s.arena);
}

static void without_the_demanded_tls_nothing_leaves(void **state)
{
    (void)state;
    sending s;
    begin(&s);
    s.mail.security = SR_MAIL_TLS_REQUIRED;
    send_with(&s, &(server){USUAL});
    assert_int_equal(s.result.delivery, SR_DELIVERY_DEFERRED);
    assert_int_equal(s.data_count, 0);
    sr_arena_free(s.arena);
}

static void a_server_that_is_not_there_is_tried_again(void **state)
{
    (void)state;
    sending s;
    begin(&s);
    s.mail.port = 1;
    sr_transport_find(SR_TEXT("smtp"))->send(&s.mail, ".", SR_TEXT("juht@asutus.test"), SR_TEXT("<1@a.test>"), s.bytes, on_data, &s, s.arena, &s.result);
    assert_int_equal(s.result.delivery, SR_DELIVERY_DEFERRED);
    assert_int_equal(s.data_count, 0);
    sr_arena_free(s.arena);
}

static void refuse(sending *s, const char *transport, sr_text recipient, sr_delivery delivery, const char *reply)
{
    sr_transport_find(sr_text_from(transport))->send(&s->mail, ".", recipient, SR_TEXT("<1@a.test>"), s->bytes, on_data, s, s->arena, &s->result);
    assert_string_equal(s->result.reply, reply);
    assert_int_equal(s->result.delivery, delivery);
    assert_int_equal(s->data_count, 0);
}

static void what_could_break_the_conversation_is_refused_by_every_transport(void **state)
{
    (void)state;
    for (size_t i = 0; i < sr_transport_count(); i++) {
        const char *name = sr_transport_get(i)->name;
        sending s;
        begin(&s);
        refuse(&s, name, SR_TEXT("a@b.test>\r\nRCPT TO:<evil@x.test"), SR_DELIVERY_FAILED, "the address holds a control byte");
        s.mail.allowed_domains = (sr_text[]){SR_TEXT("asutus.test"), SR_TEXT("teine.test")};
        s.mail.allowed_domain_count = 2;
        refuse(&s, name, SR_TEXT("a@x.test"), SR_DELIVERY_FAILED, "the recipient's domain is not among the allowed ones");
        s.mail.from_address = SR_TEXT("x@y.test\nz");
        refuse(&s, name, SR_TEXT("a@Asutus.test"), SR_DELIVERY_FAILED, "the address holds a control byte");
        sr_arena_free(s.arena);
        begin(&s);
        s.bytes = SR_TEXT("a\nb\r\n");
        refuse(&s, name, SR_TEXT("a@b.test"), SR_DELIVERY_FAILED, "the message has a line that does not end with CRLF");
        s.bytes = SR_TEXT("a\r.\rb\r\n");
        refuse(&s, name, SR_TEXT("a@b.test"), SR_DELIVERY_FAILED, "the message has a line that does not end with CRLF");
        s.bytes = SR_TEXT("õ\r\n");
        refuse(&s, name, SR_TEXT("a@b.test"), SR_DELIVERY_FAILED, "the message is not 7 bit");
        s.bytes = SR_TEXT("a");
        refuse(&s, name, SR_TEXT("a@b.test"), SR_DELIVERY_FAILED, "the message does not end with CRLF");
        char line[1100] = "";
        memset(line, 'x', 999);
        memcpy(line + 999, "\r\n", 3);
        s.bytes = sr_text_from(line);
        refuse(&s, name, SR_TEXT("a@b.test"), SR_DELIVERY_FAILED, "the message has a line of more than 998 bytes");
        sr_arena_free(s.arena);
    }
}

static void settings_that_cannot_be_right_are_told_and_the_mail_waits(void **state)
{
    (void)state;
    sending s;
    begin(&s);
    s.mail.host = SR_TEXT("a/b");
    refuse(&s, "smtp", SR_TEXT("a@b.test"), SR_DELIVERY_DEFERRED, "the mail host holds a character that no host name has");
    s.mail.host = SR_TEXT("127.0.0.1");
    s.mail.user = SR_TEXT("seire");
    refuse(&s, "smtp", SR_TEXT("a@b.test"), SR_DELIVERY_DEFERRED,
           "a login without TLS would show the password to everybody on the way; use TLS or no login");
    s.mail.security = SR_MAIL_TLS_REQUIRED;
    refuse(&s, "smtp", SR_TEXT("a@b.test"), SR_DELIVERY_DEFERRED, "a login needs a password: name `password_file` or give the credential `smtp`");
    char path[200];
    sr_error err;
    sr_error_init(&err);
    snprintf(path, sizeof(path), "%s/secret", sr_test_make_directory());
    s.mail.password_file = sr_text_from(path);
    refuse(&s, "smtp", SR_TEXT("a@b.test"), SR_DELIVERY_DEFERRED, "the password file cannot be opened");
    assert_done(sr_file_write(path, SR_TEXT("secret\n"), &err), &err);
    refuse(&s, "smtp", SR_TEXT("a@b.test"), SR_DELIVERY_DEFERRED,
           "the password file can be read by others than its owner; set its mode to 0600");
    assert_done(sr_file_write_private(path, SR_TEXT("sec\rret\n"), &err), &err);
    refuse(&s, "smtp", SR_TEXT("a@b.test"), SR_DELIVERY_DEFERRED, "the password holds a control byte");
    assert_done(sr_file_write_private(path, SR_TEXT("\n"), &err), &err);
    refuse(&s, "smtp", SR_TEXT("a@b.test"), SR_DELIVERY_DEFERRED, "the password file is empty or cannot be read");
    sr_arena_free(s.arena);
}

static void drop_lays_a_message_down_once_and_privately(void **state)
{
    (void)state;
    sending s;
    sr_error err;
    const char **paths = NULL;
    size_t count = 0;
    char pattern[200];
    sr_error_init(&err);
    begin(&s);
    const char *workspace = sr_test_make_directory();
    const sr_transport *drop = sr_transport_find(SR_TEXT("drop"));
    for (int i = 0; i < 2; i++) {
        drop->send(&s.mail, workspace, SR_TEXT("juht@asutus.test"), SR_TEXT("<1@a.test>"), s.bytes, on_data, &s, s.arena, &s.result);
        assert_int_equal(s.result.delivery, SR_DELIVERY_ACCEPTED);
    }
    assert_int_equal(s.data_count, 2);
    snprintf(pattern, sizeof(pattern), "%s/outgoing/*", workspace);
    assert_done(sr_file_list(pattern, s.arena, &paths, &count, &err), &err);
    assert_int_equal(count, 1);
    assert_true(sr_text_has_suffix(sr_text_from(paths[0]), SR_TEXT(".eml")));
    sr_text bytes;
    struct stat status;
    assert_done(sr_file_read(paths[0], 1000, s.arena, &bytes, &err), &err);
    assert_true(sr_text_is(bytes, s.bytes));
    assert_int_equal(stat(paths[0], &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);

    s.may_send = false;
    drop->send(&s.mail, workspace, SR_TEXT("juht@asutus.test"), SR_TEXT("<2@a.test>"), s.bytes, on_data, &s, s.arena, &s.result);
    assert_int_equal(s.result.delivery, SR_DELIVERY_DEFERRED);
    assert_done(sr_file_list(pattern, s.arena, &paths, &count, &err), &err);
    assert_int_equal(count, 1);
    sr_arena_free(s.arena);
}

/* A directory where the file is written first stands for a disk that does not take it. */
static void what_may_lie_there_already_is_unknown_and_not_laid_down_again(void **state)
{
    (void)state;
    sending s;
    sr_error err;
    const char **paths = NULL;
    size_t count = 0;
    char path[200];
    sr_error_init(&err);
    begin(&s);
    const char *workspace = sr_test_make_directory();
    const sr_transport *drop = sr_transport_find(SR_TEXT("drop"));
    drop->send(&s.mail, workspace, SR_TEXT("juht@asutus.test"), SR_TEXT("<1@a.test>"), s.bytes, on_data, &s, s.arena, &s.result);
    assert_int_equal(s.result.delivery, SR_DELIVERY_ACCEPTED);
    snprintf(path, sizeof(path), "%s/outgoing/*.eml", workspace);
    assert_done(sr_file_list(path, s.arena, &paths, &count, &err), &err);
    snprintf(path, sizeof(path), "%s.part/in the way", paths[0]);
    assert_done(sr_file_make_directory(path, &err), &err);
    drop->send(&s.mail, workspace, SR_TEXT("juht@asutus.test"), SR_TEXT("<1@a.test>"), s.bytes, on_data, &s, s.arena, &s.result);
    assert_int_equal(s.result.delivery, SR_DELIVERY_UNKNOWN);
    assert_int_equal(unlink(paths[0]), 0);
    drop->send(&s.mail, workspace, SR_TEXT("juht@asutus.test"), SR_TEXT("<1@a.test>"), s.bytes, on_data, &s, s.arena, &s.result);
    assert_int_equal(s.result.delivery, SR_DELIVERY_DEFERRED);
    sr_arena_free(s.arena);
}

static void addresses_are_checked_by_the_grammar_and_its_lengths(void **state)
{
    (void)state;
    char long_local[80] = "", long_label[90] = "a@";
    memset(long_local, 'a', 65);
    memcpy(long_local + 65, "@b.test", 8);
    memset(long_label + 2, 'b', 64);
    static const char *const good[] = {"a@b.test", "mari.maasikas+x@sub.asutus.ee", "x_y-z@a-b.ee", "o'neill@x.test"};
    const char *const bad[] = {"", "a", "@b.test", "a@", "a@b..test", "a@.test", ".a@b.test", "a.@b.test", "a..b@c.test", "a b@c.test",
                               "a@b@c.test", "a@-b.test", "a@b-.test", "a@b_c.test", "\"a\"@b.test", "a@b.test\r", "a\tb@c.test",
                               "õ@b.test", "<a@b.test>", "a@[127.0.0.1]", long_local, long_label, "a,b@c.test"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        if (sr_address_check(sr_text_from(good[i])) != NULL)
            fail_msg("%s: %s", good[i], sr_address_check(sr_text_from(good[i])));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (sr_address_check(sr_text_from(bad[i])) == NULL)
            fail_msg("%s was taken", bad[i]);
    assert_non_null(sr_address_check((sr_text){"a\0b@c.test", 10}));
}

static void a_reply_becomes_one_line_of_valid_text(void **state)
{
    (void)state;
    sr_delivery_result result;
    sr_delivery_set(&result, SR_DELIVERY_FAILED, "550 a\r\nb\x1b[0m \xff\xfe ok");
    assert_string_equal(result.reply, "550 a  b [0m ?? ok");
}

static const struct CMUnitTest transport[] = {
    TEST(every_fault_of_a_server_is_of_the_right_class),
    TEST(the_server_gets_the_message_byte_for_byte_with_dots_doubled),
    TEST(nothing_is_sent_when_the_ledger_says_no),
    TEST(without_the_demanded_tls_nothing_leaves),
    TEST(a_server_that_is_not_there_is_tried_again),
    TEST(what_could_break_the_conversation_is_refused_by_every_transport),
    TEST(settings_that_cannot_be_right_are_told_and_the_mail_waits),
    TEST(drop_lays_a_message_down_once_and_privately),
    TEST(what_may_lie_there_already_is_unknown_and_not_laid_down_again),
    TEST(addresses_are_checked_by_the_grammar_and_its_lengths),
    TEST(a_reply_becomes_one_line_of_valid_text),
};

int main(void)
{
    return RUN_TESTS(transport);
}
