/*
 * Lays each message into a directory as a file of its own: for trying out, and for hosts where another program sends.
 * The name comes from the Message-ID, so laying the same message down twice leaves one file.
 */
#include "output/transport.h"

#include <stdio.h>

#include "engine/base/file.h"
#include "engine/base/hash.h"

extern const sr_transport sr_transport_drop;

static bool find_path(const sr_mail_rules *mail, const char *workspace, sr_text message_id, sr_arena *arena, const char **directory,
                      const char **path, sr_error *err)
{
    sr_hash hash;
    char hex[SR_HASH_HEX_SIZE], name[48];
    if (mail->drop_directory.size == 0)
        return sr_fail_at(err, SR_BAD_RULES, mail->where, "the transport 'drop' has no directory");
    if (!sr_hash_bytes(message_id, &hash))
        return sr_fail_memory(err);
    sr_hash_write_hex(&hash, hex);
    snprintf(name, sizeof(name), "%.32s.eml", hex);
    return sr_file_join(workspace, mail->drop_directory, arena, directory, err)
           && sr_file_join(*directory, sr_text_from(name), arena, path, err);
}

static void send_drop(const sr_mail_rules *mail, const char *workspace, sr_text recipient, sr_text message_id, sr_text bytes,
                      bool (*on_data)(void *context), void *context, sr_arena *arena, sr_delivery_result *result)
{
    const char *wrong = sr_transport_check(mail, recipient, bytes);
    const char *directory = NULL, *path = NULL;
    sr_error err;
    sr_error_init(&err);
    if (wrong != NULL) {
        sr_delivery_set(result, SR_DELIVERY_FAILED, "%s", wrong);
        return;
    }
    if (!find_path(mail, workspace, message_id, arena, &directory, &path, &err) || !sr_file_make_directory(directory, &err)) {
        sr_delivery_set(result, SR_DELIVERY_DEFERRED, "%s", err.message);
        return;
    }
    if (!on_data(context)) {
        sr_delivery_set(result, SR_DELIVERY_DEFERRED, "the step could not be noted in the ledger, nothing was sent");
        return;
    }
    if (!sr_file_write_private(path, bytes, &err)) {    // another program may have taken a file that stands there
        sr_delivery_set(result, sr_file_is_there(path) ? SR_DELIVERY_UNKNOWN : SR_DELIVERY_DEFERRED, "%s", err.message);
        return;
    }
    sr_text name = sr_file_get_name(sr_text_from(path));
    sr_delivery_set(result, SR_DELIVERY_ACCEPTED, "laid down as %.*s", SR_TEXT_ARG(name));
}

const sr_transport sr_transport_drop = {
    .name = "drop",
    .summary = "Lays every message as a file into a directory.",
    .send = send_drop,
};
