/*
 * Any bytes as an export of which nothing is declared: dialect, preamble and header are found, rows are mended, what is outside is
 * left out. The first byte chooses what may be found. Every line of the file is accounted for, records stand in the order of the
 * file but for those that wait to be judged, and a mended row is as wide as its table. A profile of the same bytes is made as well.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "input/profile.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    sr_error err;
    sr_table *table;
    sr_profile profile;
    if (size == 0)
        return 0;
    snprintf(path, sizeof(path), "/tmp/fuzz-table-%ld.csv", (long)getpid());
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return 0;
    fwrite(data + 1, 1, size - 1, file);
    fclose(file);
    const sr_dialect declared = {.quote = '"', .header_lines = 1, .finds_quote = (data[0] & 1) != 0, .finds_header = (data[0] & 2) != 0,
                                 .finds_outside = (data[0] & 4) != 0, .mends = (data[0] & 8) != 0 ? SR_MEND_ALL : 0};
    sr_dialect dialect = declared;
    sr_infer_options options = {.dialect = declared};
    sr_arena *arena = sr_arena_new();
    sr_findings *findings = sr_findings_new(arena);
    sr_error_init(&err);
    if (sr_table_open(path, &dialect, arena, &table, findings, &err)) {
        read_all(table, findings, &err);
        sr_table_close(table);
    }
    sr_error_init(&err);
    if (!sr_profile_make(path, &options, arena, &profile, findings, &err))
        assert(err.code == SR_BAD_DATA);
    sr_arena_free(arena);
    unlink(path);
    return 0;
}
