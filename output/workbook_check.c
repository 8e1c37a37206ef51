/*
 * The library answers "done" also for a file that was cut in the middle. So the file is read again from the disk: checksums, then every
 * part as XML, then each sheet cell by cell against the layout.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "output/archive.h"
#include "output/workbook_layout.h"
#include "output/xml.h"

#define FILE_BYTES_MAX (UINT64_C(1) << 30)
#define STRINGS_MAX (UINT32_C(1) << 24)
#define NUMBER_TOLERANCE 1e-15      // relative: the library writes 16 digits

typedef struct checker {
    const sr_book *book;
    const char *path;
    sr_archive archive;
    uint32_t string_count;
    sr_text *strings;           // shared strings, in order
    sr_error *err;
} checker;

static bool refuse(const checker *self, const char *part, const char *what)
{
    return sr_fail_at(self->err, SR_INTERNAL, (sr_where){self->path, 0, 0}, "the workbook was not written as it should be: %s: %s", part, what);
}

/* What the library prints for a text that it did not keep. Cells are compared with the layout; here it would be a sheet's name. */
static bool has_lost_name(const checker *self, sr_text part)
{
    const sr_text lost = SR_TEXT("(null)");
    for (uint32_t i = 0; i < self->book->sheet_count; i++)
        if (sr_text_find(self->book->sheets[i].name, lost) != SIZE_MAX)
            return false;
    return sr_text_find(part, lost) != SIZE_MAX;
}

static bool check_parts(const checker *self)
{
    static const char *const named[] = {"xl/workbook.xml", "docProps/app.xml"};
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
        const sr_archive_part *part = sr_archive_find(&self->archive, sr_text_from(named[i]));
        if (part == NULL || has_lost_name(self, part->bytes))
            return refuse(self, named[i], "the name of a sheet is missing");
    }

    for (size_t i = 0; i < self->archive.count; i++) {
        char name[128];
        const char *wrong = sr_xml_check(self->archive.parts[i].bytes);
        snprintf(name, sizeof(name), "%.*s", SR_TEXT_ARG(self->archive.parts[i].name));
        if (wrong != NULL)
            return refuse(self, name, wrong);
    }
    return true;
}

static uint32_t count_parts(const checker *self, const char *prefix)
{
    uint32_t count = 0;
    for (size_t i = 0; i < self->archive.count; i++)
        count += sr_text_has_prefix(self->archive.parts[i].name, sr_text_from(prefix));
    return count;
}

static bool check_counts(const checker *self)
{
    uint32_t tables = 0, charts = 0;
    for (uint32_t i = 0; i < self->book->sheet_count; i++) {
        tables += self->book->sheets[i].has_table;
        charts += self->book->sheets[i].chart != NULL;
    }
    if (count_parts(self, "xl/worksheets/sheet") != self->book->sheet_count)
        return refuse(self, "xl/worksheets", "not as many sheets as the report has");
    if (count_parts(self, "xl/tables/table") != tables)
        return refuse(self, "xl/tables", "not as many tables as the report has");
    return count_parts(self, "xl/charts/chart") == charts || refuse(self, "xl/charts", "not as many charts as the report has");
}

/* Elements of this name in a part that is well formed. */
static uint32_t count_elements(sr_text bytes, sr_text name)
{
    sr_xml_reader reader;
    sr_xml_token token = {.kind = SR_XML_OPEN};
    uint32_t count = 0;
    sr_xml_init(&reader, bytes);
    while (token.kind != SR_XML_END && sr_xml_next(&reader, &token))
        count += token.kind == SR_XML_OPEN && sr_text_is(token.name, name);
    return count;
}

