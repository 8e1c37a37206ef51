/*
 * One row that does not fit its table, read another way.
 *
 * The row is tried in other readings: as one quoted field that holds the row, with another delimiter, another quote or escape, quotes that
 * are not doubled, one quote too many or too few, an empty cell too many, a delimiter that is missing or stands inside a value that
 * lost its quotes. A reading holds when it gives as many cells as the table has columns, each cell looks like the others of its column
 * (likeness.h), and no reading with other cells comes near it. Nothing is ever guessed or made up: every character of a cell stands
 * in the row, and what cannot be told apart is left alone.
 */
#ifndef SR_INPUT_MEND_H
#define SR_INPUT_MEND_H

#include "input/cutting.h"
#include "input/likeness.h"
#include "rules/dialect.h"

typedef struct sr_mended {
    sr_mend_way way;
    size_t size;            // bytes of the text that the row takes, its line end included
    size_t cell_count;      // the columns of the table; 0 when no reading holds
    const sr_text *cells;   // valid until the next row
    const size_t *places;   // byte index into the text where each cell begins
    size_t place;           // byte index into the text where cells were joined, split, left out or put in; else 0
} sr_mended;

typedef struct sr_mender sr_mender;

/*
 * `likenesses` has `width` of them; both they and the cutting must outlive the mender, which lives in the arena. `scratch` belongs to it alone:
 * every row clears it.
 */
SR_MUST_USE bool sr_mender_new(const sr_cutting *cutting, const sr_likeness *likenesses, size_t width, sr_arena *arena, sr_arena *scratch,
                               sr_mender **mender, sr_error *err);

/*
 * `text` is a record as it stands there, with or without its line end; of several physical lines when the usual reading takes them
 * for one record: then a reading of the first line alone may hold. `ways` are the bits of what is allowed.
 */
SR_MUST_USE bool sr_mend(sr_mender *mender, sr_text text, unsigned ways, sr_mended *mended, sr_error *err);

/* The cells of one physical line when quotes mean nothing but at the edges of a cell: for a row that no reading holds for. */
SR_MUST_USE bool sr_mend_split(sr_mender *mender, sr_text line, sr_mended *mended, sr_error *err);

/* What was done, as a sentence for findings: "the row was one quoted field". */
const char *sr_mend_get_sentence(sr_mend_way way);

#endif
