/*
 * What stands in every cell of the workbook, worked out before the library is called. The child writes it, the parent compares what came
 * back with it, cell by cell.
 *
 * Texts are fit for a cell: valid UTF-8, no control bytes, at most 32,767 units of UTF-16, nothing that Excel would take for an escape.
 * Names of sheets and tables are unique and within Excel's rules. Numbers are finite.
 */
#ifndef SR_OUTPUT_WORKBOOK_LAYOUT_H
#define SR_OUTPUT_WORKBOOK_LAYOUT_H

#include "output/report.h"

typedef enum sr_book_kind { SR_BOOK_EMPTY, SR_BOOK_TEXT, SR_BOOK_NUMBER, SR_BOOK_LINK } sr_book_kind;

typedef enum sr_book_style {
    SR_BOOK_TITLE, SR_BOOK_HEADING, SR_BOOK_PLAIN, SR_BOOK_WRAPPED, SR_BOOK_RIGHT, SR_BOOK_LINKED,
    SR_BOOK_INDENTED,                       // wrapped words to the right of numbers
    SR_BOOK_HEADER, SR_BOOK_HEADER_INDENTED, SR_BOOK_HEADER_RIGHT,   // of a table: written by the library with the table
    SR_BOOK_COUNT, SR_BOOK_SHARE, SR_BOOK_EURO, SR_BOOK_STYLE_COUNT
} sr_book_style;

#define SR_BOOK_DIGITS_MAX 9    // after the mark, shown
#define SR_BOOK_LINES_MAX 5     // columns of a chart's table: labels, value, target, two bounds

typedef struct sr_book_cell {
    sr_book_kind kind;
    sr_book_style style;
    uint8_t digits;             // of numbers, as shown
    double number;
    sr_text text;               // ended by NUL; of a link, the sheet it leads to and shows
    uint32_t shown_points;      // how wide the content is, in characters
} sr_book_cell;

typedef struct sr_book_sheet {
    sr_text name;
    uint32_t row_count;
    uint32_t column_count;
    sr_book_cell *cells;        // row_count * column_count
    const uint32_t *widths;     // of columns, in characters
    bool has_table;
    sr_text table_name;
    uint32_t table_first;       // its row of headers; it goes down to the last row
    const sr_report_block *chart;   // a line chart of the table beside it; NULL for none
    sr_cell_part lines[SR_BOOK_LINES_MAX];  // of a chart: what the columns are; [0] the labels
} sr_book_sheet;

typedef struct sr_book {
    const sr_report *report;
    sr_arena *arena;
    uint32_t sheet_count;
    sr_book_sheet *sheets;
} sr_book;

SR_MUST_USE bool sr_book_lay_out(const sr_report *report, sr_arena *arena, sr_book *book, sr_error *err);

/* A text as a cell can hold it, ended by NUL; `points_max` code points with an ellipsis in the place of what is too much. */
SR_MUST_USE bool sr_book_clean(sr_text text, uint32_t points_max, sr_arena *arena, sr_text *clean, sr_error *err);

bool sr_book_is_wrapped(sr_book_style style);

/* How many lines of text a row needs in columns of these widths. */
uint32_t sr_book_count_lines(const sr_book_sheet *sheet, uint32_t row);

/* Writes the workbook; in the child. */
SR_MUST_USE bool sr_book_write(const sr_book *book, const char *path, sr_error *err);

/* Reads it again: zip, every part well formed, every cell of every sheet as laid out, as many tables and charts. */
SR_MUST_USE bool sr_book_check(const sr_book *book, const char *path, sr_error *err);

#endif
