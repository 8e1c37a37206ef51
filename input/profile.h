/*
 * What an export holds, told by the rules that a starter data set would give it: so the figures are those that the rules will meet.
 *
 * Two passes: a survey makes the starter (starter.h), then its rules read every row. Standard input must be a file.
 */
#ifndef SR_INPUT_PROFILE_H
#define SR_INPUT_PROFILE_H

#include "input/damage.h"
#include "input/infer.h"
#include "input/starter.h"

typedef struct sr_profile_column {
    uint64_t values;            // that could be read
    uint64_t missing;           // empty, or a word for it
    uint64_t bad;               // could not be read
    uint64_t bad_line;          // of the first of these
    sr_damage bad_damage;       // what a spreadsheet did to it
    bool has_range;             // numbers and dates of which there is one: the next two, as their kind has them
    int64_t integer_min, integer_max;
    double real_min, real_max;
    sr_day day_min, day_max;
} sr_profile_column;

typedef struct sr_profile {
    const char *path;
    sr_survey survey;
    sr_starter starter;
    const sr_profile_column *columns;   // as many as the starter has
    size_t key_index;           // the first column that may be a key, or SIZE_MAX
    uint64_t bad_rows;          // with a value that could not be read
    uint64_t persons;           // columns that are hidden
} sr_profile;

/*
 * All lives in the arena. Findings: those of a survey about the file, its header and its rows, and `column.persons` for each column in
 * which persons stand or may stand.
 */
SR_MUST_USE bool sr_profile_make(const char *path, const sr_infer_options *options, sr_arena *arena, sr_profile *profile,
                                 sr_findings *findings, sr_error *err);

#endif
