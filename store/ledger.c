#include "store/ledger.h"

#include "engine/base/file.h"
#include "store/schema.h"
#include "store/sql.h"

static bool open_ledger(const char *path, bool is_readonly, sr_ledger **ledger, sr_error *err)
{
    sr_arena *arena = sr_arena_new();
    if (arena == NULL)
        return sr_fail_memory(err);
    sr_ledger *opened = sr_arena_alloc(arena, 1, sizeof(*opened));
    sr_text copy;
    if (opened == NULL || !sr_text_copy(sr_text_from(path), arena, &copy)) {
        sr_arena_free(arena);
        return sr_fail_memory(err);
    }
    *opened = (sr_ledger){.arena = arena, .path = copy.data, .is_readonly = is_readonly};
    if (!sr_sql_connect(opened, err)
        || !(is_readonly ? sr_schema_check(opened, err) : sr_schema_migrate(opened, err))) {
        sr_ledger_close(opened);
        return false;
    }
    *ledger = opened;
    return true;
}

bool sr_ledger_open(const char *path, sr_ledger **ledger, sr_error *err)
{
    return open_ledger(path, false, ledger, err);
}

bool sr_ledger_open_readonly(const char *path, sr_ledger **ledger, sr_error *err)
{
    if (!sr_file_is_there(path))
        return sr_fail_at(err, SR_NO_INPUT, (sr_where){path, 0, 0},
                          "there is no ledger here: nothing was run in this workspace yet; `seire run` makes it");
    return open_ledger(path, true, ledger, err);
}

void sr_ledger_close(sr_ledger *ledger)
{
    if (ledger == NULL)
        return;
    sr_sql_disconnect(ledger);
    sr_arena_free(ledger->arena);
}

/* --- runs --- */

bool sr_ledger_begin_run(sr_ledger *ledger, sr_day as_of, sr_text started, sr_text rules_hash, int64_t *run_id, sr_error *err)
{
    char day[11];
    sr_date_write_iso(as_of, day);
    sr_sql sql;
    int64_t id = 0;
    if (!sr_sql_begin(ledger, err))
        return false;
    bool done = sr_sql_prepare(ledger, "INSERT INTO run (as_of, started, rules_hash) VALUES (?, ?, ?)", &sql, err);
    if (done) {
        sr_sql_bind_text(&sql, sr_text_from(day));
        sr_sql_bind_text(&sql, started);
        sr_sql_bind_text(&sql, rules_hash);
        done = sr_sql_run(&sql, err);
        sr_sql_close(&sql);
        id = sqlite3_last_insert_rowid(ledger->database);
    }
    if (!sr_sql_finish(ledger, done, err))
        return false;
    *run_id = id;
    return true;
}

bool sr_ledger_finish_run(sr_ledger *ledger, int64_t run_id, sr_text finished, int32_t exit_status, sr_text summary,
                          sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_begin(ledger, err))
        return false;
    bool done = sr_sql_prepare(ledger, "UPDATE run SET finished = ?, exit_status = ?, summary = ? WHERE id = ?", &sql, err);
    if (done) {
        sr_sql_bind_text(&sql, finished);
        sr_sql_bind_integer(&sql, exit_status);
        sr_sql_bind_text(&sql, summary);
        sr_sql_bind_integer(&sql, run_id);
        done = sr_sql_run(&sql, err);
        sr_sql_close(&sql);
        if (done && sqlite3_changes(ledger->database) != 1)
            done = sr_fail(err, SR_INTERNAL, "the ledger knows no run %lld", (long long)run_id);
    }
    return sr_sql_finish(ledger, done, err);
}

static bool read_day(const sr_sql *sql, int column, sr_arena *arena, sr_day *day, sr_error *err)
{
    sr_text text;
    if (!sr_sql_get_text(sql, column, arena, &text, err))
        return false;
    return sr_date_parse_iso(text, day)
           || sr_fail_at(err, SR_BAD_DATA, (sr_where){sql->ledger->path, 0, 0}, "the ledger is damaged: '%.*s' is not a date",
                         SR_TEXT_ARG(text));
}

static bool read_run(const sr_sql *sql, sr_arena *arena, sr_ledger_run *run, sr_error *err)
{
    run->id = sr_sql_get_integer(sql, 0);
    run->exit_status = (int32_t)sr_sql_get_integer(sql, 5);
    run->edition_count = (uint32_t)sr_sql_get_integer(sql, 7);
    run->mail_count = (uint32_t)sr_sql_get_integer(sql, 8);
    return read_day(sql, 1, arena, &run->as_of, err) && sr_sql_get_text(sql, 2, arena, &run->started, err)
           && sr_sql_get_text(sql, 3, arena, &run->finished, err) && sr_sql_get_text(sql, 4, arena, &run->rules_hash, err)
           && sr_sql_get_text(sql, 6, arena, &run->summary, err);
}

