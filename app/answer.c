#include "app/answer.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/csv.h"
#include "engine/base/json.h"
#include "engine/indicator/formula.h"

#define ANSWER_BYTES_MAX (1u << 30)

/* One row before it is finished. */
typedef struct sr_row {
    const sr_plan_grouping *grouping;
    const sr_dict *dict;
    uint32_t grouping_index;
    const sr_key *keys;
} sr_row;

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_keys(const sr_plan_key *key, const sr_dict *dict, sr_key a, sr_key b)
{
    if (a == b)
        return 0;
    if (a == SR_KEY_MISSING || b == SR_KEY_MISSING)
        return a == SR_KEY_MISSING ? 1 : -1;
    if (key->expr->kind == SR_KIND_TEXT)
        return sr_text_compare(sr_dict_get(dict, (uint32_t)a), sr_dict_get(dict, (uint32_t)b));
    if (key->expr->kind == SR_KIND_REAL) {
        double x, y;
        memcpy(&x, &a, sizeof(x));
        memcpy(&y, &b, sizeof(y));
        return (x > y) - (x < y);
    }
    return compare_numbers(a, b);
}

static int compare_rows(const void *left, const void *right)
{
    const sr_row *a = left, *b = right;
    if (a->grouping_index != b->grouping_index)
        return a->grouping_index < b->grouping_index ? -1 : 1;
    for (uint32_t i = 0; i < a->grouping->key_count; i++) {
        int order = compare_keys(&a->grouping->keys[i], a->dict, a->keys[i], b->keys[i]);
        if (order != 0)
            return order;
    }
    return 0;
}

/* All groups that any fold has, sorted, each once. Without keys there is one row, also when there is no data. */
static bool list_rows(const sr_plan *plan, const sr_cube *cube, sr_arena *arena, sr_row **rows, size_t *count, sr_error *err)
{
    size_t size = plan->indicators[0].grouping_count;
    for (uint32_t f = 0; f < plan->fold_count; f++)
        for (uint32_t g = 0; g < plan->folds[f].grouping_count; g++)
            size += sr_cube_count_cells(cube, f, g);
    sr_row *list = sr_arena_alloc(arena, size + 1, sizeof(*list));
    size_t found = 0;
    if (list == NULL)
        return sr_fail_memory(err);
    for (uint32_t g = 0; g < plan->indicators[0].grouping_count; g++) {
        sr_row row = {&plan->indicators[0].groupings[g], sr_cube_get_dict(cube), g, NULL};
        if (row.grouping->key_count == 0) {
            list[found++] = row;
            continue;
        }
        for (uint32_t f = 0; f < plan->fold_count; f++) {
            const sr_plan_fold *fold = &plan->folds[f];
            uint32_t index = sr_grouping_find(fold->groupings, fold->grouping_count, row.grouping);
            for (uint32_t i = 0; index != SR_NO_INDEX && i < sr_cube_count_cells(cube, f, index); i++) {
                row.keys = sr_cube_get_cell(cube, f, index, i).keys;
                list[found++] = row;
            }
        }
    }
    qsort(list, found, sizeof(*list), compare_rows);
    size_t kept = 0;
    for (size_t i = 0; i < found; i++)
        if (kept == 0 || compare_rows(&list[kept - 1], &list[i]) != 0)
            list[kept++] = list[i];
    *rows = list;
    *count = kept;
    return true;
}

static bool copy_text(const char *text, sr_arena *arena, sr_answer_value *value, sr_error *err)
{
    value->has_value = true;
    return sr_text_copy(sr_text_from(text), arena, &value->text) ? true : sr_fail_memory(err);
}

static bool write_key(const sr_plan_key *key, const sr_dict *dict, sr_key value, sr_arena *arena, sr_answer_value *written, sr_error *err)
{
    char text[SR_INT128_SIZE];
    sr_kind kind = key->expr->kind;
    written->is_text = kind == SR_KIND_TEXT || kind == SR_KIND_DATE;
    written->has_value = value != SR_KEY_MISSING;
    written->text = sr_key_write(value, kind, key->expr->scale, dict, text);
    return kind == SR_KIND_TEXT || sr_text_copy(written->text, arena, &written->text) || sr_fail_memory(err);
}

