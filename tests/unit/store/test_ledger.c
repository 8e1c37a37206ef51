#include "store/ledger.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/file.h"
#include "store/schema.h"
#include "tests/support/test.h"

#define BYTES(literal) {(literal), sizeof(literal) - 1}    // for static data

typedef struct fixture {
    sr_arena *arena;
    sr_ledger *ledger;
    sr_error err;
    char path[200];
} fixture;

static void open_new(fixture *f)
{
    *f = (fixture){.arena = sr_arena_new()};
    sr_error_init(&f->err);
    snprintf(f->path, sizeof(f->path), "%s/ledger.db", sr_test_make_directory());
    assert_done(sr_ledger_open(f->path, &f->ledger, &f->err), &f->err);
}

static void close_all(fixture *f)
{
    sr_ledger_close(f->ledger);
    sr_arena_free(f->arena);
}

static void reopen(fixture *f)
{
    sr_ledger_close(f->ledger);
    f->ledger = NULL;
    assert_done(sr_ledger_open(f->path, &f->ledger, &f->err), &f->err);
}

static int64_t begin_run(fixture *f)
{
    int64_t id = 0;
    assert_done(sr_ledger_begin_run(f->ledger, sr_day_from_civil(2026, 11, 2), SR_TEXT("2026-11-02T02:15:00Z"), SR_TEXT("ab12"), &id,
                                    &f->err),
                &f->err);
    return id;
}

static const sr_ledger_mail mails[] = {
    {BYTES("head"), BYTES("juht@asutus.test"), BYTES("<1@asutus.test>"), BYTES("Aruanne õäöü"), {"a\0b\r\n", 5}},
    {BYTES("owner"), BYTES("omanik@asutus.test"), BYTES("<2@asutus.test>"), BYTES("Aruanne"), BYTES("x")},
};

static const sr_ledger_figure figures[] = {
    {BYTES("T01:2026-10"), BYTES("month"), BYTES("10"), BYTES("8"), BYTES("10"), BYTES("0.8"), BYTES("0.49"),
     BYTES("0.94"), BYTES("0.9"), BYTES("cannot_tell"), BYTES("ok")},
    {BYTES("T01:2026-10"), BYTES("ytd"), BYTES("100"), BYTES("80"), BYTES("100"), BYTES("0.8"), BYTES("0.71"),
     BYTES("0.87"), BYTES("0.9"), BYTES("not_met"), BYTES("ok")},
};

static bool add_edition(fixture *f, int64_t run_id, uint32_t number, const sr_ledger_mail *some_mails, size_t mail_count, int64_t *id)
{
    static const sr_ledger_file files[] = {{BYTES("aruanne.xlsx"), BYTES("00ff"), 12345}, {BYTES("aruanne.html"), BYTES("11ee"), 99}};
    sr_ledger_edition edition = {.run_id = run_id,
                                 .report = SR_TEXT("kuuaruanne"),
                                 .period = SR_TEXT("2026-10"),
                                 .edition = number,
                                 .rules_hash = SR_TEXT("ab12"),
                                 .input_hash = SR_TEXT("cd34"),
                                 .as_of = sr_day_from_civil(2026, 11, 2)};
    sr_ledger_edition_content content = {files, 2, figures, 2, some_mails, mail_count};
    return sr_ledger_add_edition(f->ledger, &edition, &content, id, &f->err);
}

static sr_outbox_mail get_mail(fixture *f, int64_t id)
{
    sr_outbox_mail mail = {0};
    assert_done(sr_outbox_get(f->ledger, id, f->arena, &mail, &f->err), &f->err);
    return mail;
}

static bool set_state(fixture *f, int64_t id, sr_mail_state state)
{
    return sr_outbox_set_state(f->ledger, id, state, SR_TEXT("250 ok"), SR_TEXT("2026-11-02T02:16:00Z"), &f->err);
}

/* One mail brought to a state by the steps that lead there. */
static int64_t mail_in_state(fixture *f, sr_mail_state state)
{
    int64_t edition, run = begin_run(f);
    assert_done(add_edition(f, run, 1, mails, 1, &edition), &f->err);
    if (state != SR_MAIL_QUEUED)
        assert_done(set_state(f, 1, SR_MAIL_SENDING), &f->err);
    if (state != SR_MAIL_QUEUED && state != SR_MAIL_SENDING)
        assert_done(set_state(f, 1, SR_MAIL_DATA), &f->err);
    if (state != SR_MAIL_QUEUED && state != SR_MAIL_SENDING && state != SR_MAIL_DATA)
        assert_done(set_state(f, 1, state), &f->err);
    return 1;
}

