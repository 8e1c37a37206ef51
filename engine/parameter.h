/*
 * Parameters: legal amounts and deadlines that change from day to day by law, each value with its days and its basis.
 *
 * All values of a parameter have one scale (scale 0: whole numbers), so that an expression over it has one kind whatever the day.
 * They stand in order of their days and never two on one day; between them there may be days without a value, which is then missing
 * and never zero. Read-only.
 */
#ifndef SR_ENGINE_PARAMETER_H
#define SR_ENGINE_PARAMETER_H

#include "engine/base/error.h"
#include "engine/base/locale.h"
#include "engine/unit.h"
#include "engine/value.h"

typedef struct sr_parameter_value {
    sr_day valid_from;
    sr_day valid_to;     // first day after; SR_DAY_MAX when open
    int64_t value;       // at the scale of the parameter
    sr_text basis;       // the law or order it rests on
    bool is_unconfirmed; // nobody has confirmed it yet: reports say so
    sr_where where;
} sr_parameter_value;

typedef struct sr_parameter {
    sr_text name; // in expressions: parameter(KH_otsus, decided)
    sr_text names[SR_LANGUAGE_COUNT];
    sr_unit unit;
    uint8_t scale;  // digits behind the mark, 0 to 18
    uint32_t count; // of values
    const sr_parameter_value *values;
    sr_where where;
} sr_parameter;

/* The value on that day, or NULL. Takes log2(count) steps. */
const sr_parameter_value *sr_parameter_find(const sr_parameter *parameter, sr_day day);

sr_number sr_parameter_get_number(const sr_parameter *parameter, const sr_parameter_value *value);

/* A value that nobody has confirmed holds on some day of [first, last). */
bool sr_parameter_is_unconfirmed(const sr_parameter *parameter, sr_day first, sr_day last);

#endif
