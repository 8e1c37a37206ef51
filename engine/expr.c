/*
 * Every distinct subtree has one slot; a slot is computed at most once a batch. Slots are found by what they compute
 * (operation, kind, constants and the slots of their arguments), so equal expressions of different indicators share one.
 */
#include "engine/expr.h"

#include <inttypes.h>
#include <string.h>

#include "engine/expr_kernels.h"

#define FIRST_KNOWN 256
#define NO_BATCH 0              // holds nothing yet
#define ANY_BATCH UINT64_MAX    // a constant

/* Which slot an expression has: a table of pointers, so that a shared subtree is walked once. */
typedef struct known {
    const sr_expr *expr;
    sr_expr_slot *slot;
} known;

struct sr_evaluator {
    sr_expr_work work;
    known *known;               // known_capacity places, a power of two, at most half full
    uint32_t known_count;
    uint32_t known_capacity;
    uint64_t clock;             // counts batches and moments
    uint64_t batch;             // the clock when this batch began
    uint64_t moment;            // the clock when the moment was set, or the batch began
    bool has_moment;
    sr_day period_end;
    sr_expr_slot **slots;
    uint32_t slot_count;
    uint32_t slot_capacity;
    sr_expr_slot **roots;
};

/* --- making --- */

static bool is_same_constant(const sr_expr *a, const sr_expr *b)
{
    if (!a->has_constant || !b->has_constant)
        return a->has_constant == b->has_constant;
    switch (a->kind) {
    case SR_KIND_TEXT:
        return sr_text_is(a->constant.text, b->constant.text);
    case SR_KIND_REAL:
        return memcmp(&a->constant.real, &b->constant.real, sizeof(double)) == 0;
    default:
        return a->constant.integer == b->constant.integer;
    }
}

static bool is_same(const sr_expr_slot *slot, const sr_expr *expr, sr_expr_slot *const *args)
{
    const sr_expr *own = slot->expr;
    if (own->op != expr->op || own->kind != expr->kind || own->scale != expr->scale || own->grain != expr->grain
        || own->pattern != expr->pattern || own->parameter != expr->parameter || own->lookup != expr->lookup || own->list != expr->list || own->arg_count != expr->arg_count)
        return false;
    for (uint32_t i = 0; i < expr->arg_count; i++)
        if (slot->args[i] != args[i])
            return false;
    if (expr->op == SR_OP_CONSTANT)
        return is_same_constant(own, expr);
    return expr->op != SR_OP_COLUMN || own->column_index == expr->column_index;
}

/* A constant is laid out once, for every row there can be. */
static bool fill_constant(sr_evaluator *evaluator, sr_expr_slot *slot, sr_error *err)
{
    const sr_expr *expr = slot->expr;
    slot->batch = ANY_BATCH;
    if (!expr->has_constant)
        return true;
    uint32_t code = 0;
    if (expr->kind == SR_KIND_TEXT && !sr_dict_intern(evaluator->work.dict, expr->constant.text, &code))
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < SR_BATCH_ROWS_MAX; i++) {
        slot->own.valid[i] = 1;
        switch (expr->kind) {
        case SR_KIND_BOOLEAN:
            slot->own.values.booleans[i] = expr->constant.integer != 0;
            break;
        case SR_KIND_REAL:
            slot->own.values.reals[i] = expr->constant.real;
            break;
        case SR_KIND_DATE:
            slot->own.values.days[i] = (sr_day)expr->constant.integer;
            break;
        case SR_KIND_TEXT:
            slot->own.values.codes[i] = code;
            break;
        default:
            slot->own.values.integers[i] = expr->constant.integer;
            break;
        }
    }
    return true;
}

