#include "input/kinds.h"

#include "input/guess.h"

#define VALUES_MIN 10 // fewer prove nothing

static const char *const names[SR_VALUE_KIND_COUNT] = {
    [SR_VALUE_UNKNOWN] = "", [SR_VALUE_NUMBER] = "number", [SR_VALUE_DATE] = "date", [SR_VALUE_TEXT] = "text"};

bool sr_kinds_init(sr_kinds *kinds, size_t width, sr_arena *arena, sr_error *err)
{
    sr_kinds made = {.width = width, .counts = sr_arena_alloc(arena, width, sizeof(made.counts[0]))};
    if (made.counts == NULL)
        return sr_fail_memory(err);
    *kinds = made;
    return true;
}

static sr_value_kind find_kind(sr_text value)
{
    sr_guess guess;
    sr_guess_init(&guess);
    sr_guess_add(&guess, value);
    if (guess.dot.is_possible || guess.comma.is_possible)
        return SR_VALUE_NUMBER;
    return guess.formats != 0 ? SR_VALUE_DATE : SR_VALUE_TEXT;
}

void sr_kinds_add(sr_kinds *kinds, const sr_record *record)
{
    if (kinds->rows >= SR_KINDS_ROWS_MAX)
        return;
    kinds->rows++;
    for (size_t i = 0; i < record->field_count && i < kinds->width; i++) {
        sr_text value = sr_text_trim(record->fields[i].text);
        if (value.size > 0)
            kinds->counts[i][find_kind(value)]++;
    }
}

sr_value_kind sr_kinds_get(const sr_kinds *kinds, size_t field)
{
    const uint32_t *counts = kinds->counts[field];
    uint32_t all = 0;
    for (size_t kind = 0; kind < SR_VALUE_KIND_COUNT; kind++)
        all += counts[kind];
    for (size_t kind = 0; kind < SR_VALUE_KIND_COUNT && all >= VALUES_MIN; kind++)
        if (counts[kind] * 2 > all)
            return (sr_value_kind)kind;
    return SR_VALUE_UNKNOWN;
}

const char *sr_value_kind_get_name(sr_value_kind kind)
{
    return names[kind];
}

sr_value_kind sr_value_kind_find(sr_text name)
{
    for (size_t kind = 0; kind < SR_VALUE_KIND_COUNT; kind++)
        if (sr_text_is(name, sr_text_from(names[kind])))
            return (sr_value_kind)kind;
    return SR_VALUE_UNKNOWN;
}
