/*
 * What the compiler can check for us.
 *
 * SR_MUST_USE   the result of a function that may fail must be looked at
 * SR_PRINTF     the format and its arguments are checked against each other
 */
#ifndef SR_ENGINE_BASE_MACROS_H
#define SR_ENGINE_BASE_MACROS_H

#define SR_MUST_USE __attribute__((warn_unused_result))
#define SR_PRINTF(format_index, first_index) \
    __attribute__((format(printf, format_index, first_index)))

/* A sum that no export can overflow without our noticing: 128 bits, signed. */
__extension__ typedef __int128 sr_int128;

#endif
