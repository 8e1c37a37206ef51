/*
 * A question at the prompt: a plan over one data set, without periods, with the groupings as asked.
 */
#include <inttypes.h>

#include "rules/compile.h"
#include "rules/defaults.h"
#include "rules/draft_indicator.h"
#include "rules/resolver.h"

static const char *describe_names(const sr_compiler *compiler, sr_text name)
{
    return sr_compiler_print(compiler, "two columns of the answer are named '%.*s'; give one of them another name with `as`",
                             SR_TEXT_ARG(name));
}

/* One grouping each; none: the total alone. False: told. */
static bool make_groupings(const sr_scope *scope, const sr_question *question, const sr_plan_grouping **groupings)
{
    const sr_compiler *compiler = scope->compiler;
    sr_plan_grouping *made = sr_arena_alloc(compiler->arena, question->by_count + 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(compiler->err);
    bool done = true;
    for (size_t i = 0; i < question->by_count; i++) {
        const sr_named_syntax *items;
        size_t count;
        done = sr_expression_parse_list(question->by[i], compiler->arena, &items, &count, compiler->findings, compiler->err) &&
               sr_draft_make_grouping(scope, items, count, false, &made[i]) && done;
        for (uint32_t k = 0; done && k < made[i].key_count; k++)
            for (uint32_t j = 0; j < k; j++)
                if (sr_text_is(made[i].keys[j].name, made[i].keys[k].name))
                    return sr_fail_at(compiler->err, SR_USAGE, items[k].syntax->where, "%s",
                                      describe_names(compiler, made[i].keys[k].name));
    }
    *groupings = made;
    return done;
}

/* One indicator a measure, in their order. False: told. */
static bool make_measures(const sr_fold_frame *frame, const sr_named_syntax *measures, size_t count)
{
    sr_draft *draft = frame->draft;
    bool done = true;
    for (size_t i = 0; i < count; i++) {
        const sr_formula *formula = sr_draft_make_value(frame, measures[i].syntax);
        if (formula == NULL) {
            done = false;
            continue;
        }
        sr_unit unit = sr_default_unit(draft, formula);
        draft->indicators[draft->indicator_count++] = (sr_plan_indicator){
            .id = measures[i].name,
            .names = {measures[i].name, measures[i].name},
            .unit = unit,
            .digits = sr_default_digits(draft, formula, unit),
            .interval = sr_default_interval(draft, formula),
            .formula = formula,
            .fold_index = formula->op == SR_FORMULA_FOLD ? formula->index : SR_NO_INDEX,
            .grouping_count = frame->grouping_count,
            .groupings = frame->groupings,
            .value_text = measures[i].syntax->source,
            .where = measures[i].syntax->where,
        };
    }
    return done;
}

/* Key names over all groupings, then the measures. */
static bool name_columns(const sr_compiler *compiler, const sr_fold_frame *frame, size_t by_count, const sr_named_syntax *measures,
                         size_t measure_count, sr_compiled_question *compiled)
{
    size_t room = measure_count, used = 0;
    for (uint32_t g = 0; g < frame->grouping_count; g++)
        room += frame->groupings[g].key_count;
    sr_answer_column *columns = sr_arena_alloc(compiler->arena, room, sizeof(*columns));
    if (columns == NULL)
        return sr_fail_memory(compiler->err);
    for (uint32_t g = 0; g < frame->grouping_count; g++)
        for (uint32_t k = 0; k < frame->groupings[g].key_count; k++) {
            sr_text name = frame->groupings[g].keys[k].name;
            size_t i = 0;
            while (i < used && !sr_text_is(columns[i].name, name))
                i++;
            if (i == used)
                columns[used++] = (sr_answer_column){.name = name, .is_key = true};
        }
    compiled->key_count = used;
    for (size_t m = 0; m < measure_count; m++) {
        sr_text name = measures[m].name;
        bool is_taken = by_count > 1 && sr_text_is(name, SR_TEXT("grouping"));
        for (size_t i = 0; i < used; i++)
            is_taken = is_taken || sr_text_is(columns[i].name, name);
        if (is_taken)
            return sr_fail_at(compiler->err, SR_USAGE, measures[m].syntax->where, "%s", describe_names(compiler, name));
        columns[used++] = (sr_answer_column){.name = name, .is_key = false};
    }
    compiled->columns = columns;
    compiled->column_count = used;
    return true;
}

static sr_expr *make_where(const sr_scope *scope, sr_rule_text text)
{
    const sr_compiler *compiler = scope->compiler;
    const sr_syntax *syntax;
    if (text.text.size == 0 || !sr_expression_parse(text, compiler->arena, &syntax, compiler->findings, compiler->err))
        return NULL;
    return sr_resolve_condition(scope, syntax, "a condition");
}

/* Everything is looked at, so that all findings come at once. False: no memory, or two equal names. */
static bool draft_question(const sr_question *question, sr_draft *draft, sr_compiled_question *compiled)
{
    const sr_compiler *compiler = draft->compiler;
    const sr_scope *scope = &draft->datasets[0].scope;
    sr_fold_frame frame = {.draft = draft, .scope = scope, .dataset_index = 0};
    frame.grouping_count = question->by_count == 0 ? 1 : (uint32_t)question->by_count;
    bool has_groupings = make_groupings(scope, question, &frame.groupings);
    frame.where = make_where(scope, question->where_condition);
    const sr_named_syntax *measures = NULL;
    size_t count = 0;
    if (compiler->err->code != SR_OK ||
        !sr_expression_parse_list(question->measures, compiler->arena, &measures, &count, compiler->findings, compiler->err))
        return compiler->err->code == SR_OK;
    draft->indicators = sr_arena_alloc(compiler->arena, count, sizeof(*draft->indicators));
    if (draft->indicators == NULL)
        return sr_fail_memory(compiler->err);
    if (!has_groupings) {
        frame.groupings = NULL;
        frame.grouping_count = 0;
    }
    bool has_measures = make_measures(&frame, measures, count);
    if (compiler->err->code != SR_OK)
        return false;
    return !has_groupings || !has_measures || name_columns(compiler, &frame, question->by_count, measures, count, compiled);
}

bool sr_compile_question(const sr_question *question, const sr_ruleset *rules, const sr_dataset *dataset, sr_day as_of,
                         sr_arena *arena, sr_compiled_question *compiled, sr_findings *findings, sr_error *err)
{
    sr_compiler compiler = {.as_of = as_of, .arena = arena, .findings = findings, .err = err};
    if (rules != NULL) {
        compiler.calendar = rules->calendar;
        compiler.parameters = rules->parameters;
        compiler.parameter_count = rules->parameter_count;
    }
    uint64_t errors_before = sr_findings_count(findings, SR_ERROR);
    sr_draft draft;
    sr_compiled_question made = {0};
    bool is_of_rules = rules != NULL && dataset >= rules->datasets && dataset < rules->datasets + rules->dataset_count;
    made.datasets = is_of_rules ? rules->datasets : dataset;
    compiler.draft = &draft;
    if (!sr_draft_init(&draft, &compiler, made.datasets, is_of_rules ? (uint32_t)rules->dataset_count : 1, 0) ||
        !sr_draft_open_dataset(&draft, sr_draft_add_dataset(&draft, dataset)) || !draft_question(question, &draft, &made))
        return false;
    if (err->code != SR_OK)
        return false;   // a text of a message found no memory
    uint64_t errors = sr_findings_count(findings, SR_ERROR) - errors_before;
    if (errors > 0)
        return sr_fail(err, SR_BAD_RULES, "%" PRIu64 " problem%s in the question, see the findings", errors, errors == 1 ? "" : "s");
    if (!sr_draft_finish(&draft, &made.plan))
        return false;
    *compiled = made;
    return true;
}