static bool read_strings(checker *self)
{
    const sr_archive_part *part = sr_archive_find(&self->archive, SR_TEXT("xl/sharedStrings.xml"));
    if (part == NULL)
        return refuse(self, "xl/sharedStrings.xml", "it is missing");
    uint32_t count = count_elements(part->bytes, SR_TEXT("si"));
    self->strings = count < STRINGS_MAX ? sr_arena_alloc(self->book->arena, count, sizeof(*self->strings)) : NULL;
    if (self->strings == NULL)
        return sr_fail_memory(self->err);
    sr_xml_reader reader;
    sr_xml_token token = {.kind = SR_XML_OPEN};
    bool is_inside = false;
    sr_xml_init(&reader, part->bytes);
    while (token.kind != SR_XML_END && sr_xml_next(&reader, &token)) {
        if (token.kind == SR_XML_OPEN && sr_text_is(token.name, SR_TEXT("si")))
            self->string_count++;
        if (token.kind != SR_XML_TEXT)
            is_inside = token.kind == SR_XML_OPEN && sr_text_is(token.name, SR_TEXT("t"));
        else if (is_inside && self->string_count > 0
                 && !sr_xml_resolve(token.inside, self->book->arena, &self->strings[self->string_count - 1], self->err))
            return false;
    }
    return true;
}

/* A1, B1, ... AA10 */
static void write_place(uint32_t row, uint32_t column, char out[24])
{
    char letters[8];
    size_t count = 0;
    for (uint32_t rest = column + 1; rest > 0 && count < sizeof(letters); rest = (rest - 1) / 26)
        letters[count++] = (char)('A' + (rest - 1) % 26);
    for (size_t i = 0; i < count; i++)
        out[i] = letters[count - 1 - i];
    snprintf(out + count, 24 - count, "%u", row + 1);
}

static bool is_number(sr_text text, double expected)
{
    char digits[64];
    snprintf(digits, sizeof(digits), "%.*s", SR_TEXT_ARG(text));
    char *end = NULL;
    double found = strtod(digits, &end);
    return text.size > 0 && text.size < sizeof(digits) && *end == '\0' && isfinite(found)
           && fabs(found - expected) <= NUMBER_TOLERANCE * fmax(fabs(expected), 1e-300);
}

static bool is_string(const checker *self, sr_text index, sr_text expected)
{
    uint64_t number = 0;
    for (size_t i = 0; i < index.size; i++) {
        if (index.data[i] < '0' || index.data[i] > '9' || number > STRINGS_MAX)
            return false;
        number = number * 10 + (uint64_t)(index.data[i] - '0');
    }
    return index.size > 0 && number < self->string_count && sr_text_is(self->strings[number], expected);
}

/* The next cell of the layout that is not empty, from *next on; NULL at the end. */
static const sr_book_cell *find_next(const sr_book_sheet *sheet, size_t *next)
{
    size_t count = (size_t)sheet->row_count * sheet->column_count;
    while (*next < count && sheet->cells[*next].kind == SR_BOOK_EMPTY)
        (*next)++;
    return *next < count ? &sheet->cells[(*next)++] : NULL;
}

static const char *check_cell(const checker *self, const sr_book_sheet *sheet, size_t index, const sr_book_cell *cell, const sr_xml_token *found,
                              sr_text value)
{
    char place[24];
    sr_text at, type;
    write_place((uint32_t)(index / sheet->column_count), (uint32_t)(index % sheet->column_count), place);
    if (!sr_xml_find_attribute(found, "r", &at) || !sr_text_is(at, sr_text_from(place)))
        return "a cell stands in another place";
    bool is_shared = sr_xml_find_attribute(found, "t", &type) && sr_text_is(type, SR_TEXT("s"));
    if (is_shared != (cell->kind != SR_BOOK_NUMBER))
        return "a cell is of another kind";
    if (is_shared)
        return is_string(self, value, cell->text) ? NULL : "a cell holds another text";
    return is_number(value, cell->number) ? NULL : "a cell holds another number";
}

