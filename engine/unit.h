/*
 * What a number is a number of; decides how it is shown.
 */
#ifndef SR_ENGINE_UNIT_H
#define SR_ENGINE_UNIT_H

typedef enum sr_unit {
    SR_UNIT_COUNT,
    SR_UNIT_SHARE,
    SR_UNIT_EURO,
    SR_UNIT_DAYS,
    SR_UNIT_WORKDAYS,
    SR_UNIT_POINTS,
    SR_UNIT_NUMBER
} sr_unit;

#endif
