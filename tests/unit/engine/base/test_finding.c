#include "engine/base/finding.h"

#include <string.h>

#include "engine/base/text.h"
#include "tests/support/test.h"

static void all_are_counted_and_the_first_ten_keep_their_place(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_findings *findings = sr_findings_new(arena);
    for (uint64_t line = 1; line <= 1000; line++)
        assert_done(sr_findings_addf(findings, SR_CAUTION, "value.date", (sr_where){"a.csv", line, 5}, "opened",
                                     "a date dd.mm.yyyy", NULL, &err, "'%d'", (int)line), &err);
    assert_int_equal(sr_findings_count_groups(findings), 1);
    const sr_finding_group *group = sr_findings_get_group(findings, 0);
    assert_int_equal(group->count, 1000);
    assert_int_equal(group->shown, SR_FINDINGS_SHOWN);
    assert_string_equal(group->first[9]->found, "'10'");
    assert_int_equal(group->first[9]->where.line, 10);
    assert_int_equal(sr_findings_count(findings, SR_CAUTION), 1000);
    assert_int_equal(sr_findings_count(findings, SR_ERROR), 0);
    sr_arena_free(arena);
}

static void of_each_kind_the_first_ten_have_room(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_findings *findings = sr_findings_new(arena);
    const sr_finding finding = {"value.number", SR_CAUTION, {"a.csv", 1, 0}, "sum", "x", NULL, NULL};
    for (int i = 0; i < SR_FINDINGS_SHOWN; i++) {
        assert_true(sr_findings_has_room(findings, "value.number", "a.csv", "sum"));
        assert_done(sr_findings_add(findings, &finding, &err), &err);
    }
    assert_false(sr_findings_has_room(findings, "value.number", "a.csv", "sum"));
    assert_true(sr_findings_has_room(findings, "value.overflow", "a.csv", "sum"));
    assert_true(sr_findings_has_room(findings, "value.number", "b.csv", "sum"));
    assert_true(sr_findings_has_room(findings, "value.number", "a.csv", "other"));
    assert_true(sr_findings_has_room(findings, "value.number", "a.csv", NULL));
    assert_int_equal(sr_findings_count_groups(findings), 1);
    sr_arena_free(arena);
}

static void a_million_of_a_kind_cost_no_memory(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_findings *findings = sr_findings_new(arena);
    const sr_finding finding = {"row.ragged", SR_CAUTION, {"a.csv", 1, 0}, "cases", "3 cells", "5 cells", NULL};
    for (int i = 0; i < SR_FINDINGS_SHOWN; i++)
        assert_done(sr_findings_add(findings, &finding, &err), &err);
    size_t size = sr_arena_get_size(arena);
    for (int i = 0; i < 100000; i++)
        assert_done(sr_findings_add(findings, &finding, &err), &err);
    assert_int_equal(sr_arena_get_size(arena), size);
    sr_arena_free(arena);
}

static void a_kind_is_code_file_and_subject(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_findings *findings = sr_findings_new(arena);
    const sr_finding rows[] = {
        {"value.date", SR_NOTE, {"a.csv", 1, 0}, "opened", "x", NULL, NULL},
        {"value.date", SR_NOTE, {"a.csv", 1, 0}, "closed", "x", NULL, NULL},
        {"value.date", SR_NOTE, {"b.csv", 1, 0}, "opened", "x", NULL, NULL},
        {"value.real", SR_NOTE, {"a.csv", 1, 0}, "opened", "x", NULL, NULL},
        {"value.date", SR_NOTE, {NULL, 0, 0}, "opened", "x", NULL, NULL},
        {"value.date", SR_NOTE, {"a.csv", 1, 0}, NULL, "x", NULL, NULL},
        {"value.date", SR_NOTE, {"a.csv", 1, 0}, "", "x", NULL, NULL},
    };
    size_t count = sizeof(rows) / sizeof(rows[0]);
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < count; i++)
            assert_done(sr_findings_add(findings, &rows[i], &err), &err);
    assert_int_equal(sr_findings_count_groups(findings), count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(sr_findings_get_group(findings, i)->count, 2);
    assert_string_equal(sr_findings_get_group(findings, 2)->path, "b.csv");
    assert_null(sr_findings_get_group(findings, 4)->path);
    assert_null(sr_findings_get_group(findings, 5)->subject);
    sr_arena_free(arena);
}

