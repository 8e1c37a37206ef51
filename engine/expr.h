/*
 * A typed expression over the columns of a row, and its evaluation a batch at a time.
 *
 * The tree is built once by rules (which resolves names and types) and is read-only. SQL's three-valued logic: a
 * result is missing when it cannot be known; `and`, `or` know `false and unknown = false`. `/` is always a real or
 * missing: x / 0 is missing. Arithmetic on integers and decimals is exact; overflow is an error (SR_BAD_DATA), never a wrong number.
 * Kinds of arguments have been made to agree by the compiler (SR_OP_CAST): kernels do not convert.
 */
#ifndef SR_ENGINE_EXPR_H
#define SR_ENGINE_EXPR_H

#include "engine/base/error.h"
#include "engine/base/pattern.h"
#include "engine/batch.h"
#include "engine/calendar.h"
#include "engine/period.h"

struct sr_lookup_tables;        // engine/lookup.h

typedef enum sr_op {
    SR_OP_CONSTANT,     // `constant`, or missing when has_constant is false
    SR_OP_COLUMN,       // column_index of the batch
    SR_OP_PERIOD_END,   // the moment that the evaluator was set to, a date: the same for all rows
    SR_OP_CAST,         // integer -> decimal -> real, decimal to a larger scale, boolean -> integer
    SR_OP_NOT, SR_OP_AND, SR_OP_OR,
    SR_OP_EQ, SR_OP_NE, SR_OP_LT, SR_OP_LE, SR_OP_GT, SR_OP_GE,     // arguments of one kind and scale; text by bytes
    SR_OP_IS_NULL, SR_OP_IS_NOT_NULL,
    SR_OP_IN,           // args[0] in args[1..]: constants or not; SQL's rule for missing
    SR_OP_LIKE,         // args[1] is a constant pattern with % and _
    SR_OP_MATCHES,      // args[0] fits `pattern` as a whole
    SR_OP_CONTAINS,     // contains(codes column, 'code'): one of several answers
    SR_OP_CASE,         // when, then, when, then, ..., else (always present, maybe a missing constant)
    SR_OP_COALESCE,
    SR_OP_NEGATE, SR_OP_ADD, SR_OP_SUBTRACT, SR_OP_MULTIPLY, SR_OP_DIVIDE,
    SR_OP_ABS, SR_OP_ROUND,     // round(x, digits): half away from zero; args[1] is a constant
    SR_OP_DATE_ADD,     // date + integer days
    SR_OP_DAYS,         // days(a, b) = b - a, integer; `b - a` of two dates compiles to it. args[2..]: stops, from and to (engine/stopwatch.h)
    SR_OP_WORKDAYS,     // the same in working days
    SR_OP_DEADLINE,     // deadline(start, n, stops ...): a date; n is an integer, in days
    SR_OP_DEADLINE_WORKDAYS,    // in working days
    SR_OP_PARENT,       // code above the code args[0] in `list`; missing at the top
    SR_OP_LOOKUP,       // the value that `lookup` has for the key args[0]; missing when it has none
    SR_OP_IS_FOUND,     // has it one? Boolean; missing when the key is
    SR_OP_PARAMETER,    // the value of `parameter` on the day args[0]; missing on a day without one
    SR_OP_DATE_TRUNC,   // to the first day of the period of `grain`
    SR_OP_YEAR, SR_OP_QUARTER, SR_OP_MONTH, SR_OP_DAY, SR_OP_WEEKDAY, SR_OP_WEEK,     // integers; ISO week and weekday
    SR_OP_AGE,          // age(birth, on): whole years
    SR_OP_LOWER, SR_OP_UPPER, SR_OP_TRIM, SR_OP_CONCAT, SR_OP_LENGTH,   // of text; length in code points
    SR_OP_COUNT
} sr_op;

typedef struct sr_constant {
    int64_t integer;    // boolean, integer, decimal at the scale of the expression, date
    double real;
    sr_text text;
} sr_constant;

typedef struct sr_expr {
    sr_op op;
    sr_kind kind;
    uint8_t scale;              // decimals only
    bool has_constant;          // SR_OP_CONSTANT: false is the missing value
    sr_grain grain;             // SR_OP_DATE_TRUNC
    uint32_t column_index;      // SR_OP_COLUMN
    uint32_t arg_count;
    const struct sr_expr *const *args;
    sr_constant constant;
    const sr_pattern *pattern;  // SR_OP_MATCHES
    const sr_calendar *calendar;    // working days and deadlines; NULL: the Estonian one. One for all expressions of a run
    const struct sr_parameter *parameter;   // SR_OP_PARAMETER
    const struct sr_lookup *lookup;         // SR_OP_LOOKUP, SR_OP_IS_FOUND
    const struct sr_list *list;             // SR_OP_PARENT
    sr_where where;             // in the user's file
} sr_expr;

/* Working memory for evaluating a set of expressions on batches of one data set; made once, used for every batch. */
typedef struct sr_evaluator sr_evaluator;

/* `dict` is the run's dictionary: constants are interned there, and text that expressions make. The expressions must outlive it. */
SR_MUST_USE bool sr_evaluator_new(const sr_expr *const *roots, uint32_t root_count, sr_dict *dict, sr_arena *arena,
                                  sr_evaluator **evaluator, sr_error *err);

/* The result column of roots[root_index] for this batch; valid until the next batch. Common subtrees are computed once a batch. */
SR_MUST_USE bool sr_evaluator_eval(sr_evaluator *evaluator, const sr_batch *batch, uint32_t root_index,
                                   const sr_column **result, sr_error *err);

/* Where lookups find their values; without it they find nothing. */
void sr_evaluator_set_lookups(sr_evaluator *evaluator, const struct sr_lookup_tables *lookups);

/* Call before the first eval of each batch. */
void sr_evaluator_begin(sr_evaluator *evaluator);

/*
 * What SR_OP_PERIOD_END is from now on; as often as one likes for a batch. What does not depend on it is not computed again; results that
 * do are no longer valid. Before the first call it is missing.
 */
void sr_evaluator_set_moment(sr_evaluator *evaluator, sr_day moment);

#endif
