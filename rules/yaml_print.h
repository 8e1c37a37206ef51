/*
 * A tree as YAML again, in one form: two blanks a level, a line a key, quotes only where they are needed, no comments.
 *
 * Law: what is printed is read as the same tree (places and styles apart), and printing that gives the same text.
 */
#ifndef SR_RULES_YAML_PRINT_H
#define SR_RULES_YAML_PRINT_H

#include "engine/base/builder.h"
#include "rules/yaml.h"

/* What is printed in place of a text, told by the keys that lead to it (the innermost last; "" for an item of a list). */
typedef struct sr_yaml_print_key {
    sr_text text;
    const struct sr_yaml_print_key *outer;      // NULL at the top
} sr_yaml_print_key;
typedef sr_text (*sr_yaml_rewrite)(void *self, const sr_yaml_print_key *key, sr_text text);

/* `rewrite` may be NULL: texts as they are. A builder that failed stays failed. */
void sr_yaml_print(const sr_yaml *root, sr_yaml_rewrite rewrite, void *self, sr_builder *out);

bool sr_yaml_is_same(const sr_yaml *a, const sr_yaml *b);       // kinds, texts, order

#endif
