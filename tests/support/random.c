#include "tests/support/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

sr_random sr_test_random_start(void)
{
    const char *given = getenv("SEED");
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)now.tv_sec * 1000003u + (uint64_t)now.tv_nsec;
    fprintf(stderr, "# SEED=%" PRIu64 "\n", seed);
    return (sr_random){seed};
}

uint64_t sr_test_random_next(sr_random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

int64_t sr_test_random_between(sr_random *random, int64_t least, int64_t most)
{
    uint64_t span = (uint64_t)most - (uint64_t)least + 1;
    uint64_t step = span == 0 ? sr_test_random_next(random) : sr_test_random_next(random) % span;
    return (int64_t)((uint64_t)least + step);
}
