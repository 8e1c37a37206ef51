/*
 * Builds a text piece by piece. Sticky: append freely, ask once at the end.
 *
 * It knows its largest size from birth; past it, or without memory, it fails and stays failed.
 * The bytes live in the arena.
 */
#ifndef SR_ENGINE_BASE_BUILDER_H
#define SR_ENGINE_BASE_BUILDER_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

typedef struct sr_builder {
    sr_arena *arena;
    char *data;
    size_t size;
    size_t capacity;
    size_t size_max;
    bool failed;
    bool has_no_memory;     // why it failed; else it grew too large
} sr_builder;

void sr_builder_init(sr_builder *builder, sr_arena *arena, size_t size_max);
void sr_builder_add(sr_builder *builder, sr_text text);
void sr_builder_add_c(sr_builder *builder, const char *nul_ended);
void sr_builder_add_byte(sr_builder *builder, char byte);
void sr_builder_put(void *builder, sr_text piece);      // sr_builder_add as a sink
void sr_builder_addf(sr_builder *builder, const char *format, ...) SR_PRINTF(2, 3);
void sr_builder_clear(sr_builder *builder);     // empty again; a failure stays

/* What was built so far, ended by NUL (not counted in size). The text is valid until the next append. */
sr_text sr_builder_get(const sr_builder *builder);

/* False when any append failed: too large, or no memory. */
SR_MUST_USE bool sr_builder_finish(sr_builder *builder, sr_text *text, sr_error *err);

#endif
