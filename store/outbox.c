#include "store/ledger.h"
#include "store/sql.h"

static const char *const state_names[] = {
    [SR_MAIL_QUEUED] = "queued",     [SR_MAIL_SENDING] = "sending", [SR_MAIL_DATA] = "data",
    [SR_MAIL_ACCEPTED] = "accepted", [SR_MAIL_DEFERRED] = "deferred", [SR_MAIL_FAILED] = "failed",
    [SR_MAIL_UNKNOWN] = "unknown",
};

#define STATE_COUNT (sizeof(state_names) / sizeof(state_names[0]))
#define TO(state) (1u << SR_MAIL_##state)

/*
 * The diagram. A message can only be accepted, or be in doubt, once the server has asked for it (data). What is accepted or
 * failed stays so. `unknown` goes on only by the rules' `resend` or a person's word, with the same bytes and the same id.
 */
static const uint32_t next_states[] = {
    [SR_MAIL_QUEUED] = TO(SENDING),
    [SR_MAIL_SENDING] = TO(DATA) | TO(DEFERRED) | TO(FAILED),
    [SR_MAIL_DATA] = TO(ACCEPTED) | TO(DEFERRED) | TO(FAILED) | TO(UNKNOWN),
    [SR_MAIL_ACCEPTED] = 0,
    [SR_MAIL_DEFERRED] = TO(SENDING) | TO(FAILED),
    [SR_MAIL_FAILED] = 0,
    [SR_MAIL_UNKNOWN] = TO(SENDING) | TO(DEFERRED) | TO(ACCEPTED) | TO(FAILED),
};

const char *sr_mail_state_get_name(sr_mail_state state)
{
    return (size_t)state < STATE_COUNT ? state_names[state] : "";
}

static bool find_state(sr_text name, sr_mail_state *state)
{
    for (size_t i = 0; i < STATE_COUNT; i++)
        if (sr_text_is(name, sr_text_from(state_names[i]))) {
            *state = (sr_mail_state)i;
            return true;
        }
    return false;
}

/* The steps behind a mail, so that "deferred" can be told as what happened when. */
static bool add_step(sr_ledger *ledger, int64_t mail_id, const char *state, sr_text when, sr_text reply, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger, "INSERT INTO mail_step (mail_id, state, at, reply) VALUES (?, ?, ?, ?)", &sql, err))
        return false;
    sr_sql_bind_integer(&sql, mail_id);
    sr_sql_bind_text(&sql, sr_text_from(state));
    sr_sql_bind_text(&sql, when);
    sr_sql_bind_text(&sql, reply);
    bool done = sr_sql_run(&sql, err);
    sr_sql_close(&sql);
    return done;
}

#define RECOVER(from, to, words)                                                                          \
    "INSERT INTO mail_step (mail_id, state, at, reply) SELECT id, '" to "', '', '" words "' FROM mail"     \
    " WHERE state = '" from "' ORDER BY id;"                                                               \
    "UPDATE mail SET state = '" to "', reply = '" words "' WHERE state = '" from "'"

bool sr_outbox_recover(sr_ledger *ledger, uint32_t *unknown_count, sr_error *err)
{
    if (!sr_sql_begin(ledger, err))
        return false;
    int64_t unknown = 0;
    bool done = sr_sql_read_integer(ledger, "SELECT count(*) FROM mail WHERE state = 'data'", &unknown, err)
                && sr_sql_execute(ledger, RECOVER("sending", "deferred", "interrupted before the message was handed over"), err)
                && sr_sql_execute(ledger, RECOVER("data", "unknown", "interrupted while the message was handed over"), err);
    if (!sr_sql_finish(ledger, done, err))
        return false;
    *unknown_count = (uint32_t)unknown;
    return true;
}

#define MAIL_COLUMNS                                                                                                    \
    "mail.id, edition_id, report, period, edition, recipient_role, address, message_id, subject, state, attempts, reply"
#define MAIL_TABLES "mail JOIN edition ON edition.id = edition_id"

static bool read_mail(const sr_sql *sql, sr_arena *arena, sr_outbox_mail *mail, sr_error *err)
{
    sr_text state;
    mail->id = sr_sql_get_integer(sql, 0);
    mail->edition_id = sr_sql_get_integer(sql, 1);
    mail->edition = (uint32_t)sr_sql_get_integer(sql, 4);
    mail->attempts = (uint32_t)sr_sql_get_integer(sql, 10);
    if (!sr_sql_get_text(sql, 2, arena, &mail->report, err) || !sr_sql_get_text(sql, 3, arena, &mail->period, err)
        || !sr_sql_get_text(sql, 5, arena, &mail->recipient_role, err) || !sr_sql_get_text(sql, 6, arena, &mail->address, err)
        || !sr_sql_get_text(sql, 7, arena, &mail->message_id, err) || !sr_sql_get_text(sql, 8, arena, &mail->subject, err)
        || !sr_sql_get_text(sql, 9, arena, &state, err) || !sr_sql_get_text(sql, 11, arena, &mail->reply, err))
        return false;
    return find_state(state, &mail->state)
           || sr_fail_at(err, SR_BAD_DATA, (sr_where){sql->ledger->path, 0, 0},
                         "the ledger is damaged: '%.*s' is not a state of a mail", SR_TEXT_ARG(state));
}

