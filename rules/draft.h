/*
 * The plan while it is being made: folds still gain groupings, indicators are still added.
 */
#ifndef SR_RULES_DRAFT_H
#define SR_RULES_DRAFT_H

#include "rules/reference.h"

typedef struct sr_draft_fold {
    sr_plan_fold fold;              // its groupings are filled in by sr_draft_finish
    sr_plan_grouping *groupings;
    uint32_t grouping_count;
    uint32_t grouping_capacity;
} sr_draft_fold;

typedef struct sr_draft_dataset {
    const sr_dataset *rules;
    enum { SR_DRAFT_WAITING, SR_DRAFT_OPENING, SR_DRAFT_OPEN } state;
    bool *needs;                    // by data set: it looks something up there, so that one is read first
    sr_plan_dataset plan;
    sr_plan_column *columns;        // of the plan; which are needed is settled by sr_draft_finish
    const bool **sources;           // of a derived column: which columns it is made of; NULL for others
    sr_references references;
    sr_scope scope;
} sr_draft_dataset;

struct sr_draft {
    const sr_compiler *compiler;
    const sr_dataset *rules;        // all that may be looked into
    uint32_t rule_count;
    const sr_lookup **lookups;
    uint32_t lookup_count;
    uint32_t lookup_capacity;
    sr_draft_dataset *datasets;
    uint32_t dataset_count;
    sr_draft_fold *folds;
    uint32_t fold_count;
    uint32_t fold_capacity;
    sr_plan_indicator *indicators;  // in the plan's order; room for all of them
    uint32_t indicator_count;
};

/* Room for indicators and these data sets; none of them is in the plan yet, and there are no folds. */
SR_MUST_USE bool sr_draft_init(sr_draft *draft, const sr_compiler *compiler, const sr_dataset *rules, uint32_t rule_count,
                               uint32_t indicator_count);

/* The next data set of the plan: it has a name, its columns wait. */
uint32_t sr_draft_add_dataset(sr_draft *draft, const sr_dataset *rules);

/* Columns and derived columns, unless they stand already or are being made. False: no memory. */
SR_MUST_USE bool sr_draft_open_dataset(sr_draft *draft, uint32_t index);

/* The data set of this name, added when the rules have it; SR_NO_INDEX: nobody has. */
uint32_t sr_draft_find_dataset(sr_draft *draft, sr_text name);

/* `from` looks something up in `to`. False: then they would need each other, in a circle. */
bool sr_draft_need_dataset(sr_draft *draft, uint32_t from, uint32_t to);

/* The checks of all data sets, which may name each other. False: no memory. */
SR_MUST_USE bool sr_draft_set_checks(sr_draft *draft);

/* Behind them, one for each place where something outside the row may be missing. Which columns are needed is known. False: no memory. */
SR_MUST_USE bool sr_draft_add_reference_checks(const sr_draft *draft, sr_draft_dataset *dataset);

/* Keys from `expression [as name], ...`. With `is_figure` the name of a bare column is the column's own, and what cannot be a
 * breakdown of figures is refused. False: told. */
SR_MUST_USE bool sr_draft_make_grouping(const sr_scope *scope, const sr_named_syntax *items, size_t count, bool is_figure,
                                        sr_plan_grouping *grouping);

SR_MUST_USE bool sr_draft_add_grouping(sr_draft *draft, uint32_t fold_index, sr_plan_grouping grouping);

/* What all folds of one value have in common. */
typedef struct sr_fold_frame {
    sr_draft *draft;
    const sr_scope *scope;
    uint32_t dataset_index;
    sr_expr *where;                 // or NULL
    sr_expr *period;                // or NULL
    bool is_stock;                  // then with the date columns of `where`
    const sr_expr *const *dates;
    uint32_t date_count;
    const sr_plan_grouping *groupings;
    uint32_t grouping_count;
} sr_fold_frame;

bool sr_fold_frame_has_period(const sr_fold_frame *frame);     // of an indicator, a flow or a stock; not of a question

/* The fold of an aggregate call. SR_NO_INDEX: told. */
uint32_t sr_draft_add_fold(const sr_fold_frame *frame, const sr_syntax *call);

/* An aggregate anywhere in it? */
bool sr_syntax_has_aggregate(const sr_syntax *syntax);

/* The finished plan. Marks the columns that somebody needs. */
SR_MUST_USE bool sr_draft_finish(sr_draft *draft, const sr_plan **plan);

#endif
