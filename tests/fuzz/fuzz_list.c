/* No bytes break the reading of a code list: members with different codes and a name, or at least one finding. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "rules/loader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_arena *arena = sr_arena_new();
    sr_error err;
    sr_error_init(&err);
    sr_ruleset rules = {.languages = {true, true}};
    sr_loader loader = {.arena = arena, .findings = sr_findings_new(arena), .err = &err, .rules = &rules};
    const sr_rule_file file = {"lists/fuzz.csv", SR_TEXT("lists/fuzz.csv"), {(const char *)data, size}, NULL};
    sr_load_lists(&loader, &file, 1);
    if (loader.failed)
        abort();
    assert(rules.list_count == 1);
    const sr_list *list = &rules.lists[0];
    for (size_t i = 0; i < list->count && loader.problem_count == 0; i++) {
        assert(sr_list_find_code(list, list->members[i].code) == &list->members[i]);
        assert(list->members[i].names[SR_ET].size > 0 && list->members[i].names[SR_EN].size > 0);
        assert(list->members[i].valid_from < list->members[i].valid_to);
        assert(sr_list_find_on(list, list->members[i].code, list->members[i].valid_from) == &list->members[i]);
        for (size_t j = 0; j < list->members[i].alias_count; j++)
            assert(sr_list_find_on(list, list->members[i].aliases[j].word, list->members[i].aliases[j].valid_from) == &list->members[i]);
    }
    sr_arena_free(arena);
    return 0;
}
