/*
 * How a message leaves the house. Rows in transports.c: smtp (libcurl's home), drop (a file in a directory).
 *
 * The classes follow from what was seen, not from the library's code alone: accepted only after a 354 and a final 250; once
 * the whole message was handed over and no reply came, nobody can know: unknown.
 *
 * A transport takes nothing from the environment. Where the password stands in $CREDENTIALS_DIRECTORY/smtp, the caller puts that path
 * into a copy of the rules' `password_file`.
 */
#ifndef SR_OUTPUT_TRANSPORT_H
#define SR_OUTPUT_TRANSPORT_H

#include "rules/ruleset.h"

#define SR_MAIL_TIMEOUT_SECONDS 600     // RFC 5321, 4.5.3.2.6: ten minutes for the last word

typedef enum sr_delivery {
    SR_DELIVERY_ACCEPTED,       // the server took it
    SR_DELIVERY_DEFERRED,       // nothing was taken; try again
    SR_DELIVERY_FAILED,         // refused for good
    SR_DELIVERY_UNKNOWN         // it may have been taken
} sr_delivery;

typedef struct sr_delivery_result {
    sr_delivery delivery;
    char reply[256];            // the server's own words, or what went wrong; no control bytes
} sr_delivery_result;

typedef struct sr_transport {
    const char *name;
    const char *summary;
    /* `on_data` is called once, before the first byte of the message leaves; when it returns false nothing is sent (DEFERRED). */
    void (*send)(const sr_mail_rules *mail, const char *workspace, sr_text recipient, sr_text message_id, sr_text bytes,
                 bool (*on_data)(void *context), void *context, sr_arena *arena, sr_delivery_result *result);
} sr_transport;

size_t sr_transport_count(void);
const sr_transport *sr_transport_get(size_t index);
const sr_transport *sr_transport_find(sr_text name);    // NULL when there is none

/*
 * What no transport may let through: an address that is none or whose domain the rules do not allow, a message that is not 7 bit, whose
 * lines do not end in CRLF, or are longer than 998 bytes. NULL when all is well, else what is wrong.
 */
const char *sr_transport_check(const sr_mail_rules *mail, sr_text recipient, sr_text bytes);

/* Sets the class, and the reply as one line without control bytes. */
void sr_delivery_set(sr_delivery_result *result, sr_delivery delivery, const char *format, ...) SR_PRINTF(3, 4);

#endif
