#include "app/definition.h"

#include <stdio.h>

#include "engine/uses.h"
#include "output/compose.h"

typedef struct telling {
    const sr_ruleset *rules;
    const sr_plan *plan;
    sr_uses uses;
} telling;

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
        if (i == index || !t->uses.indicators[i])
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
        if (t->uses.columns[d] == NULL)
            continue;
        const sr_dataset *dataset = &t->rules->datasets[t->plan->datasets[d].rules_index];
        print_head("reads");
        fprintf(stdout, "data set %.*s", SR_TEXT_ARG(dataset->name));
        for (size_t i = 0; i < dataset->file_count; i++)
            fprintf(stdout, "%s%.*s", i == 0 ? ", files " : ", ", SR_TEXT_ARG(dataset->files[i].pattern));
        print_place(dataset->where);
        fputc('\n', stdout);
        for (uint32_t c = 0; c < t->plan->datasets[d].column_count; c++)
            if (t->uses.columns[d][c])
                print_column(dataset, t->plan->datasets[d].columns[c].name);
    }
}

/* "parameter KH_otsus 30 from 2023-04-01, unconfirmed: basis (parameters/x.yaml:5)", a line a value */
static void print_parameters(const telling *t)
{
    for (uint32_t p = 0; p < t->plan->parameter_count; p++) {
        const sr_parameter *parameter = &t->plan->parameters[p];
        if (!t->uses.parameters[p])
            continue;
        print_head("parameter");
        fprintf(stdout, "%.*s", SR_TEXT_ARG(parameter->name));
        print_place(parameter->where);
        fputc('\n', stdout);
        for (uint32_t i = 0; i < parameter->count; i++) {
            const sr_parameter_value *value = &parameter->values[i];
            char number[64], day[2][11];
            sr_number_write(sr_parameter_get_number(parameter, value), number);
            sr_date_write_iso(value->valid_from, day[0]);
            sr_date_write_iso(value->valid_to < SR_DAY_MAX ? value->valid_to - 1 : SR_DAY_MAX, day[1]);
            print_head("");
            fprintf(stdout, "  %s from %s%s%s%s: %.*s", number, day[0], value->valid_to < SR_DAY_MAX ? " to " : "",
                    value->valid_to < SR_DAY_MAX ? day[1] : "", value->is_unconfirmed ? ", unconfirmed" : "",
                    SR_TEXT_ARG(value->basis));
            print_place(value->where);
            fputc('\n', stdout);
        }
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
    if (!sr_definition_find(plan, id, arena, &index, err) || !sr_uses_find(plan, index, arena, &t.uses, err))
        return false;
    const sr_plan_indicator *indicator = &plan->indicators[index];
    fprintf(stdout, "%.*s  %.*s / %.*s", SR_TEXT_ARG(id), SR_TEXT_ARG(indicator->names[SR_ET]), SR_TEXT_ARG(indicator->names[SR_EN]));
    print_place(indicator->where);
    fputc('\n', stdout);
    for (int language = 0; language < SR_LANGUAGE_COUNT; language++)
        if (t.rules->languages[language] && !print_words(&t, index, (sr_language)language, arena, err))
            return false;
    print_parts(&t, index);
    print_reads(&t);
    print_parameters(&t);
    print_users(&t, index);
    print_reports(&t, id);
    return true;
}
