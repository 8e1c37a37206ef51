/*
 * For `make lint` only: the analyser looks at one file at a time and cannot see that these functions always return false, or NULL.
 */
#ifndef SR_TESTS_HOUSE_LINT_H
#define SR_TESTS_HOUSE_LINT_H

#include "engine/base/error.h"
#include "rules/scope.h"

#define sr_fail(...) ((void)sr_fail(__VA_ARGS__), false)
#define sr_fail_at(...) ((void)sr_fail_at(__VA_ARGS__), false)
#define sr_fail_memory(...) ((void)sr_fail_memory(__VA_ARGS__), false)
#define sr_fail_system(...) ((void)sr_fail_system(__VA_ARGS__), false)
#define sr_fail_within(...) ((void)sr_fail_within(__VA_ARGS__), false)
#define sr_compiler_refuse(...) ((void)sr_compiler_refuse(__VA_ARGS__), (sr_expr *)NULL)

#endif
