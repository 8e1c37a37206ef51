/* The order of rows, the size of batches and the order of merging cannot be seen in a result, to the last bit. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "engine/aggregate/aggregate.h"
#include "engine/stats/interval.h"
#include "tests/support/random.h"
#include "tests/support/rows.h"

#define ROWS 120
#define PARTS_MAX 9
#define ROUNDS 60

/* An aggregate with arguments of some kinds. */
typedef struct law {
    const char *name;
    const char *kinds;
    double parameter;
    bool is_distinct;
} law;

static const law laws[] = {
    {"count", "t", 0, false},   {"count", "t", 0, true},     {"count", "r", 0, true},    {"sum", "i", 0, false},
    {"sum", "2", 0, false},     {"sum", "r", 0, false},      {"min", "r", 0, false},     {"max", "t", 0, false},
    {"avg", "i", 0, false},     {"avg", "2", 0, false},      {"avg", "r", 0, false},     {"stddev", "i", 0, false},
    {"stddev", "r", 0, false},  {"variance", "2", 0, false}, {"variance", "r", 0, false}, {"share", "b", 0, false},
    {"ratio", "ri", 0, false},  {"rate", "2i", 1000, false}, {"median", "i", 0, false},  {"median", "r", 0, false},
    {"quantile", "2", 0.9, false}, {"nps", "i", 0, false},   {"top_box", "i", 4, false}, {"first", "ri", 0, false},
    {"last", "ti", 0, false},   {"wavg", "rr", 0, false},    {"wavg", "2i", 0, false},
};

static uint64_t below(sr_random *random, uint64_t limit)
{
    return (uint64_t)sr_test_random_between(random, 0, (int64_t)limit - 1);
}

static void write_value(sr_random *random, char kind, char *out, size_t size)
{
    uint64_t r = below(random, 1000);
    if (r < 100)
        out[0] = '\0';
    else if (kind == 'r')
        snprintf(out, size, "%s%llu.%llue%d", r % 2 == 0 ? "-" : "", (unsigned long long)r, (unsigned long long)(r * r), (int)(r % 37) - 18);
    else if (kind == '2')
        snprintf(out, size, "%d.%02d", (int)(r % 90) - 40, (int)(r % 100));
    else if (kind == 'b')
        snprintf(out, size, "%d", (int)(r % 2));
    else
        snprintf(out, size, "%d", (int)(r % 14) - 1);
}

static void fill(sr_random *random, const law *l, sr_rows *rows)
{
    for (int i = 0; i < ROWS; i++) {
        char line[128] = "";
        for (const char *kind = l->kinds; *kind != '\0'; kind++) {
            if (kind != l->kinds)
                strcat(line, ";");
            write_value(random, *kind, line + strlen(line), 60);
        }
        sr_test_rows_add(rows, line);
    }
}

static void shuffle(sr_random *random, uint32_t *order, uint32_t count)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = (uint32_t)below(random, i);
        uint32_t kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

static sr_aggregate_call get_call(const law *l, const sr_rows *rows)
{
    sr_aggregate_call call = {.arg_count = rows->column_count, .parameter = l->parameter, .is_distinct = l->is_distinct};
    for (uint32_t i = 0; i < rows->column_count; i++) {
        call.arg_kinds[i] = rows->columns[i].kind;
        call.arg_scales[i] = rows->columns[i].scale;
    }
    return call;
}

