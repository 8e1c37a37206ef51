/*
 * The two forms of a message's body. Both say the same: what needs attention, then every indicator with value, interval, verdict and
 * target; `block_max` cuts both at the same place.
 */
#ifndef SR_OUTPUT_MESSAGE_BODY_H
#define SR_OUTPUT_MESSAGE_BODY_H

#include "output/message.h"
#include "output/words.h"

#define SR_MESSAGE_HTML_BYTES_MAX (90u * 1024)      // mail programs clip what is longer

/* Lines end in LF. */
SR_MUST_USE bool sr_message_write_plain(const sr_message_request *request, uint32_t block_max, sr_arena *arena, sr_text *plain,
                                        sr_error *err);

/* *fits = false, and nothing else, when it would be longer than SR_MESSAGE_HTML_BYTES_MAX. */
SR_MUST_USE bool sr_message_write_html(const sr_message_request *request, uint32_t block_max, sr_arena *arena, bool *fits, sr_text *html,
                                       sr_error *err);

uint32_t sr_message_count_blocks(const sr_report *report);
sr_text sr_message_get_reply_address(const sr_mail_rules *mail);
sr_text sr_message_get_recipient_title(const sr_message_request *request);     // in the report's language; may be empty
sr_word sr_message_get_attention_word(const sr_report *report);

/* A word of the report's language with its values filled in; the empty text when there is no memory. */
sr_text sr_message_say(const sr_message_request *request, sr_word word, const sr_text *values, size_t count, sr_arena *arena);
sr_text sr_message_say_hello(const sr_message_request *request, sr_arena *arena);
sr_text sr_message_say_attached(const sr_message_request *request, sr_arena *arena);    // empty when nothing is

#endif
