/*
 * How records are cut into fields: delimiter, quote and escape, from the text itself, all three judged together.
 *
 * Every combination that the text could mean cuts the sample; the best one cuts the most lines into the same number of fields, leaves the
 * cells clean (no quotes or blanks at their edges), and is as usual as can be. A record that is one quoted field is
 * judged by what stands in it. Pure function of the text.
 */
#ifndef SR_INPUT_CUTTING_H
#define SR_INPUT_CUTTING_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "input/spans.h"

typedef struct sr_cutting {
    char delimiter;         // 0: nothing cuts the text, every record is one field
    bool is_padded;         // as in spans.h
    char quote;
    char escape;
    bool is_loose;          // as in spans.h
    char comment;           // given, never found
    bool is_trimmed;        // the same; as in spans.h
    size_t width;           // fields of most records, at least 1
} sr_cutting;

typedef struct sr_cutting_known {   // what is declared and not looked for
    bool has_delimiter;
    bool has_quote;         // and the escape
    sr_cutting cutting;
} sr_cutting_known;

SR_MUST_USE bool sr_cutting_detect(sr_text text, const sr_cutting_known *known, sr_arena *arena, sr_cutting *cutting, sr_error *err);

void sr_cutting_set_rules(const sr_cutting *cutting, sr_span_rules *rules);

/* The characters that may stand between fields, the most usual first, ended by NUL. */
const char *sr_cutting_get_delimiters(void);

/* "a comma", "a semicolon", "a caret" */
const char *sr_cutting_get_name(char delimiter);

#endif
