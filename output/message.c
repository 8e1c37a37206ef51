#include "output/message.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "output/child.h"
#include "output/message_body.h"
#include "output/message_mime.h"
#include "output/transport.h"

#define MESSAGE_BYTES_MAX (UINT64_C(1) << 30)
#define HEADER_BYTES_MAX 900        // of a value before it is encoded and folded
#define ID_DIGITS 32

/* --- what goes into headers is refused when it could end one --- */

static const char *check_header(sr_text value)
{
    for (size_t i = 0; i < value.size; i++)
        if ((unsigned char)value.data[i] < 0x20 || value.data[i] == 0x7F)
            return "holds a control byte";
    if (sr_text_find_invalid(value) != SIZE_MAX)
        return "is not UTF-8";
    return value.size > HEADER_BYTES_MAX ? "is longer than 900 bytes" : NULL;
}

static bool is_media_type(sr_text type)
{
    size_t slashes = 0;
    for (size_t i = 0; i < type.size; i++) {
        char c = type.data[i];
        bool is_token = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+';
        if (c == '/' && i > 0 && i + 1 < type.size)
            slashes++;
        else if (!is_token)
            return false;
    }
    return slashes == 1;
}

static bool check_request(const sr_message_request *request, sr_text subject, sr_error *err)
{
    const sr_mail_rules *mail = &request->rules->mail;
    const struct {
        const char *what;
        sr_text value;
        bool is_address;
        sr_where where;
    } values[] = {
        {"the sender's address", mail->from_address, true, mail->where},
        {"the address for answers", sr_message_get_reply_address(mail), true, mail->where},
        {"the recipient's address", request->recipient->address, true, request->recipient->where},
        {"the sender's name", mail->from_name, false, mail->where},
        {"the recipient's name", sr_message_get_recipient_title(request), false, request->recipient->where},
        {"the subject", subject, false, SR_NOWHERE},
        {"the report's id", request->report->id, false, SR_NOWHERE},
    };
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        const char *wrong = check_header(values[i].value);
        if (wrong == NULL && values[i].is_address)
            wrong = sr_address_check(values[i].value);
        if (wrong != NULL)
            return sr_fail_at(err, SR_BAD_RULES, values[i].where, "%s cannot stand in a message: %s", values[i].what, wrong);
    }
    for (uint32_t i = 0; i < request->attachment_count; i++) {
        const char *wrong = check_header(request->attachments[i].name);
        if (wrong == NULL && !is_media_type(request->attachments[i].media_type))
            wrong = "has no media type like text/html";
        if (wrong != NULL)
            return sr_fail(err, SR_INTERNAL, "the name of an attachment cannot stand in a message: it %s", wrong);
    }
    return true;
}

/* --- names that follow from what the message is --- */

static sr_text get_domain(sr_text address)
{
    size_t at = sr_text_find(address, SR_TEXT("@"));
    return sr_text_slice(address, at + 1, address.size - at - 1);
}

static void add_hashed(sr_hasher *hasher, sr_text text)
{
    char size[24];
    snprintf(size, sizeof(size), "%zu:", text.size);
    sr_hasher_add(hasher, sr_text_from(size));
    sr_hasher_add(hasher, text);
}

static bool finish_hash(sr_hasher *hasher, char hex[SR_HASH_HEX_SIZE], sr_error *err)
{
    sr_hash hash;
    bool done = sr_hasher_finish(hasher, &hash);
    sr_hasher_free(hasher);
    if (!done)
        return sr_fail_memory(err);
    sr_hash_write_hex(&hash, hex);
    return true;
}

/* One id for an edition and a recipient: made again, the message has the same one, and can be known as the same. */
static bool write_id(const sr_message_request *request, sr_arena *arena, sr_text *id, sr_error *err)
{
    char period[16], edition[16], hex[SR_HASH_HEX_SIZE];
    sr_hasher *hasher = sr_hasher_new();
    if (hasher == NULL)
        return sr_fail_memory(err);
    sr_period_write(request->report->period, period);
    snprintf(edition, sizeof(edition), "%u", request->report->edition);
    add_hashed(hasher, request->rules->mail.from_address);
    add_hashed(hasher, request->report->id);
    add_hashed(hasher, sr_text_from(period));
    add_hashed(hasher, sr_text_from(edition));
    add_hashed(hasher, request->report->provenance);
    add_hashed(hasher, request->recipient->role);
    add_hashed(hasher, request->recipient->address);
    if (!finish_hash(hasher, hex, err))
        return false;
    sr_builder builder;
    sr_builder_init(&builder, arena, HEADER_BYTES_MAX);
    sr_builder_addf(&builder, "%.*s@%.*s", ID_DIGITS, hex, SR_TEXT_ARG(get_domain(request->rules->mail.from_address)));
    return sr_builder_finish(&builder, id, err);
}

