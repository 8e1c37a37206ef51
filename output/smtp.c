/*
 * One message to one recipient over SMTP, with libcurl; its only home.
 *
 * libcurl's return code alone cannot tell "lost before the last dot" from "taken, reply lost", and it keeps stale reply codes. So every
 * line of the server passes through `on_line`, which keeps the last reply and marks the 354; the reader knows how many bytes were handed
 * over. What may be believed follows in `choose_class` from these three. CR and LF never reach the library: it would let them through.
 */
#include "output/transport.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/builder.h"
#include "engine/base/file.h"
#include "output/message.h"

#define CONNECT_SECONDS 30
#define REPLY_SECONDS 120       // before the message is handed over: RFC 5321 allows more, but then nothing is lost by trying again
#define PASSWORD_SIZE_MAX 512

extern const sr_transport sr_transport_smtp;

typedef struct talk {
    CURL *curl;
    sr_text bytes;
    size_t handed_size;         // of bytes, given to the library
    bool (*on_data)(void *context);
    void *context;
    long timeout_seconds;       // for the last word
    bool is_asked;              // 354 was seen
    bool has_last_word;         // a whole reply came after it
    bool is_stopped;            // on_data said no
    uint64_t size_limit;        // the server's, when the message is larger; else 0
    int code;                   // of the last reply; of the library's count when all is over, which leaves out QUIT
    bool is_reply_open;         // its last line is still to come
    char reply[256];
} talk;

/* 250-SIZE 10000000 of a server's greeting; 0 means no limit. */
static uint64_t read_size_limit(const char *line, size_t size)
{
    uint64_t limit = 0;
    size_t i = 9;
    if (size < 10 || memcmp(line, "250", 3) != 0 || !sr_text_is_same_letters((sr_text){line + 4, 5}, SR_TEXT("SIZE ")))
        return 0;
    for (; i < size && line[i] >= '0' && line[i] <= '9' && limit < UINT64_MAX / 100; i++)
        limit = limit * 10 + (uint64_t)(line[i] - '0');
    return limit;
}

static void keep_reply(talk *self, const char *line, size_t size)
{
    size_t used = self->is_reply_open ? strlen(self->reply) : 0;
    size_t start = self->is_reply_open ? 4 : 0;     // of later lines only the text
    self->code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    self->is_reply_open = size > 3 && line[3] == '-';
    while (size > start && (line[size - 1] == '\n' || line[size - 1] == '\r' || line[size - 1] == ' '))
        size--;
    if (start < size && used < sizeof(self->reply))
        snprintf(self->reply + used, sizeof(self->reply) - used, "%s%.*s", start > 0 ? " " : "", (int)(size - start), line + start);
}

static bool is_reply_line(const char *line, size_t size)
{
    return size >= 3 && line[0] >= '2' && line[0] <= '5' && line[1] >= '0' && line[1] <= '9' && line[2] >= '0' && line[2] <= '9';
}

/* Every line of the server. Returning less than `size` makes libcurl give up at once. */
static size_t on_line(char *line, size_t one, size_t size, void *self_pointer)
{
    talk *self = self_pointer;
    size *= one;
    if (!is_reply_line(line, size))
        return size;
    if (memcmp(line, "221", 3) == 0)    // to QUIT, which comes after the verdict
        return size;
    keep_reply(self, line, size);
    uint64_t limit = self->is_asked ? 0 : read_size_limit(line, size);
    if (limit > 0 && self->bytes.size > limit) {
        self->size_limit = limit;
        return 0;
    }
    if (self->is_asked && self->handed_size == self->bytes.size && !self->is_reply_open)
        self->has_last_word = true;
    if (self->code == 354 && !self->is_asked) {
        if (!self->on_data(self->context)) {
            self->is_stopped = true;
            return 0;
        }
        self->is_asked = true;
        curl_easy_setopt(self->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, self->timeout_seconds);
    }
    return size;
}

static size_t on_read(char *buffer, size_t one, size_t size, void *self_pointer)
{
    talk *self = self_pointer;
    size_t left = self->bytes.size - self->handed_size;
    size = size * one < left ? size * one : left;
    if (!self->is_asked)
        return CURL_READFUNC_ABORT;
    if (size > 0)
        memcpy(buffer, self->bytes.data + self->handed_size, size);
    self->handed_size += size;
    return size;
}

/* A reply that is no verdict on the message but on how we are set up: a person mends it, the message can wait. */
static bool is_about_login(int code)
{
    return code == 530 || code == 534 || code == 535 || code == 538;
}

