#include "engine/base/builder.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIRST_CAPACITY 256

void sr_builder_init(sr_builder *builder, sr_arena *arena, size_t size_max)
{
    *builder = (sr_builder){.arena = arena, .size_max = size_max};
}

/* Room for `size` more bytes and the NUL. */
static bool reserve(sr_builder *builder, size_t size)
{
    if (builder->failed)
        return false;
    if (size > builder->size_max - builder->size) {
        builder->failed = true;
        return false;
    }
    size_t needed = builder->size + size + 1;
    if (needed <= builder->capacity)
        return true;
    size_t capacity = builder->capacity == 0 ? FIRST_CAPACITY : builder->capacity * 2;
    if (capacity < needed)
        capacity = needed;
    char *data = sr_arena_grow(builder->arena, builder->data, builder->size, capacity, 1);
    if (data == NULL) {
        builder->failed = true;
        builder->has_no_memory = true;
        return false;
    }
    builder->data = data;
    builder->capacity = capacity;
    return true;
}

void sr_builder_add(sr_builder *builder, sr_text text)
{
    if (!reserve(builder, text.size))
        return;
    if (text.size > 0)
        memcpy(builder->data + builder->size, text.data, text.size);
    builder->size += text.size;
    builder->data[builder->size] = '\0';
}

void sr_builder_put(void *builder, sr_text piece)
{
    sr_builder_add(builder, piece);
}

void sr_builder_add_c(sr_builder *builder, const char *nul_ended)
{
    sr_builder_add(builder, sr_text_from(nul_ended));
}

void sr_builder_add_byte(sr_builder *builder, char byte)
{
    sr_builder_add(builder, (sr_text){&byte, 1});
}

void sr_builder_addf(sr_builder *builder, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    va_list again;
    va_copy(again, list);
    int size = vsnprintf(NULL, 0, format, list);
    if (size < 0)
        builder->failed = true;     // more than INT_MAX bytes
    if (size >= 0 && reserve(builder, (size_t)size)) {
        vsnprintf(builder->data + builder->size, (size_t)size + 1, format, again);
        builder->size += (size_t)size;
    }
    va_end(again);
    va_end(list);
}

void sr_builder_clear(sr_builder *builder)
{
    builder->size = 0;
    if (builder->data != NULL)
        builder->data[0] = '\0';
}

sr_text sr_builder_get(const sr_builder *builder)
{
    return (sr_text){builder->data != NULL ? builder->data : "", builder->size};
}

bool sr_builder_finish(sr_builder *builder, sr_text *text, sr_error *err)
{
    if (builder->has_no_memory)
        return sr_fail_memory(err);
    if (builder->failed)
        return sr_fail(err, SR_INTERNAL, "a text is larger than the %zu bytes it may have", builder->size_max);
    *text = sr_builder_get(builder);
    return true;
}
