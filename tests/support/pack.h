/* Packed bytes for tests. They live in the arena. */
#ifndef SR_TESTS_SUPPORT_PACK_H
#define SR_TESTS_SUPPORT_PACK_H

#include "engine/base/arena.h"
#include "engine/base/text.h"

sr_text sr_test_gzip(sr_text bytes, sr_arena *arena);
sr_text sr_test_zstd(sr_text bytes, sr_arena *arena);
sr_text sr_test_join(sr_text a, sr_text b, sr_arena *arena);    // one behind the other
sr_text sr_test_repeat(const char *text, size_t count, sr_arena *arena);

#endif
