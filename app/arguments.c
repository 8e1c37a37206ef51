#include "app/arguments.h"

#include <string.h>

#include "engine/base/text.h"

static const sr_option *find_option(const sr_option *options, size_t count, sr_text name, char letter)
{
    for (size_t i = 0; i < count; i++)
        if ((letter != 0 && options[i].letter == letter) || (letter == 0 && sr_text_is(sr_text_from(options[i].name), name)))
            return &options[i];
    return NULL;
}

static bool fail_unknown(const sr_option *options, size_t count, const char *word, sr_text name, sr_error *err)
{
    sr_text names[64];
    size_t name_count = count < 64 ? count : 64;
    for (size_t i = 0; i < name_count; i++)
        names[i] = sr_text_from(options[i].name);
    sr_text nearest = sr_text_find_nearest(name, names, name_count);
    if (nearest.size > 0)
        return sr_fail(err, SR_USAGE, "unknown option %s; did you mean --%.*s?", word, SR_TEXT_ARG(nearest));
    return sr_fail(err, SR_USAGE, "unknown option %s; --help lists the options", word);
}

/* Takes one option word, and its value from the same or the next word. Returns how many words were used, 0 on failure. */
static int take_option(char *const *words, int left, const sr_option *options, size_t count, sr_given *given, sr_error *err)
{
    const char *word = words[0];
    bool is_long = word[1] == '-';
    const char *equals = is_long ? strchr(word, '=') : NULL;
    sr_text name = is_long ? sr_text_from(word + 2) : sr_text_from(word + 1);
    if (equals != NULL)
        name.size = (size_t)(equals - word) - 2;
    const sr_option *option = find_option(options, count, name, is_long ? 0 : word[1]);
    if (option == NULL || (!is_long && word[2] != '\0' && option->value == NULL)) {
        fail_unknown(options, count, word, name, err);
        return 0;
    }
    given->option = option;
    given->value = NULL;
    if (option->value == NULL) {
        if (equals != NULL)
            sr_fail(err, SR_USAGE, "--%s takes no value", option->name);
        return equals == NULL;
    }
    if (equals != NULL || (!is_long && word[2] != '\0')) {
        given->value = equals != NULL ? equals + 1 : word + 2;
        return 1;
    }
    if (left < 2) {
        sr_fail(err, SR_USAGE, "--%s needs a value: --%s %s", option->name, option->name, option->value);
        return 0;
    }
    given->value = words[1];
    return 2;
}

bool sr_arguments_parse(int word_count, char *const *words, const sr_option *options, size_t option_count,
                        sr_arena *arena, sr_arguments *arguments, sr_error *err)
{
    sr_given *items = sr_arena_alloc(arena, (size_t)word_count + 1, sizeof(*items));
    if (items == NULL)
        return sr_fail_memory(err);
    size_t count = 0;
    bool has_ended = false;
    for (int i = 0; i < word_count;) {
        const char *word = words[i];
        if (!has_ended && strcmp(word, "--") == 0) {
            has_ended = true;
            i++;
        } else if (has_ended || word[0] != '-' || word[1] == '\0') {
            items[count++].value = word;
            i++;
        } else {
            int used = take_option(words + i, word_count - i, options, option_count, &items[count++], err);
            if (used == 0)
                return false;
            i += used;
        }
    }
    *arguments = (sr_arguments){items, count};
    return true;
}

const char *sr_arguments_get_nth(const sr_arguments *arguments, const char *name, size_t index)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const sr_option *option = arguments->items[i].option;
        if (option != NULL && strcmp(option->name, name) == 0 && index-- == 0)
            return arguments->items[i].value;
    }
    return NULL;
}

bool sr_arguments_has(const sr_arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option != NULL && strcmp(arguments->items[i].option->name, name) == 0)
            return true;
    return false;
}

const char *sr_arguments_get(const sr_arguments *arguments, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option != NULL && strcmp(arguments->items[i].option->name, name) == 0)
            value = arguments->items[i].value;
    return value;
}

const char *sr_arguments_get_positional(const sr_arguments *arguments, size_t index)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option == NULL && index-- == 0)
            return arguments->items[i].value;
    return NULL;
}
