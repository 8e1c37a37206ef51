#include "output/message.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "engine/base/file.h"
#include "output/message_body.h"
#include "tests/support/test.h"

typedef struct fixture {
    sr_arena *arena;
    sr_error err;
    const char *staging;
    sr_ruleset rules;
    sr_recipient recipient;
    sr_report report;
    sr_report_part parts[2];
    sr_report_block blocks[3];
    sr_report_point points[1];
    sr_attachment attachments[2];
    sr_message_request request;
    sr_message message;
} fixture;

static void begin(fixture *f)
{
    *f = (fixture){.arena = sr_arena_new(), .staging = sr_test_make_directory()};
    sr_error_init(&f->err);
    f->rules.mail = (sr_mail_rules){.is_there = true, .from_address = SR_TEXT("seire@asutus.test"), .from_name = SR_TEXT("Seire, üksus"),
                                    .reply_to = SR_TEXT("andmed@asutus.test")};
    f->recipient = (sr_recipient){.role = SR_TEXT("head"), .titles = {SR_TEXT("Õie Äär"), SR_TEXT("Head")}, .address = SR_TEXT("oie@asutus.test")};
    f->blocks[0] = (sr_report_block){.id = SR_TEXT("T01"), .name = SR_TEXT("Esmane kontakt tähtajal"), .value = SR_TEXT("84,1%"),
                                     .interval = SR_TEXT("82,0–86,0"), .verdict = SR_TEXT("siht täitmata"), .sign = SR_TEXT("▼"),
                                     .target = SR_TEXT("siht ≥ 90%"), .mark = SR_MARK_NOT_MET};
    f->blocks[1] = (sr_report_block){.id = SR_TEXT("M01"), .name = SR_TEXT("Isikuid <b>&"), .value = SR_TEXT("1 234")};
    f->blocks[2] = (sr_report_block){.id = SR_TEXT("Q01"), .name = SR_TEXT("Rahulolu"), .value = SR_TEXT("[c]")};
    f->parts[0] = (sr_report_part){.title = SR_TEXT("Tähtajad"), .block_count = 2, .blocks = f->blocks};
    f->parts[1] = (sr_report_part){.title = SR_TEXT("Kvaliteet"), .block_count = 1, .blocks = f->blocks + 2};
    f->points[0] = (sr_report_point){.sentence = SR_TEXT("Esmane kontakt tähtajal: 84,1% (siht ≥ 90%), siht täitmata.")};
    f->report = (sr_report){.language = SR_ET, .id = SR_TEXT("kuuaruanne"), .title = SR_TEXT("Kuuaruanne, oktoober 2026"),
                            .organisation = SR_TEXT("Sotsiaalkindlustusamet"), .period = {SR_GRAIN_MONTH, 2026 * 12 + 9}, .edition = 1,
                            .edition_text = SR_TEXT("1. väljaanne, 02.11.2026"), .provenance = SR_TEXT("reeglid ab12, andmed cd34"),
                            .point_count = 1, .points = f->points, .part_count = 2, .parts = f->parts};
    f->attachments[0] = (sr_attachment){SR_TEXT("kuuaruanne-2026-10.xlsx"),
                                        SR_TEXT("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), {"PK\0\xff\r\nx", 7}};
    f->attachments[1] = (sr_attachment){SR_TEXT("kuuaruanne õäöü-2026-10.html"), SR_TEXT("text/html"), SR_TEXT("<p>õ</p>\n.\n--\n")};
    f->request = (sr_message_request){.rules = &f->rules, .report = &f->report, .recipient = &f->recipient,
                                      .as_of = sr_day_from_civil(2026, 11, 2), .attachments = f->attachments, .attachment_count = 2};
}

static void write_message(fixture *f)
{
    assert_done(sr_message_write(&f->request, f->staging, f->arena, &f->message, &f->err), &f->err);
}

static bool has(sr_text bytes, const char *part)
{
    if (sr_text_find(bytes, sr_text_from(part)) != SIZE_MAX)
        return true;
    fprintf(stderr, "# missing: %s\n", part);
    return false;
}

static void the_headers_are_those_of_an_automatic_message(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    write_message(&f);
    sr_text bytes = f.message.bytes;
    assert_true(has(bytes, "Date: Mon, 02 Nov 2026 00:00:00 +0000\r\n"));
    assert_true(has(bytes, "To: =?UTF-8?"));
    assert_true(has(bytes, "<oie@asutus.test>\r\n"));
    assert_true(has(bytes, "<seire@asutus.test>\r\n"));
    assert_true(has(bytes, "Reply-To: andmed@asutus.test\r\n"));
    assert_true(has(bytes, "Auto-Submitted: auto-generated\r\n"));
    assert_true(has(bytes, "X-Auto-Response-Suppress: All\r\n"));
    assert_true(has(bytes, "List-Id: <kuuaruanne.asutus.test>\r\n"));
    assert_true(has(bytes, "MIME-Version: 1.0\r\n"));
    assert_text(f.message.subject, "Kuuaruanne, oktoober 2026 (1. väljaanne, 02.11.2026)");
    assert_true(sr_text_has_suffix(f.message.id, SR_TEXT("@asutus.test>")));
    assert_true(has(bytes, "multipart/mixed"));
    assert_true(has(bytes, "multipart/alternative"));
    assert_true(has(bytes, "filename*="));
    sr_arena_free(f.arena);
}

static void the_bytes_can_go_through_any_server(void **state)
{
    (void)state;
    fixture f;
    size_t line = 0;
    begin(&f);
    char *large = sr_arena_alloc(f.arena, 300000, 1);
    for (size_t i = 0; i < 300000; i++)
        large[i] = (char)(i * 7919 % 251);
    f.attachments[0].bytes = (sr_text){large, 300000};
    write_message(&f);
    for (size_t i = 0; i < f.message.bytes.size; i++) {
        unsigned char byte = (unsigned char)f.message.bytes.data[i];
        assert_true(byte < 0x80 && byte != 0);
        if (byte == '\n')
            assert_true(i > 0 && f.message.bytes.data[i - 1] == '\r');
        if (byte == '\r')
            assert_int_equal(f.message.bytes.data[i + 1], '\n');
        line = byte == '\n' ? 0 : line + 1;
        assert_true(line <= 998);
    }
    sr_arena_free(f.arena);
}

static void two_runs_give_the_same_bytes_and_another_edition_another_id(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    write_message(&f);
    sr_message first = f.message;
    f.staging = sr_test_make_directory();
    write_message(&f);
    assert_true(sr_text_is(first.bytes, f.message.bytes));
    assert_true(sr_text_is(first.id, f.message.id));
    f.report.edition = 2;
    write_message(&f);
    assert_false(sr_text_is(first.id, f.message.id));
    f.report.edition = 1;
    f.recipient.address = SR_TEXT("teine@asutus.test");
    write_message(&f);
    assert_false(sr_text_is(first.id, f.message.id));
    sr_arena_free(f.arena);
}

static void both_forms_carry_the_same_figures(void **state)
{
    (void)state;
    fixture f;
    sr_text plain, html;
    bool fits = false;
    begin(&f);
    assert_done(sr_message_write_plain(&f.request, 3, f.arena, &plain, &f.err), &f.err);
    assert_done(sr_message_write_html(&f.request, 3, f.arena, &fits, &html, &f.err), &f.err);
    assert_true(fits);
    static const char *const figures[] = {"84,1%", "82,0–86,0", "siht ≥ 90%", "▼ siht täitmata", "1 234", "[c]", "Rahulolu", "Õie Äär",
                                          "Esmane kontakt tähtajal: 84,1% (siht ≥ 90%), siht täitmata.", "kuuaruanne-2026-10.xlsx"};
    for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
        assert_true(has(plain, figures[i]) && has(html, figures[i]));
    assert_true(has(plain, "- T01 Esmane kontakt tähtajal: 84,1% (95% usaldusvahemik 82,0–86,0); siht ≥ 90%; ▼ siht täitmata\n"));
    assert_true(has(html, "Isikuid &lt;b&gt;&amp;"));
    sr_arena_free(f.arena);
}

static void a_long_report_is_cut_at_the_same_place_in_both_forms(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    sr_report_block *blocks = sr_arena_alloc(f.arena, 500, sizeof(*blocks));
    for (uint32_t i = 0; i < 500; i++) {
        char id[16];
        snprintf(id, sizeof(id), "X%03u", i);
        blocks[i] = f.blocks[0];
        assert_true(sr_text_copy(sr_text_from(id), f.arena, &blocks[i].id));
    }
    f.parts[0] = (sr_report_part){.title = SR_TEXT("Kõik"), .block_count = 500, .blocks = blocks};
    write_message(&f);
    assert_true(has(f.message.bytes, "- X000"));
    assert_int_equal(sr_text_find(f.message.bytes, SR_TEXT("X499")), SIZE_MAX);
    assert_true(f.message.bytes.size < 400000);
    sr_arena_free(f.arena);
}

static void an_english_message_speaks_english(void **state)
{
    (void)state;
    fixture f;
    sr_text plain;
    begin(&f);
    f.report.language = SR_EN;
    f.recipient.titles[SR_EN] = SR_TEXT_NONE;
    assert_done(sr_message_write_plain(&f.request, 3, f.arena, &plain, &f.err), &f.err);
    assert_true(has(plain, "Hello!\n"));
    assert_true(has(plain, "One thing that needs attention"));
    assert_true(has(plain, "An answer reaches andmed@asutus.test."));
    write_message(&f);
    sr_arena_free(f.arena);
}

static void refuse(fixture *f, const char *expected)
{
    assert_false(sr_message_write(&f->request, f->staging, f->arena, &f->message, &f->err));
    assert_error(&f->err, expected);
    sr_arena_free(f->arena);
}

static void what_could_end_a_header_is_refused(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    f.report.title = SR_TEXT("a\r\nBcc: evil@x.test");
    refuse(&f, "the subject cannot stand in a message: holds a control byte");
    begin(&f);
    f.recipient.titles[SR_ET] = SR_TEXT("a\nb");
    f.recipient.where = (sr_where){"seire.yaml", 7, 3};
    refuse(&f, "seire.yaml:7:3: the recipient's name cannot stand in a message: holds a control byte");
    begin(&f);
    f.recipient.address = SR_TEXT("a@b.test>\r\nRCPT TO:<evil@x.test");
    refuse(&f, "the recipient's address cannot stand in a message: holds a control byte");
    begin(&f);
    f.rules.mail.from_name = SR_TEXT("a\x7f");
    refuse(&f, "the sender's name cannot stand in a message: holds a control byte");
    begin(&f);
    f.rules.mail.reply_to = SR_TEXT("nobody");
    refuse(&f, "the address for answers cannot stand in a message: the address has no @; expected local@domain");
    begin(&f);
    f.attachments[0].name = SR_TEXT("a\rb.xlsx");
    refuse(&f, "the name of an attachment cannot stand in a message: it holds a control byte");
    begin(&f);
    f.attachments[0].media_type = SR_TEXT("text/html; x=y");
    refuse(&f, "the name of an attachment cannot stand in a message: it has no media type like text/html");
    begin(&f);
    f.rules.mail.allowed_domains = (sr_text[]){SR_TEXT("teine.test")};
    f.rules.mail.allowed_domain_count = 1;
    refuse(&f, "the message to 'head' was not written as it should be: the recipient's domain is not among the allowed ones");
}

static void nothing_is_left_in_the_staging_directory(void **state)
{
    (void)state;
    fixture f;
    begin(&f);
    write_message(&f);
    char pattern[200];
    const char **paths = NULL;
    size_t count = 0;
    snprintf(pattern, sizeof(pattern), "%s/*", f.staging);
    assert_done(sr_file_list(pattern, f.arena, &paths, &count, &f.err), &f.err);
    assert_int_equal(count, 0);
    sr_arena_free(f.arena);
}

static const struct CMUnitTest message[] = {
    TEST(the_headers_are_those_of_an_automatic_message),
    TEST(the_bytes_can_go_through_any_server),
    TEST(two_runs_give_the_same_bytes_and_another_edition_another_id),
    TEST(both_forms_carry_the_same_figures),
    TEST(a_long_report_is_cut_at_the_same_place_in_both_forms),
    TEST(an_english_message_speaks_english),
    TEST(what_could_end_a_header_is_refused),
    TEST(nothing_is_left_in_the_staging_directory),
};

int main(void)
{
    return RUN_TESTS(message);
}
