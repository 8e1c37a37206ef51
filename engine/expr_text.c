/*
 * Text. A function of one text is computed once for each distinct text and remembered by dictionary code.
 */
#include "engine/expr_kernels.h"

#include "engine/list.h"

#include <string.h>

#include "engine/base/locale.h"

static size_t get_point_size(char first)
{
    unsigned char c = (unsigned char)first;
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* % is any piece, _ one character, a backslash takes the next one as it is. Goes back to the last % only: no recursion. */
static bool is_like(sr_text text, sr_text pattern)
{
    size_t t = 0, p = 0, resume_t = 0, resume_p = SIZE_MAX;
    while (t < text.size) {
        size_t size = get_point_size(text.data[t]);
        bool is_escaped = p + 1 < pattern.size && pattern.data[p] == '\\';
        size_t literal = p + is_escaped;
        if (!is_escaped && p < pattern.size && pattern.data[p] == '%') {
            resume_p = ++p;
            resume_t = t;
        } else if (!is_escaped && p < pattern.size && pattern.data[p] == '_') {
            p++;
            t += size;
        } else if (literal < pattern.size && sr_text_is(sr_text_slice(text, t, size), sr_text_slice(pattern, literal, size))) {
            p = literal + size;
            t += size;
        } else if (resume_p != SIZE_MAX) {
            resume_t += get_point_size(text.data[resume_t]);
            t = resume_t;
            p = resume_p;
        } else {
            return false;
        }
    }
    while (p < pattern.size && pattern.data[p] == '%')
        p++;
    return p == pattern.size;
}

/* Is `code` one of the answers, which stand behind each other with commas between them? */
static bool has_answer(sr_text answers, sr_text code)
{
    size_t first = 0;
    while (first <= answers.size) {
        size_t size = sr_text_find(sr_text_slice(answers, first, answers.size), SR_TEXT(","));
        if (size == SIZE_MAX)
            size = answers.size - first;
        if (sr_text_is(sr_text_slice(answers, first, size), code))
            return true;
        first += size + 1;
    }
    return false;
}

static bool change_text(sr_op op, sr_text text, sr_expr_work *work, uint32_t *code, sr_error *err)
{
    sr_text changed = text;
    bool done = true;
    if (op == SR_OP_LOWER)
        done = sr_locale_lower(text, work->arena, &changed);
    else if (op == SR_OP_UPPER)
        done = sr_locale_upper(text, work->arena, &changed);
    else
        changed = sr_text_trim(text);
    return (done && sr_dict_intern(work->dict, changed, code)) || sr_fail_memory(err);
}

#define NO_TEXT (UINT32_MAX - 1)   // a result that is missing

static bool find_parent(const sr_list *list, sr_text code, sr_dict *dict, uint32_t *result, sr_error *err)
{
    const sr_list_member *member = sr_list_find_code(list, code);
    *result = NO_TEXT;
    return member == NULL || member->parent.size == 0 || sr_dict_intern(dict, member->parent, result) || sr_fail_memory(err);
}

/* What the function gives for one text: a truth, a length or the code of a text. */
static bool compute(const sr_expr_slot *slot, sr_expr_work *work, uint32_t code, uint32_t *result, sr_error *err)
{
    sr_text text = sr_dict_get(work->dict, code);
    switch (slot->expr->op) {
    case SR_OP_LIKE:
        *result = is_like(text, slot->args[1]->expr->constant.text);
        return true;
    case SR_OP_MATCHES:
        *result = sr_pattern_fits(slot->expr->pattern, text);
        return true;
    case SR_OP_CONTAINS:
        *result = has_answer(text, slot->args[1]->expr->constant.text);
        return true;
    case SR_OP_PARENT:
        return find_parent(slot->expr->list, text, work->dict, result, err);
    case SR_OP_LENGTH:
        *result = (uint32_t)sr_text_count_points(text);
        return true;
    default:
        return change_text(slot->expr->op, text, work, result, err);
    }
}

static bool remember(sr_expr_slot *slot, sr_expr_work *work, uint32_t code, uint32_t *result, sr_error *err)
{
    if (code >= slot->memo_count) {
        uint32_t count = sr_dict_count(work->dict);
        uint32_t larger = slot->memo_count < UINT32_MAX / 2 ? slot->memo_count * 2 : UINT32_MAX;
        if (count < larger)
            count = larger;
        uint32_t *memo = sr_arena_grow(work->arena, slot->memo, slot->memo_count, count, sizeof(*memo));
        if (memo == NULL)
            return sr_fail_memory(err);
        slot->memo = memo;
        slot->memo_count = count;
    }
    if (slot->memo[code] == 0) {
        if (!compute(slot, work, code, result, err))
            return false;
        slot->memo[code] = *result + 1;
    }
    *result = slot->memo[code] - 1;
    return true;
}

static void store(sr_column *column, uint32_t row, uint32_t value)
{
    if (column->kind == SR_KIND_BOOLEAN)
        column->values.booleans[row] = (uint8_t)value;
    else if (column->kind == SR_KIND_INTEGER)
        column->values.integers[row] = value;
    else
        column->values.codes[row] = value;
}

bool sr_expr_do_text(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    const sr_column *x = slot->args[0]->column;
    sr_expr_slot_join_valid(slot, work->row_count);
    for (uint32_t i = 0; i < work->row_count; i++) {
        uint32_t result = 0;
        if (slot->own.valid[i] && !remember(slot, work, x->values.codes[i], &result, err))
            return false;
        if (result == NO_TEXT) {
            slot->own.valid[i] = 0;
            result = 0;
        }
        store(&slot->own, i, result);
    }
    return true;
}

static bool concat(sr_expr_work *work, sr_text a, sr_text b, uint32_t *code, sr_error *err)
{
    if (work->buffer_size < a.size + b.size) {
        size_t size = (a.size + b.size) * 2;
        work->buffer = sr_arena_alloc(work->arena, size, 1);
        work->buffer_size = work->buffer == NULL ? 0 : size;
        if (work->buffer == NULL)
            return sr_fail_memory(err);
    }
    if (a.size > 0)
        memcpy(work->buffer, a.data, a.size);
    if (b.size > 0)
        memcpy(work->buffer + a.size, b.data, b.size);
    return sr_dict_intern(work->dict, (sr_text){work->buffer, a.size + b.size}, code) || sr_fail_memory(err);
}

bool sr_expr_do_concat(sr_expr_slot *slot, sr_expr_work *work, sr_error *err)
{
    const uint32_t *a = slot->args[0]->column->values.codes, *b = slot->args[1]->column->values.codes;
    sr_expr_slot_join_valid(slot, work->row_count);
    for (uint32_t i = 0; i < work->row_count; i++) {
        slot->own.values.codes[i] = 0;
        if (slot->own.valid[i] && !concat(work, sr_dict_get(work->dict, a[i]), sr_dict_get(work->dict, b[i]),
                                          &slot->own.values.codes[i], err))
            return false;
    }
    return true;
}
