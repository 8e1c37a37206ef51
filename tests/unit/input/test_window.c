/* Files that are longer than the window: what comes out must not depend on where its edges fall. */
#include "input/records.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "input/detect.h"
#include "input/window.h"
#include "tests/support/export.h"
#include "tests/support/pack.h"
#include "tests/support/random.h"
#include "tests/support/test.h"

static sr_error err;
static sr_arena *arena;
static sr_arena *finding_arena;     // findings outlive what a test takes back
static sr_findings *findings;

static int set_up(void **state)
{
    (void)state;
    arena = sr_arena_new();
    finding_arena = sr_arena_new();
    findings = sr_findings_new(finding_arena);
    sr_error_init(&err);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sr_arena_free(arena);
    sr_arena_free(finding_arena);
    return 0;
}

typedef struct summary {
    uint64_t records;
    uint64_t fields;
    uint64_t problems;
    uint64_t hash;          // of texts, lines, columns and offsets
    sr_records_totals totals;
} summary;

static void mix(summary *sum, uint64_t value)
{
    sum->hash = (sum->hash ^ value) * UINT64_C(0x100000001B3);
}

/* Lines and offsets count from `lines` and `offset`. */
static summary summarize(const char *path, sr_dialect dialect, uint64_t lines, uint64_t offset)
{
    summary sum = {0};
    sr_records *records;
    const sr_record *record;
    const char *problem;
    sr_arena *own = sr_arena_new();
    assert_done(sr_records_open(path, &dialect, own, &records, findings, &err), &err);
    while (true) {
        assert_done(sr_records_next(records, &record, &problem, &err), &err);
        if (record == NULL)
            break;
        sum.records++;
        sum.problems += problem != NULL;
        mix(&sum, record->line - lines);
        mix(&sum, record->offset - offset);
        for (size_t i = 0; i < record->field_count; i++) {
            sum.fields++;
            mix(&sum, sr_text_hash(record->fields[i].text));
            mix(&sum, record->fields[i].line - lines);
            mix(&sum, record->fields[i].column);
        }
    }
    sum.totals = sr_records_get_totals(records);
    assert_true(sum.totals.is_at_end);
    assert_int_equal(sum.totals.lines, sum.totals.preamble_lines + sum.totals.blank_lines + sum.totals.comment_lines
                                           + sum.totals.record_lines);
    sr_records_close(records);
    sr_arena_free(own);
    return sum;
}

static size_t choose(sr_random *random, size_t count)
{
    return (size_t)sr_test_random_between(random, 0, (int64_t)count - 1);
}

/* Records of everything that is hard: quoted line ends of all kinds, doubled quotes, letters of two, three and four bytes, blank lines. */
static sr_text make_hard(size_t bytes_min)
{
    static const char *const pieces[] = {"a", "õ", "€", "😀", ",", ";", "\"x\ny\"", "\"\r\n\"", "\"\"\"\"", "\"\r\"", "\"a\"\"b\"", "žš", " "};
    static const char *const ends[] = {"\n", "\r\n", "\r", "\n\n", "\r\r\n", "\n\r"};
    sr_builder builder;
    sr_random random = sr_test_random_start();
    sr_text text;
    sr_builder_init(&builder, arena, bytes_min + 4096);
    while (builder.size < bytes_min) {
        int64_t fields = sr_test_random_between(&random, 1, 6);
        for (int64_t i = 0; i < fields; i++)
            sr_builder_addf(&builder, "%s%s", i == 0 ? "" : ",", pieces[choose(&random, sizeof(pieces) / sizeof(pieces[0]))]);
        sr_builder_add_c(&builder, ends[choose(&random, sizeof(ends) / sizeof(ends[0]))]);
    }
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    return text;
}

static sr_text widen(sr_text text, size_t unit)
{
    char *out = sr_arena_alloc(arena, text.size * unit, 1);
    size_t size = 0;
    uint32_t point;
    for (size_t i = 0; i < text.size && sr_text_next_point(text, &i, &point);) {
        uint32_t units[2] = {point, 0};
        size_t count = 1;
        if (unit == 2 && point > 0xFFFF) {
            units[0] = 0xD800 + ((point - 0x10000) >> 10);
            units[1] = 0xDC00 + ((point - 0x10000) & 0x3FF);
            count = 2;
        }
        for (size_t j = 0; j < count; j++)
            for (size_t k = 0; k < unit; k++)
                out[size++] = (char)(units[j] >> 8 * k);
    }
    return (sr_text){out, size};
}