static void a_new_ledger_is_private_and_of_the_newest_version(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    struct stat status;
    char wal[220];
    snprintf(wal, sizeof(wal), "%s-wal", f.path);
    assert_int_equal(stat(f.path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(stat(wal, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    int64_t value = 0;
    assert_done(sr_sql_read_integer(f.ledger, "PRAGMA user_version", &value, &f.err), &f.err);
    assert_int_equal(value, sr_schema_get_version());
    assert_done(sr_sql_read_integer(f.ledger, "PRAGMA synchronous", &value, &f.err), &f.err);
    assert_int_equal(value, 2);
    close_all(&f);
}

static void a_ledger_that_others_can_read_is_made_private(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    struct stat status;
    assert_int_equal(chmod(f.path, 0644), 0);
    reopen(&f);
    assert_int_equal(stat(f.path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    close_all(&f);
}

static void a_run_comes_back_as_it_was_written(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    int64_t first = begin_run(&f), second = begin_run(&f), edition;
    assert_true(second > first);
    assert_done(add_edition(&f, first, 1, mails, 2, &edition), &f.err);
    assert_done(sr_ledger_finish_run(f.ledger, first, SR_TEXT("2026-11-02T02:15:02Z"), 3, SR_TEXT("1 report, 2 mails"), &f.err), &f.err);
    reopen(&f);
    const sr_ledger_run *runs = NULL;
    size_t count = 0;
    assert_done(sr_ledger_list_runs(f.ledger, 10, f.arena, &runs, &count, &f.err), &f.err);
    assert_int_equal(count, 2);
    assert_int_equal(runs[0].id, second);
    assert_int_equal(runs[0].exit_status, -1);
    assert_text(runs[0].finished, "");
    assert_int_equal(runs[1].exit_status, 3);
    assert_int_equal(runs[1].as_of, sr_day_from_civil(2026, 11, 2));
    assert_text(runs[1].started, "2026-11-02T02:15:00Z");
    assert_text(runs[1].finished, "2026-11-02T02:15:02Z");
    assert_text(runs[1].rules_hash, "ab12");
    assert_text(runs[1].summary, "1 report, 2 mails");
    assert_int_equal(runs[1].edition_count, 1);
    assert_int_equal(runs[1].mail_count, 2);
    assert_done(sr_ledger_list_runs(f.ledger, 1, f.arena, &runs, &count, &f.err), &f.err);
    assert_int_equal(count, 1);
    close_all(&f);
}

static void finishing_a_run_that_is_not_there_is_our_mistake(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    assert_false(sr_ledger_finish_run(f.ledger, 7, SR_TEXT("x"), 0, SR_TEXT_NONE, &f.err));
    assert_error(&f.err, "the ledger knows no run 7");
    assert_int_equal(f.err.code, SR_INTERNAL);
    close_all(&f);
}

static void inputs_keep_their_order_and_counts(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    int64_t run = begin_run(&f);
    sr_ledger_input inputs[40] = {
        {SR_TEXT("cases"), SR_TEXT("inbox/z.csv"), SR_TEXT("aa"), SR_TEXT("UTF-8"), UINT64_C(5000000000), 10, 7, 1, 2, SR_TEXT("id\nday")},
    };
    for (size_t i = 1; i < 40; i++)
        inputs[i] = (sr_ledger_input){SR_TEXT("cases"), SR_TEXT("inbox/a.csv"), SR_TEXT("bb"), SR_TEXT_NONE, i, 0, 0, 0, 0, SR_TEXT_NONE};
    assert_done(sr_ledger_add_inputs(f.ledger, run, inputs, 40, &f.err), &f.err);
    const sr_ledger_input *read = NULL;
    size_t count = 0;
    assert_done(sr_ledger_list_inputs(f.ledger, run, f.arena, &read, &count, &f.err), &f.err);
    assert_int_equal(count, 40);
    assert_text(read[0].path, "inbox/z.csv");
    assert_true(read[0].size_bytes == UINT64_C(5000000000));
    assert_int_equal(read[0].records, 10);
    assert_int_equal(read[0].kept, 7);
    assert_int_equal(read[0].superseded, 1);
    assert_int_equal(read[0].set_aside, 2);
    assert_int_equal(read[39].size_bytes, 39);
    assert_text(read[0].header, "id\nday");
    sr_text header;
    assert_done(sr_ledger_find_header(f.ledger, SR_TEXT("cases"), f.arena, &header, &f.err), &f.err);
    assert_text(header, "id\nday");        // the last that has one
    assert_done(sr_ledger_find_header(f.ledger, SR_TEXT("visits"), f.arena, &header, &f.err), &f.err);
    assert_int_equal(header.size, 0);
    assert_done(sr_ledger_list_inputs(f.ledger, run + 1, f.arena, &read, &count, &f.err), &f.err);
    assert_int_equal(count, 0);
    close_all(&f);
}

static void a_run_knows_which_key_the_last_one_before_it_had(void **state)
{
    (void)state;
    fixture f;
    sr_text key;
    int64_t found;
    sr_day day;
    open_new(&f);
    int64_t first = begin_run(&f), second = begin_run(&f), third = begin_run(&f);
    assert_done(sr_ledger_find_person_key(f.ledger, third, f.arena, &key, &found, &day, &f.err), &f.err);
    assert_int_equal(key.size, 0);
    assert_int_equal(found, 0);
    assert_done(sr_ledger_set_person_key(f.ledger, first, SR_TEXT("f53cf2ae"), &f.err), &f.err);
    assert_done(sr_ledger_set_person_key(f.ledger, third, SR_TEXT("00000000"), &f.err), &f.err);
    assert_done(sr_ledger_find_person_key(f.ledger, third, f.arena, &key, &found, &day, &f.err), &f.err);
    assert_text(key, "f53cf2ae");
    assert_int_equal(found, first);
    assert_done(sr_ledger_find_person_key(f.ledger, first, f.arena, &key, &found, &day, &f.err), &f.err);
    assert_int_equal(key.size, 0);
    assert_true(second > first);
    close_all(&f);
}

static void the_first_run_that_read_a_content_gives_its_day(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    const sr_ledger_input one = {SR_TEXT("cases"), SR_TEXT("inbox/a.csv"), SR_TEXT("aa"), SR_TEXT_NONE, 1, 1, 1, 0, 0, SR_TEXT_NONE};
    const sr_ledger_input renamed = {SR_TEXT("cases"), SR_TEXT("inbox/b.csv"), SR_TEXT("aa"), SR_TEXT_NONE, 1, 1, 1, 0, 0, SR_TEXT_NONE};
    int64_t first = begin_run(&f), later;
    assert_done(sr_ledger_begin_run(f.ledger, sr_day_from_civil(2020, 1, 1), SR_TEXT("x"), SR_TEXT("y"), &later, &f.err), &f.err);
    assert_done(sr_ledger_add_inputs(f.ledger, later, &renamed, 1, &f.err), &f.err);
    assert_done(sr_ledger_add_inputs(f.ledger, first, &one, 1, &f.err), &f.err);
    sr_day day = 0;
    bool found = false;
    assert_done(sr_ledger_find_first_day(f.ledger, SR_TEXT("aa"), &day, &found, &f.err), &f.err);
    assert_true(found);
    assert_int_equal(day, sr_day_from_civil(2026, 11, 2));     // not the earliest as_of: the earliest run
    assert_done(sr_ledger_find_first_day(f.ledger, SR_TEXT("bb"), &day, &found, &f.err), &f.err);
    assert_false(found);
    close_all(&f);
}

static void the_latest_total_of_a_check_is_found(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    const sr_ledger_total old[] = {{SR_TEXT("cases"), SR_TEXT("cost"), SR_TEXT("12.50")}, {SR_TEXT("bills"), SR_TEXT("cost"), SR_TEXT("7")}};
    const sr_ledger_total later[] = {{SR_TEXT("cases"), SR_TEXT("cost"), SR_TEXT("13.00")}};
    sr_text value;
    int64_t first = begin_run(&f), second = begin_run(&f);
    assert_done(sr_ledger_add_totals(f.ledger, second, later, 1, &f.err), &f.err);
    assert_done(sr_ledger_add_totals(f.ledger, first, old, 2, &f.err), &f.err);
    assert_done(sr_ledger_find_total(f.ledger, SR_TEXT("cases"), SR_TEXT("cost"), f.arena, &value, &f.err), &f.err);
    assert_text(value, "13.00");
    assert_done(sr_ledger_find_total(f.ledger, SR_TEXT("bills"), SR_TEXT("cost"), f.arena, &value, &f.err), &f.err);
    assert_text(value, "7");
    assert_done(sr_ledger_find_total(f.ledger, SR_TEXT("bills"), SR_TEXT("other"), f.arena, &value, &f.err), &f.err);
    assert_int_equal(value.size, 0);
    close_all(&f);
}

static void an_edition_is_found_with_its_files_and_figures(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    int64_t run = begin_run(&f), first, second;
    assert_done(add_edition(&f, run, 1, mails, 1, &first), &f.err);
    assert_done(add_edition(&f, run, 2, NULL, 0, &second), &f.err);
    sr_ledger_edition edition = {0};
    bool found = false;
    assert_done(sr_ledger_find_edition(f.ledger, SR_TEXT("kuuaruanne"), SR_TEXT("2026-10"), f.arena, &edition, &found, &f.err), &f.err);
    assert_true(found);
    assert_int_equal(edition.id, second);
    assert_int_equal(edition.edition, 2);
    assert_int_equal(edition.run_id, run);
    assert_text(edition.input_hash, "cd34");
    assert_int_equal(edition.as_of, sr_day_from_civil(2026, 11, 2));
    assert_done(sr_ledger_find_edition(f.ledger, SR_TEXT("kuuaruanne"), SR_TEXT("2026-09"), f.arena, &edition, &found, &f.err), &f.err);
    assert_false(found);

    const sr_ledger_file *files = NULL;
    size_t count = 0;
    assert_done(sr_ledger_list_files(f.ledger, first, f.arena, &files, &count, &f.err), &f.err);
    assert_int_equal(count, 2);
    assert_text(files[0].name, "aruanne.html");
    assert_int_equal(files[1].size_bytes, 12345);

    sr_ledger_figure figure = {0};
    assert_done(sr_ledger_find_figure(f.ledger, first, SR_TEXT("T01:2026-10"), SR_TEXT("ytd"), f.arena, &figure, &found, &f.err), &f.err);
    assert_true(found);
    assert_text(figure.verdict, "not_met");
    assert_text(figure.n, "100");
    assert_done(sr_ledger_find_figure(f.ledger, first, SR_TEXT("T01:2026-10"), SR_TEXT_NONE, f.arena, &figure, &found, &f.err), &f.err);
    assert_true(found);
    assert_text(figure.grain, "month");
    assert_text(figure.upper, "0.94");
    assert_done(sr_ledger_find_figure(f.ledger, first, SR_TEXT("T09"), SR_TEXT_NONE, f.arena, &figure, &found, &f.err), &f.err);
    assert_false(found);
    close_all(&f);
}

static void editions_not_in_place_are_listed_for_recovery(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    int64_t run = begin_run(&f), first, second;
    assert_done(add_edition(&f, run, 1, NULL, 0, &first), &f.err);
    assert_done(add_edition(&f, run, 2, NULL, 0, &second), &f.err);
    assert_done(sr_ledger_set_in_place(f.ledger, first, &f.err), &f.err);
    const sr_ledger_edition *editions = NULL;
    size_t count = 0;
    assert_done(sr_ledger_list_editions(f.ledger, 0, true, f.arena, &editions, &count, &f.err), &f.err);
    assert_int_equal(count, 1);
    assert_int_equal(editions[0].id, second);
    assert_done(sr_ledger_list_editions(f.ledger, run, false, f.arena, &editions, &count, &f.err), &f.err);
    assert_int_equal(count, 2);
    assert_int_equal(editions[0].id, second);
    assert_true(editions[1].is_in_place);
    assert_done(sr_ledger_list_editions(f.ledger, run + 1, false, f.arena, &editions, &count, &f.err), &f.err);
    assert_int_equal(count, 0);
    close_all(&f);
}

static void the_same_edition_cannot_be_added_twice(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    int64_t run = begin_run(&f), id;
    assert_done(add_edition(&f, run, 1, mails, 1, &id), &f.err);
    assert_false(add_edition(&f, run, 1, mails + 1, 1, &id));
    assert_non_null(strstr(f.err.message, "UNIQUE constraint failed: edition.report, edition.period, edition.edition"));
    const sr_outbox_mail *list = NULL;
    size_t count = 0;
    sr_error_init(&f.err);
    assert_done(sr_outbox_list(f.ledger, 0, f.arena, &list, &count, &f.err), &f.err);
    assert_int_equal(count, 1);
    close_all(&f);
}

static void an_edition_with_the_same_recipient_twice_leaves_nothing_behind(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    int64_t run = begin_run(&f), id = -5;
    sr_ledger_mail twice[2] = {mails[0], mails[0]};
    twice[1].message_id = SR_TEXT("<3@asutus.test>");
    assert_false(add_edition(&f, run, 1, twice, 2, &id));
    assert_int_equal(id, -5);
    assert_non_null(strstr(f.err.message, "mail.edition_id, mail.recipient_role"));
    sr_error_init(&f.err);
    const sr_ledger_edition *editions = NULL;
    size_t count = 9;
    assert_done(sr_ledger_list_editions(f.ledger, 0, false, f.arena, &editions, &count, &f.err), &f.err);
    assert_int_equal(count, 0);
    assert_done(add_edition(&f, run, 1, mails, 2, &id), &f.err);
    close_all(&f);
}

static void a_message_is_kept_byte_for_byte(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    int64_t id, run = begin_run(&f);
    assert_done(add_edition(&f, run, 1, mails, 2, &id), &f.err);
    reopen(&f);
    sr_outbox_mail mail = get_mail(&f, 1);
    assert_int_equal(mail.bytes.size, 5);
    assert_memory_equal(mail.bytes.data, "a\0b\r\n", 5);
    assert_text(mail.subject, "Aruanne õäöü");
    assert_text(mail.address, "juht@asutus.test");
    assert_text(mail.report, "kuuaruanne");
    assert_text(mail.period, "2026-10");
    assert_int_equal(mail.edition, 1);
    assert_int_equal(mail.state, SR_MAIL_QUEUED);
    const sr_outbox_mail *list = NULL;
    size_t count = 0;
    assert_done(sr_outbox_list(f.ledger, 1u << SR_MAIL_QUEUED, f.arena, &list, &count, &f.err), &f.err);
    assert_int_equal(count, 2);
    assert_text(list[1].recipient_role, "owner");
    assert_int_equal(list[1].bytes.size, 0);
    assert_done(sr_outbox_list(f.ledger, 1u << SR_MAIL_UNKNOWN, f.arena, &list, &count, &f.err), &f.err);
    assert_int_equal(count, 0);
    close_all(&f);
}

static void an_attempt_is_counted_and_its_reply_kept(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    int64_t id = mail_in_state(&f, SR_MAIL_DEFERRED);
    assert_int_equal(get_mail(&f, id).attempts, 1);
    assert_done(set_state(&f, id, SR_MAIL_SENDING), &f.err);
    assert_done(set_state(&f, id, SR_MAIL_DATA), &f.err);
    assert_done(sr_outbox_set_state(f.ledger, id, SR_MAIL_ACCEPTED, SR_TEXT("250 queued as A1"), SR_TEXT("t"), &f.err), &f.err);
    reopen(&f);
    sr_outbox_mail mail = get_mail(&f, id);
    assert_int_equal(mail.attempts, 2);
    assert_int_equal(mail.state, SR_MAIL_ACCEPTED);
    assert_text(mail.reply, "250 queued as A1");
    close_all(&f);
}

/* Every pair of states, against the diagram written down once more. */
static void only_steps_of_the_diagram_are_taken(void **state)
{
    (void)state;
    static const char *const allowed[] = {
        "queued sending", "sending data", "sending deferred", "sending failed", "data accepted", "data deferred", "data failed",
        "data unknown", "deferred sending", "deferred failed", "unknown sending", "unknown deferred", "unknown accepted", "unknown failed",
    };
    for (int from = SR_MAIL_QUEUED; from <= SR_MAIL_UNKNOWN; from++)
        for (int to = SR_MAIL_QUEUED; to <= SR_MAIL_UNKNOWN; to++) {
            fixture f;
            open_new(&f);
            int64_t id = mail_in_state(&f, (sr_mail_state)from);
            char step[64], refusal[128];
            snprintf(step, sizeof(step), "%s %s", sr_mail_state_get_name((sr_mail_state)from), sr_mail_state_get_name((sr_mail_state)to));
            snprintf(refusal, sizeof(refusal), "mail 1 is %s and cannot become %s", sr_mail_state_get_name((sr_mail_state)from),
                     sr_mail_state_get_name((sr_mail_state)to));
            bool is_allowed = false;
            for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
                is_allowed = is_allowed || strcmp(allowed[i], step) == 0;
            if (is_allowed) {
                assert_done(set_state(&f, id, (sr_mail_state)to), &f.err);
                assert_int_equal(get_mail(&f, id).state, to);
            } else {
                assert_false(set_state(&f, id, (sr_mail_state)to));
                assert_error(&f.err, refusal);
                assert_int_equal(f.err.code, SR_INTERNAL);
                sr_error_init(&f.err);
                assert_int_equal(get_mail(&f, id).state, from);
            }
            close_all(&f);
        }
}

static void a_step_of_a_mail_that_is_not_there_is_refused(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    assert_false(set_state(&f, 4, SR_MAIL_SENDING));
    assert_error(&f.err, "the outbox has no mail 4");
    close_all(&f);
}

static void after_a_crash_sending_is_deferred_and_data_is_unknown(void **state)
{
    (void)state;
    static const sr_mail_state after[] = {
        [SR_MAIL_QUEUED] = SR_MAIL_QUEUED,     [SR_MAIL_SENDING] = SR_MAIL_DEFERRED,  [SR_MAIL_DATA] = SR_MAIL_UNKNOWN,
        [SR_MAIL_ACCEPTED] = SR_MAIL_ACCEPTED, [SR_MAIL_DEFERRED] = SR_MAIL_DEFERRED, [SR_MAIL_FAILED] = SR_MAIL_FAILED,
        [SR_MAIL_UNKNOWN] = SR_MAIL_UNKNOWN,
    };
    for (int before = SR_MAIL_QUEUED; before <= SR_MAIL_UNKNOWN; before++) {
        fixture f;
        open_new(&f);
        int64_t id = mail_in_state(&f, (sr_mail_state)before);
        reopen(&f);
        uint32_t unknown = 99;
        assert_done(sr_outbox_recover(f.ledger, &unknown, &f.err), &f.err);
        assert_int_equal(unknown, before == SR_MAIL_DATA ? 1 : 0);
        assert_int_equal(get_mail(&f, id).state, after[before]);
        close_all(&f);
    }
}

static void run_sql(const char *path, const char *statements)
{
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, statements, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

/* Version 1 as it was, written by hand: runs and editions, no outbox. */
static const char version_1[] =
    "CREATE TABLE run (id INTEGER PRIMARY KEY, as_of TEXT NOT NULL, started TEXT NOT NULL, finished TEXT NOT NULL DEFAULT '',"
    " rules_hash TEXT NOT NULL, exit_status INTEGER NOT NULL DEFAULT -1, summary TEXT NOT NULL DEFAULT '') STRICT;"
    "CREATE TABLE input (run_id INTEGER NOT NULL REFERENCES run (id), position INTEGER NOT NULL, dataset TEXT NOT NULL,"
    " path TEXT NOT NULL, hash TEXT NOT NULL, encoding TEXT NOT NULL, size_bytes INTEGER NOT NULL, records INTEGER NOT NULL,"
    " kept INTEGER NOT NULL, superseded INTEGER NOT NULL, set_aside INTEGER NOT NULL, PRIMARY KEY (run_id, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE edition (id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run (id), report TEXT NOT NULL,"
    " period TEXT NOT NULL, edition INTEGER NOT NULL CHECK (edition >= 1), rules_hash TEXT NOT NULL, input_hash TEXT NOT NULL,"
    " as_of TEXT NOT NULL, is_in_place INTEGER NOT NULL DEFAULT 0 CHECK (is_in_place IN (0, 1)), UNIQUE (report, period, edition)) STRICT;"
    "CREATE INDEX edition_of_run ON edition (run_id);"
    "CREATE TABLE edition_file (edition_id INTEGER NOT NULL REFERENCES edition (id), name TEXT NOT NULL, hash TEXT NOT NULL,"
    " size_bytes INTEGER NOT NULL, PRIMARY KEY (edition_id, name)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE figure (edition_id INTEGER NOT NULL REFERENCES edition (id), figure TEXT NOT NULL, grain TEXT NOT NULL,"
    " n TEXT NOT NULL, numerator TEXT NOT NULL, denominator TEXT NOT NULL, value TEXT NOT NULL, lower TEXT NOT NULL,"
    " upper TEXT NOT NULL, target TEXT NOT NULL, verdict TEXT NOT NULL, state TEXT NOT NULL,"
    " PRIMARY KEY (edition_id, figure, grain)) STRICT, WITHOUT ROWID;"
    "INSERT INTO run (as_of, started, rules_hash, exit_status, summary) VALUES ('2026-10-01', 't', 'old', 0, 'kept');"
    "INSERT INTO edition (run_id, report, period, edition, rules_hash, input_hash, as_of, is_in_place)"
    " VALUES (1, 'kuuaruanne', '2026-10', 1, 'old', 'in', '2026-10-01', 1);"
    "PRAGMA user_version = 1;";

static void an_older_ledger_is_migrated_with_what_it_holds(void **state)
{
    (void)state;
    fixture f = {.arena = sr_arena_new()};
    sr_error_init(&f.err);
    snprintf(f.path, sizeof(f.path), "%s/ledger.db", sr_test_make_directory());
    run_sql(f.path, version_1);

    assert_false(sr_ledger_open_readonly(f.path, &f.ledger, &f.err));
    assert_non_null(strstr(f.err.message, "the ledger has schema version 1, this seire reads version 6"));
    sr_error_init(&f.err);

    assert_done(sr_ledger_open(f.path, &f.ledger, &f.err), &f.err);
    const sr_ledger_run *runs = NULL;
    size_t count = 0;
    assert_done(sr_ledger_list_runs(f.ledger, 10, f.arena, &runs, &count, &f.err), &f.err);
    assert_int_equal(count, 1);
    assert_text(runs[0].summary, "kept");
    assert_int_equal(runs[0].edition_count, 1);
    int64_t id, run = begin_run(&f);
    assert_done(add_edition(&f, run, 2, mails, 2, &id), &f.err);
    assert_done(set_state(&f, 1, SR_MAIL_SENDING), &f.err);
    reopen(&f);
    assert_int_equal(get_mail(&f, 1).state, SR_MAIL_SENDING);
    close_all(&f);
}

static void a_newer_ledger_is_refused(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    sr_ledger_close(f.ledger);
    run_sql(f.path, "PRAGMA user_version = 9");
    char expected[512];
    snprintf(expected, sizeof(expected),
             "%s: the ledger has schema version 9, this seire knows versions up to 6: a newer seire wrote it; use that one", f.path);
    f.ledger = NULL;
    assert_false(sr_ledger_open(f.path, &f.ledger, &f.err));
    assert_error(&f.err, expected);
    assert_null(f.ledger);
    sr_error_init(&f.err);
    assert_false(sr_ledger_open_readonly(f.path, &f.ledger, &f.err));
    assert_error(&f.err, expected);
    sr_arena_free(f.arena);
}

static void a_file_that_is_no_ledger_is_left_alone(void **state)
{
    (void)state;
    sr_ledger *ledger = NULL;
    sr_error err;
    char path[200];
    snprintf(path, sizeof(path), "%s/other.db", sr_test_make_directory());
    run_sql(path, "CREATE TABLE t (x)");
    sr_error_init(&err);
    assert_false(sr_ledger_open(path, &ledger, &err));
    assert_non_null(strstr(err.message, "not a ledger of seire"));
    assert_int_equal(err.code, SR_BAD_DATA);

    snprintf(path, sizeof(path), "%s/text.db", sr_test_make_directory());
    sr_error_init(&err);
    assert_done(sr_file_write(path, SR_TEXT("this is not a database, and it is long enough for a header of one hundred bytes, "
                                            "which SQLite reads first of all before it says anything"), &err), &err);
    assert_false(sr_ledger_open(path, &ledger, &err));
    assert_int_equal(err.code, SR_BAD_DATA);
}

static void reading_where_no_ledger_is_says_so(void **state)
{
    (void)state;
    sr_ledger *ledger = NULL;
    sr_error err;
    char path[200];
    snprintf(path, sizeof(path), "%s/none.db", sr_test_make_directory());
    sr_error_init(&err);
    assert_false(sr_ledger_open_readonly(path, &ledger, &err));
    assert_int_equal(err.code, SR_NO_INPUT);
    assert_false(sr_file_is_there(path));
}

static void a_ledger_in_a_missing_directory_cannot_be_made(void **state)
{
    (void)state;
    sr_ledger *ledger = NULL;
    sr_error err;
    char path[200], expected[300];
    snprintf(path, sizeof(path), "%s/none/ledger.db", sr_test_make_directory());
    snprintf(expected, sizeof(expected), "%s: the ledger cannot be made: No such file or directory", path);
    sr_error_init(&err);
    assert_false(sr_ledger_open(path, &ledger, &err));
    assert_error(&err, expected);
    assert_int_equal(err.code, SR_CANNOT_CREATE);
}

static void a_read_only_ledger_can_be_read_but_not_written(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    begin_run(&f);
    sr_ledger_close(f.ledger);
    assert_done(sr_ledger_open_readonly(f.path, &f.ledger, &f.err), &f.err);
    const sr_ledger_run *runs = NULL;
    size_t count = 0;
    int64_t id;
    assert_done(sr_ledger_list_runs(f.ledger, 10, f.arena, &runs, &count, &f.err), &f.err);
    assert_int_equal(count, 1);
    assert_false(sr_ledger_begin_run(f.ledger, 0, SR_TEXT("t"), SR_TEXT("h"), &id, &f.err));
    assert_int_equal(f.err.code, SR_NO_PERMISSION);
    close_all(&f);
}

/* A hook that turns COMMIT into ROLLBACK stands for a disk that refuses: the transaction must not be believed. */
static int refuse_commit(void *unused)
{
    (void)unused;
    return 1;
}

static void a_commit_that_failed_is_looked_up_and_the_ledger_stays_usable(void **state)
{
    (void)state;
    fixture f;
    open_new(&f);
    begin_run(&f);
    sqlite3_commit_hook(f.ledger->database, refuse_commit, NULL);
    int64_t id = -1;
    assert_false(sr_ledger_begin_run(f.ledger, 0, SR_TEXT("t"), SR_TEXT("h"), &id, &f.err));
    assert_int_equal(id, -1);
    sr_error_init(&f.err);
    const sr_ledger_run *runs = NULL;
    size_t count = 0;
    assert_done(sr_ledger_list_runs(f.ledger, 10, f.arena, &runs, &count, &f.err), &f.err);
    assert_int_equal(count, 1);
    assert_int_equal(begin_run(&f), 2);
    close_all(&f);
}

static const struct CMUnitTest ledger[] = {
    TEST(a_new_ledger_is_private_and_of_the_newest_version),
    TEST(a_ledger_that_others_can_read_is_made_private),
    TEST(a_run_comes_back_as_it_was_written),
    TEST(finishing_a_run_that_is_not_there_is_our_mistake),
    TEST(inputs_keep_their_order_and_counts),
    TEST(the_latest_total_of_a_check_is_found),
    TEST(a_run_knows_which_key_the_last_one_before_it_had),
    TEST(the_first_run_that_read_a_content_gives_its_day),
    TEST(an_edition_is_found_with_its_files_and_figures),
    TEST(editions_not_in_place_are_listed_for_recovery),
    TEST(the_same_edition_cannot_be_added_twice),
    TEST(an_edition_with_the_same_recipient_twice_leaves_nothing_behind),
    TEST(a_message_is_kept_byte_for_byte),
    TEST(an_attempt_is_counted_and_its_reply_kept),
    TEST(only_steps_of_the_diagram_are_taken),
    TEST(a_step_of_a_mail_that_is_not_there_is_refused),
    TEST(after_a_crash_sending_is_deferred_and_data_is_unknown),
    TEST(an_older_ledger_is_migrated_with_what_it_holds),
    TEST(a_newer_ledger_is_refused),
    TEST(a_file_that_is_no_ledger_is_left_alone),
    TEST(reading_where_no_ledger_is_says_so),
    TEST(a_ledger_in_a_missing_directory_cannot_be_made),
    TEST(a_read_only_ledger_can_be_read_but_not_written),
    TEST(a_commit_that_failed_is_looked_up_and_the_ledger_stays_usable),
};

int main(void)
{
    return RUN_TESTS(ledger);
}
