/*
 * Sheets in the order that readers of official statistics expect: cover, contents, notes, methodology, then one table a sheet, title in
 * A1, nothing below the table, no blank rows. Charts stand on sheets of their own, beside the few numbers they draw.
 */
#include "output/workbook_layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/builder.h"
#include "output/words.h"

#define SHEET_NAME_POINTS_MAX 31
#define TABLE_NAME_SIZE_MAX 200
#define HEADER_POINTS_MAX 255
#define CELL_POINTS_MAX 32767
#define LINE_POINTS 110         // a note is broken into rows of about this many characters: cells are not merged
#define LINES_MAX 12
#define COVER_WIDTH 100
#define WIDTH_MIN 9
#define WIDTH_MAX 70
#define HEADER_WIDTH_MAX 18     // headers wrap

/* A sheet while it is made: rows are added from the top. */
typedef struct draft {
    sr_book *book;
    sr_book_sheet *sheet;
    uint32_t row;
    sr_error *err;
    bool failed;
} draft;

static const char *say(const draft *self, sr_word word)
{
    return sr_word_get(word, self->book->report->language);
}

/* --- names --- */

static bool is_sheet_taken(const sr_book *book, sr_text name)
{
    for (uint32_t i = 0; i < book->sheet_count; i++)
        if (sr_text_is_same_letters(book->sheets[i].name, name))
            return true;
    return false;
}

static bool is_table_taken(const sr_book *book, sr_text name)
{
    for (uint32_t i = 0; i < book->sheet_count; i++)
        if (book->sheets[i].has_table && sr_text_is_same_letters(book->sheets[i].table_name, name))
            return true;
    return false;
}

/* Excel's rules: none of []:*?/\, no apostrophe at an end, at most 31 characters, unique without case. */
static bool name_sheet(const sr_book *book, sr_text wanted, sr_text *name, sr_error *err)
{
    sr_builder builder;
    sr_text clean;
    char end[16] = "";
    if (!sr_book_clean(wanted, 1000, book->arena, &clean, err))
        return false;
    for (uint32_t number = 2;; number++) {
        size_t points = strlen(end);
        sr_builder_init(&builder, book->arena, 1000);
        for (size_t i = 0; i < clean.size; i++) {
            char c = clean.data[i];
            points += ((unsigned char)c & 0xC0) != 0x80;
            if (points > SHEET_NAME_POINTS_MAX)
                break;
            bool is_at_end = i == 0 || i + 1 == clean.size || points == SHEET_NAME_POINTS_MAX;
            bool is_bad = strchr("[]:*?/\\\n\t", c) != NULL || (c == '\'' && is_at_end);
            sr_builder_add_byte(&builder, is_bad ? '_' : c);
        }
        sr_builder_add_c(&builder, builder.size == 0 ? "_" : "");
        sr_builder_add_c(&builder, end);
        if (!sr_builder_finish(&builder, name, err))
            return false;
        if (!is_sheet_taken(book, *name))
            return true;
        snprintf(end, sizeof(end), " %u", number);
    }
}

/* ASCII letters, digits and underscores, beginning with a letter or an underscore; an underscore inside keeps it from being a cell like T01. */
static bool name_table(const sr_book *book, sr_text wanted, const char *behind, sr_text *name, sr_error *err)
{
    sr_builder builder;
    char end[16] = "";
    for (uint32_t number = 2;; number++) {
        sr_builder_init(&builder, book->arena, 1000);
        if (wanted.size == 0 || (wanted.data[0] >= '0' && wanted.data[0] <= '9'))
            sr_builder_add_byte(&builder, '_');
        for (size_t i = 0; i < wanted.size && i < TABLE_NAME_SIZE_MAX; i++) {
            char c = wanted.data[i];
            bool is_good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            sr_builder_add_byte(&builder, is_good ? c : '_');
        }
        sr_builder_add_c(&builder, behind);
        if (sr_text_find(sr_builder_get(&builder), SR_TEXT("_")) == SIZE_MAX)
            sr_builder_add_byte(&builder, '_');
        sr_builder_add_c(&builder, end);
        if (!sr_builder_finish(&builder, name, err))
            return false;
        if (!is_table_taken(book, *name))
            return true;
        snprintf(end, sizeof(end), "_%u", number);
    }
}

