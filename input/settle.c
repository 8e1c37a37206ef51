#include "input/settle.h"

#include <string.h>

#include "engine/base/builder.h"

#define BYTES_MAX 4096
#define PARTS_MAX 8

/* --- finding --- */

static sr_shape_known get_known(const sr_dialect *dialect)
{
    return (sr_shape_known){
        .cutting = {.has_delimiter = dialect->delimiter != '\0',
                    .has_quote = !dialect->finds_quote,
                    .cutting = {.delimiter = dialect->delimiter, .is_padded = dialect->is_padded, .quote = dialect->quote,
                                .is_loose = dialect->is_loose, .escape = dialect->escape, .comment = dialect->comment,
                                .is_trimmed = dialect->is_trimmed}},
        .has_header = !dialect->finds_header,
        .skip_lines = dialect->skip_lines,
        .header_lines = (uint32_t)dialect->header_lines,
    };
}

static void take_shape(const sr_shape *shape, sr_dialect *dialect)
{
    dialect->delimiter = shape->cutting.delimiter != '\0' ? shape->cutting.delimiter : ',';
    dialect->is_padded = shape->cutting.is_padded;
    dialect->is_loose = shape->cutting.is_loose;
    dialect->quote = shape->cutting.quote;
    dialect->escape = shape->cutting.escape;
    if (!dialect->finds_header)
        return;
    dialect->skip_lines = shape->skip_lines;
    dialect->header_lines = (int32_t)shape->header_lines;
}

/* Whole lines, unless all there is is one that is longer. */
static sr_text get_lines(sr_text text)
{
    size_t size = text.size;
    while (size > 0 && text.data[size - 1] != '\n' && text.data[size - 1] != '\r')
        size--;
    return (sr_text){text.data, size > 0 ? size : text.size};
}

bool sr_settle_shape(sr_text sample, bool is_whole, sr_dialect *dialect, sr_arena *arena, const sr_shape **shape, sr_error *err)
{
    const sr_shape_known known = get_known(dialect);
    *shape = NULL;
    if (known.cutting.has_delimiter && known.cutting.has_quote && known.has_header && dialect->mends == 0)
        return true;
    sr_shape *found = sr_arena_alloc(arena, 1, sizeof(*found));
    if (found == NULL)
        return sr_fail_memory(err);
    if (!sr_shape_detect(is_whole ? sample : get_lines(sample), &known, arena, found, err))
        return false;
    take_shape(found, dialect);
    *shape = found;
    return true;
}

/* --- saying --- */

/* The words, and the keys that are not always told, each once. */
typedef struct words {
    sr_builder found;
    const char *keys[PARTS_MAX];
    size_t key_count;
    bool has_any;
} words;

static sr_builder *begin(words *w, const char *key)
{
    if (w->has_any)
        sr_builder_add_c(&w->found, ", ");
    w->has_any = true;
    if (key != NULL && (w->key_count == 0 || strcmp(w->keys[w->key_count - 1], key) != 0))
        w->keys[w->key_count++] = key;
    return &w->found;
}

static void tell_cutting(const sr_settled *told, words *w)
{
    const sr_dialect *settled = &told->settled;
    if (told->declared.encoding.size == 0 && !told->is_guess)
        sr_builder_addf(begin(w, NULL), "encoding %.*s%s", SR_TEXT_ARG(settled->encoding), settled->has_bom ? " with a byte order mark" : "");
    if (told->declared.delimiter == '\0')
        sr_builder_addf(begin(w, NULL), "%s%s%s", told->is_cut ? "delimiter " : "no delimiter, taken for ",
                        sr_cutting_get_name(settled->delimiter), settled->is_padded ? " and a blank" : "");
    if (!told->declared.finds_quote)
        return;
    if (settled->quote == '\0')
        sr_builder_add_c(begin(w, "quote"), "no quotes");
    else if (settled->quote != '"')
        sr_builder_addf(begin(w, "quote"), "quote %c", settled->quote);
    if (settled->escape == SR_SIGN_NUL)
        sr_builder_add_c(begin(w, "escape"), "escape nul (the byte 0)");
    else if (settled->escape != '\0')
        sr_builder_addf(begin(w, "escape"), "escape %c", settled->escape);
    if (settled->is_loose)
        sr_builder_add_c(begin(w, "mend"), "quotes inside quotes not doubled");
}

static void tell_header(const sr_settled *told, words *w)
{
    const sr_dialect *settled = &told->settled;
    if (!told->declared.finds_header)
        return;
    if (settled->skip_lines > 0)
        sr_builder_addf(begin(w, "skip"), "%u line%s above the header", settled->skip_lines, settled->skip_lines == 1 ? "" : "s");
    if (settled->header_lines == 0)
        sr_builder_add_c(begin(w, "header"), "no header");
    else if (settled->header_lines > 1)
        sr_builder_addf(begin(w, "header"), "a header of %d lines", settled->header_lines);
}

static void add_keys(sr_builder *builder, const words *w, const char *front, const char *back)
{
    sr_builder_addf(builder, "%sencoding%s, %sdelimiter%s", front, back, front, back);
    for (size_t i = 0; i < w->key_count; i++)
        sr_builder_addf(builder, ", %s%s%s", front, w->keys[i], back);
}

bool sr_settle_say(const sr_settled *told, sr_arena *arena, sr_findings *findings, sr_error *err)
{
    words w = {.key_count = 0};
    sr_builder hint;
    sr_text found;
    sr_text pin;
    sr_builder_init(&w.found, arena, BYTES_MAX);
    sr_builder_init(&hint, arena, BYTES_MAX);
    tell_cutting(told, &w);
    tell_header(told, &w);
    if (!w.has_any)
        return true;
    sr_builder_add_c(&hint, "pin what is detected: ");
    add_keys(&hint, &w, "`", ":`");
    sr_builder_add_c(&hint, " in the data set, ");
    add_keys(&hint, &w, "--", "");
    sr_builder_add_c(&hint, " at the prompt");
    return sr_builder_finish(&w.found, &found, err) && sr_builder_finish(&hint, &pin, err)
        && sr_findings_addf(findings, SR_NOTE, "dialect.detected", (sr_where){told->path, 0, 0}, NULL, NULL, pin.data, err, "detected: %s", found.data);
}
