/*
 * Any bytes as an export of which nothing is declared: dialect, preamble and header are found, rows are mended, what is outside is
 * left out. The last byte chooses what may be found. Every line of the file is accounted for, records stand in the order of the
 * file but for those that wait to be judged, and a mended row is as wide as its table. What a profile of the same bytes
 * counts stays within its rows.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "input/profile.h"
#include "tests/fuzz/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(sr_table *table, sr_findings *findings, sr_error *err)
{
    const sr_record *record;
    const char *problem;
    uint64_t problems = 0;
    while (sr_table_next(table, &record, &problem, err) && record != NULL) {
        assert(record->line > 0 && record->line_count > 0);
        assert(record->field_count > 0 || problem != NULL);
        problems += problem != NULL;
        for (size_t i = 0; i < record->field_count; i++)
            assert(sr_text_find_invalid(record->fields[i].text) == SIZE_MAX || record->fields[i].text.size == 0);
    }
    assert(err->code == SR_OK);
    sr_records_totals totals = sr_table_get_totals(table);
    assert(totals.is_at_end);
    assert(totals.lines == totals.preamble_lines + totals.blank_lines + totals.comment_lines + totals.record_lines);
    assert(sr_findings_count(findings, SR_CAUTION) + sr_findings_count(findings, SR_NOTE) >= problems);
}

static void check_profile(const char *path, const sr_infer_options *options, sr_arena *arena)
{
    sr_profile profile;
    sr_error err;
    sr_findings *findings = sr_findings_new(arena);
    sr_error_init(&err);
    if (!sr_profile_make(path, options, arena, &profile, findings, &err)) {
        assert(err.code == SR_BAD_DATA);
        return;
    }
    assert(profile.survey.ragged <= profile.survey.rows);
    assert(profile.bad_rows <= profile.survey.rows);
    for (size_t i = 0; i < profile.starter.dataset.column_count; i++) {
        const sr_profile_column *column = &profile.columns[i];
        assert(column->values + column->missing + column->bad <= profile.survey.rows);
        assert(!column->has_range || (column->integer_min <= column->integer_max && column->real_min <= column->real_max && column->day_min <= column->day_max));
    }
}

static void check_inference(const char *path, const sr_infer_options *options, sr_arena *arena)
{
    sr_error err;
    const sr_dataset *dataset;
    sr_error_init(&err);
    if (!sr_infer(path, options, arena, &dataset, sr_findings_new(arena), &err))
        assert(err.code == SR_BAD_DATA);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_error err;
    sr_table *table;
    if (size == 0)
        return 0;
    const uint8_t choices = data[--size];
    const char *path = sr_test_fuzz_file(data, size);
    const sr_dialect declared = {.quote = '"', .header_lines = 1, .finds_quote = (choices & 1) != 0, .finds_header = (choices & 2) != 0,
                                 .finds_outside = (choices & 4) != 0, .mends = (choices & 8) != 0 ? SR_MEND_ALL : 0, .bytes_max = 1u << 16};
    sr_dialect dialect = declared;
    const sr_infer_options options = {.dialect = declared};
    sr_arena *arena = sr_arena_new();
    sr_findings *findings = sr_findings_new(arena);
    sr_error_init(&err);
    if (sr_table_open(path, &dialect, arena, &table, findings, &err)) {
        read_all(table, findings, &err);
        sr_table_close(table);
    }
    if ((choices & 16) != 0)
        check_profile(path, &options, arena);
    else
        check_inference(path, &options, arena);
    sr_arena_free(arena);
    return 0;
}
