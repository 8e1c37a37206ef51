/*
 * What the compiler carries along: where findings go, and which names an expression may use.
 *
 * Functions that make expressions give NULL when a finding was added or memory ran out (then err says so); callers give up the
 * expression and go on with the next, so that all problems are seen in one pass.
 */
#ifndef SR_RULES_SCOPE_H
#define SR_RULES_SCOPE_H

#include "engine/plan.h"
#include "rules/expression.h"

typedef struct sr_draft sr_draft;               // rules/draft.h

typedef struct sr_compiler {
    sr_draft *draft;                // in which other data sets are found; NULL: there are none
    sr_day as_of;
    const sr_calendar *calendar;    // NULL: the Estonian one
    uint32_t year_month;            // of ytd and full_year, 1 to 12
    const sr_parameter *parameters;
    size_t parameter_count;
    bool lacks_parameters, lacks_datasets;     // some could not be read: an unknown name may be theirs
    sr_arena *arena;
    sr_findings *findings;
    sr_error *err;
} sr_compiler;

typedef struct sr_references sr_references;     // rules/reference.h

/* The columns of one data set. */
typedef struct sr_scope {
    const sr_compiler *compiler;
    const sr_dataset *dataset;
    const sr_plan_column *columns;  // of the file in the order of the rules, then the derived ones
    uint32_t column_count;
    const bool *broken;             // a column whose own rule has a finding: nothing more is said about it
    bool *used;                     // set for every column that an expression names
    sr_references *references;      // what its expressions take from outside the row; NULL: not remembered
    const char *subject;            // of findings: the indicator, the check, the derived column
    bool *uses_period_end;          // of a stock: set when an expression names `period_end`; NULL: the word means nothing here
} sr_scope;

/* Adds a finding of severity SR_ERROR. Always NULL, so that a maker can return it. */
sr_expr *sr_compiler_refuse(const sr_compiler *compiler, const char *subject, const char *code, sr_where where,
                            const char *expected, const char *hint, const char *found_format, ...) SR_PRINTF(7, 8);
/* One of severity SR_CAUTION. */
void sr_compiler_caution(const sr_compiler *compiler, const char *subject, const char *code, sr_where where,
                         const char *expected, const char *hint, const char *found_format, ...) SR_PRINTF(7, 8);

/* "did you mean 'x'?" in the arena, or `otherwise` when none is near. */
const char *sr_compiler_hint(const sr_compiler *compiler, sr_text word, const sr_text *candidates, size_t count,
                             const char *otherwise);

/* A formatted text in the arena; "" without memory. */
const char *sr_compiler_print(const sr_compiler *compiler, const char *format, ...) SR_PRINTF(2, 3);

/*
 * Which of the items a name in the rules means: the one that has exactly this name, else the only one of the same letters. SR_NO_INDEX: none,
 * or several (*is_ambiguous).
 */
typedef sr_text (*sr_name_get)(const void *items, uint32_t index);
uint32_t sr_name_find(const void *items, uint32_t count, sr_name_get get, sr_text name, bool *is_ambiguous);

/* The column of this name: exactly, else without case when that is unique. SR_NO_INDEX: none, or a finding at `where` was added. */
uint32_t sr_scope_find(const sr_scope *scope, sr_text name, bool *is_ambiguous);

/* The same for a name in an expression: an unknown one is a finding with the nearest. Marks the column as used. */
uint32_t sr_scope_resolve(const sr_scope *scope, const sr_syntax *name);

bool sr_scope_is_codes(const sr_scope *scope, const sr_expr *expr);     // a column with several answers in a cell
const sr_list *sr_scope_find_list(const sr_scope *scope, const sr_expr *expr);  // the list its texts are codes of, or NULL

/* The column rule behind a bare column of the file, or NULL. */
const sr_column_rule *sr_scope_find_rule(const sr_scope *scope, const sr_expr *expr);

#endif