/* From what stands between them, so no part can hold its own boundary by design. */
static bool write_boundaries(sr_message_parts *parts, sr_error *err)
{
    char hex[SR_HASH_HEX_SIZE];
    sr_hasher *hasher = sr_hasher_new();
    if (hasher == NULL)
        return sr_fail_memory(err);
    add_hashed(hasher, sr_text_from(parts->id));
    add_hashed(hasher, parts->plain);
    add_hashed(hasher, parts->html);
    for (uint32_t i = 0; i < parts->attachment_count; i++)
        add_hashed(hasher, parts->attachments[i].bytes);
    if (!finish_hash(hasher, hex, err))
        return false;
    snprintf(parts->mixed_boundary, sizeof(parts->mixed_boundary), "=_mixed_%.*s", ID_DIGITS, hex);
    snprintf(parts->alternative_boundary, sizeof(parts->alternative_boundary), "=_alternative_%.*s", ID_DIGITS, hex + ID_DIGITS);
    return true;
}

/* Both bodies with the same indicators: all of them, or as many as the HTML form has room for. */
static bool write_bodies(const sr_message_request *request, sr_arena *arena, sr_message_parts *parts, sr_error *err)
{
    uint32_t block_max = sr_message_count_blocks(request->report);
    for (;;) {
        bool fits = false;
        if (!sr_message_write_html(request, block_max, arena, &fits, &parts->html, err))
            return false;
        if (fits)
            return sr_message_write_plain(request, block_max, arena, &parts->plain, err);
        if (block_max == 0)
            return sr_fail(err, SR_INTERNAL, "the text of the message is longer than %u bytes even without indicators",
                           SR_MESSAGE_HTML_BYTES_MAX);
        block_max = block_max * 3 / 4;
    }
}

static bool write_parts(const sr_message_request *request, sr_text subject, sr_text id, sr_arena *arena, sr_message_parts *parts,
                        sr_error *err)
{
    const sr_mail_rules *mail = &request->rules->mail;
    sr_builder list;
    sr_text list_id, from_name, from_address, to_name, to_address, reply;
    sr_builder_init(&list, arena, HEADER_BYTES_MAX * 2);
    sr_builder_addf(&list, "<%.*s.%.*s>", SR_TEXT_ARG(request->report->id), SR_TEXT_ARG(get_domain(mail->from_address)));
    if (!sr_builder_finish(&list, &list_id, err))
        return false;
    if (!sr_text_copy(mail->from_name, arena, &from_name) || !sr_text_copy(mail->from_address, arena, &from_address)
        || !sr_text_copy(sr_message_get_recipient_title(request), arena, &to_name) || !sr_text_copy(request->recipient->address, arena, &to_address)
        || !sr_text_copy(sr_message_get_reply_address(mail), arena, &reply))
        return sr_fail_memory(err);
    *parts = (sr_message_parts){.from_name = from_name.size > 0 ? from_name.data : NULL,
                                .from_address = from_address.data,
                                .to_name = to_name.size > 0 ? to_name.data : NULL,
                                .to_address = to_address.data,
                                .reply_address = reply.data,
                                .subject = subject.data,
                                .id = id.data,
                                .list_id = list_id.data,
                                .date = request->as_of,
                                .attachments = request->attachments,
                                .attachment_count = request->attachment_count,
                                .arena = arena};
    return write_bodies(request, arena, parts, err) && write_boundaries(parts, err);
}

/* --- what came back --- */

static int get_base64(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    return at != NULL ? (int)(at - digits) : -1;
}

/* The base64 lines of `part` are exactly `bytes`. */
static bool holds_bytes(sr_text part, sr_text bytes)
{
    uint32_t bits = 0;
    int bit_count = 0;
    size_t size = 0;
    for (size_t i = 0; i < part.size; i++) {
        int value = get_base64(part.data[i]);
        if (value < 0) {
            if (part.data[i] != '\r' && part.data[i] != '\n' && part.data[i] != '=')
                return false;
            continue;
        }
        bits = (bits << 6 | (uint32_t)value) & 0xFFFFFF;
        bit_count += 6;
        if (bit_count < 8)
            continue;
        bit_count -= 8;
        if (size >= bytes.size || (unsigned char)bytes.data[size] != (unsigned char)(bits >> bit_count & 0xFF))
            return false;
        size++;
    }
    return size == bytes.size;
}

