/*
 * Rows set aside: a CSV file beside the run where a person can look at what was not counted, and why.
 *
 *   file,line,column,rule,expected,row...
 *
 * Behind `expected` stand the fields of the row in the order of its file. What the rules call person or drop, what they
 * do not name, and every field of a row that cannot be matched with the header is shown as its shape only; so is a value
 * that is personal or may be a name (engine/base/personal.h). The file is private (0600), written beside and renamed when complete.
 */
#ifndef SR_INPUT_ASIDE_H
#define SR_INPUT_ASIDE_H

#include "input/header.h"

typedef struct sr_aside sr_aside;

typedef struct sr_aside_reason {
    const char *path;           // of the export
    uint64_t line;
    const char *column;         // of the rules; NULL when it is about the row
    const char *rule;           // code of the finding
    const char *expected;       // NULL when there is nothing to say
} sr_aside_reason;

/* `<directory>/<dataset>.csv`; the directory is made when it is not there. */
SR_MUST_USE bool sr_aside_open(const char *directory, const sr_dataset *dataset, sr_arena *arena, sr_aside **aside, sr_error *err);

/* `header` is NULL for a row that does not fit it. */
SR_MUST_USE bool sr_aside_add(sr_aside *aside, const sr_aside_reason *reason, const sr_record *record, const sr_header *header,
                              sr_error *err);

SR_MUST_USE bool sr_aside_finish(sr_aside *aside, sr_error *err);   // now the file is there
void sr_aside_close(sr_aside *aside);   // what was not finished leaves nothing behind; NULL is allowed

#endif