/* What the number of a measure is: min, max, first and last give back a value of their argument's own kind. */
static sr_kind get_measure_kind(const sr_plan *plan, const sr_formula *formula)
{
    if (formula->op != SR_FORMULA_FOLD)
        return SR_KIND_REAL;
    const sr_plan_fold *fold = &plan->folds[formula->index];
    return fold->aggregate->keeps_kind && fold->call.arg_count > 0 ? fold->call.arg_kinds[0] : SR_KIND_REAL;
}

static bool write_result(const sr_result *result, sr_kind kind, const sr_dict *dict, sr_arena *arena, sr_answer_value *value,
                         sr_error *err)
{
    char text[64];
    value->is_text = kind == SR_KIND_TEXT || kind == SR_KIND_DATE;
    if (kind == SR_KIND_TEXT) {
        value->has_value = true;
        value->text = sr_dict_get(dict, (uint32_t)result->value.exact);
        return true;
    }
    if (kind == SR_KIND_BOOLEAN)
        return copy_text(result->value.exact != 0 ? "true" : "false", arena, value, err);
    if (kind == SR_KIND_DATE)
        sr_date_write_iso((sr_day)result->value.exact, text);
    else
        sr_number_write(result->value, text);
    return copy_text(text, arena, value, err);
}

static bool write_measure(const sr_plan *plan, const sr_cube *cube, uint32_t indicator, const sr_row *row, sr_arena *arena,
                          sr_answer_value *value, sr_error *err)
{
    sr_formula_place place = {
        .grouping = row->grouping,
        .range = {.first = SR_DAY_MIN, .last = SR_DAY_MAX, .with_undated = true, .groups = row->keys,
                  .group_count = row->keys != NULL ? 1 : 0},
    };
    const sr_formula *formula = plan->indicators[indicator].formula;
    sr_result result;
    if (!sr_formula_eval(plan, cube, formula, &place, arena, &result, err))
        return false;
    if (result.state != SR_CELL_OK)
        return true;
    return write_result(&result, get_measure_kind(plan, formula), row->dict, arena, value, err);
}

static size_t find_column(const sr_compiled_question *question, sr_text name)
{
    size_t column = 0;
    while (!sr_text_is(question->columns[column].name, name))
        column++;
    return column;
}

bool sr_answer_make(const sr_compiled_question *question, const sr_cube *cube, sr_arena *arena, sr_answer *answer,
                    sr_error *err)
{
    const sr_plan *plan = question->plan;
    sr_row *rows = NULL;
    *answer = (sr_answer){.has_grouping = plan->indicators[0].grouping_count > 1, .column_count = question->column_count,
                          .columns = question->columns};
    if (!list_rows(plan, cube, arena, &rows, &answer->row_count, err))
        return false;
    uint32_t *groupings = sr_arena_alloc(arena, answer->row_count + 1, sizeof(*groupings));
    sr_answer_value *values = sr_arena_alloc(arena, answer->row_count * answer->column_count + 1, sizeof(*values));
    if (groupings == NULL || values == NULL)
        return sr_fail_memory(err);
    for (size_t r = 0; r < answer->row_count; r++) {
        sr_answer_value *row = values + r * answer->column_count;
        groupings[r] = rows[r].grouping_index + 1;
        for (uint32_t k = 0; k < rows[r].grouping->key_count; k++) {
            const sr_plan_key *key = &rows[r].grouping->keys[k];
            if (!write_key(key, rows[r].dict, rows[r].keys[k], arena, &row[find_column(question, key->name)], err))
                return false;
        }
        for (size_t m = question->key_count; m < question->column_count; m++)
            if (!write_measure(plan, cube, (uint32_t)(m - question->key_count), &rows[r], arena, &row[m], err))
                return false;
    }
    answer->groupings = groupings;
    answer->values = values;
    return true;
}

/* --- forms --- */

