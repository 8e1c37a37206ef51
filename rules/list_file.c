#include "rules/list_file.h"

#include <stdint.h>

typedef struct cutter {
    sr_loader *loader;
    sr_text bytes;
    const char *path;
    size_t at;              // the next byte
    uint64_t line;
    size_t line_start;
    sr_rule_text cells[SR_LIST_CELLS_MAX];
    size_t cell_count;
    sr_list_record *records;
    size_t count;
    size_t capacity;
    bool is_broken;
} cutter;

static sr_where place_at(const cutter *self, size_t offset)
{
    return (sr_where){self->path, self->line, offset - self->line_start + 1};
}

static void refuse(cutter *self, sr_where where, const char *found, const char *expected, const char *hint)
{
    sr_loader_report(self->loader, "rules.syntax", where, NULL, expected, hint, "%s", found);
    self->is_broken = true;
}

static bool is_at(const cutter *self, char byte)
{
    return self->at < self->bytes.size && self->bytes.data[self->at] == byte;
}

static bool is_at_line_end(const cutter *self)
{
    bool is_pair = is_at(self, '\r') && self->at + 1 < self->bytes.size && self->bytes.data[self->at + 1] == '\n';
    return self->at >= self->bytes.size || is_at(self, '\n') || is_pair;
}

static void pass_line_end(cutter *self)
{
    if (self->at >= self->bytes.size)
        return;
    self->at += is_at(self, '\r') ? 2 : 1;    // a CR alone was refused
    self->line++;
    self->line_start = self->at;
}

static void take_cell(cutter *self, sr_text text, sr_where where)
{
    if (self->cell_count == SR_LIST_CELLS_MAX) {
        refuse(self, where, "more than 64 cells in a line", "at most 64", NULL);
        return;
    }
    self->cells[self->cell_count++] = sr_rule_text_make(sr_text_trim(text), where);
}

static void cut_bare(cutter *self)
{
    size_t first = self->at;
    while (!is_at_line_end(self) && !is_at(self, ',')) {
        if (is_at(self, '"')) {
            refuse(self, place_at(self, self->at), "a quote inside a cell", "a cell wholly in quotes, or none",
                   "write the cell as \"...\" and each quote in it twice");
            return;
        }
        self->at++;
    }
    take_cell(self, sr_text_slice(self->bytes, first, self->at - first), place_at(self, first));
}

/* A member has one line: a line end before the closing quote means that the quote was forgotten. */
static void cut_quoted(cutter *self)
{
    sr_where where = place_at(self, self->at);
    size_t end = self->at + 1;
    while (end < self->bytes.size && self->bytes.data[end] != '\n') {
        bool is_quote = self->bytes.data[end] == '"';
        bool is_double = is_quote && end + 1 < self->bytes.size && self->bytes.data[end + 1] == '"';
        if (is_quote && !is_double)
            break;
        end += is_double ? 2 : 1;
    }
    if (end >= self->bytes.size || self->bytes.data[end] != '"') {
        refuse(self, where, "a quote that is not closed on its line", "a closing quote",
               "add the quote at the end of the cell");
        return;
    }
    char *text = sr_loader_alloc(self->loader, end - self->at, 1);
    size_t size = 0;
    for (size_t i = self->at + 1; text != NULL && i < end; i++) {
        text[size++] = self->bytes.data[i];
        i += self->bytes.data[i] == '"';    // the second of two
    }
    self->at = end + 1;
    take_cell(self, (sr_text){text, size}, where);
    if (!is_at_line_end(self) && !is_at(self, ','))
        refuse(self, place_at(self, self->at), "text behind a closing quote", "a comma or the line end",
               "write each quote inside the cell twice");
}

static void keep_record(cutter *self)
{
    if (self->count == self->capacity) {
        size_t capacity = self->capacity == 0 ? 64 : self->capacity * 2;
        sr_list_record *records =
            sr_arena_grow(self->loader->arena, self->records, self->count, capacity, sizeof(*records));
        if (records == NULL) {
            self->loader->failed = true;
            return;
        }
        self->records = records;
        self->capacity = capacity;
    }
    sr_rule_text *cells = sr_loader_alloc(self->loader, self->cell_count, sizeof(*cells));
    for (size_t i = 0; cells != NULL && i < self->cell_count; i++)
        cells[i] = self->cells[i];
    self->records[self->count++] = (sr_list_record){cells, self->cell_count};
}

static void cut_record(cutter *self)
{
    self->cell_count = 0;
    for (;;) {
        if (is_at(self, '"'))
            cut_quoted(self);
        else
            cut_bare(self);
        if (self->is_broken || self->loader->failed)
            return;
        if (!is_at(self, ','))
            break;
        self->at++;
    }
    pass_line_end(self);
    if (self->cell_count > 1 || self->cells[0].text.size > 0)
        keep_record(self);
}

