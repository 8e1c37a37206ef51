/*
 * The checks of one data set at work: batch after batch, then what is only known at the end.
 *
 * What a row fails is a finding with its file and line; what a check fails beyond its tolerance is one more, at the rule.
 * A check whether values stand in another data set can be settled only when both have been read, in whatever order:
 * a checker therefore also gathers what other data sets refer to in its own.
 *
 * Private to the engine. Memory: the different values of `unique` and of references.
 */
#ifndef SR_ENGINE_CHECKER_H
#define SR_ENGINE_CHECKER_H

#include "engine/cube.h"
#include "engine/frame.h"

typedef struct sr_checker sr_checker;

/* One checker for each data set of the plan, in its order; `results` has one for each check, in the order of the plan. */
SR_MUST_USE bool sr_checkers_new(const sr_plan *plan, sr_check_result *results, const sr_dict *dict, sr_arena *arena,
                                 sr_findings *findings, sr_checker **checkers, sr_error *err);

sr_checker *sr_checkers_get(sr_checker *checkers, uint32_t dataset_index);

/* The expressions it wants from a frame: they are the frame's first roots. */
uint32_t sr_checker_count_roots(const sr_checker *checker);
void sr_checker_list_roots(const sr_checker *checker, const sr_expr **roots);

/* The rows of the batch that is loaded. `intake` names the files. */
SR_MUST_USE bool sr_checker_add(sr_checker *checker, sr_frame *frame, const sr_intake *intake, sr_error *err);

/* After all data sets: references are settled, data sets judged as a whole, and tolerances compared. */
SR_MUST_USE bool sr_checkers_finish(sr_checker *checkers, const sr_sources *sources, sr_error *err);

#endif