/* Elements c with their v, in order of rows. */
static const char *check_cells(const checker *self, const sr_book_sheet *sheet, sr_text bytes)
{
    sr_xml_reader reader;
    sr_xml_token token = {.kind = SR_XML_OPEN}, cell = {0};
    sr_text value = SR_TEXT_NONE;
    bool is_value = false;
    size_t next = 0;
    sr_xml_init(&reader, bytes);
    while (token.kind != SR_XML_END && sr_xml_next(&reader, &token)) {
        if (token.kind == SR_XML_OPEN && sr_text_is(token.name, SR_TEXT("c"))) {
            cell = token;
            value = SR_TEXT_NONE;
        }
        if (token.kind == SR_XML_TEXT && is_value)
            value = token.inside;
        is_value = token.kind == SR_XML_OPEN && sr_text_is(token.name, SR_TEXT("v"));
        if (token.kind == SR_XML_OPEN && sr_text_is(token.name, SR_TEXT("f")))
            return "a formula, where there should be none";
        if (token.kind != SR_XML_CLOSE || !sr_text_is(token.name, SR_TEXT("c")))
            continue;
        const sr_book_cell *expected = find_next(sheet, &next);
        const char *wrong = expected == NULL ? "more cells than the report has" : check_cell(self, sheet, next - 1, expected, &cell, value);
        if (wrong != NULL)
            return wrong;
    }
    if (reader.wrong != NULL)
        return reader.wrong;
    return find_next(sheet, &next) == NULL ? NULL : "fewer cells than the report has";
}

static uint32_t count_numbers(const sr_book_sheet *sheet, uint32_t column)
{
    uint32_t count = 0;
    for (uint32_t row = sheet->table_first + 1; row < sheet->row_count; row++)
        count += sheet->cells[(size_t)row * sheet->column_count + column].kind == SR_BOOK_NUMBER;
    return count;
}

/* Where a walk through a chart stands. */
typedef struct chart_walk {
    uint32_t series;            // which line; 1 draws the second column
    uint32_t labels, values;    // points of it seen
    uint32_t row;               // of the sheet, that the point shows
    bool is_label, is_text;
} chart_walk;

/* A point's own copy of the cell it shows. */
static bool is_point(const checker *self, const sr_book_sheet *sheet, const chart_walk *walk, sr_text text)
{
    if (walk->row >= sheet->row_count || walk->series == 0 || walk->series >= sheet->column_count)
        return false;
    const sr_book_cell *cell = &sheet->cells[(size_t)walk->row * sheet->column_count + (walk->is_label ? 0 : walk->series)];
    sr_text resolved;
    if (!walk->is_label)
        return cell->kind == SR_BOOK_NUMBER && is_number(text, cell->number);
    return sr_xml_resolve(text, self->book->arena, &resolved, self->err) && sr_text_is(resolved, cell->text);
}

static void open_element(const sr_book_sheet *sheet, const sr_xml_token *token, chart_walk *walk)
{
    sr_text index;
    if (sr_text_is(token->name, SR_TEXT("c:ser"))) {
        walk->series++;
        walk->labels = walk->values = 0;
    }
    if (sr_text_is(token->name, SR_TEXT("c:cat")) || sr_text_is(token->name, SR_TEXT("c:val")))
        walk->is_label = sr_text_is(token->name, SR_TEXT("c:cat"));
    if (sr_text_is(token->name, SR_TEXT("c:pt")) && sr_xml_find_attribute(token, "idx", &index)) {
        uint64_t row = 0;
        for (size_t i = 0; i < index.size && row < sheet->row_count; i++)
            row = row * 10 + (uint64_t)(index.data[i] - '0');
        walk->row = row < sheet->row_count ? sheet->table_first + 1 + (uint32_t)row : UINT32_MAX;
        walk->labels += walk->is_label;
        walk->values += !walk->is_label;
    }
}

