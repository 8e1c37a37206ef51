#include "app/figure.h"

#include "engine/base/builder.h"

#define NAME_BYTES_MAX 4096
#define MONTH_SIZE 7            // 2026-10
#define ROWS_SHOWN 12           // when a row is not found
#define EXPECTED "a figure is written INDICATOR:PERIOD[:key=value,...][@EDITION], as T01:2026-10:county=0045"

/* Cuts the text at the first `byte`: what stands before it goes to *head, the rest stays. False when it is not there. */
static bool cut(sr_text *rest, char byte, sr_text *head)
{
    size_t at = sr_text_find(*rest, (sr_text){&byte, 1});
    if (at == SIZE_MAX)
        return false;
    *head = sr_text_slice(*rest, 0, at);
    *rest = sr_text_slice(*rest, at + 1, SIZE_MAX);
    return true;
}

/* Takes `@2` off the end. */
static void cut_edition(sr_text *text, uint32_t *edition)
{
    size_t digits = 0;
    *edition = 0;
    while (digits < text->size && text->data[text->size - 1 - digits] >= '0' && text->data[text->size - 1 - digits] <= '9')
        digits++;
    if (digits == 0 || digits > 6 || digits == text->size || text->data[text->size - 1 - digits] != '@')
        return;
    for (size_t i = text->size - digits; i < text->size; i++)
        *edition = *edition * 10 + (uint32_t)(text->data[i] - '0');
    text->size -= digits + 1;
}

static bool parse_keys(sr_text rest, sr_figure_name *name, sr_error *err)
{
    while (rest.size > 0) {
        sr_text pair, key;
        if (!cut(&rest, ',', &pair)) {
            pair = rest;
            rest = SR_TEXT_NONE;
        }
        if (!cut(&pair, '=', &key) || name->key_count == SR_FIGURE_KEYS_MAX)
            return sr_fail(err, SR_USAGE, "\"%.*s\" is not key=value; " EXPECTED, SR_TEXT_ARG(pair));
        name->key_names[name->key_count] = key;
        name->keys[name->key_count++] = pair;
    }
    return true;
}

/* The ledger knows the months of a year to date by their own names. */
static bool parse_year_to_date(sr_text text, sr_text period, sr_arena *arena, sr_figure_name *name, sr_error *err)
{
    sr_builder builder;
    size_t first = name->indicator.size + 1;
    sr_builder_init(&builder, arena, text.size);
    sr_builder_add(&builder, sr_text_slice(text, 0, first + MONTH_SIZE));
    sr_builder_add(&builder, sr_text_slice(text, first + period.size, SIZE_MAX));
    if (!sr_builder_finish(&builder, &name->id, err))
        return false;
    if (!sr_period_parse(sr_text_slice(period, 0, MONTH_SIZE), &name->period) || name->period.grain != SR_GRAIN_MONTH)
        return sr_fail(err, SR_USAGE, "\"%.*s\" is not a year to date; it is written 2026-10-ytd", SR_TEXT_ARG(period));
    name->period.grain = SR_GRAIN_YTD;
    return true;
}

bool sr_figure_name_parse(sr_text text, sr_arena *arena, sr_figure_name *name, sr_error *err)
{
    sr_text rest, period;
    *name = (sr_figure_name){0};
    cut_edition(&text, &name->edition);
    name->id = rest = text;
    if (!cut(&rest, ':', &name->indicator))
        return sr_fail(err, SR_USAGE, "\"%.*s\" has no period; " EXPECTED, SR_TEXT_ARG(text));
    if (!cut(&rest, ':', &period)) {
        period = rest;
        rest = SR_TEXT_NONE;
    }
    if (sr_text_has_suffix(period, SR_TEXT("-ytd"))) {
        if (!parse_year_to_date(text, period, arena, name, err))
            return false;
    } else if (!sr_period_parse(period, &name->period)) {
        return sr_fail(err, SR_USAGE, "\"%.*s\" is not a period; it is written 2026-10, 2026-Q4, 2026-H2 or 2026; a day 2026-10-31, a week 2026-W44, a year to "
                                      "date 2026-10-ytd", SR_TEXT_ARG(period));
    }
    return parse_keys(rest, name, err);
}

/* --- in a released cube --- */

