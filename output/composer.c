#include "output/composer.h"

#include <stdarg.h>
#include <stdio.h>

#define TEXT_SIZE_MAX 65536     // of one composed text

void *sr_composer_alloc(sr_composer *composer, size_t count, size_t size)
{
    void *memory = composer->failed ? NULL : sr_arena_alloc(composer->arena, count, size);
    if (memory == NULL)
        composer->failed = true;
    return memory;
}

sr_text sr_composer_copy(sr_composer *composer, sr_text text)
{
    sr_text copy;
    if (!composer->failed && sr_text_copy(text, composer->arena, &copy))
        return copy;
    composer->failed = true;
    return SR_TEXT_NONE;
}

static sr_text finish(sr_composer *composer, const sr_builder *builder)
{
    if (builder->failed) {
        composer->failed = true;
        return SR_TEXT_NONE;
    }
    return sr_builder_get(builder);
}

sr_text sr_composer_print(sr_composer *composer, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int size = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (size < 0 || (size_t)size >= sizeof(text)) {
        composer->failed = true;
        return SR_TEXT_NONE;
    }
    return sr_composer_copy(composer, (sr_text){text, (size_t)size});
}

sr_text sr_composer_say(sr_composer *composer, sr_word word, const sr_text *values, size_t value_count)
{
    sr_builder builder;
    sr_builder_init(&builder, composer->arena, TEXT_SIZE_MAX);
    sr_words_add(&builder, word, composer->language, values, value_count);
    return finish(composer, &builder);
}

sr_text sr_composer_word(const sr_composer *composer, sr_word word)
{
    return sr_text_from(sr_word_get(word, composer->language));
}

sr_text sr_composer_join(sr_composer *composer, const sr_text *parts, size_t count, const char *between)
{
    sr_builder builder;
    sr_builder_init(&builder, composer->arena, TEXT_SIZE_MAX);
    bool is_first = true;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].size == 0)
            continue;
        if (!is_first)
            sr_builder_add_c(&builder, between);
        sr_builder_add(&builder, parts[i]);
        is_first = false;
    }
    return finish(composer, &builder);
}

sr_text sr_composer_choose(const sr_composer *composer, const sr_text texts[SR_LANGUAGE_COUNT])
{
    if (texts[composer->language].size > 0)
        return texts[composer->language];
    for (size_t i = 0; i < SR_LANGUAGE_COUNT; i++)
        if (texts[i].size > 0)
            return texts[i];
    return SR_TEXT_NONE;
}

#define TABLE_NAME_SIZE_MAX 31

static bool has_table_name(const sr_composer *composer, sr_text name)
{
    for (uint32_t i = 0; i < composer->table_name_count; i++)
        if (sr_text_is_same_letters(composer->table_names[i], name))
            return true;
    return false;
}

/* The ASCII letter below õ, ä, š and their kin; else the byte itself. */
static char fold_letter(sr_text rest)
{
    static const struct {
        char letter[3];
        char folded;
    } LETTERS[] = {{"õ", 'o'}, {"ä", 'a'}, {"ö", 'o'}, {"ü", 'u'}, {"š", 's'}, {"ž", 'z'},
                   {"Õ", 'O'}, {"Ä", 'A'}, {"Ö", 'O'}, {"Ü", 'U'}, {"Š", 'S'}, {"Ž", 'Z'}};
    for (size_t i = 0; i < sizeof(LETTERS) / sizeof(LETTERS[0]); i++)
        if (sr_text_has_prefix(rest, sr_text_from(LETTERS[i].letter)))
            return LETTERS[i].folded;
    return rest.data[0];
}

static size_t add_name_part(char *name, size_t size, sr_text part)
{
    for (size_t i = 0; i < part.size && size < TABLE_NAME_SIZE_MAX; i++) {
        char byte = fold_letter(sr_text_slice(part, i, part.size));
        bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool is_digit = byte >= '0' && byte <= '9';
        if (size == 0 && !is_letter)
            name[size++] = 't';
        if (is_letter || is_digit)
            name[size++] = byte;
        else if (byte == '_' || byte == '-' || byte == ' ' || byte == '.')
            name[size++] = '_';
    }
    return size;
}

sr_text sr_composer_name_table(sr_composer *composer, const sr_text *parts, size_t count)
{
    char name[TABLE_NAME_SIZE_MAX + 1];
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && size < TABLE_NAME_SIZE_MAX)
            name[size++] = '_';
        size = add_name_part(name, size, parts[i]);
    }
    sr_text unique = {name, size};
    for (unsigned number = 2; has_table_name(composer, unique); number++) {
        char suffix[16];
        int suffix_size = snprintf(suffix, sizeof(suffix), "_%u", number);
        size_t kept = size + (size_t)suffix_size > TABLE_NAME_SIZE_MAX ? TABLE_NAME_SIZE_MAX - (size_t)suffix_size : size;
        unique = sr_composer_print(composer, "%.*s%s", (int)kept, name, suffix);
        if (composer->failed)
            return SR_TEXT_NONE;
    }
    sr_text copy = sr_composer_copy(composer, unique);
    sr_text *names = sr_arena_grow(composer->arena, composer->table_names, composer->table_name_count,
                                   composer->table_name_count + 1, sizeof(*names));
    if (names == NULL) {
        composer->failed = true;
        return SR_TEXT_NONE;
    }
    names[composer->table_name_count++] = copy;
    composer->table_names = names;
    return copy;
}

const sr_released_cell *sr_composer_find_total(const sr_composer *composer, uint32_t indicator_index, sr_grain grain, uint32_t back)
{
    const sr_released_table *total = sr_released_find_table(composer->released, indicator_index, 0);
    if (total == NULL || sr_released_table_count_members(total) == 0)
        return NULL;
    uint32_t count = sr_released_table_count_periods(total, grain);
    return back < count ? sr_released_table_get_cell(total, 0, grain, count - 1 - back) : NULL;
}
