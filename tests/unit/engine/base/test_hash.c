#include "engine/base/hash.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/file.h"
#include "tests/support/test.h"

#define HASH_OF_EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define HASH_OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"      // FIPS 180-4, example

static void assert_hex(const sr_hash *hash, const char *expected)
{
    char hex[SR_HASH_HEX_SIZE];
    sr_hash_write_hex(hash, hex);
    assert_string_equal(hex, expected);
}

static void published_examples_come_out(void **state)
{
    (void)state;
    sr_hash hash;
    assert_true(sr_hash_bytes(SR_TEXT_NONE, &hash));
    assert_hex(&hash, HASH_OF_EMPTY);
    assert_true(sr_hash_bytes(SR_TEXT("abc"), &hash));
    assert_hex(&hash, HASH_OF_ABC);
}

static void pieces_hash_as_the_whole_and_once(void **state)
{
    (void)state;
    sr_hash hash;
    sr_hasher *hasher = sr_hasher_new();
    sr_hasher_add(hasher, SR_TEXT("a"));
    sr_hasher_add(hasher, SR_TEXT_NONE);
    sr_hasher_add(hasher, SR_TEXT("bc"));
    assert_true(sr_hasher_finish(hasher, &hash));
    assert_hex(&hash, HASH_OF_ABC);
    assert_false(sr_hasher_finish(hasher, &hash));
    sr_hasher_free(hasher);
    sr_hasher_free(NULL);
}

static void a_file_hashes_as_its_bytes(void **state)
{
    (void)state;
    sr_error err;
    sr_error_init(&err);
    char path[256];
    sr_hash of_file;
    sr_hash of_bytes;
    char bytes[200001];
    memset(bytes, 'x', sizeof(bytes));
    const sr_text text = {bytes, sizeof(bytes)};
    snprintf(path, sizeof(path), "%s/a", sr_test_make_directory());
    assert_done(sr_file_write(path, text, &err), &err);
    assert_done(sr_hash_file(path, &of_file, &err), &err);
    assert_true(sr_hash_bytes(text, &of_bytes));
    assert_memory_equal(&of_file, &of_bytes, sizeof(of_file));
    assert_false(sr_hash_file("/nowhere/a.csv", &of_file, &err));
    assert_error(&err, "/nowhere/a.csv: cannot be opened: No such file or directory");
    sr_error_init(&err);
    assert_false(sr_hash_file("/", &of_file, &err));
    assert_error(&err, "/: cannot be read: Is a directory");
}

/* HMAC-SHA-256 by Python's hmac over b"cases\0" + b"37605030299". */
static void a_person_hash_is_hmac_of_domain_and_value(void **state)
{
    (void)state;
    sr_error err;
    sr_error_init(&err);
    sr_person_key *key = NULL;
    sr_hash hash;
    assert_done(sr_person_key_new(SR_TEXT("0123456789abcdef0123456789abcdef"), &key, &err), &err);
    for (int i = 0; i < 2; i++) {
        assert_true(sr_person_hash(key, SR_TEXT("cases"), SR_TEXT("37605030299"), &hash));
        assert_hex(&hash, "f8294dd576588061414ea402de5c2cd42e7526cdae36f067b4960812f8589671");
    }
    sr_person_key_free(key);
    sr_person_key_free(NULL);
}

static void a_key_has_an_id_that_is_no_part_of_it_and_no_hash_of_a_person(void **state)
{
    (void)state;
    static const char *const secrets[] = {"0123456789abcdef", "0123456789abcdef", "0123456789abcdeg"};
    char ids[3][SR_PERSON_KEY_ID_SIZE];
    sr_error err;
    sr_error_init(&err);
    for (int i = 0; i < 3; i++) {
        sr_person_key *key = NULL;
        assert_done(sr_person_key_new(sr_text_from(secrets[i]), &key, &err), &err);
        assert_true(sr_person_key_write_id(key, ids[i]));
        sr_person_key_free(key);
    }
    assert_string_equal(ids[0], "db60a062");    // openssl dgst -sha256 -hmac 0123456789abcdef over "id of the key" and a NUL
    assert_string_equal(ids[0], ids[1]);
    assert_string_not_equal(ids[0], ids[2]);
}

static void person_hashes_differ_by_key_domain_and_value(void **state)
{
    (void)state;
    sr_error err;
    sr_error_init(&err);
    sr_person_key *keys[2];
    sr_hash hashes[5];
    assert_done(sr_person_key_new(SR_TEXT("0123456789abcdef"), &keys[0], &err), &err);
    assert_done(sr_person_key_new(SR_TEXT("0123456789abcdeg"), &keys[1], &err), &err);
    assert_true(sr_person_hash(keys[0], SR_TEXT("ab"), SR_TEXT("c"), &hashes[0]));
    assert_true(sr_person_hash(keys[0], SR_TEXT("a"), SR_TEXT("bc"), &hashes[1]));
    assert_true(sr_person_hash(keys[0], SR_TEXT("ab"), SR_TEXT("d"), &hashes[2]));
    assert_true(sr_person_hash(keys[0], SR_TEXT("ab"), SR_TEXT_NONE, &hashes[3]));
    assert_true(sr_person_hash(keys[1], SR_TEXT("ab"), SR_TEXT("c"), &hashes[4]));
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(&hashes[i], &hashes[j], sizeof(hashes[i]));
    sr_person_key_free(keys[0]);
    sr_person_key_free(keys[1]);
}

static void a_short_key_is_refused_without_showing_it(void **state)
{
    (void)state;
    sr_error err;
    sr_error_init(&err);
    sr_person_key *key = NULL;
    assert_false(sr_person_key_new(SR_TEXT("0123456789abcde"), &key, &err));
    assert_null(key);
    assert_int_equal(err.code, SR_NO_PERMISSION);
    assert_error(&err, "the key for persons has 15 bytes, expected at least 16");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(published_examples_come_out),
        TEST(pieces_hash_as_the_whole_and_once),
        TEST(a_file_hashes_as_its_bytes),
        TEST(a_person_hash_is_hmac_of_domain_and_value),
        TEST(a_key_has_an_id_that_is_no_part_of_it_and_no_hash_of_a_person),
        TEST(person_hashes_differ_by_key_domain_and_value),
        TEST(a_short_key_is_refused_without_showing_it),
    };
    return RUN_TESTS(tests);
}
