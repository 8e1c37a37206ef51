/*
 * A word is looked up twice: letter by letter, and only when that finds nothing without regard to case. Every member that
 * it leads to counts; when they are several and their days do not meet, the day decides.
 */
#include "engine/list.h"

#include <stddef.h>

typedef bool same(sr_text a, sr_text b);

/* What a word was found to lead to. */
typedef struct finds {
    const sr_list_member *first;
    sr_list_alias first_word;
    const sr_list_member *on_day;   // the first whose days hold the day that was asked for
    bool needs_day;
} finds;

const sr_list_member *sr_list_find_code(const sr_list *list, sr_text code)
{
    for (size_t i = 0; i < list->count; i++)
        if (sr_text_is(list->members[i].code, code))
            return &list->members[i];
    return NULL;
}

bool sr_list_alias_meets(sr_list_alias a, sr_list_alias b)
{
    return a.valid_from < b.valid_to && b.valid_from < a.valid_to;
}

static void add(finds *found, const sr_list_member *member, sr_list_alias word, sr_day day)
{
    if (found->first == NULL) {
        found->first = member;
        found->first_word = word;
    }
    if (found->on_day == NULL && word.valid_from <= day && day < word.valid_to)
        found->on_day = member;
    found->needs_day = found->needs_day || (member != found->first && !sr_list_alias_meets(word, found->first_word));
}

static finds look_up(const sr_list *list, sr_text word, sr_day day)
{
    static same *const degrees[] = {sr_text_is, sr_locale_is_same_letters};
    finds found = {.first = NULL};
    for (size_t degree = 0; degree < 2 && found.first == NULL; degree++) {
        for (size_t i = 0; i < list->count; i++) {
            const sr_list_member *member = &list->members[i];
            if (degrees[degree](member->code, word))
                add(&found, member, (sr_list_alias){member->code, member->valid_from, member->valid_to}, day);
            for (size_t j = 0; j < member->alias_count; j++)
                if (degrees[degree](member->aliases[j].word, word))
                    add(&found, member, member->aliases[j], day);
        }
    }
    return found;
}

const sr_list_member *sr_list_find(const sr_list *list, sr_text word)
{
    finds found = look_up(list, word, SR_DAY_MIN);
    return found.needs_day ? NULL : found.first;
}

bool sr_list_needs_day(const sr_list *list, sr_text word)
{
    return look_up(list, word, SR_DAY_MIN).needs_day;
}

const sr_list_member *sr_list_find_on(const sr_list *list, sr_text word, sr_day day)
{
    finds found = look_up(list, word, day);
    return found.needs_day ? found.on_day : found.first;
}