/* --- cells --- */

static draft begin(sr_book *book, sr_text name, uint32_t row_max, uint32_t column_count, sr_error *err)
{
    draft self = {.book = book, .sheet = &book->sheets[book->sheet_count], .err = err};
    self.sheet->column_count = column_count;
    self.sheet->cells = sr_arena_alloc(book->arena, (size_t)row_max * column_count, sizeof(sr_book_cell));
    self.failed = !(self.sheet->cells != NULL ? name_sheet(book, name, &self.sheet->name, err) : sr_fail_memory(err));
    return self;
}

/* The filled cell; NULL when this or something before it failed. */
static sr_book_cell *put(draft *self, uint32_t column, sr_book_kind kind, sr_book_style style, sr_text text, uint32_t points_max)
{
    sr_text clean;
    self->failed = self->failed || !sr_book_clean(text, points_max, self->book->arena, &clean, self->err);
    if (self->failed)
        return NULL;
    sr_book_cell *cell = &self->sheet->cells[(size_t)self->row * self->sheet->column_count + column];
    *cell = (sr_book_cell){.kind = clean.size > 0 ? kind : SR_BOOK_EMPTY, .style = style, .text = clean};
    cell->shown_points = (uint32_t)sr_text_count_points(clean);
    return cell;
}

static void put_text(draft *self, uint32_t column, sr_book_style style, sr_text text)
{
    put(self, column, SR_BOOK_TEXT, style, text, CELL_POINTS_MAX);
}

static void add_line(draft *self, sr_book_style style, sr_text text)
{
    if (text.size == 0)
        return;
    put_text(self, 0, style, text);
    self->row++;
}

/* Breaks at blanks; a word that is too long stays whole. */
static void add_lines(draft *self, sr_text text)
{
    for (int lines = 1; text.size > 0 && lines < LINES_MAX && sr_text_count_points(text) > LINE_POINTS; lines++) {
        size_t last = 0;
        for (size_t i = 0, points = 0; i < text.size; i++) {
            points += ((unsigned char)text.data[i] & 0xC0) != 0x80;
            if (points > LINE_POINTS && last > 0)
                break;
            if (text.data[i] == ' ' && i > 0)
                last = i;
        }
        if (last == 0)
            break;
        add_line(self, SR_BOOK_PLAIN, sr_text_slice(text, 0, last));
        text = sr_text_slice(text, last + 1, text.size - last - 1);
    }
    add_line(self, SR_BOOK_PLAIN, text);
}

static bool is_header_taken(const draft *self, uint32_t column, sr_text text)
{
    const sr_book_cell *row = &self->sheet->cells[(size_t)self->row * self->sheet->column_count];
    for (uint32_t i = 0; i < column; i++)
        if (sr_text_is_same_letters(row[i].text, text))
            return true;
    return false;
}

/* Headers of a table must be there and differ; a line end has no place in them. */
static void put_header(draft *self, uint32_t column, sr_book_style style, sr_text title)
{
    sr_builder builder;
    sr_text text;
    for (uint32_t number = 1; !self->failed; number++) {
        sr_builder_init(&builder, self->book->arena, title.size + 32);
        for (size_t i = 0; i < title.size; i++)
            sr_builder_add_byte(&builder, title.data[i] == '\n' || title.data[i] == '\t' ? ' ' : title.data[i]);
        if (title.size == 0)
            sr_builder_addf(&builder, "%u", column + 1);
        if (number > 1)
            sr_builder_addf(&builder, " (%u)", number);
        self->failed = !sr_builder_finish(&builder, &text, self->err);
        if (self->failed || !is_header_taken(self, column, text))
            break;
    }
    if (!self->failed)
        put(self, column, SR_BOOK_TEXT, style, text, HEADER_POINTS_MAX);
}

