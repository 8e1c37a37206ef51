/*
 * Work that a foreign library may crash in is done in a child process; the parent only believes the file that comes back.
 *
 * The child is a fork (no threads run then), with its own limits: SR_CHILD_SECONDS of time and SR_CHILD_BYTES of address space beyond
 * what the parent has at that moment, so that sanitizers, which reserve terabytes, need no case of their own. What the child prints is
 * kept away from the console; a library that complained has not done its work well, so that is a failure too, and the complaint part of
 * the error. A child whose parent dies is killed.
 */
#ifndef SR_OUTPUT_CHILD_H
#define SR_OUTPUT_CHILD_H

#include "engine/base/error.h"

#define SR_CHILD_SECONDS 120
#define SR_CHILD_BYTES (UINT64_C(1) << 30)

typedef bool (*sr_child_work)(const void *input, const char *path, sr_error *err);

/* Runs work(input, path, err) in a child. False: it crashed, ran out of time or memory, or said so itself (its error comes back). */
SR_MUST_USE bool sr_child_run(sr_child_work work, const void *input, const char *path, sr_error *err);

#endif
