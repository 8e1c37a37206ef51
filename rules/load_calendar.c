/*
 * Calendars of the house: one file a calendar, one line a day. seire.yaml says which of them hold, and whether the Estonian public holidays do.
 */
#include <stdint.h>
#include <string.h>

#include "engine/base/file.h"
#include "rules/list_file.h"

#define ESTONIA SR_TEXT("estonia")      // built in: engine/calendar.h
#define DAYS_MAX 4000                   // of a calendar
#define EXAMPLE "2026-01-31, or 01-31 for every year"

typedef enum calendar_column { COLUMN_DATE, COLUMN_NAME, COLUMN_DAY, COLUMN_FROM, COLUMN_TO, COLUMN_COUNT } calendar_column;

static const char *const column_names[COLUMN_COUNT] = {"date", "name", "day", "valid_from", "valid_to"};

typedef struct calendar_file {
    sr_text name;
    sr_calendar_entry *entries;
    const sr_list_record **records;     // of the entries
    size_t count;
} calendar_file;

typedef struct calendar_reader {
    sr_loader *loader;
    sr_list_header header;
    calendar_file *file;
} calendar_reader;

static sr_rule_text get_cell(const calendar_reader *self, const sr_list_record *record, calendar_column column)
{
    return sr_list_record_get(record, &self->header, column);
}

/* mm-dd, a day of some leap year: also 02-29. */
static bool parse_yearly(sr_text text, sr_calendar_entry *entry)
{
    char iso[] = "2000-mm-dd";
    sr_day day;
    if (text.size != 5)
        return false;
    memcpy(iso + 5, text.data, text.size);
    if (!sr_date_parse_iso(sr_text_from(iso), &day))
        return false;
    sr_civil civil = sr_day_to_civil(day);
    *entry = (sr_calendar_entry){.is_yearly = true, .month = (uint8_t)civil.month, .day = (uint8_t)civil.day, .first = SR_DAY_MIN, .last = SR_DAY_MAX};
    return true;
}

static bool take_date(const calendar_reader *self, const sr_list_record *record, sr_calendar_entry *entry)
{
    sr_rule_text cell = get_cell(self, record, COLUMN_DATE);
    sr_text shown = sr_loader_clip(cell.text);
    sr_day day;
    if (parse_yearly(cell.text, entry))
        return true;
    if (sr_date_parse_iso(cell.text, &day)) {
        *entry = (sr_calendar_entry){.first = day, .last = day + 1};
        return true;
    }
    sr_loader_report(self->loader, "rules.bad_value", cell.where, "date", "a day that exists: " EXAMPLE,
                     sr_loader_guess_date(self->loader, cell.text), "'%.*s' for 'date'", SR_TEXT_ARG(shown));
    return false;
}

static void take_kind(const calendar_reader *self, const sr_list_record *record, sr_calendar_entry *entry)
{
    sr_rule_text cell = get_cell(self, record, COLUMN_DAY);
    sr_text shown = sr_loader_clip(cell.text);
    entry->is_workday = sr_text_is(cell.text, SR_TEXT("work"));
    if (cell.text.size > 0 && !entry->is_workday && !sr_text_is(cell.text, SR_TEXT("off")))
        sr_loader_report(self->loader, "rules.bad_value", cell.where, "day", "off, work, or nothing for off", NULL, "'%.*s' for 'day'",
                         SR_TEXT_ARG(shown));
}

/* One end of the validity of a yearly day; false when there is a finding. */
static bool take_end(const calendar_reader *self, const sr_list_record *record, calendar_column column, bool is_yearly, sr_day *day)
{
    sr_rule_text cell = get_cell(self, record, column);
    sr_text shown = sr_loader_clip(cell.text);
    if (cell.text.size == 0)
        return true;
    if (!is_yearly)
        sr_loader_report(self->loader, "rules.bad_value", cell.where, column_names[column], "nothing beside a single day",
                         "a day of every year, 01-31, may have days from and until which it holds", "'%s' of a single day", column_names[column]);
    else if (!sr_date_parse_iso(cell.text, day))
        sr_loader_report(self->loader, "rules.bad_value", cell.where, column_names[column], "a date that exists, year-month-day: 2026-01-31",
                         sr_loader_guess_date(self->loader, cell.text), "'%.*s' for '%s'", SR_TEXT_ARG(shown), column_names[column]);
    else
        return true;
    return false;
}

static void take_validity(const calendar_reader *self, const sr_list_record *record, sr_calendar_entry *entry)
{
    sr_day last = SR_DAY_MAX;
    bool done = take_end(self, record, COLUMN_FROM, entry->is_yearly, &entry->first);
    done = take_end(self, record, COLUMN_TO, entry->is_yearly, &last) && done;
    if (!done || !entry->is_yearly)
        return;
    entry->last = last < SR_DAY_MAX ? last + 1 : last;
    if (entry->last <= entry->first)
        sr_loader_report(self->loader, "rules.bad_value", get_cell(self, record, COLUMN_TO).where, "valid_to", "a day not before valid_from",
                         "valid_to is the last day, valid_from the first", "valid_to before valid_from");
}

static bool is_same_day(const sr_calendar_entry *a, const sr_calendar_entry *b)
{
    if (a->is_yearly != b->is_yearly)
        return false;
    return a->is_yearly ? a->month == b->month && a->day == b->day && a->first < b->last && b->first < a->last : a->first == b->first;
}

