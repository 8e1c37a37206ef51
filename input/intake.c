#include "input/intake.h"

#include "rules/intake.h"

typedef struct intake {
    const sr_source *others;
    uint32_t other_count;
    sr_intake_days days;
    sr_dict *dict;
    uint32_t other;         // the next file to tell of
    uint32_t file;
    sr_column columns[SR_INTAKE_COLUMN_COUNT];
    uint64_t numbers[SR_BATCH_ROWS_MAX];    // of the rows, from 1: their lines and their records
    sr_batch batch;
    sr_intake account;      // it reads no files of its own
} intake;

/* An account is complete when its source is at its end. */
static bool read_others(intake *self, sr_error *err)
{
    const sr_batch *batch;
    for (uint32_t i = 0; i < self->other_count; i++)
        do {
            if (!self->others[i].next(self->others[i].self, &batch, err))
                return false;
        } while (batch != NULL);
    return true;
}

static bool set_text(intake *self, sr_intake_column column, uint32_t row, sr_text text, sr_error *err)
{
    uint32_t code;
    if (!sr_dict_intern(self->dict, text, &code))
        return sr_fail_memory(err);
    self->columns[column].values.codes[row] = code;
    self->columns[column].valid[row] = true;
    return true;
}

static void set_count(intake *self, uint32_t column, uint32_t row, uint64_t count)
{
    self->columns[column].values.integers[row] = (int64_t)count;
    self->columns[column].valid[row] = true;
}

static bool add_row(intake *self, sr_text dataset, const sr_intake_file *file, sr_error *err)
{
    uint32_t row = self->batch.row_count++;
    sr_day day = self->days.today;
    bool found = false;
    if (self->days.find != NULL && !self->days.find(self->days.self, &file->hash, &day, &found, err))
        return false;
    self->columns[SR_INTAKE_DAY].values.days[row] = found ? day : self->days.today;
    self->columns[SR_INTAKE_DAY].valid[row] = true;
    set_count(self, SR_INTAKE_BYTES, row, file->size_bytes);
    set_count(self, SR_INTAKE_LINES, row, file->line_count);
    set_count(self, SR_INTAKE_BLANK_LINES, row, file->blank_lines);
    set_count(self, SR_INTAKE_RECORDS, row, file->records);
    set_count(self, SR_INTAKE_KEPT, row, file->kept);
    set_count(self, SR_INTAKE_SUPERSEDED, row, file->superseded);
    set_count(self, SR_INTAKE_SET_ASIDE, row, sr_intake_count_set_aside(file));
    set_count(self, SR_INTAKE_REQUIRED_CELLS, row, file->required_cells);
    set_count(self, SR_INTAKE_FILLED_CELLS, row, file->filled_cells);
    set_count(self, SR_INTAKE_CODED_CELLS, row, file->coded_cells);
    set_count(self, SR_INTAKE_UNKNOWN_CELLS, row, file->unknown_cells);
    for (uint32_t i = 0; i < SR_REASON_COUNT; i++)
        set_count(self, SR_INTAKE_REASONS + i, row, sr_intake_count_reason(file, sr_reason_get_code(i)));
    return set_text(self, SR_INTAKE_DATASET, row, dataset, err) && set_text(self, SR_INTAKE_FILE, row, sr_text_from(file->path), err);
}

static bool next(void *state, const sr_batch **batch, sr_error *err)
{
    intake *self = state;
    uint64_t given = self->batch.row_count > 0 ? self->numbers[self->batch.row_count - 1] : 0;
    *batch = NULL;
    if (!read_others(self, err))
        return false;
    self->batch.row_count = 0;
    while (self->other < self->other_count && self->batch.row_count < SR_BATCH_ROWS_MAX) {
        const sr_intake *account = self->others[self->other].get_intake(self->others[self->other].self);
        if (self->file >= account->file_count) {
            self->other++;
            self->file = 0;
            continue;
        }
        self->numbers[self->batch.row_count] = given + self->batch.row_count + 1;
        if (!add_row(self, account->dataset, &account->files[self->file++], err))
            return false;
    }
    *batch = self->batch.row_count > 0 ? &self->batch : NULL;
    return true;
}

static const sr_intake *get_intake(const void *state)
{
    const intake *self = state;
    return &self->account;
}

static void close_intake(void *state)
{
    (void)state;    // it lives in the arena
}

bool sr_intake_open(const sr_plan_dataset *plan, const sr_source *others, uint32_t other_count, sr_intake_days days,
                    sr_dict *dict, sr_arena *arena, sr_source *source, sr_error *err)
{
    intake *made = sr_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    *made = (intake){.others = others, .other_count = other_count, .days = days, .dict = dict, .account = {.dataset = plan->name}};
    for (uint32_t i = 0; i < SR_INTAKE_COLUMN_COUNT; i++)
        if (!sr_column_init(&made->columns[i], plan->columns[i].kind, 0, arena))
            return sr_fail_memory(err);
    made->batch = (sr_batch){.column_count = SR_INTAKE_COLUMN_COUNT, .columns = made->columns, .dict = dict,
                             .lines = made->numbers, .records = made->numbers};
    *source = (sr_source){made, next, get_intake, close_intake};
    return true;
}