/* A comment line in front moves every edge of the window. */
static void assert_edges_do_not_matter(sr_text text, const char *encoding, size_t unit)
{
    static const size_t shifts[] = {1, 2, 3, 5, 1000};
    sr_dialect dialect = {.encoding = sr_text_from(encoding), .delimiter = ',', .quote = '"', .comment = '#', .header_lines = 1};
    sr_text wide = unit == 1 ? text : widen(text, unit);
    sr_arena_mark mark = sr_arena_get_mark(arena);
    summary whole = summarize(sr_test_write_export(wide, "x.csv", arena), dialect, 0, 0);
    assert_true(whole.records > 1000);
    for (size_t i = 0; i < sizeof(shifts) / sizeof(shifts[0]); i++) {
        char *comment = sr_arena_alloc(arena, shifts[i] + 2, 1);
        memset(comment, '#', shifts[i]);
        comment[shifts[i]] = '\n';
        sr_text front = {comment, shifts[i] + 1};
        sr_text moved = sr_test_join(unit == 1 ? front : widen(front, unit), wide, arena);
        summary sum = summarize(sr_test_write_export(moved, "x.csv", arena), dialect, 1, front.size * unit);
        assert_int_equal(sum.hash, whole.hash);
        assert_int_equal(sum.records, whole.records);
        assert_int_equal(sum.totals.lines, whole.totals.lines + 1);
        assert_int_equal(sum.totals.comment_lines, 1);
        assert_int_equal(sum.totals.blank_lines, whole.totals.blank_lines);
        assert_int_equal(sum.totals.size_bytes, moved.size);
        sr_arena_reset(arena, mark);
    }
}

static void edges_of_the_window_change_nothing(void **state)
{
    (void)state;
    sr_text text = make_hard(3u << 20);
    assert_edges_do_not_matter(text, "UTF-8", 1);
    sr_text shorter = sr_text_slice(text, 0, 1500000);
    while (sr_text_find_invalid(shorter) != SIZE_MAX)
        shorter.size--;
    assert_edges_do_not_matter(shorter, "UTF-16LE", 2);
    assert_edges_do_not_matter(shorter, "UTF-32LE", 4);
}

static void a_packed_file_gives_the_same_records(void **state)
{
    (void)state;
    sr_text text = make_hard(3u << 20);
    sr_dialect dialect = sr_test_dialect();
    summary plain = summarize(sr_test_write_export(text, "x.csv", arena), dialect, 0, 0);
    summary gzip = summarize(sr_test_write_export(sr_test_gzip(text, arena), "x.csv.gz", arena), dialect, 0, 0);
    summary zstd = summarize(sr_test_write_export(sr_test_zstd(text, arena), "x.csv.zst", arena), dialect, 0, 0);
    assert_int_equal(gzip.hash, plain.hash);
    assert_int_equal(zstd.hash, plain.hash);
    assert_int_equal(gzip.totals.unpacked_bytes, text.size);
    assert_int_equal(gzip.totals.packing, SR_PACKING_GZIP);
    assert_true(gzip.totals.size_bytes < text.size);
}

static void long_records_fit_and_too_long_ones_cost_their_line(void **state)
{
    (void)state;
    char *field = sr_arena_alloc(arena, SR_FIELD_BYTES_MAX + 2, 1);
    memset(field, 'x', SR_FIELD_BYTES_MAX + 1);
    sr_builder builder;
    sr_text text;
    sr_builder_init(&builder, arena, (size_t)64 << 20);
    sr_builder_add_c(&builder, "a,b\n");
    for (int i = 0; i < 15; i++)
        sr_builder_addf(&builder, "%.*s,", (int)SR_FIELD_BYTES_MAX, field);
    sr_builder_add_c(&builder, "\nc,d\n");       /* line 3 */
    sr_builder_addf(&builder, "e,%s\nf,g\n", field);
    for (int i = 0; i < 20; i++)
        sr_builder_addf(&builder, "%.*s,", (int)SR_FIELD_BYTES_MAX, field);
    sr_builder_add_c(&builder, "\r\nh,i\r\nj,\"");
    for (int i = 0; i < 20; i++)
        sr_builder_addf(&builder, "%.*s\n", (int)SR_FIELD_BYTES_MAX, field);
    sr_builder_add_c(&builder, "k,l");
    assert_done(sr_builder_finish(&builder, &text, &err), &err);
    sr_dialect dialect = sr_test_dialect();
    summary sum = summarize(sr_test_write_export(text, "x.csv", arena), dialect, 0, 0);
    assert_int_equal(sum.records, 9 + 19);
    assert_int_equal(sum.problems, 3);
    assert_int_equal(sum.fields, 2 + 16 + 2 + 2 + 2 + 19 + 2);
    assert_int_equal(sum.totals.lines, 28);
    const sr_finding_group *group = sr_findings_get_group(findings, 0);
    assert_string_equal(group->code, "row.too_long");
    assert_int_equal(group->count, 3);
    assert_int_equal(group->first[0]->where.line, 4);
    assert_int_equal(group->first[0]->where.column, 3);
    assert_int_equal(group->first[1]->where.line, 6);
    assert_int_equal(group->first[2]->where.line, 8);
    assert_int_equal(group->first[2]->where.column, 3);
}

