#include "input/header.h"

#include "engine/base/builder.h"
#include "engine/base/personal.h"

#define LIST_BYTES_MAX 65536

static sr_text get_name(const sr_record *record, size_t field_index)
{
    return sr_text_trim(record->fields[field_index].text);
}

typedef bool same(sr_text a, sr_text b);

/* Index of the first field with this name at or behind `first`, or SR_NO_FIELD. */
static size_t find_field(const sr_record *record, sr_text name, size_t first, same *is_same)
{
    for (size_t i = first; i < record->field_count; i++)
        if (is_same(get_name(record, i), name))
            return i;
    return SR_NO_FIELD;
}

static bool has_any_column(const sr_dataset *dataset, const sr_record *record)
{
    for (size_t c = 0; c < dataset->column_count; c++)
        for (size_t i = 0; i < dataset->columns[c].from_count; i++)
            if (find_field(record, dataset->columns[c].from[i], 0, sr_locale_is_same_letters) != SR_NO_FIELD)
                return true;
    return false;
}

/* No column of the rules, but something personal, a day, or what may be a name. */
static bool is_row(const sr_dataset *dataset, const sr_record *record)
{
    static const sr_text formats[] = {{"yyyy-mm-dd", 10}, {"d.m.yyyy", 8}};
    sr_day day;
    bool has_value = false;
    for (size_t i = 0; i < record->field_count && !has_value; i++) {
        sr_text name = get_name(record, i);
        has_value = sr_personal_is_inside(name) || sr_personal_may_be_name(name) || sr_date_parse(name, formats[0], &day)
            || sr_date_parse(name, formats[1], &day);
    }
    return has_value && !has_any_column(dataset, record);
}

bool sr_header_list_shown(const sr_dataset *dataset, const sr_record *record, sr_arena *arena, sr_text **names, bool *is_no_header,
                          sr_error *err)
{
    char shape[SR_SHOWN_SIZE];
    *is_no_header = is_row(dataset, record);
    *names = sr_arena_alloc(arena, record->field_count, sizeof((*names)[0]));
    if (*names == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < record->field_count; i++) {
        sr_text name = (*names)[i] = get_name(record, i);
        if (!*is_no_header && !sr_personal_is_inside(name))
            continue;
        sr_text_write_shape(name, shape, sizeof(shape));
        if (!sr_text_copy(sr_text_from(shape), arena, &(*names)[i]))
            return sr_fail_memory(err);
    }
    return true;
}

/* "id, admitted, ward", as much of it as fits a message. */
static bool write_names(const sr_text *names, size_t count, sr_arena *arena, sr_text *list, sr_error *err)
{
    static const size_t shown_bytes = 200;
    sr_builder builder;
    sr_builder_init(&builder, arena, LIST_BYTES_MAX + SR_FIELD_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (builder.size + names[i].size > shown_bytes) {
            sr_builder_addf(&builder, "%sand %zu more", i == 0 ? "" : ", ", count - i);
            break;
        }
        sr_builder_addf(&builder, "%s%.*s", i == 0 ? "" : ", ", SR_TEXT_ARG(names[i]));
    }
    return sr_builder_finish(&builder, list, err);
}

bool sr_header_is_in_use(const sr_column_rule *rule, size_t name, const sr_day *day)
{
    return rule->from_days == NULL || day == NULL
           || (rule->from_days[name].valid_from <= *day && *day < rule->from_days[name].valid_to);
}

/* The names that the column may have on the day. */
static bool write_wanted(const sr_column_rule *rule, const sr_day *day, sr_arena *arena, sr_text *wanted, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, arena, LIST_BYTES_MAX);
    if (rule->position > 0)
        sr_builder_addf(&builder, "position %u", rule->position);
    else if (rule->nth > 1)
        sr_builder_addf(&builder, "number %u of ", rule->nth);
    size_t left = 0;
    for (size_t i = 0; i < rule->from_count && rule->position == 0; i++)
        left += sr_header_is_in_use(rule, i, day);
    if (left == 0 && rule->position == 0) { // none is in use then: any
        left = rule->from_count;
        day = NULL;
    }
    for (size_t i = 0, all = left; i < rule->from_count && left > 0; i++) {
        if (!sr_header_is_in_use(rule, i, day))
            continue;
        sr_builder_addf(&builder, "%s'%.*s'", left == all ? "" : left == 1 ? " or " : ", ", SR_TEXT_ARG(rule->from[i]));
        left--;
    }
    return sr_builder_finish(&builder, wanted, err);
}