static void choose_class(const talk *self, CURLcode done, const char *library_words, sr_delivery_result *result)
{
    const char *words = self->code >= 400 ? self->reply : library_words;
    if (self->size_limit > 0)
        sr_delivery_set(result, SR_DELIVERY_FAILED, "the message has %zu bytes, the server takes at most %llu; nothing was sent",
                        self->bytes.size, (unsigned long long)self->size_limit);
    else if (self->is_stopped)
        sr_delivery_set(result, SR_DELIVERY_DEFERRED, "the step could not be noted in the ledger, nothing was sent");
    else if (!self->is_asked && done == CURLE_SEND_ERROR && self->code >= 500 && !is_about_login(self->code))
        sr_delivery_set(result, SR_DELIVERY_FAILED, "%s", words);
    else if (!self->is_asked)
        sr_delivery_set(result, SR_DELIVERY_DEFERRED, "%s", words);
    else if (self->has_last_word && self->code >= 500)
        sr_delivery_set(result, SR_DELIVERY_FAILED, "%s", words);
    else if (self->has_last_word && self->code >= 400)
        sr_delivery_set(result, SR_DELIVERY_DEFERRED, "%s", words);
    else if (self->has_last_word && done == CURLE_OK && self->code == 250)
        sr_delivery_set(result, SR_DELIVERY_ACCEPTED, "%s", self->reply);
    else if (self->handed_size < self->bytes.size)
        sr_delivery_set(result, SR_DELIVERY_DEFERRED, "the connection was lost after %zu of %zu bytes: %s", self->handed_size,
                        self->bytes.size, library_words);
    else
        sr_delivery_set(result, SR_DELIVERY_UNKNOWN, "the whole message was handed over and no clear answer came: %s", library_words);
}

/* The password of a file that only its owner can read, without its line end; at most PASSWORD_SIZE_MAX - 1 bytes. */
static const char *read_password(const char *path, char password[PASSWORD_SIZE_MAX])
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0)
        return "the password file cannot be opened";
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || (status.st_mode & 077) != 0) {
        close(file);
        return "the password file can be read by others than its owner; set its mode to 0600";
    }
    ssize_t size = read(file, password, PASSWORD_SIZE_MAX - 1);
    close(file);
    while (size > 0 && (password[size - 1] == '\n' || password[size - 1] == '\r'))
        size--;
    for (ssize_t i = 0; i < size; i++)
        if ((unsigned char)password[i] < 0x20 || password[i] == 0x7F)
            return "the password holds a control byte";
    if (size <= 0)
        return "the password file is empty or cannot be read";
    password[size] = '\0';
    return NULL;
}

static void wipe(char *secret, size_t size)
{
    volatile char *byte = secret;
    while (size-- > 0)
        *byte++ = 0;
}

/* What would become part of a command or an address of the library; NULL when it is fit for that. */
static const char *check_rules(const sr_mail_rules *mail)
{
    if (mail->host.size == 0)
        return "the transport 'smtp' has no host";
    for (size_t i = 0; i < mail->host.size; i++) {
        char c = mail->host.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '['
              || c == ']'))
            return "the mail host holds a character that no host name has";
    }
    for (size_t i = 0; i < mail->user.size; i++)
        if ((unsigned char)mail->user.data[i] < 0x20 || mail->user.data[i] == 0x7F)
            return "the mail user holds a control byte";
    if (mail->port > 65535)
        return "the mail port is larger than 65535";
    if (mail->user.size > 0 && mail->security == SR_MAIL_PLAIN)
        return "a login without TLS would show the password to everybody on the way; use TLS or no login";
    if (mail->user.size > 0 && mail->password_file.size == 0)
        return "a login needs a password: name `password_file` or give the credential `smtp`";
    return NULL;
}

static const char *format(sr_arena *arena, const char *pattern, sr_text text, unsigned number, sr_text last)
{
    sr_builder builder;
    sr_text built;
    sr_error err;
    sr_error_init(&err);
    sr_builder_init(&builder, arena, 2048);
    sr_builder_addf(&builder, "%s%.*s", pattern, SR_TEXT_ARG(text));
    if (number > 0)
        sr_builder_addf(&builder, ":%u", number);
    sr_builder_add(&builder, last);
    return sr_builder_finish(&builder, &built, &err) ? built.data : NULL;
}