static sr_text get_rest(sr_text text, size_t at)
{
    return sr_text_slice(text, at, text.size - at);
}

/* Behind the first occurrence of `what`; false when there is none. */
static bool skip(sr_text *text, const char *what)
{
    size_t at = sr_text_find(*text, sr_text_from(what));
    if (at == SIZE_MAX)
        return false;
    *text = get_rest(*text, at + strlen(what));
    return true;
}

/* Headers, the parts in their order, every attachment byte for byte, and the end. */
static const char *check_message(const sr_message_parts *parts, sr_text bytes)
{
    char id[HEADER_BYTES_MAX], boundary[SR_BOUNDARY_SIZE + 16], last[SR_BOUNDARY_SIZE + 16];
    snprintf(id, sizeof(id), "\r\nMessage-Id: <%s>\r\n", parts->id);
    snprintf(boundary, sizeof(boundary), "\r\n--%s\r\n", parts->mixed_boundary);
    snprintf(last, sizeof(last), "\r\n--%s--\r\n", parts->mixed_boundary);
    sr_text head = sr_text_slice(bytes, 0, sr_text_find(bytes, SR_TEXT("\r\n\r\n")));
    sr_text rest = bytes;
    if (sr_text_find(get_rest(bytes, 0), sr_text_from(id)) >= head.size)
        return "it has no id of ours";
    if (!skip(&rest, boundary))
        return "its first part is missing";
    for (uint32_t i = 0; i < parts->attachment_count; i++) {
        if (!skip(&rest, boundary) || !skip(&rest, "\r\n\r\n"))
            return "an attachment is missing";
        size_t end = sr_text_find(rest, SR_TEXT("\r\n--"));
        if (end == SIZE_MAX || !holds_bytes(sr_text_slice(rest, 0, end), parts->attachments[i].bytes))
            return "an attachment differs from its file";
    }
    return sr_text_has_suffix(bytes, sr_text_from(last)) ? NULL : "it has no end";
}

static bool render(const sr_message_request *request, const sr_message_parts *parts, const char *path, sr_arena *arena, sr_text *bytes,
                   sr_error *err)
{
    sr_text read;
    if (!sr_child_run(sr_message_write_mime, parts, path, err))
        return err->code == SR_INTERNAL ? sr_fail_within(err, "memory, disk space or the mail library has failed") : false;
    if (!sr_file_read(path, MESSAGE_BYTES_MAX, arena, &read, err))
        return false;
    const char *wrong = sr_transport_check(&request->rules->mail, request->recipient->address, read);
    if (wrong == NULL)
        wrong = check_message(parts, read);
    if (wrong != NULL)
        return sr_fail(err, SR_INTERNAL, "the message to '%.*s' was not written as it should be: %s",
                       SR_TEXT_ARG(request->recipient->role), wrong);
    *bytes = read;
    return true;
}

bool sr_message_write(const sr_message_request *request, const char *staging, sr_arena *arena, sr_message *message, sr_error *err)
{
    sr_message_parts parts;
    sr_builder builder;
    sr_text id, path, bytes, full_id;
    sr_text subject = sr_message_say(request, SR_WORD_MAIL_SUBJECT, (sr_text[]){request->report->title, request->report->edition_text}, 2, arena);
    if (subject.size == 0)
        return sr_fail_memory(err);
    if (!check_request(request, subject, err) || !write_id(request, arena, &id, err)
        || !write_parts(request, subject, id, arena, &parts, err))
        return false;
    sr_builder_init(&builder, arena, HEADER_BYTES_MAX + 2);
    sr_builder_addf(&builder, "<%.*s>", SR_TEXT_ARG(id));
    if (!sr_builder_finish(&builder, &full_id, err))
        return false;
    sr_builder_init(&builder, arena, strlen(staging) + 64);
    sr_builder_addf(&builder, "%s/%.*s.part", staging, ID_DIGITS, id.data);
    if (!sr_builder_finish(&builder, &path, err))
        return false;
    bool done = render(request, &parts, path.data, arena, &bytes, err);
    sr_error ignored;
    sr_error_init(&ignored);
    if (!sr_file_remove_tree(path.data, done ? err : &ignored) || !done)
        return false;
    *message = (sr_message){.id = full_id, .subject = subject, .bytes = bytes};
    return true;
}
