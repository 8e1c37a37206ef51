/*
 * GLib ends the process when memory fails, and GMime asserts: this runs in a child only. The child ends afterwards, so nothing is
 * given back.
 */
#include "output/message_mime.h"

#include <fcntl.h>
#include <gmime/gmime.h>
#include <string.h>

static GMimeFormatOptions *get_format(void)
{
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    g_mime_format_options_set_param_encoding_method(format, GMIME_PARAM_ENCODING_METHOD_RFC2231);
    return format;
}

/* GMime would choose the smallest old charset; a reader that knows but one knows this one. */
static void say_utf8(GMimeParamList *parameters, const char *name)
{
    GMimeParam *parameter = g_mime_param_list_get_parameter(parameters, name);
    if (parameter != NULL)
        g_mime_param_set_charset(parameter, "utf-8");
}

static void add_mailbox(GMimeMessage *message, GMimeAddressType type, const char *name, const char *address)
{
    InternetAddress *mailbox = internet_address_mailbox_new(name, address);
    internet_address_set_charset(mailbox, "utf-8");
    internet_address_list_add(g_mime_message_get_addresses(message, type), mailbox);
}

static GMimeObject *make_text(const char *subtype, sr_text text)
{
    GMimePart *part = g_mime_part_new_with_type("text", subtype);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text.data, text.size);
    GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return GMIME_OBJECT(part);
}

static GMimeObject *make_attachment(const sr_message_parts *parts, const sr_attachment *attachment)
{
    char *type = sr_arena_copy(parts->arena, attachment->media_type.data, attachment->media_type.size);
    char *name = sr_arena_copy(parts->arena, attachment->name.data, attachment->name.size);
    char *slash = type != NULL ? strchr(type, '/') : NULL;
    if (name == NULL || slash == NULL)
        return NULL;
    *slash = '\0';
    GMimePart *part = g_mime_part_new_with_type(type, slash + 1);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(attachment->bytes.data, attachment->bytes.size);
    g_mime_part_set_content(part, g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_object_set_disposition(GMIME_OBJECT(part), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(part, name);
    say_utf8(g_mime_content_disposition_get_parameters(g_mime_object_get_content_disposition(GMIME_OBJECT(part))), "filename");
    say_utf8(g_mime_content_type_get_parameters(g_mime_object_get_content_type(GMIME_OBJECT(part))), "name");
    if (strcmp(type, "text") == 0)
        g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    return GMIME_OBJECT(part);
}

static void set_headers(GMimeMessage *message, const sr_message_parts *parts)
{
    sr_civil day = sr_day_to_civil(parts->date);
    GMimeObject *object = GMIME_OBJECT(message);
    add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, parts->from_name, parts->from_address);
    add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, NULL, parts->reply_address);
    add_mailbox(message, GMIME_ADDRESS_TYPE_TO, parts->to_name, parts->to_address);
    g_mime_message_set_subject(message, parts->subject, "utf-8");
    g_mime_message_set_date(message, g_date_time_new_utc(day.year, day.month, day.day, 0, 0, 0));
    g_mime_message_set_message_id(message, parts->id);
    g_mime_object_set_header(object, "Auto-Submitted", "auto-generated", NULL);
    g_mime_object_set_header(object, "X-Auto-Response-Suppress", "All", NULL);
    g_mime_object_set_header(object, "List-Id", parts->list_id, NULL);
}

static GMimeMessage *make_message(const sr_message_parts *parts)
{
    GMimeMessage *message = g_mime_message_new(TRUE);
    GMimeMultipart *mixed = g_mime_multipart_new_with_subtype("mixed");
    GMimeMultipart *alternative = g_mime_multipart_new_with_subtype("alternative");
    g_mime_multipart_set_boundary(mixed, parts->mixed_boundary);
    g_mime_multipart_set_boundary(alternative, parts->alternative_boundary);
    g_mime_multipart_add(alternative, make_text("plain", parts->plain));
    g_mime_multipart_add(alternative, make_text("html", parts->html));
    g_mime_multipart_add(mixed, GMIME_OBJECT(alternative));
    for (uint32_t i = 0; i < parts->attachment_count; i++) {
        GMimeObject *attachment = make_attachment(parts, &parts->attachments[i]);
        if (attachment == NULL)
            return NULL;
        g_mime_multipart_add(mixed, attachment);
    }
    set_headers(message, parts);
    g_mime_message_set_mime_part(message, GMIME_OBJECT(mixed));
    return message;
}

bool sr_message_write_mime(const void *input, const char *path, sr_error *err)
{
    const sr_message_parts *parts = input;
    g_mime_init();
    GMimeMessage *message = make_message(parts);
    if (message == NULL)
        return sr_fail_memory(err);
    GError *wrong = NULL;
    GMimeStream *stream = g_mime_stream_fs_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600, &wrong);
    if (stream == NULL)
        return sr_fail_at(err, SR_CANNOT_CREATE, (sr_where){path, 0, 0}, "the message cannot be created: %s",
                          wrong != NULL ? wrong->message : "unknown");
    if (g_mime_object_write_to_stream(GMIME_OBJECT(message), get_format(), stream) < 0 || g_mime_stream_flush(stream) != 0
        || g_mime_stream_close(stream) != 0)
        return sr_fail_at(err, SR_IO, (sr_where){path, 0, 0}, "the message cannot be written");
    return true;
}