static void write_csv(const sr_answer *answer, sr_builder *builder)
{
    if (answer->has_grouping)
        sr_builder_add_c(builder, "grouping,");
    for (size_t c = 0; c < answer->column_count; c++) {
        sr_csv_add(builder, answer->columns[c].name);
        sr_builder_add_byte(builder, c + 1 < answer->column_count ? ',' : '\n');
    }
    for (size_t r = 0; r < answer->row_count; r++) {
        if (answer->has_grouping)
            sr_builder_addf(builder, "%u,", answer->groupings[r]);
        for (size_t c = 0; c < answer->column_count; c++) {
            sr_csv_add(builder, answer->values[r * answer->column_count + c].text);
            sr_builder_add_byte(builder, c + 1 < answer->column_count ? ',' : '\n');
        }
    }
}

static void add_json_value(sr_builder *builder, const sr_answer_value *value)
{
    if (!value->has_value)
        sr_builder_add_c(builder, "null");
    else if (value->is_text)
        sr_json_add(builder, value->text);
    else
        sr_builder_add(builder, value->text);
}

static void write_json(const sr_answer *answer, sr_builder *builder)
{
    sr_builder_add_c(builder, "[");
    for (size_t r = 0; r < answer->row_count; r++) {
        sr_builder_add_c(builder, r > 0 ? ",\n{" : "\n{");
        if (answer->has_grouping)
            sr_builder_addf(builder, "\"grouping\":%u,", answer->groupings[r]);
        for (size_t c = 0; c < answer->column_count; c++) {
            if (c > 0)
                sr_builder_add_byte(builder, ',');
            sr_json_add(builder, answer->columns[c].name);
            sr_builder_add_byte(builder, ':');
            add_json_value(builder, &answer->values[r * answer->column_count + c]);
        }
        sr_builder_add_byte(builder, '}');
    }
    sr_builder_add_c(builder, "\n]\n");
}

static void add_padded(sr_builder *builder, sr_text text, size_t width, bool is_right)
{
    size_t blank = width - sr_text_count_points(text);
    for (size_t i = 0; is_right && i < blank; i++)
        sr_builder_add_byte(builder, ' ');
    sr_builder_add(builder, text);
    for (size_t i = 0; !is_right && i < blank; i++)
        sr_builder_add_byte(builder, ' ');
}

static void write_table(const sr_answer *answer, const size_t *widths, sr_builder *builder)
{
    if (answer->has_grouping)
        sr_builder_add_c(builder, "grouping  ");
    for (size_t c = 0; c < answer->column_count; c++) {
        add_padded(builder, answer->columns[c].name, widths[c], !answer->columns[c].is_key);
        sr_builder_add_c(builder, c + 1 < answer->column_count ? "  " : "\n");
    }
    for (size_t r = 0; r < answer->row_count; r++) {
        if (answer->has_grouping)
            sr_builder_addf(builder, "%8u  ", answer->groupings[r]);
        for (size_t c = 0; c < answer->column_count; c++) {
            const sr_answer_value *value = &answer->values[r * answer->column_count + c];
            add_padded(builder, value->text, widths[c], !answer->columns[c].is_key);
            sr_builder_add_c(builder, c + 1 < answer->column_count ? "  " : "\n");
        }
    }
}

static size_t *measure_widths(const sr_answer *answer, sr_arena *arena)
{
    size_t *widths = sr_arena_alloc(arena, answer->column_count, sizeof(*widths));
    for (size_t c = 0; widths != NULL && c < answer->column_count; c++) {
        widths[c] = sr_text_count_points(answer->columns[c].name);
        for (size_t r = 0; r < answer->row_count; r++) {
            size_t width = sr_text_count_points(answer->values[r * answer->column_count + c].text);
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    return widths;
}

bool sr_answer_write(const sr_answer *answer, sr_answer_format format, sr_arena *arena, sr_text *text, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, ANSWER_BYTES_MAX);
    if (format == SR_ANSWER_CSV) {
        write_csv(answer, &builder);
    } else if (format == SR_ANSWER_JSON) {
        write_json(answer, &builder);
    } else {
        size_t *widths = measure_widths(answer, arena);
        if (widths == NULL)
            return sr_fail_memory(err);
        write_table(answer, widths, &builder);
    }
    return sr_builder_finish(&builder, text, err);
}
