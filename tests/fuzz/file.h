/*
 * The bytes of a fuzzer as a file that the reader can open, without a name in any directory: one file for the whole process, its bytes
 * replaced each time.
 *
 * And what every fuzzer of files has to say to the address sanitizer: a quarantine that stays in the cache, for what was freed is
 * looked at by the same execution or never.
 */
#ifndef SR_TESTS_FUZZ_FILE_H
#define SR_TESTS_FUZZ_FILE_H

#include <stddef.h>
#include <stdint.h>

/* The path, which is the same each time; aborts when the file cannot be written. */
const char *sr_test_fuzz_file(const uint8_t *data, size_t size);

#endif
