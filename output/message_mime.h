/*
 * The MIME tree of a message, made by GMime in a child: mixed(alternative(plain, html), attachments).
 */
#ifndef SR_OUTPUT_MESSAGE_MIME_H
#define SR_OUTPUT_MESSAGE_MIME_H

#include "output/message.h"

#define SR_BOUNDARY_SIZE 64

/* Everything decided before the child begins. Texts for the library are ended by NUL. */
typedef struct sr_message_parts {
    const char *from_name, *from_address;
    const char *to_name, *to_address;
    const char *reply_address;
    const char *subject;
    const char *id;                 // without brackets
    const char *list_id;            // with brackets
    sr_day date;
    sr_text plain;                  // LF
    sr_text html;
    char mixed_boundary[SR_BOUNDARY_SIZE];
    char alternative_boundary[SR_BOUNDARY_SIZE];
    const sr_attachment *attachments;
    uint32_t attachment_count;
    sr_arena *arena;
} sr_message_parts;

/* Writes the message to `path`; an sr_child_work over sr_message_parts. */
SR_MUST_USE bool sr_message_write_mime(const void *parts, const char *path, sr_error *err);

#endif