static bool has_these_keys(const sr_plan_grouping *grouping, const sr_figure_name *name)
{
    if (grouping->key_count != name->key_count)
        return false;
    for (uint32_t i = 0; i < grouping->key_count; i++)
        if (!sr_text_is(grouping->keys[i].name, name->key_names[i]))
            return false;
    return true;
}

static void add_key(sr_builder *builder, const sr_plan_key *key, const sr_dict *dict, sr_key value)
{
    char text[SR_INT128_SIZE];
    sr_builder_add(builder, sr_key_write(value, key->expr->kind, key->expr->scale, dict, text));
}

/* The text of one key of a member, as in figures.csv: pool members joined by +. */
static bool write_member_key(const sr_released *released, const sr_plan_grouping *grouping, const sr_released_member *member,
                             uint32_t key, sr_arena *arena, sr_text *text, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, NAME_BYTES_MAX);
    uint32_t count = member->is_pool ? member->pool_count : 1;
    const sr_key *keys = member->is_pool ? member->pool_keys : member->keys;
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            sr_builder_add_byte(&builder, '+');
        add_key(&builder, &grouping->keys[key], sr_released_get_dict(released), keys[i * grouping->key_count + key]);
    }
    return sr_builder_finish(&builder, text, err);
}

/* Is `part` one of the members of `joined`, "0039+0056"? */
static bool is_among(sr_text part, sr_text joined)
{
    sr_text one;
    while (cut(&joined, '+', &one))
        if (sr_text_is(one, part))
            return true;
    return sr_text_is(joined, part);
}

/* "T01 has no row county=45; it has county=0037; county=0045; …": as they are written at the prompt, unknown is county= */
static bool fail_member(const sr_figure_name *name, const sr_released *released, const sr_figure_place *place, sr_arena *arena,
                        sr_error *err)
{
    sr_builder asked, rows;
    sr_text row;
    sr_builder_init(&asked, arena, NAME_BYTES_MAX);
    sr_builder_init(&rows, arena, NAME_BYTES_MAX);
    for (uint32_t k = 0; k < name->key_count; k++)
        sr_builder_addf(&asked, "%s%.*s=%.*s", k > 0 ? "," : "", SR_TEXT_ARG(name->key_names[k]), SR_TEXT_ARG(name->keys[k]));
    uint32_t count = sr_released_table_count_members(place->table);
    for (uint32_t m = 0; m < count && m <= ROWS_SHOWN; m++) {
        sr_released_member member = sr_released_table_get_member(place->table, m);
        sr_builder_add_c(&rows, m == 0 ? "" : "; ");
        if (m == ROWS_SHOWN)
            sr_builder_add_c(&rows, "…");
        for (uint32_t k = 0; m < ROWS_SHOWN && k < member.key_count; k++) {
            if (!write_member_key(released, place->grouping, &member, k, arena, &row, err))
                return false;
            sr_builder_addf(&rows, "%s%.*s=%.*s", k > 0 ? "," : "", SR_TEXT_ARG(name->key_names[k]), SR_TEXT_ARG(row));
        }
    }
    return sr_fail(err, SR_NO_INPUT, "%.*s has no row %.*s; it has %.*s", SR_TEXT_ARG(name->indicator),
                   SR_TEXT_ARG(sr_builder_get(&asked)), SR_TEXT_ARG(sr_builder_get(&rows)));
}

static bool find_member(const sr_figure_name *name, const sr_released *released, sr_arena *arena, sr_figure_place *place,
                        uint32_t *index, sr_error *err)
{
    uint32_t count = sr_released_table_count_members(place->table);
    for (uint32_t m = 0; m < count; m++) {
        sr_released_member member = sr_released_table_get_member(place->table, m);
        bool is_it = true, is_inside = member.is_pool;
        sr_text row = SR_TEXT_NONE;
        if (member.key_count != place->grouping->key_count)
            continue;
        for (uint32_t k = 0; k < member.key_count; k++) {
            if (!write_member_key(released, place->grouping, &member, k, arena, &row, err))
                return false;
            is_it = is_it && sr_text_is(row, name->keys[k]);
            is_inside = is_inside && is_among(name->keys[k], row);
        }
        if (is_it) {
            place->member = member;
            *index = m;
            return true;
        }
        if (is_inside)
            return sr_fail(err, SR_NO_INPUT, "%.*s is shown only within the row %.*s=%.*s, to protect persons",
                           SR_TEXT_ARG(name->keys[0]), SR_TEXT_ARG(name->key_names[0]), SR_TEXT_ARG(row));
    }
    return fail_member(name, released, place, arena, err);
}