static void bad_bytes_are_found_wherever_the_window_ends(void **state)
{
    (void)state;
    sr_dialect dialect = sr_test_dialect();
    size_t edge = SR_DETECT_SAMPLE_BYTES;
    for (size_t i = edge - 6; i < edge + 6; i++) {
        sr_arena_mark mark = sr_arena_get_mark(arena);
        sr_text front = sr_test_repeat("x\n", i / 2, arena);
        sr_text odd = i % 2 == 0 ? SR_TEXT("") : SR_TEXT("\n");
        sr_text bad = sr_test_join(sr_test_join(front, odd, arena), SR_TEXT("\xE2\x82\xAC\n\xE2\x82\n\xFF\n\0\nz\n"), arena);
        sr_text all = sr_test_join(bad, sr_test_repeat("y\n", 1u << 19, arena), arena);
        summary sum = summarize(sr_test_write_export(all, "x.csv", arena), dialect, 0, 0);
        assert_int_equal(sum.problems, 3);
        assert_int_equal(sum.records, i / 2 + 5 + (1u << 19));
        sr_arena_reset(arena, mark);
    }
}

/* A line is told of, and counted, once: not again because a piece ended with it. */
static void lines_are_the_same_whatever_the_pieces(void **state)
{
    (void)state;
    const char *ends[] = {"\n", "\r", "\r\n"};
    for (size_t i = 0; i < 3; i++)
        for (size_t piece = SR_PIECE_BYTES_MIN; piece < 70; piece++) {
            sr_text line = sr_test_join(sr_test_repeat("V", 39, arena), sr_text_from(ends[i]), arena);
            const char *path = sr_test_write_export(line, "x.csv", arena);
            sr_dialect dialect = sr_test_dialect();
            dialect.limits = (sr_limits){.piece_bytes = piece, .record_bytes = 60};
            dialect.skip_lines = 2;
            sr_records *records;
            const sr_record *record;
            const char *problem;
            assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
            assert_done(sr_records_next(records, &record, &problem, &err), &err);
            assert_null(record);
            assert_int_equal(sr_records_get_totals(records).lines, 1);
            assert_int_equal(sr_records_get_totals(records).preamble_lines, 1);
            sr_records_close(records);
        }
}

static void a_line_end_behind_the_longest_record_is_not_told_of_whatever_the_pieces(void **state)
{
    (void)state;
    const char *path = sr_test_write_export(sr_test_join(sr_test_repeat("x,", 40, arena), SR_TEXT("\ry\n"), arena), "x.csv", arena);
    for (size_t limit = 79; limit < 83; limit++)
        for (size_t piece = SR_PIECE_BYTES_MIN; piece < 100; piece++) {
            sr_dialect dialect = sr_test_dialect();
            dialect.limits = (sr_limits){.piece_bytes = piece, .record_bytes = limit};
            sr_findings *own = sr_findings_new(arena);
            sr_records *records;
            const sr_record *record;
            const char *problem;
            assert_done(sr_records_open(path, &dialect, arena, &records, own, &err), &err);
            do
                assert_done(sr_records_next(records, &record, &problem, &err), &err);
            while (record != NULL);
            sr_records_close(records);
            assert_int_equal(sr_findings_count(own, SR_NOTE), limit > 80);
            assert_int_equal(sr_findings_count(own, SR_CAUTION), limit <= 80);
        }
}

/* What stands behind the longest record is not its text, however much of it was read. */
static void a_record_that_is_too_long_gives_its_front_whatever_the_pieces(void **state)
{
    (void)state;
    const char *path = sr_test_write_export(sr_test_join(sr_test_repeat("x,", 40, arena), SR_TEXT("\ny,z\n"), arena), "x.csv", arena);
    for (size_t piece = SR_PIECE_BYTES_MIN; piece < 100; piece++) {
        sr_dialect dialect = sr_test_dialect();
        dialect.limits = (sr_limits){.piece_bytes = piece, .record_bytes = 60, .fields = 10};
        sr_records *records;
        const sr_record *record;
        const char *problem;
        assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
        assert_done(sr_records_next(records, &record, &problem, &err), &err);
        assert_string_equal(problem, "row.too_many_fields");
        assert_int_equal(record->raw.size, 60);
        assert_done(sr_records_next(records, &record, &problem, &err), &err);
        assert_int_equal(record->line, 2);
        assert_int_equal(record->offset, 81);
        assert_text(record->raw, "y,z");
        sr_records_close(records);
    }
}

