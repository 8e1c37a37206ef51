#include "tests/fuzz/account.h"

#include <assert.h>
#include <string.h>

static void mix(sr_test_account *account, uint64_t value)
{
    account->hash = (account->hash ^ value) * UINT64_C(0x100000001B3);
}

void sr_test_account_add(sr_test_account *account, const sr_record *record, const char *problem)
{
    account->records++;
    account->record_lines += record->line_count;
    account->problems += problem != NULL;
    mix(account, record->line);
    mix(account, record->offset);
    mix(account, sr_text_hash(record->raw));
    mix(account, problem == NULL ? 0 : sr_text_hash(sr_text_from(problem)));
    for (size_t i = 0; i < record->field_count; i++) {
        mix(account, sr_text_hash(record->fields[i].text));
        mix(account, record->fields[i].line);
        mix(account, record->fields[i].column << 1 | record->fields[i].was_quoted);
    }
}

static void add_findings(sr_test_account *account, const sr_findings *findings)
{
    for (size_t i = 0; i < sr_findings_count_groups(findings); i++) {
        const sr_finding_group *group = sr_findings_get_group(findings, i);
        if (strncmp(group->code, "dialect.", 8) == 0 || strncmp(group->code, "encoding.", 9) == 0)
            continue;
        account->findings += group->first[0]->severity == SR_CAUTION ? group->count : 0;
        mix(account, group->count);
        for (size_t j = 0; j < group->shown; j++) {
            mix(account, sr_text_hash(sr_text_from(group->first[j]->code)));
            mix(account, group->first[j]->where.line);
            mix(account, group->first[j]->where.column);
        }
    }
}

void sr_test_account_close(sr_test_account *account, const sr_findings *findings, sr_records_totals totals)
{
    account->totals = totals;
    add_findings(account, findings);
    assert(totals.is_at_end);
    assert(totals.packing != SR_PACKING_NONE || totals.unpacked_bytes == totals.size_bytes);
    assert(totals.lines == totals.preamble_lines + totals.blank_lines + totals.comment_lines + totals.record_lines);
    assert(totals.record_lines == account->record_lines);
    assert(account->findings >= account->problems);
}

void sr_test_account_compare(const sr_test_account *a, const sr_test_account *b)
{
    assert(a->records == b->records && a->problems == b->problems);
    assert(a->findings == b->findings);
    assert(a->hash == b->hash);
    assert(memcmp(&a->totals.hash, &b->totals.hash, sizeof(a->totals.hash)) == 0);
    assert(a->totals.lines == b->totals.lines && a->totals.preamble_lines == b->totals.preamble_lines);
    assert(a->totals.unpacked_bytes == b->totals.unpacked_bytes);
}
