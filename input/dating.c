#include "input/dating.h"

#include "input/decode.h"

/* The latest day in a column of a table whose header was read. */
static bool read_rows(sr_table *table, const sr_dataset *dataset, const sr_header *header, sr_arena *scratch, sr_export *export,
                      sr_error *err)
{
    size_t column = dataset->drift.day_column;
    sr_decoder decoder;
    if (!sr_decoder_init(&decoder, &dataset->columns[column], dataset, scratch, err))
        return false;
    sr_arena *cell_arena = sr_arena_new();
    if (cell_arena == NULL)
        return sr_fail_memory(err);
    const sr_record *record;
    const char *problem;
    sr_cell cell;
    bool done;
    while ((done = sr_table_next(table, &record, &problem, err)) && record != NULL) {
        const sr_field *field = problem == NULL ? sr_header_get_field(header, record, column) : NULL;
        if (field == NULL)
            continue;
        sr_arena_clear(cell_arena);
        if (!(done = sr_decode(&decoder, &field->text, cell_arena, &cell, err)))
            break;
        if (cell.is_missing || cell.problem != NULL)
            continue;
        export->day = export->has_day && export->day > cell.day ? export->day : cell.day;
        export->has_day = true;
    }
    sr_arena_free(cell_arena);
    return done;
}

static bool read_file(const sr_dataset *dataset, sr_export *export, sr_hash *hash, sr_arena *arena, sr_error *err)
{
    sr_findings *unheard = sr_findings_new(arena);
    sr_dialect dialect;
    sr_table *table;
    sr_header header;
    const char *problem;
    if (unheard == NULL)
        return sr_fail_memory(err);
    if (!sr_export_open(dataset, export, &dialect, arena, &table, unheard, err))
        return false;
    const sr_record *record = sr_table_get_names(table, &problem);
    bool done =
        record == NULL || problem != NULL
        || (sr_header_find(dataset, record, NULL, arena, &header, err) && read_rows(table, dataset, &header, arena, export, err));
    *hash = sr_table_get_totals(table).hash;
    sr_table_close(table);
    return done;
}

bool sr_dating_read(const sr_dataset *dataset, sr_export *exports, size_t count, sr_hash *hashes, sr_error *err)
{
    sr_arena *file_arena = sr_arena_new();
    if (file_arena == NULL)
        return sr_fail_memory(err);
    bool done = true;
    for (size_t i = 0; done && i < count; i++) {
        done = read_file(dataset, &exports[i], &hashes[i], file_arena, err);
        sr_arena_clear(file_arena);
    }
    sr_arena_free(file_arena);
    return done;
}