static bool add_slot(sr_evaluator *evaluator, const sr_expr *expr, sr_expr_slot **args, sr_expr_slot **result, sr_error *err)
{
    sr_arena *arena = evaluator->work.arena;
    if (evaluator->slot_count == evaluator->slot_capacity) {
        uint32_t capacity = evaluator->slot_capacity == 0 ? 64 : evaluator->slot_capacity * 2;
        sr_expr_slot **slots = sr_arena_grow(arena, evaluator->slots, evaluator->slot_count, capacity, sizeof(sr_expr_slot *));
        if (slots == NULL)
            return sr_fail_memory(err);
        evaluator->slots = slots;
        evaluator->slot_capacity = capacity;
    }
    sr_expr_slot *slot = sr_arena_alloc(arena, 1, sizeof(*slot));
    if (slot == NULL)
        return sr_fail_memory(err);
    slot->expr = expr;
    slot->args = args;
    slot->batch = NO_BATCH;
    slot->is_moving = expr->op == SR_OP_PERIOD_END;
    for (uint32_t i = 0; i < expr->arg_count; i++)
        slot->is_moving = slot->is_moving || args[i]->is_moving;
    if (expr->op != SR_OP_COLUMN) {
        slot->bad = sr_arena_alloc(arena, SR_BATCH_ROWS_MAX, 1);
        if (slot->bad == NULL || !sr_column_init(&slot->own, expr->kind, expr->scale, arena))
            return sr_fail_memory(err);
        slot->column = &slot->own;
    }
    if (expr->op == SR_OP_CONSTANT && !fill_constant(evaluator, slot, err))
        return false;
    evaluator->slots[evaluator->slot_count++] = slot;
    *result = slot;
    return true;
}

static known *find_known(const sr_evaluator *evaluator, const sr_expr *expr)
{
    uint32_t place = (uint32_t)(((uintptr_t)expr >> 4) * 2654435761u) & (evaluator->known_capacity - 1);
    while (evaluator->known[place].expr != NULL && evaluator->known[place].expr != expr)
        place = (place + 1) & (evaluator->known_capacity - 1);
    return &evaluator->known[place];
}

static bool add_known(sr_evaluator *evaluator, const sr_expr *expr, sr_expr_slot *slot, sr_error *err)
{
    if (evaluator->known_count * 2 >= evaluator->known_capacity) {
        known *old = evaluator->known;
        uint32_t old_capacity = evaluator->known_capacity;
        known *larger = sr_arena_alloc(evaluator->work.arena, (size_t)old_capacity * 2, sizeof(*larger));
        if (larger == NULL)
            return sr_fail_memory(err);
        evaluator->known = larger;
        evaluator->known_capacity = old_capacity * 2;
        for (uint32_t i = 0; i < old_capacity; i++)
            if (old[i].expr != NULL)
                *find_known(evaluator, old[i].expr) = old[i];
    }
    *find_known(evaluator, expr) = (known){expr, slot};
    evaluator->known_count++;
    return true;
}

/* The slot of a subtree, made when there is none like it. The depth is bounded by the parser. */
static bool find_slot(sr_evaluator *evaluator, const sr_expr *expr, sr_expr_slot **result, sr_error *err)
{
    sr_expr_slot *slot = find_known(evaluator, expr)->slot;
    if (slot != NULL) {
        *result = slot;
        return true;
    }
    sr_expr_slot **args = sr_arena_alloc(evaluator->work.arena, expr->arg_count, sizeof(sr_expr_slot *));
    if (args == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < expr->arg_count; i++)
        if (!find_slot(evaluator, expr->args[i], &args[i], err))
            return false;
    for (uint32_t i = 0; i < evaluator->slot_count && slot == NULL; i++)
        if (is_same(evaluator->slots[i], expr, args))
            slot = evaluator->slots[i];
    if (slot == NULL && !add_slot(evaluator, expr, args, &slot, err))
        return false;
    *result = slot;
    return add_known(evaluator, expr, slot, err);
}

bool sr_evaluator_new(const sr_expr *const *roots, uint32_t root_count, sr_dict *dict, sr_arena *arena,
                      sr_evaluator **evaluator, sr_error *err)
{
    sr_evaluator *made = sr_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    made->work.dict = dict;
    made->work.arena = arena;
    made->clock = made->batch = made->moment = NO_BATCH + 1;
    made->known_capacity = FIRST_KNOWN;
    made->known = sr_arena_alloc(arena, FIRST_KNOWN, sizeof(*made->known));
    if (made->known == NULL)
        return sr_fail_memory(err);
    made->roots = sr_arena_alloc(arena, root_count, sizeof(sr_expr_slot *));
    if (made->roots == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < root_count; i++)
        if (!find_slot(made, roots[i], &made->roots[i], err))
            return false;
    *evaluator = made;
    return true;
}

void sr_evaluator_set_lookups(sr_evaluator *evaluator, const struct sr_lookup_tables *lookups)
{
    evaluator->work.lookups = lookups;
}

