#include "app/definition.h"

#include <stdio.h>

#include "engine/indicator/formula.h"
#include "output/compose.h"

typedef struct telling {
    const sr_ruleset *rules;
    const sr_plan *plan;
    bool *is_part;              // of the plan's indicators: this one, and what it is made of
    bool **is_read;             // by data set, then column of the plan; NULL: the data set is not read
} telling;

/* --- down --- */

static void mark_columns(telling *t, uint32_t dataset, const sr_expr *expr)
{
    if (expr == NULL)
        return;
    if (expr->op == SR_OP_COLUMN && !t->is_read[dataset][expr->column_index]) {
        t->is_read[dataset][expr->column_index] = true;
        mark_columns(t, dataset, t->plan->datasets[dataset].columns[expr->column_index].derive);
    }
    for (uint32_t i = 0; i < expr->arg_count; i++)
        mark_columns(t, dataset, expr->args[i]);
}

static bool mark_fold(telling *t, uint32_t index, sr_arena *arena, sr_error *err)
{
    const sr_plan_fold *fold = &t->plan->folds[index];
    uint32_t dataset = fold->dataset_index;
    if (t->is_read[dataset] == NULL)
        t->is_read[dataset] = sr_arena_alloc(arena, t->plan->datasets[dataset].column_count, sizeof(bool));
    if (t->is_read[dataset] == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < fold->call.arg_count; i++)
        mark_columns(t, dataset, fold->args[i]);
    mark_columns(t, dataset, fold->where);
    mark_columns(t, dataset, fold->period);
    return true;
}

static bool mark_formula(telling *t, const sr_formula *formula, sr_arena *arena, sr_error *err)
{
    if (formula->op == SR_FORMULA_FOLD)
        return mark_fold(t, formula->index, arena, err);
    if (formula->op == SR_FORMULA_INDICATOR) {
        t->is_part[formula->index] = true;
        return mark_formula(t, t->plan->indicators[formula->index].formula, arena, err);
    }
    for (uint32_t i = 0; i < formula->arg_count; i++)
        if (!mark_formula(t, formula->args[i], arena, err))
            return false;
    return true;
}

/* The breakdowns of the indicator itself read columns too; by which data set is told by the folds of it. */
static void mark_breakdowns(telling *t, const sr_formula *formula, const sr_plan_indicator *indicator)
{
    if (formula->op == SR_FORMULA_FOLD) {
        const sr_plan_fold *fold = &t->plan->folds[formula->index];
        for (uint32_t g = 0; g < fold->grouping_count; g++)
            for (uint32_t i = 0; i < indicator->grouping_count; i++)
                for (uint32_t k = 0; sr_grouping_find(&fold->groupings[g], 1, &indicator->groupings[i]) == 0 && k < fold->groupings[g].key_count; k++)
                    mark_columns(t, fold->dataset_index, fold->groupings[g].keys[k].expr);
        return;
    }
    if (formula->op == SR_FORMULA_INDICATOR)
        mark_breakdowns(t, t->plan->indicators[formula->index].formula, indicator);
    for (uint32_t i = 0; formula->op != SR_FORMULA_INDICATOR && i < formula->arg_count; i++)
        mark_breakdowns(t, formula->args[i], indicator);
}

/* --- what is printed --- */

static void print_head(const char *head)
{
    fprintf(stdout, "%-10s ", head);
}

static void print_place(sr_where where)
{
    if (where.path != NULL)
        fprintf(stdout, " (%s:%llu)", where.path, (unsigned long long)where.line);
}

static bool print_words(const telling *t, uint32_t index, sr_language language, sr_arena *arena, sr_error *err)
{
    sr_text text;
    if (!sr_compose_definition(t->rules, t->plan, index, language, arena, &text, err))
        return false;
    print_head(language == SR_ET ? "et" : "en");
    fprintf(stdout, "%.*s\n", SR_TEXT_ARG(text));
    return true;
}

static void print_parts(const telling *t, uint32_t index)
{
    bool is_first = true;
    for (uint32_t i = 0; i < t->plan->indicator_count; i++) {
        const sr_plan_indicator *part = &t->plan->indicators[i];
        if (i == index || !t->is_part[i])
            continue;
        print_head(is_first ? "made of" : "");
        fprintf(stdout, "%.*s = %.*s", SR_TEXT_ARG(part->id), SR_TEXT_ARG(part->value_text));
        print_place(part->where);
        fputc('\n', stdout);
        is_first = false;
    }
}

static const sr_derive_rule *find_derive(const sr_dataset *dataset, sr_text name)
{
    for (size_t i = 0; i < dataset->derive_count; i++)
        if (sr_text_is(dataset->derives[i].name, name))
            return &dataset->derives[i];
    return NULL;
}

static const sr_column_rule *find_column(const sr_dataset *dataset, sr_text name)
{
    for (size_t i = 0; i < dataset->column_count; i++)
        if (sr_text_is(dataset->columns[i].name, name))
            return &dataset->columns[i];
    return NULL;
}

