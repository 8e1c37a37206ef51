#include "app/deliver.h"

#include "app/clock.h"
#include "app/console.h"
#include "output/transport.h"

/* What `on_data` needs: the step to SR_MAIL_DATA is committed before the first byte of the message leaves. */
typedef struct sr_handover {
    sr_ledger *ledger;
    int64_t mail_id;
    sr_error err;
} sr_handover;

static bool step(sr_ledger *ledger, int64_t mail_id, sr_mail_state state, const char *reply, sr_error *err)
{
    char now[21];
    sr_clock_write_now(now);
    return sr_outbox_set_state(ledger, mail_id, state, sr_text_from(reply), sr_text_from(now), err);
}

static bool hand_over(void *context)
{
    sr_handover *handover = context;
    return step(handover->ledger, handover->mail_id, SR_MAIL_DATA, "", &handover->err);
}

static bool settle(sr_ledger *ledger, const sr_outbox_mail *mail, const sr_delivery_result *result,
                   sr_deliveries *deliveries, sr_error *err)
{
    static const sr_mail_state states[] = {
        [SR_DELIVERY_ACCEPTED] = SR_MAIL_ACCEPTED, [SR_DELIVERY_DEFERRED] = SR_MAIL_DEFERRED,
        [SR_DELIVERY_FAILED] = SR_MAIL_FAILED, [SR_DELIVERY_UNKNOWN] = SR_MAIL_UNKNOWN,
    };
    uint32_t *counts[] = {
        [SR_DELIVERY_ACCEPTED] = &deliveries->accepted, [SR_DELIVERY_DEFERRED] = &deliveries->deferred,
        [SR_DELIVERY_FAILED] = &deliveries->failed, [SR_DELIVERY_UNKNOWN] = &deliveries->unknown,
    };
    (*counts[result->delivery])++;
    sr_console_say("mail %s-%s/%u to %.*s: %s (%s)", mail->report.data, mail->period.data, mail->edition,
                   SR_TEXT_ARG(mail->recipient_role), sr_mail_state_get_name(states[result->delivery]), result->reply);
    return step(ledger, mail->id, states[result->delivery], result->reply, err);
}

static bool send_mail(const sr_ruleset *rules, const sr_transport *transport, sr_ledger *ledger,
                      const sr_outbox_mail *listed, sr_arena *arena, sr_deliveries *deliveries, sr_error *err)
{
    sr_outbox_mail mail;
    sr_delivery_result result;
    sr_handover handover = {.ledger = ledger, .mail_id = listed->id};
    sr_error_init(&handover.err);
    if (!sr_outbox_get(ledger, listed->id, arena, &mail, err) || !step(ledger, mail.id, SR_MAIL_SENDING, "", err))
        return false;
    transport->send(&rules->mail, rules->workspace, mail.address, mail.message_id, mail.bytes, hand_over, &handover, arena,
                    &result);
    if (handover.err.code != SR_OK) {
        *err = handover.err;
        return false;
    }
    return settle(ledger, &mail, &result, deliveries, err);
}

/* Mails that nobody can know about stay where they are; they are named at every run. */
static bool name_held(sr_ledger *ledger, sr_arena *arena, sr_deliveries *deliveries, sr_error *err)
{
    const sr_outbox_mail *mails = NULL;
    size_t count = 0;
    if (!sr_outbox_list(ledger, 1u << SR_MAIL_UNKNOWN, arena, &mails, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        sr_console_say("held: mail %.*s-%.*s/%u to %.*s may have been taken by the server; ask the recipient, then "
                       "`seire deliver --resend-unknown` sends the same message again",
                       SR_TEXT_ARG(mails[i].report), SR_TEXT_ARG(mails[i].period), mails[i].edition,
                       SR_TEXT_ARG(mails[i].recipient_role));
    deliveries->unknown = (uint32_t)count;
    return true;
}

bool sr_deliver(const sr_ruleset *rules, sr_ledger *ledger, bool resends_unknown, sr_arena *arena,
                sr_deliveries *deliveries, sr_error *err)
{
    *deliveries = (sr_deliveries){0};
    uint32_t mask = 1u << SR_MAIL_QUEUED | 1u << SR_MAIL_DEFERRED;
    uint32_t lost_count = 0;
    const sr_outbox_mail *mails = NULL;
    size_t count = 0;
    if (resends_unknown || rules->mail.unknown == SR_UNKNOWN_RESEND)
        mask |= 1u << SR_MAIL_UNKNOWN;
    if (!sr_outbox_recover(ledger, &lost_count, err) || !sr_outbox_list(ledger, mask, arena, &mails, &count, err))
        return false;
    const sr_transport *transport = rules->mail.is_there ? sr_transport_find(rules->mail.transport) : NULL;
    if (count > 0 && transport == NULL)
        return sr_fail(err, SR_BAD_RULES, "%zu mails wait, but seire.yaml has no `mail:` with a known transport", count);
    for (size_t i = 0; i < count; i++) {
        sr_arena_mark mark = sr_arena_get_mark(arena);
        if (!send_mail(rules, transport, ledger, &mails[i], arena, deliveries, err))
            return false;
        sr_arena_reset(arena, mark);
    }
    return name_held(ledger, arena, deliveries, err);
}

void sr_deliveries_judge(const sr_deliveries *deliveries, sr_outcome *outcome)
{
    if (deliveries->failed > 0 || (deliveries->deferred > 0 && deliveries->accepted > 0))
        sr_outcome_add(outcome, SR_PARTLY);
    if (deliveries->deferred > 0)
        sr_outcome_add(outcome, SR_TRY_AGAIN);
    if (deliveries->unknown > 0)
        sr_outcome_add(outcome, SR_WARNING);
}
