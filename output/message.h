/*
 * One message for one recipient: plain and HTML part with the same figures, workbook and page attached. The home of GMime.
 *
 * Rendered once, in a child (GLib aborts without memory), and stored; every attempt to send uses the same bytes. Deterministic: date from
 * `as_of`, Message-ID and boundaries from SHA-256. CRLF only, 7 bit, lines of at most 998 bytes. Header values and addresses with control
 * bytes are refused before the library sees them.
 */
#ifndef SR_OUTPUT_MESSAGE_H
#define SR_OUTPUT_MESSAGE_H

#include "output/report.h"
#include "rules/ruleset.h"

typedef struct sr_attachment {
    sr_text name;               // file name, UTF-8
    sr_text media_type;         // "text/html", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    sr_text bytes;
} sr_attachment;

typedef struct sr_message_request {
    const sr_ruleset *rules;
    const sr_report *report;            // in the recipient's language
    const sr_recipient *recipient;
    sr_day as_of;
    const sr_attachment *attachments;
    uint32_t attachment_count;
} sr_message_request;

typedef struct sr_message {
    sr_text id;                 // <hex@domain of the sender>
    sr_text subject;            // UTF-8, decoded
    sr_text bytes;              // RFC 5322, ready to send
} sr_message;

/* `staging` is a directory for the child's file; it is removed again. */
SR_MUST_USE bool sr_message_write(const sr_message_request *request, const char *staging, sr_arena *arena,
                                  sr_message *message, sr_error *err);

/* local@domain in ASCII, no control bytes, within the lengths of RFC 5321; NULL when right, else what is wrong. */
const char *sr_address_check(sr_text address);

#endif