void sr_evaluator_begin(sr_evaluator *evaluator)
{
    evaluator->batch = evaluator->moment = ++evaluator->clock;
}

void sr_evaluator_set_moment(sr_evaluator *evaluator, sr_day moment)
{
    evaluator->moment = ++evaluator->clock;
    evaluator->has_moment = true;
    evaluator->period_end = moment;
}

/* --- computing --- */

void sr_expr_slot_mark_bad(sr_expr_slot *slot, uint32_t row)
{
    slot->bad[row] = 1;
    slot->has_bad = true;
    slot->own.valid[row] = 0;
    switch (slot->own.kind) {
    case SR_KIND_BOOLEAN:
        slot->own.values.booleans[row] = 0;
        break;
    case SR_KIND_REAL:
        slot->own.values.reals[row] = 0.0;
        break;
    case SR_KIND_DATE:
        slot->own.values.days[row] = 0;
        break;
    case SR_KIND_TEXT:
        slot->own.values.codes[row] = 0;
        break;
    default:
        slot->own.values.integers[row] = 0;
        break;
    }
}

void sr_expr_slot_join_valid(sr_expr_slot *slot, uint32_t row_count)
{
    sr_expr_slot_join_first(slot, slot->expr->arg_count, row_count);
}

void sr_expr_slot_join_first(sr_expr_slot *slot, uint32_t arg_count, uint32_t row_count)
{
    memcpy(slot->own.valid, slot->args[0]->column->valid, row_count);
    for (uint32_t a = 1; a < arg_count; a++) {
        const uint8_t *valid = slot->args[a]->column->valid;
        for (uint32_t i = 0; i < row_count; i++)
            slot->own.valid[i] &= valid[i];
    }
}

/* A bad argument makes the row bad, except where the operation could do without it. */
static void spread_bad(sr_expr_slot *slot, uint32_t row_count)
{
    sr_op op = slot->expr->op;
    if (op == SR_OP_CASE || op == SR_OP_COALESCE)
        return;     // they look themselves
    bool may_decide = op == SR_OP_AND || op == SR_OP_OR || op == SR_OP_IN;
    for (uint32_t a = 0; a < slot->expr->arg_count; a++) {
        if (!slot->args[a]->has_bad)
            continue;
        for (uint32_t i = 0; i < row_count; i++)
            if (slot->args[a]->bad[i] && !(may_decide && slot->own.valid[i]))
                sr_expr_slot_mark_bad(slot, i);
    }
}

static void fill_period_end(const sr_evaluator *evaluator, sr_expr_slot *slot, uint32_t row_count)
{
    memset(slot->own.valid, evaluator->has_moment, row_count);
    for (uint32_t i = 0; i < row_count; i++)
        slot->own.values.days[i] = evaluator->has_moment ? evaluator->period_end : 0;
}

static bool compute(sr_evaluator *evaluator, sr_expr_slot *slot, const sr_batch *batch, sr_error *err)
{
    uint64_t now = slot->is_moving ? evaluator->moment : evaluator->batch;
    if (slot->batch == now || slot->batch == ANY_BATCH)
        return true;
    if (slot->expr->op == SR_OP_COLUMN) {
        slot->column = &batch->columns[slot->expr->column_index];
    } else if (slot->expr->op == SR_OP_PERIOD_END) {
        fill_period_end(evaluator, slot, batch->row_count);
    } else {
        for (uint32_t a = 0; a < slot->expr->arg_count; a++)
            if (!compute(evaluator, slot->args[a], batch, err))
                return false;
        if (slot->has_bad) {
            memset(slot->bad, 0, SR_BATCH_ROWS_MAX);
            slot->has_bad = false;
        }
        evaluator->work.row_count = batch->row_count;
        if (!sr_expr_kernel_get(slot->expr->op)(slot, &evaluator->work, err))
            return false;
        spread_bad(slot, batch->row_count);
    }
    slot->batch = now;
    return true;
}

