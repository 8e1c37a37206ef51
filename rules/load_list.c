/*
 * Code lists: one file a list, one line a member. Codes and aliases lead to one member each on any day, or a value of an
 * export could mean two things.
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

/* A code or an alias that leads to a member. */
typedef struct list_claim {
    sr_list_alias word;
    size_t member;                  // index
    uint64_t line;
    bool is_code;
    struct list_claim *previous;    // of the same letters
} list_claim;

typedef struct list_reader {
    sr_loader *loader;
    const char *path;
    sr_list_header header;
    sr_dict *words;                 // codes and aliases in one case; their number is an index of `claims`
    list_claim **claims;            // the last one of each
    size_t claim_capacity;
    const sr_list_record **records; // of the members
    sr_list_member *members;
    size_t count;
    sr_text dated_word;             // the first one that leads to different members at different times
} list_reader;

static void take_header(list_reader *self, const sr_list_record *header)
{
    bool is_needed[COLUMN_COUNT] = {[COLUMN_CODE] = true};
    is_needed[COLUMN_ET] = self->loader->rules->languages[SR_ET];
    is_needed[COLUMN_EN] = self->loader->rules->languages[SR_EN];
    sr_list_header_take(self->loader, header, column_names, COLUMN_COUNT, is_needed, "code list", &self->header);
}

static sr_rule_text get_cell(const list_reader *self, const sr_list_record *record, list_column column)
{
    return sr_list_record_get(record, &self->header, column);
}

/* --- words that lead to a member --- */

static bool make_room(list_reader *self, size_t wanted)
{
    if (wanted <= self->claim_capacity)
        return true;
    size_t capacity = self->claim_capacity == 0 ? 256 : self->claim_capacity * 2;
    list_claim **claims = sr_arena_grow(self->loader->arena, self->claims, self->claim_capacity, capacity, sizeof(*claims));
    if (claims == NULL)
        return false;
    self->claims = claims;
    self->claim_capacity = capacity;
    return true;
}

/* The place of the last claim on a word, for the next one; NULL: there was no memory. */
static list_claim **find_claim(list_reader *self, sr_text word)
{
    uint32_t before = sr_dict_count(self->words);
    uint32_t code;
    sr_text folded;
    if (!sr_locale_fold(word, self->loader->arena, &folded) || !sr_dict_intern(self->words, folded, &code) || !make_room(self, (size_t)code + 1)) {
        self->loader->failed = true;
        return NULL;
    }
    if (code == before)
        self->claims[code] = NULL;
    return &self->claims[code];
}

/* False: the word leads to another member on one of these days already, and a finding says so; or to this one, and nothing is lost. */
static bool claim(list_reader *self, sr_list_alias word, sr_where where, bool is_code)
{
    list_claim **place = find_claim(self, word.word);
    bool is_dated = false;
    if (place == NULL)
        return false;
    for (const list_claim *other = *place; other != NULL; other = other->previous) {
        bool is_own = other->member == self->count;
        if (!sr_text_is(other->word.word, word.word)) {     // looked up only where no word has the letters exactly
            is_dated = is_dated || (!is_own && !sr_list_alias_meets(word, other->word));
            continue;
        }
        if (is_own && other->word.valid_from <= word.valid_from && word.valid_to <= other->word.valid_to)
            return false;
        is_dated = is_dated || !is_own;
        if (is_own || (!sr_list_alias_meets(word, other->word) && !(is_code && other->is_code)))
            continue;
        sr_text shown = sr_loader_clip(word.word);
        sr_loader_report(self->loader, "rules.duplicate_id", where, NULL, "each code once in a list, and each alias once at a time",
                         is_code && other->is_code ? "remove it on one of the two lines"
                                                   : "remove it on one of the two lines, or say when it means what: WORD [2018-01-01..]",
                         "%s '%.*s' again, first at line %llu", is_code ? "code" : "alias", SR_TEXT_ARG(shown),
                         (unsigned long long)other->line);
        return false;
    }
    list_claim *made = sr_loader_alloc(self->loader, 1, sizeof(*made));
    if (made == NULL)
        return false;
    *made = (list_claim){word, self->count, where.line, is_code, *place};
    *place = made;
    if (is_dated && self->dated_word.size == 0)
        self->dated_word = word.word;
    return true;
}

/* The index of the member with this code, or the count. */
static size_t find_code(const list_reader *self, sr_text code)
{
    sr_text folded;
    if (!sr_locale_fold(code, self->loader->arena, &folded)) {
        self->loader->failed = true;
        return self->count;
    }
    uint32_t word = sr_dict_find(self->words, folded);
    const list_claim *found = word == SR_DICT_NONE ? NULL : self->claims[word];
    while (found != NULL && !(found->is_code && sr_text_is(found->word.word, code)))
        found = found->previous;
    return found == NULL ? self->count : found->member;
}

