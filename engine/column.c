#include "engine/column.h"

#include <assert.h>
#include <stddef.h>

static size_t get_value_size(sr_kind kind)
{
    static const size_t sizes[SR_KIND_COUNT] = {
        [SR_KIND_BOOLEAN] = sizeof(uint8_t), [SR_KIND_INTEGER] = sizeof(int64_t), [SR_KIND_DECIMAL] = sizeof(int64_t),
        [SR_KIND_REAL] = sizeof(double),     [SR_KIND_DATE] = sizeof(sr_day),     [SR_KIND_TEXT] = sizeof(uint32_t),
    };
    assert(kind < SR_KIND_COUNT);
    return sizes[kind];
}

bool sr_column_init(sr_column *column, sr_kind kind, uint8_t scale, sr_arena *arena)
{
    uint8_t *valid = sr_arena_alloc(arena, SR_BATCH_ROWS_MAX, sizeof(valid[0]));
    void *values = sr_arena_alloc(arena, SR_BATCH_ROWS_MAX, get_value_size(kind));
    if (valid == NULL || values == NULL)
        return false;
    *column = (sr_column){.kind = kind, .scale = scale, .valid = valid};
    switch (kind) {
    case SR_KIND_BOOLEAN: column->values.booleans = values; break;
    case SR_KIND_INTEGER:
    case SR_KIND_DECIMAL: column->values.integers = values; break;
    case SR_KIND_REAL: column->values.reals = values; break;
    case SR_KIND_DATE: column->values.days = values; break;
    case SR_KIND_TEXT:
    case SR_KIND_COUNT: column->values.codes = values; break;
    }
    return true;
}
