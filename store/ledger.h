/*
 * The ledger: what was run, from which files and rules, which figures came out, which editions were published, which
 * mails went out. One SQLite file, `.seire/ledger.db`; the only home of SQLite.
 *
 * `user_version` numbers the schema; older ledgers are migrated on opening, newer ones refused. One writer (the run holds the
 * workspace's lock). WAL, synchronous=FULL. After any error of SQLite the state is read again before it is believed.
 * Nothing personal is in it: released figures, hashes, addresses of recipients and the stored messages.
 */
#ifndef SR_STORE_LEDGER_H
#define SR_STORE_LEDGER_H

#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"

typedef struct sr_ledger sr_ledger;

SR_MUST_USE bool sr_ledger_open(const char *path, sr_ledger **ledger, sr_error *err);     // makes it when it is not there
SR_MUST_USE bool sr_ledger_open_readonly(const char *path, sr_ledger **ledger, sr_error *err);  // SR_NO_INPUT when not there
void sr_ledger_close(sr_ledger *ledger);    // NULL is allowed

/* --- runs --- */

typedef struct sr_ledger_run {
    int64_t id;
    sr_day as_of;
    sr_text started;            // UTC, 2026-11-02T02:15:00Z
    sr_text finished;           // empty: never finished
    sr_text rules_hash;         // hexadecimal
    int32_t exit_status;        // -1 while it runs
    sr_text summary;            // one line
    uint32_t edition_count;
    uint32_t mail_count;
} sr_ledger_run;

SR_MUST_USE bool sr_ledger_begin_run(sr_ledger *ledger, sr_day as_of, sr_text started, sr_text rules_hash,
                                     int64_t *run_id, sr_error *err);
SR_MUST_USE bool sr_ledger_finish_run(sr_ledger *ledger, int64_t run_id, sr_text finished, int32_t exit_status,
                                      sr_text summary, sr_error *err);
SR_MUST_USE bool sr_ledger_list_runs(sr_ledger *ledger, uint32_t count_max, sr_arena *arena, const sr_ledger_run **runs,
                                     size_t *count, sr_error *err);    // newest first

/*
 * The key that hashed the persons of this run, by its id (hash.h), never the key; and that of the last run before it that read persons, with the
 * number and `as_of` of that run: empty and 0 when there is none.
 */
SR_MUST_USE bool sr_ledger_set_person_key(sr_ledger *ledger, int64_t run_id, sr_text key_id, sr_error *err);
SR_MUST_USE bool sr_ledger_find_person_key(sr_ledger *ledger, int64_t before_run_id, sr_arena *arena, sr_text *key_id, int64_t *run_id,
                                           sr_day *as_of, sr_error *err);

typedef struct sr_ledger_input {
    sr_text dataset, path, hash, encoding;
    uint64_t size_bytes, records, kept, superseded, set_aside;
    sr_text header; // names of the columns, one a line, behind a tab the kind of its values where it is known; empty: none
} sr_ledger_input;

SR_MUST_USE bool sr_ledger_add_inputs(sr_ledger *ledger, int64_t run_id, const sr_ledger_input *inputs, size_t count,
                                      sr_error *err);
SR_MUST_USE bool sr_ledger_list_inputs(sr_ledger *ledger, int64_t run_id, sr_arena *arena, const sr_ledger_input **inputs,
                                       size_t *count, sr_error *err);

/* The `as_of` of the first run that read a file with this hash; *found = false when none did. */
SR_MUST_USE bool sr_ledger_find_first_day(sr_ledger *ledger, sr_text hash, sr_day *day, bool *found, sr_error *err);

/* The header of the last file of a data set that the latest run read; empty when no run did. */
SR_MUST_USE bool sr_ledger_find_header(sr_ledger *ledger, sr_text dataset, sr_arena *arena, sr_text *header, sr_error *err);

/* What checks of totals found. The latest total of a check; empty when there is none. */
typedef struct sr_ledger_total { sr_text dataset, check, value; } sr_ledger_total;

SR_MUST_USE bool sr_ledger_add_totals(sr_ledger *ledger, int64_t run_id, const sr_ledger_total *totals, size_t count, sr_error *err);
SR_MUST_USE bool sr_ledger_find_total(sr_ledger *ledger, sr_text dataset, sr_text check, sr_arena *arena, sr_text *value, sr_error *err);

/* --- editions --- */

typedef struct sr_ledger_file { sr_text name; sr_text hash; uint64_t size_bytes; } sr_ledger_file;

typedef struct sr_ledger_figure {
    sr_text id;                 // T01:2026-10:service=OA
    sr_text grain;
    sr_text n, numerator, denominator, value, lower, upper, target, verdict, state;
} sr_ledger_figure;

