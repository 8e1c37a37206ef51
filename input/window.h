/*
 * The text of an export through a window: decoded to UTF-8 piece by piece, the past forgotten as it is read.
 *
 * The window grows only for what is asked to be kept, so memory is that of the longest record, not of the file. Indexes count bytes of the
 * text that is held; sr_window_fill moves them. A UTF-8 character may be cut at the end of the text until more is read.
 *
 * A piece is `limits.piece_bytes` of the dialect, else SR_DETECT_SAMPLE_BYTES.
 *
 * Encoding: what is declared holds, a byte order mark decides, the rest is detected over the first piece. Where that is plain ASCII the
 * question stays open until the first other byte comes, and is settled by what stands there.
 */
#ifndef SR_INPUT_WINDOW_H
#define SR_INPUT_WINDOW_H

#include "engine/base/finding.h"
#include "input/bytes.h"
#include "input/encoding.h"

typedef struct sr_window sr_window;

/*
 * Opens the file and holds its first piece, or all of it. Writes `encoding` and `has_bom` into *dialect; the name lives in
 * the arena. A guess is a note in `findings`, now or later. Something packed that is no text (a workbook, a PDF) is SR_BAD_DATA.
 */
SR_MUST_USE bool sr_window_open(const char *path, sr_dialect *dialect, sr_arena *arena, sr_window **window, sr_findings *findings,
                                sr_error *err);

sr_text sr_window_get_text(const sr_window *window);    // valid until the next fill
bool sr_window_is_last(const sr_window *window);        // nothing comes behind the text

/*
 * Forgets what lies before `first`, which becomes index 0, and reads more behind the rest: at least one byte, unless the file ends
 * or what is kept is longer than the longest record.
 */
SR_MUST_USE bool sr_window_fill(sr_window *window, size_t first, sr_error *err);

/* Index of the first byte at or behind `first` that is a NUL, or not valid in the encoding; SIZE_MAX when the text has none. */
size_t sr_window_find_nul(sr_window *window, size_t first);
size_t sr_window_find_invalid(sr_window *window, size_t first);

const sr_encoding *sr_window_get_encoding(const sr_window *window);
bool sr_window_is_guess(const sr_window *window);       // the encoding: nothing in the file proves it
size_t sr_window_get_mark_size(const sr_window *window);     // of the byte order mark in front of the text
sr_bytes_totals sr_window_get_totals(const sr_window *window);
void sr_window_close(sr_window *window);    // NULL is allowed

#endif
