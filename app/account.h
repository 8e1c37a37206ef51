/*
 * What became of the records of every file, said on the console, and what of it a person should look at.
 */
#ifndef SR_APP_ACCOUNT_H
#define SR_APP_ACCOUNT_H

#include "app/outcome.h"
#include "engine/source.h"

typedef enum sr_account_detail {
    SR_ACCOUNT_WORRIES,     // only what a person should look at
    SR_ACCOUNT_ALL
} sr_account_detail;

/* Its records, bytes and lines, in one line. */
void sr_account_tell_file(const sr_intake_file *file);

/*
 * What a person should look at begins with `look:` and is SR_WARNING, in every command: a file of which more than one record in a
 * hundred was set aside though it should be a row, and a data set without any record.
 */
void sr_account_judge_file(const char *path, uint64_t records, uint64_t set_aside, uint64_t amiss, sr_outcome *outcome);

/* The files of a data set. */
void sr_account_tell_intake(const sr_intake *intake, sr_account_detail detail, sr_outcome *outcome);

#endif
