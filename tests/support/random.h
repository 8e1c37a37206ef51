/*
 * Numbers for property tests: another sequence each run, and the same one again with SEED=... in the environment.
 *
 * SplitMix64 (Steele, Lea, Flood 2014). Not for secrets.
 */
#ifndef SR_TESTS_SUPPORT_RANDOM_H
#define SR_TESTS_SUPPORT_RANDOM_H

#include <stdint.h>

typedef struct sr_random {
    uint64_t state;
} sr_random;

/* From $SEED or the clock; prints "# SEED=..." so that a failure can be seen again. */
sr_random sr_test_random_start(void);
uint64_t sr_test_random_next(sr_random *random);                             // any 64 bits
int64_t sr_test_random_between(sr_random *random, int64_t least, int64_t most);  // both included

#endif
