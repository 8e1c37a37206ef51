#include "app/account.h"

#include <stdio.h>

#include "app/console.h"
#include "output/intake.h"

#define SET_ASIDE_TOLERANCE 0.01    // [share] of the records of a file

void sr_account_tell_file(const sr_intake_file *file)
{
    char reasons[SR_REASON_COUNT * 48] = "";
    size_t size = 0;
    for (uint32_t i = 0; i < file->reason_count && size < sizeof(reasons); i++)
        size += (size_t)snprintf(reasons + size, sizeof(reasons) - size, "%s%s %llu", i == 0 ? " (" : ", ", file->reasons[i].code,
                                 (unsigned long long)file->reasons[i].count);
    sr_console_say("%s: %llu records = %llu kept + %llu superseded + %llu set aside%s%s; %llu bytes, %llu lines, %llu without any value",
                   sr_intake_file_get_path(file), (unsigned long long)file->records, (unsigned long long)file->kept,
                   (unsigned long long)file->superseded, (unsigned long long)sr_intake_count_set_aside(file), reasons,
                   file->reason_count > 0 ? ")" : "", (unsigned long long)file->size_bytes, (unsigned long long)file->line_count,
                   (unsigned long long)file->blank_lines);
}

void sr_account_judge_file(const char *path, uint64_t records, uint64_t set_aside, uint64_t amiss, sr_outcome *outcome)
{
    if ((double)amiss <= SET_ASIDE_TOLERANCE * (double)records)
        return;
    sr_console_say("look: %s: %llu of %llu records were set aside", path, (unsigned long long)set_aside, (unsigned long long)records);
    sr_outcome_add(outcome, SR_WARNING);
}

static void tell_file(const sr_intake_file *file, sr_account_detail detail, sr_outcome *outcome)
{
    const char *path = sr_intake_file_get_path(file);
    uint64_t set_aside = sr_intake_count_set_aside(file);
    if (detail == SR_ACCOUNT_ALL)
        sr_account_tell_file(file);
    if (file->needs_a_look) {
        sr_console_say("look: %s: its columns are not those that were agreed", path);
        sr_outcome_add(outcome, SR_WARNING);
    }
    uint64_t no_rows = sr_intake_count_reason(file, "row.outside") + sr_intake_count_reason(file, "row.header_again");   // nothing is amiss
    sr_account_judge_file(path, file->records, set_aside, set_aside - no_rows, outcome);
}

void sr_account_tell_intake(const sr_intake *intake, sr_account_detail detail, sr_outcome *outcome)
{
    uint64_t records = 0;
    for (uint32_t i = 0; i < intake->file_count; i++) {
        records += intake->files[i].records;
        tell_file(&intake->files[i], detail, outcome);
    }
    if (records > 0 || intake->file_count == 0)     // `intake` has no files of its own
        return;
    sr_console_say("look: data set %.*s: no record in any of its files; nothing is known of it, which is not zero",
                   SR_TEXT_ARG(intake->dataset));
    sr_outcome_add(outcome, SR_WARNING);
}
