/*
 * What the program settles with the system before its first word.
 */
#ifndef SR_APP_PROCESS_H
#define SR_APP_PROCESS_H

#include "engine/base/error.h"

#define SR_PROCESS_STACK_BYTES 16384

/*
 * - Nothing it writes is for others than the owner and the group, and no image of the memory is left behind.
 * - Standard input, output and error are there, if only to fail: a ledger or a report must never get their numbers.
 * - A closed pipe or a file beyond the size limit is an error that is told, not a signal that kills.
 * - A crash has a last word and the status SR_INTERNAL. Some libraries crash when there is no memory; what stands on the disk
 *   then is what any kill leaves, which the next run finishes.
 *
 * `stack` is for the last word when the usual one has run over; SR_PROCESS_STACK_BYTES that stay as long as the program.
 */
SR_MUST_USE bool sr_process_settle(char *stack, sr_error *err);

#endif
