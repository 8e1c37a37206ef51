/*
 * Any bytes as an export: the first byte chooses the dialect, the rest is the file. Records are read to the end, lines only grow,
 * fields lie in order, and what is not split has its finding.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "input/infer.h"
#include "input/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void choose(uint8_t byte, sr_dialect *dialect)
{
    static const char delimiters[] = {'\0', ',', ';', '\t'};
    static const char *const encodings[] = {NULL, "UTF-8", "Windows-1257", "UTF-16"};
    *dialect = (sr_dialect){.delimiter = delimiters[byte & 3], .encoding = sr_text_from(encodings[byte >> 2 & 3]), .header_lines = 1};
    dialect->quote = (byte & 16) != 0 ? '\0' : '"';
    dialect->escape = (byte & 32) != 0 ? '\\' : '\0';
    dialect->comment = (byte & 64) != 0 ? '#' : '\0';
    dialect->skip_lines = byte >> 7;
}

static void read_all(sr_records *records, sr_findings *findings, sr_error *err)
{
    const sr_record *record;
    const char *problem;
    uint64_t line = 0;
    uint64_t problems = 0;
    while (sr_records_next(records, &record, &problem, err) && record != NULL) {
        assert(record->line > line);
        assert((record->field_count == 0) == (problem != NULL));
        line = record->line;
        problems += problem != NULL;
        for (size_t i = 0; i < record->field_count; i++) {
            assert(sr_text_find_invalid(record->fields[i].text) == SIZE_MAX || record->fields[i].text.size == 0);
            assert(record->fields[i].column > 0);
            assert(i == 0 || record->fields[i].line > record->fields[i - 1].line
                   || record->fields[i].column > record->fields[i - 1].column);
        }
    }
    assert(err->code == SR_OK);
    assert(sr_records_get_totals(records).is_at_end);
    assert(sr_findings_count(findings, SR_CAUTION) >= problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    sr_dialect dialect;
    sr_error err;
    sr_records *records;
    const sr_dataset *dataset;
    sr_error_init(&err);
    if (size == 0)
        return 0;
    snprintf(path, sizeof(path), "/tmp/fuzz-records-%ld.csv", (long)getpid());
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return 0;
    fwrite(data + 1, 1, size - 1, file);
    fclose(file);
    choose(data[0], &dialect);
    sr_infer_options options = {.dialect = dialect};
    sr_arena *arena = sr_arena_new();
    sr_findings *findings = sr_findings_new(arena);
    if (sr_records_open(path, &dialect, arena, &records, findings, &err)) {
        read_all(records, findings, &err);
        sr_records_close(records);
    }
    sr_error_init(&err);
    if (!sr_infer(path, &options, arena, &dataset, findings, &err))
        assert(err.code == SR_BAD_DATA);
    sr_arena_free(arena);
    unlink(path);
    return 0;
}
