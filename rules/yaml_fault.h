/*
 * Why a text is no YAML, in words for somebody who wrote a rule and not a parser.
 *
 * The parser names a place and a phrase of its own. Here the lines around the place are looked at for what people do: a bracket, a quote or a colon
 * that is missing, an indentation that does not fit, a no-break blank from a web page; the place becomes that of the slip.
 */
#ifndef SR_RULES_YAML_FAULT_H
#define SR_RULES_YAML_FAULT_H

#include "engine/base/arena.h"
#include "rules/yaml_lines.h"

typedef struct sr_yaml_fault {
    size_t offset;              // byte of the file
    const char *found;
    const char *expected;
    const char *hint;
} sr_yaml_fault;

/*
 * `message` and `offset` are the parser's; `opened` is the byte of the innermost bracket or brace that is open there, SIZE_MAX for none.
 * Texts lie in the arena or are constants. False: no memory.
 */
SR_MUST_USE bool sr_yaml_fault_find(const sr_yaml_lines *lines, const char *message, size_t offset, size_t opened, sr_arena *arena,
                                    sr_yaml_fault *fault, sr_error *err);

#endif
