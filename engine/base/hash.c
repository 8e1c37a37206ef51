#include "engine/base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECRET_BYTES_MIN 16
#define READ_BYTES 65536

struct sr_hasher {
    EVP_MD_CTX *context;
    bool failed;
};

struct sr_person_key {
    EVP_MAC_CTX *context;   // holds the key; OpenSSL wipes it when it is freed
};

/* Without memory for its common state OpenSSL goes on with half of it, and crashes. Asked for first, it says so. */
static bool is_ready(void)
{
    return OSSL_LIB_CTX_get0_global_default() != NULL;
}

sr_hasher *sr_hasher_new(void)
{
    sr_hasher *hasher = is_ready() ? calloc(1, sizeof(*hasher)) : NULL;
    if (hasher == NULL)
        return NULL;
    hasher->context = EVP_MD_CTX_new();
    if (hasher->context == NULL || EVP_DigestInit_ex(hasher->context, EVP_sha256(), NULL) != 1) {
        sr_hasher_free(hasher);
        return NULL;
    }
    return hasher;
}

void sr_hasher_add(sr_hasher *hasher, sr_text bytes)
{
    if (EVP_DigestUpdate(hasher->context, bytes.data, bytes.size) != 1)
        hasher->failed = true;
}

bool sr_hasher_finish(sr_hasher *hasher, sr_hash *hash)
{
    unsigned size = 0;
    sr_hash result;
    if (hasher->failed || EVP_DigestFinal_ex(hasher->context, result.bytes, &size) != 1 || size != SR_HASH_BYTES)
        return false;
    hasher->failed = true;      // it can be asked once
    *hash = result;
    return true;
}

void sr_hasher_free(sr_hasher *hasher)
{
    if (hasher == NULL)
        return;
    EVP_MD_CTX_free(hasher->context);
    free(hasher);
}

bool sr_hash_bytes(sr_text bytes, sr_hash *hash)
{
    sr_hasher *hasher = sr_hasher_new();
    if (hasher == NULL)
        return false;
    sr_hasher_add(hasher, bytes);
    bool done = sr_hasher_finish(hasher, hash);
    sr_hasher_free(hasher);
    return done;
}

static bool add_file(sr_hasher *hasher, int file, const char *path, sr_error *err)
{
    char bytes[READ_BYTES];
    for (;;) {
        ssize_t got = read(file, bytes, sizeof(bytes));
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return sr_fail_system(err, path, errno, "cannot be read");
        if (got > 0)
            sr_hasher_add(hasher, (sr_text){bytes, (size_t)got});
    }
}

bool sr_hash_file(const char *path, sr_hash *hash, sr_error *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return sr_fail_system(err, path, errno, "cannot be opened");
    sr_hasher *hasher = sr_hasher_new();
    bool done = hasher != NULL && add_file(hasher, file, path, err) && sr_hasher_finish(hasher, hash);
    if (!done)
        sr_fail_memory(err);    // unless reading failed first
    sr_hasher_free(hasher);
    close(file);
    return done;
}

void sr_hash_write_hex(const sr_hash *hash, char out[SR_HASH_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SR_HASH_BYTES; i++) {
        out[2 * i] = digits[hash->bytes[i] >> 4];
        out[2 * i + 1] = digits[hash->bytes[i] & 15];
    }
    out[2 * SR_HASH_BYTES] = '\0';
}

static EVP_MAC_CTX *new_context(sr_text secret)
{
    EVP_MAC *mac = is_ready() ? EVP_MAC_fetch(NULL, "HMAC", NULL) : NULL;
    EVP_MAC_CTX *context = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);
    EVP_MAC_free(mac);
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    if (context != NULL && EVP_MAC_init(context, (const unsigned char *)secret.data, secret.size, params) == 1)
        return context;
    EVP_MAC_CTX_free(context);
    return NULL;
}

bool sr_person_key_new(sr_text secret, sr_person_key **key, sr_error *err)
{
    if (secret.size < SECRET_BYTES_MIN)
        return sr_fail(err, SR_NO_PERMISSION, "the key for persons has %zu bytes, expected at least %d", secret.size,
                       SECRET_BYTES_MIN);
    sr_person_key *made = calloc(1, sizeof(*made));
    if (made == NULL)
        return sr_fail_memory(err);
    made->context = new_context(secret);
    if (made->context == NULL) {
        free(made);
        return sr_fail_memory(err);
    }
    *key = made;
    return true;
}

void sr_person_key_free(sr_person_key *key)
{
    if (key == NULL)
        return;
    EVP_MAC_CTX_free(key->context);
    free(key);
}

/* The NUL between keeps ("ab", "c") and ("a", "bc") apart. */
bool sr_person_hash(const sr_person_key *key, sr_text domain, sr_text value, sr_hash *hash)
{
    static const unsigned char between[] = {0};
    sr_hash result;
    size_t size = 0;
    if (EVP_MAC_init(key->context, NULL, 0, NULL) != 1
        || EVP_MAC_update(key->context, (const unsigned char *)domain.data, domain.size) != 1
        || EVP_MAC_update(key->context, between, sizeof(between)) != 1
        || EVP_MAC_update(key->context, (const unsigned char *)value.data, value.size) != 1
        || EVP_MAC_final(key->context, result.bytes, &size, sizeof(result.bytes)) != 1 || size != SR_HASH_BYTES)
        return false;
    *hash = result;
    return true;
}

/* No domain of the rules has a blank in it. */
bool sr_person_key_write_id(const sr_person_key *key, char out[SR_PERSON_KEY_ID_SIZE])
{
    char hex[SR_HASH_HEX_SIZE];
    sr_hash hash;
    if (!sr_person_hash(key, SR_TEXT("id of the key"), SR_TEXT_NONE, &hash))
        return false;
    sr_hash_write_hex(&hash, hex);
    memcpy(out, hex, SR_PERSON_KEY_ID_SIZE - 1);
    out[SR_PERSON_KEY_ID_SIZE - 1] = '\0';
    return true;
}
