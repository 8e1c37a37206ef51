/*
 * Values of other data sets, out of the tables that were filled when those were read.
 */
#include "engine/expr_kernels.h"

#include <string.h>

#include "engine/lookup.h"

/* The value of a row; SR_KEY_MISSING is none. */
static void store(sr_column *column, uint32_t row, sr_key value)
{
    column->valid[row] = value != SR_KEY_MISSING;
    if (value == SR_KEY_MISSING)
        value = 0;
    switch (column->kind) {
    case SR_KIND_BOOLEAN:
        column->values.booleans[row] = (uint8_t)value;
        break;
    case SR_KIND_REAL:
        memcpy(&column->values.reals[row], &value, sizeof(value));
        break;
    case SR_KIND_DATE:
        column->values.days[row] = (sr_day)value;
        break;
    case SR_KIND_TEXT:
        column->values.codes[row] = (uint32_t)value;
        break;
    default:
        column->values.integers[row] = value;
        break;
    }
}

bool sr_expr_do_lookup(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    (void)err;
    const sr_column *keys = slot->args[0]->column;
    bool asks_whether = slot->expr->op == SR_OP_IS_FOUND;
    for (uint32_t i = 0; i < work->row_count; i++) {
        sr_key key = sr_key_get(keys, i), value = SR_KEY_MISSING;
        bool is_found = key != SR_KEY_MISSING && work->lookups != NULL
            && sr_lookup_tables_find(work->lookups, slot->expr->lookup->index, key, &value);
        if (asks_whether)
            value = key == SR_KEY_MISSING ? SR_KEY_MISSING : is_found;
        store(&slot->own, i, value);
    }
    return true;
}