/* Every line of a chart with all its labels and all its values: the library keeps a copy of them in the chart. */
static const char *check_chart(const checker *self, const sr_book_sheet *sheet, sr_text bytes)
{
    sr_xml_reader reader;
    sr_xml_token token = {.kind = SR_XML_OPEN};
    chart_walk walk = {.row = UINT32_MAX};
    sr_xml_init(&reader, bytes);
    while (token.kind != SR_XML_END && sr_xml_next(&reader, &token)) {
        if (token.kind == SR_XML_OPEN)
            open_element(sheet, &token, &walk);
        if (token.kind == SR_XML_TEXT && walk.is_text && walk.row != UINT32_MAX && !is_point(self, sheet, &walk, token.inside))
            return "a point that differs from its cell";
        walk.is_text = token.kind == SR_XML_OPEN && sr_text_is(token.name, SR_TEXT("c:v"));
        if (token.kind != SR_XML_CLOSE)
            continue;
        if (sr_text_is(token.name, SR_TEXT("c:pt")))
            walk.row = UINT32_MAX;
        if (sr_text_is(token.name, SR_TEXT("c:ser"))
            && (walk.series >= sheet->column_count || walk.labels != sheet->row_count - sheet->table_first - 1
                || walk.values != count_numbers(sheet, walk.series)))
            return "a line without all its values";
    }
    if (walk.series + 1 != sheet->column_count)
        return "not as many lines as the report has";
    if (count_elements(bytes, SR_TEXT("c:tx")) != sheet->column_count + 1)     // one a line, one of the title, one of the axis
        return "a title or the name of a line is missing";
    return sr_text_find(bytes, SR_TEXT("sourceLinked=\"0\"")) != SIZE_MAX ? NULL : "the axis has lost its format";
}

/* Tables and charts are numbered in the order of their sheets. */
static bool check_tables_and_charts(const checker *self)
{
    uint32_t table = 0, chart = 0;
    for (uint32_t i = 0; i < self->book->sheet_count; i++) {
        const sr_book_sheet *sheet = &self->book->sheets[i];
        char name[64];
        snprintf(name, sizeof(name), "xl/tables/table%u.xml", table += sheet->has_table);
        const sr_archive_part *part = sheet->has_table ? sr_archive_find(&self->archive, sr_text_from(name)) : NULL;
        if (sheet->has_table && (part == NULL || count_elements(part->bytes, SR_TEXT("tableColumn")) != sheet->column_count))
            return refuse(self, name, "not as many columns as the report has");
        snprintf(name, sizeof(name), "xl/charts/chart%u.xml", chart += sheet->chart != NULL);
        part = sheet->chart != NULL ? sr_archive_find(&self->archive, sr_text_from(name)) : NULL;
        const char *wrong = sheet->chart == NULL ? NULL : part == NULL ? "it is missing" : check_chart(self, sheet, part->bytes);
        if (wrong != NULL)
            return refuse(self, name, wrong);
        snprintf(name, sizeof(name), "xl/drawings/drawing%u.xml", chart);
        part = sheet->chart != NULL ? sr_archive_find(&self->archive, sr_text_from(name)) : NULL;
        if (sheet->chart != NULL && (part == NULL || sr_text_find(part->bytes, SR_TEXT(" descr=\"")) == SIZE_MAX))
            return refuse(self, name, "the chart has no text for who cannot see it");
    }
    return true;
}

static bool check_sheets(const checker *self)
{
    for (uint32_t i = 0; i < self->book->sheet_count; i++) {
        char name[64];
        snprintf(name, sizeof(name), "xl/worksheets/sheet%u.xml", i + 1);
        const sr_archive_part *part = sr_archive_find(&self->archive, sr_text_from(name));
        if (part == NULL)
            return refuse(self, name, "it is missing");
        const char *wrong = check_cells(self, &self->book->sheets[i], part->bytes);
        if (wrong != NULL)
            return refuse(self, name, wrong);
    }
    return true;
}

bool sr_book_check(const sr_book *book, const char *path, sr_error *err)
{
    checker self = {.book = book, .path = path, .err = err};
    sr_text bytes;
    return sr_file_read(path, FILE_BYTES_MAX, book->arena, &bytes, err) && sr_archive_read(bytes, path, book->arena, &self.archive, err)
           && check_parts(&self) && check_counts(&self) && read_strings(&self) && check_sheets(&self)
           && check_tables_and_charts(&self);
}
