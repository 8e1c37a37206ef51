#include "engine/key.h"

#include <string.h>

#include "engine/base/date.h"

static double get_real(sr_key key)
{
    double real;
    memcpy(&real, &key, sizeof(real));
    return real;
}

sr_key sr_key_get(const sr_column *column, uint32_t row)
{
    if (!column->valid[row])
        return SR_KEY_MISSING;
    switch (column->kind) {
    case SR_KIND_BOOLEAN: return column->values.booleans[row];
    case SR_KIND_INTEGER:
    case SR_KIND_DECIMAL: return column->values.integers[row];
    case SR_KIND_DATE: return column->values.days[row];
    case SR_KIND_REAL: {
        double real = column->values.reals[row] == 0.0 ? 0.0 : column->values.reals[row];
        sr_key key;
        memcpy(&key, &real, sizeof(key));
        return key;
    }
    case SR_KIND_TEXT:
    case SR_KIND_COUNT: break;
    }
    return column->values.codes[row];
}

int sr_key_compare(sr_kind kind, sr_key a, sr_key b, const sr_dict *dict)
{
    if (kind == SR_KIND_TEXT)
        return a == b ? 0 : sr_text_compare(sr_dict_get(dict, (uint32_t)a), sr_dict_get(dict, (uint32_t)b));
    if (kind == SR_KIND_REAL)
        return (get_real(a) > get_real(b)) - (get_real(a) < get_real(b));
    return (a > b) - (a < b);
}

sr_number sr_key_get_number(sr_key key, sr_kind kind, uint8_t scale)
{
    if (kind == SR_KIND_REAL)
        return sr_number_from_real(get_real(key));
    return kind == SR_KIND_DECIMAL ? sr_number_from_decimal(key, scale) : sr_number_from_integer(key);
}

sr_text sr_key_write(sr_key key, sr_kind kind, uint8_t scale, const sr_dict *dict, char out[SR_INT128_SIZE])
{
    if (key == SR_KEY_MISSING)
        return SR_TEXT_NONE;
    if (kind == SR_KIND_TEXT)
        return sr_dict_get(dict, (uint32_t)key);
    if (kind == SR_KIND_BOOLEAN)
        return key != 0 ? SR_TEXT("true") : SR_TEXT("false");
    if (kind == SR_KIND_DATE)
        sr_date_write_iso((sr_day)key, out);
    else
        sr_number_write(sr_key_get_number(key, kind, scale), out);
    return sr_text_from(out);
}

/* The finalizer of splitmix64 (Steele, Lea and Flood 2014) over what came before. */
uint64_t sr_key_mix(uint64_t hash, sr_key key)
{
    uint64_t z = hash * 0x9e3779b97f4a7c15u + (uint64_t)key + 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}
