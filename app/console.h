/*
 * What is said to the person at the terminal: data to stdout, words to stderr. English; colour only on a terminal
 * and without NO_COLOR; progress never where stderr is not a terminal.
 */
#ifndef SR_APP_CONSOLE_H
#define SR_APP_CONSOLE_H

#include "engine/base/finding.h"
#include "engine/base/text.h"

void sr_console_say(const char *format, ...) SR_PRINTF(1, 2);       // one line on stderr
void sr_console_error(const sr_error *err);                         // "error: path:line:column: message"

/* How much is said of findings. */
typedef enum sr_console_detail {
    SR_CONSOLE_BRIEF,       // problems of the rules in full; else a line a kind, with how many there were; no notes
    SR_CONSOLE_FULL         // every place that was kept, and the notes
} sr_console_detail;

/* Behind a finding about rules stands the line it speaks of (excerpt.h). */
void sr_console_findings(const sr_findings *findings, sr_console_detail detail);

/* The same as JSON Lines on stdout: {"code":…,"severity":…,"path":…,"line":…,"column":…,"found":…,"expected":…,"hint":…,"count":…} */
void sr_console_findings_json(const sr_findings *findings);

/*
 * A table for people on stdout: columns stand under each other by characters, the first row is the head. A bit of `right` for each column
 * whose cells stand at the right.
 */
#define SR_CONSOLE_COLUMNS_MAX 8u
void sr_console_table(const sr_text *cells, size_t row_count, size_t column_count, uint32_t right);

/* A text as a JSON string, quotes included, on stdout. */
void sr_console_json_text(sr_text text);

/* The same as a field of a CSV (csv.h). */
void sr_console_csv_text(sr_text text);

#endif
