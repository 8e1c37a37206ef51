/*
 * Work that a foreign library may crash in is done in a child process; the parent only believes the file that comes back.
 *
 * The child is a fork (no threads run then), with its own memory limit and time limit; what it prints on stderr is kept
 * away from the console and becomes part of the error.
 */
#ifndef SR_OUTPUT_CHILD_H
#define SR_OUTPUT_CHILD_H

#include "engine/base/error.h"

typedef bool (*sr_child_work)(const void *input, const char *path, sr_error *err);

/* Runs work(input, path, err) in a child. False: it crashed, ran out of time or memory, or said so itself (its error comes back). */
SR_MUST_USE bool sr_child_run(sr_child_work work, const void *input, const char *path, sr_error *err);

#endif
