/*
 * The line of a rule that a finding speaks of, with a sign under its place:
 *
 *        12 |     bettr: higher
 *           |     ^
 *
 * Rules only (YAML files), never data; and no line in which something personal stands. A long line is cut around the place.
 */
#ifndef SR_APP_EXCERPT_H
#define SR_APP_EXCERPT_H

#include "engine/base/error.h"
#include "engine/base/text.h"

/*
 * Two lines, each ended, in the arena. False when there is nothing to show: another
 * kind of file, a line that is not there, no memory. That is no error: the finding says everything in words.
 */
bool sr_excerpt_make(sr_where where, sr_arena *arena, sr_text *excerpt);

#endif
