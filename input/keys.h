/*
 * The last row of each key, over all files of a data set in order: a later export replaces a row with the same key.
 *
 * A first pass over the files reads the key column only. A row without a key, and one that cannot be split, neither
 * replaces nor is replaced. Memory: the different keys.
 */
#ifndef SR_INPUT_KEYS_H
#define SR_INPUT_KEYS_H

#include "input/rows.h"

typedef struct sr_keys sr_keys;

/* `key_index` is the column of the rules. Adds no findings: the second pass does. */
SR_MUST_USE bool sr_keys_read(const sr_dataset *dataset, size_t key_index, const char *const *paths, size_t path_count,
                              sr_arena *arena, sr_keys **keys, sr_error *err);

/* No later row has the key of this one. `position` counts all rows of all files from 0, as sr_rows_next gives them. */
SR_MUST_USE bool sr_keys_find_latest(const sr_keys *keys, const sr_header *header, const sr_record *record, uint64_t position,
                                     bool *is_latest, sr_error *err);

/* SHA-256 of the bytes that the first pass read. */
const sr_hash *sr_keys_get_hash(const sr_keys *keys, size_t file_index);

#endif
