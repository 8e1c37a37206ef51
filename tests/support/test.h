/*
 * What every unit test needs: cmocka with TAP output, numbers compared as they should be, and the way to
 * material that is not part of the project.
 */
#ifndef SR_TESTS_SUPPORT_TEST_H
#define SR_TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

/* Runs the tests of a program: int main(void) { return RUN_TESTS(tests); } */
#define RUN_TESTS(tests) sr_test_run(#tests, (tests), sizeof(tests) / sizeof((tests)[0]))
#define TEST(function) cmocka_unit_test(function)
int sr_test_run(const char *group, const struct CMUnitTest *tests, size_t count);

/* True when |a - b| <= tolerance * max(1, |a|, |b|), both finite. cmocka's own compare narrows to float and takes NaN. */
bool sr_test_is_close(double a, double b, double tolerance);
#define assert_close(a, b, tolerance) assert_true(sr_test_is_close((a), (b), (tolerance)))

#define assert_text(text, expected) sr_test_assert_text((text), (expected), __FILE__, __LINE__)
void sr_test_assert_text(sr_text text, const char *expected, const char *file, int line);

/* err has not failed; prints its message when it has. */
#define assert_done(call, err) sr_test_assert_done((call), (err), __FILE__, __LINE__)
void sr_test_assert_done(bool done, const sr_error *err, const char *file, int line);

/* The whole printed error, "path:line:column: message". */
#define assert_error(err, expected) sr_test_assert_error((err), (expected), __FILE__, __LINE__)
void sr_test_assert_error(const sr_error *err, const char *expected, const char *file, int line);

/* A file of ../shared, or NULL when it is absent: then the test says `skip()`. */
const char *sr_test_find_shared(const char *name);

/* A new empty directory that is removed when the program ends. */
const char *sr_test_make_directory(void);

#endif