/* The first bad row of a root, told at the operation where it began. */
static bool fail_bad(const sr_expr_slot *slot, const sr_batch *batch, sr_error *err)
{
    uint32_t row = 0;
    while (!slot->bad[row])
        row++;
    for (bool is_deeper = true; is_deeper;) {
        is_deeper = false;
        for (uint32_t a = 0; a < slot->expr->arg_count && !is_deeper; a++)
            if (slot->args[a]->has_bad && slot->args[a]->bad[row]) {
                slot = slot->args[a];
                is_deeper = true;
            }
    }
    const char *what = slot->expr->kind == SR_KIND_DATE ? "leaves the years 0001 to 9999" : "is too large to be held exactly";
    if (slot->expr->kind == SR_KIND_REAL)
        what = "is too large for a real";
    if (batch->lines == NULL)
        return sr_fail_at(err, SR_BAD_DATA, slot->expr->where, "the result %s", what);
    return sr_fail_at(err, SR_BAD_DATA, slot->expr->where, "the result %s for the row in line %" PRIu64 " of the data", what,
                      batch->lines[row]);
}

bool sr_evaluator_eval(sr_evaluator *evaluator, const sr_batch *batch, uint32_t root_index, const sr_column **result,
                       sr_error *err)
{
    sr_expr_slot *root = evaluator->roots[root_index];
    if (!compute(evaluator, root, batch, err))
        return false;
    if (root->has_bad)
        return fail_bad(root, batch, err);
    *result = root->column;
    return true;
}

sr_expr_kernel sr_expr_kernel_get(sr_op op)
{
    static const sr_expr_kernel kernels[SR_OP_COUNT] = {
        [SR_OP_CAST] = sr_expr_do_cast,
        [SR_OP_NOT] = sr_expr_do_not,
        [SR_OP_AND] = sr_expr_do_and,
        [SR_OP_OR] = sr_expr_do_or,
        [SR_OP_EQ] = sr_expr_do_compare,
        [SR_OP_NE] = sr_expr_do_compare,
        [SR_OP_LT] = sr_expr_do_compare,
        [SR_OP_LE] = sr_expr_do_compare,
        [SR_OP_GT] = sr_expr_do_compare,
        [SR_OP_GE] = sr_expr_do_compare,
        [SR_OP_IS_NULL] = sr_expr_do_is_null,
        [SR_OP_IS_NOT_NULL] = sr_expr_do_is_null,
        [SR_OP_IN] = sr_expr_do_in,
        [SR_OP_LIKE] = sr_expr_do_text,
        [SR_OP_MATCHES] = sr_expr_do_text,
        [SR_OP_CONTAINS] = sr_expr_do_text,
        [SR_OP_CASE] = sr_expr_do_case,
        [SR_OP_COALESCE] = sr_expr_do_coalesce,
        [SR_OP_NEGATE] = sr_expr_do_sign,
        [SR_OP_ADD] = sr_expr_do_arithmetic,
        [SR_OP_SUBTRACT] = sr_expr_do_arithmetic,
        [SR_OP_MULTIPLY] = sr_expr_do_arithmetic,
        [SR_OP_DIVIDE] = sr_expr_do_divide,
        [SR_OP_ABS] = sr_expr_do_sign,
        [SR_OP_ROUND] = sr_expr_do_round,
        [SR_OP_DATE_ADD] = sr_expr_do_date_add,
        [SR_OP_DAYS] = sr_expr_do_span,
        [SR_OP_WORKDAYS] = sr_expr_do_span,
        [SR_OP_PARENT] = sr_expr_do_text,
        [SR_OP_LOOKUP] = sr_expr_do_lookup,
        [SR_OP_IS_FOUND] = sr_expr_do_lookup,
        [SR_OP_PARAMETER] = sr_expr_do_parameter,
        [SR_OP_DEADLINE] = sr_expr_do_deadline,
        [SR_OP_DEADLINE_WORKDAYS] = sr_expr_do_deadline,
        [SR_OP_DATE_TRUNC] = sr_expr_do_date_trunc,
        [SR_OP_YEAR] = sr_expr_do_date_part,
        [SR_OP_QUARTER] = sr_expr_do_date_part,
        [SR_OP_MONTH] = sr_expr_do_date_part,
        [SR_OP_DAY] = sr_expr_do_date_part,
        [SR_OP_WEEKDAY] = sr_expr_do_date_part,
        [SR_OP_WEEK] = sr_expr_do_date_part,
        [SR_OP_AGE] = sr_expr_do_span,
        [SR_OP_LOWER] = sr_expr_do_text,
        [SR_OP_UPPER] = sr_expr_do_text,
        [SR_OP_TRIM] = sr_expr_do_text,
        [SR_OP_CONCAT] = sr_expr_do_concat,
        [SR_OP_LENGTH] = sr_expr_do_text,
    };
    return kernels[op];
}