static void take_entry(const calendar_reader *self, const sr_list_record *record)
{
    calendar_file *file = self->file;
    sr_calendar_entry entry;
    if (file->count == DAYS_MAX) {
        sr_loader_report(self->loader, "rules.too_large", record->cells[0].where, NULL, "at most 4000", "days of every year are written 01-31",
                         "more than %d days in a calendar", DAYS_MAX);
        return;
    }
    if (!sr_list_record_check(self->loader, record, &self->header) || !take_date(self, record, &entry))
        return;
    take_kind(self, record, &entry);
    take_validity(self, record, &entry);
    for (size_t i = 0; i < file->count; i++)
        if (is_same_day(&file->entries[i], &entry)) {
            sr_rule_text cell = get_cell(self, record, COLUMN_DATE);
            sr_loader_report(self->loader, "rules.duplicate_id", cell.where, "date", "each day once in a calendar", "remove one of the two lines",
                             "the day %.*s again, first at line %llu", SR_TEXT_ARG(cell.text),
                             (unsigned long long)file->records[i]->cells[0].where.line);
            return;
        }
    file->entries[file->count] = entry;
    file->records[file->count++] = record;
}

static void load_file(sr_loader *loader, const sr_rule_file *rule_file, calendar_file *file)
{
    static const bool is_needed[COLUMN_COUNT] = {[COLUMN_DATE] = true};
    sr_list_table table = {NULL, 0};
    sr_text name = sr_file_get_name(rule_file->name);
    *file = (calendar_file){.name = sr_text_slice(name, 0, name.size - sizeof(".csv") + 1)};
    if (sr_text_is(file->name, ESTONIA))
        sr_loader_report(loader, "rules.duplicate_id", (sr_where){rule_file->path, 0, 0}, NULL, "another name", "rename the file",
                         "a calendar 'estonia', which is built in");
    if (!sr_list_file_parse(loader, rule_file->bytes, rule_file->path, &table))
        return;
    if (table.count == 0) {
        sr_loader_report(loader, "rules.missing_key", (sr_where){rule_file->path, 1, 1}, NULL, "date,name,day,valid_from,valid_to",
                         "begin the file with this line", "an empty calendar");
        return;
    }
    calendar_reader self = {.loader = loader, .file = file};
    file->entries = sr_loader_alloc(loader, table.count, sizeof(*file->entries));
    file->records = sr_loader_alloc(loader, table.count, sizeof(*file->records));
    sr_list_header_take(loader, &table.records[0], column_names, COLUMN_COUNT, is_needed, "calendar", &self.header);
    if (loader->failed || self.header.cell_of[COLUMN_DATE] == SIZE_MAX)
        return;
    for (size_t i = 1; i < table.count && i <= DAYS_MAX + 1 && !loader->failed; i++)
        take_entry(&self, &table.records[i]);
}

/* --- which of them hold --- */

static const calendar_file *find_file(const calendar_file *files, size_t count, sr_text name)
{
    for (size_t i = 0; i < count; i++)
        if (sr_text_is(files[i].name, name))
            return &files[i];
    return NULL;
}

static void refuse_name(sr_loader *loader, sr_rule_text name, const calendar_file *files, size_t count)
{
    sr_text *names = sr_loader_alloc(loader, count + 1, sizeof(*names));
    sr_text shown = sr_loader_clip(name.text);
    if (names == NULL)
        return;
    for (size_t i = 0; i < count; i++)
        names[i] = files[i].name;
    names[count] = ESTONIA;
    const char *hint = sr_loader_guess(loader, name.text, names, count + 1);
    if (hint == NULL)
        hint = sr_loader_write(loader, "make the file calendars/%.*s.csv", SR_TEXT_ARG(shown));
    sr_loader_report(loader, "rules.unknown_reference", name.where, "calendar", sr_loader_join(loader, names, count + 1), hint,
                     "unknown calendar '%.*s'", SR_TEXT_ARG(shown));
}

static void join_files(sr_loader *loader, const calendar_file *files, size_t count)
{
    sr_ruleset *rules = loader->rules;
    size_t most = 0, used = 0;
    bool has_estonia = false, has_own = false;
    for (size_t i = 0; i < count; i++)
        most += files[i].count;
    sr_calendar_entry *entries = sr_loader_alloc(loader, most * (rules->calendar_name_count + 1), sizeof(*entries));
    for (size_t n = 0; n < rules->calendar_name_count && entries != NULL; n++) {
        sr_rule_text name = rules->calendar_names[n];
        const calendar_file *file = find_file(files, count, name.text);
        bool is_estonia = sr_text_is(name.text, ESTONIA);
        has_estonia = has_estonia || is_estonia;
        has_own = has_own || !is_estonia;
        if (file == NULL && !is_estonia)
            refuse_name(loader, name, files, count);
        for (size_t i = 0; file != NULL && i < file->count; i++)
            entries[used++] = file->entries[i];
    }
    if (has_own && !loader->failed && !sr_calendar_new(has_estonia, entries, used, loader->arena, &rules->calendar, loader->err))
        loader->failed = true;
}

void sr_load_calendars(sr_loader *loader, const sr_rule_file *files, size_t count)
{
    calendar_file *own = sr_loader_alloc(loader, count, sizeof(*own));
    for (size_t i = 0; own != NULL && i < count && !loader->failed; i++)
        load_file(loader, &files[i], &own[i]);
    if (!loader->failed)
        join_files(loader, own, count);
}