static void begin_table(draft *self, sr_text name, const char *behind)
{
    self->sheet->table_first = self->row;
    if (!self->failed)
        self->failed = !name_table(self->book, name, behind, &self->sheet->table_name, self->err);
}

static bool finish(draft *self)
{
    sr_book_sheet *sheet = self->sheet;
    sheet->row_count = self->row;
    sheet->has_table = sheet->table_name.size > 0 && self->row > sheet->table_first + 1;
    uint32_t *widths = sr_arena_alloc(self->book->arena, sheet->column_count, sizeof(*widths));
    if (widths == NULL)
        self->failed = !sr_fail_memory(self->err);
    if (self->failed)
        return false;
    for (uint32_t column = 0; column < sheet->column_count; column++) {
        uint32_t width = sheet->table_name.size > 0 ? WIDTH_MIN : COVER_WIDTH;
        for (uint32_t row = sheet->table_first; sheet->table_name.size > 0 && row < sheet->row_count; row++) {
            const sr_book_cell *cell = &sheet->cells[(size_t)row * sheet->column_count + column];
            uint32_t wanted = cell->shown_points + 3;
            if (row == sheet->table_first && wanted > HEADER_WIDTH_MAX)
                wanted = HEADER_WIDTH_MAX;
            width = wanted > width ? wanted : width;
        }
        widths[column] = width < WIDTH_MAX || sheet->table_name.size == 0 ? width : WIDTH_MAX;
    }
    sheet->widths = widths;
    self->book->sheet_count++;
    return true;
}

/* --- sheets --- */

static bool add_cover(sr_book *book, sr_error *err)
{
    const sr_report *report = book->report;
    draft self = begin(book, sr_text_from(sr_word_get(SR_WORD_COVER, report->language)), 16 + report->point_count, 1, err);
    add_line(&self, SR_BOOK_TITLE, report->title);
    add_line(&self, SR_BOOK_WRAPPED, report->organisation);
    add_line(&self, SR_BOOK_WRAPPED, report->unit);
    add_line(&self, SR_BOOK_WRAPPED, report->edition_text);
    add_line(&self, SR_BOOK_WRAPPED, report->audience_text);
    if (report->contact.size > 0) {
        sr_builder contact;
        sr_text line;
        sr_builder_init(&contact, book->arena, report->contact.size + 100);
        sr_words_add(&contact, SR_WORD_CONTACT_LINE, report->language, &report->contact, 1);
        if (!sr_builder_finish(&contact, &line, err))
            return false;
        add_line(&self, SR_BOOK_WRAPPED, line);
    }
    add_line(&self, SR_BOOK_WRAPPED, report->provenance);
    static const sr_word headings[] = {SR_WORD_ATTENTION_NONE, SR_WORD_ATTENTION_ONE, SR_WORD_ATTENTION_TWO, SR_WORD_ATTENTION_THREE};
    add_line(&self, SR_BOOK_HEADING, sr_text_from(say(&self, headings[report->point_count < 3 ? report->point_count : 3])));
    for (uint32_t i = 0; i < report->point_count; i++) {
        sr_builder point;
        sr_text line;
        sr_builder_init(&point, book->arena, report->points[i].sentence.size + 16);
        sr_builder_addf(&point, "%s %.*s", sr_mark_get_sign(report->points[i].mark), SR_TEXT_ARG(report->points[i].sentence));
        if (!sr_builder_finish(&point, &line, err))
            return false;
        add_line(&self, SR_BOOK_WRAPPED, line);
    }
    return finish(&self);
}

