/*
 * Rules become a plan: names resolved, types checked, formulas ordered. Every problem is a finding at its place in the
 * user's file with the nearest name as a hint; all in one pass, together with those that were found when the rules were read
 * (sr_ruleset_read); fails with SR_BAD_RULES after it when there was any.
 */
#ifndef SR_RULES_COMPILE_H
#define SR_RULES_COMPILE_H

#include "rules/expression.h"
#include "rules/ruleset.h"

/* The whole ruleset. Data sets that no indicator needs are in the plan too, so that `check` reads them. */
SR_MUST_USE bool sr_compile(const sr_ruleset *rules, sr_day as_of, sr_arena *arena, const sr_plan **plan,
                            sr_findings *findings, sr_error *err);

/* A question at the prompt. All texts carry where.path = "MEASURES", "--by" or "--where" and columns. */
typedef struct sr_question {
    sr_rule_text measures;
    const sr_rule_text *by;     // each is one grouping; none: one row over all
    size_t by_count;
    sr_rule_text where_condition;   // empty: all rows
} sr_question;

/* One column of the answer. */
typedef struct sr_answer_column {
    sr_text name;
    bool is_key;
} sr_answer_column;

/*
 * A plan over one data set. Each measure is an indicator of the plan, in order, with the question's groupings; the folds have no period.
 * `key_names` are all key names over all groupings, in order of first appearance. Two equal names in the answer are SR_USAGE.
 */
typedef struct sr_compiled_question {
    const sr_plan *plan;
    const sr_dataset *datasets;     // those that the plan's are rules_index of
    const sr_answer_column *columns;    // keys, then measures
    size_t column_count;
    size_t key_count;
} sr_compiled_question;

/* `rules` are those of the workspace that the data set stands in; NULL for a bare file. */
SR_MUST_USE bool sr_compile_question(const sr_question *question, const sr_ruleset *rules, const sr_dataset *dataset, sr_day as_of,
                                     sr_arena *arena, sr_compiled_question *compiled, sr_findings *findings, sr_error *err);

#endif