/* True when the library took every option. */
static bool set_options(CURL *curl, const sr_mail_rules *mail, const char *workspace, talk *self, sr_arena *arena)
{
    sr_error err;
    const char *ca_path = NULL;
    size_t at = sr_text_find(mail->from_address, SR_TEXT("@"));
    sr_text domain = sr_text_slice(mail->from_address, at + 1, mail->from_address.size - at - 1);
    bool is_implicit = mail->security == SR_MAIL_TLS_IMPLICIT;
    const char *address = format(arena, is_implicit ? "smtps://" : "smtp://", mail->host, mail->port, SR_TEXT("/"));
    const char *url = address == NULL ? NULL : format(arena, address, domain, 0, SR_TEXT_NONE);   // the path is the EHLO name
    const char *from = format(arena, "<", mail->from_address, 0, SR_TEXT(">"));
    sr_error_init(&err);
    if (mail->ca_file.size > 0 && !sr_file_join(workspace, mail->ca_file, arena, &ca_path, &err))
        return false;
    long reply_seconds = self->timeout_seconds < REPLY_SECONDS ? self->timeout_seconds : REPLY_SECONDS;
    return url != NULL && from != NULL && curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, reply_seconds) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(mail->security == SR_MAIL_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL)) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK
           && (ca_path == NULL || curl_easy_setopt(curl, CURLOPT_CAINFO, ca_path) == CURLE_OK)
           && curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)self->bytes.size) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_READDATA, self) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_line) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_HEADERDATA, self) == CURLE_OK;
}

/* NULL when the login, if there is one, was set; else what is wrong. */
static const char *set_login(CURL *curl, const sr_mail_rules *mail, const char *workspace, sr_arena *arena)
{
    sr_error err;
    const char *path = NULL;
    const char *user = format(arena, "", mail->user, 0, SR_TEXT_NONE);
    char password[PASSWORD_SIZE_MAX] = "";
    sr_error_init(&err);
    if (mail->user.size == 0)
        return NULL;
    if (user == NULL || !sr_file_join(workspace, mail->password_file, arena, &path, &err))
        return "not enough memory";
    const char *wrong = read_password(path, password);
    if (wrong == NULL
        && (curl_easy_setopt(curl, CURLOPT_USERNAME, user) != CURLE_OK || curl_easy_setopt(curl, CURLOPT_PASSWORD, password) != CURLE_OK))
        wrong = "not enough memory";
    wipe(password, sizeof(password));
    return wrong;
}

static void converse(CURL *curl, const sr_mail_rules *mail, const char *workspace, talk *self, sr_arena *arena,
                     sr_delivery_result *result)
{
    char words[CURL_ERROR_SIZE] = "";
    const char *wrong = set_login(curl, mail, workspace, arena);
    if (wrong != NULL) {
        sr_delivery_set(result, SR_DELIVERY_DEFERRED, "%s", wrong);
        return;
    }
    if (!set_options(curl, mail, workspace, self, arena) || curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words) != CURLE_OK) {
        sr_delivery_set(result, SR_DELIVERY_DEFERRED, "the mail library refused a setting");
        return;
    }
    long code = 0;
    CURLcode done = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    if (code != self->code)
        snprintf(self->reply, sizeof(self->reply), "%ld", code);
    self->code = (int)code;
    choose_class(self, done, words[0] != '\0' ? words : curl_easy_strerror(done), result);
}

static void send_smtp(const sr_mail_rules *mail, const char *workspace, sr_text recipient, sr_text message_id, sr_text bytes,
                      bool (*on_data)(void *context), void *context, sr_arena *arena, sr_delivery_result *result)
{
    (void)message_id;   // it stands in the message
    const char *wrong = sr_transport_check(mail, recipient, bytes);
    if (wrong != NULL) {
        sr_delivery_set(result, SR_DELIVERY_FAILED, "%s", wrong);
        return;
    }
    wrong = check_rules(mail);
    const char *to = format(arena, "<", recipient, 0, SR_TEXT(">"));
    CURL *curl = wrong == NULL && to != NULL ? curl_easy_init() : NULL;
    talk self = {.curl = curl, .bytes = bytes, .on_data = on_data, .context = context, .timeout_seconds = SR_MAIL_TIMEOUT_SECONDS};
    if (mail->timeout_seconds > 0)
        self.timeout_seconds = (long)mail->timeout_seconds;
    struct curl_slist *recipients = curl != NULL ? curl_slist_append(NULL, to) : NULL;
    if (recipients == NULL || curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients) != CURLE_OK) {
        sr_delivery_set(result, SR_DELIVERY_DEFERRED, "%s", wrong != NULL ? wrong : "not enough memory");
    } else {
        converse(curl, mail, workspace, &self, arena, result);
    }
    curl_easy_cleanup(curl);    // says QUIT, so `self` is still needed
    curl_slist_free_all(recipients);
}

const sr_transport sr_transport_smtp = {
    .name = "smtp",
    .summary = "Hands every message to a mail server.",
    .send = send_smtp,
};
