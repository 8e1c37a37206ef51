/*
 * Figures, periods, members and targets as a reader reads them, in the report's language.
 *
 * In tables numbers stand without their unit (the column has it); in sentences with it. Shares are per cent.
 */
#ifndef SR_OUTPUT_WORDING_H
#define SR_OUTPUT_WORDING_H

#include "output/composer.h"

/* Numbers in the indicator's unit. */
sr_text sr_wording_number(sr_composer *composer, const sr_plan_indicator *indicator, sr_number number);     // "84,1"
sr_text sr_wording_value(sr_composer *composer, const sr_plan_indicator *indicator, sr_number number);      // "84,1%"
sr_text sr_wording_bound(sr_composer *composer, const sr_plan_indicator *indicator, double bound);            // "82,0"
sr_text sr_wording_rounded(sr_composer *composer, const sr_plan_indicator *indicator, double value, uint8_t digits);  // of per cent for shares
sr_text sr_wording_interval(sr_composer *composer, const sr_plan_indicator *indicator, sr_interval interval);   // "82,0–86,0"
sr_text sr_wording_interval_value(sr_composer *composer, const sr_plan_indicator *indicator, sr_interval interval); // "82,0–86,0%"
sr_text sr_wording_unit(sr_composer *composer, const sr_plan_indicator *indicator);                         // "%", "tööpäev"; empty for a bare number
sr_text sr_wording_count(sr_composer *composer, int64_t count);                                             // "1 342"
sr_text sr_wording_counted(sr_composer *composer, const sr_plan_indicator *indicator, int64_t count);       // "1 342 avatud juhtumit", "n = 1 342"
sr_text sr_wording_part(sr_composer *composer, sr_number number, uint8_t digits);   // a numerator: money or a count

/* "muutus −2,3 protsendipunkti": how `now` differs from `before`: percentage points for shares, per cent for counts and money, else the difference. */
sr_text sr_wording_change(sr_composer *composer, const sr_plan_indicator *indicator, sr_number now, sr_number before);

/* The value of a cell with its unit, or the shorthand [c], [x], [z] when there is none; notes what was used. */
sr_text sr_wording_cell(sr_composer *composer, const sr_plan_indicator *indicator, const sr_released_cell *cell);
sr_text sr_wording_shorthand(sr_composer *composer, const sr_released_cell *cell);
sr_text sr_wording_not_applicable(sr_composer *composer);       // [z]
void sr_wording_note_method(sr_composer *composer, const sr_judgement *judgement);     // its method needs a note

sr_text sr_wording_verdict(sr_composer *composer, const sr_released_cell *cell);    // words: "siht täitmata", "peidetud"; notes what was used
sr_text sr_wording_target(sr_composer *composer, const sr_plan_indicator *indicator, const sr_judgement *judgement);  // "siht ≥ 90%"
sr_text sr_wording_target_rule(sr_composer *composer, const sr_plan_indicator *indicator, const sr_target *target); // of the year
sr_text sr_wording_limit_number(sr_composer *composer, const sr_plan_indicator *indicator, sr_number number);   // "90"
sr_text sr_wording_limit(sr_composer *composer, const sr_plan_indicator *indicator, sr_number number);      // "90%": no zeros it does not need

sr_text sr_wording_amount(sr_composer *composer, sr_unit unit,
                          sr_number number); // a parameter's value: as many digits as it has, with its unit

sr_text sr_wording_date(sr_composer *composer, sr_day day);
sr_text sr_wording_period(sr_composer *composer, sr_period period);         // "oktoober 2026", "2026. aasta IV kvartal"
sr_text sr_wording_period_short(sr_composer *composer, sr_period period);   // "okt 26", "IV kv 2026"

/* The words for a grain and for its neighbours in time; `same` is SR_WORD_COUNT where no period a year ago has its name. */
typedef struct sr_wording_of_grain {
    sr_word name;           // "kuu"
    sr_word by;             // "kuude kaupa"
    sr_word streak;         // "... 3. kuud järjest"
    sr_word previous;       // "eelmisel kuul ..."
    sr_word same;           // "mullu samal kuul ..."
} sr_wording_of_grain;

const sr_wording_of_grain *sr_wording_grain(sr_grain grain);

/* "Hiiu, Lääne ja Järva" for a pool; "Ida-Viru × teenus" for crossed keys; the total has its own word. */
sr_text sr_wording_member(sr_composer *composer, const sr_plan_grouping *grouping, const sr_released_member *member);
sr_text sr_wording_key(sr_composer *composer, const sr_plan_key *key, sr_key value);
/* "Ida-Virumaal" where the list has such a form for a lone key; else empty. */
sr_text sr_wording_member_in(sr_composer *composer, const sr_plan_grouping *grouping, const sr_released_member *member);
sr_text sr_wording_key_title(const sr_composer *composer, const sr_plan_key *key);      // "maakond"; the name where there is no title
sr_text sr_wording_grouping(sr_composer *composer, const sr_plan_grouping *grouping);   // "teenus × maakond"
sr_text sr_wording_capital(sr_composer *composer, sr_text text);            // the first letter large
sr_text sr_wording_role(sr_composer *composer, sr_text role);               // "talituse juht"; the role itself where the rules do not name it

#endif