/* Two columns of words. */
static bool add_notes(sr_book *book, sr_word title, const sr_report_note *notes, uint32_t count, const char *name, sr_error *err)
{
    sr_text words = sr_text_from(sr_word_get(title, book->report->language));
    draft self = begin(book, words, count + 4, 2, err);
    add_line(&self, SR_BOOK_TITLE, words);
    add_line(&self, SR_BOOK_PLAIN, sr_text_from(say(&self, SR_WORD_TABLE_COUNT_NOTE)));
    begin_table(&self, sr_text_from(name), "");
    put_header(&self, 0, SR_BOOK_HEADER, sr_text_from(say(&self, SR_WORD_COLUMN_TERM)));
    put_header(&self, 1, SR_BOOK_HEADER, sr_text_from(say(&self, SR_WORD_COLUMN_EXPLANATION)));
    self.row++;
    for (uint32_t i = 0; i < count; i++, self.row++) {
        put_text(&self, 0, SR_BOOK_WRAPPED, notes[i].term);
        put_text(&self, 1, SR_BOOK_WRAPPED, notes[i].text);
    }
    return finish(&self);
}

static sr_book_style get_style(sr_column_format format)
{
    return format == SR_FORMAT_SHARE ? SR_BOOK_SHARE : format == SR_FORMAT_EURO ? SR_BOOK_EURO : SR_BOOK_COUNT;
}

static void put_cell(draft *self, uint32_t column, const sr_report_column *how, const sr_report_cell *from)
{
    double number = 0;
    if (how->format == SR_FORMAT_TEXT) {
        put_text(self, column, column > 0 ? SR_BOOK_INDENTED : SR_BOOK_WRAPPED, from->text);
        return;
    }
    bool is_hidden = from->cell != NULL && sr_released_cell_get_state(from->cell) == SR_CELL_HIDDEN;
    if (is_hidden || !sr_report_cell_get_number(from, &number) || !isfinite(number)) {
        put_text(self, column, SR_BOOK_RIGHT, is_hidden ? SR_TEXT("[c]") : from->text);
        return;
    }
    sr_book_cell *cell = put(self, column, SR_BOOK_NUMBER, get_style(how->format), from->text, CELL_POINTS_MAX);
    if (cell != NULL) {
        cell->kind = SR_BOOK_NUMBER;
        cell->number = number;
        cell->digits = how->digits < SR_BOOK_DIGITS_MAX ? how->digits : SR_BOOK_DIGITS_MAX;
    }
}

static bool add_table(sr_book *book, const sr_report_table *table, sr_error *err)
{
    draft self = begin(book, table->name, table->row_count + LINES_MAX + 4, table->column_count, err);
    add_line(&self, SR_BOOK_TITLE, table->title);
    add_line(&self, SR_BOOK_PLAIN, sr_text_from(say(&self, SR_WORD_TABLE_COUNT_NOTE)));
    add_lines(&self, table->note);
    begin_table(&self, table->name, "");
    for (uint32_t i = 0; i < table->column_count; i++)
        put_header(&self, i, table->columns[i].format != SR_FORMAT_TEXT ? SR_BOOK_HEADER_RIGHT : i > 0 ? SR_BOOK_HEADER_INDENTED : SR_BOOK_HEADER,
                   table->columns[i].title);
    self.row++;
    for (uint32_t row = 0; row < table->row_count; row++, self.row++)
        for (uint32_t i = 0; i < table->column_count; i++)
            put_cell(&self, i, &table->columns[i], sr_report_table_get_cell(table, row, i));
    return finish(&self);
}

/* --- the numbers of a chart --- */

static uint32_t find_column(const sr_report_table *table, sr_cell_part part)
{
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->row_count > 0 && sr_report_table_get_cell(table, 0, i)->part == part)
            return i;
    return UINT32_MAX;
}

/* A chart needs two values to be a line, and words for who cannot see it. */
static bool has_chart(const sr_report_block *block)
{
    uint32_t values = 0;
    double number;
    for (uint32_t i = 0; i < block->series.count; i++)
        values += sr_report_cell_get_number(&(sr_report_cell){.cell = block->series.cells[i], .part = SR_PART_VALUE}, &number);
    return values >= 2 && block->series.title.size > 0 && block->series.description.size > 0 && block->table_count > 0 && find_column(&block->tables[0], SR_PART_VALUE) != UINT32_MAX;
}

