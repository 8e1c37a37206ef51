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
 * The files of a data set. A file of which more than one record in a hundred was set aside, and a data set without any record, is
 * something to look at: SR_WARNING.
 */
void sr_account_tell_intake(const sr_intake *intake, sr_account_detail detail, sr_outcome *outcome);

#endif
