/*
 * Small requests are cut from blocks in order; a request larger than LARGE_BYTES gets a block of its own.
 *
 * Blocks form a stack. A large block hangs on the block that was on top when it was asked for, and takes one unit of
 * that block's room as its place in time: so a mark (block, used_bytes) says of large blocks too whether they came later.
 */
#include "engine/base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define UNIT_BYTES (alignof(max_align_t))
#define FIRST_BLOCK_BYTES ((size_t)8 * 1024)
#define LAST_BLOCK_BYTES ((size_t)256 * 1024)
#define LARGE_BYTES ((size_t)64 * 1024)

typedef struct large {
    struct large *below;
    size_t size_bytes;
    size_t place_bytes;     // used_bytes of its block just after it was given
    alignas(max_align_t) unsigned char data[];
} large;

typedef struct block {
    struct block *below;
    large *large_top;
    size_t size_bytes;
    size_t used_bytes;
    alignas(max_align_t) unsigned char data[];
} block;

struct sr_arena {
    block *top;
    size_t held_bytes;
};

sr_arena *sr_arena_new(void)
{
    return calloc(1, sizeof(sr_arena));
}

static void free_large(sr_arena *arena, block *b, size_t used_bytes)
{
    while (b->large_top != NULL && b->large_top->place_bytes > used_bytes) {
        large *gone = b->large_top;
        b->large_top = gone->below;
        arena->held_bytes -= gone->size_bytes;
        free(gone);
    }
}

static void free_top(sr_arena *arena)
{
    block *gone = arena->top;
    free_large(arena, gone, 0);
    arena->top = gone->below;
    arena->held_bytes -= gone->size_bytes;
    free(gone);
}

void sr_arena_free(sr_arena *arena)
{
    if (arena == NULL)
        return;
    while (arena->top != NULL)
        free_top(arena);
    free(arena);
}

/* A block with room for `size` more bytes on top. */
static bool push_block(sr_arena *arena, size_t size)
{
    size_t capacity = arena->top == NULL ? FIRST_BLOCK_BYTES : arena->top->size_bytes * 2;
    if (capacity > LAST_BLOCK_BYTES)
        capacity = LAST_BLOCK_BYTES;
    while (capacity < size)
        capacity *= 2;
    block *b = malloc(sizeof(block) + capacity);
    if (b == NULL)
        return false;
    b->below = arena->top;
    b->large_top = NULL;
    b->size_bytes = capacity;
    b->used_bytes = 0;
    arena->top = b;
    arena->held_bytes += capacity;
    return true;
}

/* `size` is a multiple of the unit and at most LARGE_BYTES. */
static void *take(sr_arena *arena, size_t size)
{
    if ((arena->top == NULL || arena->top->size_bytes - arena->top->used_bytes < size) && !push_block(arena, size))
        return NULL;
    void *data = arena->top->data + arena->top->used_bytes;
    arena->top->used_bytes += size;
    return data;
}

/* The memory comes before its place, so that a failure leaves the arena as it was. */
static void *take_large(sr_arena *arena, size_t size)
{
    large *l = calloc(1, sizeof(large) + size);
    if (l == NULL)
        return NULL;
    if (take(arena, UNIT_BYTES) == NULL) {
        free(l);
        return NULL;
    }
    l->below = arena->top->large_top;
    l->size_bytes = size;
    l->place_bytes = arena->top->used_bytes;
    arena->top->large_top = l;
    arena->held_bytes += size;
    return l->data;
}

void *sr_arena_alloc(sr_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > (PTRDIFF_MAX - sizeof(large) - UNIT_BYTES) / size)
        return NULL;
    size_t bytes = count * size;
    if (bytes == 0)
        bytes = 1;
    size_t rounded = (bytes + UNIT_BYTES - 1) / UNIT_BYTES * UNIT_BYTES;
    if (rounded > LARGE_BYTES)
        return take_large(arena, rounded);
    void *data = take(arena, rounded);
    return data == NULL ? NULL : memset(data, 0, rounded);
}

void *sr_arena_grow(sr_arena *arena, const void *old, size_t old_count, size_t new_count, size_t size)
{
    assert(old_count <= new_count);
    void *data = sr_arena_alloc(arena, new_count, size);
    if (data != NULL && old_count > 0 && size > 0)
        memcpy(data, old, old_count * size);
    return data;
}

char *sr_arena_copy(sr_arena *arena, const char *data, size_t size)
{
    if (size >= PTRDIFF_MAX)
        return NULL;
    char *copy = sr_arena_alloc(arena, size + 1, 1);
    if (copy != NULL && size > 0)
        memcpy(copy, data, size);
    return copy;
}

sr_arena_mark sr_arena_get_mark(const sr_arena *arena)
{
    return (sr_arena_mark){arena->top, arena->top == NULL ? 0 : arena->top->used_bytes};
}

void sr_arena_reset(sr_arena *arena, sr_arena_mark mark)
{
    if (mark.block == NULL) {
        sr_arena_clear(arena);
        return;
    }
    while (arena->top != mark.block)
        free_top(arena);
    assert(mark.used_bytes <= arena->top->used_bytes);
    free_large(arena, arena->top, mark.used_bytes);
    arena->top->used_bytes = mark.used_bytes;
}

/* The newest block, which is the largest, is kept: an arena of a batch settles down after the first few. */
void sr_arena_clear(sr_arena *arena)
{
    block *kept = arena->top;
    if (kept == NULL)
        return;
    arena->top = kept->below;
    while (arena->top != NULL)
        free_top(arena);
    free_large(arena, kept, 0);
    kept->below = NULL;
    kept->used_bytes = 0;
    arena->top = kept;
}

size_t sr_arena_get_size(const sr_arena *arena)
{
    return arena->held_bytes;
}