static bool fail_missing(const sr_dataset *dataset, const sr_column_rule *rule, sr_where where, const sr_record *record,
                         const sr_day *day, sr_arena *arena, sr_error *err)
{
    sr_text *names;
    sr_text list;
    sr_text wanted;
    bool is_no_header;
    if (!sr_header_list_shown(dataset, record, arena, &names, &is_no_header, err)
        || !write_names(names, record->field_count, arena, &list, err) || !write_wanted(rule, day, arena, &wanted, err))
        return false;
    sr_text nearest = SR_TEXT_NONE;
    for (size_t i = 0; i < rule->from_count && nearest.size == 0 && !is_no_header && rule->nth < 2; i++)
        nearest = sr_header_is_in_use(rule, i, day) ? sr_text_find_nearest(rule->from[i], names, record->field_count) : nearest;
    bool is_own_name = rule->from_count == 1 && sr_text_is(rule->from[0], rule->name) && rule->position == 0 && rule->nth < 2;
    return sr_fail_at(err, SR_BAD_DATA, where, "dataset '%.*s': column '%.*s'%s%.*s is missing (%s: %.*s)%s%.*s%s",
                      SR_TEXT_ARG(dataset->name), SR_TEXT_ARG(rule->name), is_own_name ? "" : " from ",
                      is_own_name ? 0 : (int)wanted.size, wanted.data,
                      is_no_header ? "the line looks like a row and no header" : "the file has", SR_TEXT_ARG(list),
                      is_no_header ? "; a file without a header is declared with `header: none`" : nearest.size > 0 ? "; did you mean '" : "", SR_TEXT_ARG(nearest), nearest.size > 0 ? "'?" : "");
}

/* Where a column is found, and the second field of its name when there may be one only; SR_NO_FIELD when there is none. */
typedef struct finding_place {
    size_t field;
    size_t second;
    size_t name; // index of the name in `from`
} finding_place;

/* Among the names that are in use on the day, or among the others. */
static bool find_by_name(const sr_column_rule *rule, const sr_record *record, const sr_day *day, bool is_in_use,
                         finding_place *place)
{
    static same *const ways[] = {sr_text_is, sr_locale_is_same_letters};
    for (size_t way = 0; way < sizeof(ways) / sizeof(ways[0]); way++) {
        for (size_t i = 0; i < rule->from_count; i++) {
            if (sr_header_is_in_use(rule, i, day) != is_in_use)
                continue;
            size_t field = find_field(record, rule->from[i], 0, ways[way]);
            for (uint32_t n = 1; n < rule->nth && field != SR_NO_FIELD; n++)
                field = find_field(record, rule->from[i], field + 1, ways[way]);
            if (field == SR_NO_FIELD)
                continue;
            bool may_repeat = rule->nth > 0 || rule->type == SR_TYPE_DROP;
            size_t second = may_repeat ? SR_NO_FIELD : find_field(record, rule->from[i], field + 1, ways[way]);
            *place = (finding_place){field, second, i};
            return true;
        }
    }
    return false;
}

/* Another column has the field by a name that is in use on the day. */
static bool is_claimed(const sr_dataset *dataset, const sr_column_rule *rule, const sr_record *record, const sr_day *day,
                       size_t field)
{
    for (size_t i = 0; i < dataset->column_count; i++) {
        const sr_column_rule *other = &dataset->columns[i];
        finding_place place;
        if (other != rule && other->position == 0 && find_by_name(other, record, day, true, &place) && place.field == field)
            return true;
    }
    return false;
}

static finding_place find_column(const sr_dataset *dataset, const sr_column_rule *rule, const sr_record *record, const sr_day *day)
{
    const finding_place none = {SR_NO_FIELD, SR_NO_FIELD, SR_NO_FIELD};
    finding_place place = none;
    if (rule->position > 0) {
        place.field = rule->position <= record->field_count || sr_header_needs(rule) ? rule->position - 1 : SR_NO_FIELD;
        return place;
    }
    if (find_by_name(rule, record, day, true, &place) || rule->from_days == NULL || day == NULL)
        return place;
    return find_by_name(rule, record, day, false, &place) && !is_claimed(dataset, rule, record, day, place.field) ? place : none;
}

bool sr_header_needs(const sr_column_rule *rule)
{
    return !rule->is_optional && rule->type != SR_TYPE_DROP;
}

