#include "store/ledger.h"
#include "store/sql.h"

static bool add_files(sr_ledger *ledger, int64_t edition_id, const sr_ledger_file *files, size_t count, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger, "INSERT INTO edition_file (edition_id, name, hash, size_bytes) VALUES (?, ?, ?, ?)", &sql, err))
        return false;
    bool done = true;
    for (size_t i = 0; done && i < count; i++) {
        sr_sql_bind_integer(&sql, edition_id);
        sr_sql_bind_text(&sql, files[i].name);
        sr_sql_bind_text(&sql, files[i].hash);
        sr_sql_bind_integer(&sql, (int64_t)files[i].size_bytes);
        done = sr_sql_run(&sql, err);
    }
    sr_sql_close(&sql);
    return done;
}

static bool add_figure(sr_sql *sql, int64_t edition_id, const sr_ledger_figure *figure, sr_error *err)
{
    sr_sql_bind_integer(sql, edition_id);
    sr_sql_bind_text(sql, figure->id);
    sr_sql_bind_text(sql, figure->grain);
    sr_sql_bind_text(sql, figure->n);
    sr_sql_bind_text(sql, figure->numerator);
    sr_sql_bind_text(sql, figure->denominator);
    sr_sql_bind_text(sql, figure->value);
    sr_sql_bind_text(sql, figure->lower);
    sr_sql_bind_text(sql, figure->upper);
    sr_sql_bind_text(sql, figure->target);
    sr_sql_bind_text(sql, figure->verdict);
    sr_sql_bind_text(sql, figure->state);
    return sr_sql_run(sql, err);
}

static bool add_figures(sr_ledger *ledger, int64_t edition_id, const sr_ledger_figure *figures, size_t count, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger,
                        "INSERT INTO figure (edition_id, figure, grain, n, numerator, denominator, value, lower, upper,"
                        " target, verdict, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        &sql, err))
        return false;
    bool done = true;
    for (size_t i = 0; done && i < count; i++)
        if (!add_figure(&sql, edition_id, &figures[i], err))
            done = sr_fail_within(err, "figure %.*s (%.*s)", SR_TEXT_ARG(figures[i].id), SR_TEXT_ARG(figures[i].grain));
    sr_sql_close(&sql);
    return done;
}

static bool add_mails(sr_ledger *ledger, int64_t edition_id, const sr_ledger_mail *mails, size_t count, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger,
                        "INSERT INTO mail (edition_id, recipient_role, address, message_id, subject, bytes)"
                        " VALUES (?, ?, ?, ?, ?, ?)",
                        &sql, err))
        return false;
    bool done = true;
    for (size_t i = 0; done && i < count; i++) {
        sr_sql_bind_integer(&sql, edition_id);
        sr_sql_bind_text(&sql, mails[i].recipient_role);
        sr_sql_bind_text(&sql, mails[i].address);
        sr_sql_bind_text(&sql, mails[i].message_id);
        sr_sql_bind_text(&sql, mails[i].subject);
        sr_sql_bind_bytes(&sql, mails[i].bytes);
        if (!sr_sql_run(&sql, err))
            done = sr_fail_within(err, "mail to '%.*s'", SR_TEXT_ARG(mails[i].recipient_role));
    }
    sr_sql_close(&sql);
    return done;
}

