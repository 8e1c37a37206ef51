/*
 * A value of another data set, many rows to one: lookup(cases.client, case_id).
 *
 * The data set that is looked into is read first (the plan orders data sets) and fills a table from its key to the value. A key that it does
 * not have gives nothing, and so does one that it has twice with different values: none of the two is chosen. Tables are filled by
 * sr_measure, one thread at a time, and read-only from then on.
 */
#ifndef SR_ENGINE_LOOKUP_H
#define SR_ENGINE_LOOKUP_H

#include "engine/expr.h"
#include "engine/key.h"
#include "engine/list.h"

typedef struct sr_lookup {
    uint32_t index;             // in the plan
    uint32_t dataset_index;     // of the data set that is looked into
    const sr_expr *key;         // over its columns, of one kind and scale with what it is compared to
    const sr_expr *value;       // over its columns
    bool is_person;             // the value is a keyed hash, of this domain
    sr_text domain;
    const sr_list *list;        // of which the value is a code; NULL for none
} sr_lookup;

typedef struct sr_lookup_tables sr_lookup_tables;

/* One for each of `count` lookups, empty. They live in the arena. */
SR_MUST_USE bool sr_lookup_tables_new(uint32_t count, sr_arena *arena, sr_lookup_tables **tables, sr_error *err);

/* A row with a key; the value may be missing. A key again with the same value changes nothing. */
SR_MUST_USE bool sr_lookup_tables_add(sr_lookup_tables *tables, uint32_t lookup_index, sr_key key, sr_key value, sr_error *err);

/* Is there exactly one value for the key? It may be the missing one. */
bool sr_lookup_tables_find(const sr_lookup_tables *tables, uint32_t lookup_index, sr_key key, sr_key *value);

#endif