static void texts_are_copied(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_findings *findings = sr_findings_new(arena);
    char word[] = "word";
    sr_finding finding = {"a.b", SR_ERROR, {word, 2, 3}, word, word, word, word};
    assert_done(sr_findings_add(findings, &finding, &err), &err);
    memset(word, 'x', 4);
    const sr_finding *kept = sr_findings_get_group(findings, 0)->first[0];
    assert_string_equal(kept->found, "word");
    assert_string_equal(kept->expected, "word");
    assert_string_equal(kept->hint, "word");
    assert_string_equal(kept->subject, "word");
    assert_string_equal(kept->where.path, "word");
    sr_arena_free(arena);
}

static void a_group_is_as_severe_as_its_worst(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_findings *findings = sr_findings_new(arena);
    const sr_severity severities[] = {SR_NOTE, SR_ERROR, SR_CAUTION};
    for (size_t i = 0; i < 3; i++)
        assert_done(sr_findings_addf(findings, severities[i], "a.b", SR_NOWHERE, NULL, NULL, NULL, &err, "x"), &err);
    assert_int_equal(sr_findings_get_group(findings, 0)->severity, SR_ERROR);
    assert_int_equal(sr_findings_count(findings, SR_NOTE), 1);
    assert_int_equal(sr_findings_count(findings, SR_CAUTION), 1);
    assert_int_equal(sr_findings_count(findings, SR_ERROR), 1);
    sr_arena_free(arena);
}

static void a_finding_is_one_line(void **state)
{
    (void)state;
    const struct {
        sr_finding finding;
        const char *expected;
    } rows[] = {
        {{"value.date", SR_CAUTION, {"a.csv", 7, 12}, "opened", "'31.02.2026'", "a date dd.mm.yyyy", "mend the export"},
         "a.csv:7:12: caution: '31.02.2026'; expected a date dd.mm.yyyy; mend the export [value.date]"},
        {{"row.ragged", SR_ERROR, {"a.csv", 7, 0}, NULL, "3 cells", "5 cells", NULL},
         "a.csv:7: error: 3 cells; expected 5 cells [row.ragged]"},
        {{"file.encoding", SR_NOTE, {"a.csv", 0, 0}, NULL, "UTF-8", NULL, NULL}, "a.csv: note: UTF-8 [file.encoding]"},
        {{"rules.none", SR_ERROR, {NULL, 0, 0}, NULL, "no indicators", NULL, "add one"},
         "error: no indicators; add one [rules.none]"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char line[256];
        int size = sr_finding_print(&rows[i].finding, line, sizeof(line));
        assert_string_equal(line, rows[i].expected);
        assert_int_equal(size, strlen(rows[i].expected));
    }
}

static void a_long_text_is_cut_between_characters(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_findings *findings = sr_findings_new(arena);
    char long_text[8001];
    for (size_t i = 0; i < 4000; i++)
        memcpy(long_text + 2 * i, "õ", 2);
    long_text[8000] = '\0';
    assert_done(sr_findings_addf(findings, SR_NOTE, "a", SR_NOWHERE, NULL, NULL, NULL, &err, "%s", long_text), &err);
    const char *found = sr_findings_get_group(findings, 0)->first[0]->found;
    assert_int_equal(sr_text_find_invalid(sr_text_from(found)), SIZE_MAX);
    assert_true(strlen(found) > 4000);
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_are_counted_and_the_first_ten_keep_their_place),
        TEST(of_each_kind_the_first_ten_have_room),
        TEST(a_million_of_a_kind_cost_no_memory),
        TEST(a_kind_is_code_file_and_subject),
        TEST(texts_are_copied),
        TEST(a_group_is_as_severe_as_its_worst),
        TEST(a_finding_is_one_line),
        TEST(a_long_text_is_cut_between_characters),
    };
    return RUN_TESTS(tests);
}
