#include "output/figures.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/csv.h"

#define KEY_SIZE_MAX 65536      // of one key, a pool of many members
#define ID_SIZE_MAX 131072
#define CSV_SIZE_MAX (UINT64_C(1) << 30)

/* What the figures of one table have in common. */
typedef struct table_place {
    const sr_released *released;
    const sr_released_table *table;
    const sr_plan_indicator *indicator;
    const sr_plan_grouping *grouping;
    const sr_text *key_names;
} table_place;

static table_place get_place(const sr_released *released, uint32_t index)
{
    const sr_plan *plan = sr_released_get_plan(released);
    const sr_released_table *table = sr_released_get_table(released, index);
    const sr_plan_indicator *indicator = &plan->indicators[sr_released_table_get_indicator(table)];
    const sr_plan_grouping *grouping = &indicator->groupings[sr_released_table_get_grouping(table)];
    return (table_place){.released = released, .table = table, .indicator = indicator, .grouping = grouping};
}

/* A breakdown that is withheld as a whole has no rows; a withheld total keeps its rows, which say so. */
static bool is_listed(const table_place *place)
{
    return place->grouping->key_count == 0 || sr_released_table_get_hidden(place->table) == SR_HIDDEN_NOT;
}

/* The breakdown's own total, if it has one, is the total of the indicator and stands there. */
static bool is_listed_member(const table_place *place, uint32_t member)
{
    return sr_released_table_get_member(place->table, member).key_count == place->grouping->key_count;
}

/* --- texts of a figure --- */

static void add_key(sr_builder *builder, const sr_dict *dict, const sr_plan_key *key, sr_key value)
{
    char text[SR_INT128_SIZE];
    sr_builder_add(builder, sr_key_write(value, key->expr->kind, key->expr->scale, dict, text));
}

/* One key of a member; of a pool every different value once, in the pool's order. */
static bool write_key(const table_place *place, const sr_released_member *member, uint32_t key, sr_arena *arena, sr_text *text,
                      sr_error *err)
{
    sr_builder builder;
    const sr_dict *dict = sr_released_get_dict(place->released);
    const sr_plan_key *plan_key = &place->grouping->keys[key];
    sr_builder_init(&builder, arena, KEY_SIZE_MAX);
    if (!member->is_pool) {
        add_key(&builder, dict, plan_key, member->keys[key]);
        return sr_builder_finish(&builder, text, err);
    }
    for (uint32_t i = 0; i < member->pool_count; i++) {
        sr_key value = member->pool_keys[(size_t)i * member->key_count + key];
        bool is_new = true;
        for (uint32_t j = 0; j < i; j++)
            is_new = is_new && member->pool_keys[(size_t)j * member->key_count + key] != value;
        if (is_new && i > 0)
            sr_builder_add_byte(&builder, '+');
        if (is_new)
            add_key(&builder, dict, plan_key, value);
    }
    return sr_builder_finish(&builder, text, err);
}

static bool write_keys(const table_place *place, const sr_released_member *member, sr_arena *arena, const sr_text **keys, sr_error *err)
{
    sr_text *written = sr_arena_alloc(arena, member->key_count, sizeof(*written));
    if (written == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < member->key_count; i++)
        if (!write_key(place, member, i, arena, &written[i], err))
            return false;
    *keys = written;
    return true;
}

static bool write_number(sr_number number, sr_arena *arena, sr_text *text, sr_error *err)
{
    char digits[64];
    size_t size = sr_number_write(number, digits);
    return sr_text_copy((sr_text){digits, size}, arena, text) || sr_fail_memory(err);
}

