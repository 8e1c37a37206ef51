/* No bytes break the reading of YAML: a tree, or at least one finding; keys differ, depth and places stay within bounds. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "rules/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 loses a buffer of a few hundred bytes after some syntax errors; what we lose ourselves is still reported. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml.so";
}

static void walk(const sr_yaml *node, size_t depth, size_t size)
{
    assert(depth <= SR_YAML_DEPTH_MAX);
    assert(node->where.line >= 1 && node->where.line <= size + 1);
    assert(node->where.column >= 1 && node->where.column <= size + 1);
    assert(sr_text_find_invalid(node->text) == SIZE_MAX);
    if (node->kind == SR_YAML_SCALAR || node->kind == SR_YAML_NOTHING)
        return;
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == SR_YAML_MAPPING)
            assert(node->keys[i]->kind == SR_YAML_SCALAR);
        walk(node->items[i], depth + 1, size);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_arena *arena = sr_arena_new();
    sr_findings *findings = sr_findings_new(arena);
    sr_error err;
    sr_error_init(&err);
    const sr_yaml *root = NULL;
    if (!sr_yaml_parse((sr_text){(const char *)data, size}, "fuzz", arena, &root, findings, &err))
        abort();
    if (root == NULL)
        assert(sr_findings_count(findings, SR_ERROR) > 0);
    else
        walk(root, 0, size);
    sr_arena_free(arena);
    return 0;
}
