/*
 * Fingerprints. SHA-256 for files and rules; a keyed hash (HMAC-SHA-256) for persons.
 *
 * One of the two homes of OpenSSL. A person's clear value goes in and never further: the same value gives the same
 * hash within one key and one domain (a data set, or several that share one), and nothing can be learnt from it without the key.
 */
#ifndef SR_ENGINE_BASE_HASH_H
#define SR_ENGINE_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

#define SR_HASH_BYTES 32
#define SR_HASH_HEX_SIZE 65     // 64 hexadecimal digits and NUL

typedef struct sr_hash {
    uint8_t bytes[SR_HASH_BYTES];
} sr_hash;

typedef struct sr_hasher sr_hasher;     // SHA-256 in pieces

SR_MUST_USE sr_hasher *sr_hasher_new(void);     // NULL when there is no memory
void sr_hasher_add(sr_hasher *hasher, sr_text bytes);
SR_MUST_USE bool sr_hasher_finish(sr_hasher *hasher, sr_hash *hash);    // can be asked once
void sr_hasher_free(sr_hasher *hasher);     // NULL is allowed

SR_MUST_USE bool sr_hash_bytes(sr_text bytes, sr_hash *hash);
SR_MUST_USE bool sr_hash_file(const char *path, sr_hash *hash, sr_error *err);
void sr_hash_write_hex(const sr_hash *hash, char out[SR_HASH_HEX_SIZE]);

typedef struct sr_person_key sr_person_key;

/* At least 16 bytes of key are needed. The key is wiped by sr_person_key_free. */
SR_MUST_USE bool sr_person_key_new(sr_text secret, sr_person_key **key, sr_error *err);
void sr_person_key_free(sr_person_key *key);    // NULL is allowed

#define SR_PERSON_KEY_ID_SIZE 9     // 8 hexadecimal digits and NUL

/* What a key is called where it must not be told: the same for the same key. 32 bits, too few to find a key by. */
SR_MUST_USE bool sr_person_key_write_id(const sr_person_key *key, char out[SR_PERSON_KEY_ID_SIZE]);

/* HMAC(key, domain NUL value); not thread safe: one key object a thread. */
SR_MUST_USE bool sr_person_hash(const sr_person_key *key, sr_text domain, sr_text value, sr_hash *hash);

#endif
