/*
 * The fixed words of reports, a row per word, a column per language (output/words.c). User text is not here: it comes from the rules.
 */
#ifndef SR_OUTPUT_WORDS_H
#define SR_OUTPUT_WORDS_H

#include "engine/base/builder.h"
#include "engine/base/locale.h"

#define SR_WORDS(ONE) \
    ONE(TARGET_MET) ONE(TARGET_NOT_MET) ONE(TARGET_WARNING) ONE(CANNOT_TELL)

typedef enum sr_word {
#define SR_WORD_ENUM(name) SR_WORD_##name,
    SR_WORDS(SR_WORD_ENUM)
#undef SR_WORD_ENUM
    SR_WORD_COUNT
} sr_word;

const char *sr_word_get(sr_word word, sr_language language);

/* The word is a pattern: {0}, {1} … stand for the values. Other braces stand for themselves. */
void sr_words_add(sr_builder *builder, sr_word word, sr_language language, const sr_text *values, size_t value_count);

#endif
