#include "output/report.h"

#include <math.h>

static bool get_result_number(const sr_released_cell *cell, sr_cell_part part, double *number)
{
    const sr_result *result = sr_released_cell_get_result(cell);
    bool has_value = sr_released_cell_get_state(cell) == SR_CELL_OK;
    switch (part) {
    case SR_PART_VALUE:
        *number = sr_number_get_real(result->value);
        return has_value;
    case SR_PART_N:
        *number = (double)result->n;
        return true;
    case SR_PART_NUMERATOR:
        *number = sr_number_get_real(result->numerator);
        return result->has_parts;
    case SR_PART_DENOMINATOR:
        *number = sr_number_get_real(result->denominator);
        return result->has_parts;
    default:
        return false;
    }
}

static bool get_judged_number(const sr_released_cell *cell, sr_cell_part part, double *number)
{
    const sr_judgement *judgement = sr_released_cell_get_judgement(cell);
    switch (part) {
    case SR_PART_LOWER:
        *number = judgement->interval.lower;
        return judgement->has_interval;
    case SR_PART_UPPER:
        *number = judgement->interval.upper;
        return judgement->has_interval;
    case SR_PART_TARGET:
        *number = sr_number_get_real(judgement->level);
        return judgement->has_level;
    default:
        return false;
    }
}

bool sr_report_cell_get_number(const sr_report_cell *cell, double *number)
{
    double found = 0;
    bool is_there = false;
    if (cell->part == SR_PART_RECORDS) {
        found = (double)cell->records;
        is_there = true;
    } else if (cell->cell != NULL && sr_released_cell_get_state(cell->cell) != SR_CELL_HIDDEN) {
        is_there = get_result_number(cell->cell, cell->part, &found) || get_judged_number(cell->cell, cell->part, &found);
    }
    if (!is_there || !isfinite(found))
        return false;
    *number = found;
    return true;
}

const sr_report_cell *sr_report_table_get_cell(const sr_report_table *table, uint32_t row, uint32_t column)
{
    return &table->cells[(size_t)row * table->column_count + column];
}

sr_mark sr_mark_of_cell(const sr_released_cell *cell)
{
    if (cell == NULL || sr_released_cell_get_state(cell) != SR_CELL_OK)
        return SR_MARK_NONE;
    const sr_judgement *judgement = sr_released_cell_get_judgement(cell);
    switch (judgement->verdict) {
    case SR_VERDICT_MET:
        return SR_MARK_MET;
    case SR_VERDICT_NOT_MET:
        return judgement->is_in_warning_zone ? SR_MARK_WARNING : SR_MARK_NOT_MET;
    case SR_VERDICT_CANNOT_TELL:
        return SR_MARK_CANNOT_TELL;
    case SR_VERDICT_NONE:
        break;
    }
    return SR_MARK_NONE;
}

const char *sr_mark_get_sign(sr_mark mark)
{
    static const char *const SIGNS[] = {
        [SR_MARK_NONE] = "–", [SR_MARK_MET] = "●", [SR_MARK_NOT_MET] = "▼", [SR_MARK_WARNING] = "◆", [SR_MARK_CANNOT_TELL] = "?",
    };
    return SIGNS[mark];
}
