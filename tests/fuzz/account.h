/*
 * What came out of a file, so that two readings can be compared: one hash over records with their places and over what was found about them,
 * and the totals.
 */
#ifndef SR_TESTS_FUZZ_ACCOUNT_H
#define SR_TESTS_FUZZ_ACCOUNT_H

#include "input/records.h"

typedef struct sr_test_account {
    uint64_t hash;
    uint64_t records;
    uint64_t record_lines;
    uint64_t problems;          // records that cannot be split
    uint64_t findings;          // that a person should look at
    sr_records_totals totals;
} sr_test_account;

/* `problem` is NULL for a record that could be split. */
void sr_test_account_add(sr_test_account *account, const sr_record *record, const char *problem);

/* When all records were added: what was found about the rows, notes on what was detected left out, and the totals, which must add up. */
void sr_test_account_close(sr_test_account *account, const sr_findings *findings, sr_records_totals totals);

/* Aborts when one reading gave something else than the other. */
void sr_test_account_compare(const sr_test_account *a, const sr_test_account *b);

#endif