static bool add_edition(sr_ledger *ledger, const sr_ledger_edition *edition, int64_t *id, sr_error *err)
{
    char day[11];
    sr_date_write_iso(edition->as_of, day);
    sr_sql sql;
    if (!sr_sql_prepare(ledger,
                        "INSERT INTO edition (run_id, report, period, edition, rules_hash, input_hash, as_of, is_in_place)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        &sql, err))
        return false;
    sr_sql_bind_integer(&sql, edition->run_id);
    sr_sql_bind_text(&sql, edition->report);
    sr_sql_bind_text(&sql, edition->period);
    sr_sql_bind_integer(&sql, edition->edition);
    sr_sql_bind_text(&sql, edition->rules_hash);
    sr_sql_bind_text(&sql, edition->input_hash);
    sr_sql_bind_text(&sql, sr_text_from(day));
    sr_sql_bind_integer(&sql, edition->is_in_place ? 1 : 0);
    bool done = sr_sql_run(&sql, err);
    sr_sql_close(&sql);
    *id = sqlite3_last_insert_rowid(ledger->database);
    return done;
}

bool sr_ledger_add_edition(sr_ledger *ledger, const sr_ledger_edition *edition, const sr_ledger_edition_content *content,
                           int64_t *edition_id, sr_error *err)
{
    int64_t id = 0;
    if (!sr_sql_begin(ledger, err))
        return false;
    bool done = add_edition(ledger, edition, &id, err) && add_files(ledger, id, content->files, content->file_count, err)
                && add_figures(ledger, id, content->figures, content->figure_count, err)
                && add_mails(ledger, id, content->mails, content->mail_count, err);
    if (!sr_sql_finish(ledger, done, err))
        return sr_fail_within(err, "edition %u of '%.*s' for %.*s", edition->edition, SR_TEXT_ARG(edition->report),
                              SR_TEXT_ARG(edition->period));
    *edition_id = id;
    return true;
}

bool sr_ledger_set_in_place(sr_ledger *ledger, int64_t edition_id, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_begin(ledger, err))
        return false;
    bool done = sr_sql_prepare(ledger, "UPDATE edition SET is_in_place = 1 WHERE id = ?", &sql, err);
    if (done) {
        sr_sql_bind_integer(&sql, edition_id);
        done = sr_sql_run(&sql, err);
        sr_sql_close(&sql);
        if (done && sqlite3_changes(ledger->database) != 1)
            done = sr_fail(err, SR_INTERNAL, "the ledger knows no edition %lld", (long long)edition_id);
    }
    return sr_sql_finish(ledger, done, err);
}

#define EDITION_COLUMNS "id, run_id, report, period, edition, rules_hash, input_hash, as_of, is_in_place"

static bool read_edition(const sr_sql *sql, sr_arena *arena, sr_ledger_edition *edition, sr_error *err)
{
    sr_text day;
    edition->id = sr_sql_get_integer(sql, 0);
    edition->run_id = sr_sql_get_integer(sql, 1);
    edition->edition = (uint32_t)sr_sql_get_integer(sql, 4);
    edition->is_in_place = sr_sql_get_integer(sql, 8) != 0;
    if (!sr_sql_get_text(sql, 2, arena, &edition->report, err) || !sr_sql_get_text(sql, 3, arena, &edition->period, err)
        || !sr_sql_get_text(sql, 5, arena, &edition->rules_hash, err)
        || !sr_sql_get_text(sql, 6, arena, &edition->input_hash, err) || !sr_sql_get_text(sql, 7, arena, &day, err))
        return false;
    return sr_date_parse_iso(day, &edition->as_of)
           || sr_fail_at(err, SR_BAD_DATA, (sr_where){sql->ledger->path, 0, 0}, "the ledger is damaged: '%.*s' is not a date",
                         SR_TEXT_ARG(day));
}

bool sr_ledger_find_edition(sr_ledger *ledger, sr_text report, sr_text period, sr_arena *arena, sr_ledger_edition *edition,
                            bool *found, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger,
                        "SELECT " EDITION_COLUMNS " FROM edition WHERE report = ? AND period = ?"
                        " ORDER BY edition DESC LIMIT 1",
                        &sql, err))
        return false;
    sr_sql_bind_text(&sql, report);
    sr_sql_bind_text(&sql, period);
    bool has_row = false;
    sr_ledger_edition read = {0};
    bool done = sr_sql_step(&sql, &has_row, err) && (!has_row || read_edition(&sql, arena, &read, err));
    sr_sql_close(&sql);
    if (!done)
        return false;
    *found = has_row;
    if (has_row)
        *edition = read;
    return true;
}

