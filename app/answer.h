/*
 * The answer to a question: rows of group keys and numbers, sorted, printed as a table, CSV or JSON.
 *
 * Sorted by the group columns, text by code point, missing last. Decimals are exact, reals the shortest digits that read back
 * the same; missing is empty in csv and null in json.
 */
#ifndef SR_APP_ANSWER_H
#define SR_APP_ANSWER_H

#include "engine/cube.h"
#include "rules/compile.h"

typedef struct sr_answer_value {
    bool has_value;
    bool is_text;               // else a number or a boolean: no quotes in json
    sr_text text;
} sr_answer_value;

typedef struct sr_answer {
    bool has_grouping;          // more than one --by: a first column `grouping`
    size_t column_count;        // without `grouping`
    const sr_answer_column *columns;
    size_t row_count;
    const uint32_t *groupings;  // of each row, from 1
    const sr_answer_value *values;  // row_count * column_count
} sr_answer;

SR_MUST_USE bool sr_answer_make(const sr_compiled_question *question, const sr_cube *cube, sr_arena *arena,
                                sr_answer *answer, sr_error *err);

typedef enum sr_answer_format { SR_ANSWER_TABLE, SR_ANSWER_CSV, SR_ANSWER_JSON } sr_answer_format;

SR_MUST_USE bool sr_answer_write(const sr_answer *answer, sr_answer_format format, sr_arena *arena, sr_text *text,
                                 sr_error *err);

#endif
