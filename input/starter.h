/*
 * A first draft of a data set, from what a survey saw: for a person to read and to change.
 *
 * Types are those that all values allow, or all but a few (one in ten at most); a word between values of another kind becomes a word for missing; few words that come again are codes; a
 * pair such as jah and ei is yes and no. A column of personal codes is a person. Where persons may stand in other words (mail addresses, what
 * looks like names, long texts) the draft drops the column: it is added by who knows what stands in it.
 */
#ifndef SR_INPUT_STARTER_H
#define SR_INPUT_STARTER_H

#include "input/survey.h"
#include "rules/dataset.h"

typedef enum sr_starter_reason {
    SR_STARTER_PLAIN,
    SR_STARTER_NO_VALUES,
    SR_STARTER_PERSONS,         // personal codes
    SR_STARTER_PERSONAL,        // dropped: personal codes, mail addresses or phone numbers stand in it
    SR_STARTER_NAMES,           // dropped: its name or most of its values may be those of persons
    SR_STARTER_LONG_TEXT,       // dropped: nobody knows who stands in it
    SR_STARTER_DATE_ORDER,      // text: day and month could be either
    SR_STARTER_MIXED            // text: of one kind up to a value that is not
} sr_starter_reason;

typedef struct sr_starter_column {
    sr_starter_reason reason;
    size_t survey_index;
    const sr_text *orders[2];   // SR_STARTER_DATE_ORDER: the two formats
    bool has_misfits;           // its type is that of nearly all values
    bool may_be_key;            // in every row, in none twice
} sr_starter_column;

typedef struct sr_starter {
    sr_dataset dataset;         // one file, its dialect settled
    const sr_starter_column *columns;   // as many as dataset.columns
} sr_starter;

/* Columns that have neither a name nor a value are left out. All lives in the arena. `decimal_mark` is the declared one or 0. */
SR_MUST_USE bool sr_starter_make(const sr_survey *survey, const char *path, char decimal_mark, sr_arena *arena, sr_starter *starter,
                                 sr_error *err);

/* How a reason is told; NULL: not, or in words that name a place or a format. */
typedef struct sr_starter_words {
    const char *code;           // for programs
    const char *brief;          // in a table
    const char *remark;         // beside the column in the draft
    const char *found;          // in a warning: "column 'x' holds ..."
    const char *hint;
} sr_starter_words;

const sr_starter_words *sr_starter_get_words(sr_starter_reason reason);

/* No value of the column may be shown. */
bool sr_starter_is_hidden(const sr_starter_column *column);

#endif