static bool check_column(const sr_dataset *dataset, const sr_column_rule *rule, const char *path, const sr_record *record,
                         const sr_day *day, sr_arena *arena, sr_error *err)
{
    finding_place place = find_column(dataset, rule, record, day);
    if (place.field == SR_NO_FIELD)
        return !sr_header_needs(rule) || fail_missing(dataset, rule, (sr_where){path, record->line, 0}, record, day, arena, err);
    if (place.second == SR_NO_FIELD)
        return true;
    const sr_field *second = &record->fields[place.second];
    return sr_fail_at(
        err, SR_BAD_DATA, (sr_where){path, second->line, second->column},
        "dataset '%.*s': the header has '%.*s' twice, expected one column of that name; say with `nth` which one column '%.*s' is",
        SR_TEXT_ARG(dataset->name), SR_TEXT_ARG(rule->from[place.name]), SR_TEXT_ARG(rule->name));
}

/* Columns in the order of the rules; the width is theirs. */
static void number_columns(const sr_dataset *dataset, sr_header *header)
{
    for (size_t i = 0; i < dataset->column_count; i++) {
        header->fields[i] = header->columns[i] = i;
        header->names[i] = SR_NO_FIELD;
    }
    header->width_min = header->width;
}

static void find_columns(const sr_dataset *dataset, const sr_record *record, const sr_day *day, sr_header *header)
{
    for (size_t i = 0; i < dataset->column_count; i++) {
        finding_place place = find_column(dataset, &dataset->columns[i], record, day);
        header->fields[i] = place.field;
        header->names[i] = place.name;
        if (place.field != SR_NO_FIELD)
            header->columns[place.field] = i;
    }
    for (size_t i = 0; i < header->width; i++)
        if ((i < record->field_count && get_name(record, i).size > 0) || header->columns[i] != SR_NO_FIELD)
            header->width_min = i + 1;
}

/* Fields of the header, and what the rules need behind them. */
static size_t measure_width(const sr_dataset *dataset, const sr_record *record)
{
    size_t width = record->field_count;
    for (size_t i = 0; i < dataset->column_count; i++) {
        const sr_column_rule *rule = &dataset->columns[i];
        if (rule->position > width && sr_header_needs(rule))
            width = rule->position;
    }
    return width;
}

bool sr_header_find(const sr_dataset *dataset, const sr_record *record, const sr_day *day, sr_arena *arena, sr_header *header,
                    sr_error *err)
{
    sr_header made = {.width = record == NULL ? dataset->column_count : measure_width(dataset, record)};
    made.fields = sr_arena_alloc(arena, dataset->column_count, sizeof(made.fields[0]));
    made.names = sr_arena_alloc(arena, dataset->column_count, sizeof(made.names[0]));
    made.columns = sr_arena_alloc(arena, made.width, sizeof(made.columns[0]));
    if (made.fields == NULL || made.names == NULL || made.columns == NULL)
        return sr_fail_memory(err);
    for (size_t i = 0; i < made.width; i++)
        made.columns[i] = SR_NO_FIELD;
    if (record == NULL)
        number_columns(dataset, &made);
    else
        find_columns(dataset, record, day, &made);
    *header = made;
    return true;
}

bool sr_header_check(const sr_dataset *dataset, const char *path, const sr_record *record, const sr_day *day, sr_arena *arena,
                     sr_error *err)
{
    for (size_t i = 0; record != NULL && i < dataset->column_count; i++)
        if (!check_column(dataset, &dataset->columns[i], path, record, day, arena, err))
            return false;
    return true;
}

bool sr_header_check_positions(const sr_dataset *dataset, const char *path, const sr_record *record, sr_arena *arena, sr_error *err)
{
    for (size_t i = 0; i < dataset->column_count; i++) {
        const sr_column_rule *rule = &dataset->columns[i];
        if (rule->position > record->field_count && sr_header_needs(rule))
            return fail_missing(dataset, rule, (sr_where){path, record->line, 0}, record, NULL, arena, err);
    }
    return true;
}

const sr_field *sr_header_get_field(const sr_header *header, const sr_record *record, size_t column)
{
    size_t index = header->fields[column];
    return index < record->field_count ? &record->fields[index] : NULL;     // SR_NO_FIELD lies behind every field
}

bool sr_header_is_ragged(const sr_header *header, const sr_record *record)
{
    if (record->field_count < header->width_min)
        return true;
    for (size_t i = header->width; i < record->field_count; i++)
        if (sr_text_trim(record->fields[i].text).size > 0)
            return true;
    return false;
}

bool sr_header_is_empty_row(const sr_record *record)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (sr_text_trim(record->fields[i].text).size > 0)
            return false;
    return record->field_count > 1;
}
