#include "engine/list.h"

typedef bool same(sr_text a, sr_text b);

const sr_list_member *sr_list_find_code(const sr_list *list, sr_text code)
{
    for (size_t i = 0; i < list->count; i++)
        if (sr_text_is(list->members[i].code, code))
            return &list->members[i];
    return NULL;
}

static const sr_list_member *find(const sr_list *list, sr_text value, same *is_same)
{
    for (size_t i = 0; i < list->count; i++) {
        const sr_list_member *member = &list->members[i];
        if (is_same(member->code, value))
            return member;
        for (size_t j = 0; j < member->alias_count; j++)
            if (is_same(member->aliases[j], value))
                return member;
    }
    return NULL;
}

/* A code is meant before an alias, and the same letters before those of the other case. */
const sr_list_member *sr_list_find(const sr_list *list, sr_text value)
{
    const sr_list_member *member = sr_list_find_code(list, value);
    if (member == NULL)
        member = find(list, value, sr_text_is);
    return member != NULL ? member : find(list, value, sr_locale_is_same_letters);
}