/* Deals shuffled rows to some states and merges them two by two in any order. */
static void fold_somehow(sr_random *random, const sr_aggregate *aggregate, const sr_aggregate_call *call, const sr_rows *rows,
                         sr_arena *arena, sr_result *result, sr_error *err)
{
    uint32_t index[ROWS];
    void *states[ROWS];
    void *parts[PARTS_MAX];
    uint32_t count = 1 + (uint32_t)below(random, PARTS_MAX);
    for (uint32_t i = 0; i < count; i++)
        parts[i] = sr_arena_alloc(arena, 1, aggregate->get_state_size(call));
    for (uint32_t i = 0; i < ROWS; i++) {
        index[i] = i;
        states[i] = parts[below(random, count)];
    }
    shuffle(random, index, ROWS);
    const sr_column *args[3] = {&rows->columns[0], &rows->columns[1], &rows->columns[2]};
    for (uint32_t done = 0; done < ROWS;) {
        uint32_t batch = 1 + (uint32_t)below(random, 40);
        batch = batch > ROWS - done ? ROWS - done : batch;
        sr_aggregate_rows some = {batch, index + done, states + done, rows->dict};
        assert_done(aggregate->add(call, &some, args, arena, err), err);
        done += batch;
    }
    while (count > 1) {
        uint32_t from = (uint32_t)below(random, count);
        uint32_t into = (from + 1 + (uint32_t)below(random, count - 1)) % count;
        assert_done(aggregate->merge(call, parts[into], parts[from], arena, err), err);
        parts[from] = parts[count - 1];
        count--;
    }
    assert_done(aggregate->finish(call, parts[0], arena, result, err), err);
}

static void assert_same_result(const law *l, const sr_result *a, const sr_result *b)
{
    char x[64] = "";
    char y[64] = "";
    sr_number_write(a->value, x);
    sr_number_write(b->value, y);
    if (a->state != b->state || a->n != b->n || strcmp(x, y) != 0 || a->has_deviation != b->has_deviation
        || memcmp(&a->deviation, &b->deviation, sizeof(double)) != 0)
        fail_msg("%s(%s): %s, n %lld and %s, n %lld", l->name, l->kinds, x, (long long)a->n, y, (long long)b->n);
}

static void any_order_of_rows_and_merges_gives_the_same_bits(void **state)
{
    (void)state;
    sr_random random = sr_test_random_start();
    for (size_t i = 0; i < sizeof(laws) / sizeof(laws[0]); i++) {
        const sr_aggregate *aggregate = sr_aggregate_find(sr_text_from(laws[i].name));
        sr_arena *arena = sr_arena_new();
        sr_dict *dict = sr_dict_new(arena);
        sr_error err;
        sr_error_init(&err);
        sr_rows rows;
        sr_result first;
        sr_test_rows_init(&rows, laws[i].kinds, ROWS, arena, dict);
        fill(&random, &laws[i], &rows);
        sr_aggregate_call call = get_call(&laws[i], &rows);
        assert_null(aggregate->check(&call));
        fold_somehow(&random, aggregate, &call, &rows, arena, &first, &err);
        for (int round = 0; round < ROUNDS; round++) {
            sr_result again;
            fold_somehow(&random, aggregate, &call, &rows, arena, &again, &err);
            assert_same_result(&laws[i], &first, &again);
        }
        sr_arena_free(arena);
    }
}

static void a_share_lies_in_its_interval_and_a_count_in_its_own(void **state)
{
    (void)state;
    sr_random random = sr_test_random_start();
    const double levels[] = {0.5, 0.9, 0.95, 0.998};
    for (int i = 0; i < 20000; i++) {
        double trials = 1 + (double)below(&random, 3000);
        double events = (double)below(&random, (uint64_t)trials + 1);
        double level = levels[i % 4];
        sr_interval wilson = sr_interval_wilson(events, trials, level);
        sr_interval poisson = sr_interval_poisson(events, level);
        if (!(0.0 <= wilson.lower && wilson.lower <= events / trials && events / trials <= wilson.upper && wilson.upper <= 1.0)
            || !(0.0 <= poisson.lower && poisson.lower <= events && events <= poisson.upper))
            fail_msg("%g of %g at %g", events, trials, level);
    }
}

int main(void)
{
    sr_stats_init();
    const struct CMUnitTest tests[] = {
        TEST(any_order_of_rows_and_merges_gives_the_same_bits),
        TEST(a_share_lies_in_its_interval_and_a_count_in_its_own),
    };
    return RUN_TESTS(tests);
}
