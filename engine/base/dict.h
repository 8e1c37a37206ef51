/*
 * A dictionary: each distinct text gets a small number, in order of first appearance, from 0.
 *
 * A run has one dictionary for the text of all its data sets: equal numbers mean equal texts, so text is compared and
 * grouped by number, and the groups of two data sets line up.
 */
#ifndef SR_ENGINE_BASE_DICT_H
#define SR_ENGINE_BASE_DICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/text.h"

#define SR_DICT_NONE UINT32_MAX

typedef struct sr_dict sr_dict;

SR_MUST_USE sr_dict *sr_dict_new(sr_arena *arena);      // NULL when there is no memory
SR_MUST_USE bool sr_dict_intern(sr_dict *dict, sr_text text, uint32_t *code);   // false: no memory, or full
uint32_t sr_dict_find(const sr_dict *dict, sr_text text);   // SR_DICT_NONE when it is not there
sr_text sr_dict_get(const sr_dict *dict, uint32_t code);    // code < count
uint32_t sr_dict_count(const sr_dict *dict);

#endif
