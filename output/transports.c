#include "output/transport.h"

#include <stdarg.h>
#include <stdio.h>

#include "output/message.h"

#define LINE_SIZE_MAX 998       // RFC 5322, 2.1.1

#define TRANSPORTS(ONE) \
    ONE(smtp)           \
    ONE(drop)           // your row; your file defines sr_transport_<name>

#define DECLARE(name) extern const sr_transport sr_transport_##name;
TRANSPORTS(DECLARE)

#define POINT(name) &sr_transport_##name,
static const sr_transport *const transports[] = {TRANSPORTS(POINT)};

size_t sr_transport_count(void)
{
    return sizeof(transports) / sizeof(transports[0]);
}

const sr_transport *sr_transport_get(size_t index)
{
    return transports[index];
}

const sr_transport *sr_transport_find(sr_text name)
{
    for (size_t i = 0; i < sr_transport_count(); i++)
        if (sr_text_is(name, sr_text_from(transports[i]->name)))
            return transports[i];
    return NULL;
}

static bool is_allowed_domain(const sr_mail_rules *mail, sr_text address)
{
    size_t at = sr_text_find(address, SR_TEXT("@"));
    sr_text domain = sr_text_slice(address, at + 1, address.size - at - 1);
    for (size_t i = 0; i < mail->allowed_domain_count; i++)
        if (sr_text_is_same_letters(domain, mail->allowed_domains[i]))
            return true;
    return mail->allowed_domain_count == 0;
}

/* A bare CR or LF could end the message early in the eyes of one server and not of the next (smuggling). */
static const char *check_bytes(sr_text bytes)
{
    size_t line = 0;
    if (!sr_text_has_suffix(bytes, SR_TEXT("\r\n")))
        return "the message does not end with CRLF";
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        if (byte == '\r' && bytes.data[i + 1] == '\n') {
            i++;
            line = 0;
            continue;
        }
        if (byte == '\r' || byte == '\n')
            return "the message has a line that does not end with CRLF";
        if (byte == 0 || byte >= 0x80)
            return "the message is not 7 bit";
        if (++line > LINE_SIZE_MAX)
            return "the message has a line of more than 998 bytes";
    }
    return NULL;
}

const char *sr_transport_check(const sr_mail_rules *mail, sr_text recipient, sr_text bytes)
{
    const char *wrong = sr_address_check(recipient);
    if (wrong == NULL)
        wrong = sr_address_check(mail->from_address);
    if (wrong == NULL && !is_allowed_domain(mail, recipient))
        wrong = "the recipient's domain is not among the allowed ones";
    return wrong != NULL ? wrong : check_bytes(bytes);
}

void sr_delivery_set(sr_delivery_result *result, sr_delivery delivery, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(result->reply, sizeof(result->reply), format, list);
    va_end(list);
    result->delivery = delivery;
    for (char *c = result->reply; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = ' ';
    for (;;) {
        sr_text reply = sr_text_from(result->reply);
        size_t invalid = sr_text_find_invalid(reply);
        if (invalid == SIZE_MAX)
            break;
        result->reply[invalid] = '?';
    }
}
