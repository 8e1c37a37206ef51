#include "input/profile.h"

#include <stdio.h>
#include <string.h>

#include "input/decode.h"
#include "input/header.h"

typedef struct pass {
    const sr_profile *profile;
    sr_decoder *decoders;
    sr_profile_column *columns;
    uint64_t bad_rows;
    sr_header header;           // width only
    sr_arena *arena;            // of the pass
    sr_arena *scratch;          // of one row
} pass;

static void widen(sr_profile_column *c, const sr_cell *cell)
{
    if (!c->has_range) {
        c->integer_min = c->integer_max = cell->integer;
        c->real_min = c->real_max = cell->real;
        c->day_min = c->day_max = cell->day;
        c->has_range = true;
        return;
    }
    c->integer_min = cell->integer < c->integer_min ? cell->integer : c->integer_min;
    c->integer_max = cell->integer > c->integer_max ? cell->integer : c->integer_max;
    c->real_min = cell->real < c->real_min ? cell->real : c->real_min;
    c->real_max = cell->real > c->real_max ? cell->real : c->real_max;
    c->day_min = cell->day < c->day_min ? cell->day : c->day_min;
    c->day_max = cell->day > c->day_max ? cell->day : c->day_max;
}

static bool has_order(sr_column_type type)
{
    return type == SR_TYPE_INTEGER || type == SR_TYPE_DECIMAL || type == SR_TYPE_REAL || type == SR_TYPE_DATE;
}

static void count(pass *p, size_t i, const sr_cell *cell, uint64_t line)
{
    sr_profile_column *c = &p->columns[i];
    if (cell->problem != NULL && c->bad++ == 0) {
        c->bad_line = line;
        c->bad_damage = cell->damage;
    }
    c->missing += cell->problem == NULL && cell->is_missing;
    c->values += cell->problem == NULL && !cell->is_missing;
    if (cell->problem == NULL && !cell->is_missing && has_order(p->profile->starter.dataset.columns[i].type))
        widen(c, cell);
}

static bool look_at(pass *p, const sr_record *record, sr_error *err)
{
    const sr_dataset *dataset = &p->profile->starter.dataset;
    if (sr_header_is_ragged(&p->header, record))
        return true;
    bool is_bad = false;
    sr_arena_clear(p->scratch);
    for (size_t i = 0; i < dataset->column_count; i++) {
        size_t index = p->profile->starter.columns[i].survey_index;
        sr_profile_column *c = &p->columns[i];
        sr_cell cell;
        if (index >= record->field_count)
            continue;
        if (dataset->columns[i].type == SR_TYPE_DROP) {
            bool is_missing = sr_text_trim(record->fields[index].text).size == 0;
            c->missing += is_missing;
            c->values += !is_missing;
            continue;
        }
        if (!sr_decode(&p->decoders[i], &record->fields[index].text, p->scratch, &cell, err))
            return false;
        count(p, i, &cell, record->fields[index].line);
        is_bad = is_bad || cell.problem != NULL;
    }
    p->bad_rows += is_bad;
    return true;
}

static bool read_again(pass *p, const sr_dialect *declared, sr_error *err)
{
    sr_findings *unheard = sr_findings_new(p->arena);
    sr_dialect dialect = *declared;
    sr_table *table;
    const sr_record *record;
    const char *problem;
    if (unheard == NULL)
        return sr_fail_memory(err);
    if (!sr_table_open(p->profile->path, &dialect, p->arena, &table, unheard, err))
        return false;
    bool done;
    while ((done = sr_table_next(table, &record, &problem, err)) && record != NULL)
        if (problem == NULL && !look_at(p, record, err)) {
            done = false;
            break;
        }
    sr_hash hash = sr_table_get_totals(table).hash;
    sr_table_close(table);
    if (done && memcmp(&hash, &p->profile->survey.totals.hash, sizeof(hash)) != 0)
        return sr_fail_at(err, SR_TRY_AGAIN, (sr_where){p->profile->path, 0, 0}, "changed while it was being read; run again");
    return done;
}

static bool measure(sr_profile *profile, const sr_dialect *declared, sr_arena *arena, sr_arena *scratch[2], sr_error *err)
{
    const sr_dataset *dataset = &profile->starter.dataset;
    pass p = {.profile = profile, .arena = scratch[0], .scratch = scratch[1],
              .header = {.width = profile->survey.column_count, .width_min = profile->survey.width_min}};
    p.decoders = sr_arena_alloc(scratch[0], dataset->column_count, sizeof(p.decoders[0]));
    p.columns = sr_arena_alloc(arena, dataset->column_count, sizeof(p.columns[0]));
    if (p.decoders == NULL || p.columns == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < dataset->column_count; i++)
        if (dataset->columns[i].type != SR_TYPE_DROP && !sr_decoder_init(&p.decoders[i], &dataset->columns[i], dataset, scratch[0], err))
            return false;
    profile->columns = p.columns;
    bool done = read_again(&p, declared, err);
    profile->bad_rows = p.bad_rows;
    return done;
}

static bool warn_of_persons(sr_profile *profile, sr_findings *findings, sr_error *err)
{
    for (size_t i = 0; i < profile->starter.dataset.column_count; i++) {
        const sr_starter_column *column = &profile->starter.columns[i];
        const sr_column_rule *rule = &profile->starter.dataset.columns[i];
        const sr_starter_words *words = sr_starter_get_words(column->reason);
        if (!sr_starter_is_hidden(column))
            continue;
        profile->persons++;
        if (!sr_findings_addf(findings, SR_CAUTION, "column.persons", rule->where, rule->name.data, NULL, words->hint, err,
                              "column '%.*s' holds %s", SR_TEXT_ARG(rule->name), words->found))
            return false;
    }
    return true;
}

bool sr_profile_make(const char *path, const sr_infer_options *options, sr_arena *arena, sr_profile *profile, sr_findings *findings,
                     sr_error *err)
{
    const sr_survey_options survey = {.dialect = options->dialect, .date_format = options->date_format, .with_values = true, .speaks_of_rows = true};
    sr_profile made = {.path = path, .key_index = SIZE_MAX};
    if (!sr_survey_check_path(path, err))
        return false;
    if (!sr_survey_make(path, &survey, arena, &made.survey, findings, err)
        || !sr_starter_make(&made.survey, path, options->decimal_mark, arena, &made.starter, err))
        return false;
    sr_arena *scratch[2] = {sr_arena_new(), sr_arena_new()};
    bool done = scratch[0] != NULL && scratch[1] != NULL;
    if (!done)
        sr_fail_memory(err);
    done = done && measure(&made, &options->dialect, arena, scratch, err) && warn_of_persons(&made, findings, err);
    sr_arena_free(scratch[0]);
    sr_arena_free(scratch[1]);
    for (size_t i = 0; done && i < made.starter.dataset.column_count && made.key_index == SIZE_MAX; i++)
        if (made.starter.columns[i].may_be_key)
            made.key_index = i;
    if (done)
        *profile = made;
    return done;
}
