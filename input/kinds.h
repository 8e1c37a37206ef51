/*
 * What kinds of values stand in the fields of a file: numbers, dates or other texts; of its first rows.
 *
 * A kind is that of more than half of at least ten values; a leading zero makes a text. No value is kept.
 */
#ifndef SR_INPUT_KINDS_H
#define SR_INPUT_KINDS_H

#include "input/records.h"

#define SR_KINDS_ROWS_MAX 2000u // looked at

typedef enum sr_value_kind { SR_VALUE_UNKNOWN, SR_VALUE_NUMBER, SR_VALUE_DATE, SR_VALUE_TEXT, SR_VALUE_KIND_COUNT } sr_value_kind;

typedef struct sr_kinds {
    size_t width; // fields
    uint64_t rows;
    uint32_t (*counts)[SR_VALUE_KIND_COUNT]; // by field and kind
} sr_kinds;

SR_MUST_USE bool sr_kinds_init(sr_kinds *kinds, size_t width, sr_arena *arena, sr_error *err);
void sr_kinds_add(sr_kinds *kinds, const sr_record *record); // nothing, when enough were seen

sr_value_kind sr_kinds_get(const sr_kinds *kinds, size_t field);

/* "number", "date", "text"; "" when it is unknown. And back: other words are unknown. */
const char *sr_value_kind_get_name(sr_value_kind kind);
sr_value_kind sr_value_kind_find(sr_text name);

#endif