static void put_point(draft *self, uint32_t column, const sr_report_table *table, uint32_t from, uint32_t row, sr_cell_part part,
                      const sr_released_cell *cell)
{
    sr_report_cell number = {.cell = cell, .part = part};
    double ignored;
    if (row < table->row_count)
        number.text = sr_report_table_get_cell(table, row, from)->text;
    if (sr_report_cell_get_number(&number, &ignored))   // else the cell stays empty, which the note explains: a text would be drawn as 0
        put_cell(self, column, &table->columns[from], &number);
}

/* The subtitle speaks of a light band, which the page draws; here the bounds are lines. */
static sr_text get_subtitle(const draft *self, const sr_report_block *block)
{
    sr_text band = sr_text_from(say(self, SR_WORD_SERIES_BAND));
    sr_text subtitle = block->series.subtitle;
    return sr_text_has_suffix(subtitle, band) ? sr_text_slice(subtitle, 0, subtitle.size - band.size) : subtitle;
}

static bool name_chart_sheet(const sr_book *book, const sr_report_block *block, sr_text *name, sr_error *err)
{
    sr_builder builder;
    sr_builder_init(&builder, book->arena, block->id.size + 100);
    sr_words_add(&builder, SR_WORD_CHART_SHEET, book->report->language, &block->id, 1);
    return sr_builder_finish(&builder, name, err);
}

static bool add_chart(sr_book *book, const sr_report_block *block, sr_error *err)
{
    static const sr_cell_part wanted[] = {SR_PART_VALUE, SR_PART_TARGET, SR_PART_LOWER, SR_PART_UPPER};
    const sr_report_table *table = &block->tables[0];
    uint32_t from[SR_BOOK_LINES_MAX] = {0}, column_count = 1;
    sr_cell_part parts[SR_BOOK_LINES_MAX] = {SR_PART_NONE};
    sr_text name;
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        uint32_t column = find_column(table, wanted[i]);
        if (column == UINT32_MAX)
            continue;
        parts[column_count] = wanted[i];
        from[column_count++] = column;
    }
    if (!name_chart_sheet(book, block, &name, err))
        return false;
    draft self = begin(book, name, block->series.count + 3 * LINES_MAX + 4, column_count, err);
    add_line(&self, SR_BOOK_TITLE, block->series.title);
    add_line(&self, SR_BOOK_PLAIN, sr_text_from(say(&self, SR_WORD_CHART_COUNT_NOTE)));
    add_lines(&self, get_subtitle(&self, block));
    add_lines(&self, block->series.description);
    begin_table(&self, block->id, "_chart");
    put_header(&self, 0, SR_BOOK_HEADER, sr_text_from(say(&self, SR_WORD_COLUMN_PERIOD)));
    for (uint32_t i = 1; i < column_count; i++) {
        self.sheet->lines[i] = parts[i];
        put_header(&self, i, SR_BOOK_HEADER_RIGHT, table->columns[from[i]].title);
    }
    self.row++;
    for (uint32_t row = 0; row < block->series.count; row++, self.row++) {
        put_text(&self, 0, SR_BOOK_WRAPPED, block->series.labels[row]);
        for (uint32_t i = 1; i < column_count; i++)
            put_point(&self, i, table, from[i], row, parts[i], block->series.cells[row]);
    }
    self.sheet->chart = block;
    return finish(&self);
}

