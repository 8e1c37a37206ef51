#include "rules/defaults.h"

#include <string.h>

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

/* Of a value of a row. */
static sr_unit find_row_unit(const sr_draft *draft, const sr_plan_fold *fold, const sr_expr *expr)
{
    for (;;) {
        switch (expr->op) {
        case SR_OP_WORKDAYS:
            return SR_UNIT_WORKDAYS;
        case SR_OP_DAYS:
            return SR_UNIT_DAYS;
        case SR_OP_CAST:
        case SR_OP_ABS:
        case SR_OP_NEGATE:
        case SR_OP_ROUND:
        case SR_OP_COALESCE:
            expr = expr->args[0];
            break;
        case SR_OP_COLUMN: {
            const sr_plan_column *column = &draft->datasets[fold->dataset_index].columns[expr->column_index];
            if (column->derive == NULL)
                return SR_UNIT_NUMBER;
            expr = column->derive;
            break;
        }
        default:
            return SR_UNIT_NUMBER;
        }
    }
}

static sr_unit divide_units(sr_unit a, sr_unit b)
{
    if (a == b && a != SR_UNIT_NUMBER)
        return SR_UNIT_SHARE;
    return a == SR_UNIT_EURO && b == SR_UNIT_COUNT ? SR_UNIT_EURO : SR_UNIT_NUMBER;
}

static sr_unit find_fold_unit(const sr_draft *draft, const sr_plan_fold *fold)
{
    static const char *const shares[] = {"share", "top_box"};
    static const char *const same[] = {"sum", "avg", "min", "max", "median", "quantile", "wavg", "stddev"};
    const char *name = fold->aggregate->name;
    if (strcmp(name, "count") == 0)
        return SR_UNIT_COUNT;
    if (strcmp(name, "nps") == 0)
        return SR_UNIT_POINTS;
    if (is_one_of(name, shares, sizeof(shares) / sizeof(shares[0])))
        return SR_UNIT_SHARE;
    if (fold->call.arg_count > 0 && is_one_of(name, same, sizeof(same) / sizeof(same[0])))
        return find_row_unit(draft, fold, fold->args[0]);
    if (strcmp(name, "ratio") == 0)
        return divide_units(find_row_unit(draft, fold, fold->args[0]), find_row_unit(draft, fold, fold->args[1]));
    return SR_UNIT_NUMBER;
}

sr_unit sr_default_unit(const sr_draft *draft, const sr_formula *formula)
{
    switch (formula->op) {
    case SR_FORMULA_FOLD:
        return find_fold_unit(draft, &draft->folds[formula->index].fold);
    case SR_FORMULA_INDICATOR:
        return draft->indicators[formula->index].unit;
    case SR_FORMULA_YTD:
    case SR_FORMULA_FULL_YEAR:
    case SR_FORMULA_ROLLING:
    case SR_FORMULA_PREVIOUS:
    case SR_FORMULA_LAST_YEAR:
    case SR_FORMULA_NEGATE:
        return sr_default_unit(draft, formula->args[0]);
    case SR_FORMULA_ADD:
    case SR_FORMULA_SUBTRACT: {
        sr_unit a = sr_default_unit(draft, formula->args[0]), b = sr_default_unit(draft, formula->args[1]);
        return a == b ? a : SR_UNIT_NUMBER;
    }
    case SR_FORMULA_VERSIONS:
        return sr_default_unit(draft, formula->args[formula->arg_count - 1]);
    case SR_FORMULA_RATIO:
    case SR_FORMULA_DIVIDE:
        return divide_units(sr_default_unit(draft, formula->args[0]), sr_default_unit(draft, formula->args[1]));
    case SR_FORMULA_CONSTANT:
    case SR_FORMULA_MULTIPLY:
        break;
    }
    return SR_UNIT_NUMBER;
}

static const char *find_fold_name(const sr_draft *draft, const sr_formula *formula)
{
    return formula->op == SR_FORMULA_FOLD ? draft->folds[formula->index].fold.aggregate->name : "";
}

sr_interval_method sr_default_interval(const sr_draft *draft, const sr_formula *formula)
{
    const char *name = find_fold_name(draft, formula);
    if (strcmp(name, "share") == 0 || strcmp(name, "top_box") == 0)
        return SR_INTERVAL_WILSON;
    if (strcmp(name, "rate") == 0)
        return SR_INTERVAL_POISSON;
    return strcmp(name, "avg") == 0 ? SR_INTERVAL_T : SR_INTERVAL_NONE;
}

uint8_t sr_default_digits(const sr_draft *draft, const sr_formula *formula, sr_unit unit)
{
    switch (unit) {
    case SR_UNIT_COUNT:
        return 0;
    case SR_UNIT_EURO:
        return 2;
    case SR_UNIT_SHARE:
    case SR_UNIT_DAYS:
    case SR_UNIT_WORKDAYS:
    case SR_UNIT_POINTS:
        return 1;
    case SR_UNIT_NUMBER:
        break;
    }
    if (strcmp(find_fold_name(draft, formula), "sum") == 0) {
        const sr_plan_fold *fold = &draft->folds[formula->index].fold;
        if (fold->call.arg_kinds[0] != SR_KIND_REAL)
            return fold->call.arg_scales[0];
    }
    return 2;
}

const char *sr_interval_check(const sr_draft *draft, const sr_formula *formula, sr_interval_method method)
{
    static const char *const proportions[] = {"share", "top_box", "ratio"};
    static const char *const events[] = {"count", "rate", "ratio", "share", "sum"};
    const char *name = find_fold_name(draft, formula);
    bool is_ratio = formula->op == SR_FORMULA_RATIO;
    switch (method) {
    case SR_INTERVAL_NONE:
        break;
    case SR_INTERVAL_T:
        return strcmp(name, "avg") == 0 ? NULL : "avg(...)";
    case SR_INTERVAL_WILSON:
        return is_ratio || is_one_of(name, proportions, sizeof(proportions) / sizeof(proportions[0]))
                   ? NULL
                   : "share(...), top_box(...) or ratio(...)";
    case SR_INTERVAL_POISSON:
        return is_ratio || is_one_of(name, events, sizeof(events) / sizeof(events[0])) ? NULL : "count(...), rate(...) or ratio(...)";
    }
    return NULL;
}
