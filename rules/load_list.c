/*
 * Code lists: one file a list, one line a member. Codes and aliases lead to one member each, or a value of an export
 * could mean two things.
 */
#include <stdint.h>
#include <string.h>

#include "engine/base/file.h"
#include "rules/list_file.h"

typedef enum list_column {
    COLUMN_CODE, COLUMN_FROM, COLUMN_TO, COLUMN_ET, COLUMN_EN, COLUMN_PARENT, COLUMN_ALIASES, COLUMN_ET_IN, COLUMN_EN_IN,
    COLUMN_COUNT
} list_column;

static const char *const column_names[COLUMN_COUNT] = {"code", "valid_from", "valid_to", "et", "en", "parent", "aliases",
                                                       "et_in", "en_in"};

typedef struct list_reader {
    sr_loader *loader;
    const char *path;
    size_t cell_of[COLUMN_COUNT];   // index of the cell in a record; SIZE_MAX when the file lacks the column
    size_t header_count;
    sr_dict *words;                 // codes and aliases; their number is an index of `owners`
    uint32_t *owners;               // index of the member
    uint64_t *lines;
    size_t owner_capacity;
    const sr_list_record **records; // of the members
    sr_list_member *members;
    size_t count;
} list_reader;

/* --- header --- */

static void take_header(list_reader *self, const sr_list_record *header)
{
    sr_text names[COLUMN_COUNT];
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        names[i] = sr_text_from(column_names[i]);
        self->cell_of[i] = SIZE_MAX;
    }
    self->header_count = header->count;
    bool has_semicolon = header->count == 1 && sr_text_find(header->cells[0].text, SR_TEXT(";")) != SIZE_MAX;
    for (size_t i = 0; i < header->count; i++) {
        size_t column = 0;
        while (column < COLUMN_COUNT && !sr_text_is_same_letters(header->cells[i].text, names[column]))
            column++;
        sr_text shown = sr_loader_clip(header->cells[i].text);
        if (column == COLUMN_COUNT)
            sr_loader_report(self->loader, "rules.unknown_key", header->cells[i].where, NULL,
                             sr_loader_join(self->loader, names, COLUMN_COUNT),
                             has_semicolon ? "save the list with commas between the cells, not semicolons"
                                           : sr_loader_guess(self->loader, header->cells[i].text, names, COLUMN_COUNT),
                             "unknown column '%.*s' in a code list", SR_TEXT_ARG(shown));
        else if (self->cell_of[column] != SIZE_MAX)
            sr_loader_report(self->loader, "rules.duplicate_key", header->cells[i].where, NULL, "each column once", NULL,
                             "column '%s' again", column_names[column]);
        else
            self->cell_of[column] = i;
    }
    bool is_needed[COLUMN_COUNT] = {[COLUMN_CODE] = true};
    is_needed[COLUMN_ET] = self->loader->rules->languages[SR_ET];
    is_needed[COLUMN_EN] = self->loader->rules->languages[SR_EN];
    for (size_t i = 0; i < COLUMN_COUNT && !has_semicolon; i++) {
        if (is_needed[i] && self->cell_of[i] == SIZE_MAX)
            sr_loader_report(self->loader, "rules.missing_key", header->cells[0].where, NULL,
                             "code,valid_from,valid_to,et,en,parent,aliases", "add the column to the first line",
                             "a code list without the column '%s'", column_names[i]);
    }
}

static sr_rule_text get_cell(const list_reader *self, const sr_list_record *record, list_column column)
{
    size_t index = self->cell_of[column];
    return index < record->count ? record->cells[index] : (sr_rule_text){SR_TEXT_NONE, record->cells[0].where};
}

/* --- words that lead to a member --- */

static bool make_room(list_reader *self, size_t wanted)
{
    if (wanted <= self->owner_capacity)
        return true;
    size_t capacity = self->owner_capacity == 0 ? 256 : self->owner_capacity * 2;
    uint32_t *owners = sr_arena_grow(self->loader->arena, self->owners, self->owner_capacity, capacity, sizeof(*owners));
    uint64_t *lines = sr_arena_grow(self->loader->arena, self->lines, self->owner_capacity, capacity, sizeof(*lines));
    if (owners == NULL || lines == NULL)
        return false;
    self->owners = owners;
    self->lines = lines;
    self->owner_capacity = capacity;
    return true;
}