/* The numbers of a cell. A hidden cell has none. */
static bool write_numbers(const sr_released_cell *cell, sr_arena *arena, sr_figure *figure, sr_error *err)
{
    const sr_result *result = sr_released_cell_get_result(cell);
    const sr_judgement *judgement = sr_released_cell_get_judgement(cell);
    sr_cell_state state = sr_released_cell_get_state(cell);
    figure->state = sr_text_from(sr_cell_state_get_name(state));
    if (state == SR_CELL_HIDDEN)
        return true;
    figure->verdict = sr_text_from(sr_verdict_get_name(judgement->verdict));
    return write_number(sr_number_from_integer(result->n), arena, &figure->n, err)
           && (!result->has_parts
               || (write_number(result->numerator, arena, &figure->numerator, err)
                   && write_number(result->denominator, arena, &figure->denominator, err)))
           && (state != SR_CELL_OK || write_number(result->value, arena, &figure->value, err))
           && (!judgement->has_interval
               || (write_number(sr_number_from_real(judgement->interval.lower), arena, &figure->lower, err)
                   && write_number(sr_number_from_real(judgement->interval.upper), arena, &figure->upper, err)))
           && (!judgement->has_level || write_number(judgement->level, arena, &figure->target, err));
}

/* --- the list --- */

static uint64_t count_figures(const table_place *place)
{
    uint64_t periods = 0, members = 0;
    for (int grain = 0; grain < SR_GRAIN_COUNT; grain++)
        periods += sr_released_table_count_periods(place->table, (sr_grain)grain);
    for (uint32_t i = 0; i < sr_released_table_count_members(place->table); i++)
        members += is_listed_member(place, i);
    return periods * members;
}

/* By which definition the period is computed. */
static bool write_version(const sr_plan_indicator *indicator, sr_period period, sr_arena *arena, sr_text *text, sr_error *err)
{
    uint32_t version = sr_plan_indicator_find_version(indicator, sr_period_get_last(period) - 1);
    char day[11];
    if (version == SR_NO_INDEX)
        return true;
    sr_date_write_iso(indicator->versions[version].valid_from, day);
    return sr_text_copy(sr_text_from(day), arena, text) || sr_fail_memory(err);
}

static bool list_member(const table_place *place, uint32_t index, sr_arena *arena, sr_figure *figures, uint32_t *count, sr_error *err)
{
    sr_released_member member = sr_released_table_get_member(place->table, index);
    const sr_text *keys = NULL;
    if (!write_keys(place, &member, arena, &keys, err))
        return false;
    for (int g = 0; g < SR_GRAIN_COUNT; g++) {
        sr_grain grain = (sr_grain)g;
        for (uint32_t i = 0; i < sr_released_table_count_periods(place->table, grain); i++) {
            sr_figure *figure = &figures[*count];
            char period[16];
            sr_period_write(sr_released_table_get_period(place->table, grain, i), period);
            *figure = (sr_figure){.indicator = place->indicator->id,
                                  .grain = sr_text_from(sr_grain_get_name(grain)),
                                  .key_count = member.key_count,
                                  .key_names = place->key_names,
                                  .keys = keys};
            if (!sr_text_copy(sr_text_from(period), arena, &figure->period))
                return sr_fail_memory(err);
            if (!write_version(place->indicator, sr_released_table_get_period(place->table, grain, i), arena, &figure->version, err))
                return false;
            if (!write_numbers(sr_released_table_get_cell(place->table, index, grain, i), arena, figure, err))
                return false;
            (*count)++;
        }
    }
    return true;
}

static bool name_keys(table_place *place, sr_arena *arena, sr_error *err)
{
    sr_text *names = sr_arena_alloc(arena, place->grouping->key_count, sizeof(*names));
    if (names == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < place->grouping->key_count; i++)
        names[i] = place->grouping->keys[i].name;
    place->key_names = names;
    return true;
}

static uint32_t find_name(const sr_text *names, uint32_t count, sr_text name)
{
    uint32_t i = 0;
    while (i < count && !sr_text_is(names[i], name))
        i++;
    return i;
}

/* All breakdowns that occur, in order of first appearance, those of withheld tables too: the columns do not depend on the data. */
static bool list_names(const sr_released *released, sr_arena *arena, sr_figures *figures, sr_error *err)
{
    size_t total = 0;
    uint32_t tables = sr_released_count_tables(released);
    for (uint32_t i = 0; i < tables; i++)
        total += get_place(released, i).grouping->key_count;
    sr_text *names = sr_arena_alloc(arena, total, sizeof(*names));
    if (names == NULL)
        return sr_fail_memory(err);
    uint32_t count = 0;
    for (uint32_t i = 0; i < tables; i++) {
        table_place place = get_place(released, i);
        for (uint32_t k = 0; k < place.grouping->key_count; k++)
            if (find_name(names, count, place.grouping->keys[k].name) == count)
                names[count++] = place.grouping->keys[k].name;
    }
    figures->key_names = names;
    figures->key_name_count = count;
    return true;
}

