/*
 * What the values of one column look like, learned from rows that fit their table; and how strange a value would be there.
 *
 * Strangeness is counted in bits: about -log2 of the share of values seen so far that are of that kind. Of each value are counted: is it
 * empty, its shape (`2024-01-31` is 9999-99-99, `N-10200` is a-9, every number is one shape, `Desk, oak` is a, a), how it begins and ends, whether quotes or
 * line ends stand in it, and the value itself while there are few. A column whose values have few shapes speaks with many
 * bits, one of free text with few. Only fingerprints of values are kept. No memory of its own, no error.
 */
#ifndef SR_INPUT_LIKENESS_H
#define SR_INPUT_LIKENESS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/text.h"

#define SR_LIKENESS_SHAPES 24
#define SR_LIKENESS_FINES 8
#define SR_LIKENESS_VALUES 48
#define SR_LIKENESS_BITS_MAX 24.0    // what one value can cost
#define SR_LIKENESS_MISFIT 8.0       // from here on a value does not belong into the column
#define SR_LIKENESS_EDGES 7          // kinds of first and last characters

typedef struct sr_likeness_count {
    uint64_t hash;
    uint32_t count;
} sr_likeness_count;

typedef struct sr_likeness {
    uint32_t rows;
    uint32_t empty;
    uint32_t numbers;
    uint32_t with_quote;
    uint32_t with_line_end;
    uint32_t firsts[SR_LIKENESS_EDGES];
    uint32_t lasts[SR_LIKENESS_EDGES];
    uint32_t shape_count;
    uint32_t other_shapes;      // values whose shape found no room
    sr_likeness_count shapes[SR_LIKENESS_SHAPES];
    uint32_t fine_count;        // shapes in which every digit stands for itself
    uint32_t other_fines;
    sr_likeness_count fines[SR_LIKENESS_FINES];
    uint32_t value_count;
    uint32_t other_values;
    sr_likeness_count values[SR_LIKENESS_VALUES];
} sr_likeness;

void sr_likeness_add(sr_likeness *likeness, sr_text value);    // a zeroed likeness is an empty one

/* [bits] 0 to SR_LIKENESS_BITS_MAX. Nothing is strange to an empty likeness. */
double sr_likeness_measure(const sr_likeness *likeness, sr_text value);

/* The values are numbers or have few shapes: a value can be told from one that does not belong. */
bool sr_likeness_is_strict(const sr_likeness *likeness);

/* Words that come again and again, three times each or more; and whether this one does. */
bool sr_likeness_has_few_values(const sr_likeness *likeness);
bool sr_likeness_knows(const sr_likeness *likeness, sr_text value);

/* The value has a shape of the column that says something: a date, a code, a word of few; not just a whole number or text. */
bool sr_likeness_is_proof(const sr_likeness *likeness, sr_text value);

/* It can hardly be here by accident: a word that comes again, or signs and digits in a shape of the column that no number has. */
bool sr_likeness_is_certain(const sr_likeness *likeness, sr_text value);

/* Values often begin or end with a blank. */
bool sr_likeness_has_blanks(const sr_likeness *likeness);

bool sr_likeness_is_number(sr_text value);   // digits, with a sign, marks and blanks as numbers have them

#endif
