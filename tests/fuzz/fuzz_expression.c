/*
 * No text may break the grammar or the compiler: as an expression, as a list, and as a question on a small data set,
 * whose answer is then evaluated on one row.
 */
#include <stdint.h>
#include <stdlib.h>

#include "rules/compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const sr_column_rule columns[] = {
    {.name = {"a", 1}, .type = SR_TYPE_INTEGER}, {.name = {"b", 1}, .type = SR_TYPE_DECIMAL, .scale = 2},
    {.name = {"c", 1}, .type = SR_TYPE_DATE},    {.name = {"d", 1}, .type = SR_TYPE_TEXT},
    {.name = {"e", 1}, .type = SR_TYPE_BOOLEAN}, {.name = {"f", 1}, .type = SR_TYPE_REAL},
};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static void print_findings(const sr_findings *findings)
{
    char line[1024];
    for (size_t i = 0; i < sr_findings_count_groups(findings); i++)
        for (size_t j = 0; j < sr_findings_get_group(findings, i)->shown; j++)
            if (sr_finding_print(sr_findings_get_group(findings, i)->first[j], line, sizeof(line)) < 0)
                abort();
}

static void evaluate(const sr_plan *plan, sr_arena *arena)
{
    sr_error err;
    sr_error_init(&err);
    sr_dict *dict = sr_dict_new(arena);
    sr_column *row = sr_arena_alloc(arena, COLUMNS, sizeof(*row));
    uint32_t code;
    if (dict == NULL || row == NULL || !sr_dict_intern(dict, SR_TEXT("Õ%"), &code))
        return;
    for (uint32_t i = 0; i < COLUMNS; i++) {
        if (!sr_column_init(&row[i], plan->datasets[0].columns[i].kind, plan->datasets[0].columns[i].scale, arena))
            return;
        row[i].valid[0] = 1;
    }
    row[0].values.integers[0] = INT64_MIN;
    row[1].values.integers[0] = INT64_MAX;
    sr_batch batch = {.row_count = 2, .column_count = COLUMNS, .columns = row, .dict = dict};
    for (uint32_t i = 0; i < plan->fold_count && i < 4; i++) {
        const sr_expr *roots[2] = {plan->folds[i].where, plan->folds[i].args[0]};
        for (uint32_t r = 0; r < 2; r++) {
            sr_evaluator *evaluator;
            const sr_column *result;
            if (roots[r] == NULL || !sr_evaluator_new(&roots[r], 1, dict, arena, &evaluator, &err))
                continue;
            sr_evaluator_begin(evaluator);
            if (!sr_evaluator_eval(evaluator, &batch, 0, &result, &err) && err.code == SR_INTERNAL)
                abort();
            sr_error_init(&err);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_arena *arena = sr_arena_new();
    if (arena == NULL || size > 8192) {
        sr_arena_free(arena);
        return 0;
    }
    sr_findings *findings = sr_findings_new(arena);
    sr_error err;
    sr_error_init(&err);
    sr_rule_text text = sr_rule_text_make((sr_text){(const char *)data, size}, (sr_where){"fuzz", 1, 1});
    const sr_syntax *syntax;
    const sr_named_syntax *items;
    size_t count;
    if (sr_expression_parse(text, arena, &syntax, findings, &err) && syntax->depth > SR_SYNTAX_DEPTH_MAX)
        abort();
    if (sr_expression_parse_list(text, arena, &items, &count, findings, &err) && count == 0)
        abort();
    sr_error_init(&err);
    sr_dataset dataset = {.name = SR_TEXT("fuzz"), .columns = columns, .column_count = COLUMNS};
    sr_question questions[] = {
        {.measures = text},
        {.measures = sr_rule_text_make(SR_TEXT("count(*)"), (sr_where){"fuzz", 1, 1}), .where_condition = text},
    };
    for (int i = 0; i < 2; i++) {
        sr_compiled_question compiled;
        if (sr_compile_question(&questions[i], NULL, &dataset, 20000, arena, &compiled, findings, &err))
            evaluate(compiled.plan, arena);
        else if (err.code != SR_BAD_RULES && err.code != SR_USAGE)
            abort();
        sr_error_init(&err);
    }
    print_findings(findings);
    sr_arena_free(arena);
    return 0;
}