static bool add_findings(sr_book *book, sr_error *err)
{
    const sr_report *report = book->report;
    sr_text title = sr_text_from(sr_word_get(SR_WORD_FINDINGS, report->language));
    draft self = begin(book, title, report->finding_count + 4, 1, err);
    add_line(&self, SR_BOOK_TITLE, title);
    if (report->finding_count == 0) {
        add_line(&self, SR_BOOK_WRAPPED, sr_text_from(say(&self, SR_WORD_NO_FINDINGS)));
        return finish(&self);
    }
    add_line(&self, SR_BOOK_PLAIN, sr_text_from(say(&self, SR_WORD_TABLE_COUNT_NOTE)));
    begin_table(&self, SR_TEXT("seire_findings"), "");
    put_header(&self, 0, SR_BOOK_HEADER, sr_text_from(say(&self, SR_WORD_COLUMN_EXPLANATION)));
    self.row++;
    for (uint32_t i = 0; i < report->finding_count; i++, self.row++)
        put_text(&self, 0, SR_BOOK_WRAPPED, report->findings[i]);
    return finish(&self);
}

/* --- the whole --- */

static uint32_t count_sheets(const sr_report *report)
{
    uint32_t count = 6;     // cover, contents, notes, methodology, intake, findings
    for (uint32_t i = 0; i < report->part_count; i++)
        for (uint32_t j = 0; j < report->parts[i].block_count; j++)
            count += report->parts[i].blocks[j].table_count + 1;
    return count;
}

static bool add_block(sr_book *book, const sr_report_block *block, sr_error *err)
{
    for (uint32_t i = 0; i < block->table_count; i++)
        if (!add_table(book, &block->tables[i], err) || (i == 0 && has_chart(block) && !add_chart(book, block, err)))
            return false;
    return true;
}

/* The second sheet, filled in when all others have their names. */
static bool fill_contents(sr_book *book, sr_book_sheet *contents, sr_error *err)
{
    draft self = {.book = book, .sheet = contents, .err = err, .row = 0};
    uint32_t last = book->sheet_count;
    add_line(&self, SR_BOOK_TITLE, sr_text_from(say(&self, SR_WORD_CONTENTS)));
    add_line(&self, SR_BOOK_PLAIN, sr_text_from(say(&self, SR_WORD_TABLE_COUNT_NOTE)));
    begin_table(&self, SR_TEXT("seire_contents"), "");
    put_header(&self, 0, SR_BOOK_HEADER, sr_text_from(say(&self, SR_WORD_SHEET)));
    put_header(&self, 1, SR_BOOK_HEADER, sr_text_from(say(&self, SR_WORD_COLUMN_TITLE)));
    self.row++;
    for (uint32_t i = 0; i < last; i++) {
        if (&book->sheets[i] == contents)
            continue;
        put(&self, 0, SR_BOOK_LINK, SR_BOOK_LINKED, book->sheets[i].name, SHEET_NAME_POINTS_MAX + 1);
        put_text(&self, 1, SR_BOOK_WRAPPED, book->sheets[i].cells[0].text);
        self.row++;
    }
    bool done = finish(&self);
    book->sheet_count = last;
    return done;
}

bool sr_book_lay_out(const sr_report *report, sr_arena *arena, sr_book *book, sr_error *err)
{
    sr_book made = {.report = report, .arena = arena};
    uint32_t sheet_max = count_sheets(report);
    made.sheets = sr_arena_alloc(arena, sheet_max, sizeof(*made.sheets));
    if (made.sheets == NULL)
        return sr_fail_memory(err);
    if (!add_cover(&made, err))
        return false;
    draft contents = begin(&made, sr_text_from(sr_word_get(SR_WORD_CONTENTS, report->language)), sheet_max + 4, 2, err);
    if (contents.failed)
        return false;
    made.sheet_count++;
    if (!add_notes(&made, SR_WORD_NOTES, report->notes, report->note_count, "seire_notes", err)
        || !add_notes(&made, SR_WORD_METHODOLOGY, report->definitions, report->definition_count, "seire_methodology", err))
        return false;
    for (uint32_t i = 0; i < report->part_count; i++)
        for (uint32_t j = 0; j < report->parts[i].block_count; j++)
            if (!add_block(&made, &report->parts[i].blocks[j], err))
                return false;
    if ((report->intake.column_count > 0 && !add_table(&made, &report->intake, err)) || !add_findings(&made, err)
        || !fill_contents(&made, contents.sheet, err))
        return false;
    *book = made;
    return true;
}