bool sr_ledger_list_runs(sr_ledger *ledger, uint32_t count_max, sr_arena *arena, const sr_ledger_run **runs, size_t *count,
                         sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger,
                        "SELECT id, as_of, started, finished, rules_hash, exit_status, summary,"
                        " (SELECT count(*) FROM edition WHERE run_id = run.id),"
                        " (SELECT count(*) FROM mail JOIN edition ON edition.id = edition_id WHERE run_id = run.id)"
                        " FROM run ORDER BY id DESC LIMIT ?",
                        &sql, err))
        return false;
    sr_sql_bind_integer(&sql, count_max);
    void *list = NULL;
    size_t found = 0, capacity = 0;
    bool has_row = false, done;
    while ((done = sr_sql_step(&sql, &has_row, err)) && has_row
           && (done = sr_sql_reserve(arena, &list, found, &capacity, sizeof(sr_ledger_run), err)
                      && read_run(&sql, arena, (sr_ledger_run *)list + found, err)))
        found++;
    sr_sql_close(&sql);
    if (!done)
        return false;
    *runs = list;
    *count = found;
    return true;
}

bool sr_ledger_set_person_key(sr_ledger *ledger, int64_t run_id, sr_text key_id, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_begin(ledger, err))
        return false;
    bool done = sr_sql_prepare(ledger, "UPDATE run SET person_key = ? WHERE id = ?", &sql, err);
    if (done) {
        sr_sql_bind_text(&sql, key_id);
        sr_sql_bind_integer(&sql, run_id);
        done = sr_sql_run(&sql, err);
        sr_sql_close(&sql);
    }
    return sr_sql_finish(ledger, done, err);
}

bool sr_ledger_find_person_key(sr_ledger *ledger, int64_t before_run_id, sr_arena *arena, sr_text *key_id, int64_t *run_id, sr_day *as_of,
                               sr_error *err)
{
    sr_sql sql;
    bool has_row = false;
    *key_id = SR_TEXT_NONE;
    *run_id = 0;
    *as_of = 0;
    if (!sr_sql_prepare(ledger, "SELECT person_key, as_of, id FROM run WHERE id < ? AND person_key <> '' ORDER BY id DESC LIMIT 1", &sql, err))
        return false;
    sr_sql_bind_integer(&sql, before_run_id);
    bool done = sr_sql_step(&sql, &has_row, err)
                && (!has_row || (sr_sql_get_text(&sql, 0, arena, key_id, err) && read_day(&sql, 1, arena, as_of, err)));
    if (done && has_row)
        *run_id = sr_sql_get_integer(&sql, 2);
    sr_sql_close(&sql);
    return done;
}

/* --- inputs --- */

static bool add_input(sr_sql *sql, int64_t run_id, size_t position, const sr_ledger_input *input, sr_error *err)
{
    sr_sql_bind_integer(sql, run_id);
    sr_sql_bind_integer(sql, (int64_t)position);
    sr_sql_bind_text(sql, input->dataset);
    sr_sql_bind_text(sql, input->path);
    sr_sql_bind_text(sql, input->hash);
    sr_sql_bind_text(sql, input->encoding);
    sr_sql_bind_integer(sql, (int64_t)input->size_bytes);
    sr_sql_bind_integer(sql, (int64_t)input->records);
    sr_sql_bind_integer(sql, (int64_t)input->kept);
    sr_sql_bind_integer(sql, (int64_t)input->superseded);
    sr_sql_bind_integer(sql, (int64_t)input->set_aside);
    sr_sql_bind_text(sql, input->header);
    return sr_sql_run(sql, err);
}

bool sr_ledger_add_inputs(sr_ledger *ledger, int64_t run_id, const sr_ledger_input *inputs, size_t count, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_begin(ledger, err))
        return false;
    bool done = sr_sql_prepare(ledger, "INSERT INTO input VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &sql, err);
    if (done) {
        for (size_t i = 0; done && i < count; i++)
            done = add_input(&sql, run_id, i, &inputs[i], err);
        sr_sql_close(&sql);
    }
    return sr_sql_finish(ledger, done, err);
}

