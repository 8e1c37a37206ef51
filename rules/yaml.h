/*
 * YAML as a plain tree: scalars with their text, sequences, mappings in the order of the file; each node with its place.
 *
 * Only what rules need is taken. Tabs in an indentation, control bytes, bad UTF-8, anchors, aliases, merge keys, tags,
 * a second document, nesting deeper than SR_YAML_DEPTH_MAX and scalars over SR_YAML_SCALAR_MAX are findings: a few bytes can then never
 * grow into much (alias bombs), and a text means what it shows. A scalar is never turned into a number or a date here.
 * The only home of libfyaml. Thread safe: no state outside a call.
 */
#ifndef SR_RULES_YAML_H
#define SR_RULES_YAML_H

#include "engine/base/finding.h"
#include "engine/base/text.h"

#define SR_YAML_DEPTH_MAX 32                    // mappings and sequences inside each other
#define SR_YAML_SCALAR_MAX ((size_t)1 << 20)    // bytes
#define SR_YAML_FILE_MAX ((size_t)4 << 20)      // bytes

typedef enum sr_yaml_kind {
    SR_YAML_NOTHING,    // `key:` without a value
    SR_YAML_SCALAR,
    SR_YAML_SEQUENCE,
    SR_YAML_MAPPING
} sr_yaml_kind;

typedef enum sr_yaml_style {
    SR_YAML_PLAIN,
    SR_YAML_QUOTED,     // '...' or "..."
    SR_YAML_BLOCK       // | or >
} sr_yaml_style;

typedef struct sr_yaml {
    sr_yaml_kind kind;
    sr_yaml_style style;
    sr_text text;                       // of a scalar: quotes and escapes resolved
    sr_text source;                     // of a scalar: its bytes in the file, from `where` on
    char quote;                         // around them: ' or ", else 0
    sr_where where;                     // first character; of a quoted scalar the one after the quote; of nothing the colon
    size_t count;                       // of items; of a mapping: of pairs
    const struct sr_yaml *const *keys;  // of a mapping: scalars, all different
    const struct sr_yaml *const *items; // of a sequence; of a mapping the values
} sr_yaml;

/*
 * The tree of a file's bytes; it lives in the arena, and its sources in the bytes. An empty file is SR_YAML_NOTHING.
 *
 * When the text cannot be read, a finding is added and *root is NULL; a duplicate key is a finding too, but the first one stays and
 * reading goes on. False: no memory.
 */
SR_MUST_USE bool sr_yaml_parse(sr_text bytes, const char *path, sr_arena *arena, const sr_yaml **root,
                               sr_findings *findings, sr_error *err);

/* The value of a key, or NULL when the node is no mapping or has no such key. */
const sr_yaml *sr_yaml_find(const sr_yaml *mapping, const char *key);

/* "a mapping", "a list", "a text", "nothing": the words of findings. */
const char *sr_yaml_kind_get_name(sr_yaml_kind kind);

#endif
