/*
 * Cells of a row in one reading become rows of the table, and the rows are weighed.
 *
 * A reading with as many cells as the table has columns is a row. One with too many or too few becomes rows by one more step: an empty cell is
 * left out, cells are joined (with or without the delimiter between them), a cell is split (also at another delimiter), empty ones are
 * put in; at every place where that can be. A row weighs the strangeness
 * of its cells (likeness.h) and a few bits for how unusual the reading and the step are. The scale remembers the lightest row, and what
 * the lightest row of other cells weighs. Used by mend.c alone.
 */
#ifndef SR_INPUT_WEIGH_H
#define SR_INPUT_WEIGH_H

#include "input/mend.h"

typedef struct sr_read_cell {
    sr_text value;
    size_t first;           // in the text of the reading, quotes included
    size_t last;
} sr_read_cell;

/* The row in one reading. */
typedef struct sr_reading {
    sr_mend_way way;
    double weight;          // [bits]
    sr_text text;           // that was read: the row, or what stands in it
    size_t shift;           // index in the row of the first byte of that text
    size_t edit;            // from here on the text is longer or shorter than the row by one byte
    int edit_size;          // 1: a byte was put in, -1: one was left out
    size_t taken;           // bytes of the row
    const sr_read_cell *cells;
    size_t count;
} sr_reading;

typedef struct sr_weighed {
    sr_mend_way way;        // SR_MEND_NONE: there is no row yet
    double weight;
    uint64_t hash;          // of the cells
    size_t taken;
    size_t place;           // byte index into the row of what was changed
    sr_text *cells;
    size_t *places;
} sr_weighed;

typedef struct sr_scale {
    const sr_likeness *likenesses;
    size_t width;
    char quote;
    char delimiter;
    sr_arena *scratch;      // of one row; the caller's
    bool failed;            // no memory
    unsigned ways;          // that are allowed
    double *left;           // [bits] of the cells before, each in its own column
    double *right;          // of the cells from here on, each in the column that the end of the row gives it
    sr_weighed candidate;
    sr_weighed best;
    double second;          // weight of the lightest row with other cells than the best
} sr_scale;

/* Room for readings of up to `cells_max` cells. What is set before holds: likenesses, width, quote, delimiter, scratch. */
SR_MUST_USE bool sr_scale_init(sr_scale *scale, size_t cells_max, sr_arena *arena, sr_error *err);
void sr_scale_clear(sr_scale *scale, unsigned ways);

/* Weighs the row that the reading is, or with `may_step` the rows that one step makes of it. */
void sr_scale_add(sr_scale *scale, const sr_reading *reading, bool may_step);

/* The best row is light enough, and far enough from every other. */
bool sr_scale_is_sure(const sr_scale *scale);

/* A value that lost one of its two quotes, without the other. */
sr_text sr_scale_tidy(sr_text value, char quote);

#endif
