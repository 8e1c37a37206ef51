#include <stdio.h>

#include "engine/base/builder.h"
#include "output/message_body.h"

#define PLAIN_BYTES_MAX (1u << 20)
#define WORDS_BYTES_MAX 8192

uint32_t sr_message_count_blocks(const sr_report *report)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < report->part_count; i++)
        count += report->parts[i].block_count;
    return count;
}

sr_text sr_message_get_reply_address(const sr_mail_rules *mail)
{
    return mail->reply_to.size > 0 ? mail->reply_to : mail->from_address;
}

sr_text sr_message_get_recipient_title(const sr_message_request *request)
{
    return request->recipient->titles[request->report->language];
}

sr_word sr_message_get_attention_word(const sr_report *report)
{
    static const sr_word words[] = {SR_WORD_ATTENTION_NONE, SR_WORD_ATTENTION_ONE, SR_WORD_ATTENTION_TWO, SR_WORD_ATTENTION_THREE};
    return words[report->point_count < 3 ? report->point_count : 3];
}

sr_text sr_message_say(const sr_message_request *request, sr_word word, const sr_text *values, size_t count, sr_arena *arena)
{
    sr_builder builder;
    sr_error ignored;
    sr_text said = SR_TEXT_NONE;
    sr_error_init(&ignored);
    sr_builder_init(&builder, arena, WORDS_BYTES_MAX);
    sr_words_add(&builder, word, request->report->language, values, count);
    return sr_builder_finish(&builder, &said, &ignored) ? said : SR_TEXT_NONE;
}

sr_text sr_message_say_hello(const sr_message_request *request, sr_arena *arena)
{
    sr_text title = sr_message_get_recipient_title(request);
    bool has_title = title.size > 0;
    return sr_message_say(request, has_title ? SR_WORD_MAIL_HELLO : SR_WORD_MAIL_HELLO_ALL, &title, has_title, arena);
}

sr_text sr_message_say_attached(const sr_message_request *request, sr_arena *arena)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, WORDS_BYTES_MAX / 2);
    for (uint32_t i = 0; i < request->attachment_count; i++) {
        sr_builder_add_c(&builder, i > 0 ? ", " : "");
        sr_builder_add(&builder, request->attachments[i].name);
    }
    sr_text names = sr_builder_get(&builder);
    return names.size > 0 ? sr_message_say(request, SR_WORD_MAIL_ATTACHED, &names, 1, arena) : SR_TEXT_NONE;
}

static void add_line(sr_builder *builder, sr_text text)
{
    if (text.size == 0)
        return;
    sr_builder_add(builder, text);
    sr_builder_add_byte(builder, '\n');
}

/* "- T01 Esmane kontakt tähtajal: 84,1% (95% vahemik 82,0–86,0); siht ≥ 90%; ▼ siht täitmata" */
static void add_block(sr_builder *builder, const sr_report *report, const sr_report_block *block)
{
    sr_builder_addf(builder, "- %.*s %.*s: %.*s", SR_TEXT_ARG(block->id), SR_TEXT_ARG(block->name), SR_TEXT_ARG(block->value));
    if (block->interval.size > 0)
        sr_builder_addf(builder, " (%s %.*s)", sr_word_get(SR_WORD_INTERVAL, report->language), SR_TEXT_ARG(block->interval));
    if (block->target.size > 0)
        sr_builder_addf(builder, "; %.*s", SR_TEXT_ARG(block->target));
    if (block->verdict.size > 0)
        sr_builder_addf(builder, "; %.*s %.*s", SR_TEXT_ARG(block->sign), SR_TEXT_ARG(block->verdict));
    if (block->remark.size > 0)
        sr_builder_addf(builder, "; %.*s", SR_TEXT_ARG(block->remark));
    sr_builder_add_byte(builder, '\n');
}

static void add_blocks(sr_builder *builder, const sr_report *report, uint32_t block_max)
{
    for (uint32_t i = 0; i < report->part_count && block_max > 0; i++) {
        const sr_report_part *part = &report->parts[i];
        sr_builder_add_byte(builder, '\n');
        add_line(builder, part->title);
        for (uint32_t j = 0; j < part->block_count && block_max > 0; j++, block_max--)
            add_block(builder, report, &part->blocks[j]);
    }
}

bool sr_message_write_plain(const sr_message_request *request, uint32_t block_max, sr_arena *arena, sr_text *plain, sr_error *err)
{
    const sr_report *report = request->report;
    uint32_t block_count = sr_message_count_blocks(report);
    sr_text reply = sr_message_get_reply_address(&request->rules->mail);
    sr_builder builder;
    sr_builder_init(&builder, arena, PLAIN_BYTES_MAX);
    add_line(&builder, sr_message_say_hello(request, arena));
    sr_builder_add_byte(&builder, '\n');
    add_line(&builder, report->title);
    add_line(&builder, report->organisation);
    add_line(&builder, report->unit);
    add_line(&builder, report->edition_text);
    sr_builder_addf(&builder, "\n%s\n", sr_word_get(sr_message_get_attention_word(report), report->language));
    for (uint32_t i = 0; i < report->point_count; i++)
        sr_builder_addf(&builder, "%u. %s %.*s\n", i + 1, sr_mark_get_sign(report->points[i].mark), SR_TEXT_ARG(report->points[i].sentence));
    add_blocks(&builder, report, block_max);
    if (block_max < block_count) {
        char rest[16];
        snprintf(rest, sizeof(rest), "%u", block_count - block_max);
        sr_text words = sr_text_from(rest);
        add_line(&builder, sr_message_say(request, SR_WORD_MAIL_MORE, &words, 1, arena));
    }
    sr_builder_add_byte(&builder, '\n');
    add_line(&builder, sr_message_say_attached(request, arena));
    add_line(&builder, report->audience_text);
    add_line(&builder, report->provenance);
    if (report->contact.size > 0)
        add_line(&builder, sr_message_say(request, SR_WORD_CONTACT_LINE, &report->contact, 1, arena));
    add_line(&builder, sr_message_say(request, SR_WORD_MAIL_AUTOMATIC, &reply, 1, arena));
    return sr_builder_finish(&builder, plain, err);
}
