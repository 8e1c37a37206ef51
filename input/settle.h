/*
 * What is not declared of how a file is written: found in a sample, written into the dialect, and said in one note with the words that
 * pin it. The encoding is settled before (window.h).
 */
#ifndef SR_INPUT_SETTLE_H
#define SR_INPUT_SETTLE_H

#include "engine/base/finding.h"
#include "input/shape.h"
#include "rules/dialect.h"

/*
 * `sample` is the front of the text, behind a declared preamble, or all of it (`is_whole`). *shape is NULL when all was declared and nothing is to be mended; else it is
 * what was found, in the arena.
 */
SR_MUST_USE bool sr_settle_shape(sr_text sample, bool is_whole, sr_dialect *dialect, sr_arena *arena, const sr_shape **shape,
                                 sr_error *err);

typedef struct sr_settled {
    const char *path;
    sr_dialect declared;
    sr_dialect settled;
    bool is_guess;          // of the encoding: that has a note of its own
    bool is_cut;            // a delimiter was declared or found
} sr_settled;

/* `dialect.detected`; nothing when all was declared. Memory for a moment comes from the arena. */
SR_MUST_USE bool sr_settle_say(const sr_settled *told, sr_arena *arena, sr_findings *findings, sr_error *err);

#endif