bool sr_figures_list(const sr_released *released, sr_arena *arena, sr_figures *figures, sr_error *err)
{
    sr_figures listed = {0};
    uint64_t total = 0;
    uint32_t tables = sr_released_count_tables(released);
    if (!list_names(released, arena, &listed, err))
        return false;
    for (uint32_t i = 0; i < tables; i++) {
        table_place place = get_place(released, i);
        total += is_listed(&place) ? count_figures(&place) : 0;
        listed.has_versions = listed.has_versions || place.indicator->version_count > 0;
    }
    if (total > UINT32_MAX)
        return sr_fail(err, SR_INTERNAL, "an edition has more than %u figures", UINT32_MAX);
    sr_figure *items = sr_arena_alloc(arena, total, sizeof(*items));
    if (items == NULL)
        return sr_fail_memory(err);
    for (uint32_t i = 0; i < tables; i++) {
        table_place place = get_place(released, i);
        if (!is_listed(&place))
            continue;
        if (!name_keys(&place, arena, err))
            return false;
        for (uint32_t m = 0; m < sr_released_table_count_members(place.table); m++)
            if (is_listed_member(&place, m) && !list_member(&place, m, arena, items, &listed.count, err))
                return false;
    }
    listed.items = items;
    *figures = listed;
    return true;
}

/* --- as CSV and as id --- */

static void add_row(sr_builder *builder, const sr_figures *figures, const sr_figure *figure)
{
    const sr_text numbers[] = {figure->n,     figure->numerator, figure->denominator, figure->value, figure->lower,
                               figure->upper, figure->target,    figure->verdict,     figure->state};
    sr_csv_add_safe(builder, figure->indicator);
    sr_builder_add_byte(builder, ',');
    sr_csv_add_safe(builder, figure->period);
    sr_builder_add_byte(builder, ',');
    sr_csv_add_safe(builder, figure->grain);
    for (uint32_t i = 0; i < figures->key_name_count; i++) {
        uint32_t own = find_name(figure->key_names, figure->key_count, figures->key_names[i]);
        sr_builder_add_byte(builder, ',');
        sr_csv_add_safe(builder, own < figure->key_count ? figure->keys[own] : SR_TEXT("*"));
    }
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        sr_builder_add_byte(builder, ',');
        sr_csv_add_safe(builder, numbers[i]);
    }
    if (figures->has_versions) {
        sr_builder_add_byte(builder, ',');
        sr_csv_add_safe(builder, figure->version);
    }
    sr_builder_add_byte(builder, '\n');
}

bool sr_figures_write_csv(const sr_figures *figures, sr_arena *arena, sr_text *csv, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, CSV_SIZE_MAX);
    sr_builder_add_c(&builder, "indicator,period,grain");
    for (uint32_t i = 0; i < figures->key_name_count; i++) {
        sr_builder_add_byte(&builder, ',');
        sr_csv_add_safe(&builder, figures->key_names[i]);
    }
    sr_builder_add_c(&builder, ",n,numerator,denominator,value,lower,upper,target,verdict,state");
    sr_builder_add_c(&builder, figures->has_versions ? ",version\n" : "\n");
    for (uint32_t i = 0; i < figures->count; i++)
        add_row(&builder, figures, &figures->items[i]);
    return sr_builder_finish(&builder, csv, err);
}

bool sr_figure_write_id(const sr_figure *figure, sr_arena *arena, sr_text *id, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, ID_SIZE_MAX);
    sr_builder_add(&builder, figure->indicator);
    sr_builder_add_byte(&builder, ':');
    sr_builder_add(&builder, figure->period);
    for (uint32_t i = 0; i < figure->key_count; i++) {
        sr_builder_add_byte(&builder, i == 0 ? ':' : ',');
        sr_builder_add(&builder, figure->key_names[i]);
        sr_builder_add_byte(&builder, '=');
        sr_builder_add(&builder, figure->keys[i]);
    }
    return sr_builder_finish(&builder, id, err);
}
