/*
 * One cell: the text of a field to a typed value, by the rule of its column.
 *
 * Nothing is guessed and nothing is rounded: what the rule does not allow is a problem, never a value. The problems are
 * the codes of findings: `value.date`, `value.number`, `value.two_numbers`, `value.too_fine`, `value.overflow`, `value.code`, `value.boolean`,
 * `value.person`, `value.registry_code`, `value.missing_required`, and `value.spreadsheet` when a spreadsheet has damaged the value.
 */
#ifndef SR_INPUT_DECODE_H
#define SR_INPUT_DECODE_H

#include "engine/base/dict.h"
#include "engine/base/personal.h"
#include "engine/column.h"
#include "input/damage.h"
#include "rules/dataset.h"

typedef struct sr_cell sr_cell;

/* What a word was found to lead to in a list. */
typedef struct sr_decoded_word {
    const sr_list_member *member;   // NULL: nothing
    bool needs_day;             // it depends on the day
} sr_decoded_word;

/* A column's rule made ready; belongs to one thread. */
typedef struct sr_decoder {
    const sr_column_rule *rule;
    sr_kind kind;
    sr_notation notation;
    sr_notation other_notation; // decimal_mark 0: none
    bool trims;
    bool is_key;                // of the data set: its texts tell rows apart
    const char *name;           // of the column, ended by NUL
    const char *expected;       // what a cell could hold, for messages
    sr_dict *memo;              // of words that were looked up in the list, to keep it to one search a word
    sr_decoded_word *found;     // by the memo's number
    const sr_cell *day;         // of a dated column: the cell of its day in the same row, decoded before; the caller sets it
} sr_decoder;

struct sr_cell {
    const char *problem;        // NULL when the cell could be read
    const char *remark;         // code of a finding about a value that is kept; NULL when there is nothing to say
    sr_damage damage;           // what a spreadsheet did to it, when that is the problem or the remark
    bool is_missing;            // empty, or a word for it; true too when there is a problem
    int64_t integer;            // boolean, integer, decimal at the rule's scale
    double real;
    sr_day day;
    sr_text text;               // canonical; a slice of the field, of the list, or in the scratch arena
};

/* Rule and data set must outlive the decoder. */
SR_MUST_USE bool sr_decoder_init(sr_decoder *decoder, const sr_column_rule *rule, const sr_dataset *dataset, sr_arena *arena,
                                 sr_error *err);

/* False only without memory. A `drop` column is never decoded. A person stays a clear text here: hash it at once, keep none of it.
 * `field` is NULL when the file does not have the column: its value is missing then, whatever `empty` says. */
SR_MUST_USE bool sr_decode(sr_decoder *decoder, const sr_text *field, sr_arena *scratch, sr_cell *cell, sr_error *err);

/* The kind of the values of a type. */
sr_kind sr_decode_get_kind(sr_column_type type);

/*
 * What was found in a cell that has a problem or a remark, as a message may show it: of a person, and of a cell in which something personal
 * stands, the shape (engine/base/personal.h). `field` as it was decoded.
 */
void sr_decode_write_shown(const sr_decoder *decoder, const sr_cell *cell, const sr_text *field, char out[SR_SHOWN_SIZE]);

/* How to mend a cell that has a problem or a remark (for a bad code with the nearest one), in the scratch arena; NULL when there is nothing to say. */
const char *sr_decode_get_hint(const sr_decoder *decoder, const sr_cell *cell, sr_arena *scratch);

#endif