bool sr_ledger_find_first_day(sr_ledger *ledger, sr_text hash, sr_day *day, bool *found, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger, "SELECT as_of FROM run WHERE id = (SELECT min(run_id) FROM input WHERE hash = ?)", &sql, err))
        return false;
    sr_arena *arena = sr_arena_new();
    sr_sql_bind_text(&sql, hash);
    bool done = (arena != NULL || sr_fail_memory(err)) && sr_sql_step(&sql, found, err)
                && (!*found || read_day(&sql, 0, arena, day, err));
    sr_sql_close(&sql);
    sr_arena_free(arena);
    return done;
}

static bool read_input(const sr_sql *sql, sr_arena *arena, sr_ledger_input *input, sr_error *err)
{
    input->size_bytes = (uint64_t)sr_sql_get_integer(sql, 4);
    input->records = (uint64_t)sr_sql_get_integer(sql, 5);
    input->kept = (uint64_t)sr_sql_get_integer(sql, 6);
    input->superseded = (uint64_t)sr_sql_get_integer(sql, 7);
    input->set_aside = (uint64_t)sr_sql_get_integer(sql, 8);
    return sr_sql_get_text(sql, 0, arena, &input->dataset, err) && sr_sql_get_text(sql, 1, arena, &input->path, err)
           && sr_sql_get_text(sql, 2, arena, &input->hash, err) && sr_sql_get_text(sql, 3, arena, &input->encoding, err)
           && sr_sql_get_text(sql, 9, arena, &input->header, err);
}

static bool add_total(sr_sql *sql, int64_t run_id, const sr_ledger_total *total, sr_error *err)
{
    sr_sql_bind_integer(sql, run_id);
    sr_sql_bind_text(sql, total->dataset);
    sr_sql_bind_text(sql, total->check);
    sr_sql_bind_text(sql, total->value);
    return sr_sql_run(sql, err);
}

bool sr_ledger_add_totals(sr_ledger *ledger, int64_t run_id, const sr_ledger_total *totals, size_t count, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_begin(ledger, err))
        return false;
    bool done = sr_sql_prepare(ledger, "INSERT INTO total VALUES (?, ?, ?, ?)", &sql, err);
    if (done) {
        for (size_t i = 0; done && i < count; i++)
            done = add_total(&sql, run_id, &totals[i], err);
        sr_sql_close(&sql);
    }
    return sr_sql_finish(ledger, done, err);
}

bool sr_ledger_find_total(sr_ledger *ledger, sr_text dataset, sr_text check, sr_arena *arena, sr_text *value, sr_error *err)
{
    sr_sql sql;
    bool has_row = false;
    *value = SR_TEXT_NONE;
    if (!sr_sql_prepare(ledger, "SELECT value FROM total WHERE dataset = ? AND check_id = ? ORDER BY run_id DESC LIMIT 1", &sql, err))
        return false;
    sr_sql_bind_text(&sql, dataset);
    sr_sql_bind_text(&sql, check);
    bool done = sr_sql_step(&sql, &has_row, err) && (!has_row || sr_sql_get_text(&sql, 0, arena, value, err));
    sr_sql_close(&sql);
    return done;
}

bool sr_ledger_find_header(sr_ledger *ledger, sr_text dataset, sr_arena *arena, sr_text *header, sr_error *err)
{
    sr_sql sql;
    bool has_row = false;
    *header = SR_TEXT_NONE;
    if (!sr_sql_prepare(ledger, "SELECT header FROM input WHERE dataset = ? AND header <> '' ORDER BY run_id DESC, position DESC LIMIT 1", &sql, err))
        return false;
    sr_sql_bind_text(&sql, dataset);
    bool done = sr_sql_step(&sql, &has_row, err) && (!has_row || sr_sql_get_text(&sql, 0, arena, header, err));
    sr_sql_close(&sql);
    return done;
}

bool sr_ledger_list_inputs(sr_ledger *ledger, int64_t run_id, sr_arena *arena, const sr_ledger_input **inputs, size_t *count,
                           sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger,
                        "SELECT dataset, path, hash, encoding, size_bytes, records, kept, superseded, set_aside, header"
                        " FROM input WHERE run_id = ? ORDER BY position",
                        &sql, err))
        return false;
    sr_sql_bind_integer(&sql, run_id);
    void *list = NULL;
    size_t found = 0, capacity = 0;
    bool has_row = false, done;
    while ((done = sr_sql_step(&sql, &has_row, err)) && has_row
           && (done = sr_sql_reserve(arena, &list, found, &capacity, sizeof(sr_ledger_input), err)
                      && read_input(&sql, arena, (sr_ledger_input *)list + found, err)))
        found++;
    sr_sql_close(&sql);
    if (!done)
        return false;
    *inputs = list;
    *count = found;
    return true;
}
