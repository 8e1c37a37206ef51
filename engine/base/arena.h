/*
 * Memory by lifetime.
 *
 * An arena gives memory and takes it back all at once. There are three lifetimes: run, file, batch.
 * Whoever makes an arena frees it; a function that is handed an arena only takes from it.
 * Memory is zeroed and aligned for any type. An arena belongs to one thread.
 */
#ifndef SR_ENGINE_BASE_ARENA_H
#define SR_ENGINE_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/macros.h"

typedef struct sr_arena sr_arena;

/* A mark to which an arena can be taken back; what was given after it is gone. */
typedef struct sr_arena_mark {
    void *block;
    size_t used_bytes;
} sr_arena_mark;

/* A new empty arena, or NULL when the machine has no memory. */
SR_MUST_USE sr_arena *sr_arena_new(void);
void sr_arena_free(sr_arena *arena);    // NULL is allowed

/* count * size bytes, zeroed; NULL when there is no memory or the product overflows.
 * A request of 0 bytes gives a valid pointer. */
SR_MUST_USE void *sr_arena_alloc(sr_arena *arena, size_t count, size_t size);

/* A larger copy of an array: the first old_count elements are kept, the rest is zero. */
SR_MUST_USE void *sr_arena_grow(sr_arena *arena, const void *old, size_t old_count,
                                size_t new_count, size_t size);

/* size bytes copied and ended with a NUL. */
SR_MUST_USE char *sr_arena_copy(sr_arena *arena, const char *data, size_t size);

sr_arena_mark sr_arena_get_mark(const sr_arena *arena);
void sr_arena_reset(sr_arena *arena, sr_arena_mark mark);
void sr_arena_clear(sr_arena *arena);   // everything given is gone, the arena can be used again
size_t sr_arena_get_size(const sr_arena *arena);   // bytes held, for reports of memory

#endif