typedef struct sr_ledger_mail {
    sr_text recipient_role;
    sr_text address;
    sr_text message_id;
    sr_text subject;
    sr_text bytes;              // the whole message
} sr_ledger_mail;

typedef struct sr_ledger_edition {
    int64_t id;
    int64_t run_id;
    sr_text report, period;
    uint32_t edition;           // 1, 2, ...
    sr_text rules_hash;
    sr_text input_hash;         // over all input files
    sr_day as_of;
    bool is_in_place;           // its directory was renamed into published/
} sr_ledger_edition;

/*
 * All of an edition in one transaction: files, figures, mails (state queued). (report, period, edition) is unique, and so is
 * (edition, recipient): the same edition cannot queue a mail twice.
 */
typedef struct sr_ledger_edition_content {
    const sr_ledger_file *files; size_t file_count;
    const sr_ledger_figure *figures; size_t figure_count;
    const sr_ledger_mail *mails; size_t mail_count;
} sr_ledger_edition_content;

SR_MUST_USE bool sr_ledger_add_edition(sr_ledger *ledger, const sr_ledger_edition *edition,
                                       const sr_ledger_edition_content *content, int64_t *edition_id, sr_error *err);
SR_MUST_USE bool sr_ledger_set_in_place(sr_ledger *ledger, int64_t edition_id, sr_error *err);

/* The newest edition of a report and period; *found = false when there is none. */
SR_MUST_USE bool sr_ledger_find_edition(sr_ledger *ledger, sr_text report, sr_text period, sr_arena *arena,
                                        sr_ledger_edition *edition, bool *found, sr_error *err);
/* Editions of a run (0: of all runs), newest first; `only_out_of_place` for recovery. */
SR_MUST_USE bool sr_ledger_list_editions(sr_ledger *ledger, int64_t run_id, bool only_out_of_place, sr_arena *arena,
                                         const sr_ledger_edition **editions, size_t *count, sr_error *err);
SR_MUST_USE bool sr_ledger_list_files(sr_ledger *ledger, int64_t edition_id, sr_arena *arena, const sr_ledger_file **files,
                                      size_t *count, sr_error *err);
/* A figure of an edition by its id and grain (empty: any); *found = false when there is none. */
SR_MUST_USE bool sr_ledger_find_figure(sr_ledger *ledger, int64_t edition_id, sr_text figure_id, sr_text grain, sr_arena *arena,
                                       sr_ledger_figure *figure, bool *found, sr_error *err);

/*
 * --- outbox ---
 *
 *   queued -> sending -> data -> accepted | deferred | failed | unknown
 *
 * Besides: sending -> deferred | failed (before the server asked for the message); deferred -> sending, or failed when it is given
 * up; unknown -> sending | deferred (resend: same bytes, same id), accepted | failed (a person knows). Accepted and failed stay.
 */

typedef enum sr_mail_state {
    SR_MAIL_QUEUED, SR_MAIL_SENDING, SR_MAIL_DATA, SR_MAIL_ACCEPTED, SR_MAIL_DEFERRED, SR_MAIL_FAILED, SR_MAIL_UNKNOWN
} sr_mail_state;

const char *sr_mail_state_get_name(sr_mail_state state);

typedef struct sr_outbox_mail {
    int64_t id;
    int64_t edition_id;
    sr_text report, period;
    uint32_t edition;
    sr_text recipient_role, address, message_id, subject;
    sr_mail_state state;
    uint32_t attempts;
    sr_text reply;              // the server's last words
    sr_text bytes;              // only from sr_outbox_get
} sr_outbox_mail;

/* After a crash: sending becomes deferred (nothing was handed over), data becomes unknown (nobody can know). */
SR_MUST_USE bool sr_outbox_recover(sr_ledger *ledger, uint32_t *unknown_count, sr_error *err);

/* Mails in any of the states (a bit mask 1u << state; 0: all), oldest first, without bytes. */
SR_MUST_USE bool sr_outbox_list(sr_ledger *ledger, uint32_t state_mask, sr_arena *arena, const sr_outbox_mail **mails,
                                size_t *count, sr_error *err);
SR_MUST_USE bool sr_outbox_get(sr_ledger *ledger, int64_t mail_id, sr_arena *arena, sr_outbox_mail *mail, sr_error *err);

/* One committed step. `sending` counts an attempt. A step that the diagram does not have is SR_INTERNAL. */
SR_MUST_USE bool sr_outbox_set_state(sr_ledger *ledger, int64_t mail_id, sr_mail_state state, sr_text reply, sr_text when,
                                     sr_error *err);

#endif
