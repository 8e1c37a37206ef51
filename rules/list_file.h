/*
 * The text of a code list: RFC 4180 in UTF-8, commas, a header, nothing guessed.
 *
 * Lists are written by hand and small, so the whole file is cut into cells with their places; what is not exactly
 * CSV is a finding at its line and column. Exports are another matter and are read by input/.
 */
#ifndef SR_RULES_LIST_FILE_H
#define SR_RULES_LIST_FILE_H

#include "rules/loader.h"

#define SR_LIST_FILE_MAX ((size_t)16 << 20)     // bytes
#define SR_LIST_CELLS_MAX 64                    // in a record

typedef struct sr_list_record {
    const sr_rule_text *cells;
    size_t count;
} sr_list_record;

typedef struct sr_list_table {
    const sr_list_record *records;      // the header is the first
    size_t count;
} sr_list_table;

#define SR_LIST_COLUMNS_MAX 16

/* Which cell of a record stands in which column. */
typedef struct sr_list_header {
    size_t cell_of[SR_LIST_COLUMNS_MAX];    // SIZE_MAX when the file lacks the column
    size_t count;                           // cells in the header
} sr_list_header;

/* The names of the first line are some of these; unknown, doubled and missing ones are findings. `noun` is "code list". */
void sr_list_header_take(sr_loader *loader, const sr_list_record *record, const char *const *names, size_t count, const bool *is_needed,
                         const char *noun, sr_list_header *header);

/* As many cells as the header has; else a finding. */
bool sr_list_record_check(sr_loader *loader, const sr_list_record *record, const sr_list_header *header);

/* Empty, at the place of the first cell, when the file lacks the column. */
sr_rule_text sr_list_record_get(const sr_list_record *record, const sr_list_header *header, size_t column);

/*
 * Blank lines are passed over, blanks around cells are not part of them. False: the text cannot be cut into records (a
 * finding says where), or there was no memory (the loader has failed).
 */
SR_MUST_USE bool sr_list_file_parse(sr_loader *loader, sr_text bytes, const char *path, sr_list_table *table);

#endif
