/*
 * An error stops the run; it says where in the user's file, what was found and what was expected.
 *
 * A function that may fail returns bool (true is done), is marked SR_MUST_USE and takes `sr_error *err` last,
 * never NULL. On false its outputs are untouched. The first failure stays; callers add context in front of it.
 */
#ifndef SR_ENGINE_BASE_ERROR_H
#define SR_ENGINE_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/macros.h"

/* The values are the exit statuses of the program (docs/rules.md, "Exit"). */
typedef enum sr_code {
    SR_OK = 0,
    SR_WARNING = 1,         // done, but a person should look
    SR_PARTLY = 3,          // some reports or recipients failed, the rest is done
    SR_CHECK_FAILED = 10,   // a check over its tolerance stopped a report
    SR_NO_FRESH_DATA = 11,  // a data set has no files, or only stale ones
    SR_HELD = 12,           // held for release
    SR_USAGE = 64,
    SR_BAD_DATA = 65,       // unreadable data, or a required column is missing
    SR_NO_INPUT = 66,       // a file named on the command line is missing
    SR_INTERNAL = 70,       // our own mistake, or no memory
    SR_CANNOT_CREATE = 73,
    SR_IO = 74,
    SR_TRY_AGAIN = 75,      // lock held, mail server not there
    SR_NO_PERMISSION = 77,  // permission, or no key for persons
    SR_BAD_RULES = 78
} sr_code;

/* A place in a file of the user's. Lines and columns start at 1; 0 is "not known" and is not printed. */
typedef struct sr_where {
    const char *path;   // NULL when there is no file; lives as long as the run
    uint64_t line;      // physical line
    uint64_t column;    // byte column in that line
} sr_where;

#define SR_NOWHERE ((sr_where){NULL, 0, 0})

typedef struct sr_error {
    sr_code code;       // SR_OK until something fails
    sr_where where;
    char path[256];     // a copy of where.path, so that an error may outlive an arena
    char message[512];  // one sentence: what was found, what was expected, how to mend it
} sr_error;

void sr_error_init(sr_error *err);

/* All return false, so that a failing function can `return sr_fail(...)`. A second failure leaves the first. */
bool sr_fail(sr_error *err, sr_code code, const char *format, ...) SR_PRINTF(3, 4);
bool sr_fail_at(sr_error *err, sr_code code, sr_where where, const char *format, ...) SR_PRINTF(4, 5);
bool sr_fail_memory(sr_error *err);

/* "path: what: reason", where `number` is an errno: SR_NO_INPUT, SR_NO_PERMISSION or SR_IO as it says. */
bool sr_fail_system(sr_error *err, const char *path, int number, const char *what);

/* Puts "context: " in front of the message of a failure. */
bool sr_fail_within(sr_error *err, const char *format, ...) SR_PRINTF(2, 3);

/* "path:line:column: message"; parts that are not known are left out. Returns the length as snprintf does. */
int sr_error_print(const sr_error *err, char *out, size_t size);

#endif
