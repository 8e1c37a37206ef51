/*
 * How a message leaves the house. Rows in transports.c: smtp (libcurl's home), drop (a file in a directory).
 *
 * The classes follow from what was seen, not from the library's code alone: accepted only after a 354 and a final 250; once
 * the whole message was handed over and no reply came, nobody can know: unknown.
 */
#ifndef SR_OUTPUT_TRANSPORT_H
#define SR_OUTPUT_TRANSPORT_H

#include "rules/ruleset.h"

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

#endif