/* "T01 is not broken down by maakond; it is by service, by county, by service and county" */
static bool fail_breakdown(const sr_figure_name *name, const sr_plan_indicator *indicator, sr_arena *arena, sr_error *err)
{
    sr_builder asked, has;
    sr_builder_init(&asked, arena, NAME_BYTES_MAX);
    sr_builder_init(&has, arena, NAME_BYTES_MAX);
    for (uint32_t k = 0; k < name->key_count; k++)
        sr_builder_addf(&asked, "%s%.*s", k > 0 ? " and " : "", SR_TEXT_ARG(name->key_names[k]));
    for (uint32_t g = 0; g < indicator->grouping_count; g++)
        for (uint32_t k = 0; k < indicator->groupings[g].key_count; k++)
            sr_builder_addf(&has, "%s%.*s", k > 0 ? " and " : has.size > 0 ? ", by " : "; it is by ",
                            SR_TEXT_ARG(indicator->groupings[g].keys[k].name));
    return sr_fail(err, SR_NO_INPUT, "%.*s is not broken down by %.*s%.*s", SR_TEXT_ARG(name->indicator),
                   SR_TEXT_ARG(sr_builder_get(&asked)), SR_TEXT_ARG(sr_builder_get(&has)));
}

static bool find_table(const sr_figure_name *name, const sr_released *released, sr_arena *arena, sr_figure_place *place, sr_error *err)
{
    const sr_plan *plan = sr_released_get_plan(released);
    uint32_t index = sr_plan_find_indicator(plan, name->indicator);
    const sr_plan_indicator *indicator = &plan->indicators[index];
    for (uint32_t g = 0; g < indicator->grouping_count; g++) {
        if (!has_these_keys(&indicator->groupings[g], name))
            continue;
        place->grouping = &indicator->groupings[g];
        place->table = sr_released_find_table(released, index, g);
        return place->table != NULL ? true : sr_fail(err, SR_NO_INPUT, "no report shows this breakdown of %.*s",
                                                     SR_TEXT_ARG(name->indicator));
    }
    return fail_breakdown(name, indicator, arena, err);
}

static bool fail_period(const sr_figure_name *name, const sr_released_table *table, uint32_t count, sr_error *err)
{
    char asked[16], first[16], last[16];
    sr_grain grain = name->period.grain;
    sr_period_write(name->period, asked);
    if (count == 0)
        return sr_fail(err, SR_NO_INPUT, "the report shows no %s of %.*s, expected another kind of period than %s",
                       sr_grain_get_name(grain), SR_TEXT_ARG(name->indicator), asked);
    sr_period_write(sr_released_table_get_period(table, grain, 0), first);
    sr_period_write(sr_released_table_get_period(table, grain, count - 1), last);
    return sr_fail(err, SR_NO_INPUT, "the report does not show %.*s of %s; it shows %s to %s", SR_TEXT_ARG(name->indicator), asked, first,
                   last);
}

bool sr_figure_find(const sr_figure_name *name, const sr_released *released, sr_arena *arena, sr_figure_place *place,
                    sr_error *err)
{
    *place = (sr_figure_place){0};
    uint32_t member = 0;
    if (!find_table(name, released, arena, place, err))
        return false;
    if (sr_released_table_get_hidden(place->table) != SR_HIDDEN_NOT)
        return true;
    if (name->key_count == 0)
        place->member = sr_released_table_get_member(place->table, 0);
    else if (!find_member(name, released, arena, place, &member, err))
        return false;
    uint32_t count = sr_released_table_count_periods(place->table, name->period.grain);
    for (uint32_t p = 0; p < count; p++) {
        if (sr_released_table_get_period(place->table, name->period.grain, p).number != name->period.number)
            continue;
        place->cell = sr_released_table_get_cell(place->table, member, name->period.grain, p);
        return true;
    }
    return fail_period(name, place->table, count, err);
}
