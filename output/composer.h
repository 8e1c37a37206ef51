/*
 * What all parts of composing share: the request, the released figures, the language, and a sticky failure.
 *
 * Texts come from here. Without memory they are empty and `failed` is set; sr_compose asks once at the end.
 */
#ifndef SR_OUTPUT_COMPOSER_H
#define SR_OUTPUT_COMPOSER_H

#include "output/compose.h"
#include "output/words.h"

typedef struct sr_composer {
    const sr_compose_request *request;
    const sr_released *released;
    const sr_plan *plan;
    sr_locale *locale;
    sr_language language;
    sr_arena *arena;
    bool failed;
    /* what occurred and therefore needs a note */
    bool has_break;
    bool has_hidden, has_no_data, has_too_few, has_not_applicable;
    bool has_cannot_tell, has_warning;
    bool has_wilson, has_exact, has_byar, has_t;
    const sr_text *table_names;         // given so far, so that each is unique
    uint32_t table_name_count;
} sr_composer;

/* count * size zeroed bytes; NULL after a failure. */
void *sr_composer_alloc(sr_composer *composer, size_t count, size_t size);
sr_text sr_composer_copy(sr_composer *composer, sr_text text);
sr_text sr_composer_print(sr_composer *composer, const char *format, ...) SR_PRINTF(2, 3);
sr_text sr_composer_say(sr_composer *composer, sr_word word, const sr_text *values, size_t value_count);
sr_text sr_composer_word(const sr_composer *composer, sr_word word);
sr_text sr_composer_join(sr_composer *composer, const sr_text *parts, size_t count, const char *between);   // empty parts are left out

/* A text that the rules give in both languages: ours, else the other. */
sr_text sr_composer_choose(const sr_composer *composer, const sr_text texts[SR_LANGUAGE_COUNT]);

/* A table's name from its parts: ASCII letters, digits, underscore, unique without case, at most 31 bytes. */
sr_text sr_composer_name_table(sr_composer *composer, const sr_text *parts, size_t count);

/* The total of an indicator in the report's period, or `back` periods of its grain before; NULL when it is not in the window. */
const sr_released_cell *sr_composer_find_total(const sr_composer *composer, uint32_t indicator_index, sr_grain grain, uint32_t back);

/* The parts of a report; each in its own file. */
void sr_compose_block(sr_composer *composer, uint32_t indicator_index, sr_report_block *block);         // compose_block.c
sr_text sr_compose_words_of(sr_composer *composer, const sr_plan_indicator *indicator);                 // compose_block.c: its definition
sr_text sr_compose_doubt(sr_composer *composer, const sr_report_block *block, const sr_released_cell *cell);   // compose_doubt.c
void sr_compose_series(sr_composer *composer, uint32_t indicator_index, sr_report_block *block);        // compose_series.c
void sr_compose_tables(sr_composer *composer, uint32_t indicator_index, sr_report_block *block);        // compose_table.c
sr_text sr_compose_parameter_names(sr_composer *composer, const sr_plan_indicator *indicator);          // compose_parameter.c
sr_text sr_compose_remark(sr_composer *composer, const sr_plan_indicator *indicator);                   // compose_parameter.c
sr_text sr_compose_former_definitions(sr_composer *composer, const sr_plan_indicator *indicator);       // compose_parameter.c
/* A note a parameter that some indicator of the report uses; `notes` has room for all of the plan. Returns how many. */
uint32_t sr_compose_parameters(sr_composer *composer, const sr_report *report, sr_report_note *notes);  // compose_parameter.c
void sr_compose_points(sr_composer *composer, sr_report *report);                                       // compose_point.c
void sr_compose_quality(sr_composer *composer, sr_report *report);                                      // compose_quality.c
void sr_compose_notes(sr_composer *composer, sr_report *report);                                        // compose_quality.c

#endif
