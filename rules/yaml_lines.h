/*
 * The bytes of a YAML file by lines: what a place is, and what may stand between two texts.
 */
#ifndef SR_RULES_YAML_LINES_H
#define SR_RULES_YAML_LINES_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

typedef struct sr_yaml_lines {
    sr_text bytes;
    const char *path;
    size_t *starts;         // bytes
    size_t count;           // at least 1
} sr_yaml_lines;

/* A line ends with LF, CR LF or CR alone. */
SR_MUST_USE bool sr_yaml_lines_find(sr_text bytes, const char *path, sr_arena *arena, sr_yaml_lines *lines, sr_error *err);

sr_where sr_yaml_lines_place(const sr_yaml_lines *lines, size_t offset);        // of a byte; the last one's successor is allowed
/* The byte of a character; line and column count from 1, the column in characters. */
size_t sr_yaml_lines_find_character(const sr_yaml_lines *lines, int line, int column);

/* Between the bytes `first` and `last` stand only blanks, comments, directives and the signs of YAML. */
bool sr_yaml_is_without_text(sr_text bytes, size_t first, size_t last);

#endif