/* One end of a span: nothing, or a date. */
static bool find_day(sr_text text, sr_day *day)
{
    return text.size == 0 || sr_date_parse_iso(text, day);
}

/* `WORD [2018-01-01..2020-12-31]`: the days of the word, where they are not those of its member; either end may be open. */
static void take_span(list_reader *self, sr_where where, sr_list_alias *alias)
{
    sr_text text = alias->word;
    size_t open = sr_text_find(text, SR_TEXT("["));
    if (open == SIZE_MAX || !sr_text_has_suffix(text, SR_TEXT("]")))
        return;
    sr_text span = sr_text_slice(text, open + 1, text.size - open - 2);
    size_t dots = sr_text_find(span, SR_TEXT(".."));
    if (dots == SIZE_MAX)
        return;     // brackets of the export's own
    sr_day first = SR_DAY_MIN;
    sr_day last = SR_DAY_MAX;
    sr_text shown = sr_loader_clip(text);
    if (span.size == 2 || !find_day(sr_text_trim(sr_text_slice(span, 0, dots)), &first)
        || !find_day(sr_text_trim(sr_text_slice(span, dots + 2, span.size)), &last) || last < first)
        sr_loader_report(self->loader, "rules.bad_value", where, "aliases", "first and last day: WORD [2018-01-01..2020-12-31]",
                         "either may be left out, not both", "the days of the alias '%.*s'", SR_TEXT_ARG(shown));
    *alias = (sr_list_alias){sr_text_trim(sr_text_slice(text, 0, open)), first, last < SR_DAY_MAX ? last + 1 : SR_DAY_MAX};
}

static void take_aliases(list_reader *self, sr_list_member *member, sr_rule_text cell)
{
    size_t most = 1;
    for (size_t i = 0; i < cell.text.size; i++)
        most += cell.text.data[i] == '|';
    sr_list_alias *aliases = sr_loader_alloc(self->loader, most, sizeof(*aliases));
    size_t first = 0;
    while (aliases != NULL && first < cell.text.size) {
        sr_text rest = sr_text_slice(cell.text, first, cell.text.size);
        size_t size = sr_text_find(rest, SR_TEXT("|"));
        size = size == SIZE_MAX ? rest.size : size;
        sr_list_alias alias = {sr_text_trim(sr_text_slice(rest, 0, size)), member->valid_from, member->valid_to};
        take_span(self, cell.where, &alias);
        if (alias.word.size > 0 && claim(self, alias, cell.where, false))
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

static void take_validity(list_reader *self, const sr_list_record *record, sr_list_member *member)
{
    take_day(self, record, COLUMN_FROM, &member->valid_from);
    take_day(self, record, COLUMN_TO, &member->valid_to);
    if (member->valid_to < member->valid_from)
        sr_loader_report(self->loader, "rules.bad_value", get_cell(self, record, COLUMN_TO).where, "valid_to",
                         "a day not before valid_from", "valid_to is the last day, valid_from the first",
                         "valid_to before valid_from");
    else if (member->valid_to < SR_DAY_MAX)
        member->valid_to++;
}

static void take_member(list_reader *self, const sr_list_record *record)
{
    if (!sr_list_record_check(self->loader, record, &self->header))
        return;
    sr_rule_text code = get_cell(self, record, COLUMN_CODE);
    if (code.text.size == 0) {
        sr_loader_report(self->loader, "rules.missing_key", code.where, "code", "a code", NULL,
                         "a member without a code");
        return;
    }
    sr_list_member *member = &self->members[self->count];
    *member = (sr_list_member){.code = code.text, .valid_from = SR_DAY_MIN, .valid_to = SR_DAY_MAX};
    take_validity(self, record, member);
    if (!claim(self, (sr_list_alias){code.text, member->valid_from, member->valid_to}, code.where, true))
        return;
    member->names[SR_ET] = get_cell(self, record, COLUMN_ET).text;
    member->names[SR_EN] = get_cell(self, record, COLUMN_EN).text;
    sr_text shown = sr_loader_clip(code.text);
    bool has_et = self->header.cell_of[COLUMN_ET] != SIZE_MAX, has_en = self->header.cell_of[COLUMN_EN] != SIZE_MAX;
    if (!has_et || !has_en)     // a column that lacks was told at the header, if it was needed
        member->names[has_et ? SR_EN : SR_ET] = member->names[has_et ? SR_ET : SR_EN];
    bool is_named = member->names[SR_ET].size > 0 || member->names[SR_EN].size > 0;
    if (!is_named && has_et && has_en)
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
    sr_text parent = self->members[index].parent;
    return parent.size == 0 ? self->count : find_code(self, parent);
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
    if (self.header.cell_of[COLUMN_CODE] == SIZE_MAX)
        return;
    for (size_t i = 1; i < table.count && !loader->failed; i++)
        take_member(&self, &table.records[i]);
    check_parents(&self);
    list->members = self.members;
    list->count = self.count;
    list->dated_word = self.dated_word;
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
