#include "engine/trace.h"

#include "engine/fold_rows.h"
#include "engine/moments.h"

/* A trace in the making: spans grow, the last one is open while rows follow each other. */
typedef struct tracing {
    sr_arena *arena;
    sr_base_span span;
    sr_day moment;              // of a stock
    sr_trace trace;
    sr_trace_span *spans;
    uint32_t capacity;
    bool is_open;
    uint64_t record;            // of the last row of the open span
} tracing;

/* A record that was set aside or superseded ends a span, though its row never came. */
static bool add_row(tracing *t, uint32_t file_index, uint64_t line, uint64_t record, sr_error *err)
{
    bool follows = t->is_open && record == t->record + 1;
    t->trace.rows_counted++;
    t->record = record;
    if (follows && t->spans[t->trace.span_count - 1].file_index == file_index) {
        t->spans[t->trace.span_count - 1].line_last = line;
        t->spans[t->trace.span_count - 1].rows++;
        return true;
    }
    if (t->trace.span_count == t->capacity) {
        uint32_t capacity = t->capacity == 0 ? 16 : t->capacity * 2;
        sr_trace_span *spans = sr_arena_grow(t->arena, t->spans, t->trace.span_count, capacity, sizeof(spans[0]));
        if (spans == NULL)
            return sr_fail_memory(err);
        t->spans = spans;
        t->capacity = capacity;
    }
    t->spans[t->trace.span_count++] = (sr_trace_span){file_index, line, line, 1};
    t->is_open = true;
    return true;
}

static bool has_group(const sr_cube_range *range, uint32_t key_count, const sr_key *keys)
{
    if (range->groups == NULL)
        return true;
    for (uint32_t i = 0; i < range->group_count; i++) {
        const sr_key *group = range->groups + (size_t)i * key_count;
        uint32_t k = 0;
        while (k < key_count && group[k] == keys[k])
            k++;
        if (k == key_count)
            return true;
    }
    return false;
}

static bool trace_batch(tracing *t, sr_frame *frame, sr_fold_rows *rows, uint32_t grouping_index, const sr_cube_range *range,
                        sr_key *keys, sr_error *err)
{
    sr_frame_set_moment(frame, t->moment);
    if (!sr_fold_rows_load(rows, frame, t->moment, err) || !sr_fold_rows_get_keys(rows, frame, grouping_index, keys, err))
        return false;
    uint32_t key_count = rows->fold->groupings[grouping_index].key_count;
    uint32_t next = 0;
    for (uint32_t row = 0; row < frame->batch.row_count; row++) {
        bool is_selected = next < rows->count && rows->index[next] == row;
        bool is_counted = is_selected && sr_base_span_has(t->span, rows->periods[next])
            && has_group(range, key_count, keys + (size_t)next * key_count);
        next += is_selected;
        if (is_counted && !add_row(t, frame->batch.file_index, frame->batch.lines[row],
                                   frame->batch.records[row], err))
            return false;
        t->is_open = is_counted;
    }
    t->trace.rows_read += frame->batch.row_count;
    t->trace.rows_filtered += rows->count;
    return true;
}

bool sr_trace_cell(const sr_plan *plan, const sr_lookup_tables *lookups, uint32_t fold_index, uint32_t grouping_index, const sr_cube_range *range,
                   sr_source *source, sr_dict *dict, sr_arena *arena, sr_trace *trace, sr_error *err)
{
    const sr_plan_fold *fold = &plan->folds[fold_index];
    uint32_t root_count = sr_fold_count_roots(fold);
    const sr_expr **roots = sr_arena_alloc(arena, root_count, sizeof(roots[0]));
    sr_key *keys = sr_arena_alloc(arena, SR_BATCH_ROWS_MAX * SR_KEYS_MAX, sizeof(keys[0]));
    if (roots == NULL || keys == NULL)
        return sr_fail_memory(err);
    sr_fold_list_roots(fold, roots);

    sr_frame frame;
    sr_fold_rows rows;
    tracing t = {.arena = arena, .span = sr_base_span_get(fold, plan->as_of, range), .moment = sr_moment_get(range->last, plan->as_of)};
    if (!sr_frame_init(&frame, &plan->datasets[fold->dataset_index], roots, root_count, dict, arena, err)
        || !sr_fold_rows_init(&rows, fold, 0, arena, err))
        return false;
    sr_frame_set_lookups(&frame, lookups);
    const sr_batch *batch;
    for (;;) {
        if (!source->next(source->self, &batch, err))
            return false;
        if (batch == NULL)
            break;
        if (!sr_frame_load(&frame, batch, err) || !trace_batch(&t, &frame, &rows, grouping_index, range, keys, err))
            return false;
    }
    t.trace.spans = t.spans;
    *trace = t.trace;
    return true;
}