/* False: the word already leads to another member; a finding says so. */
static bool claim(list_reader *self, sr_text word, sr_where where, const char *noun, bool may_repeat)
{
    uint32_t before = sr_dict_count(self->words);
    uint32_t code;
    if (!sr_dict_intern(self->words, word, &code) || !make_room(self, (size_t)code + 1)) {
        self->loader->failed = true;
        return false;
    }
    if (code == before) {
        self->owners[code] = (uint32_t)self->count;
        self->lines[code] = where.line;
        return true;
    }
    if (may_repeat && self->owners[code] == self->count)
        return false;       // the same member again: nothing is lost
    sr_text shown = sr_loader_clip(word);
    sr_loader_report(self->loader, "rules.duplicate_id", where, NULL, "each code and alias once in a list",
                     "remove it on one of the two lines", "%s '%.*s' again, first at line %llu", noun, SR_TEXT_ARG(shown),
                     (unsigned long long)self->lines[code]);
    return false;
}

static void take_aliases(list_reader *self, sr_list_member *member, sr_rule_text cell)
{
    size_t most = 1;
    for (size_t i = 0; i < cell.text.size; i++)
        most += cell.text.data[i] == '|';
    sr_text *aliases = sr_loader_alloc(self->loader, most, sizeof(*aliases));
    size_t first = 0;
    while (aliases != NULL && first < cell.text.size) {
        sr_text rest = sr_text_slice(cell.text, first, cell.text.size);
        size_t size = sr_text_find(rest, SR_TEXT("|"));
        size = size == SIZE_MAX ? rest.size : size;
        sr_text alias = sr_text_trim(sr_text_slice(rest, 0, size));
        if (alias.size > 0 && claim(self, alias, cell.where, "alias", true))
            aliases[member->alias_count++] = alias;
        first += size + 1;
    }
    member->aliases = aliases;
}

/* --- members --- */

static void take_day(list_reader *self, const sr_list_record *record, list_column column, sr_day *day)
{
    sr_rule_text cell = get_cell(self, record, column);
    sr_text shown = sr_loader_clip(cell.text);
    if (cell.text.size > 0 && !sr_date_parse_iso(cell.text, day))
        sr_loader_report(self->loader, "rules.bad_value", cell.where, column_names[column],
                         "a date that exists, year-month-day: 2026-01-31", NULL, "'%.*s' for '%s'", SR_TEXT_ARG(shown),
                         column_names[column]);
}

static void take_member(list_reader *self, const sr_list_record *record)
{
    if (record->count != self->header_count) {
        sr_loader_report(self->loader, "rules.syntax", record->cells[0].where, NULL,
                         sr_loader_write(self->loader, "%zu, as in the first line", self->header_count),
                         "put a cell that contains a comma into quotes", "%zu cells in this line", record->count);
        return;
    }
    sr_rule_text code = get_cell(self, record, COLUMN_CODE);
    if (code.text.size == 0) {
        sr_loader_report(self->loader, "rules.missing_key", code.where, "code", "a code", NULL,
                         "a member without a code");
        return;
    }
    if (!claim(self, code.text, code.where, "code", false))
        return;
    sr_list_member *member = &self->members[self->count];
    *member = (sr_list_member){.code = code.text, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX};
    take_day(self, record, COLUMN_FROM, &member->valid_from);
    take_day(self, record, COLUMN_TO, &member->valid_to);
    if (member->valid_to < member->valid_from)
        sr_loader_report(self->loader, "rules.bad_value", get_cell(self, record, COLUMN_TO).where, "valid_to",
                         "a day not before valid_from", "valid_to is the last day, valid_from the first",
                         "valid_to before valid_from");
    else if (member->valid_to < SR_DAY_MAX)
        member->valid_to++;
    member->names[SR_ET] = get_cell(self, record, COLUMN_ET).text;
    member->names[SR_EN] = get_cell(self, record, COLUMN_EN).text;
    sr_text shown = sr_loader_clip(code.text);
    if (member->names[SR_ET].size == 0 && member->names[SR_EN].size == 0)
        sr_loader_report(self->loader, "rules.missing_key", code.where, NULL, "a name in the columns et and en", NULL,
                         "code '%.*s' has no name", SR_TEXT_ARG(shown));
    sr_names_fill(self->loader, member->names, code.where,
                  sr_loader_write(self->loader, "code '%.*s'", SR_TEXT_ARG(shown)));
    member->in_names[SR_ET] = get_cell(self, record, COLUMN_ET_IN).text;
    member->in_names[SR_EN] = get_cell(self, record, COLUMN_EN_IN).text;
    member->parent = get_cell(self, record, COLUMN_PARENT).text;
    take_aliases(self, member, get_cell(self, record, COLUMN_ALIASES));
    self->records[self->count++] = record;
}