/* Two bytes behind a quote say whether it closes: also of one that stands where the longest record ends. */
static void a_quote_at_the_end_of_the_longest_record_is_judged_by_what_follows(void **state)
{
    (void)state;
    sr_text text = sr_test_join(sr_test_join(SR_TEXT("\"a\n"), sr_test_repeat("x", 28, arena), arena), SR_TEXT("\",y\n\"z\"\n"), arena);
    const char *path = sr_test_write_export(text, "x.csv", arena);
    for (size_t piece = SR_PIECE_BYTES_MIN; piece < 40; piece++) {
        sr_dialect dialect = {.encoding = SR_TEXT("UTF-8"), .delimiter = ',', .is_padded = true, .is_loose = true, .quote = '"',
                              .limits = {.piece_bytes = piece, .record_bytes = 32}};
        sr_records *records;
        const sr_record *record;
        const char *problem;
        assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
        assert_done(sr_records_next(records, &record, &problem, &err), &err);
        assert_string_equal(problem, "row.too_long");
        assert_int_equal(record->line_count, 1);
        sr_records_close(records);
    }
}

/* What is detected must not depend on how many bytes a letter has. */
static void a_small_file_is_held_as_a_whole_in_every_encoding(void **state)
{
    (void)state;
    static const struct {
        const char *encoding;
        const char *bytes;
        size_t size;        // as UTF-8
    } CASES[] = {{"UTF-8", "a;\xC3\xB5\n", 5}, {"Windows-1257", "\xF5;\xF0\n", 6}, {"Windows-1257", "\x80\x80\x80\x80", 12}, {"UTF-16LE", "\xAC\x20\xAC\x20", 6}};
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        sr_dialect dialect = {.encoding = sr_text_from(CASES[i].encoding)};
        sr_window *window;
        const char *path = sr_test_write_export(sr_test_repeat(CASES[i].bytes, 25, arena), "x.csv", arena);
        assert_done(sr_window_open(path, &dialect, arena, &window, findings, &err), &err);
        assert_true(sr_window_is_last(window));
        assert_int_equal(sr_window_get_text(window).size, 25 * CASES[i].size);
        sr_window_close(window);
    }
}

static void no_more_lines_are_left_out_than_there_are(void **state)
{
    (void)state;
    for (size_t size = 30; size < 70; size++) {
        const char *path = sr_test_write_export(sr_test_join(sr_test_repeat("x", size, arena), SR_TEXT("\ny\n"), arena), "x.csv", arena);
        sr_dialect dialect = sr_test_dialect();
        dialect.skip_lines = 5;
        dialect.limits.piece_bytes = SR_PIECE_BYTES_MIN;
        sr_records *records;
        assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
        assert_int_equal(sr_records_get_totals(records).preamble_lines, 2);
        assert_int_equal(sr_records_get_totals(records).lines, 2);
        sr_records_close(records);
    }
}

static void an_encoding_that_shows_late_is_settled_late(void **state)
{
    (void)state;
    sr_records *records;
    const sr_record *record;
    const char *problem;
    sr_dialect dialect = {.quote = '"', .header_lines = 1};
    sr_text front = sr_test_repeat("plain;ascii\n", 300000, arena);
    sr_text all = sr_test_join(front, SR_TEXT("n\xF5u;\xF0\n"), arena);
    assert_done(sr_records_open(sr_test_write_export(all, "x.csv", arena), &dialect, arena, &records, findings, &err), &err);
    assert_text(dialect.encoding, "UTF-8");
    for (int i = 0; i < 300001; i++)
        assert_done(sr_records_next(records, &record, &problem, &err), &err);
    assert_int_equal(record->field_count, 2);
    assert_text(record->fields[0].text, "nõu");
    assert_text(record->fields[1].text, "š");
    assert_text(sr_records_get_encoding(records), "Windows-1257");
    sr_records_close(records);
    assert_text(sr_test_dump_findings(findings, arena),
                "x.csv: note: detected: encoding UTF-8, delimiter a semicolon; pin what is detected: `encoding:`, `delimiter:` in the data "
                "set, --encoding, --delimiter at the prompt [dialect.detected]\n"
                "x.csv: note: the bytes are not UTF-8, read by guess as Windows-1257; Windows-1252 would read 1 of 2 letters otherwise; if "
                "letters look wrong, declare it: `encoding:` in the data set, --encoding at the prompt [encoding.guess]\n");
}