bool sr_ledger_list_editions(sr_ledger *ledger, int64_t run_id, bool only_out_of_place, sr_arena *arena,
                             const sr_ledger_edition **editions, size_t *count, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger,
                        "SELECT " EDITION_COLUMNS " FROM edition WHERE (?1 = 0 OR run_id = ?1) AND (?2 = 0 OR is_in_place = 0)"
                        " ORDER BY id DESC",
                        &sql, err))
        return false;
    sr_sql_bind_integer(&sql, run_id);
    sr_sql_bind_integer(&sql, only_out_of_place ? 1 : 0);
    void *list = NULL;
    size_t found = 0, capacity = 0;
    bool has_row = false, done;
    while ((done = sr_sql_step(&sql, &has_row, err)) && has_row
           && (done = sr_sql_reserve(arena, &list, found, &capacity, sizeof(sr_ledger_edition), err)
                      && read_edition(&sql, arena, (sr_ledger_edition *)list + found, err)))
        found++;
    sr_sql_close(&sql);
    if (!done)
        return false;
    *editions = list;
    *count = found;
    return true;
}

static bool read_file(const sr_sql *sql, sr_arena *arena, sr_ledger_file *file, sr_error *err)
{
    file->size_bytes = (uint64_t)sr_sql_get_integer(sql, 2);
    return sr_sql_get_text(sql, 0, arena, &file->name, err) && sr_sql_get_text(sql, 1, arena, &file->hash, err);
}

bool sr_ledger_list_files(sr_ledger *ledger, int64_t edition_id, sr_arena *arena, const sr_ledger_file **files, size_t *count,
                          sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger, "SELECT name, hash, size_bytes FROM edition_file WHERE edition_id = ? ORDER BY name", &sql, err))
        return false;
    sr_sql_bind_integer(&sql, edition_id);
    void *list = NULL;
    size_t found = 0, capacity = 0;
    bool has_row = false, done;
    while ((done = sr_sql_step(&sql, &has_row, err)) && has_row
           && (done = sr_sql_reserve(arena, &list, found, &capacity, sizeof(sr_ledger_file), err)
                      && read_file(&sql, arena, (sr_ledger_file *)list + found, err)))
        found++;
    sr_sql_close(&sql);
    if (!done)
        return false;
    *files = list;
    *count = found;
    return true;
}

static bool read_figure(const sr_sql *sql, sr_arena *arena, sr_ledger_figure *figure, sr_error *err)
{
    sr_text *const columns[] = {&figure->id,    &figure->grain, &figure->n,      &figure->numerator, &figure->denominator, &figure->value,
                                &figure->lower, &figure->upper, &figure->target, &figure->verdict,   &figure->state};
    for (int i = 0; i < (int)(sizeof(columns) / sizeof(columns[0])); i++)
        if (!sr_sql_get_text(sql, i, arena, columns[i], err))
            return false;
    return true;
}

bool sr_ledger_find_figure(sr_ledger *ledger, int64_t edition_id, sr_text figure_id, sr_text grain, sr_arena *arena,
                           sr_ledger_figure *figure, bool *found, sr_error *err)
{
    sr_sql sql;
    if (!sr_sql_prepare(ledger,
                        "SELECT figure, grain, n, numerator, denominator, value, lower, upper, target, verdict, state"
                        " FROM figure WHERE edition_id = ?1 AND figure = ?2 AND (?3 = '' OR grain = ?3)"
                        " ORDER BY grain LIMIT 1",
                        &sql, err))
        return false;
    sr_sql_bind_integer(&sql, edition_id);
    sr_sql_bind_text(&sql, figure_id);
    sr_sql_bind_text(&sql, grain);
    bool has_row = false;
    sr_ledger_figure read = {0};
    bool done = sr_sql_step(&sql, &has_row, err) && (!has_row || read_figure(&sql, arena, &read, err));
    sr_sql_close(&sql);
    if (!done)
        return false;
    *found = has_row;
    if (has_row)
        *figure = read;
    return true;
}
