#include "tests/support/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "tests/support/test.h"

const char *sr_test_write_export(sr_text bytes, const char *name, sr_arena *arena)
{
    sr_error err;
    const char *path;
    sr_error_init(&err);
    assert_done(sr_file_join(sr_test_make_directory(), sr_text_from(name), arena, &path, &err), &err);
    assert_done(sr_file_write(path, bytes, &err), &err);
    return path;
}

sr_dialect sr_test_dialect(void)
{
    return (sr_dialect){.encoding = SR_TEXT("UTF-8"), .delimiter = ',', .quote = '"', .header_lines = 1};
}

sr_text sr_test_dump_records(const char *path, sr_dialect *dialect, sr_arena *arena, sr_findings *findings)
{
    sr_error err;
    sr_builder out;
    sr_records *records;
    const sr_record *record;
    const char *problem;
    sr_error_init(&err);
    sr_builder_init(&out, arena, 1u << 26);
    assert_done(sr_records_open(path, dialect, arena, &records, findings, &err), &err);
    while (true) {
        assert_done(sr_records_next(records, &record, &problem, &err), &err);
        if (record == NULL)
            break;
        sr_builder_addf(&out, "%" PRIu64 ":%" PRIu64 " ", record->line, record->offset);
        if (problem != NULL)
            sr_builder_addf(&out, "!%s", problem);
        for (size_t i = 0; i < record->field_count; i++)
            sr_builder_addf(&out, "%s%.*s", i == 0 ? "" : "|", SR_TEXT_ARG(record->fields[i].text));
        sr_builder_add_byte(&out, '\n');
    }
    sr_records_close(records);
    sr_text text;
    assert_done(sr_builder_finish(&out, &text, &err), &err);
    return text;
}

sr_text sr_test_dump_findings(const sr_findings *findings, sr_arena *arena)
{
    sr_error err;
    sr_builder out;
    char line[2048];
    sr_error_init(&err);
    sr_builder_init(&out, arena, 1u << 20);
    for (size_t i = 0; i < sr_findings_count_groups(findings); i++) {
        const sr_finding_group *group = sr_findings_get_group(findings, i);
        for (size_t j = 0; j < group->shown; j++) {
            sr_finding finding = *group->first[j];
            const char *slash = finding.where.path == NULL ? NULL : strrchr(finding.where.path, '/');
            if (slash != NULL)
                finding.where.path = slash + 1;
            sr_finding_print(&finding, line, sizeof(line));
            sr_builder_addf(&out, "%s\n", line);
        }
    }
    sr_text text;
    assert_done(sr_builder_finish(&out, &text, &err), &err);
    return text;
}
