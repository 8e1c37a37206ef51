/*
 * The table in a text: how its records are cut, where it begins, which lines are its header, how many columns it has and what their
 * values look like; all from a sample.
 *
 * Lines above the first record of the usual width are a preamble, so are rows of that width in which little but the first cell is
 * filled. The first row is a header unless it looks like the rows below; further rows are header lines when no cell of theirs looks
 * like the values of its column. A header that does not fit the width is mended when it can be (mend.h). What is declared holds.
 */
#ifndef SR_INPUT_SHAPE_H
#define SR_INPUT_SHAPE_H

#include "input/cutting.h"
#include "input/likeness.h"
#include "rules/dialect.h"

typedef struct sr_shape_known {
    sr_cutting_known cutting;
    bool has_header;            // the next two are declared
    uint32_t skip_lines;
    uint32_t header_lines;
} sr_shape_known;

typedef struct sr_shape {
    sr_cutting cutting;
    uint32_t skip_lines;        // physical lines above the header, from the beginning of the text
    uint32_t header_lines;      // records of the header, 0 for none
    size_t width;               // columns; fields behind them are empty in every row
    size_t row_count;           // rows that the likenesses have seen
    const sr_likeness *likenesses; // by column
} sr_shape;

SR_MUST_USE bool sr_shape_detect(sr_text text, const sr_shape_known *known, sr_arena *arena, sr_shape *shape, sr_error *err);

/* `cutting.width` cells of which none is a proof of its column and most of those that can tell are no values of theirs: a row of another
 * table. */
bool sr_shape_is_strange(const sr_shape *shape, const sr_text *cells);

/* What the names of a header look like: a likeness for every column of one. */
SR_MUST_USE bool sr_shape_make_names(size_t width, sr_arena *arena, const sr_likeness **likenesses, sr_error *err);

#endif
