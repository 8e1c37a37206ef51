/*
 * The lines of a header become one line of names: what stands above and below in a column is joined with a blank.
 *
 * A spreadsheet writes a cell that was merged over several columns as its text and empty cells behind it. So a name above the last line that has
 * something below it also stands above the columns to its right, as long as these are empty in its line, have something below, and no
 * line above begins another name there: `kulu,,isikud,` above `eur,tk,arv,osakaal` is `kulu eur`, `kulu tk`, `isikud arv`,
 * `isikud osakaal`. A name with nothing below it was merged downwards and stands for its own column alone.
 */
#ifndef SR_INPUT_HEADING_H
#define SR_INPUT_HEADING_H

#include "input/records.h"

/*
 * What a field of a header calls its column: trimmed, and on one line. A run of line ends, tabs and other control characters, with the blanks
 * about it, is one blank: "kulu\r\neur" is `kulu eur`, as rules write it.
 */
SR_MUST_USE bool sr_heading_write_name(sr_text text, sr_arena *arena, sr_text *name, sr_error *err);

/* A header whose fields are names. */
SR_MUST_USE bool sr_heading_name(const sr_record *header, sr_arena *arena, sr_record *named, sr_error *err);

/* `count` lines, 1 to SR_HEADER_LINES_MAX, from the top; one alone is given as it stands. Each field keeps the place of its first text. */
SR_MUST_USE bool sr_heading_join(const sr_record *lines, size_t count, sr_arena *arena, sr_record *header, sr_error *err);

#endif
