/*
 * A source gives the batches of one data set: the engine's only way to rows. Files, formats and encodings are the
 * business of input, which makes sources.
 *
 * A source is read once from start to end: `next` until it gives NULL. Its intake is complete then.
 */
#ifndef SR_ENGINE_SOURCE_H
#define SR_ENGINE_SOURCE_H

#include "engine/base/finding.h"
#include "engine/base/hash.h"
#include "engine/batch.h"

/*
 * Why a record is set aside, all there is: the two words of a finding's code, `row.ragged`, `value.date`. In the data set `intake` a
 * column each, `row_ragged`.
 */
#define SR_REASONS(ONE) \
    ONE(row, ragged) \
    ONE(row, unterminated_quote) \
    ONE(row, encoding) \
    ONE(row, nul) \
    ONE(row, too_long) \
    ONE(row, too_many_fields) \
    ONE(row, outside) \
    ONE(row, header_again) \
    ONE(value, missing_required) \
    ONE(value, boolean) \
    ONE(value, code) \
    ONE(value, date) \
    ONE(value, number) \
    ONE(value, two_numbers) \
    ONE(value, overflow) \
    ONE(value, too_fine) \
    ONE(value, person) \
    ONE(value, registry_code) \
    ONE(value, spreadsheet)

#define SR_REASON_ONE(group, word) + 1
enum { SR_REASON_COUNT = SR_REASONS(SR_REASON_ONE) };

const char *sr_reason_get_code(uint32_t index);     // in the order of the list

/* How many records were set aside for one reason. */
typedef struct sr_intake_reason {
    const char *code;
    uint64_t count;
} sr_intake_reason;

/*
 * What became of every record of a file. Always: records = kept + superseded + the sum of reasons; lines without any value are counted apart.
 */
typedef struct sr_intake_file {
    const char *path;           // as the rules name it, relative to the workspace
    const char *opened_path;    // as it was opened and as findings name it; NULL: the same
    sr_hash hash;               // SHA-256 of the bytes that were read
    uint64_t size_bytes;
    const char *encoding;       // "UTF-8", "Windows-1257"
    uint64_t line_count;
    uint64_t blank_lines;       // without any value: empty ones, and records of nothing but delimiters
    uint64_t records;           // without header and preamble
    uint64_t kept;
    uint64_t superseded;        // a later row replaces it
    uint32_t reason_count;
    sr_intake_reason reasons[SR_REASON_COUNT];    // in the order in which they came
    uint64_t required_cells;    // cells of required columns, in rows that could be split and were not superseded
    uint64_t filled_cells;      // of these, cells with a value that could be read
    uint64_t coded_cells;       // cells of columns of codes, in the same rows
    uint64_t unknown_cells;     // of these, cells in which a word for no value stands
    const char *header; // names of its columns, one a line, and the kinds of their values (input/drift.h); NULL when it has none
    bool needs_a_look;          // its columns have changed in a way that a person should see
} sr_intake_file;

void sr_intake_set_aside(sr_intake_file *file, const char *code);   // one more record, for a reason of the list
uint64_t sr_intake_count_set_aside(const sr_intake_file *file);     // the sum of its reasons
uint64_t sr_intake_count_reason(const sr_intake_file *file, const char *code);

/* The name that the user can open, as findings say it. */
const char *sr_intake_file_get_path(const sr_intake_file *file);

typedef struct sr_intake {
    sr_text dataset;
    uint32_t file_count;
    const sr_intake_file *files;
} sr_intake;

typedef struct sr_source sr_source;

struct sr_source {
    void *self;
    /* The next batch, or *batch = NULL at the end. False: an error that stops the run. */
    bool (*next)(void *self, const sr_batch **batch, sr_error *err);
    const sr_intake *(*get_intake)(const void *self);
    void (*close)(void *self);
};

/* A total that a check expects: of a file, or of all of them. */
typedef struct sr_declared {
    uint32_t dataset_index;     // of the plan
    uint32_t check_index;       // of the data set
    sr_text file;               // as the rules or the disk name it; empty: all files together
    sr_number value;
    sr_where where;             // where it was declared
} sr_declared;

/* The sources of a plan, one a data set, in the plan's order, with the dictionary they share. */
typedef struct sr_sources {
    uint32_t count;
    sr_source *items;
    sr_dict *dict;
    const sr_declared *declared;    // what was declared of them, known before the first row
    uint32_t declared_count;
} sr_sources;

void sr_sources_close(sr_sources *sources);

#endif
