/*
 * A code list: the members of a breakdown, their names in both languages and the words that exports use for them.
 *
 * A value of an export is matched against codes and aliases (exactly, then without regard to case); the canonical code
 * is what lives in columns, keys and figures. A word may lead to different members at different times: codes are reused,
 * names move. Only then a day is needed to know what it means. Read-only once loaded.
 */
#ifndef SR_ENGINE_LIST_H
#define SR_ENGINE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/locale.h"
#include "engine/base/text.h"

/* Another word for a member, and the days on which it stands for it. */
typedef struct sr_list_alias {
    sr_text word;
    sr_day valid_from;          // SR_DAY_MIN when open
    sr_day valid_to;            // first day after; SR_DAY_MAX when open
} sr_list_alias;

bool sr_list_alias_meets(sr_list_alias a, sr_list_alias b);     // on some day both stand for their members

typedef struct sr_list_member {
    sr_text code;               // canonical, `0045`
    sr_day valid_from;          // SR_DAY_MIN when open
    sr_day valid_to;            // first day after; SR_DAY_MAX when open
    sr_text names[SR_LANGUAGE_COUNT];   // `Ida-Viru`
    sr_text in_names[SR_LANGUAGE_COUNT];    // the form a sentence needs, `Ida-Virumaal`; empty when not given
    sr_text parent;             // code of the parent in the same list; empty for none
    const sr_list_alias *aliases;
    size_t alias_count;
} sr_list_member;

typedef struct sr_list {
    sr_text name;               // `counties`
    const char *path;           // the file it came from
    const sr_list_member *members;  // in the order of the file, which is the order of reports
    size_t count;
    sr_text dated_word;         // one that leads to different members at different times; empty: there is none
} sr_list;

/* The member with this code or alias, whatever its days, or NULL; NULL also when the word needs a day. */
const sr_list_member *sr_list_find(const sr_list *list, sr_text word);

/* Does the word lead to different members at different times? */
bool sr_list_needs_day(const sr_list *list, sr_text word);

/* The member to which the word leads on that day; a word that leads to one member only needs no day, so any will do. */
const sr_list_member *sr_list_find_on(const sr_list *list, sr_text word, sr_day day);
const sr_list_member *sr_list_find_code(const sr_list *list, sr_text code);     // canonical code only

#endif
