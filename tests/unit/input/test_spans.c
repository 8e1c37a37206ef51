#include "input/spans.h"

#include <string.h>
#include <time.h>

#include "tests/support/random.h"
#include "tests/support/test.h"

#define ROUNDS 20000
#define TEXT_BYTES_MAX 60

static void assert_same(const sr_span *a, const sr_span *b)
{
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->last, b->last);
    assert_int_equal(a->next, b->next);
    assert_int_equal(a->line_count, b->line_count);
    assert_int_equal(a->problem_at, b->problem_at);
    assert_int_equal(a->field_count, b->field_count);
    for (size_t i = 0; i < a->field_count; i++) {
        assert_int_equal(a->fields[i].first, b->fields[i].first);
        assert_int_equal(a->fields[i].close, b->fields[i].close);
        assert_int_equal(a->fields[i].last, b->fields[i].last);
    }
}

static void what_is_remembered_of_loose_quotes_changes_no_span(void **state)
{
    (void)state;
    static const char signs[] = {'"', '"', '"', ',', ',', ' ', '\n', '\r', 'a'};
    sr_random random = sr_test_random_start();
    sr_span_field fields[2][TEXT_BYTES_MAX + 1];
    for (int round = 0; round < ROUNDS; round++) {
        char bytes[TEXT_BYTES_MAX];
        sr_text text = {bytes, (size_t)sr_test_random_between(&random, 1, TEXT_BYTES_MAX)};
        for (size_t i = 0; i < text.size; i++)
            bytes[i] = signs[sr_test_random_between(&random, 0, (int64_t)sizeof(signs) - 1)];
        sr_span_rules rules;
        sr_span_rules_init(&rules, ',', '"', '\0', '\0');
        rules.is_loose = true;
        rules.is_padded = round % 3 == 0;
        rules.record_bytes_max = (size_t)sr_test_random_between(&random, 32, TEXT_BYTES_MAX);
        sr_span_barren barren = {0, 0};
        sr_span plain = {.fields = fields[0]};
        sr_span remembering = {.fields = fields[1], .barren = &barren};
        for (size_t at = 0; at < text.size && plain.state != SR_SPAN_OPEN; at = plain.next) {
            bool is_last = round % 2 == 0;
            sr_span_find(&rules, text, is_last, at, 1, &plain);
            sr_span_find(&rules, text, is_last, at, 1, &remembering);
            if (plain.state == SR_SPAN_OPEN)
                assert_int_equal(remembering.state, SR_SPAN_OPEN);
            else
                assert_same(&plain, &remembering);
            if (plain.is_cut)
                break;
        }
    }
}

/* With the memory of the line before and without it: CR is the last byte that the record may have, and LF the last of the text. */
static void a_line_end_across_the_limit_asks_for_no_more_text(void **state)
{
    (void)state;
    const sr_text text = SR_TEXT("\"a\n\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n");
    sr_span_rules rules;
    sr_span_rules_init(&rules, ',', '"', '\0', '\0');
    rules.is_loose = true;
    rules.record_bytes_max = text.size - 4;
    for (int i = 0; i < 2; i++) {
        sr_span_barren barren = {0, 0};
        sr_span_field fields[4];
        sr_span span = {.fields = fields, .barren = i == 1 ? &barren : NULL};
        sr_span_find(&rules, text, false, 0, 1, &span);
        assert_int_equal(span.state, SR_SPAN_TOO_LONG);
        sr_span_find(&rules, text, false, span.next, 2, &span);
        assert_int_equal(span.state, SR_SPAN_TOO_LONG);
    }
}

/* Each would be searched for to the end of the text: some 10 seconds. */
static void many_loose_quotes_that_are_never_closed_cost_little(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    const size_t size = (size_t)1 << 18;
    char *bytes = sr_arena_alloc(arena, size, 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = "\"a;b\n"[i % 5];
    sr_span_rules rules;
    sr_span_rules_init(&rules, ',', '"', '\0', '\0');
    rules.is_loose = true;
    sr_span_field field[2];
    sr_span_barren barren = {0, 0};
    sr_span span = {.fields = field, .barren = &barren};
    clock_t begin = clock();
    size_t count = 0;
    for (size_t at = 0; at < size; at = span.next) {
        sr_span_find(&rules, (sr_text){bytes, size}, true, at, 1, &span);
        count += span.state == SR_SPAN_UNTERMINATED;
    }
    assert_int_equal(count, size / 5 + 1);
    assert_true(clock() - begin < 2 * CLOCKS_PER_SEC);
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_remembered_of_loose_quotes_changes_no_span),
        TEST(a_line_end_across_the_limit_asks_for_no_more_text),
        TEST(many_loose_quotes_that_are_never_closed_cost_little),
    };
    return RUN_TESTS(tests);
}
