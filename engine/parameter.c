#include "engine/parameter.h"

const sr_parameter_value *sr_parameter_find(const sr_parameter *parameter, sr_day day)
{
    uint32_t low = 0, high = parameter->count; // values before `low` begin on that day or earlier, those from `high` on later
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (parameter->values[middle].valid_from <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && day < parameter->values[low - 1].valid_to ? &parameter->values[low - 1] : NULL;
}

sr_number sr_parameter_get_number(const sr_parameter *parameter, const sr_parameter_value *value)
{
    return sr_number_from_decimal(value->value, parameter->scale);
}

bool sr_parameter_is_unconfirmed(const sr_parameter *parameter, sr_day first, sr_day last)
{
    for (uint32_t i = 0; i < parameter->count; i++) {
        const sr_parameter_value *value = &parameter->values[i];
        if (value->is_unconfirmed && value->valid_from < last && first < value->valid_to)
            return true;
    }
    return false;
}