/* A declaration holds, also where the bytes speak against it. */
static void a_declared_encoding_that_the_bytes_speak_against_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *encoding;
        const char *bytes;
        bool is_told;
    } CASES[] = {{"Windows-1257", "a;\xC3\xB5\n", true}, {"Windows-1257", "a;\xF5\n", false}, {"Windows-1257", "\xC3\xB5;\xF5\n", false},
                 {"cp850", "\xC5\xA1;\xC3\xA4\n", true}, {"Windows-1257", "plain;ascii\n", false}, {"UTF-8", "a;\xC3\xB5\n", false}};
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        sr_dialect dialect = sr_test_dialect();
        sr_records *records;
        sr_findings *told = sr_findings_new(arena);
        dialect.encoding = sr_text_from(CASES[i].encoding);
        const char *path = sr_test_write_export(sr_text_from(CASES[i].bytes), "x.csv", arena);
        assert_done(sr_records_open(path, &dialect, arena, &records, told, &err), &err);
        assert_text(sr_records_get_encoding(records), CASES[i].encoding);
        sr_records_close(records);
        assert_int_equal(sr_findings_count(told, SR_CAUTION), CASES[i].is_told);
        if (i == 0)
            assert_text(sr_test_dump_findings(told, arena),
                                "x.csv: caution: the bytes are well-formed UTF-8, read as Windows-1257 as declared; if letters look wrong, declare "
                                "`encoding: UTF-8` in the data set, --encoding UTF-8 at the prompt [encoding.doubt]\n");
    }
}

static void a_change_between_records_stops_the_reading(void **state)
{
    (void)state;
    sr_records *records;
    const sr_record *record;
    const char *problem;
    bool done = true;
    sr_dialect dialect = sr_test_dialect();
    const char *path = sr_test_write_export(sr_test_repeat("a,b\n", 1u << 20, arena), "x.csv", arena);
    assert_done(sr_records_open(path, &dialect, arena, &records, findings, &err), &err);
    assert_done(sr_records_next(records, &record, &problem, &err), &err);
    FILE *file = fopen(path, "a");
    fputs("c,d\n", file);
    fclose(file);
    while (done && record != NULL)
        done = sr_records_next(records, &record, &problem, &err);
    assert_false(done);
    assert_int_equal(err.code, SR_TRY_AGAIN);
    sr_records_close(records);
}

/* Whatever the size of the file, the window and what belongs to it stay as large as the longest record asks. */
static void memory_does_not_grow_with_the_file(void **state)
{
    (void)state;
    size_t held[2];
    sr_text line = sr_test_repeat("2026-03-12;OA;100,50;Harju maakond\n", 1u << 16, arena);
    for (size_t i = 0; i < 2; i++) {
        sr_text all = i == 0 ? line : sr_test_join(sr_test_join(line, line, arena), sr_test_join(line, line, arena), arena);
        const char *path = sr_test_write_export(sr_test_gzip(all, arena), "x.csv.gz", arena);
        sr_dialect dialect = {.encoding = SR_TEXT("UTF-8"), .delimiter = ';', .quote = '"', .header_lines = 1, .ratio_max = 10000};
        sr_records *records;
        const sr_record *record;
        const char *problem;
        sr_arena *own = sr_arena_new();
        assert_done(sr_records_open(path, &dialect, own, &records, findings, &err), &err);
        do
            assert_done(sr_records_next(records, &record, &problem, &err), &err);
        while (record != NULL);
        held[i] = sr_arena_get_size(own);
        sr_records_close(records);
        sr_arena_free(own);
    }
    assert_int_equal(held[0], held[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(edges_of_the_window_change_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_packed_file_gives_the_same_records, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_records_fit_and_too_long_ones_cost_their_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bad_bytes_are_found_wherever_the_window_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_are_the_same_whatever_the_pieces, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_line_end_behind_the_longest_record_is_not_told_of_whatever_the_pieces, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_record_that_is_too_long_gives_its_front_whatever_the_pieces, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_quote_at_the_end_of_the_longest_record_is_judged_by_what_follows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_small_file_is_held_as_a_whole_in_every_encoding, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_more_lines_are_left_out_than_there_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_encoding_that_shows_late_is_settled_late, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_declared_encoding_that_the_bytes_speak_against_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_change_between_records_stops_the_reading, set_up, tear_down),
        cmocka_unit_test_setup_teardown(memory_does_not_grow_with_the_file, set_up, tear_down),
    };
    return RUN_TESTS(tests);
}