/* --- parents --- */

/* The index of the parent, or the count when there is none. */
static size_t find_parent(const list_reader *self, size_t index)
{
    uint32_t word = sr_dict_find(self->words, self->members[index].parent);
    if (self->members[index].parent.size == 0 || word == SR_DICT_NONE)
        return self->count;
    size_t parent = self->owners[word];
    return sr_text_is(self->members[parent].code, self->members[index].parent) ? parent : self->count;
}

static void check_parents(list_reader *self)
{
    sr_text *codes = sr_loader_alloc(self->loader, self->count, sizeof(*codes));
    for (size_t i = 0; codes != NULL && i < self->count; i++)
        codes[i] = self->members[i].code;
    for (size_t i = 0; codes != NULL && i < self->count; i++) {
        sr_rule_text cell = get_cell(self, self->records[i], COLUMN_PARENT);
        sr_text shown = sr_loader_clip(cell.text);
        size_t at = find_parent(self, i);
        if (cell.text.size > 0 && at == self->count) {
            sr_loader_report(self->loader, "rules.unknown_reference", cell.where, "parent", "a code of this list",
                             sr_loader_guess(self->loader, cell.text, codes, self->count), "unknown parent '%.*s'",
                             SR_TEXT_ARG(shown));
            continue;
        }
        size_t steps = 0;
        while (at != self->count && at != i && steps++ < SR_LIST_CELLS_MAX)
            at = find_parent(self, at);
        if (at == i)
            sr_loader_report(self->loader, "rules.bad_value", cell.where, "parent", "a tree of codes", NULL,
                             "'%.*s' is above itself", SR_TEXT_ARG(sr_loader_clip(self->members[i].code)));
    }
}

/* --- files --- */

/* datasets and columns know a list by its file name: lists/counties.csv is `counties`. */
static sr_text get_list_name(sr_text name)
{
    sr_text file = sr_file_get_name(name);
    return sr_text_slice(file, 0, file.size - sizeof(".csv") + 1);
}

static void load_list(sr_loader *loader, const sr_rule_file *file, sr_list *list)
{
    *list = (sr_list){.name = get_list_name(file->name), .path = file->path};
    sr_list_table table = {NULL, 0};
    if (!sr_list_file_parse(loader, file->bytes, file->path, &table))
        return;
    if (table.count == 0) {
        sr_loader_report(loader, "rules.missing_key", (sr_where){file->path, 1, 1}, NULL,
                         "code,valid_from,valid_to,et,en,parent,aliases", "begin the file with this line",
                         "an empty code list");
        return;
    }
    list_reader self = {.loader = loader, .path = file->path, .words = sr_dict_new(loader->arena)};
    self.members = sr_loader_alloc(loader, table.count, sizeof(*self.members));
    self.records = sr_loader_alloc(loader, table.count, sizeof(*self.records));
    if (self.words == NULL)
        loader->failed = true;
    if (loader->failed)
        return;
    take_header(&self, &table.records[0]);
    if (self.cell_of[COLUMN_CODE] == SIZE_MAX)
        return;
    for (size_t i = 1; i < table.count && !loader->failed; i++)
        take_member(&self, &table.records[i]);
    check_parents(&self);
    list->members = self.members;
    list->count = self.count;
}

void sr_load_lists(sr_loader *loader, const sr_rule_file *files, size_t count)
{
    sr_list *lists = sr_loader_alloc(loader, count, sizeof(*lists));
    for (size_t i = 0; lists != NULL && i < count && !loader->failed; i++)
        load_list(loader, &files[i], &lists[i]);
    if (lists == NULL)
        return;
    loader->rules->lists = lists;
    loader->rules->list_count = count;
}
