#include "app/schema.h"

#include <stdio.h>

#include "rules/schema_json.h"

#define KINDS_MAX 8u

/* NULL: any file. */
static bool find_kind(const char *word, const sr_file_kind **kind, sr_error *err)
{
    sr_text names[KINDS_MAX];
    size_t count = sr_file_kind_count();
    *kind = word != NULL ? sr_file_kind_find(sr_text_from(word)) : NULL;
    if (word == NULL || *kind != NULL)
        return true;
    for (size_t i = 0; i < count && i < KINDS_MAX; i++)
        names[i] = sr_text_from(sr_file_kind_get(i)->name);
    sr_text nearest = sr_text_find_nearest(sr_text_from(word), names, count);
    return sr_fail(err, SR_USAGE, "there is no schema of \"%s\"; there are seire, datasets, parameters, indicators, targets and reports%s%.*s%s", word,
                   nearest.size > 0 ? "; did you mean " : "", SR_TEXT_ARG(nearest), nearest.size > 0 ? "?" : "");
}

sr_code sr_command_schema(const sr_arguments *arguments, sr_arena *arena, sr_error *err)
{
    const sr_file_kind *kind = NULL;
    sr_text json;
    if (find_kind(sr_arguments_get_positional(arguments, 0), &kind, err) && sr_schema_write_json(kind, arena, &json, err))
        fwrite(json.data, 1, json.size, stdout);
    return err->code;
}