/* "opened: column 'avatud_kp' (cases.yaml:12)", "wait_days: workdays(opened, contact) (cases.yaml:30)" */
static void print_column(const sr_dataset *dataset, sr_text name)
{
    const sr_derive_rule *derive = find_derive(dataset, name);
    const sr_column_rule *column = find_column(dataset, name);
    print_head("");
    fprintf(stdout, "  %.*s", SR_TEXT_ARG(name));
    if (derive != NULL) {
        fprintf(stdout, ": %.*s", SR_TEXT_ARG(derive->expression.text));
        print_place(derive->expression.where);
    } else if (column != NULL) {
        for (size_t i = 0; i < column->from_count; i++)
            fprintf(stdout, "%s'%.*s'", i == 0 ? ": column " : " or ", SR_TEXT_ARG(column->from[i]));
        print_place(column->where);
    }
    fputc('\n', stdout);
}

static void print_reads(const telling *t)
{
    for (uint32_t d = 0; d < t->plan->dataset_count; d++) {
        if (t->is_read[d] == NULL)
            continue;
        const sr_dataset *dataset = &t->rules->datasets[t->plan->datasets[d].rules_index];
        print_head("reads");
        fprintf(stdout, "data set %.*s", SR_TEXT_ARG(dataset->name));
        for (size_t i = 0; i < dataset->file_count; i++)
            fprintf(stdout, "%s%.*s", i == 0 ? ", files " : ", ", SR_TEXT_ARG(dataset->files[i].pattern));
        print_place(dataset->where);
        fputc('\n', stdout);
        for (uint32_t c = 0; c < t->plan->datasets[d].column_count; c++)
            if (t->is_read[d][c])
                print_column(dataset, t->plan->datasets[d].columns[c].name);
    }
}

/* --- up --- */

static bool has_part(const sr_plan *plan, const sr_formula *formula, uint32_t index)
{
    if (formula->op == SR_FORMULA_INDICATOR && (formula->index == index || has_part(plan, plan->indicators[formula->index].formula, index)))
        return true;
    for (uint32_t i = 0; formula->op != SR_FORMULA_INDICATOR && i < formula->arg_count; i++)
        if (has_part(plan, formula->args[i], index))
            return true;
    return false;
}

static void print_users(const telling *t, uint32_t index)
{
    bool is_first = true;
    for (uint32_t i = 0; i < t->plan->indicator_count; i++) {
        if (!has_part(t->plan, t->plan->indicators[i].formula, index))
            continue;
        print_head(is_first ? "used by" : "");
        fprintf(stdout, "%.*s", SR_TEXT_ARG(t->plan->indicators[i].id));
        print_place(t->plan->indicators[i].where);
        fputc('\n', stdout);
        is_first = false;
    }
}

static void print_reports(const telling *t, sr_text id)
{
    bool is_first = true;
    for (size_t r = 0; r < t->rules->report_count; r++) {
        const sr_report_rule *report = &t->rules->reports[r];
        if (!sr_report_rule_shows(report, id))
            continue;
        print_head(is_first ? "shown in" : "");
        fprintf(stdout, "report %.*s", SR_TEXT_ARG(report->id));
        for (size_t i = 0; i < report->recipient_count; i++)
            fprintf(stdout, "%s%.*s", i == 0 ? ", sent to " : ", ", SR_TEXT_ARG(report->recipients[i].text));
        print_place(report->where);
        fputc('\n', stdout);
        is_first = false;
    }
    if (is_first) {
        print_head("shown in");
        fputs("no report\n", stdout);
    }
}

bool sr_definition_find(const sr_plan *plan, sr_text id, sr_arena *arena, uint32_t *index, sr_error *err)
{
    *index = sr_plan_find_indicator(plan, id);
    if (*index != SR_NO_INDEX)
        return true;
    sr_text *ids = sr_arena_alloc(arena, plan->indicator_count, sizeof(*ids));
    if (ids == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < plan->indicator_count; i++)
        ids[i] = plan->indicators[i].id;
    sr_text nearest = sr_text_find_nearest(id, ids, plan->indicator_count);
    return sr_fail(err, SR_NO_INPUT, "there is no indicator \"%.*s\"%s%.*s%s", SR_TEXT_ARG(id),
                   nearest.size > 0 ? "; did you mean " : "; `seire list` shows them", SR_TEXT_ARG(nearest), nearest.size > 0 ? "?" : "");
}

bool sr_definition_print(const sr_workspace *workspace, sr_text id, sr_arena *arena, sr_error *err)
{
    const sr_plan *plan = workspace->plan;
    telling t = {.rules = workspace->rules, .plan = plan};
    uint32_t index;
    t.is_part = sr_arena_alloc(arena, plan->indicator_count, sizeof(t.is_part[0]));
    t.is_read = sr_arena_alloc(arena, plan->dataset_count, sizeof(t.is_read[0]));
    if (t.is_part == NULL || t.is_read == NULL)
        return sr_fail_memory(err);
    if (!sr_definition_find(plan, id, arena, &index, err) || !mark_formula(&t, plan->indicators[index].formula, arena, err))
        return false;
    const sr_plan_indicator *indicator = &plan->indicators[index];
    mark_breakdowns(&t, indicator->formula, indicator);
    fprintf(stdout, "%.*s  %.*s / %.*s", SR_TEXT_ARG(id), SR_TEXT_ARG(indicator->names[SR_ET]), SR_TEXT_ARG(indicator->names[SR_EN]));
    print_place(indicator->where);
    fputc('\n', stdout);
    for (int language = 0; language < SR_LANGUAGE_COUNT; language++)
        if (t.rules->languages[language] && !print_words(&t, index, (sr_language)language, arena, err))
            return false;
    print_parts(&t, index);
    print_reads(&t);
    print_users(&t, index);
    print_reports(&t, id);
    return true;
}