bool sr_outbox_list(sr_ledger *ledger, uint32_t state_mask, sr_arena *arena, const sr_outbox_mail **mails, size_t *count,
                    sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger, "SELECT " MAIL_COLUMNS " FROM " MAIL_TABLES " ORDER BY mail.id", &sql, err))
        return false;
    void *list = NULL;
    size_t found = 0, capacity = 0;
    bool has_row = false, done;
    while ((done = sr_sql_step(&sql, &has_row, err)) && has_row) {
        sr_outbox_mail mail = {0};
        sr_arena_mark mark = sr_arena_get_mark(arena);
        done = read_mail(&sql, arena, &mail, err);
        if (done && state_mask != 0 && (state_mask & (1u << mail.state)) == 0) {
            sr_arena_reset(arena, mark);
            continue;
        }
        if (!done || !(done = sr_sql_reserve(arena, &list, found, &capacity, sizeof(sr_outbox_mail), err)))
            break;
        ((sr_outbox_mail *)list)[found++] = mail;
    }
    sr_sql_close(&sql);
    if (!done)
        return false;
    *mails = list;
    *count = found;
    return true;
}

bool sr_outbox_get(sr_ledger *ledger, int64_t mail_id, sr_arena *arena, sr_outbox_mail *mail, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger, "SELECT " MAIL_COLUMNS ", bytes FROM " MAIL_TABLES " WHERE mail.id = ?", &sql, err))
        return false;
    sr_sql_bind_integer(&sql, mail_id);
    bool has_row = false;
    sr_outbox_mail read = {0};
    bool done = sr_sql_step(&sql, &has_row, err);
    if (done && !has_row)
        done = sr_fail(err, SR_INTERNAL, "the outbox has no mail %lld", (long long)mail_id);
    done = done && read_mail(&sql, arena, &read, err) && sr_sql_get_text(&sql, 12, arena, &read.bytes, err);
    sr_sql_close(&sql);
    if (done)
        *mail = read;
    return done;
}

static bool read_state(sr_ledger *ledger, int64_t mail_id, sr_mail_state *state, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger, "SELECT state FROM mail WHERE id = ?", &sql, err))
        return false;
    sr_sql_bind_integer(&sql, mail_id);
    bool has_row = false;
    bool done = sr_sql_step(&sql, &has_row, err);
    if (done && !has_row)
        done = sr_fail(err, SR_INTERNAL, "the outbox has no mail %lld", (long long)mail_id);
    if (done) {
        const char *name = (const char *)sqlite3_column_text(sql.statement, 0);
        done = find_state(sr_text_from(name), state)
               || sr_fail_at(err, SR_BAD_DATA, (sr_where){ledger->path, 0, 0}, "the ledger is damaged: mail %lld has no state",
                             (long long)mail_id);
    }
    sr_sql_close(&sql);
    return done;
}

static bool write_state(sr_ledger *ledger, int64_t mail_id, sr_mail_state state, sr_text reply, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger, "UPDATE mail SET state = ?, attempts = attempts + ?, reply = ? WHERE id = ?", &sql, err))
        return false;
    sr_sql_bind_text(&sql, sr_text_from(state_names[state]));
    sr_sql_bind_integer(&sql, state == SR_MAIL_SENDING ? 1 : 0);
    sr_sql_bind_text(&sql, reply);
    sr_sql_bind_integer(&sql, mail_id);
    bool done = sr_sql_run(&sql, err);
    sr_sql_close(&sql);
    return done;
}

bool sr_outbox_set_state(sr_ledger *ledger, int64_t mail_id, sr_mail_state state, sr_text reply, sr_text when, sr_error *err)
{
    if ((size_t)state >= STATE_COUNT)
        return sr_fail(err, SR_INTERNAL, "there is no mail state %d", (int)state);
    sr_mail_state current = SR_MAIL_QUEUED;
    if (!sr_sql_begin(ledger, err))
        return false;
    bool done = read_state(ledger, mail_id, &current, err);
    if (done && (next_states[current] & (1u << state)) == 0)
        done = sr_fail(err, SR_INTERNAL, "mail %lld is %s and cannot become %s", (long long)mail_id, state_names[current],
                       state_names[state]);
    done = done && write_state(ledger, mail_id, state, reply, err)
           && add_step(ledger, mail_id, state_names[state], when, reply, err);
    return sr_sql_finish(ledger, done, err);
}