/* What may not stand in any cell; the place is counted in lines that end with LF. */
static void look_over(cutter *self)
{
    size_t invalid = sr_text_find_invalid(self->bytes);
    uint64_t line = 1;
    size_t line_start = 0;
    for (size_t i = 0; i < self->bytes.size; i++) {
        unsigned char byte = (unsigned char)self->bytes.data[i];
        sr_where where = {self->path, line, i - line_start + 1};
        bool is_pair = byte == '\r' && i + 1 < self->bytes.size && self->bytes.data[i + 1] == '\n';
        if (i == invalid) {
            refuse(self, where, "a byte that is not valid UTF-8", "UTF-8", "save the file with the encoding UTF-8");
            return;
        }
        if ((byte < 0x20 && byte != '\n' && byte != '\t' && !is_pair) || byte == 0x7F) {
            refuse(self, where, "a control character", "readable text", "save the file as plain UTF-8 text");
            return;
        }
        if (byte == '\n') {
            line++;
            line_start = i + 1;
        }
    }
}

bool sr_list_file_parse(sr_loader *loader, sr_text bytes, const char *path, sr_list_table *table)
{
    if (sr_text_has_prefix(bytes, SR_TEXT("\xEF\xBB\xBF")))
        bytes = sr_text_slice(bytes, 3, bytes.size);
    cutter self = {.loader = loader, .bytes = bytes, .path = path, .line = 1};
    look_over(&self);
    while (!self.is_broken && !loader->failed && self.at < bytes.size)
        cut_record(&self);
    if (self.is_broken || loader->failed)
        return false;
    *table = (sr_list_table){self.records, self.count};
    return true;
}

/* --- columns --- */

static const char *join_names(sr_loader *loader, const char *const *names, size_t count)
{
    const char *joined = names[0];
    for (size_t i = 1; i < count; i++)
        joined = sr_loader_write(loader, "%s,%s", joined, names[i]);
    return joined;
}

/* What is said of a name that is none: a list that a spreadsheet saved with semicolons has but one. */
static void refuse_name(sr_loader *loader, const sr_list_record *record, size_t cell, const sr_text *names, size_t count, const char *noun)
{
    sr_rule_text name = record->cells[cell];
    sr_text shown = sr_loader_clip(name.text);
    bool has_semicolon = record->count == 1 && sr_text_find(name.text, SR_TEXT(";")) != SIZE_MAX;
    sr_loader_report(loader, "rules.unknown_key", name.where, NULL, sr_loader_join(loader, names, count),
                     has_semicolon ? "save the list with commas between the cells, not semicolons" : sr_loader_guess(loader, name.text, names, count),
                     "unknown column '%.*s' in a %s", SR_TEXT_ARG(shown), noun);
}

void sr_list_header_take(sr_loader *loader, const sr_list_record *record, const char *const *names, size_t count, const bool *is_needed,
                         const char *noun, sr_list_header *header)
{
    sr_text texts[SR_LIST_COLUMNS_MAX];
    bool has_stranger = false;
    *header = (sr_list_header){.count = record->count};
    for (size_t i = 0; i < count; i++) {
        texts[i] = sr_text_from(names[i]);
        header->cell_of[i] = SIZE_MAX;
    }
    for (size_t i = 0; i < record->count; i++) {
        size_t column = 0;
        while (column < count && !sr_text_is_same_letters(record->cells[i].text, texts[column]))
            column++;
        has_stranger = has_stranger || column == count;
        if (column == count)
            refuse_name(loader, record, i, texts, count, noun);
        else if (header->cell_of[column] != SIZE_MAX)
            sr_loader_report(loader, "rules.duplicate_key", record->cells[i].where, NULL, "each column once", NULL, "column '%s' again", names[column]);
        else
            header->cell_of[column] = i;
    }
    for (size_t i = 0; i < count && !has_stranger; i++)
        if (is_needed[i] && header->cell_of[i] == SIZE_MAX)
            sr_loader_report(loader, "rules.missing_key", record->cells[0].where, NULL, join_names(loader, names, count),
                             "add the column to the first line", "a %s without the column '%s'", noun, names[i]);
}

bool sr_list_record_check(sr_loader *loader, const sr_list_record *record, const sr_list_header *header)
{
    if (record->count == header->count)
        return true;
    sr_loader_report(loader, "rules.syntax", record->cells[0].where, NULL, sr_loader_write(loader, "%zu, as in the first line", header->count),
                     "put a cell that contains a comma into quotes", "%zu cells in this line", record->count);
    return false;
}

sr_rule_text sr_list_record_get(const sr_list_record *record, const sr_list_header *header, size_t column)
{
    size_t index = header->cell_of[column];
    return index < record->count ? record->cells[index] : sr_rule_text_make(SR_TEXT_NONE, record->cells[0].where);
}
