/*
 * Reads a zip archive that somebody else wrote and believes none of it: every part's size and CRC-32 are checked.
 *
 * Only what our workbooks use: stored and deflated parts, one disk, no encryption, no zip64.
 */
#ifndef SR_OUTPUT_ARCHIVE_H
#define SR_OUTPUT_ARCHIVE_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

#define SR_ARCHIVE_PART_BYTES_MAX (UINT64_C(1) << 29)

typedef struct sr_archive_part {
    sr_text name;       // xl/worksheets/sheet1.xml
    sr_text bytes;      // unpacked
} sr_archive_part;

typedef struct sr_archive {
    size_t count;
    const sr_archive_part *parts;   // in the order of the central directory
} sr_archive;

/* `path` is named in errors. `bytes` must live as long as the archive. */
SR_MUST_USE bool sr_archive_read(sr_text bytes, const char *path, sr_arena *arena, sr_archive *archive, sr_error *err);

const sr_archive_part *sr_archive_find(const sr_archive *archive, sr_text name);    // NULL when there is none

#endif
