/*
 * The report model: what a report says, in one language, before it has a form. One model, several writers
 * (page, workbook, message).
 *
 * Texts are ready to show and not yet escaped: writers escape by construction. Numbers stand only in released cells:
 * a writer that wants a number takes it from there (sr_report_cell_get_number), so nothing can go round disclosure control.
 * Read-only once composed; lives in the arena it was composed in.
 */
#ifndef SR_OUTPUT_REPORT_H
#define SR_OUTPUT_REPORT_H

#include "engine/base/locale.h"
#include "engine/disclosure/release.h"

/* Which number of a released cell. */
typedef enum sr_cell_part {
    SR_PART_NONE,           // words only
    SR_PART_VALUE, SR_PART_N, SR_PART_NUMERATOR, SR_PART_DENOMINATOR, SR_PART_LOWER, SR_PART_UPPER, SR_PART_TARGET,
    SR_PART_RECORDS         // no figure: records of a file, in `records`; only in the intake table
} sr_cell_part;

typedef struct sr_report_cell {
    sr_text text;                       // as shown; a shorthand such as [c] where there is no number
    const sr_released_cell *cell;       // NULL for words; of a verdict the cell it is about, with SR_PART_NONE
    sr_cell_part part;
    uint64_t records;                   // SR_PART_RECORDS
} sr_report_cell;

/* The number of that part in the indicator's unit (0.841 for 84,1 %); false when there is none (hidden, no data, words).
 * Numerator and denominator are given for a zero denominator too. */
bool sr_report_cell_get_number(const sr_report_cell *cell, double *number);

typedef enum sr_column_format { SR_FORMAT_TEXT, SR_FORMAT_NUMBER, SR_FORMAT_SHARE, SR_FORMAT_EURO } sr_column_format;

typedef struct sr_report_column {
    sr_text title;
    sr_column_format format;
    uint8_t digits;                     // after the mark; of per cent for shares
} sr_report_column;

typedef struct sr_report_table {
    sr_text name;                       // T01_maakond, T01_perioodid: ASCII letters, digits, underscore; unique in the report without case; at most 31 bytes
    sr_text title;                      // a full sentence of what, where, when
    sr_text note;                       // below the title; may be empty
    uint32_t column_count;
    const sr_report_column *columns;    // the first names the row
    uint32_t row_count;
    const sr_report_cell *cells;        // row_count * column_count
} sr_report_table;

const sr_report_cell *sr_report_table_get_cell(const sr_report_table *table, uint32_t row, uint32_t column);

typedef enum sr_mark { SR_MARK_NONE, SR_MARK_MET, SR_MARK_NOT_MET, SR_MARK_WARNING, SR_MARK_CANNOT_TELL } sr_mark;

sr_mark sr_mark_of_cell(const sr_released_cell *cell);     // NONE for a hidden or empty one
const char *sr_mark_get_sign(sr_mark mark);                // "●", "▼", "◆", "?", "–"

typedef struct sr_report_tick {
    double value;                       // in the indicator's unit
    sr_text text;
} sr_report_tick;

#define SR_TICKS_MAX 8

/* A line of periods: values, target, and the labels of the axes. */
typedef struct sr_report_series {
    uint32_t count;                     // oldest first, the last is the report's period
    const sr_released_cell *const *cells;
    const sr_text *labels;              // "okt 26"
    double low, high;                   // the value axis holds every value and target, intervals as far as they fit
    uint32_t tick_count;                // round numbers, the first is low; 0: no value to show
    sr_report_tick ticks[SR_TICKS_MAX];
    sr_text target_label;               // "siht 90%", for the target of the last period; empty when there is none
    sr_text title;                      // the finding: "Esmane kontakt tähtajal: siht täitmata"
    sr_text subtitle;                   // what, where, when, unit
    sr_text description;                // the same in words for who cannot see it: first, last, lowest, highest, target
} sr_report_series;

/* One indicator. */
typedef struct sr_report_block {
    const sr_plan_indicator *indicator;
    sr_text id;
    sr_text name;
    sr_text value;                      // "84,1%"; a shorthand when there is none
    sr_text interval;                   // "82,0–86,0"; empty when there is none
    sr_mark mark;
    sr_text verdict;                    // "siht täitmata", in words
    sr_text sign;                       // "▼", paired with the words, never alone
    sr_text target;                     // "siht ≥ 90%"; empty when there is none
    sr_text doubt;                      // of "cannot tell": why, and what would settle it; else empty
    sr_text remark;                     // what must be known to read the figures: they rest on an unconfirmed value; else empty
    sr_text sentence;                   // what n is, how it compares with last month and last year
    sr_text meaning;                    // what is measured, in the words of the rules; may be empty
    sr_text definition;                 // in words: what, of what, from when; the same as in the methodology
    sr_text figure_id;                  // T01:2026-10, for `seire explain`
    sr_report_series series;
    uint32_t table_count;
    const sr_report_table *tables;      // [0] is the table of periods, its first series.count rows are those of the series; then one a breakdown
} sr_report_block;

typedef struct sr_report_part {
    sr_text title;
    uint32_t block_count;
    const sr_report_block *blocks;
} sr_report_part;

typedef struct sr_report_point {        // what needs attention first
    sr_text sentence;                   // with the figure, the target and what stands behind it
    sr_text lead;                       // how the sentence begins, to be stressed: name and figure
    sr_text figure_id;
    sr_mark mark;
} sr_report_point;

typedef struct sr_report_note {
    sr_text term;                       // "[c]", "Wilson", an indicator's id
    sr_text text;
} sr_report_note;

typedef struct sr_report {
    sr_language language;
    sr_text id;                         // of the report in the rules
    sr_text title;                      // "Ohvriabiteenuste kuuaruanne, oktoober 2026"
    sr_text organisation;
    sr_text unit;
    sr_text contact;
    sr_period period;
    sr_text period_text;
    uint32_t edition;
    sr_text edition_text;               // "1. väljaanne, 02.11.2026"
    sr_text audience_text;              // "Sihtrühm: osakond (alla 5 isiku või juhtumi korral arvu ei näidata)"
    sr_text provenance;                 // rules and data fingerprints, for who wants to make it again
    uint32_t point_count;
    const sr_report_point *points;
    uint32_t part_count;
    const sr_report_part *parts;        // the sections of the rules
    sr_report_table intake;             // files, records, kept, set aside, why
    uint32_t finding_count;             // sentences on the quality of the data
    const sr_text *findings;
    uint32_t note_count;                // shorthands that occur in this report, methods used
    const sr_report_note *notes;
    uint32_t definition_count; // methodology: one an indicator, then one a parameter
    const sr_report_note *definitions;
} sr_report;

#endif
