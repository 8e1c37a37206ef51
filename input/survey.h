/*
 * What stands in the columns of an export that has no rules, from all of its values in one pass.
 *
 * Of each column: its name, what its values could be (guess.h), and where a value of another kind stands among them. On demand also what
 * a first draft of rules wants to know: words that stand between values of another kind, values that come again, personal codes, what
 * may be names of persons, long texts. No value is kept but words without digits, a few for each column, for the draft to choose from.
 *
 * Rows that do not fit their table and records that cannot be split say nothing about types.
 */
#ifndef SR_INPUT_SURVEY_H
#define SR_INPUT_SURVEY_H

#include "engine/base/dict.h"
#include "input/guess.h"
#include "input/table.h"

#define SR_SURVEY_WORDS 64
#define SR_SURVEY_DISTINCT_MAX 1000000u

/* What a draft of rules wants to know of a column. */
typedef struct sr_survey_values {
    sr_guess wordless;          // without the words
    sr_guess_tally tally;       // of the same values; and the words that a spreadsheet has left
    sr_dict *words;             // different values without a digit; SR_SURVEY_WORDS + 1: there are more
    uint64_t word_counts[SR_SURVEY_WORDS + 1];
    uint64_t with_word;         // values that are one
    bool has_damage;            // one of the words is a fault of a spreadsheet, such as #VALUE!
    uint64_t distinct;          // different values; at SR_SURVEY_DISTINCT_MAX there may be more
    uint64_t codes;             // values that are a personal code
    uint64_t personal;          // values in which a personal code, a mail address or a phone number stands
    uint64_t names;             // values that may be a name of a person
    uint64_t points;            // characters of all values
    uint64_t points_max;        // of the longest one
} sr_survey_values;

typedef struct sr_survey_column {
    sr_text name;               // trimmed; empty: none. Without a header: column1, column2, ...
    sr_where where;             // of its name
    bool is_repeated;           // a column before it has the same name
    sr_guess guess;
    bool fits_format;           // every value is a date in the declared format
    bool is_mixed;              // a value ended what was possible until then
    sr_guess before;            // is_mixed: what was possible
    sr_where mixed_where;       // where that value stands
    sr_survey_values *more;     // NULL when it was not asked for
} sr_survey_column;

typedef struct sr_survey {
    sr_dialect dialect;         // settled
    sr_records_totals totals;
    uint64_t rows;
    uint64_t ragged;            // of these: do not fit the header
    uint64_t others;            // records that are no rows: empty, outside of the table, or cannot be split
    uint64_t unread;            // of these: cannot be split
    unsigned mends;             // bits of the ways in which rows were mended (mend.h)
    sr_survey_column *columns;
    size_t column_count;
    size_t width_min;           // fields a row must have: up to the last column that has a name
} sr_survey;

/*
 * `path` must live as long as the survey, which lives in the arena. `date_format` is the declared one, or empty. A file without records, one
 * with records of which none fits the header, and a header that cannot be split or holds a personal value, is SR_BAD_DATA. Findings: those of table.h about the file and its header; of rows
 * only with `speaks_of_rows`.
 */
typedef struct sr_survey_options {
    sr_dialect dialect;         // declared parts
    sr_text date_format;
    bool with_values;           // fill `more`
    bool speaks_of_rows;
} sr_survey_options;

SR_MUST_USE bool sr_survey_make(const char *path, const sr_survey_options *options, sr_arena *arena, sr_survey *survey,
                                sr_findings *findings, sr_error *err);

/* How numbers are written in a file. `other` has no decimal mark ('\0') when all columns have the usual one. */
typedef struct sr_survey_notations {
    sr_notation usual;
    sr_notation other;
} sr_survey_notations;

/*
 * The declared mark; for 0 the one that more columns need, and the other when some need that. A comma between fields is no proof of a decimal
 * comma inside of them but before cents, and before three digits it may part thousands.
 */
sr_survey_notations sr_survey_choose_notations(const sr_survey *survey, char decimal_mark);

/* That of one column. */
sr_notation sr_survey_get_notation(const sr_survey_column *column, sr_survey_notations notations);

/* For who reads the file again after the survey: standard input must be a file then, else SR_USAGE. */
SR_MUST_USE bool sr_survey_check_path(const char *path, sr_error *err);

#endif
